"""Years that a list does not print: told by its order and by the years that stand beside, else left open.

"Jan 18" above "December 30, 2023" and below "March 3, 2024" is of 2024. Lists are read as they stand, the newest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from items import Moment

#: posts of one day, and of neighbouring ones, stand in any order
_LOOSE = timedelta(days=3)
#: the newest entry of a list that is alive is no older than this; of an older one the year may be any
_FRESH = timedelta(days=31)
#: between two entries without years at most this much time is believed
_GAP = timedelta(days=120)


def with_years(
    moments: Sequence[Moment | None], zone: ZoneInfo, today: date | None, is_first_page: bool
) -> list[Moment | None]:
    """The dates of a list in its order, each that is flagged "year" given its year where that is sure.

    today: the day of reading; without it only the years that the list prints tell anything. is_first_page: whether the
    list begins here, so that its first entry may be of these days.
    """
    found = list(moments)
    if not any(_is_open(one) for one in found):
        return found
    if _begins_with_the_oldest(found):
        return _down(found[::-1], zone, today, False)[::-1]
    return _down(found, zone, today, is_first_page)


def _begins_with_the_oldest(moments: Sequence[Moment | None]) -> bool:
    """Whether the days whose year is printed mostly rise; a featured post on top does not make it so."""
    days = [one.on for one in moments if one is not None and one.flag is None]
    pairs = list(pairwise(days))
    return sum(one < other for one, other in pairs) > sum(one > other for one, other in pairs)


def _down(
    moments: Sequence[Moment | None], zone: ZoneInfo, today: date | None, is_first_page: bool
) -> list[Moment | None]:
    found = list(moments)
    below = _next_sure(found)
    above: date | None = None
    may_be_fresh = is_first_page
    for at, one in enumerate(found):
        if one is None or one.flag not in (None, "year"):
            continue
        if one.flag is None:
            above = one.on
        else:
            day = _day(one.on, above, below[at], today, may_be_fresh)
            found[at] = one if day is None else _as_sure(one, day, zone)
            above = day
        may_be_fresh = False
    return found


def _next_sure(moments: Sequence[Moment | None]) -> list[date | None]:
    """For each entry the day of the next one below it whose year is printed."""
    found: list[date | None] = []
    sure: date | None = None
    for one in reversed(moments):
        found.append(sure)
        if one is not None and one.flag is None:
            sure = one.on
    return found[::-1]


def _is_open(moment: Moment | None) -> bool:
    return moment is not None and moment.flag == "year"


def _day(said: date, above: date | None, below: date | None, today: date | None, may_be_fresh: bool) -> date | None:
    """The day between those above and below it in the list; None where more than one year fits."""
    highest = above + _LOOSE if above else today
    if highest is None or (today is not None and highest > today):
        highest = today or highest
    if highest is None:
        return None
    day = _last_such(said, highest)
    if day is None:
        return None
    if below is not None:
        earlier = _last_such(said, day - timedelta(days=1))
        fits = day >= below - _LOOSE and (earlier is None or earlier < below - _LOOSE)
        return day if fits else None
    limit = _GAP if above else _FRESH
    return day if (above or may_be_fresh) and highest - day <= limit else None


def _last_such(said: date, limit: date) -> date | None:
    """The last such day of a month that is not after the limit; the 29th of February may be years ago."""
    for year in range(limit.year, limit.year - 9, -1):
        try:
            day = said.replace(year=year)
        except ValueError:
            continue
        if day <= limit:
            return day
    return None


def _as_sure(moment: Moment, day: date, zone: ZoneInfo) -> Moment:
    """The same time of day on that day."""
    if moment.precision != "minute":
        return Moment.of_day(day, zone, moment.origin)
    at = moment.at.astimezone(zone)
    return Moment.of_instant(at.replace(year=day.year, month=day.month, day=day.day), zone, moment.origin)


__all__ = ["with_years"]
