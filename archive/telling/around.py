"""What stands around the matches of a digest: topics and councils, how national stories travel, what is to come, and
which sources are in trouble. Reads only; what it costs grows with what is new, not with what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlite_utils

from archive.telling.fresh import fill
from archive.telling.matching import FRESH_FOR, NEWS, SEEN, Asked, hits_of
from archive.telling.texts import Entry
from archive.times import stamp

#: how far ahead events are told
AHEAD = timedelta(days=14)
#: what began so long ago, and lasts, still counts as coming; it is also more than any zone is from UTC
_BEGAN = timedelta(hours=14)
#: posts that are asked about at the most; more of one period would be a back catalogue
_MOST_ASKED = 5_000
#: rows of a part at the most; the rest is only counted
MOST = 10
#: sources of one story that are named
_NAMED = 12
#: findings that weigh less are remarks, and no trouble of a source
_TROUBLE = 40


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a digest tells of: from `since` on, before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Covered:
    """The sources whose posts a search can find: conditions of SQL on `i.source_id`, with their params."""

    conditions: tuple[str, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Under whom the posts of a source stand: its council or affiliate, else the source itself."""

    name: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Journey:
    """A national story that further sources carried in the period.

    carried_by: their names in the order in which they did, at most twelve; carried: how many they are; sources: how
    many carry it in all. day: the local day of the original, None if unknown.
    """

    story_id: int
    item_id: int
    title: str
    url: str
    language: str | None
    source: str
    day: str | None
    carried_by: tuple[str, ...]
    carried: int
    sources: int


@dataclass(frozen=True, slots=True)
class Coming:
    """An event to come. starts_at, ends_at: UTC. zone: where it takes place. times: how often in these days."""

    item_id: int
    title: str
    url: str
    language: str | None
    source: str
    starts_at: str
    ends_at: str | None
    is_all_day: bool
    zone: str | None
    status: str | None
    venue: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with some sources now: their names (at most twelve), and how many they are."""

    sources: tuple[str, ...]
    count: int
    sentence: str
    since: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """All of it. topics: by item, the readers' labels in their order. groups: by source.

    beyond: what is only counted, by new, edited and removed; the other numbers: rows beyond those that are listed.
    """

    period: Period | None = None
    topics: Mapping[int, tuple[str, ...]] = field(default_factory=dict, hash=False)
    groups: Mapping[str, Group] = field(default_factory=dict, hash=False)
    journeys: tuple[Journey, ...] = ()
    more_journeys: int = 0
    coming: tuple[Coming, ...] = ()
    more_coming: int = 0
    troubles: tuple[Trouble, ...] = ()
    more_troubles: int = 0
    beyond: Mapping[str, int] = field(default_factory=dict, hash=False)


def look_around(
    db: sqlite_utils.Database,
    asked: Asked,
    covered: Covered,
    period: Period,
    now: datetime,
    entries: Sequence[Entry],
    beyond: Mapping[str, int],
) -> Around:
    """What stands around these entries of a digest, as it is now."""
    journeys = journeys_of(db, asked, period)
    coming = coming_of(db, asked, now)
    troubles = troubles_of(db, covered)
    return Around(
        period,
        topics_of(db, [one.item_id for one in entries]),
        groups_of(db, [one.source_id for one in entries]),
        tuple(journeys[:MOST]), max(len(journeys) - MOST, 0),
        tuple(coming[:MOST]), max(len(coming) - MOST, 0),
        tuple(troubles[:MOST]), max(len(troubles) - MOST, 0),
        dict(beyond),
    )  # fmt: skip


def topics_of(db: sqlite_utils.Database, items: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The topics of items, by their labels."""
    found: dict[int, tuple[str, ...]] = {}
    rows = db.conn.execute(
        "SELECT x.item_id, t.label FROM item_topics AS x JOIN topics AS t ON t.topic = x.topic"
        f" WHERE x.item_id IN ({_marks(items)}) GROUP BY x.item_id, t.topic"
        " ORDER BY coalesce(t.position, 999), t.topic",
        list(items),
    )
    for item, label in rows:
        found[item] = (*found.get(item, ()), label)
    return found


def groups_of(db: sqlite_utils.Database, sources: Sequence[str]) -> dict[str, Group]:
    """Under whom sources stand. The national union is nobody's heading but its own."""
    rows = db.conn.execute(
        "SELECT s.id, coalesce(p.name, s.name), coalesce(p.level, s.level) FROM sources AS s"
        " LEFT JOIN sources AS p ON p.id = s.parent_id AND p.level IN ('council', 'affiliate')"
        f" WHERE s.id IN ({_marks(sources)})",
        list(sources),
    )
    return {row[0]: Group(row[1], row[2]) for row in rows}


_TRAVELLED = f"""SELECT i.id, i.story_id, y.original_item_id, i.source_id, s.name
    FROM item_rows AS i INDEXED BY item_rows_first_seen CROSS JOIN stories AS y ON y.id = i.story_id
    CROSS JOIN item_rows AS o ON o.id = y.original_item_id
    CROSS JOIN sources AS n ON n.id = o.source_id AND n.level = 'national' CROSS JOIN sources AS s ON s.id = i.source_id
    WHERE i.first_seen_at >= :since AND i.first_seen_at < :until AND i.source_id != o.source_id
    AND {SEEN} AND {NEWS} ORDER BY i.first_seen_at, i.id LIMIT {_MOST_ASKED}"""
_ORIGINALS = f"""SELECT y.id, i.id, t.title, i.url, i.language, s.name,
        CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END, y.source_count
    FROM stories AS y JOIN item_rows AS i ON i.id = y.original_item_id JOIN sources AS s ON s.id = i.source_id
    LEFT JOIN texts AS t ON t.id = i.text_id WHERE {SEEN} AND y.id IN ({{}})"""


def journeys_of(db: sqlite_utils.Database, asked: Asked, period: Period) -> list[Journey]:
    """National stories that the search finds and that further sources carried in the period, the furthest first."""
    rows = db.conn.execute(_TRAVELLED, {
        "since": stamp(period.since), "until": stamp(period.until),
        "fresh_at": stamp(period.since), "fresh_on": (period.since - FRESH_FOR).date().isoformat(),
    }).fetchall()  # fmt: skip
    found = _found(db, asked, [item for row in rows for item in (row[0], row[2])])
    carried: dict[int, dict[str, str]] = {}
    for item, story, original, source_id, name in rows:
        if item in found or original in found:
            carried.setdefault(story, {})[source_id] = name
    journeys = []
    for story, item, title, url, language, source, day, sources in db.conn.execute(
        _ORIGINALS.format(_marks(list(carried))), list(carried)
    ):
        names = tuple(carried[story].values())
        journeys.append(Journey(
            story, item, title or "", url, language, source, day, names[:_NAMED], len(names), sources,
        ))  # fmt: skip
    return sorted(journeys, key=lambda one: (-one.carried, -one.sources, one.story_id))


_TO_COME = f"""SELECT o.item_id, min(o.starts_at), count(*) FROM occurrences AS o
    CROSS JOIN item_rows AS i ON i.id = o.item_id CROSS JOIN events AS e ON e.item_id = i.id
    WHERE o.starts_at >= :began AND o.starts_at < :until AND {SEEN} AND coalesce(e.status, '') != 'withdrawn'
    AND (o.starts_at >= :now OR o.ends_at > :now OR e.all_day = 1)
    GROUP BY o.item_id ORDER BY min(o.starts_at), o.item_id LIMIT {_MOST_ASKED}"""
_EVENTS = """SELECT t.title, i.url, i.language, s.name, o.ends_at, e.all_day, coalesce(e.timezone, s.timezone),
        e.status, e.venue
    FROM item_rows AS i JOIN events AS e ON e.item_id = i.id JOIN sources AS s ON s.id = i.source_id
    JOIN occurrences AS o ON o.item_id = i.id AND o.starts_at = ? LEFT JOIN texts AS t ON t.id = i.text_id
    WHERE i.id = ?"""


def coming_of(db: sqlite_utils.Database, asked: Asked, now: datetime) -> list[Coming]:
    """Events of the next fourteen days that the search finds, the next first."""
    times = {"began": stamp(now - _BEGAN), "now": stamp(now), "until": stamp(now + AHEAD)}
    rows = db.conn.execute(_TO_COME, times).fetchall()
    found = _found(db, asked, [row[0] for row in rows])
    coming = []
    for item, starts_at, count in rows:
        if item in found:
            title, url, language, source, ends_at, is_all_day, zone, status, venue = db.conn.execute(
                _EVENTS, [starts_at, item]
            ).fetchone()
            coming.append(Coming(
                item, title or "", url, language, source, starts_at, ends_at, bool(is_all_day), zone, status, venue,
                count,
            ))  # fmt: skip
    return coming


def troubles_of(db: sqlite_utils.Database, covered: Covered) -> list[Trouble]:
    """What is wrong now with sources that a search covers, the worst first."""
    where = " AND ".join(["i.closed_at IS NULL", *covered.conditions])
    rows = db.conn.execute(
        "SELECT f.id, f.sentence, f.since, i.name FROM findings AS f JOIN finding_sources AS x ON x.finding_id = f.id"
        " JOIN (SELECT id AS source_id, name, closed_at FROM sources) AS i ON i.source_id = x.source_id"
        f" WHERE f.ended_at IS NULL AND f.weight >= {_TROUBLE} AND {where}"
        " ORDER BY f.weight DESC, f.id, i.name",
        dict(covered.params),
    )
    found: dict[int, tuple[str, str | None, list[str]]] = {}
    for number, sentence, since, name in rows:
        found.setdefault(number, (sentence, since, []))[2].append(name)
    return [Trouble(tuple(names[:_NAMED]), len(names), sentence, since) for sentence, since, names in found.values()]


def _found(db: sqlite_utils.Database, asked: Asked, items: Sequence[int]) -> set[int]:
    """Those of some items that the search finds."""
    if not items:
        return set()
    fill(db, items)
    return set(hits_of(db, asked))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
