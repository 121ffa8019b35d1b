"""What the archive knows of one story, and why: its printings, the pairs that connect them, and rulings on them."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlite_utils

Row = dict[str, Any]

#: printings and pairs of one story that are gathered
MOST = 1_000

_STORY = "SELECT id, original_item_id, item_count, source_count, first_published_at FROM stories WHERE id = ?"
_PRINTINGS = (
    "SELECT item_id, source_id, source, level, url, title, published_on, published_at, first_seen_at, days_after, role,"
    " likeness, words_added, words_left_out, because, is_original FROM printings WHERE story_id = ?"
    " ORDER BY is_original DESC, coalesce(published_on, substr(first_seen_at, 1, 10)), item_id LIMIT ?"
)
_PAIRS = (
    "SELECT p.item_id, p.other_item_id, p.likeness, p.because, p.evidence FROM item_rows AS i"
    " CROSS JOIN story_pairs AS p ON p.item_id = i.id WHERE i.story_id = ? ORDER BY 1, 2 LIMIT ?"
)
#: by the addresses of the story's posts, whatever way round the row stands
_RULINGS = (
    "SELECT DISTINCT r.ruling, r.url, r.other, r.note FROM story_rulings AS r WHERE EXISTS (SELECT 1 FROM item_rows"
    " AS i LEFT JOIN addresses AS a ON a.item_id = i.id WHERE i.story_id = ?"
    " AND (a.url IN (r.url, r.other) OR i.url IN (r.url, r.other))) ORDER BY 1, 2, 3"
)


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A story with its printings, the original first.

    pairs: those that lead from the item that was asked for to the original, and those that it is in itself; all of the
    story's where no item was asked for. undo: a row for data/rules/stories.csv that takes the item out of the story.
    """

    story: Row
    printings: tuple[Row, ...]
    pairs: tuple[Row, ...]
    rulings: tuple[Row, ...]
    undo: str | None = None
    note: str | None = None
    #: a ruling says that the item that was asked for is of the story: the file takes one row on two addresses
    is_ruled: bool = False

    @property
    def original(self) -> Row | None:
        """The original's printing."""
        return next((row for row in self.printings if row["is_original"]), None)

    def as_dict(self) -> dict[str, Any]:
        """One document for programs."""
        return {
            "note": self.note,
            **self.story,
            "printings": list(self.printings),
            "pairs": list(self.pairs),
            "rulings": list(self.rulings),
            "undo": self.undo,
        }


def rows_of(db: sqlite_utils.Database, sql: str, *values: Any) -> list[Row]:
    """The rows of a question, by the names of their columns."""
    cursor = db.conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def story_told(
    db: sqlite_utils.Database, story_id: int, item_id: int | None = None, note: str | None = None
) -> StoryTold:
    """Gather what is known of a story that is there; item_id: the item through which it was asked for."""
    (story,) = rows_of(db, _STORY, story_id)
    printings = rows_of(db, _PRINTINGS, story_id, MOST)
    pairs = rows_of(db, _PAIRS, story_id, MOST)
    if item_id is not None:
        pairs = connecting(pairs, item_id, story["original_item_id"])
    rulings = rows_of(db, _RULINGS, story_id)
    mine = {row["url"] for row in printings if row["item_id"] == item_id}
    is_ruled = any(row["ruling"] == "same" and mine & {row["url"], row["other"]} for row in rulings)
    undo = None if is_ruled else _undo(printings, item_id)
    return StoryTold(story, tuple(printings), tuple(pairs), tuple(rulings), undo, note, is_ruled)


def connecting(pairs: Iterable[Row], item_id: int, original_id: int | None) -> list[Row]:
    """The pairs on a shortest way from an item to the original, then the others that the item is in."""
    pairs = list(pairs)
    at: dict[int, list[Row]] = {}
    for pair in pairs:
        at.setdefault(pair["item_id"], []).append(pair)
        at.setdefault(pair["other_item_id"], []).append(pair)
    came: dict[int, Row | None] = {item_id: None}
    waiting = deque([item_id])
    while waiting and original_id not in came:
        here = waiting.popleft()
        for pair in at.get(here, []):
            there = _other(pair, here)
            if there not in came:
                came[there] = pair
                waiting.append(there)
    way: list[Row] = []
    step = came.get(original_id) if original_id is not None else None
    back = original_id
    while step is not None and back is not None:
        way.insert(0, step)
        back = _other(step, back)
        step = came[back]
    return [*way, *(pair for pair in at.get(item_id, []) if pair not in way)]


def _other(pair: Row, item_id: int) -> int:
    other: int = pair["other_item_id"] if pair["item_id"] == item_id else pair["item_id"]
    return other


def _undo(printings: list[Row], item_id: int | None) -> str | None:
    """The row (columns as in registry.stories) that takes an item out of its story; None where it is alone in it."""
    mine = next((row for row in printings if row["item_id"] == item_id), None)
    others = [row for row in printings if row["item_id"] != item_id]
    if mine is None or not others:
        return None
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(["apart", mine["url"], others[0]["url"], "why they are two stories"])
    return line.getvalue()
