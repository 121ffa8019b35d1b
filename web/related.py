"""Posts near a post in time and matter: they share its rarer topics, bodies or tags. Only bounded look-ups by index.

A topic may have a hundred thousand posts, so the way does not begin there: it begins with the posts around this one in
time, of its source and of all, and asks what these share with it.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from datasette.database import Database

from web.reading import listed

#: posts that are shown, days to each side, posts looked at on each side (of all sources, of its own)
MOST, DAYS, AROUND, AROUND_AT_HOME = 6, 60, 500, 150
#: The least that must be shared: what one of eight posts around has counts about 2.
_LEAST = 2.0

_NEAR = """select id, story_id from (select id, story_id, source_id, sorted_at from item_rows
    where shown = 1{source} and {side} limit {limit})"""
_BEFORE = "sorted_at between :since and :at order by sorted_at desc, id desc"
_AFTER = "sorted_at > :at and sorted_at <= :until order by sorted_at, id"
#: What posts can share; of the bodies that a post names its own source says nothing. The + keeps SQLite from beginning
#: with all bearers of a topic: it comes from the posts around.
_SHARED = """select item_id, 'topic ' || topic from item_topics where item_id in (select value from json_each(:near))
        and exists (select 1 from item_topics where item_id = :id)
        and +topic in (select topic from item_topics where item_id = :id)
    union all select item_id, 'body ' || source_id from mentions where item_id in (select value from json_each(:near))
        and exists (select 1 from mentions where item_id = :id and source_id <> :source)
        and +source_id in (select source_id from mentions where item_id = :id and source_id <> :source)
    union all select item_id, 'tag ' || tag_id from tag_rows where item_id in (select value from json_each(:near))
        and exists (select 1 from tag_rows where item_id = :id and gone_at is null) and gone_at is null
        and +tag_id in (select tag_id from tag_rows where item_id = :id and gone_at is null)"""


async def related_to(db: Database, item: Mapping[str, Any], besides: Iterable[int] = ()) -> list[Any]:
    """At most six rows as lists show them, the nearest in matter first; never a printing of the same story, never two
    printings of one story, none of `besides`."""
    stories = await _around(db, item)
    for known in (item["id"], *besides):
        stories.pop(known, None)
    near = {key: story for key, story in stories.items() if story is None or story != item["story_id"]}
    shared = await _shared(db, item, near)
    weights = {name: math.log2(1 + len(near) / len(bearers)) for name, bearers in shared.items()}
    scores: dict[int, float] = defaultdict(float)
    for name, bearers in shared.items():
        for bearer in bearers:
            scores[bearer] += weights[name]
    best: dict[int, int] = {}
    for key, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        if score >= _LEAST:
            best.setdefault(near[key] or -key, key)
        if len(best) == MOST:
            break
    rows = await listed(db, list(best.values()))
    return [rows[key] for key in best.values() if key in rows]


async def _around(db: Database, item: Mapping[str, Any]) -> dict[int, int | None]:
    """Posts around it, with their stories."""
    try:
        at = datetime.fromisoformat(item["sorted_at"].replace("Z", "+00:00"))
        ends = [at - timedelta(days=DAYS), at + timedelta(days=DAYS)]
    except (ValueError, OverflowError):
        return {}
    since, until = (end.isoformat(timespec="seconds").replace("+00:00", "Z") for end in ends)
    key = {"at": item["sorted_at"], "since": since, "until": until, "source": item["source_id"]}
    parts = [
        _NEAR.format(source=source, side=side, limit=limit)
        for source, limit in (("", AROUND), (" and source_id = :source", AROUND_AT_HOME))
        for side in (_BEFORE, _AFTER)
    ]
    return {row[0]: row[1] for row in (await db.execute(" union ".join(parts), key)).rows}


async def _shared(db: Database, item: Mapping[str, Any], near: Iterable[int]) -> dict[str, set[int]]:
    """What the posts share with it -> which of them do."""
    key = {"id": item["id"], "source": item["source_id"], "near": json.dumps(sorted(near))}
    shared: dict[str, set[int]] = defaultdict(set)
    for row in (await db.execute(_SHARED, key)).rows:
        shared[row[1]].add(row[0])
    return shared
