"""A post that its site shows under two addresses is one item, whatever comes first."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.doubles import are_one, name_of
from archive.keeping import keep
from items import Item
from tests.builders import BODY, DAY, NOW, SITES, assert_sound, day, fresh_archive, item, one, rows, teaser

HOME = "https://council-900.example"
LISTED = f"{HOME}/index.php/news/members/480-court-backs-youth-counselors"
BESIDE = f"{HOME}/index.php/component/content/article/10-members/480-court-backs-youth-counselors"
SAME_DAY = ("2026-02-20", "2026-02-20")


def read(url: str, on: int | None = 20, **more: object) -> Item:
    published = day(2026, 2, on) if on else None
    given = {"title": "Court backs youth counselors", "body": BODY, "published": published, "candidates": (), **more}
    return item(480, url=url, addresses=(url,), **given)


def listed(url: str) -> Item:
    return teaser(480, url=url, title="Court backs youth counselors")


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_two_addresses_of_one_post_become_one_item_in_any_order_and_both_lead_to_it(order: tuple[int, ...]) -> None:
    db = fresh_archive()
    sightings = (listed(LISTED), listed(BESIDE), read(LISTED), read(BESIDE))
    for at in order:
        keep(db, sightings[at], SITES)
    assert one(db, "SELECT count(*) FROM items") == 1
    assert {(row[0]) for row in rows(db, "SELECT url FROM addresses")} == {LISTED, BESIDE}
    assert one(db, "SELECT count(DISTINCT item_id) FROM addresses") == 1
    again = [keep(db, replace(sightings[at], seen_at=NOW + DAY), SITES).outcome for at in (2, 3)]
    assert again == ["same", "same"], "nothing goes back and forth"
    assert_sound(db)
    db.close()


@pytest.mark.parametrize(
    "other",
    [
        read(f"{HOME}/index.php/news/members/481-court-backs-youth-counselors"),
        read(f"{HOME}/index.php/news/members/another-name-of-this"),
        read(BESIDE, 21),
        read(BESIDE, title="Court backs youth counselors again"),
        read(BESIDE, body=BODY + " More."),
    ],
)
def test_another_number_name_day_title_or_text_is_another_post(db: Database, other: Item) -> None:
    keep(db, read(LISTED), SITES)
    keep(db, other, SITES)
    assert one(db, "SELECT count(*) FROM items") == 2


def test_a_yearly_notice_under_one_name_keeps_a_post_for_every_year(db: Database) -> None:
    for year in (2023, 2024, 2025):
        url = f"{HOME}/{year}/office-closed-for-the-holiday"
        keep(db, replace(read(url), published=day(year, 12, 24)), SITES)
    assert one(db, "SELECT count(*) FROM items") == 3


def test_a_few_words_prove_nothing(db: Database) -> None:
    keep(db, read(LISTED, body="The office is closed on Friday."), SITES)
    keep(db, read(BESIDE, body="The office is closed on Friday."), SITES)
    assert one(db, "SELECT count(*) FROM items") == 2


def test_without_a_day_only_number_and_name_together_prove_that_it_is_one_post(db: Database) -> None:
    keep(db, read(LISTED, None), SITES)
    keep(db, read(BESIDE, None), SITES)
    keep(db, read(f"{HOME}/old/court-backs-youth-counselors", None), SITES)
    assert one(db, "SELECT count(*) FROM items") == 2


@pytest.mark.parametrize(
    ("one_url", "other"),
    [
        ("/news/480-court-backs-counselors", "/component/content/article/480-court-backs-counselors"),
        ("/index.php?option=com_content&id=480:court-backs-counselors", "/news/480-court-backs-counselors"),
        ("/index.php?option=com_content&view=article&id=480", "/news/480-court-backs-counselors.html"),
        ("/news/detail/court-backs-youth-counselors/", "/start/news/court-backs-youth-counselors.html"),
    ],
)
def test_addresses_share_a_post_by_number_or_by_name(one_url: str, other: str) -> None:
    assert are_one(HOME + one_url, HOME + other, SAME_DAY)


@pytest.mark.parametrize(
    ("one_url", "other"),
    [
        ("/news/minutes", "/board/minutes"),
        ("/2024/index.html", "/2025/index.html"),
        ("/a/2025-report-of-the-board", "/b/2025-budget"),
        (
            "/meeting/12-monthly-membership-meeting?on=2026-01-07",
            "/meeting/12-monthly-membership-meeting?on=2026-02-04",
        ),
        ("/news#2026-02-20-court-backs-counselors", "/all#2026-02-20-court-backs-counselors"),
    ],
)
def test_names_that_any_page_may_have_and_years_share_no_post(one_url: str, other: str) -> None:
    assert not are_one(HOME + one_url, HOME + other, SAME_DAY)


_ADDRESS = st.from_regex(
    r"/(?:[a-z]{1,6}/){0,2}(?:\d{1,4}[-:])?[a-z]{1,4}(?:-[a-z]{1,4}){0,4}(?:\?id=\d{1,3})?", fullmatch=True
)


@given(_ADDRESS, _ADDRESS, st.sampled_from([None, "2026-02-20"]), st.sampled_from([None, "2026-02-20", "2025-02-20"]))
def test_the_verdict_does_not_depend_on_the_order(first: str, second: str, on: str | None, other: str | None) -> None:
    assert are_one(HOME + first, HOME + second, (on, other)) == are_one(HOME + second, HOME + first, (other, on))


@given(st.text(max_size=60))
def test_any_address_has_a_name(path: str) -> None:
    assert isinstance(name_of(f"{HOME}/{path}").slug, str)


MOVED = f"{HOME}/stories/2026/court-backs-youth-counselors"
LATER = NOW + DAY


def as_teaser(url: str, on: int | None = 20, seen_at: Any = LATER, **more: Any) -> Item:
    published = day(2026, 2, on) if on else None
    return teaser(480, url=url, title="Court backs youth counselors", published=published, seen_at=seen_at, **more)


def test_u13_a_post_at_a_new_address_is_known_by_its_title_day_and_name_before_it_is_read(db: Database) -> None:
    keep(db, read(f"{HOME}/2026/02/court-backs-youth-counselors"), SITES)
    assert keep(db, as_teaser(MOVED), SITES).item_id == 1
    assert keep(db, read(MOVED, seen_at=LATER), SITES).item_id == 1
    assert {row[0] for row in rows(db, "SELECT url FROM addresses")} == {
        MOVED, f"{HOME}/2026/02/court-backs-youth-counselors"
    }  # fmt: skip


def test_u13_a_post_at_a_new_address_of_another_make_is_known_by_its_words_once_it_is_read(db: Database) -> None:
    keep(db, read(f"{HOME}/2026/02/court-backs-youth-counselors"), SITES)
    assert keep(db, as_teaser(f"{HOME}/a/7f3e"), SITES).item_id == 2
    assert keep(db, read(f"{HOME}/a/7f3e", seen_at=LATER), SITES).merged == (2,)
    assert rows(db, "SELECT id FROM items") == [(1,)]


def test_u13_two_posts_that_were_both_read_before_stay_two(db: Database) -> None:
    for at in (NOW, LATER):
        for url in (f"{HOME}/2026/02/court-backs-youth-counselors", f"{HOME}/a/7f3e"):
            keep(db, read(url, seen_at=at), SITES)
    assert one(db, "SELECT count(*) FROM items") == 2


@pytest.mark.parametrize(
    "other",
    [
        as_teaser(MOVED, 21),
        as_teaser(MOVED, None),
        as_teaser(f"{HOME}/stories/court-backs-youth"),
        as_teaser(MOVED, seen_at=NOW),
    ],
)
def test_u13_another_day_or_name_or_a_post_seen_in_the_same_run_is_another_post(db: Database, other: Item) -> None:
    keep(db, read(f"{HOME}/2026/02/court-backs-youth-counselors"), SITES)
    assert keep(db, other, SITES).item_id == 2
