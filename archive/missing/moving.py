"""Changes of status with their evidence, and moves: a url that was given up by its site, and the row that says so.

`moved` is the status of a post that answers at another address of its source than the one at which we knew it. The
item's url is then the new address, the old one stays among its addresses; and the status stays until the post is
missing at its new address too.
"""

from __future__ import annotations

from dataclasses import replace

import sqlite_utils

from archive.rows import ItemRow, update_row
from parsing.urls import Sites, is_raw

LONGEST_EVIDENCE = 1_000


def change_status(
    db: sqlite_utils.Database, row: ItemRow, status: str, at: str, reason: str, evidence: str, url: str | None
) -> ItemRow:
    """Give an item a status and write down why; nothing where it has that status. Returns the row as it is then."""
    if row.status == status:
        return row
    after = replace(row, status=status, status_at=at)
    update_row(db, row, after)
    note_change(db, row, status, at, reason, evidence, url)
    return after


def note_change(
    db: sqlite_utils.Database, before: ItemRow, status: str, at: str, reason: str, evidence: str, url: str | None
) -> None:
    """Write that an item's status changed, once for each time."""
    db.conn.execute(
        "INSERT INTO status_changes (item_id, at, before, status, reason, evidence, url) SELECT ?, ?, ?, ?, ?, ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM status_changes WHERE item_id = ? AND at = ? AND status = ? AND url IS ?)",
        [before.id, at, before.status, status, reason, evidence[:LONGEST_EVIDENCE], url, before.id, at, status, url],
    )


def moved_to(db: sqlite_utils.Database, row: ItemRow, url: str, at: str, reason: str, evidence: str) -> ItemRow:
    """Give an item another url of its source, within the caller's transaction. Returns the row as it is then.

    Nothing happens where another item stands at that address.
    """
    if url == row.url or db.conn.execute("SELECT 1 FROM item_rows WHERE url = ?", [url]).fetchone():
        return row
    after = replace(row, url=url, status="moved", status_at=at)
    update_row(db, row, after)
    for address in (row.url, url):
        db.conn.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)", [address, row.id, at])
    note_change(db, row, "moved", at, reason, f"{evidence} It was at {row.url}.", url)
    return after


def was_always_there(db: sqlite_utils.Database, row: ItemRow, url: str) -> bool:
    """Whether an address led to an item from the time on at which its url did: then nothing moved."""
    times = dict(
        db.conn.execute("SELECT url, first_seen_at FROM addresses WHERE item_id = ? AND url IN (?, ?)",
                        [row.id, url, row.url]).fetchall()
    )  # fmt: skip
    return url in times and times[url] == times.get(row.url)


def is_shown_elsewhere(db: sqlite_utils.Database, row: ItemRow, url: str, source_id: str) -> bool:
    """Whether a read post of a source is shown at an address that is new to us: its old one may have been given up."""
    if row.last_read_at is None or url == row.url or source_id != row.source_id or is_raw(url) or "#" in url + row.url:
        return False
    return db.conn.execute("SELECT 1 FROM addresses WHERE url = ?", [url]).fetchone() is None


def look_at_old_address(db: sqlite_utils.Database, item_id: int, at: str) -> None:
    """Have the url of an item asked for soon: only its answer tells whether the post has moved."""
    db.conn.execute("UPDATE item_rows SET look_again_at = ? WHERE id = ?", [at, item_id])


def newer_address(db: sqlite_utils.Database, row: ItemRow, sites: Sites) -> str | None:
    """The address at which the item was met last, where that was later than its url and is on its source's ground."""
    rows = db.conn.execute(
        "SELECT a.url FROM addresses AS a WHERE a.item_id = ? AND a.url != ? AND a.first_seen_at >"
        " (SELECT coalesce(max(h.first_seen_at), '9') FROM addresses AS h WHERE h.url = ?)"
        " AND NOT EXISTS (SELECT 1 FROM item_rows AS i WHERE i.url = a.url)"
        " ORDER BY a.first_seen_at DESC, a.url LIMIT 20",
        [row.id, row.url, row.url],
    )
    found = (url for (url,) in rows if not is_raw(url) and sites.owner(url) in (row.source_id, None))
    return next(found, None)
