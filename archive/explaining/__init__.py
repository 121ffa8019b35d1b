"""What the archive knows of one post or one story, and why: gathered for `scrapy explain`. It only reads.

Rows are dictionaries by the names of docs/data-dictionary.md, so that what is printed as JSON needs no second one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlite_utils

from archive.explaining.telling import Row, StoryTold, rows_of, story_told
from archive.finding import item_at
from errors import InputError, ParseError
from parsing.urls import Sites, canonical

#: rows of one kind that are gathered for one item
MOST = 1_000
#: weeks of a source that are shown
WEEKS = 6
#: steps from an item that was merged to the one that it became
_MOST_STEPS = 50
_LARGEST = 2**63 - 1

_ITEM = """
SELECT i.id, i.url, t.title, t.teaser, i.source_id, s.name AS source, s.level, s.states, s.timezone, i.author, i.kind,
    i.kind_because, i.language, t.word_count, i.published_at, i.published_precision, i.published_from,
    i.published_earliest, i.published_latest, i.published_on, i.published_flag, i.updated_at, i.first_seen_at,
    i.last_seen_at, i.last_read_at, i.look_again_at, i.status, i.status_at, i.story_id, i.role, i.likeness,
    i.external_id, i.installation, i.canonical_url, i.target, i.backfill, i.shown, i.rejected_at, i.fetched_url,
    i.fetched_at, i.fetched_sha256
FROM item_rows AS i JOIN sources AS s ON s.id = i.source_id LEFT JOIN texts AS t ON t.id = i.text_id
WHERE i.id = ?
"""
#: name -> what is asked of each item, with its id
_BESIDE = {
    "addresses": "SELECT url, first_seen_at FROM addresses WHERE item_id = ? ORDER BY first_seen_at, url",
    "captures": (
        "SELECT id, url, fetched_at, status, media_type, sha256, document_sha256, size, kind, because, file, offset,"
        " length FROM captures WHERE item_id = ? ORDER BY fetched_at DESC, id DESC"
    ),
    "rereadings": (
        "SELECT at, capture_id, revision_id, text_before, text_after, read_by FROM rereadings WHERE item_id = ?"
        " ORDER BY at DESC, id DESC"
    ),
    "identities": "SELECT installation, external_id FROM identities WHERE item_id = ? ORDER BY 1, 2",
    "dates": (
        "SELECT at, on_day, precision, origin, trust, flag, first_seen_at FROM date_candidates WHERE item_id = ?"
        " ORDER BY flag IS NOT NULL, trust IS NULL, trust, at"
    ),
    "bounds": "SELECT earliest, earliest_because, latest, latest_because FROM bounds WHERE item_id = ?",
    "fields": "SELECT field, origin FROM field_origins WHERE item_id = ? ORDER BY field",
    "appearances": (
        "SELECT a.channel_id, c.source_id, a.first_seen_at, a.last_seen_at, (SELECT group_concat(w.way, ' ')"
        " FROM appearance_ways AS w WHERE w.item_id = a.item_id AND w.channel_id = a.channel_id) AS ways"
        " FROM appearances AS a LEFT JOIN channels AS c ON c.id = a.channel_id WHERE a.item_id = ?"
        " ORDER BY a.first_seen_at, a.channel_id"
    ),
    "translations": (
        "SELECT translation_id AS item_id, translation_language AS language, translation_title AS title,"
        " translation_url AS url, because FROM translated_posts WHERE item_id = ? ORDER BY 1"
    ),
    "revisions": (
        "SELECT r.id, r.seen_at, t.title, t.word_count, r.difference, r.fetched_url, r.fetched_sha256"
        " FROM revision_rows AS r LEFT JOIN texts AS t ON t.id = r.text_id WHERE r.item_id = ?"
        " ORDER BY r.seen_at, r.id"
    ),
    "held": (
        "SELECT h.first_seen_at, h.last_seen_at, h.seen_count, t.title, t.word_count FROM held AS h"
        " JOIN texts AS t ON t.id = h.text_id WHERE h.item_id = ? ORDER BY h.first_seen_at"
    ),
    "status_changes": (
        "SELECT at, before, status, reason, evidence, url FROM status_changes WHERE item_id = ? ORDER BY at, id"
    ),
    "misses": ("SELECT reason, detail, first_at, last_at, seen_count FROM misses WHERE item_id = ? AND seen_count > 0"),
    "rejected": "SELECT url, reason, detail, last_seen_at, seen_count FROM rejected WHERE item_id = ?",
}

_WITHHELD = (
    "SELECT w.withheld_at, d.reason FROM withheld AS w JOIN withholdings AS d ON d.id = w.withholding_id"
    " WHERE w.item_id = ?"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader's words stand for: an item or a story, and how it came to that if it was not what was asked."""

    item_id: int | None = None
    story_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ItemTold:
    """All that is known of one item. beside: rows by the names of _BESIDE. expectations: the newest week first."""

    item: Row
    beside: dict[str, list[Row]] = field(default_factory=dict)
    expectations: tuple[Row, ...] = ()
    hold: Row | None = None
    story: StoryTold | None = None
    note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """One document for programs."""
        return {
            "note": self.note,
            "item": self.item,
            **self.beside,
            "story": self.story.as_dict() if self.story else None,
            "expectations": list(self.expectations),
            "hold": self.hold,
        }


def find_asked(db: sqlite_utils.Database, words: list[str], sites: Sites) -> Asked:
    """The item or story that is meant: an id, an address in any of its forms, or "story" and a number.

    Raises InputError, a sentence, where the archive has nothing of the kind.
    """
    if len(words) == 2 and words[0].casefold() == "story":
        return _story_asked(db, words[1])
    if len(words) != 1 or not words[0].strip():
        raise InputError("Say which post: its number, its address, or `story` and a number; --help has examples.")
    word = words[0].strip()
    if word.isascii() and word.isdigit():
        if int(word) > _LARGEST or not rows_of(db, "SELECT 1 FROM item_rows WHERE id = ?", int(word)):
            raise InputError(f"There is no item {word} in the archive.")
        return _become(db, int(word))
    return _become(db, _by_address(db, word, sites))


def explain_item(db: sqlite_utils.Database, item_id: int, note: str | None = None) -> ItemTold:
    """Gather what is known of an item that is there."""
    (item,) = rows_of(db, _ITEM, item_id)
    beside = {name: rows_of(db, f"{sql} LIMIT {MOST}", item_id) for name, sql in _BESIDE.items()}
    weeks = rows_of(
        db, "SELECT * FROM expectations WHERE source_id = ? ORDER BY week DESC LIMIT ?", item["source_id"], WEEKS
    )
    holds = rows_of(db, "SELECT * FROM holds WHERE source_id = ? AND ended_at IS NULL", item["source_id"])
    story = story_told(db, item["story_id"], item_id) if item["story_id"] is not None else None
    return ItemTold(item, beside, tuple(weeks), next(iter(holds), None), story, note)


def _become(db: sqlite_utils.Database, item_id: int) -> Asked:
    """The item, or the one that it became."""
    asked, here = item_id, item_id
    for _ in range(_MOST_STEPS):
        (row,) = rows_of(db, "SELECT merged_into FROM item_rows WHERE id = ?", here)
        if row["merged_into"] is None:
            break
        here = row["merged_into"]
    note = None if here == asked else f"Item {asked} turned out to be the same post as item {here}, and is part of it."
    for row in rows_of(db, _WITHHELD, here):
        note = f"{note + ' ' if note else ''}Its words are withheld since {row['withheld_at'][:10]}: {row['reason']}"
    return Asked(item_id=here, note=note)


def _story_asked(db: sqlite_utils.Database, word: str) -> Asked:
    number = int(word) if word.isascii() and word.isdigit() else None
    here, known = number, None
    for _ in range(_MOST_STEPS):
        if here is None or here > _LARGEST:
            break
        known = next(iter(rows_of(db, "SELECT id, merged_into FROM stories WHERE id = ?", here)), None)
        if known is None or known["merged_into"] is None:
            break
        here = known["merged_into"]
    if known is None:
        raise InputError(f"There is no story {word} in the archive.")
    note = None if here == number else f"Story {number} turned out to be story {here}."
    return Asked(story_id=here, note=note)


def _by_address(db: sqlite_utils.Database, word: str, sites: Sites) -> int:
    """The item at an address. Raises InputError that says what else stands there, if anything does."""
    forms = list(_forms(word, sites))
    if not forms:
        raise InputError(f"{word!r} is neither a number nor an address; --help has examples.")
    for url in forms:
        if (found := item_at(db, url)) is not None:
            return found
    for url in forms:
        for row in rows_of(db, "SELECT reason, detail, item_id FROM rejected WHERE url = ?", url):
            if row["item_id"] is not None:
                return int(row["item_id"])
            raise InputError(f"{url} is no post in the archive. It was refused ({row['reason']}): {row['detail']}")
        for row in rows_of(db, "SELECT id FROM channels WHERE canonical_url = ?", url):
            raise InputError(f"{url} is no post: it is the address of the channel {row['id']}.")
    raise InputError(f"There is no post at {forms[0]} in the archive.")


def _forms(word: str, sites: Sites) -> Iterable[str]:
    """The canonical form of an address as typed, with its anchor and without; then the address to the letter."""
    found: dict[str, None] = {}
    address = word if "://" in word else f"https://{word}"
    if "." not in address.partition("://")[2].partition("/")[0] and "localhost" not in address:
        return ()
    for keeps in (False, True) if "#" in address else (False,):
        try:
            found[canonical(address, sites, keep_anchor=keeps)] = None
        except ParseError:
            return ()
    return [*dict.fromkeys((*reversed(found), address, word))]
