"""Taking records out of WARC files: a file is written anew without them, and the old one goes when that is committed.

    new file, on disk ──> rows point at it (one transaction) ──> old file removed

A run that is killed before the transaction leaves a new file to which nothing points; after it, an old file that the
next call of `sweep` removes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import sqlite_utils

from archive.captures.files import DiskError, WarcFile, begin_file, ends_of, told
from archive.captures.rules import CaptureRules
from archive.times import stamp
from archive.transactions import transaction
from errors import ArchiveError

#: (file, offset) of the records of one document
Place: TypeAlias = tuple[str, int]
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Moved:
    """A file written anew. shifts: (from this old offset on, how many bytes further down), in order."""

    old: str
    new: WarcFile | None
    first: int
    spans: tuple[tuple[int, int], ...]
    head: int

    def place(self, offset: int) -> int:
        """Where records lie now."""
        return offset - self.first + self.head - sum(length for start, length in self.spans if start < offset)


def take_out(
    db: sqlite_utils.Database,
    rules: CaptureRules,
    places: Iterable[Place],
    at: datetime,
    then: Callable[[], None],
) -> int:
    """Write files anew without the records at these places, and call `then` in the same transaction as the rows.

    Returns how many bytes went. Raises ArchiveError where a file cannot be read or written; nothing is changed then.
    """
    by_file: dict[str, set[int]] = {}
    for file, offset in places:
        by_file.setdefault(file, set()).add(offset)
    moved: list[_Moved] = []
    try:
        for file, offsets in sorted(by_file.items()):
            moved.append(_written_anew(db, rules, file, offsets, at, {one.new.name for one in moved if one.new}))
        with transaction(db):
            then()
            for one in moved:
                _point_anew(db, one, at)
    except BaseException as error:
        for one in moved:
            if one.new is not None:
                one.new.path.unlink(missing_ok=True)
        if isinstance(error, DiskError):
            raise ArchiveError(str(error)) from error
        raise
    sweep(db, rules)
    return sum(length for one in moved for _, length in one.spans)


def sweep(db: sqlite_utils.Database, rules: CaptureRules) -> None:
    """Remove files whose records have moved to others."""
    for (file,) in db.conn.execute("SELECT file FROM capture_files WHERE left_at IS NOT NULL").fetchall():
        with suppress(OSError):
            (rules.folder / file).unlink(missing_ok=True)
            db.conn.execute("DELETE FROM capture_files WHERE file = ?", [file])


def _written_anew(
    db: sqlite_utils.Database, rules: CaptureRules, file: str, offsets: set[int], at: datetime, taken: set[str]
) -> _Moved:
    known = dict(db.conn.execute("SELECT DISTINCT offset, length FROM captures WHERE file = ?", [file]).fetchall())
    spans = tuple(sorted((offset, known[offset]) for offset in offsets))
    with told(rules.folder), (rules.folder / file).open("rb") as old:
        first = next(ends_of(old, 0), 0)
        if not set(known) - offsets:
            return _Moved(file, None, first, spans, 0)
        names = {name for (name,) in db.conn.execute("SELECT file FROM capture_files")} | taken
        new = begin_file(rules, at, names)
        try:
            moved = _Moved(file, new, first, spans, new.size)
            end = max(offset + length for offset, length in known.items())
            start = first
            for offset, length in (*spans, (end, 0)):
                old.seek(start)
                left = offset - start
                while left > 0 and (piece := old.read(min(left, _PIECE))):
                    new.append(piece)
                    left -= len(piece)
                start = offset + length
        except BaseException:
            new.path.unlink(missing_ok=True)
            raise
        finally:
            new.close()
    return moved


def _point_anew(db: sqlite_utils.Database, one: _Moved, at: datetime) -> None:
    """Rows of the old file, but for those that `then` has taken out of it, point at the new one."""
    db.conn.execute("UPDATE capture_files SET left_at = ? WHERE file = ?", [stamp(at), one.old])
    if one.new is None:
        return
    db.conn.execute(
        "INSERT INTO capture_files (file, began_at, size) VALUES (?, ?, ?)", [one.new.name, stamp(at), one.new.size]
    )
    rows = db.conn.execute("SELECT id, offset FROM captures WHERE file = ?", [one.old]).fetchall()
    db.conn.executemany(
        "UPDATE captures SET file = ?, offset = ? WHERE id = ?",
        [(one.new.name, one.place(offset), row_id) for row_id, offset in rows],
    )
