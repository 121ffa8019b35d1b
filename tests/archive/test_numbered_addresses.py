"""Open Atrium shows one node at many addresses: one item, and its alias is its address once any list or page tells it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
import sqlite_utils

from archive.keeping import keep
from archive.sources import sync_registry
from items import Item
from registry import Channel
from tests import builders
from tests.builders import NOW, assert_sound, fresh_archive, item, one, rows

Database = sqlite_utils.Database
HALL = "hall"
COUNCIL = "https://council-900.example"
SOURCES = (
    builders.source("council-900", installation=HALL),
    builders.source("local-1", homepage=f"{COUNCIL}/local-1", parent="council-900", installation=HALL),
    builders.source("national", level="national"),
)
CHANNELS = tuple(
    Channel(f"{row.id}-news", row.id, "openatrium" if row.installation else "feed", f"{row.homepage.rstrip('/')}/news")
    for row in SOURCES
)
REGISTRY = builders.registry(*SOURCES, channels=CHANNELS)
ALIAS = f"{COUNCIL}/news/strike-is-over"
RAW = (f"{COUNCIL}/node/77", f"{COUNCIL}/node/77/view", f"{COUNCIL}/content/77")


@pytest.fixture
def db() -> Iterator[Database]:
    archive = fresh_archive()
    sync_registry(archive, REGISTRY, NOW)
    yield archive
    assert_sound(archive)
    archive.close()


def seen(url: str, number: str | None = "77", **given: Any) -> Item:
    """The node as met at an address; its page shows the number, a list often does not."""
    addresses = (url,) if number else ()
    return item("x", url=url, **{"external_id": number, "installation": HALL, "addresses": addresses, **given})


def bring(db: Database, *items: Item) -> None:
    for each in items:
        keep(db, each, REGISTRY.sites)


@pytest.mark.parametrize("first", RAW)
def test_a_number_is_the_address_only_until_the_alias_is_known(db: Database, first: str) -> None:
    bring(db, seen(first))
    assert one(db, "SELECT url FROM items") == first
    bring(db, seen(ALIAS))
    assert one(db, "SELECT url FROM items") == ALIAS
    bring(db, *(seen(url) for url in RAW))
    assert one(db, "SELECT url FROM items") == ALIAS
    assert {url for (url,) in rows(db, "SELECT url FROM addresses")} == {ALIAS, *RAW}


def test_a_second_alias_does_not_move_the_item(db: Database) -> None:
    bring(db, seen(ALIAS), seen(f"{COUNCIL}/news-0/strike-is-over"))
    assert one(db, "SELECT url FROM items") == ALIAS


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whatever_comes_first_it_is_one_item_under_its_alias(db: Database, order: tuple[int, ...]) -> None:
    # a list that links the alias and shows no number, a row that leads to the bare node, the page under its alias
    sightings = [
        seen(ALIAS, None, body=None, fetched=None, seen_at=NOW, published=None),
        seen(RAW[1]),
        seen(ALIAS),
    ]
    bring(db, *(sightings[at] for at in order))
    assert rows(db, "SELECT url, external_id FROM items") == [(ALIAS, "77")]


def test_the_alias_tells_the_space_and_so_the_source(db: Database) -> None:
    bring(db, seen(RAW[1]))
    assert one(db, "SELECT source_id FROM items") == "council-900"
    bring(db, seen(f"{COUNCIL}/local-1/news/picnic", channel_id="council-900-news"))
    assert rows(db, "SELECT source_id, url FROM items") == [("local-1", f"{COUNCIL}/local-1/news/picnic")]


def test_the_same_number_in_two_spaces_is_one_item_with_two_appearances(db: Database) -> None:
    bring(db, seen(ALIAS), seen(ALIAS, channel_id="local-1-news"))
    assert rows(db, "SELECT source_id FROM items") == [("council-900",)]
    assert one(db, "SELECT count(*) FROM appearances") == 2


def test_an_alias_that_another_node_has_is_not_taken_from_it(db: Database) -> None:
    bring(db, seen(ALIAS), seen(f"{COUNCIL}/node/78", "78"), seen(ALIAS, "78"))
    assert sorted(rows(db, "SELECT external_id, url FROM items")) == [("77", ALIAS), ("78", f"{COUNCIL}/node/78")]


def test_a_tag_archive_of_the_council_shows_the_councils_posts_on_the_retirees_channel() -> None:
    council = builders.source("council-31", installation=HALL)
    retirees = builders.source("retirees-31", homepage="https://council-31.example/retirees", installation=HALL)
    channels = (
        Channel("council-31-news", "council-31", "openatrium", "https://council-31.example/news"),
        Channel(
            "retirees-31-news", "retirees-31", "openatrium", "https://council-31.example/news/archives?c=a&t=retirees"
        ),
    )
    sites = builders.registry(council, retirees, channels=channels).sites
    owners = {path: sites.owner(f"https://council-31.example{path}") for path in (
        "/news/strike-is-over", "/news/archives/strike-is-over", "/retirees/picnic", "/retirees", "/node/77")}  # fmt: skip
    assert owners == {
        "/news/strike-is-over": "council-31",
        "/news/archives/strike-is-over": "council-31",
        "/retirees/picnic": "retirees-31",
        "/retirees": "retirees-31",
        "/node/77": "council-31",
    }
