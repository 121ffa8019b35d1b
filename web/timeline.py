"""Posts over time as bars: the numbers of a small drawing, and the rows of the table beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

#: above so many months the bars are years
MOST_MONTHS = 60
#: more years than this are drawn from the last ones; older ones are in the table
_MOST_YEARS = 60
_WIDTH, _HEIGHT, _FOOT = 720, 96, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. when: the month or year as an address has it; x, y, width, height: in the units of the drawing."""

    when: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """unit: "month" or "year", which is also the filter that a bar sets (`on` or `year`). rows: for the table, none
    left out. ticks: (x, label) below the bars."""

    unit: str
    bars: list[Bar]
    rows: list[tuple[str, int]]
    ticks: list[tuple[float, str]]
    highest: int
    width: int = _WIDTH
    height: int = _HEIGHT
    foot: int = _FOOT

    @property
    def argument(self) -> str:
        """The filter that a bar sets."""
        return "year" if self.unit == "year" else "on"


def timeline(months: Sequence[tuple[str, int]]) -> Timeline | None:
    """Draw posts by month; None where there is nothing over time.

    months: pairs of "YYYY-MM" and a count, in order; of posts whose month is unknown "YYYY" and a count.
    """
    if not months:
        return None
    exact = [(month, count) for month, count in months if len(month) == 7]
    every = list(islice(_every_month(exact[0][0], exact[-1][0]), MOST_MONTHS + 1)) if exact else []
    if 0 < len(every) <= MOST_MONTHS:
        counts, slots, unit, rows = dict(exact), every, "month", exact
    else:
        rows = [(year, sum(count for _, count in many)) for year, many in groupby(months, lambda pair: pair[0][:4])]
        counts, unit = dict(rows), "year"
        slots = [f"{year:04}" for year in range(int(rows[0][0]), int(rows[-1][0]) + 1)][-_MOST_YEARS:]
    highest = max((counts.get(slot, 0) for slot in slots), default=0) or 1
    step = min(_WIDTH / len(slots), 40.0)
    bars = []
    for place, slot in enumerate(slots):
        count = counts.get(slot, 0)
        tall = max(round((_HEIGHT - 2) * count / highest, 1), 1.5) if count else 0
        if count:
            gap = 1 if step < 12 else 2
            bars.append(Bar(slot, count, round(place * step, 1), round(_HEIGHT - tall, 1), round(step - gap, 1), tall))
    width = max(round(step * len(slots)), 60)
    return Timeline(unit, bars, rows, _ticks(slots, step), highest, width)


def _every_month(first: str, last: str) -> Iterable[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (text := f"{year:04}-{month:02}") <= last:
        yield text
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _ticks(slots: Sequence[str], step: float) -> list[tuple[float, str]]:
    """Labels of years, so far apart that none runs into the next; of a few months alone, those of the months."""
    if len(slots) <= 4 or len(slots[0]) == 4:
        apart = max(1, round(52 / step + 0.49)) if len(slots[0]) == 7 else max(1, round(34 / step + 0.49))
        return [(round(place * step, 1), slot) for place, slot in enumerate(slots) if place % apart == 0]
    starts = [(round(place * step, 1), slot[:4]) for place, slot in enumerate(slots) if slot.endswith("-01")]
    if not starts or starts[0][0] > 40:
        starts = [(0.0, slots[0]), *starts] if not starts or starts[0][0] > 60 else starts
    return starts
