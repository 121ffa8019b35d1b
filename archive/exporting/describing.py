"""The files beside the data: what the columns mean, whose the words are, how to cite, how to check."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.exporting.files import file_name
from archive.exporting.folders import About, Entry, write_json
from archive.exporting.tables import Resource
from archive.words import VOCABULARIES

_MEDIA = {
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}
#: said in the manifest, in the data package and to people
FOR_SPREADSHEETS = (
    "In CSV a cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line end, and is no "
    "number) has an apostrophe before it. NDJSON, Parquet and SQLite have the words as they are."
)
_FORMATS = {"datetime": "default", "date": "default"}


def data_package(
    folder: Path, tables: Sequence[Resource], entries: Mapping[str, Entry], form: str, head: Mapping[str, Any]
) -> None:
    """datapackage.json: the Data Package standard (Frictionless), with a Table Schema for each table."""
    write_json(
        folder / "datapackage.json",
        {
            "profile": "tabular-data-package" if form == "csv" else "data-package",
            "name": "news-archive",
            "title": head["title"],
            "version": head["version"],
            "licenses": [{"title": head["rights"], "path": head["licence_url"]}],
            "description": f"{head['cite']} {FOR_SPREADSHEETS}",
            "resources": [_resource(one, entries[file_name(one, form)], form) for one in tables],
        },
    )


def _resource(table: Resource, entry: Entry, form: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": one.name, "type": one.type, "description": one.about}
            | ({"format": _FORMATS[one.type]} if one.type in _FORMATS else {})
            for one in table.fields
        ],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.ties:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": other, "fields": column}} for name, other, column in table.ties
        ]
    made: dict[str, Any] = {
        "name": table.name.replace("_", "-"),
        "title": table.name,
        "description": table.about,
        "path": entry.path,
        "format": form,
        "mediatype": _MEDIA[form],
        "encoding": "utf-8",
        "rowcount": entry.tables[table.name],
        "schema": schema,
    }
    # One SQLite file holds all tables: its size and hash are no table's own.
    return made if form == "sqlite" else {**made, "bytes": entry.bytes, "hash": f"sha256:{entry.sha256}"}


def codebook(folder: Path, tables: Sequence[Resource]) -> None:
    """codebook.csv: a row for each table, column and word of a vocabulary, in the shape of the site's own."""
    with (folder / "codebook.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("part", "of", "name", "meaning"))
        for table in tables:
            rows.writerow(("table", "", table.name, table.about))
            rows.writerows(("column", table.name, one.name, one.about) for one in table.fields)
        for _, where, words in VOCABULARIES:
            rows.writerows(("word", where.replace("`", ""), word, meaning) for word, meaning in words.items())


def read_me(folder: Path, about: About, head: Mapping[str, Any], counts: Mapping[str, int], more: str) -> None:
    """README.md: the same for people."""
    lines = [
        f"# {about.title}, version {head['version']}",
        "",
        f"What was known until {head['content_until'] or 'now'}. {more}",
        "",
        *(f"- `{name}`: {count:,} rows" for name, count in counts.items()),
        "",
        "## Whose it is",
        "",
        f"{about.rights} The program is free software under the {about.licence} ({about.licence_url}).",
        "",
        "## How to cite",
        "",
        f"{head['cite']} A single post: its author or source, title, day and original address, with the number of the "
        f"item and this version. Numbers of items never change.",
        "",
        "## How to check",
        "",
        "`sha256sum -c SHA256SUMS`, here, on any machine. `manifest.json` has the rows of each file, its size and its "
        "hash, and says what was asked for. Times are UTC and end in Z; days are YYYY-MM-DD; what is unknown is empty.",
        "",
    ]
    (folder / "README.md").write_text("\n".join(lines), encoding="utf-8")


def datasette_metadata(
    folder: Path, name: str, about: About, head: Mapping[str, Any], tables: Mapping[str, Any]
) -> None:
    """metadata.json for a plain Datasette: titles, rights, a sentence for each column, a search box over the posts."""
    blocks: dict[str, Any] = {name: dict(block) for name, block in tables.items()}
    for hidden in _INSIDE:
        if hidden in blocks:
            blocks[hidden]["hidden"] = True
    blocks["items"] |= {"fts_table": "search", "fts_pk": "search_id", "sort_desc": "sorted_at", "label_column": "title"}
    blocks["sources"]["label_column"] = "name"
    write_json(
        folder / "metadata.json",
        {
            "title": f"{about.title}, version {head['version']}",
            "description": f"{head['cite']} Posts have their teaser and the beginning of their text; whole texts stay "
            f"with those who published them, and each post's url leads there.",
            "license": about.rights,
            "databases": {name: {"title": about.title, "tables": blocks}},
        },
    )


#: tables behind the views, which readers of a plain Datasette need not see in its list
_INSIDE = (
    "texts", "item_rows", "revision_rows", "printing_rows", "share_rows", "link_rows", "link_targets", "picture_rows",
    "tag_rows", "tags", "source_states", "words", "search_source", "data_dictionary", "_sqlite_migrations",
)  # fmt: skip
