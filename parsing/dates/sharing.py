"""Dates that most entries of one document share: those of its building, not of their publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from items import Moment

#: fewer entries than these say nothing
_ENOUGH = 3
_MOST = 0.8


def shared_times(moments: Sequence[Moment | None], total: int | None = None) -> frozenset[Moment]:
    """Of the dates of the entries of one document those that are the time of its building.

    At least three entries, and four in five of all (total, where the document has more entries than dates), lie within
    as many seconds of one another as there are of them: generators stamp their pages one after the other.
    """
    exact = sorted((one for one in moments if one is not None and one.precision == "minute"), key=lambda one: one.at)
    whole = total if total is not None else len(moments)
    if len(exact) < _ENOUGH:
        return frozenset()
    span = timedelta(seconds=len(exact))
    best: list[Moment] = []
    first = 0
    for last, one in enumerate(exact):
        while one.at - exact[first].at > span:
            first += 1
        if last - first + 1 > len(best):
            best = exact[first : last + 1]
    # three posts in one second may be chance among few, and so may a few posts of one minute that differ
    all_alike = len({one.at for one in best}) < len(best)
    if len(best) < _MOST * whole or not (all_alike or len(best) >= 5):
        return frozenset()
    return frozenset(best)


def without_shared(moments: Sequence[Moment | None]) -> list[Moment | None]:
    """The same dates in the same order, those of the building of the document flagged."""
    shared = shared_times(moments)
    return [replace(one, flag="build") if one is not None and one in shared else one for one in moments]
