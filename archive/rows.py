"""One row of item_rows, read and written; the shape in which keeping, merging and rejecting know an item."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import sqlite_utils

from archive.changes import Words
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
    kind_because: str | None
    language: str | None
    published_at: str | None
    published_precision: str
    published_from: str | None
    published_earliest: str | None
    published_latest: str | None
    published_on: str | None
    published_flag: str | None
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
    target: str | None = None
    canonical_url: str | None = None
    noindex: int = 0

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
            flag=self.published_flag,  # type: ignore[arg-type]
        )


#: what is asked when stories are told: whose change means that an item's story is asked for again
_TOLD_BY = frozenset(
    "source_id url text_id author kind language target canonical_url shown first_seen_at published_at"
    " published_precision published_from published_on published_flag".split()
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


def match_again(db: sqlite_utils.Database, *item_ids: int) -> None:
    """Have it asked at the run's end which story these items carry."""
    ids = [(item_id,) for item_id in item_ids]
    db.conn.executemany("UPDATE item_rows SET to_match = 1 WHERE id = ? AND to_match = 0", ids)


def update_row(db: sqlite_utils.Database, before: ItemRow, after: ItemRow) -> frozenset[str]:
    """Write the columns that differ, and say which."""
    changed = [name for name in _NAMES if getattr(before, name) != getattr(after, name)]
    if changed:
        sets = ", ".join(f"{name} = ?" for name in changed)
        if not _TOLD_BY.isdisjoint(changed):
            sets += ", to_match = 1"
        values = [getattr(after, name) for name in changed]
        db.conn.execute(f"UPDATE item_rows SET {sets} WHERE id = ?", [*values, before.id])
    return frozenset(changed)
