"""Reads the newest posts of lively sources, for the judgement of their texts. Once a day: it reads whole texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlite_utils

from archive.health.texts import Pages, Post
from archive.times import stamp

#: posts of a source that are looked at
NEWEST_POSTS = 60
#: A source is looked at that brought a post within so many days; posts younger than a day may not be read yet.
LIVELY, YOUNG = timedelta(days=30), timedelta(days=1)
#: pages that failed within so many days count as new ones
LATELY = timedelta(days=14)
#: characters of a text that are compared; the rest of endless ones says nothing more
LONGEST_TEXT = 20_000
#: reasons for a rejection that mean a page of a post could not be read
_UNREAD = "('forbidden', 'password', 'gone', 'unreadable', 'empty', 'shell', 'robots', 'member')"


def lively_sources(db: sqlite_utils.Database, now: datetime) -> list[tuple[str, str]]:
    """Id and name of sources that brought a post lately."""
    rows = db.conn.execute(
        "SELECT s.id, s.name FROM sources AS s WHERE s.closed_at IS NULL AND EXISTS (SELECT 1 FROM (SELECT"
        " i.first_seen_at FROM item_rows AS i WHERE i.source_id = s.id AND i.shown = 1 ORDER BY i.sorted_at DESC,"
        " i.id DESC LIMIT 20)"
        " WHERE first_seen_at >= ?)",
        [stamp(now - LIVELY)],
    )
    return [(row[0], row[1]) for row in rows.fetchall()]


def newest_posts(db: sqlite_utils.Database, source_id: str, now: datetime) -> Iterator[Post]:
    """The newest posts of a source that had a day's time to be read."""
    rows = db.conn.execute(
        "SELECT i.id, i.url, t.title, substr(t.body, 1, ?), i.published_on IS NOT NULL,"
        " coalesce(i.kind, '') IN ('event', 'training', 'video', 'clipping')"
        " FROM item_rows AS i LEFT JOIN texts AS t ON t.id = i.text_id"
        " WHERE i.source_id = ? AND i.shown = 1 AND i.first_seen_at < ?"
        " ORDER BY i.sorted_at DESC, i.id DESC LIMIT ?",
        [LONGEST_TEXT, source_id, stamp(now - YOUNG), NEWEST_POSTS],
    )
    for row in rows.fetchall():
        yield Post(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5]))


def pages_of(db: sqlite_utils.Database, source_id: str, now: datetime) -> Pages:
    """How many pages of its posts were read and how many could not be, lately and before."""
    since = stamp(now - LATELY)
    lately, before = db.conn.execute(
        "SELECT coalesce(sum(first_seen_at >= :since), 0), coalesce(sum(first_seen_at < :since), 0) FROM (SELECT"
        " first_seen_at FROM item_rows WHERE source_id = :source AND shown = 1 ORDER BY sorted_at DESC, id DESC"
        " LIMIT 500)",
        {"since": since, "source": source_id},
    ).fetchone()
    failed, failed_before = db.conn.execute(
        "SELECT coalesce(sum(r.first_seen_at >= :since), 0), coalesce(sum(r.first_seen_at < :since), 0)"
        " FROM channels AS c JOIN rejected AS r ON r.channel_id = c.id"
        f" WHERE c.source_id = :source AND r.reason IN {_UNREAD}",
        {"since": since, "source": source_id},
    ).fetchone()
    examples = db.conn.execute(
        "SELECT r.url || ': ' || r.detail FROM channels AS c JOIN rejected AS r ON r.channel_id = c.id"
        f" WHERE c.source_id = ? AND r.first_seen_at >= ? AND r.reason IN {_UNREAD} LIMIT 5",
        [source_id, since],
    )
    return Pages(lately, failed, before, failed_before, tuple(row[0] for row in examples))
