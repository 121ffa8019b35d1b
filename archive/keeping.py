"""The one door by which items come into the archive: found or made, and changed as changes.py decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import sqlite_utils

from archive import finding, merging
from archive.appearing import Appearance, read_appearance
from archive.beside import keep_beside
from archive.borrowed import without_borrowed_number
from archive.bringing import Brought, bring
from archive.changes import Sighting, words_after
from archive.dating import dated, found_in, read_candidates, together
from archive.doubles import doubles_of
from archive.identity import target_of
from archive.kinds import kind_after, kind_of
from archive.missing.moving import is_shown_elsewhere, look_at_old_address, moved_to, note_change, was_always_there
from archive.parts import keep_parts
from archive.revising import hold, judged, look_later, revise, showing_before, sighting_of
from archive.rows import ItemRow, insert_row, read_row, read_words, update_row
from archive.sections import section_again
from archive.stories.translations import keep_alternates
from archive.times import instant, stamp, stamp_or_none
from archive.transactions import transaction
from archive.withholding.meeting import meet, withheld_like
from archive.wording import settle, text_id_of
from items import Item, Moment
from parsing.text import one_line
from parsing.urls import Sites, is_raw

Became = Literal["new", "revised", "enriched", "same", "merged"]

#: columns whose change is no news of the item: when it was met, and where in lists it stands
_ONLY_SEEN = frozenset({"last_seen_at", "last_read_at", "first_seen_at", "sorted_at", "published_latest", "backfill"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an item that was brought."""

    item_id: int
    outcome: Became
    #: the revision that was made, if one was
    revision_id: int | None = None
    #: its words shrank so much that they were put aside (table held)
    held: bool = False
    #: ids of items that turned out to be this one
    merged: tuple[int, ...] = ()


def keep(db: sqlite_utils.Database, item: Item, sites: Sites) -> Kept:
    """Keep one sighting of a post: all of it, or nothing if an error comes in between.

    The same sighting twice changes nothing but last_seen_at. Raises ParseError for an address that is none, ValueError
    for an item without a time, ArchiveError if the database cannot be written or does not know the channel.
    """
    seen_at = item.seen_at or (item.fetched.at if item.fetched else None)
    if seen_at is None:
        raise ValueError(f"{item.url}: an item needs the time at which it was seen")
    with transaction(db):
        brought = without_borrowed_number(db, bring(db, item, sites, stamp(seen_at)))
        found = finding.items_of(db, brought.keys)
        if not found and (section := section_again(db, brought)):
            found = {section}
        if item.event is not None:
            start = stamp_or_none(item.event.starts_at)
            found |= finding.same_event(db, brought.keys, brought.words.title, start, found)
        found |= doubles_of(db, brought, found) | withheld_like(db, brought)
        if (withheld := meet(db, brought, found)) is not None:
            return Kept(withheld, "same")
        if not found:
            made = _make(db, brought)
            keep_alternates(db, made.item_id, item, sites)
            return made
        survivor = min(found)
        others = tuple(sorted(found - {survivor}))
        for other in others:
            merging.merge(db, survivor, other)
        kept = _change(db, brought, survivor)
        keep_alternates(db, survivor, item, sites)
        return replace(kept, outcome="merged", merged=others) if others else kept


# ---- a new item -----------------------------------------------------------------------------------------------------
def _make(db: sqlite_utils.Database, brought: Brought) -> Kept:
    item, keys = brought.item, brought.keys
    kind, because = kind_of(item)
    text_id = text_id_of(db, brought.words)
    row = ItemRow(
        id=0,
        source_id=keys.source_id,
        url=finding.free_url(db, keys),
        text_id=text_id,
        author=one_line(item.author),
        kind=kind,
        kind_because=because,
        language=item.language or None,
        published_at=None,
        published_precision="bounded",
        published_from=None,
        published_earliest=None,
        published_latest=None,
        published_on=None,
        published_flag=None,
        updated_at=stamp_or_none(item.updated_at),
        first_seen_at=brought.seen_at,
        last_seen_at=brought.seen_at,
        last_read_at=brought.read_at,
        status="here",
        status_at=None,
        external_id=keys.identity[1] if keys.identity else None,
        installation=keys.identity[0] if keys.identity else None,
        backfill=int(item.backfill),
        fetched_url=None,
        fetched_at=None,
        fetched_sha256=None,
        rejected_at=None,
        shown=1,
        sorted_at=brought.seen_at,
        target=target_of(item),
        canonical_url=brought.canonical_url,
        noindex=int(item.noindex),
    )
    row = _with_proof(_dated(row, brought, []), item)
    row = replace(row, id=insert_row(db, row))
    settle(db, text_id)
    revision_id = revise(db, row, brought, brought.words, "first") if brought.words.body is not None else None
    day = None if brought.words.body is None else instant(brought.seen_at).astimezone(brought.zone).date()
    seen = Sighting(
        brought.words, keys.is_page, brought.shown_by == row.source_id, at=brought.seen_at, day=day, way=item.way
    )
    keep_beside(db, brought, row, Appearance(), seen)
    keep_parts(db, brought, row, whole=True)
    look_later(db, brought, None, row)
    return Kept(row.id, "new", revision_id)


# ---- a known item ---------------------------------------------------------------------------------------------------
def _change(db: sqlite_utils.Database, brought: Brought, item_id: int) -> Kept:
    before = read_row(db, item_id)
    known = read_words(db, before.text_id)
    appearance = read_appearance(db, item_id, brought.item.channel_id)
    seen = sighting_of(db, brought, before, appearance)
    appearance = showing_before(db, before, seen, appearance)
    verdict = words_after(known, seen, appearance.showing)
    if verdict.because or verdict.held:  # only a change is worth the questions by which it is judged
        verdict = words_after(known, judged(db, brought, before, seen), appearance.showing)
    taken = verdict.words != known
    after = _row_after(db, before, brought, seen, taken=taken, body_taken=verdict.words.body != known.body)
    if taken:
        after = replace(after, text_id=text_id_of(db, verdict.words))
    changed = update_row(db, before, after)
    if before.status != after.status:
        note_change(db, before, after.status, brought.seen_at, "read", "The post could be read again.", after.url)
    after = _moved(db, after, brought)
    _settle_both(db, before, after)
    revision_id = revise(db, after, brought, verdict.words, verdict.because) if verdict.because else None
    if verdict.held:
        hold(db, before, verdict, brought.seen_at)
    elsewhere = seen.own and is_shown_elsewhere(db, after, brought.keys.url, brought.keys.source_id)
    more = keep_beside(db, brought, after, appearance, seen, held=verdict.held is not None)
    more = keep_parts(db, brought, after, whole=verdict.held is None) or more
    look_later(db, brought, before, after, verdict)
    if elsewhere:
        look_at_old_address(db, item_id, brought.seen_at)
    if verdict.because in ("edited", "cut"):
        return Kept(item_id, "revised", revision_id)
    news = more or bool(changed - _ONLY_SEEN)
    return Kept(item_id, "enriched" if news else "same", revision_id, held=verdict.held is not None)


def _row_after(
    db: sqlite_utils.Database, before: ItemRow, brought: Brought, seen: Sighting, *, taken: bool, body_taken: bool
) -> ItemRow:
    """The row with all that the sighting changes but its words."""
    item = brought.item
    # What the page says of itself counts more than what a list says of it; else the first word stays.
    better = body_taken and taken
    author, language = one_line(item.author), item.language or None
    read = brought.read_at is not None
    kind, because = kind_after((before.kind, before.kind_because), item, better)
    row = replace(
        before,
        author=(author or before.author) if better else (before.author or author),
        language=(language or before.language) if better else (before.language or language),
        kind=kind,
        kind_because=because,
        target=target_of(item) or before.target,
        canonical_url=brought.canonical_url or (None if read and item.fetched else before.canonical_url),
        noindex=int(item.noindex) if brought.keys.is_page and item.fetched else before.noindex,
        updated_at=max(before.updated_at or "", stamp_or_none(item.updated_at) or "") or None,
        first_seen_at=min(before.first_seen_at, brought.seen_at),
        last_seen_at=max(before.last_seen_at, brought.seen_at),
        last_read_at=_last_read(before.last_read_at, brought),
        external_id=before.external_id or (brought.keys.identity[1] if brought.keys.identity else None),
        installation=before.installation or (brought.keys.identity[0] if brought.keys.identity else None),
    )
    if "#" in before.url and "#" not in brought.keys.url and seen.is_page and seen.own:
        row = _at_home(db, row, brought)  # an entry of a calendar turned out to have a page of its own
    if is_raw(before.url) != is_raw(brought.keys.url):
        if is_raw(before.url):  # a node's number stood for its alias, which is known now
            row = replace(_at_home(db, row, brought), source_id=brought.keys.source_id)
    elif seen.first_own and brought.keys.url != before.url and brought.keys.source_id == before.source_id:
        row = _at_home(db, row, brought)
    if body_taken:
        row = _with_proof(row, item)
    if read and before.status not in ("here", "moved"):  # a post that moved has moved, and can be read where it is now
        row = replace(row, status="here", status_at=brought.seen_at)
    if read and before.rejected_at is not None:  # it was refused once and can be read now
        row = replace(row, rejected_at=None, shown=1)
    return _dated(row, brought, read_candidates(db, row.id))


def _at_home(db: sqlite_utils.Database, row: ItemRow, brought: Brought) -> ItemRow:
    """The address that a post has in its own source's list is its url; what a block elsewhere linked was for now."""
    taken = db.conn.execute("SELECT 1 FROM item_rows WHERE url = ?", [brought.keys.url]).fetchone()
    if taken:
        return row
    return replace(row, url=brought.keys.url)


def _moved(db: sqlite_utils.Database, row: ItemRow, brought: Brought) -> ItemRow:
    """The row with its new url where the page of the post was found at the end of a permanent redirect."""
    fetched, keys = brought.item.fetched, brought.keys
    if not brought.item.moved_from or fetched is None or not keys.is_page or "#" in row.url:
        return row
    url, left = (brought.landed_at or ""), brought.moved_from
    if not url or url == row.url or row.url not in left or keys.source_id != row.source_id:
        return row
    if was_always_there(db, row, url):
        return row
    evidence = "The address redirects for good to another one of its source, where the post was read."
    return moved_to(db, row, url, brought.seen_at, "redirect", evidence)


def _last_read(known: str | None, brought: Brought) -> str | None:
    if brought.read_at is None or (known is not None and brought.item.fetched is None):
        return known
    return max(known or "", brought.read_at)


def _dated(row: ItemRow, brought: Brought, kept: list[Moment]) -> ItemRow:
    if not kept and row.published is not None:
        kept = [row.published]
    given = found_in(brought.item, brought.zone, brought.seen_at)
    return dated(row, together(kept, given), brought.seen_at)


def _with_proof(row: ItemRow, item: Item) -> ItemRow:
    if item.fetched is None:
        return row
    proof = item.fetched
    return replace(row, fetched_url=proof.url, fetched_at=stamp(proof.at), fetched_sha256=proof.sha256)


def _settle_both(db: sqlite_utils.Database, before: ItemRow, after: ItemRow) -> None:
    """Bring the index in step with the words left and the words taken."""
    names = ("text_id", "shown", "published_on", "published_latest", "first_seen_at")
    if any(getattr(before, name) != getattr(after, name) for name in names):
        for text_id in {before.text_id, after.text_id}:
            settle(db, text_id)
