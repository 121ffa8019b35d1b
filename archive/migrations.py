"""Steps by which an archive gets from one version to the next, each of them atomic.

A new archive is made whole by the first step, from schema.py as it stands; so every later step must be harmless where
its work is done already ("add the column if it is missing"). Names of steps stay; `user_version` counts them.
Never `table.transform()` on a table with triggers: it drops them without a word, and the full-text index goes stale.
"""

from __future__ import annotations

import struct
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from archive import schema
from archive.again import plan_all
from archive.hashing import hash_anew
from archive.lock import migration_lock
from archive.tables.found import FOUND_TRIGGERS, WAIT_ALL
from archive.tables.shares import MARK_ALL, SHARE_TRIGGERS
from archive.transactions import transaction
from errors import ArchiveError, NewerArchiveError

#: marks the file as one of ours ("NEWS" in ASCII)
APPLICATION_ID = 0x4E455753

STEPS = Migrations("archive")


@STEPS()
def m001_first_tables(db: sqlite_utils.Database) -> None:
    """All tables, the full-text index and its triggers."""
    for statement in schema.statements():
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@STEPS()
def m002_why_a_kind(db: sqlite_utils.Database) -> None:
    """Items say why they are of their kind."""
    _add_columns(db, "item_rows", "kind_because")


@STEPS()
def m003_targets(db: sqlite_utils.Database) -> None:
    """Clippings and videos say where they lead."""
    _add_columns(db, "item_rows", "target")


@STEPS()
def m004_bounds(db: sqlite_utils.Database) -> None:
    """Where lists show items, and why undated ones have their bounds."""
    _add_tables(db, "list_places", "bounds")


@STEPS()
def m005_ways(db: sqlite_utils.Database) -> None:
    """Which way of a channel showed an item, and how many each visit saw by each way."""
    _add_tables(db, "appearance_ways")
    _add_columns(db, "visits", "ways")


@STEPS()
def m006_flags_of_dates(db: sqlite_utils.Database) -> None:
    """Dates say how far they are trusted, what speaks against them, and when they were found."""
    _add_columns(db, "date_candidates", "trust", "flag", "first_seen_at")
    _add_columns(db, "item_rows", "published_flag")
    db.conn.execute("DROP INDEX IF EXISTS item_rows_month")
    _add_indexes(db, "item_rows", "item_rows_month")


@STEPS()
def m007_changes_of_events(db: sqlite_utils.Database) -> None:
    """Events keep what was told of them before they were moved or called off."""
    _add_tables(db, "event_changes", "event_tellings")


@STEPS()
def m008_parts(db: sqlite_utils.Database) -> None:
    """Items keep their pictures, links and tags, and where each of their fields was read."""
    _add_tables(db, "link_targets", "picture_rows", "link_rows", "tags", "tag_rows", "field_origins")


@STEPS()
def m009_words_of_readings(db: sqlite_utils.Database) -> None:
    """Readings are found by their words, so that one post under two addresses is seen."""
    _add_indexes(db, "revision_rows", "revision_rows_hash")


@STEPS()
def m010_stories(db: sqlite_utils.Database) -> None:
    """What the matching of stories needs, and what it finds; when pages are looked at again."""
    _add_columns(db, "item_rows", "canonical_url", "to_match", "told_text_id", "look_again_at")
    _add_indexes(db, "item_rows", "item_rows_to_match", "item_rows_told", "item_rows_look_again")
    _add_tables(
        db,
        "sketches",
        "pointings",
        "story_rulings",
        "story_pairs",
        "printing_rows",
        "translations",
        "share_rows",
        "alternates",
    )
    _add_indexes(db, "item_rows", "item_rows_undated", "item_rows_foreign")
    _add_indexes(db, "stories", "stories_travelled", "stories_merged")
    for statement in (*SHARE_TRIGGERS, MARK_ALL):
        db.conn.execute(statement)


@STEPS()
def m011_differences(db: sqlite_utils.Database) -> None:
    """Revisions say what changed and why, and look past counters; words that are held say why."""
    _add_columns(db, "revision_rows", "difference", "because", "body_hash")
    _add_columns(db, "held", "reason", "body_hash")
    _add_indexes(db, "revision_rows", "revision_rows_body")
    hash_anew(db)
    plan_all(db)


@STEPS()
def m012_what_went_missing(db: sqlite_utils.Database) -> None:
    """Changes of status keep their evidence; sources can be held; expectations speak in sentences."""
    _add_tables(db, "status_changes", "holds")
    _add_columns(db, "expectations", "sentence")
    _add_columns(db, "visits", "front")
    _add_indexes(db, "item_rows", "item_rows_days")


@STEPS()
def m013_what_is_found(db: sqlite_utils.Database) -> None:
    """Topics by name, and which words are still to be read for topics, mentions and places: at first all."""
    _add_tables(db, "topics", "enrichments", "to_enrich")
    for statement in (*FOUND_TRIGGERS, WAIT_ALL):
        db.conn.execute(statement)


@STEPS()
def m014_what_searches_need(db: sqlite_utils.Database) -> None:
    """The words that posts use, for "did you mean"; indexes for filters that few posts pass."""
    _add_tables(db, "words", "words_counted")
    db.conn.execute("DROP INDEX IF EXISTS item_rows_text")
    _add_indexes(db, "item_rows", "item_rows_text", "item_rows_kind", "item_rows_language", "item_rows_status")
    _add_indexes(db, "revision_rows", "revision_rows_edited")


def _add_tables(db: sqlite_utils.Database, *names: str) -> None:
    """Make the tables that the archive lacks, as schema.py declares them."""
    for name in names:
        for statement in schema.table(name).statements():
            db.conn.execute(statement)


def _add_indexes(db: sqlite_utils.Database, table: str, *names: str) -> None:
    """Make indexes that a table lacks. By name: others of the table may need columns that only later steps add."""
    for statement in schema.table(table).statements()[1:]:
        if any(f" {name} ON " in statement for name in names):
            db.conn.execute(statement)


def _add_columns(db: sqlite_utils.Database, table: str, *names: str) -> None:
    """Add the columns that a table lacks, as schema.py declares them; what is there is left alone."""
    there = {row[1] for row in db.conn.execute(f"PRAGMA table_info({table})")}
    for name in names:
        if name not in there:
            db.conn.execute(f"ALTER TABLE {table} ADD COLUMN {name} {schema.table(table).column(name).kind}")


def version() -> int:
    """The version that this program makes: the number of its steps."""
    return len(STEPS.pending(sqlite_utils.Database(memory=True, execute_plugins=False)))


def refuse_foreign(path: Path) -> None:
    """Look at the file's head, without opening it as a database, and refuse what is not ours to touch.

    Raises NewerArchiveError, ArchiveError for another program's database, OSError.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return  # new, or no database at all: SQLite will say so
    made_by, application = struct.unpack(">I", head[60:64])[0], struct.unpack(">I", head[68:72])[0]
    if application not in (0, APPLICATION_ID):
        raise _other_program(path)
    if application == APPLICATION_ID and made_by > version():
        raise _newer(path, made_by)


def refuse_opened(db: sqlite_utils.Database, path: Path) -> None:
    """The same once it is open, for what the head alone does not tell: a log not yet written back, other tables.

    Nothing was written so far. Raises NewerArchiveError, ArchiveError.
    """
    with db.atomic():  # one look: somebody may be making the tables just now
        made_by = _user_version(db)
        application = db.conn.execute("PRAGMA application_id").fetchone()[0]
        others = db.conn.execute(
            "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND tbl_name != ?",
            [STEPS.migrations_table],
        ).fetchone()[0]
    if application == APPLICATION_ID and made_by > version():
        raise _newer(path, made_by)
    if application != APPLICATION_ID and others:
        raise _other_program(path)


def bring_up_to_date(db: sqlite_utils.Database, path: Path, *, writable: bool, steps: Migrations = STEPS) -> None:
    """Apply the steps that the archive lacks, one process at a time, and make the views as they are now.

    Raises ArchiveError for an old archive that may not be written.
    """
    old = bool(steps.pending(db))
    if not writable:
        if old:
            raise ArchiveError(f"The archive {path} is of an older version; `scrapy collect` brings it up to date.")
        return
    if not old and _readers_are_current(db):
        return
    with migration_lock(path):
        # Another process may have done it while we waited; steps that are applied are not pending.
        names = [step.name for step in steps.pending(db)]
        for number in range(len(names)):
            with transaction(db):
                steps.apply(db, stop_before=names[number + 1 :])
                db.conn.execute(f"PRAGMA user_version = {_applied(db, steps)}")
        with transaction(db):
            if not _readers_are_current(db):
                _remake_readers(db)


def _applied(db: sqlite_utils.Database, steps: Migrations) -> int:
    """How many steps this archive has behind it."""
    return len(list(steps.applied(db)))


def _user_version(db: sqlite_utils.Database) -> int:
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def _readers_are_current(db: sqlite_utils.Database) -> bool:
    """Whether views and data dictionary say what this version says."""
    views = dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    rows = db.conn.execute("SELECT table_name, column_name, about FROM data_dictionary").fetchall()
    return views == schema.view_statements() and sorted(rows) == sorted(schema.dictionary_rows())


def _remake_readers(db: sqlite_utils.Database) -> None:
    """Views hold no data, so they are dropped and made anew rather than migrated."""
    for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        db.conn.execute(f'DROP VIEW "{name}"')
    for statement in schema.view_statements().values():
        db.conn.execute(statement)
    db.conn.execute("DELETE FROM data_dictionary")
    db.conn.executemany("INSERT INTO data_dictionary VALUES (?, ?, ?)", schema.dictionary_rows())


def _newer(path: Path, made_by: int) -> NewerArchiveError:
    return NewerArchiveError(
        f"The archive {path} was made by a newer version of this program (its version is {made_by}, ours is "
        f"{version()}); it was left untouched. Use the newer version, or name another file."
    )


def _other_program(path: Path) -> ArchiveError:
    return ArchiveError(f"{path} is a database of another program; it was left as it is. Name another file.")
