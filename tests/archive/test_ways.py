"""Which way gave which item, how far walks have come, and that older archives learn to keep both."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlite_utils

from archive.crawls import begin_crawl, record_cursors, record_visits
from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.known import KnownArchive
from tests.builders import NOW, SITES, archive_at, assert_sound, item, report, rows, teaser

Database = sqlite_utils.Database
NEWS = "council-900-news"
WAYS = "SELECT item_id, channel_id, way, first_seen_at FROM appearance_ways ORDER BY 1, 3"


def test_an_item_has_a_row_for_each_way_and_the_first_sight_of_it_stays(db: Database) -> None:
    first = keep(db, teaser(1, way="list"), SITES).item_id
    keep(db, item(1, way="api", seen_at=NOW + timedelta(hours=1)), SITES)
    keep(db, item(1, way="list", seen_at=NOW + timedelta(hours=2)), SITES)
    assert rows(db, WAYS) == [
        (first, NEWS, "api", "2026-03-02T16:30:00Z"), (first, NEWS, "list", "2026-03-02T15:30:00Z"),
    ]  # fmt: skip


def test_ways_follow_an_item_that_turns_out_to_be_another(db: Database) -> None:
    one, other = keep(db, item(1, way="list"), SITES).item_id, keep(db, item(2, way="feed"), SITES).item_id
    both = item(1, way="api", addresses=(item(1).url, item(2).url))
    assert keep(db, both, SITES).merged == (max(one, other),)
    assert {(item_id, way) for item_id, _, way, _ in rows(db, WAYS)} == {(one, "list"), (one, "feed"), (one, "api")}


def test_a_visit_says_how_many_posts_each_way_gave_and_an_unchanged_one_says_nothing(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    record_visits(db, crawl_id, [report(ways={"list": 12, "api": 30})])
    still = {"outcome": "unchanged", "reason": "not_modified", "items_seen": 0}
    record_visits(db, crawl_id, [report(**still)])
    record_visits(db, crawl_id, [report(**still)])
    assert rows(db, "SELECT ways, visit_count FROM visits ORDER BY id") == [('{"api": 30, "list": 12}', 1), (None, 2)]


def test_a_cursor_is_written_over_and_asked_back(db: Database) -> None:
    known = KnownArchive(db, NOW)
    record_cursors(db, {NEWS: "one"}, NOW)
    record_cursors(db, {NEWS: "two", "local-1-news": "other"}, NOW + timedelta(minutes=1))
    assert (known.cursor(NEWS), known.cursor("local-1-news"), known.cursor("national-news")) == ("two", "other", None)
    record_visits(db, begin_crawl(db, NOW), [report(cursor="three")])
    assert known.cursor(NEWS) == "three"
    record_visits(db, begin_crawl(db, NOW), [report(cursor=None)])
    assert known.cursor(NEWS) == "three", "a visit without a word on it leaves it alone"


def test_how_many_items_a_channel_has_shown_is_counted(db: Database) -> None:
    for number in range(3):
        keep(db, item(number), SITES)
    keep(db, item(9, of="local-1"), SITES)
    assert (KnownArchive(db, NOW).shown(NEWS), KnownArchive(db, NOW).shown("national-news")) == (3, 0)


def test_an_archive_of_before_learns_of_ways_and_keeps_all_that_it_held(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    kept = keep(db, item(1), SITES).item_id
    record_visits(db, begin_crawl(db, NOW), [report()])
    db.conn.execute("DROP TABLE appearance_ways")
    db.conn.execute("ALTER TABLE visits DROP COLUMN ways")
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '%_ways'")
    db.conn.execute("PRAGMA user_version = 1")
    close_archive(db)
    db = open_archive(path)
    assert keep(db, item(1, way="api"), SITES).item_id == kept
    record_visits(db, begin_crawl(db, NOW), [report(ways={"api": 1})])
    assert rows(db, "SELECT ways FROM visits ORDER BY id") == [(None,), ('{"api": 1}',)]
    assert_sound(db)
    close_archive(db)
