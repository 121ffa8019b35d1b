"""An iCalendar file as lines with names and values, sorted into its events. RFC 5545 sections 3.1 and 3.6.

The library reads each line; the frame is read here, so that one broken line or event costs no other, and no time zone
definition or rule of the file is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from errors import ParseError
from parsing.documents import decode
from parsing.events.spans import MAX_ENTRIES
from parsing.events.zones import zone_of_clocks

MAX_BYTES = 6_000_000
_MAX_LINES = 400_000
_MAX_LINE = 100_000
_MAX_PER_EVENT = 400
_MAX_DEPTH = 20
_WANTED_NAMES = """
    UID SUMMARY DESCRIPTION X-ALT-DESC LOCATION URL STATUS DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID
    SEQUENCE CREATED LAST-MODIFIED DTSTAMP X-WR-TIMEZONE TZID X-LIC-LOCATION TZOFFSETTO CONFERENCE X-GOOGLE-CONFERENCE
"""
#: lines that are read at all; the library is spared the rest
_WANTED = frozenset(_WANTED_NAMES.split())
#: the parts of a time zone's definition: what clocks show in winter and in summer
_CLOCKS = ("STANDARD", "DAYLIGHT")
_NAME = re.compile(r"[A-Za-z0-9-]{1,60}(?=[:;])")
_FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
_FOLD_TEXT = re.compile(r"\r?\n[ \t]|\r[ \t]")
_BREAK = re.compile(r"\r\n?|\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its value as written, its parameters with names in capitals."""

    value: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as a text, escapes undone."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(slots=True)
class Component:
    """An event, a time zone or the calendar itself: its lines by name."""

    kind: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    count: int = 0
    #: the calendar that an event stands in; a file may hold several
    calendar: Component | None = None

    def first(self, name: str) -> Line | None:
        return next(iter(self.lines.get(name, ())), None)

    def text(self, name: str) -> str | None:
        line = self.first(name)
        return line.text if line else None


@dataclass(frozen=True, slots=True)
class IcalFile:
    """events, each with its calendar, whose X-WR-TIMEZONE is their zone. zones: TZID -> the IANA name that is meant."""

    events: tuple[Component, ...]
    zones: Mapping[str, str]


def read_lines(body: bytes) -> IcalFile:
    """The events of a calendar file. Raises ParseError for what is no calendar."""
    root = Component("VCALENDAR")
    events: list[Component] = []
    zones: dict[str, str] = {}
    stack: list[Component] = []
    seen = False
    for kind, name, line in _lines(body):
        if kind == "BEGIN":
            if name == "VCALENDAR":
                seen, root = True, Component(name)
                stack.clear()
            if name == "VEVENT":
                stack.clear()  # the one before was never ended
            if len(stack) < _MAX_DEPTH and name != "VCALENDAR":
                stack.append(Component(name))
        elif kind == "END":
            ended = _close(stack, name)
            if ended is not None and ended.kind == "VEVENT" and seen:
                ended.calendar = root
                events.append(ended)
                if len(events) >= MAX_ENTRIES:
                    break
            elif ended is not None and ended.kind == "VTIMEZONE":
                _note_zone(ended, zones)
            elif ended is not None and ended.kind in _CLOCKS and stack:
                stack[-1].lines[ended.kind] = ended.lines.get("TZOFFSETTO", [])
        elif line is not None:
            _add(stack[-1] if stack else root, name, line)
    if not seen:
        raise ParseError("this is no iCalendar file", body[:200].decode("utf-8", "replace"))
    return IcalFile(tuple(events), zones)


def _lines(body: bytes) -> Iterator[tuple[str, str, Line | None]]:
    """(BEGIN or END, component, None) and ("", property, line), broken lines left out."""
    body = body[:MAX_BYTES]
    if b"\0" not in body[:100]:
        body = _FOLD.sub(b"", body)  # before decoding, for writers fold in the middle of a letter
    text = _FOLD_TEXT.sub("", decode(body, "text/calendar")).lstrip("\ufeff \r\n\t")
    for number, raw in enumerate(_each(text)):
        if number >= _MAX_LINES:
            return
        named = _NAME.match(raw)
        name = named[0].upper() if named else ""
        if name in {"BEGIN", "END"}:
            yield name, raw[len(name) + 1 :].strip().upper()[:60], None
        elif name in _WANTED and len(raw) <= _MAX_LINE:
            line = _read(raw)
            if line is not None:
                yield "", name, line


def _each(text: str) -> Iterator[str]:
    at = 0
    for found in _BREAK.finditer(text):
        yield text[at : found.start()]
        at = found.end()
    yield text[at:]


def _read(raw: str) -> Line | None:
    plain, colon, value = raw.partition(":")
    if ";" not in plain:
        return Line(value) if colon else None
    try:
        _, params, value = Contentline(raw).raw_parts()  # type: ignore[no-untyped-call]
    except (ValueError, UnicodeError):
        return None
    told = {str(key).upper(): str(one[0] if isinstance(one, list) and one else one) for key, one in params.items()}
    return Line(str(value), told)


def _add(component: Component, name: str, line: Line) -> None:
    component.count += 1
    if component.count <= _MAX_PER_EVENT:
        component.lines.setdefault(name, []).append(line)


def _close(stack: list[Component], name: str) -> Component | None:
    """The component that ends here; those left open inside it are given up."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].kind == name:
            ended = stack[depth]
            del stack[depth:]
            return ended
    return None


def _note_zone(component: Component, zones: dict[str, str]) -> None:
    tzid = component.text("TZID")
    name = component.text("X-LIC-LOCATION") or zone_of_clocks(*(component.text(kind) for kind in _CLOCKS))
    if tzid and name and len(zones) < 200:
        zones.setdefault(tzid.strip(), name.strip())
