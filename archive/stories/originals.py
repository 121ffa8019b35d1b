"""Pure: which of a story's printings is the original. The same printings in any order give the same one.

In this order: it does not itself name another printing as the place of the writing; others name it; it is the national
union's, or bears its by-line, and no other was there days before; its honest date is the earliest; it is whole and no
excerpt; we saw it first; its url.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

#: The national union's post is the original though another is dated so many days before it: sites cut days in their own
#: zones, and a copy may bear the day of what it tells. One that was there longer was there first: councils' stories are
#: taken over by the national union as well.
AHEAD = 2
#: a printing with fewer words than this share of the longest one is an excerpt of it
WHOLE = 0.5
#: where a date stands that is the post's own word
_HONEST = frozenset({"feed", "api", "json_ld", "meta", "time", "text", "list"})
#: names a part of a union and not the whole: what stands in a by-line with it is not the national union's
_PART = re.compile(r"\b(?:local|council|district|chapter|retirees?|affiliate)\b|\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printing:
    """What matters of one printing. words: of its text; there_at: where else than at its url it is found; home: the
    home page of its source, to which a text points that only names the source.

    points: canonical address -> manner (canonical, said, link). on: local day of its date, in its source's zone.
    """

    item_id: int
    url: str
    source_id: str
    level: str
    author: str | None
    words: int
    published_at: str | None
    precision: str
    origin: str | None
    on: str | None
    flag: str | None
    first_seen_at: str
    there_at: frozenset[str] = frozenset()
    home: str = ""
    points: Mapping[str, str] = field(default_factory=dict)

    @property
    def honest_on(self) -> str | None:
        """The day on which it says that it was published, if that can be believed."""
        exact = self.precision in ("minute", "day") and self.flag is None and self.origin in _HONEST
        if not exact or self.on is None or self.published_at is None:
            return None
        # A day may begin or end elsewhere, so half a day ahead of our first sight is no contradiction.
        return self.on if self.published_at[:10] <= self.first_seen_at[:10] else None


def original_of(printings: Sequence[Printing], national_names: Iterable[str] = ()) -> tuple[Printing, str]:
    """The original, and why it is taken for it, in a sentence. national_names: of the sources of the whole union."""
    if len(printings) == 1:
        return printings[0], "No other printing of it is known."
    names = tuple(name.casefold() for name in national_names)
    away, named = _pointers(printings)
    longest = max(one.words for one in printings)
    first = min((one.honest_on for one in printings if one.honest_on), default=None)

    def key(one: Printing) -> tuple[object, ...]:
        day = one.honest_on
        return (
            one.item_id in away,
            -len(named.get(one.item_id, ())),
            _rank(one, names, first),
            day or "9999-12-31",
            one.words < WHOLE * longest,
            (one.published_at if day and one.precision == "minute" else None) or "9999-12-31",
            one.first_seen_at,
            one.url,
        )

    best, second = sorted(printings, key=key)[:2]
    ranks = _rank(best, names, first), _rank(second, names, first)
    return best, _because(best, second, named, ranks, longest)


def _pointers(printings: Sequence[Printing]) -> tuple[set[int], dict[int, set[str]]]:
    """Who names another printing as the place of the writing, and by which sources each printing is named.

    A link alone says so only in an excerpt: from a shorter text to a longer one.
    """
    homes = {url: one for one in printings for url in (*one.there_at, one.url)}
    sites = {one.home: one for one in sorted(printings, key=lambda one: one.url) if one.home}
    edges: set[tuple[int, int]] = set()
    sources = {one.item_id: one.source_id for one in printings}
    for one in printings:
        for url, manner in one.points.items():
            other = homes.get(url) or (sites.get(url) if manner == "said" else None)
            if other is None or other.item_id == one.item_id:
                continue
            if manner != "link" or one.words < WHOLE * other.words:
                edges.add((one.item_id, other.item_id))
    # Two that name each other say nothing.
    sound = {(copy, place) for copy, place in edges if (place, copy) not in edges}
    named: dict[int, set[str]] = {}
    for copy, place in sound:
        named.setdefault(place, set()).add(sources[copy])
    return {copy for copy, _ in sound}, named


def _rank(one: Printing, names: Sequence[str], first: str | None) -> int:
    """0 for the national union's own unless it came days after another, 1 for its by-line, 2 for all others."""
    if one.level == "national":
        late = first and one.honest_on and (date.fromisoformat(one.honest_on) - date.fromisoformat(first)).days > AHEAD
        return 2 if late else 0
    line = (one.author or "").casefold()
    return 1 if any(name in line for name in names if name) and not _PART.search(line) else 2


def _because(
    best: Printing, second: Printing, named: Mapping[int, set[str]], ranks: tuple[int, int], longest: int
) -> str:
    sources = sorted(named.get(best.item_id, ()))
    if sources:
        more = f" and {len(sources) - 3} more" if len(sources) > 3 else ""
        return f"Other printings name it as the place of the writing: {', '.join(sources[:3])}{more}."
    if ranks[0] < ranks[1] and (best.level == "national" or ranks[0] == 1):
        whose = "It is the national union's own post." if best.level == "national" else "It bears the national by-line."
        return whose
    if best.honest_on and best.honest_on != second.honest_on:
        return f"Its date, {best.honest_on}, is the earliest."
    if best.words >= WHOLE * longest > second.words:
        return "It has the whole text."
    if best.honest_on and best.published_at != second.published_at:
        return f"It is the earliest of {best.honest_on}."
    if best.first_seen_at != second.first_seen_at:
        return f"It was seen first, on {best.first_seen_at[:10]}."
    return "Nothing tells the printings apart, so the first address in the alphabet stands for all."
