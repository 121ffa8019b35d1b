"""What belongs together, given pairs and rulings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.stories.partition import Pair, all_but_the_largest, allowed, components

NUMBERS = st.integers(0, 9)
PAIRS = st.sets(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] < pair[1]), max_size=18)
APART = st.lists(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] != pair[1]), max_size=4)


def parts(pairs: set[Pair]) -> set[frozenset[int]]:
    return {frozenset(group) for group in components(range(10), pairs)}


@given(PAIRS)
def test_components_are_what_pairs_connect(pairs: set[Pair]) -> None:
    groups = {number: {number} for number in range(10)}
    for one, other in pairs:
        together = groups[one] | groups[other]
        groups.update(dict.fromkeys(together, together))
    assert parts(pairs) == {frozenset(group) for group in groups.values()}


@given(PAIRS, APART)
def test_what_a_ruling_parts_is_apart_and_all_others_stay_as_connected_as_without_it(
    pairs: set[Pair], apart: list[Pair]
) -> None:
    counting = allowed(pairs, apart)
    assert counting <= pairs
    after = parts(counting)
    for item, other in apart:
        assert not any({item, other} <= group for group in after)
    ruled = {item for item, _ in apart}
    assert {pair for pair in pairs if not ruled & set(pair)} <= counting, "only pairs of ruled items are taken away"


@given(PAIRS, APART)
def test_a_spanning_part_of_the_other_pairs_is_enough_for_rulings(pairs: set[Pair], apart: list[Pair]) -> None:
    ruled = {item for item, _ in apart}
    core = sorted(pair for pair in pairs if not ruled & set(pair))
    spanning: set[Pair] = set()
    for pair in core:
        if not any(set(pair) <= group for group in parts(spanning)):
            spanning.add(pair)
    some = spanning | {pair for pair in pairs if ruled & set(pair)}
    assert parts(allowed(some, apart)) == parts(allowed(pairs, apart))


def test_without_rulings_every_pair_counts() -> None:
    assert allowed({(1, 2), (2, 3)}, []) == {(1, 2), (2, 3)}


@given(PAIRS, st.sets(NUMBERS))
def test_of_pairs_between_fragments_one_end_is_asked(pairs: set[Pair], gone: set[int]) -> None:
    left = {pair for pair in pairs if not gone & set(pair)}
    fragments = components(set(range(10)) - gone, left)
    asked = set(all_but_the_largest(fragments))
    home = {number: at for at, fragment in enumerate(fragments) for number in fragment}
    for one in home:
        for other in home:
            assert home[one] == home[other] or {one, other} & asked
    assert len(asked) == len(home) - max(map(len, fragments), default=0)
