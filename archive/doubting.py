"""What only many posts together tell of a date: that it is a build's or an import's, or no header's after all.

A page alone cannot tell the day of the visit on top of every page from the day of a post of today, nor the day on which
a site was made anew from the day of a post. After a crawl the posts of a channel are held against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import sqlite_utils

from archive.dating import dated, read_candidates
from archive.rows import read_row, update_row
from archive.times import instant, stamp
from archive.transactions import transaction
from archive.wording import settle
from items import Moment
from parsing.dates import shared_times

#: posts of a channel that a crawl brought or changed, and that were read, before they are held against each other
_ENOUGH = 5
#: a header stands on every page; a day that so few of the pages bear is the posts' own
_FEW = 0.2
_ORIGINS = ("feed", "api", "json_ld", "meta", "time", "text", "list")

_OF_CHANNEL = (
    "SELECT d.item_id, d.at, d.precision, d.origin, d.on_day FROM appearances AS a JOIN date_candidates AS d"
    " ON d.item_id = a.item_id WHERE a.channel_id = ? AND d.origin = ? AND d.precision = 'minute' AND d.flag IS NULL"
)
_VISITS = (
    "SELECT d.item_id, d.at, d.origin FROM appearances AS a JOIN date_candidates AS d ON d.item_id = a.item_id"
    " WHERE a.channel_id = ? AND d.flag = 'visit'"
)


def settle_doubts(db: sqlite_utils.Database, changed: Collection[int]) -> int:
    """Flag what the posts of a channel share, clear what only few of them bear; returns how many posts changed.

    changed: items that the crawl brought or changed; only their channels are looked at. Raises ArchiveError.
    """
    touched: set[int] = set()
    with transaction(db):
        for channel_id in _channels(db, changed):
            touched |= _distrust_builds(db, channel_id)
            touched |= _trust_days_of_few(db, channel_id)
        return sum(_date_anew(db, item_id) for item_id in sorted(touched))


def _channels(db: sqlite_utils.Database, changed: Collection[int]) -> list[str]:
    """Channels of which enough was changed, or of which a changed post bears the day of its visit."""
    counts: dict[str, int] = {}
    doubtful: set[str] = set()
    for item_id in changed:
        channels = [row[0] for row in _ask(db, "SELECT channel_id FROM appearances WHERE item_id = ?", item_id)]
        is_doubtful = _ask(db, "SELECT 1 FROM date_candidates WHERE item_id = ? AND flag = 'visit'", item_id)
        for channel_id in channels:
            counts[channel_id] = counts.get(channel_id, 0) + 1
            doubtful |= {channel_id} if is_doubtful else set()
    return sorted(doubtful | {channel_id for channel_id, count in counts.items() if count >= _ENOUGH})


def _distrust_builds(db: sqlite_utils.Database, channel_id: str) -> set[int]:
    touched: set[int] = set()
    for origin in _ORIGINS:
        found = [
            (item_id, Moment(instant(at), precision, source, date.fromisoformat(on_day)))
            for item_id, at, precision, source, on_day in _ask(db, _OF_CHANNEL, channel_id, origin)
        ]
        items = {item_id for item_id, _ in found}
        if len(items) < _ENOUGH:
            continue
        shared = shared_times([moment for _, moment in found], len(items))
        rows = [(item_id, moment) for item_id, moment in found if moment in shared]
        if len({item_id for item_id, _ in rows}) >= _ENOUGH:
            touched |= _flag(db, "build", ((item_id, stamp(moment.at), origin) for item_id, moment in rows))
    return touched


def _trust_days_of_few(db: sqlite_utils.Database, channel_id: str) -> set[int]:
    visits = _ask(db, _VISITS, channel_id)
    read = _ask(
        db,
        "SELECT count(*) FROM appearances AS a JOIN item_rows AS i ON i.id = a.item_id"
        " WHERE a.channel_id = ? AND i.last_read_at IS NOT NULL",
        channel_id,
    )[0][0]
    if not visits or read < _ENOUGH or len({item_id for item_id, *_ in visits}) > _FEW * read:
        return set()
    return _flag(db, None, visits)


def _flag(db: sqlite_utils.Database, flag: str | None, rows: Iterable[tuple[int, str, str]]) -> set[int]:
    rows = list(rows)
    db.conn.executemany(
        "UPDATE date_candidates SET flag = ? WHERE item_id = ? AND at = ? AND origin = ?",
        [(flag, *row) for row in rows],
    )
    return {item_id for item_id, *_ in rows}


def _date_anew(db: sqlite_utils.Database, item_id: int) -> bool:
    before = read_row(db, item_id)
    after = dated(before, read_candidates(db, item_id), before.last_seen_at)
    if not update_row(db, before, after):
        return False
    settle(db, after.text_id)
    return True


def _ask(db: sqlite_utils.Database, sql: str, *values: object) -> list[Any]:
    return db.conn.execute(sql, values).fetchall()
