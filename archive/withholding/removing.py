"""Takes the words of items out of every table, within the caller's transaction. What goes is written down elsewhere.

Rows that others count on stay, without words: the item's own, its revisions' with their hashes, its days, its
appearances. A wording, address or tag that another item shows stays as it is; this item no longer points at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import sqlite_utils

from archive.changes import Words
from archive.enriching.facts import KINDS
from archive.enriching.found import Found
from archive.numbers.bounding import bound
from archive.rows import read_row
from archive.stories import tell
from archive.vocabulary import words_of
from archive.withholding.recording import ONCE_EACH, pointing_at
from archive.wording import settle, text_id_of

#: tables whose rows of an item leave: they hold words, or sentences and addresses in which words may stand
LEAVE = (
    "held", "misses", "events", "occurrences", "event_changes", "event_tellings", "picture_rows", "link_rows",
    "tag_rows", "bounds", "status_changes", "pointings", "alternates", "printing_rows", "item_topics", "mentions",
    "item_places", "rejected", "addresses",
)  # fmt: skip
#: pairs of items: they leave from both ends
PAIRS = ("story_pairs", "translations")
#: tables of items whose rows stay: hashes, times, places in lists; words in them are emptied one by one
STAY = (
    "appearances", "appearance_ways", "date_candidates", "list_places", "field_origins", "stories", "to_enrich",
    "to_watch", "matches", "withheld", "withheld_marks", "identities", "item_rows", "revision_rows", "captures",
    "rereadings",
)  # fmt: skip
#: sentences on our own work, in which an address or a title may be named
SENTENCES = {
    "visits": ("sentence",), "crawls": ("sentence",), "holds": ("detail", "url"), "cursors": ("cursor",),
    "rejected": ("detail",), "findings": ("sentence", "evidence", "detail", "next_step"),
}  # fmt: skip
#: what stands in sentences instead of an address or a title
INSTEAD = "(withheld)"
#: shorter titles may be anything
_TELLING = 16
#: letters by which a former wording is known, and the fewest of them
_BEGINNING, _SHORTEST = 60, 8


def hidden(name: str, number: int) -> str:
    """What stands in a unique column instead of the address, the tag or the wording."""
    return f"withheld:{name}:{number}"


def whole(db: sqlite_utils.Database, item_ids: Collection[int]) -> list[int]:
    """The items, and all that turned out to be one of them, in order."""
    found, waiting = set(item_ids), list(item_ids)
    while waiting:
        rows = db.conn.execute("SELECT id FROM item_rows WHERE merged_into = ?", [waiting.pop()]).fetchall()
        new = {item_id for (item_id,) in rows} - found
        found |= new
        waiting += new
    return sorted(found)


def remove(db: sqlite_utils.Database, item_ids: Sequence[int]) -> None:
    """Take the words of items out."""
    urls = sorted(_addresses(db, item_ids), key=len, reverse=True)
    texts = _texts(db, item_ids)  # before the rows leave that point at some of them
    texts |= _former(db, texts)
    titles = {words[0] for words in _wordings(db, texts) if words[0] and len(words[0]) >= _TELLING}
    _hide(db, item_ids)
    _forget_facts(db, item_ids)
    for table in LEAVE:
        _each(db, f"DELETE FROM {table} WHERE item_id = ?", item_ids)
    for table in PAIRS:
        _each(db, f"DELETE FROM {table} WHERE item_id = ?1 OR other_item_id = ?1", item_ids)
    _each(
        db,
        "DELETE FROM identities WHERE item_id = ? AND (external_id GLOB '*[^0-9]*' OR length(external_id) > 20)",
        item_ids,
    )
    for url in urls:
        for address in {url, url + "/", url.rstrip("/")}:
            for table in ("rejected", "validators"):
                db.conn.execute(f"DELETE FROM {table} WHERE url = ?", [address])
    _take_words(db, item_ids, texts)
    for table in ("link_targets", "tags"):
        _blank_unused(db, table)
    _empty(db, item_ids)
    _clean_sentences(db, [*urls, *sorted(titles, key=len, reverse=True)])


# ---- out of sight -----------------------------------------------------------------------------------------------
def _hide(db: sqlite_utils.Database, item_ids: Sequence[int]) -> None:
    """Out of lists, counts and the index; then stories are told without them, while their words still stand."""
    _each(db, "UPDATE item_rows SET shown = 0, to_match = 1, look_again_at = NULL WHERE id = ?", item_ids)
    _each(db, "UPDATE appearances SET unread = 0 WHERE item_id = ? AND unread = 1", item_ids)
    for item_id in item_ids:
        settle(db, read_row(db, item_id).text_id)
    bound(db, set(tell(db).changed) - set(item_ids))


def _forget_facts(db: sqlite_utils.Database, item_ids: Sequence[int]) -> None:
    """Topics and the like; the number of items of each topic follows."""
    found = Found(db, {})
    for name in KINDS:
        for item_id in item_ids:
            found.write(name, item_id, ())
    found.count()


# ---- words ------------------------------------------------------------------------------------------------------
def _take_words(db: sqlite_utils.Database, item_ids: Sequence[int], texts: Iterable[int]) -> None:
    """Wordings that nobody else carries lose their words; others are pointed at no more."""
    counted = db.conn.execute("SELECT text_id FROM words_counted").fetchone()
    leaving: Counter[str] = Counter()
    for text_id in sorted(texts):
        row = db.conn.execute("SELECT title, teaser, body FROM texts WHERE id = ?", [text_id]).fetchone()
        if not any(row):
            continue
        if _is_carried(db, text_id, item_ids):
            blank = text_id_of(db, Words())
            for table, column, owner in _text_columns(db):
                _each(db, f"UPDATE {table} SET {column} = {blank} WHERE {owner} = ? AND {column} = {text_id}", item_ids)
            settle(db, text_id)
            continue
        if counted and text_id <= counted[0]:
            leaving.update(words_of(*row))
        db.conn.execute("DELETE FROM sketches WHERE text_id = ?", [text_id])
        db.conn.execute("UPDATE texts SET search_id = NULL WHERE id = ? AND search_id IS NOT NULL", [text_id])
        db.conn.execute(
            "UPDATE texts SET hash = ?, title = NULL, teaser = NULL, body = NULL, word_count = 0 WHERE id = ?",
            [hidden("texts", text_id), text_id],
        )
    for word, count in sorted(leaving.items()):
        db.conn.execute("UPDATE words SET text_count = text_count - ? WHERE word = ?", [count, word])
        db.conn.execute("DELETE FROM words WHERE word = ? AND text_count <= 0", [word])


def _texts(db: sqlite_utils.Database, item_ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for table, column, owner in _text_columns(db):
        for item_id in item_ids:
            rows = db.conn.execute(f"SELECT {column} FROM {table} WHERE {owner} = ? AND {column} NOTNULL", [item_id])
            found.update(text_id for (text_id,) in rows)
    return found


def _former(db: sqlite_utils.Database, texts: Collection[int]) -> set[int]:
    """Wordings to which nothing points any more and that were once the items': what lists gave before pages were read.

    They have a title, a teaser or the beginning of a body in common with those that are known, or with one another.
    """
    pointing = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} AS x WHERE x.{column} = t.id)" for table, column, _ in _text_columns(db)
    )
    found, new = set(texts), set(texts)
    while new:
        told = {part[:_BEGINNING] for words in _wordings(db, new) for part in words if part and len(part) >= _SHORTEST}
        new = set()
        for part in told:
            rows = db.conn.execute(
                "SELECT t.id FROM texts AS t WHERE (substr(t.title, 1, ?1) = ?2 OR substr(t.teaser, 1, ?1) = ?2"
                f" OR substr(t.body, 1, ?1) = ?2) AND {pointing}",
                [_BEGINNING, part],
            )
            new |= {text_id for (text_id,) in rows} - found
        found |= new
    return found - set(texts)


def _wordings(db: sqlite_utils.Database, texts: Iterable[int]) -> Iterator[tuple[str | None, ...]]:
    for text_id in texts:
        yield db.conn.execute("SELECT title, teaser, body FROM texts WHERE id = ?", [text_id]).fetchone()


def _is_carried(db: sqlite_utils.Database, text_id: int, item_ids: Sequence[int]) -> bool:
    """Whether an item that is not withheld has these words, or had or may get them."""
    ours = ", ".join(map(str, item_ids))
    return any(
        db.conn.execute(
            f"SELECT 1 FROM {table} WHERE {column} = ? AND {owner} NOT IN ({ours})"
            f" AND {owner} NOT IN (SELECT item_id FROM withheld) LIMIT 1",
            [text_id],
        ).fetchone()
        for table, column, owner in _text_columns(db)
    )


def _text_columns(db: sqlite_utils.Database) -> list[tuple[str, str, str]]:
    """(table, column, column of the item) of all that points at wordings for an item."""
    return [
        (table, column, "id" if table == "item_rows" else "item_id")
        for table, column in pointing_at(db, "texts")
        if table != "sketches"
    ]


def _blank_unused(db: sqlite_utils.Database, table: str) -> None:
    """Addresses of pictures and links, and tags, that no item shows any more lose what they say; the rows stay, so that
    their numbers are given to no other."""
    name = ONCE_EACH[table]
    used = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {other} AS x WHERE x.{column} = {table}.id)"
        for other, column in pointing_at(db, table)
    )
    db.conn.execute(
        f"UPDATE {table} SET {name} = 'withheld:{table}:' || id WHERE {name} NOT LIKE 'withheld:%' AND {used}"
    )


# ---- what else says something -----------------------------------------------------------------------------------
def _addresses(db: sqlite_utils.Database, item_ids: Sequence[int]) -> set[str]:
    """All addresses under which the items are known."""
    found: set[str | None] = set()
    for item_id in item_ids:
        row = read_row(db, item_id)
        found |= {row.url, row.fetched_url if _is_own_page(db, row.fetched_url, item_id) else None}
        found |= {url for (url,) in db.conn.execute("SELECT url FROM addresses WHERE item_id = ?", [item_id])}
    return {url for url in found if url and not url.startswith("withheld:")}


def _is_own_page(db: sqlite_utils.Database, url: str | None, item_id: int) -> bool:
    """Whether a document is the item's own page, and no feed from which many were read."""
    asked = "SELECT 1 FROM item_rows WHERE fetched_url = ? AND id != ? LIMIT 1"
    return url is not None and db.conn.execute(asked, [url, item_id]).fetchone() is None


def _empty(db: sqlite_utils.Database, item_ids: Sequence[int]) -> None:
    """The item's own row, its revisions, and the addresses of its captures, whose bytes leave by archive/captures."""
    _each(db, "UPDATE captures SET url = 'withheld:item:' || item_id WHERE item_id = ?", item_ids)
    for name in ("difference", "fetched_url"):
        _each(db, f"UPDATE revision_rows SET {name} = NULL WHERE item_id = ? AND {name} NOTNULL", item_ids)
    _each(
        db,
        "UPDATE item_rows SET author = NULL, kind_because = NULL, fetched_url = NULL, target = NULL,"
        " canonical_url = NULL, look_again_at = NULL, to_match = 0, told_text_id = NULL,"
        " external_id = iif(external_id GLOB '*[^0-9]*' OR length(external_id) > 20, NULL, external_id),"
        " url = 'withheld:item:' || id WHERE id = ?",
        item_ids,
    )


def _clean_sentences(db: sqlite_utils.Database, told: Sequence[str]) -> None:
    """Addresses and titles leave the sentences of visits, runs and findings."""
    there = set(db.table_names())
    for table, columns in SENTENCES.items():
        known = db.table(table).columns_dict if table in there else {}
        for column in (name for name in columns if name in known):
            for words in told:
                db.conn.execute(
                    f"UPDATE {table} SET {column} = replace({column}, ?, ?) WHERE instr({column}, ?)",
                    [words, INSTEAD, words],
                )


def _each(db: sqlite_utils.Database, sql: str, item_ids: Sequence[int]) -> None:
    db.conn.executemany(sql, [(item_id,) for item_id in item_ids])
