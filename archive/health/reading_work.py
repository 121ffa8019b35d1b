"""Reads what is known of our own work: rows of runs, the lock, the disk, backups, deliveries. Changes nothing."""

from __future__ import annotations

import os
import shutil
import socket
from datetime import datetime
from pathlib import Path

import sqlite_utils

from archive.backing_up.shelf import last_backup
from archive.captures.rules import CaptureRules
from archive.captures.standing import state
from archive.disk import growth_a_day
from archive.health.runs import CaptureState, CarrierState, DiskState, LockState, RunState, Work
from archive.lock import lock_file, lock_words
from archive.times import stamp

#: runs that are looked at: ten days of one every ten minutes
RUNS = 1_500
#: a message that was handed over so often and not taken counts as stuck
TRIES = 3


def work_of(
    db: sqlite_utils.Database,
    archive: Path,
    backups: Path | None,
    captures: CaptureRules | None,
    now: datetime,
    *,
    at_work: bool = False,
) -> Work:
    """All that is known of our own work. at_work: a run asks, which holds the lock itself and does well so far."""
    return Work(
        runs=run_states(db, now, at_work=at_work),
        lock=None if at_work else lock_state(archive),
        disk=disk_state(db, archive),
        newest_backup_at=newest_backup(backups),
        captures=capture_state(db, captures),
        carriers=carrier_states(db),
    )


def run_states(db: sqlite_utils.Database, now: datetime, *, at_work: bool = False) -> tuple[RunState, ...]:
    """The newest runs first. A run that is at its end counts as finished: it came this far."""
    rows = db.conn.execute("SELECT id, started_at, ended_at, outcome FROM crawls ORDER BY id DESC LIMIT ?", [RUNS])
    runs = [RunState(*row) for row in rows.fetchall()]
    if at_work and runs and runs[0].outcome == "running":
        runs[0] = RunState(runs[0].crawl_id, runs[0].started_at, stamp(now), "finished")
    return tuple(runs)


def lock_state(archive: Path) -> LockState | None:
    """Who holds the lock of runs; None where nobody does, or nobody can say."""
    file = lock_file(archive)
    words = lock_words(file)
    if words is None or not is_alive(words[0], words[1]):
        return None
    return LockState(*words)


def is_alive(pid: int, host: str) -> bool:
    """Whether a process is there. Of another machine nothing is known, so it counts as alive."""
    if host != socket.gethostname():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def disk_state(db: sqlite_utils.Database, archive: Path) -> DiskState | None:
    """Room on the disk of the archive, and how fast that is used up."""
    try:
        usage = shutil.disk_usage(archive.parent)
    except OSError:
        return None
    return DiskState(usage.free, usage.total, growth_a_day(db))


def newest_backup(backups: Path | None) -> str | None:
    """When the newest whole backup was made; None where there is none."""
    last = last_backup(backups) if backups is not None else None
    return None if last is None else stamp(last.made_at)


def capture_state(db: sqlite_utils.Database, rules: CaptureRules | None) -> CaptureState | None:
    """Captures beside their budget; None where they are switched off."""
    if rules is None or not rules.on:
        return None
    found = state(db, rules)
    return CaptureState(found.size, found.max_size, found.stopped, found.since)


def carrier_states(db: sqlite_utils.Database) -> tuple[CarrierState, ...]:
    """Carriers that fail, with the messages that wait for them; what waits for its hour or its day is not stuck."""
    rows = db.conn.execute(
        "SELECT d.carrier, min(d.watch_id), count(*), coalesce(c.failing_since, min(d.attempted_at)),"
        " coalesce(c.sentence, max(d.sentence))"
        " FROM deliveries AS d LEFT JOIN carriers AS c ON c.id = d.carrier"
        " WHERE d.state NOT IN ('sent', 'dropped') AND (c.failing_since IS NOT NULL OR d.attempts >= ?)"
        " GROUP BY d.carrier ORDER BY d.carrier",
        [TRIES],
    )
    return tuple(CarrierState(row[0], row[1], row[2], row[3], row[4] or "") for row in rows.fetchall() if row[3])
