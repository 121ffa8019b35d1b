"""An archive made many times larger by copies of its own rows, for measurements at sizes that take hours to fill.

Each copy has numbers, addresses and hashes of its own, so that its posts are alike among themselves as the first ones
are and have nothing in common with other copies. The full-text index and the queues of the run's end do not take part.
"""

from __future__ import annotations

import sqlite_utils

#: numbers of one copy lie so far above those of the one before
STRIDE = 1_000_000
#: hashes of one copy are so far from those of the one before; a hundred copies stay below 2^63
APART = 45_000_000_000_000_000

TABLES = ("texts", "item_rows", "stories", "sketches", "story_pairs", "printing_rows", "addresses", "appearances",
          "revision_rows", "date_candidates", "appearance_ways", "field_origins")  # fmt: skip
_NUMBERS = {"id", "text_id", "item_id", "other_item_id", "story_id", "original_item_id", "told_text_id", "merged_into"}
_OTHERWISE = {
    ("texts", "hash"): "hash || '-' || :copy",
    ("texts", "search_id"): "NULL",
    ("sketches", "hash"): f"hash / 2 + :copy * {APART}",
    ("item_rows", "url"): "url || '-' || :copy",
    ("addresses", "url"): "url || '-' || :copy",
}


def multiply(db: sqlite_utils.Database, posts: int) -> int:
    """Copy the archive's rows until it has at least so many items; returns how many it has."""
    first, there, last = db.conn.execute(
        f"SELECT count(*) FILTER (WHERE id < {STRIDE}), count(*), max(id) / {STRIDE} FROM item_rows"
    ).fetchone()
    triggers = db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    db.conn.execute("PRAGMA foreign_keys = off")
    for name, _ in triggers:
        db.conn.execute(f"DROP TRIGGER {name}")
    of_the_first = {table: _of_the_first(db, table) for table in TABLES}
    for copy in range(last + 1, last + 1 - (there - posts) // first):
        with db.conn:
            for table in TABLES:
                db.conn.execute(_statement(db, table, of_the_first[table]), {"copy": copy})
    for _, sql in triggers:
        db.conn.execute(sql)
    db.conn.execute("PRAGMA foreign_keys = on")
    return int(db.conn.execute("SELECT count(*) FROM item_rows").fetchone()[0])


def _of_the_first(db: sqlite_utils.Database, table: str) -> str:
    """The condition under which a row is one of the first, and no copy."""
    names = [row[1] for row in db.conn.execute(f"PRAGMA table_info({table})")]
    number = "id" if "id" in names else "item_id" if "item_id" in names else "text_id"
    return f"{number} < {STRIDE}"


def _statement(db: sqlite_utils.Database, table: str, of_the_first: str) -> str:
    names = [row[1] for row in db.conn.execute(f"PRAGMA table_info({table})")]
    values = [
        _OTHERWISE.get((table, name), f"{name} + :copy * {STRIDE}" if name in _NUMBERS else name) for name in names
    ]
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE {of_the_first}"
