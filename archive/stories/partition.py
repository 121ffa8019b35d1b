"""Pure: what belongs together, given which pairs do and what people ruled. No database, no order of arrival.

A story is a connected component of the graph of pairs. Pairs that lie within a component need not all be known: as many
as connect it will do. Items that a ruling sets apart are the exception: of them every pair must be known, since it
depends on the rest of the graph which of them count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Pair = tuple[int, int]


class Sets:
    """Disjoint sets of numbers. Each number is a set of its own until it is joined."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def __contains__(self, one: int) -> bool:
        return one in self._above

    def add(self, one: int) -> None:
        """Make a number known."""
        self._above.setdefault(one, one)

    def find(self, one: int) -> int:
        """The number that stands for a number's set."""
        top = one
        while (above := self._above.get(top, top)) != top:
            top = above
        while (above := self._above.get(one, one)) != top:
            self._above[one], one = top, above
        return top

    def join(self, one: int, other: int) -> None:
        """Make the sets of two numbers one."""
        self.add(one)
        self.add(other)
        self._above[self.find(one)] = self.find(other)

    def groups(self) -> list[list[int]]:
        """All sets of the known numbers, each in order."""
        found: dict[int, list[int]] = {}
        for one in sorted(self._above):
            found.setdefault(self.find(one), []).append(one)
        return list(found.values())


def components(nodes: Iterable[int], pairs: Iterable[Pair]) -> list[list[int]]:
    """The connected components, each in order."""
    sets = Sets()
    for node in nodes:
        sets.add(node)
    for one, other in pairs:
        sets.join(one, other)
    return sets.groups()


def all_but_the_largest(fragments: Iterable[list[int]]) -> list[int]:
    """Members of all fragments but one: a pair between two fragments has an end among them."""
    ordered = sorted(fragments, key=lambda one: (-len(one), one[:1]))
    return [member for fragment in ordered[1:] for member in fragment]


def allowed(pairs: Collection[Pair], apart: Iterable[Pair]) -> set[Pair]:
    """The pairs that count once rulings are heard. apart: (item, other), the item leaves the other's story.

    Ruling by ruling, in order: the item's pairs into the component in which the other is without it are taken away. A
    pair once taken away stays away, so no later ruling joins what an earlier one parted.
    """
    beside: dict[int, set[int]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    for item, other in apart:
        if item == other:
            continue
        for neighbour in _reached(other, beside, without=item) & beside.get(item, set()):
            beside[item].discard(neighbour)
            beside[neighbour].discard(item)
    return {(one, other) for one, other in pairs if other in beside[one]}


def _reached(start: int, beside: Mapping[int, Collection[int]], without: int) -> set[int]:
    """Everything that is connected with a number by ways that do not pass another one."""
    found, waiting = {start}, [start]
    while waiting:
        for one in beside.get(waiting.pop(), ()):
            if one not in found and one != without:
                found.add(one)
                waiting.append(one)
    return found
