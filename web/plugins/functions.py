"""`fts_query(text)` in SQL: what a reader typed as a full-text question that is always valid."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from parsing.questions import fts_query


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """So that the named query `search_posts` is as forgiving as the search page."""
    conn.create_function(
        "fts_query", 1, lambda value: fts_query(None if value is None else str(value)), deterministic=True
    )
