"""What is news to a watch, by the words of design: first seen since, no backfill, no first visit, no old post."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlite_utils

from archive.missing.moving import note_change
from archive.rows import read_row
from items import Moment
from tests.builders import CHICAGO, NOW, fresh_archive, one, rows
from tests.watch.room import DAY, HOUR, begun, crawl, post, rows_with, tell, watch

LATER = NOW + HOUR


@pytest.fixture
def db() -> sqlite_utils.Database:
    return fresh_archive()


def told(db: sqlite_utils.Database) -> list[tuple[str, str, str]]:
    return rows(
        db,
        "SELECT m.watch_id, m.what, t.title FROM matches AS m JOIN item_rows AS i ON i.id = m.item_id"
        " JOIN texts AS t ON t.id = i.text_id ORDER BY m.id",
    )


def test_a_new_post_that_matches_is_told_and_one_that_does_not_is_not(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "The nurses strike", LATER), post(2, "A picnic", LATER)])
    tell(db, known, LATER)
    assert told(db) == [("strikes", "new", "Notice 1")]
    assert one(db, "SELECT count(*) FROM to_watch") == 0


def test_words_are_stemmed_and_filters_hold_as_on_the_search_page(db: sqlite_utils.Database) -> None:
    known = begun(
        db,
        watch("a", "striking"),
        watch("b", "strike state:MN"),
        watch("c", "strike -nurses"),
        watch("d", 'source:local-1 OR source:"national"'.replace(" OR ", " ")),
        watch("e", "title:notice after:2026-03-03"),
    )
    crawl(db, LATER, [post(1, "nurses strike", LATER), post(2, "they strike", LATER, of="local-1")])
    tell(db, known, LATER)
    assert told(db) == [
        ("a", "new", "Notice 1"), ("a", "new", "Notice 2"), ("b", "new", "Notice 1"), ("c", "new", "Notice 2"),
        ("d", "new", "Notice 2"),
    ]  # fmt: skip


def test_the_first_full_visit_of_a_channel_tells_nothing_and_the_second_does(db: sqlite_utils.Database) -> None:
    known = rows_with(watch())
    crawl(db, NOW, [post(1, "strike", NOW)], rows=known)
    tell(db, known, NOW)
    broken = {"council-900-news": "soft", "local-1-news": "ok", "national-news": "ok"}
    crawl(db, LATER, [post(2, "strike", LATER, of="local-1")], broken)
    tell(db, known, LATER)
    assert told(db) == [("strikes", "new", "Notice 2")]


def test_a_channel_whose_first_visits_failed_floods_nobody_when_it_is_read_at_last(db: sqlite_utils.Database) -> None:
    known = rows_with(watch())
    crawl(db, NOW, visited={"council-900-news": "soft"}, rows=known)
    crawl(db, LATER, [post(number, "strike", LATER) for number in range(1, 9)])
    tell(db, known, LATER)
    assert told(db) == []


def test_an_old_post_that_another_channel_shows_later_is_no_news(db: sqlite_utils.Database) -> None:
    known = rows_with(watch())
    old = post(1, "strike", NOW)
    crawl(db, NOW, [old], rows=known)  # the first visit of all channels
    crawl(db, LATER, [replace(old, channel_id="national-news", body=f"{old.body} More.", seen_at=LATER)])
    tell(db, known, LATER)
    assert one(db, "SELECT count(*) FROM appearances") == 2
    assert told(db) == []


def test_a_back_catalogue_is_no_news(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER, backfill=True)])
    tell(db, known, LATER)
    assert told(db) == []


def test_what_is_dated_before_a_fortnight_is_no_news_and_an_undated_post_is(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    old = Moment.of_instant(NOW - 15 * DAY, CHICAGO, "json_ld")
    month = Moment.of_day((NOW - 10 * DAY).date(), CHICAGO, "text", "month")
    year = Moment.of_day((NOW - 400 * DAY).date(), CHICAGO, "text", "year")
    crawl(
        db,
        LATER,
        [
            post(1, "strike", LATER, published=old),
            post(2, "strike", LATER, published=None),
            post(3, "strike", LATER, published=month),
            post(4, "strike", LATER, published=year),
        ],
    )
    tell(db, known, LATER)
    assert told(db) == [("strikes", "new", "Notice 2"), ("strikes", "new", "Notice 3")]


def test_a_watch_that_begins_later_is_not_told_of_what_came_before_it(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])
    both = rows_with(watch(), watch("late", "strike"))
    crawl(db, LATER + HOUR, [post(2, "strike", LATER + HOUR)], rows=both)
    tell(db, both, LATER + HOUR)
    assert told(db) == [("strikes", "new", "Notice 1"), ("strikes", "new", "Notice 2"), ("late", "new", "Notice 2")]
    assert known.watches["strikes"].query == "strike"


def test_a_post_whose_text_comes_in_a_later_run_is_told_then(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "", LATER, body=None, addresses=())])
    tell(db, known, LATER)
    assert told(db) == []
    crawl(db, LATER + DAY, [post(1, "the drivers strike", LATER + DAY)])
    tell(db, known, LATER + DAY)
    assert told(db) == [("strikes", "new", "Notice 1")]


def test_a_story_is_told_once_however_many_sites_print_it_and_whenever(db: sqlite_utils.Database) -> None:
    known = begun(db, watch(), watch("mn", "strike level:local"))
    crawl(db, LATER, [post(1, "strike", LATER), post(1, "strike", LATER, of="national")])
    tell(db, known, LATER)
    crawl(db, LATER + DAY, [post(1, "strike", LATER + DAY, of="local-1")])
    tell(db, known, LATER + DAY)
    assert one(db, "SELECT count(DISTINCT story_id) FROM item_rows") == 1, "the copies are one story"
    assert [(name, what) for name, what, _ in told(db)] == [("strikes", "new"), ("mn", "new")]


def test_edits_are_told_on_wish_of_what_was_told_or_matches_now(db: sqlite_utils.Database) -> None:
    known = begun(db, watch("plain", "strike"), watch("edits", "strike", mode="at once, edits"))
    old = Moment.of_instant(NOW - 300 * DAY, CHICAGO, "json_ld")
    crawl(db, LATER, [post(1, "strike", LATER), post(2, "picnic", LATER, published=old), post(3, "lunch", LATER)])
    tell(db, known, LATER)
    at = LATER + DAY
    crawl(
        db,
        at,
        [
            post(1, "all is settled, and the pickets went home in the rain", at),
            post(2, "strike after all, said the president of the local", at, published=old),
            post(3, "lunch is at noon now and the soup is hot", at),
        ],
    )
    tell(db, known, at)
    assert [row[1:] for row in told(db) if row[0] == "edits"] == [
        ("new", "Notice 1"), ("edited", "Notice 1"), ("edited", "Notice 2"),
    ]  # fmt: skip
    assert [row[1:] for row in told(db) if row[0] == "plain"] == [("new", "Notice 1")]


def test_removals_are_told_on_wish(db: sqlite_utils.Database) -> None:
    known = begun(db, watch("plain", "strike"), watch("gone", "strike", mode="weekly, removals"))
    crawl(db, LATER, [post(1, "strike", LATER), post(2, "picnic", LATER)])
    at = LATER + DAY
    for item_id in (1, 2):
        note_change(db, read_row(db, item_id), "gone", "2026-03-03T16:30:00Z", "gone", "Three times 404.", None)
    tell(db, known, at)
    assert [row for row in told(db) if row[1] == "removed"] == [("gone", "removed", "Notice 1")]


def test_edits_from_before_a_watch_began_are_not_told(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])
    tell(db, known, LATER)
    crawl(db, LATER + DAY, [post(1, "the strike is over and the gates are open", LATER + DAY)])
    late = rows_with(watch("late", "strike", mode="at once, edits"))
    tell(db, late, LATER + 2 * DAY)
    assert [row for row in told(db) if row[0] == "late"] == []
    crawl(db, LATER + 3 * DAY, [post(1, "the strike begins anew in the morning at six", LATER + 3 * DAY)])
    tell(db, late, LATER + 3 * DAY)
    assert [row[1:] for row in told(db) if row[0] == "late"] == [("edited", "Notice 1")]


def test_what_is_withheld_or_out_of_sight_is_never_told(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER), post(2, "strike", LATER)])
    db.conn.execute("UPDATE item_rows SET shown = 0 WHERE id = 1")
    tell(db, known, LATER)
    assert told(db) == [("strikes", "new", "Notice 2")]


def test_a_post_whose_story_is_still_to_be_found_waits(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])
    db.conn.execute("UPDATE item_rows SET to_match = 1")
    tell(db, known, LATER)
    assert told(db) == []
    db.conn.execute("UPDATE item_rows SET to_match = 0")
    tell(db, known, LATER + HOUR)
    assert told(db) == [("strikes", "new", "Notice 1")]


def test_nothing_waits_for_watches_where_there_are_none(db: sqlite_utils.Database) -> None:
    crawl(db, NOW, [post(1, "strike", NOW)])
    assert one(db, "SELECT count(*) FROM to_watch") == 0


def test_a_search_by_topic_waits_until_topics_are_found(db: sqlite_utils.Database) -> None:
    known = begun(db, watch("wages", "topic:wages"), watch("not", "strike -topic:wages"))
    crawl(db, LATER, [post(1, "strike", LATER)])
    db.conn.execute("INSERT INTO to_enrich VALUES (1)")
    tell(db, known, LATER)
    assert told(db) == []
    db.conn.execute("INSERT INTO item_topics (item_id, topic, enrichment, version) VALUES (1, 'wages', 'topics', 1)")
    db.conn.execute("DELETE FROM to_enrich")
    tell(db, known, LATER + timedelta(minutes=10))
    assert told(db) == [("wages", "new", "Notice 1")]
