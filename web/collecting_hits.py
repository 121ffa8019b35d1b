"""All hits of a search, the newest first, up to a bound: what exports and samples are made from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from datasette.database import Database, QueryInterrupted

from web.asking import Search
from web.plans import DAY_BITS, Plan, days_between, newest_floor, passing
from web.searching import measure, plan_of

#: An export holds so many rows at most; the newest, where there are more.
MOST_ROWS = 100_000
_AT_ONCE = 5_000
#: Of words that stand in many texts, so many texts are walked through at once: filters may let but a few pass, and to
#: look for thousands of posts in all texts would be one question that takes too long.
_TEXTS_AT_ONCE = 50_000
#: And so many posts at once where no words are asked for and many posts pass: to put all that pass in order for each
#: few thousand takes ten times as long.
_POSTS_AT_ONCE = 25_000
#: Days by which the instant that lists sort by may be later than the last day that is asked for.
_DAYS_BEYOND = 2
_EPOCH = date(1970, 1, 1)
#: What stands for no last day, and an instant behind all others.
_NO_DAY, _NO_BOUND = 2**31, "~"


@dataclass(frozen=True, slots=True)
class AllHits:
    """items: pairs of item and story in order, of each story one with show=stories. posts: how many posts were gone
    through. is_whole: whether that is all of them; note: a sentence where it is not."""

    items: list[tuple[int, int | None]]
    posts: int
    is_whole: bool = True
    note: str | None = None

    @property
    def is_nothing_in_time(self) -> bool:
        """Whether there may be hits, and none was found in the time that a question may take."""
        return not self.items and not self.is_whole


async def all_hits(db: Database, search: Search, most: int = MOST_ROWS) -> AllHits:
    """Walk through the hits in many short questions, so that none takes long however many there are."""
    found: list[tuple[int, int | None]] = []
    seen: set[int] = set()
    posts = 0
    try:
        if not search.question.asks or (size := await measure(db, search)).is_nothing:
            return AllHits([], 0)
        plan = await plan_of(db, replace(search, sort="newest", after=None), size)
        async for rows in _walked(db, plan, in_parts=size.is_common):
            for row in rows:
                story = row["story_id"]
                if search.show == "printings" or story is None or story not in seen:
                    if len(found) >= most:
                        return AllHits(found, posts, False, f"There are more; these are the newest {most:,}.")
                    found.append((row["id"], story))
                    seen.add(story)
                posts += 1
        return AllHits(found, posts)
    except QueryInterrupted:
        return AllHits(
            found, posts, False, f"This search took too long; these are the newest {len(found):,} rows only."
        )


async def _walked(db: Database, plan: Plan, *, in_parts: bool) -> AsyncIterator[list[Any]]:
    """The hits of a plan in its order, some thousand at a time. in_parts: go down the index of words in parts."""
    if plan.way == "browse" and not plan.is_narrow:
        async for rows in _down_the_days(db, plan.search):
            yield rows
        return
    has_parts = in_parts and plan.way == "walk" and plan.within is None
    ceiling = plan.ceiling
    while ceiling >= plan.floor:
        floor = max(plan.floor, await newest_floor(db, _TEXTS_AT_ONCE, ceiling)) if has_parts else plan.floor
        part, after = replace(plan, floor=floor, ceiling=ceiling), None
        while rows := await part.rows(db, after, _AT_ONCE):
            yield rows
            if len(rows) < _AT_ONCE:
                break
            after = (rows[-1]["score"], rows[-1]["place"], rows[-1]["id"])
        ceiling = floor - 1


async def _down_the_days(db: Database, search: Search) -> AsyncIterator[list[Any]]:
    """The posts that pass, the newest first, so many posts of the archive at a time whether they pass or not."""
    where, values = passing(search)
    sql = f"""select i.id, i.story_id from item_rows i indexed by item_rows_newest
        where {where} and i.sorted_at <= :top and i.sorted_at > :bottom order by i.sorted_at desc, i.id desc"""
    last = days_between(search, _DAYS_BEYOND)[1] >> DAY_BITS
    top = (_EPOCH + timedelta(days=last)).isoformat() if last < _NO_DAY else _NO_BOUND
    while top:
        bottom = await _instant(db, f"sorted_at <= :top order by sorted_at desc limit 1 offset {_POSTS_AT_ONCE}", top)
        if bottom == top:
            bottom = await _instant(db, "sorted_at < :top order by sorted_at desc limit 1", top)
        if rows := list((await db.execute(sql, {**values, "top": top, "bottom": bottom})).rows):
            yield rows
        top = bottom


async def _instant(db: Database, where: str, top: str) -> str:
    row = (await db.execute(f"select sorted_at from item_rows where shown = 1 and {where}", {"top": top})).first()
    return str(row[0]) if row else ""
