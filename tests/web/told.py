"""An archive in which something is to be told of every source: weeks, edits, removals, a hold, events."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.schema import datasette_tables
from archive.stories.shares import count_shares
from items import Event
from web.site import open_site

from .conftest import HOSTILE_TITLES, IN_MAY, NOW, SITES, fill, post

RUNNING = date(2026, 3, 2)  # a Monday, the week of NOW
MEETING = Event(
    starts_at=datetime(2026, 4, 1, 2, 0, tzinfo=UTC),  # still March 31 in Chicago
    ends_at=datetime(2026, 4, 1, 3, 0, tzinfo=UTC),
    timezone="America/Chicago",
    venue="Union hall",
)
CONVENTION = Event(
    starts_at=datetime(2026, 4, 30, 5, 0, tzinfo=UTC),
    ends_at=datetime(2026, 5, 3, 5, 0, tzinfo=UTC),
    all_day=True,
    timezone="America/Chicago",
)
POSTS = [
    *(post(number) for number in range(1, 20)),
    post(31, source="local-1", title="Nurses vote to strike", published=IN_MAY),
    post(40, title=HOSTILE_TITLES[0]),
    post(50, title="Evening meeting", kind="event", event=MEETING),
    post(51, title="Convention", kind="event", event=CONVENTION),
    post(52, title="Years from now", kind="event", event=Event(starts_at=NOW + timedelta(days=365 * 40))),
]
EDITED = post(3, body="Another first paragraph.\n\n- one\n- two\n\nLast <b>paragraph</b>.", seen_at=NOW)


@dataclass(frozen=True, slots=True)
class Told:
    """A site, and the numbers of its posts by their titles."""

    site: Any
    ids: dict[str, int]

    async def page(self, path: str) -> str:
        answer = await self.site.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.text)

    async def status(self, path: str) -> int:
        return int((await self.site.client.get(path)).status_code)


@contextmanager
def told() -> Iterator[Told]:
    """Council 900 is well, local 1 is held and blocked since three weeks, national was never read."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "news.db"
        ids = fill(path, POSTS)
        db = open_archive(path)
        keep(db, EDITED, SITES)
        _weeks(db)
        _removals(db, ids)
        count_shares(db)
        close_archive(db)
        site = open_site(path, datasette_tables())
        yield Told(site, ids)
        site.executor.shutdown()


def _weeks(db: Any) -> None:
    for back in range(30):
        week = (RUNNING - timedelta(weeks=back)).isoformat()
        blocked = back < 3
        rows = [
            {"source_id": "council-900", "verdict": "well", "expected": 2.5, "collected": 3, "sentence": "As usual."},
            {
                "source_id": "local-1",
                "verdict": "blocked" if blocked else "well",
                "expected": 1.5,
                "collected": 0 if blocked else 2,
                "sentence": "<i>It refuses us.</i>",
            },
        ]
        db.table("expectations").insert_all({**row, "week": week} for row in rows)
    db.table("holds").insert(
        {
            "source_id": "local-1", "reason": "moved", "detail": "It leads to <b>elsewhere</b>.", "url": None,
            "since": "2026-02-16T10:00:00Z", "last_at": "2026-03-02T10:00:00Z", "seen_count": 3,
        }
    )  # fmt: skip


def _removals(db: Any, ids: dict[str, int]) -> None:
    rows = [
        ("Post number 5", "2026-02-17T10:00:00Z", "here", "gone", "gone", "It answered 404 <on> three visits."),
        ("Post number 5", "2026-02-24T10:00:00Z", "gone", "here", "read", "It could be read again."),
        ("Nurses vote to strike", "2026-02-18T10:00:00Z", "here", "withdrawn", "forbidden", "It answered 403."),
    ]
    for title, at, before, status, reason, evidence in rows:
        change = {"item_id": ids[title], "at": at, "before": before, "status": status}
        db.table("status_changes").insert(
            {**change, "reason": reason, "evidence": evidence, "url": "https://a.example/"}
        )
