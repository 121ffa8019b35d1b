"""Answers a search: how many hits first, then the plan that fits their number. Reads the archive, knows no HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from datasette.database import Database, QueryInterrupted

from web import plans
from web.asking import Search, read_search
from web.marking import Marks, marks_in
from web.page_thread import within
from web.plans import JOIN, NEAR_MARGIN, Plan, days_between, newest_floor, passing, places_within
from web.recent import kept, recently

__all__ = ["MANY", "NARROW", "TOO_LONG", "Hit", "Page", "Search", "Size", "find", "marks_of", "measure", "read_search"]

#: Up to so many matching texts are counted, ranked and filtered in full. Measured at a million items: 10,000 hits
#: are counted in 1 ms and ranked in 20 ms; a word that stands in half of all posts takes half a second to rank.
MANY = 10_000
#: So many of the newest texts are ranked and counted where more match.
RANKED = 10_000
#: Where the words are common and few items pass the filters, the texts of these are looked up first; where more pass,
#: those of the newest, to be ranked.
NARROW, WITHIN = 3_000, 10_000
#: Of so many of the newest matching texts at least so many pass a filter that is wide: then the newest of all matching
#: texts are ranked, and those that pass are taken.
PROBED, WIDE = 300, 15
#: Up to so many matching texts their posts and stories are counted with the page.
COUNTED = 5_000
#: Rows that are read at first to fill a page of stories, and the most that are read for one.
_ROWS_AT_FIRST, _ROWS_AT_MOST = 80, 20_000

#: Seconds for all questions of a search together, and for those of its second try over the newest texts.
PATIENCE, PATIENCE_AGAIN = 1.0, 0.5

TOO_LONG = "This search took too long. A rarer word, a source or a year makes it quicker."


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found: marks holds title, teaser and body snippet with HIT_START and HIT_END around the hits."""

    item_id: int
    story_id: int | None = None
    marks: Marks = (None, None, None)


@dataclass(frozen=True, slots=True)
class Size:
    """How large an answer is: matching texts (within its dates) and passing items, each counted up to a bound. floor:
    the place of the last of the matching texts that were counted, the newest first."""

    hits: int
    narrow: int
    floor: int = 0

    @property
    def is_common(self) -> bool:
        """Whether more texts match than are counted."""
        return self.hits > MANY

    @property
    def is_narrow(self) -> bool:
        """Whether few items pass the filters."""
        return self.narrow <= NARROW

    @property
    def is_nothing(self) -> bool:
        """Whether no post can be in the answer."""
        return self.hits == 0 or self.narrow == 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer. total, stories: posts and stories in all, None if not counted; note: what the reader
    should know; next: where the page behind it begins."""

    hits: list[Hit] = field(default_factory=list)
    total: int | None = None
    stories: int | None = None
    note: str | None = None
    next: str | None = None
    #: how large the answer is, where it was measured: whoever counts more need not measure again
    size: Size | None = None


async def find(db: Database, search: Search) -> Page:
    """Answer a search. One that takes too long is asked again of the newest texts, before it is given up."""
    try:
        with within(PATIENCE):
            return await _find(db, search)
    except QueryInterrupted:
        if search.match is None:
            return Page(note=TOO_LONG)
    try:
        with within(PATIENCE_AGAIN):
            page = await _page(db, Plan(search, "rank" if search.sort == "best" else "walk", await newest_floor(db)))
    except QueryInterrupted:
        return Page(note=TOO_LONG)
    return replace(page, note=f"This search took too long in full; it covers the newest {plans.NEWEST:,} texts only.")


async def measured(db: Database, search: Search) -> Size:
    """How large the answer is, as its page found out or anew. Raises QueryInterrupted."""
    prepared = kept(str(db.path), repr(replace(search, after=None)))
    return prepared.size if isinstance(prepared, _Prepared) else await measure(db, search)


async def measure(db: Database, search: Search) -> Size:
    """How large the answer will be. Raises QueryInterrupted."""
    hits, floor = MANY + 1, 0
    if search.match:
        hits, floor = await _hits(db, search, *days_between(search, NEAR_MARGIN))
        if hits <= MANY and days_between(search)[1] < 2**62:
            hits, floor = await _hits(db, search, *days_between(search))
    # Of few hits the filters are asked for each; how many posts pass them says nothing then.
    if not search.question.filters or (search.match and hits <= MANY):
        return Size(hits, NARROW + 1, floor)
    where, values = passing(search)
    return Size(hits, await _count(db, f"item_rows i where {where}", values, NARROW), floor)


async def _hits(db: Database, search: Search, low: int, high: int) -> tuple[int, int]:
    """How many texts match between two places, and the place of the last that was counted, the newest first."""
    sql = f"""select count(*), min(rowid) from (select rowid from search where search match :match
        and rowid between {low} and {high} order by rowid desc limit {max(MANY + 1, RANKED)})"""
    row = (await db.execute(sql, {"match": search.match})).first()
    return int(row[0]), int(row[1] or 0)


async def plan_of(db: Database, search: Search, size: Size) -> Plan:
    """The plan that fits the size of the answer."""
    if search.match is None:
        return Plan(search, "browse", is_narrow=size.is_narrow)
    way: plans.Way = "rank" if search.sort == "best" else "walk"
    is_filtered = way == "rank" and plans.has_filters(search)
    if size.is_common and (size.is_narrow or (is_filtered and await plans.passing_of(db, search, PROBED) < WIDE)):
        within = await places_within(
            db, search, max(NARROW, WITHIN) if size.is_narrow else WITHIN, is_narrow=size.is_narrow
        )
        return Plan(search, way, within=within)
    if size.is_common and way == "rank":
        return Plan(search, way, size.floor, ceiling=days_between(search, NEAR_MARGIN)[1])
    low, high = days_between(search)
    return Plan(search, way, low, ceiling=high)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What all pages of an answer share."""

    size: Size
    plan: Plan
    total: int | None
    stories: int | None


async def _find(db: Database, search: Search) -> Page:
    begun = replace(search, after=None)
    one = await recently(str(db.path), repr(begun), lambda: _prepared(db, begun))
    if one is None:
        return Page(total=0, stories=0)
    page = await _page(db, replace(one.plan, search=search))
    note = covered(one.plan, one.size, "ranked")
    return replace(page, total=one.total, stories=one.stories, note=note, size=one.size)


async def _prepared(db: Database, search: Search) -> _Prepared | None:
    """Size, plan and totals; None where no post can be in the answer."""
    if search.match and search.sort == "best" and not search.question.filters:
        best = await plans.ranked_at_once(db, search, max(MANY + 1, RANKED), min(MANY, COUNTED))
        if best.rows:
            size = Size(best.hits, NARROW + 1, best.floor)
            plan = (await plan_of(db, search, size)).knowing(best.rows, are_all=best.are_all)
            return _Prepared(size, plan, best.posts, best.stories)
    size = await measure(db, search)
    if size.is_nothing:
        return None
    return _Prepared(size, await plan_of(db, search, size), *await _totals(db, search, size))


def covered(plan: Plan, size: Size, done: str) -> str | None:
    """What was done with which of the hits of a plan that ranks them, where that is not all."""
    if plan.way != "rank" or not size.is_common or size.is_narrow:
        return None
    if plan.within is not None:
        return f"More than {MANY:,} texts match; {done} are those of the newest {WITHIN:,} posts that pass the filters."
    return f"More than {MANY:,} texts match; {done} are the newest {RANKED:,} of them."


async def _count(db: Database, from_where: str, values: dict[str, Any], limit: int) -> int:
    """How many rows there are; limit + 1 stands for "more than that"."""
    sql = f"select count(*) from (select 1 from {from_where} limit {limit + 1})"
    return int((await db.execute(sql, values)).single_value())


async def _totals(db: Database, search: Search, size: Size) -> tuple[int | None, int | None]:
    """Posts and stories in all, where they can be counted quickly."""
    if size.is_common and not (search.match is None and size.is_narrow):
        return None, None
    if search.match and size.hits > COUNTED:
        return None, None
    where, values = passing(search, may_lead=search.match is None)
    source = f"search {JOIN} where search match :match and" if search.match else "item_rows i where"
    sql = f"select count(*), count(distinct coalesce(i.story_id, -i.id)) from {source} {where}"
    row = (await db.execute(sql, {**values, "match": search.match})).first()
    return int(row[0]), int(row[1])


async def _page(db: Database, plan: Plan) -> Page:
    """A page by a plan, with the hits marked."""
    search = plan.search
    rows = await (_stories if search.show == "stories" else _printings)(db, plan)
    shown, is_more = rows[: search.size], len(rows) > search.size
    last = shown[-1] if shown else None
    after = f"{last['score']!r}_{last['place']}_{last['id']}" if last is not None and is_more else None
    marks = await marks_of(db, search, [row["place"] for row in shown]) if search.match else {}
    nothing = (None, None, None)
    hits = [Hit(row["id"], row["story_id"], marks.get(row["place"], nothing)) for row in shown]
    return Page(hits, next=after)


async def _printings(db: Database, plan: Plan) -> list[Any]:
    return await plan.rows(db, plan.search.after, plan.search.size + 1)


async def _stories(db: Database, plan: Plan) -> list[Any]:
    """The first hit of each story, in the order of the hits, up to one more than a page holds."""
    search, after = plan.search, plan.search.after
    seen = await plan.stories_ahead(db, after) if after else set()
    shown: list[Any] = []
    batch, read = max(_ROWS_AT_FIRST, 3 * search.size), 0
    while read < _ROWS_AT_MOST:
        rows = await plan.rows(db, after, batch)
        for row in rows:
            if row["story_id"] is None or row["story_id"] not in seen:
                seen.add(row["story_id"])
                shown.append(row)
        read += len(rows)
        if len(rows) < batch or len(shown) > search.size:
            break
        after = (rows[-1]["score"], rows[-1]["place"], rows[-1]["id"])
        batch *= 4
    return shown[: search.size + 1]


async def marks_of(db: Database, search: Search, places: Sequence[int]) -> dict[int, Marks]:
    """Title, teaser and body of the texts at these places, cut around the hits."""
    if not places or search.match is None:
        return {}
    texts = await db.execute(f"select rowid, * from search where rowid in ({', '.join(map(str, set(places)))})")
    return marks_in(map(tuple, texts.rows), search.match)
