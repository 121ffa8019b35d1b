"""What holds of stories for every history, in any order and in steps of any size: they are what their definition says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import stories
from archive.keeping import keep
from archive.rejecting import reject
from archive.stories import sketching, tell, tell_anew
from items import Item, Link, Rejected
from registry import Ruling
from tests.archive.newsroom import OTHER, SOURCES, by_definition, post, seen, told, window
from tests.builders import SITES, assert_sound, fresh_archive, rejection, rows, url

FEW = settings(max_examples=50, deadline=None)
POSTS = 9
#: posts are spread over the sources
HOME = {number: SOURCES[number % 3] for number in range(POSTS)}

BODIES = (*(window(start) for start in (0, 6, 12, 18, 24, 48)), window(0, 25), window(0, 60) + "\n\n" + OTHER, OTHER)


@st.composite
def sightings(draw: st.DrawFn) -> Item:
    """A post with some wording; sometimes under the address of another one too, or pointing to it."""
    number = draw(st.integers(0, POSTS - 1))
    other = draw(st.integers(0, POSTS - 1))
    address = url(other, HOME[other])
    body = draw(st.sampled_from(BODIES))
    given = {
        "title": draw(st.sampled_from(("The garage votes", "A vote on Tuesday"))),
        "on": draw(st.sampled_from((None, 1, 2, 3))),
        "canonical": draw(st.sampled_from((None, None, None, address))),
        "links": draw(st.sampled_from(((), (), (Link(address, "there"),)))),
    }
    if draw(st.integers(0, 9)) == 0 and HOME[other] == HOME[number]:
        given["addresses"] = (url(number, HOME[number]), address)
    if draw(st.integers(0, 5)) == 0:
        given |= {"page": False, "teaser": body.split(".")[0][:200], "body": None}
    else:
        given["body"] = body
    made = post(number, HOME[number], given.pop("body"), **given)
    return seen(made, draw(st.integers(0, 5)))


@st.composite
def rulings(draw: st.DrawFn) -> list[Ruling]:
    """A file of rulings, as it is from some moment on."""
    found = {}
    for _ in range(draw(st.integers(0, 3))):
        one, other = draw(st.integers(0, POSTS - 1)), draw(st.integers(0, POSTS - 1))
        if one != other and (other, one) not in found:
            word = draw(st.sampled_from(("apart", "apart", "same")))
            found[one, other] = Ruling(word, url(one, HOME[one]), url(other, HOME[other]))
    return list(found.values())


def refusals() -> st.SearchStrategy[Rejected]:
    """A page that is refused: a post of which only a teaser is known leaves the archive's view."""
    numbers = st.integers(0, POSTS - 1)
    return numbers.map(lambda number: rejection(number, of=HOME[number], reason="list"))


@st.composite
def editions(draw: st.DrawFn) -> Item:
    """A post with one of few bodies and one of many titles, so that hashes become common and cease to be."""
    number = draw(st.integers(0, POSTS - 1))
    body = draw(st.sampled_from(BODIES[:3]))
    title = draw(
        st.sampled_from(("The garage votes", "A vote on Tuesday", "Yes says the crew", "What the garage said"))
    )
    return seen(post(number, HOME[number], body, title=title), draw(st.integers(0, 9)))


STEPS = st.lists(st.one_of(sightings(), sightings(), sightings(), refusals(), rulings(), st.none()), max_size=16)


@contextmanager
def limits(at_once: int, most_wordings: int) -> Iterator[None]:
    """Steps of so many items, and hashes that are too common in more than so many wordings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "AT_ONCE", at_once)
        patch.setattr(sketching, "MOST_WORDINGS", most_wordings)
        yield


def play(steps: list[Item | Rejected | list[Ruling] | None]) -> sqlite_utils.Database:
    """An archive after a history; None stands for the end of a run, rulings too."""
    db = fresh_archive()
    for step in steps:
        if isinstance(step, Item):
            keep(db, step, SITES)
        elif isinstance(step, Rejected):
            reject(db, step, SITES)
        else:
            tell(db, step, SITES)
    tell(db, None, SITES)
    return db


@FEW
@given(STEPS, st.sampled_from((1, 2, 100)), st.sampled_from((1, 2, 3, 200)))
def test_after_any_history_stories_are_what_their_definition_says(
    steps: list[Item | Rejected | list[Ruling] | None], at_once: int, most_wordings: int
) -> None:
    with limits(at_once, most_wordings):
        db = play(steps)
        assert told(db) == by_definition(db)
        assert rows(db, "SELECT id FROM item_rows WHERE to_match = 1") == []
        assert_counted(db)
        assert_sound(db)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.one_of(editions(), editions(), editions(), rulings(), st.none()), min_size=6, max_size=20),
    st.sampled_from((1, 3, 100)),
    st.sampled_from((1, 2, 3, 200)),
)
def test_where_hashes_become_common_and_rare_again_stories_are_what_their_definition_says(
    steps: list[Item | Rejected | list[Ruling] | None], at_once: int, most_wordings: int
) -> None:
    with limits(at_once, most_wordings):
        db = play(steps)
        assert told(db) == by_definition(db)


def assert_counted(db: sqlite_utils.Database) -> None:
    """Counts are those of the items, merged stories are empty and lead to one that is not."""
    counted = (
        "SELECT story_id, count(*), count(DISTINCT source_id) FROM item_rows WHERE story_id IS NOT NULL GROUP BY 1"
    )
    assert rows(db, "SELECT id, item_count, source_count FROM stories WHERE item_count > 0") == rows(db, counted)
    chains = (
        "SELECT s.id FROM stories AS s JOIN stories AS t ON t.id = s.merged_into"
        " WHERE s.item_count > 0 OR t.merged_into IS NOT NULL"
    )
    assert rows(db, chains) == []


@FEW
@given(STEPS)
def test_told_twice_nothing_is_written(steps: list[Item | Rejected | list[Ruling] | None]) -> None:
    db = play(steps)
    before = list(db.conn.iterdump())
    tell(db, None, SITES)
    assert list(db.conn.iterdump()) == before
    db.conn.execute("UPDATE item_rows SET to_match = 1")
    tell(db, None, SITES)
    pairs = [line for line in before if '"story_pairs"' in line]
    now = list(db.conn.iterdump())
    assert [line for line in now if '"story_pairs"' not in line] == [line for line in before if line not in pairs]


@FEW
@given(STEPS)
def test_told_anew_from_the_beginning_the_stories_are_the_same_under_the_same_numbers(
    steps: list[Item | Rejected | list[Ruling] | None],
) -> None:
    db = play(steps)
    before, numbers = told(db), rows(db, "SELECT id, story_id FROM item_rows")
    tell_anew(db)
    tell(db, None, SITES)
    assert told(db) == before
    assert rows(db, "SELECT id, story_id FROM item_rows") == numbers


@FEW
@given(
    st.lists(sightings(), max_size=8, unique_by=lambda one: one.url),
    rulings(),
    st.randoms(use_true_random=False),
)
def test_the_same_posts_in_any_order_give_the_same_stories_originals_and_roles(
    posts: list[Item], ruled: list[Ruling], chance: random.Random
) -> None:
    for one in posts:
        one.addresses = (one.url,)
    shuffled: list[Item | Rejected | list[Ruling] | None] = [*posts]
    chance.shuffle(shuffled)
    for _ in range(3):
        shuffled.insert(chance.randint(0, len(shuffled)), None)
    one, other = play([ruled, *posts]), play([*shuffled, ruled])
    assert told(one) == told(other)
    dates = "SELECT url, published_earliest, published_from FROM item_rows ORDER BY url"
    assert rows(one, dates) == rows(other, dates)
