"""Lists of which a page shows the beginning, and keeps the rest as data for "Show more"."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parsing.documents import tree
from parsing.lists import ListPage, read_list
from tests.shells_of_makes import data, frame
from tests.sites_of_makes import Story, stories

ZONE, TODAY, HOME = ZoneInfo("America/Chicago"), date(2026, 11, 21), "https://www.local77.example"
POSTS = stories(9)
SHOWN = 4


def row(one: Story) -> str:
    return f"<article><h2><a href='/news/{one.slug}'>{one.title}</a></h2><p>{one.day:%B %d, %Y}</p><p>{one.body[0]}</p></article>"


def held(one: Story, **more: Any) -> dict[str, Any]:
    return {"title": one.title, "url": f"/news/{one.slug}", "publishedAt": f"{one.day}T15:00:00Z", **more}


def read(state: Any, beside: str = "", path: str = "/news") -> ListPage:
    markup = frame("Local 77", "".join(map(row, POSTS[:SHOWN])) + beside + data(state))
    return read_list(tree(markup, "text/html", HOME + path), HOME + path, ZONE, TODAY, {})


def test_posts_that_wait_behind_those_shown_are_read_from_the_data() -> None:
    entries = read({"posts": [held(one) for one in POSTS]}).entries
    assert [one.url for one in entries] == [f"{HOME}/news/{one.slug}" for one in POSTS]
    assert [one.published.on if one.published else None for one in entries] == [one.day for one in POSTS]
    assert all(one.is_main for one in entries)


@pytest.mark.parametrize(
    "state",
    [
        {"posts": [held(one) for one in POSTS[SHOWN:]]},
        {"posts": [held(one) for one in (POSTS[0], *POSTS[SHOWN:])]},
        {"posts": [{"title": one.title, "url": f"/news/{one.slug}"} for one in POSTS]},
        {"posts": [held(one) for one in POSTS[:SHOWN]], "menu": [{"title": "Give", "url": "/give"}] * 4},
    ],
    ids=["others only", "hardly any of those shown", "without days", "no more than is shown"],
)
def test_data_of_something_else_adds_nothing(state: dict[str, Any]) -> None:
    assert len(read(state).entries) == SHOWN


def test_posts_of_another_host_in_the_data_are_not_taken() -> None:
    afar = {
        "title": "Elsewhere today",
        "url": "https://other.example/news/elsewhere-today",
        "publishedAt": "2026-01-01",
    }
    assert len(read({"posts": [*(held(one) for one in POSTS), afar]}).entries) == len(POSTS)


def test_where_a_pager_leads_on_the_data_is_not_asked() -> None:
    found = read({"posts": [held(one) for one in POSTS]}, "<a rel=next href='/news?page=2'>Older posts</a>")
    assert len(found.entries) == SHOWN and found.next_url == f"{HOME}/news?page=2"
