from datetime import timedelta
from typing import Any

import pytest
import sqlite_utils

from archive.crawls import (
    Harvest,
    begin_crawl,
    end_crawl,
    note_exit_code,
    record_robots,
    record_visits,
)
from items import RobotsAnswer, Validators
from tests.builders import DAY, NOW, one, report, rows

Database = sqlite_utils.Database
NEWS = "council-900-news"
TAGS = Validators("https://council-900.example/news", '"v1"', None, "ab" * 32, NOW)


def unchanged(channel_id: str = NEWS, **given: Any) -> Any:
    nothing = {"outcome": "unchanged", "reason": "not_modified", "sentence": "Nothing changed.", "requests": 1}
    return report(channel_id, **{**nothing, "items_seen": 0, **given})


def test_a_crawl_is_a_row_from_its_start_to_its_end(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW, arguments={"backfill": True}, channels_due=3, version="0.1.0")
    assert rows(db, "SELECT outcome, ended_at, arguments FROM crawls") == [("running", None, '{"backfill": true}')]
    counts = {"items_new": 4, "visits_ok": 2, "requests": 9, "not_a_column": 5}
    end_crawl(db, crawl_id, NOW + timedelta(minutes=1), outcome="finished", sentence="All done.", counts=counts)
    note_exit_code(db, crawl_id, 1)
    assert rows(db, "SELECT outcome, sentence, exit_code, items_new, visits_ok, requests, ended_at FROM crawls") == [
        ("finished", "All done.", 1, 4, 2, 9, "2026-03-02T15:31:00Z")
    ]


def test_a_crawl_that_was_never_closed_was_killed_and_the_next_one_says_so(db: Database) -> None:
    first = begin_crawl(db, NOW)
    record_visits(db, first, [report()])
    begin_crawl(db, NOW + DAY)
    assert rows(db, "SELECT outcome, ended_at FROM crawls ORDER BY id") == [
        ("killed", "2026-03-02T15:30:02Z"),
        ("running", None),
    ]


def test_a_visit_is_a_row_with_what_it_brought(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    record_visits(db, crawl_id, [report(foreign_links=2, reported_by_site=340)], {NEWS: Harvest(new=2, revised=1)})
    asked = "SELECT channel_id, crawl_id, outcome, reason, requests, items_seen, items_new, items_revised FROM visits"
    assert rows(db, asked) == [(NEWS, crawl_id, "ok", "read", 4, 3, 2, 1)]
    assert rows(db, "SELECT foreign_links, reported_by_site FROM visits") == [(2, 340)]


def test_unchanged_visits_in_a_row_share_one_row_and_touch_no_other(db: Database) -> None:
    first = begin_crawl(db, NOW)
    record_visits(db, first, [report(validators=[TAGS])])
    record_visits(db, first, [unchanged(validators=[TAGS])])
    before = {table: rows(db, f"SELECT * FROM {table}") for table in ("validators", "items", "channels", "cursors")}
    second = begin_crawl(db, NOW + DAY)
    later = Validators(TAGS.url, TAGS.etag, TAGS.last_modified, TAGS.body_sha256, NOW + DAY)
    for _ in range(3):
        record_visits(db, second, [unchanged(validators=[later], ended_at=NOW + DAY)])
    asked = "SELECT outcome, visit_count, crawl_id, last_crawl_id, last_at, requests FROM visits ORDER BY id"
    assert rows(db, asked) == [
        ("ok", 1, first, first, "2026-03-02T15:30:02Z", 4),
        ("unchanged", 4, first, second, "2026-03-03T15:30:00Z", 4),
    ]
    assert {table: rows(db, f"SELECT * FROM {table}") for table in before} == before


def test_after_news_or_trouble_an_unchanged_visit_begins_a_new_row(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    record_visits(db, crawl_id, [unchanged(), report(), unchanged(), report(outcome="soft", reason="dns"), unchanged()])
    assert [outcome for (outcome,) in rows(db, "SELECT outcome FROM visits ORDER BY id")] == [
        "unchanged", "ok", "unchanged", "soft", "unchanged",
    ]  # fmt: skip
    record_visits(db, crawl_id, [unchanged("local-1-news")])
    assert one(db, "SELECT count(*) FROM visits") == 6, "each channel has rows of its own"


def test_a_site_that_fails_alike_many_times_is_one_row_and_another_reason_begins_a_new_one(db: Database) -> None:
    def failing(days: int, reason: str, **given: Any) -> Any:
        at = NOW + days * DAY
        said = {"outcome": "soft", "sentence": f"It failed on day {days}.", "requests": 2, "received_bytes": 10}
        return report(**{**said, "reason": reason, "started_at": at, "ended_at": at, "items_seen": 0, **given})

    crawls = [begin_crawl(db, NOW + days * DAY) for days in range(5)]
    for days in range(3):
        record_visits(db, crawls[days], [failing(days, "dns")])
    asked = (
        "SELECT outcome, reason, visit_count, crawl_id, last_crawl_id, started_at, last_at, requests, received_bytes,"
        " sentence FROM visits ORDER BY id"
    )
    alike = (
        "soft", "dns", 3, crawls[0], crawls[2], "2026-03-02T15:30:00Z", "2026-03-04T15:30:00Z", 6, 30,
        "It failed on day 2.",
    )  # fmt: skip
    assert rows(db, asked) == [alike]
    record_visits(db, crawls[3], [failing(3, "timeout")])
    record_visits(db, crawls[4], [failing(4, "timeout", outcome="hard"), failing(4, "dns")])
    assert rows(db, asked)[0] == alike, "a row that ended stays as it was"
    assert rows(db, "SELECT outcome, reason, visit_count FROM visits ORDER BY id") == [
        ("soft", "dns", 3), ("soft", "timeout", 1), ("hard", "timeout", 1), ("soft", "dns", 1),
    ]  # fmt: skip


def test_a_failing_visit_that_still_brought_posts_has_a_row_of_its_own(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    nothing = report(outcome="soft", reason="timeout", items_seen=0)
    some = report(outcome="soft", reason="timeout", items_seen=2)
    record_visits(db, crawl_id, [nothing, some, nothing, nothing], {NEWS: Harvest()})
    assert rows(db, "SELECT visit_count, items_seen FROM visits ORDER BY id") == [(1, 0), (1, 2), (2, 0)]


def test_a_304_that_leaves_validators_out_does_not_forget_them(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    record_visits(db, crawl_id, [report(validators=[TAGS])])
    bare = Validators(TAGS.url, None, "Mon, 02 Mar 2026 15:30:00 GMT", None, NOW)
    record_visits(db, crawl_id, [unchanged(validators=[bare])])
    assert rows(db, "SELECT etag, last_modified, body_sha256 FROM validators") == [
        ('"v1"', "Mon, 02 Mar 2026 15:30:00 GMT", "ab" * 32)
    ]
    record_visits(db, crawl_id, [report(validators=[Validators(TAGS.url, None, None, "cd" * 32, NOW)])])
    assert rows(db, "SELECT etag, last_modified FROM validators") == [(None, None)], "a fresh answer says it all"


def test_all_visits_of_a_batch_are_written_or_none(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        record_visits(db, crawl_id, [report(validators=[TAGS]), report("no-such-channel")])
    assert rows(db, "SELECT * FROM visits") == rows(db, "SELECT * FROM validators") == []


def test_a_cursor_stays_until_the_walk_says_where_it_goes_on_or_that_it_is_over(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    for given, kept in (("page=3", "page=3"), (None, "page=3"), ("page=4", "page=4"), ("", None)):
        record_visits(db, crawl_id, [report(cursor=given)])
        assert one(db, "SELECT cursor FROM cursors") == kept


def test_robots_answers_say_since_when_a_host_fails_and_when_it_changed_its_mind(db: Database) -> None:
    def answer(days: int, status: int, body: bytes = b"") -> RobotsAnswer:
        return RobotsAnswer("council-900.example", NOW + days * DAY, status, body, "So it is.")

    asked = "SELECT status, asked_at, changed_at, failing_since FROM robots"
    record_robots(db, [answer(0, 200, b"Allow: /")])
    record_robots(db, [answer(1, 200, b"Allow: /")])
    assert rows(db, asked) == [(200, "2026-03-03T15:30:00Z", "2026-03-02T15:30:00Z", None)]
    record_robots(db, [answer(2, 503), answer(3, 0), answer(4, 503)])
    assert rows(db, asked) == [(503, "2026-03-06T15:30:00Z", "2026-03-06T15:30:00Z", "2026-03-04T15:30:00Z")]
    record_robots(db, [answer(5, 404)])
    assert rows(db, asked)[0][3] is None


def test_a_robots_file_without_end_is_cut_at_what_the_standard_asks_for(db: Database) -> None:
    record_robots(db, [RobotsAnswer("x.example", NOW, 200, b"#" * 2_000_000, "Read.")])
    assert one(db, "SELECT length(body) FROM robots") == 500 * 1024


def test_source_health_tells_the_last_visit_of_each_channel_in_words(db: Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    record_visits(db, crawl_id, [report(), report(outcome="soft", reason="dns", sentence="The name is not known.")])
    told = {
        row[0]: row[1:] for row in rows(db, "SELECT channel_id, outcome, sentence, last_good_at FROM source_health")
    }
    assert told[NEWS] == ("soft", "The name is not known.", "2026-03-02T15:30:02Z")
    assert told["local-1-news"] == (None, "It was not visited yet.", None)
