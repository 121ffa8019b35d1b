"""Calendar files (iCalendar, RFC 5545) of events as the archive knows them. Pure: rows in, bytes out.

A time of day is written in the zone of its event, with that zone's definition; days without hours as days. What is
called off, or was taken out of its calendar, says so. An event that repeats stands once for each time that is known,
since programs differ in what they make of a list of dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar

from web.words import excerpt, web_address

#: more than this no program wants to show, and no subscriber to fetch
MOST_TIMES = 500
#: years for which zones are written out; what lies outside is given in UTC
_YEARS = range(1971, 2100)
# What no text of the format may hold (section 3.1), line ends apart, which the library writes as escapes.
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED", "withdrawn": "CANCELLED"}
_OFF = {
    "cancelled": "This event was cancelled.",
    "withdrawn": "This event is no longer in the calendar that announced it.",
}


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """name: its title for people. authority: what makes ids unique. item_pages: the address before an item's id."""

    name: str
    authority: str
    item_pages: str


def calendar_file(about: CalendarFile, times: Iterable[Mapping[str, Any]]) -> bytes:
    """Write a calendar.

    times: one row for each time that an event takes place, with the columns of `web.happenings`. The same rows give
    the same bytes: no clock is asked.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//AFSCME news archive//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _text(about.name))
    calendar.add("refresh-interval", timedelta(hours=6), {"VALUE": "DURATION"})
    events = [_written(about, tuple(row[name] for name in _READ)) for row in times]
    for zone in _zones(years for _, years in events):
        calendar.add_component(zone)
    head, end, _ = calendar.to_ical().rpartition(b"END:VCALENDAR")
    return bytes(head + b"".join(written for written, _ in events) + end + b"\r\n")


#: what an event is written from
_READ = (
    "id", "url", "source_id", "source_name", "title", "teaser", "updated_at", "first_seen_at", "starts_at", "ends_at",
    "all_day", "zone", "status", "venue", "street_address", "registration_url", "times", "changes", "changed_at",
)  # fmt: skip
#: the zones that an event names, each with a year
_Years = tuple[tuple[str, int], ...]


@lru_cache(maxsize=4096)
def _written(about: CalendarFile, values: tuple[Any, ...]) -> tuple[bytes, _Years]:
    """One event, remembered: the library takes a millisecond for each, and hardly one of hundreds changes."""
    event = _event(about, dict(zip(_READ, values, strict=True)))
    if event is None:
        return b"", ()
    times = [getattr(event.get(name), "dt", None) for name in ("dtstart", "dtend")]
    years = [(at.tzinfo.key, at.year) for at in times if isinstance(at, datetime) and isinstance(at.tzinfo, ZoneInfo)]
    return bytes(event.to_ical()), tuple(years)


def _event(about: CalendarFile, row: Mapping[str, Any]) -> icalendar.Event | None:
    start, end = _instant(row["starts_at"]), _instant(row["ends_at"])
    if start is None:
        return None
    event = icalendar.Event()
    repeats = f"-{start:%Y%m%dT%H%M%SZ}" if row["times"] > 1 else ""
    event.add("uid", f"item-{int(row['id'])}{repeats}@{about.authority}")
    changed = max(
        (at for name in ("updated_at", "first_seen_at", "changed_at") if (at := _instant(row[name]))), default=_NEVER
    )
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", int(row["changes"]))
    event.add("summary", _text(row["title"] or "(no title)")[:500])
    _add_times(event, start, end, bool(row["all_day"]), _zone(row["zone"]))
    if row["status"] in _STATUS:
        event.add("status", _STATUS[row["status"]])
    place = ", ".join(filter(None, (row["venue"], row["street_address"])))
    if place:
        event.add("location", _text(place)[:500])
    page = f"{about.item_pages}{int(row['id'])}"
    event.add("url", web_address(row["url"]) or page)
    event.add("description", _description(row, page))
    event.add("categories", [_text(row["source_name"] or row["source_id"])])
    return event


def _add_times(event: icalendar.Event, start: datetime, end: datetime | None, is_days: bool, zone: ZoneInfo) -> None:
    """Start and end in the event's zone; whole days as days, the end being the day after the last one (3.6.1)."""
    if is_days:
        first = start.astimezone(zone).date()
        last = max(first, (end or start).astimezone(zone).date())
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        return
    event.add("dtstart", _local(start, zone))
    if end is not None and end > start:
        event.add("dtend", _local(end, zone))


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone) if at.year in _YEARS and zone.key != "UTC" else at


def _description(row: Mapping[str, Any], page: str) -> str:
    register = web_address(row["registration_url"])
    lines = [
        _OFF.get(row["status"] or ""),
        excerpt(row["teaser"]) or None,
        f"Sign up: {register}" if register else None,
        f"In the archive: {page}",
    ]
    return _text("\n\n".join(line for line in lines if line))


def _zones(named: Iterable[_Years]) -> list[icalendar.Timezone]:
    """The definitions of all zones that events name, for the years in which they are."""
    years: dict[str, set[int]] = {}
    for key, year in (pair for pairs in named for pair in pairs):
        if key != "UTC":
            years.setdefault(key, set()).add(year)
    return [_definition(key, min(found), max(found)) for key, found in sorted(years.items())]


@lru_cache(maxsize=256)
def _definition(key: str, first: int, last: int) -> icalendar.Timezone:
    return icalendar.Timezone.from_tzid(key, first_date=date(first, 1, 1), last_date=date(last + 2, 1, 1))


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _instant(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return at.astimezone(UTC).replace(microsecond=0) if at.tzinfo else None


def _text(text: str) -> str:
    return _NOT_TEXT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
