"""The versions of a post's words, each with what changed since the one before, ready to be set in type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.database import Database

from web.differences import Paragraph, paragraphs

#: versions that the page of an item shows; the table has all
MOST = 30


@dataclass(frozen=True, slots=True)
class Version:
    """One wording. number: 1 for the first. because: why there is it, as a word of the archive's, or None.

    changed: where and what; empty for the first one, and where that was not noted.
    """

    number: int
    seen_at: str
    title: str | None
    word_count: int
    because: str | None
    sha256: str | None
    changed: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """The newest versions, the newest first; count: how many there are in all."""

    shown: tuple[Version, ...]
    count: int


async def versions_of(db: Database, item_id: int) -> Versions:
    """All of one item, up to MOST. A public build has no bodies, and may lack the differences, which quote them."""
    known = set(await db.table_columns("revisions"))
    wanted = [name for name in ("because", "difference", "fetched_sha256") if name in known]
    columns = ", ".join(["seen_at", "title", "word_count", *wanted])
    sql = f"select {columns} from revisions where item_id = :id order by seen_at desc, id desc limit {MOST}"
    rows = [dict(row) for row in (await db.execute(sql, {"id": item_id})).rows]
    count = len(rows)
    if count == MOST:
        count = (await db.execute("select count(*) from revisions where item_id = :id", {"id": item_id})).first()[0]
    return Versions(tuple(_version(row, count - place) for place, row in enumerate(rows)), count)


def _version(row: dict[str, Any], number: int) -> Version:
    changed = tuple(paragraphs(row.get("difference")))
    because, sha256 = row.get("because"), row.get("fetched_sha256")
    return Version(number, row["seen_at"], row["title"], row["word_count"] or 0, because, sha256, changed)
