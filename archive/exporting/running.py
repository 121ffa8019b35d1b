"""One export from beginning to end, over one look at the archive: a collect may write meanwhile."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.database import is_frozen
from archive.exporting import describing
from archive.exporting.files import Cell, file_name, open_table, require
from archive.exporting.folders import About, Entry, Folder, Placed, entry_of, new_folder
from archive.exporting.tables import Resource, resources
from archive.publishing import begin, check_build, is_public_build, seal, tables_of_build
from archive.publishing.words import beginning
from archive.times import stamp
from archive.transactions import troubles_told
from errors import InputError

_AT_ONCE = 2_000
Tell = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Selection:
    """A search as SQL. question: as it was typed; match: words for the full-text index; conditions on item_rows i."""

    question: str
    match: str | None = None
    conditions: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export, and where to. parent: the folder in which the export's own is made."""

    archive: Path
    parent: Path
    form: str
    about: About
    built_at: datetime
    with_texts: bool = False
    selection: Selection | None = None


def export_tables(wanted: Wanted, harmless: Cell, tell: Tell = lambda _name, _rows: None) -> Placed:
    """Write the tables as files. harmless: see files.open_table. tell: hears of each table how many rows are written.

    Raises InputError, ArchiveError; then nothing is left.
    """
    require(wanted.form)
    has_texts = not is_public_build(wanted.archive)
    if wanted.with_texts and not has_texts:
        raise InputError(f"{wanted.archive} is a public build and holds no texts; export them from the archive itself.")
    with new_folder(wanted.parent) as folder, _one_look(wanted.archive) as db:
        if wanted.selection:
            _choose(db, wanted.selection)
        tables = resources(has_texts=has_texts, with_texts=wanted.with_texts, is_chosen=wanted.selection is not None)
        entries = _write_all(db, folder.path, tables, wanted.form, harmless, tell)
        head, counts = _head(db, wanted), {name: rows for one in entries.values() for name, rows in one.tables.items()}
        describing.codebook(folder.path, tables)

        def fill(version: str) -> tuple[dict[str, Entry], dict[str, Any]]:
            named = _named(head, wanted.about, version, counts["items"], counts["sources"])
            describing.data_package(folder.path, tables, entries, wanted.form, named)
            describing.read_me(folder.path, wanted.about, named, counts, _more(wanted))
            return entries, named

        return folder.place(_day(head, wanted), _endings(wanted), fill)


def publish_build(wanted: Wanted, tell: Tell = lambda _name, _rows: None) -> Placed:
    """Make a public build of the database. Raises InputError, ArchiveError; then nothing is left."""
    if is_public_build(wanted.archive):
        raise InputError(f"{wanted.archive} is a public build already; copy it, or build from the archive itself.")
    with new_folder(wanted.parent) as folder:
        work = folder.scratch / "work.db"
        begin(wanted.archive, work, lambda name: tell(name, 0))
        with closing(sqlite3.connect(f"{work.absolute().as_uri()}?mode=ro", uri=True)) as db:
            head = _head(db, wanted)
        sealed: list[Path] = []

        def fill(version: str) -> tuple[dict[str, Entry], dict[str, Any]]:
            for old in sealed:
                old.unlink()
            sealed[:] = [_sealed(folder, work, version, head, wanted, tell)]
            counts = check_build(sealed[0])
            named = _named(head, wanted.about, version, counts["items"], counts["sources"])
            described = tables_of_build(sealed[0])
            describing.datasette_metadata(folder.path, sealed[0].stem, wanted.about, named, described)
            describing.read_me(folder.path, wanted.about, named, counts, _PUBLIC)
            return {sealed[0].name: entry_of(sealed[0], counts)}, named

        return folder.place(_day(head, wanted), ("public",), fill)


def _sealed(folder: Folder, work: Path, version: str, head: Mapping[str, Any], wanted: Wanted, tell: Tell) -> Path:
    target = folder.path / f"news-{version}.db"
    facts = {
        "version": version,
        "content_until": head["content_until"] or "",
        "title": wanted.about.title,
        "program": wanted.about.program,
        "rights": wanted.about.rights,
    }
    seal(work, target, facts, lambda name: tell(name, 0))
    return target


_PUBLIC = (
    "A public build: teasers and the beginning of each text, at most 300 characters, and a full-text index over these. "
    "Any Datasette shows it: `datasette news-*.db --metadata metadata.json`."
)


def _more(wanted: Wanted) -> str:
    texts = (
        "It holds whole texts: a private research copy, which may not be passed on or published."
        if wanted.with_texts
        else "It holds teasers and the beginning of each text, at most 300 characters, as a public copy may."
    )
    asked = wanted.selection
    return f"{texts} Only posts that this search found: {asked.question}" if asked else texts


@contextmanager
def _one_look(archive: Path) -> Iterator[sqlite3.Connection]:
    """The archive as it is at one moment: what is committed later is not seen."""
    address = f"{archive.absolute().as_uri()}?mode=ro"
    if is_public_build(archive) or is_frozen(archive):
        address += "&immutable=1"
    with troubles_told(archive), closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=10)) as db:
        db.execute("PRAGMA temp_store = FILE")
        db.execute("PRAGMA cache_size = -16000")
        db.create_function("beginning", 1, beginning, deterministic=True)
        db.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
        db.execute("BEGIN")
        yield db


def _choose(db: sqlite3.Connection, selection: Selection) -> None:
    where = " AND ".join(["i.shown = 1", *selection.conditions])
    source = "item_rows AS i WHERE"
    if selection.match:
        source = (
            "search CROSS JOIN texts AS t ON t.search_id = search.rowid"
            " CROSS JOIN item_rows AS i ON i.text_id = t.id WHERE search MATCH :match AND"
        )
    values = {**selection.values, "match": selection.match}
    db.execute(f"INSERT OR IGNORE INTO temp.chosen SELECT i.id FROM {source} {where}", values)


def _write_all(
    db: sqlite3.Connection, path: Path, tables: tuple[Resource, ...], form: str, harmless: Cell, tell: Tell
) -> dict[str, Entry]:
    counts: dict[str, dict[str, int]] = {}
    for table in tables:
        rows = _write_one(db, path, table, form, harmless, tell)
        counts.setdefault(file_name(table, form), {})[table.name] = rows
    return {name: entry_of(path / name, rows) for name, rows in counts.items()}


def _write_one(db: sqlite3.Connection, path: Path, table: Resource, form: str, harmless: Cell, tell: Tell) -> int:
    written = 0
    tell(table.name, 0)
    with closing(open_table(path, table, form, harmless)) as file, closing(db.execute(table.sql)) as rows:
        while batch := rows.fetchmany(_AT_ONCE):
            file.write(batch)
            written += len(batch)
            tell(table.name, written)
    return written


def _head(db: sqlite3.Connection, wanted: Wanted) -> dict[str, Any]:
    """What the manifest says, but for the version. A run that is at work has kept things of its own time already."""
    until = db.execute(
        "SELECT max(at) FROM (SELECT max(coalesce(ended_at, started_at)) AS at FROM crawls"
        " UNION ALL SELECT max(last_seen_at) FROM item_rows WHERE shown = 1)"
    ).fetchone()[0]
    step = db.execute("SELECT name FROM _sqlite_migrations ORDER BY id DESC LIMIT 1").fetchone()
    asked = wanted.selection
    return {
        "title": wanted.about.title,
        "kind": "public build" if wanted.form == "public" else "export",
        "format": "sqlite" if wanted.form == "public" else wanted.form,
        "search": asked.question if asked else None,
        "with_texts": wanted.with_texts,
        "content_until": until,
        "built_at": stamp(wanted.built_at),
        "program": wanted.about.program,
        "archive_structure": step[0] if step else None,
        "rights": wanted.about.rights,
        "licence_of_the_program": wanted.about.licence,
        "licence_url": wanted.about.licence_url,
        "for_spreadsheets": describing.FOR_SPREADSHEETS if wanted.form == "csv" else None,
    }


def _named(head: Mapping[str, Any], about: About, version: str, posts: int, sources: int) -> dict[str, Any]:
    return {"version": version, "cite": about.cite(version, posts, sources), **head}


def _day(head: Mapping[str, Any], wanted: Wanted) -> str:
    """The day that the version is named by: that of the newest thing in it; of an empty archive, today's."""
    return str(head["content_until"] or stamp(wanted.built_at))[:10]


def _endings(wanted: Wanted) -> tuple[str, ...]:
    words = re.findall(r"[a-z0-9]+", wanted.selection.question.lower()) if wanted.selection else []
    asked = "-".join(words)[:40].strip("-") or ("search" if wanted.selection else "")
    return (wanted.form, "texts" if wanted.with_texts else "", asked)
