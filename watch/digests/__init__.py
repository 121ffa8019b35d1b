"""Digests: the message of a day or a week, made of what a watch found and of what stands around it. Pure."""

from __future__ import annotations

from dataclasses import asdict

from watch.digests.html import html_of
from watch.digests.sections import digest_of
from watch.digests.text import text_of
from watch.told import Told, Written
from watch.writing import data_of

__all__ = ["write_digest"]

#: bytes of HTML behind which the largest mail service shows no more, so that nobody would see how to leave the list
_CLIPPED = 100_000


def write_digest(told: Told) -> Written:
    """A digest as it goes out: a subject that says the main thing, plain text of 72 columns, HTML, and data."""
    digest, around = digest_of(told), told.around
    data = {
        **data_of(told),
        "period": digest.period,
        "travel": [asdict(one) for one in around.journeys],
        "coming": [asdict(one) for one in around.coming],
        "troubles": [asdict(one) for one in around.troubles],
    }
    page = html_of(told, digest)
    if len(page.encode()) > _CLIPPED:
        page = html_of(told, digest, is_short=True)
    return Written(digest.subject, text_of(told, digest), page, data)
