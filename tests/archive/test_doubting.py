"""What the posts of a channel tell of each other's dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlite_utils import Database

from archive.doubting import settle_doubts
from archive.keeping import keep
from items import Moment
from tests.builders import CHICAGO, DAY, NOW, SITES, day, item, one, rows

BUILT = NOW - 2 * DAY


def dated(db: Database, number: int, *candidates: Moment) -> None:
    keep(db, item(number, published=None, candidates=candidates), SITES)


def days(db: Database) -> list[str | None]:
    return [row[0] for row in rows(db, "SELECT published_on FROM items ORDER BY id")]


def test_d4_a_time_that_most_posts_of_a_channel_share_is_that_of_a_build(db: Database) -> None:
    for number in range(1, 7):
        built = Moment.of_instant(BUILT + timedelta(seconds=number), CHICAGO, "meta")
        dated(db, number, built, day(2019, 1, number, "list"))
    dated(db, 7, Moment.of_instant(NOW - 9 * DAY, CHICAGO, "meta"), day(2019, 1, 7, "list"))
    assert set(days(db)[:6]) == {"2026-02-28"}
    assert settle_doubts(db, range(1, 8)) == 6
    assert days(db) == [*(f"2019-01-0{number}" for number in range(1, 7)), "2026-02-21"]
    assert settle_doubts(db, range(1, 8)) == 0
    keep(
        db,
        item(1, published=None, candidates=(Moment.of_instant(BUILT + timedelta(seconds=1), CHICAGO, "meta"),)),
        SITES,
    )
    assert days(db)[0] == "2019-01-01"


def test_d4_posts_with_nothing_but_the_builds_time_have_no_date(db: Database) -> None:
    for number in range(1, 6):
        dated(db, number, Moment.of_instant(BUILT, CHICAGO, "meta"))
    assert settle_doubts(db, range(1, 6)) == 5
    assert rows(db, "SELECT DISTINCT published_at, published_precision, published_latest FROM items") == [
        (None, "bounded", "2026-03-02T15:30:00Z")
    ]


def test_a_few_posts_of_one_moment_among_many_are_believed(db: Database) -> None:
    for number in range(1, 21):
        dated(db, number, Moment.of_instant(BUILT if number < 6 else BUILT - number * DAY, CHICAGO, "meta"))
    assert settle_doubts(db, range(1, 21)) == 0


def test_the_day_of_the_visit_on_few_pages_is_the_day_of_new_posts(db: Database) -> None:
    today = replace(day(2026, 3, 2, "text"), flag="visit")
    dated(db, 1, today)
    assert days(db) == [None] and settle_doubts(db, [1]) == 0  # one page alone tells nothing
    for number in range(2, 8):
        dated(db, number, day(2019, 1, number, "text"))
    assert settle_doubts(db, [1]) == 1
    assert days(db)[0] == "2026-03-02" and one(db, "SELECT count(*) FROM date_candidates WHERE flag IS NOT NULL") == 0


def test_the_day_of_the_visit_on_every_page_dates_nothing(db: Database) -> None:
    for number in range(1, 9):
        dated(
            db,
            number,
            replace(day(2026, 3, 2, "text"), flag="visit"),
            *([day(2019, 1, 1, "list")] if number > 4 else []),
        )
    assert settle_doubts(db, range(1, 9)) == 0
    assert days(db) == [None] * 4 + ["2019-01-01"] * 4


def test_what_was_changed_when_it_was_published_keeps_its_day(db: Database) -> None:
    """Systems print the time of publication as that of the last change until there is one."""
    at = Moment.of_instant(NOW - 5 * DAY, CHICAGO, "json_ld")
    dated(db, 1, at, replace(at, flag="modified"))
    dated(db, 2, replace(at, flag="modified"), at)
    assert days(db) == ["2026-02-25", "2026-02-25"]
    dated(db, 1, at, Moment.of_instant(NOW - DAY, CHICAGO, "json_ld"))
    assert days(db)[0] == "2026-02-25"
