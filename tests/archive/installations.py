"""Invented installations: who entered what and when, what the pages say of it, and in which order lists show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from archive.numbers.neighbours import Node
from archive.numbers.places import in_dense_runs, places
from archive.times import stamp

START, END = datetime(2015, 1, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)


@dataclass(slots=True)
class Entry:
    """One page as it really is. dated: the time that its site gives it, by which its list is sorted."""

    number: int
    source_id: str
    entered: datetime
    dated: datetime
    says: bool = False
    by_system: bool = False
    original_at: datetime | None = None
    sticky: bool = False
    imported: bool = False


def installation(dice: Random, *, sources: int = 5, pages: int = 120, said: float = 0.3) -> list[Entry]:
    """Pages in the order of their numbers, all dated when they were entered."""
    span = (END - START).total_seconds()
    times = sorted(START + timedelta(seconds=int(dice.random() * span)) for _ in range(pages))
    number, found = dice.randrange(1, 100_000), []
    for at in times:
        number += dice.randrange(1, 60)
        entry = Entry(number, f"source-{dice.randrange(sources)}", at, at, says=dice.random() < said)
        if dice.random() < 0.1:
            entry.says = entry.by_system = True
        elif dice.random() < 0.3:
            entry.original_at = at - timedelta(hours=dice.randrange(1, 90))
        found.append(entry)
    return found


def with_slips(entries: list[Entry], dice: Random, share: float) -> list[Entry]:
    """Some pages dated by hand: mostly back, at times ahead, by days or by years; a few kept on top."""
    found = []
    for entry in entries:
        if dice.random() < share:
            days = dice.choice((3, 20, 90, 365, 1500)) * dice.choice((-1, -1, -1, -1, 1))
            entry = replace(entry, dated=min(entry.entered + timedelta(days=days), END))
        found.append(replace(entry, sticky=dice.random() < share / 3))
    return found


def with_import(entries: list[Entry], dice: Random, pages: int = 60) -> list[Entry]:
    """The pages of one source's former site, entered in one go with their old dates, the oldest first."""
    at = dice.randrange(len(entries) // 4, 3 * len(entries) // 4)
    day, number = entries[at].entered, entries[at].number
    old = sorted(day - timedelta(days=dice.randrange(200, 3000)) for _ in range(pages))
    moved = [
        Entry(
            number + 1 + place * 2, "source-0", day + timedelta(seconds=place), when, dice.random() < 0.5, imported=True
        )
        for place, when in enumerate(old)
    ]
    later = [replace(entry, number=entry.number + 2 * pages + 2) for entry in entries[at + 1 :]]
    return [*entries[: at + 1], *moved, *later]


def dense_of(entries: list[Entry]) -> frozenset[int]:
    """What may have been entered in one go."""
    return in_dense_runs({entry.number: entry.source_id for entry in entries})


def nodes_of(entries: list[Entry], dice: Random, visits: int = 3) -> list[Node]:
    """What an archive knows of the installation after some visits, the last one at its end."""
    seen = [*sorted(START + (END - START) * dice.random() for _ in range(visits - 1)), END]
    listed = places(_lists(entries), dense_of(entries))
    return [
        Node(
            entry.number,
            entry.source_id,
            stamp(min(at for at in seen if at >= entry.entered)),
            *(_said(entry) if entry.says else (None, None)),
            by_system=entry.by_system,
            original_at=stamp(entry.original_at) if entry.original_at else None,
            listed=listed.get(entry.number),
        )
        for entry in entries
    ]


def _said(entry: Entry) -> tuple[str, str]:
    if entry.by_system:
        return stamp(entry.dated), stamp(entry.dated)
    day = entry.dated.replace(hour=0, minute=0, second=0, microsecond=0)
    return stamp(day), stamp(day + timedelta(days=1, seconds=-1))


def _lists(entries: list[Entry]) -> list[list[int]]:
    """Each source's list as Drupal sorts it: what is kept on top, then the newest date first."""
    order = sorted(entries, key=lambda entry: (entry.sticky, entry.dated, entry.number), reverse=True)
    sources = sorted({entry.source_id for entry in entries})
    return [[entry.number for entry in order if entry.source_id == source] for source in sources]
