"""A random sample of a search that anybody can draw again: for checking by hand what a search finds.

Each hit gets a number from the seed and its own id alone, and those with the lowest numbers are drawn. So the same
archive gives the same sample on any machine and in any order; a larger sample holds the smaller one; and posts that
come later change it only by those that enter it themselves.
"""

from __future__ import annotations

import hashlib
import heapq
from dataclasses import dataclass

from datasette.database import Database, QueryInterrupted

from web.asking import Search
from web.collecting_hits import all_hits
from web.marking import Marks
from web.page_thread import apart
from web.searching import Hit, marks_of

#: rows of a sample, at most
MOST_SAMPLED = 1_000
#: rows of a sample whose hits are marked; more are for a file and not for the eye
_MOST_MARKED = 200


@dataclass(frozen=True, slots=True)
class Sample:
    """hits: in the order drawn. units: from how many rows they were drawn (stories, or posts with show=printings);
    posts: how many posts these are."""

    hits: list[Hit]
    units: int
    posts: int
    note: str | None = None


async def draw(db: Database, search: Search, count: int, seed: int) -> Sample:
    """Draw a sample of a search; of all its rows where they are no more than asked for."""
    everything = await all_hits(db, search)
    drawn = await apart(lowest, everything.items, count, seed, search.show == "stories")
    marks = await _marks(db, search, [item for item, _ in drawn])
    nothing = (None, None, None)
    hits = [Hit(item, story, marks.get(item, nothing)) for item, story in drawn]
    return Sample(hits, len(everything.items), everything.posts, everything.note)


def lowest(items: list[tuple[int, int | None]], count: int, seed: int, by_story: bool) -> list[tuple[int, int | None]]:
    """The items with the lowest numbers. A story keeps its number whichever of its printings stands for it."""

    def number(pair: tuple[int, int | None]) -> bytes:
        item, story = pair
        name = f"story {story}" if by_story and story is not None else f"item {item}"
        return hashlib.sha256(f"{seed}:{name}".encode()).digest()

    return heapq.nsmallest(count, items, key=number)


async def _marks(db: Database, search: Search, items: list[int]) -> dict[int, Marks]:
    """The hits in the drawn items, marked."""
    if search.match is None or len(items) > _MOST_MARKED or not items:
        return {}
    numbers = ", ".join(map(str, items))
    sql = f"select i.id, t.search_id from item_rows i join texts t on t.id = i.text_id where i.id in ({numbers})"
    try:
        places = {row[0]: row[1] for row in (await db.execute(sql)).rows if row[1] is not None}
        marks = await marks_of(db, search, list(places.values()))
    except QueryInterrupted:
        return {}
    return {item: marks[place] for item, place in places.items() if place in marks}
