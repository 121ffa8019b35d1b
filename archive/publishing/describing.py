"""What the tables and columns of a public build mean: the archive's own sentences, and a few of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from archive import schema
from archive.publishing.allowed import TABLES
from archive.publishing.opening import opened_build
from archive.publishing.shapes import EXTRACT, OWN_TABLES, VEILED, public_table

_OWN = {
    **{(table.name, ""): table.about for table in OWN_TABLES},
    **{(table.name, column.name): column.about for table in OWN_TABLES for column in table.columns},
    ("items", "noindex"): schema.table("item_rows").column("noindex").about,
    ("items", "extract"): EXTRACT.about,
    ("items", "search_id"): "Row of the full-text index; Datasette's search box needs it.",
    ("search_source", "extract"): EXTRACT.about,
    ("search", ""): "Full-text index over title, teaser and extract.",
    ("search", "extract"): EXTRACT.about,
    ("texts", "extract"): EXTRACT.about,
    ("revisions", "difference"): f"What changed of the title, and whether the text did; its words are {VEILED.lower()}",
    ("revision_rows", "difference"): f"What changed of the title, and whether the text did. Words are {VEILED.lower()}",
}  # fmt: skip


def tables_of_build(path: Path) -> dict[str, Any]:
    """The `tables` block of Datasette's metadata, as the build itself describes what it has. Raises ArchiveError."""
    made: dict[str, Any] = {}
    with opened_build(path) as db:
        for name, column, about in db.execute("SELECT table_name, column_name, about FROM data_dictionary"):
            block = made.setdefault(name, {"columns": {}})
            if column:
                block["columns"][column] = about
            else:
                block["description"] = about
    return made


def dictionary_rows(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Rows of the build's data_dictionary, for what it has and for nothing else: name, column or '', sentence."""
    sentences = {(name, column): about for name, column, about in schema.dictionary_rows()}
    for name, allowed in TABLES.items():
        sentences |= {(name, one.name): one.about for one in public_table(schema.table(name), allowed).columns}
    sentences |= _OWN
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    rows = []
    for name in sorted(names):
        columns = ["", *(row[1] for row in db.execute(f'PRAGMA table_info("{name}")'))]
        rows += [(name, column, sentences[name, column]) for column in columns if (name, column) in sentences]
    return rows
