"""The few figures that stand above the findings."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlite_utils

from archive.disk import Forecast, forecast
from archive.health.looking import Places
from archive.transactions import troubles_told
from errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Summary:
    """Runs so far, when the last good one ended, posts, sources by verdict, and the room on the disk."""

    runs: int
    last_good_at: str | None
    posts: int
    sources: int
    verdicts: dict[str, int]
    room: Forecast | None

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {**asdict(self), "room": self.room and {**asdict(self.room), "full_on": _text(self.room.full_on)}}


def summary_of(db: sqlite_utils.Database, places: Places, now: datetime) -> Summary:
    """The figures of an archive. Raises ArchiveError."""
    ask = db.conn.execute
    with troubles_told(db):
        runs, last = ask(
            "SELECT count(*), max(iif(outcome IN ('finished', 'bounded'), coalesce(ended_at, started_at), NULL))"
            " FROM crawls"
        ).fetchone()
        posts = ask("SELECT coalesce(sum(posts), 0) FROM share_rows").fetchone()[0]
        verdicts = dict(ask("SELECT verdict, count(*) FROM source_verdicts GROUP BY verdict").fetchall())
    room: Forecast | None = None
    with suppress(ArchiveError):  # a disk that cannot be asked is a matter of `scrapy doctor`
        folder = places.captures.folder if places.captures else places.archive.parent / "captures"
        room = forecast(db, places.archive, folder, now)
    return Summary(runs, last, posts, sum(verdicts.values()), verdicts, room)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
