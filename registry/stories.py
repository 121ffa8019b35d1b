"""Reads the rulings on stories that people made by hand: data/rules/stories.csv."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from errors import ParseError
from parsing.urls import Sites, canonical
from registry.cells import Row, read_rows

RULINGS = ("apart", "same")
COLUMNS = ("ruling", "url", "other", "note")


@dataclass(frozen=True, slots=True, order=True)
class Ruling:
    """One row. apart: the item at url is taken out of the story of the item at other; same: both are of one story.

    Both addresses are canonical.
    """

    ruling: Literal["apart", "same"]
    url: str
    other: str
    note: str | None = None


def story_rulings(path: Path, sites: Sites) -> tuple[Ruling, ...]:
    """The rulings of a file, in its order; none where there is no such file.

    Raises RegistryError with file, line and column for a row that is wrong.
    """
    if not path.exists():
        return ()
    lines: dict[frozenset[str], int] = {}
    found = []
    for row in read_rows(path, COLUMNS):
        ruling = _ruling(row, sites)
        two = frozenset((ruling.url, ruling.other))
        if two in lines:
            raise row.wrong("other", f"line {lines[two]} rules on the same two addresses already; keep one row.")
        lines[two] = row.line
        found.append(ruling)
    return tuple(found)


def _ruling(row: Row, sites: Sites) -> Ruling:
    word = row.needed("ruling")
    if word not in RULINGS:
        raise row.wrong("ruling", f"{word!r} is no ruling; write {' or '.join(RULINGS)}.")
    url, other = _address(row, "url", sites), _address(row, "other", sites)
    if url == other:
        raise row.wrong("other", "is the same address as url; a ruling is on two items.")
    return Ruling("apart" if word == "apart" else "same", url, other, row.text("note"))


def _address(row: Row, column: str, sites: Sites) -> str:
    written = row.needed(column)
    try:
        return canonical(written, sites, keep_anchor="#" in written)
    except ParseError:
        problem = f"{written!r} is no address; copy it from the item's page, with http:// or https:// in front."
        raise row.wrong(column, problem) from None
