"""Years that a list does not print."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from items import Moment
from parsing.dates import parse_date
from parsing.documents import tree
from parsing.lists import read_list
from parsing.lists.years import with_years

NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)


def told(lines: list[str], first: bool = True, today: date | None = TODAY) -> list[str | None]:
    """The days of a list that prints these lines; None where the year stays open."""
    moments = [parse_date(line, NEW_YORK, "list", TODAY) for line in lines]
    found = with_years(moments, NEW_YORK, today, first)
    return [one.on.isoformat() if one and one.flag is None else None for one in found]


@pytest.mark.parametrize(
    ("lines", "first", "days"),
    [
        (["Nov 19", "Nov 12", "Oct 30"], True, ["2026-11-19", "2026-11-12", "2026-10-30"]),
        (["Nov 19", "Sep 2", "Jul 1", "Jan 5", "Dec 30"], True, ["2026-11-19", "2026-09-02", "2026-07-01", None, None]),
        (["Jan 18", "Jan 3", "Dec 28"], True, [None, None, None]),
        (["Nov 19", "Nov 12"], False, [None, None]),
        (["Feb 2", "Jan 18", "December 30, 2023"], False, [None, None, "2023-12-30"]),
        (["March 3, 2024", "Jan 18", "December 30, 2023"], False, ["2024-03-03", "2024-01-18", "2023-12-30"]),
        (
            ["March 3, 2024", "Jan 18", "Dec 30", "Nov 2"],
            False,
            ["2024-03-03", "2024-01-18", "2023-12-30", "2023-11-02"],
        ),
        (["December 30, 2023", "Jan 18", "March 3, 2024"], False, ["2023-12-30", "2024-01-18", "2024-03-03"]),
        (["Nov 2", "Mar 3", "December 3, 2025"], True, ["2026-11-02", "2026-03-03", "2025-12-03"]),
        (["Nov 2", "Monday, June 9", "Mar 3"], False, [None, "2025-06-09", "2025-03-03"]),
        (["Yesterday", "Nov 12"], True, ["2026-11-20", "2026-11-12"]),
    ],
)
def test_a_year_is_told_by_the_order_of_the_list_or_stays_open(lines, first, days):
    assert told(lines, first) == days


def test_the_time_of_day_stays_when_the_year_is_found():
    moments = [parse_date(line, NEW_YORK, "list", TODAY) for line in ("March 3, 2024", "Feb 2 - 2:39pm")]
    found = with_years(moments, NEW_YORK, TODAY, False)[1]
    assert found and found.at.isoformat() == "2024-02-02T19:39:00+00:00" and found.flag is None


@given(
    st.lists(st.integers(1, 100), min_size=1, max_size=30),
    st.data(),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)
def test_a_list_in_order_with_some_years_never_gets_a_wrong_one(gaps, data, today):
    """Whatever years a list in order leaves out, those that are told are right."""
    days = [today]
    for gap in gaps:
        days.append(days[-1] - timedelta(days=gap))
    printed = [data.draw(st.booleans()) for _ in days]
    moments: list[Moment | None] = [
        parse_date(f"{day:%B %d, %Y}" if says else f"{day:%B %d}", NEW_YORK, "list", today)
        for day, says in zip(days, printed, strict=True)
    ]
    for day, one in zip(days, with_years(moments, NEW_YORK, today, True), strict=True):
        assert one is not None and (one.on == day or one.flag == "year")


def test_d5_a_list_shows_that_its_days_come_first():
    def rows(*days: str) -> str:
        return "".join(
            f"<li><a href='/news/a-post-of-many-words-{n}'>A post of many words number {n}</a> <span>{day}</span>"
            f"<p>In shop {n} the stewards read the draft aloud.</p></li>"
            for n, day in enumerate(days)
        )

    def read(*days: str) -> list[str | None]:
        page = tree(
            f"<html><body><main><h1>News</h1><ul>{rows(*days)}</ul></main></body></html>",
            "text/html",
            "https://u.example/news",
        )
        entries = read_list(page, "https://u.example/news", NEW_YORK, TODAY).entries
        return [one.published.on.isoformat() if one.published else None for one in entries]

    assert read("26/06/2020", "05/06/2020", "04/05/2020") == ["2020-06-26", "2020-06-05", "2020-05-04"]
    assert read("08/06/2020", "05/06/2020", "04/05/2020") == ["2020-08-06", "2020-05-06", "2020-04-05"]
