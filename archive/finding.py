"""Which items a sighting is of, and under what they will be found again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlite_utils

from archive.identity import Identity, Keys, rivals
from archive.rows import match_again
from archive.withheld_marks import address_mark, identity_mark, item_of_mark

#: letters of a title that tells an event from others at the same hour
_SHORTEST_TITLE = 4


def without_landings(db: sqlite_utils.Database, keys: Keys) -> Keys:
    """The keys without addresses where dead posts land together: channels, and pages known to be no post.

    Many posts may redirect to a list or a log-in page, and none of them is that page.
    """
    landings = {url for url in keys.others if _is_landing(db, url)}
    return replace(keys, others=tuple(url for url in keys.others if url not in landings)) if landings else keys


def items_of(db: sqlite_utils.Database, keys: Keys) -> set[int]:
    """The items that a sighting is of: none, one, or several that turn out to be one.

    By the platform's id, then by the canonical address, then by recorded further ones. An item with a rival id (another
    number of the same installation) is another post, though it answers at the same address.
    """
    found: dict[int, None] = {}
    accepted: set[Identity] = set()
    if keys.identity:
        accepted.add(keys.identity)
        row = db.conn.execute(
            "SELECT item_id FROM identities WHERE installation = ? AND external_id = ?", keys.identity
        ).fetchone()
        item_id = row[0] if row else item_of_mark(db, identity_mark(keys.identity))
        if item_id is not None:
            found[item_id] = None
    for item_id in _at_addresses(db, keys):
        if item_id in found:
            continue
        theirs = ids_of(db, item_id)
        if not rivals(accepted, theirs):
            found[item_id] = None
            accepted |= theirs
    return set(found)


def same_event(
    db: sqlite_utils.Database, keys: Keys, title: str | None, start: str | None, found: set[int]
) -> set[int]:
    """Items that are the same event, told by another channel of the source: same start, same title.

    Only where one of the two has no page of its own (an entry of a calendar file): two pages are two posts. And not
    where ids say that they are two.
    """
    if start is None or len(folded := _folded(title)) < _SHORTEST_TITLE:
        return set()
    rows = db.conn.execute(
        "SELECT e.item_id, i.url, t.title FROM events AS e JOIN item_rows AS i ON i.id = e.item_id"
        " JOIN texts AS t ON t.id = i.text_id WHERE e.starts_at = ? AND i.source_id = ? AND i.shown = 1 LIMIT 200",
        [start, keys.source_id],
    ).fetchall()
    ids = set().union(*(ids_of(db, item_id) for item_id in found), {keys.identity} if keys.identity else set())
    return {
        item_id
        for item_id, url, known in rows
        if item_id not in found
        and ("#" in url) != ("#" in keys.url)
        and _folded(known) == folded
        and not rivals(ids, ids_of(db, item_id))
    }


def _folded(title: str | None) -> str:
    return "".join(letter for letter in (title or "").casefold() if letter.isalnum())


def item_at(db: sqlite_utils.Database, url: str) -> int | None:
    """The item that a canonical address leads to, a withheld one included."""
    row = db.conn.execute("SELECT item_id FROM addresses WHERE url = ?", [url]).fetchone()
    return item_of_mark(db, address_mark(url)) if row is None else int(row[0])


def ids_of(db: sqlite_utils.Database, item_id: int) -> set[Identity]:
    """All ids of an item."""
    return set(db.conn.execute("SELECT installation, external_id FROM identities WHERE item_id = ?", [item_id]))


def free_url(db: sqlite_utils.Database, keys: Keys) -> str:
    """The url for a new item: its address, or, where a rival stands there, the address with its own id as anchor."""
    taken = db.conn.execute("SELECT 1 FROM item_rows WHERE url = ?", [keys.url]).fetchone()
    return f"{keys.url}#{keys.identity[1]}" if taken and keys.identity else keys.url


def record(db: sqlite_utils.Database, item_id: int, keys: Keys, more: Iterable[str], seen_at: str) -> None:
    """Write down under what the item is found again; what leads to a rival stays the rival's."""
    for url in dict.fromkeys((*keys.addresses, *keys.fetched, *more)):
        made = db.conn.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)", [url, item_id, seen_at])
        if made.rowcount:  # others may point there, and rulings may speak of it
            match_again(db, item_id)
    if keys.identity:
        db.conn.execute("INSERT OR IGNORE INTO identities VALUES (?, ?, ?)", [*keys.identity, item_id])


def _at_addresses(db: sqlite_utils.Database, keys: Keys) -> list[int]:
    found = [item_at(db, keys.url)]
    found += [item_at(db, url) for url in keys.others]
    return [item_id for item_id in dict.fromkeys(found) if item_id is not None]


def _is_landing(db: sqlite_utils.Database, url: str) -> bool:
    found = db.conn.execute(
        "SELECT 1 FROM channels WHERE canonical_url = ? UNION ALL"
        " SELECT 1 FROM rejected WHERE url = ? AND item_id IS NULL",
        [url, url],
    ).fetchone()
    return found is not None
