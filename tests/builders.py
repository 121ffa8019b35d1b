"""Builders with good defaults, shared by all tests: a small registry, items, rejections, visits, a fresh archive."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlite_utils

from archive.database import close_archive, open_archive
from archive.sources import sync_registry
from items import Fetched, Item, Moment, Rejected, VisitReport
from parsing.urls import Site, Sites, Stream
from registry import Channel, Registry, Source

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
NEW_YORK = ZoneInfo("America/New_York")
DAY = timedelta(days=1)

BODY = (
    "Members of the bargaining team met the county again on Tuesday and brought forty pages of proposals.\n\n"
    "- wages that keep up with prices\n- safe staffing on every shift\n\n"
    "The next meeting is planned for the week after, and everybody is welcome to sit in the back rows and listen."
)


def source(source_id: str, **given: Any) -> Source:
    """A source; council-900 lives at https://council-900.example/."""
    defaults: dict[str, Any] = {
        "id": source_id,
        "name": source_id.replace("-", " ").title(),
        "level": "council",
        "number": None,
        "states": ("WI",),
        "homepage": f"https://{source_id}.example/",
        "hosts": (),
        "language": "en",
        "timezone": "America/Chicago",
        "parent": None,
        "installation": None,
        "note": None,
    }
    return Source(**{**defaults, **given})


def registry(*sources: Source, channels: tuple[Channel, ...] = ()) -> Registry:
    """A registry of these sources; each has a channel `<source>-news` at /news unless channels are given."""
    rows = sources or (
        source("council-900", states=("WI", "MN")),
        source("local-1", level="local", parent="council-900"),
        source("national", level="national", timezone="America/New_York", states=("US",)),
    )
    made = channels or tuple(Channel(f"{row.id}-news", row.id, "listing", f"{row.homepage}news") for row in rows)
    sites = Sites.of(
        Site(
            row.id,
            row.homepage,
            row.hosts,
            row.installation,
            tuple(Stream(channel.address, channel.family) for channel in made if channel.source_id == row.id),
        )
        for row in rows
    )
    return Registry({row.id: row for row in rows}, {channel.id: channel for channel in made}, {}, sites)


REGISTRY = registry()
SITES = REGISTRY.sites


def url(number: int | str, source_id: str = "council-900") -> str:
    """The address of a post of a source."""
    return f"https://{source_id}.example/news/post-{number}"


def item(number: int | str = 1, **given: Any) -> Item:
    """A post whose own page was read. of: its source; page=False: as a list shows it, without body."""
    of, page = given.pop("of", "council-900"), given.pop("page", True)
    address = given.get("url", url(number, of))
    seen_at = given.get("seen_at", NOW)
    defaults: dict[str, Any] = {
        "channel_id": f"{of}-news",
        "url": address,
        "title": f"Post number {number}",
        "teaser": f"What post {number} says in short.",
        "body": f"This is post {number}. {BODY}" if page else None,
        "published": Moment.of_instant(NOW - timedelta(hours=6), CHICAGO, "json_ld") if page else None,
        "addresses": (address,) if page else (),
        "fetched": Fetched(address if page else f"https://{of}.example/news", seen_at, "ab" * 32),
        "seen_at": seen_at,
    }
    return Item(**{**defaults, **given})


def teaser(number: int | str = 1, **given: Any) -> Item:
    """A post as a list shows it."""
    return item(number, page=False, **given)


def day(year: int, month: int, on: int, origin: Any = "text", precision: Any = "day") -> Moment:
    """A date without hours."""
    return Moment.of_day(date(year, month, on), CHICAGO, origin, precision)


def rejection(number: int | str = 1, **given: Any) -> Rejected:
    """A page that is refused."""
    of = given.pop("of", "council-900")
    defaults: dict[str, Any] = {
        "channel_id": f"{of}-news",
        "url": url(number, of),
        "reason": "forbidden",
        "detail": "The page answered 403.",
        "seen_at": NOW,
    }
    return Rejected(**{**defaults, **given})


def report(channel_id: str = "council-900-news", **given: Any) -> VisitReport:
    """A visit that went well."""
    defaults: dict[str, Any] = {
        "channel_id": channel_id,
        "started_at": NOW,
        "ended_at": NOW + timedelta(seconds=2),
        "outcome": "ok",
        "reason": "read",
        "sentence": "3 posts seen.",
        "requests": 4,
        "received_bytes": 40_000,
        "items_seen": 3,
    }
    return VisitReport(**{**defaults, **given})


def archive_at(path: Path) -> sqlite_utils.Database:
    """An open archive that knows the registry of this file."""
    db = open_archive(path)
    sync_registry(db, REGISTRY, NOW)
    return db


def fresh_archive() -> sqlite_utils.Database:
    """The same in memory; quick enough for hundreds of them in one test."""
    conn = sqlite3.connect(":memory:", isolation_level=None, cached_statements=512)
    _template().conn.backup(conn)
    conn.execute("PRAGMA foreign_keys = ON")
    return sqlite_utils.Database(conn, recursive_triggers=True, execute_plugins=False)


@lru_cache(maxsize=1)
def _template() -> sqlite_utils.Database:
    template = sqlite_utils.Database(sqlite3.connect(":memory:"), execute_plugins=False)
    with tempfile.TemporaryDirectory() as directory:
        db = archive_at(Path(directory) / "archive.db")
        db.conn.backup(template.conn)
        close_archive(db)
    return template


def rows(db: sqlite_utils.Database, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows of a question."""
    return db.conn.execute(sql, values).fetchall()


def one(db: sqlite_utils.Database, sql: str, *values: Any) -> Any:
    """The only column of the only row."""
    (row,) = rows(db, sql, *values)
    (value,) = row
    return value


def assert_sound(db: sqlite_utils.Database) -> None:
    """The three checks that a sound archive passes, and what must hold between items and index."""
    assert one(db, "PRAGMA integrity_check") == "ok"
    assert rows(db, "PRAGMA foreign_key_check") == []
    db.conn.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    shown = {text_id for (text_id,) in rows(db, "SELECT DISTINCT text_id FROM item_rows WHERE shown = 1")}
    found = {text_id for (text_id,) in rows(db, "SELECT id FROM texts WHERE search_id IS NOT NULL")}
    assert found == shown
