"""What machines read, read by programs that are not ours: feeds, calendars, robots.txt, tags for Zotero, a sitemap."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import icalendar
import lxml.etree
import lxml.html
import pytest
from protego import Protego

from tests.web.conftest import HOSTILE_TITLES

FEEDS = ["/latest.atom", "/search.atom?q=post", "/search.atom?q=nurses", "/sources/council-900.atom", "/changes.atom"]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("path", FEEDS)
async def test_a_feed_is_read_without_complaint_and_its_ids_are_unique(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    read = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10" and read.feed.id and read.feed.updated_parsed and read.feed.title
    assert {link.rel for link in read.feed.links} >= {"self", "alternate"}
    ids = [entry.id for entry in read.entries]
    assert len(ids) == len(set(ids))
    for entry in read.entries:
        assert entry.updated_parsed and entry.link.startswith("http") and entry.author
        assert entry.title_detail.type == "text/plain"


async def test_the_hostile_titles_come_through_a_feed_as_the_words_they_are(site: Any) -> None:
    read = feedparser.parse((await site.client.get("/latest.atom")).content, sanitize_html=False)
    assert set(HOSTILE_TITLES) <= {entry.title for entry in read.entries}


async def test_a_json_feed_has_what_its_standard_asks_for(site: Any) -> None:
    answer = await site.client.get("/search.json?q=post")
    assert answer.headers["content-type"].startswith("application/feed+json")
    feed = json.loads(answer.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] and feed["items"]
    assert all(urlsplit(feed[name]).scheme in ("http", "https") for name in ("home_page_url", "feed_url"))
    for item in feed["items"]:
        assert isinstance(item["id"], str) and ("content_text" in item or "content_html" in item)
        for name in ("date_published", "date_modified"):
            assert name not in item or datetime.fromisoformat(item[name].replace("Z", "+00:00")).tzinfo
        assert all(set(author) <= {"name", "url", "avatar"} for author in item.get("authors", []))


@pytest.mark.parametrize("path", ["/events.ics", "/search.ics?q=training", "/sources/council-900.ics"])
async def test_a_calendar_is_read_without_complaint(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    for event in calendar.walk("VEVENT"):
        assert not event.errors and event["UID"] and event["DTSTAMP"] and event["DTSTART"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"\n" not in answer.content.replace(b"\r\n", b"")


async def test_robots_may_read_pages_and_no_mazes(site: Any) -> None:
    robots = Protego.parse((await site.client.get("/robots.txt")).text)
    for path in ("/", "/items/1", "/stories", "/sources/council-900", "/about", "/static/site.css"):
        assert robots.can_fetch(f"http://localhost{path}", "somebot"), path
    for path in ("/search?q=x", "/search", "/archive/items?_facet=kind", "/archive?sql=select+1"):
        assert not robots.can_fetch(f"http://localhost{path}", "somebot"), path
    assert list(robots.sitemaps) == ["http://localhost/sitemap.xml"]


async def test_a_page_with_a_query_is_not_for_an_index(site: Any) -> None:
    for path in ("/search?q=nurses", "/archive/items?kind=news", "/sources?level=local", "/changes?week=2026-03-02"):
        assert "noindex" in (await site.client.get(path)).headers["x-robots-tag"], path
    assert "x-robots-tag" not in (await site.client.get("/items/1")).headers


async def test_a_sitemap_is_an_index_of_lists_of_addresses(site: Any) -> None:
    index = lxml.etree.fromstring((await site.client.get("/sitemap.xml")).content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    for place in index.iter(f"{SITEMAP}loc"):
        path = urlsplit(str(place.text)).path
        found = lxml.etree.fromstring((await site.client.get(path)).content)
        assert found.tag == f"{SITEMAP}urlset" and len(found) <= 50_000
        for url in found:
            assert {child.tag for child in url} <= {f"{SITEMAP}loc", f"{SITEMAP}lastmod"}
            assert urlsplit(url.findtext(f"{SITEMAP}loc") or "").scheme in ("http", "https")


@pytest.mark.parametrize("title", ["Nurses vote to strike", *HOSTILE_TITLES[:4]])
async def test_zotero_finds_a_newspaper_article_in_each_of_its_ways(site: Any, ids: dict[str, int], title: str) -> None:
    page = lxml.html.fromstring((await site.client.get(f"/items/{ids[title]}")).content)
    tags: dict[str, list[str]] = {}
    for tag in page.iter("meta"):
        tags.setdefault(str(tag.get("name")), []).append(str(tag.get("content")))
    assert tags["citation_title"] == [title] and tags["DC.title"] == [title]
    assert re.fullmatch(r"\d{4}/\d{2}/\d{2}", tags["citation_publication_date"][0])
    assert tags["citation_public_url"][0].startswith("http") or tags["citation_abstract_html_url"]
    (block,) = page.xpath('//script[@type="application/ld+json"]')
    said = json.loads(block.text_content())
    assert said["@context"] == "https://schema.org" and said["@type"] == "NewsArticle"
    assert said["headline"] == title and said["datePublished"] and said["publisher"]["name"]
    assert urlsplit(said["url"]).scheme in ("http", "https")
