"""How much room the archive takes, how fast that grows, and when the disk will be full."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from statistics import median

import sqlite_utils

from archive.times import a_day, instant, stamp
from errors import ArchiveError

#: days of runs that the growth is told by, and how many between the first and the last say nothing
LOOK_BACK, LEAST_DAYS = 90, 7
MONTH = 30.44
#: what lies further ahead is no forecast
FARTHEST = timedelta(days=20 * 365)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Bytes. a_month: how much comes in a month, None while too few days are known; it may be negative after a tidy-up.
    full_on: the day on which the disk is full if it goes on so; None where that is unknown or far off."""

    archive: int
    captures: int
    free: int
    a_month: int | None
    full_on: date | None

    def sentence(self) -> str:
        """The forecast in words."""
        told = f"The archive takes {size(self.archive)}, captures {size(self.captures)}; {size(self.free)} are free."
        if self.a_month is None:
            return f"{told} How fast that grows is known after a week of runs."
        told += f" About {size(max(self.a_month, 0))} come in a month."
        if self.full_on is None:
            return f"{told} The disk will do for years."
        return f"{told} So the disk is full about {a_day(self.full_on)}."


def sizes(db: sqlite_utils.Database, captures: Path | None = None) -> tuple[int, int]:
    """Bytes of the archive's file and of the files under a directory of captures. Never raises for the latter."""
    ask = db.conn.execute
    archive = ask("PRAGMA page_count").fetchone()[0] * ask("PRAGMA page_size").fetchone()[0]
    return int(archive), _bytes_under(captures) if captures is not None else 0


def forecast(db: sqlite_utils.Database, path: Path, captures: Path, now: datetime) -> Forecast:
    """The forecast for the disk on which the archive at `path` stands. Raises ArchiveError where it cannot be asked."""
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError as error:
        raise ArchiveError(f"The disk of {path} cannot be asked for its room ({error.strerror}).") from error
    archive, kept = sizes(db, captures)
    grows = growth_a_day(db)
    return Forecast(archive, kept, free, None if grows is None else round(grows * MONTH), full_on(free, grows, now))


def growth_a_day(db: sqlite_utils.Database) -> float | None:
    """Bytes by which archive and captures grow in a day, by the runs of the last months; None while that is unknown."""
    return growth(_history(db))


def growth(days: Sequence[tuple[date, int]]) -> float | None:
    """Bytes a day: the middle one of all slopes between two days, so that one backfill is not taken for a habit.

    days: each once, with the bytes at its end. None where fewer than LEAST_DAYS lie between the first and the last.
    """
    if len(days) < 3 or (max(days)[0] - min(days)[0]).days < LEAST_DAYS:
        return None
    return median((two[1] - one[1]) / (two[0] - one[0]).days for one, two in combinations(sorted(days), 2))


def full_on(free: int, grows: float | None, now: datetime) -> date | None:
    """The day on which `free` bytes are used up; None where that is unknown, or further off than anybody can say."""
    if grows is None or grows <= 0 or free / grows > FARTHEST.days:
        return None
    return (now + timedelta(days=free / grows)).date()


def size(count: int) -> str:
    """Bytes as people say them: 512 bytes, 3.4 MB, 120 GB."""
    amount = float(count)
    for word in ("bytes", "KB", "MB", "GB"):
        if abs(amount) < 1000:
            return f"{amount:.0f} {word}" if word == "bytes" or abs(amount) >= 100 else f"{amount:.1f} {word}"
        amount /= 1000
    return f"{amount:,.1f} TB"


def _history(db: sqlite_utils.Database) -> list[tuple[date, int]]:
    """The bytes after the last run of each day, back from the newest one."""
    newest = db.conn.execute("SELECT max(started_at) FROM crawls WHERE archive_bytes IS NOT NULL").fetchone()[0]
    if newest is None:
        return []
    rows = db.conn.execute(
        "SELECT substr(ended_at, 1, 10), archive_bytes + coalesce(captures_bytes, 0), max(id) FROM crawls"
        " WHERE archive_bytes IS NOT NULL AND started_at >= ? AND ended_at IS NOT NULL GROUP BY 1",
        [stamp(instant(newest) - timedelta(days=LOOK_BACK))],
    )
    return [(instant(f"{day}T00:00:00Z").date(), int(count)) for day, count, _ in rows]


def _bytes_under(folder: Path) -> int:
    total = 0
    try:
        for path in folder.rglob("*"):
            total += path.lstat().st_size if path.is_file() and not path.is_symlink() else 0
    except OSError:  # a file that a rotation has just taken away; the next run counts anew
        return total
    return total
