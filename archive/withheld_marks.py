"""By what a crawl knows a withheld post again: hashes of its addresses and ids, so that no address need stand here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import sqlite_utils

from archive.identity import Identity


def address_mark(url: str) -> str:
    """The mark of a canonical address."""
    return _mark("address", url)


def identity_mark(identity: Identity) -> str:
    """The mark of a platform's own id."""
    return _mark("id", *identity)


def event_mark(source_id: str, starts_at: str, title: str) -> str:
    """The mark of an event by its source, its start and its title, letters and digits alone."""
    folded = "".join(sign for sign in title.casefold() if sign.isalnum())
    return _mark("event", source_id, starts_at, folded)


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def item_of_mark(db: sqlite_utils.Database, mark: str) -> int | None:
    """The withheld item of a mark."""
    row = db.conn.execute("SELECT item_id FROM withheld_marks WHERE mark = ?", [mark]).fetchone()
    return None if row is None else int(row[0])


def is_withheld(db: sqlite_utils.Database, item_id: int) -> bool:
    """Whether an item is withheld now."""
    return db.conn.execute("SELECT 1 FROM withheld WHERE item_id = ?", [item_id]).fetchone() is not None


def withheld_among(db: sqlite_utils.Database, item_ids: Iterable[int]) -> list[int]:
    """Those of the items that are withheld now, in order."""
    return [item_id for item_id in sorted(item_ids) if is_withheld(db, item_id)]


def mark_item(db: sqlite_utils.Database, item_id: int, marks: Iterable[str]) -> list[str]:
    """Write marks of an item, within the caller's transaction; gives those that are new."""
    new = []
    for mark in marks:
        made = db.conn.execute("INSERT OR IGNORE INTO withheld_marks (mark, item_id) VALUES (?, ?)", [mark, item_id])
        if made.rowcount:
            new.append(mark)
    return new
