"""Plans as rows: read, decided anew when a visit ends, written in the transaction of the visit's row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import sqlite_utils

from archive.planning.gaps import usual_gap
from archive.planning.intervals import Plan, Visited, next_plan
from archive.times import instant, instant_or_none, stamp, stamp_or_none
from items import VisitReport

#: posts that a channel showed last, by which its rhythm is told
NEWEST_POSTS = 200
#: a rhythm is told anew with each new post, and without one so often
GAP_ANEW = timedelta(days=1)
#: seconds; a feed that says more says that it never changes
LONGEST_FEED = 366 * 86_400.0
#: of a post that was first seen so soon after the channel's first visit, the sight tells no day of publication
FIRST_SIGHT = timedelta(days=1)

_COLUMNS = (
    "channel_id", "due_at", "why", "interval_minutes", "gap_minutes", "gap_at", "visit_count", "failure_count",
    "last_at", "wait_until", "since_full_count", "full_at", "is_liar", "feed_minutes", "skip_hours", "skip_days",
)  # fmt: skip
_READ = f"SELECT {', '.join(_COLUMNS)} FROM plans"
_WRITE = (
    f"INSERT INTO plans ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    " ON CONFLICT (channel_id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
)
_POSTS = (
    "SELECT i.published_at, i.published_precision, i.published_on, i.published_flag, i.backfill, a.first_seen_at"
    " FROM appearances AS a JOIN item_rows AS i ON i.id = a.item_id WHERE a.channel_id = ? AND i.shown = 1"
    " AND coalesce(i.kind, '') NOT IN ('event', 'training') ORDER BY a.first_seen_at DESC LIMIT ?"
)


def plans(db: sqlite_utils.Database) -> dict[str, Plan]:
    """The plan of each channel that was ever visited."""
    return {row[0]: _plan(row) for row in db.conn.execute(_READ)}


def plan_of(db: sqlite_utils.Database, channel_id: str) -> Plan | None:
    """The plan of one channel; None while it was never visited."""
    row = db.conn.execute(f"{_READ} WHERE channel_id = ?", [channel_id]).fetchone()
    return None if row is None else _plan(row)


def note_plan(db: sqlite_utils.Database, report: VisitReport, new: int) -> None:
    """Plan a channel's next visit, inside the transaction that writes the visit's row. new: posts not known before."""
    row = db.conn.execute(f"{_READ} WHERE channel_id = ?", [report.channel_id]).fetchone()
    before = _plan(row) if row is not None else _before_plans(db, report)
    visited = Visited(
        report.channel_id,
        report.started_at,
        report.outcome,
        report.reason,
        max((front.posts for front in report.front.values()), default=0),
        new,
        report.wishes,
    )
    gap, gap_at = (None, None) if before is None or row is None else (before.gap, instant_or_none(row[5]))
    if new or gap_at is None or report.started_at - gap_at >= GAP_ANEW:
        gap, gap_at = _gap_of(db, report.channel_id, report.started_at), report.started_at
    plan = next_plan(before, visited, gap)
    db.conn.execute(_WRITE, _row(plan, gap_at))


def _before_plans(db: sqlite_utils.Database, report: VisitReport) -> Plan | None:
    """What an archive that is older than its plans knows: how often a channel was visited. None for a first visit.

    The row of the visit that is being planned stands there already.
    """
    count = db.conn.execute(
        "SELECT sum(visit_count) FROM visits WHERE channel_id = ? AND reason NOT IN ('bounded', 'interrupted')",
        [report.channel_id],
    ).fetchone()[0]
    if not count or count < 2:
        return None
    return Plan(report.channel_id, report.started_at, "It was not planned yet.", visits=count - 1)


def _gap_of(db: sqlite_utils.Database, channel_id: str, now: datetime) -> timedelta | None:
    first = db.conn.execute(
        "SELECT started_at FROM visits WHERE channel_id = ? ORDER BY id LIMIT 1", [channel_id]
    ).fetchone()
    since = instant(first[0]) if first else now
    instants: list[datetime] = []
    days: list[date] = []
    for at, precision, on, flag, backfill, seen_at in db.conn.execute(_POSTS, [channel_id, NEWEST_POSTS]):
        if flag is None and precision in ("minute", "day") and on is not None:
            days.append(date.fromisoformat(on))
            if precision == "minute":
                instants.append(instant(at))
        elif not backfill and instant(seen_at) - since >= FIRST_SIGHT:
            days.append(instant(seen_at).date())
    return usual_gap(instants, days, now, since)


def _plan(row: Any) -> Plan:
    return Plan(
        channel_id=row[0],
        due_at=instant(row[1]),
        why=row[2],
        interval=timedelta(minutes=row[3]),
        gap=None if row[4] is None else timedelta(minutes=row[4]),
        visits=row[6],
        failures=row[7],
        last_at=instant_or_none(row[8]),
        wait_until=instant_or_none(row[9]),
        since_full=row[10],
        full_at=instant_or_none(row[11]),
        liar=bool(row[12]),
        every=row[13] and row[13] * 60.0,
        skip_hours=_numbers(row[14]),
        skip_days=_numbers(row[15]),
    )


def _numbers(text: str | None) -> frozenset[int]:
    return frozenset(map(int, (text or "").split()))


def _text(numbers: frozenset[int]) -> str | None:
    return " ".join(map(str, sorted(numbers))) or None


def _row(plan: Plan, gap_at: datetime | None) -> list[Any]:
    minute = timedelta(minutes=1)
    return [
        plan.channel_id, stamp(plan.due_at), plan.why, plan.interval // minute,
        None if plan.gap is None else max(plan.gap // minute, 1), stamp_or_none(gap_at), plan.visits, plan.failures,
        stamp_or_none(plan.last_at), stamp_or_none(plan.wait_until), plan.since_full, stamp_or_none(plan.full_at),
        int(plan.liar), max(int(min(plan.every, LONGEST_FEED) // 60), 1) if plan.every else None,
        _text(plan.skip_hours), _text(plan.skip_days),
    ]  # fmt: skip
