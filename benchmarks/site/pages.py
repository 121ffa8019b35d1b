"""Which pages are asked, each with addresses from the archive itself, and what default Datasette has for the same."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from benchmarks.site.queries import queries
from benchmarks.site.vocabulary import vocabulary

#: milliseconds with one client: (p50, p95); None for no bar
SEARCH, PAGE = (40.0, 100.0), (None, 150.0)
Bar = tuple[float | None, float | None]
#: a page is asked for at least so often
LEAST = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of the table. rival: addresses of default Datasette for the nearest thing; {db} is its name of it."""

    name: str
    addresses: Sequence[str]
    rival: Sequence[str] = ()
    bar: Bar = PAGE


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that stand in the archive."""

    items: list[int]
    events: list[int]
    stories: list[int]
    sources: list[str]
    topics: list[str]
    months: list[str]


def known(archive: Path) -> Known:
    """Some ids of each, drawn at random but always the same."""
    db = sqlite3.connect(f"file:{quote(str(archive))}?mode=ro", uri=True)
    chance = random.Random(31)

    def ask(sql: str) -> list[Any]:
        return [row[0] for row in db.execute(sql)]

    last = int(str(ask("select max(id) from item_rows")[0]))
    try:
        return Known(
            [chance.randint(1, last) for _ in range(60)],
            ask("select item_id from events limit 20"),
            ask("select id from stories where source_count > 1 order by source_count desc limit 10")
            + chance.sample(ask("select id from stories where source_count > 1 limit 5000"), 20),
            ask("select source_id from expectations group by 1 order by source_id"),
            ask("select topic from topics order by position"),
            [f"{year}-{month:02}" for year in (2012, 2019, 2025) for month in (2, 5, 11)],
        )
    finally:
        db.close()


def search_addresses(one: Known) -> list[tuple[str, str]]:
    """Kind and address of each of the two hundred searches."""
    return queries(vocabulary(), one.sources)


def pages(one: Known) -> list[Asked]:
    """All but the searches."""
    table, strings = "/{db}/item_rows", [quote(source) for source in one.sources[:20]]
    words = [address for kind, address in search_addresses(one) if kind == "one mid word"][:10]
    first = [f"/archive/items.csv?_size=max&source_id={source}" for source in strings[:10]]
    of_source = [f"{table}?source_id={source}" for source in strings]
    return [
        Asked("home", ["/"], ["/{db}"]),
        Asked("item", [f"/items/{number}" for number in one.items], [f"{table}/{number}" for number in one.items]),
        Asked("item, to cite", [f"/items/{number}.bib" for number in one.items[:10]]),
        Asked("story", [f"/stories/{number}" for number in one.stories],
              [f"{table}?story_id={number}" for number in one.stories]),
        Asked("stories", ["/stories", "/stories?period=2024", "/stories?order=newest", "/stories?level=council",
                          "/stories?page=3"], ["/{db}/stories?_sort_desc=source_count"]),
        Asked("source", [f"/sources/{source}" for source in strings], of_source),
        Asked("sources", ["/sources", "/sources?sort=posts", "/sources?q=council"], ["/{db}/sources"]),
        Asked("states", ["/states"], ["/{db}/posts_by_state"]),
        Asked("state", [f"/states/{code}" for code in ("OH", "CA", "MN", "IL", "WA", "PA")]),
        Asked("topics", ["/topics"], ["/{db}/item_topics?_facet=topic"]),
        Asked("topic", [f"/topics/{topic}" for topic in one.topics],
              [f"/{{db}}/item_topics?topic={topic}" for topic in one.topics[:5]]),
        Asked("events", ["/events", *(f"/events?month={month}" for month in one.months)], ["/{db}/occurrences"]),
        Asked("month", [f"/search?on={month}" for month in one.months],
              [f"{table}?published_on__startswith={month}" for month in one.months[:3]]),
        Asked("changes", ["/changes", "/changes?week=2026-01-07", "/changes?week=2025-12-01&page=3"],
              ["/{db}/status_changes?_sort_desc=at"]),
        Asked("coverage", ["/coverage", "/coverage?page=2", "/coverage?until=2018-05-07"],
              ["/{db}/expectations?_sort_desc=week"]),
        Asked("about", ["/about", "/about/codebook", "/about/glossary"]),
        Asked("feeds", ["/latest.atom", "/changes.atom", "/events.ics", f"/sources/{strings[3]}.atom",
                        *(address.replace("/search?", "/search.atom?") for address in words[:4]),
                        *(address.replace("/search?", "/search.json?") for address in words[4:8])]),
        Asked("counts of a search", [address.replace("/search?", "/search/counts?") for address in words],
              ["/{db}/item_rows?_facet=source_id&_facet=kind&_facet=language"]),
        Asked("CSV, 1,000 rows", first, [f"/{{db}}/items.csv?_size=max&source_id={source}" for source in strings[:5]]),
        Asked("JSON, a table", [f"/archive/items.json?source_id={source}" for source in strings[:10]],
              [f"/{{db}}/items.json?source_id={source}" for source in strings[:5]]),
        Asked("a table as a page", [f"/archive/items?source_id={source}" for source in strings[:10]],
              [f"/{{db}}/items?source_id={source}" for source in strings[:5]]),
        Asked("sitemaps", ["/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/items-0.xml", "/sitemaps/items-3.xml"]),
        Asked("robots.txt", ["/robots.txt"]),
    ]  # fmt: skip


def rival_searches(addresses: Sequence[str], count: int) -> list[str]:
    """The words of searches as default Datasette takes them, on its page of a table with full-text search."""
    found = []
    for address in addresses:
        words = " ".join(re.findall(r"\w+", parse_qs(urlsplit(address).query).get("q", [""])[0]))[:100]
        if words:
            asked = {"_search": words, "_fts_table": "search", "_fts_pk": "search_id"}
            found.append(f"/{{db}}/search_source?{urlencode(asked)}")
    return found[:: max(1, len(found) // count)][:count]


def heavy() -> list[str]:
    """What a bot asks that means no good: cross joins over the largest tables, long recursions, facets of all."""
    statements = (
        "select count(*) from item_rows a, item_rows b where a.url < b.url",
        "select sum(length(a.body) * b.id) from texts a cross join item_rows b",
        "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
        "select count(distinct body) from items where body like '%a%e%i%o%u%'",
        "select a.url from item_rows a join item_rows b on b.url > a.url order by a.url || b.url limit 10",
    )
    found = []
    for number in range(40):
        sql = f"{statements[number % len(statements)]} /* {number} */"
        found.append(f"/archive.json?{urlencode({'sql': sql})}")
    return [*found, "/archive/items?_facet=source_id&_facet=kind&_facet=author", "/archive/items?title__contains=zz"]
