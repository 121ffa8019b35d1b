"""Hands on what was received as it was received: the packed bytes, with the status and the headers that came.

It stands nearer to the network than what unpacks answers. What is worth keeping is not decided here: only when a post
was found to be new or changed does the archive write the bytes (archive/captures).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from fetching import meta
from received import Received

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: Headers that may carry a secret of ours or of the server's; they are never kept.
SECRET = frozenset((b"cookie", b"set-cookie", b"set-cookie2", b"authorization", b"proxy-authorization",
                    b"www-authenticate", b"proxy-authenticate", b"x-api-key"))  # fmt: skip


class KeepReceived:
    """Puts an answer with a document into request.meta before it is unpacked."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepReceived:
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes answers with status 200; others bring no post's words."""
        asked = request.meta
        if response.status == 200 and meta.CHANNEL in asked and meta.ROBOTS not in asked and meta.BESIDE not in asked:
            asked[meta.RECEIVED] = received(request, response)
        return response


def received(request: Request, response: Response) -> Received:
    """The answer as a value, without what may be secret."""
    url = without_user(response.url)
    kind = (response.headers.get("Content-Type") or b"").partition(b";")[0].strip().lower()
    asked = {**request.headers}
    asked.setdefault(b"Host", [urlsplit(url).netloc.encode("ascii", "replace")])
    return Received(
        url=url,
        status=response.status,
        protocol=str(response.protocol or "HTTP/1.1"),
        headers=_pairs(response.headers),
        body=response.body,
        request_headers=_pairs(asked),
        media_type=kind[:100].decode("latin-1") or None,
        noarchive=forbids_copies(response.headers.getlist("X-Robots-Tag")),
        redirected_from=tuple(map(without_user, asked_before(request))),
    )


def asked_before(request: Request) -> list[str]:
    """The addresses that redirected to this one."""
    return list(request.meta.get(meta.REDIRECT_URLS, ()))


def forbids_copies(values: list[bytes]) -> bool:
    """Whether X-Robots-Tag asks that no copy be kept, be it of us or of others that it names."""
    text = b",".join(values).decode("latin-1").lower()
    words = {word.strip().rpartition(":")[2].strip() for word in text.split(",")}
    return "noarchive" in words


def without_user(url: str) -> str:
    """The address without a user's name and password in it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def _pairs(headers: object) -> tuple[tuple[bytes, bytes], ...]:
    """Names and values in the order in which they came, several of one name one by one."""
    return tuple(
        (name, value)
        for name, values in headers.items()  # type: ignore[attr-defined]
        if name.lower() not in SECRET
        for value in values
    )
