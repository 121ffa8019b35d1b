"""Posts that a channel left out while it still shows older ones: their pages are asked for at the next visit.

That may be because they are gone; only the page can tell, and the plan would ask months later, or never where the
channel carried the whole text. Each absence asks for one look.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container

import sqlite_utils

from archive.transactions import transaction

#: newest posts of a channel that are compared, and looks to plan
_NEWEST, _MOST = 100, 20
#: Of so many posts next to an absent one on the older side so many must be shown: one pinned to the top says nothing.
_NEXT, _SHOWN = 5, 2


def look_for_absent(db: sqlite_utils.Database, crawl_id: int, seen_at: str) -> int:
    """Plan a look at each post that its channel left out in this run; returns how many. seen_at: the run's clock.

    Raises ArchiveError.
    """
    with transaction(db):
        channels = db.conn.execute(
            "SELECT DISTINCT v.channel_id, c.source_id FROM visits AS v JOIN channels AS c ON c.id = v.channel_id"
            " WHERE v.last_crawl_id = ? AND v.outcome = 'ok' AND v.items_seen > 0",
            [crawl_id],
        ).fetchall()
        absent = [
            lost for channel_id, source_id in channels for lost in absent_from(db, channel_id, source_id, seen_at)
        ]
        db.conn.executemany(
            "UPDATE item_rows SET look_again_at = ? WHERE id = ? AND coalesce(look_again_at, '9') > ?"
            " AND NOT EXISTS (SELECT 1 FROM misses AS m WHERE m.item_id = id AND m.last_at >= ?)",
            [(seen_at, item_id, seen_at, seen_at) for item_id, _ in absent],
        )
        return len(absent)


def absent_from(
    db: sqlite_utils.Database, channel_id: str, source_id: str, seen_at: str, shown: Container[str] = ()
) -> list[tuple[int, str]]:
    """Id and address of posts that the channel showed at its last reading before, that it does not show now, and that
    lie among those that it does, the newest first. shown: addresses that it shows and that may not be kept yet."""
    before = db.conn.execute(
        "SELECT c.started_at FROM visits AS v JOIN crawls AS c ON c.id = v.last_crawl_id WHERE v.channel_id = ?"
        " AND v.outcome = 'ok' AND v.items_seen > 0 AND c.started_at < ? ORDER BY v.id DESC LIMIT 1",
        [channel_id, seen_at],
    ).fetchone()
    if before is None:
        return []
    rows = db.conn.execute(
        "SELECT i.id, i.url, a.last_seen_at, i.target IS NULL AND instr(i.url, '#') = 0"
        " AND i.status IN ('here', 'moved') AND i.last_read_at <= a.last_seen_at AND a.last_seen_at >= ?"
        " FROM item_rows AS i JOIN appearances AS a ON a.item_id = i.id AND a.channel_id = ?"
        " WHERE i.source_id = ? AND i.shown = 1 ORDER BY i.sorted_at DESC, i.id DESC LIMIT ?",
        [before[0], channel_id, source_id, _NEWEST],
    ).fetchall()
    found: list[tuple[int, str]] = []
    older: deque[bool] = deque(maxlen=_NEXT)
    for item_id, url, last_seen_at, may_be_lost in reversed(rows):
        is_shown = last_seen_at >= seen_at or url in shown
        if may_be_lost and not is_shown and sum(older) >= _SHOWN:
            found.append((item_id, url))
        older.append(is_shown)
    return found[::-1][:_MOST]
