"""All that the page of one item shows, read from the archive's views and tables. Knows no HTML and no requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from datasette.database import Database

from web.captured import Captured, captured
from web.happenings import changes_of
from web.mentioned import Mentioned, mentioned_in
from web.parts import Parts, parts_of
from web.printings import Printings, printings_of, translations_of
from web.related import related_to
from web.revisions import Versions, versions_of

#: A chain of merges is short; this ends one that a damaged database makes endless.
_LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Description:
    """item: its row of the view items, with source_name, source_homepage, timezone and level; body is None where the
    archive is a public build, has_bodies says so. published_on is the first day of a month or a year, too."""

    item: dict[str, Any]
    has_bodies: bool
    addresses: list[Any]
    channels: list[Any]
    #: changes of its status, the last one first
    statuses: list[Any]
    event: Any | None
    occurrences: list[Any]
    #: what was told of the event before it was changed
    changes: list[Any]
    parts: Parts
    versions: Versions
    printings: Printings | None
    translations: list[Any]
    mentioned: Mentioned
    related: list[Any]
    captures: Captured


async def item_of(db: Database, item_id: int) -> dict[str, Any] | int | None:
    """One item as in Description; the id it was merged into, if it is out of sight for that; None if there is none."""
    sql = """select i.*, s.name as source_name, s.homepage as source_homepage, s.timezone, s.level
        from items i join sources s on s.id = i.source_id where i.id = :id"""
    row = (await db.execute(sql, {"id": item_id})).first()
    if row is None:
        return await _merged_into(db, item_id)
    item = dict(row)
    if "noindex" in await db.table_columns("item_rows"):
        item |= dict((await db.execute("select noindex from item_rows where id = :id", {"id": item_id})).first())
    day = item["published_on"] or _first_day(item)
    return {"body": None, "extract": None, "noindex": 0, **item, "published_on": day}


async def described(db: Database, item: dict[str, Any]) -> Description:
    """All of an item that item_of gave."""
    key = {"id": item["id"]}

    async def rows(sql: str) -> list[Any]:
        return list((await db.execute(sql, key)).rows)

    events = await rows("select * from events where item_id = :id")
    translations = await translations_of(db, item["id"])
    return Description(
        item=item,
        has_bodies="body" in await db.table_columns("items"),
        addresses=await rows("select url from addresses where item_id = :id order by first_seen_at, url limit 50"),
        channels=await rows(
            """select a.channel_id, a.first_seen_at, a.last_seen_at, c.address from appearances a
            join channels c on c.id = a.channel_id where a.item_id = :id order by a.first_seen_at limit 50"""
        ),
        statuses=await rows(
            """select at, before, status, reason, evidence, url from status_changes where item_id = :id
            order by at desc, id desc limit 20"""
        ),
        event=events[0] if events else None,
        occurrences=await rows(
            "select starts_at, ends_at from occurrences where item_id = :id order by starts_at limit 100"
        ),
        changes=await changes_of(db, item["id"]) if events else [],
        parts=await parts_of(db, item["id"]),
        versions=await versions_of(db, item["id"]),
        printings=await printings_of(db, item["id"], item["story_id"]),
        translations=translations,
        mentioned=await mentioned_in(db, item["id"]),
        related=await related_to(db, item, [row["id"] for row in translations]),
        captures=await captured(db, item["id"]),
    )


def _first_day(item: dict[str, Any]) -> str | None:
    """The view items leaves out days that stand for a month or a year; they start at published_at, in local time."""
    if item["published_precision"] not in ("month", "year") or not item["published_at"]:
        return None
    try:
        at = datetime.fromisoformat(item["published_at"].replace("Z", "+00:00"))
        return at.astimezone(ZoneInfo(item["timezone"] or "UTC")).date().isoformat()
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return str(item["published_at"])[:10]


async def _merged_into(db: Database, item_id: int) -> int | None:
    """The item at the end of the chain of merges, if there is one that is shown."""
    for _ in range(_LONGEST_CHAIN):
        row = (await db.execute("select merged_into, shown from item_rows where id = :id", {"id": item_id})).first()
        if row is None:
            return None
        if row["shown"]:
            return item_id
        if row["merged_into"] is None:
            return None
        item_id = row["merged_into"]
    return None
