"""Pure: which numbered posts stand in their lists where their number wants them, and which may be imports."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from items import PLACES_OF_A_PAGE

#: numbers of one source with no other's between them, so dense that they may have been entered in one go: their gaps
#: are at most so large, or one part in so many of the mean gap
SHORTEST_IMPORT, DENSE, DENSER = 10, 3, 4
#: dense runs may cover no more than one part in so many of the whole range
MOST_DENSE = 3


def places(lists: Iterable[Sequence[int]], dense: Collection[int]) -> dict[int, bool]:
    """Of the numbers that stand in lists, whether each stands where it belongs in all of them.

    lists: numbers, the newest post first. dense: what may be an import is left out: in a list it stands in order with
    itself, and there is so much of it that all else would seem out of order.
    """
    found: dict[int, bool] = {}
    for shown in lists:
        order = [number for number in shown if number not in dense]
        right = in_sequence(order)
        for number in order:
            found[number] = number in right and found.get(number, True)
    return found


def order_of(shown: Iterable[tuple[str, int, int]]) -> list[int]:
    """The numbers of one list from its top to its end, put together from the visits that saw each last.

    shown: for each number the visit (a time), its place in it, and the number. A visit reads pages in a row from the
    top, or goes on where another stopped. What a visit did not show again of the pages that it read was pushed below
    them by newer posts.
    """
    order: list[tuple[str, int, int]] = []
    newest_first = sorted(sorted(shown, key=lambda one: one[1]), key=lambda one: one[0], reverse=True)
    for visit, group in groupby(newest_first, key=lambda one: one[0]):
        for part in _in_a_row([(visit, place // PLACES_OF_A_PAGE, number) for _, place, number in group]):
            at = len(order)
            while at and order[at - 1][1] > part[0][1]:
                at -= 1
            while 0 < at < len(order) and _goes_on(order[at - 1], order[at]):
                at += 1
            order[at:at] = part
    return [number for _, _, number in order]


def _in_a_row(rows: list[tuple[str, int, int]]) -> list[list[tuple[str, int, int]]]:
    """What a visit showed, parted where it left out pages."""
    parts: list[list[tuple[str, int, int]]] = []
    for row in rows:
        if parts and _goes_on(parts[-1][-1], row):
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _goes_on(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Whether one visit showed both, on the same page or on pages that follow each other."""
    return one[0] == other[0] and 0 <= other[1] - one[1] <= 1


def in_sequence(numbers: Sequence[int]) -> frozenset[int]:
    """Of the numbers of a list that shows the newest first, those that surely stand where they belong.

    They are the ones that every longest falling row of numbers goes through: of two neighbours that changed places
    nobody knows which one is out of place, and neither is taken.
    """
    falling = [-number for number in numbers]
    ends, starts = _lengths(falling), _lengths([-value for value in reversed(falling)])[::-1]
    longest = max(ends, default=0)
    at_step: dict[int, list[int]] = {}
    for number, before, after in zip(numbers, ends, starts, strict=True):
        if before + after - 1 == longest:
            at_step.setdefault(before, []).append(number)
    return frozenset(found[0] for found in at_step.values() if len(set(found)) == 1)


def _lengths(values: Sequence[int]) -> list[int]:
    """For each value the length of the longest growing row that ends with it."""
    tails: list[int] = []
    lengths = []
    for value in values:
        at = bisect_left(tails, value)
        tails[at : at + 1] = [value]
        lengths.append(at + 1)
    return lengths


def in_dense_runs(numbers: Mapping[int, str]) -> frozenset[int]:
    """Numbers that may have been entered in one go: many of one source, nearly without gaps, where others have gaps.

    numbers: the source of each. Where the greater part of the whole range is so dense, it says nothing.
    """
    if len(numbers) < SHORTEST_IMPORT:
        return frozenset()
    ordered = sorted(numbers)
    whole = ordered[-1] - ordered[0]
    dense = max(DENSE, whole // len(ordered) // DENSER)
    found: list[list[int]] = []
    start = 0
    for at in range(1, len(ordered) + 1):
        before = ordered[at - 1]
        if at < len(ordered) and ordered[at] - before <= dense and numbers[ordered[at]] == numbers[before]:
            continue
        if at - start >= SHORTEST_IMPORT:
            found.append(ordered[start:at])
        start = at
    if sum(run[-1] - run[0] for run in found) * MOST_DENSE > whole:
        return frozenset()
    return frozenset(number for run in found for number in run)
