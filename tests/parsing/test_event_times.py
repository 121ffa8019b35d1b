"""parsing.events.times: when an event is, and when a line does not say it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.events.times import read_when

ZONE = ZoneInfo("America/New_York")
TODAY = date(2025, 11, 21)


def said(text: str, is_upcoming: bool = False) -> tuple[str, str | None, bool] | None:
    span = read_when(text, ZONE, TODAY, is_upcoming)
    if span is None:
        return None
    end = span.ends_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if span.ends_at else None
    return span.starts_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"), end, span.all_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When: Saturday, Sep 23, 2017, 9:00am - 3:00pm", ("2017-09-23 09:00", "2017-09-23 15:00", False)),
        ("Tuesday, Nov 24, 2026, 5:30PM - 7:00PM", ("2026-11-24 17:30", "2026-11-24 19:00", False)),
        ("Monday, Jul 20, 2026 - Friday, Jul 24, 2026, (All day)", ("2026-07-20 00:00", "2026-07-24 23:59", True)),
        ("Monday, Jul 20, 2026 (All day)", ("2026-07-20 00:00", "2026-07-20 23:59", True)),
        ("November 20, 2025 @ 6:00 pm - November 22, 2025 @ 8:00 pm", ("2025-11-20 18:00", "2025-11-22 20:00", False)),
        ("5/6/2026 noon", ("2026-05-06 12:00", None, False)),
        ("sábado, 3 de mayo de 2025, 9:00am - 3:00pm", ("2025-05-03 09:00", "2025-05-03 15:00", False)),
        ("Jan 5, 2026 10pm - 2am", ("2026-01-05 22:00", "2026-01-06 02:00", False)),
        ("Wednesday, March 4, 2026, 6-8pm", ("2026-03-04 18:00", "2026-03-04 20:00", False)),
        ("Thursday, 4 December 2025 18:00 - 20:00", ("2025-12-04 18:00", "2025-12-04 20:00", False)),
    ],
)
def test_a_line_with_a_year_says_when(text: str, expected: tuple[str, str | None, bool]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    ["1:00PM - 2:00PM", "Mar 4, 5:30PM - 7:30PM", "Feb 30, 2025 5pm", "every Tuesday at 5pm", "yesterday 5pm", ""],
)
def test_a_line_without_a_sure_day_says_nothing(text: str) -> None:
    assert said(text) is None


def test_a_weekday_tells_the_year() -> None:
    assert said("Wed, March 4, 6-8pm") == ("2026-03-04 18:00", "2026-03-04 20:00", False)


def test_an_upcoming_event_without_a_year_is_the_next_such_day() -> None:
    assert said("Mar 4 5:30PM - 7:30PM", is_upcoming=True) == ("2026-03-04 17:30", "2026-03-04 19:30", False)
    assert said("Dec 3 @ 6:00 pm - 8:00 pm", is_upcoming=True) == ("2025-12-03 18:00", "2025-12-03 20:00", False)
    assert said("Nov 1 5pm", is_upcoming=True) is None  # twenty days ago, or in nearly a year: not sure


@given(st.text(max_size=120))
def test_any_text_says_a_span_or_nothing(text: str) -> None:
    span = read_when(text, ZONE, TODAY, True)
    assert span is None or span.ends_at is None or span.ends_at >= span.starts_at
