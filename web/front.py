"""What the home page shows of the archive: newest stories, the last week, states, sources in trouble. No HTML here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from datasette.database import Database

from parsing.questions.values import STATES
from web.reading import listed, remembered

#: those with a tile in the grid, whose place is said by site.css, by name: in this order they are read out
_NAMES = {
    code: name
    for code, name in sorted(STATES.items(), key=lambda pair: pair[1])
    if code not in ("US", "GU", "VI", "AS", "MP")
}
#: A story is new when its original is: a late reprint does not bring it to the top. Walks item_rows_newest.
_NEWEST_STORIES = """select i.id, i.story_id, coalesce(s.source_count, 1) as source_count
    from item_rows i left join stories s on s.id = i.story_id
    where i.shown = 1 and (s.id is null or s.original_item_id is null or s.original_item_id = i.id)
    order by i.sorted_at desc, i.id desc limit :count"""
_POSTS_OF_WEEK = """select count(*) as posts, count(distinct coalesce(story_id, -id)) as stories,
    count(distinct source_id) as sources from item_rows
    where shown = 1 and sorted_at >= :since and sorted_at < :until and published_precision in ('minute', 'day')"""
_EDITS = """select count(*) from revision_rows r cross join item_rows i on i.id = r.item_id and i.shown = 1
    where r.seen_at > :since and r.difference is not null and coalesce(r.because, '') not in ('part', 'taken_back')"""
_REMOVALS = """select count(*) from status_changes x cross join item_rows i on i.id = x.item_id and i.shown = 1
    where x.at > :since and x.status in ('gone', 'withdrawn', 'hijacked')"""
_STATES = """select t.state, count(distinct t.source_id) as sources, coalesce(sum(r.posts), 0) as posts
    from source_states t join sources c on c.id = t.source_id left join share_rows r on r.source_id = t.source_id
    where c.closed_at is null or r.posts > 0 group by t.state"""
_VERDICTS = """select source_id, source, verdict, sentence, since, last_good_at from source_verdicts
    where verdict in ('blocked', 'silent', 'thin') and week is not null
    order by case verdict when 'blocked' then 0 when 'silent' then 1 else 2 end, source collate nocase"""


@dataclass(frozen=True, slots=True)
class Week:
    """The seven days up to the last collect. until: its day as an instant; None where nothing was collected yet."""

    until: str | None
    posts: int = 0
    stories: int = 0
    sources: int = 0
    edits: int = 0
    removals: int = 0


@dataclass(frozen=True, slots=True)
class Tile:
    """A state in the grid. shade: 0 for none of ours, 1 for few posts to 4 for most."""

    code: str
    name: str
    sources: int
    posts: int
    shade: int


async def newest_stories(db: Database, count: int) -> list[dict[str, Any]]:
    """The newest stories, each by its original as lists show a post, with story_id and source_count."""
    found = (await db.execute(_NEWEST_STORIES, {"count": count})).rows
    rows = await listed(db, [row["id"] for row in found])
    return [
        {**dict(rows[row["id"]]), "story_id": row["story_id"], "source_count": row["source_count"]}
        for row in found
        if row["id"] in rows
    ]


async def week(db: Database) -> Week:
    """What came in the seven days up to the last collect, and what was edited or removed; remembered for a moment."""

    async def ask() -> Week:
        last = (await db.execute("select started_at from crawls order by id desc limit 1")).first()
        until = _read(last[0]) if last else None
        if until is None:
            return Week(None)
        since = _stamp(until - timedelta(days=7))
        # Announcements may be dated some hours ahead of the run that finds them; those far ahead are no news.
        posts = await db.execute(_POSTS_OF_WEEK, {"since": since, "until": _stamp(until + timedelta(days=1))})
        edits = (await db.execute(_EDITS, {"since": since})).first()[0]
        removals = (await db.execute(_REMOVALS, {"since": since})).first()[0]
        counted = posts.first()
        return Week(_stamp(until), counted["posts"], counted["stories"], counted["sources"], edits, removals)

    answer = await remembered(db, "week", ask)
    assert isinstance(answer, Week)
    return answer


async def tiles(db: Database) -> list[Tile]:
    """All states by name, with their sources and posts as of the end of the last run; remembered for a moment."""

    async def ask() -> list[Tile]:
        known = {row["state"]: row for row in (await db.execute(_STATES)).rows}
        most = max((row["posts"] for code, row in known.items() if code in _NAMES), default=0)
        return [
            Tile(code, name, row["sources"], row["posts"], _shade(row["posts"], most))
            if (row := known.get(code))
            else Tile(code, name, 0, 0, 0)
            for code, name in _NAMES.items()
        ]

    answer: list[Tile] = await remembered(db, "tiles", ask)
    return answer


async def verdicts(db: Database) -> list[Any]:
    """Sources in trouble, the worst first, each with a sentence; remembered for a moment."""

    async def ask() -> list[Any]:
        return list((await db.execute(_VERDICTS)).rows)

    answer: list[Any] = await remembered(db, "verdicts", ask)
    return answer


def _shade(posts: int, most: int) -> int:
    """By ratios to the state with most posts: differences between small states stay visible beside a large one."""
    return 1 + sum(posts * ratio >= max(most, 1) for ratio in (2, 5, 20))


def _read(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
