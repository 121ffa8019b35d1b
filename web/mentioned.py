"""What a post is about, and whom and where it names: topics, bodies, places, as `scrapy enrich` found them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.database import Database


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Rows: topics (topic, label, label_es), bodies (name, source_id or None), places (place, state)."""

    topics: list[Any]
    bodies: list[Any]
    places: list[Any]


async def mentioned_in(db: Database, item_id: int) -> Mentioned:
    """All of one item, with bounds that no honest post reaches. A body that is named twice stands here once."""

    async def rows(sql: str) -> list[Any]:
        return list((await db.execute(sql, {"id": item_id})).rows)

    return Mentioned(
        topics=await rows(
            """select distinct i.topic, coalesce(t.label, i.topic) as label, coalesce(t.label_es, i.topic) as label_es
            from item_topics i left join topics t on t.topic = i.topic where i.item_id = :id
            order by t.position is null, t.position, i.topic limit 30"""
        ),
        bodies=await rows(
            """select min(name) as name, source_id from mentions where item_id = :id
            group by coalesce(source_id, name) order by name collate nocase limit 60"""
        ),
        places=await rows(
            """select distinct place, state from item_places where item_id = :id
            order by state, place collate nocase limit 60"""
        ),
    )
