"""Undated items get bounds out of the numbers of their installation; `archive.numbers.neighbours` decides, this writes.

Computed over a whole installation, after a crawl that changed something of it. The outcome depends on what the archive
holds and on nothing else: the same archive gives the same bounds, and where they are as before nothing is written.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import sqlite_utils

from archive.dating import CHANGED_BY
from archive.numbers.neighbours import NONE, Bounds, Node, bounds_of
from archive.numbers.places import in_dense_runs, order_of, places
from archive.times import stamp
from archive.transactions import transaction
from archive.wording import settle

T = TypeVar("T")

#: families whose numbers are known to grow with time, over all hosts of an installation
FAMILIES = ("openatrium",)
#: where a date stands that says nothing of when the page was entered
_NO_ENTRY = {"address", "sitemap", "neighbours", "story"}
_BY_SYSTEM = {"feed", "api"}
_AT_ONCE = 500
#: longer ones are no counter's
_LONGEST_NUMBER = 10

_ROWS = (
    f"SELECT d.external_id, i.id, i.source_id, min(i.first_seen_at, coalesce({CHANGED_BY}, i.first_seen_at)),"
    " i.published_at, i.published_precision, i.published_from,"
    " i.published_on, s.timezone, i.published_earliest, i.published_latest, i.sorted_at, i.text_id"
    " FROM identities AS d JOIN item_rows AS i ON i.id = d.item_id"
    " JOIN sources AS s ON s.id = i.source_id"
    " WHERE d.installation = ? AND i.merged_into IS NULL"
)


class _Row(NamedTuple):
    """A numbered item as far as it matters here."""

    number: int
    item_id: int
    source_id: str
    #: our first sight of it, or when the site says that it changed it, if that was before
    there_by: str
    published_at: str | None
    precision: str
    origin: str | None
    day: str | None
    timezone: str
    earliest: str | None
    latest: str | None
    sorted_at: str
    text_id: int


def bound(db: sqlite_utils.Database, changed: Collection[int] | None = None) -> int:
    """Narrow, or widen again, the bounds of undated items; returns how many items changed.

    changed: items that the crawl brought or changed: only their installations are looked at. None, or a last run that
    was killed before it came to this: all. Bounds make no revision. Raises ArchiveError.
    """
    whole = changed is None or _last_was_cut_short(db)
    with _without_looking_for_cycles():
        return sum(_bound_installation(db, name) for name in _installations(db, None if whole else changed))


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """Hundreds of thousands of small values that all live to the end: to look for cycles in them costs a third more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _last_was_cut_short(db: sqlite_utils.Database) -> bool:
    """The run before the present one, which is still open."""
    row = db.conn.execute("SELECT outcome FROM crawls WHERE outcome != 'running' ORDER BY id DESC LIMIT 1").fetchone()
    return row is not None and row[0] in {"killed", "failed"}


def _installations(db: sqlite_utils.Database, changed: Collection[int] | None) -> list[str]:
    """Installations with growing numbers to which any of the items belongs, or all."""
    families = ", ".join("?" * len(FAMILIES))
    ask = (
        "SELECT DISTINCT d.installation FROM identities AS d JOIN appearances AS a ON a.item_id = d.item_id"
        f" JOIN channels AS c ON c.id = a.channel_id WHERE c.family IN ({families})"
    )
    if changed is None:
        return sorted(name for (name,) in db.conn.execute(ask, FAMILIES))
    found: set[str] = set()
    for some in _parts(sorted(changed)):
        marks = ", ".join("?" * len(some))
        found.update(name for (name,) in db.conn.execute(f"{ask} AND d.item_id IN ({marks})", [*FAMILIES, *some]))
    return sorted(found)


def is_numbered(db: sqlite_utils.Database, installation: str) -> bool:
    """Whether the undated items of an installation get their bounds here, since its numbers grow with time."""
    families = ", ".join("?" * len(FAMILIES))
    found = db.conn.execute(
        "SELECT 1 FROM identities AS d JOIN appearances AS a ON a.item_id = d.item_id"
        f" JOIN channels AS c ON c.id = a.channel_id WHERE d.installation = ? AND c.family IN ({families}) LIMIT 1",
        [installation, *FAMILIES],
    ).fetchone()
    return found is not None


def _parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """A few hundred at a time: as many as one statement or one short transaction takes."""
    return (things[at : at + _AT_ONCE] for at in range(0, len(things), _AT_ONCE))


def _bound_installation(db: sqlite_utils.Database, installation: str) -> int:
    rows = _rows(db, installation)
    undated = {row.number: row for row in rows.values() if row.published_at is None}
    dense = in_dense_runs({row.number: row.source_id for row in rows.values()})
    found = bounds_of(_nodes(db, installation, rows, dense), dense) if undated else {}
    known = _known(db, installation)
    changes = [
        (row, bounds)
        for number, row in undated.items()
        if not _is_as_known(row, bounds := found[number], known.get(row.item_id))
    ]
    dated = [row.item_id for row in rows.values() if row.published_at is not None and row.item_id in known]
    for some in _parts(changes):
        with transaction(db):
            for row, bounds in some:
                _write(db, row, bounds)
    if dated:
        with transaction(db):
            db.conn.executemany("DELETE FROM bounds WHERE item_id = ?", [(item_id,) for item_id in dated])
    return len(changes)


def _rows(db: sqlite_utils.Database, installation: str) -> dict[int, _Row]:
    """By number; of two items with one number written in two ways the older."""
    found: dict[int, _Row] = {}
    for text, *others in db.conn.execute(_ROWS, [installation]):
        if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
            row = _Row(int(text), *others)
            if row.number not in found or row.item_id < found[row.number].item_id:
                found[row.number] = row
    return found


# ---- what is known of each number -----------------------------------------------------------------------------------
def _nodes(
    db: sqlite_utils.Database, installation: str, rows: dict[int, _Row], dense: frozenset[int]
) -> Iterator[Node]:
    listed = places(_lists(db, installation, rows), dense)
    originals = _originals(db, installation)
    for row in rows.values():
        low, high = _span(row)
        yield Node(
            row.number,
            row.source_id,
            row.there_by,
            low,
            high,
            row.origin in _BY_SYSTEM and row.precision == "minute",
            originals.get(row.item_id),
            listed.get(row.number),
            row.day or "",
        )


def _span(row: _Row) -> tuple[str | None, str | None]:
    """First and last instant of the time that an item bears, if that may be the time of its entry."""
    if row.published_at is None or row.day is None or row.origin in _NO_ENTRY:
        return None, None
    if row.precision == "minute":
        return row.published_at, row.published_at
    return _day_of(row.day, row.timezone) if row.precision == "day" else (None, None)


@lru_cache(maxsize=10_000)
def _day_of(day: str, timezone: str) -> tuple[str, str] | tuple[None, None]:
    start, zone = date.fromisoformat(day), ZoneInfo(timezone)
    try:
        first = datetime.combine(start, time(), tzinfo=zone).astimezone(UTC)
        beyond = datetime.combine(start + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    except OverflowError:  # the first and the last days that exist
        return None, None
    return stamp(first), stamp(beyond - timedelta(seconds=1))


def _lists(db: sqlite_utils.Database, installation: str, rows: dict[int, _Row]) -> list[list[int]]:
    """The numbers of each list, the newest post first."""
    numbers = {row.item_id: row.number for row in rows.values()}
    asked = db.conn.execute(
        "SELECT p.channel_id, p.seen_at, p.place, p.item_id FROM identities AS d"
        " JOIN list_places AS p ON p.item_id = d.item_id WHERE d.installation = ? ORDER BY p.channel_id",
        [installation],
    )
    return [
        order_of((seen_at, place, numbers[item_id]) for _, seen_at, place, item_id in group if item_id in numbers)
        for _, group in groupby(asked, key=lambda one: one[0])
    ]


def _originals(db: sqlite_utils.Database, installation: str) -> dict[int, str]:
    """When the original of what each item carries appeared: by its story, else the same title and words at a national
    source, whose posts are reprinted while it reprints hardly any."""
    exact = "o.published_precision IN ('minute', 'day') AND o.published_at IS NOT NULL"
    first: dict[str, str] = dict(
        db.conn.execute(
            "SELECT r.hash, min(o.published_at) FROM sources AS s JOIN item_rows AS o ON o.source_id = s.id"
            f" JOIN revision_rows AS r ON r.item_id = o.id WHERE s.level = 'national' AND {exact}"
            " AND coalesce(o.installation, '') != ? GROUP BY r.hash",
            [installation],
        ).fetchall()
    )
    found: dict[int, str] = {}
    if first:
        asked = db.conn.execute(
            "SELECT d.item_id, r.hash FROM identities AS d JOIN revision_rows AS r ON r.item_id = d.item_id"
            " WHERE d.installation = ?",
            [installation],
        )
        found = {item_id: first[mark] for item_id, mark in asked if mark in first}
    told = db.conn.execute(
        "SELECT i.id, o.published_at FROM identities AS d JOIN item_rows AS i ON i.id = d.item_id"
        " JOIN stories AS y ON y.id = i.story_id JOIN item_rows AS o ON o.id = y.original_item_id"
        f" WHERE d.installation = ? AND o.id != i.id AND o.published_flag IS NULL AND {exact}",
        [installation],
    )
    return {**found, **dict(told.fetchall())}


# ---- writing --------------------------------------------------------------------------------------------------------
_Known = tuple[str | None, str | None, str | None, str | None]


def _known(db: sqlite_utils.Database, installation: str) -> dict[int, _Known]:
    asked = db.conn.execute(
        "SELECT b.item_id, b.earliest, b.earliest_because, b.latest, b.latest_because"
        " FROM identities AS d JOIN bounds AS b ON b.item_id = d.item_id WHERE d.installation = ?",
        [installation],
    )
    return {item_id: (earliest, why, latest, why_not) for item_id, earliest, why, latest, why_not in asked}


def _as_columns(bounds: Bounds) -> _Known:
    low, high = bounds.earliest, bounds.latest
    return (*((low.at, low.because) if low else (None, None)), *((high.at, high.because) if high else (None, None)))


def _is_as_known(row: _Row, bounds: Bounds, known: _Known | None) -> bool:
    columns = _as_columns(bounds)
    same_row = row.earliest == columns[0] and row.latest == (columns[2] or row.there_by)
    return same_row and (known or (None,) * 4) == columns


def _write(db: sqlite_utils.Database, row: _Row, bounds: Bounds) -> None:
    columns = _as_columns(bounds)
    earliest, latest = columns[0], columns[2] or row.there_by
    origin = "story" if bounds.by_story else "neighbours"
    db.conn.execute(
        "UPDATE item_rows SET published_earliest = ?, published_latest = ?, sorted_at = ?, published_from = ?"
        " WHERE id = ? AND published_at IS NULL",
        [earliest, latest, latest, origin if bounds != NONE else None, row.item_id],
    )
    if bounds == NONE:
        db.conn.execute("DELETE FROM bounds WHERE item_id = ?", [row.item_id])
    else:
        db.conn.execute("INSERT OR REPLACE INTO bounds VALUES (?, ?, ?, ?, ?)", [row.item_id, *columns])
    if latest[:10] != (row.latest or row.there_by)[:10]:
        settle(db, row.text_id)
