"""Who is due, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlite_utils

from archive.crawls import Harvest, begin_crawl, record_visits
from archive.pausing import Pause, pause, pauses, resume
from archive.planning import due_channels, next_due, note_plan, plan_of, plans, to_visit
from archive.planning.intervals import Plan
from items import Front, VisitReport
from registry import Channel
from tests.builders import one, rows
from wishes import Wishes

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def channel(name: str, host: str = "", source: str = "council-900") -> Channel:
    return Channel(name, source, "feed", f"https://{host or name + '.example.org'}/feed")


def plan(name: str, due_at: datetime, **given: Any) -> Plan:
    return Plan(name, due_at, "Posts come about every 4 hours.", **{"interval": HOUR, "visits": 9, **given})


CHANNELS = [channel(name) for name in ("later", "slow", "lively", "fresh")]
PLANS = {
    "later": plan("later", NOW + HOUR),
    "slow": plan("slow", NOW - DAY, interval=20 * HOUR),
    "lively": plan("lively", NOW - 5 * HOUR),
}


def test_never_visited_channels_come_first_then_those_that_are_overdue_most_by_their_own_measure() -> None:
    told = due_channels(CHANNELS, PLANS, {}, NOW)
    assert [due.channel_id for due in told] == ["fresh", "lively", "slow", "later"]
    assert [one.id for one in to_visit(CHANNELS, told, everything=False)] == ["fresh", "lively", "slow"]
    assert [one.id for one in to_visit(CHANNELS, told, everything=True)] == ["fresh", "lively", "slow", "later"]


def test_the_next_one_that_is_due_is_told_and_nothing_where_there_is_none() -> None:
    assert next_due(due_channels([CHANNELS[0]], PLANS, {}, NOW)) == NOW + HOUR
    assert next_due([]) is None


def test_a_paused_source_is_never_due_not_even_where_all_are_wanted() -> None:
    held = {"council-900": Pause("council-900", NOW - DAY, date(2026, 5, 1), "rebuilt")}
    told = due_channels(CHANNELS, PLANS, held, NOW)
    assert to_visit(CHANNELS, told, everything=True) == [] and next_due(told) is None
    assert told[0].why == "Paused since March 3, 2026 until May 1, 2026: rebuilt."


def test_what_a_host_asked_of_one_channel_holds_for_all_on_it() -> None:
    both = [channel("one", "same.example.org"), channel("two", "same.example.org"), channel("three")]
    asked = {"one": plan("one", NOW + DAY, wait_until=NOW + DAY), "two": plan("two", NOW - DAY)}
    told = {due.channel_id: due for due in due_channels(both, asked, {}, NOW)}
    assert not told["two"].is_due and told["two"].due_at == NOW + DAY and "left alone" in told["two"].why
    assert told["three"].is_due


# ---- kept ------------------------------------------------------------------------------------------------------------
def report(at: datetime = NOW, outcome: str = "ok", **given: Any) -> VisitReport:
    return VisitReport("council-900-news", at, at + timedelta(seconds=9), outcome, given.pop("reason", "read"), "Well.",
                       **given)  # type: ignore[arg-type]  # fmt: skip


def test_a_plan_is_written_with_the_row_of_its_visit_or_not_at_all(db: sqlite_utils.Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    record_visits(db, crawl_id, [report()])
    kept = plan_of(db, "council-900-news")
    assert kept is not None and kept.visits == 1 and kept.due_at == NOW
    broken = replace(report(NOW + DAY), channel_id="nobody")
    with pytest.raises(Exception, match="FOREIGN KEY"):
        record_visits(db, crawl_id, [report(NOW + DAY), broken])
    assert plan_of(db, "council-900-news") == kept
    assert one(db, "SELECT sum(visit_count) FROM visits") == 1


def test_a_plan_reads_back_as_it_was_written(db: sqlite_utils.Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    wishes = Wishes(wait=7200.0, in_full=True, unlike=True)
    for hours in (0, 1, 2, 3):
        harvest = {"council-900-news": Harvest(new=3)}
        front = {"feed": Front(10)}
        record_visits(db, crawl_id, [report(NOW + hours * HOUR, front=front, wishes=wishes)], harvest)
    kept = plan_of(db, "council-900-news")
    assert kept is not None and plans(db) == {"council-900-news": kept}
    assert (kept.visits, kept.liar, kept.failures) == (4, True, 0)
    assert kept.wait_until is not None and kept.wait_until >= NOW + 5 * HOUR
    with db.conn:
        note_plan(db, report(NOW + 4 * HOUR, "soft", reason="bounded"), 0)
    assert plan_of(db, "council-900-news").visits == 4  # type: ignore[union-attr]


def test_an_archive_older_than_its_plans_does_not_begin_to_learn_anew(db: sqlite_utils.Database) -> None:
    crawl_id = begin_crawl(db, NOW)
    for hours in range(5):
        record_visits(db, crawl_id, [report(NOW + hours * HOUR)])
    db.conn.execute("DELETE FROM plans")
    record_visits(db, crawl_id, [report(NOW + 6 * HOUR)])
    assert plan_of(db, "council-900-news").visits == 6  # type: ignore[union-attr]


# ---- pauses ----------------------------------------------------------------------------------------------------------
def test_a_pause_holds_until_its_day_and_can_be_ended_and_begun_again(db: sqlite_utils.Database) -> None:
    pause(db, "council-900", NOW, until=date(2026, 3, 10), reason="two\n  lines of it")
    assert pauses(db, NOW)["council-900"].reason == "two lines of it"
    assert "council-900" in pauses(db, datetime(2026, 3, 9, 23, tzinfo=UTC))
    assert pauses(db, datetime(2026, 3, 10, tzinfo=UTC)) == {}
    assert resume(db, "council-900", NOW) and not resume(db, "council-900", NOW) and pauses(db, NOW) == {}
    pause(db, "council-900", NOW)
    pause(db, "council-900", NOW + DAY, reason="now with a reason")
    assert pauses(db, NOW + DAY)["council-900"] == Pause("council-900", NOW, None, "now with a reason")
    pause(db, "council-900", NOW + DAY, until=date(2026, 4, 1))
    pause(db, "council-900", NOW + 60 * DAY)  # the one before was over by itself
    assert rows(db, "SELECT since, ended_at FROM pauses WHERE until IS NOT NULL")[-1][1] == "2026-04-01T00:00:00Z"
    assert rows(db, "SELECT count(*) FROM pauses WHERE ended_at IS NULL") == [(1,)]
    assert one(db, "SELECT count(*) FROM paused_sources") == 1
