"""The registry's rows in the archive. Rows that left the registry stay, with the day on which that was noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlite_utils

from archive.missing.holds import release
from archive.times import stamp
from archive.transactions import transaction
from parsing.urls import Sites, canonical
from registry import Channel, Registry, Source, Watch

_SOURCE = ("id", "name", "level", "number", "states", "homepage", "hosts", "language", "timezone", "parent_id",
           "installation", "note")  # fmt: skip
_CHANNEL = ("id", "source_id", "family", "address", "hint", "since", "until", "note", "canonical_url")
_WATCH = ("id", "query", "mode", "carriers", "quiet", "cap", "note")

_Rows = dict[str, tuple[Any, ...]]


def sync_registry(db: sqlite_utils.Database, registry: Registry, now: datetime | None = None) -> int:
    """Write the registry's rows where they differ, in one transaction. Returns how many rows that were.

    now: the clock of the crawl, for when rows came and went. Raises ArchiveError.
    """
    at = stamp(now or datetime.now(UTC))
    sources = {source.id: _source(source) for source in registry.sources.values()}
    channels = {channel.id: _channel(channel, registry.sites) for channel in registry.channels.values()}
    watches = {watch.id: _watch(watch) for watch in registry.watches.values()}
    with transaction(db):
        release(db, _looked_at(db, sources, channels), at)
        written = _write(db, "sources", _SOURCE, sources, at)
        written += _write_states(db, registry.sources.values())
        written += _write(db, "channels", _CHANNEL, channels, at)
        written += _write(db, "watches", _WATCH, watches, at)
    return written


def _write(db: sqlite_utils.Database, table: str, columns: tuple[str, ...], wanted: _Rows, at: str) -> int:
    """Insert, update, reopen and close rows until the table says what is wanted."""
    names = ", ".join(columns)
    known: _Rows = {}
    closed = set()
    for *row, closed_at in db.conn.execute(f"SELECT {names}, closed_at FROM {table}"):
        known[row[0]] = tuple(row)
        closed |= {row[0]} if closed_at else set()
    changed = [row for key, row in wanted.items() if known.get(key) != row or key in closed]
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    db.conn.executemany(
        f"INSERT INTO {table} ({names}, first_seen_at) VALUES ({', '.join('?' * len(columns))}, ?)"
        f" ON CONFLICT (id) DO UPDATE SET {sets}, closed_at = NULL",
        [(*row, at) for row in changed],
    )
    left = sorted(set(known) - set(wanted) - closed)
    db.conn.executemany(f"UPDATE {table} SET closed_at = ? WHERE id = ?", [(at, key) for key in left])
    return len(changed) + len(left)


def _looked_at(db: sqlite_utils.Database, sources: _Rows, channels: _Rows) -> list[str]:
    """Sources that are held, and whose places in the registry are others than those that the archive knows."""
    held = db.conn.execute("SELECT source_id FROM holds WHERE ended_at IS NULL").fetchall()
    found = []
    for (source_id,) in held:
        before = set(
            db.conn.execute(
                "SELECT '', homepage, hosts FROM sources WHERE id = ? UNION ALL SELECT id, address, until FROM channels"
                " WHERE source_id = ? AND closed_at IS NULL",
                [source_id, source_id],
            )
        )
        row = sources.get(source_id)
        homes = {("", row[_SOURCE.index("homepage")], row[_SOURCE.index("hosts")])} if row else set()
        places = ("id", "address", "until")
        after = {
            tuple(one[_CHANNEL.index(name)] for name in places) for one in channels.values() if one[1] == source_id
        }
        if before != homes | after:
            found.append(source_id)
    return found


def _write_states(db: sqlite_utils.Database, sources: Iterable[Source]) -> int:
    wanted = {(source.id, state) for source in sources for state in source.states}
    known = set(db.conn.execute("SELECT source_id, state FROM source_states"))
    # Of a source that left the registry the states stay, like all that is known of it.
    mine = {source_id for source_id, _ in wanted}
    gone = [row for row in known - wanted if row[0] in mine]
    db.conn.executemany("DELETE FROM source_states WHERE source_id = ? AND state = ?", gone)
    db.conn.executemany("INSERT INTO source_states VALUES (?, ?)", sorted(wanted - known))
    return len(gone) + len(wanted - known)


def _source(source: Source) -> tuple[Any, ...]:
    return (
        source.id, source.name, source.level, source.number, " ".join(source.states) or None, source.homepage,
        " ".join(source.hosts) or None, source.language, source.timezone, source.parent, source.installation,
        source.note,
    )  # fmt: skip


def _channel(channel: Channel, sites: Sites) -> tuple[Any, ...]:
    return (
        channel.id, channel.source_id, channel.family, channel.address,
        json.dumps(dict(channel.hint), ensure_ascii=False, sort_keys=True),
        channel.since.isoformat() if channel.since else None, channel.until.isoformat() if channel.until else None,
        channel.note, canonical(channel.address, sites),
    )  # fmt: skip


def _watch(watch: Watch) -> tuple[Any, ...]:
    return watch.id, watch.query, watch.mode, " ".join(watch.carriers), watch.quiet, watch.cap, watch.note
