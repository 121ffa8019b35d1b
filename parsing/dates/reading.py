"""From a matched text to a Moment: what was written, completed only by the source's zone and, where asked, a year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from items import Moment, Origin, Precision
from parsing.dates.choice import FIRST_YEAR, LAST_YEAR
from parsing.dates.grammar import DATE, EPOCH, ISO, ISO_MONTH, RELATIVE, SHAPES, SUFFIX
from parsing.dates.words import MONTHS, OFFSETS, PLACES, WEEKDAYS

_EPOCH_DAY = date(1970, 1, 1)
_WEEKDAY = re.compile(rf"({'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})(?![^\W\d_])", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_OFFSET = re.compile(r"([+\-−])(\d{1,2}):?(\d\d)?$")


@dataclass(frozen=True, slots=True)
class Said:
    """A date as written. year 0: none is said; weekday: only kept to find the year; clock and zone: where said.

    nearby: no year is said, and none is needed ("Yesterday, November 20").
    """

    year: int
    month: int
    day: int
    weekday: int | None = None
    clock: time | None = None
    zone: tzinfo | None = None
    precision: Precision = "day"
    nearby: bool = False


def shape_of(found: re.Match[str]) -> str:
    """Which order of day, month and year a match of the grammar has."""
    return next(name for number, (name, _) in enumerate(SHAPES) if found[f"shape{number}"] is not None)


def said_in(found: re.Match[str], day_first: bool = False) -> Said:
    """What a match of the grammar says; its numbers may still be no date.

    day_first: of two numbers that could both be months the first is the day.
    """
    part = {key: value for key, value in found.groupdict().items() if value is not None}
    shape = shape_of(found)
    if shape == "iso":
        year, month, day = int(part["y0"]), int(part["n0"]), int(part["d0"])
    elif shape == "numeric":
        year, month, day = _year(part["y4"]), int(part["a4"]), int(part["b4"])
        # the day comes first only where it must, or where the page has shown that it does: the sites are American
        if month > 12 >= day or (day_first and day <= 12):
            month, day = day, month
    else:
        suffix = next(key[1:] for key in part if key[0] == "m" and key[1:].isdigit())
        month = MONTHS[part[f"m{suffix}"].rstrip(".").lower()]
        day = _first_number(part.get(f"d{suffix}", "1"))
        year = _year(part[f"y{suffix}"]) if f"y{suffix}" in part else 0
    weekday = _WEEKDAY.search(found[0])
    clock, zone = _clock(part)
    return Said(
        year,
        month,
        day,
        WEEKDAYS[weekday[1].lower()] if weekday else None,
        clock,
        zone,
        "month" if shape == "month" else "day",
    )


def machine_said(line: str) -> Said | None:
    """ISO 8601, its basic form, a year, a year and month, seconds or milliseconds since 1970: alone on the line."""
    if found := ISO.fullmatch(line):
        year, month, day, hour, minute, second, offset = found.groups()
        clock = _time(int(hour), int(minute), int(second or 0)) if hour else None
        return Said(int(year), int(month), int(day), clock=clock, zone=_zone(offset))
    if found := ISO_MONTH.fullmatch(line):
        return Said(int(found[1]), int(found[2]), 1, precision="month")
    if len(line) == 4 and line.isascii() and line.isdigit():
        return Said(int(line), 1, 1, precision="year")
    if found := EPOCH.fullmatch(line):
        at = datetime.fromtimestamp(int(found[1]), UTC)
        return Said(at.year, at.month, at.day, clock=at.time(), zone=UTC)
    return None


def relative_said(line: str, today: date | None) -> Said | None:
    """ "Yesterday, November 20 - 2:53pm", "Today" or "3 days ago", seen from today; None in a longer sentence."""
    found = RELATIVE.match(line)
    if not found or today is None:
        return None
    rest = DATE.match(line, found.end() + len(", ")) if line[found.end() : found.end() + 1] == "," else None
    if not SUFFIX.fullmatch(line, rest.end() if rest else found.end()):
        return None
    if rest and shape_of(rest) == "no_year":
        return replace(said_in(rest), nearby=True)
    back = 0 if found["today"] else 1 if found["yesterday"] else int(found["ago"] or found["hace"])
    day = today - timedelta(days=back)
    return Said(day.year, day.month, day.day)


def moment_of(
    said: Said, zone: ZoneInfo, origin: Origin, today: date | None, absurd_too: bool = False
) -> Moment | None:
    """The Moment that was said; None where there is no such day, or the year is missing.

    A year that only today could tell is flagged. absurd_too: whether to return, flagged, what nobody can have published
    on: years out of all reason, and the day that computers count from.
    """
    day = _day(said, today)
    if day is None:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR or (day == _EPOCH_DAY and said.precision == "day"):
        return _absurd(day, said, origin) if absurd_too and said.precision == "day" else None
    if said.precision != "day" or said.clock is None or said.clock == time():
        moment = Moment.of_day(day, zone, origin, said.precision)
    else:
        at = datetime.combine(day, said.clock, tzinfo=said.zone or zone)
        local = at.astimezone(zone)
        # midnight at home, whatever zone it is printed in, is a day without a time
        is_day = local.time() == time()
        moment = Moment.of_day(local.date(), zone, origin) if is_day else Moment.of_instant(at, zone, origin)
    is_assumed = not said.year and said.weekday is None and not said.nearby
    return replace(moment, flag="year") if is_assumed else moment


def _absurd(day: date, said: Said, origin: Origin) -> Moment:
    """As printed and in UTC, for the first and last days that exist have no other zone."""
    at = datetime.combine(day, said.clock or time(), tzinfo=UTC)
    return Moment(at, "minute" if said.clock else "day", origin, day, flag="absurd")


def _day(said: Said, today: date | None) -> date | None:
    if said.year:
        return _date(said.year, said.month, said.day)
    if today is None:
        return None
    past = [_date(year, said.month, said.day) for year in range(today.year, today.year - 5, -1)]
    days = [day for day in past if day is not None and day <= today]
    if said.weekday is not None:
        # no date falls on one weekday twice within five years, so the weekday tells the year
        days = [day for day in days if day.weekday() == said.weekday]
    return days[0] if days else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    """Four digits, or two of 1970 to 2069."""
    digits = text.lstrip("’'‘")
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= 70 else 2000)


def _first_number(text: str) -> int:
    found = _NUMBER.search(text)
    return int(found[0]) if found else 0


def _clock(part: dict[str, str]) -> tuple[time | None, tzinfo | None]:
    """Time of day and zone of a match, behind the date or else before it."""
    if "clock" in part:
        hour, minute, second = (int(number) for number in part["clock"].split(":"))
        return _time(hour, minute, second), _zone(part.get("zone3"))
    for where in ("", "_before"):
        clock = _clock_at(part, where)
        if clock is not None:
            return clock, _zone(part.get(f"zone{where}"))
    return None, None


def _clock_at(part: dict[str, str], where: str) -> time | None:
    if word := part.get(f"word{where}"):
        return time(12) if word.lower() in ("noon", "mediodía", "mediodia") else time()
    if f"hour{where}" in part:
        hour = int(part[f"hour{where}"])
        if hour <= 12:  # "14:53pm" is met: then the half of the day is only ornament
            hour = hour % 12 + (12 if part[f"half{where}"].lower() == "p" else 0)
        return _time(hour, int(part.get(f"minute{where}", 0)), int(part.get(f"second{where}", 0)))
    if f"hour24{where}" in part:
        return _time(int(part[f"hour24{where}"]), int(part[f"minute24{where}"]), int(part.get(f"second24{where}", 0)))
    return None


def _time(hour: int, minute: int, second: int) -> time | None:
    """A time of day; a leap second is the one before it; None for what no clock shows."""
    return time(hour, minute, min(second, 59)) if hour < 24 and minute < 60 and second <= 60 else None


def _zone(text: str | None) -> tzinfo | None:
    """A zone by offset or name. None, that is the source's own, for unknown names and offsets no clock on earth has."""
    if not text:
        return None
    name = text.strip("() ").lower()
    if name in OFFSETS:
        return timezone(timedelta(hours=OFFSETS[name]))
    if name in PLACES:
        return ZoneInfo(PLACES[name])
    found = _OFFSET.search(name)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    minutes = -minutes if found[1] in "-−" else minutes
    return timezone(timedelta(minutes=minutes)) if -12 * 60 <= minutes <= 14 * 60 else None
