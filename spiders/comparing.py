"""What a visit says of its ways beside one another, and of the site's own count beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.visit import Visit

#: Differences up to so many posts, or so large a part of them, are what edits and hidden posts make of any count.
FEW, PART = 5, 0.05


def comparison(visit: Visit) -> Iterator[str]:
    """Sentences on differences that a person should know of; none where all agree."""
    reported, known = visit.reported_by_site, visit.known_of_site
    if reported is not None and known is not None and differ(reported, known):
        yield f"The site says that it has {_posts(reported)}; {known:,} are known here."
    # Only a walk that began in this visit has seen the whole of each way.
    if visit.past.active and not visit.past.resumed:
        yield from _between_ways(visit)


def differ(one: int, other: int) -> bool:
    """Whether two counts differ by much."""
    return abs(one - other) > max(FEW, PART * max(one, other))


def _between_ways(visit: Visit) -> Iterator[str]:
    """What other ways show and the one that shows most lacks: it may end early, or others may show what is no post."""
    kept: dict[str, set[str]] = {}
    for way, urls in visit.kept.items():
        # Archives go on where a list ends, so the two are one way to the past.
        kept.setdefault("list" if way == "archive" else way, set()).update(urls)
    if len(kept) < 2:
        return
    widest = max(kept, key=lambda way: len(kept[way]))
    for way, urls in kept.items():
        lacking = len(urls - kept[widest])
        if way != widest and lacking > FEW:
            yield f"The {way} shows {_posts(lacking)} that the {widest} lacks."


def _posts(count: int) -> str:
    return f"{count:,} post{'' if count == 1 else 's'}"
