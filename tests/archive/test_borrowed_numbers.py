"""A number joins what its site shows under two addresses, but not two posts: templates and sub-sites repeat numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from archive.borrowed import are_two
from archive.changes import Words
from archive.keeping import keep
from items import Fetched, Item
from tests.builders import BODY, NOW, SITES, assert_sound, fresh_archive, item, one, rows, url

Database = sqlite_utils.Database
PICNIC = (
    "Bring chairs, a cooler and the children to the park by the old mill on the last Saturday of July. The grill is "
    "hot from noon, the softball game begins at two, and the raffle for the quilt closes when the band packs up."
)


@pytest.fixture
def db() -> Iterator[Database]:
    archive = fresh_archive()
    yield archive
    assert_sound(archive)
    archive.close()


def page(name: str, title: str, body: str | None, number: str | None = "77", **more: Any) -> Item:
    """A post's own page as it was read, with the number that it shows."""
    address = url(name)
    read = Fetched(address if body else url("list"), NOW, "ab" * 32)
    return item(url=address, title=title, body=body, external_id=number, addresses=(address,), fetched=read, **more)


STRIKE = page("strike", "Strike vote on Tuesday", BODY)
SUMMER = page("summer", "Picnic at the mill", PICNIC)


def shown(db: Database) -> list[tuple[str, str]]:
    return rows(db, "SELECT url, title FROM items ORDER BY url")


BOTH = [(url("strike"), "Strike vote on Tuesday"), (url("summer"), "Picnic at the mill")]


@pytest.mark.parametrize("order", list(permutations((STRIKE, SUMMER))))
def test_two_pages_that_share_nothing_but_a_number_stay_two_posts(db: Database, order: tuple[Item, ...]) -> None:
    for each in (*order, *order):
        keep(db, each, SITES)
    assert shown(db) == BOTH
    assert one(db, "SELECT count(*) FROM identities") == 1


def test_posts_known_from_a_list_are_not_joined_by_the_number_on_their_pages(db: Database) -> None:
    for each in (
        page("strike", "Strike vote on Tuesday", None, None),
        page("summer", "Picnic at the mill", None, None),
    ):
        keep(db, each, SITES)
    for each in (STRIKE, SUMMER):
        keep(db, each, SITES)
    assert shown(db) == BOTH


def test_a_list_that_repeats_the_number_later_joins_nothing(db: Database) -> None:
    for each in (STRIKE, SUMMER, page("summer", "Picnic at the mill", None)):
        keep(db, each, SITES)
    assert shown(db) == BOTH


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Members walk out", BODY + " The doors opened late."),
        ("Strike vote moved to Tuesday night", PICNIC),
        ("Members walk out", "The text will follow on Monday."),
        ("Members walk out", None),
    ],
    ids=["other title", "other text", "no text to speak of", "no text"],
)
def test_a_post_that_was_renamed_is_still_found_by_its_number(db: Database, title: str, body: str | None) -> None:
    keep(db, STRIKE, SITES)
    keep(db, page("renamed", title, body), SITES)
    assert one(db, "SELECT count(*) FROM items") == 1


def test_a_post_that_is_rewritten_where_it_stands_stays_one(db: Database) -> None:
    keep(db, STRIKE, SITES)
    keep(db, page("strike", "Picnic at the mill", PICNIC), SITES)
    assert one(db, "SELECT count(*) FROM items") == 1


def test_a_number_that_was_an_address_names_the_page_it_leads_to(db: Database) -> None:
    raw = "https://council-900.example/node/77"
    keep(db, item(url=raw, title="Minutes", body=BODY, external_id="77"), SITES)
    keep(db, SUMMER, SITES)
    assert rows(db, "SELECT url FROM items") == [(url("summer"),)]


WORDS = st.builds(Words, *[st.none() | st.text("abc ", max_size=120)] * 3)


@given(WORDS, WORDS)
def test_whether_words_are_of_two_posts_does_not_depend_on_the_order(first: Words, second: Words) -> None:
    assert are_two(first, second) == are_two(second, first)
    assert not are_two(first, first)
