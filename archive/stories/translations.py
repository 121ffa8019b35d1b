"""Links posts that say the same in two languages, at the end of a run. What counts stands in translating.py.

The pairs of an item depend on the two posts alone, so the order in which they came does not matter: either of them
finds the other, by address where a page names it, else by its day among the posts of the same family of sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

import sqlite_utils

from archive.stories.translating import Post, why_translation
from archive.transactions import transaction
from errors import ParseError
from items import Item
from parsing.urls import Sites, canonical

#: items of one transaction; posts of one day that are compared with one item; alternates kept of one page
AT_ONCE, MOST_BESIDE, MOST_ALTERNATES = 100, 200, 20
#: characters of an address
_LONGEST = 2_000
#: the language of most posts; those in others are few, and found by their day
_MOSTLY = "en"

_POST = (
    "SELECT i.id, i.source_id, s.parent_id, i.language, i.url, i.published_on, i.published_precision, i.published_flag,"
    " t.title, coalesce(t.body, t.teaser), (SELECT starts_at FROM events AS e WHERE e.item_id = i.id)"
    " FROM item_rows AS i JOIN sources AS s ON s.id = i.source_id JOIN texts AS t ON t.id = i.text_id"
    " WHERE i.id = ? AND i.shown = 1"
)
_NAMED = (
    "SELECT a.item_id FROM alternates AS n JOIN addresses AS a ON a.url = n.url WHERE n.item_id = :item"
    " UNION SELECT n.item_id FROM addresses AS a CROSS JOIN alternates AS n ON n.url = a.url WHERE a.item_id = :item"
)
_FAMILY = (
    "SELECT f.id FROM sources AS s JOIN sources AS f"
    " ON f.id IN (s.id, s.parent_id) OR f.parent_id IN (s.id, s.parent_id) WHERE s.id = :source"
)
_FOREIGN_OF_DAY = (
    "SELECT id FROM item_rows WHERE shown = 1 AND language IS NOT NULL AND language != 'en' AND published_on = :day"
    f" AND language != :language AND source_id IN ({_FAMILY}) LIMIT {MOST_BESIDE}"
)
#: the plus keeps SQLite from putting the day into the expression of the index, which it would then not know again
_OWN_OF_DAY = (
    f"SELECT i.id FROM ({_FAMILY}) AS f CROSS JOIN item_rows AS i INDEXED BY item_rows_month"
    " WHERE i.shown = 1 AND i.published_on IS NOT NULL AND substr(i.published_on, 1, 7) = :month"
    " AND i.source_id = f.id AND i.published_flag IS NULL AND +i.published_on = :day AND i.language = 'en'"
    f" LIMIT {MOST_BESIDE}"
)


def keep_alternates(db: sqlite_utils.Database, item_id: int, item: Item, sites: Sites) -> None:
    """Write down what a post names as itself in other languages, within the caller's transaction."""
    for one in item.alternates[:MOST_ALTERNATES]:
        with suppress(ParseError):
            url = canonical(one.url, sites)
            if len(url) <= _LONGEST:
                db.conn.execute(
                    "INSERT OR IGNORE INTO alternates (item_id, url, language, said) VALUES (?, ?, ?, ?)",
                    [item_id, url, one.language, one.said],
                )


def link_translations(db: sqlite_utils.Database, changed: Iterable[int]) -> int:
    """Look for the translations of items that are new or changed, and of all whose story is still to be asked for.

    To be called before stories are told, which forgets the latter: so what a killed run left is done by the next one.
    Returns how many pairs came or went. Raises ArchiveError.
    """
    waiting = {item_id for (item_id,) in db.conn.execute("SELECT id FROM item_rows WHERE to_match = 1")}
    ids = sorted(waiting | set(changed))
    written = 0
    for start in range(0, len(ids), AT_ONCE):
        with transaction(db):
            written += sum(_link(db, item_id) for item_id in ids[start : start + AT_ONCE])
    return written


def _link(db: sqlite_utils.Database, item_id: int) -> int:
    """Bring the pairs of one item in step with what is known of it now."""
    known = {
        (one, other): because
        for one, other, because in db.conn.execute(
            "SELECT item_id, other_item_id, because FROM translations WHERE item_id = ?1 OR other_item_id = ?1",
            [item_id],
        )
    }
    wanted = _pairs_of(db, item_id)
    gone = [pair for pair in known if pair not in wanted]
    new = [(*pair, because) for pair, because in wanted.items() if known.get(pair) != because]
    db.conn.executemany("DELETE FROM translations WHERE item_id = ? AND other_item_id = ?", gone)
    db.conn.executemany("INSERT OR REPLACE INTO translations VALUES (?, ?, ?)", new)
    return len(gone) + len(new)


def _pairs_of(db: sqlite_utils.Database, item_id: int) -> dict[tuple[int, int], str]:
    post = _read(db, item_id)
    if post is None or post.language is None:
        return {}
    found = {}
    for other_id in sorted(_candidates(db, post) - {item_id}):
        other = _read(db, other_id)
        because = why_translation(post, other) if other else None
        if because:
            found[(min(item_id, other_id), max(item_id, other_id))] = because
    return found


def _candidates(db: sqlite_utils.Database, post: Post) -> set[int]:
    found = {one for (one,) in db.conn.execute(_NAMED, {"item": post.item_id})}
    if post.day is not None:
        day = post.day.isoformat()
        values = {"day": day, "month": day[:7], "language": post.language, "source": post.source_id}
        found |= {one for (one,) in db.conn.execute(_FOREIGN_OF_DAY, values)}
        if post.language != _MOSTLY:
            found |= {one for (one,) in db.conn.execute(_OWN_OF_DAY, values)}
    return found


def _read(db: sqlite_utils.Database, item_id: int) -> Post | None:
    row = db.conn.execute(_POST, [item_id]).fetchone()
    if row is None:
        return None
    number, source_id, parent_id, language, url, on, precision, flag, title, text, starts_at = row
    is_exact = on is not None and flag is None and precision in ("minute", "day")
    return Post(
        number,
        source_id,
        parent_id,
        language,
        url,
        frozenset(_column(db, "SELECT url FROM addresses WHERE item_id = ?", item_id)),
        dict(db.conn.execute("SELECT url, said FROM alternates WHERE item_id = ?", [item_id]).fetchall()),
        date.fromisoformat(on) if is_exact else None,
        text or title or "",
        frozenset(_column(db, _PARTS.format("picture_rows"), item_id)),
        frozenset(_column(db, _PARTS.format("link_rows"), item_id)),
        starts_at,
    )


_PARTS = (
    "SELECT t.url FROM {} AS r JOIN link_targets AS t ON t.id = r.target_id WHERE r.item_id = ? AND r.gone_at IS NULL"
)


def _column(db: sqlite_utils.Database, sql: str, item_id: int) -> list[str]:
    return [value for (value,) in db.conn.execute(sql, [item_id])]
