"""Pure: when numbered pages were entered, as far as the numbers before and after them tell.

The numbers of an installation grow as pages are entered, so each number with a known time bounds those beside it. Not
every date that a post bears is such a time. Errors lean to one side: posts are dated back, and whole sites are imported
with their old dates, while hardly anything is dated ahead. So a date that is lower than those of lower numbers is taken
for the wrong one, unless more than a few such dates contradict one high one. What holds is found as the growing line
through all dates that contradicts the fewest of them, dates above the line counting `AHEAD` times as much.

Times are UTC as the archive writes them, so that they compare as text; a day is their first ten signs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

#: how many dates that seem too low outweigh one that seems too high
AHEAD = 4
#: weight of a date; a run of one source's numbers weighs no more than a few dates, however long it is
WEIGHT, HEAVIEST_RUN = 10_000, 3
#: dates of one source in a row that lie below the line: an import with its old dates
SHORTEST_BELOW = 5
#: fewer dates say nothing of whether numbers grow with time at all
ENOUGH = 8


class Node(NamedTuple):
    """One number and what is known of the time at which it was entered.

    first_seen_at: it was there by then. low, high: first and last instant of the time that it bears, None without one;
    day: that time in the site's own words. by_system: it was written by the system (a calendar's CREATED) and not by a
    person. original_at: the original of what it carries appeared then. listed: whether it stands in its list where its
    number wants it; None where no list says.
    """

    number: int
    source_id: str
    first_seen_at: str
    low: str | None = None
    high: str | None = None
    by_system: bool = False
    original_at: str | None = None
    listed: bool | None = None
    day: str = ""


class Bound(NamedTuple):
    """An instant, and by which numbers it is known, in words."""

    at: str
    because: str


class Bounds(NamedTuple):
    """Between what a number was entered. latest is None where nothing says more than that it was there."""

    earliest: Bound | None = None
    latest: Bound | None = None
    #: only the original of its own story says something
    by_story: bool = False


NONE = Bounds()


def bounds_of(nodes: Iterable[Node], dense: frozenset[int] = frozenset()) -> dict[int, Bounds]:
    """Bounds of every number that bears no time, by number. The order of nodes does not matter.

    dense: numbers that may have been entered in one go (`places.in_dense_runs`): their dates may be of before.
    """
    ordered = sorted(nodes, key=lambda node: node.number)
    line = growing_line(ordered)
    if line is None:
        return {node.number: NONE for node in ordered if node.low is None}
    imported = _among_old_dates(ordered, line)
    earliest, latest = _from_below(ordered, line), _from_above(ordered, line, dense)
    found = {}
    for at, node in enumerate(ordered):
        if node.low is not None:
            continue
        if node.listed is False or node.number in imported:
            found[node.number] = NONE
            continue
        is_new = node.listed is True and node.number not in dense
        found[node.number] = _together(node, earliest[at] if is_new else None, latest[at], _own_story(node, line[at]))
    return found


# ---- the growing line -----------------------------------------------------------------------------------------------
def growing_line(ordered: Sequence[Node]) -> list[str] | None:
    """For each number a day, growing, that agrees with as many dates as can be; '' before the first date.

    None where most dates disagree, so that the numbers do not grow with time. Cost: k log k.
    """
    weights = _weights(ordered)
    caps = _first_sights(ordered)
    keys: list[str] = []  # days at which the cost of a line drops, going up
    drops: dict[str, int] = {}
    log: list[list[tuple[str, int]]] = []
    for node, weight, cap in zip(ordered, weights, caps, strict=True):
        low, high = _lowest(node, cap), _highest(node, cap)
        steps = [(low[:10], AHEAD * weight)] if low else []
        if high:
            steps += _taken(keys, drops, high[:10], weight)
        for day, change in steps:
            _change(keys, drops, day, change)
        log.append(steps)
    line = [""] * len(log)
    limit = "9999-12-31"
    for at in range(len(log) - 1, -1, -1):
        below = bisect_right(keys, limit)
        limit = line[at] = keys[below - 1] if below else ""
        for day, change in reversed(log[at]):
            _change(keys, drops, day, -change)
    dated = [one for one in zip(ordered, weights, line, strict=True) if _says_entry(one[0])]
    agreeing = sum(weight for node, weight, day in dated if _agrees(node, day))
    enough = len(dated) >= ENOUGH
    return None if enough and agreeing * 2 < sum(weight for _, weight, _ in dated) else line


def _taken(keys: list[str], drops: dict[str, int], high: str, weight: int) -> list[tuple[str, int]]:
    """What a date takes away of the drops above it: a line that leaves it below costs its weight more."""
    steps = []
    for at in range(bisect_right(keys, high), len(keys)):
        part = min(drops[keys[at]], weight)
        steps.append((keys[at], -part))
        weight -= part
        if not weight:
            break
    return steps


def _change(keys: list[str], drops: dict[str, int], day: str, change: int) -> None:
    after = drops.get(day, 0) + change
    if day not in drops:
        insort(keys, day)
    if after:
        drops[day] = after
    else:
        del drops[day]
        del keys[bisect_left(keys, day)]


def _lowest(node: Node, cap: str) -> str | None:
    """What the number says of the earliest time; nothing if it, or a higher number, was seen before that."""
    if node.listed is False:
        return None
    said = node.low or node.original_at
    return said if said is not None and said <= cap else None


def _highest(node: Node, cap: str) -> str | None:
    return node.high if _lowest(node, cap) and _says_entry(node) else None


def _says_entry(node: Node) -> bool:
    """Whether its date is that of its entry, as far as lists tell: it is not where a post dated back would be."""
    return node.high is not None and (node.listed is True or (node.by_system and node.listed is None))


def _agrees(node: Node, day: str) -> bool:
    return node.low is not None and node.high is not None and node.low[:10] <= day <= node.high[:10]


def _first_sights(ordered: Sequence[Node]) -> list[str]:
    """For each number our first sight of it or of a higher one."""
    caps, cap = [], "9999"
    for node in reversed(ordered):
        cap = min(cap, node.first_seen_at)
        caps.append(cap)
    return caps[::-1]


def _weights(ordered: Sequence[Node]) -> list[int]:
    """A site's import would outvote everybody else's dates by its mere length."""
    weights: list[int] = []
    for _, group in groupby(ordered, key=lambda node: node.source_id):
        run = list(group)
        told = sum(1 for node in run if node.low or node.original_at)
        weights += [max(1, WEIGHT * min(told, HEAVIEST_RUN) // max(told, 1))] * len(run)
    return weights


# ---- imports --------------------------------------------------------------------------------------------------------
def _among_old_dates(ordered: Sequence[Node], line: Sequence[str]) -> frozenset[int]:
    """Numbers between several of their own source that are all dated back: they were imported with them."""
    by_source: dict[str, list[tuple[int, bool | None]]] = {}
    for node, day in zip(ordered, line, strict=True):
        back = None if node.high is None else node.high[:10] < day
        by_source.setdefault(node.source_id, []).append((node.number, back))
    found: set[int] = set()
    for own in by_source.values():
        told = [(at, back) for at, (_, back) in enumerate(own) if back is not None]
        for back, group in groupby(told, key=lambda one: one[1]):
            places = [at for at, _ in group]
            if back and len(places) >= SHORTEST_BELOW:
                found.update(number for number, _ in own[places[0] : places[-1] + 1])
    return frozenset(found)


# ---- what bounds what -----------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Two:
    """The two best of the times that count only if two say so; one date alone may be a slip of the hand."""

    first: tuple[str, int, str] | None = None
    second: tuple[str, int, str] | None = None

    def add(self, at: str, node: Node, sign: int) -> bool:
        """Keep the highest (sign 1) or lowest (-1); whether the second one changed."""
        one = (at, node.number, node.day or at[:10])
        if self.first is None or (at > self.first[0] if sign > 0 else at < self.first[0]):
            self.first, self.second = one, self.first
            return self.second is not None
        if self.second is None or (at > self.second[0] if sign > 0 else at < self.second[0]):
            self.second = one
            return True
        return False

    def bound(self) -> Bound | None:
        if self.first is None or self.second is None:
            return None
        two = sorted((self.first, self.second), key=lambda one: one[1])
        return Bound(self.second[0], " and ".join(f"{number} is of {day}" for _, number, day in two))


def _from_below(ordered: Sequence[Node], line: Sequence[str]) -> list[Bound | None]:
    """For each number the latest time before which it cannot have been entered, by lower numbers."""
    two, best = _Two(), None
    found: list[Bound | None] = []
    for node, day in zip(ordered, line, strict=True):
        found.append(best)
        said = node.low if _agrees(node, day) and node.listed is not False else _story_at(node, day)
        if said is None:
            continue
        if node.by_system:
            best = _better(best, Bound(said, f"{node.number} was entered on {node.day or said[:10]}"), 1)
        elif two.add(said, node, 1):
            best = _better(best, two.bound(), 1)
    return found


def _from_above(ordered: Sequence[Node], line: Sequence[str], dense: frozenset[int]) -> list[Bound | None]:
    """For each number the earliest time by which it was entered, by higher numbers."""
    two, best = _Two(), None
    found: list[Bound | None] = []
    for node, day in zip(reversed(ordered), reversed(line), strict=True):
        found.append(best)
        seen = Bound(node.first_seen_at, f"{node.number} was there on {node.first_seen_at[:10]}")
        best = _better(best, seen, -1)
        if node.high is None or not _agrees(node, day) or not _says_entry(node) or node.number in dense:
            continue
        if node.by_system:
            best = _better(best, Bound(node.high, f"{node.number} was entered on {node.day or node.high[:10]}"), -1)
        elif two.add(node.high, node, -1):
            best = _better(best, two.bound(), -1)
    return found[::-1]


def _better(one: Bound | None, other: Bound | None, sign: int) -> Bound | None:
    """The narrower of two bounds; the one that was there where they are alike."""
    if one is None or other is None:
        return one or other
    return other if (other.at > one.at if sign > 0 else other.at < one.at) else one


def _story_at(node: Node, day: str) -> str | None:
    """When the original of an undated copy appeared, where the line agrees that it was entered after that."""
    is_good = node.low is None and node.original_at is not None and node.original_at[:10] <= day
    return node.original_at if is_good and node.listed is not False else None


def _own_story(node: Node, day: str) -> Bound | None:
    said = _story_at(node, day)
    return Bound(said, f"the original of its story is of {said[:10]}") if said else None


def _together(node: Node, earliest: Bound | None, latest: Bound | None, story: Bound | None) -> Bounds:
    """Bounds of one number; none at all where they cross, since then one of them is wrong."""
    low = _better(earliest, story, 1)
    high = latest if latest and latest.at < node.first_seen_at else None
    if low and low.at > (high.at if high else node.first_seen_at):
        return NONE
    return Bounds(low, high, by_story=low is not None and low is story and high is None)
