"""Which time zone a site keeps, from what its documents print: zone names first, then offsets that fit only one zone.

Pure. Text in, an IANA name and the reason out. Where nothing tells, the caller assumes and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ASSUMED = "America/New_York"

#: Zones in which the bodies of the union sit; the more members in it, the earlier, since offsets alone may fit several.
CANDIDATES = (
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Puerto_Rico",
    "America/Anchorage",
    "Pacific/Honolulu",
)
#: Names that Outlook and Exchange write into calendars, and names that people set by hand.
_OTHER_NAMES = {
    "eastern standard time": "America/New_York",
    "central standard time": "America/Chicago",
    "mountain standard time": "America/Denver",
    "us mountain standard time": "America/Phoenix",
    "pacific standard time": "America/Los_Angeles",
    "alaskan standard time": "America/Anchorage",
    "hawaiian standard time": "Pacific/Honolulu",
    "atlantic standard time": "America/Puerto_Rico",
    "us/eastern": "America/New_York",
    "us/central": "America/Chicago",
    "us/mountain": "America/Denver",
    "us/pacific": "America/Los_Angeles",
    "us/alaska": "America/Anchorage",
    "us/hawaii": "Pacific/Honolulu",
    "us/arizona": "America/Phoenix",
    "us/east-indiana": "America/Indiana/Indianapolis",
    "us/michigan": "America/Detroit",
}
_HOURS_OF_NAME = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}

#: characters of a document that are looked through
_LOOKED_AT = 600_000
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)?([+-]\d\d):?(\d\d)")
_RFC822 = re.compile(
    r"\b(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (\d{4}) (\d\d?):(\d\d)(?::\d\d)? "
    r"(?:([+-]\d\d):?(\d\d)|(e[sd]t|c[sd]t|m[sd]t|p[sd]t)\b)",
    re.IGNORECASE,
)
_ICAL_NAME = re.compile(
    r"(?:X-WR-TIMEZONE|(?:^|;)TZID(?:;[^:\r\n]{0,80})?)[:=]\"?([A-Za-z0-9_+/ .-]{3,60})", re.MULTILINE
)
#: the words by which site builders' embedded data names the zone
_DATA_NAME = re.compile(
    r"\"(?:time_?zone(?:_?string|_?id)?|tz(?:_?name)?)\\?\"\s{0,3}:\s{0,3}\\?\"([A-Za-z_]{2,20}\\?/[A-Za-z_/\\]{2,40})\\?\"",
    re.IGNORECASE,
)


def zone_named(text: str | None) -> str | None:
    """The IANA name behind what a document calls its zone; None for UTC, fixed offsets and zones of other continents,
    which are what some builder came with and nobody set."""
    if not text:
        return None
    name = text.strip().strip('"').replace("\\/", "/")
    name = _OTHER_NAMES.get(name.lower(), name)
    # feeds of calendars write paths such as /citadel.org/20210210_1/America/Denver
    found = re.search(r"((?:America|Pacific)/[A-Za-z_/]{2,40})$", name)
    return found[1] if found and _is_known(found[1]) else None


def names_in_ical(text: str) -> list[str]:
    """Zones that a calendar names, as often as it names them; the calendar's own zone counts for all its entries."""
    found = [(match[0], zone_named(match[1])) for match in _ICAL_NAME.finditer(text[:_LOOKED_AT])]
    whole = [name for written, name in found if name and written.startswith("X-WR")]
    return whole or [name for _, name in found if name]


def names_in_data(text: str) -> list[str]:
    """Zones that embedded data of a page names (site builders print their settings into each page)."""
    return [name for match in _DATA_NAME.finditer(text[:_LOOKED_AT]) if (name := zone_named(match[1]))]


def offsets_in(text: str) -> list[tuple[datetime, timedelta]]:
    """Local times with their offset, as feeds and markup print them. UTC itself tells nothing and is left out."""
    found = []
    for match in _ISO.finditer(text[:_LOOKED_AT]):
        year, month, day, hour, minute = (int(match[number]) for number in range(1, 6))
        found.append(_observed(year, month, day, hour, minute, _offset(match[6], match[7])))
    for match in _RFC822.finditer(text[:_LOOKED_AT]):
        named = _HOURS_OF_NAME.get((match[8] or "").upper())
        offset = _offset(match[6], match[7]) if match[6] else timedelta(hours=named or 0)
        month = _MONTHS[match[2].lower()]
        found.append(_observed(int(match[3]), month, int(match[1]), int(match[4]), int(match[5]), offset))
    return [one for one in found if one is not None]


def zone_of_offsets(observed: Iterable[tuple[datetime, timedelta]]) -> str | None:
    """The first zone that explains every offset seen; None where none does, as with software that prints one
    offset all year."""
    distinct = set(observed)
    if not distinct:
        return None
    for name in CANDIDATES:
        zone = ZoneInfo(name)
        if all(when.replace(tzinfo=zone).utcoffset() == offset for when, offset in distinct):
            return name
    return None


def zone_of_fixed_offset(hours: float) -> str | None:
    """The zone behind an offset that an editor picked by hand instead of a place: the one whose winter it is."""
    winter = datetime(2024, 1, 15)  # noqa: DTZ001  a local time, to be read in each zone
    fitting = (
        name for name in CANDIDATES if winter.replace(tzinfo=ZoneInfo(name)).utcoffset() == timedelta(hours=hours)
    )
    return next(fitting, None)


def _observed(
    year: int, month: int, day: int, hour: int, minute: int, offset: timedelta
) -> tuple[datetime, timedelta] | None:
    """One observation; None for impossible or ancient dates and for UTC."""
    if not offset or abs(offset) > timedelta(hours=14) or not 1995 <= year <= 2100:
        return None
    try:
        return datetime(year, month, day, hour, minute), offset  # noqa: DTZ001  a local time, its offset beside it
    except ValueError:
        return None


def _offset(hours: str, minutes: str) -> timedelta:
    sign = -1 if hours.startswith("-") else 1
    return sign * timedelta(hours=abs(int(hours)), minutes=int(minutes))


@lru_cache(maxsize=256)
def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
