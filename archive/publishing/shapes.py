"""The tables and views of a public build as statements, made from the archive's own by what allowed.py lists."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from archive import schema
from archive.publishing.allowed import Allowed
from archive.tables.shapes import Column, Table

EXTRACT = Column("extract", "TEXT", "The beginning of the text, at most 300 characters, cut at a blank.")
VEILED = "Left out of public builds."

BUILD = Table(
    "build",
    "What this public build says of itself: version, how far it reaches, licence, how to cite it.",
    (
        Column("name", "TEXT PRIMARY KEY", "What is said."),
        Column("value", "TEXT NOT NULL", "Its value."),
    ),
    by_key=True,
)

TOMBSTONES = Table(
    "tombstones",
    "Posts that are withheld: the number, the source and the days of each, and none of its words.",
    (
        Column("item_id", "INTEGER PRIMARY KEY", "The item; nothing else of it is here."),
        Column("source_id", "TEXT NOT NULL REFERENCES sources(id)", "Its source."),
        Column("source", "TEXT NOT NULL", "Full name of the source."),
        Column("published_on", "TEXT", "The day of publication in the source's own zone; NULL where none is known."),
        Column("first_seen_at", "TEXT NOT NULL", "When we first saw it."),
        Column("withheld_at", "TEXT NOT NULL", "When it was withheld."),
        Column("reason", "TEXT NOT NULL", "Why."),
        Column("requested_by", "TEXT", "Who asked for it; NULL where that is not told."),
    ),
)

#: tables that a build has and the archive does not, as far as readers meet them
OWN_TABLES = (BUILD, TOMBSTONES)


def public_table(table: Table, allowed: Allowed) -> Table:
    """The table with its listed columns only, in the archive's order, and the indexes that they allow.

    Raises KeyError for a listed column that the archive's table does not have.
    """
    own = {"extract": EXTRACT} if table.name == "texts" else {}
    wanted = {name: own.get(name) or table.column(name) for name in allowed.columns}
    veiled = set(allowed.veiled.split())
    columns = tuple(_veiled(one) if name in veiled else one for name, one in wanted.items())
    left_out = {one.name for one in table.columns} - set(wanted)
    indexes = tuple(one for one in table.indexes if not set(re.findall(r"\w+", one.on)) & left_out)
    return replace(table, columns=columns, indexes=indexes)


def _veiled(column: Column) -> Column:
    return Column(column.name, column.kind.split()[0], f"{column.about} {VEILED}")


def table_statements(table: Table, allowed: Allowed) -> list[str]:
    """CREATE statements of the table and its indexes."""
    return public_table(table, allowed).statements()


def view_statements(names: Iterable[str]) -> list[str]:
    """CREATE statements of the build's views: its own first, then those of the archive that are listed."""
    archives = schema.view_statements()
    return [*own_views().values(), *(archives[name] for name in names)]


def own_views() -> dict[str, str]:
    """The views of publishing/views.sql by name."""
    text = (Path(__file__).parent / "views.sql").read_text(encoding="utf-8")
    parts = [part for part in text.split(";\n") if "CREATE VIEW" in part]
    assert all(sqlite3.complete_statement(f"{part};") for part in parts)
    made = [part[part.index("CREATE VIEW") :] for part in parts]
    return {sql.split()[2]: sql for sql in made}
