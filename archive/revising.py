"""Revisions and held words as rows: what a witness says now beside what is known, why it was taken or put aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import sqlite_utils

from archive.again import plan, plan_printings
from archive.appearing import Appearance, last_reading, shown_by_own_channel
from archive.bringing import Brought
from archive.changes import Because, BodyMark, HeldBefore, Sighting, Verdict, Words, same_words
from archive.differing import difference
from archive.hashing import body_hash
from archive.rows import ItemRow, read_row, read_words, update_row
from archive.times import instant, stamp
from archive.wording import settle, text_id_of
from archive.worse import LASTING_FOR, LASTING_READINGS

#: held wordings of one post that are looked at; hostile pages say something else each time
_MOST_HELD = 20
#: so many posts of a source with one body in one crawl, and it is a template or an error page
MANY = 3

_NO_ROWS = "('part', 'taken_back')"


def sighting_of(db: sqlite_utils.Database, brought: Brought, row: ItemRow, before: Appearance) -> Sighting:
    """What the channel gives of a known item, with all that decides whether it is an edit."""
    own = brought.shown_by == row.source_id
    seen = Sighting(
        brought.words,
        brought.keys.is_page,
        own=own,
        first_own=own and not shown_by_own_channel(db, row.id, row.source_id),
        new_crawl=before.last_seen_at is None or brought.seen_at > before.last_seen_at,
        at=brought.seen_at,
        way=brought.item.way,
        revised_at=_revised_at(db, row.id),
    )
    if brought.words.body is None:
        return seen
    known_day = _day(row.fetched_at, brought) if row.fetched_at else None
    return replace(seen, day=_day(brought.read_at or brought.seen_at, brought), known_day=known_day)


def judged(db: sqlite_utils.Database, brought: Brought, row: ItemRow, seen: Sighting) -> Sighting:
    """The same with what only an edit must be asked for: the same body on other posts, and earlier holds."""
    elsewhere = _is_elsewhere(db, row, brought.words)
    return replace(seen, elsewhere=elsewhere, held=_held_before(db, row.id, seen))


def showing_before(db: sqlite_utils.Database, row: ItemRow, seen: Sighting, before: Appearance) -> Appearance:
    """What the witness gave before: a post's page is one witness, whichever channel led to it."""
    if not seen.is_page or seen.words.body is None:
        return before
    return replace(before, showing=replace(before.showing, read=last_reading(db, row.id)))


# ---- revisions ------------------------------------------------------------------------------------------------------
def revise(db: sqlite_utils.Database, row: ItemRow, brought: Brought, words: Words, because: Because) -> int:
    """Write a revision of the item's words; returns its id. A fuller wording of an edit takes the place of the one that
    told of it first, which stays as a part."""
    fetched, word = brought.item.fetched, str(because)
    if because == "fuller":
        last = _last_revision(db, row.id)
        word = last[2] or "first" if last else "first"
        if last:
            db.conn.execute("UPDATE revision_rows SET because = 'part' WHERE id = ?", [last[0]])
    last = _last_revision(db, row.id)
    told = difference(read_words(db, last[1]), words) if last else None
    made = db.conn.execute(
        "INSERT INTO revision_rows (item_id, seen_at, text_id, hash, body_hash, because, difference, fetched_url,"
        " fetched_at, fetched_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            row.id, brought.seen_at, row.text_id, words.fingerprint, body_hash(words.body), word, told,
            *((fetched.url, stamp(fetched.at), fetched.sha256) if fetched else (None, None, None)),
        ],
    )  # fmt: skip
    return int(made.lastrowid or 0)


def look_later(
    db: sqlite_utils.Database, brought: Brought, before: ItemRow | None, row: ItemRow, verdict: Verdict | None = None
) -> None:
    """Plan when the post's page is looked at again: after a reading, and at once where a channel tells of a change."""
    item, at = brought.item, brought.seen_at
    if verdict is not None and verdict.because in ("edited", "cut"):
        plan_printings(db, row.id, at)
    if brought.keys.is_page and item.fetched is not None:
        if before is None or before.last_read_at != row.last_read_at or (verdict and verdict.because):
            plan(db, row.id, at, "held" if verdict and verdict.held else "read")
        return
    if before is None or before.last_read_at is None:
        return
    changed_at = max(stamp(item.updated_at), before.updated_at or "") if item.updated_at else ""
    is_newer = changed_at > (before.updated_at or "") and changed_at > before.last_read_at
    if is_newer or (verdict is not None and verdict.is_told):
        plan(db, row.id, at, "told")
    elif brought.words.body is not None:
        plan(db, row.id, at, "carried")


def _last_revision(db: sqlite_utils.Database, item_id: int) -> tuple[int, int, str | None] | None:
    """Id, words and reason of the item's last revision that counts."""
    found: tuple[int, int, str | None] | None = db.conn.execute(
        f"SELECT id, text_id, because FROM revision_rows WHERE item_id = ? AND coalesce(because, '') NOT IN {_NO_ROWS}"
        " ORDER BY seen_at DESC, id DESC LIMIT 1",
        [item_id],
    ).fetchone()
    return found


def _revised_at(db: sqlite_utils.Database, item_id: int) -> str | None:
    """When the item's last edit was first told of, whoever gave its fuller wording; None while it was never edited."""
    last = db.conn.execute(
        f"SELECT id FROM revision_rows WHERE item_id = ? AND coalesce(because, '') NOT IN {_NO_ROWS}"
        " ORDER BY seen_at DESC, id DESC LIMIT 2",
        [item_id],
    ).fetchall()
    if len(last) < 2:
        return None
    told: tuple[str | None] = db.conn.execute(
        "SELECT min(seen_at) FROM revision_rows WHERE item_id = ? AND id > ? AND coalesce(because, '') != 'taken_back'",
        [item_id, last[1][0]],
    ).fetchone()
    return told[0]


# ---- held words -----------------------------------------------------------------------------------------------------
def hold(db: sqlite_utils.Database, row: ItemRow, verdict: Verdict, seen_at: str) -> None:
    """Put words aside that were not taken; the same ones again count up. A body that many posts of a source were given
    in one crawl is taken back where it was taken first."""
    words = verdict.held
    assert words is not None
    text_id = next((known for known, one, _ in _held(db, row.id) if same_words(one, words)), None)
    db.conn.execute(
        "INSERT INTO held (item_id, text_id, first_seen_at, last_seen_at, seen_count, reason, body_hash)"
        " VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT (item_id, text_id) DO UPDATE SET"
        " seen_count = seen_count + (last_seen_at != excluded.last_seen_at), last_seen_at = excluded.last_seen_at,"
        " reason = excluded.reason, body_hash = excluded.body_hash",
        [row.id, text_id or text_id_of(db, words), seen_at, seen_at, verdict.held_because, body_hash(words.body)],
    )
    if verdict.held_because == "elsewhere":
        _take_back(db, row.source_id, body_hash(words.body), seen_at)


def _held(db: sqlite_utils.Database, item_id: int) -> list[tuple[int, Words, tuple[str, str, int]]]:
    rows = db.conn.execute(
        "SELECT h.text_id, t.title, t.teaser, t.body, h.first_seen_at, h.last_seen_at, h.seen_count FROM held AS h"
        " JOIN texts AS t ON t.id = h.text_id WHERE h.item_id = ? ORDER BY h.last_seen_at DESC LIMIT ?",
        [item_id, _MOST_HELD],
    ).fetchall()
    return [(row[0], Words(*row[1:4]), (row[4], row[5], row[6])) for row in rows]


def _held_before(db: sqlite_utils.Database, item_id: int, seen: Sighting) -> HeldBefore:
    """How often these words were held, this reading counted, and whether that is often and long enough."""
    for _, words, (first_at, last_at, count) in _held(db, item_id):
        if same_words(words, seen.words, None, None) and seen.at is not None:
            readings = count + (last_at != seen.at)
            lasts = instant(seen.at) - instant(first_at) >= LASTING_FOR
            return HeldBefore(readings, readings >= LASTING_READINGS and lasts)
    return HeldBefore()


def _is_elsewhere(db: sqlite_utils.Database, row: ItemRow, words: Words) -> bool:
    """Whether another post of the source was read with this body."""
    mark = body_hash(words.body)
    if mark is None:
        return False
    found = db.conn.execute(
        "SELECT 1 FROM revision_rows AS r JOIN item_rows AS i ON i.id = r.item_id WHERE r.body_hash = ?"
        " AND i.source_id = ? AND i.id != ? AND i.merged_into IS NULL LIMIT 1",
        [mark, row.source_id, row.id],
    ).fetchone()
    return found is not None


def _take_back(db: sqlite_utils.Database, source_id: str, mark: str | None, seen_at: str) -> None:
    """Hold a body that was taken for one post's edit in this crawl before others came with it too."""
    count = db.conn.execute(
        "SELECT count(*) FROM held AS h JOIN item_rows AS i ON i.id = h.item_id"
        " WHERE h.body_hash = ? AND h.last_seen_at = ? AND i.source_id = ?",
        [mark, seen_at, source_id],
    ).fetchone()[0]
    if count < MANY - 1:
        return
    taken = db.conn.execute(
        "SELECT r.id, r.item_id, r.text_id FROM revision_rows AS r JOIN item_rows AS i ON i.id = r.item_id"
        f" WHERE r.body_hash = ? AND r.seen_at = ? AND i.source_id = ? AND coalesce(r.because, '') NOT IN {_NO_ROWS}"
        " AND r.because != 'first'",
        [mark, seen_at, source_id],
    ).fetchall()
    for revision_id, item_id, text_id in taken:
        _undo(db, revision_id, item_id, text_id, mark, seen_at)


def _undo(
    db: sqlite_utils.Database, revision_id: int, item_id: int, text_id: int, mark: str | None, seen_at: str
) -> None:
    """The words before the revision are the item's again; the revision stays, as taken back."""
    db.conn.execute("UPDATE revision_rows SET because = 'taken_back' WHERE id = ?", [revision_id])
    before, row = _last_revision(db, item_id), read_row(db, item_id)
    if before is None or row.text_id != text_id:
        return
    update_row(db, row, replace(row, text_id=before[1]))
    for one in {text_id, before[1]}:
        settle(db, one)
    db.conn.execute(
        "INSERT OR IGNORE INTO held (item_id, text_id, first_seen_at, last_seen_at, seen_count, reason, body_hash)"
        " VALUES (?, ?, ?, ?, 1, 'elsewhere', ?)",
        [item_id, text_id, seen_at, seen_at, mark],
    )
    mark_before = BodyMark.of(read_words(db, before[1]), None, seen_at).text()
    for name in ("read_mark", "carried_mark"):
        db.conn.execute(
            f"UPDATE appearances SET {name} = ? WHERE item_id = ? AND {name} IS NOT NULL", [mark_before, item_id]
        )


def _day(at: str | None, brought: Brought) -> date | None:
    return instant(at).astimezone(brought.zone).date() if at else None
