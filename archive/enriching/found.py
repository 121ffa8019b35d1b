"""Writes the facts of items, and only what differs; keeps the number of items of each topic in step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

import sqlite_utils

from archive.enriching.facts import KINDS, Fact


class Found:
    """Writes within the caller's transaction. versions: by name of the enrichment."""

    def __init__(self, db: sqlite_utils.Database, versions: Mapping[str, int]) -> None:
        self.db = db
        self.versions = versions
        self._topics: Counter[str] = Counter()

    def write(self, name: str, item_id: int, facts: Sequence[Fact]) -> None:
        """Make these the facts of an item."""
        self._put(name, item_id, {(*astuple(fact), self.versions[name]) for fact in facts})

    def copy(self, name: str, like: int, item_id: int) -> None:
        """Give an item the facts of another one with the same words."""
        self._put(name, item_id, self._rows(name, like))

    def count(self) -> None:
        """Write how many items have each topic now; once, when all is written."""
        self.db.conn.executemany(
            "UPDATE topics SET item_count = item_count + ? WHERE topic = ?",
            [(change, topic) for topic, change in self._topics.items() if change],
        )
        if self._topics:
            self.db.conn.execute("DELETE FROM topics WHERE position IS NULL AND item_count = 0")
        self._topics.clear()

    def _put(self, name: str, item_id: int, rows: set[tuple[Any, ...]]) -> None:
        known = self._rows(name, item_id)
        if rows == known:
            return
        kind = KINDS[name]
        if known:
            self.db.conn.execute(f"DELETE FROM {kind.table} WHERE item_id = ? AND enrichment = ?", [item_id, name])
        columns = ("item_id", "enrichment", *kind.columns, "version")
        self.db.conn.executemany(
            f"INSERT INTO {kind.table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [(item_id, name, *row) for row in sorted(rows, key=repr)],
        )
        if name == "topics":
            self._topics.update(row[0] for row in rows)
            self._topics.subtract(row[0] for row in known)

    def _rows(self, name: str, item_id: int) -> set[tuple[Any, ...]]:
        kind = KINDS[name]
        asked = f"SELECT {', '.join(kind.columns)}, version FROM {kind.table} WHERE item_id = ? AND enrichment = ?"
        return set(self.db.conn.execute(asked, [item_id, name]).fetchall())
