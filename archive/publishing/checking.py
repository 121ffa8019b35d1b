"""Looks a public build over before anybody gets it: sound, whole, searchable, and nothing in it that nobody listed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.publishing.allowed import TABLES, VIEWS
from archive.publishing.opening import opened_build
from archive.publishing.shapes import OWN_TABLES, own_views
from archive.publishing.words import LONGEST
from errors import ArchiveError

#: tables of the build that are its own, or SQLite's
_OWN = {*(table.name for table in OWN_TABLES), "data_dictionary", "words", "search", "_sqlite_migrations"}
_MADE_BESIDE = ("search_", "sqlite_")


def check_build(path: Path) -> dict[str, int]:
    """Rows of the view items and of each table of a sound build.

    Raises ArchiveError with what is wrong; the build must not go out then."""
    with opened_build(path) as db:
        wrong = [*_damage(db), *_not_listed(db), *_too_long(db), *_unreadable_views(db)]
        if wrong:
            raise ArchiveError(f"The public build {path.name} is not sound and was not published: {'; '.join(wrong)}.")
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("items", *TABLES)}


def _damage(db: sqlite3.Connection) -> list[str]:
    found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(3)")]
    wrong = [] if found == ["ok"] else found
    strays = db.execute("SELECT count(*), min(\"table\" || ' to ' || parent) FROM pragma_foreign_key_check").fetchone()
    if strays[0]:
        wrong.append(f"{strays[0]} rows point at rows that are not in it, such as {strays[1]}")
    indexed = db.execute("SELECT count(*) FROM search_docsize").fetchone()[0]
    texts = db.execute("SELECT count(*) FROM texts WHERE search_id IS NOT NULL").fetchone()[0]
    if indexed != texts:
        wrong.append(f"its full-text index has {indexed:,} of {texts:,} texts")
    return wrong


def _not_listed(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view', 'trigger')").fetchall()
    listed = {*TABLES, *VIEWS, *own_views(), *_OWN}
    wrong = [
        f"{kind} {name} is in it" for name, kind in rows if name not in listed and not name.startswith(_MADE_BESIDE)
    ]
    for name, allowed in TABLES.items():
        columns = {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
        wrong += [f"column {name}.{column} is in it" for column in sorted(columns - set(allowed.columns))]
        full = [column for column in allowed.veiled.split() if _has_any(db, name, column)]
        wrong += [f"column {name}.{column} is not empty" for column in full]
    return wrong


def _has_any(db: sqlite3.Connection, name: str, column: str) -> bool:
    return db.execute(f"SELECT 1 FROM {name} WHERE {column} IS NOT NULL LIMIT 1").fetchone() is not None


def _too_long(db: sqlite3.Connection) -> list[str]:
    sql = f"SELECT count(*) FROM texts WHERE length(extract) > {LONGEST} OR length(teaser) > {LONGEST}"
    count = db.execute(sql).fetchone()[0]
    return [f"{count:,} extracts or teasers are longer than {LONGEST} characters"] if count else []


def _unreadable_views(db: sqlite3.Connection) -> list[str]:
    wrong = []
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        try:
            db.execute(f"SELECT * FROM {name} LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            wrong.append(f"view {name} cannot be read ({error})")
    return wrong
