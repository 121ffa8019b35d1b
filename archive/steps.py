"""The named steps by which an archive gets from one version to the next, oldest first; migrations.py takes them.

A new archive is made whole by the first step, from schema.py as it stands; so every later step must be harmless where
its work is done already ("add the column if it is missing"). Names of steps stay; `user_version` counts them.
Never `table.transform()` on a table with triggers: it drops them without a word, and the full-text index goes stale.
"""

from __future__ import annotations

import sqlite_utils
from sqlite_utils import Migrations

from archive import schema
from archive.again import plan_all
from archive.hashing import hash_anew
from archive.tables.found import FOUND_TRIGGERS, WAIT_ALL
from archive.tables.shares import MARK_ALL, SHARE_TRIGGERS
from archive.tables.summaries import COUNT_ALL, MONTH_TRIGGERS
from archive.tables.watching import WATCH_TRIGGERS

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


@STEPS()
def m015_plan(db: sqlite_utils.Database) -> None:
    """When each channel is due again, which sources are paused, and how much room each run left the archive with."""
    _add_tables(db, "plans", "pauses")
    _add_columns(db, "crawls", "archive_bytes", "captures_bytes")


@STEPS()
def m016_watches(db: sqlite_utils.Database) -> None:
    """What watches found and told."""
    columns = {row[1] for row in db.conn.execute("PRAGMA table_info(deliveries)")}
    if columns and "period" not in columns:  # the first sketch of it, in which nothing was ever written
        db.conn.execute("DROP TABLE deliveries")
    _add_tables(db, "matches", "deliveries", "delivery_matches", "carriers", "to_watch")
    for statement in WATCH_TRIGGERS:
        db.conn.execute(statement)


@STEPS()
def m017_captures(db: sqlite_utils.Database) -> None:
    """Where the bytes of posts are kept; what better readers corrected."""
    _add_tables(db, "captures", "capture_files", "capture_stops", "rereadings")


@STEPS()
def m018_withheld(db: sqlite_utils.Database) -> None:
    """Tombstones of items whose words were withheld; and whether a page asks not to be found by searches."""
    _add_tables(db, "withholdings", "withheld", "withheld_marks", "withholding_now")
    _add_columns(db, "item_rows", "noindex")
    for trigger, statement in (("texts_last", schema.WORDS_STAY), ("texts_stay", schema.TEXTS_STAY)):
        db.conn.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        db.conn.execute(statement)


@STEPS()
def m019_findings(db: sqlite_utils.Database) -> None:
    """What is wrong with sources and with our own work, as the last run found it."""
    _add_tables(db, "findings", "finding_sources")


@STEPS()
def m020_summaries(db: sqlite_utils.Database) -> None:
    """What the pages of the site count, counted beforehand."""
    _add_tables(db, "month_rows")
    db.conn.execute("DROP INDEX IF EXISTS item_rows_story")
    _add_indexes(db, "item_rows", "item_rows_story")
    _add_indexes(db, "item_places", "item_places_place")
    for statement in (*MONTH_TRIGGERS, *COUNT_ALL):
        db.conn.execute(statement)


@STEPS()
def m021_leaner_searches(db: sqlite_utils.Database) -> None:
    """What searches of a source and counts of topics look up, in indexes that hold nothing else."""
    for index in ("item_rows_source", "item_rows_month"):
        db.conn.execute(f"DROP INDEX IF EXISTS {index}")
    _add_indexes(db, "item_rows", "item_rows_source", "item_rows_month")
    _add_indexes(db, "texts", "texts_place")
    _add_indexes(db, "item_topics", "item_topics_item")
    _measure_indexes(db, "item_rows_source", "item_rows_month", "texts_place", "item_topics_item")


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


def _measure_indexes(db: sqlite_utils.Database, *names: str) -> None:
    """Statistics of new indexes, where the planner has some of the others: of what it knows nothing it guesses."""
    if db.conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
        db.conn.execute("PRAGMA analysis_limit = 400")
        for name in names:
            db.conn.execute(f"ANALYZE {name}")


def _add_columns(db: sqlite_utils.Database, table: str, *names: str) -> None:
    """Add the columns that a table lacks, as schema.py declares them; what is there is left alone."""
    there = {row[1] for row in db.conn.execute(f"PRAGMA table_info({table})")}
    for name in names:
        if name not in there:
            db.conn.execute(f"ALTER TABLE {table} ADD COLUMN {name} {schema.table(table).column(name).kind}")
