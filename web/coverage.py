"""What came of each source in each week beside what is usual, as a grid: sources down, weeks across, trouble first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from datasette.database import Database
from markupsafe import Markup, escape

from web.labels import t
from web.verdicts import Verdict, urgency, verdict
from web.words import about, as_day, long_day, plural

WEEKS = 26
#: sources on one page: with their cells they are what a page can draw in time
ROWS = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """A week of a source. said: the cell in words, for those who point at it or cannot see it."""

    verdict: Verdict
    collected: int
    said: str

    @property
    def html(self) -> str:
        """The cell as a template would write it, at a twentieth of the cost: a page has two thousand."""
        sign = f"<b>{escape(self.verdict.sign)}</b> " if self.verdict.sign else ""
        return f'<td class="v-{escape(self.verdict.name)}" title="{escape(self.said)}">{sign}{int(self.collected)}</td>'


@dataclass(frozen=True, slots=True)
class Line:
    """A source: its row of the view source_verdicts, and its cells, None for weeks of which nothing is known."""

    source: Any
    verdict: Verdict
    cells: list[Cell | None]

    @property
    def row(self) -> Markup:
        """All cells of the line."""
        return Markup("".join(cell.html if cell else "<td></td>" for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Coverage:
    """weeks: Mondays; months: (first day, number of its weeks) for the heads above them. counts: sources by verdict."""

    weeks: list[date]
    months: list[tuple[date, int]]
    lines: list[Line]
    troubled: list[Any]
    counts: list[tuple[Verdict, int]]
    sources: int
    page: int
    pages: int
    newest: date | None


async def coverage(db: Database, until: date | None, page: int) -> Coverage:
    """The 26 weeks that end with that of `until`, by default the newest one, of one page of sources."""
    newest = as_day((await db.execute("select max(week) from expectations")).first()[0])
    last = min(until or newest, newest) if newest else None
    weeks = [last - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)] if last else []
    every = await _verdicts(db)
    pages = max(1, -(-len(every) // ROWS))
    page = min(max(page, 1), pages)
    here = every[(page - 1) * ROWS : page * ROWS]
    cells = await _cells(db, [row["source_id"] for row in here], weeks)
    lines = [
        Line(row, verdict(row["verdict"]), [cells.get((row["source_id"], week.isoformat())) for week in weeks])
        for row in here
    ]
    names = [row["verdict"] for row in every]
    counts = [(verdict(name), names.count(name)) for name in sorted(set(names), key=urgency)]
    troubled = [row for row in every if urgency(row["verdict"]) < urgency("quiet")]
    return Coverage(weeks, _months(weeks), lines, troubled, counts, len(every), page, pages, newest)


async def _verdicts(db: Database) -> list[Any]:
    """All sources with what is to be said of them now, the troubled ones first."""
    sql = """select source_id, source, level, verdict, sentence, week, expected, collected, last_post_at, hold
        from source_verdicts"""
    rows = list((await db.execute(sql)).rows)
    return sorted(rows, key=lambda row: (urgency(row["verdict"]), row["source"].casefold(), row["source_id"]))


async def _cells(db: Database, source_ids: Sequence[str], weeks: Sequence[date]) -> dict[tuple[str, str], Cell]:
    if not weeks or not source_ids:
        return {}
    # One range of the key for each source: the index by week would have to look up every source of the archive.
    marks = {f"s{place}": source_id for place, source_id in enumerate(source_ids)}
    sql = f"""select source_id, week, verdict, expected, collected from expectations
        where source_id in ({", ".join(f":{name}" for name in marks)}) and week between :first and :last"""
    values = {**marks, "first": weeks[0].isoformat(), "last": weeks[-1].isoformat()}
    rows = (await db.execute(sql, values)).rows
    names = {week.isoformat(): long_day(week) for week in weeks}
    return {(row["source_id"], row["week"]): _cell(row, names) for row in rows}


def _cell(row: Any, names: Mapping[str, str]) -> Cell:
    known = verdict(row["verdict"])
    said = {
        "day": names.get(row["week"]) or row["week"],
        "posts": plural(row["collected"], "post"),
        "verdict": t(known.label),
    }
    if row["expected"] is None:
        return Cell(known, row["collected"], t("Week of {day}: {posts}; {verdict}", **said))
    usual = about(row["expected"])
    return Cell(known, row["collected"], t("Week of {day}: {posts}, {number} usual; {verdict}", **said, number=usual))


def _months(weeks: Sequence[date]) -> list[tuple[date, int]]:
    found: dict[date, int] = {}
    for week in weeks:
        first = week.replace(day=1)
        found[first] = found.get(first, 0) + 1
    return list(found.items())
