"""What a watch would tell, for somebody who wants to see it first: of what waits, else of late. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlite_utils

from archive.telling import Due
from archive.telling.around import Period
from archive.telling.previewing import SUPPOSED, is_unasked, newest_of, suppose, unsent_of, waiting_of
from archive.telling.texts import matches_of
from archive.times import a_day, stamp
from watch.digests.times import next_due, period_in_words, period_of
from watch.reading import told_of
from watch.saved import Saved
from watch.told import Place, Told

#: how far back a watch that tells at once looks, where it never found anything
_LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Preview:
    """A message that nobody is sent. which: in a sentence, of what it is made; told is None where there is nothing."""

    which: str
    told: Told | None


@dataclass(frozen=True, slots=True)
class Previewer:
    """Looks for what a watch would tell. The archive may be open for reading alone."""

    db: sqlite_utils.Database
    watch: Saved
    place: Place
    now: datetime

    def of_now(self) -> Preview:
        """The message of what waits; else one that is made and not taken; else one of the last period, or post."""
        waiting = waiting_of(self.db, self.watch.id)
        if waiting and (told := self._waiting(waiting)):
            later = " What came since the last telling is not in it." if is_unasked(self.db) else ""
            return Preview(f"This waits to be told{self._when()}.{later}", told)
        due = unsent_of(self.db, self.watch.id)
        if due is not None:
            listed, counted = matches_of(self.db, due.id)
            if told := told_of(self.db, self.watch, due, listed, counted, self.place, self.now):
                return Preview("This message is made, and no carrier took it so far.", told)
        return self._lately()

    def of_period(self, period: Period) -> Preview:
        """What the watch would have told of a time, had it been there."""
        told = self._supposed(period)
        words = period_in_words(self.watch, period)
        if told is None:
            return Preview(f"The search finds nothing that was news then ({words}).", None)
        return Preview(f"This is what it would have told then ({words}).", told)

    def _waiting(self, matches: Sequence[int]) -> Told | None:
        if not self.watch.is_digest:
            return self._single(matches[-1], "matches")
        return self._digest(matches, "matches", next_due(self.watch, self.now) or self.now)

    def _when(self) -> str:
        due = next_due(self.watch, self.now) if self.watch.is_digest else None
        if due is None:
            return ""
        local = due.astimezone(self.watch.zone)
        return f", on {local:%A}, {a_day(local, with_year=False)} at {local:%H:%M} ({self.watch.zone.key})"

    def _lately(self) -> Preview:
        if self.watch.is_digest:
            last = self.watch.last_due(self.now) or self.now
            period = period_of(self.watch, last)
            what = f"the last {'week' if self.watch.manner.mode == 'weekly' else 'day'} told"
        else:
            newest = newest_of(self.db, self.watch.id)
            if newest and (single := self._single(newest[0], "matches")):
                return Preview("Nothing waits. This is the newest that it found.", single)
            period, what = Period(self.now - _LATELY, self.now), f"the last {_LATELY.days} days"
        told = self._supposed(period)
        if told is None:
            nothing = f"Nothing waits, and the search finds nothing that was news in {what}"
            return Preview(f"{nothing}; --since DAY shows what was before.", None)
        words = period_in_words(self.watch, period)
        return Preview(f"Nothing waits. This is what the watch finds in {what} ({words}).", told)

    def _supposed(self, period: Period) -> Told | None:
        found = suppose(self.db, self.watch.asked(), period)
        if not found:
            return None
        if not self.watch.is_digest:
            return self._single(found[-1], SUPPOSED)
        return self._digest(found, SUPPOSED, period.until, period)

    def _single(self, match: int, table: str) -> Told | None:
        told = told_of(self.db, self.watch, self._due("new"), [match], [], self.place, self.now, table=table)
        return replace(told, what=told.entries[0].what) if told else None

    def _digest(self, matches: Sequence[int], table: str, until: datetime, period: Period | None = None) -> Told | None:
        due = self._due("digest", stamp(until))
        listed, counted = matches[: self.watch.cap], matches[self.watch.cap :]
        return told_of(
            self.db, self.watch, due, listed, counted, self.place, self.now, table=table, period=period
        )  # fmt: skip

    def _due(self, what: str, period: str | None = None) -> Due:
        return Due(f"preview@{self.place.host}", self.watch.id, "", what, period, 0, in_doubt=False)
