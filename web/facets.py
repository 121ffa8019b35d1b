"""Counts over all hits of a search: by source, level, state, kind, topic, language, year and month. Knows no HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from datasette.database import Database, QueryInterrupted

from parsing.questions.values import LANGUAGES, STATES
from web import plans
from web.asking import Search
from web.labels import language, t
from web.page_thread import within
from web.plans import JOIN, few_of, passing
from web.reading import by_index, remembered
from web.searching import Size, covered, measured, plan_of

#: values that a facet shows at first, and at most
SHOWN, MOST = 8, 60
#: Up to so many matching texts or passing items are counted together with the page, else by a second request.
AT_ONCE = 500
#: milliseconds after which the counts of a search without words are made over fewer posts
_PATIENCE = 1_000
#: seconds for all questions of the counts together
_PATIENCE_IN_ALL = 1.5

LABELS = {
    "source": "Source",
    "level": "Level",
    "state": "State",
    "kind": "Kind",
    "topic": "Topic",
    "language": "Language",
    "year": "Year",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: as an address has it, in words, and how many posts have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """posts: how many were counted; note: what the reader should know of that; months: posts by month, in order."""

    posts: int
    groups: Mapping[str, list[Value]]
    months: list[tuple[str, int]]
    note: str | None = None


def is_quick(search: Search, size: Size) -> bool:
    """Whether the counts cost so little that they come with the page."""
    return size.hits <= AT_ONCE if search.match else size.narrow <= AT_ONCE


async def facets_of(db: Database, search: Search, size: Size | None = None) -> Facets | None:
    """All counts; None where even the newest hits take too long to count. size: as measured, if it was."""
    try:
        with within(_PATIENCE_IN_ALL):
            size = size or await measured(db, search)
            return Facets(0, {}, []) if size.is_nothing else await _counted(db, search, size)
    except QueryInterrupted:
        return None


async def _counted(db: Database, search: Search, size: Size) -> Facets:
    where, values = passing(search, may_lead=not search.match)
    note = None
    if search.match:
        # The same texts as a ranking of the hits covers.
        plan = await plan_of(db, replace(search, sort="best"), size)
        few, among = few_of(plan, "search.rowid")
        values |= among
        hits = f"search {JOIN} where search match :match and {few} and {where}"
        note = covered(plan, size, "counted")
    elif size.is_narrow:
        hits = f"item_rows i where {where}"
    else:
        hits = f"item_rows i where {where} order by i.sorted_at desc, i.id desc limit {plans.NEWEST}"
    values["match"] = search.match
    topics = await by_index(db, "item_topics_item")
    try:
        patience = None if search.match else _PATIENCE
        rows = await db.execute(_SQL.format(hits=hits, topics=topics), values, custom_time_limit=patience)
    except QueryInterrupted:
        if search.match:
            raise
        # Wide filters have no index by which the newest come first: down the days, and not so far.
        fewer = plans.NEWEST // 5
        hits = (
            f"item_rows i indexed by item_rows_newest where {where} order by i.sorted_at desc, i.id desc limit {fewer}"
        )
        rows = await db.execute(_SQL.format(hits=hits, topics=topics), values)
        note = f"Many posts pass; counted are the newest {fewer:,}."
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("source", "kind", "language", "topic", "month")}
    posts = 0
    for name, value, count in rows.rows:
        if name == "source":
            posts += count
        if value is not None:
            counts[name][str(value)] += count
    if note is None and posts >= plans.NEWEST:
        note = f"Many posts pass; counted are the newest {plans.NEWEST:,}."
    months = sorted(counts.pop("month").items())
    return Facets(posts, await _groups(db, counts, months), months, note)


# A post of which only the year is known is counted in that year, and in no month.
_SQL = """with hits as materialized (
        select i.id, i.source_id as source, i.kind, i.language,
            substr(i.published_on, 1, iif(i.published_precision = 'year', 4, 7)) as month
        from {hits})
    select 'source', source, count(*) from hits group by source
    union all select 'kind', kind, count(*) from hits group by kind
    union all select 'language', language, count(*) from hits group by language
    union all select 'month', month, count(*) from hits group by month
    union all select 'topic', topic, count(distinct item_id) from hits
        cross join item_topics {topics} on item_id = hits.id group by topic"""


async def _groups(
    db: Database, counts: Mapping[str, Counter[str]], months: list[tuple[str, int]]
) -> dict[str, list[Value]]:
    sources, topics = await _names(db)
    levels: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for source, count in counts["source"].items():
        row = sources[source]
        levels[row["level"] or ""] += count
        for state in (row["states"] or "").split():
            states[state] += count
    years: Counter[str] = Counter()
    for month, count in months:
        years[month[:4]] += count
    called = "label_es" if language.get() == "es" else "label"
    by_year = [Value(year, year, years[year]) for year in sorted(years, reverse=True)]
    return {
        "source": _values(counts["source"], lambda value: sources[value]["name"]),
        "level": _values(levels),
        "state": _values(states, lambda value: STATES.get(value, value)),
        "kind": _values(counts["kind"]),
        "topic": _values(counts["topic"], lambda value: topics[value][called] if value in topics else value),
        "language": _values(counts["language"], lambda value: t(LANGUAGES.get(value, value))),
        "year": by_year[:MOST],
    }


async def _names(db: Database) -> tuple[dict[str, Any], dict[str, Any]]:
    """Sources by id and topics by name, as the counts call them."""

    async def ask() -> tuple[dict[str, Any], dict[str, Any]]:
        sources = (await db.execute("select id, name, level, states from sources")).rows
        topics = (await db.execute("select topic, label, label_es from topics")).rows
        return {row["id"]: dict(row) for row in sources}, {row["topic"]: dict(row) for row in topics}

    names: tuple[dict[str, Any], dict[str, Any]] = await remembered(db, "names of facets", ask, by_clock=False)
    return names


def _values(counts: Counter[str], label: Any = lambda value: t(value.replace("_", " "))) -> list[Value]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Value(value, label(value), count) for value, count in ordered[:MOST] if value]
