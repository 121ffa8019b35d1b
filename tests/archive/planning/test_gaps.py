"""The usual span between two posts of a channel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive.planning.gaps import usual_gap

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def posts(every: timedelta, count: int, last: datetime = NOW) -> list[datetime]:
    return [last - every * number for number in range(count)]


def test_too_few_posts_tell_nothing() -> None:
    assert usual_gap([], [], NOW, None) is None
    assert usual_gap(posts(DAY, 3), [NOW.date()], NOW, None) is None


def test_a_source_of_the_working_day_is_told_by_its_hours_and_not_by_its_nights() -> None:
    instants = [NOW - DAY * day - HOUR * hour for day in range(5) for hour in range(8)]
    gap = usual_gap(instants, [at.date() for at in instants], NOW, None)
    assert gap is not None and gap <= 2 * HOUR


def test_days_without_an_hour_are_told_by_weeks() -> None:
    days = [at.date() for at in posts(timedelta(days=3.5), 40)]
    gap = usual_gap([], days, NOW, None)
    assert gap is not None and 3 * DAY < gap < 4 * DAY


def test_many_posts_put_in_at_once_are_no_rhythm() -> None:
    assert usual_gap([NOW - 40 * DAY] * 50, [], NOW, None) is None


def test_a_campaign_that_is_over_slows_down() -> None:
    instants = posts(HOUR, 30, last=NOW - 20 * DAY)
    gap = usual_gap(instants, [], NOW, None)
    assert gap is not None and gap == 20 * DAY / 8


def test_a_sticky_post_of_years_ago_does_not_make_a_lively_list_slow() -> None:
    days = [(NOW - 9 * 365 * DAY).date(), *(at.date() for at in posts(DAY, 60))]
    gap = usual_gap([], days, NOW, NOW)
    assert gap is not None and gap < 2 * DAY


def test_posts_dated_ahead_tell_nothing() -> None:
    assert usual_gap(posts(HOUR, 30, last=NOW + 90 * DAY), [(NOW + 90 * DAY).date()] * 9, NOW, None) is None
