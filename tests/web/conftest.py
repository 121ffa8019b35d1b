"""A real archive, filled through the archive's own door, and the real Datasette over it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlite_utils

from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.schema import datasette_tables
from items import Event, Fetched, Item, Moment
from parsing.urls import Site, Sites
from web import recent
from web.site import open_site

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
ZONE = ZoneInfo("America/Chicago")
SOURCES = {
    "council-900": ("AFSCME Council 900", "council", "WI MN", "https://council900.example/"),
    "local-1": ("Local 1, AFSCME Council 900", "local", "WI", "https://local1.example/"),
    "national": ("AFSCME", "national", "US", "https://national.example/"),
}
SITES = Sites.of(Site(name, home) for name, (_, _, _, home) in SOURCES.items())

HOSTILE_TITLES = [
    '<img src=x onerror="alert(1)">',
    "</title><script>alert(2)</script>",
    "\"><svg onload=alert(3)> 'quoted' & ampersand",
    '=HYPERLINK("http://evil.example","click")',
    "+1 for the strike",
    "@SUM(A1:A9)",
    "-2+3 nurses",
    "{{ 7 * 7 }} {% raise %} ${7*7}",
    "]]> and &#x3c;b&#x3e; and evil",
]


def post(number: int, **given: Any) -> Item:
    """An item as a spider brings it, with good defaults."""
    source = given.pop("source", "council-900")
    defaults = {
        "channel_id": f"{source}-news",
        "url": f"{SOURCES[source][3]}news/post-{number}",
        "title": f"Post number {number}",
        "teaser": f"What post {number} says in short.",
        "body": f"First paragraph of post {number}.\n\n- one\n- two\n\nLast paragraph.",
        "kind": "news",
        "language": "en",
        "published": Moment.of_instant(NOW - timedelta(hours=number), ZONE, "feed"),
        "fetched": Fetched(f"{SOURCES[source][3]}news/post-{number}", NOW, "0" * 64),
        "seen_at": NOW,
    }
    return Item(**{**defaults, **given})


IN_MAY = Moment.of_day(date(2018, 5, 3), ZONE, "text")
IN_JUNE = Moment.of_day(date(2018, 6, 1), ZONE, "text", "month")
TRAINING = Event(
    starts_at=NOW + timedelta(days=30),
    ends_at=NOW + timedelta(days=30, hours=2),
    timezone="America/Chicago",
    venue="<b>Hall</b>",
    registration_url="https://signup.example/x",
)

POSTS = [
    *(post(number) for number in range(1, 26)),
    post(30, source="local-1", title="Librarians ratify", body="A contract for librarians: nurses were there."),
    post(31, source="local-1", title="Nurses vote to strike", kind="bargaining_update", published=IN_MAY),
    post(32, source="national", title="Las enfermeras de Montréal", language="es", published=IN_JUNE),
    post(33, title="Undated notice", published=None),
    post(34, title="Only a teaser", body=None, fetched=None),
    post(35, title="Stewards’ training", kind="training", event=TRAINING),
    *(
        post(40 + place, title=title, teaser=title, body=f"{title}\n\n{title}")
        for place, title in enumerate(HOSTILE_TITLES)
    ),
]


def fill(path: Path, posts: list[Item]) -> dict[str, int]:
    """Make an archive with these posts; gives the id of each by its title as kept."""
    db = open_archive(path)
    for name, (full, level, states, home) in SOURCES.items():
        row = {"id": name, "name": full, "level": level, "states": states, "homepage": home, "timezone": str(ZONE)}
        db.table("sources").insert({**row, "first_seen_at": "2026-01-01T00:00:00Z"})
        db.table("source_states").insert_all({"source_id": name, "state": state} for state in states.split())
        channel = {"id": f"{name}-news", "source_id": name, "family": "listing", "address": f"{home}news", "hint": "{}"}
        db.table("channels").insert({**channel, "first_seen_at": "2026-01-01T00:00:00Z"})
    for item in posts:
        keep(db, item, SITES)
    ids = {row["title"]: row["id"] for row in db.query("select id, title from items")}
    close_archive(db)
    return ids


@pytest.fixture(scope="session")
def archive() -> Iterator[tuple[Path, dict[str, int]]]:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "news.db"
        yield path, fill(path, POSTS)


@pytest.fixture(scope="session")
def ids(archive: tuple[Path, dict[str, int]]) -> dict[str, int]:
    return archive[1]


@pytest.fixture(scope="session")
def site(archive: tuple[Path, dict[str, int]]) -> Iterator[Any]:
    opened = open_site(archive[0], datasette_tables())
    yield opened
    opened.executor.shutdown()


@pytest.fixture
def new_archive(tmp_path: Path) -> Callable[..., Any]:
    """A writable archive of the test's own, and a site over it."""

    def make(*posts: Item) -> tuple[sqlite_utils.Database, Any]:
        path = tmp_path / "own archive #1?.db"
        fill(path, list(posts))
        return open_archive(path), open_site(path, datasette_tables())

    return make


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question is answered anew: what was found for one test says nothing of the numbers that another sets."""
    monkeypatch.setattr(recent, "KEPT", 0)
    recent._kept.clear()
