"""Stories and how they travelled, read from the archive's views and tables. Knows no HTML and no requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from datasette.database import Database

from web.asking import whole_number
from web.charting import Chart, chart
from web.reading import IS_FOREIGN, listed

PAGE = 30
LAST_PAGE = 20
NEWEST_BESIDE = 8
#: Of a period so many of the furthest stories are looked at where the level of their original is asked for.
LOOKED_AT = 2_000
#: Rows of a story's table on its page, and in its file.
ROWS, ROWS_IN_FILE = 300, 100_000
LEVELS = {
    "national": "National", "council": "Councils", "affiliate": "Affiliates", "local": "Locals",
    "retirees": "Retirees",
}  # fmt: skip
#: words for the roles of printings
ROLES = {
    "original": "the original",
    "same": "same words",
    "retitled": "another title",
    "adapted": "adapted",
    "excerpt": "an excerpt",
}
PERIODS = {"30d": ("The last 30 days", 30), "12m": ("The last 12 months", 365)}
COLUMNS = (
    "story_id", "item_id", "source_id", "source", "level", "states", "url", "title", "published_on", "first_seen_at",
    "days_after", "role", "likeness", "words_added", "words_left_out", "because",
)  # fmt: skip
_LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stories. since, until: instants as the archive writes them, the second one beyond the end, or ''."""

    period: str = ""
    level: str = ""
    order: str = "furthest"
    page: int = 1
    since: str = ""
    until: str = ""


def read_wanted(args: Any, now: datetime) -> Wanted:
    """The filters of the page; what cannot be read counts as not said."""
    period, level = args.get("period") or "", args.get("level") or ""
    since, until = "", ""
    if period in PERIODS:
        since = (now - timedelta(days=PERIODS[period][1])).strftime("%Y-%m-%dT%H:%M:%SZ")
    elif (year := whole_number(period, 0, 9999)) and 1900 <= year <= 2100:
        period, since, until = str(year), str(year), str(year + 1)
    else:
        period = ""
    return Wanted(
        period=period,
        level=level if level in LEVELS else "",
        order="newest" if args.get("order") == "newest" else "furthest",
        page=whole_number(args.get("page"), 1, LAST_PAGE) or 1,
        since=since,
        until=until,
    )


async def find_stories(db: Database, wanted: Wanted) -> tuple[list[Any], bool]:
    """Stories of a page, as the view travelling_stories has them, and whether there are more."""
    order = {
        "furthest": "s.source_count desc, s.item_count desc, s.first_published_at desc, s.id desc",
        "newest": "s.first_published_at desc, s.id desc",
    }[wanted.order]
    period = "".join(
        f" and s.first_published_at {sign} :{name}"
        for sign, name in ((">=", "since"), ("<", "until"))
        if getattr(wanted, name)
    )
    sql = f"select s.id from stories s where s.source_count > 1{period} order by {order}"
    if wanted.level:
        sql = f"""select f.id from (select s.id, s.original_item_id, s.source_count, s.item_count, s.first_published_at
            from stories s where s.source_count > 1{period} order by {order} limit {LOOKED_AT}) f
            cross join item_rows o on o.id = f.original_item_id cross join sources c on c.id = o.source_id
            where c.level = :level order by {order.replace("s.", "f.")}"""
    values = {"since": wanted.since, "until": wanted.until, "level": wanted.level}
    bounds = {"limit": PAGE + 1, "offset": (wanted.page - 1) * PAGE}
    found = (await db.execute(f"{sql} limit :limit offset :offset", {**values, **bounds})).rows
    ids = [row[0] for row in found]
    return await _told(db, ids[:PAGE]), len(ids) > PAGE


async def newest_stories(db: Database, count: int = NEWEST_BESIDE) -> list[Any]:
    """The stories that more than one source carried, the newest first."""
    sql = """select id from stories where source_count > 1 and first_published_at is not null
        order by first_published_at desc, id desc limit :count"""
    return await _told(db, [row[0] for row in (await db.execute(sql, {"count": count})).rows])


async def _told(db: Database, ids: list[int]) -> list[Any]:
    numbers = ", ".join(map(str, ids)) or "null"
    sql = f"""select v.*, o.language, exists (select 1 from item_rows i where i.id = v.original_item_id and i.shown = 1)
        as is_shown from travelling_stories v left join item_rows o on o.id = v.original_item_id
        where v.story_id in ({numbers})"""
    rows = {row["story_id"]: row for row in (await db.execute(sql)).rows}
    return [rows[one] for one in ids if one in rows]


async def years_of(db: Database) -> list[str]:
    """The years in which travelled stories were first published, the last first."""
    sql = """select min(first_published_at), max(first_published_at) from stories
        where source_count > 1 and first_published_at is not null"""
    row = (await db.execute(sql)).first()
    first, last = as_year(row[0]), as_year(row[1])
    return [str(year) for year in range(last, first - 1, -1)] if first and last else []


def as_year(text: str | None) -> int:
    """The year at the beginning of an instant; 0 where there is none."""
    return int(text[:4]) if text and text[:4].isdigit() else 0


@dataclass(frozen=True, slots=True)
class Story:
    """One story. original: its post as lists show it, None where that is out of sight; printings: rows of the view,
    the first so many; undated: those of them without a day, by id, as lists show them; dated: how many have a day of
    their own; days: from the first to the last of them."""

    row: Any
    original: Any | None
    printings: list[Any]
    undated: Mapping[int, Any]
    by_day: Chart | None
    dated: int
    roles: Mapping[str, int]
    days: int | None
    has_bodies: bool


async def read_story(db: Database, story_id: int) -> Story | int | None:
    """One story; the one that it turned out to be; None where there is none that may be shown."""
    row = (await db.execute("select * from stories where id = :id", {"id": story_id})).first()
    if row is None:
        return None
    if row["merged_into"] is not None:
        return await _stayed(db, row["merged_into"])
    printings = await printings_of(db, story_id, ROWS)
    if not printings:
        return None
    known = [one["item_id"] for one in printings if one["is_original"]]
    original = (await listed(db, known)).get(known[0]) if known else None
    counted = await _by_day(db, story_id)
    roles = """select coalesce(role, 'same') as role, count(*) as count from item_rows
        where story_id = :id and shown = 1 group by 1"""
    days = sorted({when for when, _, _ in counted})
    return Story(
        row=row,
        original=original,
        printings=printings,
        undated=await listed(db, [one["item_id"] for one in printings if one["published_on"] is None]),
        by_day=chart(counted, list(LEVELS.items())),
        dated=sum(count for _, _, count in counted),
        roles={one["role"]: one["count"] for one in (await db.execute(roles, {"id": story_id})).rows},
        days=(date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days if days else None,
        has_bodies=await has_bodies(db),
    )


async def days_of(db: Database, story_id: int) -> Chart | None:
    """Printings by day and level of the source, as the chart shows them."""
    return chart(await _by_day(db, story_id), list(LEVELS.items()))


async def _by_day(db: Database, story_id: int) -> list[tuple[str, str, int]]:
    sql = """select i.published_on, c.level, count(*) from item_rows i join sources c on c.id = i.source_id
        where i.story_id = :id and i.shown = 1 and i.published_flag is null
        and i.published_precision in ('minute', 'day') and i.published_on is not null group by 1, 2"""
    return [(row[0], row[1], row[2]) for row in (await db.execute(sql, {"id": story_id})).rows]


async def printings_of(db: Database, story_id: int, limit: int) -> list[Any]:
    """Printings of a story: the original, then by day, those without a day last."""
    sql = f"""select {", ".join(COLUMNS)}, is_original from printings where story_id = :id
        order by is_original desc, published_on is null, published_on, first_seen_at, item_id limit :limit"""
    return list((await db.execute(sql, {"id": story_id, "limit": limit}, truncate=False)).rows)


async def has_bodies(db: Database) -> bool:
    """Whether this archive shows the texts of posts; a public build has none."""
    rows = (await db.execute("select name from pragma_table_info('items')")).rows
    return any(row["name"] == "body" for row in rows)


async def _stayed(db: Database, story_id: int) -> int | None:
    for _ in range(_LONGEST_CHAIN):
        row = (await db.execute("select merged_into from stories where id = :id", {"id": story_id})).first()
        if row is None or row[0] is None:
            return story_id if row is not None else None
        story_id = row[0]
    return None


async def words_of(db: Database, story_id: int, item_id: int) -> tuple[Any, Any] | None:
    """Title and text of a story's original and of one printing; None where one of them may not be shown.

    In a public build the texts are None."""
    body = "i.body" if await has_bodies(db) else "null as body"
    sql = f"""select i.id, i.title, {body}, i.language, i.url, i.published_on, c.name as source, i.status,
        {IS_FOREIGN} as is_foreign from items i
        join sources c on c.id = i.source_id where i.id = :item and i.story_id = :story"""
    asked = "select original_item_id from stories where id = :story"
    row = (await db.execute(asked, {"story": story_id})).first()
    if row is None or row[0] in (None, item_id):
        return None
    original = (await db.execute(sql, {"item": row[0], "story": story_id})).first()
    printing = (await db.execute(sql, {"item": item_id, "story": story_id})).first()
    return (original, printing) if original is not None and printing is not None else None


async def last_collect(db: Database) -> datetime:
    """The clock of "the last days": the beginning of the last run, since nothing later can be known; else now."""
    row = (await db.execute("select started_at from crawls order by id desc limit 1")).first()
    try:
        return datetime.fromisoformat(row[0].replace("Z", "+00:00")) if row else datetime.now(UTC)
    except ValueError:
        return datetime.now(UTC)
