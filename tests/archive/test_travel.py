"""The views on travel: who ran a story, after how many days, and how much of a source's posts is its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.stories.shares import count_shares
from archive.tables.shares import MARK_ALL
from tests.builders import SITES, archive_at, day, fresh_archive, item, one, rows

NAMES = ("national", "council-900", "local-1")
#: item (by place in POSTS), source and day of each post
POSTS = (
    ("national", day(2024, 5, 1)),
    ("council-900", day(2024, 5, 2)),
    ("local-1", day(2024, 5, 9)),
    ("council-900", day(2024, 5, 6)),
    ("local-1", day(2024, 6, 1)),
    ("council-900", None),
    ("local-1", day(2024, 6, 1, precision="month")),
)


def fill(db: sqlite_utils.Database) -> list[int]:
    """The posts, each in no story."""
    return [keep(db, item(place, of=of, published=on), SITES).item_id for place, (of, on) in enumerate(POSTS, 1)]


def tell(db: sqlite_utils.Database, story_id: int, original: int, *others: int) -> None:
    """Let these posts be one story, as the matching of stories writes it."""
    members = (original, *others)
    marks = ", ".join("?" * len(members))
    (sources,) = rows(db, f"SELECT count(DISTINCT source_id) FROM item_rows WHERE id IN ({marks})", *members)[0]
    first = one(db, "SELECT published_at FROM item_rows WHERE id = ?", original)
    db.conn.execute(
        "INSERT INTO stories (id, original_item_id, item_count, source_count, first_published_at)"
        " VALUES (?, ?, ?, ?, ?)",
        [story_id, original, len(members), sources, first],
    )
    for member in members:
        role = "original" if member == original else "adapted"
        db.conn.execute(
            "UPDATE item_rows SET story_id = ?, role = ?, likeness = 1.0 WHERE id = ?", [story_id, role, member]
        )


@pytest.fixture
def travelled(db: sqlite_utils.Database) -> sqlite_utils.Database:
    """A national story on two sites, a council's story on a local's, and three posts that nobody carried."""
    ids = fill(db)
    tell(db, 1, ids[0], ids[1], ids[2])
    tell(db, 2, ids[3], ids[4])
    count_shares(db)
    return db


def share(db: sqlite_utils.Database, source_id: str, *names: str, view: str = "source_shares") -> tuple[Any, ...]:
    (row,) = rows(db, f"SELECT {', '.join(names)} FROM {view} WHERE source_id = ?", source_id)
    return row


def test_each_printing_says_after_how_many_local_days_it_came(travelled: sqlite_utils.Database) -> None:
    found = rows(travelled, "SELECT source_id, days_after, is_original FROM printings WHERE story_id = 1 ORDER BY 2")
    assert found == [("national", 0, 1), ("council-900", 1, 0), ("local-1", 8, 0)]


def test_days_between_a_month_and_a_day_are_not_guessed(db: sqlite_utils.Database) -> None:
    ids = fill(db)
    tell(db, 1, ids[0], ids[5], ids[6])
    assert rows(db, "SELECT days_after FROM printings WHERE is_original = 0") == [(None,), (None,)]
    assert rows(db, "SELECT published_on FROM printings WHERE is_original = 0") == [(None,), (None,)]


def test_a_printing_tells_what_it_changed(travelled: sqlite_utils.Database) -> None:
    travelled.conn.execute("INSERT INTO printing_rows VALUES (2, 12, 3, 'It has a paragraph of its own.')")
    found = rows(travelled, "SELECT role, words_added, words_left_out, because FROM printings WHERE item_id = 2")
    assert found == [("adapted", 12, 3, "It has a paragraph of its own.")]


def test_a_story_that_travelled_tells_how_far_and_how_long(travelled: sqlite_utils.Database) -> None:
    travelled.conn.execute("UPDATE item_rows SET role = 'same' WHERE id = 2")
    found = rows(
        travelled,
        "SELECT story_id, source_id, published_on, sources, printings, days, share_adapted FROM travelling_stories",
    )
    assert found == [(1, "national", "2024-05-01", 3, 3, 8, 0.5), (2, "council-900", "2024-05-06", 2, 2, 26, 1.0)]


def test_a_source_has_its_share_of_own_and_carried_posts(travelled: sqlite_utils.Database) -> None:
    names = ("posts", "own", "from_national", "from_others", "carried_by_others", "printings_elsewhere", "share_own")
    assert share(travelled, "national", *names) == (1, 1, 0, 0, 1, 2, 1.0)
    assert share(travelled, "council-900", *names) == (3, 2, 1, 0, 1, 1, 0.667)
    assert share(travelled, "local-1", *names) == (3, 1, 1, 1, 0, 0, 0.333)


def test_a_source_without_posts_has_no_share_and_is_there(db: sqlite_utils.Database) -> None:
    count_shares(db)
    assert share(db, "national", "posts", "own", "share_own", "mean_days") == (0, 0, None, None)


def test_posts_without_a_day_are_in_no_year_and_in_the_whole(travelled: sqlite_utils.Database) -> None:
    assert share(travelled, "council-900", "year", "posts", view="source_shares_by_year") == ("2024", 2)
    assert share(travelled, "council-900", "posts") == (3,)


def test_how_long_national_stories_take_is_told_of_those_whose_days_are_known(
    travelled: sqlite_utils.Database,
) -> None:
    names = ("national_dated", "mean_days", "share_by_next_day", "share_in_week")
    assert share(travelled, "council-900", *names) == (1, 1.0, 1.0, 1.0)
    assert share(travelled, "local-1", *names) == (1, 8.0, 0.0, 0.0)


def test_a_post_that_a_source_prints_twice_is_its_own_writing(db: sqlite_utils.Database) -> None:
    ids = fill(db)
    tell(db, 1, ids[1], ids[3])
    count_shares(db)
    assert share(db, "council-900", "own", "carried_by_others") == (3, 0)


def test_only_years_in_which_something_changed_are_counted_again(travelled: sqlite_utils.Database) -> None:
    assert count_shares(travelled) == 0
    keep(travelled, item(1, of="national", seen_at=date_of(3), published=day(2024, 5, 1)), SITES)
    assert count_shares(travelled) == 0, "a post that was seen again as it was"
    keep(travelled, item(99, of="local-1", published=day(2023, 1, 1)), SITES)
    assert count_shares(travelled) == 1


def date_of(on: int) -> Any:
    from tests.builders import DAY, NOW

    return NOW + on * DAY


def test_a_level_that_the_registry_corrects_counts_from_then_on(travelled: sqlite_utils.Database) -> None:
    travelled.conn.execute("UPDATE sources SET level = 'national' WHERE id = 'council-900'")
    count_shares(travelled)
    assert share(travelled, "local-1", "from_national", "from_others") == (2, 0)


# ---- whatever is written, in whatever order -------------------------------------------------------------------------
BRUTE = """
SELECT i.source_id, count(*), sum(coalesce(o.source_id = i.source_id, 1)),
    sum(coalesce(o.source_id != i.source_id AND c.level = 'national', 0)),
    sum(o.id IS i.id AND EXISTS (SELECT 1 FROM item_rows m WHERE m.story_id = i.story_id AND m.shown
        AND m.source_id != i.source_id))
FROM item_rows i LEFT JOIN stories s ON s.id = i.story_id LEFT JOIN item_rows o ON o.id = s.original_item_id
    LEFT JOIN sources c ON c.id = o.source_id
WHERE i.shown = 1 GROUP BY i.source_id
"""
#: an original is one of its story's own posts at the end of every run
AT_HOME = """
UPDATE stories SET original_item_id = (SELECT min(m.id) FROM item_rows m WHERE m.story_id = stories.id)
WHERE NOT EXISTS (SELECT 1 FROM item_rows m WHERE m.id = stories.original_item_id AND m.story_id = stories.id)
"""
COUNTED = "SELECT source_id, posts, own, from_national, carried_by_others FROM source_shares WHERE posts > 0"
PLACE = st.integers(1, len(POSTS))
STEP = st.one_of(
    st.tuples(st.just("UPDATE item_rows SET story_id = ? WHERE id = ?"), st.sampled_from([None, 1, 2, 3]), PLACE),
    st.tuples(st.just("UPDATE stories SET original_item_id = ? WHERE id = ?"), PLACE, st.integers(1, 3)),
    st.tuples(st.just("UPDATE item_rows SET shown = ? WHERE id = ?"), st.integers(0, 1), PLACE),
    st.tuples(st.just("UPDATE item_rows SET source_id = ? WHERE id = ?"), st.sampled_from(NAMES), PLACE),
    st.tuples(
        st.just("UPDATE item_rows SET published_on = ? WHERE id = ?"),
        st.sampled_from([None, "2023-01-31", "2024-05-02"]),
        PLACE,
    ),
    st.tuples(
        st.just("UPDATE item_rows SET published_flag = ? WHERE id = ?"), st.sampled_from([None, "future"]), PLACE
    ),
)


@pytest.fixture(scope="module")
def template() -> Iterator[sqlite_utils.Database]:
    archive = fresh_archive()
    fill(archive)
    archive.conn.executemany("INSERT INTO stories (id, original_item_id) VALUES (?, ?)", [(1, 1), (2, 4), (3, 6)])
    count_shares(archive)
    yield archive
    archive.close()


@given(st.lists(st.lists(STEP, min_size=1, max_size=4), max_size=6))
def test_whatever_changes_the_counts_are_those_of_a_count_of_everything(
    template: sqlite_utils.Database, runs: list[list[tuple[str, Any, int]]]
) -> None:
    template.conn.execute("BEGIN")
    try:
        for run in runs:
            for sql, value, key in run:
                template.conn.execute(sql, [value, key])
            template.conn.execute(AT_HOME)
            count_shares(template)
        assert sorted(rows(template, COUNTED)) == sorted(rows(template, BRUTE))
        kept = sorted(rows(template, "SELECT * FROM source_shares_by_year"))
        template.conn.execute("UPDATE share_rows SET stale = 1")
        count_shares(template)
        assert sorted(rows(template, "SELECT * FROM source_shares_by_year")) == kept
    finally:
        template.conn.execute("ROLLBACK")


def test_an_archive_from_before_the_counts_is_counted_whole(tmp_path: Any) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    fill(db)
    db.conn.execute("DELETE FROM share_rows")
    db.conn.execute(MARK_ALL)
    count_shares(db)
    assert sorted(rows(db, COUNTED)) == sorted(rows(db, BRUTE))
    close_archive(db)
    again = open_archive(path, writable=False)
    assert share(again, "local-1", "posts") == (3,)
    again.close()


# ---- the way to the rows --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("SELECT * FROM printings WHERE story_id = 1", "item_rows_story"),
        ("SELECT * FROM printings WHERE source_id = 'x' LIMIT 50", "item_rows_source"),
        ("SELECT * FROM travelling_stories ORDER BY sources DESC, printings DESC LIMIT 50", "stories_travelled"),
        ("SELECT * FROM source_shares", "share_rows_year"),
        ("SELECT * FROM source_shares_by_year WHERE source_id = 'x'", "share_rows_year"),
        ("SELECT * FROM translated_posts WHERE item_id = 1", "translations_other"),
    ],
)
def test_the_views_on_travel_walk_an_index(db: sqlite_utils.Database, question: str, index: str) -> None:
    plan = [row[3] for row in rows(db, f"EXPLAIN QUERY PLAN {question}")]
    assert index in " ".join(plan), plan
    assert not [step for step in plan if step.startswith("SCAN item_rows")], plan


def test_the_days_are_those_of_a_calendar(db: sqlite_utils.Database) -> None:
    ids = fill(db)
    tell(db, 1, ids[1], ids[2])
    for first, second in ((date(2024, 3, 9), date(2024, 3, 11)), (date(2023, 12, 31), date(2024, 3, 1))):
        for place, on in ((1, first), (2, second)):
            db.conn.execute("UPDATE item_rows SET published_on = ? WHERE id = ?", [on.isoformat(), ids[place]])
        assert one(db, "SELECT days_after FROM printings WHERE is_original = 0") == (second - first).days


def test_a_year_of_a_source_is_counted_by_an_index(db: sqlite_utils.Database) -> None:
    from archive.stories import shares

    for index, where in (shares._IN_YEAR, shares._IN_NONE):
        sql = f"EXPLAIN QUERY PLAN {shares._COUNT.format(index, where)}"
        plan = " ".join(row[3] for row in db.conn.execute(sql, {"source": "x", "year": "2024"}))
        assert f"SEARCH i USING INDEX {index}" in plan, plan
