"""How watches and carriers stand: for lists, for the page of one watch, and for whoever looks for trouble."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlite_utils


@dataclass(frozen=True, slots=True)
class Standing:
    """One watch: since when, what waits to be put into messages, what waits to be handed over, what was told last."""

    watch_id: str
    began_at: str
    waiting: int
    unsent: int
    sent: int
    last_sent_at: str | None


@dataclass(frozen=True, slots=True)
class CarrierStanding:
    """One carrier: whether it works. unsent: messages that wait for it."""

    carrier: str
    sent_at: str | None
    failing_since: str | None
    failures: int
    next_attempt_at: str | None
    sentence: str | None
    unsent: int


@dataclass(frozen=True, slots=True)
class Trace:
    """One message of a watch."""

    id: str
    carrier: str
    what: str
    title: str | None
    more: int
    state: str
    in_doubt: bool
    attempts: int
    created_at: str
    sent_at: str | None
    next_attempt_at: str | None
    sentence: str | None


def standings(db: sqlite_utils.Database) -> dict[str, Standing]:
    """All watches of the registry by name."""
    rows = db.conn.execute(
        "SELECT w.id, w.first_seen_at,"
        " (SELECT count(*) FROM matches AS m WHERE m.watch_id = w.id AND m.made_at IS NULL),"
        " (SELECT count(*) FROM deliveries AS d WHERE d.watch_id = w.id AND d.what != 'test'"
        "   AND d.state NOT IN ('sent', 'dropped')),"
        " (SELECT count(*) FROM deliveries AS d WHERE d.watch_id = w.id AND d.what != 'test' AND d.state = 'sent'),"
        " (SELECT max(d.sent_at) FROM deliveries AS d WHERE d.watch_id = w.id AND d.what != 'test')"
        " FROM watches AS w WHERE w.closed_at IS NULL ORDER BY w.id"
    )
    return {row[0]: Standing(*row) for row in rows}


def carrier_standings(db: sqlite_utils.Database) -> dict[str, CarrierStanding]:
    """All carriers that were ever handed a message, by name."""
    rows = db.conn.execute(
        "SELECT c.id, c.sent_at, c.failing_since, c.failures, c.next_attempt_at, c.sentence,"
        " (SELECT count(*) FROM deliveries AS d WHERE d.carrier = c.id AND d.what != 'test'"
        "   AND d.state NOT IN ('sent', 'dropped')) FROM carriers AS c ORDER BY c.id"
    )
    return {row[0]: CarrierStanding(*row) for row in rows}


def traces(db: sqlite_utils.Database, watch: str, most: int = 20) -> list[Trace]:
    """The newest messages of a watch. A title is that of the first post told that is still to be seen."""
    rows = db.conn.execute(
        "SELECT d.id, d.carrier, d.what, (SELECT t.title FROM delivery_matches AS x"
        " JOIN matches AS m ON m.id = x.match_id JOIN item_rows AS i ON i.id = m.item_id AND i.shown = 1"
        " JOIN texts AS t ON t.id = i.text_id WHERE x.delivery_id = d.id AND x.listed = 1 ORDER BY m.id LIMIT 1),"
        " d.more, d.state, d.in_doubt, d.attempts, d.created_at, d.sent_at, d.next_attempt_at, d.sentence"
        " FROM deliveries AS d WHERE d.watch_id = ? ORDER BY d.created_at DESC, d.id LIMIT ?",
        [watch, most],
    )
    return [replace(one, in_doubt=bool(one.in_doubt)) for one in (Trace(*row) for row in rows)]
