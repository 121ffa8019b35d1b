"""What is said of a post that is withheld: its number, its source, its day, since when and why; none of its words."""

from __future__ import annotations

from dataclasses import dataclass

from datasette.database import Database

#: A chain of merges is short; this ends one that a damaged database makes endless.
_LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One withheld post, as the view tombstones has it."""

    item_id: int
    source_id: str
    source: str
    published_on: str | None
    first_seen_at: str
    withheld_at: str
    reason: str
    requested_by: str | None

    @property
    def sentence(self) -> str:
        """For files, which have no page around them."""
        asked = f" at the request of {self.requested_by}" if self.requested_by else ""
        return f"Post {self.item_id} of {self.source} is withheld since {self.withheld_at[:10]}{asked}: {self.reason}"


async def tombstone_of(db: Database, item_id: int) -> Tombstone | None:
    """The tombstone of a post, or of the post that it turned out to be; None where it is not withheld."""
    if "tombstones" not in {*await db.view_names(), *await db.table_names()}:
        return None  # a public build that was made without any
    for _ in range(_LONGEST_CHAIN):
        sql = """select item_id, source_id, source, published_on, first_seen_at, withheld_at, reason, requested_by
            from tombstones where item_id = :id"""
        row = (await db.execute(sql, {"id": item_id})).first()
        if row is not None:
            return Tombstone(*row)
        led = (await db.execute("select merged_into from item_rows where id = :id", {"id": item_id})).first()
        if led is None or led[0] is None:
            return None
        item_id = led[0]
    return None
