"""`scrapy doctor` looks into the archive's file: is it sound, is the index true, do counts and versions agree?

Reads only, but for FTS5's own check, which is written as an INSERT and changes nothing.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlite_utils

from archive.captures.finding_again import lost_captures
from archive.captures.rules import CaptureRules
from archive.captures.standing import state
from archive.disk import size
from archive.health.looking import Places
from archive.health.reading_work import lock_state, newest_backup, run_states
from archive.health.runs import CLOCK_SLACK, overdue_after
from archive.lock import lock_file, lock_words, run_lock
from archive.migrations import version
from archive.times import instant
from errors import ArchiveError, LockedError

RESTORE = "Keep a copy of the file, and restore the last backup with `scrapy restore`."
#: A write-ahead log above this was not emptied for long: a reader held it, or no run came to its end.
WAL_LARGE = 64_000_000
#: problems that are listed; the first ones say enough
LISTED = 5
_COUNTS = (
    (
        "posts by source",
        "WITH truth AS (SELECT source_id, count(*) AS posts FROM item_rows WHERE shown = 1 GROUP BY 1),"
        " told AS (SELECT source_id, sum(posts) AS posts FROM share_rows GROUP BY 1)"
        " SELECT count(*) FROM sources AS s LEFT JOIN truth AS t ON t.source_id = s.id"
        " LEFT JOIN told AS o ON o.source_id = s.id WHERE coalesce(t.posts, 0) != coalesce(o.posts, 0)",
    ),
    (
        "posts by month",
        "WITH truth AS (SELECT source_id, count(*) AS posts FROM item_rows WHERE shown = 1 GROUP BY 1),"
        " told AS (SELECT source_id, sum(posts) AS posts FROM month_rows WHERE topic = '' GROUP BY 1)"
        " SELECT count(*) FROM sources AS s LEFT JOIN truth AS t ON t.source_id = s.id"
        " LEFT JOIN told AS o ON o.source_id = s.id WHERE coalesce(t.posts, 0) != coalesce(o.posts, 0)",
    ),
    (
        "posts of stories",
        "SELECT count(*) FROM stories AS s LEFT JOIN (SELECT story_id, count(*) AS posts FROM item_rows WHERE shown = 1"
        " AND story_id IS NOT NULL GROUP BY 1) AS t ON t.story_id = s.id WHERE t.posts IS NOT NULL"
        " AND t.posts != s.item_count",
    ),
)


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at: state is ok, warning or broken. repair: what `--fix` may do about it, a key of REPAIRS."""

    name: str
    state: str
    sentence: str
    next_step: str = ""
    repair: str | None = None


def ok(name: str, sentence: str) -> Check:
    """All is as it should be."""
    return Check(name, "ok", sentence)


def file_checks(
    db: sqlite_utils.Database, places: Places, now: datetime, say: Callable[[str], None]
) -> Iterator[Check]:
    """The checks of an archive that could be opened. say: told what takes long. Raises nothing for a damaged file."""
    path = places.archive
    looks: tuple[tuple[str, Callable[[], Check]], ...] = (
        ("version", lambda: _version(db)),
        ("database", lambda: _integrity(db, say)),
        ("links", lambda: _foreign_keys(db)),
        ("index", lambda: _index(db, path, say)),
        ("counts", lambda: _counts(db)),
        ("log", lambda: _log(path)),
        ("lock", lambda: _lock(path)),
        ("runs", lambda: _runs(db, path, now)),
        ("clock", lambda: _clock(db, path, now)),
        ("backups", lambda: _backups(places.backups, now)),
        ("captures", lambda: _captures(db, places.captures)),
    )
    for name, check in looks:
        try:
            yield check()
        except (sqlite3.DatabaseError, ArchiveError) as error:
            yield Check(name, "broken", f"The archive cannot be read there: {error}.", RESTORE)


def _version(db: sqlite_utils.Database) -> Check:
    made_by, ours = db.conn.execute("PRAGMA user_version").fetchone()[0], version()
    if made_by > ours:
        return Check("version", "broken", f"The archive is of version {made_by}, and this program makes {ours}.",
                     "Use the newer program, or name another archive.")  # fmt: skip
    if made_by < ours:
        return Check("version", "warning", f"The archive is of version {made_by}, and this program makes {ours}.",
                     "`scrapy backup`, then `scrapy collect` brings it up to date.")  # fmt: skip
    return ok("version", f"The archive is of version {made_by}, which is this program's.")


def _integrity(db: sqlite_utils.Database, say: Callable[[str], None]) -> Check:
    say("Reading the whole database")
    rows = [row[0] for row in db.conn.execute("PRAGMA integrity_check(20)")]
    # Newer versions of SQLite look at the full-text index, too; that has a check and a remedy of its own.
    wrong = [row for row in rows if row != "ok" and "FTS5" not in row.upper()]
    if not wrong:
        return ok("database", "SQLite finds the file sound (integrity_check).")
    told = "; ".join(wrong[:LISTED])
    return Check("database", "broken", f"The file is damaged: {told[:500]}.", RESTORE)


def _foreign_keys(db: sqlite_utils.Database) -> Check:
    rows = db.conn.execute("PRAGMA foreign_key_check").fetchmany(1000)
    if not rows:
        return ok("links", "Every row that names another finds it (foreign_key_check).")
    tables = sorted({f"{row[0]} to {row[2]}" for row in rows})
    return Check(
        "links", "broken", f"{len(rows)} rows name others that are not there: {', '.join(tables[:LISTED])}.", RESTORE
    )


def _index(db: sqlite_utils.Database, path: Path, say: Callable[[str], None]) -> Check:
    """FTS5 compares its index with the words it was made of, behind a door for writers; nothing is written."""
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return ok("index", "The full-text index was not compared: this user may not write the archive.")
    say("Comparing the full-text index with the texts")
    try:
        with run_lock(path), closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as own:
            own.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    except LockedError:
        return ok("index", "The full-text index was not compared, because a run is at work.")
    except sqlite3.OperationalError as error:
        return Check("index", "warning", f"The full-text index could not be compared ({error}).", "Look again later.")
    except sqlite3.DatabaseError as error:
        return Check("index", "broken", f"The full-text index does not agree with the texts ({error}).",
                     "`scrapy doctor --fix` builds it anew; no word is lost.", "index")  # fmt: skip
    rows = db.conn.execute("SELECT count(*) FROM texts WHERE search_id IS NOT NULL").fetchone()[0]
    return ok("index", f"The full-text index agrees with {rows:,} texts.")


def _counts(db: sqlite_utils.Database) -> Check:
    if db.conn.execute("SELECT count(*) FROM share_rows WHERE stale = 1").fetchone()[0]:
        return Check("counts", "warning", "Some counts of posts by source wait for the end of a run.",
                     "`scrapy collect`, or `scrapy doctor --fix`, counts them.", "counts")  # fmt: skip
    wrong = [(what, many) for what, sql in _COUNTS if (many := db.conn.execute(sql).fetchone()[0])]
    if not wrong:
        return ok("counts", "What pages show as counted agrees with the rows.")
    told = ", ".join(f"{what} ({many:,})" for what, many in wrong)
    return Check("counts", "warning", f"Counts that pages show are not those of the rows: {told}.",
                 "`scrapy doctor --fix` counts them anew.", "counts")  # fmt: skip


def _log(path: Path) -> Check:
    file = path.with_name(path.name + "-wal")
    bytes_there = file.stat().st_size if file.exists() else 0
    if bytes_there <= WAL_LARGE:
        return ok("log", f"The write-ahead log holds {size(bytes_there)}.")
    return Check("log", "warning", f"The write-ahead log has grown to {size(bytes_there)}.",
                 "`scrapy doctor --fix` writes it back, once no program reads the archive.", "log")  # fmt: skip


def _lock(path: Path) -> Check:
    holder, words = lock_state(path), lock_words(lock_file(path))
    if holder is not None:
        return ok("lock", f"Process {holder.pid} on {holder.host} is at work since {holder.since}.")
    if words is not None:
        return ok("lock", f"Nobody holds the lock; process {words[0]}, which is gone, left its name in it.")
    return ok("lock", "Nobody holds the lock.")


def _runs(db: sqlite_utils.Database, path: Path, now: datetime) -> Check:
    runs = run_states(db, now)
    if not runs:
        return Check("runs", "warning", "Nothing has been collected yet.", "`scrapy collect` begins.")
    if any(run.outcome == "running" for run in runs) and lock_state(path) is None:
        open_ones = ", ".join(str(run.crawl_id) for run in runs if run.outcome == "running")
        return Check("runs", "warning", f"Run {open_ones} ended without a word and is not closed.",
                     "`scrapy doctor --fix` closes it, as the next run would; all it kept stays.", "runs")  # fmt: skip
    good = next((run for run in runs if run.outcome in ("finished", "bounded")), None)
    if good is None:
        return Check("runs", "warning", f"No run came to a good end; the last one: {runs[0].outcome}.",
                     "`scrapy collect` by hand says why.")  # fmt: skip
    at = good.ended_at or good.started_at
    if now - instant(at) > overdue_after(runs):
        return Check("runs", "warning", f"The last good run ended at {at}, which is long ago.",
                     "See why cron or the timer does not run it; then `scrapy collect`.")  # fmt: skip
    return ok("runs", f"The last good run is number {good.crawl_id}; it ended at {at}.")


def _clock(db: sqlite_utils.Database, path: Path, now: datetime) -> Check:
    """Against what was written before; the network is not asked."""
    last = db.conn.execute("SELECT max(started_at) FROM crawls").fetchone()[0]
    if last is not None and instant(last) > now + CLOCK_SLACK:
        return Check("clock", "broken", f"The clock says {now:%Y-%m-%d %H:%M} UTC, and a run began at {last}.",
                     "Set the clock (`timedatectl`) before the next run.")  # fmt: skip
    ahead = path.stat().st_mtime - time.time()
    if ahead > CLOCK_SLACK.total_seconds():
        return Check("clock", "broken", f"The archive's file was written {ahead / 60:,.0f} minutes ahead of the clock.",
                     "Set the clock (`timedatectl`) before the next run.")  # fmt: skip
    return ok("clock", f"The clock says {now:%Y-%m-%d %H:%M} UTC, later than all that was kept.")


def _backups(backups: Path | None, now: datetime) -> Check:
    at = newest_backup(backups)
    if at is None:
        return Check("backups", "warning", "No backup is known.", "`scrapy backup`, once a day from cron or a timer.")
    if now - instant(at) > timedelta(days=8):
        return Check(
            "backups", "warning", f"The newest backup is of {at[:10]}.", "`scrapy backup`, and see why it stopped."
        )
    return ok("backups", f"The newest backup was made at {at}.")


def _captures(db: sqlite_utils.Database, rules: CaptureRules | None) -> Check:
    """What the table says is kept, against the files."""
    if rules is None:
        return ok("captures", "Captures were not looked at.")
    found = state(db, rules)
    if found.missing:
        names = ", ".join(found.missing[:LISTED])
        told = f"{len(found.missing)} files of captures are not in {rules.folder}: {names}."
        return Check("captures", "broken", told,
                     "Set CAPTURES_DIR to where they are, or restore them from the last backup;"
                     " `scrapy doctor --fix` finds what was written anew into other files.", "captures")  # fmt: skip
    if found.stopped:
        return Check("captures", "warning", f"Bytes are not kept at present: {found.stopped}", "See CAPTURES_MAX_GB.")
    short = [name for name, least in _files(db) if (rules.folder / name).stat().st_size < least]
    if short:
        told = f"Files of captures are shorter than what was written: {', '.join(short[:LISTED])}."
        return Check("captures", "broken", told,
                     "Restore them from the last backup; `scrapy doctor --fix` looks in other files.",
                     "captures")  # fmt: skip
    if lost := len(lost_captures(db, rules)):
        told = f"The bytes of {lost:,} captures are not where the archive says."
        return Check("captures", "broken", told,
                     "`scrapy doctor --fix` looks for them in all files.", "captures")  # fmt: skip
    kept = f"{found.files:,} files with {size(found.size)} of captures are all there"
    return ok("captures", f"{kept}." if rules.on else f"{kept}; captures are switched off.")


def _files(db: sqlite_utils.Database) -> list[tuple[str, int]]:
    return [(row[0], row[1]) for row in db.conn.execute("SELECT file, size FROM capture_files WHERE left_at IS NULL")]
