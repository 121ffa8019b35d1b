"""Which failures are news: a channel's trouble is told when it begins and then once a week, not at every run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import sqlite_utils

from archive.times import instant, stamp
from archive.transactions import transaction

#: A trouble that lasts is told again after so long.
REMINDER = timedelta(days=7)


def note_troubles(
    db: sqlite_utils.Database, failed: Mapping[str, str], fine: Iterable[str], now: datetime
) -> dict[str, datetime]:
    """Note which channels fail and which are well again; gives the channels whose trouble is to be told now, each with
    the run in which it began: this one, or an earlier one of which it is time to remind.

    failed: reason by channel of this run's failures; fine: channels that were read. Raises ArchiveError.
    """
    told: dict[str, datetime] = {}
    with transaction(db):
        asked = db.conn.execute("SELECT channel_id, told_at, since FROM troubles").fetchall()
        known = {channel_id: (instant(told_at), instant(since)) for channel_id, told_at, since in asked}
        for channel_id in fine:
            if channel_id in known:
                db.conn.execute("DELETE FROM troubles WHERE channel_id = ?", [channel_id])
        for channel_id, reason in sorted(failed.items()):
            if channel_id in known and now - known[channel_id][0] < REMINDER:
                db.conn.execute("UPDATE troubles SET reason = ? WHERE channel_id = ?", [reason, channel_id])
                continue
            told[channel_id] = known[channel_id][1] if channel_id in known else now
            db.conn.execute(
                "INSERT INTO troubles (channel_id, since, told_at, reason) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (channel_id) DO UPDATE SET told_at = excluded.told_at, reason = excluded.reason",
                [channel_id, stamp(now), stamp(now), reason],
            )
    return told
