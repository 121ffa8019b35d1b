"""Unpacks answers strictly: a packed body that breaks off is a failure, no short page; a bomb is stopped early."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from scrapy.http import TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.utils._compression import brotli, zstd

from fetching.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b"
#: More layers than this nobody means; each would multiply the work.
_MOST_LAYERS = 3


class BrokenOff(Exception):
    """The packed bytes ended before their end mark."""


class UnpackMiddleware:
    """Scrapy's HttpCompression, but strict, and with reasons (`too_large`, `broken`) instead of log lines."""

    def __init__(self, max_size: int) -> None:
        self.max_size = max_size

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UnpackMiddleware:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", "gzip, deflate, br, zstd")

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Refused."""
        if "Content-Encoding" not in response.headers or not response.body or request.method == "HEAD":
            return response
        body = self._unpacked(request, response)
        headers = response.headers.copy()
        headers.pop("Content-Encoding")
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        facts: dict[str, Any] = {"encoding": None} if issubclass(kind, TextResponse) else {}
        unpacked: Response = response.replace(cls=kind, body=body, headers=headers, **facts)
        return unpacked

    def _unpacked(self, request: Request, response: Response) -> bytes:
        layers = _layers(response)
        limit = request.meta.get("download_maxsize", self.max_size)
        whole = "download_stopped" not in response.flags
        body: bytes = response.body
        try:
            if len(layers) > _MOST_LAYERS:
                raise BrokenOff(f"it is packed {len(layers)} times")
            for layer in reversed(layers):
                body = unpack(body, layer, limit, whole)
        except OverflowError:
            sentence = f"{response.url} unpacks to more than {limit / 1_048_576:.0f} MB, the size limit."
            raise Refused("hard", "too_large", sentence, response.status) from None
        except (BrokenOff, zlib.error, brotli.error, zstd.ZstdError) as error:
            sentence = f"The packed answer of {response.url} could not be unpacked ({error})."
            raise Refused("soft", "broken", sentence, response.status) from None
        return body


def unpack(data: bytes, encoding: str, limit: int, whole: bool = True) -> bytes:
    """Undo one content encoding.

    limit: bytes of the result, 0 for none. whole: whether data that ends too early is an error.
    Raises OverflowError past the limit, BrokenOff, and what the codec raises for bytes that are not its own.
    """
    if encoding in ("gzip", "x-gzip") and not data.startswith(_GZIP):
        return data  # some servers announce gzip and send plain text; browsers of old forgave them
    if encoding not in _CODECS:
        raise BrokenOff(f"the encoding {encoding[:40]!r} is not known")
    pieces, size = [], 0
    try:
        for piece in _CODECS[encoding](data):
            size += len(piece)
            if limit and size > limit:
                raise OverflowError
            pieces.append(piece)
    except BrokenOff:
        if whole:
            raise
    return b"".join(pieces)


def _layers(response: Response) -> list[str]:
    values = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower().split(",")
    return [name for value in values if (name := value.strip()) and name != "identity"]


def _gunzip(data: bytes) -> Iterator[bytes]:
    """All members of a gzip file; what follows them and is no member is ignored, as gzip itself does."""
    while data.startswith(_GZIP):
        packed = zlib.decompressobj(31)
        yield from _inflated(packed, data)
        data = packed.unused_data


def _inflate(data: bytes) -> Iterator[bytes]:
    """ "deflate" is zlib's format by the standard; some servers send it without zlib's head."""
    bare = (data[0] & 0x0F) != 8 or int.from_bytes(data[:2], "big") % 31 != 0
    yield from _inflated(zlib.decompressobj(-15 if bare else 15), data)


def _inflated(packed: Any, data: bytes) -> Iterator[bytes]:
    while not packed.eof:
        piece = packed.decompress(data, _PIECE)
        data = packed.unconsumed_tail
        if not piece and not data and not packed.eof:
            raise BrokenOff("it ends too early")
        yield piece


def _unbrotli(data: bytes) -> Iterator[bytes]:
    packed = brotli.Decompressor()
    piece = packed.process(data, output_buffer_limit=_PIECE)
    while not packed.is_finished():
        yield piece
        piece = packed.process(b"", output_buffer_limit=_PIECE)
        if not piece and not packed.is_finished():
            raise BrokenOff("it ends too early")
    yield piece


def _unzstd(data: bytes) -> Iterator[bytes]:
    while data:
        packed = zstd.ZstdDecompressor()
        while not packed.eof:
            piece = packed.decompress(data, _PIECE)
            data = b""
            if not piece and not packed.eof:
                raise BrokenOff("it ends too early")
            yield piece
        data = packed.unused_data


_CODECS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
