"""What all readers of calendars do alike: bounds, first and last moments, repetitions, doubles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from items import Event
from parsing.events.entry import CalendarEntry

#: repetitions of one event that are kept
MAX_OCCURRENCES = 200
#: entries of one calendar that are read
MAX_ENTRIES = 5_000
#: years in which an event can be; others are slips or traps
YEARS = range(1900, 2200)
#: characters of a title or a place
MAX_LINE = 1_000

#: from here on a usual plug-in of WordPress counts repetitions, not posts, and anew after each change
PROVISIONAL = 10_000_000

_DAY_AT_END = re.compile(r"(https?://\S{1,1500}/)(\d{4}-\d\d-\d\d)(?:/\d{1,3})?/?", re.ASCII)
Span = tuple[datetime, datetime | None]
_NEVER = datetime.max.replace(tzinfo=UTC)


def last_moment(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a local day, in UTC: where an event of whole days ends."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).astimezone(UTC)


def first_moment(day: date, zone: ZoneInfo) -> datetime:
    """Local midnight, in UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def nearest(spans: Iterable[Span], now: datetime) -> tuple[Span, ...]:
    """At most MAX_OCCURRENCES spans, in order: what is to come first of all, then the latest of what was."""
    ordered = sorted(set(spans), key=_order)
    if len(ordered) <= MAX_OCCURRENCES:
        return tuple(ordered)
    first_to_come = next((n for n, span in enumerate(ordered) if span[0] >= now), len(ordered))
    begin = max(0, min(first_to_come, len(ordered) - MAX_OCCURRENCES))
    return tuple(ordered[begin : begin + MAX_OCCURRENCES])


def one_each(entries: Iterable[CalendarEntry], now: datetime | None = None) -> tuple[CalendarEntry, ...]:
    """Repetitions that a calendar lists one by one as one entry with several occurrences, in the calendar's order.

    What belongs together has one number, else one page, else, without a page, one title. A page that entries of
    different titles share is the calendar's, not theirs; pages that differ by the day at their end are one series'.
    now: which repetitions to keep of too many; the last without.
    """
    kept = _of_series([entry for entry in entries if entry.url or entry.title or entry.external_id])
    titles = defaultdict[str | None, set[str]](set)
    for entry in kept:
        titles[entry.url].add(_folded(entry.title))
    groups = defaultdict[tuple[str, str], list[CalendarEntry]](list)
    for entry in kept:
        if entry.external_id is None and len(titles[entry.url]) > 1:
            entry = replace(entry, url=None)
        groups[_key(entry)].append(entry)
    return tuple(_merged(group, now) for group in groups.values() if group)


def _of_series(entries: list[CalendarEntry]) -> list[CalendarEntry]:
    """Repetitions with a page each, /event/x/2026-11-24/, under the page of their series: /event/x/."""
    bases = [_base_of_day(entry) for entry in entries]
    days: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for base, entry in zip(bases, entries, strict=True):
        if base is not None:
            days[base, _folded(entry.title)].add(entry.url)
    return [
        replace(entry, url=base) if base is not None and len(days[base, _folded(entry.title)]) > 1 else entry
        for base, entry in zip(bases, entries, strict=True)
    ]


def _base_of_day(entry: CalendarEntry) -> str | None:
    """The address before the event's own day at its end."""
    found = _DAY_AT_END.fullmatch(entry.url or "")
    start, zone = entry.event.starts_at, entry.event.timezone
    if found is None or start is None or entry.external_id is not None:
        return None
    return found[1] if start.astimezone(ZoneInfo(zone or "UTC")).date().isoformat() == found[2] else None


def _key(entry: CalendarEntry) -> tuple[str, str]:
    if entry.external_id:
        return "number", entry.external_id
    return ("url", entry.url) if entry.url else ("title", _folded(entry.title))


def _merged(group: list[CalendarEntry], now: datetime | None) -> CalendarEntry:
    """One entry out of several of one event: the words of the first, the times of all that are not called off."""
    if len(group) == 1:
        return group[0]
    held = [entry.event for entry in group if entry.event.status != "cancelled"]
    events = held or [entry.event for entry in group]
    timed = [event for event in events if event.starts_at is not None]
    first = min(timed, key=lambda event: event.starts_at or _NEVER) if timed else events[0]
    spans = {span[0]: span for event in reversed(timed) for span in spans_of(event)}
    event = replace(first, occurrences=nearest(spans.values(), now or _NEVER) if len(spans) > 1 else first.occurrences)
    event = replace(
        event,
        rrule=event.rrule or _any(one.rrule for one in events),
        venue=event.venue or _any(one.venue for one in events),
        street_address=event.street_address or _any(one.street_address for one in events),
        registration_url=event.registration_url or _any(one.registration_url for one in events),
    )
    return replace(
        group[0],
        event=event,
        url=_any(entry.url for entry in group),
        title=_any(entry.title for entry in group),
        teaser=_any(entry.teaser for entry in group),
        body=_any(entry.body for entry in group),
        created_at=min((entry.created_at for entry in group if entry.created_at), default=None),
        updated_at=max((entry.updated_at for entry in group if entry.updated_at), default=None),
        uid=group[0].uid if len({entry.uid for entry in group}) == 1 else None,
        published=min((one.published for one in group if one.published), key=lambda moment: moment.at, default=None),
    )


def _any(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def spans_of(event: Event) -> tuple[Span, ...]:
    """The times at which an event takes place, as far as known."""
    if event.occurrences:
        return event.occurrences
    return ((event.starts_at, event.ends_at),) if event.starts_at is not None else ()


def _order(span: Span) -> tuple[datetime, bool, datetime]:
    return span[0], span[1] is not None, span[1] or span[0]


def _folded(title: str | None) -> str:
    return re.sub(r"[\W_]+", " ", title or "").strip().casefold()
