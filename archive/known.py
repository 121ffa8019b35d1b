"""The archive's answers to what a crawl asks of what is known: the protocol of known.py, read from the database.

Every answer is a look-up by key, so that thousands of channels may ask at every poll (measured in
benchmarks: a few microseconds each), and it is always as fresh as the last commit.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime

import sqlite_utils

from archive.changes import Words
from archive.expectations.usual import USUAL, usual_of
from archive.missing.absent import absent_from
from archive.missing.statuses import reads_as
from archive.planning.intervals import full_is_due
from archive.planning.keeping import plan_of
from archive.rejecting import MAY_PASS, REPRIEVE
from archive.times import instant, instant_or_none, stamp
from archive.withheld_marks import address_mark, identity_mark, item_of_mark
from items import RobotsAnswer, Validators
from known import DueAgain, KnownItem, Usual

_ITEM = (
    "SELECT i.id, i.url, i.last_read_at, t.body IS NOT NULL FROM {0} AS k"
    " JOIN item_rows AS i ON i.id = k.item_id JOIN texts AS t ON t.id = i.text_id WHERE {1}"
)
_BY_ID = _ITEM.format("identities", "k.installation = ? AND k.external_id = ?")
_BY_ADDRESS = _ITEM.format("addresses", "k.url = ?")


class KnownArchive:
    """What is known, out of an open archive. now: the crawl's clock, by which old rejections get another chance."""

    def __init__(self, db: sqlite_utils.Database, now: datetime | None = None) -> None:
        self._db, self._ask = db, db.conn.execute
        self._now = now or datetime.now(UTC)
        self._reprieved_before = stamp(self._now - REPRIEVE)

    def validators(self, url: str) -> Validators | None:
        """The validators of an address as it was asked."""
        row = self._ask(
            "SELECT url, etag, last_modified, body_sha256, checked_at FROM validators WHERE url = ?", [url]
        ).fetchone()
        return None if row is None else Validators(row[0], row[1], row[2], row[3], instant_or_none(row[4]))

    def in_full(self, channel_id: str) -> bool:
        """Whether the channel's documents are to be asked for without conditions this time."""
        plan = plan_of(self._db, channel_id)
        return plan is not None and full_is_due(plan, self._now)

    def item(self, url: str, external_id: str | None = None, installation: str | None = None) -> KnownItem | None:
        """The item behind a platform's id or a canonical address."""
        row = None
        if external_id and installation:
            row = self._ask(_BY_ID, [installation, external_id]).fetchone()
        row = row or self._ask(_BY_ADDRESS, [url]).fetchone()
        if row is None:
            return self._withheld(url, (installation, external_id) if external_id and installation else None)
        if row[1].startswith("withheld:"):
            return self._withheld(url, None, row[0])
        return KnownItem(row[0], row[1], has_body=bool(row[3]), last_read_at=instant_or_none(row[2]))

    def _withheld(self, url: str, identity: tuple[str, str] | None, item_id: int | None = None) -> KnownItem | None:
        """A withheld post counts as read: its page is not asked for."""
        item_id = item_id or item_of_mark(self._db, address_mark(url))
        if item_id is None and identity is not None:
            item_id = item_of_mark(self._db, identity_mark(identity))
        if item_id is None:
            return None
        row = self._ask("SELECT withheld_at FROM withheld WHERE item_id = ?", [item_id]).fetchone()
        return None if row is None else KnownItem(item_id, url, has_body=True, last_read_at=instant(row[0]))

    def unread(self, channel_id: str, limit: int) -> list[str]:
        """Addresses of items of the channel whose page was never read and may still be, oldest sighting first; those of
        its own source before others, which may be for another channel to read."""
        rows = self._ask(
            "SELECT i.url FROM appearances AS a JOIN item_rows AS i ON i.id = a.item_id"
            " JOIN channels AS c ON c.id = a.channel_id WHERE a.channel_id = ? AND a.unread = 1"
            " ORDER BY i.source_id != c.source_id, a.first_seen_at, a.item_id LIMIT ?",
            [channel_id, max(limit, 0)],
        )
        return [url for (url,) in rows]

    def due_again(self, source_id: str, now: datetime, limit: int) -> list[DueAgain]:
        """Pages of a source's posts that are due to be looked at again, the longest due first."""
        rows = self._ask(
            "SELECT i.url, iif(i.fetched_url = i.url, i.fetched_sha256, NULL), i.status NOT IN ('here', 'moved')"
            " OR EXISTS (SELECT 1 FROM misses AS m WHERE m.item_id = i.id AND m.seen_count > 0)"
            " OR EXISTS (SELECT 1 FROM held AS h WHERE h.item_id = i.id AND h.last_seen_at >= i.fetched_at)"
            " FROM item_rows AS i WHERE i.source_id = ? AND i.look_again_at <= ? AND i.shown = 1"
            " ORDER BY i.look_again_at LIMIT ?",
            [source_id, stamp(now), max(limit, 0)],
        )
        return [DueAgain(url, sha256, bool(in_doubt)) for url, sha256, in_doubt in rows]

    def absent(self, channel_id: str, now: datetime, shown: Container[str]) -> list[str]:
        """Addresses of posts that the channel leaves out now, between others that it shows."""
        row = self._ask("SELECT source_id FROM channels WHERE id = ?", [channel_id]).fetchone()
        return [url for _, url in absent_from(self._db, channel_id, row[0], stamp(now), shown)] if row else []

    def rejected(self, url: str) -> bool:
        """Whether the address was rejected for good, or lately for a reason that may pass."""
        row = self._ask("SELECT reason, last_seen_at FROM rejected WHERE url = ?", [url]).fetchone()
        return row is not None and (row[0] not in MAY_PASS or row[1] > self._reprieved_before)

    def robots(self, host: str) -> RobotsAnswer | None:
        """The last answer of a host for robots.txt."""
        row = self._ask("SELECT host, asked_at, status, body, sentence FROM robots WHERE host = ?", [host]).fetchone()
        return None if row is None else RobotsAnswer(row[0], instant(row[1]), *row[2:])

    def cursor(self, channel_id: str) -> str | None:
        """Where a paused walk through the channel's past goes on."""
        row = self._ask("SELECT cursor FROM cursors WHERE channel_id = ?", [channel_id]).fetchone()
        return None if row is None else row[0]

    def visited_before(self, channel_id: str) -> bool:
        """Whether any visit to the channel ever read it."""
        row = self._ask(
            "SELECT 1 FROM visits WHERE channel_id = ? AND outcome IN ('ok', 'unchanged', 'empty') LIMIT 1",
            [channel_id],
        ).fetchone()
        return row is not None

    def shown(self, channel_id: str) -> int:
        """How many items the channel has shown."""
        return int(self._ask("SELECT count(*) FROM appearances WHERE channel_id = ?", [channel_id]).fetchone()[0])

    def usual(self, channel_id: str) -> Usual:
        """What earlier visits to the channel showed, and how the last one ended."""
        return usual_of(self._ask(USUAL, [channel_id]).fetchall())

    def last_crawl(self) -> str | None:
        """How the last crawl ended."""
        row = self._ask("SELECT outcome FROM crawls WHERE outcome != 'running' ORDER BY id DESC LIMIT 1").fetchone()
        return None if row is None else row[0]

    def reads_as(self, item_id: int, title: str | None, body: str | None, strict: bool = False) -> bool:
        """Whether a page with these words carries a known post."""
        row = self._ask(
            "SELECT t.title, t.teaser, t.body FROM item_rows AS i JOIN texts AS t ON t.id = i.text_id WHERE i.id = ?",
            [item_id],
        ).fetchone()
        return row is not None and reads_as(Words(*row), title, body, strict=strict)

    def shown_lately(self, channel_id: str, limit: int) -> list[tuple[str, str | None]]:
        """Address and title of posts that the channel showed, those that were published last before others."""
        rows = self._ask(
            "SELECT i.url, t.title FROM appearances AS a JOIN item_rows AS i ON i.id = a.item_id"
            " JOIN texts AS t ON t.id = i.text_id WHERE a.channel_id = ? AND i.shown = 1"
            " ORDER BY i.sorted_at DESC, i.id DESC LIMIT ?",
            [channel_id, max(limit, 0)],
        )
        return [(url, title) for url, title in rows]


def newest_item(db: sqlite_utils.Database) -> int:
    """The highest id that an item has; 0 in an empty archive."""
    return int(db.conn.execute("SELECT coalesce(max(id), 0) FROM item_rows").fetchone()[0])


def items_since(db: sqlite_utils.Database, item_id: int) -> int:
    """How many items with a higher id there are to see."""
    row = db.conn.execute(
        "SELECT count(*) FROM item_rows WHERE id > ? AND merged_into IS NULL AND shown = 1", [item_id]
    ).fetchone()
    return int(row[0])
