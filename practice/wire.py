"""What the practice web says over HTTP: requests, answers, conditional requests in each platform's manner, gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote

#: how a site answers a conditional request: as Drupal's page cache (both validators must match), with a weak ETag,
#: with a strong ETag or Last-Modified, with Last-Modified alone, or not at all
Cache = Literal["drupal", "weak", "strong", "dated", "none"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request: path is decoded, query is as sent, header names are lower case."""

    method: str
    host: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    secure: bool = True

    @property
    def url(self) -> str:
        tail = f"?{self.query}" if self.query else ""
        return f"{'https' if self.secure else 'http'}://{self.host}{self.path}{tail}"

    def all(self, name: str) -> list[str]:
        """All values of a parameter, in order."""
        return [value for key, value in parse_qsl(self.query, keep_blank_values=True) if key == name]

    def get(self, name: str, default: str = "") -> str:
        return next(iter(self.all(name)), default)

    def number(self, name: str, default: int) -> int:
        """A parameter that should be a number; anything else counts as the default, as on real sites."""
        value = self.get(name).split(",")[0]
        return int(value) if value.isascii() and value.isdigit() and len(value) < 15 else default


@dataclass(frozen=True, slots=True)
class Response:
    """One answer before conditional requests and compression. `drop` closes the connection without a word."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False


def html(text: str, status: int = 200, **headers: str) -> Response:
    return Response(status, text.encode(), headers={name.replace("_", "-"): value for name, value in headers.items()})


def xml(text: str, content_type: str = "application/rss+xml; charset=UTF-8") -> Response:
    return Response(200, text.encode(), content_type)


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, "application/json; charset=UTF-8", headers or {})


def plain(text: str, status: int = 200) -> Response:
    return Response(status, text.encode(), "text/plain; charset=utf-8")


def redirect(url: str, status: int = 301) -> Response:
    return Response(status, b"", headers={"Location": url})


def parse_target(target: str) -> tuple[str, str]:
    """The decoded path and the raw query of a request line's target."""
    path, _, query = target.partition("?")
    if "://" in path:
        path = "/" + path.split("://", 1)[1].partition("/")[2]
    return unquote(path, errors="replace") or "/", query


def http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def finish(request: Request, response: Response, cache: Cache, changed: datetime) -> Response:
    """Adds validators, answers 304 where the platform would, and compresses.

    changed: when the site last changed anything; stands in Last-Modified.
    """
    headers = dict(response.headers)
    zipped = "gzip" in request.headers.get("accept-encoding", "") and len(response.body) > 400
    if response.status == 200 and not response.drop:
        headers = _validators(request, response.body, cache, changed, zipped) | headers
        if _unchanged(request, headers, cache):
            return replace(response, status=304, body=b"", headers=headers)
    if zipped and "Content-Encoding" not in headers:
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return replace(response, body=gzip.compress(response.body, 5, mtime=0), headers=headers)
    return replace(response, headers=headers)


def _validators(request: Request, body: bytes, cache: Cache, changed: datetime, zipped: bool) -> dict[str, str]:
    digest = f"{zlib.crc32(body):08x}-{len(body):x}"
    if cache == "drupal":
        # the moment when this page entered the page cache, which any saved post empties
        stamp = int(changed.timestamp()) + zlib.crc32(request.url.encode()) % 3000
        at = http_date(datetime.fromtimestamp(stamp, UTC))
        return {
            "ETag": f'"{stamp}-{int(zipped)}"',
            "Last-Modified": at,
            "Expires": "Sun, 19 Nov 1978 05:00:00 GMT",
            "Cache-Control": "public, max-age=900",
            "X-Drupal-Cache": "HIT",
        }
    if cache == "weak":
        return {"ETag": f'W/"{digest}"'}
    if cache == "strong":
        return {"ETag": f'"{digest}"', "Last-Modified": http_date(changed)}
    if cache == "dated":
        return {"Last-Modified": http_date(changed)}
    return {}


def _unchanged(request: Request, headers: Mapping[str, str], cache: Cache) -> bool:
    etag, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    if cache == "drupal":
        return etag == headers["ETag"] and since == headers["Last-Modified"]
    if "ETag" in headers and etag:
        return headers["ETag"].removeprefix("W/") in {one.strip().removeprefix("W/") for one in etag.split(",")}
    return "Last-Modified" in headers and since == headers["Last-Modified"]
