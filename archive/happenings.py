"""Events into rows: when and where, each time that they take place, and what was told before it changed.

A channel changes an event only by what it newly says, as with words: two channels that disagree would otherwise move it
to and fro with every visit. What is replaced stays readable in event_changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

import sqlite_utils

from archive.times import stamp, stamp_or_none
from items import Event

#: occurrences of one event that are kept from one sighting
MOST_OCCURRENCES = 1000
#: who is believed at the first word, where another has spoken already
_RANK = {"calendar": 3, "page": 2, "list": 1}
#: given by its calendar's silence, never by a calendar's word
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of an event: the columns of events in their order, behind item_id."""

    starts_at: str | None
    ends_at: str | None
    all_day: int
    timezone: str | None
    rrule: str | None
    status: str | None
    venue: str | None
    street_address: str | None
    registration_url: str | None


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells: the channel, in which manner (calendar, page, list), and when."""

    channel_id: str
    manner: str
    at: str


@dataclass(frozen=True, slots=True)
class _Telling:
    """What one channel told last."""

    mark: str | None = None
    status: str | None = None
    times: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Say:
    """How much a statement may change. last_times: the repetitions that the same channel told before."""

    is_news: bool
    is_series: bool
    keep_times: bool
    last_times: frozenset[str]
    at: str


_COLUMNS = tuple(field.name for field in fields(Told))
_TIMES = ("starts_at", "ends_at", "all_day")
Spans = dict[str, str | None]


def keep_event(db: sqlite_utils.Database, item_id: int, event: Event, teller: Teller) -> bool:
    """Write what a channel says of an event; what it does not say stays as it was. Returns whether anything changed."""
    before, known = read_event(db, item_id), read_occurrences(db, item_id)
    last, rank, told_at = _tellings(db, item_id, teller)
    given, spans = _told(event), _spans(event)
    if given.status is None and last.status == "cancelled":  # it takes place after all
        given = replace(given, status="confirmed")
    is_series = bool(event.rrule or event.occurrences)
    mark = _mark(given, is_series)
    # One time, where others told several, says nothing of the rest: pages print the next date only.
    is_next_only = not is_series and len(known) > 1 and last.mark is None
    say = _Say(
        is_news=before is None or (last.mark != mark if last.mark else _RANK[teller.manner] > rank),
        is_series=is_series,
        keep_times=is_next_only,
        last_times=last.times,
        at=teller.at,
    )
    after, dropped = _after(before, given, say), list[str]()
    if spans and not is_next_only:
        after, dropped = _keep_times(db, item_id, known, spans, after, say)
    _note(db, item_id, teller, _Telling(mark, given.status, frozenset(spans) if is_series else frozenset()), last)
    if before == after and not dropped and read_occurrences(db, item_id) == known:
        return False
    # What two channels say in one crawl is one look at the event, of which the better one counts; nothing was moved.
    if before is not None and told_at != teller.at and (dropped or _loses(before, after, is_series)):
        keep_change(db, item_id, before, teller.at, teller.channel_id, dropped)
    write_event(db, item_id, after)
    return True


def read_event(db: sqlite_utils.Database, item_id: int) -> Told | None:
    """What holds of an event now."""
    row = db.conn.execute(f"SELECT {', '.join(_COLUMNS)} FROM events WHERE item_id = ?", [item_id]).fetchone()
    return Told(*row) if row else None


def read_occurrences(db: sqlite_utils.Database, item_id: int) -> Spans:
    """Start and end of each time that it takes place."""
    return dict(db.conn.execute("SELECT starts_at, ends_at FROM occurrences WHERE item_id = ?", [item_id]).fetchall())


def write_event(db: sqlite_utils.Database, item_id: int, told: Told) -> None:
    """Make this what holds."""
    sets = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS)
    db.conn.execute(
        f"INSERT INTO events (item_id, {', '.join(_COLUMNS)}) VALUES (?, {', '.join('?' * len(_COLUMNS))})"
        f" ON CONFLICT (item_id) DO UPDATE SET {sets}",
        [item_id, *(getattr(told, column) for column in _COLUMNS)],
    )


def keep_change(
    db: sqlite_utils.Database, item_id: int, before: Told, at: str, channel_id: str, dropped: list[str] | None = None
) -> None:
    """Keep what was told until now. Of several changes in one crawl the first counts: the others lasted no time."""
    db.conn.execute(
        f"INSERT OR IGNORE INTO event_changes (item_id, changed_at, channel_id, {', '.join(_COLUMNS)}, dropped)"
        f" VALUES (?, ?, ?, {', '.join('?' * len(_COLUMNS))}, ?)",
        [
            item_id, at, channel_id, *(getattr(before, column) for column in _COLUMNS),
            json.dumps(sorted(dropped)) if dropped else None,
        ],
    )  # fmt: skip


# ---- what is told ---------------------------------------------------------------------------------------------------
def _told(event: Event) -> Told:
    return Told(
        stamp_or_none(event.starts_at), stamp_or_none(event.ends_at), int(event.all_day), event.timezone, event.rrule,
        event.status, event.venue, event.street_address, event.registration_url,
    )  # fmt: skip


def _spans(event: Event) -> Spans:
    times: list[tuple[datetime, datetime | None]] = list(event.occurrences[:MOST_OCCURRENCES])
    if not times and event.starts_at is not None:
        times = [(event.starts_at, event.ends_at)]
    return {stamp(start): stamp_or_none(end) for start, end in times}


def _mark(told: Told, is_series: bool) -> str:
    """A short hash. The times of a series that is listed one by one roll on by themselves; they are compared apart."""
    rolls = is_series and told.rrule is None
    values = [getattr(told, name) for name in _COLUMNS if not (rolls and name in _TIMES)]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def _tellings(db: sqlite_utils.Database, item_id: int, teller: Teller) -> tuple[_Telling, int, str | None]:
    """What this channel told last in this manner; the rank of the best who ever told; when anything was told last."""
    last, rank, told_at = _Telling(), 0, None
    for channel, manner, mark, at, status, times in db.conn.execute(
        "SELECT channel_id, manner, mark, told_at, status, times FROM event_tellings WHERE item_id = ?", [item_id]
    ):
        rank, told_at = max(rank, _RANK.get(manner, 0)), max(told_at or at, at)
        if (channel, manner) == (teller.channel_id, teller.manner):
            last = _Telling(mark, status, frozenset(json.loads(times or "[]")))
    return last, rank, told_at


def _note(db: sqlite_utils.Database, item_id: int, teller: Teller, told: _Telling, last: _Telling) -> None:
    if told == last:
        return
    db.conn.execute(
        "INSERT INTO event_tellings (item_id, channel_id, manner, mark, told_at, status, times)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item_id, channel_id, manner) DO UPDATE SET mark = excluded.mark,"
        " told_at = excluded.told_at, status = excluded.status, times = excluded.times",
        [
            item_id, teller.channel_id, teller.manner, told.mark, teller.at, told.status,
            json.dumps(sorted(told.times)) if told.times else None,
        ],
    )  # fmt: skip


# ---- what follows ---------------------------------------------------------------------------------------------------
def _after(before: Told | None, given: Told, say: _Say) -> Told:
    """What holds after a statement. Start, end and "all day" are one: half of an old one makes no sense."""
    if before is None:
        return given
    merged: dict[str, object] = {}
    for name in _COLUMNS:
        old, new = getattr(before, name), getattr(given, name)
        merged[name] = (new if new is not None else old) if say.is_news else (old if old is not None else new)
    if before.status == WITHDRAWN:  # it is shown again
        merged["status"] = given.status
    take = given.starts_at is not None and (before.starts_at is None or (say.is_news and not say.keep_times))
    times: Mapping[str, object] = {name: getattr(given if take else before, name) for name in _TIMES}
    after = replace(before, **{**merged, **times})  # type: ignore[arg-type]
    if take and given.starts_at == before.starts_at and given.ends_at is None and given.all_day == before.all_day:
        after = replace(after, ends_at=before.ends_at)
    return after


def _keep_times(
    db: sqlite_utils.Database, item_id: int, known: Spans, spans: Spans, after: Told, say: _Say
) -> tuple[Told, list[str]]:
    """Write the occurrences after a statement; returns those to come that it took out. A series keeps its past."""
    if not say.is_series:
        if say.is_news or not known:
            spans = {after.starts_at: after.ends_at} if after.starts_at else spans
            gone = [start for start in known if start not in spans]
            _write_times(db, item_id, known, spans, gone)
            return after, gone if len(known) > 1 else []
        return after, []
    gone = [start for start in known if start not in spans and start >= min(*spans, say.at)]
    if not (say.is_news and after.rrule is not None) and not (say.is_news and len(known) == 1):
        gone = [start for start in gone if start in say.last_times]  # what other channels told is theirs to take out
    _write_times(db, item_id, known, spans, gone)
    if after.rrule is None:
        left = {**{start: end for start, end in known.items() if start not in gone}, **spans}
        after = replace(after, starts_at=min(left), ends_at=left[min(left)])
    return after, [start for start in gone if start >= say.at]


def _write_times(db: sqlite_utils.Database, item_id: int, known: Spans, spans: Spans, gone: list[str]) -> None:
    new = [(item_id, start, end) for start, end in spans.items() if start not in known or known[start] != end]
    db.conn.executemany("DELETE FROM occurrences WHERE item_id = ? AND starts_at = ?", [(item_id, one) for one in gone])
    db.conn.executemany(
        "INSERT INTO occurrences (item_id, starts_at, ends_at) VALUES (?, ?, ?)"
        " ON CONFLICT (item_id, starts_at) DO UPDATE SET ends_at = coalesce(excluded.ends_at, ends_at)",
        new,
    )


def _loses(before: Told, after: Told, is_series: bool) -> bool:
    """Whether something that was told is no longer said. The start of a series that is listed one by one rolls on."""
    rolls = is_series and after.rrule is None
    return any(
        (old := getattr(before, name)) is not None and old != getattr(after, name)
        for name in _COLUMNS
        if not (rolls and name in _TIMES)
    )
