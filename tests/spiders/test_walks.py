"""Walks and their cursors: what ends a walk, and that a cursor never stands behind what is not kept."""

from __future__ import annotations

import json
import random

from hypothesis import given
from hypothesis import strategies as st

from spiders.walks import DEEPEST, Past, is_complete, lacking


def begun(past: Past, url: str = "https://x.example/news"):  # type: ignore[no-untyped-def]
    step = past.begin("list", url)
    assert step is not None
    return step


def test_a_cursor_stays_at_the_first_document_of_which_anything_is_still_open() -> None:
    past = Past(active=True)
    first = begun(past)
    second = first.walk.follow("https://x.example/news?page=1", 2)
    third = first.walk.follow("https://x.example/news?page=2", 3)
    assert second and third
    first.open, second.open = 1, 0
    first.read = second.read = True
    past.settle(first.walk)
    assert [rest["number"] for rest in json.loads(past.text())["ways"].values()] == [1]
    first.open = 0
    past.settle(first.walk)
    assert [rest["number"] for rest in json.loads(past.text())["ways"].values()] == [3]


def test_a_document_with_something_put_off_is_asked_again_by_the_next_run() -> None:
    past = Past(active=True)
    step = begun(past)
    step.read, step.held, step.walk.ended = True, True, True
    past.settle(step.walk)
    assert not is_complete(past.text(over=True))
    again = Past(past.text(over=True), active=True)
    assert begun(again).url == step.url


def test_a_walk_goes_on_where_it_was_left_and_what_is_done_is_not_begun_again() -> None:
    past = Past(active=True)
    done, left = begun(past), begun(past, "https://x.example/press")
    done.read = done.walk.ended = True
    past.settle(done.walk)
    left.read = True
    left.walk.follow("https://x.example/press?page=7", 8)
    past.settle(left.walk)
    again = Past(past.text(), active=True)
    assert again.begin("list", "https://x.example/news") is None
    assert begun(again, "https://x.example/press").url == "https://x.example/press?page=7"
    assert again.resumed


def test_complete_is_said_only_when_no_way_is_left_to_begin() -> None:
    past = Past(active=True)
    step = begun(past)
    step.read = step.walk.ended = True
    past.settle(step.walk)
    past.lacking = 3
    assert not is_complete(past.text())
    assert is_complete(past.text(over=True)) and lacking(past.text(over=True)) == 3


def test_no_walk_goes_deeper_than_its_bound() -> None:
    walk = begun(Past(active=True)).walk
    assert walk.follow("https://x.example/news?page=1999", DEEPEST) is not None
    assert walk.follow("https://x.example/news?page=2000", DEEPEST + 1) is None


def test_a_page_like_an_earlier_one_ends_a_walk_and_one_stale_page_does_not() -> None:
    walk = begun(Past(active=True)).walk
    assert walk.shows(frozenset("abc")) and walk.shows(frozenset("def"))
    assert walk.shows(frozenset("cde")), "new posts pushed old ones on"
    assert walk.shows(frozenset("fgh"))
    assert not walk.shows(frozenset("abc")), "page one again"


@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(1, 60))
def test_a_walk_over_a_finite_set_of_posts_in_any_order_ends(seed: int, size: int, count: int) -> None:
    dice, walk = random.Random(seed), begun(Past(active=True)).walk
    posts = [str(number) for number in range(count)]
    pages = 0
    while walk.shows(frozenset(dice.sample(posts, min(size, count)))):
        pages += 1
        assert pages <= 3 * count + 3


@given(st.integers(0, 15), st.integers(1, 8), st.lists(st.integers(0, 9), max_size=20))
def test_a_walk_over_drifting_pages_misses_nothing(featured: int, size: int, drift: list[int]) -> None:
    """Up to a page of new posts comes in between every second pair of requests; featured ones stand on each page."""
    posts = [f"old {number}" for number in range(100)]
    top = [f"top {number}" for number in range(featured)]
    walk, number, come = begun(Past(active=True)).walk, 0, iter(drift)
    while True:
        shown = posts[number * size : number * size + size]
        if not shown or not walk.shows(frozenset(top + shown)):
            break
        if number % 2:
            posts = [f"new {number} {one}" for one in range(min(next(come, 0), size))] + posts
        number += 1
    assert {f"old {number}" for number in range(100)} <= walk.seen


@given(st.one_of(st.text(), st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(
        st.sampled_from(["complete", "ways", "done", "waiting", "lacking", "way", "at", "number", "axis", "oldest"]), inner)),
).map(json.dumps)))  # fmt: skip
def test_a_cursor_that_makes_no_sense_begins_the_walk_anew(cursor: str) -> None:
    past = Past(cursor, active=True)
    past.begin("list", "https://x.example/news")
    assert isinstance(past.text(), str) and isinstance(lacking(cursor), int)
