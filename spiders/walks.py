"""Walks: how far each way into a channel's past has come, and the cursor from which a later run goes on.

A cursor never stands behind a document whose posts are not all kept: a `Step` is over only when its answer was read,
every item that it showed has passed the pipelines, and every page that it led to without a teaser was answered.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: Pages of one way, over all runs: what has more has no end.
DEEPEST = 2_000
#: Pages in a row without anything that this way had not shown: one may be a list that moved on under our feet.
STALE_PAGES = 2
#: The same, where a way before has already given all that the site itself counts.
STALE_PAGES_BESIDE_ALL = 3
#: Months in a row of a calendar without anything new: calendars lead from month to month without end.
STALE_MONTHS = 12
#: How the keys begin of a walk from month to month, and of one that is a single month, whose next page is another one.
MONTHS_KEY, MONTH_KEY = "months ", "month "
#: Ways that one channel may have, archives by month and sitemaps of an index among them.
MOST_WALKS = 2_000

#: Troubles that will be the same tomorrow: the way is at its end, or none.
LASTING = frozenset(
    {"gone", "forbidden", "status", "not_a_feed", "unreadable", "moved", "robots", "no_posts", "empty_body",
     "redirects", "too_large", "private"}
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Step:
    """One document of a walk. open: what it showed and what is not yet kept; held: some of it waits for another run."""

    walk: Walk
    url: str
    number: int
    open: int = 0
    read: bool = False
    held: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing that it showed can be lost any more."""
        return self.read and not self.held and self.open == 0


@dataclass(slots=True, eq=False)
class Walk:
    """One way, document by document: the steps that are not over, and what was shown on it."""

    key: str
    way: str
    steps: deque[Step] = field(default_factory=deque)
    #: no document follows the last step
    ended: bool = False
    #: it led nowhere, so it is as if it had not been tried
    given_up: bool = False
    #: what page number its pager moves; see parsing.lists.numbers.axis
    axis: tuple[str, int] | None = None
    #: it follows the pager of a second column, beside which the main list stands still
    beside: bool = False
    seen: set[str] = field(default_factory=set)
    pages: set[frozenset[str]] = field(default_factory=set)
    last_page: frozenset[str] = frozenset()
    stale: int = 0
    #: posts that it showed and that were not known before
    fresh: int = 0
    #: pages in a row that showed none of those
    known_pages: int = 0
    #: it showed archives of its own
    leads_on: bool = False

    @property
    def by_months(self) -> bool:
        """Whether it goes from month to month through a calendar."""
        return self.key.startswith(MONTHS_KEY)

    @property
    def is_done(self) -> bool:
        """Whether it came to its end and all that it showed is kept."""
        return self.ended and not self.steps and not self.given_up

    def follow(self, url: str, number: int) -> Step | None:
        """The next document of the walk; None beyond the deepest page."""
        if number > DEEPEST:
            return None
        step = Step(self, url, number)
        self.steps.append(step)
        return step

    def settle(self) -> bool:
        """Forget the steps that are over, in order; whether there were any."""
        count = len(self.steps)
        while self.steps and self.steps[0].is_over:
            self.steps.popleft()
        return len(self.steps) < count

    def shows(self, addresses: frozenset[str]) -> bool:
        """Note a page by the posts on it; whether the page after it is worth a request.

        A page that is the like of an earlier one ends the walk, and so do pages in a row without a post that is new to
        this walk. One such page does not, nor does one like the page before it: new posts push old ones on while the
        walk goes.
        """
        fresh = addresses - self.seen
        again = bool(addresses) and addresses in self.pages and addresses != self.last_page
        self.seen |= addresses
        self.pages.add(addresses)
        self.last_page = addresses
        self.stale = 0 if fresh else self.stale + 1
        if self.by_months:  # what stands beside every month may be all that one shows
            return self.stale < STALE_MONTHS
        return not again and self.stale < STALE_PAGES


@dataclass(frozen=True, slots=True)
class Resting:
    """Where a way rests, as the cursor says it."""

    way: str
    at: str
    number: int = 1
    axis: tuple[str, int] | None = None
    beside: bool = False


class Past:
    """All walks of one visit. active: they go to the first post and leave a cursor; else they are newest pages only."""

    def __init__(self, cursor: str | None = None, active: bool = False) -> None:
        self.active = active
        self.walks: dict[str, Walk] = {}
        self.done: set[str] = set()
        #: ways that an earlier run left, and that were not taken up again so far
        self.resting: dict[str, Resting] = {}
        #: archives by year and month that were met and may still be walked: key -> address
        self.waiting: dict[str, str] = {}
        #: whether a way has given as many posts as the site itself says it has
        self.has_all = False
        #: posts that the site counts and that no way showed, when the walks were over
        self.lacking = 0
        if active:
            self._read(cursor)
        self.resumed = bool(self.resting or self.done)

    def begin(self, way: str, url: str, number: int = 1, key: str | None = None) -> Step | None:
        """The first document of a way, or the one at which an earlier run left it; None where it is walked already."""
        key = key or f"{way} {url}"
        if key in self.done or key in self.walks or len(self.walks) >= MOST_WALKS:
            return None
        rest = self.resting.pop(key, None) or Resting(way, url, number)
        walk = self.walks[key] = Walk(key, way, axis=rest.axis, beside=rest.beside)
        return walk.follow(rest.at, rest.number)

    def settle(self, walk: Walk) -> bool:
        """Take note of what is over on a walk; whether the cursor moved."""
        moved = walk.settle()
        if walk.is_done and walk.key not in self.done:
            self.done.add(walk.key)
            self.waiting.pop(walk.key, None)
            moved = True
        return moved

    @property
    def was_moved(self) -> bool:
        """Whether there is anything to tell: a walk of which nothing could be read leaves what was noted before."""
        walks = self.walks.values()
        return bool(
            self.resumed or self.done or any(walk.seen or any(step.read for step in walk.steps) for walk in walks)
        )

    @property
    def is_complete(self) -> bool:
        """Whether every way came to its end, and at least one of them led somewhere."""
        open_ones = any(not walk.is_done and not walk.given_up for walk in self.walks.values())
        return bool(self.done) and not (open_ones or self.resting or self.waiting)

    # ---- the cursor --------------------------------------------------------------------------------------------
    def text(self, over: bool = False) -> str:
        """The cursor: JSON with the ways that are done, those that wait, and where the others go on.

        over: no further way will be begun, so that the walk is complete if all that were begun are at their end.
        """
        if over and self.is_complete:
            return json.dumps({"complete": True, "lacking": self.lacking})
        ways = {key: _as_json(rest) for key, rest in {**self.resting, **dict(self._rests())}.items()}
        told = {"complete": False, "ways": ways, "done": sorted(self.done), "waiting": self.waiting}
        return json.dumps(told, ensure_ascii=False)

    def _rests(self) -> Iterator[tuple[str, Resting]]:
        for key, walk in self.walks.items():
            if walk.steps and not walk.given_up:
                step = walk.steps[0]
                yield key, Resting(walk.way, step.url, step.number, walk.axis, walk.beside)

    def _read(self, cursor: str | None) -> None:
        told = _told(cursor)
        if told.get("complete"):
            return
        done, waiting, ways = told.get("done"), told.get("waiting"), told.get("ways")
        self.done = {key for key in done if isinstance(key, str)} if isinstance(done, list) else set()
        for key, address in waiting.items() if isinstance(waiting, dict) else ():
            if isinstance(address, str):
                self.waiting[key] = address
        for key, one in ways.items() if isinstance(ways, dict) else ():
            rest = _resting(one)
            if rest is not None:
                self.resting[key] = rest


def is_complete(cursor: str | None) -> bool:
    """Whether a cursor says that the past was walked to its end."""
    return _told(cursor).get("complete") is True


def lacking(cursor: str | None) -> int:
    """How many posts of those that the site counts no way had shown, when the past had been walked."""
    count = _told(cursor).get("lacking")
    return count if isinstance(count, int) else 0


def _told(cursor: str | None) -> dict[str, Any]:
    """The cursor's object; an empty one for none, and for one that cannot be read: the walk then starts anew."""
    try:
        told = json.loads(cursor) if cursor else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _as_json(rest: Resting) -> dict[str, Any]:
    told: dict[str, Any] = {"way": rest.way, "at": rest.at, "number": rest.number}
    if rest.axis:
        told["axis"] = list(rest.axis)
    if rest.beside:
        told["beside"] = True
    return told


def _resting(one: Any) -> Resting | None:
    if not isinstance(one, dict):
        return None
    way, at, number, axis = (one.get(name) for name in ("way", "at", "number", "axis"))
    if not isinstance(way, str) or not isinstance(at, str) or not isinstance(number, int):
        return None
    which = None
    if isinstance(axis, list) and len(axis) == 2 and isinstance(axis[0], str) and isinstance(axis[1], int):
        which = axis[0], axis[1]
    return Resting(way, at, number, which, one.get("beside") is True)
