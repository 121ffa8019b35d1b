"""Events by the days of a month and in the order in which they come, each on its own local day."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from datasette.database import Database

from web.weeks import FIRST, LAST, month_after

#: times that one month may hold before the rest is left to the table of Datasette
MOST_IN_MONTH = 600
MOST_COMING = 40
#: no zone is further from UTC
_A_DAY = timedelta(days=1)
#: an event that lasts longer is shown on so many days only
_LONGEST = 31
_SELECT = """select o.item_id, o.starts_at, o.ends_at, e.all_day, coalesce(e.timezone, s.timezone) as zone, e.status,
    e.venue, t.title, i.source_id, s.name as source, i.language, i.url
    from occurrences o cross join events e on e.item_id = o.item_id
    cross join item_rows i on i.id = o.item_id and i.shown = 1
    join sources s on s.id = i.source_id left join texts t on t.id = i.text_id"""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; inside: whether it is of the month that is shown."""

    day: date
    inside: bool
    events: list[Any]


@dataclass(frozen=True, slots=True)
class Month:
    """first: its first day; weeks: rows of seven days, Sunday first, as calendars of the country have it."""

    first: date
    weeks: list[list[Day]]
    count: int
    is_cut: bool
    before: date | None
    after: date | None


async def month_of(db: Database, first: date, source_id: str | None = None) -> Month:
    """The events that take place in a month."""
    following = month_after(first)
    end = following or first + timedelta(days=31)
    grid = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(first.year, first.month)
    begins = grid[0][0] - _A_DAY
    values = {
        "early": _instant(begins - timedelta(days=_LONGEST)),
        "since": _instant(begins),
        "until": _instant(grid[-1][-1] + 2 * _A_DAY),
    }
    rows, is_cut = await _between(db, values, source_id)
    by_day: dict[date, list[Any]] = {}
    for row in rows:
        for day in days_of(row):
            by_day.setdefault(day, []).append(row)
    weeks = [[Day(day, day.month == first.month, by_day.get(day, [])) for day in week] for week in grid]
    inside = {(row["item_id"], row["starts_at"]) for day, many in by_day.items() if first <= day < end for row in many}
    return Month(first, weeks, len(inside), is_cut, month_after(first, -1), following)


async def _between(db: Database, values: Mapping[str, Any], source_id: str | None) -> tuple[list[Any], bool]:
    which = " and i.source_id = :source" if source_id else ""
    sql = f"""{_SELECT} where o.starts_at >= :early and o.starts_at < :until
        and (o.starts_at >= :since or o.ends_at >= :since){which}
        order by o.starts_at, o.item_id limit {MOST_IN_MONTH + 1}"""
    rows = list((await db.execute(sql, {**values, "source": source_id})).rows)
    return rows[:MOST_IN_MONTH], len(rows) > MOST_IN_MONTH


async def coming(db: Database, source_id: str | None = None) -> list[Any]:
    """What takes place from today on, the next first."""
    which = " and i.source_id = :source" if source_id else ""
    sql = f"{_SELECT} where o.starts_at >= :since{which} order by o.starts_at, o.item_id limit {MOST_COMING}"
    since = datetime.now(UTC) - timedelta(hours=12)
    return list((await db.execute(sql, {"since": _stamp(since), "source": source_id})).rows)


async def months_around(db: Database, first: date, source_id: str | None = None) -> tuple[date | None, date | None]:
    """The nearest months with events before and after one that has none; None where there is none."""
    following = month_after(first) or first + timedelta(days=31)
    # By a day more than the month: which local day an instant is, its zone says.
    before = await _month_of_one(db, "<", first + _A_DAY, source_id)
    after = await _month_of_one(db, ">=", following - _A_DAY, source_id)
    return (before if before and before < first else None, after if after and after > first else None)


async def _month_of_one(db: Database, side: str, day: date, source_id: str | None) -> date | None:
    which, order = " and i.source_id = :source" if source_id else "", "desc" if side == "<" else "asc"
    sql = f"{_SELECT} where o.starts_at {side} :day{which} order by o.starts_at {order} limit 1"
    row = (await db.execute(sql, {"day": _instant(day), "source": source_id})).first()
    days = days_of(row) if row else []
    month = days[-1 if side == "<" else 0].replace(day=1) if days else None
    return month if month and FIRST <= month <= LAST else None


def days_of(row: Mapping[str, Any]) -> Sequence[date]:
    """The local days on which an event takes place, at most 31; none where its start cannot be read."""
    start, end = _local(row["starts_at"], row["zone"]), _local(row["ends_at"], row["zone"])
    if start is None:
        return []
    last = start
    if end and end > start:
        # What ends at midnight does not take place on the day that begins there.
        last = end - timedelta(seconds=1)
    length = min((last.date() - start.date()).days, _LONGEST - 1)
    return [start.date() + timedelta(days=more) for more in range(length + 1)]


def clock(row: Mapping[str, Any]) -> str:
    """The hour at which an event begins, as "3:05 PM"; "" for whole days."""
    start = _local(row["starts_at"], row["zone"])
    return "" if row["all_day"] or start is None else f"{start:%I:%M %p}".removeprefix("0")


def _local(text: str | None, zone: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
        return at.astimezone(ZoneInfo(zone or "UTC"))
    except (ValueError, OverflowError, OSError, KeyError):
        return None


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
