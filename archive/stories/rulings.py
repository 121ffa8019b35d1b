"""Rulings by hand on stories, as far as they speak of items that the archive holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlite_utils

from archive.rows import match_again
from registry import Ruling


@dataclass(frozen=True, slots=True)
class Heard:
    """Rulings by items. apart: (item, other) in the order of their addresses."""

    apart: tuple[tuple[int, int], ...] = ()
    same: dict[int, frozenset[int]] = field(default_factory=dict)
    #: addresses of which the archive knows no item
    unknown: tuple[str, ...] = ()
    #: items that a ruling sets apart; of them every pair is kept
    apart_items: frozenset[int] = frozenset()

    def same_as(self, item_id: int) -> frozenset[int]:
        """Items that are of one story with an item, whatever their words."""
        return self.same.get(item_id, frozenset())


def take_rulings(db: sqlite_utils.Database, rulings: Iterable[Ruling]) -> None:
    """Write the rulings where they differ from those heard last, and have the items asked again of which they speak."""
    wanted = {(one.ruling, one.url, one.other): one.note for one in rulings}
    known = {(word, url, other): note for word, url, other, note in
             db.conn.execute("SELECT ruling, url, other, note FROM story_rulings")}  # fmt: skip
    if wanted == known:
        return
    for key in wanted.keys() ^ known.keys():
        match_again(db, *(item_id for url in key[1:] if (item_id := item_at(db, url)) is not None))
    db.conn.execute("DELETE FROM story_rulings")
    db.conn.executemany(
        "INSERT INTO story_rulings (ruling, url, other, note) VALUES (?, ?, ?, ?)",
        [(*key, note) for key, note in sorted(wanted.items())],
    )


def hear(db: sqlite_utils.Database) -> Heard:
    """The rulings that are written, by the items that stand at their addresses now."""
    apart: list[tuple[int, int]] = []
    same: dict[int, set[int]] = {}
    unknown: dict[str, None] = {}
    for word, url, other in db.conn.execute("SELECT ruling, url, other FROM story_rulings ORDER BY url, other, ruling"):
        one, two = item_at(db, url), item_at(db, other)
        unknown.update((address, None) for address, found in ((url, one), (other, two)) if found is None)
        if one is None or two is None or one == two:
            continue
        if word == "apart":
            apart.append((one, two))
        else:
            same.setdefault(one, set()).add(two)
            same.setdefault(two, set()).add(one)
    return Heard(
        tuple(apart),
        {item_id: frozenset(others) for item_id, others in same.items()},
        tuple(unknown),
        frozenset(item_id for item_id, _ in apart),
    )


def item_at(db: sqlite_utils.Database, url: str) -> int | None:
    """The item at an address; the one that it was merged into, if it was."""
    row = db.conn.execute(
        "SELECT coalesce(i.merged_into, i.id) FROM addresses AS a JOIN item_rows AS i ON i.id = a.item_id"
        " WHERE a.url = ?",
        [url],
    ).fetchone()
    return None if row is None else int(row[0])


def merged_item(db: sqlite_utils.Database, item_id: int) -> int:
    """The item that an item was merged into, or itself."""
    asked = "SELECT coalesce(merged_into, id) FROM item_rows WHERE id = ?"
    return int(db.conn.execute(asked, [item_id]).fetchone()[0])
