"""Words into rows: each wording once, and in the full-text index as long as an item shows it.

Rows of the index are numbered by day in the high bits and a counter below, so that "newest first" is a walk down the
row numbers. The day of a wording is the newest one among the items that show it.
"""

from __future__ import annotations

import hashlib

import sqlite_utils

from archive.changes import Words
from archive.times import day_number
from parsing.text import word_count

#: bits of the counter: sixteen million wordings a day
COUNTER_BITS = 24


def text_id_of(db: sqlite_utils.Database, words: Words) -> int:
    """The row of these words, made if there is none. Not in the index until `settle` puts it there."""
    mark = hashlib.blake2b(repr((words.title, words.teaser, words.body)).encode("utf-8", "replace"), digest_size=16)
    found = db.conn.execute("SELECT id FROM texts WHERE hash = ?", [mark.hexdigest()]).fetchone()
    if found:
        return int(found[0])
    made = db.conn.execute(
        "INSERT INTO texts (hash, title, teaser, body, word_count) VALUES (?, ?, ?, ?, ?)",
        [mark.hexdigest(), words.title, words.teaser, words.body, word_count(words.body)],
    )
    return int(made.lastrowid or 0)


def settle(db: sqlite_utils.Database, text_id: int) -> None:
    """Put a wording where its day wants it in the index, or take it out if no item shows it any more."""
    search_id, day = db.conn.execute(
        "SELECT search_id,"
        " (SELECT max(min(coalesce(published_on, published_latest, first_seen_at), first_seen_at))"
        " FROM item_rows WHERE text_id = texts.id AND shown = 1) FROM texts WHERE id = ?",
        [text_id],
    ).fetchone()
    wanted = None if day is None else day_number(day)
    if wanted == (None if search_id is None else search_id >> COUNTER_BITS):
        return
    new_id = None if wanted is None else _next_search_id(db, wanted)
    db.conn.execute("UPDATE texts SET search_id = ? WHERE id = ?", [new_id, text_id])


def rebuild_index(db: sqlite_utils.Database) -> None:
    """Make the full-text index anew from the words, for an index that an integrity check found out of step."""
    db.conn.execute("INSERT INTO search(search) VALUES ('rebuild')")


def _next_search_id(db: sqlite_utils.Database, day: int) -> int:
    first, beyond = day << COUNTER_BITS, (day + 1) << COUNTER_BITS
    highest = db.conn.execute(
        "SELECT max(search_id) FROM texts WHERE search_id >= ? AND search_id < ?", [first, beyond]
    ).fetchone()[0]
    return first if highest is None else int(highest) + 1
