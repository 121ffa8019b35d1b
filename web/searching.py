"""Answers a search: how many hits first, then the plan that fits their number. Reads the archive, knows no HTML.

Full-text rowids carry the day in their high bits, so "newest first" is a walk down the index that stops after a page,
however many posts match. Ranking has to look at every hit, so above MANY hits it covers the newest posts only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from datasette.database import Database, QueryInterrupted

from web.queries import read_question, tidy
from web.words import HIT_END, HIT_START

PAGE_SIZE = 20
#: Up to so many matching texts are counted, ranked and filtered in full. Measured at a million items: 10,000 hits
#: are counted in 0.4 ms and ranked in 20 ms; a word that stands in half of all posts takes half a second to rank.
MANY = 10_000
#: Among so many of the newest texts a common word is ranked in about 50 ms.
NEWEST = 100_000
#: Up to so many items are looked up one by one in the index, where a filter is narrow and the words are common.
NARROW = 3_000
#: A hit in the title weighs more than one in the teaser, and that more than one in the body.
WEIGHTS = "8.0, 3.0, 1.0"

FILTERS = {
    "source": "i.source_id = :source",
    "level": "i.source_id in (select id from sources where level = :level)",
    "state": "i.source_id in (select source_id from source_states where state = :state)",
    "kind": "i.kind = :kind",
    # Spelled as the index item_rows_month spells it.
    "year": "i.published_on is not null and substr(i.published_on, 1, 7) between :year || '-01' and :year || '-12'",
}

TOO_LONG = "This search took too long. A rarer word, a source or a year makes it quicker."

Sort = Literal["best", "newest"]


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader asked. match is None without words; after: where the page begins, as Page.next said.

    after has three parts: the score of the last hit (0 unless ranked), its place (a rowid of the index, or without
    words the instant that lists sort by), and the item's id.
    """

    text: str
    match: str | None
    sort: Sort
    filters: Mapping[str, str]
    after: tuple[float, int | str, int] | None = None
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found: marks holds title, teaser and body snippet with HIT_START and HIT_END around the hits."""

    item_id: int
    marks: tuple[str | None, str | None, str | None] = (None, None, None)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer. total: posts in all, None if not counted; note: what the reader should know."""

    hits: list[Hit] = field(default_factory=list)
    total: int | None = None
    note: str | None = None
    next: str | None = None


def read_search(args: Any) -> Search:
    """Read a search from the arguments of a request (anything with `get`); what cannot be read counts as not said."""
    text = tidy(args.get("q") or "")
    question = read_question(text)
    match = question.match if question else None
    filters = {name: value for name in FILTERS if (value := tidy(args.get(name) or "")[:100])}
    sort: Sort = "newest" if args.get("sort") == "newest" or match is None else "best"
    return Search(text, match, sort, filters, _read_after(args.get("after"), match is not None))


def _read_after(text: str | None, has_words: bool) -> tuple[float, int | str, int] | None:
    found = re.fullmatch(r"(-?[\d.e+-]{1,30})_([\dTZ:.-]{1,40})_(\d{1,18})", text or "")
    if not found:
        return None
    try:
        return float(found[1]), int(found[2][:18]) if has_words else found[2], int(found[3])
    except ValueError:
        return None


async def find(db: Database, search: Search) -> Page:
    """Answer a search. One that takes too long is asked again of the newest texts, before it is given up."""
    try:
        return await _find(db, search)
    except QueryInterrupted:
        if search.match is None:
            return Page(note=TOO_LONG)
    try:
        page = await _page(db, search, await _walk(db, search, await _newest_floor(db)))
    except QueryInterrupted:
        return Page(note=TOO_LONG)
    return replace(page, note=f"This search took too long in full; it covers the newest {NEWEST:,} texts only.")


async def _find(db: Database, search: Search) -> Page:
    hits = await _count(db, "search where search match :match", search, MANY) if search.match else MANY + 1
    passing = f"item_rows i where {_conditions(search)}"
    is_filtered = bool(search.filters)
    narrow = await _count(db, passing, search, NARROW) if is_filtered else NARROW + 1
    if hits == 0 or narrow == 0:
        return Page(total=0)
    page = await _page(db, search, await _rows(db, search, hits > MANY, narrow <= NARROW))
    is_partly_ranked = search.sort == "best" and hits > MANY
    note = (
        f"More than {MANY:,} texts match; ranked are those among the newest {NEWEST:,}." if is_partly_ranked else None
    )
    return replace(page, total=await _total(db, search, hits, narrow), note=note)


async def _rows(db: Database, search: Search, is_common: bool, is_narrow: bool) -> list[Any]:
    """The plan that fits: see the module's words."""
    if search.match is None:
        return await _browse(db, search, is_narrow)
    if search.sort == "best":
        return await _rank(db, search, await _newest_floor(db) if is_common else 0)
    if is_common and is_narrow:
        return await _pick(db, search)
    return await _walk(db, search, 0)


async def _count(db: Database, from_where: str, search: Search, limit: int) -> int:
    """How many rows there are; limit + 1 stands for "more than that"."""
    sql = f"select count(*) from (select 1 from {from_where} limit {limit + 1})"
    return int((await db.execute(sql, _params(search))).single_value())


async def _total(db: Database, search: Search, hits: int, narrow: int) -> int | None:
    """Posts in all, where they can be counted quickly."""
    if search.match is None:
        return narrow if narrow <= NARROW else None
    if hits > MANY:
        return None
    sql = f"select count(*) from search {_JOIN} where search match :match and {_conditions(search)}"
    return int((await db.execute(sql, _params(search))).single_value())


# CROSS JOIN keeps SQLite to this order: from the index to the texts to the items that show them.
_JOIN = "cross join texts t on t.search_id = search.rowid cross join item_rows i on i.text_id = t.id"


def _behind(place: str, item: str) -> str:
    """The condition that keeps a page behind the last hit of the one before, in the order of places downwards."""
    return f"({place} < :after_place or ({place} = :after_place and i.id {item} :after_item))"


async def _walk(db: Database, search: Search, floor: int) -> list[Any]:
    """Down the index of words from the newest day on, until a page is full.

    Ordered by rowid alone, or SQLite would sort all hits; the items of one text come by id, as their index has them.
    """
    # The first condition is for the full-text index, which knows no pairs; the second is exact.
    after = f"and search.rowid <= :after_place and {_behind('t.search_id', '>')}" if search.after else ""
    sql = f"""select i.id, search.rowid as place, 0.0 as score from search {_JOIN}
        where search match :match and search.rowid >= {floor} and {_conditions(search)} {after}
        order by search.rowid desc limit {search.size + 1}"""
    return list((await db.execute(sql, _params(search))).rows)


async def _browse(db: Database, search: Search, is_narrow: bool) -> list[Any]:
    """No words to find: the newest items that pass the filters."""
    # A narrow filter is sorted; a wide one walks down the index of days, where the next item to pass is near.
    order = "+i.sorted_at" if is_narrow else "i.sorted_at"
    sql = f"""select i.id, i.sorted_at as place, 0.0 as score from item_rows i
        where {_conditions(search)} {f"and {_behind('i.sorted_at', '<')}" if search.after else ""}
        order by {order} desc, i.id desc limit {search.size + 1}"""
    return list((await db.execute(sql, _params(search))).rows)


async def _pick(db: Database, search: Search) -> list[Any]:
    """Few items pass the filters and the words are common: ask the index for each of those items."""
    sql = f"""select i.id, t.search_id as place, 0.0 as score from item_rows i cross join texts t on t.id = i.text_id
        where {_conditions(search)} {f"and {_behind('t.search_id', '>')}" if search.after else ""}
        and exists (select 1 from search where search match :match and search.rowid = t.search_id)
        order by t.search_id desc, i.id limit {search.size + 1}"""
    return list((await db.execute(sql, _params(search))).rows)


async def _rank(db: Database, search: Search, floor: int) -> list[Any]:
    """The best first; equal ones newest first."""
    # Texts are ranked and sorted alone, then items are joined in that order until a page is full: to join a hundred
    # thousand hits first takes four times as long. Without a limit SQLite would drop the inner order.
    behind = _behind("ranked.place", ">")
    after = f"and (ranked.score > :after_score or (ranked.score = :after_score and {behind}))"
    sql = f"""with ranked as materialized (select rowid as place, bm25(search, {WEIGHTS}) as score from search
            where search match :match and rowid >= {floor} order by score, place desc limit -1)
        select i.id, ranked.place, ranked.score from ranked
        cross join texts t on t.search_id = ranked.place cross join item_rows i on i.text_id = t.id
        where {_conditions(search)} {after if search.after else ""} limit {search.size + 1}"""
    return list((await db.execute(sql, _params(search))).rows)


async def _newest_floor(db: Database) -> int:
    """The rowid from which on the newest texts lie."""
    sql = f"select search_id from texts where search_id is not null order by search_id desc limit 1 offset {NEWEST - 1}"
    row = (await db.execute(sql)).first()
    return int(row[0]) if row else 0


def _conditions(search: Search) -> str:
    return " and ".join(["i.shown = 1", *(f"({FILTERS[name]})" for name in search.filters)])


def _params(search: Search) -> dict[str, Any]:
    score, place, item = search.after or (0.0, 0, 0)
    return {"match": search.match, **search.filters, "after_score": score, "after_place": place, "after_item": item}


async def _page(db: Database, search: Search, rows: list[Any]) -> Page:
    """Cut the rows to a page, say where the next one begins, and mark the hits."""
    shown, is_more = rows[: search.size], len(rows) > search.size
    last = shown[-1] if shown else None
    after = f"{last['score']!r}_{last['place']}_{last['id']}" if last is not None and is_more else None
    marks = await _marks(db, search, [row["place"] for row in shown]) if search.match else {}
    nothing = (None, None, None)
    return Page([Hit(row["id"], marks.get(row["place"], nothing)) for row in shown], next=after)


async def _marks(db: Database, search: Search, places: list[int]) -> dict[int, tuple[Any, Any, Any]]:
    """Title, teaser and body of the texts at these places, cut around the hits."""
    if not places:
        return {}
    marks = f"'{HIT_START}', '{HIT_END}'"
    # One walk between the outermost places. "+rowid" keeps SQLite from asking the index anew for each place, which
    # costs nothing for a word and 30 ms a place for a short beginning such as sta*.
    sql = f"""select rowid, highlight(search, 0, {marks}), snippet(search, 1, {marks}, '…', 40),
        snippet(search, 2, {marks}, '…', 40) from search where search match :match
        and rowid between {min(places)} and {max(places)} and +rowid in ({", ".join(map(str, set(places)))})"""
    return {row[0]: (row[1], row[2], row[3]) for row in (await db.execute(sql, {"match": search.match})).rows}
