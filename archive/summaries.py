"""Counts what pages show anew. Triggers keep the counts true; this is for archives that are older than they are."""

from __future__ import annotations

import sqlite_utils

from archive.tables.summaries import COUNT_ALL
from archive.transactions import transaction


def count_summaries(db: sqlite_utils.Database) -> None:
    """Count all posts by source, month and topic, in one transaction. Raises ArchiveError."""
    with transaction(db):
        for statement in COUNT_ALL:
            db.conn.execute(statement)
