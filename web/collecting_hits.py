"""All hits of a search, the newest first, up to a bound: what exports and samples are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from datasette.database import Database, QueryInterrupted

from web.asking import Search
from web.plans import Plan
from web.searching import measure

#: An export holds so many rows at most; the newest, where there are more.
MOST_ROWS = 100_000
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class AllHits:
    """items: pairs of item and story in order, of each story one with show=stories. posts: how many posts were gone
    through. is_whole: whether that is all of them; note: a sentence where it is not."""

    items: list[tuple[int, int | None]]
    posts: int
    is_whole: bool = True
    note: str | None = None


async def all_hits(db: Database, search: Search, most: int = MOST_ROWS) -> AllHits:
    """Walk through the hits in many short questions, so that none takes long however many there are."""
    found: list[tuple[int, int | None]] = []
    seen: set[int] = set()
    posts, after = 0, None
    try:
        if not search.question.asks or (size := await measure(db, search)).is_nothing:
            return AllHits([], 0)
        plan = Plan(replace(search, sort="newest"), "walk" if search.match else "browse", is_narrow=size.is_narrow)
        while True:
            rows = await plan.rows(db, after, _AT_ONCE)
            for row in rows:
                story = row["story_id"]
                if search.show == "printings" or story is None or story not in seen:
                    if len(found) >= most:
                        return AllHits(found, posts, False, f"There are more; these are the newest {most:,}.")
                    found.append((row["id"], story))
                    seen.add(story)
                posts += 1
            if len(rows) < _AT_ONCE:
                return AllHits(found, posts)
            after = (rows[-1]["score"], rows[-1]["place"], rows[-1]["id"])
    except QueryInterrupted:
        return AllHits(
            found, posts, False, f"This search took too long; these are the newest {len(found):,} rows only."
        )
