"""What holds for every history of sightings, in any order."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta

import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.changes import Words
from archive.identity import keys_of
from archive.keeping import keep
from archive.rejecting import reject
from archive.times import day_number
from archive.wording import COUNTER_BITS
from errors import ParseError
from items import Event, Fetched, Item, Rejected
from parsing.text import one_line, tidy
from tests.builders import NOW, REGISTRY, SITES, assert_sound, day, fresh_archive, rows

FEW = settings(max_examples=60, deadline=None)

SOURCES = ("council-900", "local-1", "national")
#: every post of this small world has its own addresses; some share a host with another source
ADDRESSES = {
    post: tuple(
        f"https://{SOURCES[post % 3]}.example/{form.format(post)}" for form in ("news/p-{}", "node/{}", "?p={}")
    )
    for post in range(5)
}
TEXTS = (
    "One short line.",
    "Members met the county again on Tuesday. " * 8,
    "Members met the state on Friday. " * 9,
    None,
)


@st.composite
def sightings(draw: st.DrawFn) -> Item:
    """A post of the small world, seen somehow: by any of its addresses, with or without its number, page or list."""
    post = draw(st.integers(0, 4))
    known = draw(st.lists(st.sampled_from(ADDRESSES[post]), min_size=1, max_size=3, unique=True))
    body = draw(st.sampled_from(TEXTS))
    seen_at = NOW + timedelta(days=draw(st.integers(0, 5)))
    return Item(
        channel_id=f"{draw(st.sampled_from(SOURCES))}-news",
        url=known[0],
        title=draw(st.sampled_from(("Title", "Title, corrected", "Another title…", None))),
        teaser=draw(st.sampled_from(("A teaser.", None))),
        body=body,
        published=draw(
            st.sampled_from((None, day(2019, 5, 4), day(2019, 5, 5, "meta"), day(2019, 5, 1, "address", "month")))
        ),
        event=draw(st.sampled_from((None, None, Event(NOW)))),
        external_id=draw(st.sampled_from((None, str(100 + post)))),
        installation="hall",
        addresses=tuple(known[1:]),
        fetched=Fetched(known[0], seen_at, "0" * 64) if draw(st.booleans()) else None,
        seen_at=seen_at,
    )


@st.composite
def rejections(draw: st.DrawFn) -> Rejected:
    """A page of the small world that is refused."""
    post = draw(st.integers(0, 4))
    reason = draw(st.sampled_from(("gone", "forbidden", "robots", "unreadable", "list")))
    seen_at = NOW + timedelta(days=draw(st.integers(0, 9)))
    return Rejected("national-news", draw(st.sampled_from(ADDRESSES[post])), reason, "It is so.", seen_at)


HISTORIES = st.lists(st.one_of(sightings(), sightings(), sightings(), rejections()), max_size=14)


def play(history: list[Item | Rejected]) -> sqlite_utils.Database:
    db = fresh_archive()
    for entry in history:
        keep(db, entry, SITES) if isinstance(entry, Item) else reject(db, entry, SITES)
    return db


def partition(db: sqlite_utils.Database) -> set[frozenset[str]]:
    """Which addresses and ids belong together, whatever the numbers of the items are."""
    groups: dict[int, set[str]] = defaultdict(set)
    for name, item_id in rows(db, "SELECT url, item_id FROM addresses"):
        groups[item_id].add(name)
    for installation, external_id, item_id in rows(db, "SELECT * FROM identities"):
        groups[item_id].add(f"{installation} {external_id}")
    return {frozenset(group) for group in groups.values()}


def components(items: list[Item]) -> set[frozenset[str]]:
    """The same by definition: what any sighting names together belongs together."""
    groups: list[set[str]] = []
    for one in items:
        keys = keys_of(one, SITES, REGISTRY.channels[one.channel_id].source_id)
        names = {*keys.addresses, *keys.fetched, *({" ".join(keys.identity)} if keys.identity else ())}
        touched = [group for group in groups if group & names]
        groups = [group for group in groups if not group & names] + [names.union(*touched)]
    return {frozenset(group) for group in groups}


@FEW
@given(st.lists(sightings(), max_size=12), st.randoms(use_true_random=False))
def test_items_in_any_order_give_the_same_addresses_and_ids_together(items: list[Item], chance: random.Random) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert partition(play(list(items))) == partition(play(list(shuffled))) == components(items)


@FEW
@given(HISTORIES)
def test_after_any_history_index_keys_and_pages_are_sound(history: list[Item | Rejected]) -> None:
    assert_sound(play(history))


@FEW
@given(HISTORIES)
def test_the_index_knows_each_wording_under_the_newest_day_of_its_items(history: list[Item | Rejected]) -> None:
    db = play(history)
    asked = (
        "SELECT t.search_id,"
        " max(min(coalesce(i.published_on, i.published_latest, i.first_seen_at), i.first_seen_at))"
        " FROM texts AS t JOIN item_rows AS i ON i.text_id = t.id AND i.shown = 1 GROUP BY t.id"
    )
    for search_id, newest in rows(db, asked):
        assert search_id >> COUNTER_BITS == day_number(newest)


@FEW
@given(HISTORIES, sightings())
def test_twice_is_once(history: list[Item | Rejected], last: Item) -> None:
    db = play([*history, last])
    before = list(db.conn.iterdump())
    again = keep(db, last, SITES)
    assert again.outcome == "same" and again.revision_id is None
    assert list(db.conn.iterdump()) == before


@FEW
@given(HISTORIES)
def test_no_words_are_ever_lost(history: list[Item | Rejected]) -> None:
    """A body that was taken is in the history of its item for good; an item that had words has words."""
    db = fresh_archive()
    revisions: set[tuple[object, ...]] = set()
    for entry in history:
        keep(db, entry, SITES) if isinstance(entry, Item) else reject(db, entry, SITES)
        now = set(rows(db, "SELECT id, text_id FROM revision_rows"))
        assert now >= revisions
        revisions = now
        assert rows(db, "SELECT id FROM items WHERE body IS NULL AND id IN (SELECT item_id FROM revisions)") == []


@FEW
@given(HISTORIES)
def test_every_row_keeps_the_rules_of_its_columns(history: list[Item | Rejected]) -> None:
    db = play(history)
    for row in rows(
        db,
        "SELECT published_at, published_precision, published_on, published_latest, sorted_at, first_seen_at FROM items",
    ):
        published_at, precision, on, latest, sorted_at, first_seen_at = row
        assert (precision == "bounded") == (published_at is None) == (latest is not None)
        assert (precision in ("minute", "day")) == (on is not None)
        assert sorted_at == min(published_at or latest, first_seen_at)
    for table in ("item_rows", "texts", "appearances", "rejected", "revision_rows", "events"):
        for row in rows(db, f"SELECT * FROM {table}"):
            assert "" not in row, f"{table}: unknown is NULL, never an empty text"
    assert rows(db, "SELECT id FROM items WHERE first_seen_at > last_seen_at") == []


@FEW
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=400))
def test_any_words_read_back_as_they_were_tidied(title: str, teaser: str, body: str) -> None:
    db = fresh_archive()
    keep(db, Item("national-news", "https://national.example/x", title, teaser, body, seen_at=NOW), SITES)
    (row,) = rows(db, "SELECT title, teaser, body FROM items")
    assert Words(*row) == Words(one_line(title), tidy(teaser), tidy(body))
    assert_sound(db)


@FEW
@given(st.text(max_size=80))
def test_any_address_gives_an_item_or_a_parse_error(address: str) -> None:
    db = fresh_archive()
    try:
        keep(db, Item("national-news", address, "Title", seen_at=NOW), SITES)
    except ParseError:
        assert rows(db, "SELECT * FROM item_rows") == []
    else:
        ((url,),) = rows(db, "SELECT url FROM items")
        assert url.startswith(("http://", "https://"))
