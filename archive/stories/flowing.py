"""Dates flow one way: a copy cannot be older than the original of its story. Gives an earliest time, never a latest.

Items of numbered installations are left to `bounding.py`, which hears of the original, too, and knows more.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlite_utils

from archive.numbers.bounding import is_numbered
from archive.stories.originals import Printing

_ASK = (
    "SELECT i.published_at, i.published_earliest, i.published_from, i.first_seen_at, i.published_latest,"
    " b.earliest, b.earliest_because, b.latest"
    " FROM item_rows AS i LEFT JOIN bounds AS b ON b.item_id = i.id WHERE i.id = ?"
)


class Flow:
    """Hands the date of originals on to undated copies; remembers which installations are numbered."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        self._numbered: dict[str, bool] = {}

    def run(self, original: Printing, members: Iterable[Printing]) -> set[int]:
        """Write the bounds of a story's undated members where they differ. Gives the members whose bounds changed, and
        those of numbered installations, which are to be bounded anew."""
        changed = set()
        for member in members:
            left_to_bounding = member.published_at is None and self.is_numbered(member.item_id)
            if left_to_bounding or self._give(original, member):
                changed.add(member.item_id)
        return changed

    def is_numbered(self, item_id: int) -> bool:
        """Whether an item is of an installation whose numbers grow with time."""
        rows = self.db.conn.execute("SELECT installation, external_id FROM identities WHERE item_id = ?", [item_id])
        return any(number.isascii() and number.isdigit() and self._grows(name) for name, number in rows.fetchall())

    def _grows(self, installation: str) -> bool:
        if installation not in self._numbered:
            self._numbered[installation] = is_numbered(self.db, installation)
        return self._numbered[installation]

    def _give(self, original: Printing, member: Printing) -> bool:
        at, earliest, origin, first_seen_at, latest, bound, because, upper = self.db.conn.execute(
            _ASK, [member.item_id]
        ).fetchone()
        if at is not None:
            return self._forget(member.item_id) if bound is not None and upper is None else False
        wanted = original.published_at if original.honest_on and original.item_id != member.item_id else None
        if wanted is not None and wanted > min(first_seen_at, latest or first_seen_at):
            wanted = None  # it was there before: one of the two is wrong
        if wanted is None:
            if origin != "story":
                return False
            self.db.conn.execute(
                "UPDATE item_rows SET published_earliest = NULL, published_from = NULL WHERE id = ?", [member.item_id]
            )
            return self._forget(member.item_id)
        reason = f"the original of its story is of {original.on}"
        if (earliest, origin, bound, because) == (wanted, "story", wanted, reason):
            return False
        self.db.conn.execute(
            "UPDATE item_rows SET published_earliest = ?, published_from = 'story' WHERE id = ?",
            [wanted, member.item_id],
        )
        self.db.conn.execute(
            "INSERT OR REPLACE INTO bounds (item_id, earliest, earliest_because) VALUES (?, ?, ?)",
            [member.item_id, wanted, reason],
        )
        return True

    def _forget(self, item_id: int) -> bool:
        self.db.conn.execute("DELETE FROM bounds WHERE item_id = ?", [item_id])
        return True
