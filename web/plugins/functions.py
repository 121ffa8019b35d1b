"""`fts_query(text)` in SQL: what a reader typed as a full-text question that is always valid."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from parsing.questions import fts_query
from web.extracts import over_extracts


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """So that the named query `search_posts` is as forgiving as the search page."""
    columns = {row[1] for row in conn.execute("pragma table_info(search)")}
    adapted = over_extracts if "extract" in columns else str

    def asked(value: object) -> str | None:
        return adapted(fts_query(None if value is None else str(value)))

    conn.create_function("fts_query", 1, asked, deterministic=True)
