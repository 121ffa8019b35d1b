"""Bounds of undated posts in the archive: written once, explained, kept through sightings, and never a revision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
import sqlite_utils

from archive.crawls import begin_crawl, end_crawl
from archive.keeping import keep
from archive.numbers.bounding import bound
from archive.sources import sync_registry
from items import Item, Moment
from registry import Channel
from tests import builders
from tests.builders import CHICAGO, NOW, assert_sound, fresh_archive, item, one, rows

Database = sqlite_utils.Database
HALL = "hall"
SOURCES = (
    builders.source("council-900", installation=HALL),
    builders.source("local-1", level="local", installation=HALL),
    builders.source("national", level="national", timezone="America/New_York"),
)
CHANNELS = tuple(
    Channel(f"{row.id}-news", row.id, "listing" if row.id == "national" else "openatrium", f"{row.homepage}news")
    for row in SOURCES
)
REGISTRY = builders.registry(*SOURCES, channels=CHANNELS)
MONTHS = ((10, 1), (20, 2), (40, 4), (50, 5))


@pytest.fixture
def db() -> Iterator[Database]:
    archive = fresh_archive()
    sync_registry(archive, REGISTRY, NOW)
    yield archive
    assert_sound(archive)
    archive.close()


def post(number: int, **given: Any) -> Item:
    """An undated post of the installation, in its list where its number wants it."""
    place = given.pop("place", 1000 - number)
    return item(
        number, **{"published": None, "external_id": str(number), "installation": HALL, "place": place, **given}
    )


def printed(number: int, year: int, month: int, on: int, **given: Any) -> Item:
    """A post that prints its own day."""
    return post(number, published=builders.day(year, month, on), **given)


def bring(db: Database, *items: Item) -> set[int]:
    return {keep(db, one, REGISTRY.sites).item_id for one in items}


def with_neighbours(db: Database) -> int:
    """Four dated posts and an undated one in the middle; the id of that one."""
    bring(db, *(printed(number, 2020, month, 5) for number, month in MONTHS))
    (undated,) = bring(db, post(30))
    return undated


def test_an_undated_post_is_bounded_by_the_numbers_around_it_and_the_archive_says_by_which(db: Database) -> None:
    item_id = with_neighbours(db)
    assert bound(db) == 1
    assert rows(
        db,
        "SELECT published_at, published_on, published_precision, published_from, published_earliest, published_latest,"
        " sorted_at FROM items WHERE id = ?",
        item_id,
    ) == [(None, None, "bounded", "neighbours", "2020-01-05T06:00:00Z", "2020-05-06T04:59:59Z", "2020-05-06T04:59:59Z")]
    assert rows(db, "SELECT * FROM bounds") == [
        (
            item_id,
            "2020-01-05T06:00:00Z",
            "10 is of 2020-01-05 and 20 is of 2020-02-05",
            "2020-05-06T04:59:59Z",
            "40 is of 2020-04-05 and 50 is of 2020-05-05",
        )
    ]


def test_a_second_look_writes_nothing_at_all(db: Database) -> None:
    with_neighbours(db)
    bound(db)
    before = list(db.conn.iterdump())
    assert bound(db) == 0
    assert list(db.conn.iterdump()) == before


def test_bounds_make_no_revision_and_move_the_post_in_lists_and_in_the_index(db: Database) -> None:
    item_id = with_neighbours(db)
    newest = "SELECT external_id FROM items ORDER BY sorted_at DESC LIMIT 1"
    assert one(db, newest) == "30", "first seen now, it is the newest"
    revisions = rows(db, "SELECT * FROM revisions")
    bound(db)
    bring(db, printed(60, 2020, 6, 5))
    assert sorted(rows(db, "SELECT * FROM revisions WHERE item_id <= ?", item_id)) == sorted(revisions)
    assert one(db, newest) == "60"
    assert one(
        db, "SELECT search_id >> 24 FROM texts WHERE id = (SELECT text_id FROM items WHERE id = ?)", item_id
    ) == ((datetime(2020, 5, 6) - datetime(1970, 1, 1)).days)


def test_a_post_that_is_seen_again_keeps_its_bounds(db: Database) -> None:
    item_id = with_neighbours(db)
    bound(db)
    question = "SELECT published_earliest, published_latest, published_from, sorted_at FROM item_rows WHERE id = ?"
    before = rows(db, question, item_id)
    later = NOW + timedelta(days=3)
    bring(db, *(printed(number, 2020, month, 5, seen_at=later) for number, month in MONTHS))
    bring(db, post(30, seen_at=later, title="Another title"))
    assert rows(db, question, item_id) == before
    assert bound(db) == 0


def test_a_date_takes_the_place_of_bounds(db: Database) -> None:
    item_id = with_neighbours(db)
    bound(db)
    bring(db, printed(30, 2020, 3, 3))
    bound(db)
    assert rows(
        db, "SELECT published_on, published_from, published_earliest, published_latest FROM items WHERE id = ?", item_id
    ) == [("2020-03-03", "text", None, None)]
    assert rows(db, "SELECT * FROM bounds") == []


def test_bounds_narrow_when_more_is_known_and_widen_when_a_neighbour_turns_out_wrong(db: Database) -> None:
    item_id = with_neighbours(db)
    bound(db)
    bring(db, printed(32, 2020, 3, 20), printed(28, 2020, 3, 1))
    question = "SELECT substr(published_earliest, 1, 10), substr(published_latest, 1, 10) FROM items WHERE id = ?"
    assert bound(db) == 1
    assert rows(db, question, item_id) == [("2020-02-05", "2020-04-06")]
    # 40 and 32 now stand where posts dated back would
    bring(db, *(post(number, place=5000 + number) for number in (32, 40)))
    bound(db)
    assert rows(db, question, item_id) == [("2020-02-05", "2026-03-02")]
    assert one(db, "SELECT published_latest = first_seen_at FROM items WHERE id = ?", item_id) == 1


def test_a_calendars_entry_time_and_our_own_first_sight_bound_too(db: Database) -> None:
    made = Moment.of_instant(datetime(2021, 6, 1, 12, 0, tzinfo=UTC), CHICAGO, "feed")
    bring(db, post(10, kind="event", published=made, place=None))
    bring(db, post(30, seen_at=datetime(2022, 1, 1, tzinfo=UTC), of="local-1"))
    (item_id,) = bring(db, post(20))
    bound(db)
    assert rows(db, "SELECT earliest, latest, latest_because FROM bounds WHERE item_id = ?", item_id) == [
        ("2021-06-01T12:00:00Z", "2022-01-01T00:00:00Z", "30 was there on 2022-01-01")
    ]


def test_a_copy_of_a_national_post_was_not_entered_before_it(db: Database) -> None:
    words = {"title": "Nurses win", "body": f"They won. {builders.BODY}"}
    bring(db, item(1, of="national", published=builders.day(2023, 5, 6), **words))
    (item_id,) = bring(db, post(20, **words))
    bound(db)
    assert rows(db, "SELECT published_earliest, published_latest, published_from FROM items WHERE id = ?", item_id) == [
        ("2023-05-06T05:00:00Z", "2026-03-02T15:30:00Z", "story")
    ]
    assert one(db, "SELECT earliest_because FROM bounds") == "the original of its story is of 2023-05-06"


def test_a_post_out_of_place_in_its_list_gets_no_bounds(db: Database) -> None:
    bring(db, *(printed(number, 2020, month, 5) for number, month in MONTHS))
    (item_id,) = bring(db, post(30, place=2000))
    assert bound(db) == 0
    assert rows(db, "SELECT published_earliest, published_latest FROM items WHERE id = ?", item_id) == [
        (None, "2026-03-02T15:30:00Z")
    ]


def test_numbers_of_other_systems_bound_nothing(db: Database) -> None:
    bring(db, *(printed(number, 2020, month, 5, of="national", installation="blog") for number, month in MONTHS))
    bring(db, post(30, of="national", installation="blog"))
    assert bound(db) == 0


def test_only_installations_of_which_something_changed_are_looked_at(db: Database) -> None:
    undated = with_neighbours(db)
    other = bring(db, item(7, of="national"))
    assert bound(db, other) == 0
    assert bound(db, {undated}) == 1


def test_after_a_killed_run_all_are_looked_at(db: Database) -> None:
    with_neighbours(db)
    begin_crawl(db, NOW)
    second = begin_crawl(db, NOW + timedelta(hours=1))
    assert bound(db, set()) == 1
    end_crawl(db, second, NOW + timedelta(hours=2), outcome="finished")
    bring(db, printed(32, 2020, 3, 20), printed(28, 2020, 3, 1))
    assert bound(db, set()) == 0


def test_items_that_turn_out_to_be_one_leave_no_bounds_behind(db: Database) -> None:
    with_neighbours(db)
    bring(db, post(31))
    bound(db)
    ids = list(chain.from_iterable(rows(db, "SELECT item_id FROM bounds ORDER BY 1")))
    db.conn.execute("UPDATE identities SET external_id = 'x31' WHERE external_id = '31'")
    db.conn.execute("UPDATE item_rows SET external_id = 'x31' WHERE external_id = '31'")
    bring(db, post(30, addresses=(builders.url(31),)))
    bound(db)
    assert list(chain.from_iterable(rows(db, "SELECT item_id FROM bounds ORDER BY 1"))) == ids[:1]
