"""The list of sources and the page of one: what is said, what can be asked, what never breaks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.told import Told, told
from web.sources import gaps

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def here() -> Iterator[Told]:
    with told() as made:
        yield made


def named(html: str) -> list[str]:
    """The sources of the table, in its order."""
    return re.findall(r'<th scope="row"[^>]*><a href="/sources/([^"]+)"', html)


async def test_the_list_has_every_source_by_level_with_its_verdict(here: Told) -> None:
    html = await here.page("/sources")
    assert named(html) == ["national", "council-900", "local-1"]
    assert "never read" in html and "blocked" in html and "As usual." in html
    assert "&lt;i&gt;It refuses us" in html and "<i>It" not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=local", ["local-1"]),
        ("q=COUNCIL+900+local", ["local-1"]),
        ("level=council", ["council-900"]),
        ("state=mn", ["council-900"]),
        ("state=WI&sort=trouble", ["local-1", "council-900"]),
        ("verdict=blocked", ["local-1"]),
        ("sort=posts", ["council-900", "local-1", "national"]),
        ("level=nonsense&sort=x&page=99", ["national", "council-900", "local-1"]),
        ("q=nobody", []),
    ],
)
async def test_a_plain_form_narrows_and_sorts(here: Told, query: str, found: list[str]) -> None:
    html = await here.page(f"/sources?{query}")
    assert named(html) == found
    assert ("No source fits" in html) == (not found)


@given(st.dictionaries(st.sampled_from(["q", "level", "state", "verdict", "sort", "page"]), st.text(max_size=30)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_question_is_an_error(here: Told, asked: dict[str, str]) -> None:
    query = urlencode({name: value.encode("utf-8", "replace") for name, value in asked.items()})
    assert (await here.site.client.get(f"/sources?{query}", follow_redirects=True)).status_code == 200


async def test_the_page_of_a_source_says_how_it_is_and_draws_its_past(here: Told) -> None:
    html = await here.page("/sources/council-900")
    assert "As usual." in html and "Search 23 posts" in html
    bars = re.findall(r"<title>(\w+ \d{4}): ([\d,]+) posts?</title>", html)
    rows = re.findall(r'<th scope="row"><a [^>]*rel="nofollow">(\w+ \d{4})</a></th><td>(\d+)</td>', html)
    assert bars and bars == rows, "the drawing and the table say the same"
    assert "/search/timeline.csv?source=council-900" in html
    assert await here.status("/search/timeline.csv?source=council-900") == 200
    assert html.count('<li class="post">') == 15
    assert "100%" in html and "No two weeks" in html
    assert "<img src=x" not in html


async def test_trouble_is_told_with_gap_hold_and_channel(here: Told) -> None:
    html = await here.page("/sources/local-1")
    assert "Held until a person has looked" in html and "&lt;b&gt;elsewhere" in html
    assert "February 16, 2026 until now" in html and "3 weeks, 0 posts where about 5 were usual" in html
    assert "It was not visited yet." in html and "https://local1.example/news" in html
    assert "<strong>Held until" in html and "Its address leads to another site" in html
    assert "Last seen so on March 2, 2026." in html


async def test_a_source_without_posts_has_a_page(here: Told) -> None:
    html = await here.page("/sources/national")
    assert "No post of it is known yet." in html and "Nothing has been read there yet." in html


async def test_the_feed_holds_the_newest_posts_and_the_calendar_stays_where_it_was(here: Told) -> None:
    feed = ET.fromstring((await here.page("/sources/council-900.atom")).encode())
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == 23 == len(set(ids))
    assert (feed.findtext(f"{ATOM}id") or "").endswith("feed/sources/council-900")
    assert "BEGIN:VCALENDAR" in await here.page("/sources/council-900.ics")


@pytest.mark.parametrize("path", ["/sources/nobody", "/sources/nobody.atom", "/sources/UPPER", "/sources/x.y"])
async def test_what_is_not_there_is_not_found(here: Told, path: str) -> None:
    assert await here.status(path) == 404


def rows(*verdicts: str) -> list[dict[str, Any]]:
    first = date(2026, 1, 5)
    return [
        {"week": (first + timedelta(weeks=place)).isoformat(), "verdict": one, "expected": 1.5, "collected": 0}
        for place, one in enumerate(verdicts)
    ]


def test_a_gap_is_two_weeks_of_trouble_or_more_the_latest_first() -> None:
    found = gaps(rows("thin", "well", "silent", "thin", "quiet", "blocked", "blocked"))
    assert [(gap.verdict, gap.weeks, gap.is_open) for gap in found] == [("blocked", 2, True), ("silent", 2, False)]
    assert gaps([]) == [] and gaps(rows("blocked")) == []


def test_weeks_that_are_missing_part_a_gap() -> None:
    broken = rows("thin", "thin", "thin", "thin", "thin")
    del broken[2]
    assert [gap.weeks for gap in gaps(broken)] == [2, 2]
