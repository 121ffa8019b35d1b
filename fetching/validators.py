"""Conditional requests: asking whether an address changed, and seeing that it did not although the server says so.

Some servers answer 304 only if both conditions are sent (Drupal 7), some send dates or tags that change with every
answer, some send none: so both are sent to the letter, and the hash of the body decides where they fail.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from fetching import meta
from fetching.refusals import Refused
from items import Validators

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from known import Known

#: Characters; a tag beyond this would make the next request fail at most servers, so it is not kept.
MAX_VALIDATOR = 4096
_hashes: WeakKeyDictionary[Response, str] = WeakKeyDictionary()


class ValidatorsMiddleware:
    """Adds If-None-Match and If-Modified-Since to requests with meta["conditional"], unless meta["force"].

    Where the channel is due to be read in full they stay away, for a server may say "not modified" of what was.
    A 304 goes to the callback like any answer. A body that is the one known gets the flag "same".
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ValidatorsMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        asked = request.meta
        if not asked.get(meta.CONDITIONAL) or asked.get(meta.FORCE) or meta.ROBOTS in asked:
            return
        source: Known | None = getattr(self.crawler.spider, "known", None)
        known = source.validators(_address(request.url)) if source is not None else None
        asked[meta.KNOWN] = known
        if known is None or source is None or source.in_full(asked.get(meta.CHANNEL, "")):
            return
        headers = request.headers
        for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)):
            if value and name not in headers:
                headers[name] = value.encode("latin-1", "replace")
                asked[meta.CONDITIONS] = [*asked.get(meta.CONDITIONS, ()), name]

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Refused for a 304 that nobody asked for."""
        if response.status == 304:
            if "If-None-Match" not in request.headers and "If-Modified-Since" not in request.headers:
                sentence = f"{response.url} answered 304 (not modified) to a request without a condition."
                raise Refused("soft", "status", sentence, status=304)
            return response
        known: Validators | None = request.meta.get(meta.KNOWN)
        if known is None or not known.body_sha256 or response.status != 200 or request.meta.get(meta.FORCE):
            return response
        if body_sha256(response) == known.body_sha256:
            response.flags.append("same")
        return response


def body_sha256(response: Response) -> str:
    """The SHA-256 of the decoded body in hexadecimal, computed once for a response."""
    found = _hashes.get(response)
    if found is None:
        found = _hashes[response] = hashlib.sha256(response.body).hexdigest()
    return found


def validators_of(response: Response, now: datetime) -> Validators:
    """What to remember of an answer (200 or 304) for the next conditional request; now: the crawl's clock.

    A 304 keeps what was known, but for what it says anew.
    """
    known: Validators | None = response.meta.get(meta.KNOWN) if response.request is not None else None
    unchanged = response.status == 304
    return Validators(
        url=_address(response.url),
        etag=_header(response, "ETag") or (known.etag if unchanged and known else None),
        last_modified=_header(response, "Last-Modified") or (known.last_modified if unchanged and known else None),
        body_sha256=(known.body_sha256 if known else None) if unchanged else body_sha256(response),
        checked_at=now,
    )


def _address(url: str) -> str:
    return url.partition("#")[0]


def _header(response: Response, name: str) -> str | None:
    """A header as it was sent: latin-1 keeps every byte, so that it can be sent back to the letter."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value and len(value) <= MAX_VALIDATOR else None
