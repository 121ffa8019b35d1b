"""What stands in a post beside its words: pictures, links and tags over time, and where each of its fields was read.

Nothing is deleted and no caption is overwritten: what a reading no longer shows is marked with when, and the mark goes
when it is back. What one witness never showed is not missed by it: a feed without tags says nothing of the page's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from archive.bringing import Brought
from archive.rows import ItemRow, match_again, read_words
from items import Item
from parsing.text import one_line

#: parts of each kind that are kept from one reading, and characters of a text and of an address
MOST_PICTURES, MOST_LINKS, MOST_TAGS = 50, 200, 50
LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_TAG = 600, 2_100, 80
#: origins that are witnesses of their own; all others are ways to read a page
_BESIDE_PAGE = frozenset({"feed", "api", "list", "sitemap", "calendar"})
_WORDS = ("title", "teaser", "body")


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of part: its rows, the table and column of what they point at, and what is said of each."""

    rows: str
    key: str
    targets: str
    name: str
    details: tuple[str, ...]
    has_position: bool = True


PICTURES = _Kind("picture_rows", "target_id", "link_targets", "url", ("caption", "alt"))
LINKS = _Kind("link_rows", "target_id", "link_targets", "url", ("text", "is_file"))
TAGS = _Kind("tag_rows", "tag_id", "tags", "tag", (), has_position=False)
_KINDS = {"pictures": PICTURES, "links": LINKS, "tags": TAGS}


def keep_parts(db: sqlite_utils.Database, brought: Brought, row: ItemRow, *, whole: bool) -> bool:
    """Write what a reading of the post shows; other sightings bring links at most. Returns whether there was news.

    whole: what the reading lacks is gone; False for a reading whose words were not believed either.
    """
    if brought.read_at is None:
        return row.last_read_at is None and _keep_links_of_a_teaser(db, brought, row)
    item, changed = brought.item, False
    known = dict(db.conn.execute("SELECT field, origin FROM field_origins WHERE item_id = ?", [row.id]).fetchall())
    origins = _origins_now(db, item, row, known)
    for field, given in _given(item).items():
        origin = item.field_origins.get(field) or "structure"
        is_same_witness = _witness(known.get(field, origin)) == _witness(origin)
        some = _sync(db, _KINDS[field], row.id, given, brought.seen_at, whole=whole and is_same_witness)
        changed = changed or some
        if some and field == "links":
            match_again(db, row.id)
        if given or field in known:
            origins[field] = origin
    new = [(row.id, field, origin) for field, origin in origins.items() if known.get(field) != origin]
    db.conn.executemany(
        "INSERT INTO field_origins (item_id, field, origin) VALUES (?, ?, ?)"
        " ON CONFLICT (item_id, field) DO UPDATE SET origin = excluded.origin",
        new,
    )
    return changed


def _keep_links_of_a_teaser(db: sqlite_utils.Database, brought: Brought, row: ItemRow) -> bool:
    """Until its page is read, what a teaser links is all that tells where it comes from."""
    links = _given(brought.item)["links"]
    if not links or not _sync(db, LINKS, row.id, links, brought.seen_at, whole=False):
        return False
    match_again(db, row.id)
    return True


def merge_parts(db: sqlite_utils.Database, survivor: int, other: int) -> None:
    """Move to an item what another has and it has not; doubles stay behind with the hidden one."""
    for kind in _KINDS.values():
        db.conn.execute(
            f"UPDATE {kind.rows} SET item_id = ? WHERE item_id = ?"
            f" AND {kind.key} NOT IN (SELECT {kind.key} FROM {kind.rows} WHERE item_id = ?)",
            [survivor, other, survivor],
        )
    db.conn.execute("UPDATE OR IGNORE field_origins SET item_id = ? WHERE item_id = ?", [survivor, other])


def _witness(origin: str) -> str:
    return origin if origin in _BESIDE_PAGE else "page"


def _origins_now(db: sqlite_utils.Database, item: Item, row: ItemRow, known: dict[str, str]) -> dict[str, str]:
    """Origins of those words of the item that are the archive's words now."""
    told = {field: item.field_origins[field] for field in (*_WORDS, "author") if field in item.field_origins}
    if all(known.get(field) == origin for field, origin in told.items()):
        return {}
    words = read_words(db, row.text_id)
    now: dict[str, Any] = {"title": words.title, "teaser": words.teaser, "body": words.body, "author": row.author}
    given = {"title": item.title, "teaser": item.teaser, "body": item.body, "author": item.author}
    return {
        field: origin
        for field, origin in told.items()
        if now[field] is not None and (now[field] == given[field] or one_line(now[field]) == one_line(given[field]))
    }


def _given(item: Item) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What a reading shows, cleaned, by kind: address or tag -> what is said of it, in order."""
    pictures = ((one.url, (_text(one.caption), _text(one.alt))) for one in item.pictures[:MOST_PICTURES])
    links = ((one.url, (_text(one.text), int(one.is_file))) for one in item.links[:MOST_LINKS])
    tags = ((tag, ()) for tag in item.tags[:MOST_TAGS])
    return {
        "pictures": _once(pictures, LONGEST_ADDRESS),
        "links": _once(links, LONGEST_ADDRESS),
        "tags": _once(tags, LONGEST_TAG),
    }


def _once(pairs: Iterable[tuple[str, tuple[Any, ...]]], longest: int) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for name, details in pairs:
        clean = one_line(name)
        if clean and len(clean) <= longest:
            found.setdefault(clean, details)
    return found


def _text(text: str | None) -> str | None:
    line = one_line(text)
    return line[:LONGEST_TEXT].rstrip() if line else None


def _sync(
    db: sqlite_utils.Database,
    kind: _Kind,
    item_id: int,
    given: dict[str, tuple[Any, ...]],
    seen_at: str,
    *,
    whole: bool,
) -> bool:
    """Bring the rows of one kind in step with a reading. Returns whether anything changed."""
    before = db.conn.total_changes
    mutable = "r.position" if kind.has_position else "0"
    rows = db.conn.execute(
        f"SELECT t.{kind.name}, r.{kind.key}, r.first_seen_at, r.gone_at, {mutable}"
        f"{''.join(f', r.{name}' for name in kind.details)}"
        f" FROM {kind.rows} r JOIN {kind.targets} t ON t.id = r.{kind.key} WHERE r.item_id = ?",
        [item_id],
    ).fetchall()
    there: dict[str, list[tuple[Any, ...]]] = {}
    for name, *known in rows:
        there.setdefault(name, []).append(tuple(known))
    for position, (name, details) in enumerate(given.items()):
        _show(db, kind, item_id, name, details, there.get(name, []), position, seen_at, whole=whole)
    if whole:
        for name in there.keys() - given.keys():
            for known in there[name]:
                _mark(db, kind, item_id, known, gone_at=known[2] or seen_at, position=known[3])
    return db.conn.total_changes > before


def _show(
    db: sqlite_utils.Database,
    kind: _Kind,
    item_id: int,
    name: str,
    details: tuple[Any, ...],
    rows: list[tuple[Any, ...]],
    position: int,
    seen_at: str,
    *,
    whole: bool,
) -> None:
    """One part that the reading shows: as it was, back again, with other words than before, or new."""
    same = [row for row in rows if row[4:] == details]
    others = [row for row in rows if row[4:] != details and row[2] is None]
    if others and not whole:
        return  # another witness says it in other words
    for row in others:
        _mark(db, kind, item_id, row, gone_at=seen_at, position=row[3])
    if same:
        _mark(db, kind, item_id, same[0], gone_at=None, position=position if whole else same[0][3])
        return
    values: dict[str, Any] = {
        "item_id": item_id,
        kind.key: _id_of(db, kind, name),
        "first_seen_at": seen_at,
        "gone_at": None,
        **({"position": position} if kind.has_position else {}),
        **dict(zip(kind.details, details, strict=True)),
    }
    # two readings of one crawl have one time; the later one's words stay
    db.conn.execute(
        f"INSERT OR REPLACE INTO {kind.rows} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        list(values.values()),
    )


def _mark(
    db: sqlite_utils.Database,
    kind: _Kind,
    item_id: int,
    row: tuple[Any, ...],
    *,
    gone_at: str | None,
    position: int,
) -> None:
    """Write when a row's part went, or that it is there, and its place; nothing where that is known."""
    if (row[2], row[3]) == (gone_at, position if kind.has_position else row[3]):
        return
    place, values = (", position = ?", [gone_at, position]) if kind.has_position else ("", [gone_at])
    db.conn.execute(
        f"UPDATE {kind.rows} SET gone_at = ?{place} WHERE item_id = ? AND {kind.key} = ? AND first_seen_at = ?",
        [*values, item_id, row[0], row[1]],
    )


def _id_of(db: sqlite_utils.Database, kind: _Kind, name: str) -> int:
    found = db.conn.execute(f"SELECT id FROM {kind.targets} WHERE {kind.name} = ?", [name]).fetchone()
    if found is None:
        found = [db.conn.execute(f"INSERT INTO {kind.targets} ({kind.name}) VALUES (?)", [name]).lastrowid]
    return int(found[0])
