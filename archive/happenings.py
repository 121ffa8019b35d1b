"""Events into rows: when and where, and each time that they take place."""

from __future__ import annotations

from datetime import datetime

import sqlite_utils

from archive.times import stamp, stamp_or_none
from items import Event

_COLUMNS = (
    "starts_at", "ends_at", "all_day", "timezone", "rrule", "status", "venue", "street_address", "registration_url",
)  # fmt: skip
#: occurrences of one event that are kept from one sighting
MOST_OCCURRENCES = 1000


def keep_event(db: sqlite_utils.Database, item_id: int, event: Event, seen_at: str) -> bool:
    """Write what an event says; what it does not say stays as it was. Returns whether anything changed."""
    before = db.conn.execute(f"SELECT {', '.join(_COLUMNS)} FROM events WHERE item_id = ?", [item_id]).fetchone()
    after = _merged(before, event)
    changed = after != before
    if changed:
        sets = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS)
        db.conn.execute(
            f"INSERT INTO events (item_id, {', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            f"ON CONFLICT (item_id) DO UPDATE SET {sets}",
            [item_id, *after],
        )
    return _keep_occurrences(db, item_id, event, seen_at) or changed


def _merged(before: tuple[object, ...] | None, event: Event) -> tuple[object, ...]:
    given = (
        stamp_or_none(event.starts_at), stamp_or_none(event.ends_at), int(event.all_day), event.timezone, event.rrule,
        event.status, event.venue, event.street_address, event.registration_url,
    )  # fmt: skip
    if before is None:
        return given
    if event.starts_at is not None:  # start, end and "all day" are one statement: half of an old one makes no sense
        return (*given[:3], *(new if new is not None else old for new, old in zip(given[3:], before[3:], strict=True)))
    return (*before[:3], *(new if new is not None else old for new, old in zip(given[3:], before[3:], strict=True)))


def _keep_occurrences(db: sqlite_utils.Database, item_id: int, event: Event, seen_at: str) -> bool:
    """What is given replaces what was known of the future, since calendars show what is to come; the past stays.
    An event that does not repeat takes place once, so there all is replaced."""
    given = _given(event)
    if not given:
        return False
    from_start = min(*given, seen_at) if event.rrule or len(given) > 1 else ""
    known = dict(
        db.conn.execute(
            "SELECT starts_at, ends_at FROM occurrences WHERE item_id = ? AND starts_at >= ?", [item_id, from_start]
        ).fetchall()
    )
    if known == given:
        return False
    db.conn.execute("DELETE FROM occurrences WHERE item_id = ? AND starts_at >= ?", [item_id, from_start])
    db.conn.executemany(
        "INSERT INTO occurrences (item_id, starts_at, ends_at) VALUES (?, ?, ?)",
        [(item_id, start, end) for start, end in given.items()],
    )
    return True


def _given(event: Event) -> dict[str, str | None]:
    times: list[tuple[datetime, datetime | None]] = list(event.occurrences[:MOST_OCCURRENCES])
    if not times and event.starts_at is not None:
        times = [(event.starts_at, event.ends_at)]
    return {stamp(start): stamp_or_none(end) for start, end in times}
