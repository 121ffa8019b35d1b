"""Dates of a feed's entries: which clock to trust, which are days in disguise, which tell when the feed was built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from items import Moment
from parsing.dates import candidate, is_day_first, without_shared

#: an offset or a zone's name at the end of a stamp
_OFFSET = re.compile(r"\s*(?:[+\-−]\d\d:?\d\d|Z|UT|UTC|GMT|[ECMPA][SD]T)$")
_FIXED = re.compile(r"(?:\s|:\d\d)([+-])(\d\d):?(\d\d)$")
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?")
#: full hours of UTC at which a day begins somewhere in America, and midnight as printed
_MIDNIGHTS = frozenset({0, 4, 5, 6, 7, 8, 9, 10})
#: entries of different days that bear one clock time, before the feed is taken to know no times
_DAYS_OF_MIDNIGHT, _DAYS_OF_ANY = 3, 5


def published_dates(stamps: Sequence[str], zone: ZoneInfo) -> list[Moment | None]:
    """The dates of publication of all entries of one feed, in their order; those that are none are flagged.

    stamps: as printed, empty where an entry has none.
    """
    day_only, day_first = _are_days(stamps), is_day_first(" ".join(stamps))
    return without_shared([_published(stamp, zone, day_only, day_first) for stamp in stamps])


def modified_date(stamp: str, published: Moment | None, zone: ZoneInfo) -> Moment | None:
    """When an entry says that it was changed, flagged so; None where that is when it was published."""
    moment = candidate(stamp, zone, "feed") if stamp else None
    if moment is None or moment.flag == "absurd" or (published is not None and moment.at == published.at):
        return None
    return replace(moment, flag="modified")


def candidates(published: Moment | None, modified: Moment | None) -> tuple[Moment, ...]:
    """What is kept of both."""
    return tuple(moment for moment in (published, modified) if moment is not None)


def unless_flagged(moment: Moment | None) -> Moment | None:
    """The date, where nothing speaks against it."""
    return moment if moment is not None and moment.flag is None else None


def changed_at(modified: Moment | None) -> datetime | None:
    """The instant of a change; a day alone is none."""
    return modified.at if modified is not None and modified.precision == "minute" else None


def _published(stamp: str, zone: ZoneInfo, day_only: bool, day_first: bool) -> Moment | None:
    """A date of publication; the printed day without its hour where the feed's clock cannot be trusted."""
    moment = candidate(stamp, zone, "feed", day_first=day_first) if stamp else None
    if moment is None or moment.flag is not None:
        return moment
    if day_only or (moment.precision == "minute" and _is_out_of_season(stamp, moment, zone)):
        printed = candidate(_OFFSET.sub("", stamp), zone, "feed", day_first=day_first)
        return Moment.of_day((printed or moment).on, zone, "feed")
    return moment


def _is_out_of_season(stamp: str, moment: Moment, zone: ZoneInfo) -> bool:
    """Whether a summer instant bears the zone's winter offset: some systems print one offset all year, so that the hour
    is doubtful and the printed day is not. Source: the national feeds, which print -0500 in July.
    """
    found = _FIXED.search(stamp)
    if not found:
        return False
    offset = timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)
    local = moment.at.astimezone(zone)
    summer = local.dst() or timedelta()
    return bool(summer) and offset == (local.utcoffset() or timedelta()) - summer and offset != timedelta()


def _are_days(stamps: Sequence[str]) -> bool:
    """Whether all entries bear one clock time: the feed knows days and no times.

    A midnight somewhere is enough for three days; any other time, such as noon, for five.
    Source: LaborWeb prints 05:00:00 GMT always, which is midnight in the east and the day before in the west.
    """
    clocks = {(found[1], found[2], found[3] or "00") for stamp in stamps if (found := _CLOCK.search(stamp))}
    if len(clocks) != 1:
        return False
    days = {stamp[:16] for stamp in stamps if stamp}
    hour, minute, second = clocks.pop()
    is_midnight = (minute, second) == ("00", "00") and int(hour) in _MIDNIGHTS
    return len(days) >= (_DAYS_OF_MIDNIGHT if is_midnight else _DAYS_OF_ANY)
