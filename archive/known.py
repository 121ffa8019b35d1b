"""The archive's answers to what a crawl asks of what is known: the protocol of known.py, read from the database.

Every answer is a look-up by key, so that thousands of channels may ask at every poll (measured in
benchmarks: a few microseconds each), and it is always as fresh as the last commit.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlite_utils

from archive.rejecting import MAY_PASS, REPRIEVE
from archive.times import instant, instant_or_none, stamp
from items import RobotsAnswer, Validators
from known import KnownItem

_ITEM = (
    "SELECT i.id, i.url, i.last_read_at, t.body IS NOT NULL FROM {0} AS k"
    " JOIN item_rows AS i ON i.id = k.item_id JOIN texts AS t ON t.id = i.text_id WHERE {1}"
)
_BY_ID = _ITEM.format("identities", "k.installation = ? AND k.external_id = ?")
_BY_ADDRESS = _ITEM.format("addresses", "k.url = ?")


class KnownArchive:
    """What is known, out of an open archive. now: the crawl's clock, by which old rejections get another chance."""

    def __init__(self, db: sqlite_utils.Database, now: datetime | None = None) -> None:
        self._ask = db.conn.execute
        self._reprieved_before = stamp((now or datetime.now(UTC)) - REPRIEVE)

    def validators(self, url: str) -> Validators | None:
        """The validators of an address as it was asked."""
        row = self._ask(
            "SELECT url, etag, last_modified, body_sha256, checked_at FROM validators WHERE url = ?", [url]
        ).fetchone()
        return None if row is None else Validators(row[0], row[1], row[2], row[3], instant_or_none(row[4]))

    def item(self, url: str, external_id: str | None = None, installation: str | None = None) -> KnownItem | None:
        """The item behind a platform's id or a canonical address."""
        row = None
        if external_id and installation:
            row = self._ask(_BY_ID, [installation, external_id]).fetchone()
        row = row or self._ask(_BY_ADDRESS, [url]).fetchone()
        if row is None:
            return None
        return KnownItem(row[0], row[1], has_body=bool(row[3]), last_read_at=instant_or_none(row[2]))

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


def newest_item(db: sqlite_utils.Database) -> int:
    """The highest id that an item has; 0 in an empty archive."""
    return int(db.conn.execute("SELECT coalesce(max(id), 0) FROM item_rows").fetchone()[0])


def items_since(db: sqlite_utils.Database, item_id: int) -> int:
    """How many items with a higher id there are to see."""
    row = db.conn.execute(
        "SELECT count(*) FROM item_rows WHERE id > ? AND merged_into IS NULL AND shown = 1", [item_id]
    ).fetchone()
    return int(row[0])
