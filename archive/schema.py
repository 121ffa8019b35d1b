"""The whole schema: one structure that makes the tables, describes them to readers and writes the data dictionary.

`python -m archive.schema` prints docs/data-dictionary.md; with --json the descriptions as Datasette takes them.
A column added here needs a step in migrations.py, for archives that exist already.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.readers import SEARCH, VIEWS
from archive.tables.captures import CAPTURED
from archive.tables.events import HAPPENING
from archive.tables.findings import FOUND_WRONG
from archive.tables.found import FOUND, FOUND_TRIGGERS
from archive.tables.numbers import NUMBERED
from archive.tables.parts import PARTS
from archive.tables.plans import PAUSES, PLANS
from archive.tables.posts import POSTS
from archive.tables.runs import RUNS
from archive.tables.shapes import Column, Table, View
from archive.tables.shares import SHARE_ROWS, SHARE_TRIGGERS
from archive.tables.statuses import LOST
from archive.tables.stories import TOLD
from archive.tables.summaries import MONTH_ROWS, MONTH_TRIGGERS
from archive.tables.watching import WATCH_TRIGGERS, WATCHING
from archive.tables.withheld import KEPT_BACK, NOT_NOW
from archive.tables.words import FOR_SEARCH
from archive.words import VOCABULARIES

TABLES: tuple[Table, ...] = (
    *POSTS, *FOUND, *TOLD, SHARE_ROWS, MONTH_ROWS, *PARTS, *HAPPENING, *NUMBERED, *LOST, *FOR_SEARCH, *KEPT_BACK,
    *RUNS, PLANS, PAUSES, *WATCHING, *FOUND_WRONG, *CAPTURED,
)  # fmt: skip

#: Words are stemmed and accents folded: "strikes" finds "strike", "Montreal" finds "Montréal".
_SEARCH_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5("
    "title, teaser, body, content='search_source', content_rowid='search_id', tokenize='porter unicode61')"
)
_ENTER = "INSERT INTO search(rowid, title, teaser, body) SELECT {0}.search_id, {0}.title, {0}.teaser, {0}.body"
_LEAVE = (
    "INSERT INTO search(search, rowid, title, teaser, body) "
    "SELECT 'delete', {0}.search_id, {0}.title, {0}.teaser, {0}.body"
)
_KEPT = "CREATE TRIGGER IF NOT EXISTS {0}_stay BEFORE DELETE ON {0} BEGIN SELECT RAISE(ABORT, '{0}: rows stay'); END"

#: Words never change, but for those that an operator withholds or gives back.
WORDS_STAY = (
    "CREATE TRIGGER IF NOT EXISTS texts_last BEFORE UPDATE OF hash, title, teaser, body ON texts "
    f"WHEN {NOT_NOW} BEGIN SELECT RAISE(ABORT, 'texts: words stay as they are'); END"
)

#: The wording without words, which posts had while they were withheld, may leave with the last of them.
TEXTS_STAY = _KEPT.format("texts").replace(" BEGIN ", f" WHEN {NOT_NOW} BEGIN ", 1)

#: The index follows the words. External content must be told the old words to forget them; texts never change theirs.
_TRIGGERS = (
    f"CREATE TRIGGER IF NOT EXISTS texts_enter AFTER INSERT ON texts WHEN new.search_id IS NOT NULL BEGIN "
    f"{_ENTER.format('new')}; END",
    f"CREATE TRIGGER IF NOT EXISTS texts_move AFTER UPDATE OF search_id ON texts "
    f"WHEN new.search_id IS NOT old.search_id BEGIN "
    f"{_LEAVE.format('old')} WHERE old.search_id IS NOT NULL; "
    f"{_ENTER.format('new')} WHERE new.search_id IS NOT NULL; END",
    WORDS_STAY,
    TEXTS_STAY,
    _KEPT.format("item_rows"),
    _KEPT.format("revision_rows"),
    *SHARE_TRIGGERS,
    *MONTH_TRIGGERS,
    *FOUND_TRIGGERS,
    *WATCH_TRIGGERS,
)


def statements() -> list[str]:
    """All that a new archive needs but its views, each statement harmless where its thing is there already."""
    made = [statement for table in TABLES for statement in table.statements()]
    return [*made, _SEARCH_TABLE, *_TRIGGERS]


def table(name: str) -> Table:
    """The table of that name. Raises KeyError."""
    for one in TABLES:
        if one.name == name:
            return one
    raise KeyError(name)


def view_statements() -> dict[str, str]:
    """The views of views.sql by name, in order, each with the remark above it."""
    text = (Path(__file__).parent / "views.sql").read_text(encoding="utf-8")
    views: dict[str, str] = {}
    for part in _whole_statements(text):
        sql = part[part.index("CREATE VIEW") :]
        views[sql.split()[2]] = sql.rstrip().removesuffix(";")
    return views


def described() -> tuple[Table | View, ...]:
    """Everything that a reader meets, the views first."""
    return (*VIEWS, SEARCH, *TABLES)


def dictionary_rows() -> list[tuple[str, str, str]]:
    """Rows of the table data_dictionary: name, column (empty for the whole), sentence."""
    rows = []
    for one in described():
        rows.append((one.name, "", one.about))
        rows += [(one.name, column.name, column.about) for column in one.columns]
    return rows


def datasette_tables() -> dict[str, Any]:
    """The `tables` block of Datasette's metadata: a description for each table, view and column."""
    return {
        one.name: {"description": one.about, "columns": {column.name: column.about for column in one.columns}}
        for one in described()
    }


def data_dictionary() -> str:
    """docs/data-dictionary.md."""
    return "\n".join(_dictionary_lines())


def _whole_statements(text: str) -> Iterator[str]:
    """SQL statements of a script, parted where SQLite says that one is complete."""
    part = ""
    for line in text.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""


def _dictionary_lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Every table, view and column of the archive. Written by `python -m archive.schema`; do not edit by hand."
    yield ""
    yield "Times are UTC in ISO 8601 and end in Z; days are `YYYY-MM-DD`. What is unknown is NULL, never an empty text."
    yield "Columns that end in `_at` are instants, in `_on` days, in `_id` keys, in `_count` numbers."
    yield ""
    yield "## Views: what to read"
    yield from _sections((*VIEWS, SEARCH))
    yield "## Tables: what is kept"
    yield from _sections(TABLES)
    yield "## Words"
    for heading, where, words in VOCABULARIES:
        yield from ("", f"### {heading}", "", f"{where}.", "")
        yield from (f"- `{word}`: {meaning}" for word, meaning in words.items())
    yield ""


def _sections(ones: tuple[Table | View, ...]) -> Iterator[str]:
    for one in ones:
        yield from ("", f"### {one.name}", "", one.about, "", "| column | meaning |", "|---|---|")
        yield from (_line(column) for column in one.columns)
    yield ""


def _line(column: Column) -> str:
    return f"| {column.name} | {column.about} |"


if __name__ == "__main__":
    print(json.dumps(datasette_tables(), indent=2) if "--json" in sys.argv[1:] else data_dictionary(), end="")
