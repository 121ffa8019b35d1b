"""What the files may hold, and for how long: the oldest bytes go of posts that have newer ones, and never the last of
a post whose page is gone. Rows stay: address, time, status and hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlite_utils

from archive.captures.rewriting import Place, sweep, take_out
from archive.captures.rules import CaptureRules
from archive.times import stamp

#: shares of the budget: from the first one on bytes are let go, until the second one is reached
FROM, UNTIL = 0.9, 0.8

#: documents with their bytes, the oldest first, each with whether every post in it has newer bytes, whether all are
#: older than a day, and whether any is the last of a post that is not where it was
_GROUPS = """
SELECT c.file, c.offset, max(c.length),
    min(EXISTS (SELECT 1 FROM captures AS n WHERE n.item_id = c.item_id AND n.because IS NULL AND n.kind != 'none'
        AND n.id != c.id AND (n.fetched_at, n.id) > (c.fetched_at, c.id))) AS has_newer,
    max(c.fetched_at) < :before AS is_old,
    max(i.status NOT IN ('here', 'moved')) AS is_gone
FROM captures AS c JOIN item_rows AS i ON i.id = c.item_id
WHERE c.file IS NOT NULL AND c.because IS NULL AND c.file NOT LIKE '%/%'
    AND NOT EXISTS (SELECT 1 FROM captures AS r WHERE r.refers_to = c.id AND r.because IS NULL)
GROUP BY c.file, c.offset ORDER BY min(c.fetched_at), c.file, c.offset
"""


@dataclass(frozen=True, slots=True)
class Pruned:
    """documents and bytes that went."""

    documents: int = 0
    bytes: int = 0


def prune(db: sqlite_utils.Database, rules: CaptureRules, now: datetime) -> Pruned:
    """Let go what is over the budget or past its time. Raises ArchiveError."""
    sweep(db, rules)
    held = _held(db)
    too_much = held - int(rules.max_bytes * UNTIL) if held > rules.max_bytes * FROM else 0
    if not rules.on or (too_much <= 0 and not rules.keep_days):
        return Pruned()
    before = stamp(now - timedelta(days=rules.keep_days)) if rules.keep_days else ""
    going: dict[Place, int] = {}
    for file, offset, length, has_newer, is_old, is_gone in db.conn.execute(_GROUPS, {"before": before}).fetchall():
        if (is_old and (has_newer or not is_gone)) or (has_newer and too_much > 0):
            going[file, offset] = length
            too_much -= length
    if not going:
        return Pruned()

    def rows_too() -> None:
        db.conn.executemany(
            "UPDATE captures SET kind = 'none', because = 'pruned', file = NULL, offset = NULL, length = NULL,"
            " refers_to = NULL WHERE file = ? AND offset = ?",
            list(going),
        )

    return Pruned(len(going), take_out(db, rules, going, now, rows_too))


def _held(db: sqlite_utils.Database) -> int:
    return int(db.conn.execute("SELECT coalesce(sum(size), 0) FROM capture_files").fetchone()[0])
