"""Events that their calendar no longer shows though they are still to come.

A calendar that was read in full and does not show one of its events any more has taken it out, or failed in part. So it
takes a second such reading, later, and no other channel that still shows the event, before it counts as withdrawn.
Events of the past roll off calendars by themselves and stay as they are.
"""

from __future__ import annotations

from dataclasses import replace

import sqlite_utils

from archive.happenings import WITHDRAWN, keep_change, read_event, write_event
from archive.times import stamp
from items import CalendarRead

#: the event's next time lies in the part of the future that the calendar showed
_TO_COME = (
    "EXISTS (SELECT 1 FROM occurrences AS o WHERE o.item_id = t.item_id AND o.starts_at > :now"
    " AND o.starts_at <= :until)"
)
_SHOWN = (
    "EXISTS (SELECT 1 FROM appearances AS a WHERE a.item_id = t.item_id AND a.channel_id = :channel"
    " AND a.last_seen_at >= :now)"
)
_OF_CALENDAR = "t.channel_id = :channel AND t.manner = 'calendar'"
_EVER = "9999"


def note_calendar(db: sqlite_utils.Database, channel_id: str, read: CalendarRead) -> list[int]:
    """Compare what a calendar showed with what it showed before, within the caller's transaction.

    Returns the items of the events that count as withdrawn by now. A reading in which all is there writes nothing.
    """
    asked = {"channel": channel_id, "now": stamp(read.at), "until": stamp(read.until) if read.until else _EVER}
    if read.until is not None:
        db.conn.execute(
            f"UPDATE event_tellings AS t SET missed_at = NULL"
            f" WHERE {_OF_CALENDAR} AND missed_at IS NOT NULL AND {_SHOWN}",
            asked,
        )
    missing = db.conn.execute(
        f"SELECT t.item_id, t.missed_at FROM event_tellings AS t JOIN events AS e ON e.item_id = t.item_id"
        f" WHERE {_OF_CALENDAR} AND coalesce(e.status, '') NOT IN ('cancelled', '{WITHDRAWN}')"
        f" AND {_TO_COME} AND NOT {_SHOWN}",
        asked,
    ).fetchall()
    withdrawn = []
    for item_id, missed_at in missing:
        if missed_at is None and read.until is not None:
            db.conn.execute(
                f"UPDATE event_tellings AS t SET missed_at = :now WHERE {_OF_CALENDAR} AND t.item_id = :item",
                {**asked, "item": item_id},
            )
        elif (
            missed_at is not None
            and missed_at < asked["now"]
            and not _seen_elsewhere(db, item_id, channel_id, missed_at)
        ):
            _withdraw(db, item_id, channel_id, asked["now"])
            withdrawn.append(item_id)
    return withdrawn


def _seen_elsewhere(db: sqlite_utils.Database, item_id: int, channel_id: str, since: str) -> bool:
    """Whether another channel showed the event after this one stopped to."""
    found = db.conn.execute(
        "SELECT 1 FROM appearances WHERE item_id = ? AND channel_id != ? AND last_seen_at > ? LIMIT 1",
        [item_id, channel_id, since],
    ).fetchone()
    return found is not None


def _withdraw(db: sqlite_utils.Database, item_id: int, channel_id: str, at: str) -> None:
    before = read_event(db, item_id)
    if before is None:
        return
    keep_change(db, item_id, before, at, channel_id)
    write_event(db, item_id, replace(before, status=WITHDRAWN))
