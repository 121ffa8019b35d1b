"""Messages made of what waits: which match goes into which message, decided once and for all carriers of a watch."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlite_utils

from archive.times import stamp
from archive.transactions import transaction


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a watch's messages are made.

    carriers: those that are handed messages. cap: messages at once, or stories of a digest. due_at: when the digest of
    this day or week was due: it tells what was found before; None for a watch that tells at once. host: ends the ids.
    """

    watch_id: str
    carriers: tuple[str, ...]
    cap: int
    host: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    id: int
    what: str
    item_id: int
    story_id: int | None
    ref: int

    @property
    def key(self) -> str:
        """What is told, so that the message has the same id however often it is made."""
        if self.what != "new":
            return f"{self.what} {self.ref}"
        return f"new item {self.item_id}" if self.story_id is None else f"new story {self.story_id}"


def make_messages(db: sqlite_utils.Database, recipe: Recipe, now: datetime) -> int:
    """Make messages of what waits, in one transaction; returns how many. Raises ArchiveError.

    At once: one for each match, up to the cap; the last of them counts the rest. A digest: one, of all matches. What
    nobody is to be handed is told by the search's feed, and is done with.
    """
    with transaction(db):
        before = stamp(recipe.due_at) if recipe.due_at else "9999"
        waiting = [_Match(*row) for row in db.conn.execute(
            "SELECT id, what, item_id, story_id, ref FROM matches"
            " WHERE watch_id = ? AND made_at IS NULL AND found_at < ? ORDER BY found_at, id",
            [recipe.watch_id, before],
        )]  # fmt: skip
        if not waiting:
            return 0
        made = 0
        for carrier in recipe.carriers:
            made += _digest(db, recipe, carrier, waiting, now) if recipe.due_at else _singles(
                db, recipe, carrier, waiting, now
            )  # fmt: skip
        if recipe.due_at and recipe.carriers and not made:
            return 0  # the clock went back: this day's message was made already, so they wait for the next one
        db.conn.executemany("UPDATE matches SET made_at = ? WHERE id = ?", [(stamp(now), one.id) for one in waiting])
        return made


def _singles(db: sqlite_utils.Database, recipe: Recipe, carrier: str, waiting: list[_Match], now: datetime) -> int:
    listed, rest = waiting[: recipe.cap], waiting[recipe.cap :]
    for match in listed:
        counted = rest if match is listed[-1] else []
        delivery = delivery_id(recipe.host, recipe.watch_id, carrier, match.key)
        if _insert(db, recipe, delivery, carrier, match.what, len(counted), now):
            _link(db, delivery, [match], counted)
    return len(listed)


def _digest(db: sqlite_utils.Database, recipe: Recipe, carrier: str, waiting: list[_Match], now: datetime) -> int:
    assert recipe.due_at is not None
    listed, rest = waiting[: recipe.cap], waiting[recipe.cap :]
    delivery = delivery_id(recipe.host, recipe.watch_id, carrier, f"digest {stamp(recipe.due_at)}")
    if not _insert(db, recipe, delivery, carrier, "digest", len(rest), now):
        return 0
    _link(db, delivery, listed, rest)
    return 1


def delivery_id(host: str, *parts: str) -> str:
    """A fixed id, in the form of a Message-ID without its brackets. It tells nothing of what it was made from."""
    mark = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return f"watch.{mark}@{host}"


def _insert(
    db: sqlite_utils.Database, recipe: Recipe, delivery: str, carrier: str, what: str, more: int, now: datetime
) -> bool:
    period = stamp(recipe.due_at) if recipe.due_at else None
    made = db.conn.execute(
        "INSERT INTO deliveries (id, watch_id, carrier, what, period, more, state, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, 'pending', ?) ON CONFLICT DO NOTHING",
        [delivery, recipe.watch_id, carrier, what, period, more, stamp(now)],
    )
    return made.rowcount == 1


def _link(db: sqlite_utils.Database, delivery: str, listed: list[_Match], counted: list[_Match]) -> None:
    rows = [(delivery, one.id, 1) for one in listed] + [(delivery, one.id, 0) for one in counted]
    db.conn.executemany("INSERT INTO delivery_matches VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)
