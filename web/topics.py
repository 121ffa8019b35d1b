"""Topics: what each is about, how much there is, who writes on it. Knows no HTML.

Months and sources come from month_rows, which the archive keeps in step with every post.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from datasette.database import Database

from web.charting import Chart, chart
from web.reading import listed

#: Up to so many posts the newest of a topic are found among all that it has.
COUNTED = 8_000
#: So many of the newest posts are looked through for those of a large topic.
LOOKED_THROUGH = 20_000
NEWEST, MOST_SOURCES = 20, 15
#: Months that are drawn; of more the bars are years. The file always has months.
MONTHS, MONTHS_IN_FILE = 120, 12_000
SERIES = (("posts", "Posts"),)
_OF_TOPIC = "(select distinct item_id from item_topics where topic = :topic)"


async def topics(db: Database) -> list[Any]:
    """All topics in the order of their list, with how many posts have each."""
    sql = """select topic, label, label_es, about, position, item_count from topics
        where position is not null or item_count > 0 order by position is null, position, topic"""
    return list((await db.execute(sql)).rows)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. by_month: None where there is nothing; sources: (id, name, count)."""

    row: Any
    newest: list[Any]
    by_month: Chart | None
    sources: list[tuple[str, str, int]]
    #: posts that are in no bar: their month is unknown
    left_out: int


async def read_topic(db: Database, name: str) -> Topic | None:
    """One topic with what was published on it; None where there is no such topic."""
    row = (await db.execute("select * from topics where topic = :topic", {"topic": name})).first()
    if row is None:
        return None
    by_source = "select source_id, sum(posts) from month_rows where topic = :topic group by source_id"
    writers = Counter(dict((await db.execute(by_source, {"topic": name}, truncate=False)).rows))
    by_month = _months(await _counted(db, name))
    left_out = writers.total() - sum(one.total for one in by_month.rows) if by_month else 0
    newest, sources = await _newest(db, name, row["item_count"] <= COUNTED), await _named(db, writers)
    return Topic(row, newest, by_month, sources, left_out)


async def months_of(db: Database, name: str) -> Chart | None:
    """Posts on a topic by month; None where there are none."""
    return _months(await _counted(db, name), MONTHS_IN_FILE)


async def _counted(db: Database, name: str) -> list[tuple[str, int]]:
    """Month, or year where no more is known, and the number of posts."""
    sql = """select month, sum(posts), sum(of_year) from month_rows where topic = :topic and month != ''
        group by month order by month"""
    found: list[tuple[str, int]] = []
    for month, posts, of_year in (await db.execute(sql, {"topic": name}, truncate=False)).rows:
        found += [(month[:4], of_year)] if of_year else []
        found += [(month, posts - of_year)] if posts > of_year else []
    return found


def _months(counted: list[tuple[str, int]], most_months: int = MONTHS) -> Chart | None:
    months = [(month, "posts", count) for month, count in counted if len(month) == 7]
    years = [(year, "posts", count) for year, count in counted]
    return chart(months or years, SERIES, most_months)


async def _newest(db: Database, name: str, is_small: bool) -> list[Any]:
    if is_small:
        sql = f"""select i.id from {_OF_TOPIC} t cross join item_rows i on i.id = t.item_id where i.shown = 1
            order by i.sorted_at desc, i.id desc limit :most"""
    else:
        sql = """select n.id from (select id, sorted_at from item_rows where shown = 1
                order by sorted_at desc, id desc limit :through) n
            where exists (select 1 from item_topics t where t.topic = :topic and t.item_id = n.id)
            order by n.sorted_at desc, n.id desc limit :most"""
    values = {"topic": name, "most": NEWEST, "through": LOOKED_THROUGH}
    ids = [row[0] for row in (await db.execute(sql, values)).rows]
    rows = await listed(db, ids)
    return [rows[one] for one in ids if one in rows]


async def _named(db: Database, writers: Counter[str]) -> list[tuple[str, str, int]]:
    rows = (await db.execute("select id, name from sources", truncate=False)).rows if writers else []
    names = {row["id"]: row["name"] for row in rows}
    ordered = sorted(writers.items(), key=lambda pair: (-pair[1], names.get(pair[0], pair[0])))
    return [(one, names.get(one, one), count) for one, count in ordered[:MOST_SOURCES]]
