"""Writes findings down, so that the site shows them and a history stays; says which of them nobody was told of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import sqlite_utils

from archive.health.finding import Finding, Known
from archive.times import instant, stamp
from archive.transactions import transaction

#: A finding that lasts is told again after so long.
REMINDER = timedelta(days=7)


def keep_findings(
    db: sqlite_utils.Database, found: Iterable[Finding], now: datetime, looked_at: Collection[str] | None = None
) -> None:
    """Begin, go on with and end findings, in one transaction.

    looked_at: the kinds that were looked for; None means all. Findings of other kinds stay open as they are. Raises
    ArchiveError.
    """
    at = stamp(now)
    by_key = {one.key: one for one in found}
    with transaction(db):
        kept = {
            key: (number, kind)
            for number, key, kind in db.conn.execute("SELECT id, key, kind FROM findings WHERE ended_at IS NULL")
        }
        for key, (number, kind) in kept.items():
            if key not in by_key and (looked_at is None or kind in looked_at):
                db.conn.execute("UPDATE findings SET ended_at = ? WHERE id = ?", [at, number])
        for key, one in by_key.items():
            number = _go_on(db, kept[key][0], one, at) if key in kept else _begin(db, one, at)
            _write_sources(db, number, one.sources)


def note_told(db: sqlite_utils.Database, keys: Iterable[str], now: datetime) -> None:
    """Note that these findings were told. Raises ArchiveError."""
    with transaction(db):
        db.conn.executemany(
            "UPDATE findings SET told_at = ? WHERE key = ? AND ended_at IS NULL", [(stamp(now), key) for key in keys]
        )


def with_history(db: sqlite_utils.Database, found: Sequence[Finding], now: datetime) -> list[Known]:
    """The findings beside what was noted of them. A week after it was told, one counts as not told: a reminder is due.

    Told is also what `collect` says of channels in its last lines, and reminds of: the table troubles has it.
    """
    kept = {
        key: (first, told)
        for key, first, told in db.conn.execute(
            "SELECT key, first_seen_at, told_at FROM findings WHERE ended_at IS NULL"
        )
    }
    by_run = dict(db.conn.execute("SELECT channel_id, told_at FROM troubles").fetchall())
    known = []
    for one in found:
        first, told = kept.get(one.key, (None, None))
        of_channels = [by_run.get(channel) for channel in one.channels]
        if of_channels and all(of_channels):
            told = max(filter(None, [told, *of_channels]))
        if told is not None and now - instant(told) > REMINDER:
            told = None
        known.append(Known(one, first, told))
    return known


def _begin(db: sqlite_utils.Database, one: Finding, at: str) -> int:
    made = db.conn.execute(
        "INSERT INTO findings (key, kind, weight, subject, sentence, evidence, next_step, since, first_seen_at,"
        " last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            one.key, one.kind, one.weight, one.subject, one.sentence, json.dumps(one.evidence), one.next_step,
            one.since, at, at,
        ],
    )  # fmt: skip
    return int(made.lastrowid or 0)


def _go_on(db: sqlite_utils.Database, number: int, one: Finding, at: str) -> int:
    db.conn.execute(
        "UPDATE findings SET weight = ?, sentence = ?, evidence = ?, next_step = ?, since = ?,"
        " last_seen_at = max(last_seen_at, ?) WHERE id = ?",
        [one.weight, one.sentence, json.dumps(one.evidence), one.next_step, one.since, at, number],
    )
    return number


def _write_sources(db: sqlite_utils.Database, number: int, sources: Iterable[str]) -> None:
    """Those it concerns now; those that it concerned before stay in sight, since it concerned them."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO finding_sources (finding_id, source_id) SELECT ?, id FROM sources WHERE id = ?",
        [(number, source_id) for source_id in sources],
    )
