"""A post by its list, feed or API and by its page: the richer wins in each field, and it is told which that was."""

from __future__ import annotations

from typing import Any

import pytest

from items import Item, Link, Picture
from parsing.pages import Page
from spiders.both import fields_of_both

LONG = "The clerks of the county have agreed on new desks after a year of talks with the board. " * 4
PRINTED = {"title": "structure", "teaser": "meta", "body": "structure", "author": "json_ld", "tags": "text"}


def both(entry: dict[str, Any], page: dict[str, Any], way: str = "feed") -> dict[str, Any]:
    printed = {"title": None, "field_origins": {name: PRINTED.get(name, "structure") for name in page}, **page}
    return fields_of_both(Item("desks-news", "https://desks.example/1", way=way, **entry), Page(**printed))


@pytest.mark.parametrize(
    ("field", "entry", "page", "expected", "origin"),
    [
        ("title", "Clerks win…", "Clerks win new desks", "Clerks win new desks", "structure"),
        ("title", "Clerks win new desks", "Union of Desks", "Clerks win new desks", "feed"),
        ("title", "Clerks win new desks", None, "Clerks win new desks", "feed"),
        ("title", "Clerks win new desks", "Local 12: Clerks win new desks", "Clerks win new desks", "feed"),
        ("title", "Clerks win new desks", "Clerks win new desks: a report", "Clerks win new desks: a report", "structure"),
        ("title", "Clerks win new desks", "CLERKS WIN NEW DESKS", "Clerks win new desks", "feed"),
        ("title", "CLERKS WIN", "Clerks win", "Clerks win", "structure"),
        ("teaser", "They agreed on…", "They agreed on new desks on Friday.", "They agreed on new desks on Friday.", "meta"),
        ("teaser", "An editor's own words.", "They agreed on new desks.", "An editor's own words.", "feed"),
        ("teaser", "One. [...]", "Two.", "Two.", "meta"),
        ("teaser", None, "Two.", "Two.", "meta"),
        ("body", "Short.", LONG, LONG, "structure"),
        ("body", LONG, "Enable JavaScript to see this page.", LONG, "feed"),
        ("body", LONG + "One more sentence.", LONG, LONG, "structure"),
        ("body", LONG, None, LONG, "feed"),
        ("author", "Ann Roe, Bob Moe", "Ann Roe", "Ann Roe, Bob Moe", "feed"),
        ("author", "AFSCME Staff", "Ann Roe", "Ann Roe", "json_ld"),
        ("author", "Ann Roe", None, "Ann Roe", "feed"),
        ("links", (Link("https://a.example/"),), (), (Link("https://a.example/"),), "feed"),
        ("links", (Link("https://a.example/"),), (Link("https://b.example/"),), (Link("https://b.example/"),), "structure"),
        ("tags", ("wage-talks", "Desks"), ("Wage talks", "News"), ("Wage talks", "Desks", "News"), "feed"),
        ("tags", (), ("News",), ("News",), "text"),
    ],
)  # fmt: skip
def test_the_richer_wins(field: str, entry: Any, page: Any, expected: Any, origin: str) -> None:
    found = both({field: entry}, {field: page} if page is not None else {})
    assert found[field] == expected
    assert found["field_origins"] == {field: origin}


def test_where_titles_share_no_word_the_one_of_the_address_wins() -> None:
    listed, printed = (
        Item("desks-news", "https://desks.example/clerks-win-new-desks", title="2 reactions"),
        "Clerks win new desks",
    )
    assert fields_of_both(listed, Page(title=printed))["title"] == printed


def test_the_line_over_the_text_comes_along_from_the_page() -> None:
    assert both({}, {"body": LONG, "rubric": "Press release"})["rubric"] == "Press release"
    assert both({"rubric": "Media advisory"}, {"body": LONG})["rubric"] == "Media advisory"


def test_pictures_of_the_richer_side_keep_what_the_other_says_of_them() -> None:
    one, two = "https://desks.example/1.jpg", "https://desks.example/2.jpg"
    found = both({"pictures": (Picture(one, "A desk"),)}, {"pictures": (Picture(one, None, "Oak"), Picture(two))})
    assert found["pictures"] == (Picture(one, "A desk", "Oak"), Picture(two))
    assert found["field_origins"]["pictures"] == "structure"
    more = both({"pictures": (Picture(one), Picture(two))}, {"pictures": (Picture(one, "A desk"),)}, way="api")
    assert more["pictures"] == (Picture(one, "A desk"), Picture(two))
    assert more["field_origins"]["pictures"] == "api"


@pytest.mark.parametrize(
    ("way", "origin"), [("archive", "list"), ("list", "list"), ("sitemap", "sitemap"), ("api", "api")]
)
def test_the_way_that_showed_a_field_is_its_origin(way: str, origin: str) -> None:
    assert both({"title": "Clerks win new desks"}, {}, way)["field_origins"] == {"title": origin}


def test_what_both_say_was_read_on_the_page() -> None:
    assert both({"title": "Clerks win"}, {"title": "Clerks win"})["field_origins"] == {"title": "structure"}
