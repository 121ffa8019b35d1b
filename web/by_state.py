"""The US states: their sources, what these published, and how much of it was their own. Knows no HTML.

Sums come from share_rows, which the end of each run keeps in step; what came lately is counted by an index.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from datasette.database import Database

from parsing.questions.values import STATES
from web.charting import Chart, chart
from web.reading import listed, remembered
from web.stories import last_collect

#: days that count as lately
LATELY = 30
NEWEST = 20
SHARES = (("own", "Own writing"), ("national", "From the national union"), ("others", "From other sources"))
TERRITORIES = ("PR", "GU", "VI", "AS", "MP")
EVERYWHERE = "US"
_SHADES = 5


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """One source. posts: all of them, as of the end of the last run; lately: those of the last days."""

    id: str
    name: str
    level: str
    states: tuple[str, ...]
    posts: int
    own: int
    national: int
    lately: int


@dataclass(frozen=True, slots=True)
class State:
    """One state. shade: 0 where nothing came lately, else 1 to 5, by its place among those where something did."""

    code: str
    name: str
    sources: int
    posts: int
    lately: int
    shade: int = 0


@dataclass(frozen=True, slots=True)
class States:
    """States proper with DC, territories, and the union as a whole; quiet: states without a source."""

    states: list[State]
    territories: list[State]
    everywhere: State
    quiet: list[State] = field(default_factory=list)


async def figures(db: Database) -> list[SourceFigures]:
    """Every source with its figures, by name; remembered for a moment."""

    async def ask() -> list[SourceFigures]:
        sql = """select s.id, s.name, s.level, (select group_concat(state, ' ') from
                (select state from source_states where source_id = s.id order by state)) as states,
            coalesce(r.posts, 0) as posts, coalesce(r.own, 0) as own, coalesce(r.national, 0) as national,
            (select count(*) from item_rows i where i.source_id = s.id and i.published_on between :since and :today
                and i.shown = 1 and i.published_flag is null and i.published_precision in ('minute', 'day')) as lately
            from sources s left join (select source_id, sum(posts) as posts, sum(own) as own,
                sum(from_national) as national from share_rows group by source_id) r on r.source_id = s.id
            order by s.name collate nocase, s.id"""
        today = (await last_collect(db)).date()
        days = {"since": (today - timedelta(days=LATELY - 1)).isoformat(), "today": today.isoformat()}
        rows = (await db.execute(sql, days, truncate=False)).rows
        return [SourceFigures(**{**dict(row), "states": tuple((row["states"] or "").split())}) for row in rows]

    answer: list[SourceFigures] = await remembered(db, "figures of sources", ask)
    return answer


def by_state(sources: list[SourceFigures]) -> States:
    """The figures of all states. A source that works in two states counts in both."""
    found = {code: [one for one in sources if code in one.states] for code in STATES}
    rows = {
        code: State(code, name, len(found[code]), sum(one.posts for one in found[code]),
                    sum(one.lately for one in found[code]))
        for code, name in STATES.items()
    }  # fmt: skip
    proper = [row for code, row in rows.items() if code not in (*TERRITORIES, EVERYWHERE)]
    busy = sorted({row.lately for row in proper if row.lately}, reverse=True)
    shades = {
        lately: _SHADES - round((_SHADES - 1) * place / max(len(busy) - 1, 1)) for place, lately in enumerate(busy)
    }
    shaded = [
        State(row.code, row.name, row.sources, row.posts, row.lately, shades.get(row.lately, 0)) for row in proper
    ]
    shaded.sort(key=lambda row: row.name)
    return States(
        states=[row for row in shaded if row.sources],
        territories=[rows[code] for code in TERRITORIES if rows[code].sources],
        everywhere=rows[EVERYWHERE],
        quiet=[row for row in shaded if not row.sources],
    )


@dataclass(frozen=True, slots=True)
class StatePage:
    """What the page of one state shows."""

    sources: list[SourceFigures]
    newest: list[Any]
    by_year: Chart | None

    def total(self, name: str) -> int:
        """All sources together."""
        return sum(getattr(one, name) for one in self.sources)


async def read_state(db: Database, code: str) -> StatePage:
    """One state, by its two letters."""
    sources = [one for one in await figures(db) if code in one.states]
    # A few of each source, by the index that has them in order: never all posts of a state, nor all of a source.
    sql = """select i.id from source_states x cross join item_rows i on i.id in
        (select n.id from item_rows n indexed by item_rows_source where n.source_id = x.source_id and n.shown = 1
         order by n.sorted_at desc, n.id desc limit :most)
        where x.state = :state order by i.sorted_at desc, i.id desc limit :most"""

    async def ask() -> list[int]:
        return [row[0] for row in (await db.execute(sql, {"state": code, "most": NEWEST})).rows]

    ids: list[int] = await remembered(db, f"newest of {code}", ask)
    rows = await listed(db, ids)
    return StatePage(
        sorted(sources, key=lambda one: (-one.posts, one.name)),
        [rows[one] for one in ids if one in rows],
        await years_of_state(db, code),
    )


async def years_of_state(db: Database, code: str) -> Chart | None:
    """Posts by year, own and carried, of the sources of a state."""
    sql = """select r.year, sum(r.own) as own, sum(r.from_national) as national, sum(r.from_others) as others
        from source_states x join share_rows r on r.source_id = x.source_id
        where x.state = :state and r.year is not null and r.posts > 0 group by r.year order by r.year"""
    rows = (await db.execute(sql, {"state": code}, truncate=False)).rows
    return chart([(row["year"], name, row[name]) for row in rows for name, _ in SHARES], SHARES)
