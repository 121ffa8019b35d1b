"""Transactions, and SQLite's troubles told in sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlite_utils

from errors import ArchiveError

#: What SQLite's primary result codes mean for the operator. Others are errors of ours and stay exceptions.
_TROUBLES = {
    sqlite3.SQLITE_FULL: "there is no room left on the disk; make room and run again, nothing that was kept is lost",
    sqlite3.SQLITE_READONLY: "it is read-only here; give this user the right to write it and its directory",
    sqlite3.SQLITE_PERM: "this user may not use it; give it the right to read and write it",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened or made; check the path and the rights of its directory",
    sqlite3.SQLITE_BUSY: "another program kept it locked for too long; run again when that has ended",
    sqlite3.SQLITE_LOCKED: "another program kept it locked for too long; run again when that has ended",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write it; check the disk",
    sqlite3.SQLITE_CORRUPT: "it is damaged; keep a copy and restore the last backup with `scrapy restore`",
    sqlite3.SQLITE_NOTADB: "it is no SQLite database; name another file or move this one away",
    sqlite3.SQLITE_NOLFS: "the file system does not take files of this size",
}
#: Writing failed for a reason that SQLite does not tell apart: a limit of the size of files or of a quota, or the disk.
_UNWRITTEN = (
    "it could not be written further: a limit of the size of files (`ulimit -f`) or a quota is reached, or the disk is"
    " broken; make room or lift the limit and run again, nothing that was kept is lost"
)
_WRITING = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
)


@contextmanager
def transaction(db: sqlite_utils.Database) -> Iterator[None]:
    """All or nothing; within another transaction a part of it. SQLite's troubles come out as ArchiveError.

    IMMEDIATE, since a transaction that reads first and writes later fails at once, without waiting, if somebody else
    wrote in between.
    """
    if db.conn.in_transaction:
        yield
        return
    with troubles_told(db):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


@contextmanager
def troubles_told(where: Path | sqlite_utils.Database) -> Iterator[None]:
    """Turn troubles with disk, rights, locks and damage into ArchiveError; errors of ours pass through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        trouble = _TROUBLES.get(code & 0xFF) if code is not None else None
        if trouble is None:
            raise
        if code in _WRITING:
            trouble = _UNWRITTEN
        path = where if isinstance(where, Path) else _file_of(where)
        raise ArchiveError(f"The archive {path} cannot be used: {trouble} ({error}).") from error


def _file_of(db: sqlite_utils.Database) -> str:
    try:
        return str(db.conn.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.Error:
        return "file"
