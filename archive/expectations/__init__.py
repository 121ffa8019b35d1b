"""How many posts of each source are usual in a week and how many came: `expecting.py` judges, this writes.

At the end of each crawl for the sources of which something changed, and once a day for all. Only the weeks are written
whose counts are other than they were, the running week, and those since the last run: the same archive gives the same
rows, and what was judged of a week stands until its counts change. Each source is a transaction of its own, so the
first look at an old archive, which takes long, goes on where it was killed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

import sqlite_utils

from archive.expectations.expecting import Judged, Record, judge, lacking, past_of
from archive.expectations.rhythm import NEWEST_DAYS, WEEK, monday
from archive.expectations.standing import Channel, Hold, standing_of, told_beside, while_paused
from archive.pausing import pause_of
from archive.times import instant, stamp
from archive.transactions import transaction
from known import WELL_READ

#: Days that are known exactly: read from the index item_rows_days alone.
_DATED = (
    "SELECT published_on, count(*) FROM item_rows WHERE source_id = ? AND shown = 1 AND published_flag IS NULL"
    " AND published_precision IN ('minute', 'day') AND published_on >= ? GROUP BY published_on"
)
#: Of other posts the hour of our first sight, but of what a walk through the past found; of an event it says nothing.
_SIGHTS = (
    "SELECT substr(first_seen_at, 1, 13), count(*) FROM item_rows WHERE source_id = ?1 AND shown = 1"
    " AND (published_on IS NULL OR published_flag IS NOT NULL) AND {said} GROUP BY 1"
    " UNION ALL SELECT substr(first_seen_at, 1, 13), count(*) FROM item_rows WHERE source_id = ?1 AND shown = 1"
    " AND published_on IS NOT NULL AND published_flag IS NULL AND published_precision NOT IN ('minute', 'day')"
    " AND {said} GROUP BY 1"
).format(said="backfill = 0 AND coalesce(kind, '') NOT IN ('event', 'training')")
_GOOD = "outcome IN ('ok', 'unchanged', 'empty')"
#: visits that say nothing of the channel: the run ended first, or the fault was ours
_SAYS_NOTHING = "reason IN ('bounded', 'interrupted', 'our_fault', 'no_browser')"
#: so many visits back it is looked for what the site says it has
_LATE = 50
_AT_ONCE = 500
#: In so many days the whole past of each source is counted anew, though nothing is known to have changed in it.
ALL_ANEW = 28
#: weeks of a lively source that its newest weeks are judged by; a source is lively that posted on so many days in them
LATELY, LIVELY = 156, NEWEST_DAYS + 60

_Row = tuple[float | None, int, int | None, str, str]


def expect(db: sqlite_utils.Database, changed: Collection[int], crawl_id: int, now: datetime) -> None:
    """Write the expectations of the sources that a crawl touched; of all in the first one of a day.

    changed: ids of items that are new or of which something changed; crawl_id: the crawl, its visits written; now: its
    clock. Raises ArchiveError.
    """
    everyone = dict(db.conn.execute("SELECT id, timezone FROM sources WHERE closed_at IS NULL"))
    touched = _touched(db, changed, crawl_id, now)
    for source_id in sorted(touched & everyone.keys()):
        expect_source(db, source_id, ZoneInfo(everyone[source_id]), now)
    if _is_first_of_day(db, crawl_id, now):
        written = {row[0] for row in db.conn.execute("SELECT DISTINCT source_id FROM expectations")}
        for source_id in sorted(everyone.keys() - touched):
            whole = source_id not in written or (crc32(source_id.encode()) - now.toordinal()) % ALL_ANEW == 0
            expect_source(db, source_id, ZoneInfo(everyone[source_id]), now, whole=whole)


def expect_source(
    db: sqlite_utils.Database, source_id: str, zone: ZoneInfo, now: datetime, *, whole: bool = True
) -> int:
    """Write the expectations of one source where they differ; how many rows that were. Raises ArchiveError.

    whole: count its whole past; else of a lively source, of which nothing changed, no more than the last years.
    """
    record = read_record(db, source_id, zone, now, whole=whole)
    known = _known_counts(db, source_id, record.begins if record else None)
    if record is None and not known:
        return 0  # it has no channel, and no post
    past = past_of(record) if record else None
    since = _since(past.counts, known) if past else None
    rows = list(judge(record, since, past)) if record and past and past.counts else []
    stored = _stored(db, source_id, since)
    written = [row for row in rows if stored.get(row.week) != _as_row(row, stored)]
    gone = [week for week in known if past is None or week not in past.counts]
    if not written and not gone:
        return 0
    with transaction(db):
        db.conn.executemany(
            "DELETE FROM expectations WHERE source_id = ? AND week = ?", [(source_id, str(week)) for week in gone]
        )
        db.conn.executemany(
            "INSERT INTO expectations (source_id, week, expected, collected, reported_by_site, verdict, sentence)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source_id, week) DO UPDATE SET expected = excluded.expected,"
            " collected = excluded.collected, reported_by_site = excluded.reported_by_site,"
            " verdict = excluded.verdict, sentence = excluded.sentence",
            [(source_id, str(row.week), *_as_row(row, stored)) for row in written],
        )
    return len(written) + len(gone)


# ---- which -----------------------------------------------------------------------------------------------------------
def _is_first_of_day(db: sqlite_utils.Database, crawl_id: int, now: datetime) -> bool:
    """Whether no crawl of this day came to its end before: the day's look at all sources is still to come."""
    last = db.conn.execute(
        "SELECT started_at FROM crawls WHERE id < ? AND outcome IN ('finished', 'bounded', 'interrupted')"
        " ORDER BY id DESC LIMIT 1",
        [crawl_id],
    ).fetchone()
    return last is None or last[0][:10] != stamp(now)[:10]


def _touched(db: sqlite_utils.Database, changed: Collection[int], crawl_id: int, now: datetime) -> set[str]:
    """Sources of items that changed, of channels whose visits ended otherwise than the ones before, and held ones."""
    ids, touched = sorted(changed), set[str]()
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        found = db.conn.execute(f"SELECT DISTINCT source_id FROM item_rows WHERE id IN ({marks})", some)
        touched |= {source_id for (source_id,) in found}
    visited = db.conn.execute(
        "SELECT DISTINCT c.source_id FROM visits AS v JOIN channels AS c ON c.id = v.channel_id WHERE v.crawl_id = ?",
        [crawl_id],
    )
    held = db.conn.execute("SELECT source_id FROM holds WHERE since >= ?1 OR ended_at >= ?1", [stamp(now)])
    return touched | {source_id for (source_id,) in (*visited, *held)}


def _since(counts: Mapping[date, int], known: Mapping[date, int]) -> date | None:
    """The first week to judge: the first whose count is other than written, else the last that is written."""
    newest = max(known, default=None)
    if newest is None or not counts:
        return None
    changed = (week for week, count in counts.items() if known.get(week) != count)
    return min(next(changed, newest), newest, max(counts))


# ---- reading ---------------------------------------------------------------------------------------------------------
def read_record(
    db: sqlite_utils.Database, source_id: str, zone: ZoneInfo, now: datetime, *, whole: bool = True
) -> Record | None:
    """What the archive knows of a source; None for one that has neither a channel nor a post. whole: see above."""
    today = now.astimezone(zone).date()
    rows = _open_channels(db, source_id, today)
    firsts = [day for day in (_first_good(db, row[0], zone) for row in rows) if day is not None]
    begins = None if whole else monday(today) - WEEK * LATELY
    days = _days(db, source_id, zone, firsts, begins)
    if begins is not None and len(days) < LIVELY:
        begins, days = None, _days(db, source_id, zone, firsts)
    if not rows and not days:
        return None
    channels = [_channel(db, (row[0], row[1], row[2]), zone) for row in rows]
    news = _of_news(rows)
    reported, held, to_walk = _counted_by_sites(db, news)
    paused = pause_of(db, source_id, now)
    return Record(
        days=days,
        today=today,
        begins=begins,
        since=min(firsts, default=None),
        walked=any(_is_complete(row[3]) for row in news),
        reported=reported,
        held=held,
        to_walk=to_walk,
        standing=while_paused(paused) if paused else standing_of(channels, _hold(db, source_id, zone), today),
        remark=told_beside(channels),
    )


def past_to_walk(db: sqlite_utils.Database, source_id: str, today: date) -> str | None:
    """What is told of a site that has far more posts than are kept as its past was not walked; None where it was."""
    reported, held, to_walk = _counted_by_sites(db, _of_news(_open_channels(db, source_id, today)))
    return lacking(reported, held, to_walk) if to_walk else None


def _open_channels(db: sqlite_utils.Database, source_id: str, today: date) -> list[tuple[str, str, str, str | None]]:
    """Id, address, family and cursor of the channels that are visited now."""
    return db.conn.execute(
        "SELECT c.id, c.address, c.family, u.cursor FROM channels AS c LEFT JOIN cursors AS u ON u.channel_id = c.id"
        " WHERE c.source_id = ? AND c.closed_at IS NULL AND coalesce(c.until, '9') >= ? ORDER BY c.id",
        [source_id, str(today)],
    ).fetchall()


def _of_news(rows: list[tuple[str, str, str, str | None]]) -> list[tuple[str, str, str, str | None]]:
    """A calendar beside other channels says nothing of the news."""
    return [row for row in rows if row[2] != "calendar"] or rows


def _days(
    db: sqlite_utils.Database, source_id: str, zone: ZoneInfo, firsts: Iterable[date], begins: date | None = None
) -> dict[date, int]:
    """Posts by local day: the day of publication where it is known exactly, else that of our first sight.

    What a channel shows when it is first read is of any age, so sights of that day and the next one tell no day.
    """
    no_news = {day + timedelta(days=more) for day in firsts for more in (0, 1)}
    days: dict[date, int] = {}
    for text, count in db.conn.execute(_DATED, [source_id, str(begins or "")]):
        days[date.fromisoformat(text)] = count
    for text, count in db.conn.execute(_SIGHTS, [source_id]):
        day = instant(f"{text}:00:00Z").astimezone(zone).date()
        if day not in no_news and (begins is None or day >= begins):
            days[day] = days.get(day, 0) + count
    return days


def _first_good(db: sqlite_utils.Database, channel_id: str, zone: ZoneInfo) -> date | None:
    row = db.conn.execute(
        f"SELECT started_at FROM visits WHERE channel_id = ? AND {_GOOD} ORDER BY id LIMIT 1", [channel_id]
    ).fetchone()
    return None if row is None else _local(row[0], zone)


def _channel(db: sqlite_utils.Database, row: tuple[str, str, str], zone: ZoneInfo) -> Channel:
    """A channel as its visits show it. One that only ever was empty was never read well."""
    channel_id, address, family = row
    ask, is_calendar = db.conn.execute, family == "calendar"
    good = ask(
        f"SELECT id, last_at, reason, sentence FROM visits WHERE channel_id = ? AND {_GOOD} ORDER BY id DESC LIMIT 1",
        [channel_id],
    ).fetchone()
    read = (
        good
        and ask(
            "SELECT 1 FROM visits WHERE channel_id = ? AND outcome IN ('ok', 'unchanged') LIMIT 1", [channel_id]
        ).fetchone()
    )
    failed = ask(
        f"SELECT reason, sentence, started_at, visit_count FROM visits WHERE channel_id = ? AND id > ?"
        f" AND NOT {_SAYS_NOTHING} ORDER BY id",
        [channel_id, good[0] if good else 0],
    ).fetchall()
    last_good = _local(good[1], zone) if good and (read or is_calendar) else None
    if not failed:
        beside = good[3] if good and good[2] not in WELL_READ else None
        return Channel(address, is_calendar, visited=bool(good), last_good=last_good, beside=beside)
    reason, sentence, *_ = failed[-1]
    since, count = _local(failed[0][2], zone), sum(row[3] for row in failed)
    return Channel(address, is_calendar, True, reason, sentence, since, count, last_good)


def _counted_by_sites(
    db: sqlite_utils.Database, channels: Iterable[tuple[str, str, str, str | None]]
) -> tuple[int | None, int | None, bool]:
    """How many posts sites last said they have, over the channels where they say it, and how many those showed; and
    whether the past of one of those was not walked to its end."""
    reported, held, to_walk = [], 0, False
    for channel_id, _, _, cursor in channels:
        row = db.conn.execute(
            "SELECT reported_by_site FROM (SELECT id, reported_by_site FROM visits WHERE channel_id = ?"
            " ORDER BY id DESC LIMIT ?) WHERE reported_by_site IS NOT NULL ORDER BY id DESC LIMIT 1",
            [channel_id, _LATE],
        ).fetchone()
        if row is not None:
            reported.append(row[0])
            to_walk = to_walk or not _is_complete(cursor)
            held += db.conn.execute("SELECT count(*) FROM appearances WHERE channel_id = ?", [channel_id]).fetchone()[0]
    return (sum(reported), held, to_walk) if reported else (None, None, False)


def _hold(db: sqlite_utils.Database, source_id: str, zone: ZoneInfo) -> Hold | None:
    row = db.conn.execute(
        "SELECT reason, detail, since FROM holds WHERE source_id = ? AND ended_at IS NULL", [source_id]
    ).fetchone()
    return None if row is None else Hold(row[0], row[1], _local(row[2], zone))


def _is_complete(cursor: str | None) -> bool:
    """Whether a cursor says that the past was walked to its end; see spiders/walks.py."""
    try:
        told = json.loads(cursor) if cursor else {}
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("complete") is True


def _local(text: str, zone: ZoneInfo) -> date:
    return instant(text).astimezone(zone).date()


# ---- rows ------------------------------------------------------------------------------------------------------------
def _known_counts(db: sqlite_utils.Database, source_id: str, begins: date | None) -> dict[date, int]:
    """How many posts are written down of each week."""
    rows = db.conn.execute(
        "SELECT week, collected FROM expectations WHERE source_id = ? AND week >= ?", [source_id, str(begins or "")]
    )
    return {date.fromisoformat(week): count for week, count in rows}


def _stored(db: sqlite_utils.Database, source_id: str, since: date | None) -> dict[date, _Row]:
    """The rows from a week on; all without one."""
    rows = db.conn.execute(
        "SELECT week, expected, collected, reported_by_site, verdict, sentence FROM expectations WHERE source_id = ?"
        " AND week >= ? ORDER BY week",
        [source_id, str(since or "")],
    )
    return {date.fromisoformat(row[0]): tuple(row[1:]) for row in rows}


def _as_row(row: Judged, stored: Mapping[date, _Row]) -> _Row:
    """A judged week as it is written. What the site said then is kept with the week in which it was said."""
    reported = row.reported_by_site
    if reported is None and row.week in stored:
        reported = stored[row.week][2]
    return row.expected, row.collected, reported, row.verdict, row.sentence
