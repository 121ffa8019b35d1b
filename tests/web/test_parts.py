"""Pictures, documents, links, tags and origins of fields on the page of an item, hostile ones among them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

from archive.keeping import keep
from items import Link, Picture

from .conftest import HOSTILE_TITLES, NOW, SITES, post
from .test_pages import Elements

PICTURE = "https://council900.example/img/desks.jpg"
PDF = "https://council900.example/files/agreement.pdf"
LAW = "https://law.example/bill?x=1&y=2"


def desks(**given: Any) -> Any:
    defaults: dict[str, Any] = {
        "pictures": (Picture(PICTURE, "Clerks at new desks", "Seven people"),),
        "links": (Link(PDF, "The agreement", True), Link(LAW, "the bill")),
        "tags": ("Desks & chairs", "Wages"),
        "author": "Ann Roe",
        "field_origins": {"title": "structure", "body": "structure", "author": "json_ld"},
    }
    return post(1, **{**defaults, **given})


async def test_the_page_of_an_item_shows_what_stands_in_it_and_where_it_was_read(
    new_archive: Callable[..., Any],
) -> None:
    _, site = new_archive(desks())
    html = (await site.client.get("/items/1")).text
    page = Elements(html)
    links = {link.get("href"): link for link in page.all("a")}
    for url, words in ((PICTURE, "Clerks at new desks"), (PDF, "The agreement"), (LAW, "the bill")):
        assert "nofollow" in (links[url]["rel"] or "") and f">{words}</a>" in html
    assert "shows: Seven people" in html and "1 link in the text" in html
    assert page.all("img") == [], "pictures of other sites are never loaded"
    assert "/archive/item_tags?tag=Desks%20%26%20chairs" in html
    assert "body, links, pictures, tags, title <span" in html and "from the page’s structured data" in html
    tagged = await site.client.get("/archive/item_tags.json?tag=Desks+%26+chairs&_shape=array")
    assert [row["item_id"] for row in tagged.json()] == [1]
    files = await site.client.get("/archive/files.json?_shape=array")
    assert [(row["url"], row["title"]) for row in files.json()] == [(PDF, "Post number 1")]


async def test_what_is_gone_from_a_post_stays_on_its_page_with_the_day(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(desks())
    keep(db, desks(pictures=(), tags=("Wages",), seen_at=NOW + timedelta(days=1)), SITES)
    html = (await site.client.get("/items/1")).text
    assert "Clerks at new desks</a>" in html and "not there since March 3, 2026" in html
    assert "Desks &amp; chairs" not in html


async def test_a_post_without_parts_shows_no_empty_headings(new_archive: Callable[..., Any]) -> None:
    _, site = new_archive(post(1))
    html = (await site.client.get("/items/1")).text
    assert "Pictures</h2>" not in html and "Attached documents" not in html and "Tags of its site" not in html


async def test_hostile_captions_links_and_tags_are_shown_as_text(new_archive: Callable[..., Any]) -> None:
    pictures = tuple(Picture(f"{PICTURE}?{n}", text, text) for n, text in enumerate(HOSTILE_TITLES))
    links = tuple(Link(f"{PDF}?{n}", text, n % 2 == 0) for n, text in enumerate(HOSTILE_TITLES))
    wrong = (Picture("javascript:alert(1)", "odd picture"), Picture('https://x.example/"onload="x', "quoted picture"))
    _, site = new_archive(desks(pictures=(*pictures, *wrong), links=links, tags=tuple(HOSTILE_TITLES)))
    html = (await site.client.get("/items/1")).text
    page = Elements(html)
    assert not page.inline and page.all("img") == [] and page.all("svg") == []
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert not (attributes.get("href") or "").startswith("javascript:"), attributes
    text = unescape(html)
    for title in HOSTILE_TITLES:
        assert title in text
    assert "odd picture" in text
