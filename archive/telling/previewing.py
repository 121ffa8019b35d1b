"""What a message would be made of, for somebody who wants to see it first. Reads only, also a file opened read-only."""

from __future__ import annotations

from collections.abc import Sequence

import sqlite_utils

from archive.telling.around import Period
from archive.telling.attempts import Due
from archive.telling.fresh import fill
from archive.telling.matching import FRESH_FOR, NEWS, SEEN, Asked, hits_of
from archive.times import stamp

#: where matches stand that no watch found: beside the archive, in this connection alone
SUPPOSED = "temp.supposed"
#: posts and changes of one period that are asked about at the most
_MOST_ASKED = 5_000
_MAKE = (
    f"CREATE TEMP TABLE IF NOT EXISTS {SUPPOSED.removeprefix('temp.')} (id INTEGER PRIMARY KEY, what TEXT,"
    " item_id INTEGER, story_id INTEGER, ref INTEGER, found_at TEXT)",
    f"DELETE FROM {SUPPOSED}",
)
_CAME = f"""SELECT i.id FROM item_rows AS i WHERE {SEEN} AND {NEWS} AND i.first_seen_at < :until
    ORDER BY i.first_seen_at, i.id LIMIT {_MOST_ASKED}"""
#: earlier posts of the same stories, of which a watch would have told
_EARLIER = f"""SELECT i.id FROM item_rows AS i WHERE {SEEN} AND i.backfill = 0 AND i.first_seen_at < :since
    AND i.story_id IN ({{}})"""
_EDITED = f"""SELECT item_id, 'edited', id, seen_at FROM revision_rows
    WHERE because IN ('edited', 'cut') AND seen_at >= :since AND seen_at < :until ORDER BY id LIMIT {_MOST_ASKED}"""
_REMOVED = f"""SELECT item_id, 'removed', id, at FROM status_changes
    WHERE status IN ('gone', 'withdrawn', 'moved', 'hijacked') AND at >= :since AND at < :until
    ORDER BY id LIMIT {_MOST_ASKED}"""


def waiting_of(db: sqlite_utils.Database, watch_id: str) -> list[int]:
    """Matches of which no message was made yet, in the order in which they were found."""
    rows = db.conn.execute(
        "SELECT id FROM matches WHERE watch_id = ? AND made_at IS NULL ORDER BY found_at, id", [watch_id]
    )
    return [row[0] for row in rows]


def newest_of(db: sqlite_utils.Database, watch_id: str) -> list[int]:
    """The newest match, in a list of one; none where nothing was ever found."""
    rows = db.conn.execute(
        "SELECT id FROM matches WHERE watch_id = ? ORDER BY found_at DESC, id DESC LIMIT 1", [watch_id]
    )
    return [row[0] for row in rows]


def unsent_of(db: sqlite_utils.Database, watch_id: str) -> Due | None:
    """The newest message that is made and was not taken yet."""
    row = db.conn.execute(
        "SELECT id, watch_id, carrier, what, period, more, in_doubt FROM deliveries WHERE watch_id = ?"
        " AND state NOT IN ('sent', 'dropped') AND what != 'test' ORDER BY created_at DESC, rowid DESC LIMIT 1",
        [watch_id],
    ).fetchone()
    return None if row is None else Due(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))


def is_unasked(db: sqlite_utils.Database) -> bool:
    """Whether something came of which watches were not asked yet: the next telling does that."""
    return db.conn.execute("SELECT 1 FROM to_watch LIMIT 1").fetchone() is not None


def suppose(db: sqlite_utils.Database, asked: Asked, period: Period) -> list[int]:
    """What a watch that had been there would have found in a period: matches in SUPPOSED, by their numbers there."""
    for statement in _MAKE:
        db.conn.execute(statement)
    times = {
        "since": stamp(period.since), "until": stamp(period.until),
        "fresh_at": stamp(period.since), "fresh_on": (period.since - FRESH_FOR).date().isoformat(),
    }  # fmt: skip
    new = _new(db, asked, times)
    for item, story in new.items():
        _insert(db, ("new", item, story, 0, times["until"]))
    for row in _changed(db, asked, times, new):
        _insert(db, row)
    return [row[0] for row in db.conn.execute(f"SELECT id FROM {SUPPOSED} ORDER BY id")]


def _new(db: sqlite_utils.Database, asked: Asked, times: dict[str, str]) -> dict[int, int | None]:
    """The first post of each story that came, with its story."""
    came = [row[0] for row in db.conn.execute(_CAME, times)]
    fill(db, came)
    hits = hits_of(db, asked)
    stories = sorted({story for story in hits.values() if story is not None})
    marks = ", ".join(str(int(story)) for story in stories) or "NULL"
    fill(db, [row[0] for row in db.conn.execute(_EARLIER.format(marks), times)])
    told = {story for story in hits_of(db, asked).values() if story is not None}
    new: dict[int, int | None] = {}
    for item, story in hits.items():
        if story is None or story not in told:
            new[item] = story
            told |= {story} if story is not None else set()
    return new


_Row = tuple[str, int, int | None, int, str]


def _changed(
    db: sqlite_utils.Database, asked: Asked, times: dict[str, str], new: dict[int, int | None]
) -> Sequence[_Row]:
    rows = db.conn.execute(_EDITED, times).fetchall() if asked.edits else []
    rows += db.conn.execute(_REMOVED, times).fetchall() if asked.removals else []
    fill(db, [row[0] for row in rows])
    hits = hits_of(db, asked)
    found: dict[tuple[str, int], _Row] = {}
    for item, what, ref, at in rows:
        is_first = what == "edited" and (item in new or (hits.get(item) is not None and hits[item] in new.values()))
        if item in hits and not is_first:
            found.setdefault((what, hits[item] or -item), (what, item, hits[item], ref, at))
    return list(found.values())


def _insert(db: sqlite_utils.Database, row: _Row) -> None:
    db.conn.execute(
        f"INSERT INTO {SUPPOSED} (what, item_id, story_id, ref, found_at) VALUES (?, ?, ?, ?, ?)", list(row)
    )
