"""Rows of expectations: how many came, how many are usual, and when they are written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlite_utils

from archive.crawls import Harvest, begin_crawl, end_crawl, record_visits
from archive.expectations import _DATED, expect, expect_source
from archive.health.reading import source_states
from archive.keeping import keep
from items import Moment, VisitReport
from tests.builders import CHICAGO, DAY, NOW, SITES, item, one, report, rows, teaser

Database = sqlite_utils.Database
WEEK = 7 * DAY
HERE, NEWS = "council-900", "council-900-news"


def post(db: Database, number: int, at: datetime, **given: Any) -> int:
    return keep(db, item(number, published=Moment.of_instant(at, CHICAGO, "json_ld"), **given), SITES).item_id


def crawl(db: Database, now: datetime, *reports: VisitReport, changed: tuple[int, ...] = ()) -> int:
    """A crawl that visited, and looked ahead at its end."""
    crawl_id = begin_crawl(db, now)
    record_visits(db, crawl_id, reports, {one_.channel_id: Harvest() for one_ in reports})
    expect(db, changed, crawl_id, now)
    end_crawl(db, crawl_id, now, outcome="finished")
    return crawl_id


def visit(now: datetime, **given: Any) -> VisitReport:
    return report(NEWS, **{"started_at": now, "ended_at": now, **given})


def written(db: Database, source_id: str = HERE) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT * FROM expectations WHERE source_id = ? ORDER BY week", source_id)


@pytest.fixture
def weekly(db: Database) -> Database:
    """Forty weeks of a post each on Tuesday, all found by walking the past."""
    with db.atomic():
        for number in range(40):
            post(db, number, NOW - 6 * DAY - number * WEEK, backfill=True)
    return db


def test_the_past_is_counted_week_by_week_and_the_same_archive_gives_the_same_rows(weekly: Database) -> None:
    weekly.conn.execute("INSERT INTO cursors VALUES (?, ?, ?)", [NEWS, '{"complete": true}', "2026-03-02T00:00:00Z"])
    crawl(weekly, NOW, visit(NOW))
    made = written(weekly)
    assert len(made) == 41 and [row[3] for row in made] == [1] * 40 + [0]
    assert made[-1][1] == "2026-03-02", "weeks begin on Monday"
    assert made[-1][2] == 1.0 and made[-1][5] == "well"
    changes = weekly.conn.total_changes
    expect_source(weekly, HERE, CHICAGO, NOW)
    assert weekly.conn.total_changes == changes and written(weekly) == made


def test_weeks_are_those_of_the_sources_zone(db: Database) -> None:
    sunday = datetime.fromisoformat("2026-02-23T04:00:00+00:00")  # still Sunday in Chicago
    post(db, 1, sunday)
    crawl(db, NOW, visit(NOW))
    assert rows(db, "SELECT week FROM expectations WHERE source_id = ? AND collected = 1", HERE) == [("2026-02-16",)]


def test_undated_posts_count_on_the_day_they_were_first_seen_but_not_those_of_the_first_reading(db: Database) -> None:
    keep(db, teaser(1, published=None), SITES)
    crawl(db, NOW, visit(NOW))
    later = NOW + WEEK
    keep(db, teaser(2, published=None, seen_at=later), SITES)
    keep(db, teaser(3, published=None, seen_at=later, backfill=True), SITES)
    keep(db, teaser(4, published=None, seen_at=later, kind="event"), SITES)
    crawl(db, later, visit(later))
    assert [(row[1], row[3]) for row in written(db)] == [("2026-03-02", 0), ("2026-03-09", 1)]


def test_a_post_found_late_is_counted_in_its_week_and_changes_what_follows(weekly: Database) -> None:
    crawl(weekly, NOW, visit(NOW))
    before = {row[1]: row for row in written(weekly)}
    late = post(weekly, 77, NOW - 10 * WEEK, seen_at=NOW + timedelta(hours=1))
    crawl(weekly, NOW + timedelta(hours=1), visit(NOW), changed=(late,))
    after = {row[1]: row for row in written(weekly)}
    changed = sorted(week for week in after if after[week] != before.get(week))
    assert changed[0] == "2025-12-22" and after["2025-12-22"][3] == before["2025-12-22"][3] + 1
    assert all(after[week] == before[week] for week in before if week < "2025-12-22")


def test_sources_that_nothing_touched_are_looked_at_once_a_day(weekly: Database) -> None:
    crawl(weekly, NOW, visit(NOW))
    weekly.conn.execute("DELETE FROM expectations")
    crawl(weekly, NOW + timedelta(hours=1))
    assert written(weekly) == []
    crawl(weekly, NOW + DAY)
    assert len(written(weekly)) == 41


def test_the_days_look_at_a_lively_source_reads_its_last_years_and_leaves_what_was_before(db: Database) -> None:
    long_ago = NOW - 1600 * DAY
    crawl(db, long_ago, visit(long_ago))
    post(db, 1, NOW - DAY, backfill=True)
    days = [(NOW - number * DAY).date() for number in range(2, 1500)]
    db.conn.executemany(
        "INSERT INTO item_rows (source_id, url, text_id, published_at, published_precision, published_on, first_seen_at,"
        " last_seen_at, backfill, sorted_at) VALUES (?1, 'https://council-900.example/' || ?2,"
        " (SELECT max(text_id) FROM item_rows), ?2, 'day', ?2, ?2, ?2,"
        " 1, ?2)",
        [(HERE, str(day)) for day in days],
    )
    db.conn.execute("INSERT INTO cursors VALUES (?, ?, ?)", [NEWS, '{"complete": true}', "2026-03-02T00:00:00Z"])
    db.conn.execute("DELETE FROM expectations")
    crawl(db, NOW)
    before = written(db)
    assert len(before) > 200, "nothing was written of it, so its whole past is counted"
    expect_source(db, HERE, CHICAGO, NOW + 9 * DAY, whole=False)
    in_part = written(db)
    assert in_part[: len(before) - 1] == before[:-1] and len(in_part) == len(before) + 1
    expect_source(db, HERE, CHICAGO, NOW + 9 * DAY)
    assert written(db) == in_part, "the whole past says the same"
    plan = [row[3] for row in rows(db, f"EXPLAIN QUERY PLAN {_DATED}", HERE, "")]
    assert any("USING COVERING INDEX item_rows_days" in line for line in plan), plan


def test_a_running_week_becomes_a_whole_one(weekly: Database) -> None:
    crawl(weekly, NOW, visit(NOW))
    crawl(weekly, NOW + 9 * DAY)
    last, running = written(weekly)[-2:]
    assert (last[1], running[1]) == ("2026-03-02", "2026-03-09")
    assert "so far" not in last[6] and last[5] == "quiet"


def test_a_source_that_is_refused_says_so_and_is_well_again_afterwards(weekly: Database) -> None:
    crawl(weekly, NOW, visit(NOW))
    for days in (1, 2, 3):
        at = NOW + days * DAY
        told = "A challenge page came."
        crawl(weekly, at, visit(at, outcome="soft", reason="challenge", sentence=told, items_seen=0))
    row = rows(weekly, "SELECT verdict, sentence, since, last_good_at FROM source_verdicts WHERE source_id = ?", HERE)[
        0
    ]
    assert row[0] == "blocked" and "for 3 visits, since March 3, 2026" in row[1]
    assert row[2:] == ("2026-03-02", "2026-03-02T15:30:00Z")
    at = NOW + 4 * DAY
    crawl(weekly, at, visit(at))
    assert one(weekly, "SELECT verdict FROM source_verdicts WHERE source_id = ?", HERE) in ("well", "quiet")


def test_visits_that_the_run_cut_short_or_our_own_faults_say_nothing(weekly: Database) -> None:
    crawl(weekly, NOW, visit(NOW))
    for number, reason in enumerate(("bounded", "our_fault", "interrupted")):
        at = NOW + (number + 1) * DAY
        crawl(weekly, at, visit(at, outcome="hard", reason=reason, sentence="No.", items_seen=0))
    assert one(weekly, "SELECT verdict FROM source_verdicts WHERE source_id = ?", HERE) in ("well", "quiet")


def test_s6_a_source_that_was_never_read_well_is_never(db: Database) -> None:
    crawl(db, NOW, visit(NOW, outcome="soft", reason="dns", sentence="No such name.", items_seen=0))
    found = dict(rows(db, "SELECT source_id, verdict || ': ' || sentence FROM source_verdicts"))
    assert found[HERE] == "never: It was never read well. No such name."
    assert found["local-1"] == "never: It was not visited yet."


def test_a_source_that_is_held_is_blocked_and_says_why(weekly: Database) -> None:
    crawl(weekly, NOW, visit(NOW))
    weekly.conn.execute(
        "INSERT INTO holds (source_id, reason, detail, since, last_at, seen_count) VALUES (?, 'moved', ?, ?, ?, 1)",
        [HERE, "It leads to other.example.", "2026-03-03T00:00:00Z", "2026-03-03T00:00:00Z"],
    )
    crawl(weekly, NOW + DAY)
    row = rows(weekly, "SELECT verdict, sentence, hold FROM source_verdicts WHERE source_id = ?", HERE)[0]
    assert row == ("blocked", "Held for review since March 2, 2026 (moved): It leads to other.example.", "moved")


def test_s2_the_sites_own_count_is_kept_and_far_above_ours_it_is_thin(weekly: Database) -> None:
    weekly.conn.execute("INSERT INTO cursors VALUES (?, ?, ?)", [NEWS, '{"complete": true}', "2026-03-02T00:00:00Z"])
    crawl(weekly, NOW, visit(NOW, reported_by_site=400))
    row = rows(weekly, "SELECT verdict, sentence, reported_by_site FROM source_verdicts WHERE source_id = ?", HERE)[0]
    assert row[0] == "thin" and "The site says that it has 400 posts; 40 are kept." in row[1] and row[2] == 400
    assert one(weekly, "SELECT count(*) FROM source_weeks WHERE source_id = ? AND verdict = 'thin'", HERE) == 1


def test_a_past_that_was_not_walked_is_told_by_health_and_makes_no_source_thin(weekly: Database) -> None:
    crawl(weekly, NOW, visit(NOW, reported_by_site=400))
    (state,) = [state for state in source_states(weekly, NOW) if state.source_id == HERE]
    assert state.verdict == "well" and "400 posts; 40 are kept" in state.sentence and "not walked" in state.sentence
    assert state.to_walk == "The site says that it has 400 posts; 40 are kept. Its past was not walked to the end yet."
    weekly.conn.execute("INSERT INTO cursors VALUES (?, ?, ?)", [NEWS, '{"complete": true}', "2026-03-02T00:00:00Z"])
    assert next(state for state in source_states(weekly, NOW) if state.source_id == HERE).to_walk is None
