"""/watch: a search's feeds, and a line that an operator can run as it stands."""

from __future__ import annotations

import csv
import html
import io
import re
import shlex
from typing import Any
from urllib.parse import quote

import pytest

from parsing.questions import read_question
from web.asking import read_search
from web.watching import name_of, wish_of


class Arguments(dict[str, list[str]]):
    """Arguments of an address, as the site hands them in."""

    def get(self, name: str, default: Any = None) -> Any:
        return self[name][0] if name in self else default

    def getlist(self, name: str) -> list[str]:
        return list(super().get(name, []))


async def page(site: Any, query: str) -> str:
    answer = await site.client.get(f"/watch?{query}")
    assert answer.status_code == 200
    return str(answer.text)


async def test_the_page_shows_the_feeds_and_the_line(site: Any) -> None:
    text = html.unescape(await page(site, "q=strike&state=WI"))
    assert "/search.atom?q=strike&state=WI" in text
    assert "scrapy watch add strike-state-wi 'strike state:WI' --to NEWS_MAIL_STAFF" in text


async def test_without_a_search_it_says_what_to_do(site: Any) -> None:
    assert "There is no search to watch yet" in await page(site, "")
    assert "There is no search to watch yet" in await page(site, "q=%22")


async def test_the_search_page_leads_there(site: Any) -> None:
    text = (await site.client.get("/search?q=nurses&state=WI&sort=newest")).text
    assert 'href="/watch?q=nurses&amp;state=WI"' in text


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' ; rm -rf / #", "`id`"]
)
async def test_hostile_text_stays_text_on_the_page_and_in_a_shell(site: Any, hostile: str) -> None:
    text = await page(site, f"q={quote(hostile)}")
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    line = html.unescape(re.findall(r"<pre[^>]*><code>(scrapy .*?)</code>", text, re.DOTALL)[0])
    words = shlex.split(line)
    assert words[:3] == ["scrapy", "watch", "add"]
    assert words[5:] == ["--to", "NEWS_MAIL_STAFF"]
    assert words[4] == read_question(hostile).text


@pytest.mark.parametrize(
    "given",
    [
        {"q": ["strike OR lockout"], "state": ["MN", "WI"]},
        {"source": ["council-900"], "kind": ["bargaining_update"]},
        {"q": ['"living wage" -nurses'], "place": ["New York"], "after": ["2018-05"]},
        {"q": ["title:strike organiz*"], "level": ["local"], "author": ["Ann Roe"]},
    ],
)
def test_the_one_text_asks_the_same_as_the_search(given: dict[str, list[str]]) -> None:
    asked = read_search(Arguments(given))
    wish = wish_of(asked)
    assert wish.is_exact
    assert read_question(wish.query).match == asked.match
    header, row = csv.reader(io.StringIO(wish.row))
    assert dict(zip(header, row, strict=True))["query"] == wish.query


def test_filters_that_no_text_can_say_are_owned_up_to() -> None:
    assert not wish_of(read_search(Arguments({"q": ["strike state:MN"], "state": ["WI"]}))).is_exact
    assert not wish_of(read_search(Arguments({"q": ["strike"], "author": ['Ann "Red" Roe']}))).is_exact


@pytest.mark.parametrize(("query", "name"), [("Huelga Ñandú OR strike", "huelga-nandu-strike"), ("罢工", "search"),
                                             ("a " * 60, "a-a-a")])  # fmt: skip
def test_names_are_short_and_plain(query: str, name: str) -> None:
    assert name_of(query).startswith(name)
    assert len(name_of(query)) <= 40
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name_of(query))
