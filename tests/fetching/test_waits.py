"""Proves fetching/waits.py: how long a server asks us to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetching.waits import LONGEST, back_off, in_words, retry_after

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(("value", "seconds"), [("0", 0), ("5", 5), (" 120 ", 120), ("1.5", 1.5)])
def test_n5_seconds_are_seconds(value: str, seconds: float) -> None:
    assert retry_after(value, None, NOW) == seconds


def test_n6_a_date_is_counted_against_the_servers_own_clock() -> None:
    """The server's clock is three years behind ours; it asks for a minute."""
    theirs = NOW - timedelta(days=1100)
    until = format_datetime(theirs + timedelta(seconds=60), usegmt=True)
    assert retry_after(until, format_datetime(theirs, usegmt=True), NOW) == 60


def test_n6_without_a_date_header_our_clock_counts() -> None:
    assert retry_after(format_datetime(NOW + timedelta(seconds=90), usegmt=True), None, NOW) == 90


@pytest.mark.parametrize("value", ["99999999999", "1e300", "inf", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_n7_years_are_a_day(value: str) -> None:
    assert retry_after(value, None, NOW) == LONGEST == 86_400


@pytest.mark.parametrize("value", ["-1", "-99999", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_n7_a_wait_that_is_over_is_none(value: str) -> None:
    assert retry_after(value, None, NOW) == 0


@pytest.mark.parametrize("value", [None, "", "soon", "nan", "tomorrow", "Xxx, 99 Yyy 2026 00:00:00 GMT", "5 minutes"])
def test_n7_text_says_nothing(value: str | None) -> None:
    assert retry_after(value, "also nonsense", NOW) is None


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_header_gives_a_wait_of_at_most_a_day_or_nothing(value: str, date: str) -> None:
    seconds = retry_after(value, date, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST


def test_n8_the_back_off_grows_and_is_capped() -> None:
    assert 1 <= back_off(0, 30) <= 2 <= back_off(1, 30) <= 4
    assert 15 <= back_off(10, 30) <= 30
    assert len({back_off(3, 30) for _ in range(20)}) > 1, "without jitter all clients come back together"


def test_spans_are_told_in_words() -> None:
    assert [in_words(seconds) for seconds in (5, 90, 300, 7200)] == ["5 seconds", "90 seconds", "5 minutes", "2 hours"]
