"""The story of a post: what it is a printing of, and who else printed it. Reads the view printings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasette.database import Database

from web.reading import listed

#: printings that the page of an item shows; the page of the story has all
MOST = 10


@dataclass(frozen=True, slots=True)
class Printings:
    """Rows of the view printings. own: this post. original: the first printing, None if that is this post or out of
    sight. others: some of the others, in the order in which they came; undated: those of them without a day, by id, as
    lists show them. count: how many others there are."""

    story_id: int
    own: Any
    original: Any | None
    others: tuple[Any, ...]
    undated: Mapping[int, Any]
    count: int


async def printings_of(db: Database, item_id: int, story_id: int | None) -> Printings | None:
    """The story of an item; None where it has none, or is its only printing."""
    if story_id is None:
        return None
    sql = "select original_item_id, item_count from stories where id = :story"
    story = (await db.execute(sql, {"story": story_id})).first()
    if story is None:
        return None
    sql = f"""select id from item_rows where story_id = :story and id <> :id and shown = 1
        order by sorted_at, id limit {MOST}"""
    others = [row[0] for row in (await db.execute(sql, {"story": story_id, "id": item_id})).rows]
    if not others:
        return None
    rows = await _rows(db, story_id, {item_id, story["original_item_id"] or item_id, *others})
    original = rows.get(story["original_item_id"]) if story["original_item_id"] != item_id else None
    found = tuple(rows[other] for other in others if other in rows)
    undated = [row["item_id"] for row in found if row["published_on"] is None]
    posts = await listed(db, undated) if undated else {}
    return Printings(story_id, rows.get(item_id), original, found, posts, max(story["item_count"] - 1, len(found)))


async def _rows(db: Database, story_id: int, item_ids: set[int]) -> dict[int, Any]:
    numbers = ", ".join(str(int(number)) for number in item_ids)
    sql = f"""select item_id, source_id, source, title, published_on, first_seen_at, days_after, role, likeness,
        words_added, words_left_out, because, is_original from printings
        where story_id = :story and item_id in ({numbers})"""
    return {row["item_id"]: row for row in (await db.execute(sql, {"story": story_id})).rows}


async def translations_of(db: Database, item_id: int) -> list[Any]:
    """Posts that say the same in another language."""
    sql = """select other as id, language, title, because, source_id, source from (
            select x.other_item_id as other, x.because from translations x where x.item_id = :id
            union select y.item_id, y.because from translations y where y.other_item_id = :id) x
        join latest_posts p on p.id = x.other limit 20"""
    return list((await db.execute(sql, {"id": item_id})).rows)
