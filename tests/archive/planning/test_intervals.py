"""When a channel is due again, by what is known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.planning.intervals import LEAST, MOST, Plan, Visited, full_is_due, next_plan, overdue
from wishes import Wishes

NOW = datetime(2026, 3, 4, 15, 0, 20, tzinfo=UTC)
MINUTE = NOW.replace(second=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def known(**given: object) -> Plan:
    """A channel that is long known: visited a hundred times, last an hour ago."""
    return Plan(**{"channel_id": "here-news", "due_at": NOW, "why": "", "interval": 4 * HOUR, "visits": 100,
                   "last_at": NOW - HOUR, "full_at": NOW, **given})  # type: ignore[arg-type]  # fmt: skip


def visit(outcome: str = "ok", reason: str = "read", **given: object) -> Visited:
    return Visited("here-news", given.pop("at", NOW), outcome, reason, **given)  # type: ignore[arg-type]


def after(gap: timedelta | None = None, before: Plan | None = None, **given: object) -> timedelta:
    """How long after a visit its channel is due again."""
    return next_plan(before or known(), visit(**given), gap).due_at - MINUTE  # type: ignore[arg-type]


def test_a_lively_source_is_asked_several_times_within_its_usual_gap() -> None:
    assert 1.2 * HOUR < after(gap=6 * HOUR) <= 1.5 * HOUR
    assert "about every 6 hours" in next_plan(known(), visit(), 6 * HOUR).why


def test_nothing_is_asked_more_often_than_every_ten_minutes_nor_less_than_once_in_twenty_hours() -> None:
    assert after(gap=timedelta(minutes=5)) == LEAST
    assert 16 * HOUR < after(gap=90 * DAY) <= MOST


@given(
    st.builds(
        Wishes,
        fresh_for=st.none() | st.floats(0, 1e9),
        every=st.none() | st.floats(0, 1e9),
        skip_hours=st.frozensets(st.integers(0, 23)),
        skip_days=st.frozensets(st.integers(0, 6)),
        in_full=st.booleans(),
        more=st.booleans(),
    ),
    st.none() | st.timedeltas(timedelta(minutes=1), 400 * DAY),
    st.integers(0, 50),
    st.integers(0, 50),
    st.integers(0, 40),
)
def test_whatever_servers_and_feeds_say_the_bounds_hold(
    wishes: Wishes, gap: timedelta | None, posts: int, new: int, visits: int
) -> None:
    plan = next_plan(known(visits=visits), visit(posts=posts, new=new, wishes=wishes), gap)
    waited = plan.due_at - MINUTE
    assert waited == timedelta(0) if plan.visits < 3 else LEAST <= waited <= MOST
    assert plan.why.endswith(".")


@given(
    st.sampled_from(["soft", "hard"]),
    st.sampled_from(["timeout", "gone", "challenge", "robots_unreachable", "too_few", "forbidden", "dns"]),
    st.integers(0, 100_000),
)
def test_what_fails_for_years_is_never_given_up_and_never_hammered(outcome: str, reason: str, failures: int) -> None:
    waited = after(before=known(failures=failures), outcome=outcome, reason=reason)
    assert LEAST <= waited <= 7 * DAY


def test_a_failure_is_tried_again_soon_and_then_less_and_less_often_and_a_good_visit_forgets_it() -> None:
    plan, spans = known(), []
    for _ in range(8):
        plan = next_plan(plan, visit("soft", "timeout"), HOUR)
        spans.append(plan.due_at - MINUTE)
    assert spans[0] <= timedelta(minutes=30) and spans == sorted(spans) and spans[-1] > 16 * HOUR
    assert "The last 8 visits failed (timeout)" in plan.why
    well = next_plan(plan, visit(), HOUR)
    assert well.failures == 0 and well.due_at - MINUTE <= timedelta(minutes=15)


def test_a_challenge_and_a_dead_address_may_wait_longer_than_a_day_but_a_redesign_is_looked_at_daily() -> None:
    ten = known(failures=10)
    assert after(before=ten, outcome="soft", reason="challenge") > 5 * DAY
    assert after(before=ten, outcome="hard", reason="gone") > 5 * DAY
    assert after(before=ten, outcome="hard", reason="too_few") <= MOST
    assert after(before=ten, outcome="soft", reason="connect") <= MOST


def test_the_first_three_visits_come_as_often_as_somebody_runs_it() -> None:
    plan = None
    for number in (1, 2):
        plan = next_plan(plan, visit(), None)
        assert plan.due_at == MINUTE and plan.visits == number
    assert next_plan(plan, visit(), None).due_at > MINUTE + HOUR


def test_a_wait_that_a_server_asks_for_is_kept_even_beyond_a_day_and_up_to_a_month() -> None:
    wait = next_plan(known(), visit("soft", "retry_later", wishes=Wishes(wait=3 * 86400.0)), HOUR)
    assert 3 * DAY < wait.due_at - NOW < 3.5 * DAY and "left alone for 3 days" in wait.why
    assert after(outcome="soft", reason="retry_later", wishes=Wishes(wait=1e12)) < 34 * DAY
    first = next_plan(None, visit("soft", "retry_later", wishes=Wishes(wait=7200.0)))
    assert first.due_at >= NOW + 2 * HOUR, "the first visits too keep a wait"


def test_a_crawl_delay_beyond_a_run_makes_visits_rarer() -> None:
    assert after(gap=HOUR, wishes=Wishes(wait=4 * 3600.0)) >= 4 * HOUR


def test_freshness_and_ttl_stretch_the_interval_up_to_the_usual_gap_and_no_further() -> None:
    assert 1.6 * HOUR < after(gap=4 * HOUR, wishes=Wishes(every=2 * 3600.0)) <= 2 * HOUR
    assert 3.3 * HOUR < after(gap=4 * HOUR, wishes=Wishes(fresh_for=86400.0)) <= 4 * HOUR
    assert after(gap=4 * HOUR, wishes=Wishes(every=60.0)) <= HOUR, "a short one hurries nobody"
    assert "Its feed asks for 2 hours" in next_plan(known(), visit(wishes=Wishes(every=7200.0)), 4 * HOUR).why


def test_hours_and_days_that_a_feed_asks_to_skip_are_skipped_as_far_as_a_day_allows() -> None:
    at = datetime(2026, 3, 4, 0, 0, tzinfo=UTC)  # a Wednesday
    due = next_plan(known(), visit(at=at, wishes=Wishes(skip_hours=frozenset(range(1, 9)))), 8 * HOUR).due_at
    assert due.hour == 9
    due = next_plan(known(), visit(at=at, wishes=Wishes(skip_days=frozenset({2, 3, 4, 5, 6}))), 8 * HOUR).due_at
    assert due - at <= MOST, "a week of silence is not granted: edits and removals would be missed"


def test_what_a_feed_asked_holds_while_it_is_unchanged_and_until_it_says_something_else() -> None:
    asked = next_plan(known(), visit(posts=9, wishes=Wishes(every=7200.0, skip_days=frozenset({6}))), 4 * HOUR)
    later = next_plan(asked, visit("unchanged", "not_modified"), 4 * HOUR)
    assert "Its feed asks for 2 hours" in later.why and later.skip_days == {6}
    freed = next_plan(later, visit(posts=9), 4 * HOUR)
    assert (freed.every, freed.skip_days) == (None, frozenset())


def test_c9_a_short_fast_feed_of_which_much_was_new_is_asked_sooner() -> None:
    calm = after(gap=16 * HOUR, posts=10, new=1)
    fast = after(gap=16 * HOUR, posts=10, new=9)
    assert calm > 3 * HOUR and fast <= HOUR * 5 / 9
    assert "9 of 10 posts" in next_plan(known(), visit(posts=10, new=9), 16 * HOUR).why


def test_pages_left_to_read_bring_the_next_visit_soon() -> None:
    assert after(gap=90 * DAY, wishes=Wishes(more=True)) <= timedelta(minutes=20)


def test_a_visit_that_the_run_cut_short_says_nothing_and_stays_due() -> None:
    before = known(due_at=NOW - DAY, failures=2)
    plan = next_plan(before, visit("soft", "bounded"), None)
    assert (plan.due_at, plan.visits, plan.failures, plan.interval) == (NOW - DAY, 100, 2, 4 * HOUR)


def test_channels_that_were_read_at_once_drift_apart() -> None:
    due = {next_plan(known(channel_id=name), replace(visit(), channel_id=name), 90 * DAY).due_at
           for name in map(str, range(200))}  # fmt: skip
    assert len(due) > 100 and max(due) - min(due) > 2 * HOUR


def test_the_same_visit_gives_the_same_plan() -> None:
    assert next_plan(known(), visit(), HOUR) == next_plan(known(), visit(), HOUR)


def test_after_a_week_of_downtime_the_lively_are_more_overdue_than_the_slow() -> None:
    lively, slow = known(interval=HOUR), known(interval=20 * HOUR)
    assert overdue(lively, NOW + 7 * DAY) > overdue(slow, NOW + 7 * DAY) > 0


def test_n20_after_a_dozen_visits_or_a_week_of_not_modified_a_document_is_read_in_full() -> None:
    plan = known(full_at=NOW)
    for number in range(12):
        assert not full_is_due(plan, NOW), number
        plan = next_plan(plan, visit("unchanged", "not_modified", wishes=Wishes(not_modified=True)), None)
    assert full_is_due(plan, NOW)
    assert full_is_due(known(full_at=NOW - 8 * DAY), NOW)
    read = next_plan(plan, visit(wishes=Wishes(in_full=True)), None)
    assert read.since_full == 0 and not full_is_due(read, NOW)


def test_n20_a_server_whose_validators_stayed_while_posts_changed_is_not_believed_any_more() -> None:
    caught = next_plan(known(), visit(new=1, wishes=Wishes(in_full=True, unlike=True)), None)
    assert caught.liar and full_is_due(caught, NOW)
    changing_banner = next_plan(known(), visit(wishes=Wishes(in_full=True, unlike=True)), None)
    assert not changing_banner.liar, "other bytes without another post are no lie"


@pytest.mark.parametrize("seconds", [0, 59])
def test_a_cron_every_ten_minutes_finds_due_what_ran_some_seconds_after_the_minute(seconds: int) -> None:
    at = MINUTE.replace(second=seconds)
    plan = next_plan(known(), visit(at=at), timedelta(minutes=1))
    assert plan.due_at == MINUTE + LEAST
