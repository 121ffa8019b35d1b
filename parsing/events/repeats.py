"""The times at which a repeating event takes place, in bounded work whatever its rule.

The library that unfolds rules trusts them: a rule can ask it for a billion seconds, or for the 30th of February until
the year 9999. So it gets clean values only, and only a rule that was tried first (`_comes_to_an_end`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr

#: an event that repeats and lasts longer, or a repetition that was moved further, is taken as told once
LONGEST = timedelta(days=45)
FURTHEST_MOVE = timedelta(days=60)
_MARGIN = LONGEST + FURTHEST_MOVE

_DAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_NUMBERS = r"[+-]?\d{1,3}(?:,[+-]?\d{1,3}){0,40}"
_PARTS = {
    "FREQ": re.compile(r"DAILY|WEEKLY|MONTHLY|YEARLY|HOURLY|MINUTELY"),
    "INTERVAL": re.compile(r"0*[1-9]\d{0,2}"),
    "COUNT": re.compile(r"0*[1-9]\d{0,5}"),
    "UNTIL": re.compile(r"\d{8}(?:T\d{6}Z?)?"),
    "WKST": re.compile(_DAY),
    "BYDAY": re.compile(rf"[+-]?\d{{0,2}}{_DAY}(?:,[+-]?\d{{0,2}}{_DAY}){{0,40}}"),
    "BYMONTH": re.compile(r"\d{1,2}(?:,\d{1,2}){0,11}"),
    "BYMONTHDAY": re.compile(_NUMBERS),
    "BYYEARDAY": re.compile(_NUMBERS),
    "BYWEEKNO": re.compile(_NUMBERS),
    "BYSETPOS": re.compile(_NUMBERS),
    "BYHOUR": re.compile(r"\d{1,2}(?:,\d{1,2}){0,5}"),
    "BYMINUTE": re.compile(r"\d{1,2}"),
    "BYSECOND": re.compile(r"\d{1,2}"),
}
#: repetitions within a day are no events that people go to, unless somebody counted them
_MOST_WITHIN_A_DAY = 200
#: repetitions from its start that a series may have behind it: one a day for 20 years
_LONGEST_SERIES = 7_500
#: what it costs to find out that a rule does not come true any more
_DRY = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One repetition that differs. of: when it was due; and_future: so do all that follow it."""

    of: datetime
    start: datetime
    end: datetime | None
    is_cancelled: bool = False
    and_future: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A repeating event. All times are naive wall-clock times of one zone; end may be unknown.

    rules: RRULE values as written. until is read in the same zone and given apart, since it is written in UTC.
    """

    start: datetime
    end: datetime | None
    rule: str | None = None
    until: datetime | None = None
    extra: tuple[datetime, ...] = ()
    without: tuple[datetime, ...] = ()
    changes: tuple[Change, ...] = ()


class Budget:
    """How much unfolding one calendar may cost, counted in repetitions, so that it needs no clock."""

    def __init__(self, repetitions: int = 25_000) -> None:
        self.left = repetitions

    def spend(self, cost: int) -> bool:
        """Take off a cost; whether it could be afforded."""
        self.left -= cost
        return self.left >= 0


def repetitions(
    series: Series, first: datetime, last: datetime, budget: Budget
) -> tuple[tuple[datetime, datetime | None], ...] | None:
    """(start, end) of each repetition between two wall-clock times, unordered, without those called off.

    None where the rule cannot be read, never comes to an end, or the budget is spent.
    """
    if (series.end or series.start) - series.start > LONGEST:
        return None
    parts = None
    if series.rule is not None:
        parts = parts_of(series.rule)
        if parts is None:
            return None
        if not _comes_to_an_end(parts, series.start, min(last, series.until or last), budget):
            return None
    if not budget.spend(10 + len(series.extra) + len(series.without) // 4 + 5 * len(series.changes)):
        return None
    query = recurring_ical_events.of(_clean(series, parts))
    found = ((one["DTSTART"].dt, one["DTEND"].dt, str(one.get("STATUS"))) for one in query.between(first, last))
    return tuple(
        (start, end if end > start else None)
        for start, end, status in found
        if status != "CANCELLED" and start <= (series.until or start)
    )


def parts_of(rule: str) -> dict[str, str] | None:
    """The parts of an RRULE, in capitals; None for a rule with a part that is unknown, double or out of shape."""
    parts: dict[str, str] = {}
    for piece in rule.strip().strip(";").upper().split(";")[:20]:
        name, _, value = piece.strip().partition("=")
        known = _PARTS.get(name)
        if known is None or not known.fullmatch(value) or name in parts:
            return None
        parts[name] = value
    within_a_day = parts.get("FREQ") in {"HOURLY", "MINUTELY"}
    if "FREQ" not in parts or (within_a_day and any(name.startswith("BY") for name in parts)):
        return None
    if within_a_day and int(parts.get("COUNT", _MOST_WITHIN_A_DAY + 1)) > _MOST_WITHIN_A_DAY:
        return None
    return parts


def _comes_to_an_end(parts: Mapping[str, str], start: datetime, last: datetime, budget: Budget) -> bool:
    """Whether the rule leads past `last`, or to the end of its count, in work that can be afforded; the try is paid.

    Tried at the end of the calendar that Python knows, where a rule that never comes true runs out of years after a
    generation instead of after eight thousand years.
    """
    shift = _shift_to_the_end(start.year, last.year + 1)
    if shift is None or not budget.spend(10 + max(0, last.year - start.year)):
        return False
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    bare = ";".join(f"{name}={value}" for name, value in parts.items() if name not in {"COUNT", "UNTIL"})
    past = _shifted(last, shift) + _MARGIN
    most, steps = min(count or _LONGEST_SERIES, _LONGEST_SERIES, budget.left), 0
    try:
        for at in _starts(bare, _shifted(start, shift), most):
            steps += 1
            if at > past:
                return budget.spend(steps)
    except (ValueError, OverflowError):  # parts that contradict one another; the last week of the last year
        pass
    budget.spend(steps + _DRY)
    return count is not None and steps >= count


def _starts(rule: str, start: datetime, most: int) -> Iterator[datetime]:
    return islice(iter(rrulestr(rule, dtstart=start)), most)


def _shift_to_the_end(first_year: int, last_year: int) -> int | None:
    """Years by which the span is moved so that it ends in 9999 or up to a generation before, on the same weekdays.

    The calendar repeats each 28 years where no century is crossed: 1901 to 2099, and 9901 to 9999.
    """
    if first_year < 1901 or last_year > 2099:
        return None
    for shift in range(9996 - last_year, 9996 - last_year - 28, -1):
        same_weekday = date(last_year, 1, 1).weekday() == date(last_year + shift, 1, 1).weekday()
        same_length = calendar.isleap(last_year) == calendar.isleap(last_year + shift)
        if same_weekday and same_length and shift % 4 == 0:
            return shift if first_year + shift >= 9901 else None
    return None


def _shifted(at: datetime, years: int) -> datetime:
    return at.replace(year=at.year + years)


def _clean(series: Series, parts: Mapping[str, str] | None) -> icalendar.Calendar:
    """The series as a calendar of its own, with nothing in it but what was read and checked."""
    core = _event(series.start, series.end)
    if parts is not None:
        told = {name: value for name, value in parts.items() if name != "UNTIL"}
        if series.until is not None and "COUNT" not in told:  # a rule may have one of the two
            told["UNTIL"] = f"{series.until:%Y%m%dT%H%M%S}"
        core.add("rrule", icalendar.vRecur.from_ical(";".join(f"{name}={value}" for name, value in told.items())))
    far = [change for change in series.changes if abs(_move(change)) > FURTHEST_MOVE or _too_long(change)]
    near = [change for change in series.changes if change not in far]
    without = [*series.without, *(change.of for change in far)]
    extra = [*series.extra, *(change.start for change in far if not change.is_cancelled)]
    if without:
        core.add("exdate", without)
    if extra:
        core.add("rdate", extra)
    whole = icalendar.Calendar()
    whole.add_component(core)
    for change in near:
        whole.add_component(_changed(change))
    return whole


def _event(start: datetime, end: datetime | None) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", "one")
    event.add("dtstart", start)
    event.add("dtend", end or start)
    return event


def _changed(change: Change) -> icalendar.Event:
    event = _event(change.start, change.end)
    event.add("recurrence-id", change.of, {"RANGE": "THISANDFUTURE"} if change.and_future else {})
    event.add("sequence", 1)
    if change.is_cancelled:
        event.add("status", "CANCELLED")
    return event


def _move(change: Change) -> timedelta:
    return change.start - change.of


def _too_long(change: Change) -> bool:
    return change.end is not None and change.end - change.start > LONGEST
