"""The bodies that a text may name: those of the registry by number and name, and short names kept by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass

from errors import ParseError
from parsing.finding.tokens import Names

COLUMNS = ("name", "source", "office", "unless", "note")
OFFICES = ("president", "secretary-treasurer")
#: words from which on a name of the registry is a name and not a description
_LONG_ENOUGH = 4
_GENERIC = re.compile(r"(?:AFSCME|Locals?|Council|Chapter|Retirees?|District|DC|of|the|\W|\d\w*)+\Z")


@dataclass(frozen=True, slots=True)
class Body:
    """A source as far as mentions look at it."""

    id: str
    name: str
    level: str | None
    number: str | None
    states: tuple[str, ...]
    parent: str | None


@dataclass(frozen=True, slots=True)
class ShortName:
    """A name kept by hand. office: of a person who holds or held it; unless: words that speak against it in a text."""

    name: str
    source_id: str
    office: str | None = None
    unless: tuple[str, ...] = ()


#: a name that stands for a body
Called = ShortName


@dataclass(frozen=True, slots=True)
class Span:
    """A body with where it stands. own: AFSCME or one of its bodies is named with it."""

    first: int
    last: int
    source_id: str | None
    number: str | None = None
    own: bool = False
    is_body: bool = True


class Bodies:
    """Bodies by number and by name."""

    def __init__(self, rows: Iterable[Body], short_names: Iterable[ShortName] = ()) -> None:
        self.rows = {row.id: row for row in rows}
        self.councils: dict[str, list[Body]] = {}
        self.locals: dict[str, list[Body]] = {}
        self.chapters: dict[str, list[Body]] = {}
        for row in self.rows.values():
            if row.number:
                kept = self.councils if row.level == "council" else (
                    self.chapters if row.level == "retirees" else self.locals
                )  # fmt: skip
                kept.setdefault(row.number.upper(), []).append(row)
        known = [one for one in short_names if one.source_id in self.rows]
        self.names = Names([*_full_names(self.rows.values()), *((one.name, one) for one in known if not one.office)])
        houses: dict[str, set[str]] = {}
        for row in self.rows.values():
            if row.level != "national":
                houses.setdefault(self._head(row.id), set()).add(row.id)
        self._families = {head: frozenset(ids) for head, ids in houses.items()}
        self.officers = Names((one.name, one) for one in known if one.office)

    def family(self, source_id: str) -> frozenset[str]:
        """A body with all of its council or affiliate; the national union is nobody's family."""
        return self._families.get(self._head(source_id), frozenset())

    def _head(self, source_id: str) -> str:
        """The council, affiliate or other body that stands over it, right below the national union."""
        here, steps = self.rows.get(source_id), 0
        while (
            here and here.parent in self.rows and self.rows[here.parent].level != "national" and steps < len(self.rows)
        ):
            here, steps = self.rows[here.parent], steps + 1
        return here.id if here else source_id


def _full_names(rows: Iterable[Body]) -> Iterable[tuple[str, Called]]:
    """Names of the registry that are no mere number: each whole, and what stands before its comma."""
    for row in rows:
        if row.level == "retirees":
            continue
        for name in dict.fromkeys((row.name, row.name.split(",")[0], row.name.split(" (")[0])):
            if len(re.findall(r"\w+", name)) >= _LONG_ENOUGH and not _GENERIC.match(name):
                yield name, ShortName(name, row.id)


def read_short_names(text: str) -> tuple[ShortName, ...]:
    """The names of a file. Raises ParseError with line and column for a row that is wrong."""
    lines = csv.DictReader(text.splitlines(), strict=True)
    found: dict[tuple[str, str], ShortName] = {}
    try:
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise ParseError(f"line 1: the columns must be {','.join(COLUMNS)}")
        for row in lines:
            one = _short_name(row, lines.line_num)
            if (one.name, one.source_id) in found:
                raise ParseError(f"line {lines.line_num}, column name: {one.name!r} stands in an earlier line already")
            found[one.name, one.source_id] = one
    except csv.Error as error:
        raise ParseError(f"line {lines.line_num}: {error}") from None
    return tuple(found.values())


def _short_name(row: dict[str, str | None], line: int) -> ShortName:
    if None in row:
        raise ParseError(f"line {line}: there are more cells than columns; put quotes round a cell with a comma")
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    for column in ("name", "source"):
        if not cells[column]:
            raise ParseError(f"line {line}, column {column}: is empty")
    if cells["office"] not in ("", *OFFICES):
        raise ParseError(f"line {line}, column office: {cells['office']!r} is none of {', '.join(OFFICES)}")
    unless = tuple(one.strip() for one in cells["unless"].split(" | ") if one.strip())
    return ShortName(cells["name"], cells["source"], cells["office"] or None, unless)
