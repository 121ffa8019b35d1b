"""What an answer says about when to ask again: Cache-Control and Expires of a document, Retry-After of a refusal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fetching import meta
from fetching.refusals import Refused
from fetching.waits import http_date
from wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from items import Validators

#: Seconds. Who says more means that it never changes, and that is no answer to when to come again.
LONGEST_FRESH = 30 * 86_400.0
_MAX_AGE = re.compile(r'(?:^|,)\s*max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE)
_ANY_TIME = re.compile(r"(?:^|,)\s*(?:no-store|no-cache)\s*(?:,|$|=)", re.IGNORECASE)


def wishes_of(response: Response) -> Wishes:
    """What a channel's document says, and whether it came whole. Other answers say nothing."""
    asked = response.meta
    if not asked.get(meta.CONDITIONAL) or response.status not in (200, 304):
        return NO_WISHES
    known: Validators | None = asked.get(meta.KNOWN)
    whole = response.status == 200
    return Wishes(
        fresh_for=fresh_for(*(_text(response, name) for name in ("Cache-Control", "Expires", "Date", "Age"))),
        not_modified=not whole,
        in_full=whole,
        unlike=whole and known is not None and _says_the_same(response, known) and "same" not in response.flags,
    )


def wishes_of_failure(failure: Failure) -> Wishes:
    """What follows from a request without an answer: how long its host wants to be left alone, if that was said."""
    error = failure.value
    return Wishes(wait=error.wait) if isinstance(error, Refused) and error.wait is not None else NO_WISHES


def fresh_for(control: str | None, expires: str | None, date: str | None, age: str | None) -> float | None:
    """Seconds for which an answer is fresh by its headers (RFC 9111); None where they do not say, or say not at all.

    max-age goes before Expires, and is counted from when the answer was made (Age).
    """
    if control and _ANY_TIME.search(control):
        return None
    found = _MAX_AGE.search(control or "")
    if found:
        seconds = float(found[1]) - float(age if age and re.fullmatch(r"\d{1,12}", age.strip()) else 0)
    else:
        until, made = http_date(expires or ""), http_date(date or "")
        if until is None or made is None:
            return None
        seconds = (until - made).total_seconds()
    return min(seconds, LONGEST_FRESH) if seconds > 0 else None


def _says_the_same(response: Response, known: Validators) -> bool:
    """Whether a whole answer bears the validators of the one before it."""
    etag, modified = _text(response, "ETag"), _text(response, "Last-Modified")
    if known.body_sha256 is None or (etag is None and modified is None):
        return False
    return (etag, modified) == (known.etag, known.last_modified)


def _text(response: Response, header: str) -> str | None:
    value = response.headers.get(header)
    return value.decode("latin-1")[:1000] if value else None
