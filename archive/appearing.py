"""Items on channels: where and when each was shown, and what the channel gave of it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlite_utils

from archive.changes import BodyMark, Marks, Showing

NOTHING_SHOWN = Showing()


@dataclass(frozen=True, slots=True)
class Appearance:
    """An item on one channel as it is kept; without times where the channel never showed it."""

    first_seen_at: str | None = None
    last_seen_at: str | None = None
    unread: bool = False
    showing: Showing = NOTHING_SHOWN


def read_appearance(db: sqlite_utils.Database, item_id: int, channel_id: str) -> Appearance:
    """The appearance of an item on a channel."""
    row = db.conn.execute(
        "SELECT first_seen_at, last_seen_at, unread, title_marks, teaser_marks, carried_mark, read_mark"
        " FROM appearances WHERE item_id = ? AND channel_id = ?",
        [item_id, channel_id],
    ).fetchone()
    if row is None:
        return Appearance()
    carried = tuple(mark for one in (row[5] or "").split(";") if (mark := BodyMark.read(one)))
    read = BodyMark.read(row[6])
    showing = Showing(Marks.read(row[3]), Marks.read(row[4]), carried, read, row[1])
    return Appearance(row[0], row[1], bool(row[2]), showing)


def keep_appearance(
    db: sqlite_utils.Database,
    item_id: int,
    channel_id: str,
    before: Appearance,
    showing: Showing,
    seen_at: str,
    unread: bool,
) -> None:
    """Write that the channel showed the item at a time, if that is not written yet."""
    after = Appearance(
        min(before.first_seen_at or seen_at, seen_at), max(before.last_seen_at or seen_at, seen_at), unread, showing
    )
    if after == before:
        return
    db.conn.execute(
        "INSERT INTO appearances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item_id, channel_id) DO UPDATE SET"
        " first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, unread = excluded.unread,"
        " title_marks = excluded.title_marks, teaser_marks = excluded.teaser_marks,"
        " carried_mark = excluded.carried_mark, read_mark = excluded.read_mark",
        [
            item_id, channel_id, after.first_seen_at, after.last_seen_at, int(unread),
            showing.titles.text(), showing.teasers.text(),
            ";".join(mark.text() for mark in showing.carried) or None, showing.read.text() if showing.read else None,
        ],
    )  # fmt: skip


def last_reading(db: sqlite_utils.Database, item_id: int) -> BodyMark | None:
    """What the item's own page gave when it was last read, whichever channel led to it."""
    rows = db.conn.execute("SELECT read_mark FROM appearances WHERE item_id = ? AND read_mark IS NOT NULL", [item_id])
    marks = [mark for (text,) in rows.fetchall() if (mark := BodyMark.read(text))]
    return max(marks, key=lambda mark: mark.at or "", default=None)


def keep_place(db: sqlite_utils.Database, item_id: int, channel_id: str, place: int, seen_at: str) -> None:
    """Write where a list showed the item, unless a later visit has found it elsewhere."""
    db.conn.execute(
        "INSERT INTO list_places (channel_id, item_id, seen_at, place) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (channel_id, item_id) DO UPDATE SET seen_at = excluded.seen_at, place = excluded.place"
        " WHERE excluded.seen_at >= seen_at AND (excluded.seen_at, excluded.place) != (seen_at, place)",
        [channel_id, item_id, seen_at, place],
    )


def keep_way(db: sqlite_utils.Database, item_id: int, channel_id: str, way: str, seen_at: str) -> None:
    """Write by which way the channel showed the item, if that is not written yet."""
    db.conn.execute("INSERT OR IGNORE INTO appearance_ways VALUES (?, ?, ?, ?)", [item_id, channel_id, way, seen_at])


def shown_by_own_channel(db: sqlite_utils.Database, item_id: int, source_id: str) -> bool:
    """Whether any channel of the source showed the item."""
    found = db.conn.execute(
        "SELECT 1 FROM appearances AS a JOIN channels AS c ON c.id = a.channel_id"
        " WHERE a.item_id = ? AND c.source_id = ? LIMIT 1",
        [item_id, source_id],
    ).fetchone()
    return found is not None
