"""A crawl meets a withheld post again: it stays withheld, whatever address led to it, and no word of it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlite_utils

from archive.bringing import Brought
from archive.times import stamp_or_none
from archive.withheld_marks import address_mark, event_mark, identity_mark, item_of_mark, mark_item, withheld_among
from archive.withholding import withhold_too
from archive.withholding.vault import note_met
from parsing.text import word_count

#: words of a body from which on two posts do not come to have the same by chance
ENOUGH_WORDS = 20

_LIKE = (
    "SELECT w.item_id FROM revision_rows AS r JOIN withheld AS w ON w.item_id = r.item_id"
    " JOIN item_rows AS i ON i.id = w.item_id JOIN withholdings AS d ON d.id = w.withholding_id"
    " WHERE r.hash = ? AND (i.source_id = ? OR d.with_story = 1) ORDER BY w.item_id LIMIT 1"
)


def withheld_like(db: sqlite_utils.Database, brought: Brought) -> set[int]:
    """The withheld post that a sighting is of though its address is new: by the words, or as an event by its time.

    Where a whole story is withheld, printings of other sources are meant, too.
    """
    if db.conn.execute("SELECT 1 FROM withheld LIMIT 1").fetchone() is None:
        return set()
    words, source_id = brought.words, brought.keys.source_id
    if words.body is not None and word_count(words.body) >= ENOUGH_WORDS:
        row = db.conn.execute(_LIKE, [words.fingerprint, source_id]).fetchone()
        if row:
            return {int(row[0])}
    event = brought.item.event
    start = stamp_or_none(event.starts_at) if event is not None else None
    if start is not None and words.title:
        found = item_of_mark(db, event_mark(source_id, start, words.title))
        return set() if found is None else {found}
    return set()


def meet(db: sqlite_utils.Database, brought: Brought, found: Iterable[int]) -> int | None:
    """Keep a sighting of a withheld post without its words, within the caller's transaction; gives its number.

    None where none of the items is withheld. Items that turn out to be the same post are withheld by its decision.
    """
    items = set(found)
    withheld = withheld_among(db, items)
    if not withheld:
        return None
    item_id = withheld[0]
    (withholding_id,) = db.conn.execute("SELECT withholding_id FROM withheld WHERE item_id = ?", [item_id]).fetchone()
    others = sorted(items - set(withheld))
    if others:
        withhold_too(db, withholding_id, others, brought.seen_at)
    _note_addresses(db, brought, item_id, withholding_id)
    at = brought.seen_at
    db.conn.execute("UPDATE item_rows SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?", [at, item_id, at])
    db.conn.execute(
        "INSERT INTO appearances (item_id, channel_id, first_seen_at, last_seen_at, unread) VALUES (?, ?, ?, ?, 0)"
        " ON CONFLICT (item_id, channel_id) DO UPDATE SET last_seen_at = excluded.last_seen_at, unread = 0"
        " WHERE last_seen_at < excluded.last_seen_at",
        [item_id, brought.item.channel_id, at, at],
    )
    return item_id


def _note_addresses(db: sqlite_utils.Database, brought: Brought, item_id: int, withholding_id: str) -> None:
    told = {mark: rest for mark, *rest in _told(brought)}
    new = mark_item(db, item_id, told)
    if new:
        note_met(db, withholding_id, [(item_id, mark, *told[mark], brought.seen_at) for mark in new])


def _told(brought: Brought) -> Iterator[tuple[str, str, str | None, str]]:
    """Mark, kind, installation and value of all by which the sighting may be met again."""
    keys = brought.keys
    for url in dict.fromkeys((*keys.addresses, *keys.fetched, *brought.moved_from)):
        yield address_mark(url), "address", None, url
    if keys.identity:
        yield identity_mark(keys.identity), "id", *keys.identity
