"""An event in well-marked text: lines such as "When: Saturday, Sep 23, 2017, 9:00am - 3:00pm", "Where: Union Hall".

Labels may share a line, stand on lines of their own as headings do, and name day and hour apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from parsing.events.entry import place_of
from parsing.events.times import Span, has_clock, read_when
from parsing.text import one_line

_LABELS = {
    "when": r"when|dates?\s*(?:and|&|/)\s*time|(?:event|training|class|meeting)\s+dates?|dates?|day|cu[áa]ndo"
    r"|fechas?(?:\s+y\s+hora)?",
    "time": r"times?|hours?|event\s+time|start\s+time|starts?|begins|hora(?:rio)?",
    "end": r"end\s+time|ends?|end\s+date|termina",
    "where": r"where|locations?|place|venue|meeting\s+place|lugar|d[óo]nde|ubicaci[óo]n",
    "address": r"(?:street\s+)?address|direcci[óo]n",
    "register": r"register(?:\s+here)?|registration|rsvp|sign[ -]?up(?:\s+here)?|inscr[ií]b\w{0,4}|inscripci[óo]n",
    "other": r"what|who|why|how|cost|price|contact|phone|e-?mail|details|speakers?|hosts?|organizers?|note|website"
    r"|agenda|category|categories|tags|qu[ée]|qui[ée]n",
}  # fmt: skip
_ANY = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
_LABEL = re.compile(rf"(?:(?<=[\s.;|•*–—])|^)(?:{_ANY})\s{{0,3}}[:：]", re.IGNORECASE)
_ALONE = re.compile(rf"(?:{_ANY})\s{{0,3}}[:：?]?", re.IGNORECASE)
_LONGEST_LINE, _MAX_LINES = 600, 2_000
#: lines behind a label that may still be its value
_FOLLOWING = 3
#: labels that belong to one event stand within so many lines
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Marked:
    """An event as labelled lines tell it. at: the line of its day; marks: the labels that were found beside it."""

    span: Span
    venue: str | None
    street_address: str | None
    at: int
    marks: frozenset[str]


def read_marked(lines: Sequence[str], zone: ZoneInfo, near: date | None = None) -> Marked | None:
    """The event that labelled lines tell of; None where no label tells a sure day, or where several events are told.

    near: a day around which the event is, for days without a year: that of publication, never that of reading.
    """
    told = list(_told(lines[:_MAX_LINES]))
    days: list[tuple[int, Span]] = []
    for number, (name, value, _) in enumerate(told):
        if name in {"when", "time"} and (span := _span(told, number, value, zone, near)) is not None:
            days.append((number, span))
            if any(span.starts_at != days[0][1].starts_at for _, span in days):
                return None
            del days[1:]
    if not days:
        return None
    number, span = days[0]
    at = told[number][2]
    beside = {name: value for name, value, line in reversed(told) if abs(line - at) <= _NEAR and value}
    venue, street = place_of(beside.get("where"))
    if beside.get("address"):
        named, own = place_of(beside["address"])
        venue, street = venue, own or named or street
    marks = frozenset(name for name, _, line in told if abs(line - at) <= _NEAR and name != "other")
    return Marked(span, venue, street, at, marks)


def _span(told: list[tuple[str, str, int]], number: int, value: str, zone: ZoneInfo, near: date | None) -> Span | None:
    """Day and hours, where the hours or the end have a label of their own too."""
    following = told[number + 1] if number + 1 < len(told) else ("", "", 0)
    if has_clock(value) and following[0] == "end":
        return read_when(f"{value[:180].rstrip(' ,.')} - {following[1][:180]}", zone, near)
    if not has_clock(value):
        hours = [text for name, text, _ in told[number + 1 : number + 5] if name in {"time", "end"} and has_clock(text)]
        before = told[number - 1] if number else ("", "", 0)
        if not hours and before[0] == "time" and has_clock(before[1]):
            hours = [before[1]]
        value = f"{_first_day(value)}, {' - '.join(one[:80] for one in hours[:2])}" if hours else value
    return read_when(value, zone, near)


def _first_day(value: str) -> str:
    return value[:160].rstrip(" ,.")


def _told(lines: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """(label, value, line) of every label; the value goes on in the next lines up to the next label."""
    for at, line in enumerate(lines):
        line = line[:_LONGEST_LINE]
        found = list(_LABEL.finditer(line))[:12]
        if not found:
            alone = _ALONE.fullmatch(line.strip())
            if alone is not None:
                yield _name_of(alone), _behind(lines, at), at
            continue
        ends = [one.start() for one in found[1:]] + [len(line)]
        for one, end in zip(found, ends, strict=True):
            value = line[one.end() : end].strip(" ;|•*–—\t")
            is_last = end == len(line)
            yield _name_of(one), value if value or not is_last else _behind(lines, at), at


def _behind(lines: Sequence[str], at: int) -> str:
    """The lines after a label that stands alone, up to the next label."""
    kept: list[str] = []
    for line in lines[at + 1 : at + 1 + _FOLLOWING]:
        if _LABEL.search(line[:_LONGEST_LINE]) or _ALONE.fullmatch(line[:80].strip()) or len(line) > 200:
            break
        kept.append(one_line(line) or "")
    return "\n".join(one for one in kept if one)


def _name_of(found: re.Match[str]) -> str:
    return next(name for name in _LABELS if found[name])
