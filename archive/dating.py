"""An item's date out of all that was ever found for it: sightings add candidates, `parsing.dates` decides anew.

So it does not matter in which order feed, list and page came, a date that jumps with each edit stays where it was at
first, and a page can outvote a feed whose dates are those of its building.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import sqlite_utils

from archive.rows import ItemRow
from archive.times import instant, stamp
from items import Item, Moment
from parsing.dates import choose, flagged, trust_of

#: dates found for one item that are kept: from one sighting, and in all
MOST_AT_ONCE, MOST = 24, 96
#: a change that is known to the day was made by the end of that day, wherever on earth
_DAY = timedelta(hours=38)

#: for statements over item_rows AS i: when the site said first that it had changed the post, which was there by then
CHANGED_BY = (
    "(SELECT min(iif(d.precision = 'minute', d.at, strftime('%Y-%m-%dT%H:%M:%SZ', d.at, '+38 hours')))"
    " FROM date_candidates AS d WHERE d.item_id = i.id AND d.flag = 'modified' AND d.precision IN ('minute', 'day'))"
)
_SELECT = "SELECT at, precision, origin, on_day, trust, flag FROM date_candidates WHERE item_id = ?"
_INSERT = (
    "INSERT INTO date_candidates (item_id, at, precision, origin, on_day, trust, flag, first_seen_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item_id, at, precision, origin) DO UPDATE SET flag = excluded.flag"
    " WHERE flag IS NULL AND excluded.flag IS NOT NULL AND excluded.flag != 'future'"
)


def found_in(item: Item, zone: ZoneInfo, seen_at: str) -> list[Moment]:
    """The candidates that an item brings, with the day in the owner's zone; what lies ahead or is absurd is flagged."""
    now = instant(seen_at)
    moments = list(item.candidates)
    if item.published is not None and all(one.at != item.published.at for one in moments):
        moments.insert(0, item.published)
    # what was changed when it was published was never changed
    told = {(one.at, one.precision, one.origin) for one in moments if one.flag is None}
    moments = [one for one in moments if one.flag != "modified" or (one.at, one.precision, one.origin) not in told]
    local = (replace(one, on=date.fromisoformat(local_day(one, zone))) for one in moments[:MOST_AT_ONCE])
    return [flagged(one, now) for one in local]


def read_candidates(db: sqlite_utils.Database, item_id: int) -> list[Moment]:
    """All candidates that are kept of an item."""
    return [
        Moment(instant(at), precision, origin, date.fromisoformat(on_day), (trust or 0) % 10, flag)
        for at, precision, origin, on_day, trust, flag in db.conn.execute(_SELECT, [item_id])
    ]


def together(kept: Iterable[Moment], given: Iterable[Moment]) -> list[Moment]:
    """Candidates of both, each once, as the table keeps them: the first word of a date stays, and so does a flag."""
    found: dict[tuple[str, str, str], Moment] = {}
    for one in (*kept, *given):
        key = (stamp(one.at), one.precision, one.origin)
        known = found.setdefault(key, one)
        if known.flag is None and one.flag not in (None, "future"):
            found[key] = replace(known, flag=one.flag)
    return list(found.values())


def keep_candidates(db: sqlite_utils.Database, item_id: int, given: Sequence[Moment], seen_at: str) -> bool:
    """Write candidates; returns whether one of them was new. An item that has very many gets no more."""
    if not given:
        return False
    count = db.conn.execute("SELECT count(*) FROM date_candidates WHERE item_id = ?", [item_id]).fetchone()[0]
    rows = [
        (item_id, stamp(one.at), one.precision, one.origin, one.on.isoformat(), trust_of(one), one.flag, seen_at)
        for one in given[: max(MOST - count, 0)]
    ]
    return bool(rows) and db.conn.executemany(_INSERT, rows).rowcount > 0


def dated(row: ItemRow, candidates: Sequence[Moment], seen_at: str) -> ItemRow:
    """The row with the best of the dates, its bounds and its place in lists. Without any candidate it stays as it is.

    Without a date, our first sight of the item, or the time at which the site says that it changed it, is the latest
    time at which it can have been published. What is dated ahead stands where it was first seen, not on top for months.
    """
    best = choose(candidates, instant(seen_at)) if candidates else row.published
    if best is None:
        return _bounded(row, candidates)
    at = stamp(best.at)
    return replace(
        row,
        published_at=at,
        published_precision=best.precision,
        published_from=best.origin,
        published_on=best.on.isoformat(),
        published_flag=best.flag if candidates else row.published_flag,
        published_earliest=None,
        published_latest=None,
        sorted_at=min(at, row.first_seen_at),
    )


def _bounded(row: ItemRow, candidates: Sequence[Moment]) -> ItemRow:
    if row.published_at is not None:  # the date that it had turned out to be none
        row = replace(row, published_at=None, published_from=None, published_on=None, published_flag=None)
    latest = min(row.published_latest or row.first_seen_at, row.first_seen_at, *_changes(candidates))
    if row.published_earliest is not None and latest < row.published_earliest:
        latest = row.published_latest or row.first_seen_at
    return replace(row, published_precision="bounded", published_latest=latest, sorted_at=latest)


def _changes(candidates: Iterable[Moment]) -> list[str]:
    """When the site says that it changed the post, at the latest."""
    changes = [one for one in candidates if one.flag == "modified" and one.precision in ("minute", "day")]
    return [stamp(one.at if one.precision == "minute" else one.at + _DAY) for one in changes]


def local_day(moment: Moment, zone: ZoneInfo) -> str:
    """The day of a moment in a source's zone; a moment without hours keeps the day it was printed with."""
    if moment.precision == "minute" and moment.flag != "absurd":
        try:
            return moment.at.astimezone(zone).date().isoformat()
        except OverflowError:  # the first and last days that exist
            return moment.at.astimezone(UTC).date().isoformat()
    return moment.on.isoformat()


__all__ = ["CHANGED_BY", "dated", "found_in", "keep_candidates", "local_day", "read_candidates", "together"]
