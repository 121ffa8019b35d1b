"""Opens and closes the archive's file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import sqlite_utils

from archive import migrations
from archive.lock import migration_lock
from archive.transactions import troubles_told
from errors import ArchiveError

#: milliseconds that a write waits for another writer
BUSY_TIMEOUT = 10_000
#: in an archive of fewer posts every plan is quick
_FEW = 1_000
#: bytes to which the write-ahead log is cut back once it was emptied (it grew to hundreds of MB elsewhere)
WAL_LIMIT = 16 * 1024 * 1024


def open_archive(path: Path, *, writable: bool = True) -> sqlite_utils.Database:
    """The archive at `path`, made and brought up to date if `writable`; directories above it are made, too.

    WAL, foreign keys on, a busy timeout, synchronous NORMAL (after a power cut the last commits may be missing, the
    file is sound). Raises ArchiveError with one sentence for whatever is in the way, and NewerArchiveError, the file
    untouched, for an archive of a newer version.
    """
    try:
        if path.is_dir():
            raise ArchiveError(f"{path} is a directory; the archive must be a file.")
        if writable:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                make_private(path)
        elif not path.exists():
            raise ArchiveError(f"There is no archive at {path}; `scrapy collect` makes one.")
        migrations.refuse_foreign(path)
    except OSError as error:
        raise ArchiveError(f"The archive {path} cannot be used: {error.strerror}.") from error
    with troubles_told(path):
        db = _connected(path, writable)
        try:
            migrations.refuse_opened(db, path)
            _set_up(db, path, writable)
            migrations.bring_up_to_date(db, path, writable=writable)
        except BaseException:
            db.close()
            raise
    return db


def make_private(path: Path) -> None:
    """An empty file that other users of the machine cannot read; the group may, as far as the umask lets it.

    SQLite gives the files beside an archive the rights of the archive. Raises OSError.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660))


def is_frozen(path: Path) -> bool:
    """Whether nobody is at work in the archive, and its directory cannot be written by this process.

    SQLite makes two files beside an archive even to read it; where it may not, it must be told that none are needed
    (`immutable=1`). It takes no locks then and sees no later change, so a log with something in it speaks against it,
    and so do both files together: then somebody may be at work, and they serve this reader, too. Never raises.
    """
    shared, log = path.with_name(path.name + "-shm"), path.with_name(path.name + "-wal")
    try:
        if os.access(path.parent, os.W_OK):
            return False
        return not log.exists() or (log.stat().st_size == 0 and not shared.exists())
    except OSError:  # a directory that cannot even be looked into
        return False


def close_archive(db: sqlite_utils.Database) -> None:
    """Close it after a tidy-up: fresh statistics for the planner, the write-ahead log emptied into the file.

    A reader that is at work may keep the log from being emptied; the next run does it then. Never raises for that.
    """
    with suppress(sqlite3.OperationalError):  # tidying is a kindness; everything is committed already
        db.conn.execute("PRAGMA busy_timeout = 1000")
        db.conn.execute("PRAGMA analysis_limit = 400")
        _measure(db)
        db.conn.execute("PRAGMA optimize")
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def _measure(db: sqlite_utils.Database) -> None:
    """Look at tables of which the planner knows nothing, and at all where the archive is twice as large as it knows.

    `PRAGMA optimize` looks only at what this connection asked; the site asks other tables, and without statistics it
    was seen to begin a calendar with a million posts.
    """
    known = db.conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
    measured = (
        dict(db.conn.execute("SELECT tbl, stat FROM sqlite_stat1 ORDER BY cast(stat AS INTEGER)")) if known else {}
    )
    (posts,) = db.conn.execute("SELECT coalesce(max(id), 0) FROM item_rows").fetchone()
    if posts < _FEW:
        return  # without statistics the planner takes indexes; of a few rows it would learn that it need not
    if posts > 2 * int((measured.get("item_rows") or "0").split()[0]):
        db.conn.execute("ANALYZE")
        return
    indexed = db.conn.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'index'").fetchall()
    for (table,) in indexed:
        if table not in measured and db.conn.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
            db.conn.execute(f"ANALYZE {table}")


def _connected(path: Path, writable: bool) -> sqlite_utils.Database:
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if writable else 'ro'}"
    if not writable and is_frozen(path):
        uri += "&immutable=1"
    # No implicit transactions: every BEGIN is ours. Each distinct statement is compiled once.
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT / 1000, cached_statements=512)
    return sqlite_utils.Database(conn, recursive_triggers=True, execute_plugins=False)


def _set_up(db: sqlite_utils.Database, path: Path, writable: bool) -> None:
    """What holds for one connection only and is off by default; and, once in a file's life, how it is laid out."""
    db.conn.execute("PRAGMA foreign_keys = ON")
    db.conn.execute("PRAGMA cache_size = -16000")
    if not writable:
        return
    if db.conn.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        with migration_lock(path):  # two at once would find each other in the way, and no timeout helps with that
            # Rows of two or three KB would leave a third of a 4 KB page empty.
            db.conn.execute("PRAGMA page_size = 8192")
            db.conn.execute("PRAGMA journal_mode = WAL")
    db.conn.execute("PRAGMA synchronous = NORMAL")
    db.conn.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT}")
