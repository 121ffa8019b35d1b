"""Generated lists in many markups among menus and side columns: every entry is found, and nothing else; and any bytes."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.documents import tree
from parsing.lists import ListPage, read_list
from tests.parsing.list_pages import GRAMMARS, MadePage, all_styles, make
from tests.parsing.mutations import MUTATIONS

ZONE = ZoneInfo("America/New_York")
TODAY = date(2025, 11, 21)


def read(html: str, url: str) -> ListPage:
    return read_list(tree(html.encode(), None, url), url, ZONE, TODAY)


def check(page: MadePage, found: ListPage) -> None:
    """Recall and precision are 1, and each field is what the page shows of it."""
    by_key = {entry.url or (entry.published and entry.published.on): entry for entry in found.entries}
    assert len(found.entries) == len(page.truth), page.style
    for truth in page.truth:
        entry = by_key[truth.url or truth.day]
        assert entry.title == (truth.title if truth.shows_title else None), page.style
        assert not truth.shows_teaser or truth.teaser in (entry.teaser or ""), page.style
        assert (entry.published.on if entry.published else None) == (truth.day if truth.shows_day else None), page.style
        assert entry.is_main, page.style
    assert found.next_url == page.next_url


@pytest.mark.parametrize("style", sorted(all_styles()))
def test_each_markup_is_read_whole_whatever_stands_around_it(style: str) -> None:
    for seed in range(12):
        grammar = sorted(GRAMMARS)[seed % len(GRAMMARS)]
        page = make(seed, style, grammar)
        check(page, read(page.html, page.url))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=10_000, max_value=10_000_000))
def test_a_list_of_any_markup_and_address_is_read_whole(seed: int) -> None:
    page = make(seed)
    check(page, read(page.html, page.url))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=100_000), st.sampled_from(sorted(MUTATIONS)), st.integers(0, 9))
def test_a_theme_is_nothing_to_a_generated_list(seed: int, mutation: str, theme: int) -> None:
    page = make(seed)
    check(page, read(MUTATIONS[mutation](page.html, theme), page.url))


@settings(max_examples=150, deadline=2000)
@given(
    st.binary(max_size=3000),
    st.sampled_from(["https://a.example/", "https://a.example/news?page=3", "http://a.example/x/y/7"]),
)
def test_any_bytes_give_a_page_or_a_parse_error(body: bytes, url: str) -> None:
    try:
        found = read_list(tree(body, None, url), url, ZONE, TODAY)
    except ParseError:
        return
    assert isinstance(found, ListPage)


TAGS = "div p a h2 h3 ul li table tr td article nav br b time span dl dt dd form hr img figure blockquote".split()
TEXTS = [
    "Read more",
    "May 3, 2024",
    "Members win a contract",
    "1",
    "Next",
    "News",
    "By Pat Doe",
    "“Quote.”",
    "»",
    " ",
    "Mar",
    "5:30pm - 7pm",
]
HREFS = [
    "/news/a-b-c-d",
    "/",
    "#x",
    "?page=1",
    "/news?page=2",
    "mailto:x@y",
    "http://[",
    "/node/5/view",
    "https://facebook.com/x",
    "",
]


@settings(max_examples=150, deadline=2000)
@given(
    st.lists(
        st.tuples(st.sampled_from(TAGS), st.sampled_from(TEXTS), st.sampled_from(HREFS), st.booleans()), max_size=60
    )
)
def test_any_heap_of_elements_gives_a_page(parts: list[tuple[str, str, str, bool]]) -> None:
    html = "".join(
        f"<{tag} href='{href}' id='{text}'>{text}" + (f"</{tag}>" if closed else "")
        for tag, text, href, closed in parts
    )
    page = read(f"<body>{html}</body>", "https://a.example/news")
    assert all(entry.url or entry.anchor for entry in page.entries)
    assert all(entry.title or entry.teaser or entry.body for entry in page.entries)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "x",
        "<div><a href='/news/a-b-c-d'>t</a>" * 3000,
        "<ul>" + "<li><a href='/news/p-%d-of-many-words'>A title of some words</a>" * 9000,
        "<h2>Title</h2>" * 9000,
        "<p>May 3, 2024</p><p>text of a post</p>" * 4000,
        "<p>" + "by " * 40_000 + "</p>",
        "<p>" + "1/2/2024 " * 30_000 + "</p>",
        "<a href='/news?page=%s'>2</a>" % ("9" * 4000) + "<a href='/n'>x</a>" * 5000,
        "<table>" + "<tr><td><table>" * 80 + "<a href='/news/a-b-c-d'>t</a>",
        "<b>" * 3000 + "x" + "<i>" * 3000,
    ],
    ids=lambda html: html[:20],
)
def test_hostile_pages_end_in_bounded_time(html: str) -> None:
    # faults F16: not a clock, but a page that would take minutes in quadratic time ends within the suite's patience
    page = read(f"<body>{html}</body>", "https://a.example/news")
    assert len(page.entries) <= 2000
