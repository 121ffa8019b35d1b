"""Reads what a message tells from the archive, as things are now: words that were withheld meanwhile never go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlite_utils

from archive.telling import Due, entries_of
from archive.telling.around import Covered, Period, look_around
from archive.times import instant_or_none
from parsing.questions import conditions
from watch.digests.times import period_of
from watch.saved import Saved
from watch.told import Place, Told

#: filters that say whose posts a search can find
_OF_SOURCES = ("source", "level", "state")


def told_of(
    db: sqlite_utils.Database,
    watch: Saved,
    due: Due,
    listed: Sequence[int],
    counted: Sequence[int],
    place: Place,
    now: datetime,
    *,
    table: str = "matches",
    period: Period | None = None,
) -> Told | None:
    """A message of these matches; None where nothing is left of those that it lists.

    table: where they stand. period: the time that a digest tells of, where it is not the usual one.
    """
    entries = entries_of(db, listed, watch.question.match, table)
    if not entries:
        return None
    rest = entries_of(db, counted, None, table) if counted else []
    due_at = instant_or_none(due.period)
    told = Told(due.id, watch, due.what, place, tuple(entries), len(rest), due_at, due.in_doubt, due.carrier)
    if due_at is None:
        return told
    beyond = dict(Counter(one.what for one in rest))
    told_time = period or period_of(watch, due_at, entries)
    return told.with_around(look_around(db, watch.asked(), covered(watch), told_time, now, entries, beyond))


def covered(watch: Saved) -> Covered:
    """The sources whose posts a watch can find; all of them where its search names none."""
    filters = [one for one in watch.question.filters if one.name in _OF_SOURCES]
    made, params = conditions(filters, "c", may_lead=False)
    return Covered(tuple(made), params)
