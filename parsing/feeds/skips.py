"""When a feed asks not to be read: skipHours and skipDays of RSS, which feedparser passes over. Pure."""

from __future__ import annotations

import re

_HOURS = re.compile(r"<skipHours\b[^>]{0,200}>(.{0,4000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_DAYS = re.compile(r"<skipDays\b[^>]{0,200}>(.{0,4000}?)</skipDays", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour\b[^>]{0,200}>\s{0,20}(\d{1,2})\s{0,20}</hour", re.IGNORECASE)
_DAY = re.compile(r"<day\b[^>]{0,200}>\s{0,20}([A-Za-z]{3,9})\s{0,20}</day", re.IGNORECASE)
_ITEMS = re.compile(r"<item\b.*</item\s*>", re.IGNORECASE | re.DOTALL)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: characters at both ends of a document in which a channel's own elements stand
_REACH = 50_000


def skipped(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """The hours (0 to 23, UTC) and the days (0 is Monday) that an RSS document asks to leave out.

    text: the document. A post may quote such elements, so what stands within items does not count. A feed that names
    all hours or all days says nothing.
    """
    head = text if len(text) <= 2 * _REACH else f"{text[:_REACH]}\n{text[-_REACH:]}"
    if "<skip" not in head and "<SKIP" not in head:
        return frozenset(), frozenset()
    own = _ITEMS.sub("", head)
    hours = {int(hour) % 24 for hour in _HOUR.findall(_inside(_HOURS, own)) if int(hour) <= 24}  # some write 24
    named = (day.lower() for day in _DAY.findall(_inside(_DAYS, own)))
    days = {_WEEK.index(day) for day in named if day in _WEEK}
    return frozenset(hours if len(hours) < 24 else ()), frozenset(days if len(days) < 7 else ())


def _inside(block: re.Pattern[str], text: str) -> str:
    found = block.search(text)
    return found[1] if found else ""
