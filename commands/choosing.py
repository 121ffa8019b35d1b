"""Which channels a run visits, and the same as a table: `scrapy collect --dry-run`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from archive.database import close_archive, open_archive
from archive.pausing import Pause, pauses
from archive.planning import Due, due_channels, next_due, plans, to_visit
from archive.planning.intervals import span
from archive.times import a_day, stamp, stamp_or_none
from commands.writing import inert
from registry import Channel


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run visits, in order. told: all that it might; next_due: when the next of the others is due."""

    channels: list[Channel]
    told: list[Due]

    @property
    def not_due(self) -> int:
        """How many channels are left for later."""
        return len(self.told) - len(self.channels)

    @property
    def next_due(self) -> datetime | None:
        """When the next channel that is left for later is due."""
        chosen = {channel.id for channel in self.channels}
        return next_due(due for due in self.told if due.channel_id not in chosen)


def choose(
    db: sqlite_utils.Database | None, channels: Sequence[Channel], now: datetime, *, named: bool, everything: bool
) -> Choice:
    """The channels that are due, or all of them; named ones always, even where their source is paused.

    db: None where there is no archive yet. Raises ArchiveError.
    """
    planned = plans(db) if db is not None else {}
    paused: dict[str, Pause] = pauses(db, now) if db is not None else {}
    told = due_channels(channels, planned, {} if named else paused, now)
    if named:
        _say_what_is_paused(channels, paused)
    return Choice(to_visit(channels, told, named or everything), told)


def choose_from(path: Path, channels: Sequence[Channel], now: datetime, *, named: bool, everything: bool) -> Choice:
    """The same of an archive that is only read, beside whatever run is at work. Raises ArchiveError."""
    if not path.exists():
        return choose(None, channels, now, named=named, everything=everything)
    db = open_archive(path, writable=False)
    try:
        return choose(db, channels, now, named=named, everything=everything)
    finally:
        close_archive(db)


def _say_what_is_paused(channels: Sequence[Channel], paused: dict[str, Pause]) -> None:
    for source_id in sorted({channel.source_id for channel in channels} & paused.keys()):
        told = inert(paused[source_id].sentence())
        print(f"{source_id}: {told} It is visited all the same, since it was named.", file=sys.stderr)


def table(choice: Choice, now: datetime) -> Iterator[str]:
    """The plan in lines: channel, when it is due, when it was last visited, why. What a run would visit comes first."""
    chosen = {channel.id for channel in choice.channels}
    rows = [(due.channel_id, _when(due, now, due.channel_id in chosen), _last(due, now), inert(due.why))
            for due in sorted(choice.told, key=lambda due: due.channel_id not in chosen)]  # fmt: skip
    head = ("channel", "due", "last visit", "why")
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(3)]
    for row in (head, *rows):
        yield "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3])).rstrip()
    yield ""
    yield f"A run now would visit {len(choice.channels):,} of {len(choice.told):,} channels. {sentence(choice, now)}"


def sentence(choice: Choice, now: datetime) -> str:
    """When the next of the channels that are not due is due."""
    at = choice.next_due
    if at is None:
        return "No other channel is planned." if choice.told else "The registry holds no open channel."
    return f"The next one is due {in_time(at, now)}."


def in_time(at: datetime, now: datetime) -> str:
    """An instant to come as people say it: in 25 minutes (November 22, 06:10 UTC)."""
    if at <= now:
        return "now"
    return f"in {span((at - now).total_seconds())} ({a_day(at, with_year=False)}, {at:%H:%M} UTC)"


def as_dicts(choice: Choice) -> list[dict[str, Any]]:
    """The plan for programs, in the order in which a run visits."""
    chosen = {channel.id for channel in choice.channels}
    return [
        {
            "channel": due.channel_id,
            "source": due.source_id,
            "visit": due.channel_id in chosen,
            "due_at": stamp_or_none(due.due_at),
            "paused": due.due_at is None,
            "last_at": stamp(due.last_at) if due.last_at else None,
            "why": due.why,
        }
        for due in choice.told
    ]


def _when(due: Due, now: datetime, chosen: bool) -> str:
    if due.due_at is None:
        return "paused"
    if due.due_at <= now:
        return "now"
    return f"in {span((due.due_at - now).total_seconds())}" + (", yet now" if chosen else "")


def _last(due: Due, now: datetime) -> str:
    if due.last_at is None:
        return "never"
    seconds = (now - due.last_at).total_seconds()
    return f"{span(seconds)} ago" if seconds >= 60 else "just now"
