"""Compares what arrived with what was expected, and says so in a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from practice.cron.expecting import Kept, Telling, day_of, expected
from practice.cron.playing import Call, World
from practice.cron.sinks import Received
from practice.cron.watches import Row

HEAD = ("watch", "expected", "told", "lost", "no match", "messages", "distinct", "repeats", "marked")


@dataclass(slots=True)
class Figures:
    """The figures of one watch, or of all.

    expected, told, lost and unmatched count stories, edits and removals, for each carrier; the others count messages.
    """

    watch: str
    expected: int = 0
    told: int = 0
    lost: int = 0
    unmatched: int = 0
    messages: int = 0
    distinct: int = 0
    repeats: int = 0
    marked: int = 0

    def cells(self) -> tuple[str, ...]:
        return tuple(str(getattr(self, one.name)) for one in fields(self))

    def add(self, other: Figures) -> None:
        for one in fields(self)[1:]:
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(slots=True)
class Judged:
    """One world's figures, and a sentence for each bar that it misses."""

    rows: list[Figures]
    total: Figures
    missed: list[str]


def judge(world: World, rows: Iterable[Row], kept: Kept) -> Judged:
    """Compare what a world's sinks got with what its archive's posts and the truth let expect."""
    figures: list[Figures] = []
    missed: list[str] = []
    for row in rows:
        figures.append(_figures_of(row, world.office.received, kept, missed))
    total = Figures("all")
    for one in figures:
        total.add(one)
    missed += _of_repeats(world.office.received, world.calls)
    missed += _of_manners(rows, world.office.received)
    return Judged(figures, total, missed)


def _figures_of(row: Row, received: Sequence[Received], kept: Kept, missed: list[str]) -> Figures:
    figures, wanted = Figures(row.watch), expected(row, kept)
    for carrier in row.sinks:
        got = [one for one in received if one.watch == row.watch and one.carrier == carrier]
        first = {one.id: one for one in reversed(got)}
        figures.expected += len(wanted)
        figures.messages += len(got)
        figures.distinct += len(first)
        figures.repeats += len(got) - len(first)
        figures.marked += sum(one.marked for one in got)
        told = Counter(_tellings(first.values(), kept, wanted))
        loose = carrier == "mail" and any(one.is_digest for one in got)
        beyond = [] if loose else sorted((told - Counter(wanted)).elements())
        counted, untold = sum(one.more for one in first.values()), sorted(wanted - told.keys())
        lost = untold[counted:]  # which ones a message beyond its cap only counts, it does not say
        figures.told += len(wanted) - len(lost)
        figures.lost += len(lost)
        figures.unmatched += len(beyond) + max(counted - len(untold), 0)
        missed += [f"{row.watch} by {carrier}: not told: {_in_words(one)}." for one in lost]
        missed += [f"{row.watch} by {carrier}: told without a match, or twice: {_in_words(one)}." for one in beyond]
    return figures


def _tellings(messages: Iterable[Received], kept: Kept, wanted: set[Telling]) -> list[Telling]:
    """What messages told. The day is that on which the archive saw it, which for a digest is an earlier one."""
    found = []
    for message in messages:
        for what, item in message.entries:
            story, day = kept.story(item), day_of(message.at)
            kinds = {what} if what != "digest" else {"new", "edited", "removed"}
            known = [one for one in wanted if one[0] in kinds and one[1] == story and one[2] <= day]
            # Of several edits of one story each message tells the newest that is not too new for it. A digest by mail
            # does not say which of them a link stands for; it also shows events, travel and troubles, so that only
            # the same digest by webhook can prove that nothing without a match was told.
            newest = max(known, key=lambda one: one[2]) if known else (what, story, day)
            found += known if what == "digest" else [newest]
    return found


def _in_words(told: Telling) -> str:
    return f"{told[0]} {told[1]} (day {told[2]})"


def _of_repeats(received: Sequence[Received], calls: Sequence[Call]) -> list[str]:
    """A repeat is of a message whose last attempt was killed; it is marked; and there is at most one for each kill."""
    missed: list[str] = []
    last: dict[str, Received] = {}
    by_kill: dict[int, list[str]] = defaultdict(list)
    for one in received:
        before = last.get(one.id)
        if before is not None:
            if not calls[before.call].killed:
                missed.append(f"{one.id} of {one.watch} came twice, though its run was not killed.")
            if not one.marked:
                missed.append(f"{one.id} of {one.watch} came twice and is not marked as a possible repeat.")
            by_kill[before.call].append(one.id)
        last[one.id] = one
    missed += [
        f"The kill of call {call} made {len(ids)} repeats; at most one is allowed."
        for call, ids in by_kill.items()
        if len(ids) > 1
    ]
    return missed


def _of_manners(rows: Iterable[Row], received: Sequence[Received]) -> list[str]:
    """Quiet hours and caps."""
    missed = []
    for row in rows:
        got = [one for one in received if one.watch == row.watch]
        if row.quiet:
            missed += [f"{row.watch} told at {one.at:%H:%M}, in its quiet hours." for one in got if _is_quiet(row, one)]
        if row.cap and row.mode == "at once":
            made = Counter((one.call, one.carrier) for one in {one.id: one for one in got}.values())
            missed += [
                f"{row.watch} told {count} at once, {row.cap} at most are wanted."
                for count in made.values()
                if count > row.cap + sum(one.marked for one in got)
            ]
    return missed


def _is_quiet(row: Row, one: Received) -> bool:
    start, end = (int(part.split(":")[0]) for part in row.quiet.split()[0].split("-"))
    hour = one.at.hour
    return start <= hour < end if start < end else hour >= start or hour < end


def table(judged: Judged) -> list[str]:
    """The figures in lines."""
    rows = [HEAD, *(one.cells() for one in (*judged.rows, judged.total))]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    return [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
