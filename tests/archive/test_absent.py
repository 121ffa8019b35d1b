"""Posts that a channel carried whole and leaves out: their pages are asked for, once."""

from typing import Any

import sqlite_utils

from archive.crawls import begin_crawl, record_visits
from archive.keeping import keep
from archive.missing.absent import look_for_absent
from archive.times import stamp
from items import Fetched, Moment
from tests.builders import CHICAGO, DAY, NOW, SITES, item, report, rows, teaser, url

Database = sqlite_utils.Database
FEED = "https://council-900.example/feed"


def carried(number: int, days: float = 0) -> Any:
    """A post as a feed carries it whole; higher numbers are older."""
    seen_at = NOW + days * DAY
    published = Moment.of_instant(NOW - number * DAY, CHICAGO, "feed")
    return item(
        number, way="feed", addresses=(), fetched=Fetched(FEED, seen_at, "ab" * 32), published=published,
        seen_at=seen_at,
    )  # fmt: skip


def run(db: Database, numbers: list[int], days: float, outcome: str = "ok") -> int:
    at = NOW + days * DAY
    crawl_id = begin_crawl(db, at)
    for number in numbers:
        keep(db, carried(number, days), SITES)
    record_visits(db, crawl_id, [report(started_at=at, ended_at=at, outcome=outcome)])
    return look_for_absent(db, crawl_id, stamp(at))


def due(db: Database) -> list[str]:
    return [found for (found,) in rows(db, "SELECT url FROM item_rows WHERE look_again_at IS NOT NULL")]


def test_u10_a_post_that_a_feed_leaves_out_between_others_is_due_to_be_looked_at(db: Database) -> None:
    assert run(db, list(range(1, 9)), 0) == 0
    assert due(db) == []
    assert run(db, [1, 2, 4, 5, 6, 7, 8], 1) == 1
    assert due(db) == [url(3)]


def test_posts_that_only_slid_off_the_end_of_a_feed_are_not_asked_for(db: Database) -> None:
    run(db, list(range(3, 9)), 0)
    assert run(db, list(range(1, 7)), 1) == 0
    assert due(db) == []


def test_a_pinned_old_post_does_not_make_all_between_it_and_the_feed_absent(db: Database) -> None:
    run(db, list(range(1, 9)), 0)
    assert run(db, [1, 2, 3, 8], 1) == 0


def test_a_visit_that_was_not_read_well_says_nothing(db: Database) -> None:
    run(db, list(range(1, 9)), 0)
    assert run(db, [1, 2, 4, 5, 6], 1, outcome="soft") == 0


def test_a_post_that_was_looked_at_since_it_was_left_out_is_not_asked_for_again(db: Database) -> None:
    run(db, list(range(1, 9)), 0)
    others = [1, 2, 4, 5, 6, 7, 8]
    assert run(db, others, 1) == 1
    db.execute("UPDATE item_rows SET look_again_at = NULL, last_read_at = ? WHERE url = ?", [stamp(NOW + DAY), url(3)])
    assert run(db, others, 2) == 0


def listed(number: int, days: float) -> Any:
    return teaser(number, published=Moment.of_instant(NOW - number * DAY, CHICAGO, "list"), seen_at=NOW + days * DAY)


def show(db: Database, numbers: list[int], days: float) -> int:
    at = NOW + days * DAY
    crawl_id = begin_crawl(db, at)
    for number in numbers:
        keep(db, listed(number, days), SITES)
    record_visits(db, crawl_id, [report(started_at=at, ended_at=at)])
    return look_for_absent(db, crawl_id, stamp(at))


def test_u10_a_post_that_vanished_from_a_list_is_looked_at_at_the_next_visit_whatever_the_plan_says(
    db: Database,
) -> None:
    everything = list(range(20, 30))
    for number in everything:
        keep(db, item(number, published=listed(number, 0).published, seen_at=NOW - DAY), SITES)
    assert show(db, everything, 0) == 0
    assert show(db, [number for number in everything if number != 23], 2) == 1
    found = rows(db, "SELECT url FROM item_rows WHERE look_again_at = ?", stamp(NOW + 2 * DAY))
    assert found == [(url(23),)]
    db.execute("UPDATE item_rows SET look_again_at = ? WHERE url = ?", [stamp(NOW + 99 * DAY), url(23)])
    assert show(db, [number for number in everything if number != 23], 3) == 0, "one look for one absence"


def test_posts_that_slide_off_a_list_with_two_pinned_ones_below_are_not_asked_for(db: Database) -> None:
    numbers = list(range(20, 40))
    for number in numbers:
        keep(db, item(number, published=listed(number, 0).published, seen_at=NOW - DAY), SITES)
    show(db, [*range(22, 30), 38, 39], 0)
    assert show(db, [*range(20, 28), 38, 39], 1) == 0
