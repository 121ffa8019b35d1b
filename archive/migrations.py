"""Brings an archive up to date by the steps of steps.py, each of them atomic; refuses what is not ours to touch."""

from __future__ import annotations

import struct
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from archive import schema
from archive.lock import migration_lock
from archive.steps import APPLICATION_ID, STEPS
from archive.transactions import transaction
from errors import ArchiveError, NewerArchiveError, OlderArchiveError


def version() -> int:
    """The version that this program makes: the number of its steps."""
    return len(STEPS.pending(sqlite_utils.Database(memory=True, execute_plugins=False)))


def refuse_foreign(path: Path) -> None:
    """Look at the file's head, without opening it as a database, and refuse what is not ours to touch.

    Raises NewerArchiveError, ArchiveError for another program's database, OSError.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return  # new, or no database at all: SQLite will say so
    made_by, application = struct.unpack(">I", head[60:64])[0], struct.unpack(">I", head[68:72])[0]
    if application not in (0, APPLICATION_ID):
        raise _other_program(path)
    if application == APPLICATION_ID and made_by > version():
        raise _newer(path, made_by)


def refuse_opened(db: sqlite_utils.Database, path: Path) -> None:
    """The same once it is open, for what the head alone does not tell: a log not yet written back, other tables.

    Nothing was written so far. Raises NewerArchiveError, ArchiveError.
    """
    with db.atomic():  # one look: somebody may be making the tables just now
        made_by = _user_version(db)
        application = db.conn.execute("PRAGMA application_id").fetchone()[0]
        others = db.conn.execute(
            "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND tbl_name != ?",
            [STEPS.migrations_table],
        ).fetchone()[0]
    if application == APPLICATION_ID and made_by > version():
        raise _newer(path, made_by)
    if application != APPLICATION_ID and others:
        raise _other_program(path)


def bring_up_to_date(db: sqlite_utils.Database, path: Path, *, writable: bool, steps: Migrations = STEPS) -> None:
    """Apply the steps that the archive lacks, one process at a time, and make the views as they are now.

    Raises OlderArchiveError for an old archive that may not be written.
    """
    old = bool(steps.pending(db))
    if not writable:
        if old:
            raise OlderArchiveError(
                f"The archive {path} is of an older version; `scrapy collect` brings it up to date."
            )
        return
    if not old and _readers_are_current(db):
        return
    with migration_lock(path):
        # Another process may have done it while we waited; steps that are applied are not pending.
        names = [step.name for step in steps.pending(db)]
        for number in range(len(names)):
            with transaction(db):
                steps.apply(db, stop_before=names[number + 1 :])
                db.conn.execute(f"PRAGMA user_version = {_applied(db, steps)}")
        with transaction(db):
            if not _readers_are_current(db):
                _remake_readers(db)


def _applied(db: sqlite_utils.Database, steps: Migrations) -> int:
    """How many steps this archive has behind it."""
    return len(list(steps.applied(db)))


def _user_version(db: sqlite_utils.Database) -> int:
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def _readers_are_current(db: sqlite_utils.Database) -> bool:
    """Whether views and data dictionary say what this version says."""
    views = dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    rows = db.conn.execute("SELECT table_name, column_name, about FROM data_dictionary").fetchall()
    return views == schema.view_statements() and sorted(rows) == sorted(schema.dictionary_rows())


def _remake_readers(db: sqlite_utils.Database) -> None:
    """Views hold no data, so they are dropped and made anew rather than migrated."""
    for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        db.conn.execute(f'DROP VIEW "{name}"')
    for statement in schema.view_statements().values():
        db.conn.execute(statement)
    db.conn.execute("DELETE FROM data_dictionary")
    db.conn.executemany("INSERT INTO data_dictionary VALUES (?, ?, ?)", schema.dictionary_rows())


def _newer(path: Path, made_by: int) -> NewerArchiveError:
    return NewerArchiveError(
        f"The archive {path} was made by a newer version of this program (its version is {made_by}, ours is "
        f"{version()}); it was left untouched. Use the newer version, or name another file."
    )


def _other_program(path: Path) -> ArchiveError:
    return ArchiveError(f"{path} is a database of another program; it was left as it is. Name another file.")
