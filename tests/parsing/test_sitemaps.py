"""Sitemaps, indexes, news, gzip, text; and what only looks like one."""

from __future__ import annotations

import contextlib
import gzip
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.sitemaps import MAX_PAGES, is_sitemap, read_sitemap, sitemaps_of_robots, worth_of_sitemap
from tests.patience import within

HERE = "https://union.example.org/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def urlset(*urls: str, extra: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NS} {extra}>{"".join(urls)}</urlset>'.encode()


def test_pages_with_their_lastmod_are_read():
    found = read_sitemap(
        urlset(
            "<url><loc> https://union.example.org/a </loc><lastmod>2024-06-04T10:00:00-04:00</lastmod></url>",
            "<url><loc>/b</loc><lastmod>2024-06-04</lastmod><priority>0.5</priority></url>",
            "<url><loc>https://union.example.org/c?x=1&amp;y=2</loc><lastmod>yesterday</lastmod></url>",
            "<url><loc>https://union.example.org/a</loc></url>",
            "<url><lastmod>2024-06-04</lastmod></url>",
            "<url><loc>javascript:alert(1)</loc></url>",
        ),
        HERE,
    )
    assert [page.url for page in found.pages] == [
        "https://union.example.org/a",
        "https://union.example.org/b",
        "https://union.example.org/c?x=1&y=2",
    ]
    first, second, third = found.pages
    assert first.lastmod and (first.lastmod.origin, first.lastmod.precision) == ("sitemap", "minute")
    assert second.lastmod and second.lastmod.precision == "day" and third.lastmod is None
    assert all(page.published is None for page in found.pages) and not found.partial


def test_c6_an_index_names_further_sitemaps():
    found = read_sitemap(
        f"<sitemapindex {NS}><sitemap><loc>/post-1.xml.gz</loc></sitemap><sitemap><loc>/post-2.xml</loc></sitemap></sitemapindex>".encode(),
        HERE,
    )
    assert found.sitemaps == ("https://union.example.org/post-1.xml.gz", "https://union.example.org/post-2.xml")
    assert found.pages == ()


def test_a_news_sitemap_gives_title_and_date():
    found = read_sitemap(
        urlset(
            "<url><loc>/a</loc><image:image><image:loc>/a.jpg</image:loc><image:title>no</image:title></image:image>"
            "<news:news><news:publication><news:name>N</news:name></news:publication>"
            "<news:publication_date>2024-06-04T10:00:00Z</news:publication_date><news:title>We won</news:title></news:news></url>",
            extra=NEWS,
        ),
        HERE,
    )
    (page,) = found.pages
    assert page.url == "https://union.example.org/a" and page.title == "We won"
    assert page.published and page.published.on.isoformat() == "2024-06-04" and page.published.origin == "sitemap"


def test_c6_gzip_is_unpacked_and_a_bomb_is_cut():
    body = urlset("<url><loc>/a</loc></url>")
    assert len(read_sitemap(gzip.compress(body), HERE).pages) == 1
    assert len(read_sitemap(gzip.compress(gzip.compress(body)), HERE).pages) == 1
    bomb = gzip.compress(body[:-9] + b" " * 80_000_000)
    began = time.process_time()
    found = read_sitemap(bomb, HERE)
    assert found.partial and len(found.pages) == 1 and within(began, 2)
    with pytest.raises(ParseError):
        read_sitemap(b"\x1f\x8b\x08broken", HERE)


def test_f2_a_sitemap_that_breaks_off_keeps_what_is_complete_and_says_so():
    found = read_sitemap(urlset("<url><loc>/a</loc></url>", "<url><loc>/b</loc></url>")[:-20], HERE)
    assert found.partial and [page.url for page in found.pages][:1] == ["https://union.example.org/a"]


def test_the_protocols_number_of_pages_is_kept():
    began = time.process_time()
    found = read_sitemap(urlset(*(f"<url><loc>/p{n}</loc></url>" for n in range(MAX_PAGES + 5))), HERE)
    assert len(found.pages) == MAX_PAGES and found.partial and within(began, 6)


def test_a_list_of_addresses_as_text_is_a_sitemap():
    found = read_sitemap(b"https://union.example.org/a\r\nhttps://union.example.org/b\n", HERE)
    assert [page.url for page in found.pages] == ["https://union.example.org/a", "https://union.example.org/b"]


def test_dates_without_a_zone_are_the_sources():
    body = urlset("<url><loc>/a</loc><lastmod>2024-06-04T23:00:00</lastmod></url>")
    (page,) = read_sitemap(body, HERE, ZoneInfo("America/Chicago")).pages
    assert page.lastmod and page.lastmod.on.isoformat() == "2024-06-04" and page.lastmod.at.hour == 4


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<!DOCTYPE html><html><body>urlset</body></html>",
        b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>',
        b"some words\nand more",
        b"/etc/hostname",
        b"{}",
    ],
)
def test_what_is_no_sitemap_is_a_parse_error(body):
    with pytest.raises(ParseError):
        read_sitemap(body, HERE)


def test_f5_f6_entities_are_not_opened():
    body = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + urlset("<url><loc>/&f;&b;</loc></url>", "<url><loc>/b</loc></url>").replace(
            b'<?xml version="1.0" encoding="UTF-8"?>', b""
        )
    )
    found = read_sitemap(body, HERE)
    assert found.pages[-1].url == "https://union.example.org/b"


@pytest.mark.parametrize("piece", [b"<url>", b"<url><loc>", b"&", b"<!--", b"<![CDATA["])
def test_f16_repeated_pieces_are_read_in_bounded_time(piece):
    began = time.process_time()
    with contextlib.suppress(ParseError):
        read_sitemap(f"<urlset {NS}>".encode() + piece * (2_000_000 // len(piece)), HERE)
    assert within(began, 2)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_sitemap_or_a_parse_error(body):
    for document in (body, f"<urlset {NS}><url><loc>".encode() + body):
        try:
            assert read_sitemap(document, HERE).pages is not None
        except ParseError:
            continue


@pytest.mark.parametrize(
    ("name", "worth"),
    [
        ("post-sitemap.xml", 2), ("wp-sitemap-posts-post-1.xml", 2), ("news-sitemap.xml", 2), ("sitemap-posts.xml.gz", 2),
        ("sitemap1.xml.gz", 1), ("sitemap.xml?page=2", 1), ("page-sitemap.xml", 0), ("wp-sitemap-posts-page-1.xml", 0),
        ("category-sitemap.xml", -1), ("post_tag-sitemap.xml", -1), ("wp-sitemap-users-1.xml", -1),
        ("wp-sitemap-taxonomies-category-1.xml", -1), ("author-sitemap.xml", -1), ("sitemap-tags.xml", -1),
    ],
)  # fmt: skip
def test_the_name_of_a_sitemap_says_what_it_lists(name, worth):
    assert worth_of_sitemap(f"https://union.example.org/blog/{name}") == worth


def test_robots_txt_names_sitemaps_by_absolute_addresses():
    text = (
        b"User-agent: *\nDisallow: /x\nSitemap: https://union.example.org/a.xml\n sitemap :https://union.example.org/b.xml"
        b"\nSitemap: /relative.xml\nSitemap: javascript:alert(1)\nSITEMAP: https://union.example.org/a.xml\n\xff\x00"
    )
    assert sitemaps_of_robots(text) == ["https://union.example.org/a.xml", "https://union.example.org/b.xml"]


def test_a_sitemap_is_told_from_a_feed_by_its_root():
    assert is_sitemap(urlset("<url><loc>/a</loc></url>")) and not is_sitemap(b"<rss><channel/></rss>")
