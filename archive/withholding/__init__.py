"""Withholds posts on request, and gives them back: words go into a private file, a tombstone without words stays.

All of one decision is one transaction. A crawl that meets a withheld post again knows it by marks (marks.py) and writes
no word of it. The public pages need not know of any of this: an item that is withheld is not shown.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import sqlite_utils

from archive.numbers.bounding import bound
from archive.rows import match_again
from archive.stories import tell
from archive.stories.shares import count_shares
from archive.times import stamp
from archive.transactions import transaction
from archive.withheld_marks import address_mark, event_mark, identity_mark, is_withheld, mark_item
from archive.withholding.blanks import fill
from archive.withholding.recording import ONCE_EACH, Change, pointing_at, recorded, take_back
from archive.withholding.removing import remove, whole
from archive.withholding.vault import changes_of, forget, keep_changes, met_by, path_of
from archive.wording import settle
from errors import InputError

#: letters of a reason and of a name that are kept
LONGEST_REASON, LONGEST_NAME = 500, 200
#: tables in which triggers have items wait
_WAIT = ("to_enrich", "to_watch")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. items: numbers of the posts; phrases: beginnings of words that must be nowhere in the file now."""

    id: str
    at: str
    reason: str
    requested_by: str | None
    with_story: bool
    items: tuple[int, ...]
    phrases: tuple[str, ...] = ()


def withhold(
    db: sqlite_utils.Database,
    item_id: int,
    *,
    reason: str,
    at: datetime,
    requested_by: str | None = None,
    with_story: bool = False,
) -> Decision:
    """Withhold a post, or all printings of its story; all of it or nothing.

    reason and requested_by are shown to readers. Raises InputError for a post that is not there or is withheld already
    and for an empty reason, ArchiveError. `erasing.erase` takes what SQLite leaves behind out of the file.
    """
    said, asked = one_line(reason, LONGEST_REASON), one_line(requested_by or "", LONGEST_NAME) or None
    if not said:
        raise InputError("Say why with --reason; readers who come to the post see it.")
    path_of(db)
    with transaction(db):
        items = [item_id]
        if is_withheld(db, item_id):
            raise InputError(f"Post {item_id} is withheld already; `scrapy withhold {item_id} --undo` gives it back.")
        if with_story:
            items = _printings(db, item_id) or items
        one = Decision(secrets.token_hex(8), stamp(at), said, asked, with_story, tuple(items))
        db.conn.execute(
            "INSERT INTO withholdings (id, withheld_at, reason, requested_by, with_story) VALUES (?, ?, ?, ?, ?)",
            [one.id, one.at, said, asked, int(with_story)],
        )
        phrases = _take(db, one.id, items, one.at)
    count_shares(db)
    return Decision(one.id, one.at, said, asked, with_story, tuple(items), phrases)


def withhold_too(db: sqlite_utils.Database, withholding_id: str, item_ids: Sequence[int], at: str) -> None:
    """Withhold what turned out to be a withheld post, by the same decision, within the caller's transaction."""
    _take(db, withholding_id, item_ids, at)


def _take(db: sqlite_utils.Database, withholding_id: str, item_ids: Sequence[int], at: str) -> tuple[str, ...]:
    items = whole(db, item_ids)
    waiting = _waiting(db)
    for item_id in items:
        (shown,) = db.conn.execute("SELECT shown FROM item_rows WHERE id = ?", [item_id]).fetchone()
        db.conn.execute("INSERT INTO withheld VALUES (?, ?, ?, ?)", [item_id, withholding_id, at, shown])
        mark_item(db, item_id, _marks(db, item_id))
    with _door(db), recorded(db) as log:
        remove(db, items)
    _forget_waiting(db, items, waiting)
    keep_changes(db, withholding_id, log.changes)
    return _phrases(log.changes)


def undo(db: sqlite_utils.Database, item_id: int, at: datetime) -> Decision:
    """Take back the decision by which a post is withheld: all posts of it have their words again, and their place.

    Raises InputError for a post that is not withheld, ArchiveError where the private file is missing.
    """
    row = db.conn.execute(
        "SELECT d.id, d.withheld_at, d.reason, d.requested_by, d.with_story FROM withheld AS w"
        " JOIN withholdings AS d ON d.id = w.withholding_id WHERE w.item_id = ?",
        [item_id],
    ).fetchone()
    if row is None:
        raise InputError(f"Post {item_id} is not withheld.")
    with transaction(db):
        changes, met = changes_of(db, row[0]), met_by(db, row[0])
        found = db.conn.execute("SELECT item_id FROM withheld WHERE withholding_id = ?", [row[0]]).fetchall()
        items = sorted(one for (one,) in found)
        waiting = _waiting(db)
        with _door(db):
            take_back(db, changes)
            _fill_blanks(db, items)
        for one in items:
            db.conn.execute("DELETE FROM withheld_marks WHERE item_id = ?", [one])
            db.conn.execute("DELETE FROM withheld WHERE item_id = ?", [one])
        _write_met(db, met)
        db.conn.execute("UPDATE withholdings SET undone_at = ? WHERE id = ?", [stamp(at), row[0]])
        _settle_again(db, items, waiting, since=row[1])
    count_shares(db)
    forget(db, row[0])
    return Decision(row[0], row[1], row[2], row[3], bool(row[4]), tuple(items))


def one_line(text: str, most: int) -> str:
    """Words as one line without control characters."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:most].rstrip()


def tombstones(db: sqlite_utils.Database) -> list[tuple[int, str, str, str | None]]:
    """What is withheld now: number of the post, since when, why, at whose request; the newest first."""
    rows = db.conn.execute(
        "SELECT w.item_id, w.withheld_at, d.reason, d.requested_by FROM withheld AS w JOIN withholdings AS d"
        " ON d.id = w.withholding_id WHERE w.was_shown = 1 ORDER BY w.withheld_at DESC, w.item_id"
    )
    return rows.fetchall()


# ---- withholding ------------------------------------------------------------------------------------------------
def _printings(db: sqlite_utils.Database, item_id: int) -> list[int]:
    rows = db.conn.execute(
        "SELECT m.id FROM item_rows AS i JOIN item_rows AS m ON m.story_id = i.story_id"
        " WHERE i.id = ? AND m.shown = 1 ORDER BY m.id",
        [item_id],
    )
    return [one for (one,) in rows]


def _marks(db: sqlite_utils.Database, item_id: int) -> Iterator[str]:
    """All by which a crawl may meet the item."""
    ask = db.conn.execute
    source_id, url, title = ask(
        "SELECT i.source_id, i.url, t.title FROM item_rows AS i JOIN texts AS t ON t.id = i.text_id WHERE i.id = ?",
        [item_id],
    ).fetchone()
    yield address_mark(url)
    for (one,) in ask("SELECT url FROM addresses WHERE item_id = ?", [item_id]).fetchall():
        yield address_mark(one)
    for identity in ask("SELECT installation, external_id FROM identities WHERE item_id = ?", [item_id]).fetchall():
        yield identity_mark(identity)
    for (starts_at,) in ask("SELECT starts_at FROM occurrences WHERE item_id = ?", [item_id]).fetchall():
        if title:
            yield event_mark(source_id, starts_at, title)


@contextmanager
def _door(db: sqlite_utils.Database) -> Iterator[None]:
    """The one door through the trigger that keeps words as they are; open for this transaction and nobody else."""
    db.conn.execute("INSERT INTO withholding_now VALUES (1)")
    yield
    db.conn.execute("DELETE FROM withholding_now")


def _waiting(db: sqlite_utils.Database) -> dict[str, set[int]]:
    """Which items wait to be read for topics, and to be told by watches."""
    return {name: {one for (one,) in db.conn.execute(f"SELECT item_id FROM {name}")} for name in _WAIT}


def _forget_waiting(db: sqlite_utils.Database, items: Iterable[int], before: dict[str, set[int]]) -> None:
    """Triggers had the items wait, and they are no news."""
    for name, waited in before.items():
        for item_id in set(items) - waited:
            db.conn.execute(f"DELETE FROM {name} WHERE item_id = ?", [item_id])


def _phrases(changes: Iterable[Change]) -> tuple[str, ...]:
    """A piece of each wording that left; of very many, some."""
    found: dict[str, None] = {}
    for one in changes:
        if one.table == "texts" and one.before and one.after and one.after["hash"] != one.before["hash"]:
            for name in ("body", "title"):
                text = (one.before[name] or "")[:60].strip()
                if len(text) >= 30:
                    found[text] = None
    return tuple(found)[:8]


# ---- giving back ------------------------------------------------------------------------------------------------
def _fill_blanks(db: sqlite_utils.Database, items: Sequence[int]) -> None:
    """Where another decision still holds back a wording, an address or a tag that these items share with its items:
    they get a row of their own again, and that decision will find it."""
    for table in ONCE_EACH:
        fill(db, table, pointing_at(db, table), items)


def _write_met(db: sqlite_utils.Database, met: Iterable[Sequence[str]]) -> None:
    """Addresses and ids under which the items were met meanwhile."""
    for item_id, kind, installation, value, at in met:
        if kind == "address":
            db.conn.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)", [value, item_id, at])
        else:
            db.conn.execute("INSERT OR IGNORE INTO identities VALUES (?, ?, ?)", [installation, value, item_id])


def _settle_again(db: sqlite_utils.Database, items: Sequence[int], waiting: dict[str, set[int]], since: str) -> None:
    """Where nothing ran since, all is as it was. Else stories are told anew, and facts looked for by the next run."""
    for item_id in items:
        (text_id,) = db.conn.execute("SELECT text_id FROM item_rows WHERE id = ?", [item_id]).fetchone()
        settle(db, text_id)
    ran = db.conn.execute("SELECT 1 FROM crawls WHERE started_at >= ? OR ended_at >= ?", [since, since]).fetchone()
    if ran is None:
        _forget_waiting(db, items, waiting)
        return
    _forget_waiting(db, items, {"to_watch": waiting["to_watch"]})
    match_again(db, *items)
    bound(db, set(tell(db).changed) | set(items))
