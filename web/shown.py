"""Hits with what a list shows of them: the post's row, and on how many sites its story stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasette.database import Database

from web.reading import listed
from web.searching import Hit


async def rows_of(db: Database, hits: Sequence[Hit]) -> list[tuple[Hit, dict[str, Any]]]:
    """Pairs of hit and row. The row also has story_id, and how many sources and posts carry it (…_count)."""
    rows = await listed(db, [hit.item_id for hit in hits])
    stories = await _stories(db, [hit.story_id for hit in hits if hit.story_id is not None])
    alone = {"source_count": 1, "item_count": 1}
    return [
        (hit, {**dict(rows[hit.item_id]), "story_id": hit.story_id, **stories.get(hit.story_id or 0, alone)})
        for hit in hits
        if hit.item_id in rows
    ]


async def _stories(db: Database, story_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    numbers = ", ".join(str(int(number)) for number in story_ids) or "null"
    sql = f"select id, source_count, item_count from stories where id in ({numbers})"
    return {
        row["id"]: {"source_count": row["source_count"], "item_count": row["item_count"]}
        for row in (await db.execute(sql)).rows
    }
