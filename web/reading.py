"""What our own pages show, read from the archive's views and tables. Knows no HTML and no requests."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from datasette.database import Database

#: Whether somebody else's site is known to stand at the addresses of the whole source of a row `i`.
IS_FOREIGN = """exists (select 1 from holds h
    where h.source_id = i.source_id and h.reason = 'hijacked' and h.ended_at is null)"""
#: What a post in a list is shown with.
_LISTED = f"""i.id, i.url, i.source_id, s.name as source_name, iif({IS_FOREIGN}, null, s.homepage) as source_homepage,
    {IS_FOREIGN} as is_foreign, s.timezone, t.title, t.teaser, i.kind, i.language, i.status, i.published_at,
    i.published_precision, i.published_from, i.published_earliest, i.published_latest, i.published_on, i.updated_at,
    i.first_seen_at, t.word_count"""
_FROM = "from item_rows i cross join sources s on s.id = i.source_id cross join texts t on t.id = i.text_id"
_LONGEST_MEMORY = 600.0  # seconds

_remembered: dict[tuple[str, str], tuple[float, Any, Any]] = {}


async def remembered(db: Database, name: str, ask: Callable[[], Awaitable[Any]], *, by_clock: bool = True) -> Any:
    """Ask, and keep the answer while nothing is committed, and for fifty times as long as it took where it depends on
    the clock, too. So no figure outlives a commit, and an archive at rest is not asked the same again and again."""
    known, version = _remembered.get((str(db.path), name)), version_of(Path(str(db.path)))
    begun = time.monotonic()
    if known and known[0] > begun and known[1] == version:
        return known[2]
    answer = await ask()
    ended = time.monotonic()
    until = ended + (min(50 * (ended - begun), _LONGEST_MEMORY) if by_clock else _LONGEST_MEMORY)
    _remembered[(str(db.path), name)] = (until, version, answer)
    return answer


def version_of(path: Path) -> tuple[tuple[int, int], ...]:
    """What changes with every commit: times and sizes of the file and of its log. SQLite's own data_version is a count
    of each connection for itself, of which the site has several."""
    found = []
    for one in (path, path.with_name(f"{path.name}-wal")):
        try:
            told = one.stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((told.st_mtime_ns, told.st_size))
    return tuple(found)


async def newest(db: Database, count: int) -> list[Any]:
    """The newest posts, as the view latest_posts orders them, with what their dates rest on."""
    sql = f"select {_LISTED} {_FROM} where i.shown = 1 order by i.sorted_at desc, i.id desc limit :count"
    return list((await db.execute(sql, {"count": count})).rows)


async def listed(db: Database, item_ids: Sequence[int]) -> dict[int, Any]:
    """Items by id, as lists show them."""
    numbers = ", ".join(str(int(item_id)) for item_id in item_ids) or "null"
    rows = await db.execute(f"select {_LISTED} {_FROM} where i.id in ({numbers})")
    return {row["id"]: row for row in rows.rows}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the home page counts. is_collecting: a collect runs now; collected_at: when the last one ended."""

    posts: int
    sources: int
    sources_with_posts: int
    this_week: int
    is_collecting: bool
    collected_at: str | None


async def numbers(db: Database) -> Numbers:
    """Counts over the whole archive, remembered for a moment."""

    async def ask() -> Numbers:
        now = datetime.now(UTC)
        week = {"since": _stamp(now - timedelta(days=7)), "until": _stamp(now + timedelta(days=1))}
        sql = """select (select coalesce(sum(posts), 0) from month_rows where topic = '') as posts,
            (select count(*) from sources where closed_at is null) as sources,
            (select count(distinct source_id) from month_rows where topic = '') as sources_with_posts,
            (select count(*) from item_rows where shown = 1 and sorted_at >= :since and sorted_at < :until
                and published_precision in ('minute', 'day')) as this_week,
            exists (select 1 from crawls where outcome = 'running' and id = (select max(id) from crawls)) as running,
            (select max(ended_at) from crawls) as collected_at"""
        row = (await db.execute(sql, week)).first()
        return Numbers(row[0], row[1], row[2], row[3], bool(row[4]), row[5])

    answer = await remembered(db, "numbers", ask)
    assert isinstance(answer, Numbers)
    return answer


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Troubles:
    """How the last visits to the channels ended: channels of the registry, how many were visited, the troubled ones."""

    channels: int
    visited: int
    rows: list[Any]


async def troubles(db: Database) -> Troubles:
    """Channels whose last visit met trouble, those first that were well most recently."""
    sql = "select count(*) as channels, count(outcome) as visited from source_health"
    counts = (await db.execute(sql)).first()
    sql = """select channel_id, source_id, source, address, outcome, sentence, visited_at, last_good_at
        from source_health where outcome in ('soft', 'hard') order by last_good_at desc, channel_id"""
    return Troubles(counts["channels"], counts["visited"], list((await db.execute(sql)).rows))


# From kind to kind by their index, which has no news: all posts would be looked through for a dozen words.
_KINDS = """with recursive found(kind) as (select min(kind) from item_rows where shown = 1 and kind != 'news'
        union all select (select min(kind) from item_rows where shown = 1 and kind != 'news' and kind > found.kind)
        from found where found.kind is not null)
    select kind, replace(kind, '_', ' ') from found where kind is not null union select 'news', 'news' order by 1"""


async def choices(db: Database) -> dict[str, list[tuple[str, str]]]:
    """What the filters of the search page offer: (value, words) for each filter, remembered for a moment."""

    async def ask() -> dict[str, list[tuple[str, str]]]:
        # Spelled as the index item_rows_month spells it.
        month = "substr(published_on, 1, 7) from item_rows where shown = 1 and published_on is not null order by 1"
        years = (await db.execute(f"select (select {month} limit 1), (select {month} desc limit 1)")).first()
        return {
            "source": await _pairs(db, "select id, name from sources order by name collate nocase"),
            "level": await _pairs(db, "select distinct level, level from sources order by level"),
            "state": await _pairs(db, "select distinct state, state from source_states order by state"),
            "kind": await _pairs(db, _KINDS),
            "year": [(year, year) for year in _years(years[0], years[1])],
        }

    answer: dict[str, list[tuple[str, str]]] = await remembered(db, "choices", ask, by_clock=False)
    return answer


async def by_index(db: Database, index: str) -> str:
    """`indexed by …` for SQL where the archive has that index, else nothing: a public build that an earlier version
    made is served as it is."""

    async def ask() -> frozenset[str]:
        rows = await db.execute("select name from sqlite_master where type = 'index'")
        return frozenset(row[0] for row in rows.rows)

    return f"indexed by {index}" if index in await remembered(db, "indexes", ask, by_clock=False) else ""


async def _pairs(db: Database, sql: str) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in (await db.execute(sql)).rows]


def _years(first: str | None, last: str | None) -> Iterable[str]:
    if not first or not last:
        return ()
    return map(str, range(int(last[:4]), int(first[:4]) - 1, -1))
