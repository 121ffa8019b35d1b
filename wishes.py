"""What servers and feeds ask of whoever comes again; read on a visit, and kept by the plan of the next ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a visit heard about when to come again. Spans are seconds; None is: nothing was said.

    wait: must be kept: Retry-After, or a Crawl-delay longer than a run keeps. fresh_for: how long its documents count
    as fresh (Cache-Control, Expires). every: how often the feed says that it changes. skip_hours (0 to 23, UTC) and
    skip_days (0 is Monday): when the feed asks not to be read. not_modified: a document answered 304; in_full: one came
    whole. unlike: one bore the validators that were known, and other bytes. more: pages are left for the next visit.
    """

    wait: float | None = None
    fresh_for: float | None = None
    every: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    not_modified: bool = False
    in_full: bool = False
    unlike: bool = False
    more: bool = False

    def also(self, other: Wishes) -> Wishes:
        """Both together: the longest wait; of what is only asked for, the shortest."""
        return Wishes(
            wait=_chosen(max, self.wait, other.wait),
            fresh_for=_chosen(min, self.fresh_for, other.fresh_for),
            every=_chosen(min, self.every, other.every),
            skip_hours=self.skip_hours | other.skip_hours,
            skip_days=self.skip_days | other.skip_days,
            not_modified=self.not_modified or other.not_modified,
            in_full=self.in_full or other.in_full,
            unlike=self.unlike or other.unlike,
            more=self.more or other.more,
        )


NO_WISHES = Wishes()


def _chosen(choose: Callable[[float, float], float], one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return one if other is None else other
    return choose(one, other)
