"""The usual span between two posts of a channel, by the days and hours of those that it showed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from archive.expectations.rhythm import WEEK, monday, rhythm_of, without_holes

#: gaps between hours with posts that tell of a channel's pace, and how few say nothing
NEWEST_GAPS, LEAST_GAPS = 30, 5
#: A silence so many times as long as the usual gap shows that the pace was another then.
SILENT = 8


def usual_gap(
    instants: Sequence[datetime], days: Sequence[date], now: datetime, since: datetime | None
) -> timedelta | None:
    """The span that usually lies between two posts; None where too little is known.

    instants: of posts whose time is known to the minute; days: of all posts whose day is known (both in any order).
    since: when the channel was first visited. The shorter of two answers counts: the one of the weeks, and the one of
    the hours, which knows that a paper of the working day is silent at night.
    """
    spans = [span for span in (_by_weeks(days, now, since), _by_hours(instants, now)) if span is not None]
    return min(spans, default=None)


def _by_weeks(days: Sequence[date], now: datetime, since: datetime | None) -> timedelta | None:
    today = now.date()
    known = sorted(day for day in days if day <= today)
    if not known:
        return None
    distinct = sorted(set(known))
    kept = without_holes(distinct, since.date() if since else None, walked=False)
    counts = Counter(monday(day) for day in known if day >= kept[0])
    weeks, week = [], monday(kept[0])
    while week < monday(today):
        weeks.append(counts[week])
        week += WEEK
    expected = rhythm_of(weeks).expected
    return None if expected is None else timedelta(weeks=1) / expected


def _by_hours(instants: Sequence[datetime], now: datetime) -> timedelta | None:
    hours = sorted({at.replace(minute=0, second=0, microsecond=0) for at in instants if at <= now})
    gaps = [later - earlier for earlier, later in pairwise(hours)][-NEWEST_GAPS:]
    if len(gaps) < LEAST_GAPS:
        return None
    middle = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    return max(middle, (now - hours[-1]) / SILENT)
