"""Posts over time as bars: the numbers of a small drawing, and the rows of the table beside it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from markupsafe import Markup, escape

from web.labels import t
from web.words import plural, time_of

#: months that are drawn at most, the last ones where no wrong date stands among them
MOST_MONTHS = 360
#: more years than this are drawn from the last ones, where no month is known; older ones are in the table
_MOST_YEARS = 60
_WIDTH, _HEIGHT, _FOOT = 720, 120, 22
_WIDEST = 40.0
#: what can be hit with a finger (WCAG 2.2, 2.5.8)
_TARGET = 24.0
#: the room of "2009" and of "Nov" below the bars, and that of "2009" in the larger letters of a narrow page
_YEAR_ROOM, _MONTH_ROOM, _LARGE_ROOM = 36.0, 28.0, 48.0


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
class Reach:
    """A part of the drawing that leads to a month or year: as wide as a finger, whatever the width of its bars."""

    when: str
    x: float
    width: float
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the bars: a month, or a year where is_year. is_lesser: it can be left out where there is little
    room."""

    x: float
    when: str
    is_lesser: bool

    @property
    def is_year(self) -> bool:
        """Whether the year is meant."""
        return len(self.when) == 4


@dataclass(frozen=True, slots=True)
class Timeline:
    """unit: "month", or "year" where no month is known. rows: for the table, none left out; a post of which only the
    year is known is in a row of that year, and in `of_year`. years: those that are drawn and have posts; until: the
    last of them. earlier: the year before which posts are that are not drawn; later: the one from which on."""

    unit: str
    reaches: list[Reach]
    rows: list[tuple[str, int]]
    ticks: list[Tick]
    years: list[str]
    highest: int
    of_year: int = 0
    until: str = ""
    earlier: str | None = None
    later: str | None = None
    width: int = _WIDTH
    height: int = _HEIGHT
    foot: int = _FOOT

    @property
    def bars(self) -> list[Bar]:
        """All bars in order."""
        return [bar for reach in self.reaches for bar in reach.bars]


def timeline(months: Sequence[tuple[str, int]]) -> Timeline | None:
    """Draw posts by month; None where there is nothing over time.

    months: pairs of "YYYY-MM" and a count, in order; of posts whose month is unknown "YYYY" and a count.
    """
    if not months:
        return None
    exact = [(month, count) for month, count in months if len(month) == 7]
    if not exact:
        return _by_year(months)
    first, last = _window(exact)
    slots = list(islice(_every_month(first, last), MOST_MONTHS))
    step = min(_WIDTH / len(slots), _WIDEST)
    bars = _bars(dict(exact), slots, step)
    ticks = _month_ticks(slots, step)
    return Timeline(
        "month",
        _reaches(bars, slots, step),
        list(months),
        ticks,
        sorted({when[:4] for when, _ in months if first[:4] <= when[:4] <= last[:4]}),
        max(bar.count for bar in bars),
        of_year=sum(count for when, count in months if len(when) == 4),
        until=last[:4],
        earlier=first[:4] if months[0][0][:4] < first[:4] else None,
        later=f"{int(last[:4]) + 1:04}" if months[-1][0][:4] > last[:4] else None,
        width=max(round(step * len(slots)), 60),
        foot=_FOOT * 2 if any(not tick.is_year for tick in ticks) else _FOOT,
    )


# What follows is HTML, at a fifth of what it costs in a template: a page has hundreds of bars and rows.
def drawn_bars(drawn: Timeline, narrowed: Callable[[str], str]) -> Markup:
    """The bars as links of an SVG. narrowed: makes the address of a search within a month or year."""
    parts = []
    for one in drawn.reaches:
        bars = "".join(
            f'<rect class="bar" x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}">'
            f"<title>{escape(time_of(bar.when))}: {escape(plural(bar.count, 'post'))}</title></rect>"
            for bar in one.bars
        )
        reach = f'<rect class="reach" x="{one.x}" y="0" width="{one.width}" height="{drawn.height}"/>'
        parts.append(f'<a href="{escape(narrowed(one.when))}" tabindex="-1">{reach}{bars}</a>')
    return Markup("\n".join(parts))


def table_rows(drawn: Timeline, narrowed: Callable[[str], str]) -> Markup:
    """The rows of the table: months or years as links, and how many posts there are."""
    unknown = f' <span class="small">{escape(t("month not known"))}</span>'
    parts = []
    for when, count in drawn.rows:
        beside = unknown if len(when) == 4 and drawn.unit == "month" else ""
        link = f'<a href="{escape(narrowed(when))}" rel="nofollow">{escape(time_of(when))}</a>'
        parts.append(f'<tr><th scope="row">{link}{beside}</th><td>{int(count):,}</td></tr>')
    return Markup("\n".join(parts))


def _by_year(years: Sequence[tuple[str, int]]) -> Timeline:
    slots = [f"{year:04}" for year in range(int(years[0][0]), int(years[-1][0]) + 1)][-_MOST_YEARS:]
    step = min(_WIDTH / len(slots), _WIDEST)
    bars = _bars(dict(years), slots, step)
    reaches = [Reach(bar.when, bar.x, bar.width, [bar]) for bar in bars]
    highest = max(bar.count for bar in bars)
    width = max(round(step * len(slots)), 60)
    ticks = _thinned(list(enumerate(slots)), step, step, width)
    return Timeline(
        "year",
        reaches,
        list(years),
        ticks,
        [bar.when for bar in bars],
        highest,
        until=slots[-1],
        earlier=slots[0] if years[0][0] < slots[0] else None,
        width=width,
    )


def _window(exact: Sequence[tuple[str, int]]) -> tuple[str, str]:
    """The first and the last month of the drawing. Where not all can be drawn, the last thirty years; or those with
    most posts, if fewer than a quarter are in the last ones: a wrong date must not push all others out."""
    first, last = exact[0][0], exact[-1][0]
    if _number(last) - _number(first) < MOST_MONTHS:
        return first, last
    by_year = {int(year): sum(count for _, count in many) for year, many in groupby(exact, lambda pair: pair[0][:4])}
    length = MOST_MONTHS // 12
    end = max(by_year)
    within = {year: sum(by_year.get(year - more, 0) for more in range(length)) for year in by_year}
    if 4 * within[end] < sum(by_year.values()):
        end = max(within, key=lambda year: (within[year], year))
    return f"{max(end - length + 1, 1):04}-01", f"{end:04}-12"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _every_month(first: str, last: str) -> Iterable[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (text := f"{year:04}-{month:02}") <= last:
        yield text
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _bars(counts: dict[str, int], slots: Sequence[str], step: float) -> list[Bar]:
    highest = max(counts.get(slot, 0) for slot in slots) or 1
    gap = min(2.0, round(step / 6, 1))
    bars = []
    for place, slot in enumerate(slots):
        if count := counts.get(slot, 0):
            tall = max(round((_HEIGHT - 2) * count / highest, 1), 1.5)
            bars.append(Bar(slot, count, round(place * step, 1), round(_HEIGHT - tall, 1), round(step - gap, 1), tall))
    return bars


def _reaches(bars: Sequence[Bar], slots: Sequence[str], step: float) -> list[Reach]:
    """A month leads to itself where its bar is wide enough to be hit, else to its year, in which it will be."""
    if step >= _TARGET:
        return [Reach(bar.when, bar.x, bar.width, [bar]) for bar in bars]
    reaches = []
    for year, many in groupby(bars, lambda bar: bar.when[:4]):
        places = [place for place, slot in enumerate(slots) if slot[:4] == year]
        reaches.append(Reach(year, round(places[0] * step, 1), round(len(places) * step, 1), list(many)))
    return reaches


def _month_ticks(slots: Sequence[str], step: float) -> list[Tick]:
    """Years below their Januaries; above them months, where bars are wide enough for their names."""
    ticks = []
    if step >= _MONTH_ROOM:
        ticks = [Tick(round(place * step, 1), slot, bool(place % 2)) for place, slot in enumerate(slots)]
    starts = [(place, slot[:4]) for place, slot in enumerate(slots) if place == 0 or slot.endswith("-01")]
    if len(starts) > 1 and (starts[1][0] - starts[0][0]) * step < _YEAR_ROOM:
        del starts[0]  # the rest of a year, too short for its name
    return ticks + _thinned(starts, step, 12 * step, len(slots) * step)


def _thinned(years: Sequence[tuple[int, str]], step: float, apart: float, width: float) -> list[Tick]:
    """Labels of years, so far apart that none runs into the next or over the edge: of many every second, fifth…"""
    every = next(count for count in (1, 2, 5, 10, 20) if count * apart >= _YEAR_ROOM or count == 20)
    kept = [(round(place * step, 1), year) for place, year in years if int(year) % every == 0]
    kept = [(x, year) for x, year in kept if x + _YEAR_ROOM <= width + 8] or [(0.0, years[0][1])]
    return [Tick(x, year, bool(place % 2) or x + _LARGE_ROOM > width > 480) for place, (x, year) in enumerate(kept)]
