"""Sources that are frozen until a person has looked, or until their site is itself again.

A visit that finds the site moved to another domain, or somebody else's site in its place, begins a hold; the next one
that reads the same channel well ends it, and so does a change of the registry's rows of that source. Nothing has to be
switched off meanwhile: such a visit brings nothing by itself. Rows are never deleted; one that is over says since when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

import sqlite_utils

from archive.times import instant, stamp
from items import VisitReport

#: Reasons of visits that hold a source. What to do is told by its finding (archive/health/kinds.py): who reads the
#: archive sees what happened.
HOLDING = frozenset({"moved", "hijacked"})
#: What the sentence of a visit says whose list was sound, and several known posts led to another domain.
OF_POSTS = "of its posts lead to another domain"
_POSTS_LATER = timedelta(days=3)
_WELL = frozenset({"ok", "unchanged", "empty"})
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,2000}")
_LONGEST = 1_000


def note_hold(db: sqlite_utils.Database, report: VisitReport, at: str) -> None:
    """Begin, go on with or end the hold of a visit's source, within the caller's transaction. at: the visit's end."""
    row = db.conn.execute("SELECT source_id FROM channels WHERE id = ?", [report.channel_id]).fetchone()
    if row is None:
        return
    if report.reason in HOLDING:
        _hold(db, row[0], report, at)
    elif report.outcome in _WELL:
        _release_itself(db, row[0], report.channel_id, at)


def _release_itself(db: sqlite_utils.Database, source_id: str, channel_id: str, at: str) -> None:
    """The channel is itself again. That posts lead elsewhere shows only when those are looked at, a day later."""
    ended = db.conn.execute(
        "UPDATE holds SET ended_at = ? WHERE source_id = ? AND channel_id = ? AND ended_at IS NULL AND last_at < ?"
        " AND (detail NOT LIKE ? OR last_at < ?)",
        [at, source_id, channel_id, at, f"%{OF_POSTS}%", stamp(instant(at) - _POSTS_LATER)],
    )
    if ended.rowcount:
        db.conn.execute(
            "UPDATE item_rows SET look_again_at = ? WHERE source_id = ? AND status = 'hijacked' AND shown = 1",
            [at, source_id],
        )


def release(db: sqlite_utils.Database, source_ids: Iterable[str], at: str) -> None:
    """End the holds of sources whose rows in the registry changed: a person has looked."""
    for source_id in source_ids:
        db.conn.execute("UPDATE holds SET ended_at = ? WHERE source_id = ? AND ended_at IS NULL", [at, source_id])


def is_held(db: sqlite_utils.Database, source_id: str) -> bool:
    """Whether a source is held now."""
    found = db.conn.execute("SELECT 1 FROM holds WHERE source_id = ? AND ended_at IS NULL", [source_id]).fetchone()
    return found is not None


def _hold(db: sqlite_utils.Database, source_id: str, report: VisitReport, at: str) -> None:
    """One row for a source: what was seen last, since when, and how often. One that had ended begins anew."""
    db.conn.execute(
        "INSERT INTO holds (source_id, reason, detail, url, since, last_at, seen_count, ended_at, channel_id)"
        " VALUES (?, ?, ?, ?, ?, ?, 1, NULL, ?) ON CONFLICT (source_id) DO UPDATE SET"
        " since = iif(ended_at IS NULL AND reason = excluded.reason, since, excluded.since),"
        " seen_count = iif(ended_at IS NULL AND reason = excluded.reason, seen_count + 1, 1),"
        " reason = excluded.reason, detail = excluded.detail, url = excluded.url, last_at = excluded.last_at,"
        " ended_at = NULL, channel_id = excluded.channel_id WHERE excluded.last_at > last_at",
        [source_id, report.reason, report.sentence[:_LONGEST], _leads_to(report), at, at, report.channel_id],
    )


def _leads_to(report: VisitReport) -> str | None:
    """The address in a sentence to which a site leads now: the last one of "… redirects to …", else the first."""
    found = _ADDRESS.findall(report.sentence)
    if not found:
        return None
    return str(found[-1] if report.reason == "moved" else found[0]).rstrip(".,;:")
