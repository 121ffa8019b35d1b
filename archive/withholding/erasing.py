"""Takes out of the archive's file what SQLite leaves behind of words that left its tables.

Deleted words stay readable in the full-text index until its parts are merged, in free pages, in the empty ends of
pages, and in the write-ahead log. So the index is merged, the file is written anew, the log is emptied, and then the
bytes of the files are searched.
"""

from __future__ import annotations

import mmap
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from archive.transactions import transaction, troubles_told

#: the file is written once more beside itself, and once into the log
_ROOM = 2.2
#: milliseconds for which readers are waited for
_PATIENCE = 10_000


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of it. is_whole: the file was written anew and its log emptied; left: phrases that are still in it.

    sentence: what is in the way and what to do; None where nothing is.
    """

    is_whole: bool
    left: tuple[str, ...] = ()
    sentence: str | None = None


def erase(db: sqlite_utils.Database, phrases: Iterable[str] = (), say: Callable[[str], None] | None = None) -> Erased:
    """Take what was deleted out of the file of an open archive, and look whether phrases are still in it.

    Nobody else may write meanwhile; readers may read. Takes about as long as copying the file twice. say: told what is
    done next. Raises ArchiveError.
    """
    path = Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
    say = say or (lambda _: None)
    with troubles_told(path):
        say("Merging the index of words")
        with transaction(db):
            db.conn.execute("INSERT INTO search(search) VALUES ('optimize')")
        # samples of indexed values, where the SQLite at hand keeps such
        if db.conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'").fetchone():
            db.conn.execute("DELETE FROM sqlite_stat4")
        need, free = int(path.stat().st_size * _ROOM), shutil.disk_usage(path.parent).free
        if free < need:
            return Erased(False, (), _no_room(path, need, free))
        say("Writing the archive's file anew")
        db.conn.execute("PRAGMA temp_store = DEFAULT")
        try:
            db.conn.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL):
                raise
            return Erased(False, (), f"{path} could not be written anew ({error}). {_AGAIN}")
        if not _emptied(db):
            return Erased(False, (), f"Somebody is reading {path}, so its log could not be emptied. {_AGAIN}")
    say("Looking through its bytes")
    left = tuple(phrase for phrase in phrases if not _is_told_elsewhere(db, phrase) and _is_in(path, phrase))
    return Erased(not left, left)


_AGAIN = (
    "The words are in no table and no page any more, but old copies of them may stand in unused parts of the file until"
    " `scrapy withhold --erase` has run."
)


def _no_room(path: Path, need: int, free: int) -> str:
    return f"{path} needs {need / 1e9:.1f} GB beside it to be written anew, and {free / 1e9:.1f} GB are free. {_AGAIN}"


def _emptied(db: sqlite_utils.Database) -> bool:
    """Whether all of the write-ahead log stands in the file now, and the log has no bytes."""
    before = db.conn.execute("PRAGMA busy_timeout").fetchone()[0]
    db.conn.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    busy = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    db.conn.execute(f"PRAGMA busy_timeout = {before}")
    return not busy


def _is_told_elsewhere(db: sqlite_utils.Database, phrase: str) -> bool:
    """Whether another post has these words, too, and keeps them."""
    found = db.conn.execute(
        "SELECT 1 FROM texts WHERE instr(body, ?1) OR instr(title, ?1) OR instr(teaser, ?1) LIMIT 1", [phrase]
    ).fetchone()
    return found is not None


def _is_in(path: Path, phrase: str) -> bool:
    wanted = phrase.encode("utf-8", "replace")
    return any(part.find(wanted) >= 0 for part in _bytes_of(path))


def _bytes_of(path: Path) -> Iterator[mmap.mmap]:
    for name in (path.name, f"{path.name}-wal"):
        file = path.with_name(name)
        if file.exists() and file.stat().st_size:
            with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as part:
                yield part
