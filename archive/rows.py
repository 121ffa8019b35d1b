"""One row of item_rows, read and written; the shape in which keeping, merging and rejecting know an item."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

import sqlite_utils

from archive.changes import Words, better_date
from archive.times import instant
from items import Moment


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as it is kept: the columns of item_rows by their names."""

    id: int
    source_id: str
    url: str
    text_id: int
    author: str | None
    kind: str | None
    language: str | None
    published_at: str | None
    published_precision: str
    published_from: str | None
    published_earliest: str | None
    published_latest: str | None
    published_on: str | None
    updated_at: str | None
    first_seen_at: str
    last_seen_at: str
    last_read_at: str | None
    status: str
    status_at: str | None
    external_id: str | None
    installation: str | None
    backfill: int
    fetched_url: str | None
    fetched_at: str | None
    fetched_sha256: str | None
    rejected_at: str | None
    shown: int
    sorted_at: str

    @property
    def published(self) -> Moment | None:
        """The date as a value; None where only bounds are known."""
        if self.published_at is None or self.published_on is None:
            return None
        return Moment(
            instant(self.published_at),
            self.published_precision,  # type: ignore[arg-type]
            self.published_from,  # type: ignore[arg-type]
            date.fromisoformat(self.published_on),
        )


_NAMES = tuple(field.name for field in fields(ItemRow))
_SELECT = f"SELECT {', '.join(_NAMES)} FROM item_rows WHERE id = ?"
_INSERT = f"INSERT INTO item_rows ({', '.join(_NAMES[1:])}) VALUES ({', '.join('?' * (len(_NAMES) - 1))})"


def read_row(db: sqlite_utils.Database, item_id: int) -> ItemRow:
    """The row of an item that is there."""
    return ItemRow(*db.conn.execute(_SELECT, [item_id]).fetchone())


def read_words(db: sqlite_utils.Database, text_id: int) -> Words:
    """The words behind a text_id."""
    return Words(*db.conn.execute("SELECT title, teaser, body FROM texts WHERE id = ?", [text_id]).fetchone())


def insert_row(db: sqlite_utils.Database, row: ItemRow) -> int:
    """Write a new row, whatever its id says; returns the id that it got."""
    return int(db.conn.execute(_INSERT, [getattr(row, name) for name in _NAMES[1:]]).lastrowid or 0)


def update_row(db: sqlite_utils.Database, before: ItemRow, after: ItemRow) -> frozenset[str]:
    """Write the columns that differ, and say which."""
    changed = [name for name in _NAMES if getattr(before, name) != getattr(after, name)]
    if changed:
        sets = ", ".join(f"{name} = ?" for name in changed)
        values = [getattr(after, name) for name in changed]
        db.conn.execute(f"UPDATE item_rows SET {sets} WHERE id = ?", [*values, before.id])
    return frozenset(changed)


def with_date(row: ItemRow, given: Moment | None, given_on: str | None, at: str | None) -> ItemRow:
    """The row with the better of two dates, its bounds and its place in lists.

    given_on, at: the date's day in the source's zone and its instant, as text. Without any date our first sight of
    the item is the latest time at which it can have been published.
    """
    known = row.published
    best = better_date(known, given)
    if best is None:
        latest = min(row.published_latest or row.first_seen_at, row.first_seen_at)
        return replace(row, published_precision="bounded", published_latest=latest, sorted_at=latest)
    if best is not known and given is not None:
        row = replace(
            row,
            published_at=at,
            published_precision=given.precision,
            published_from=given.origin,
            published_on=given_on,
        )
    return replace(row, published_earliest=None, published_latest=None, sorted_at=row.published_at or row.first_seen_at)
