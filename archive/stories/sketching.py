"""Which wordings are told, the hashes by which they are found, and which hashes are too common to find anything by.

A hash counts by how many wordings have it now, whoever came first: one that stands in more than `MOST_WORDINGS` is not
used at all. A wording is told as long as some shown item was told with it; texts that only history knows do not count.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

import sqlite_utils

from archive.rows import read_words
from archive.sameness.shingles import normal_form, sketch

#: A hash in more wordings is form text, or a name; it would make each new post look at all posts of its kind.
MOST_WORDINGS = 200


@dataclass(frozen=True, slots=True)
class Crossed:
    """Hashes that became too common, and hashes that ceased to be."""

    common: frozenset[int]
    rare: frozenset[int]


@lru_cache(maxsize=2_000)
def hashes_of(title: str | None, teaser: str | None, body: str | None) -> frozenset[int]:
    """The sketch of a wording, and a hash of all its words, so that like wordings always meet."""
    words = normal_form(body or teaser or title)
    mark = hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8, person=b"normal form")
    return sketch(title, teaser, body) | {int.from_bytes(mark.digest(), "big") >> 1}


def tell_wordings(db: sqlite_utils.Database, before: dict[int, int | None], after: dict[int, int | None]) -> Crossed:
    """Write with which wordings items are told now, by item; bring the sketches in step."""
    changed = [(text_id, item_id) for item_id, text_id in after.items() if before[item_id] != text_id]
    db.conn.executemany("UPDATE item_rows SET told_text_id = ? WHERE id = ?", changed)
    left = {text_id for item_id, text_id in before.items() if text_id is not None and after[item_id] != text_id}
    taken = {text_id for text_id, _ in changed if text_id is not None}
    balance: Counter[int] = Counter()
    rows: list[tuple[int, int]] = []
    for text_id in sorted(taken - _told(db, taken)):
        rows += [(one, text_id) for one in _hashes(db, text_id)]
    balance.update(one for one, _ in rows)
    db.conn.executemany("INSERT INTO sketches (hash, text_id) VALUES (?, ?)", sorted(rows))
    for text_id in sorted(left):
        if db.conn.execute("SELECT 1 FROM item_rows WHERE told_text_id = ? LIMIT 1", [text_id]).fetchone() is None:
            gone = _hashes(db, text_id)
            db.conn.executemany("DELETE FROM sketches WHERE hash = ? AND text_id = ?", [(one, text_id) for one in gone])
            balance.subtract(gone)
    return _crossed(db, balance)


def wordings_with(db: sqlite_utils.Database, one: int, most: int | None = None) -> list[int]:
    """Wordings that have a hash; none at all if it is too common, or stands in more than `most`."""
    most = MOST_WORDINGS if most is None else most
    found = db.conn.execute("SELECT text_id FROM sketches WHERE hash = ? LIMIT ?", [one, most + 1]).fetchall()
    return [] if len(found) > most else [text_id for (text_id,) in found]


def words_hashes(db: sqlite_utils.Database, text_id: int) -> frozenset[int]:
    """The hashes of a wording."""
    return _hashes(db, text_id)


def still_meet(db: sqlite_utils.Database, one: int, other: int) -> bool:
    """Whether two wordings share a hash that is not too common."""
    return one == other or any(wordings_with(db, both) for both in _hashes(db, one) & _hashes(db, other))


def _told(db: sqlite_utils.Database, text_ids: Collection[int]) -> set[int]:
    """Those of the wordings that have their sketch already."""
    asked = "SELECT 1 FROM sketches WHERE hash = ? AND text_id = ?"
    return {
        text_id
        for text_id in text_ids
        if db.conn.execute(asked, [min(_hashes(db, text_id)), text_id]).fetchone() is not None
    }


def _hashes(db: sqlite_utils.Database, text_id: int) -> frozenset[int]:
    words = read_words(db, text_id)
    return hashes_of(words.title, words.teaser, words.body)


def _crossed(db: sqlite_utils.Database, balance: Counter[int]) -> Crossed:
    common, rare = set(), set()
    for one, change in balance.items():
        if not change:
            continue
        most = MOST_WORDINGS + abs(change) + 1
        (now,) = db.conn.execute(
            "SELECT count(*) FROM (SELECT 1 FROM sketches WHERE hash = ? LIMIT ?)", [one, most]
        ).fetchone()
        was = now - change
        if now > MOST_WORDINGS >= was:
            common.add(one)
        elif was > MOST_WORDINGS >= now:
            rare.add(one)
    return Crossed(frozenset(common), frozenset(rare))


def texts_of(db: sqlite_utils.Database, hashes: Iterable[int]) -> set[int]:
    """All wordings that have one of these hashes, however common."""
    return {
        text_id
        for one in hashes
        for (text_id,) in db.conn.execute("SELECT text_id FROM sketches WHERE hash = ?", [one])
    }
