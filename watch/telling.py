"""Tells: asks the watches of what is new, makes messages, hands them over one by one, and says what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlite_utils

from archive.telling import (
    Attempted,
    Due,
    Recipe,
    begin_attempt,
    drop_unwanted,
    end_attempt,
    find_matches,
    make_messages,
    next_due,
    note_told,
    take_up_doubts,
)
from archive.telling.attempts import drop
from archive.telling.texts import matches_of
from archive.transactions import transaction
from registry import Registry
from watch.carriers import Carriers
from watch.composing import compose
from watch.reading import told_of
from watch.saved import Saved, saved
from watch.told import Place, Told, Written

#: seconds that one telling takes at the most; the rest is told by the next one
LONGEST = 300.0


@dataclass(slots=True)
class Account:
    """What one telling did."""

    watches: int = 0
    matches: int = 0
    made: int = 0
    sent: int = 0
    #: sent again, being in doubt
    repeats: int = 0
    failed: int = 0
    dropped: int = 0
    #: carriers that fail and of which the operator was not told for a week: name and sentence
    troubles: list[tuple[str, str]] = field(default_factory=list)
    more_to_do: bool = False

    @property
    def did_nothing(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.sent or self.failed or self.troubles or self.more_to_do)

    def lines(self) -> list[str]:
        """The account for people; nothing where nothing happened."""
        if self.did_nothing:
            return []
        repeats = f", {self.repeats} of them possible repeats" if self.repeats else ""
        failed = f", {self.failed} put off" if self.failed else ""
        more = " More to do: the next run goes on." if self.more_to_do else ""
        messages = "1 message" if self.sent == 1 else f"{self.sent:,} messages"
        told = [f"Told: {messages} sent{repeats}{failed}.{more}"]
        return told + [f"  {name}: {sentence} `scrapy watch list` shows it." for name, sentence in self.troubles]


@dataclass(frozen=True, slots=True)
class Would:
    """One message that would go out, and when."""

    carrier: str
    told: Told
    written: Written
    quiet: bool


@dataclass(slots=True)
class Teller:
    """A telling over one open archive, which no other process tells of meanwhile (it holds the run's lock).

    stop: asked between two messages; True ends the telling.
    """

    db: sqlite_utils.Database
    rows: Registry
    now: datetime
    place: Place
    zone: ZoneInfo
    carriers: Carriers = field(default_factory=Carriers)
    stop: Callable[[], bool] = field(default=lambda: False)

    def tell(self) -> Account:
        """Match, make, hand over. Raises ArchiveError; what was recorded before is whole."""
        watches = self._watches()
        account = Account(len(watches))
        account.matches = self.match(watches)
        account.made = self.make(watches)
        # A power cut must not lose the record of an attempt that a carrier took.
        self.db.conn.execute("PRAGMA synchronous = FULL")
        try:
            take_up_doubts(self.db)
            wanted = {one.id: one.carriers for one in watches.values()}
            account.dropped = drop_unwanted(self.db, wanted, self.now)
            self._hand_over_all(watches, account)
        finally:
            self.db.conn.execute("PRAGMA synchronous = NORMAL")
        account.troubles = note_told(self.db, self.now)
        return account

    def rehearse(self) -> list[Would]:
        """What `tell` would hand over, with nothing kept of it. Raises ArchiveError."""
        watches = self._watches()
        would: list[Would] = []
        with suppress(_NothingKeptError), transaction(self.db):
            self.match(watches)
            self.make(watches)
            drop_unwanted(self.db, {one.id: one.carriers for one in watches.values()}, self.now)
            for due in self._all_due():
                watch = watches.get(due.watch_id)
                told = self._told(watch, due) if watch else None
                if watch and told:
                    would.append(Would(due.carrier, told, compose(told), watch.is_quiet(self.now)))
            raise _NothingKeptError
        return would

    def match(self, watches: Mapping[str, Saved]) -> int:
        """Record what is new to these watches."""
        return find_matches(self.db, [one.asked() for one in watches.values()], self.now).matches

    def make(self, watches: Mapping[str, Saved]) -> int:
        """Make messages of what waits, where it may be told now."""
        made = 0
        for watch in watches.values():
            if not watch.is_quiet(self.now):
                due_at = watch.last_due(self.now)
                recipe = Recipe(watch.id, watch.carriers, watch.cap, self.place.host, due_at)
                made += make_messages(self.db, recipe, self.now)
        return made

    def _watches(self) -> dict[str, Saved]:
        return {name: saved(row, self.zone) for name, row in self.rows.watches.items()}

    def _hand_over_all(self, watches: Mapping[str, Saved], account: Account) -> None:
        quiet = [one.id for one in watches.values() if one.is_quiet(self.now)]
        ends = time.monotonic() + LONGEST
        while (due := next_due(self.db, self.now, quiet)) is not None:
            if self.stop() or time.monotonic() > ends:
                account.more_to_do = True
                return
            told = self._told(watches[due.watch_id], due)
            if told is None:
                drop(self.db, due.id, "Nothing of what it was to tell can be seen any more.")
                account.dropped += 1
                continue
            came = self._hand_over(due, told)
            account.sent += came.taken
            account.repeats += came.taken and due.in_doubt
            account.failed += not came.taken

    def _hand_over(self, due: Due, told: Told) -> Attempted:
        """One attempt: recorded, made, recorded. Killed in between it is in doubt, and made again by the next run."""
        written = compose(told)
        begin_attempt(self.db, due.id, self.now)
        came = self.carriers.hand_over(due.carrier, told, written, self.now)
        end_attempt(self.db, due.id, due.carrier, came, self.now)
        return came

    def _told(self, watch: Saved, due: Due) -> Told | None:
        """What a message tells as things are now; None where nothing is left of it."""
        listed, counted = matches_of(self.db, due.id)
        return told_of(self.db, watch, due, listed, counted, self.place, self.now)

    def _all_due(self) -> Sequence[Due]:
        rows = self.db.conn.execute(
            "SELECT id, watch_id, carrier, what, period, more, in_doubt OR state = 'sending' FROM deliveries"
            " WHERE state NOT IN ('sent', 'dropped') AND what != 'test' ORDER BY created_at, rowid"
        ).fetchall()
        return [Due(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in rows]


class _NothingKeptError(Exception):
    """Rolls a rehearsal back."""
