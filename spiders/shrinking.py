"""A channel that answers and shows less than it did: a redesign that nobody told us of is a trouble and no quiet day.

Pure: what a visit's first documents showed, beside what those of earlier visits did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from items import Front, Item
from known import Usual

#: A list that had fewer posts than this may be emptied by its owner; a calendar's events all pass one day.
MAY_BE_EMPTIED, CALENDAR_MAY_BE = 2, 4
#: Fewer than a quarter of what is usual, and than half of the fewest ever, where so many are usual.
PART_OF_USUAL, PART_OF_FEWEST, MANY = 0.25, 0.5, 5
#: A short list in which something new stands is alive: its owner wants it short.
SHORT = 3
#: Posts that a document must show before it is asked what they lack.
ENOUGH_TO_LACK = 3

REDESIGNED = "the site may have been redesigned"


def front_of(items: Iterable[Item]) -> Front:
    """What a document's entries amount to."""
    entries = list(items)
    return Front(len(entries), sum(bool(item.title) for item in entries), sum(bool(item.published) for item in entries))


def added(one: Front | None, other: Front) -> Front:
    """What two documents of one way show together."""
    one = one or Front(0)
    return Front(one.posts + other.posts, one.titled + other.titled, one.dated + other.dated)


def shrunk(
    front: Mapping[str, Front], usual: Usual, seen: int, fresh: int, accepted: bool = False
) -> tuple[str, str] | None:
    """Reason and what is wrong, where every way shows less than it did; None where any is as usual or not known.

    seen: posts of the whole visit; fresh: how many of the entries were not known before; accepted: a person asked for a
    full reading, which makes a shorter list the usual one. An empty one is never accepted.
    """
    if not front:
        if seen or usual.seen is None or usual.seen <= MAY_BE_EMPTIED:
            return None
        return "no_posts", f"showed 0 posts where at least {usual.seen} were seen before; {REDESIGNED}"
    found = [_of_way(way, shown, usual.fronts.get(way, ()), fresh, accepted) for way, shown in sorted(front.items())]
    return found[0] if all(found) else None


def _of_way(way: str, now: Front, before: Sequence[Front], fresh: int, accepted: bool) -> tuple[str, str] | None:
    if not before:
        return None
    counts = [shown.posts for shown in before]
    fewest, middle = min(counts), median(counts)
    if now.posts == 0:
        emptied = fewest <= (CALENDAR_MAY_BE if way == "calendar" else MAY_BE_EMPTIED)
        return None if emptied else ("no_posts", f"showed 0 posts where {middle:.0f} are usual; {REDESIGNED}")
    if accepted or way == "calendar":
        return None
    is_alive = now.posts >= SHORT and fresh > 0
    if middle >= MANY and now.posts <= PART_OF_USUAL * middle and now.posts < PART_OF_FEWEST * fewest and not is_alive:
        told = f"showed {now.posts} post{'s' * (now.posts != 1)} where {middle:.0f} are usual"
        return "too_few", f"{told}; {REDESIGNED}"
    return _lacking(now, before)


def _lacking(now: Front, before: Sequence[Front]) -> tuple[str, str] | None:
    """Posts without titles or days where all of them had these."""
    if now.posts < ENOUGH_TO_LACK or sum(shown.posts for shown in before) < MANY:
        return None
    for what, have, had in (
        ("title", now.titled, all(shown.titled == shown.posts for shown in before)),
        ("date", now.dated, all(shown.dated == shown.posts for shown in before)),
    ):
        if had and 2 * have < now.posts:
            return "too_few", f"showed {now.posts} posts, {have} of them with a {what}, where all had one; {REDESIGNED}"
    return None
