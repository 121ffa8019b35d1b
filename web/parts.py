"""What stands in a post beside its words: its pictures, documents, links and tags; where its fields were read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from datasette.database import Database

#: Where a field was read; the words behind `field_origins.origin`.
READ_FROM = {
    "feed": "the feed",
    "api": "the site’s posts API",
    "list": "the list of posts",
    "sitemap": "the sitemap",
    "calendar": "the calendar",
    "json_ld": "the page’s structured data",
    "microdata": "the page’s marks for machines (microdata)",
    "rdfa": "the page’s marks for machines (RDFa)",
    "meta": "the page’s meta data",
    "title": "the page’s title bar",
    "structure": "the page itself",
    "text": "a line of the page",
    "general": "the page itself, by a general reader",
}
_PICTURES = "select url, caption, alt, gone_at from item_pictures where item_id = :id"
_LINKS = "select url, text, gone_at from item_links where item_id = :id and is_file ="


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows as the page of an item shows them; what is gone from the post comes last."""

    pictures: list[Any]
    files: list[Any]
    links: list[Any]
    tags: list[Any]
    origins: list[Any]


async def parts_of(db: Database, item_id: int) -> Parts:
    """All of one item, with bounds that no honest post reaches."""
    rows = _asking(db, item_id)
    last = "order by gone_at is not null, position limit"
    return Parts(
        pictures=await rows(f"{_PICTURES} {last} 60"),
        files=await rows(f"{_LINKS} 1 {last} 60"),
        links=await rows(f"{_LINKS} 0 {last} 220"),
        tags=await rows(
            "select tag from item_tags where item_id = :id and gone_at is null order by tag collate nocase limit 60"
        ),
        origins=await rows(
            """select origin, group_concat(field, ', ') as fields
            from (select field, origin from field_origins where item_id = :id order by field)
            group by origin order by fields"""
        ),
    )


def _asking(db: Database, item_id: int) -> Callable[[str], Awaitable[list[Any]]]:
    async def rows(sql: str) -> list[Any]:
        return list((await db.execute(sql, {"id": item_id})).rows)

    return rows
