"""Digests: the message of a day or a week, made of what a watch found and of what stands around it. Pure."""

from __future__ import annotations

from dataclasses import asdict

from watch.digests.html import html_of
from watch.digests.sections import digest_of
from watch.digests.text import text_of
from watch.told import Told, Written
from watch.writing import data_of

__all__ = ["write_digest"]


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
    return Written(digest.subject, text_of(told, digest), html_of(told, digest), data)
