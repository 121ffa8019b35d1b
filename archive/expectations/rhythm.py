"""How often a source publishes, learnt from its own past: posts a week, what is usual, how long it pauses. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import mul, sub
from statistics import mean, median, pstdev, pvariance

WEEK = timedelta(days=7)
#: Weeks that the rate is learnt from; for who publishes rarely, so many that there is something to learn from.
WEEKS, MANY_WEEKS, MOST_WEEKS = 26, 104, 520
#: fewer weeks or fewer posts say nothing of what is usual
LEAST_WEEKS, LEAST_POSTS = 4, 3
#: a week counts for no more than so many times the middle one that has posts: a campaign is no rhythm
BURST = 3
#: spans, in weeks, over which posts are counted; the shortest one with ENOUGH posts expected tells most
SPANS, ENOUGH = (1, 2, 4, 8), 5.0
#: weeks of a series, and posts in the middle one of them; it breaks off where no more than a third of it comes
LEAST_OF_SERIES, MOST_OF_SERIES, LEAST_A_WEEK, BROKEN_OFF = 7, 12, 3, 1 / 3
#: over so many weeks it is looked for; and how unlikely that must be by chance
BREAKS, BY_CHANCE_IN_SERIES = (4, 3, 2, 1), 0.003
#: weeks that tell how uneven a source is, and how far that goes
YEAR, MOST_UNEVEN = 52, 2.5
#: how unlikely a count must be by chance alone before it is called thin
BY_CHANCE = 0.003
#: whoever posts daily is not silent before this many days, whatever its longest pause was
LEAST_SILENCE = 14
#: so many standard deviations above the mean a pause may come by chance
SPREADS = 6.0
#: Days with posts that tell of pauses, the newest ones: what was before is another time.
NEWEST_DAYS = 500
#: pauses that must be known before the longest one means anything
LEAST_PAUSES = 5
#: where the past was not walked to its end, a gap so long, or so many times the middle one, may be a hole of ours
HOLE, TIMES_THE_MIDDLE = 60, 8


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is usual. expected: posts a week, None where too little is known; low, high: four weeks of six lie between
    them (20 % and 80 %)."""

    expected: float | None = None
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Pauses:
    """The pauses between days with posts, in days: the longest one, the one that nine of ten do not pass, the mean, how
    far they lie from it (standard deviation), and how many they are."""

    longest: int = 0
    usual: int = 0
    mean: float = 0.0
    spread: float = 0.0
    count: int = 0


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=4096)
def in_quiet_season(week: date) -> bool:
    """Whether a week, by its Monday, holds Christmas or New Year, when offices are closed."""
    return any((day.month, day.day) in ((12, 25), (1, 1)) for day in (week + timedelta(days=n) for n in range(7)))


def quiet_days(first: date, last: date) -> int:
    """How many days after `first`, up to `last`, lie between 20 December and 3 January."""
    found = 0
    for year in range(first.year - 1, last.year + 1):
        begin, end = max(date(year, 12, 20), first + timedelta(days=1)), min(date(year + 1, 1, 3), last)
        found += max((end - begin).days + 1, 0)
    return found


def rhythm_of(ordinary: Sequence[int]) -> Rhythm:
    """What is usual, out of the posts of each week before, oldest first, those around New Year left out.

    Newer weeks weigh more than older ones, and bursts are capped.
    """
    counts = ordinary[-WEEKS:]
    for longer in (MANY_WEEKS, MOST_WEEKS):
        counts = ordinary[-longer:] if sum(counts) < LEAST_POSTS else counts
    if len(counts) < LEAST_WEEKS or sum(counts) < LEAST_POSTS:
        return Rhythm()
    most = max(BURST, BURST * median(count for count in counts if count))
    weights = _weights(len(counts))
    rate = sum(map(mul, weights, (min(count, most) for count in counts))) / sum(weights)
    in_order = sorted(counts)
    return Rhythm(max(round(rate, 2), 0.01), _at(in_order, 0.2), _at(in_order, 0.8))


@lru_cache
def _weights(count: int) -> tuple[float, ...]:
    """A weight for each of so many weeks, the newest last: half of it for what is half as old as the oldest."""
    return tuple(0.5 ** (2 * age / count) for age in reversed(range(count)))


def pauses_of(gaps: Sequence[int], longest: int) -> Pauses:
    """What pauses tell. gaps: the newest of them, in days; longest: the longest of all."""
    newest = sorted(gaps[-50:])
    if not newest:
        return Pauses()
    return Pauses(longest, _at(newest, 0.9), sum(newest) / len(newest), pstdev(newest), len(newest))


def without_holes(days: Sequence[date], since: date | None, walked: bool) -> Sequence[date]:
    """The days from which on the record has no hole of ours.

    since: when the source was first read; walked: whether its past was walked to the end. Where it was not, a list
    shows the newest posts and perhaps one of years ago that is kept on top: the time between was not silent.
    """
    if walked or since is None:
        return days
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    for at in range(len(gaps) - 1, -1, -1):
        if days[at + 1] <= since and gaps[at] > max(HOLE, TIMES_THE_MIDDLE * median(gaps[at + 1 :] or [0])):
            return days[at + 1 :]
    return days


def silence(pauses: Pauses) -> int | None:
    """After how many days without a post a source is silent; None where too few pauses are known.

    Longer than it ever was quiet; than some means, the more the shorter they are; and than chance brings where pauses
    differ much. A young record knows little of its pauses, so it is given more time.
    """
    if pauses.count < LEAST_PAUSES:
        return None
    usual = min(6 * pauses.mean + 6, 3 * pauses.mean + 19)
    young = 1 + 8 / pauses.count
    by_chance = pauses.mean + SPREADS * pauses.spread * young
    return max(math.ceil(pauses.longest * min(young, 2.5)), LEAST_SILENCE - 1, math.ceil(max(usual, by_chance)))


def span_of(expected: float | None) -> int | None:
    """Over how many weeks posts are counted to see whether too few came; None where that would be too many."""
    return next((span for span in SPANS if expected and expected * span >= ENOUGH), None)


def least_of(ordinary: Sequence[int], span: int) -> int | None:
    """The fewest posts that came in so many weeks in a row during the last two years; None without any."""
    sums = list(accumulate(ordinary[-MANY_WEEKS:], initial=0))
    return min(map(sub, sums[span:], sums), default=None)


def series_of(before: Sequence[int]) -> Sequence[int]:
    """The weeks at the end of some that make a series: so many in a row, none of them under half of their middle one.

    Who began a series lately does not publish as the half year before says. Empty where there is none.
    """
    newest = before[-MOST_OF_SERIES:]
    for length in range(len(newest), LEAST_OF_SERIES - 1, -1):
        weeks, middle = newest[-length:], median(newest[-length:])
        if middle >= LEAST_A_WEEK and min(weeks) * 2 >= middle:
            return weeks
    return ()


def unevenness(counts: Sequence[int]) -> float:
    """How much more weeks differ than chance alone would make them (variance over mean), 1 at least, bounded above.

    Posts come in bursts, and by seasons: what is rare by chance alone is not so rare then.
    """
    newest = counts[-YEAR:]
    middle = mean(newest) if newest else 0
    return min(max(pvariance(newest) / middle, 1.0), MOST_UNEVEN) if middle else 1.0


def is_even(series: Sequence[int]) -> bool:
    """Whether a series is as even as a habit is; a campaign goes up and down by chance at least."""
    return pvariance(series) <= mean(series) / 4


def chance_of(count: int, expected: float) -> float:
    """How likely so few posts, or fewer, are where so many are expected and each comes by itself (Poisson)."""
    term = total = math.exp(-min(expected, 700.0))
    for number in range(1, count + 1):
        term *= expected / number
        total += term
    return min(total, 1.0)


def _at(in_order: Sequence[int], part: float) -> int:
    return in_order[round(part * (len(in_order) - 1))]


def are_usual(expected: float) -> str:
    """A mean as people say it: "about 3 are usual"."""
    if expected < 0.95:
        return "fewer than one is usual"
    near = math.floor(expected + 0.5)
    return "about one is usual" if near == 1 else f"about {near:,} are usual"
