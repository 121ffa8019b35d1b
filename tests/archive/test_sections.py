"""Posts without a page of their own keep their item when a title or some words are edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from archive.changes import Words
from archive.keeping import keep
from archive.sections import same_section
from items import Item, Moment
from tests.builders import BODY, CHICAGO, DAY, NOW, SITES, item

PAGE = "https://council-900.example/bargaining"


def section(slug: str, title: str, body: str = BODY, day: date = date(2026, 3, 1)) -> Item:
    return replace(
        item(),
        url=f"{PAGE}#{day}-{slug}",
        anchored=True,
        title=title,
        body=body,
        addresses=(),
        published=Moment.of_day(day, CHICAGO, "list"),
    )


def later(one: Item, days: int = 1) -> Item:
    return replace(one, seen_at=NOW + days * DAY)


def test_a_section_whose_title_was_edited_is_the_same_item_with_a_revision(db: Database) -> None:
    first = keep(db, section("talks-go-on-at-county", "Talks go on at county"), SITES)
    again = keep(
        db, later(section("talks-go-on-at-the-county", "Talks go on at the county", BODY + " And more.")), SITES
    )
    assert (again.item_id, again.outcome) == (first.item_id, "revised")
    assert [row[0] for row in db.execute("select url from items")] == [f"{PAGE}#2026-03-01-talks-go-on-at-county"]
    third = keep(
        db, later(section("talks-go-on-at-the-county", "Talks go on at the county", BODY + " And more."), 2), SITES
    )
    assert (third.item_id, third.outcome) == (first.item_id, "same"), "the new address is known now"


@pytest.mark.parametrize(
    "other",
    [
        section("talks-go-on-at-county-2", "Talks go on at county 2"),
        section("picnic-at-the-lake", "Picnic at the lake"),
        section("talks-go-on-at-the-county", "Talks go on at the county", "Quite another text of some ten words stands here now."),
        section("talks-go-on-at-the-county", "Talks go on at the county", day=date(2026, 3, 2)),
    ],
)  # fmt: skip
def test_another_number_subject_text_or_day_is_another_post(db: Database, other: Item) -> None:
    first = keep(db, section("talks-go-on-at-county", "Talks go on at county"), SITES)
    assert keep(db, later(other), SITES).item_id != first.item_id


def test_two_sections_that_one_crawl_shows_stay_two(db: Database) -> None:
    first = keep(db, section("talks-go-on-at-county", "Talks go on at county"), SITES)
    second = keep(db, section("talks-go-on-at-the-county", "Talks go on at the county"), SITES)
    assert first.item_id != second.item_id


def test_an_anchor_of_the_page_itself_is_never_guessed_at(db: Database) -> None:
    first = keep(db, replace(section("x", "Talks go on"), url=f"{PAGE}#note-6"), SITES)
    other = keep(db, later(replace(section("x", "Talks go on"), url=f"{PAGE}#note-7")), SITES)
    assert first.item_id != other.item_id


def test_the_likeness_of_sections_does_not_depend_on_their_order() -> None:
    one, other = Words("Hotline for the week", None, BODY), Words("Hotline for this week", None, BODY + " More.")
    assert same_section(one, other) and same_section(other, one)
    assert not same_section(Words("Hotline 2/7", None, BODY), Words("Hotline 2/8", None, BODY))
