"""WARC records as bytes, by warcio: WARC 1.1, each record a gzip member of its own."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.captures.entries import entry_text
from archive.times import stamp
from received import Received

#: levels of gzip: from 4 on a page takes more time and hardly less room; of what comes packed little is won
_LEVEL, _LEVEL_OF_PACKED = 4, 1
#: what no longer holds for a body that was taken out of its transport
_TRANSPORT = frozenset((b"transfer-encoding", b"connection", b"keep-alive", b"content-length", b"trailer"))
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Same:
    """An earlier capture with the same bytes, to which a revisit refers."""

    url: str
    fetched_at: str
    digest: str


def warcinfo(file: str, at: datetime, software: str, contact: str) -> bytes:
    """The first record of a file: who made it, with what, and how to reach them."""
    facts = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": "Posts of union news sites, each as it was received. A private research copy.",
        "robots": "obey",
        **({"operator": contact} if contact else {}),
    }
    out = BytesIO()
    writer = _writer(out)
    record = writer.create_warcinfo_record(file, facts)
    record.rec_headers.replace_header("WARC-Date", stamp(at))
    writer.write_record(record)
    return _packed(out, _LEVEL)


def records_of(received: Received, at: datetime, same: Same | None = None) -> bytes:
    """The answer (or that it came again), the request, and how it was read: gzip members one after the other."""
    level = _LEVEL_OF_PACKED if any(name.lower() == b"content-encoding" for name, _ in received.headers) else _LEVEL
    answer = _member(lambda writer: _answer(writer, received, at, same), level)
    identity = str(answer[1].rec_headers.get_header("WARC-Record-ID"))
    beside = {"WARC-Date": stamp(at), "WARC-Concurrent-To": identity}
    asked = _member(lambda writer: _request(writer, received, beside), _LEVEL)
    read = _member(lambda writer: _how_read(writer, received, beside), _LEVEL)
    return answer[0] + asked[0] + read[0]


def digest_of(body: bytes) -> str:
    """The digest of a payload as warcio writes it."""
    from warcio.utils import Digester

    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


def _answer(writer: WARCWriter, received: Received, at: datetime, same: Same | None) -> ArcWarcRecord:
    facts = {"WARC-Date": stamp(at)}
    if received.is_rendered:
        kind = received.media_type or "text/html"
        return writer.create_warc_record(
            received.url,
            "resource",
            payload=BytesIO(received.body),
            length=len(received.body),
            warc_content_type=kind,
            warc_headers_dict=facts,
        )
    head = _head(received)
    if same is not None:
        return writer.create_revisit_record(
            received.url, same.digest, same.url, same.fetched_at, http_headers=head, warc_headers_dict=facts
        )
    return writer.create_warc_record(
        received.url,
        "response",
        payload=BytesIO(received.body),
        length=len(received.body),
        http_headers=head,
        warc_headers_dict=facts,
    )


def _request(writer: WARCWriter, received: Received, facts: dict[str, str]) -> ArcWarcRecord:
    parts = urlsplit(received.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = StatusAndHeaders(f"GET {target} HTTP/1.1", _texts(received.request_headers), is_http_request=True)
    return writer.create_warc_record(
        received.url, "request", length=0, http_headers=head, warc_headers_dict=dict(facts)
    )


def _how_read(writer: WARCWriter, received: Received, facts: dict[str, str]) -> ArcWarcRecord:
    """A metadata record, so that the file alone tells how the document was read."""
    lines = [("channel", received.channel_id), ("taker", received.taker)]
    lines += [("redirected-from", url) for url in received.redirected_from]
    if received.entry is not None:
        lines.append(("entry", entry_text(received.entry)))
    text = "".join(f"{name}: {value}\r\n" for name, value in lines if value).encode("utf-8", "replace")
    return writer.create_warc_record(
        received.url,
        "metadata",
        payload=BytesIO(text),
        length=len(text),
        warc_content_type="application/warc-fields",
        warc_headers_dict=dict(facts),
    )


def _head(received: Received) -> StatusAndHeaders:
    """Status line and headers as they came, but for those of the transport: the body stands here whole."""
    try:
        phrase = HTTPStatus(received.status).phrase
    except ValueError:
        phrase = "Unknown"
    headers = _texts(tuple(pair for pair in received.headers if pair[0].lower() not in _TRANSPORT))
    headers.append(("Content-Length", str(len(received.body))))
    version = received.protocol if received.protocol in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
    return StatusAndHeaders(f"{received.status} {phrase}", headers, protocol=version)


def _texts(pairs: tuple[tuple[bytes, bytes], ...]) -> list[tuple[str, str]]:
    """Headers as text on one line each: nothing in them may begin another one."""
    return [
        (_CONTROL.sub(b" ", name).decode("latin-1"), _CONTROL.sub(b" ", value).decode("latin-1").strip())
        for name, value in pairs
    ]


def _member(make: object, level: int) -> tuple[bytes, ArcWarcRecord]:
    out = BytesIO()
    writer = _writer(out)
    record = make(writer)  # type: ignore[operator]
    writer.write_record(record)
    return _packed(out, level), record


def _writer(out: BytesIO) -> WARCWriter:
    return WARCWriter(out, gzip=False, warc_version="1.1")


def _packed(out: BytesIO, level: int) -> bytes:
    return gzip.compress(out.getvalue(), level, mtime=0)
