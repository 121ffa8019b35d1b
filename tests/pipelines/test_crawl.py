"""The pipelines in a real engine, from spider to archive."""

from pathlib import Path

import pytest
import sqlite_utils

from archive.database import close_archive, open_archive
from tests.builders import archive_at, assert_sound, one, rows
from tests.pipelines.engine import Ran, run


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, sqlite_utils.Database]:
    path = tmp_path_factory.mktemp("ordinary") / "deep" / "archive.db"
    ran = run("ordinary", path)
    return ran, open_archive(path)


def test_a_run_makes_the_archive_and_keeps_what_is_brought_tidied(ordinary: tuple[Ran, sqlite_utils.Database]) -> None:
    _, db = ordinary
    assert rows(db, "SELECT url, title FROM items ORDER BY url") == [
        ("https://council-900.example/news/post-1", "Post number 1"),
        ("https://council-900.example/news/post-2", "Post 2"),
        ("https://local-1.example/news/post-4", "Post number 4"),
    ]
    assert_sound(db)


def test_what_is_no_post_is_rejected_with_its_reason_and_counted(ordinary: tuple[Ran, sqlite_utils.Database]) -> None:
    ran, db = ordinary
    assert rows(db, "SELECT url, reason FROM rejected ORDER BY url") == [
        ("https://council-900.example/news/post-3", "forbidden"),
        ("https://local-1.example/news", "address"),
        ("https://local-1.example/news/empty", "empty"),
    ]
    assert {name: ran.stats[f"news/rejected/{name}"] for name in ("forbidden", "address", "empty")} == {
        "forbidden": 1, "address": 2, "empty": 1,
    }  # fmt: skip


def test_what_became_of_items_is_counted_for_the_run_and_for_each_channel(
    ordinary: tuple[Ran, sqlite_utils.Database],
) -> None:
    ran, db = ordinary
    assert ran.progress == {"new": 4, "same": 1, "rejected": 4}
    assert ran.stats["news/items/new"] == 4
    assert ran.stats["news/channel/council-900-news/new"] == 3
    assert ran.stats["news/channel/local-1-news/rejected"] == 3
    assert rows(db, "SELECT channel_id, items_new FROM visits WHERE outcome = 'ok' ORDER BY 1") == [
        ("council-900-news", 3), ("local-1-news", 1),
    ]  # fmt: skip


def test_the_crawls_row_is_closed_with_all_its_counts_late_visits_included(
    ordinary: tuple[Ran, sqlite_utils.Database],
) -> None:
    _, db = ordinary
    asked = "SELECT outcome, channels_due, visits_ok, visits_soft, items_new, items_rejected, requests FROM crawls"
    assert rows(db, asked) == [("finished", 3, 2, 1, 4, 4, 12)]
    assert one(db, "SELECT started_at FROM crawls") == "2026-03-02T15:30:00Z", "the clock is read once per crawl"
    assert one(db, "SELECT version FROM crawls")
    assert rows(db, "SELECT reason FROM visits WHERE channel_id = 'national-news'") == [("bounded",)]


def test_topics_and_places_were_looked_for_when_the_run_ended(ordinary: tuple[Ran, sqlite_utils.Database]) -> None:
    _, db = ordinary
    assert one(db, "SELECT count(*) FROM item_rows") > 0 and one(db, "SELECT count(*) FROM to_enrich") == 0
    assert one(db, "SELECT count(*) FROM topics WHERE position IS NOT NULL") > 10


def test_validators_and_robots_answers_are_kept(ordinary: tuple[Ran, sqlite_utils.Database]) -> None:
    _, db = ordinary
    assert rows(db, "SELECT url, etag FROM validators") == [("https://council-900.example/news", '"v1"')]
    assert rows(db, "SELECT host, status FROM robots") == [("council-900.example", 404)]


def test_an_archive_that_the_command_opened_is_used_and_left_open(tmp_path: Path) -> None:
    ran = run("given_archive", tmp_path / "a.db")
    assert ran.noted["still_open"] == 1
    assert ran.progress == {"new": 1}


def test_a_visit_that_lost_an_item_keeps_no_validators_and_the_visits_of_others_do(tmp_path: Path) -> None:
    ran = run("lost_item", tmp_path / "a.db")
    db = open_archive(tmp_path / "a.db")
    assert rows(db, "SELECT url, etag FROM validators ORDER BY url") == [
        ("https://council-900-news.example/next", '"v2"'),  # of its next visit, which lost nothing
        ("https://local-1-news.example/first", '"v1"'),
    ]
    assert rows(db, "SELECT source_id FROM items") == [("local-1",)]
    assert ran.fatal is None and ran.stats["news/items/failed"] == 1
    assert "aware" in ran.log, "an error of ours is in the log"
    close_archive(db)


def test_t2_a_full_disk_ends_the_run_in_one_sentence_and_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    ran = run("full_disk", tmp_path / "a.db")
    assert ran.fatal is not None and "no room left on the disk" in ran.fatal and "\n" not in ran.fatal
    assert "Traceback" not in ran.log, ran.log
    db = open_archive(tmp_path / "a.db")
    assert_sound(db)
    assert 0 < one(db, "SELECT count(*) FROM items") == ran.progress["new"] < 200
    assert rows(db, "SELECT * FROM validators") == [], "the next run asks again"
    assert rows(db, "SELECT * FROM visits") == []
    assert ran.reason == "failed"
    close_archive(db)


def test_visits_are_written_when_fifty_wait_or_half_a_second_has_gone(tmp_path: Path) -> None:
    noted = run("many_visits", tmp_path / "a.db").noted
    assert (noted["after_49"], noted["after_50"], noted["one_more"], noted["a_little_later"]) == (0, 50, 50, 51)


def test_a_second_run_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    close_archive(archive_at(tmp_path / "a.db"))
    run("ordinary", tmp_path / "a.db")
    again = run("ordinary", tmp_path / "a.db")
    assert again.progress == {"same": 5, "rejected": 4}
    db = open_archive(tmp_path / "a.db")
    assert one(db, "SELECT count(*) FROM items") == 3
    assert one(db, "SELECT count(*) FROM crawls WHERE outcome = 'finished'") == 2
    close_archive(db)
