"""Captures of posts that are withheld: taken out of the files and put aside, where an undo finds them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils

from archive.captures.files import DiskError, WarcFile
from archive.captures.reading import Capture, capture, raw_records
from archive.captures.records import warcinfo
from archive.captures.rewriting import Place, take_out
from archive.captures.rules import CaptureRules
from archive.transactions import transaction
from errors import ArchiveError

#: the folder under CAPTURES_DIR in which withheld records lie, a file for each item; no page and no export reads it
PRIVATE = "withheld"
_PUT_ASIDE = (
    "SELECT DISTINCT c.file, c.offset FROM captures AS c"
    " WHERE c.item_id = ?1 AND c.because = 'withheld' AND c.file IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM captures AS o JOIN withheld AS w ON w.item_id = o.item_id"
    " WHERE o.file = c.file AND o.offset = c.offset AND o.item_id != ?1)"
)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """captures: rows whose bytes are out of reach now; beside: those of them that are other items', read from the same
    documents. file: where the bytes were put, under CAPTURES_DIR; None where there were none."""

    captures: int
    beside: int
    file: str | None


def forget(db: sqlite_utils.Database, rules: CaptureRules, item_id: int, at: datetime | None = None) -> Forgotten:
    """Take all that an item was read from out of the captures, and put it aside. Doing it twice changes nothing.

    A document of many posts (a feed) goes as a whole, for its bytes cannot be parted. Not to be called within the
    recording of archive.withholding: files and rows must move together. Raises ArchiveError; nothing is changed then.
    """
    at = at or datetime.now(UTC)
    rows = db.conn.execute(
        "SELECT DISTINCT c.id FROM captures AS c JOIN captures AS own ON own.item_id = ?1 AND own.because IS NULL"
        " WHERE c.because IS NULL AND c.file IS NOT NULL"
        " AND ((c.file = own.file AND c.offset = own.offset) OR c.refers_to = own.id OR c.id = own.refers_to)",
        [item_id],
    ).fetchall()
    ones = [capture(db, row_id) for (row_id,) in rows]
    places = {(one.file, one.offset): one for one in ones if one.file is not None and one.offset is not None}
    # What an undo gave back still lies among what was put aside, where others' withheld records lie, too: it stays.
    staying = {place: place for place in places if place[0].startswith(f"{PRIVATE}/")}
    leaving = {place: one for place, one in places.items() if place not in staying}
    aside = staying | (_put_aside(rules, item_id, leaving, at) if leaving else {})

    def rows_too() -> None:
        for one in ones:
            file, offset = aside[one.file, one.offset]  # type: ignore[index]
            db.conn.execute(
                "UPDATE captures SET because = 'withheld', file = ?, offset = ? WHERE id = ?", [file, offset, one.id]
            )
        db.conn.execute("UPDATE captures SET because = 'withheld' WHERE item_id = ? AND kind = 'none'", [item_id])

    take_out(db, rules, leaving, at, rows_too)
    file = next(iter(aside.values()))[0] if aside else None
    return Forgotten(len(ones), sum(one.item_id != item_id for one in ones), file)


def bring_back(db: sqlite_utils.Database, rules: CaptureRules, item_id: int) -> int:
    """Make the captures that were put aside with an item usable again; returns how many.

    Their bytes stay in the file of their own, which is like any other from now on. A document in which another
    withheld post stands stays aside until that one is brought back too. Raises ArchiveError.
    """
    with transaction(db):
        count = 0
        for file, offset in db.conn.execute(_PUT_ASIDE, [item_id]).fetchall():
            if not (rules.folder / file).is_file():
                raise ArchiveError(f"{rules.folder / file} is missing; put it back from a backup, then undo again.")
            count += db.conn.execute(
                "UPDATE captures SET because = NULL WHERE file = ? AND offset = ? AND because = 'withheld'",
                [file, offset],
            ).rowcount
        db.conn.execute(
            "UPDATE captures SET because = 'off' WHERE item_id = ? AND kind = 'none' AND because = 'withheld'",
            [item_id],
        )
    return count


def _name(item_id: int) -> str:
    return f"{PRIVATE}/item-{item_id}.warc.gz"


def _put_aside(
    rules: CaptureRules, item_id: int, places: dict[Place, Capture], at: datetime
) -> dict[Place, tuple[str, int]]:
    """Copy records into the item's private file, and see that they are on the disk."""
    name, path = _name(item_id), rules.folder / _name(item_id)
    found: dict[Place, tuple[str, int]] = {}
    try:
        file = _private_file(rules, path, at)
        try:
            for place, one in sorted(places.items()):
                found[place] = name, file.append(raw_records(rules.folder, one))
        finally:
            file.close()
    except DiskError as error:
        raise ArchiveError(str(error)) from error
    return found


def _private_file(rules: CaptureRules, path: Path, at: datetime) -> WarcFile:
    if path.is_file():
        return WarcFile(path.parent, path.name, path.stat().st_size)
    return WarcFile(path.parent, path.name, 0, warcinfo(path.name, at, rules.software, rules.contact))
