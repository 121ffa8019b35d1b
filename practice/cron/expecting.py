"""What readers should have been told: worked out from the truth and the posts of an archive, not from what it told.

A post is news if by the truth it came on a later day than that on which the sites were first read, and is dated, or
where its site says no day was first seen, within fourteen days. A story of the truth is told once, whatever printing of
it was seen first.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from practice.comparing import Found, instant, match
from practice.cron.watches import Read, Row
from practice.shapes import Post, now
from practice.telling import EDITS, LOST, part_of
from practice.truth import truth

FRESH = timedelta(days=14)
#: changes of the truth that an archive can tell as a removal
REMOVALS = LOST | {"withdrawn", "moved", "readdressed", "lapsed"}

#: what is told (new, edited, removed), the story, and the day of the web from which on it is so
Telling = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """An archive's posts. posts: item -> the post of the truth that it is, None where it is none; read: item -> what is
    kept of it; first_seen by item.

    edits, removals: item -> when the archive saw one. until: the clock of the last call.
    """

    posts: Mapping[int, Post | None]
    read: Mapping[int, Read]
    first_seen: Mapping[int, datetime]
    edits: Mapping[int, Sequence[datetime]]
    removals: Mapping[int, Sequence[datetime]]
    until: datetime

    def story(self, item: int) -> str:
        """The story of an item, by the truth."""
        post = self.posts.get(item)
        return part_of(post) if post else f"item {item}"


def day_of(at: datetime) -> int:
    """The day of the web that was shown at a time."""
    return max((day for day in range(1, 5) if now(day) <= at), default=1)


def read_archive(path: Path, day: int, until: datetime) -> Kept:
    """An archive's posts, matched with the truth of its last day. until: its last call. Raises sqlite3.Error."""
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM items").fetchall()
        revisions = connection.execute("SELECT item_id, seen_at FROM revisions ORDER BY seen_at").fetchall()
        changes = connection.execute(
            "SELECT item_id, status, at FROM status_changes WHERE status IN ('gone', 'withdrawn', 'moved', 'hijacked')"
        ).fetchall()
    found = {row["id"]: Found.of(dict(row), None, 0) for row in rows}
    by_item = {item.id: key for key, item in match(truth(day), list(found.values()))[0].items()}
    by_key = {post.key: post for post in truth(day).posts}
    seen = {row["id"]: _at(row["first_seen_at"]) for row in rows}
    edits, removals = defaultdict(list), defaultdict(list)
    for row in revisions:
        if row["item_id"] in seen and _at(row["seen_at"]) > seen[row["item_id"]]:
            edits[row["item_id"]].append(_at(row["seen_at"]))
    for row in changes:
        removals[row["item_id"]].append(_at(row["at"]))
    posts = {item: by_key.get(by_item.get(item, "")) for item in found}
    return Kept(posts, {row["id"]: _read(row) for row in rows}, seen, edits, removals, until)


def _read(row: sqlite3.Row) -> Read:
    words = "\n".join(row[name] or "" for name in ("title", "teaser", "body"))
    return Read(row["source_id"], row["language"], words)


def _at(text: str) -> datetime:
    found = instant(text)
    assert found is not None
    return found


def expected(row: Row, kept: Kept) -> set[Telling]:
    """What a watch should have told by now."""
    new: dict[str, int] = {}
    until = row.told_until(kept.until)
    for item, post in kept.posts.items():
        is_due = kept.first_seen[item] < until
        if post and is_due and row.finds(kept.read[item]) and is_news(post, kept.first_seen[item]):
            day = day_of(kept.first_seen[item])
            new[part_of(post)] = min(day, new.get(part_of(post), day))
    told: set[Telling] = {("new", story, day) for story, day in new.items()}
    if row.edits:
        told |= _changed("edited", row, kept, kept.edits, EDITS, new)
    if row.removals:
        told |= _changed("removed", row, kept, kept.removals, REMOVALS, new)
    return told


def is_news(post: Post, first_seen: datetime) -> bool:
    """Whether a post is new at the time at which the archive first saw it."""
    if post.since == 1:
        return False
    return post.says == "nothing" or post.day >= (first_seen - FRESH).date()


def _changed(
    what: str,
    row: Row,
    kept: Kept,
    seen: Mapping[int, Sequence[datetime]],
    kinds: frozenset[str] | set[str],
    new: Mapping[str, int],
) -> set[Telling]:
    """Changes of the truth that the archive saw, of posts that the watch means or told before."""
    found: set[Telling] = set()
    until = row.told_until(kept.until)
    for item, times in seen.items():
        post = kept.posts.get(item)
        for day in [day_of(at) for at in times if at < until]:
            if post is None or not (row.finds(kept.read[item]) or new.get(part_of(post), 9) < day):
                continue
            if what == "edited" and new.get(part_of(post)) == day:
                continue  # who hears of it for the first time reads the words as they are now
            if _is_true(post, kinds, day):
                found.add((what, part_of(post), day))
    return found


def _is_true(post: Post, kinds: frozenset[str] | set[str], day: int) -> bool:
    return any(
        change.what in kinds and change.day <= day and (change.key == post.key or
        (change.key is None and change.source == post.source))
        for change in truth(day).changes
    )  # fmt: skip
