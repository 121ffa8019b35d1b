import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlite_utils

from archive import schema
from archive.tables.shapes import Table
from archive.words import REJECTED, VOCABULARIES
from items import REASONS
from tests.builders import one, rows

ROOT = Path(__file__).resolve().parents[2]

#: names and columns that outsiders rely on; more may stand behind them
PUBLIC = {
    "items": "id source_id url title teaser body author kind language published_at published_precision published_from "
    "published_earliest published_latest published_on updated_at first_seen_at last_seen_at status status_at story_id "
    "role likeness word_count",
    "addresses": "url item_id first_seen_at",
    "appearances": "item_id channel_id first_seen_at last_seen_at",
    "revisions": "id item_id seen_at title body hash",
    "stories": "id original_item_id item_count source_count first_published_at",
    "events": "item_id starts_at ends_at all_day timezone rrule status venue street_address registration_url",
    "occurrences": "item_id starts_at ends_at",
}
PUBLIC_NAMES = {
    *PUBLIC, "sources", "channels", "crawls", "visits", "expectations", "rejected", "watches", "deliveries",
    "item_topics", "mentions", "item_places",
}  # fmt: skip


def columns_of(db: sqlite_utils.Database, name: str) -> list[str]:
    return [row[1] for row in rows(db, f"PRAGMA table_info({name})")]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_columns_stand_as_promised_and_in_order(db: sqlite_utils.Database, name: str) -> None:
    promised = PUBLIC[name].split()
    assert columns_of(db, name)[: len(promised)] == promised


def test_public_names_are_there(db: sqlite_utils.Database) -> None:
    there = {name for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    assert there >= PUBLIC_NAMES


@pytest.mark.parametrize("described", schema.described(), ids=lambda one: one.name)
def test_every_column_of_the_database_has_a_sentence_and_no_other_has(
    db: sqlite_utils.Database, described: Table
) -> None:
    assert columns_of(db, described.name) == [column.name for column in described.columns]
    sentences = [described.about, *(column.about for column in described.columns)]
    assert all(sentence.endswith(".") and len(sentence) > 8 for sentence in sentences), sentences


def test_every_table_and_view_of_the_database_is_described(db: sqlite_utils.Database) -> None:
    names = {
        name
        for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        if not name.startswith(("sqlite_", "search_data", "search_idx", "search_docsize", "search_config", "_sqlite"))
    }
    assert names == {described.name for described in schema.described()}


def test_tables_are_strict_and_their_times_are_text(db: sqlite_utils.Database) -> None:
    strict = {row[1] for row in rows(db, "PRAGMA table_list") if row[5]}
    assert strict >= {table.name for table in schema.TABLES}
    for table in schema.TABLES:
        for column in table.columns:
            assert not column.name.endswith("_at") or column.kind.startswith("TEXT"), (table.name, column.name)


def test_the_create_statements_carry_the_sentences(db: sqlite_utils.Database) -> None:
    sql = one(db, "SELECT sql FROM sqlite_master WHERE name = 'item_rows'")
    assert all(column.about in sql for table in schema.TABLES if table.name == "item_rows" for column in table.columns)


def test_each_index_says_which_question_it_serves_and_is_there(db: sqlite_utils.Database) -> None:
    there = {name for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type = 'index'")}
    for table in schema.TABLES:
        for index in table.indexes:
            assert index.serves and index.name in there


def test_triggers_of_the_index_are_all_there(db: sqlite_utils.Database) -> None:
    triggers = {name for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert triggers == {
        "texts_enter", "texts_move", "texts_last", "texts_stay", "item_rows_stay", "revision_rows_stay",
        "shares_enter", "shares_change", "shares_original", "shares_level",
        "found_enter", "found_change",
        "months_enter", "months_change", "months_topic_enter", "months_topic_leave", "months_topic_move",
        "watch_enter", "watch_change", "watch_edit", "watch_removal",
    }  # fmt: skip


def test_the_data_dictionary_on_paper_is_fresh() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "archive.schema"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == printed, "run `python -m archive.schema > docs/data-dictionary.md`"


def test_the_data_dictionary_explains_every_word_that_tables_use() -> None:
    page = schema.data_dictionary()
    for word, meaning in REASONS.items():
        assert f"- `{word}`: {meaning}" in page
    for heading, _, words in VOCABULARIES:
        assert f"### {heading}" in page
        assert all(f"- `{word}`: " in page for word in words)


def test_every_reason_that_readers_of_pages_give_is_explained() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "parsing" / "pages").glob("*.py")]
    given = {word for source in sources for word in re.findall(r'return "(\w+)", f?"', source)}
    assert given and given <= set(REJECTED), given - set(REJECTED)


def test_the_data_dictionary_in_the_database_says_the_same(db: sqlite_utils.Database) -> None:
    kept = rows(db, "SELECT table_name, column_name, about FROM data_dictionary")
    assert sorted(kept) == sorted(schema.dictionary_rows())


def test_datasette_gets_a_description_for_each_table_and_column() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "archive.schema", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    told = json.loads(printed)
    assert told == schema.datasette_tables()
    assert (
        told["items"]["columns"]["published_on"]
        == "The day of publication in the source's own zone; NULL where none is known."
    )


@pytest.mark.parametrize("view", sorted(schema.view_statements()))
def test_every_view_carries_a_remark_on_what_it_is_for(view: str) -> None:
    text = (ROOT / "archive" / "views.sql").read_text(encoding="utf-8")
    above = text[: text.index(f"CREATE VIEW {view} ")].rstrip().splitlines()[-1]
    assert above.startswith("-- ")


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("SELECT id FROM items ORDER BY sorted_at DESC, id DESC LIMIT 20", "item_rows_newest"),
        ("SELECT id FROM latest_posts ORDER BY sorted_at DESC, id DESC LIMIT 20", "item_rows_newest"),
        ("SELECT id FROM items WHERE source_id = 'x' ORDER BY sorted_at DESC, id DESC LIMIT 20", "item_rows_source"),
        ("SELECT * FROM posts_by_month", "month_rows USING PRIMARY KEY (topic=?)"),
        ("SELECT url FROM addresses WHERE item_id = 1", "addresses_item"),
        ("SELECT item_id FROM appearances WHERE channel_id = 'x' AND unread = 1", "appearances_unread"),
    ],
)
def test_the_questions_of_every_page_walk_an_index(db: sqlite_utils.Database, question: str, index: str) -> None:
    plan = " ".join(row[3] for row in rows(db, f"EXPLAIN QUERY PLAN {question}"))
    assert index in plan, plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
