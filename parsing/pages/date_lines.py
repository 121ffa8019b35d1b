"""Dates in lines of their own: beside the title, at the head of the text, behind a word like "Posted"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree

from items import Moment
from parsing.dates import find_dates
from parsing.dates.grammar import DATE, HINT
from parsing.pages.line_places import MAX_LINE, behind, beside
from parsing.pages.place import Place, read_date
from parsing.pages.times import texts_of_changes
from parsing.text import plain

#: lines at the head of the text in which a date may open it, and at its end in which one may close it
_OPENING_LINES, _CLOSING_LINES = 6, 3
#: of what is said behind the text: it may be the beginning of another post
_DOUBT_BEHIND = 4
_CHANGED = re.compile(
    r"\W{0,3}(?:last |page )?(?:updated|modified|edited|revised|changed|actualizad[oa]|modificad[oa])", re.IGNORECASE
)
_POSTED = re.compile(
    r"\W{0,3}(?:posted|published|publicad[oa]|released|issued|submitted|filed|by|por|date|fecha)\b", re.IGNORECASE
)
#: what stands before a date behind the text
_FILED = re.compile(
    r"\W{0,3}(?:date )?(?:posted|published|publicad[oa]|filed|submitted|added|agregad[oa])\b", re.IGNORECASE
)
#: hours from and to, and what says of an event when it is
_HOURS = re.compile(
    r"(?::\d\d|\d\s?[ap]\.?m\.?)\s?(?:[ap]\.?m\.?)?\s?(?:-|–|—|to|a|until)\s?\d{1,2}(?::\d\d|\s?[ap]\.?m)"
    r"|\d @ \d|all day|todo el d[ií]a"
    r"|^\W{0,3}(?:when|where|starts?|begins?|ends?|deadline|rsvp|cu[áa]ndo|empieza)\b",
    re.IGNORECASE,
)
#: "WASHINGTON, ", "COLUMBUS, Ohio – ", "Albany, N.Y. (": words with a capital, ended by a comma or a dash, or capitals
_CAPITAL = "[A-ZÁÉÍÓÚÑ]"
_NAME = rf"{_CAPITAL}[\w.'’-]{{0,30}}"
_PLACE = re.compile(
    rf"\W{{0,3}}(?:{_NAME}[ ,/]{{1,3}}){{0,5}}(?:{_NAME}\s?(?:,|–|—|-|\()|(?:{_CAPITAL}|\.){{3,30}})\s?"
)
#: Open Atrium prints the year of former years only, and says "Today, November 21" and "Yesterday, November 20"
_NEAR_DAY = re.compile(r"\b(?:today|yesterday|hoy|ayer),\s", re.IGNORECASE)
#: no page prints yesterday as the day of the visit
_YESTERDAY = re.compile(r"\W{0,3}(?:yesterday|ayer),\s", re.IGNORECASE)
_SIGNATURE = re.compile(rf"{_NAME}(?: {_NAME}){{0,3}}, ")
_THINGS = re.compile(
    r"\b(?:meetings?|rall(?:y|ies)|picnic|vot(?:e|es|ing)|elections?|conference|convention|workshops?|trainings?|classe?s?"
    r"|part(?:y|ies)|deadline|due|day|days|week|sessions?|hearings?|strike|picket|march|walk|event|events|dinner|lunch"
    r"|breakfast|banquet|call|webinar|ceremony|celebration|forum|fair|drive|town|next|starts?|ends?|until|by|before|after"
    r"|reuni[óo]n|junta|marcha|huelga|fiesta|cena|taller|conferencia|asamblea|elecci[óo]n|votaci[óo]n|pr[óo]xim[oa])\b",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?\)?\s?(?:–|—|--|-\s)")
#: lines around the title that are looked at; a page with more holds no single post
_LINES_BESIDE = 2_000
_OA_DATE = etree.XPath("//*[contains(@class, 'oa-date')]")


def dates_in_lines(place: Place, zone: ZoneInfo, today: date | None) -> Iterator[Moment | None]:
    """Dates in lines of their own beside the title, at the head of the text, or behind a word like "Posted".

    Of each sort of line the first that is a date; and those that are of a change, of the visit or without a sure year.
    """
    clock = _Clock(zone, today, place.day_first, place.is_event)
    marks = cast("list[etree._Element]", _OA_DATE(place.root)) if "oa-date" in place.source else []
    for mark in marks[:3]:
        named = "oa-date" in (mark.get("class") or "").split()
        if named and (place.heading is None or _near(mark, place.heading)):
            yield read_date(plain(mark), zone, "text", today, day_first=place.day_first)
            return
    changed = texts_of_changes(place.root)
    found: set[int] = set()
    refused: list[str] = []
    for line, doubt in _lines(place):
        # what an element within a line prints is a part of it: "When: <b>June 4, 2024</b> at the lake"
        if line in changed or any(line in one for one in refused):
            continue
        if _CHANGED.match(line) or _HOURS.search(line[:MAX_LINE]):
            refused.append(line)
        for moment in _moments(line, doubt, clock):
            if moment.flag is not None or moment.doubt not in found:
                found |= set() if moment.flag else {moment.doubt}
                yield moment
    yield _filed(place, clock)


def _lines(place: Place) -> Iterator[tuple[str, tuple[int, int]]]:
    """Lines in which the date may stand, with the doubt of one that says "Posted" and of one that does not."""
    for line in islice(beside(place.heading, place.container), _LINES_BESIDE):
        yield line, (0, 2)
    for line in [line for line in place.opening.split("\n") if line.strip()][:_OPENING_LINES]:
        yield line, (1, 3)


def _moments(line: str, doubt: tuple[int, int], clock: _Clock) -> Iterator[Moment]:
    if len(line) <= MAX_LINE and _CHANGED.match(line):
        if (changed := _changed(line, clock)) is not None:
            yield changed
        return
    moment = _read_line(line, clock) if len(line) <= MAX_LINE else None
    if moment is None and not clock.is_event and doubt[1] > 2:
        moment = _opening(line, clock)
    if moment is None:
        return
    if moment.on == clock.today and not _labelled(line):
        moment = replace(moment, flag=moment.flag or "visit")
    yield replace(moment, doubt=doubt[0] if _POSTED.match(line) else doubt[1])


def _filed(place: Place, clock: _Clock) -> Moment | None:
    """The one day that lines elsewhere in the text, at its end and behind it say that it was posted on."""
    closing = [line for line in place.closing.split("\n") if line.strip()][-_CLOSING_LINES:]
    around = (*place.opening.split("\n"), *closing, *behind(place.container))
    lines = [line for line in around if len(line) <= MAX_LINE and _FILED.match(line)]
    found = [moment for line in lines if (moment := _read_line(line, clock)) is not None and not moment.flag]
    return replace(found[0], doubt=_DOUBT_BEHIND) if len({moment.on for moment in found}) == 1 else None


@dataclass(frozen=True, slots=True)
class _Clock:
    """How the dates of a page are to be read."""

    zone: ZoneInfo
    today: date | None
    day_first: bool
    is_event: bool


def _changed(line: str, clock: _Clock) -> Moment | None:
    moment = read_date(line, clock.zone, "text", day_first=clock.day_first)
    return replace(moment, flag=moment.flag or "modified") if moment is not None else None


def _read_line(line: str, clock: _Clock) -> Moment | None:
    """A line that is a date, or says at its beginning that a date follows; not one of a change or of an event.

    Only a line that says "Posted", "By" or "Yesterday" may leave its year out; else even a weekday makes no year sure.
    """
    said = bool(_POSTED.match(line))
    if _CHANGED.match(line) or _HOURS.search(line) or (clock.is_event and not said):
        return None
    moment = read_date(line, clock.zone, "text", clock.today, day_first=clock.day_first)
    if moment is None and said:
        moment = next(iter(find_dates(line, clock.zone, "text", day_first=clock.day_first)), None)
    if moment is None and said and (near := _NEAR_DAY.search(line)):
        moment = read_date(line[near.start() :], clock.zone, "text", clock.today, day_first=clock.day_first)
    if moment is None:
        return None if clock.is_event else _signed(line, clock)
    if moment.precision == "year":
        return None
    is_sure = said or _YESTERDAY.match(line) is not None
    is_yearless = not is_sure and read_date(line, clock.zone, "text", day_first=clock.day_first) is None
    return replace(moment, flag=moment.flag or "year") if is_yearless else moment


def _signed(line: str, clock: _Clock) -> Moment | None:
    """ "Rosa Lind, June 4, 2024": a name or a place and a day, and nothing else. What takes place is no name."""
    for found in DATE.finditer(line[:90]):
        before = line[: found.start()]
        if _SIGNATURE.fullmatch(before) and not _THINGS.search(before) and not line[found.end() :].strip(" ."):
            days = find_dates(found[0], clock.zone, "text", day_first=clock.day_first)
            return days[0] if len(days) == 1 else None
    return None


def _near(mark: etree._Element, heading: etree._Element) -> bool:
    """Whether a date's mark shares one of the title's nearest frames: a list's rows have dates of their own."""
    frames = list(heading.iterancestors())[:5]
    return any(around in frames for around in list(mark.iterancestors())[:5])


def _labelled(line: str) -> bool:
    """Whether a line says what its date is for; a bare date of today may be that of the visit."""
    words = line.lower()
    return any(word in words for word in ("post", "publi", "by ", "por ", "release", "submitted", "written", "dated"))


def _opening(line: str, clock: _Clock) -> Moment | None:
    """ "WASHINGTON, June 4, 2024 – Members ...", "COLUMBUS, Ohio – March 4, 2019 – ..." or "(June 4, 2024) ...": a date
    behind nothing or a place, set off by a dash or brackets. A sentence that begins with a day is none.
    """
    if not HINT.search(line[:90]) or _HOURS.search(line[:MAX_LINE]):
        return None
    for found in DATE.finditer(line[:90]):
        before, behind = line[: found.start()], line[found.end() : found.end() + 4]
        opens = behind.startswith(")") if before == "(" else _DASH.match(behind) is not None
        if opens and (before in ("", "(") or _PLACE.fullmatch(before)):
            days = find_dates(found[0], clock.zone, "text", day_first=clock.day_first)
            return days[0] if len(days) == 1 else None
    return None


def changed_lines(opening: str) -> list[str]:
    """Lines at the head of a text that say when it was changed."""
    return [line for line in opening.split("\n")[:_OPENING_LINES] if len(line) <= MAX_LINE and _CHANGED.match(line)]
