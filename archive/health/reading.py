"""Reads what the judging of sources needs, in a few questions for all of them. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

import sqlite_utils

from archive.expectations import past_to_walk
from archive.health.channels import ChannelState, SourceState
from archive.times import stamp
from known import WELL_READ

_GOOD = "('ok', 'unchanged', 'empty')"
_WELL = "({})".format(", ".join(f"'{reason}'" for reason in sorted(WELL_READ)))
#: channels of the registry that are visited now
OPEN = "c.closed_at IS NULL AND coalesce(c.until, '9') >= :today AND coalesce(c.since, '') <= :today"
#: The last visit to each channel that says something of it, where that was none that read it well.
_TROUBLED = f"""
SELECT c.id, c.source_id, c.address, v.reason, v.sentence, v.id, v.last_crawl_id, v.outcome IN {_GOOD}
FROM channels AS c JOIN visits AS v ON v.id = (
    SELECT l.id FROM visits AS l WHERE l.channel_id = c.id AND l.reason NOT IN ('bounded', 'interrupted')
    ORDER BY l.id DESC LIMIT 1)
WHERE {OPEN} AND NOT (v.outcome IN {_GOOD} AND v.reason IN {_WELL})
"""
#: The visits in a row that were none of the good ones, up to the last.
_STREAK = f"""
SELECT min(v.started_at), sum(v.visit_count) FROM visits AS v
WHERE v.channel_id = :channel AND v.reason NOT IN ('bounded', 'interrupted') AND v.id > coalesce((
    SELECT max(w.id) FROM visits AS w WHERE w.channel_id = :channel AND w.outcome IN {_GOOD}
    AND (w.reason IN {_WELL} OR NOT :beside)), 0)
"""
_LAST_GOOD = "SELECT max(last_at) FROM visits WHERE channel_id = ? AND outcome IN ('ok', 'unchanged')"


def channel_states(db: sqlite_utils.Database, now: datetime) -> Iterator[ChannelState]:
    """The channels whose last visit met trouble, or read their posts elsewhere than at their own address."""
    ask = db.conn.execute
    for row in ask(_TROUBLED, {"today": stamp(now)[:10]}).fetchall():
        channel_id, source_id, address, reason, sentence, visit_id, crawl_id, is_beside = row
        since, failed = ask(_STREAK, {"channel": channel_id, "beside": bool(is_beside)}).fetchone()
        if since is None:
            continue
        posts = ask("SELECT count(*) FROM appearances WHERE channel_id = ?", [channel_id]).fetchone()[0]
        yield ChannelState(
            channel_id, source_id, address, host_of(address), reason, sentence, since, failed, visit_id, crawl_id,
            last_good_at=ask(_LAST_GOOD, [channel_id]).fetchone()[0], is_beside=bool(is_beside), posts=posts,
        )  # fmt: skip


def source_states(db: sqlite_utils.Database, now: datetime) -> Iterator[SourceState]:
    """The sources that have a channel which is visited now; others are none of our business any more."""
    rows = db.conn.execute(
        "SELECT v.source_id, v.source, s.homepage, s.installation, v.verdict, v.sentence, v.since, h.reason, h.detail,"
        " h.since, h.url, (SELECT count(*) FROM channels AS c WHERE c.source_id = v.source_id AND c.family !="
        f" 'calendar' AND {OPEN}),"
        f" (SELECT count(*) FROM channels AS c WHERE c.source_id = v.source_id AND {OPEN}) AS every,"
        " v.last_post_at, v.expected, v.collected, v.reported_by_site"
        " FROM source_verdicts AS v JOIN sources AS s ON s.id = v.source_id"
        " LEFT JOIN holds AS h ON h.source_id = v.source_id AND h.ended_at IS NULL",
        {"today": stamp(now)[:10]},
    )
    for row in rows.fetchall():
        if row[12]:
            yield SourceState(
                source_id=row[0], name=row[1], homepage=row[2], installation=row[3], verdict=row[4], sentence=row[5],
                since=row[6], hold=row[7], hold_detail=row[8] or "", hold_since=row[9], hold_url=row[10],
                channels=row[11], last_post_at=row[13], expected=row[14], collected=row[15] or 0,
                to_walk=past_to_walk(db, row[0], now.date()) if row[16] is not None else None,
            )  # fmt: skip


def never_read(db: sqlite_utils.Database, source_ids: Iterable[str]) -> dict[str, str]:
    """Of these sources those that answered and never showed a post, with the first of those visits."""
    found = {}
    for source_id in source_ids:
        row = db.conn.execute(
            "SELECT min(v.started_at), sum(v.outcome IN ('ok', 'unchanged')), sum(c.family != 'calendar')"
            " FROM channels AS c JOIN visits AS v ON v.channel_id = c.id"
            " WHERE c.source_id = ? AND v.reason NOT IN ('bounded', 'interrupted', 'our_fault')",
            [source_id],
        ).fetchone()
        if row[0] is not None and not row[1] and row[2]:
            found[source_id] = row[0]
    return found


def host_of(address: str) -> str:
    """The host of an address; the address itself where it has none."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
