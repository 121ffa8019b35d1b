"""Which printing is the original: by rule, whatever the order, with a reason."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.stories.originals import Printing, original_of


def printing(item_id: int, **given: Any) -> Printing:
    """A council's printing of 200 words, dated on the third of March and seen two days later."""
    on = given.get("on", "2026-03-03")
    defaults: dict[str, Any] = {
        "url": f"https://site-{item_id}.example/p",
        "source_id": f"site-{item_id}",
        "level": "council",
        "author": None,
        "words": 200,
        "published_at": f"{on}T12:00:00Z" if on else None,
        "precision": "minute" if on else "bounded",
        "origin": "json_ld",
        "on": on,
        "flag": None,
        "first_seen_at": "2026-03-05T00:00:00Z",
    }
    return Printing(item_id, **{**defaults, **given})


TO_TWO = {"https://site-2.example/p": "canonical"}
CASES: dict[str, tuple[list[Printing], int, str]] = {
    "alone": ([printing(1)], 1, "No other printing"),
    "named by another as the place of the writing": (
        [printing(1, on="2026-03-01", level="national"), printing(2), printing(3, points=TO_TWO)], 2, "site-3"),
    "found at another of its addresses": (
        [printing(1, on="2026-03-01"), printing(2, there_at=frozenset({"https://old.example/x"})),
         printing(3, points={"https://old.example/x": "said"})], 2, "site-3"),
    "linked by an excerpt": (
        [printing(1, on="2026-03-01"), printing(2), printing(3, words=30, points={**TO_TWO, **dict.fromkeys(TO_TWO, "link")})],
        2, "site-3"),
    "a link of a whole printing says nothing": (
        [printing(1, on="2026-03-01"), printing(2), printing(3, points=dict.fromkeys(TO_TWO, "link"))], 1, "earliest"),
    "two that name each other say nothing": (
        [printing(1, on="2026-03-01", points=TO_TWO), printing(2, points={"https://site-1.example/p": "canonical"})],
        1, "earliest"),
    "one that names another is not the original, though its date is earlier": (
        [printing(1, on="2026-03-01", points=TO_TWO), printing(2)], 2, "site-1"),
    "of the national union": ([printing(1, on="2026-03-01"), printing(2, level="national")], 2, "national union"),
    "taken over by the national union days later": (
        [printing(1, on="2026-02-26"), printing(2, level="national")], 1, "earliest"),
    "of the national union, whose post bears no day": (
        [printing(1), printing(2, level="national", on=None)], 2, "national union"),
    "with the national by-line": (
        [printing(1, on="2026-03-01"), printing(2, author="The Union, Washington")], 2, "by-line"),
    "the by-line of a local is not the national one": (
        [printing(1, on="2026-03-01"), printing(2, author="The Union, Local 5")], 1, "earliest"),
    "the earliest date": ([printing(1), printing(2, on="2026-03-02")], 2, "2026-03-02"),
    "a date that is flagged is none": (
        [printing(1), printing(2, on="2026-03-01", flag="build"), printing(3, on=None)], 1, "2026-03-03"),
    "a month is no day": ([printing(1), printing(2, on="2026-03-01", precision="month")], 1, "2026-03-03"),
    "a date after our first sight is none": (
        [printing(1), printing(2, on="2026-03-01", first_seen_at="2026-02-01T00:00:00Z")], 1, "2026-03-03"),
    "a date from neighbours or a story is none": (
        [printing(1), printing(2, on="2026-03-01", origin="neighbours")], 1, "2026-03-03"),
    "whole before excerpt on one day": (
        [printing(1, words=20, published_at="2026-03-03T01:00:00Z"), printing(2)], 2, "whole"),
    "the hour on one day": ([printing(1), printing(2, published_at="2026-03-03T11:00:00Z")], 2, "earliest of"),
    "seen first": ([printing(1), printing(2, first_seen_at="2026-03-04T00:00:00Z")], 2, "seen first"),
    "the address": ([printing(2), printing(1)], 1, "alphabet"),
}  # fmt: skip


@pytest.mark.parametrize(("printings", "item_id", "because"), CASES.values(), ids=CASES)
def test_the_original_is_chosen_by_rule_with_a_reason(printings: list[Printing], item_id: int, because: str) -> None:
    original, reason = original_of(printings, ["The Union"])
    assert original.item_id == item_id and because in reason
    assert original_of(printings[::-1], ["The Union"]) == (original, reason)


@st.composite
def many(draw: st.DrawFn) -> list[Printing]:
    count = draw(st.integers(1, 6))
    return [
        printing(
            number,
            level=draw(st.sampled_from(("national", "council"))),
            on=draw(st.sampled_from((None, "2026-03-01", "2026-03-02"))),
            words=draw(st.sampled_from((10, 100, 200))),
            first_seen_at=draw(st.sampled_from(("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z"))),
            points={
                f"https://site-{draw(st.integers(0, 5))}.example/p": draw(
                    st.sampled_from(("said", "link", "canonical"))
                )
            },
        )
        for number in range(count)
    ]


@given(many(), st.randoms(use_true_random=False))
def test_the_order_of_printings_does_not_matter(printings: list[Printing], chance: random.Random) -> None:
    shuffled = list(printings)
    chance.shuffle(shuffled)
    assert original_of(shuffled) == original_of(printings)
