"""What stands beside an item: addresses and ids, appearances, dates, the event."""

from __future__ import annotations

import sqlite_utils

from archive import finding
from archive.appearing import Appearance, keep_appearance, keep_place, keep_way
from archive.bringing import Brought
from archive.changes import Sighting, showing_after
from archive.dating import found_in, keep_candidates
from archive.happenings import Teller, keep_event
from archive.identity import Keys
from archive.rows import ItemRow


def keep_beside(
    db: sqlite_utils.Database,
    brought: Brought,
    row: ItemRow,
    appearance: Appearance,
    seen: Sighting,
    held: bool = False,
) -> bool:
    """Addresses, ids, the appearance, dates and the event. Returns whether a new date, id or event came to light.

    held: the words were put aside.
    """
    item, keys = brought.item, brought.keys
    finding.record(db, row.id, keys, (row.url,), brought.seen_at)
    unread = row.last_read_at is None and row.shown == 1 and not item.anchored
    showing = showing_after(appearance.showing, seen, held)
    keep_appearance(db, row.id, item.channel_id, appearance, showing, brought.seen_at, unread)
    if item.way is not None:
        keep_way(db, row.id, item.channel_id, item.way, brought.seen_at)
    if item.place is not None:
        keep_place(db, row.id, item.channel_id, item.place, brought.seen_at)
    if brought.read_at is not None:
        _note_reading(db, row.id, keys)
    more = keep_candidates(db, row.id, found_in(item, brought.zone, brought.seen_at), brought.seen_at)
    if item.event is not None:
        more = keep_event(db, row.id, item.event, teller_of(brought, seen)) or more
    return more


def teller_of(brought: Brought, seen: Sighting) -> Teller:
    """Who tells of an event: a calendar, the event's own page, or some list."""
    manner = "page" if seen.is_page else "calendar" if brought.item.way == "calendar" else "list"
    return Teller(brought.item.channel_id, manner, brought.seen_at)


def _note_reading(db: sqlite_utils.Database, item_id: int, keys: Keys) -> None:
    """A post that was read is neither waiting to be read nor missing nor rejected."""
    db.conn.execute("UPDATE appearances SET unread = 0 WHERE item_id = ? AND unread = 1", [item_id])
    db.conn.execute("UPDATE misses SET seen_count = 0 WHERE item_id = ? AND seen_count > 0", [item_id])
    for url in keys.addresses:
        db.conn.execute("DELETE FROM rejected WHERE url = ?", [url])
