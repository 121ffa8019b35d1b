"""When an event is, as lines of text say it: "Saturday, Sep 23, 2017, 9:00am - 3:00pm", "(All day)", days from and to.

The year is taken from the line. Where it prints none, the weekday may tell it, or that the event is to come; else the
line says no day, and none is made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from errors import ParseError
from parsing.dates import parse_date
from parsing.words import DATE, has_year

_CLOCK = re.compile(
    r"(?<![\d:/])(?:(?P<noon>noon|midnight|mediod[íi]a)"
    r"|(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\.?(?![a-z])"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![:\d]))",
    re.IGNORECASE,
)
_BARE_START = re.compile(r"(?<![\d:/])(\d{1,2})(?::([0-5]\d))?\s*(?:-|–|—|to|until|a)\s*$", re.IGNORECASE)
_ALL_DAY = re.compile(r"\ball[- ]day\b|todo el d[íi]a", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:(mon)|(tue)|(wed)|(thu)|(fri)|(sat)|(sun)|(lun)|(mar(?=tes))|(mi[ée](?=rc))|(jue)|(vie)|(s[áa]b)"
    r"|(dom))[a-zéá]*\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAYS_OF_MONTH = re.compile(
    rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\s?(?:[-–—&]|to|and|through)\s?(\d{{1,2}})(?:st|nd|rd|th)?"
    r"(,? \d{4})\b",
    re.IGNORECASE,
)
_DAYS_OF_YEAR = re.compile(
    rf"\b({_MONTH} \d{{1,2}})(?:st|nd|rd|th)?\s?(?:[-–—]|to|through)\s?((?:[a-z]{{3,9}},? )?)({_MONTH} \d{{1,2}})"
    r"(?:st|nd|rd|th)?(,? \d{4})\b",
    re.IGNORECASE,
)
#: what stood between a day and its hour
_JOINT = re.compile(r"[\s,@|–-]{0,5}\b(?:at|from|a\s+las?|desde)\s*$", re.IGNORECASE)
#: how far ahead an event without a year may be
_AHEAD = timedelta(days=330)
#: how long after it an event is still written about, without a year
_BEHIND = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Span:
    """starts_at, ends_at: aware, UTC. all_day: the end is the last second of the last day."""

    starts_at: datetime
    ends_at: datetime | None
    all_day: bool


def read_when(text: str, zone: ZoneInfo, today: date | None = None, is_upcoming: bool = False) -> Span | None:
    """The first time span in a text of at most 400 characters; None where it says no day, or none that is sure.

    today: a day around which the event is, for days without a year; without it they say nothing.
    is_upcoming: the text stands in a list of events to come, so a day without a year is the next such one.
    """
    text = _spelled_out(" ".join(text.split())[:400])
    days = list(DATE.finditer(text))
    if not days:
        return None
    first = _day(days[0], zone, today, is_upcoming)
    if first is None:
        return None
    last = _last_day(text, days, first, zone)
    clocks = _clocks(text)
    if not clocks:
        return _whole_days(first, last, zone, bool(_ALL_DAY.search(text)))
    start = _at(first, clocks[0], zone)
    end = _at(last, clocks[1], zone) if len(clocks) > 1 else None
    if end is not None and end <= start:
        end = end + timedelta(days=1) if last == first else None
    return Span(start, end, False)


def _spelled_out(text: str) -> str:
    """Two days that share month or year, each with both: "June 8-9, 2024", "March 30 - April 2, 2026"."""
    text = _DAYS_OF_MONTH.sub(r"\1 \2\4 - \1 \3\4", text)
    return _DAYS_OF_YEAR.sub(r"\1\4 - \2\3\4", text)


def has_clock(text: str | None) -> bool:
    """Whether a text says an hour."""
    return bool(text) and _CLOCK.search((text or "")[:400]) is not None


def _whole_days(first: date, last: date, zone: ZoneInfo, is_said: bool) -> Span:
    """Days without hours. Without the words "all day" the hours are unknown, not the whole day."""
    start = _at(first, time(), zone)
    if is_said or last > first:
        return Span(start, _at(last, time(23, 59, 59), zone), True)
    return Span(start, None, True)


def _day(found: re.Match[str], zone: ZoneInfo, today: date | None, is_upcoming: bool) -> date | None:
    if found["relative"]:
        return None
    words = _without_hour(found[0])
    if has_year(found):
        try:
            return parse_date(words, zone, "text").on
        except ParseError:
            return None
    return _without_year(words, zone, today, is_upcoming)


def _without_hour(words: str) -> str:
    return _JOINT.sub("", _CLOCK.sub("", words)).strip(" ,-–@|")


def _without_year(words: str, zone: ZoneInfo, today: date | None, is_upcoming: bool) -> date | None:
    """A day without a year: one of the years around today whose weekday fits, or the next one where it is to come."""
    if today is None:
        return None
    weekday = _weekday_of(words)
    plain = _WEEKDAY.sub("", words).strip(" ,.")
    found: list[date] = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            day = parse_date(f"{plain}, {year}", zone, "text").on
        except ParseError:
            continue
        if weekday is None or day.weekday() == weekday:
            found.append(day)
    if is_upcoming:
        return next((day for day in found if today - timedelta(days=1) <= day <= today + _AHEAD), None)
    if weekday is None or len(found) != 1:
        return None
    return found[0] if today - _BEHIND <= found[0] <= today + _AHEAD else None


def _weekday_of(words: str) -> int | None:
    found = _WEEKDAY.search(words)
    return next((at % 7 for at, name in enumerate(found.groups()) if name), None) if found else None


def _last_day(text: str, days: list[re.Match[str]], first: date, zone: ZoneInfo) -> date:
    """The second of two days that a dash or "to" joins."""
    if len(days) < 2:
        return first
    between = text[days[0].end() : days[1].start()]
    if (
        not re.fullmatch(r"[\s,]*(?:-|–|—|to|until|through|al?|hasta)?[\s,]*(?:el\s+)?", between, re.IGNORECASE)
        and len(between) > 25
    ):
        return first
    words = _without_hour(days[1][0])
    try:
        day = parse_date(
            words if has_year(days[1]) else f"{_WEEKDAY.sub('', words).strip(' ,.')}, {first.year}", zone, "text"
        ).on
    except ParseError:
        return first
    return day if first <= day <= first + timedelta(days=366) else first


def _clocks(text: str) -> list[time]:
    """Times of day in order; "9 - 11am" takes its half of the day from the second."""
    found = [(match.start(), _time_of(match)) for match in _CLOCK.finditer(text)]
    clocks = [(start, clock) for start, clock in found if clock is not None]
    if len(clocks) == 1:
        start, end = clocks[0]
        bare = _BARE_START.search(text[:start])
        if bare and 1 <= int(bare[1]) <= 12:
            hour = int(bare[1]) % 12 + (12 if end.hour >= 12 and int(bare[1]) % 12 <= end.hour - 12 else 0)
            return [time(hour, int(bare[2] or 0)), end]
    return [clock for _, clock in clocks]


def _time_of(found: re.Match[str]) -> time | None:
    if found["noon"]:
        return time(0) if found["noon"].lower() == "midnight" else time(12)
    if found["hour24"]:
        return time(int(found["hour24"]), int(found["minute24"]))
    hour = int(found["hour"])
    if hour > 12:  # "14:53pm": a clock of 24 hours that says which half all the same
        return time(hour, int(found["minute"] or 0)) if hour < 24 else None
    return time(hour % 12 + (12 if found["half"].lower() == "p" else 0), int(found["minute"] or 0))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
