"""Dates as union sites and their software write them, English and Spanish; and which of several to believe.

A date is never made up: what cannot be read is an error, a year that is not said is taken from `today` and backwards
only, and years in which nobody can have published are refused.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from errors import ParseError
from items import Moment, Origin
from parsing.dates.choice import choose
from parsing.dates.grammar import DATE, HINT, PREFIX, SUFFIX
from parsing.dates.reading import Said, machine_said, moment_of, relative_said, said_in, shape_of
from parsing.dates.words import MONTHS

__all__ = ["candidate", "choose", "date_in_address", "find_date", "find_dates", "parse_date"]

_MAX_LINE = 300
_MAX_SEARCHED = 4_000
#: begins with its digit and looks back from there: what may begin anywhere is slow to look for in a whole page
_NUMBERS = re.compile(r"(\d(?<![\d/.\-]\d)\d?)([/.\-])(\d{1,2})\2(?:19|20)\d\d(?![\d/\-]|\.\d)")
#: what such a date holds, looked for first; one by one, since a search for one word is ten times as fast
_CENTURIES = tuple(re.compile(rf"{century}(?<=\d[/.\-]{century})") for century in (19, 20))
_DAY_DE = re.compile(r"\d\s+de\s", re.IGNORECASE)
_PATHS = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d{1,2}|[a-z]{3,9})/(?P<day>\d{1,2})(?=[/.]|$)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=[/.\-_]|$)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=[/.\-_]|$)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d{1,2}|[a-z]{3,9})/"),
)


def parse_date(
    text: str, zone: ZoneInfo, origin: Origin = "text", today: date | None = None, day_first: bool = False
) -> Moment:
    """Read a line that is a date and nothing else, such as "Tues., June 4, 2024, 3 p.m." or "Posted on 2/7/18".

    text: one line without markup; words like "Posted on" before the date and a byline beside it are skipped.
    zone: the source's zone, used where the text names none or an impossible one.
    today: the local day of reading. Only with it a date without year, "Yesterday" or "3 days ago" is read, as the
    latest such day that is not in the future; flagged "year" where no weekday bears that out.
    day_first: that 05/06/2020 is in June; see `is_day_first`.
    Returns a Moment exact to the minute, day, month or year. A midnight to the second is a day without a time.
    Raises ParseError, which carries the text, where no date is found or its year is absurd.
    Source: the forms in tests/parsing/dates.csv.
    """
    line = _line(text)
    said = _said(line, today, day_first)
    moment = moment_of(said, zone, origin, today) if said else None
    if moment is None:
        raise ParseError("no date in the text", line or text[:_MAX_LINE])
    return moment


def candidate(
    text: str | None, zone: ZoneInfo, origin: Origin, today: date | None = None, day_first: bool = False
) -> Moment | None:
    """As parse_date, for those who collect candidates: None for what is no date, and a Moment flagged "absurd" for one
    that no post can bear ("January 01, 0001"), so that it can be looked up."""
    line = _line(text or "")
    said = _said(line, today, day_first)
    return moment_of(said, zone, origin, today, absurd_too=True) if said else None


def find_date(
    text: str, zone: ZoneInfo, origin: Origin = "text", today: date | None = None, day_first: bool = False
) -> Moment | None:
    """The first date in a text, one with its year before one without; None if there is none.

    Months and years alone are not taken, nor spans of days: they are what a text tells of, not when it was published.
    """
    found = find_dates(text, zone, origin, today, day_first)
    return found[0] if found else None


def find_dates(
    text: str, zone: ZoneInfo, origin: Origin = "text", today: date | None = None, day_first: bool = False
) -> list[Moment]:
    """All dates in the first 4,000 characters of a text: those with their year first, else in the order of the text."""
    text = " ".join(text[:_MAX_SEARCHED].split())
    if not HINT.search(text):
        return []
    said = [said_in(found, day_first) for found in DATE.finditer(text) if _is_a_day(found)]
    said.sort(key=lambda one: not one.year)
    moments = (moment_of(one, zone, origin, today) for one in said)
    return [moment for moment in moments if moment is not None]


def is_day_first(text: str) -> bool:
    """Whether the dates in numbers of a page or list prove that the day comes first: one of them can be read in no
    other way (26/06/2020), and none only in the other (06/26/2020). The first 200,000 characters are looked at.
    """
    text = text[:200_000]
    if not any(century.search(text) for century in _CENTURIES):
        return False
    pairs = [(int(found[1]), int(found[3])) for found in _NUMBERS.finditer(text)]
    return any(a > 12 >= b for a, b in pairs if a <= 31) and not any(b > 12 >= a for a, b in pairs if b <= 31)


def date_in_address(url: str, zone: ZoneInfo) -> Moment | None:
    """The day or month that the path of a permalink tells: /2024/06/04/, /2024/june/04/, /20240604, /2024/06/.

    A year alone is not taken: sites go on filing under the old year in January.
    """
    path = unquote(urlsplit(url).path).lower()[:500]
    for pattern in _PATHS:
        found = pattern.search(path)
        if found:
            month, day = found["month"], found.groupdict().get("day")
            number = int(month) if month.isdigit() else MONTHS.get(month, 0)
            said = Said(int(found["year"]), number, int(day or 1), precision="day" if day else "month")
            moment = moment_of(said, zone, "address", None)
            if moment is not None:
                return moment
    return None


def _line(text: str) -> str:
    """The text on one line; nothing where it is too long to be a date."""
    line = " ".join(text[: 2 * _MAX_LINE].split())
    return line if len(line) <= _MAX_LINE else ""


def _said(line: str, today: date | None, day_first: bool) -> Said | None:
    if not line:
        return None
    return machine_said(line) or relative_said(line, today) or _said_alone(line, day_first)


def _said_alone(line: str, day_first: bool) -> Said | None:
    """The first date beside which nothing stands on the line but labels and a byline."""
    for found in DATE.finditer(line):
        if shape_of(found) == "span_no_year":
            continue
        if PREFIX.fullmatch(line, 0, found.start()) and SUFFIX.fullmatch(line, found.end()):
            return said_in(found, day_first)
    return None


def _is_a_day(found: re.Match[str]) -> bool:
    """Whether a match in running text is one day, and is written as a date: "may 5 join" is none."""
    shape = shape_of(found)
    if shape in ("span", "span_no_year", "month"):
        return False
    if shape == "numeric":
        return len(found["y4"]) == 4 or found["s4"] == "/"
    month = found["m9"] or found["m10"]
    return shape != "no_year" or month[0].isupper() or bool(_DAY_DE.search(found[0]))
