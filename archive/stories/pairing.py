"""Which items may carry the writing of another one, whether they do, and the pairs that are kept of that.

Candidates share a hash that is not too common, or one points to the other, or a ruling names both. Of a story no more
pairs are kept than connect it: once an item has joined, it is not judged against the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import sqlite_utils

from archive.sameness import Judgement, same_writing
from archive.stories.partition import Sets
from archive.stories.pointing import pointed_at
from archive.stories.rulings import Heard
from archive.stories.sketching import still_meet, wordings_with, words_hashes
from archive.stories.writings import Writings

BY_RULING = "ruling"

_TOLD = "SELECT told_text_id, story_id FROM item_rows WHERE id = ?"
_OF_TEXT = "SELECT id, story_id FROM item_rows WHERE told_text_id = ?"


class Pairing:
    """Asks items which stories they join. `sets` are the components so far: items, and whole stories as -story_id."""

    def __init__(self, db: sqlite_utils.Database, sets: Sets, heard: Heard, writings: Writings) -> None:
        self.db, self.sets, self.heard, self.writings = db, sets, heard, writings
        self.judged = 0
        self._of_text: dict[int, list[tuple[int, int | None]]] = {}

    def ask(self, item_id: int) -> None:
        """Join an item with every component in which some item carries its writing.

        An item that a ruling sets apart joins nothing here: all its pairs are kept, and rulings say which count.
        """
        is_apart = item_id in self.heard.apart_items
        text_id, story_id = self.db.conn.execute(_TOLD, [item_id]).fetchone()
        own, refused = self.node(item_id, story_id), set[int]()
        for other, node in self._candidates(item_id, text_id):
            if other in refused:
                continue
            counts_later = is_apart or other in self.heard.apart_items
            if not counts_later and self.sets.find(node) == self.sets.find(own):
                continue
            judgement = self._judge(item_id, other)
            if not judgement.same:
                refused.add(other)
                continue
            self._keep(item_id, other, judgement)
            if not counts_later:
                self.sets.join(node, own)

    def _candidates(self, item_id: int, text_id: int) -> Iterator[tuple[int, int]]:
        """Items that may carry the same writing, with the node that stands for each; some of them more than once."""
        named = (pointed_at(self.db, item_id) | self.heard.same_as(item_id)) - {item_id}
        for other in sorted(named):
            there = self.db.conn.execute(_TOLD, [other]).fetchone()
            if there is not None and there[0] is not None:
                yield other, self.node(other, there[1])
        texts = {text_id: None}
        for one in sorted(words_hashes(self.db, text_id)):
            texts.update(dict.fromkeys(wordings_with(self.db, one)))
        for text in texts:
            for other, story_id in self._items_of(text):
                if other != item_id:
                    yield other, self.node(other, story_id)

    def node(self, item_id: int, story_id: int | None) -> int:
        """The number that stands for an item: its own where its story was taken apart, else its story's."""
        return item_id if item_id in self.sets or story_id is None else -story_id

    def _items_of(self, text_id: int) -> list[tuple[int, int | None]]:
        found = self._of_text.get(text_id)
        if found is None:
            found = self._of_text[text_id] = self.db.conn.execute(_OF_TEXT, [text_id]).fetchall()
        return found

    def _judge(self, one: int, other: int) -> Judgement:
        if other in self.heard.same_as(one):
            return Judgement(True, 1.0, BY_RULING, "A ruling of data/rules/stories.csv says so.")
        self.judged += 1
        return same_writing(self.writings.of(one), self.writings.of(other))

    def _keep(self, one: int, other: int, judgement: Judgement) -> None:
        row = (min(one, other), max(one, other), judgement.likeness, judgement.because, judgement.evidence)
        self.db.conn.execute(
            "INSERT INTO story_pairs (item_id, other_item_id, likeness, because, evidence) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (item_id, other_item_id) DO UPDATE SET likeness = excluded.likeness,"
            " because = excluded.because, evidence = excluded.evidence",
            row,
        )


def drop_pairs(db: sqlite_utils.Database, item_ids: Iterable[int]) -> None:
    """Forget every pair of these items."""
    rows = [(item_id, item_id) for item_id in item_ids]
    db.conn.executemany("DELETE FROM story_pairs WHERE item_id = ? OR other_item_id = ?", rows)


def drop_unmet(db: sqlite_utils.Database, item_ids: Collection[int], heard: Heard) -> set[int]:
    """Forget the pairs of these items that only a hash had brought together which is too common now; gives their ends.

    Pairs with a wording in common, by a pointer or by a ruling stay.
    """
    ends: set[int] = set()
    for one, other in pairs_of(db, item_ids):
        texts = [db.conn.execute("SELECT told_text_id FROM item_rows WHERE id = ?", [end]).fetchone()[0]
                 for end in (one, other)]  # fmt: skip
        if None in texts or other in heard.same_as(one) or other in pointed_at(db, one):
            continue
        if not still_meet(db, *texts):
            db.conn.execute("DELETE FROM story_pairs WHERE item_id = ? AND other_item_id = ?", [one, other])
            ends |= {one, other}
    return ends


def pairs_of(db: sqlite_utils.Database, item_ids: Iterable[int]) -> set[tuple[int, int]]:
    """The pairs that are kept of these items."""
    asked = "SELECT item_id, other_item_id FROM story_pairs WHERE item_id = ? OR other_item_id = ?"
    return {pair for item_id in item_ids for pair in db.conn.execute(asked, [item_id, item_id])}
