"""Sources that a person has paused: nobody asks them, so nothing is wrong with them; they are told of all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlite_utils

from archive.health.finding import Finding, made
from archive.pausing import pauses
from archive.times import stamp


def paused_sources(db: sqlite_utils.Database, now: datetime) -> set[str]:
    """Ids of sources that are paused now."""
    return set(pauses(db, now))


def paused_findings(db: sqlite_utils.Database, now: datetime) -> Iterator[Finding]:
    """One finding, for information, for each source that is paused now."""
    names = dict(db.conn.execute("SELECT id, name FROM sources").fetchall())
    for source_id, one in sorted(pauses(db, now).items()):
        told = f"{names.get(source_id, source_id)}: {one.sentence()}"
        yield made("paused", source_id, told, since=stamp(one.since), sources=[source_id])
