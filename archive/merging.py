"""Two known items that turn out to be one: the older id stays, all that hangs on the other moves, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import sqlite_utils

from archive.appearing import shown_by_own_channel
from archive.changes import words_of_two
from archive.dating import dated, read_candidates
from archive.parts import merge_parts
from archive.rows import ItemRow, match_again, read_row, read_words, update_row
from archive.wording import settle, text_id_of
from parsing.urls import is_raw

#: tables that follow the item; rows whose like is there already stay behind with the hidden one
_FOLLOW = (
    "addresses", "identities", "revision_rows", "date_candidates", "held", "misses", "item_topics", "mentions",
    "status_changes", "alternates", "item_places", "list_places", "appearance_ways", "event_changes",
    "event_tellings", "captures", "rereadings",
)  # fmt: skip


def merge(db: sqlite_utils.Database, survivor: int, other: int) -> None:
    """Make `other` a part of `survivor`, within the caller's transaction. The other's row stays, out of sight."""
    keeper, leaver = read_row(db, survivor), read_row(db, other)
    keeper_at_home = shown_by_own_channel(db, survivor, keeper.source_id)
    leaver_at_home = shown_by_own_channel(db, other, leaver.source_id)
    _move_appearances(db, survivor, other)
    for table in _FOLLOW:
        db.conn.execute(f"UPDATE OR IGNORE {table} SET item_id = ? WHERE item_id = ?", [survivor, other])
    merge_parts(db, survivor, other)
    _move_event(db, survivor, other)
    db.conn.execute("DELETE FROM bounds WHERE item_id = ?", [other])
    db.conn.execute("UPDATE rejected SET item_id = ? WHERE item_id = ?", [survivor, other])
    db.conn.execute("UPDATE item_rows SET merged_into = ? WHERE merged_into = ?", [survivor, other])
    db.conn.execute("UPDATE item_rows SET merged_into = ?, shown = 0 WHERE id = ?", [survivor, other])
    after = _together(db, keeper, leaver)
    if _has_better_address(keeper, leaver, keeper_at_home, leaver_at_home):
        _swap_urls(db, keeper, leaver)
        after = replace(after, url=leaver.url, source_id=leaver.source_id)
        keeper = replace(keeper, url=leaver.url)
    update_row(db, keeper, after)
    match_again(db, survivor, other)
    if after.last_read_at is not None:
        db.conn.execute("UPDATE appearances SET unread = 0 WHERE item_id = ? AND unread = 1", [survivor])
    for text_id in {keeper.text_id, leaver.text_id, after.text_id}:
        settle(db, text_id)


def _has_better_address(keeper: ItemRow, leaver: ItemRow, keeper_at_home: bool, leaver_at_home: bool) -> bool:
    """Whether the other's address is the one to keep: an alias beats a node's number, whoever linked it; then a page
    beats an entry of a calendar file, and the own source's link that of a block elsewhere."""
    if is_raw(keeper.url) != is_raw(leaver.url):
        return is_raw(keeper.url)
    has_page = "#" not in leaver.url and "#" in keeper.url
    return leaver_at_home and (has_page or not keeper_at_home)


def _together(db: sqlite_utils.Database, keeper: ItemRow, leaver: ItemRow) -> ItemRow:
    """The keeper's row with what the other knew better."""
    other_is_newer = (leaver.last_read_at or "") > (keeper.last_read_at or "")
    one, other = read_words(db, keeper.text_id), read_words(db, leaver.text_id)
    words = words_of_two(one, other, other_is_newer)
    proof = leaver if words.body is not None and words.body == other.body != one.body else keeper
    row = replace(
        keeper,
        text_id=text_id_of(db, words),
        author=keeper.author or leaver.author,
        kind=keeper.kind or leaver.kind,
        language=keeper.language or leaver.language,
        updated_at=max(keeper.updated_at or "", leaver.updated_at or "") or None,
        first_seen_at=min(keeper.first_seen_at, leaver.first_seen_at),
        last_seen_at=max(keeper.last_seen_at, leaver.last_seen_at),
        last_read_at=max(keeper.last_read_at or "", leaver.last_read_at or "") or None,
        external_id=keeper.external_id or leaver.external_id,
        installation=keeper.installation or leaver.installation,
        target=keeper.target or leaver.target,
        backfill=keeper.backfill and leaver.backfill,
        fetched_url=proof.fetched_url,
        fetched_at=proof.fetched_at,
        fetched_sha256=proof.fetched_sha256,
        # One of them may have been refused while the other could be read.
        rejected_at=keeper.rejected_at if leaver.rejected_at or words.body is None else None,
    )
    row = replace(row, shown=0 if row.rejected_at else 1)
    candidates = read_candidates(db, keeper.id) or [one.published for one in (keeper, leaver) if one.published]
    return dated(row, candidates, row.last_seen_at)


def _move_appearances(db: sqlite_utils.Database, survivor: int, other: int) -> None:
    """Appearances on one channel become one, from the first sight of either to the last."""
    db.conn.execute(
        "INSERT INTO appearances SELECT ?, channel_id, first_seen_at, last_seen_at, unread, title_marks, teaser_marks,"
        " carried_mark, read_mark FROM appearances WHERE item_id = ?"
        " ON CONFLICT (item_id, channel_id) DO UPDATE SET"
        " first_seen_at = min(first_seen_at, excluded.first_seen_at),"
        " last_seen_at = max(last_seen_at, excluded.last_seen_at), unread = min(unread, excluded.unread),"
        " carried_mark = coalesce(carried_mark, excluded.carried_mark),"
        " read_mark = coalesce(read_mark, excluded.read_mark)",
        [survivor, other],
    )
    db.conn.execute("DELETE FROM appearances WHERE item_id = ?", [other])


def _move_event(db: sqlite_utils.Database, survivor: int, other: int) -> None:
    """When and where: the survivor's if it has them, its gaps filled from the other's; else the other's."""
    if db.conn.execute("SELECT 1 FROM events WHERE item_id = ?", [survivor]).fetchone():
        names = "timezone rrule status venue street_address registration_url".split()
        sets = ", ".join(f"{name} = coalesce(events.{name}, o.{name})" for name in names)
        db.conn.execute(
            f"UPDATE events SET {sets} FROM (SELECT * FROM events WHERE item_id = ?) AS o WHERE events.item_id = ?",
            [other, survivor],
        )
        return
    db.conn.execute("UPDATE events SET item_id = ? WHERE item_id = ?", [survivor, other])
    db.conn.execute("UPDATE OR IGNORE occurrences SET item_id = ? WHERE item_id = ?", [survivor, other])


def _swap_urls(db: sqlite_utils.Database, keeper: ItemRow, leaver: ItemRow) -> None:
    """No two rows may have one url, not even for a moment."""
    for url, item_id in ((f"merging {leaver.id}", leaver.id), (leaver.url, keeper.id), (keeper.url, leaver.id)):
        db.conn.execute("UPDATE item_rows SET url = ? WHERE id = ?", [url, item_id])
