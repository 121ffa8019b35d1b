"""Counts, at the end of a run, the words of the wordings that came since the last one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import sqlite_utils

from archive.transactions import transaction

#: wordings that are counted in one transaction
AT_ONCE = 1_000
#: letters of a body that are looked at: enough for its subject
_BEGINNING = 1_500
#: different words of one wording; a page made of nothing but new words brings no more than this
_MOST_WORDS = 300
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST, _LONGEST = 3, 24


def words_of(title: str | None, teaser: str | None, body: str | None) -> set[str]:
    """The words of one wording in small letters, those of 3 to 24 letters, as printed but for their case."""
    text = unicodedata.normalize("NFC", " ".join(filter(None, (title, teaser, (body or "")[:_BEGINNING]))))
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        if _SHORTEST <= len(word) <= _LONGEST:
            found.add(word)
            if len(found) >= _MOST_WORDS:
                break
    return found


def count_words(db: sqlite_utils.Database) -> int:
    """Count the wordings that came since the last time, in short transactions. Returns how many. Raises ArchiveError.

    A wording is counted once and stays counted: this is for suggestions, and no statistic.
    """
    counted = 0
    while True:
        with transaction(db):
            row = db.conn.execute("SELECT text_id FROM words_counted").fetchone()
            found = db.conn.execute(
                "SELECT id, title, teaser, substr(body, 1, ?) FROM texts WHERE id > ? ORDER BY id LIMIT ?",
                [_BEGINNING, row[0] if row else 0, AT_ONCE],
            ).fetchall()
            if not found:
                return counted
            counts: Counter[str] = Counter()
            for _, *parts in found:
                counts.update(words_of(*parts))
            db.conn.executemany(
                "INSERT INTO words (word, text_count) VALUES (?, ?)"
                " ON CONFLICT (word) DO UPDATE SET text_count = text_count + excluded.text_count",
                sorted(counts.items()),
            )
            db.conn.execute(
                "INSERT INTO words_counted (id, text_id) VALUES (1, ?)"
                " ON CONFLICT (id) DO UPDATE SET text_id = excluded.text_id",
                [found[-1][0]],
            )
        counted += len(found)
