"""The times at which events take place, for calendar files: of all sources, of one, of one item, of some items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from datasette.database import Database

from web.icalendar_file import MOST_TIMES
from web.reading import IS_FOREIGN

#: kinds of posts that take place at a time
WITH_A_TIME = ("event", "training")
#: what was lately still stands in a calendar
_LATELY = timedelta(days=31)

# Nobody is led to where somebody else's page or site stands.
_SELECT = f"""select i.id, iif(i.status = 'hijacked' or {IS_FOREIGN}, null, i.url) as url, i.source_id,
    s.name as source_name, t.title, t.teaser, i.updated_at, i.first_seen_at,
    o.starts_at, o.ends_at, e.all_day, coalesce(e.timezone, s.timezone) as zone, e.status, e.venue, e.street_address,
    iif({IS_FOREIGN}, null, e.registration_url) as registration_url,
    (select count(*) from occurrences n where n.item_id = i.id) as times,
    (select count(*) from event_changes c where c.item_id = i.id) as changes,
    (select max(c.changed_at) from event_changes c where c.item_id = i.id) as changed_at
    from occurrences o cross join events e on e.item_id = o.item_id
    cross join item_rows i on i.id = o.item_id and i.shown = 1
    join sources s on s.id = i.source_id join texts t on t.id = i.text_id"""


async def times_of_all(db: Database, source_id: str | None = None) -> list[Any]:
    """Times from a month ago on, the next first; where there are few of them, those before as well."""
    return await _around_now(db, " and i.source_id = :source" if source_id else "", {"source": source_id})


async def times_of_items(db: Database, item_ids: Sequence[int]) -> list[Any]:
    """The same of certain items."""
    numbers = ", ".join(str(int(item_id)) for item_id in item_ids) or "null"
    return await _around_now(db, f" and o.item_id in ({numbers})", {})


async def _around_now(db: Database, where: str, values: dict[str, Any]) -> list[Any]:
    since = (datetime.now(UTC) - _LATELY).isoformat(timespec="seconds").replace("+00:00", "Z")
    values = {**values, "since": since, "most": MOST_TIMES}
    sql = f"{_SELECT} where o.starts_at >= :since{where} order by o.starts_at, o.item_id limit :most"
    coming = list((await db.execute(sql, values)).rows)
    if len(coming) >= MOST_TIMES:
        return coming
    values["most"] = MOST_TIMES - len(coming)
    sql = f"{_SELECT} where o.starts_at < :since{where} order by o.starts_at desc, o.item_id limit :most"
    return [*reversed(list((await db.execute(sql, values)).rows)), *coming]


async def source_named(db: Database, source_id: str) -> str | None:
    """The full name of a source; None where there is none of that id."""
    row = (await db.execute("select name from sources where id = :id", {"id": source_id})).first()
    return row["name"] if row else None


async def changes_of(db: Database, item_id: int) -> list[Any]:
    """What was told of an event before it was changed, the last change first."""
    sql = """select changed_at, starts_at, ends_at, all_day, timezone, status, venue, street_address, dropped
        from event_changes where item_id = :id order by changed_at desc limit 50"""
    return list((await db.execute(sql, {"id": item_id})).rows)
