"""A small full-text index of a few wordings, asked in place of the archive's: its cost is that of what is new."""

from __future__ import annotations

from collections.abc import Collection

import sqlite_utils

#: columns and tokenizer are those of the table `search`, or a watch would mean another thing than the search page
_MAKE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.fresh USING fts5(title, teaser, body, tokenize='porter unicode61')",
    "CREATE TEMP TABLE IF NOT EXISTS fresh_items (item_id INTEGER PRIMARY KEY)",
)


def fill(db: sqlite_utils.Database, items: Collection[int]) -> None:
    """Put the words of these items, and no others, into temp.fresh (by text_id), and their ids into fresh_items."""
    for statement in _MAKE:
        db.conn.execute(statement)
    db.conn.execute("DELETE FROM temp.fresh")
    db.conn.execute("DELETE FROM temp.fresh_items")
    db.conn.executemany("INSERT INTO temp.fresh_items VALUES (?)", [(item,) for item in sorted(set(items))])
    db.conn.execute(
        "INSERT INTO temp.fresh (rowid, title, teaser, body) SELECT t.id, t.title, t.teaser, t.body FROM texts AS t"
        " WHERE t.id IN (SELECT i.text_id FROM temp.fresh_items AS f JOIN item_rows AS i ON i.id = f.item_id)"
    )
