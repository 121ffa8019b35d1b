"""Attempts to hand messages over: recorded before and after, put off when they fail, made again when in doubt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlite_utils

from archive.times import instant, stamp
from archive.transactions import transaction

#: after so many attempts so much time passes to the next one; the last of them repeats
PUT_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
#: what could not be told for so long is told no more
TOO_OLD = timedelta(days=30)
#: a carrier that fails is told to the operator when it begins, and so long after that again
REMIND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A message to hand over now. in_doubt: an attempt of unknown outcome went before."""

    id: str
    watch_id: str
    carrier: str
    what: str
    period: str | None
    more: int
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class Attempted:
    """What came of handing a message over.

    taken: the carrier said yes. unknown: no answer came, so it may have taken it. unreachable: nothing can be handed to
    it just now. sentence: the outcome without addresses, words of posts or secrets.
    """

    taken: bool
    sentence: str
    unknown: bool = False
    unreachable: bool = False


def take_up_doubts(db: sqlite_utils.Database) -> int:
    """Attempts that a run did not live to record are in doubt; returns how many. Only while no other run tells."""
    with transaction(db):
        done = db.conn.execute(
            "UPDATE deliveries SET state = 'doubt', in_doubt = 1, next_attempt_at = NULL,"
            " sentence = 'The run ended before the answer was recorded; it is sent again under the same id.'"
            " WHERE state = 'sending' AND what != 'test'"
        )
        return int(done.rowcount)


def drop_unwanted(db: sqlite_utils.Database, wanted: Mapping[str, Collection[str]], now: datetime) -> int:
    """Give up what nobody is to be told any more. wanted: the carriers of each watch as the registry has them now."""
    dropped = 0
    with transaction(db):
        open_ones = db.conn.execute(
            "SELECT id, watch_id, carrier, created_at FROM deliveries"
            " WHERE state NOT IN ('sent', 'dropped', 'sending') AND what != 'test'"
        ).fetchall()
        for delivery, watch, carrier, created_at in open_ones:
            why = None
            if watch not in wanted:
                why = "The watch has left the registry."
            elif carrier not in wanted[watch]:
                why = "The carrier was taken off the watch's row."
            elif instant(created_at) < now - TOO_OLD:
                why = f"It could not be handed over for {TOO_OLD.days} days."
            if why:
                drop(db, delivery, why)
                dropped += 1
    return dropped


def drop(db: sqlite_utils.Database, delivery: str, why: str) -> None:
    """Give a message up. Raises ArchiveError."""
    with transaction(db):
        db.conn.execute(
            "UPDATE deliveries SET state = 'dropped', next_attempt_at = NULL, sentence = ? WHERE id = ?",
            [why, delivery],
        )


def next_due(db: sqlite_utils.Database, now: datetime, quiet: Collection[str] = ()) -> Due | None:
    """The message that is to be handed over next, the oldest first; None where nothing is due.

    quiet: watches that tell nobody just now. What failed is due later than `now`, so nothing is tried twice in a run.
    """
    row = db.conn.execute(
        "SELECT d.id, d.watch_id, d.carrier, d.what, d.period, d.more, d.in_doubt FROM deliveries AS d"
        " LEFT JOIN carriers AS c ON c.id = d.carrier"
        " WHERE d.state NOT IN ('sent', 'dropped') AND d.state IN ('pending', 'doubt', 'failed') AND d.what != 'test'"
        " AND coalesce(d.next_attempt_at, '') <= :now AND coalesce(c.next_attempt_at, '') <= :now"
        f" AND d.watch_id NOT IN ({_listed('w', quiet)})"
        " ORDER BY d.created_at, d.rowid LIMIT 1",
        {"now": stamp(now), **_named("w", quiet)},
    ).fetchone()
    return None if row is None else Due(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))


def _named(letter: str, values: Collection[str]) -> dict[str, str]:
    return {f"{letter}{number}": value for number, value in enumerate(sorted(values))}


def _listed(letter: str, values: Collection[str]) -> str:
    return ", ".join(f":{name}" for name in _named(letter, values))


def open_test(db: sqlite_utils.Database, delivery: str, watch: str, carrier: str, now: datetime) -> None:
    """Record a test message, which is handed over once and never again. Raises ArchiveError."""
    with transaction(db):
        db.conn.execute(
            "INSERT INTO deliveries (id, watch_id, carrier, what, state, created_at)"
            " VALUES (?, ?, ?, 'test', 'pending', ?)",
            [delivery, watch, carrier, stamp(now)],
        )


def begin_attempt(db: sqlite_utils.Database, delivery: str, now: datetime) -> None:
    """Record that a message is about to be handed over; on the disk before this returns, if `synchronous` is FULL."""
    with transaction(db):
        db.conn.execute(
            "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, attempted_at = ?, next_attempt_at = NULL"
            " WHERE id = ?",
            [stamp(now), delivery],
        )


def end_attempt(db: sqlite_utils.Database, delivery: str, carrier: str, came: Attempted, now: datetime) -> None:
    """Record what came of it. Raises ArchiveError."""
    at = stamp(now)
    with transaction(db):
        attempts, in_doubt = db.conn.execute(
            "SELECT attempts, in_doubt FROM deliveries WHERE id = ?", [delivery]
        ).fetchone()
        if came.taken:
            db.conn.execute(
                "UPDATE deliveries SET state = 'sent', sent_at = ?, sentence = ? WHERE id = ?",
                [at, came.sentence, delivery],
            )
            db.conn.execute(
                "INSERT INTO carriers (id, sent_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET"
                " sent_at = excluded.sent_at, failing_since = NULL, failures = 0, next_attempt_at = NULL,"
                " told_at = NULL, sentence = NULL",
                [carrier, at],
            )
            return
        doubt = bool(in_doubt) or came.unknown
        db.conn.execute(
            "UPDATE deliveries SET state = ?, in_doubt = ?, next_attempt_at = ?, sentence = ? WHERE id = ?",
            ["doubt" if doubt else "failed", int(doubt), stamp(now + _put_off(attempts)), came.sentence, delivery],
        )
        _carrier_failed(db, carrier, came, now)


def _carrier_failed(db: sqlite_utils.Database, carrier: str, came: Attempted, now: datetime) -> None:
    row = db.conn.execute("SELECT failures FROM carriers WHERE id = ?", [carrier]).fetchone()
    failures = 1 + (row[0] if row else 0)
    again = stamp(now + _put_off(failures)) if came.unreachable else None
    db.conn.execute(
        "INSERT INTO carriers (id, failing_since, failures, next_attempt_at, sentence) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET failing_since = coalesce(failing_since, excluded.failing_since),"
        " failures = excluded.failures, next_attempt_at = excluded.next_attempt_at, sentence = excluded.sentence",
        [carrier, stamp(now), failures, again, came.sentence],
    )


def _put_off(attempts: int) -> timedelta:
    return PUT_OFF[min(max(attempts, 1), len(PUT_OFF)) - 1]


def note_told(db: sqlite_utils.Database, now: datetime) -> list[tuple[str, str]]:
    """Carriers that fail and of which the operator was not told since it began, or not for a week; now told.

    Returns names and sentences.
    """
    with transaction(db):
        rows = db.conn.execute(
            "SELECT id, coalesce(sentence, '') FROM carriers WHERE failing_since IS NOT NULL"
            " AND coalesce(told_at, '') <= ? ORDER BY id",
            [stamp(now - REMIND)],
        ).fetchall()
        db.conn.executemany("UPDATE carriers SET told_at = ? WHERE id = ?", [(stamp(now), row[0]) for row in rows])
    return [(row[0], row[1]) for row in rows]
