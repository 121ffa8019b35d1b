"""What better readers find in kept bytes, into the archive: the words of a revision are corrected in place.

A reading is no edit at the source: no revision is made, nothing is dated anew, no sighting is counted. The words as
they had been read stay in texts, and a row of rereadings names both. Worse words never replace better ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import sqlite_utils

from archive import finding
from archive.appearing import keep_appearance, read_appearance
from archive.bringing import Brought, bring
from archive.captures import Capture
from archive.changes import Sighting, Words, showing_after, title_after
from archive.dating import dated, found_in, keep_candidates, read_candidates
from archive.differing import difference
from archive.hashing import body_hash
from archive.identity import target_of
from archive.kinds import kind_after
from archive.parts import keep_parts
from archive.rows import ItemRow, read_row, read_words, update_row
from archive.times import instant, stamp_or_none
from archive.transactions import transaction
from archive.wording import settle, text_id_of
from archive.worse import worse
from items import Item
from parsing.text import one_line
from parsing.urls import Sites

Ended = Literal["same", "corrected", "worse", "other"]

#: where the dates of a document of its own kind are read; those of lists and sitemaps are other documents' word
_ORIGINS = {"take_page": ("json_ld", "meta", "time", "text", "title", "address"), "take_posts": ("api",),
            "take_feed": ("feed",)}  # fmt: skip
_NO_ROWS = "('part', 'taken_back')"


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of one post of a document. before, after: its words, where they differ; fields: columns of the item
    that differ besides. why: the reason for which worse words were not taken."""

    item_id: int
    url: str
    ended: Ended
    before: Words | None = None
    after: Words | None = None
    fields: tuple[str, ...] = ()
    why: str | None = None


class _DryRun(Exception):
    """Takes back what a dry run wrote."""


def reread(
    db: sqlite_utils.Database,
    item: Item,
    captures: Sequence[Capture],
    sites: Sites,
    now: str,
    read_by: str,
    *,
    dry_run: bool = False,
) -> Reread | None:
    """Correct the item that one of the captures proves, or only say what would be. None where none of them is its own.

    now: a stamp, of the run. Raises ArchiveError, and ParseError for an address that is none.
    """
    done: Reread | None = None
    try:
        with transaction(db):
            done = _reread(db, item, captures, sites, now, read_by)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return done


def mark_read(db: sqlite_utils.Database, captures: Sequence[Capture], read_by: str) -> None:
    """Note by which readers documents were read last."""
    with transaction(db):
        db.conn.executemany("UPDATE captures SET read_by = ? WHERE id = ?", [(read_by, one.id) for one in captures])


def _reread(
    db: sqlite_utils.Database, item: Item, captures: Sequence[Capture], sites: Sites, now: str, read_by: str
) -> Reread | None:
    brought = bring(db, item, sites, captures[0].fetched_at)
    found = finding.items_of(db, brought.keys)
    one = next((capture for capture in captures if capture.item_id in found), None)
    if one is None:
        return None
    row = read_row(db, one.item_id)
    is_now = (row.fetched_at, row.fetched_sha256) == (one.fetched_at, one.document_sha256)
    revision = _revision_of(db, one)
    known_id = revision[1] if revision else row.text_id if is_now else None
    if known_id is None:  # its words came from another document; this one told the rest
        return Reread(one.item_id, row.url, "same")
    known = read_words(db, known_id)
    words = _words(known, brought.words)
    reason = _objection(known, words, brought)
    if reason is not None:
        return Reread(one.item_id, row.url, "worse", known, brought.words, why=reason)
    text_id = known_id if words == known else text_id_of(db, words)
    if text_id != known_id:
        if revision:
            _correct(db, one.item_id, revision[0], text_id, words)
        _note(db, one, revision, known_id, text_id, now, read_by)
    fields = _item_too(db, row, brought, one, known, words) if is_now else ()
    if text_id == known_id and not fields:
        return Reread(one.item_id, row.url, "same")
    changed = text_id != known_id
    return Reread(one.item_id, row.url, "corrected", known if changed else None, words if changed else None, fields)


# ---- words ----------------------------------------------------------------------------------------------------------
def _words(known: Words, given: Words) -> Words:
    """As a first reading would take them: title and body of the document, the teaser that was known."""
    return Words(
        title_after(known.title, given.title),
        known.teaser or given.teaser,
        known.body if given.body is None else given.body,
    )


def _objection(known: Words, words: Words, brought: Brought) -> str | None:
    if known.body is None or words.body is None or known.body == words.body:
        return None
    return worse(known.title, known.body, words.title, words.body, is_page=brought.keys.is_page)


def _revision_of(db: sqlite_utils.Database, one: Capture) -> tuple[int, int] | None:
    """The revision that was read from a document: its id and its words."""
    found: tuple[int, int] | None = db.conn.execute(
        "SELECT id, text_id FROM revision_rows WHERE item_id = ? AND fetched_at = ? AND fetched_sha256 = ?"
        f" AND coalesce(because, '') NOT IN {_NO_ROWS} ORDER BY id DESC LIMIT 1",
        [one.item_id, one.fetched_at, one.document_sha256],
    ).fetchone()
    return found


def _correct(db: sqlite_utils.Database, item_id: int, revision_id: int, text_id: int, words: Words) -> None:
    """Other words for a revision, and what changed to it and from it told anew."""
    db.conn.execute(
        "UPDATE revision_rows SET text_id = ?, hash = ?, body_hash = ? WHERE id = ?",
        [text_id, words.fingerprint, body_hash(words.body), revision_id],
    )
    rows = db.conn.execute(
        "SELECT id, text_id, difference FROM revision_rows WHERE item_id = ?"
        f" AND coalesce(because, '') NOT IN {_NO_ROWS} ORDER BY seen_at, id",
        [item_id],
    ).fetchall()
    for (before_id, before_text, _), (after_id, after_text, told) in pairwise(rows):
        if revision_id in (before_id, after_id):
            now = difference(read_words(db, before_text), read_words(db, after_text)) or None
            if now != told:
                db.conn.execute("UPDATE revision_rows SET difference = ? WHERE id = ?", [now, after_id])


def _note(
    db: sqlite_utils.Database,
    one: Capture,
    revision: tuple[int, int] | None,
    before: int,
    after: int,
    now: str,
    read_by: str,
) -> None:
    db.conn.execute(
        "INSERT INTO rereadings (item_id, capture_id, revision_id, at, text_before, text_after, read_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [one.item_id, one.id, revision[0] if revision else None, now, before, after, read_by],
    )


# ---- the item -------------------------------------------------------------------------------------------------------
def _item_too(
    db: sqlite_utils.Database, row: ItemRow, brought: Brought, one: Capture, known: Words, words: Words
) -> tuple[str, ...]:
    """The item's words now and what else the document says of it. Returns the columns that changed beside the words."""
    shown = read_words(db, row.text_id)
    now = Words(*(
        new if have == old else have
        for have, old, new in (
            (shown.title, known.title, words.title),
            (shown.teaser, known.teaser, words.teaser),
            (shown.body, known.body, words.body),
        )
    ))  # fmt: skip
    after = _row_after(db, row, brought, one)
    if now != shown:
        after = replace(after, text_id=text_id_of(db, now))
    changed = update_row(db, row, after)
    if changed & {"text_id", "published_on", "published_latest"}:
        for text_id in {row.text_id, after.text_id}:
            settle(db, text_id)
    _mark_readings(db, row, brought, one, words)
    keep_parts(db, brought, after, whole=True)
    return tuple(sorted(changed - {"text_id", "sorted_at"}))


def _row_after(db: sqlite_utils.Database, row: ItemRow, brought: Brought, one: Capture) -> ItemRow:
    """The row with what the document says beside the words. Sightings and statuses stay what they are."""
    item = brought.item
    kind, because = kind_after((row.kind, row.kind_because), item, True)
    after = replace(
        row,
        author=one_line(item.author) or row.author,
        language=item.language or row.language,
        kind=kind,
        kind_because=because,
        target=target_of(item) or row.target,
        canonical_url=row.canonical_url if _was_read_after(db, one) else brought.canonical_url,
        updated_at=max(row.updated_at or "", stamp_or_none(item.updated_at) or "") or None,
    )
    given = found_in(item, brought.zone, one.fetched_at)
    if given:
        origins = _ORIGINS.get(one.taker or "", ())
        marks = ", ".join("?" * len(origins)) or "NULL"
        db.conn.execute(
            f"DELETE FROM date_candidates WHERE item_id = ? AND first_seen_at = ? AND origin IN ({marks})",
            [row.id, one.fetched_at, *origins],
        )
        keep_candidates(db, row.id, given, one.fetched_at)
        after = dated(after, read_candidates(db, row.id), row.first_seen_at)
    return after


def _was_read_after(db: sqlite_utils.Database, one: Capture) -> bool:
    """Whether another document told of the item since; then what it names is the last word on that."""
    return (
        db.conn.execute(
            "SELECT 1 FROM captures WHERE item_id = ? AND (fetched_at, id) > (?, ?) LIMIT 1",
            [one.item_id, one.fetched_at, one.id],
        ).fetchone()
        is not None
    )


def _mark_readings(db: sqlite_utils.Database, row: ItemRow, brought: Brought, one: Capture, words: Words) -> None:
    """Remember that the document gave these words, or its next visit would take the difference for an edit."""
    before = read_appearance(db, row.id, one.channel_id)
    if before.last_seen_at is None or words.body is None:
        return
    day = instant(one.fetched_at).astimezone(brought.zone).date()
    seen = Sighting(brought.words, brought.keys.is_page, at=one.fetched_at, day=day, way=brought.item.way)
    showing = showing_after(before.showing, seen)
    keep_appearance(db, row.id, one.channel_id, before, showing, before.last_seen_at, before.unread)
