"""What numbers tell of undated pages: true for every invented installation, nearly true where its dates are wrong."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations_with_replacement
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.numbers.neighbours import AHEAD, Bounds, Node, bounds_of, growing_line
from archive.numbers.places import in_dense_runs, in_sequence, order_of, places
from archive.times import stamp
from tests.archive.installations import Entry, dense_of, installation, nodes_of, with_import, with_slips

SEEN = "2024-06-01T00:00:00Z"


def page(number: int, day: str | None = None, **given: object) -> Node:
    """A page of one's own list, seen at the end; day: what it prints."""
    low, high = (f"{day}T00:00:00Z", f"{day}T23:59:59Z") if day else (None, None)
    return Node(**{"number": number, "source_id": "a", "first_seen_at": SEEN, "low": low, "high": high, "listed": True, **given})  # type: ignore[arg-type]  # fmt: skip


def told(bounds: Bounds) -> tuple[str | None, str | None]:
    """The days between which a page was entered."""
    low, high = bounds.earliest, bounds.latest
    return low.at[:10] if low else None, high.at[:10] if high else None


FOUR = [page(10, "2020-01-05"), page(20, "2020-02-05"), page(40, "2020-04-05"), page(50, "2020-05-05")]


# ---- single pages -----------------------------------------------------------------------------------------------
def test_two_dates_on_each_side_bound_a_page_and_one_alone_does_not() -> None:
    bounds = bounds_of([*FOUR, page(30)])[30]
    assert told(bounds) == ("2020-01-05", "2020-05-05")
    assert bounds.earliest and bounds.earliest.because == "10 is of 2020-01-05 and 20 is of 2020-02-05"
    assert bounds.latest and bounds.latest.because == "40 is of 2020-04-05 and 50 is of 2020-05-05"
    assert told(bounds_of([FOUR[1], page(30), FOUR[2]])[30]) == (None, None)


def test_what_the_system_wrote_of_an_entry_counts_alone() -> None:
    made = [page(20, "2020-02-05", by_system=True, listed=None), page(40, "2020-04-05", by_system=True, listed=None)]
    assert told(bounds_of([*made, page(30)])[30]) == ("2020-02-05", "2020-04-05")


def test_a_higher_number_that_we_saw_earlier_bounds_from_above() -> None:
    bounds = bounds_of([page(30), page(31, first_seen_at="2021-03-03T10:00:00Z"), page(32)])
    assert told(bounds[30]) == (None, "2021-03-03")
    assert bounds[30].latest and bounds[30].latest.because == "31 was there on 2021-03-03"
    assert told(bounds[31]) == told(bounds[32]) == (None, None), "our own first sight of it is no news"


def test_a_copy_was_not_entered_before_its_original_appeared_and_says_nothing_of_the_other_side() -> None:
    copy = page(30, original_at="2020-03-01T12:00:00Z")
    bounds = bounds_of([page(25), copy, page(26, listed=None), page(35), page(45, original_at="2020-03-20T12:00:00Z")])
    assert told(bounds[30]) == ("2020-03-01", None) and bounds[30].by_story
    assert told(bounds[25]) == (None, None)
    assert told(bounds_of([copy, page(31, original_at="2020-03-02T12:00:00Z"), page(35)])[35]) == ("2020-03-01", None)


def test_a_page_out_of_place_in_its_list_gets_no_bounds_and_gives_none() -> None:
    assert told(bounds_of([*FOUR, page(30, listed=False)])[30]) == (None, None)
    wrong = [page(40, "2019-06-01", listed=False), page(50, "2019-07-01", listed=False)]
    assert told(bounds_of([*FOUR[:2], page(30), *wrong])[30]) == ("2020-01-05", None)


def test_a_page_of_which_no_list_tells_may_be_dated_back_so_it_is_bounded_from_above_only() -> None:
    assert told(bounds_of([*FOUR, page(30, listed=None)])[30]) == (None, "2020-05-05")


def test_one_date_that_breaks_the_row_is_left_out_whichever_way_it_is_wrong() -> None:
    more = [page(60 + at, f"2020-06-1{at}") for at in range(4)]
    for wrong in ("2012-01-01", "2023-01-01"):
        assert told(bounds_of([*FOUR, *more, page(25, wrong), page(30)])[30]) == ("2020-01-05", "2020-05-05"), wrong


def test_where_few_dates_contradict_a_high_one_the_bounds_are_wide_and_true() -> None:
    assert told(bounds_of([*FOUR, page(25, "2023-01-01"), page(30)])[30]) == ("2020-02-05", None)


def test_a_date_after_our_own_first_sight_is_none_of_entry() -> None:
    ahead = [page(21, "2031-01-01"), page(22, "2032-01-01")]
    assert told(bounds_of([*FOUR, *ahead, page(30)])[30]) == ("2020-01-05", "2020-05-05")


def test_imported_posts_with_their_old_dates_bound_nothing_and_are_not_bounded() -> None:
    old = [page(60 + at, f"20{10 + at}-01-01", source_id="b") for at in range(6)]
    later = [page(80, "2020-06-05"), page(90, "2020-07-05")]
    bounds = bounds_of([*FOUR, page(30), *old, page(70), *later])
    assert told(bounds[30]) == ("2020-01-05", "2020-05-05")
    assert told(bounds[70]) == ("2020-04-05", "2020-07-05")


def test_an_undated_post_among_imported_ones_gets_no_bounds() -> None:
    old = [page(60 + 2 * at, f"20{10 + at}-01-01", source_id="b") for at in range(6)]
    bounds = bounds_of(
        [*FOUR, *old, page(65, source_id="b"), page(66 + 1), page(80, "2020-06-05"), page(90, "2020-07-05")]
    )
    assert told(bounds[65]) == (None, None)
    assert told(bounds[67]) == ("2020-04-05", "2020-07-05"), "another source's post among them is none of them"


def test_numbers_that_do_not_grow_with_time_bound_nothing() -> None:
    dice = Random(5)
    days = [f"20{year}-01-01" for year in range(10, 24)]
    shuffled = [page(number, day) for number, day in zip(dice.sample(range(1000), 14), days, strict=True)]
    assert {told(bounds) for bounds in bounds_of([*shuffled, page(1001), page(500)]).values()} == {(None, None)}


# ---- the line -------------------------------------------------------------------------------------------------------
def cost(line: tuple[str, ...], dates: list[str]) -> int:
    return sum(AHEAD * (day < date) + (day > date) for day, date in zip(line, dates, strict=True))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_no_other_growing_line_contradicts_the_dates_less(days: list[int]) -> None:
    dates = [f"2020-01-0{day}" for day in days]
    line = growing_line([page(at, date) for at, date in enumerate(dates)])
    assert line is not None and sorted(line) == line
    # one source's run: all dates weigh alike
    best = min(cost(other, dates) for other in combinations_with_replacement(sorted(set(dates)), len(dates)))
    assert cost(tuple(line), dates) == best


# ---- lists ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ([9, 7, 5, 3], {9, 7, 5, 3}),
        ([2, 9, 7, 5, 3], {9, 7, 5, 3}),  # kept on top
        ([9, 7, 5, 8, 3], {9, 7, 5, 3}),  # dated back
        ([9, 5, 7, 3], {9, 3}),  # one of the two is out of place, and nobody knows which
        ([4], {4}),
        ([], set()),
    ],
)
def test_posts_that_surely_stand_where_they_belong(shown: list[int], right: set[int]) -> None:
    assert in_sequence(shown) == right


@given(st.sets(st.integers(0, 200), min_size=3, max_size=60), st.randoms(use_true_random=False))
def test_one_post_in_a_wrong_place_never_makes_many_others_look_wrong(numbers: set[int], dice: Random) -> None:
    shown = sorted(numbers, reverse=True)
    shown.insert(dice.randrange(len(shown)), shown.pop(dice.randrange(len(shown))))
    assert len(in_sequence(shown)) >= len(shown) - 2


def visit(name: str, first: int, numbers: list[int], a_page: int = 2) -> list[tuple[str, int, int]]:
    """What a visit showed from a page on."""
    return [(name, (first + at // a_page) * 1000 + at % a_page, number) for at, number in enumerate(numbers)]


@pytest.mark.parametrize(
    "shown",
    [
        [*visit("b", 0, [9, 8, 7, 6]), *visit("a", 1, [5, 4, 3, 2])],  # a poll after a walk: two new ones
        [*visit("b", 0, [9, 8]), *visit("b", 3, [3, 2]), *visit("a", 1, [7, 6, 5, 4])],  # a walk that was resumed
        [*visit("c", 0, [9, 8, 7]), *visit("b", 1, [6]), *visit("a", 1, [5]), *visit("0", 1, [4, 3, 2])],  # many polls
        visit("a", 0, [9, 8, 7, 6, 5, 4, 3, 2]),
    ],
)
def test_a_list_is_put_together_from_the_visits_that_saw_it(shown: list[tuple[str, int, int]]) -> None:
    assert order_of(shown) == [9, 8, 7, 6, 5, 4, 3, 2]
    assert order_of(reversed(shown)) == [9, 8, 7, 6, 5, 4, 3, 2]


def test_a_run_without_gaps_is_taken_for_an_import_and_its_list_is_judged_without_it() -> None:
    own = dict.fromkeys(range(1000, 3000, 100), "a")
    moved = dict.fromkeys(range(2001, 2021), "a")
    assert in_dense_runs({**own, **moved}) == frozenset(moved) | {2000}
    # the import's old dates are of before the site's own posts
    shown = [*sorted(own, reverse=True), *sorted(moved, reverse=True)]
    assert places([shown], in_dense_runs({**own, **moved})) == {number: True for number in own if number != 2000}


def test_where_everything_is_dense_nothing_is_an_import() -> None:
    assert in_dense_runs(dict.fromkeys(range(1, 90, 2), "a")) == frozenset()


# ---- whole installations --------------------------------------------------------------------------------------------
def outside(entries: list[Entry], dice: Random) -> tuple[list[str], int]:
    """Pages whose true entry lies outside of their bounds, and how many pages have bounds."""
    truth = {entry.number: stamp(entry.entered) for entry in entries}
    wrong, bounded = [], 0
    for number, bounds in bounds_of(nodes_of(entries, dice), dense_of(entries)).items():
        low, high = bounds.earliest, bounds.latest
        bounded += bool(low or high)
        if (low and low.at > truth[number]) or (high and high.at < truth[number]):
            wrong.append(f"{number} of {truth[number]}: {bounds}")
    return wrong, bounded


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 8), st.integers(2, 150), st.floats(0, 1))
@example(3, 1, 60, 0.5)
def test_where_all_dates_are_those_of_entry_every_page_was_entered_within_its_bounds(
    seed: int, sources: int, pages: int, said: float
) -> None:
    dice = Random(seed)
    wrong, _ = outside(installation(dice, sources=sources, pages=pages, said=said), dice)
    assert wrong == []


@pytest.mark.parametrize("sources", [1, 5])
def test_a_whole_import_changes_nothing_for_the_pages_that_were_entered_one_by_one(sources: int) -> None:
    for seed in range(20):
        dice = Random(seed)
        wrong, bounded = outside(with_import(installation(dice, sources=sources), dice), dice)
        assert wrong == [] and bounded > 40, seed


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (lambda dice: with_slips(installation(dice), dice, 0.05), 0.005),
        (lambda dice: with_slips(installation(dice, said=0.05), dice, 0.05), 0.01),
        (lambda dice: with_slips(with_import(installation(dice), dice), dice, 0.05), 0.01),
        (lambda dice: with_slips(installation(dice), dice, 0.15), 0.02),
    ],
    ids=["one in twenty dates wrong", "and few dates at all", "and an import", "one in seven dates wrong"],
)
def test_wrong_dates_push_few_pages_out_of_their_bounds(make: Callable[[Random], list[Entry]], most: float) -> None:
    wrong, bounded = 0, 0
    for seed in range(60):
        dice = Random(seed)
        found = outside(make(dice), dice)
        wrong, bounded = wrong + len(found[0]), bounded + found[1]
    assert bounded > 2000 and wrong / bounded <= most, f"{wrong} of {bounded}"


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_the_order_in_which_pages_are_told_does_not_matter(seed: int) -> None:
    dice = Random(seed)
    nodes = nodes_of(with_slips(installation(dice, pages=40), dice, 0.1), dice)
    shuffled = dice.sample(nodes, len(nodes))
    assert bounds_of(shuffled) == bounds_of(nodes)
