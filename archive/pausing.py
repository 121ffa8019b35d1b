"""Sources that the operator paused: they are visited only where they are named, and nobody calls them silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlite_utils

from archive.times import a_day, instant, stamp
from archive.transactions import transaction

#: characters of a reason that are kept
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Pause:
    """since: when it began; until: the first day on which it is over, None while nobody said; reason: in words."""

    source_id: str
    since: datetime
    until: date | None = None
    reason: str | None = None

    def sentence(self) -> str:
        """The pause in words."""
        told = f"Paused since {a_day(self.since.date())}"
        told += f" until {a_day(self.until)}" if self.until else ""
        return f"{told}: {self.reason.rstrip('.')}." if self.reason else f"{told}."


def pause(
    db: sqlite_utils.Database, source_id: str, now: datetime, *, until: date | None = None, reason: str | None = None
) -> Pause:
    """Pause a source; a pause that holds gets the new end and reason. Raises ArchiveError."""
    plain = "".join(letter if letter.isprintable() else " " for letter in reason or "")
    words = " ".join(plain.split())[:LONGEST_REASON] or None
    with transaction(db):
        held = pause_of(db, source_id, now)
        if held is None:
            _end(db, source_id, now)
            db.conn.execute(
                "INSERT INTO pauses (source_id, since) VALUES (?, ?) ON CONFLICT DO UPDATE SET ended_at = NULL",
                [source_id, stamp(now)],
            )
        since = held.since if held else now
        db.conn.execute(
            "UPDATE pauses SET until = ?, reason = coalesce(?, reason) WHERE source_id = ? AND ended_at IS NULL",
            [str(until) if until else None, words, source_id],
        )
    return Pause(source_id, since, until, words or (held.reason if held else None))


def resume(db: sqlite_utils.Database, source_id: str, now: datetime) -> bool:
    """End a source's pause; whether there was one. What came due meanwhile is visited by the next run.

    Raises ArchiveError.
    """
    with transaction(db):
        held = pause_of(db, source_id, now)
        _end(db, source_id, now)
    return held is not None


def pauses(db: sqlite_utils.Database, now: datetime) -> dict[str, Pause]:
    """The pauses that hold now, by source."""
    rows = db.conn.execute(
        "SELECT source_id, since, until, reason FROM pauses WHERE ended_at IS NULL AND (until IS NULL OR until > ?)",
        [stamp(now)[:10]],
    )
    return {row[0]: _pause(row) for row in rows}


def pause_of(db: sqlite_utils.Database, source_id: str, now: datetime) -> Pause | None:
    """The pause of one source that holds now, if there is one."""
    row = db.conn.execute(
        "SELECT source_id, since, until, reason FROM pauses WHERE source_id = ? AND ended_at IS NULL"
        " AND (until IS NULL OR until > ?)",
        [source_id, stamp(now)[:10]],
    ).fetchone()
    return None if row is None else _pause(row)


def _end(db: sqlite_utils.Database, source_id: str, now: datetime) -> None:
    """Close what is open: a pause whose day has passed ended on that day."""
    db.conn.execute(
        "UPDATE pauses SET ended_at = min(?1, coalesce(until || 'T00:00:00Z', ?1))"
        " WHERE source_id = ?2 AND ended_at IS NULL",
        [stamp(now), source_id],
    )


def _pause(row: tuple[str, str, str | None, str | None]) -> Pause:
    return Pause(row[0], instant(row[1]), date.fromisoformat(row[2]) if row[2] else None, row[3])
