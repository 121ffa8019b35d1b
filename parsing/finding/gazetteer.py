"""The gazetteer: US states with their names and abbreviations, and places with the state that they lie in."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from errors import ParseError
from parsing.finding.tokens import Names

STATE_COLUMNS = ("state", "name", "other_names", "abbreviations", "also")
PLACE_COLUMNS = ("place", "state", "alone", "also")
ALSO = ("", "person")
_CODE = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True, slots=True)
class Known:
    """A name of a place or a state.

    alone: its name is enough; else it needs its state beside it, or in the same text. also: "person" where people bear
    the name, too.
    """

    name: str
    state: str
    is_state: bool
    alone: bool
    also: str


class Gazetteer:
    """Names of states and places, and states as they are written behind a comma: "Ohio", "Ill", "MN"."""

    def __init__(self, states: Iterable[tuple[Known, tuple[str, ...], tuple[str, ...]]], places: Iterable[Known]):
        rows: list[tuple[str, Known]] = []
        short: list[tuple[str, str]] = []
        self.codes: set[str] = set()
        for known, others, abbreviations in states:
            self.codes.add(known.state)
            rows += [(name, known) for name in (known.name, *others)]
            short += [(name, known.state) for name in (known.name, *others, *abbreviations)]
            short += [(known.state, known.state)]
        self.names = Names([*rows, *((place.name, place) for place in places)])
        self.behind_comma = Names(short)


def read_gazetteer(states: str, places: str) -> Gazetteer:
    """The gazetteer of two files. Raises ParseError with file, line and column for a row that is wrong."""
    found = [_state(cells, where) for cells, where in _rows(states, STATE_COLUMNS, "states.csv")]
    codes = {known.state for known, _, _ in found}
    return Gazetteer(found, [_place(row, at, codes) for row, at in _rows(places, PLACE_COLUMNS, "places.csv")])


def _state(cells: dict[str, str], where: str) -> tuple[Known, tuple[str, ...], tuple[str, ...]]:
    if not _CODE.match(cells["state"]) or not cells["name"]:
        raise ParseError(f"{where}, column state: {cells['state']!r} must be two capital letters, with a name")
    known = Known(cells["name"], cells["state"], True, True, _also(cells, where))
    return known, _list(cells["other_names"]), _list(cells["abbreviations"])


def _place(cells: dict[str, str], where: str, codes: set[str]) -> Known:
    if not cells["place"]:
        raise ParseError(f"{where}, column place: is empty")
    if cells["state"] not in codes:
        raise ParseError(f"{where}, column state: {cells['state']!r} stands in no row of states.csv")
    if cells["alone"] not in ("0", "1"):
        raise ParseError(f"{where}, column alone: must be 1 or 0, not {cells['alone']!r}")
    return Known(cells["place"], cells["state"], False, cells["alone"] == "1", _also(cells, where))


def _also(cells: dict[str, str], where: str) -> str:
    if cells["also"] not in ALSO:
        raise ParseError(f"{where}, column also: {cells['also']!r} is neither empty nor person")
    return cells["also"]


def _list(cell: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split(" | ") if one.strip())


def _rows(text: str, columns: tuple[str, ...], name: str) -> Iterator[tuple[dict[str, str], str]]:
    lines = csv.DictReader(text.splitlines(), strict=True)
    try:
        if tuple(lines.fieldnames or ()) != columns:
            raise ParseError(f"{name}, line 1: the columns must be {','.join(columns)}")
        for row in lines:
            if None in row or None in row.values():
                raise ParseError(f"{name}, line {lines.line_num}: it must have {len(columns)} cells")
            yield {column: row[column].strip() for column in columns}, f"{name}, line {lines.line_num}"
    except csv.Error as error:
        raise ParseError(f"{name}, line {lines.line_num}: {error}") from None
