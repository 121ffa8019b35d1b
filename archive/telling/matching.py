"""Which watches want what came or changed: each asks its search of the new items alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlite_utils

from archive.telling.fresh import fill
from archive.times import stamp
from archive.transactions import transaction

#: waiting items of one transaction
AT_ONCE = 2_000
#: What is dated, or without a date was first seen, before so many days is no news.
FRESH_FOR = timedelta(days=14)

#: An item's last possible day of publication; without any date the day on which it was first seen.
_DAY = """CASE i.published_precision
    WHEN 'month' THEN date(i.published_on, '+1 month') WHEN 'year' THEN date(i.published_on, '+1 year')
    ELSE coalesce(i.published_on, i.published_latest, i.first_seen_at) END"""
#: A channel's first full visit brings what was there before: news is what it shows later, in another run.
NEWS = f"""i.backfill = 0 AND i.first_seen_at >= :fresh_at AND {_DAY} >= :fresh_on AND EXISTS (
    SELECT 1 FROM appearances AS a WHERE a.item_id = i.id AND EXISTS (
        SELECT 1 FROM visits AS v JOIN crawls AS k ON k.id = v.crawl_id WHERE v.channel_id = a.channel_id
        AND v.outcome IN ('ok', 'unchanged', 'empty') AND k.started_at < i.first_seen_at))"""
#: what readers may see
SEEN = "i.shown = 1 AND NOT EXISTS (SELECT 1 FROM withheld AS w WHERE w.item_id = i.id)"
_WAITING = """SELECT q.item_id, q.what, q.ref, coalesce(i.merged_into, i.id), i.to_match FROM to_watch AS q
    JOIN item_rows AS i ON i.id = q.item_id
    WHERE (q.item_id, q.what, q.ref) > (:item, :what, :ref) ORDER BY q.item_id, q.what, q.ref LIMIT :most"""
_CHANGED_AT = {
    "edited": "SELECT seen_at FROM revision_rows WHERE id = ?",
    "removed": "SELECT at FROM status_changes WHERE id = ?",
}
_TOLD = """SELECT 1 FROM matches WHERE watch_id = :watch AND item_id = :item
    UNION ALL SELECT 1 FROM matches WHERE watch_id = :watch AND story_id = :story
    UNION ALL SELECT 1 FROM item_rows AS x CROSS JOIN matches AS m ON m.watch_id = :watch AND m.item_id = x.id
        WHERE x.story_id = :story
    UNION ALL SELECT 1 FROM item_rows AS x CROSS JOIN matches AS m ON m.watch_id = :watch AND m.item_id = x.id
        WHERE x.merged_into = :item LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a watch asks for.

    match: an expression of FTS5, None without words. conditions: SQL on `item_rows i`, all of which must hold, with
    their params. by_facts: whether they ask for topics or places, which are found after the item came.
    """

    watch_id: str
    match: str | None = None
    conditions: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict, hash=False)
    edits: bool = False
    removals: bool = False
    by_facts: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many items were looked at, and how many matches were found."""

    items: int = 0
    matches: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of to_watch; root: its item, or the one that it was merged into."""

    item: int
    what: str
    ref: int
    root: int
    is_settled: bool


def find_matches(db: sqlite_utils.Database, watches: Sequence[Asked], now: datetime) -> Found:
    """Ask the searches of watches of all that waits, and record what they find.

    Items whose story or topics are still to be found wait for the next time, too. Raises ArchiveError.
    """
    items = found = 0
    after = (-1, "", -1)
    while True:
        with transaction(db):
            rows = _waiting(db, after)
            if not rows:
                return Found(items, found)
            items += len(rows)
            found += _match(db, watches, [row for row in rows if row.is_settled], now)
            unread = _unread(db, {row.item for row in rows})
            done = [(row.item, row.what, row.ref) for row in rows if row.is_settled and row.item not in unread]
            db.conn.executemany("DELETE FROM to_watch WHERE item_id = ? AND what = ? AND ref = ?", done)
        after = (rows[-1].item, rows[-1].what, rows[-1].ref)


def _waiting(db: sqlite_utils.Database, after: tuple[int, str, int]) -> list[_Row]:
    values = dict(zip(("item", "what", "ref"), after, strict=True)) | {"most": AT_ONCE}
    return [_Row(row[0], row[1], row[2], row[3], not row[4]) for row in db.conn.execute(_WAITING, values)]


def _unread(db: sqlite_utils.Database, items: set[int]) -> set[int]:
    """Those whose topics and places are still to be found."""
    return {item for item in items if db.conn.execute("SELECT 1 FROM to_enrich WHERE item_id = ?", [item]).fetchone()}


def _match(db: sqlite_utils.Database, watches: Sequence[Asked], rows: list[_Row], now: datetime) -> int:
    if not rows or not watches:
        return 0
    fill(db, {row.root for row in rows})
    fresh = now - FRESH_FOR
    times = {"fresh_at": stamp(fresh), "fresh_on": fresh.date().isoformat()}
    new = {row.root for row in rows if row.what == "new"}
    news = _ids(db, f"SELECT i.id FROM temp.fresh_items AS f CROSS JOIN item_rows AS i ON i.id = f.item_id"
                f" WHERE {SEEN} AND {NEWS}", times) & new  # fmt: skip
    seen = _ids(db, f"SELECT i.id FROM temp.fresh_items AS f CROSS JOIN item_rows AS i ON i.id = f.item_id"
                f" WHERE {SEEN}", {})  # fmt: skip
    changes = [row for row in rows if row.what != "new" and row.root in seen]
    count = 0
    for watch in watches:
        wanted = [row for row in changes if watch.edits and row.what == "edited"]
        wanted += [row for row in changes if watch.removals and row.what == "removed"]
        if not news and not wanted:
            continue
        hits = hits_of(db, watch)
        told = _new(db, watch, [hit for hit in hits if hit in news], now)
        count += len(told) + _changed(db, watch, wanted, hits, told, now)
    return count


def _ids(db: sqlite_utils.Database, sql: str, values: Mapping[str, str]) -> set[int]:
    return {row[0] for row in db.conn.execute(sql, values)}


def hits_of(db: sqlite_utils.Database, watch: Asked) -> dict[int, int | None]:
    """Those of the fresh items that the search finds, in the order in which they came, with their stories."""
    where = [SEEN, *watch.conditions]
    where += ["i.text_id IN (SELECT rowid FROM temp.fresh WHERE fresh MATCH :match)"] if watch.match else []
    where += ["NOT EXISTS (SELECT 1 FROM to_enrich AS e WHERE e.item_id = i.id)"] if watch.by_facts else []
    rows = db.conn.execute(
        "SELECT i.id, i.story_id FROM temp.fresh_items AS f CROSS JOIN item_rows AS i ON i.id = f.item_id"
        f" WHERE {' AND '.join(where)} ORDER BY i.role = 'original' DESC, i.id",
        {**watch.params, "match": watch.match},
    )
    return dict(rows)


def _began(db: sqlite_utils.Database, watch: Asked) -> str:
    row = db.conn.execute("SELECT first_seen_at FROM watches WHERE id = ?", [watch.watch_id]).fetchone()
    return str(row[0]) if row else "9999"


def _new(db: sqlite_utils.Database, watch: Asked, hits: Iterable[int], now: datetime) -> set[int]:
    """Record the stories among the hits of which the watch told nothing so far; returns their items."""
    began, told = _began(db, watch), set()
    for item in hits:
        story, seen_at = db.conn.execute(
            "SELECT story_id, first_seen_at FROM item_rows WHERE id = ?", [item]
        ).fetchone()
        if seen_at >= began and not _was_told(db, watch, item, story):
            _record(db, watch, "new", item, story, 0, now)
            told.add(item)
    return told


def _changed(
    db: sqlite_utils.Database,
    watch: Asked,
    rows: list[_Row],
    hits: Mapping[int, int | None],
    new: set[int],
    now: datetime,
) -> int:
    """Record edits and removals of what was told, or matches; of one story each once."""
    began = _began(db, watch)
    fresh_stories = {hits[item] for item in new}
    done: set[tuple[str, int]] = set()
    for row in rows:
        item = row.root
        (story,) = db.conn.execute("SELECT story_id FROM item_rows WHERE id = ?", [item]).fetchone()
        key = (row.what, -item if story is None else story)
        is_first = item in new or (story is not None and story in fresh_stories)
        if key in done or (row.what == "edited" and is_first):
            continue  # who hears of it for the first time reads the words as they are now
        at = db.conn.execute(_CHANGED_AT[row.what], [row.ref]).fetchone()
        if at and at[0] >= began and (item in hits or _was_told(db, watch, item, story)):
            done.add(key)
            _record(db, watch, row.what, item, story, row.ref, now)
    return len(done)


def _was_told(db: sqlite_utils.Database, watch: Asked, item: int, story: int | None) -> bool:
    values = {"watch": watch.watch_id, "item": item, "story": story}
    return db.conn.execute(_TOLD, values).fetchone() is not None


def _record(
    db: sqlite_utils.Database, watch: Asked, what: str, item: int, story: int | None, ref: int, now: datetime
) -> None:
    db.conn.execute(
        "INSERT INTO matches (watch_id, what, item_id, story_id, ref, found_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [watch.watch_id, what, item, story, ref, stamp(now)],
    )
