"""Numbers over time as the rows of a table, which is what a reader sees and what a chart is drawn from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasette.utils.asgi import Response

from web.words import as_day, long_day, month_of

#: a chart has at most so many days, and so many months; beyond that its bars are years
MOST_DAYS, MOST_MONTHS = 62, 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row: when ("2024-05-03", "2024-05" or "2024"), in words, and a number for each series."""

    when: str
    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All series together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Chart:
    """unit: "day", "month" or "year". series: pairs of a word for the stylesheet and a label. rows: in order, without
    those in which nothing was; who draws fills the gaps."""

    unit: str
    series: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    def csv(self) -> str:
        """The rows as CSV."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([self.unit, *(word for word, _ in self.series)])
        writer.writerows([row.when, *row.counts] for row in self.rows)
        return out.getvalue()


def chart(
    counted: Iterable[tuple[str, str, int]], series: Sequence[tuple[str, str]], most_months: int = MOST_MONTHS
) -> Chart | None:
    """Draw together (when, series, count); None where there is nothing. when: a day, month or year as ISO 8601 has it.

    The unit is the finest that all of them have and that gives no more bars than a reader can tell apart.
    """
    found = [(when, one, count) for when, one, count in counted if when and count]
    if not found:
        return None
    unit = _unit([when for when, _, _ in found], most_months)
    length = {"day": 10, "month": 7, "year": 4}[unit]
    used = tuple(pair for pair in series if any(one == pair[0] for _, one, _ in found))
    table: dict[str, dict[str, int]] = {}
    for when, one, count in found:
        row = table.setdefault(when[:length], {})
        row[one] = row.get(one, 0) + count
    rows = (Row(when, _label(when), tuple(row.get(word, 0) for word, _ in used)) for when, row in sorted(table.items()))
    return Chart(unit, used, tuple(rows))


def _unit(whens: list[str], most_months: int) -> str:
    first, last, exact = min(whens), max(whens), min(map(len, whens))
    begins, ends = as_day(first), as_day(last)
    if exact >= 10 and begins and ends and (ends - begins).days < MOST_DAYS:
        return "day"
    if exact >= 7 and _months(last) - _months(first) < most_months:
        return "month"
    return "year"


def _months(when: str) -> int:
    return int(when[:4]) * 12 + int(when[5:7])


def _label(when: str) -> str:
    if len(when) == 4:
        return when
    day = date.fromisoformat(when if len(when) == 10 else f"{when}-01")
    return long_day(day) if len(when) == 10 else month_of(day)


def csv_answer(text: str, name: str) -> Any:
    """A CSV file as an answer."""
    headers = {"Cache-Control": "max-age=60", "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")
