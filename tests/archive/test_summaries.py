"""archive/tables/summaries.py: what pages count is true at every moment, whatever was kept, changed or merged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.merging import merge
from archive.summaries import count_summaries
from archive.transactions import transaction
from tests.builders import SITES, archive_at, fresh_archive, item, rows

_TRUTH = """
WITH shown AS (
    SELECT id, source_id, published_precision = 'year' AS of_year,
        CASE WHEN published_on IS NULL OR published_flag IS NOT NULL THEN '' ELSE substr(published_on, 1, 7) END AS month
    FROM item_rows WHERE shown = 1)
SELECT source_id, month, '' AS topic, count(*), total(of_year AND month != '') FROM shown GROUP BY 1, 2
UNION ALL
SELECT source_id, month, topic, count(*), total(of_year AND month != '')
FROM shown JOIN (SELECT DISTINCT item_id, topic FROM item_topics) ON item_id = id GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""


def counted(db: sqlite_utils.Database) -> list[tuple[Any, ...]]:
    return db.conn.execute("SELECT * FROM month_rows ORDER BY 1, 2, 3").fetchall()


def truth(db: sqlite_utils.Database) -> list[tuple[Any, ...]]:
    return db.conn.execute(_TRUTH).fetchall()


ids = st.integers(1, 5)
topics = st.sampled_from(["wages", "strikes"])
steps = st.one_of(
    st.tuples(st.just("topic"), ids, topics, st.sampled_from(["topics", "by_hand"])),
    st.tuples(st.just("no topic"), ids, topics),
    st.tuples(st.just("move topics"), ids, ids),
    st.tuples(
        st.just("date"),
        ids,
        st.sampled_from(["2024-05-02", "2024-05-30", "2023-01-01", None]),
        st.sampled_from(["minute", "day", "month", "year"]),
        st.sampled_from([None, "future"]),
    ),
    st.tuples(st.just("shown"), ids, st.integers(0, 1)),
    st.tuples(st.just("source"), ids, st.sampled_from(["council-900", "local-1"])),
    st.tuples(st.just("keep"), st.integers(1, 9), st.sampled_from(["Words.", "Other words."])),
    st.tuples(st.just("merge"), st.permutations([1, 2, 3, 4, 5]).map(lambda many: tuple(many[:2]))),
)


def take(db: sqlite_utils.Database, step: tuple[Any, ...]) -> None:
    run = db.conn.execute
    match step:
        case ("topic", number, topic, by):
            run("INSERT OR REPLACE INTO item_topics VALUES (?, ?, ?, 1, NULL)", [number, topic, by])
        case ("no topic", number, topic):
            run("DELETE FROM item_topics WHERE item_id = ? AND topic = ?", [number, topic])
        case ("move topics", number, other):
            run("UPDATE OR IGNORE item_topics SET item_id = ? WHERE item_id = ?", [number, other])
        case ("date", number, day, precision, flag):
            run(
                "UPDATE item_rows SET published_on = ?, published_precision = ?, published_flag = ? WHERE id = ?",
                [day, "bounded" if day is None else precision, flag, number],
            )
        case ("shown", number, shown):
            run("UPDATE item_rows SET shown = ? WHERE id = ?", [shown, number])
        case ("source", number, source):
            run("UPDATE item_rows SET source_id = ? WHERE id = ?", [source, number])
        case ("keep", number, body):
            keep(db, item(number, body=body), SITES)
        case ("merge", pair) if all(
            run("SELECT shown FROM item_rows WHERE id = ?", [one]).fetchone()[0] for one in pair
        ):
            with transaction(db):
                merge(db, *sorted(pair))


@pytest.fixture(scope="module")
def filled() -> sqlite_utils.Database:
    """Five posts of two sources."""
    db = fresh_archive()
    for number in range(1, 6):
        keep(db, item(number, of="council-900" if number % 2 else "local-1"), SITES)
    return db


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=12))
def test_the_counts_are_the_truth_after_whatever_happens(
    filled: sqlite_utils.Database, sequence: list[tuple[Any, ...]]
) -> None:
    filled.conn.execute("BEGIN")
    try:
        for step in sequence:
            take(filled, step)
            assert counted(filled) == truth(filled), step
    finally:
        filled.conn.execute("ROLLBACK")


def test_an_archive_that_is_older_than_the_counts_is_counted_once(filled: sqlite_utils.Database) -> None:
    filled.conn.execute("INSERT OR REPLACE INTO item_topics VALUES (1, 'wages', 'topics', 1, NULL)")
    before = counted(filled)
    filled.conn.execute("DELETE FROM month_rows")
    count_summaries(filled)
    assert counted(filled) == before == truth(filled) != []


def test_a_larger_archive_is_measured_for_the_planner_when_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    keep(db, item(1), SITES)
    db.conn.execute("INSERT INTO occurrences VALUES (1, '2026-05-01T12:00:00Z', NULL)")
    for number in range(2, 1_001):
        db.conn.execute(
            "INSERT INTO item_rows (source_id, url, text_id, published_precision, first_seen_at, last_seen_at, sorted_at)"
            " VALUES ('council-900', ?, 1, 'bounded', '', '', '')",
            [f"https://council-900.example/{number}"],
        )
    close_archive(db)
    db = open_archive(path)
    assert {"occurrences", "item_rows", "month_rows"} <= {row[0] for row in rows(db, "SELECT tbl FROM sqlite_stat1")}
    db.close()
