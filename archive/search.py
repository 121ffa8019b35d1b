"""Full-text questions of words and phrases. The site has a richer language of its own; both agree on plain words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import sqlite_utils

from archive.transactions import troubles_told

#: terms of one question; more would be a pasted text and no question
MOST_TERMS = 48
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))


@dataclass(frozen=True, slots=True)
class Found:
    """One item that a question found; the extract marks the words with [ and ]."""

    item_id: int
    title: str | None
    extract: str


def quote(user_text: str) -> str:
    """Turn any text into a question that FTS5 can read: all of its words, "words in quotes" side by side.

    '' where there is no word in it. What stands inside FTS5's quotes is never syntax, whatever it looks like.
    """
    plain = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in user_text.translate(_QUOTES))
    terms = [found[1] or found[2] or "" for found in _TERM.finditer(plain)]
    asked = [term for term in terms if any(sign.isalnum() for sign in term)]
    return " AND ".join(f'"{term}"' for term in asked[:MOST_TERMS])


def search(db: sqlite_utils.Database, text: str, limit: int = 20) -> list[Found]:
    """The items that hold all the words of a text, the newest first. Raises ArchiveError for a damaged archive."""
    question = quote(text)
    if not question:
        return []
    with troubles_told(db):
        rows = db.conn.execute(
            "SELECT i.id, t.title, snippet(search, -1, '[', ']', '…', 24) FROM search"
            " CROSS JOIN texts AS t ON t.search_id = search.rowid"
            " CROSS JOIN item_rows AS i ON i.text_id = t.id AND i.shown = 1"
            " WHERE search MATCH ? ORDER BY search.rowid DESC, i.sorted_at DESC, i.id DESC LIMIT ?",
            [question, limit],
        )
        return [Found(*row) for row in rows]
