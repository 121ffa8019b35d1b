"""Posts that could be read once and cannot any more: each failed reading is counted, and statuses.py concludes.

A miss never touches words. What was read in the same run by another way, the feed for instance, is not missing.
"""

from __future__ import annotations

from typing import Literal

import sqlite_utils

from archive.finding import item_at
from archive.missing.moving import change_status, moved_to, newer_address
from archive.missing.statuses import SORTS, Answer, Misses, misses_after, status_after
from archive.rows import ItemRow, read_row
from archive.times import instant, stamp
from archive.transactions import transaction
from errors import ParseError
from items import Missed
from parsing.urls import Sites, canonical

#: what a miss came to: ignored (no known post, or one that was read by another way), counted, relinked (the post was
#: met at another address since, which is its url now), concluded (it has another status now)
Came = Literal["ignored", "counted", "relinked", "concluded"]


def miss(db: sqlite_utils.Database, missed: Missed, sites: Sites) -> Came:
    """Count a reading that failed, and draw the conclusion where there is enough; all of it or nothing.

    The same miss twice changes nothing. Raises ValueError for a miss without a time or of an unknown reason,
    ArchiveError.
    """
    if missed.seen_at is None or missed.reason not in SORTS:
        raise ValueError(f"{missed.url}: a miss needs the time at which it was seen, and a reason of MISS_REASONS")
    try:
        url = canonical(missed.url, sites)
    except ParseError:
        return "ignored"
    with transaction(db):
        item_id = item_at(db, url)
        if item_id is None:
            return "ignored"
        row = read_row(db, item_id)
        if row.url != url:
            return "ignored"  # one of its further addresses is closed, and the post may well be open at its url
        return miss_row(db, row, missed.reason, missed.detail, stamp(missed.seen_at), sites, missed.final_url)


def miss_row(
    db: sqlite_utils.Database, row: ItemRow, reason: str, detail: str, seen_at: str, sites: Sites, final_url: str | None
) -> Came:
    """The same for an item that is at hand, within the caller's transaction."""
    if row.last_read_at is None or row.last_read_at >= seen_at:
        return "ignored"
    newer = newer_address(db, row, sites) if SORTS[reason] == "missing" else None
    if newer is not None:
        moved_to(db, row, newer, seen_at, "relinked", f"{detail} The source shows the post at another address since.")
        return "relinked"
    misses = misses_after(_misses_of(db, row.id), reason, instant(seen_at))
    _write(db, row.id, misses, detail)
    if misses.last_at != instant(seen_at):
        return "counted"  # it came late
    return "concluded" if _conclude(db, row, misses, detail, final_url or row.url, over=False) else "counted"


def conclude_refused(db: sqlite_utils.Database, seen_at: str) -> int:
    """When a run is over: judge the posts that it found refused, now that all it could read is known.

    seen_at: the run's clock, as text. Returns how many statuses changed. Raises ArchiveError.
    """
    refused = [reason for reason, sort in SORTS.items() if sort == "refused"]
    with transaction(db):
        rows = db.conn.execute(
            "SELECT m.item_id, m.detail FROM misses AS m JOIN item_rows AS i ON i.id = m.item_id"
            " WHERE m.last_at = ? AND m.seen_count > 0 AND i.merged_into IS NULL"
            f" AND m.reason IN ({', '.join('?' * len(refused))}) ORDER BY m.item_id",
            [seen_at, *refused],
        ).fetchall()
        changed = 0
        for item_id, detail in rows:
            row, misses = read_row(db, item_id), _misses_of(db, item_id)
            if misses is not None:
                changed += _conclude(db, row, misses, detail or "", row.url, over=True)
        return changed


def _conclude(db: sqlite_utils.Database, row: ItemRow, misses: Misses, detail: str, url: str, *, over: bool) -> bool:
    answer = Answer(misses.reason, misses.last_at, detail, *_others(db, row, misses), run_is_over=over)
    decided = status_after(row.status, misses, answer)
    if decided is None:
        return False
    change_status(db, row, decided.status, stamp(misses.last_at), decided.reason, decided.evidence, url)
    return True


def _others(db: sqlite_utils.Database, row: ItemRow, misses: Misses) -> tuple[int, int]:
    """How many other posts of the source were read, and were refused, in the run of the last miss."""
    if SORTS[misses.reason] != "refused":
        return 0, 0
    at = stamp(misses.last_at)
    read = db.conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM item_rows WHERE source_id = ? AND shown = 1 AND last_read_at >= ?"
        " AND id != ? AND fetched_url IN (SELECT url FROM addresses WHERE item_id = item_rows.id) LIMIT 20)",
        [row.source_id, at, row.id],
    ).fetchone()[0]
    refused = db.conn.execute(
        "SELECT count(*) FROM misses AS m JOIN item_rows AS i ON i.id = m.item_id WHERE m.last_at = ?"
        " AND i.source_id = ? AND i.id != ? AND m.seen_count > 0 AND m.reason IN ('forbidden', 'password', 'draft')",
        [at, row.source_id, row.id],
    ).fetchone()[0]
    return int(read), int(refused)


def _misses_of(db: sqlite_utils.Database, item_id: int) -> Misses | None:
    row = db.conn.execute(
        "SELECT reason, first_at, last_at, seen_count FROM misses WHERE item_id = ? AND seen_count > 0", [item_id]
    ).fetchone()
    if row is None or row[0] not in SORTS:
        return None
    return Misses(row[0], instant(row[1]), instant(row[2]), row[3])


def _write(db: sqlite_utils.Database, item_id: int, misses: Misses, detail: str) -> None:
    db.conn.execute(
        "INSERT INTO misses (item_id, reason, detail, first_at, last_at, seen_count) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (item_id) DO UPDATE SET reason = excluded.reason, detail = excluded.detail,"
        " first_at = excluded.first_at, last_at = excluded.last_at, seen_count = excluded.seen_count",
        [item_id, misses.reason, detail[:1000], stamp(misses.first_at), stamp(misses.last_at), misses.days],
    )
