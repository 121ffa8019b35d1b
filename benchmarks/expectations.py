"""What it costs to say of each source how many posts are usual: in the first run, for one source, and for all, once a
day, in archives of many posts.

Rows are made by SQL: ten years of posts of 170 sources, some of them daily and some of them rare.
`python -m benchmarks.expectations 20000` measures at other sizes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlite_utils

from archive.crawls import begin_crawl, end_crawl, record_visits
from archive.database import close_archive, open_archive
from archive.expectations import expect
from archive.sources import sync_registry
from items import VisitReport
from parsing.urls import Site, Sites
from registry import Channel, Registry, Source

SIZES = (20_000, 100_000, 1_000_000)
SOURCES = 170
NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
#: Sources get shares of the posts that fall from the first to the last; days are spread over ten years.
_FILL = """
INSERT INTO item_rows (source_id, url, text_id, published_at, published_precision, published_on, first_seen_at,
    last_seen_at, backfill, sorted_at, to_match)
WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < ?1),
made AS (SELECT n, min(abs(random()) % ?2, abs(random()) % ?2) AS s,
    date('2026-03-01', -(abs(random()) % 3650) || ' days') AS day FROM n)
SELECT 's' || s, 'https://s' || s || '.example/' || n, 1, day || 'T12:00:00Z', 'minute', day, day || 'T12:00:00Z',
    '2026-03-01T00:00:00Z', 1, day || 'T12:00:00Z', 0 FROM made
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU at one size: the first time, with nothing changed for all, with a new day for all, for one."""

    posts: int
    weeks: int
    first: float
    daily: float
    next_week: float
    one: float


def measured(size: int, sources: int = SOURCES) -> Cost:
    """Make an archive of that size, and look ahead in it."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "archive.db")
        sync_registry(db, _registry(sources), NOW)
        _fill(db, size, sources)
        first = _crawl(db, NOW, sources)
        daily = _crawl(db, NOW + timedelta(days=1), 0)
        (newest,) = db.conn.execute("SELECT max(id) FROM item_rows WHERE source_id = 's5'").fetchone()
        one = _crawl(db, NOW + timedelta(days=1, hours=1), 0, [newest])
        next_week = _crawl(db, NOW + timedelta(days=7), 0)
        (weeks,) = db.conn.execute("SELECT count(*) FROM expectations").fetchone()
        close_archive(db)
    return Cost(size, weeks, first, daily, next_week, one)


def show(sizes: Sequence[int] = SIZES, say: Callable[[str], None] = print) -> list[Cost]:
    """One line for each size, printed as soon as it is measured."""
    say(f"\nWhat is usual of {SOURCES} sources, ten years back; seconds of CPU")
    say(f"{'posts':>10}{'weeks':>9}{'first time':>12}{'all, daily':>12}{'a new week':>12}{'one source':>12}")
    made = []
    for size in sizes:
        made.append(one := measured(size))
        say(
            f"{one.posts:>10,}{one.weeks:>9,}{one.first:>12.2f}{one.daily:>12.2f}{one.next_week:>12.2f}{one.one:>12.4f}"
        )
    return made


def _registry(sources: int) -> Registry:
    homes = {f"s{number}": f"https://s{number}.example/" for number in range(sources)}
    rows = {
        name: Source(name, name, "local", None, ("WI",), home, (), "en", "America/Chicago", None, None, None)
        for name, home in homes.items()
    }
    channels = {f"{name}-news": Channel(f"{name}-news", name, "feed", f"{home}feed") for name, home in homes.items()}
    return Registry(rows, channels, {}, Sites.of(Site(name, home, (), None, ()) for name, home in homes.items()))


def _fill(db: sqlite_utils.Database, size: int, sources: int) -> None:
    with db.atomic():
        db.conn.execute("INSERT INTO texts (id, hash, title, word_count) VALUES (1, 'x', 'A title', 0)")
        db.conn.execute(_FILL, [size, sources])
        db.conn.executemany(
            "INSERT INTO cursors (channel_id, cursor, updated_at) VALUES (?, '{\"complete\": true}', ?)",
            [(f"s{number}-news", "2026-03-01T00:00:00Z") for number in range(sources)],
        )


def _crawl(db: sqlite_utils.Database, now: datetime, visited: int, changed: Sequence[int] = ()) -> float:
    """A crawl that visited so many channels; the seconds of its look ahead."""
    crawl_id = begin_crawl(db, now)
    reports = [
        VisitReport(f"s{number}-news", now, now, "ok", "read", "It was read.", items_seen=9)
        for number in range(visited)
    ]
    record_visits(db, crawl_id, reports)
    began = time.process_time()
    expect(db, changed, crawl_id, now)
    spent = time.process_time() - began
    end_crawl(db, crawl_id, now, outcome="finished")
    return spent


if __name__ == "__main__":
    show([int(one) for one in sys.argv[1:]] or SIZES)
