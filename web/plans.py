"""The ways to walk through the hits of a search, one for each size of answer: SQL over the index and the items.

Full-text rowids carry the day in their high bits, so "newest first" is a walk down the index that stops after a page,
however many posts match. Ranking has to look at every hit, so of many hits it covers the newest only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from datasette.database import Database

from parsing.questions import conditions
from parsing.questions.values import DATES, span
from web.asking import Search
from web.reading import by_index

#: So many of the newest posts or texts are looked through where all would take too long.
NEWEST = 20_000
#: A hit in the title weighs more than one in the teaser, and that more than one in the body.
WEIGHTS = "8.0, 3.0, 1.0"
#: So far back are stories remembered that stood on pages before.
REMEMBERED = 10_000

# CROSS JOIN keeps SQLite to this order: from the index to the texts to the items that show them, and INDEXED BY keeps
# it from asking a filter's index for each text.
JOIN = (
    "cross join texts t on t.search_id = search.rowid"
    " cross join item_rows i indexed by item_rows_text on i.text_id = t.id"
)
#: bits below the day in a rowid of the index
DAY_BITS = 24
#: days by which a text may stand elsewhere in the index than a post that shows it: it stands at its last printing
_MARGIN = 400
#: days of that margin in which nearly all printings come; a ranking of the newest hits begins there
NEAR_MARGIN = 31

#: Texts that are put in order at first where a search is ranked, and then, before all of them: to find the best few of
#: many costs half of putting all in order, and mostly the few will do.
_BEST = (150, 1_000, 5_000)
#: Up to so many matching texts all are put in order and their posts looked up at once.
_ALL_AT_ONCE = 500
#: Posts that are looked for at first where filters leave out most of what was ranked.
_FIRST_TO_PASS = 200

After = tuple[float, int | str, int]
Way = Literal["walk", "browse", "rank"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A way through the hits of a search. floor: the first rowid of the index that it covers. is_narrow: few items
    pass the filters, so that they are sorted rather than met on the way."""

    search: Search
    way: Way
    floor: int = 0
    is_narrow: bool = False
    #: the last rowid that it covers
    ceiling: int = 2**62
    #: the only texts that are looked at, where few items pass the filters
    within: tuple[int, ...] | None = None
    _ranked: dict[tuple[int, int], list[Any]] = field(default_factory=dict, compare=False)

    def knowing(self, best: list[Any], *, are_all: bool) -> Plan:
        """The same, with its first hits as `ranked_at_once` found them."""
        self._ranked[(-1 if are_all else _BEST[0], REMEMBERED)] = best
        return self

    @property
    def _tries(self) -> tuple[tuple[int, int], ...]:
        """How many texts to put in order (-1: all) and how many posts of them to look up, until there are enough."""
        if self.within is not None or has_filters(self.search):
            # Few of the best may pass: each try would rank all texts anew.
            return (-1, _FIRST_TO_PASS), (-1, REMEMBERED)
        return (*((best, REMEMBERED) for best in _BEST), (-1, REMEMBERED))

    async def rows(self, db: Database, after: After | None, limit: int) -> list[Any]:
        """Hits in their order behind a place: id, place, score, story_id. Raises QueryInterrupted."""
        if self.way == "rank":
            return (await self._best(db, after, limit))[1][:limit]
        sql, values = _BUILDERS[self.way](self, after, is_ahead=False)
        return list((await db.execute(f"{sql} limit {limit}", {**values, **_after_values(after)})).rows)

    async def _best(self, db: Database, after: After | None, limit: int) -> tuple[list[Any], list[Any]]:
        """Ranked hits up to a place, and behind it as many as are asked for, if there are."""
        rows: list[Any] = []
        split = 0
        for best, most in ((-1, REMEMBERED),) if (-1, REMEMBERED) in self._ranked else self._tries:
            if (best, most) not in self._ranked:
                sql, values = _rank(self, best)
                self._ranked[(best, most)] = list((await db.execute(f"{sql} limit {most}", values)).rows)
            rows = self._ranked[(best, most)]
            split = sum(not _is_behind(row, after) for row in rows) if after else 0
            if len(rows) - split >= limit or (best < 0 and len(rows) < most):
                break
        return rows[:split], rows[split:]

    async def stories_ahead(self, db: Database, after: After) -> set[int]:
        """Stories of hits that stand up to that place: the page that begins there must not show them again."""
        if self.way == "rank":
            rows = (await self._best(db, after, 1))[0]
        else:
            sql, values = _BUILDERS[self.way](self, after, is_ahead=True)
            rows = list((await db.execute(f"{sql} limit {REMEMBERED}", {**values, **_after_values(after)})).rows)
        return {row["story_id"] for row in rows if row["story_id"] is not None}


def _is_behind(row: Any, after: After) -> bool:
    score, place, item = after
    return bool((row["score"], -row["place"], row["id"]) > (score, -int(place), item))


def _dates_of(search: Search) -> tuple[date, date]:
    """The days from which on and before which the posts of a search are, as far as its filters say."""
    first, last = date.min, date.max
    for one in search.question.filters:
        if one.name in DATES and not one.excluded:
            spans = [span(value) for value in one.values]
            if one.name != "before":
                first = max(first, min(date.fromisoformat(begin) for begin, _ in spans))
            if one.name != "after":
                ends = [begin if one.name == "before" else beyond for begin, beyond in spans]
                last = min(last, max(map(date.fromisoformat, ends)))
    return first, last


def has_filters(search: Search) -> bool:
    """Whether there are filters that places in the index do not answer, as they do for most days."""
    return any(one.name not in DATES or one.excluded for one in search.question.filters)


def days_between(search: Search, margin: int = _MARGIN) -> tuple[int, int]:
    """The rowids between which the texts of a search lie by its dates, with a margin; all of them without dates."""
    first, last = _dates_of(search)
    epoch = date(1970, 1, 1).toordinal()
    low = first.toordinal() - epoch - _MARGIN if first > date.min else None
    high = last.toordinal() - epoch + margin if last < date.max else None
    return (0 if low is None else max(low, 0) << DAY_BITS, 2**62 if high is None else max(high, 1) << DAY_BITS)


def passing(search: Search, *, may_lead: bool = True) -> tuple[str, dict[str, Any]]:
    """The conditions on the items, and their parameters. may_lead: see `conditions`."""
    made, values = conditions(search.question.filters, may_lead=may_lead)
    # "+" where posts are met by their words: for a condition that leaves some out, SQLite may read all posts first to
    # make a filter of them, which was seen to take a third of a second.
    return " and ".join(["i.shown = 1" if may_lead else "+i.shown = 1", *made]), dict(values)


async def newest_floor(db: Database, newest: int | None = None, ceiling: int = 2**62) -> int:
    """The rowid from which on the newest texts lie, of those up to a ceiling."""
    beyond = (NEWEST if newest is None else newest) - 1
    sql = f"""select search_id from texts where search_id is not null and search_id <= {ceiling}
        order by search_id desc limit 1 offset {beyond}"""
    row = (await db.execute(sql)).first()
    return int(row[0]) if row else 0


async def places_within(db: Database, search: Search, most: int, *, is_narrow: bool) -> tuple[int, ...]:
    """Where the newest texts lie whose items pass the filters."""
    where, values = passing(search)
    sql = f"""select t.search_id from (select i.text_id from item_rows i where {where}
            order by {"+" if is_narrow else ""}i.sorted_at desc limit {most}) n
        cross join texts t {await by_index(db, "texts_place")} on t.id = n.text_id where t.search_id is not null"""
    return tuple({row[0] for row in (await db.execute(sql, values)).rows})


async def passing_of(db: Database, search: Search, probed: int) -> int:
    """How many of so many of the newest matching texts have posts that pass the filters."""
    where, values = passing(search, may_lead=False)
    low, high = days_between(search, NEAR_MARGIN)
    sql = f"""select count(distinct newest.place) from (select rowid as place from search where search match :match
            and rowid between {low} and {high} order by rowid desc limit {probed}) newest
        cross join texts t on t.search_id = newest.place
        cross join item_rows i indexed by item_rows_text on i.text_id = t.id where {where}"""
    return int((await db.execute(sql, {**values, "match": search.match})).single_value())


def few_of(plan: Plan, rowid: str) -> tuple[str, dict[str, Any]]:
    """The condition that keeps to the texts that pass. "+" lets the index walk once over its hits; else it would be
    asked anew for each text, which takes ten times as long for a word that stands in many."""
    if plan.within is None:
        return f"{rowid} between {plan.floor} and {plan.ceiling}", {}
    low, high = min(plan.within, default=0), max(plan.within, default=0)
    few = f"+{rowid} in (select value from json_each(:few))"
    return f"{rowid} between {low} and {high} and {few}", {"few": json.dumps(plan.within)}


def _behind(place: str, item: str) -> str:
    """The condition that keeps a page behind the last hit of the one before, in the order of places downwards."""
    return f"({place} < :after_place or ({place} = :after_place and i.id {item} :after_item))"


def _after_values(after: After | None) -> dict[str, Any]:
    return dict(zip(("after_score", "after_place", "after_item"), after or (0.0, 0, 0), strict=True))


def _walk(plan: Plan, after: After | None, *, is_ahead: bool) -> tuple[str, dict[str, Any]]:
    """Down the index of words from the newest day on, until a page is full.

    Ordered by rowid alone, or SQLite would sort all hits; the items of one text come by id, as their index has them.
    """
    where, values = passing(plan.search, may_lead=False)
    side = ""
    if after:
        # The first condition is for the full-text index, which knows no pairs; the second is exact.
        behind = _behind("t.search_id", ">")
        side = f"and search.rowid {'>=' if is_ahead else '<='} :after_place and {'not ' if is_ahead else ''}{behind}"
    few, among = few_of(plan, "search.rowid")
    sql = f"""select i.id, search.rowid as place, 0.0 as score, i.story_id from search {JOIN}
        where search match :match and {few} and {where} {side}
        order by search.rowid {"asc" if is_ahead else "desc"}"""
    return sql, {**values, **among, "match": plan.search.match}


def _browse(plan: Plan, after: After | None, *, is_ahead: bool) -> tuple[str, dict[str, Any]]:
    """No words to find: the newest items that pass the filters."""
    where, values = passing(plan.search)
    # A narrow filter is sorted; a wide one walks down the index of days, where the next item to pass is near.
    order = "+i.sorted_at" if plan.is_narrow else "i.sorted_at"
    side = ""
    if after:
        # The plain bound is for the index of days.
        bound = f"{order} {'>=' if is_ahead else '<='} :after_place"
        side = f"and {bound} and {'not ' if is_ahead else ''}{_behind('i.sorted_at', '<')}"
    last = _dates_of(plan.search)[1]
    if last < date.max - timedelta(days=2):
        # What lists sort by is never later than the instant of publication, which is at most a day from the local one.
        side += " and i.sorted_at < :last_day"
        values["last_day"] = (last + timedelta(days=2)).isoformat()
    direction = "asc" if is_ahead else "desc"
    sql = f"""select i.id, i.sorted_at as place, 0.0 as score, i.story_id from item_rows i
        where {where} {side} order by {order} {direction}, i.id {direction}"""
    return sql, values


def _rank(plan: Plan, best: int) -> tuple[str, dict[str, Any]]:
    """The best first, so many texts at most (-1: all); equal ones newest first."""
    # Texts are ranked and sorted alone, then items are joined in that order until there are enough: to join a hundred
    # thousand hits first takes four times as long. Without a limit SQLite would drop the inner order.
    joined, values = passing(plan.search, may_lead=False)
    few, among = few_of(plan, "rowid")
    sql = f"""with ranked as materialized (select rowid as place, bm25(search, {WEIGHTS}) as score from search
            where search match :match and {few} order by score, place desc limit {best})
        select i.id, ranked.place, ranked.score, i.story_id from ranked
        cross join texts t on t.search_id = ranked.place
        cross join item_rows i indexed by item_rows_text on i.text_id = t.id
        where {joined}"""
    return sql, {**values, **among, "match": plan.search.match}


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best hits of a search for words alone: all of them, or the first. hits: how many texts match, up to a bound;
    floor: the place of the last of these; posts, stories: how many show them, None where too many match."""

    rows: list[Any]
    are_all: bool = True
    hits: int = 0
    floor: int = 0
    posts: int | None = None
    stories: int | None = None


async def ranked_at_once(db: Database, search: Search, most: int, counted: int) -> Ranking:
    """The best hits of a search for words alone, among its newest `most` texts, with the posts and stories of up to
    `counted` texts: in one walk through the index, where a count, a ranking and the totals would be three."""
    joined, values = passing(search, may_lead=False)
    posts = f"""newest cross join texts t on t.search_id = newest.place
        cross join item_rows i indexed by item_rows_text on i.text_id = t.id where {joined}"""
    sql = f"""with newest as materialized (select rowid as place, bm25(search, {WEIGHTS}) as score from search
            where search match :match order by rowid desc limit {most}),
        size as materialized (select count(*) as hits, min(place) as floor from newest),
        totals as materialized (select count(*) as posts, count(distinct coalesce(i.story_id, -i.id)) as stories
            from {posts} and (select hits from size) between {_ALL_AT_ONCE + 1} and {counted}),
        ranked as materialized (select place, score from newest order by score, place desc
            limit (select iif(hits <= {_ALL_AT_ONCE}, {_ALL_AT_ONCE}, {_BEST[0]}) from size))
        select i.id, ranked.place, ranked.score, i.story_id, (select hits from size), (select floor from size),
            (select posts from totals), (select stories from totals)
        from ranked cross join texts t on t.search_id = ranked.place
        cross join item_rows i indexed by item_rows_text on i.text_id = t.id
        where {joined} limit {REMEMBERED}"""
    rows = list((await db.execute(sql, {**values, "match": search.match})).rows)
    if not rows:
        return Ranking([])
    hits, floor, posts_in_all, stories = tuple(rows[0])[4:]
    are_all = hits <= _ALL_AT_ONCE and len(rows) < REMEMBERED
    if hits > counted:
        return Ranking(rows, are_all, hits, floor)
    if are_all:
        posts_in_all, stories = len(rows), len({row[0] if row[3] is None else (row[3],) for row in rows})
    return Ranking(rows, are_all, hits, floor, posts_in_all, stories)


_BUILDERS = {"walk": _walk, "browse": _browse}
