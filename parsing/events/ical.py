"""iCalendar files: events with their times, places and repetitions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import icalendar

from items import Event, Moment
from parsing.events.entry import CalendarEntry, place_of, web_address, with_said_status
from parsing.events.ical_lines import Component, Line, read_lines
from parsing.events.registering import is_same_page, registration_in
from parsing.events.repeats import Budget, Change, Series, parts_of, repetitions
from parsing.events.spans import MAX_LINE, PROVISIONAL, YEARS, Span, first_moment, last_moment, nearest, one_each
from parsing.events.zones import zone_named
from parsing.text import one_line, plain

#: how far from the day of reading repetitions are unfolded, back and ahead
BACK, AHEAD = timedelta(days=366), timedelta(days=2 * 366)
_MAX_DATES = 400
_MAX_CHANGES = 200
#: an event that lasts longer has a slip in its end
_LONGEST = timedelta(days=5 * 366)
_WHEN = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z)?)?", re.IGNORECASE | re.ASCII)
_DRUPAL_UID = re.compile(r"calendar\.(\d{1,12})\.field_\w{1,60}\.\d{1,6}(?:@|$|\.)", re.ASCII)
#: "1234-1790000000-1790003600@host": the post's number, then start and end, which change when it is moved
_TRIBE_UID = re.compile(r"(\d{1,10})-\d{9,10}-\d{9,10}@", re.ASCII)
_AI1EC_UID = re.compile(r"ai1ec-(\d{1,10})@", re.ASCII)
_LONGEST_UID = 300
_STATUS: Mapping[str, Literal["confirmed", "tentative", "cancelled"]] = {
    "CONFIRMED": "confirmed",
    "TENTATIVE": "tentative",
    "CANCELLED": "cancelled",
    "CANCELED": "cancelled",
}


@dataclass(frozen=True, slots=True)
class When:
    """A time as a calendar writes it: the clock on the wall, and where the wall is."""

    wall: datetime
    zone: ZoneInfo
    is_day: bool

    @property
    def at(self) -> datetime:
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    def wall_in(self, zone: ZoneInfo) -> datetime:
        """The wall clock of another zone at that time; a day is the same day everywhere."""
        return self.wall if self.is_day else self.at.astimezone(zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What all events of one file are read with. zone: of the calendar, else of the source."""

    zone: ZoneInfo
    zones: Mapping[str, str]
    today: date
    budget: Budget
    #: all entries were "made" at the time of the request; that says nothing of when they were made
    made_on_request: bool = False

    @property
    def now(self) -> datetime:
        return first_moment(self.today, self.zone)


def read_ical(body: bytes, zone: ZoneInfo, today: date) -> tuple[CalendarEntry, ...]:
    """The events of an iCalendar file, each once, in the order of the file.

    zone: of the source, for times that name none or an unknown one, unless the calendar names its own. today: the day
    of reading; repetitions are given from a year before to two years after it, at most 200 of an event.
    A broken line or event is passed over. Raises ParseError for what is no calendar. Source: RFC 5545.
    """
    file = read_lines(body)
    reading = Reading(zone, file.zones, today, Budget(), made_on_request=_made_on_request(file.events))
    groups = defaultdict[str, list[Component]](list)
    for number, component in enumerate(file.events):
        groups[component.text("UID") or f"\0{number}"].append(component)
    entries = [entry for group in groups.values() for entry in _entries(group, _within(group[0], reading))]
    return one_each(entries, reading.now)


def _within(component: Component, reading: Reading) -> Reading:
    """The reading with the zone that the event's own calendar names, if it names one."""
    zone = zone_named(component.calendar.text("X-WR-TIMEZONE")) if component.calendar else None
    return replace(reading, zone=zone) if zone else reading


def _entries(group: list[Component], reading: Reading) -> Iterator[CalendarEntry]:
    """Entries of one UID: usually one event, with single repetitions that differ."""
    masters: dict[datetime, Component] = {}
    changed: list[Component] = []
    for component in group:
        start = _when(component.first("DTSTART"), reading)
        if start is None:
            continue
        if component.first("RECURRENCE-ID") is not None:
            changed.append(component)
        elif start.at not in masters or _version(masters[start.at]) <= _version(component):
            masters[start.at] = component
    newest = max((_sequence(one) for one in masters.values()), default=0)
    masters = {at: one for at, one in masters.items() if _sequence(one) == newest}  # the others were moved from there
    if not masters:  # only the differing ones were given out
        masters, changed = {_start(one, reading): one for one in changed}, []
    repeating = next((one for one in masters.values() if one.first("RRULE") or one.first("RDATE")), None)
    for component in masters.values():
        entry = _entry(component, changed if component is repeating else [], reading)
        if entry is not None:
            yield entry


def _start(component: Component, reading: Reading) -> datetime:
    start = _when(component.first("DTSTART"), reading)
    return start.at if start else reading.now


def _entry(component: Component, changed: list[Component], reading: Reading) -> CalendarEntry | None:
    start = _when(component.first("DTSTART"), reading)
    if start is None:
        return None
    venue, address = place_of(component.text("LOCATION"))
    link = web_address(venue) if venue and not address else None
    online = web_address(component.text("CONFERENCE")) or web_address(component.text("X-GOOGLE-CONFERENCE"))
    rule, made = component.first("RRULE"), _made(component, reading)
    changed_at = _noted(component, "LAST-MODIFIED", reading)
    body = plain(component.text("DESCRIPTION") or component.text("X-ALT-DESC"))
    title, page = one_line(plain((component.text("SUMMARY") or "")[:MAX_LINE])), web_address(component.text("URL"))
    event = Event(
        starts_at=start.at,
        ends_at=_end(component, start, reading),
        all_day=start.is_day,
        timezone=(reading.zone if start.is_day or start.zone.key == "UTC" else start.zone).key,
        rrule=one_line(rule.value[:500]) if rule else None,
        status=_status(component),
        venue=None if link else venue,
        street_address=address,
        registration_url=_register(page, body, link or online),
        occurrences=_occurrences(component, start, changed, reading),
    )
    return CalendarEntry(
        url=page,
        title=title,
        teaser=None,
        body=body,
        event=with_said_status(event, title, body),
        external_id=_number(component.text("UID")),
        uid=one_line((component.text("UID") or "")[:_LONGEST_UID]),
        created_at=made.at if made else None,
        updated_at=changed_at.at if changed_at else None,
        published=Moment.of_instant(made.at, reading.zone, "feed") if made else None,
    )


def _register(page: str | None, body: str | None, online: str | None) -> str | None:
    """A form that the text names, else where one joins; not the event's own page once more."""
    found = registration_in(body) or online
    return None if found and page and is_same_page(found, page) else found


def _occurrences(component: Component, start: When, changed: list[Component], reading: Reading) -> tuple[Span, ...]:
    """Every time within the window at which a repeating event takes place; empty for what takes place once."""
    rule = component.first("RRULE")
    if reading.budget.left <= 0:
        return ()
    extra = _dates(component, "RDATE", start, reading)
    if rule is None and not extra:
        return ()
    series = Series(
        start=start.wall,
        end=_wall_end(component, start, reading),
        rule=rule.value if rule else None,
        until=_until(rule, start, reading) if rule else None,
        extra=extra,
        without=_dates(component, "EXDATE", start, reading),
        changes=tuple(c for one in changed[:_MAX_CHANGES] if (c := _change(one, start, reading))),
    )
    day = datetime.combine(reading.today, time())
    found = repetitions(series, day - BACK, day + AHEAD, reading.budget)
    if found is None:
        return ()
    return nearest((_span(a, b, start) for a, b in found), reading.now)


def _span(start: datetime, end: datetime | None, like: When) -> Span:
    if like.is_day:
        zone = like.zone
        return first_moment(start.date(), zone), last_moment(((end or start) - timedelta(seconds=1)).date(), zone) if (
            end
        ) else last_moment(start.date(), zone)
    begin = start.replace(tzinfo=like.zone).astimezone(UTC)
    return begin, end.replace(tzinfo=like.zone).astimezone(UTC) if end else None


def _change(component: Component, start: When, reading: Reading) -> Change | None:
    line = component.first("RECURRENCE-ID")
    of, own = _when(line, reading), _when(component.first("DTSTART"), reading)
    if line is None or of is None or own is None:
        return None
    return Change(
        of=_aligned(of, start),
        start=own.wall_in(start.zone),
        end=end.wall_in(start.zone) if (end := _when(component.first("DTEND"), reading)) and end.at > own.at else None,
        is_cancelled=_status(component) == "cancelled",
        and_future=line.params.get("RANGE", "").upper() == "THISANDFUTURE",
    )


def _dates(component: Component, name: str, start: When, reading: Reading) -> tuple[datetime, ...]:
    """Wall-clock times in the zone of the start; of periods their beginnings."""
    found: list[datetime] = []
    for line in component.lines.get(name, ())[:_MAX_DATES]:
        for value in line.value[: _MAX_DATES * 40].split(","):
            one = _when(Line(value.partition("/")[0], line.params), reading)
            if one is not None:
                found.append(_aligned(one, start))
    return tuple(found[:_MAX_DATES])


def _aligned(one: When, start: When) -> datetime:
    """A time in the zone of the start; a day alone means the event's hour on that day."""
    if start.is_day:
        return datetime.combine(one.wall.date(), time())
    return datetime.combine(one.wall.date(), start.wall.time()) if one.is_day else one.wall_in(start.zone)


def _until(rule: Line, start: When, reading: Reading) -> datetime | None:
    """The last moment of a rule on the wall clock of its event; a day alone counts to its end."""
    parts = parts_of(rule.value) or {}
    until = _when(Line(parts["UNTIL"], {}), reading) if "UNTIL" in parts else None
    if until is None:
        return None
    if until.is_day or start.is_day:
        return datetime.combine(until.wall.date(), time(23, 59, 59))
    # without a Z it is the event's own clock, whatever zone the calendar has
    return until.wall_in(start.zone) if "Z" in parts["UNTIL"] else until.wall


def _end(component: Component, start: When, reading: Reading) -> datetime | None:
    """The end in UTC; of whole days the last second of the last one."""
    wall = _wall_end(component, start, reading)
    return _span(start.wall, wall, start)[1]


def _wall_end(component: Component, start: When, reading: Reading) -> datetime | None:
    """The end on the wall clock of the start, as the file has it: the day after the last for whole days."""
    end = _when(component.first("DTEND"), reading)
    if end is not None:
        wall = datetime.combine(end.wall.date(), time()) if start.is_day else end.wall_in(start.zone)
        is_sound = start.wall < wall <= start.wall + _LONGEST
        return wall if is_sound and not (end.is_day and not start.is_day) else None
    line = component.first("DURATION")
    if line is None:
        return None
    try:
        length: timedelta = icalendar.vDuration.from_ical(line.value.strip()[:40])  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
    return start.wall + length if timedelta(0) < length <= _LONGEST else None


def _when(line: Line | None, reading: Reading) -> When | None:
    """A date or a time; None for anything else and for years out of reach."""
    found = _WHEN.fullmatch(line.value.strip()[:40]) if line else None
    if line is None or found is None or int(found[1]) not in YEARS:
        return None
    is_day = found[4] is None
    zone = reading.zone if is_day else ZoneInfo("UTC") if found[7] else _zone(line, reading)
    try:
        clock = time() if is_day else time(int(found[4]), int(found[5]), min(int(found[6] or 0), 59))
        return When(datetime.combine(date(int(found[1]), int(found[2]), int(found[3])), clock), zone, is_day)
    except ValueError:
        return None


def _zone(line: Line, reading: Reading) -> ZoneInfo:
    tzid = line.params.get("TZID", "").strip()
    return zone_named(tzid) or zone_named(reading.zones.get(tzid)) or reading.zone


def _status(component: Component) -> Literal["confirmed", "tentative", "cancelled"] | None:
    return _STATUS.get((component.text("STATUS") or "").strip().upper())


def _sequence(component: Component) -> int:
    text = (component.text("SEQUENCE") or "").strip()
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


def _version(component: Component) -> tuple[int, str]:
    return _sequence(component), (component.text("LAST-MODIFIED") or "").strip()[:16]


def _number(uid: str | None) -> str | None:
    """The post's number in a UID made by Drupal or by the usual calendars of WordPress."""
    text = (uid or "").strip()
    for shape in (_DRUPAL_UID, _TRIBE_UID, _AI1EC_UID):
        found = shape.match(text)
        if found:
            return str(int(found[1])) if 0 < int(found[1]) < PROVISIONAL else None
    return None


def _made(component: Component, reading: Reading) -> When | None:
    """When the entry was made, by CREATED; nothing absurd, and nothing that the server made up for this request."""
    return None if reading.made_on_request else _noted(component, "CREATED", reading)


def _noted(component: Component, name: str, reading: Reading) -> When | None:
    """A time at which somebody worked on the entry; neither of a time before the web nor of one to come."""
    noted = _when(component.first(name), reading)
    if noted is None or noted.is_day or noted.wall.year < 1990:
        return None
    return noted if noted.wall.date() <= reading.today + timedelta(days=1) else None


def _made_on_request(events: tuple[Component, ...]) -> bool:
    """Whether all entries were made at one and the same second, which is that of the answer."""
    made = {(event.text("CREATED") or "").strip() for event in events}
    return len(events) > 1 and len(made) == 1 and made == {(event.text("DTSTAMP") or "").strip() for event in events}
