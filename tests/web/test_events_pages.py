"""The calendar: each event on its local day, months that can be walked, any address an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import post
from tests.web.told import Told, told
from web.agenda import days_of
from web.weeks import month_after, read_day, read_month


@pytest.fixture(scope="module")
def here() -> Iterator[Told]:
    with told() as made:
        yield made


def on_days(html: str) -> dict[str, list[str]]:
    """Titles by day, of the cells of the month."""
    days = {}
    for cell in re.findall(r"<td class=.*?</td>", html, re.DOTALL):
        day = re.search(r'datetime="([\d-]+)"', cell)
        titles = re.findall(r'<a href="/items/\d+"[^>]*>([^<]+)</a>', cell)
        if day and titles:
            days[day[1]] = titles
    return days


async def test_an_event_stands_on_its_local_day(here: Told) -> None:
    html = await here.page("/events?month=2026-03")
    assert on_days(html) == {"2026-03-31": ["Evening meeting"]}
    assert "9:00 PM" in html and "1 event in March 2026" in html
    assert '<th scope="col"><abbr title="Sunday">' in html


async def test_days_of_a_long_event_are_in_both_months(here: Told) -> None:
    assert on_days(await here.page("/events?month=2026-04")) == {"2026-04-30": ["Convention"]}
    may = await here.page("/events?month=2026-05")
    assert on_days(may) == {"2026-05-01": ["Convention"], "2026-05-02": ["Convention"]}
    assert "1 event in May 2026" in may


async def test_months_lead_to_their_neighbours_and_to_this_one(here: Told) -> None:
    html = await here.page("/events?month=2026-01&source=council-900")
    for month in ("2025-12", "2026-02", date.today().strftime("%Y-%m")):
        assert f"/events?month={month}&amp;source=council-900" in html or f"month={month}&source=council-900" in html
    assert "/sources/council-900.ics" in html
    assert "No event is known in January 2026" in html


@pytest.mark.parametrize(
    ("month", "months"),
    [
        ("2026-01", ["2026-03"]),
        ("2026-06", ["2026-05", "2066-02"]),
        ("2066-03", ["2066-02"]),
        ("2026-03", []),
        ("2026-01&source=local-1", []),
    ],
)
async def test_an_empty_month_leads_to_the_nearest_with_events(here: Told, month: str, months: list[str]) -> None:
    html = await here.page(f"/events?month={month}")
    assert re.findall(r'<a class="button" href="/events\?month=([\d-]+)"', html) == months
    for near in months:
        assert "No event is known" not in await here.page(f"/events?month={near}")


async def test_what_comes_is_listed_with_its_calendar_file(here: Told) -> None:
    html = await here.page("/events")
    coming = html.partition('id="coming"')[2]
    assert "Years from now" in coming and f"/items/{here.ids['Years from now']}.ics" in coming
    assert "Nothing that is still to come is known" in await here.page("/events?source=local-1")


@pytest.mark.parametrize(
    "query",
    ["month=x", "month=2026-13", "month=0000-00", "month=99999-01", "month=2026-4-99", "month=%00", "source=nobody"],
)
async def test_nonsense_is_forgiven(here: Told, query: str) -> None:
    assert "<caption" in await here.page(f"/events?{query}")


@pytest.mark.parametrize("month", ["1990-01", "2100-12"])
async def test_the_ends_of_the_calendar_lead_no_further(here: Told, month: str) -> None:
    html = await here.page(f"/events?month={month}")
    assert "month=1989" not in html and "month=2101" not in html


async def test_an_archive_without_events_has_a_calendar(new_archive: Any) -> None:
    _, site = new_archive(post(1))
    answer = await site.client.get("/events")
    assert answer.status_code == 200 and "No event is known in" in answer.text


@given(st.text(max_size=20))
def test_any_text_is_a_month_or_none(text: str) -> None:
    month = read_month(text)
    assert month is None or month.day == 1
    assert read_day(text) is None or read_day(text) == date.fromisoformat(text.strip()[:10])


@given(st.dates(date(1990, 1, 1), date(2100, 11, 30)))
def test_the_month_after_the_month_before_is_the_same(day: date) -> None:
    following = month_after(day.replace(day=1))
    assert following and month_after(following, -1) == day.replace(day=1)


@given(st.text(max_size=25), st.text(max_size=25), st.text(max_size=12))
def test_times_that_cannot_be_read_are_on_no_day(start: str, end: str, zone: str) -> None:
    assert len(days_of({"starts_at": start, "ends_at": end, "zone": zone})) <= 31
