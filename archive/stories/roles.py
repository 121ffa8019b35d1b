"""What each printing is in its story: the original is chosen, others are compared with it, counts are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import sqlite_utils

from archive.sameness import compare_with_original
from archive.stories.flowing import Flow
from archive.stories.originals import Printing, original_of
from archive.stories.writings import Writings

T = TypeVar("T")

#: as many as one statement takes
_AT_ONCE = 500
#: letters of a word with the space behind it, for texts whose words nobody counted
_LETTERS = 6

_ASK = (
    "SELECT i.id, i.url, i.source_id, coalesce(s.level, ''), i.author,"
    f" iif(t.word_count > 0, t.word_count, length(coalesce(t.teaser, '')) / {_LETTERS}),"
    " i.published_at, i.published_precision, i.published_from, i.published_on, i.published_flag, i.first_seen_at,"
    " s.homepage FROM item_rows AS i JOIN texts AS t ON t.id = i.text_id JOIN sources AS s ON s.id = i.source_id"
    " WHERE i.id IN ({})"
)
_STORY = ("original_item_id", "item_count", "source_count", "first_published_at")


class Roles:
    """Settles stories; what is written already is left alone."""

    def __init__(self, db: sqlite_utils.Database, writings: Writings) -> None:
        self.db, self.writings, self.flow = db, writings, Flow(db)
        names = db.conn.execute("SELECT name FROM sources WHERE level = 'national'")
        self.national_names = tuple(name for (name,) in names)
        #: items whose bounds changed, or may change
        self.changed: set[int] = set()

    def settle(self, story_id: int, members: Sequence[int], fresh: Collection[int]) -> None:
        """Write original, roles, counts and bounds of a story.

        fresh: items that are to be compared anew; the others are, if their original is another one than before.
        """
        printings = self._printings(members)
        original, because = original_of(printings, self.national_names)
        stale = self._stale(original, members, fresh)
        self._place(story_id, members)
        for member in members:
            if member == original.item_id:
                self._write(member, "original", 1.0, (0, 0, because) if len(members) > 1 else None)
            elif member in stale:
                change = compare_with_original(self.writings.of(original.item_id), self.writings.of(member))
                parts = (change.words_added, change.words_left_out, change.because)
                self._write(member, change.role, change.likeness, parts)
        self._write_story(story_id, original, printings)
        self.changed |= self.flow.run(original, printings)

    def leave(self, item_ids: Iterable[int]) -> None:
        """Items that are not shown any more are of no story."""
        for item_id in item_ids:
            self.db.conn.execute(
                "UPDATE item_rows SET story_id = NULL, role = NULL, likeness = NULL"
                " WHERE id = ? AND (story_id IS NOT NULL OR role IS NOT NULL)",
                [item_id],
            )
            self.db.conn.execute("DELETE FROM printing_rows WHERE item_id = ?", [item_id])

    # ---- reading -----------------------------------------------------------------------------------------------
    def _printings(self, members: Sequence[int]) -> list[Printing]:
        found: dict[int, Printing] = {}
        for some in _parts(members):
            marks = ", ".join("?" * len(some))
            asked = self.db.conn.execute(_ASK.format(marks), some)
            found.update((row[0], replace(Printing(*row[:-1]), home=row[-1])) for row in asked)
        if len(found) == 1:
            return list(found.values())
        for item_id, one in found.items():
            urls = self.db.conn.execute("SELECT url FROM addresses WHERE item_id = ?", [item_id])
            points = self.db.conn.execute("SELECT url, manner FROM pointings WHERE item_id = ?", [item_id])
            there = frozenset(url for (url,) in urls)
            found[item_id] = replace(one, there_at=there, points=dict(points.fetchall()))
        return [found[member] for member in members]

    def _stale(self, original: Printing, members: Sequence[int], fresh: Collection[int]) -> set[int]:
        """Members whose role is not known against this original."""
        if original.item_id in fresh:
            return set(members)
        known: set[int] = set()
        for some in _parts(members):
            marks = ", ".join("?" * len(some))
            rows = self.db.conn.execute(
                "SELECT i.id FROM item_rows AS i JOIN stories AS s ON s.id = i.story_id JOIN printing_rows AS p"
                f" ON p.item_id = i.id WHERE i.id IN ({marks}) AND s.original_item_id = ? AND i.role != 'original'",
                [*some, original.item_id],
            )
            known.update(item_id for (item_id,) in rows)
        return set(members) - (known - set(fresh))

    # ---- writing -----------------------------------------------------------------------------------------------
    def _place(self, story_id: int, members: Sequence[int]) -> None:
        rows = [(story_id, member, story_id) for member in members]
        self.db.conn.executemany("UPDATE item_rows SET story_id = ? WHERE id = ? AND story_id IS NOT ?", rows)

    def _write(self, item_id: int, role: str, likeness: float, change: tuple[int, int, str] | None) -> None:
        self.db.conn.execute(
            "UPDATE item_rows SET role = ?, likeness = ? WHERE id = ? AND (role IS NOT ? OR likeness IS NOT ?)",
            [role, likeness, item_id, role, likeness],
        )
        if change is None:
            self.db.conn.execute("DELETE FROM printing_rows WHERE item_id = ?", [item_id])
            return
        self.db.conn.execute(
            "INSERT INTO printing_rows (item_id, words_added, words_left_out, because) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (item_id) DO UPDATE SET words_added = excluded.words_added,"
            " words_left_out = excluded.words_left_out, because = excluded.because"
            " WHERE (words_added, words_left_out, because)"
            " IS NOT (excluded.words_added, excluded.words_left_out, excluded.because)",
            [item_id, *change],
        )

    def _write_story(self, story_id: int, original: Printing, printings: Sequence[Printing]) -> None:
        dated = [original] if original.honest_on else [one for one in printings if one.honest_on]
        first = min((one.published_at for one in dated if one.published_at), default=None)
        now: tuple[Any, ...] = (original.item_id, len(printings), len({one.source_id for one in printings}), first)
        asked = f"SELECT {', '.join(_STORY)} FROM stories WHERE id = ?"
        if self.db.conn.execute(asked, [story_id]).fetchone() != now:
            sets = ", ".join(f"{name} = ?" for name in _STORY)
            self.db.conn.execute(f"UPDATE stories SET {sets} WHERE id = ?", [*now, story_id])


def _parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    return (things[at : at + _AT_ONCE] for at in range(0, len(things), _AT_ONCE))
