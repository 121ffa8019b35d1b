"""Findings as rows: they begin, last, end and begin anew; and what a run reads out of the archive."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from archive.crawls import begin_crawl, end_crawl, record_visits
from archive.expectations import expect
from archive.health.finding import Finding, made
from archive.health.keeping import keep_findings, note_told, with_history
from archive.health.kinds import KINDS
from archive.health.looking import OF_TEXTS, Places, findings_now, look_for_findings, stored_findings
from archive.keeping import keep
from archive.pausing import pause
from archive.sources import sync_registry
from registry import Channel
from tests.builders import DAY, NOW, REGISTRY, SITES, item, registry, report, rows, source

Database = sqlite_utils.Database


def found(kind: str = "redesign", subject: str = "council-900", **given: Any) -> Finding:
    return made(kind, subject, "It showed 0 posts.", sources=[subject], **given)


def test_a_finding_lasts_ends_and_begins_anew_and_its_history_stays(db: Database) -> None:
    keep_findings(db, [found()], NOW)
    keep_findings(db, [found(evidence=["3 visits"])], NOW + DAY)
    keep_findings(db, [], NOW + 2 * DAY)
    keep_findings(db, [found()], NOW + 3 * DAY)
    assert rows(db, "SELECT substr(first_seen_at, 1, 10), substr(last_seen_at, 1, 10), substr(ended_at, 1, 10), evidence"
                    " FROM findings ORDER BY id") == [
        ("2026-03-02", "2026-03-03", "2026-03-04", '["3 visits"]'),
        ("2026-03-05", "2026-03-05", None, "[]"),
    ]  # fmt: skip
    assert rows(db, "SELECT finding_id, source_id FROM finding_sources ORDER BY 1") == [
        (1, "council-900"),
        (2, "council-900"),
    ]


def test_kinds_that_were_not_looked_for_stay_open(db: Database) -> None:
    keep_findings(db, [found(), found("boilerplate")], NOW)
    keep_findings(db, [], NOW + DAY, KINDS.keys() - OF_TEXTS)
    assert rows(db, "SELECT kind FROM findings WHERE ended_at IS NULL") == [("boilerplate",)]


def test_what_was_stored_is_read_back_the_same(db: Database) -> None:
    one = found(evidence=["first", "second"], since="2026-02-20T00:00:00Z")
    keep_findings(db, [one], NOW)
    assert list(stored_findings(db)) == [one]


def test_a_subject_that_is_no_source_concerns_none(db: Database) -> None:
    keep_findings(db, [made("no_run", "run", "No run."), found(subject="nobody-known")], NOW)
    assert rows(db, "SELECT count(*) FROM finding_sources") == [(0,)]


def test_a_finding_is_new_until_it_is_told_and_again_after_a_week(db: Database) -> None:
    one = found()
    keep_findings(db, [one], NOW)
    assert with_history(db, [one], NOW)[0].is_new
    note_told(db, [one.key], NOW)
    assert not with_history(db, [one], NOW + 6 * DAY)[0].is_new
    assert with_history(db, [one], NOW + 8 * DAY)[0].is_new


def test_what_a_run_told_of_a_channel_is_known_and_what_is_for_information_never_is_new(db: Database) -> None:
    one = found(channels=["council-900-news"])
    db.conn.execute(
        "INSERT INTO troubles VALUES ('council-900-news', '2026-03-02T15:30:00Z', '2026-03-02T15:30:00Z', 'no_posts')"
    )
    assert not with_history(db, [one], NOW)[0].is_new
    assert not with_history(db, [found("paused")], NOW)[0].is_new


# ---- what a run finds ------------------------------------------------------------------------------------------------
def crawl(db: Database, days: float, *reports: Any) -> int:
    at = NOW + days * DAY
    number = begin_crawl(db, at)
    record_visits(db, number, reports)
    expect(db, (), number, at)
    look_for_findings(db, Places(Path("/nowhere/archive.db")), at)
    end_crawl(db, number, at + timedelta(minutes=2), outcome="finished", exit_code=0)
    return number


def visit(channel: str, days: float, **given: Any) -> Any:
    at = NOW + days * DAY
    return report(channel, started_at=at, ended_at=at, **given)


BAD = {"outcome": "hard", "reason": "no_posts", "sentence": "It showed 0 posts where 7 are usual.", "items_seen": 0}


def lasting(db: Database) -> list[tuple[str, str]]:
    return [
        tuple(row) for row in rows(db, "SELECT kind, subject FROM findings WHERE ended_at IS NULL ORDER BY weight DESC")
    ]


def test_a_run_writes_what_is_wrong_and_the_next_good_visit_ends_it(db: Database) -> None:
    keep(db, item(), SITES)
    crawl(db, 0, visit("council-900-news", 0))
    assert lasting(db) == []
    crawl(db, 1, visit("council-900-news", 1, **BAD))
    crawl(db, 2, visit("council-900-news", 2, **BAD))
    assert lasting(db) == [("redesign", "council-900")]
    assert rows(db, "SELECT substr(since, 1, 10) FROM findings") == [("2026-03-03",)]
    crawl(db, 3, visit("council-900-news", 3))
    assert lasting(db) == []


def test_a_visit_that_a_limit_cut_short_says_nothing_and_hides_nothing(db: Database) -> None:
    crawl(db, 0, visit("council-900-news", 0))
    crawl(db, 1, visit("council-900-news", 1, **BAD))
    crawl(
        db, 2, visit("council-900-news", 2, outcome="soft", reason="bounded", sentence="The run ended.", items_seen=0)
    )
    assert lasting(db) == [("redesign", "council-900")]


def test_a_dead_address_whose_posts_still_come_has_its_beginning(db: Database) -> None:
    crawl(db, 0, visit("council-900-news", 0))
    for days in (1, 2):
        crawl(db, days, visit("council-900-news", days, outcome="ok", reason="gone", sentence="The feed answered 410."))
    assert lasting(db) == [("dead_address", "council-900")]
    assert rows(db, "SELECT substr(since, 1, 10) FROM findings") == [("2026-03-03",)]


@pytest.mark.parametrize("ended", ["until", "closed"])
def test_a_channel_that_a_person_has_ended_makes_no_finding(db: Database, ended: str) -> None:
    crawl(db, 0, visit("council-900-news", 0))
    crawl(db, 1, visit("council-900-news", 1, **BAD))
    left = registry(source("council-900")) if ended == "closed" else None
    if left is not None:
        left.channels.pop("council-900-news")
    else:
        address = REGISTRY.channels["council-900-news"].address
        stopped = Channel("council-900-news", "council-900", "listing", address, until=(NOW + DAY).date())
        left = registry(*REGISTRY.sources.values(), channels=(stopped,))
    sync_registry(db, left, NOW + 2 * DAY)
    crawl(db, 3)
    assert lasting(db) == []


def test_findings_now_of_an_archive_that_is_left_alone_tell_that_no_run_came(db: Database) -> None:
    crawl(db, 0, visit("council-900-news", 0))
    places = Places(Path("/nowhere/archive.db"))
    assert findings_now(db, places, NOW + DAY) == []
    assert [one.kind for one in findings_now(db, places, NOW + 30 * DAY)] == ["no_run"]
    assert lasting(db) == [], "looking writes nothing"


def test_a_source_that_is_paused_makes_no_finding_and_is_told_of(db: Database) -> None:
    crawl(db, 0, visit("council-900-news", 0))
    crawl(db, 1, visit("council-900-news", 1, **BAD))
    pause(db, "council-900", NOW + 2 * DAY, reason="the site is being rebuilt")
    crawl(db, 3)
    assert lasting(db) == [("paused", "council-900")]
    assert "being rebuilt" in rows(db, "SELECT sentence FROM findings WHERE kind = 'paused'")[0][0]
    assert not any(known.is_new for known in with_history(db, list(stored_findings(db)), NOW + 3 * DAY))


def test_messages_that_a_carrier_does_not_take_are_one_finding_of_the_carrier(db: Database) -> None:
    crawl(db, 0, visit("council-900-news", 0))
    db.conn.execute(
        "INSERT INTO watches (id, query, carriers, first_seen_at) VALUES ('strikes', 'strike', 'NEWS_MAIL', '2026-01-01T00:00:00Z')"
    )
    db.conn.execute(
        "INSERT INTO carriers (id, failing_since, failures, sentence) VALUES ('NEWS_MAIL', '2026-03-01T00:00:00Z', 4, '550 no such user')"
    )
    for number, state in enumerate(("failed", "pending", "sent", "dropped")):
        db.conn.execute(
            "INSERT INTO deliveries (id, watch_id, carrier, what, state, created_at) VALUES (?, 'strikes', 'NEWS_MAIL', 'new', ?, '2026-03-01T00:00:00Z')",
            [str(number), state],
        )
    crawl(db, 1)
    assert lasting(db) == [("carrier", "NEWS_MAIL")]
    assert rows(db, "SELECT sentence FROM findings")[0][0].startswith("2 messages of watches")
    db.conn.execute("UPDATE deliveries SET state = 'sent'")
    crawl(db, 2)
    assert lasting(db) == []
