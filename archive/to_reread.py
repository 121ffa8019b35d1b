"""Which kept documents are to be read anew, the oldest first, each with all the posts that it proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlite_utils

from archive.captures import Capture, capture

_WANTED = (
    " FROM captures AS c JOIN item_rows AS i ON i.id = c.item_id WHERE c.because IS NULL AND c.kind != 'none'"
    " AND c.file IS NOT NULL AND i.merged_into IS NULL AND i.id NOT IN (SELECT item_id FROM withheld)"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which documents: of these channels and items (all where both are empty), fetched since a stamp, and only those
    that other readers have read than the ones marked; None takes all."""

    channels: Sequence[str] = ()
    items: Sequence[int] = ()
    since: str | None = None
    not_by: str | None = None

    def where(self) -> tuple[str, list[object]]:
        """SQL for the rows and its values."""
        parts, values = [""], []
        for column, names in (("c.channel_id", self.channels), ("c.item_id", self.items)):
            if names:
                parts.append(f"{column} IN ({', '.join('?' * len(names))})")
                values += list(names)
        if self.channels and self.items:
            parts = ["", f"({' OR '.join(parts[1:])})"]
        if self.since:
            parts.append("c.fetched_at >= ?")
            values.append(self.since)
        if self.not_by:
            parts.append("c.read_by IS NOT ?")
            values.append(self.not_by)
        return _WANTED + " AND ".join(parts), values


def count_documents(db: sqlite_utils.Database, choice: Choice) -> int:
    """How many documents there are to read."""
    where, values = choice.where()
    row = db.conn.execute(f"SELECT count(*) FROM (SELECT DISTINCT c.file, c.offset{where})", values).fetchone()
    return int(row[0])


def documents(db: sqlite_utils.Database, choice: Choice) -> Iterator[list[Capture]]:
    """Rows of one document each. The list is made at the start, so that rows may be marked meanwhile."""
    where, values = choice.where()
    found = db.conn.execute(
        f"SELECT group_concat(c.id){where} GROUP BY c.file, c.offset ORDER BY min(c.fetched_at), min(c.id)", values
    ).fetchall()
    for (ids,) in found:
        yield [capture(db, int(one)) for one in ids.split(",")]
