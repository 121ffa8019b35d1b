"""What a public build says of itself."""

from __future__ import annotations

import sqlite3


def read_build(connection: sqlite3.Connection) -> dict[str, str]:
    """Version, content_until and what else stands in the table build, by name; empty for an archive that is none."""
    if connection.execute("select 1 from sqlite_master where name = 'build'").fetchone() is None:
        return {}
    return dict(connection.execute("select name, value from build").fetchall())


def named(title: str | None, build: dict[str, str] | None) -> str:
    """The archive as a citation names it, with the version where it is a build."""
    name = title or "news archive"
    return f"{name}, version {build['version']}" if build and build.get("version") else name
