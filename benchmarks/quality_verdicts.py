"""Section "verdicts": how often a source is called thin or silent though nothing is wrong, and how soon when it is.

Pasts are made up, always the same ones: posts that come by chance alone, and posts as newsrooms bring them, on working
days, with fights over contracts that last some weeks, half as many in summer, and next to none around New Year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random

from archive.expectations.expecting import Judged, Record, judge
from benchmarks.quality_scores import LEAST, MOST
from benchmarks.quality_tables import Bar, Section, percent

SEED, TODAY, WEEKS = 20, date(2026, 6, 7), 156
RATES = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10)
#: made-up sources of each rate and kind
EACH = 40
#: the most that may be called thin, and silent, of all weeks of sources with which nothing is wrong
MOST_FALSE = 0.005
#: posts a week -> days within which half of the sources that fell silent must be told; a year, for who posts so seldom
IN_TIME = {10: 21, 5: 21, 2: 42, 1: 56, 0.5: 119}
#: the least share of sources with two posts a week or more that are told within eight weeks after half of them is lost
LEAST_HALVED, WITHIN = 0.8, 56


@dataclass(frozen=True, slots=True)
class Wrong:
    """False alarms of one kind of past: shares of all weeks, and alarms per source and year."""

    thin: float
    silent: float
    alarms: float


def section(each: int = EACH) -> Section:
    """The measurements and their bars."""
    made = Section("Verdicts on made-up pasts of three years", [("posts a week", *HEADS)])
    totals: dict[bool, list[Wrong]] = {False: [], True: []}
    for rate in RATES:
        wrong = {real: false_alarms(rate, real, each) for real in (False, True)}
        for real, one in wrong.items():
            totals[real].append(one)
        told = [days_to_notice(rate, 0.0, each), days_to_notice(rate, 0.5, each)]
        cells = [percent(share, 2) for one in wrong.values() for share in (one.thin, one.silent)]
        alarms = [f"{one.alarms:.2f}" for one in wrong.values()]
        made.rows.append((f"{rate:g}", *cells, *alarms, *(_middle(days) for days in told)))
        if rate in IN_TIME:
            within = sum(day <= IN_TIME[rate] for day in told[0]) / len(told[0])
            made.bars.append(Bar(f"{rate:g} a week, silent, told in {IN_TIME[rate]} days", within, LEAST, 0.5))
        if rate >= 2:
            within = sum(day <= WITHIN for day in told[1]) / len(told[1])
            made.bars.append(Bar(f"{rate:g} a week, halved, told in {WITHIN} days", within, LEAST, LEAST_HALVED))
    for real, name in ((False, "by chance"), (True, "as newsrooms")):
        for what in ("thin", "silent"):
            share = sum(getattr(one, what) for one in totals[real]) / len(RATES)
            made.bars.append(Bar(f"falsely {what}, posts {name}", share, MOST, MOST_FALSE))
    made.notes.append("False: share of weeks. Alarms: per source and year. Days: the middle of those until it is told.")
    return made


HEADS = (
    "thin, chance", "silent, chance", "thin, newsroom", "silent, newsroom", "alarms, chance", "alarms, newsroom",
    "days, silent", "days, halved",
)  # fmt: skip


def false_alarms(rate: float, real: bool, each: int = EACH) -> Wrong:
    """What is said of sources with which nothing is wrong."""
    chance, said, alarms, weeks = Random(f"{SEED} {rate} {real}"), Counter[str](), 0, 0
    for _ in range(each):
        verdicts = [row.verdict for row in judge(Record(past(chance, rate, real), TODAY, walked=True))]
        said.update(verdicts)
        weeks += len(verdicts)
        began = zip(["well", *verdicts], verdicts, strict=False)
        alarms += sum(now != before and now in ("thin", "silent") for before, now in began)
    return Wrong(said["thin"] / weeks, said["silent"] / weeks, alarms / each / (WEEKS / 52))


def days_to_notice(rate: float, left: float, each: int = EACH) -> Sequence[int]:
    """After how many days each source is told of that fell silent, or that brings a part only, a year before the end.

    Of who brings less "quiet" is enough. 999: not within the year.
    """
    chance, cut, found = Random(f"{SEED} {rate} {left} told"), TODAY - timedelta(days=364), []
    for _ in range(each):
        days = past(chance, rate, not left, WEEKS - 52, cut)
        if left:
            days |= past(chance, rate * left, False, 52)
        rows = [row for row in judge(Record(days, TODAY, walked=True)) if row.week > cut]
        found.append(next(_told(rows, cut, ("silent", "thin", "quiet") if left else ("silent", "thin")), 999))
    return sorted(found)


def _told(rows: Sequence[Judged], cut: date, words: tuple[str, ...]) -> Iterator[int]:
    return ((row.week + timedelta(days=6) - cut).days for row in rows if row.verdict in words)


def past(chance: Random, rate: float, real: bool, weeks: int = WEEKS, until: date = TODAY) -> dict[date, int]:
    """Posts by day. rate: posts a week, outside of fights and seasons."""
    begin, fights, found = until - timedelta(days=7 * weeks - 1), _fights(chance, weeks), {}
    for number in range(7 * weeks):
        day = begin + timedelta(days=number)
        usual = rate / 7
        if real:
            usual *= fights[number // 7] * _season(day) * (1.4 if day.weekday() < 5 else 0)
        if count := _by_chance(chance, usual):
            found[day] = count
    return found


def _fights(chance: Random, weeks: int) -> list[float]:
    """How many times more posts than usual each week has: twice a year for two to eight weeks three to eight times."""
    times: list[float] = []
    while len(times) < weeks:
        if chance.random() < 1 / 26:
            times += [chance.uniform(3, 8)] * chance.randint(2, 8)
        else:
            times.append(1.0)
    return times


def _season(day: date) -> float:
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3):
        return 0.05
    return 0.5 if day.month in (7, 8) else 1.0


def _by_chance(chance: Random, expected: float) -> int:
    """How many come where so many are expected and each comes by itself (Poisson)."""
    count, product, least = 0, chance.random(), exp(-expected)
    while product > least:
        count += 1
        product *= chance.random()
    return count


def _middle(days: Sequence[int]) -> str:
    middle = days[len(days) // 2]
    return f"{middle}" if middle < 999 else "-"
