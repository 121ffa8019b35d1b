"""Two lists of words side by side: which stretches are the same, and which stand in place of which.

Words that stand in place of others show a form that was filled in twice; words that one list has and the other lacks
show a writing that was cut or added to. Linear but for short stretches between what is the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.sameness.shingles import RUN

#: stretches up to this length on both sides are compared word by word
_CLOSELY = 80
#: words that two rewritten passages share by chance, such as "of the", part them no further
_BY_CHANCE = 2
_PASSAGE = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [start, end) of the one stand where words [other_start, other_end) of the other stand."""

    same: bool
    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def size(self) -> int:
        return self.end - self.start

    @property
    def other_size(self) -> int:
        return self.other_end - self.other_start

    @property
    def replaced(self) -> bool:
        """Words on both sides, and not the same ones."""
        return not self.same and self.size > 0 and self.other_size > 0


def side_by_side(one: Sequence[str], other: Sequence[str]) -> tuple[Stretch, ...]:
    """Both lists from the first word to the last, as stretches that are the same and stretches that are not."""
    if one and one == other:  # most printings
        return (Stretch(True, 0, len(one), 0, len(other)),)
    found: list[Stretch] = []
    begun, at, beside = 0, 0, 0  # since `begun` words of the one are the same as those before `beside` in the other
    for start, other_start in [*_anchors(one, other), (len(one), len(other))]:
        if start > at or other_start > beside or start == len(one) or other_start == len(other):
            if at > begun:
                found.append(Stretch(True, begun, at, beside - (at - begun), beside))
            if start > at or other_start > beside:
                found += _between(one, other, (at, start, beside, other_start))
            begun = start
        at, beside = start + 1, other_start + 1
    return tuple(_without_chance(_joined(found)))


def carried(stretches: Sequence[Stretch], least: int = 2) -> int:
    """How many words both have, single ones that may be there by chance aside."""
    return sum(stretch.size for stretch in stretches if stretch.same and stretch.size >= least)


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the same words in both, in order: the common beginning and end, and runs of both."""
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    tail = next((at for at in range(shorter - head) if one[-1 - at] != other[-1 - at]), shorter - head)
    ends = len(one) - tail, len(other) - tail
    found = [(at, at) for at in range(head)]
    last = (head - 1, head - 1)
    for start, other_start in _rising(_met_runs(one, other, head, ends)):
        goes_on = (start, other_start) == (last[0] - RUN + 2, last[1] - RUN + 2)  # all but one word are there already
        for step in range(RUN - 1 if goes_on else 0, RUN):
            place = (start + step, other_start + step)
            if place[0] > last[0] and place[1] > last[1]:
                found.append(place)
                last = place
    return found + [(ends[0] + at, ends[1] + at) for at in range(tail)]


def _met_runs(one: Sequence[str], other: Sequence[str], head: int, ends: tuple[int, int]) -> list[tuple[int, int]]:
    """Places of runs in both, by their place in the one: the first with the first, the second with the second."""
    runs = (
        zip(*(words[head + step : end] for step in range(RUN)), strict=False)
        for words, end in zip((one, other), ends, strict=True)
    )
    places: dict[tuple[str, ...], list[int]] = {}
    for at, run in enumerate(next(runs), head):
        places.setdefault(run, []).append(at)
    met: Counter[tuple[str, ...]] = Counter()
    found = []
    for beside, run in enumerate(next(runs), head):
        held = places.get(run)
        if held is not None and met[run] < len(held):
            found.append((held[met[run]], beside))
            met[run] += 1
    return sorted(found)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs that rises on both sides."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(tops[at - 1] if at else -1)
        if at == len(ends):
            ends.append(place)
            tops.append(number)
        else:
            ends[at], tops[at] = place, number
    chosen = []
    number = tops[-1] if tops else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _between(one: Sequence[str], other: Sequence[str], bounds: tuple[int, int, int, int]) -> Iterator[Stretch]:
    """What stands between two places that are the same."""
    start, end, other_start, other_end = bounds
    if not 0 < end - start <= _CLOSELY or not 0 < other_end - other_start <= _CLOSELY:
        yield Stretch(False, *bounds)
        return
    matcher = SequenceMatcher(None, one[start:end], other[other_start:other_end], autojunk=False)
    for tag, at, to, beside, beside_to in matcher.get_opcodes():
        yield Stretch(tag == "equal", start + at, start + to, other_start + beside, other_start + beside_to)


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours of one sort as one stretch."""
    made: list[Stretch] = []
    for each in stretches:
        if made and made[-1].same == each.same:
            last = made[-1]
            made[-1] = Stretch(each.same, last.start, each.end, last.other_start, each.other_end)
        else:
            made.append(each)
    return made


def _without_chance(stretches: list[Stretch]) -> list[Stretch]:
    """A word or two that are the same between two passages that are not: part of the passage."""
    made = list(stretches)
    for at in range(1, len(made) - 1):
        if made[at].same and made[at].size <= _BY_CHANCE:
            before, after = made[at - 1], made[at + 1]
            around = min(before.size + after.size, before.other_size + after.other_size)
            if around >= _PASSAGE * made[at].size:
                each = made[at]
                made[at] = Stretch(False, each.start, each.end, each.other_start, each.other_end)
    return _joined(made)
