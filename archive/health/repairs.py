"""What `scrapy doctor --fix` does. Nothing here touches a word of a post: indexes, counts, logs and open rows only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlite_utils

from archive.disk import size
from archive.stories.shares import count_shares
from archive.summaries import count_summaries
from archive.tables.shares import MARK_ALL
from archive.transactions import transaction, troubles_told

_STORIES = (
    "UPDATE stories SET item_count = t.posts FROM (SELECT story_id, count(*) AS posts FROM item_rows WHERE shown = 1"
    " AND story_id IS NOT NULL GROUP BY story_id) AS t WHERE t.story_id = stories.id AND t.posts != stories.item_count"
)


def rebuild_index(db: sqlite_utils.Database, path: Path, now: datetime) -> str:
    """Build the full-text index anew from the texts. Raises ArchiveError."""
    with transaction(db):
        db.conn.execute("INSERT INTO search(search) VALUES ('rebuild')")
        db.conn.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
        rows = db.conn.execute("SELECT count(*) FROM texts WHERE search_id IS NOT NULL").fetchone()[0]
    return f"The full-text index was built anew from {rows:,} texts."


def recount(db: sqlite_utils.Database, path: Path, now: datetime) -> str:
    """Count anew what pages show as counted. Raises ArchiveError."""
    with transaction(db):
        db.conn.execute("UPDATE share_rows SET stale = 1")
        db.conn.execute(MARK_ALL)
        stories = db.conn.execute(_STORIES).rowcount
    years = count_shares(db)
    count_summaries(db)
    return f"Counted anew: {years:,} years of sources, all months, and {max(stories, 0):,} stories."


def write_back_log(db: sqlite_utils.Database, path: Path, now: datetime) -> str:
    """Empty the write-ahead log into the file. Raises ArchiveError."""
    file = path.with_name(path.name + "-wal")
    before = file.stat().st_size if file.exists() else 0
    with troubles_told(db):
        busy = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        return "The write-ahead log is in use by a reader; stop the site for a moment and run this again."
    return f"The write-ahead log of {size(before)} was written back."


def close_killed(db: sqlite_utils.Database, path: Path, now: datetime) -> str:
    """Close the rows of runs that ended without a word. The caller holds the lock. Raises ArchiveError."""
    with transaction(db):
        closed = db.conn.execute(
            "UPDATE crawls SET outcome = 'killed',"
            " sentence = 'The run ended without a word; what it had kept is kept.',"
            " ended_at = coalesce((SELECT max(last_at) FROM visits WHERE crawl_id = crawls.id), started_at)"
            " WHERE outcome = 'running'"
        ).rowcount
    return f"Closed {closed} run{'' if closed == 1 else 's'} that had been killed."


#: key of a check's `repair` -> what does it, in the order in which they are done
REPAIRS: dict[str, Callable[[sqlite_utils.Database, Path, datetime], str]] = {
    "runs": close_killed,
    "index": rebuild_index,
    "counts": recount,
    "log": write_back_log,
}
