"""The map of coverage: every cell can be read without its colour, trouble comes first, any address answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.web.conftest import post
from tests.web.told import Told, told
from web.coverage import WEEKS


@pytest.fixture(scope="module")
def here() -> Iterator[Told]:
    with told() as made:
        yield made


def cells(html: str, source: str) -> list[tuple[str, str]]:
    """Class and words of the cells of a source, the oldest week first."""
    row = re.search(rf'<tr><th scope="row"><a href="/sources/{source}">.*?</tr>', html, re.DOTALL)
    assert row
    found = re.findall(r'<td(?: class="v-(\w+)")?(?: title="[^"]*")?>(.*?)</td>', row[0])
    return [(name, re.sub("<[^>]+>", "", words)) for name, words in found]


async def test_each_week_of_a_source_is_a_cell_with_number_and_letter(here: Told) -> None:
    html = await here.page("/coverage")
    assert cells(html, "council-900") == [("well", "3")] * WEEKS
    assert cells(html, "local-1") == [("well", "2")] * (WEEKS - 3) + [("blocked", "B 0")] * 3
    assert cells(html, "national") == [("", "")] * WEEKS
    assert "Week of March 2, 2026: 0 posts, about 2 usual; blocked" in html
    assert "style=" not in html


async def test_trouble_stands_above_and_its_words_are_harmless(here: Told) -> None:
    html = await here.page("/coverage")
    order = re.findall(r'<tr><th scope="row"><a href="/sources/([^"]+)"', html)
    assert order == ["local-1", "national", "council-900"]
    assert "2 sources in trouble now" in html and "&lt;i&gt;It refuses us" in html


async def test_every_month_above_the_weeks_has_its_name(here: Told) -> None:
    for until in ("2026-03-02", "2026-02-02", "2025-12-01"):
        html = await here.page(f"/coverage?until={until}")
        names = re.findall(r'<th colspan="(\d+)" scope="colgroup">(\w*)', html)
        assert sum(int(weeks) for weeks, _ in names) == WEEKS
        assert names[-1] == ("1", date.fromisoformat(until).strftime("%b")) and all(name for _, name in names)


async def test_one_can_go_back_and_forth_and_the_table_is_the_same(here: Told) -> None:
    html = await here.page("/coverage?until=2025-10-08")
    assert cells(html, "local-1")[-1] == ("well", "2") and cells(html, "local-1")[0] == ("", "")
    assert "/coverage?until=2026-04-06" in html, "later weeks"
    newest = await here.page("/coverage")
    assert "Later weeks" not in newest
    table = re.search(r'href="(/archive/source_weeks\.csv\?[^"]*)"', newest)
    assert table
    lines = (await here.page(table[1].replace("&amp;", "&"))).splitlines()
    assert len(lines) == 1 + 2 * WEEKS


@pytest.mark.parametrize(
    "query", ["until=x", "until=9999-99-99", "until=0001-01-01", "until=2099-01-01", "page=-1", "page=9"]
)
async def test_nonsense_shows_the_map_as_it_is(here: Told, query: str) -> None:
    assert len(cells(await here.page(f"/coverage?{query}"), "local-1")) == WEEKS


async def test_an_archive_without_weeks_says_so(new_archive: Any) -> None:
    _, site = new_archive(post(1))
    answer = await site.client.get("/coverage")
    assert answer.status_code == 200 and "No week has been judged yet" in answer.text
