"""Addresses that are no post, or none that may be read; and posts that could be read once and cannot any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import sqlite_utils

from archive.finding import item_at
from archive.missing import miss_row
from archive.rows import ItemRow, read_row, read_words, update_row
from archive.times import stamp
from archive.transactions import transaction
from archive.withheld_marks import is_withheld
from archive.wording import settle
from errors import ParseError
from items import Rejected
from parsing.urls import Sites, canonical

#: what a rejection came to: noted (table rejected), moved (an item left items for it), missed (a post that was read
#: before), kept (a teaser that stays one), ignored (no address at all)
Came = Literal["noted", "moved", "missed", "kept", "ignored"]

#: Reasons that say nothing of the post: its teaser is public and stays, only its page is not read.
TEASER_STAYS = frozenset({"robots", "unreadable", "shell"})
#: Reasons that may pass; an address rejected for one of them is asked again after REPRIEVE.
MAY_PASS = frozenset({"forbidden", "gone", "password", "draft", "robots", "unreadable", "empty", "shell", "member"})
REPRIEVE = timedelta(days=30)
#: What a rejection says of a post that could be read before; other reasons say nothing of it, and change nothing.
MISSES = {"gone": "gone", "forbidden": "forbidden", "password": "password", "member": "password", "draft": "draft",
          "spam": "foreign"}  # fmt: skip


def reject(db: sqlite_utils.Database, rejected: Rejected, sites: Sites) -> Came:
    """Keep a rejection. An item of which only a teaser is known moves to `rejected`: it leaves the view items, and its
    row, its words and its id stay. Raises ValueError for a rejection without a time, ArchiveError."""
    if rejected.seen_at is None:
        raise ValueError(f"{rejected.url}: a rejection needs the time at which it was seen")
    seen_at = stamp(rejected.seen_at)
    try:
        url = canonical(rejected.url, sites)
    except ParseError:
        return "ignored"  # counted by its reason; an address that none may follow is not kept
    with transaction(db):
        item_id = item_at(db, url)
        if item_id is None:
            _note(db, url, rejected, seen_at)
            return "noted"
        if is_withheld(db, item_id):
            return "kept"  # its address is not written down again
        row = read_row(db, item_id)
        if row.last_read_at is not None and not row.rejected_at:
            if rejected.reason not in MISSES or row.url != url:
                return "kept"
            miss_row(db, row, MISSES[rejected.reason], rejected.detail, seen_at, sites, None)
            return "missed"
        if rejected.reason in TEASER_STAYS:
            _let_be(db, row, seen_at, for_good=rejected.reason in {"unreadable", "shell"})
            return "kept"
        _hide(db, row, seen_at)
        _note(db, url, rejected, seen_at, row)
        return "moved"


def _note(db: sqlite_utils.Database, url: str, rejected: Rejected, seen_at: str, row: ItemRow | None = None) -> None:
    words = read_words(db, row.text_id) if row else None
    db.conn.execute(
        "INSERT INTO rejected VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
        " reason = excluded.reason, detail = excluded.detail, last_seen_at = excluded.last_seen_at,"
        " seen_count = seen_count + (last_seen_at != excluded.last_seen_at),"
        " item_id = coalesce(excluded.item_id, item_id), title = coalesce(excluded.title, title),"
        " teaser = coalesce(excluded.teaser, teaser)",
        [
            url, rejected.channel_id, rejected.reason, rejected.detail[:1000], seen_at, seen_at,
            row.id if row else None, words.title if words else None, words.teaser if words else None,
        ],
    )  # fmt: skip


def _hide(db: sqlite_utils.Database, row: ItemRow, seen_at: str) -> None:
    update_row(db, row, replace(row, rejected_at=row.rejected_at or seen_at, shown=0))
    db.conn.execute("UPDATE appearances SET unread = 0 WHERE item_id = ? AND unread = 1", [row.id])
    settle(db, row.text_id)


def _let_be(db: sqlite_utils.Database, row: ItemRow, seen_at: str, *, for_good: bool) -> None:
    """The teaser stays; its page does not wait to be read. An unreadable page counts as read: it would stay so."""
    if for_good:
        update_row(db, row, replace(row, last_read_at=seen_at))
    db.conn.execute("UPDATE appearances SET unread = 0 WHERE item_id = ? AND unread = 1", [row.id])
