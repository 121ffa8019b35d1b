"""Which number a story bears when its items change: numbers of untouched stories never move.

On a join the older number stays, and the other one leads to it. On a split the part that holds the original keeps the
number. A story of which nothing is left keeps its row, so that no number ever means another story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import sqlite_utils

from archive.stories.rulings import merged_item


class Numbering:
    """Gives numbers to groups of items."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db

    def assign(self, groups: Sequence[list[int]], torn: Collection[int]) -> list[tuple[int, list[int]]]:
        """The story of each group, made where there is none. torn: stories whose members may be in several groups.

        Groups are all items of the stories that are touched, so a story that no group claims is empty now.
        """
        home = {item_id: at for at, group in enumerate(groups) for item_id in group}
        members: dict[int, Counter[int]] = {story_id: Counter() for story_id in torn}
        for item_id, at in home.items():
            (story_id,) = self.db.conn.execute("SELECT story_id FROM item_rows WHERE id = ?", [item_id]).fetchone()
            if story_id is not None:
                members.setdefault(story_id, Counter())[at] += 1
        claims: dict[int, list[int]] = {}
        for story_id in sorted(members):
            claimed = self._claimed_by(story_id, home, members[story_id])
            if claimed is None:
                self._empty(story_id)
            else:
                claims.setdefault(claimed, []).append(story_id)
        found = []
        for at, group in enumerate(groups):
            numbers = claims.get(at) or [self._make(group)]
            for other in numbers[1:]:
                self._lead(other, numbers[0])
            found.append((numbers[0], group))
        return found

    def _claimed_by(self, story_id: int, home: dict[int, int], members: Counter[int]) -> int | None:
        """The group that goes on with a story: that of its original, else that of most of its members."""
        (original,) = self.db.conn.execute("SELECT original_item_id FROM stories WHERE id = ?", [story_id]).fetchone()
        if original is not None and (at := home.get(merged_item(self.db, original))) is not None:
            return at
        return max(members, key=lambda at: (members[at], -at)) if members else None

    def _make(self, group: Sequence[int]) -> int:
        made = self.db.conn.execute("INSERT INTO stories (original_item_id) VALUES (?)", [group[0]])
        return int(made.lastrowid or 0)

    def _lead(self, story_id: int, winner: int) -> None:
        self.db.conn.execute("UPDATE stories SET merged_into = ? WHERE merged_into = ?", [winner, story_id])
        self.db.conn.execute(
            "UPDATE stories SET merged_into = ?, original_item_id = NULL, item_count = 0, source_count = 0,"
            " first_published_at = NULL WHERE id = ?",
            [winner, story_id],
        )

    def _empty(self, story_id: int) -> None:
        """No item is left: the story leads to the one that its original went into with its item, or nowhere."""
        asked = "SELECT original_item_id, merged_into FROM stories WHERE id = ?"
        original, merged = self.db.conn.execute(asked, [story_id]).fetchone()
        if merged is not None:
            return
        row = None
        if original is not None:
            asked = "SELECT story_id FROM item_rows WHERE id = ? AND story_id IS NOT NULL AND shown = 1"
            row = self.db.conn.execute(asked, [merged_item(self.db, original)]).fetchone()
        if row is not None and row[0] != story_id:
            self._lead(story_id, row[0])
            return
        self.db.conn.execute(
            "UPDATE stories SET item_count = 0, source_count = 0, first_published_at = NULL WHERE id = ?"
            " AND item_count != 0",
            [story_id],
        )
