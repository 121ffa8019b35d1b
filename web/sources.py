"""Sources as pages show them: all of them with what is to be said now, and one with its past and its channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from datasette.database import Database

from web.verdicts import TROUBLED, urgency
from web.words import as_day

#: in the order of a list
LEVELS = ("national", "council", "affiliate", "local", "retirees")
SORTS = ("level", "name", "posts", "newest", "trouble")
#: sources on one page of the list
ROWS = 200
#: newest posts, gaps and channels on the page of a source
POSTS, GAPS, CHANNELS = 15, 12, 60
#: weeks of trouble that count as a gap
_SHORTEST_GAP = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants of the list; values that do not exist are taken for none."""

    q: str = ""
    level: str = ""
    state: str = ""
    verdict: str = ""
    sort: str = "level"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """rows: of one page; states: all that a filter may ask for."""

    rows: list[Any]
    count: int
    every: int
    page: int
    pages: int
    states: list[str]


async def sources_found(db: Database, asked: Asked) -> Found:
    """The sources that are asked for. There are hundreds, so they are read whole and sorted here."""
    sql = """select v.source_id, v.source, v.level, v.states, v.verdict, v.sentence, v.last_post_at, v.hold, p.posts
        from source_verdicts v left join (select source_id, sum(posts) as posts from share_rows group by source_id) p
            on p.source_id = v.source_id"""
    every = list((await db.execute(sql)).rows)
    words = asked.q.casefold().split()
    rows = [row for row in every if _fits(row, asked, words)]
    rows.sort(key=lambda row: (row["source"].casefold(), row["source_id"]))
    if asked.sort == "level":
        rows.sort(key=lambda row: LEVELS.index(row["level"]) if row["level"] in LEVELS else len(LEVELS))
    elif asked.sort == "trouble":
        rows.sort(key=lambda row: urgency(row["verdict"]))
    elif asked.sort in ("posts", "newest"):
        column, least = ("posts", 0) if asked.sort == "posts" else ("last_post_at", "")
        rows.sort(key=lambda row: row[column] or least, reverse=True)
    pages = max(1, -(-len(rows) // ROWS))
    page = min(max(asked.page, 1), pages)
    states = sorted({state for row in every for state in (row["states"] or "").split()})
    return Found(rows[(page - 1) * ROWS : page * ROWS], len(rows), len(every), page, pages, states)


def _fits(row: Any, asked: Asked, words: Sequence[str]) -> bool:
    text = f"{row['source']} {row['source_id']}".casefold()
    return (
        all(word in text for word in words)
        and asked.level in ("", row["level"])
        and (not asked.state or asked.state in (row["states"] or "").split())
        and asked.verdict in ("", row["verdict"])
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Weeks in a row in which too little came. until: the Monday of the last one; since when it is open: is_open."""

    since: date
    until: date
    weeks: int
    expected: float
    collected: int
    verdict: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """All that the page of one source shows. months: pairs for web/timeline.py; undated: posts that are in none."""

    source: Any
    now: Any | None
    parent: Any | None
    children: list[Any]
    months: list[tuple[str, int]]
    undated: int
    years: list[Any]
    shares: Any | None
    gaps: list[Gap]
    channels: list[Any]
    hold: Any | None
    #: while its operator has paused it: since, until, reason
    paused: Any | None = None

    @property
    def posts(self) -> int:
        """How many posts there are."""
        return sum(count for _, count in self.months) + self.undated


async def source_page(db: Database, source_id: str) -> SourcePage | None:
    """One source; None where there is none of that id."""
    key = {"id": source_id}

    async def rows(sql: str) -> list[Any]:
        return list((await db.execute(sql, key)).rows)

    async def first(sql: str) -> Any | None:
        return (await db.execute(sql, key)).first()

    source = await first("select * from sources where id = :id")
    if source is None:
        return None
    undated = await first("select posts from month_rows where source_id = :id and month = '' and topic = ''")
    return SourcePage(
        source=source,
        now=await first("select * from source_verdicts where source_id = :id"),
        parent=await first(
            "select id, name from sources where id = (select parent_id from sources where id = :id)",
        ),
        children=await rows(
            "select id, name from sources where parent_id = :id order by name collate nocase limit 100",
        ),
        months=await _months(db, source_id),
        undated=undated[0] if undated else 0,
        years=await rows("select * from source_shares_by_year where source_id = :id order by year desc"),
        shares=await first("select * from source_shares where source_id = :id and posts > 0"),
        gaps=gaps(await rows("select * from expectations where source_id = :id order by week")),
        channels=await rows(f"select * from source_health where source_id = :id order by channel_id limit {CHANNELS}"),
        hold=await first("select * from holds where source_id = :id and ended_at is null"),
        paused=await first("select * from paused_sources where source_id = :id"),
    )


async def _months(db: Database, source_id: str) -> list[tuple[str, int]]:
    """Posts by month of publication; those of which only the year is known as "YYYY"."""
    sql = "select month, posts, of_year from month_rows where source_id = :id and topic = '' and month != '' order by 1"
    found: list[tuple[str, int]] = []
    for month, posts, of_year in (await db.execute(sql, {"id": source_id}, truncate=False)).rows:
        found += [(month[:4], of_year)] if of_year else []
        found += [(month, posts - of_year)] if posts > of_year else []
    return found


def gaps(weeks: Sequence[Any]) -> list[Gap]:
    """Runs of two weeks or more of trouble, the latest first; the running week alone makes none.

    weeks: rows of `expectations` of one source, in their order.
    """
    found: list[Gap] = []
    run: list[Any] = []
    for row in [*weeks, None]:
        day = as_day(row["week"]) if row else None
        follows = day is not None and (not run or as_day(run[-1]["week"]) == day - timedelta(weeks=1))
        if row and row["verdict"] in TROUBLED and follows:
            run.append(row)
            continue
        if len(run) >= _SHORTEST_GAP:
            found.append(_gap(run, is_open=run[-1] is weeks[-1]))
        run = [row] if row and day and row["verdict"] in TROUBLED else []
    return found[::-1][:GAPS]


def _gap(run: Sequence[Any], *, is_open: bool) -> Gap:
    expected = round(sum(row["expected"] or 0 for row in run), 1)
    first, last = (as_day(run[place]["week"]) for place in (0, -1))
    assert first and last
    worst = min((row["verdict"] for row in run), key=urgency)
    return Gap(first, last, len(run), expected, sum(row["collected"] for row in run), worst, is_open)


async def newest_of(db: Database, source_id: str, count: int) -> list[int]:
    """The numbers of the newest posts of a source."""
    sql = """select id from item_rows where source_id = :id and shown = 1
        order by sorted_at desc, id desc limit :count"""
    return [row[0] for row in (await db.execute(sql, {"id": source_id, "count": count})).rows]
