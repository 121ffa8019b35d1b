"""Article pages of many makes; what is no post; hostile pages in bounded time.

The pages of tests/parsing/articles were written for these tests, each after one platform's markup or none; "renamed"
ones bear no class or id that any software gives.
"""

from __future__ import annotations

import contextlib
import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.pages import read_page
from tests.patience import within

ARTICLES = sorted(Path(__file__).with_name("articles").glob("*.html"))
NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)
HERE = "https://union.example.org/news/a-post-of-five-words"
PROSE = "".join(
    f"<p>In shop {n} the stewards read the draft aloud, and whoever had a question put it on the board for the next talk.</p>"
    for n in range(5)
)


def read(html: str | bytes, url: str = HERE, today: date | None = TODAY):
    body = html if isinstance(html, bytes) else html.encode()
    return read_page(body, url, "text/html; charset=utf-8", NEW_YORK, today)


def post(head: str = "", body: str = PROSE, title: str = "A post of five words", classes: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body class='{classes}'><main>"
        f"<article><h1>{title}</h1><div>{body}</div></article></main></body></html>"
    )


@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_a_page_of_this_make_is_read_as_its_truth_says(path):
    truth = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    page = read(path.read_bytes(), truth["url"])
    assert page.not_a_post is None
    assert page.title == truth["title"]
    assert page.body == truth["body"]
    assert (page.published.on.isoformat() if page.published else None) == truth["published"]
    if "origin" in truth:
        assert page.published and page.published.origin == truth["origin"]
    if "updated" in truth:
        assert page.updated_at == datetime.fromisoformat(truth["updated"])
    for name in ("author", "language", "external_id", "teaser"):
        if name in truth:
            assert getattr(page, name) == truth[name], name


def test_d7_a_date_of_change_is_never_one_of_publication():
    page = read(
        post(
            "<meta property='article:modified_time' content='2024-06-09T12:00:00Z'>"
            '<script type="application/ld+json">{"@type": "Article", "dateModified": "2024-06-10T12:00:00Z"}</script>',
            "<p>Updated On: Jun 13, 2017 (08:57:00)</p><time class='updated' datetime='2024-06-09'>June 9, 2024</time>"
            + PROSE,
        )
    )
    assert page.published is None and {moment.flag for moment in page.candidates} == {"modified"}
    assert page.updated_at == datetime(2024, 6, 10, 12, tzinfo=UTC)


def test_d7_the_year_of_a_copyright_line_and_the_day_of_the_visit_are_no_dates():
    page = read(
        "<body><div id='top'>Saturday, November 21, 2026</div><h1>A post of five words</h1><div>Saturday, November 21, 2026</div>"
        f"<div>{PROSE}</div><p>Copyright 2019</p><p>Site last updated June 4, 2024</p></body>"
    )
    assert page.published is None


def test_d1_a_page_without_a_date_has_none():
    assert read(post()).published is None and read(post(), today=None).published is None


def test_dates_of_related_posts_comments_and_events_are_not_the_posts():
    page = read(
        "<body><main><h1>A post of five words</h1><div>"
        + PROSE
        + "<p>The rally is on <time datetime='2024-07-04'>July 4, 2024</time>.</p></div>"
        "<div><h2>Also here</h2><div><h3><a href='/x'>Another post</a></h3><time datetime='2026-01-01'>January 1, 2026</time></div></div>"
        "<section class='comments'><div>Ann wrote on <time datetime='2024-06-06'>June 6, 2024</time></div></section></main>"
        "<footer><time datetime='2020-01-01'>2020</time></footer></body>"
    )
    assert page.published is None


def test_d2_a_future_day_in_the_text_is_an_event_and_a_future_day_of_the_system_is_kept():
    assert read(post(body="<p>May 1, 2027</p>" + PROSE)).published is None
    kept = read(post("<meta property='article:published_time' content='2027-05-01T09:00:00Z'>"))
    assert kept.published and kept.published.on.year == 2027


def test_d3_an_absurd_date_is_none():
    assert read(post("<meta property='article:published_time' content='0001-01-01T00:00:00Z'>")).published is None


def test_a_doubtful_meta_date_of_today_is_that_of_the_visit():
    assert read(post("<meta name='date' content='2026-11-21'>")).published is None
    dated = read(post("<meta name='date' content='2024-06-04'>"))
    assert dated.published and dated.published.on.isoformat() == "2024-06-04"


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("AFSCME Staff", "AFSCME Staff"),
        ("admin", None),
        ("Super User", None),
        ("webmaster@example.org", None),
        ("jdoe7", None),
        ("By Rosa Lind", "Rosa Lind"),
        ("María José Ñáñez", "María José Ñáñez"),
        ("https://example.org/rosa", None),
    ],
)
def test_an_author_is_a_name_and_no_account(name, author):
    assert read(post(f"<meta name='author' content='{name}'>")).author == author


@pytest.mark.parametrize(
    ("title", "head", "expected"),
    [
        ("We won | Local 9", "<meta property='og:site_name' content='Local 9'>", "We won"),
        ("Local 9 » We won", "<meta property='og:site_name' content='Local 9'>", "We won"),
        ("We won - Union", "<meta property='og:site_name' content='Union'>", "We won"),
        ("Strike - what is next", "", "Strike - what is next"),
        ("Drivers: we won – at last", "", "Drivers: we won – at last"),
        ("We won | Somewhere", "", "We won"),
    ],
)
def test_a_title_loses_the_sites_name_and_nothing_else(title, head, expected):
    page = read(
        f"<html><head><title>{title}</title>{head}</head><body><div>{PROSE}</div></body></html>",
        "https://a.example.org/x-y-z-w",
    )
    assert page.title == expected


def test_the_heading_has_the_last_word_on_the_titles_spelling():
    head = "<meta property='og:title' content='we’re IN - local 9'><meta property='og:site_name' content='Local 9'>"
    html = f"<html><head><title>We're In - Local 9</title>{head}</head><body><h1><a href='/'>Local 9</a></h1><h2>We're <em>In</em></h2>{PROSE}</body>"
    assert read(html).title == "We're In"


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        ("<body class='html page-node page-node- page-node-812 node-type-oa-wiki-page og-context-node-9310'>", "812"),
        ("<body class='single postid-31'>", "31"),
        ("<body class='page page-id-12 page-template'>", "12"),
        ("<head><link rel='shortlink' href='/node/77'></head>", "77"),
        ("<head><link rel=shortlink href='https://union.example.org/?p=78'></head>", "78"),
        ("<head><link rel='shortlink' href='/news/alias'></head>", None),
        (
            "<head><link rel=alternate type=application/json href='https://union.example.org/wp-json/wp/v2/posts/79'></head>",
            "79",
        ),
        ("<body><article id='post-80'>", "80"),
        ("<body><article id='post-80'></article><article id='post-81'>", None),
    ],
)
def test_the_platforms_number_is_found(markup, number):
    assert read(f"<html>{markup}<h1>T</h1>{PROSE}").external_id == number


@pytest.mark.parametrize(
    ("lang", "head", "language"),
    [
        ("es-PR", "", "es"),
        ("", "<meta http-equiv='content-language' content='en-US'>", "en"),
        ("x", "", None),
        ("", "", None),
    ],
)
def test_the_language_is_what_the_page_says(lang, head, language):
    assert read(f"<html lang='{lang}'><head>{head}</head><body><h1>T</h1>{PROSE}</body></html>").language == language


def test_the_wishes_of_robots_lines_are_told():
    page = read(post("<meta name='robots' content='NOINDEX, noarchive'>"))
    assert page.noindex and page.noarchive and page.not_a_post is None
    assert read(post("<meta name='robots' content='none'>")).noindex
    assert not read(post("<meta name='robots' content='max-image-preview:large'>")).noindex


def test_a_teaser_that_stands_on_every_page_is_none():
    assert (
        read(
            post("<meta name='description' content='Strength through unity since 1932, across valleys everywhere'>")
        ).teaser
        is None
    )
    page = read(post("<meta name='description' content='Stewards read the draft aloud in every shop… Read more'>"))
    assert page.teaser == "Stewards read the draft aloud in every shop…"


def test_an_event_is_read_with_its_place_and_not_dated_by_its_day():
    node = {
        "@type": "Event",
        "name": "A post of five words",
        "startDate": "2027-01-12T18:00:00-05:00",
        "endDate": "2027-01-12T20:00:00-05:00",
        "eventStatus": "https://schema.org/EventCancelled",
        "location": {
            "@type": "Place",
            "name": "Mill Hall",
            "address": {"streetAddress": "12 Mill Road", "addressLocality": "Fernhill"},
        },
        "offers": [{"url": "/sign-up"}],
    }
    page = read(post(f'<script type="application/ld+json">{json.dumps([node])}</script>'))
    assert page.kind == "event" and page.published is None and page.event
    assert page.event.starts_at == datetime(2027, 1, 12, 23, tzinfo=UTC) and page.event.status == "cancelled"
    assert (page.event.venue, page.event.street_address) == ("Mill Hall", "12 Mill Road, Fernhill")
    assert page.event.registration_url == "https://union.example.org/sign-up"


NAV = "<nav><a href='/'>Home</a><a href='/news'>News</a><a href='/about'>About</a><a href='/who-leads-us'>Leaders</a><a href='/benefits'>B</a></nav>"
CARDS = "".join(
    f"<article><h2><a href='/p{n}'>Post number {n}</a></h2><p>A teaser of eight words stands right here. Read more</p></article>"
    for n in range(8)
)


@pytest.mark.parametrize(
    ("reason", "html", "url"),
    [
        (
            "password",
            post(body="<form class='post-password-form'><input name='post_password' type='password'></form>"),
            HERE,
        ),
        ("draft", "<body><div class='node node-unpublished'><h1>T</h1>" + PROSE + "</div></body>", HERE),
        ("draft", post("<meta name='robots' content='noindex'>", title="Draft: we won"), HERE),
        (
            "forbidden",
            post(
                body="<p>You are not authorized to access this page.</p>",
                title="Access denied",
                classes="page-access-denied",
            ),
            HERE,
        ),
        ("forbidden", post(body="<form><input type='password'></form>", title="Members Only"), HERE),
        (
            "gone",
            post(body="<p>It looks like nothing was found here. Maybe try a search?</p>", title="Page not found"),
            HERE,
        ),
        ("gone", post(body="<p>Sorry.</p>", title="404", classes="error404"), HERE),
        ("gone", post(body="<p>No hay nada.</p>", title="Página no encontrada"), HERE),
        (
            "list",
            f"<body class='archive category category-news'><h1>News</h1>{CARDS}</body>",
            "https://union.example.org/category/news/",
        ),
        ("tag", f"<body class='q1'><h1>Archive</h1>{CARDS}</body>", "https://union.example.org/tag/wages"),
        (
            "list",
            f"<body class='q1'><h1>News</h1>{CARDS}<a rel='next' href='/news?page=2'>Next</a></body>",
            "https://union.example.org/news",
        ),
        (
            "list",
            f'<script type="application/ld+json">{{"@type": "CollectionPage"}}</script><h1>News</h1>{CARDS}',
            HERE,
        ),
        (
            "author",
            f'<script type="application/ld+json">{{"@type": "ProfilePage"}}</script><h1>Rosa</h1>{CARDS}',
            HERE,
        ),
        ("search", f"<h1>Search results for: wages</h1>{CARDS}", "https://union.example.org/?s=wages"),
        ("page", post(body=PROSE, title="Contact Us"), "https://union.example.org/contact-us/"),
        ("page", post(body=PROSE, title="About Local 9"), "https://union.example.org/about.html"),
        ("page", f"<body>{NAV}<h1>Leaders</h1>{PROSE}</body>", "https://union.example.org/who-leads-us"),
        ("front", f"<body>{NAV}<h1>Local 9</h1>{CARDS}</body>", "https://union.example.org/"),
    ],
)
def test_a_page_that_is_no_post_says_why(reason, html, url):
    page = read(html, url)
    assert page.not_a_post and page.not_a_post[0] == reason and page.not_a_post[1]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (post(title="Page not found: how the county lost its records"), HERE),
        (post(title="Contact your senators today"), "https://union.example.org/contact-your-senators-today"),
        (post(title="Draft contract: what it says"), HERE),
        (post(title="Members only: a day at the lake"), HERE),
        (post(body=PROSE + CARDS), HERE),
        (post(body="<p>Six words make a short post.</p>"), HERE),
        (
            f"<body>{NAV}<h1>Leaders elected</h1><time datetime='2024-06-04'>June 4</time>{PROSE}</body>",
            "https://union.example.org/who-leads-us",
        ),
        # og:type alone says nothing: some plug-ins put it on every page of a site
        (
            post(
                "<meta property='og:type' content='article'>"
                "<meta property='article:published_time' content='2024-06-04T09:00:00Z'>",
                title="About",
            ),
            "https://union.example.org/about",
        ),
        (
            f"<body><nav><a href='/'>Home</a> <a href='/news'>News</a> <a href='/news/win'>Win</a></nav><h1>Win</h1>{PROSE}</body>",
            "https://union.example.org/news/win",
        ),
        (
            f'<script type="application/ld+json">[{{"@type": "BlogPosting", "headline": "A"}}, {{"@type": "ItemList"}}]</script><h1>A</h1>{PROSE}',
            HERE,
        ),
        (f"<body class='single blog'><h1>A</h1>{PROSE}{CARDS}</body>", "https://union.example.org/2024/06/"),
        (post(body=PROSE + "<form><input type='password'></form>"), HERE),
    ],
)
def test_a_post_that_looks_a_little_like_something_else_is_a_post(html, url):
    assert read(html, url).not_a_post is None


@pytest.mark.parametrize(
    "blemish",
    [
        '{"@type": "Article", "headline": null, "author": [[[[[["x"]]]]]], "datePublished": {"a": 1}}',
        '{"@type": ["Article", 3, null], "author": {"name": {"name": 5}}, "datePublished": ["2024-06-04"],}',
        '{"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {"@type": "Article"}}}}}}}}',
        "[" * 50_000,
        '{"@type": "Article", "datePublished": "2024-06-04"} trailing',
        "<!-- {} -->",
        '{"@type": "Event", "startDate": 5, "location": [1]}',
        "null",
    ],
)
def test_f15_structured_data_of_wrong_types_costs_only_itself(blemish):
    page = read(post(f'<script type="application/ld+json">{blemish}</script>'))
    assert page.title == "A post of five words" and page.body and page.body.startswith("In shop 0")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 10_000 + PROSE + "</div>" * 10_000,
        "<span><b>" * 50_000 + PROSE,
        "<p class='" + "x " * 1_500_000 + "'>" + PROSE,
        f"<div style='{'display:none;' * 200_000}'></div>" + PROSE,
        "<h1>Title</h1>" * 20_000 + PROSE,
        "<p>Members won, and won again, and then they won.</p>" * 60_000,
        "<table><tr><td>June 4, 2024</td></tr>" * 15_000 + PROSE,
        "<a href='/x'>June 4, 2024</a> " * 60_000 + PROSE,
        "<time datetime='2024-06-04'>x</time>" * 50_000 + PROSE,
        "<ul><li>" * 3_000 + PROSE,
        "<meta name='date' content='2024-06-04'>" * 60_000 + PROSE,
        '<script type="application/ld+json">{"@type": "Article"}</script>' * 20_000 + PROSE,
        "<h2><a href='/p'>Posted by</a></h2>" * 30_000,
        "<div itemprop='datePublished articleBody'>" * 5_000 + PROSE,
        "<article class='entry-content'><p>word word word word word word word word word word</p></article>" * 15_000,
        "x" * 3_000_000,
        "word " * 700_000,
        "<br>".join(["By Ann Roe on June 4, 2024"] * 60_000),
        "<!--" * 1_000_000,
        "<![CDATA[" * 300_000,
    ],
    ids=lambda body: body[:24],
)
def test_f16_one_page_never_takes_two_seconds(body):
    html = f"<html><head><title>Title</title></head><body>{body}</body></html>".encode()
    began = time.process_time()
    with contextlib.suppress(ParseError):
        read(html)
    assert within(began, 2)


@pytest.mark.parametrize("body", [b"", b"  ", b"\x00", b"<!-- -->"])
def test_an_empty_page_is_a_parse_error(body):
    with pytest.raises(ParseError):
        read(body)


SNIPPETS = [
    "<h1>",
    "</h1>",
    "<div>",
    "</div>",
    "<p>",
    "June 4, 2024 ",
    "By Ann ",
    "<time datetime='2024-01-01'>",
    "<table><tr><td>",
    "<li>",
    "word " * 12,
    "<article>",
    "<h2><a href='/'>x</a></h2>",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=25))
def test_any_markup_gives_a_page(pieces):
    with contextlib.suppress(ParseError):
        page = read("<html><body>" + "".join(pieces))
        assert page.published is None or page.published.at.tzinfo is UTC
        assert page.body is None or page.body.strip() == page.body


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "text/html", "text/html; charset=utf-16"]))
def test_any_bytes_give_a_page_or_a_parse_error(body, content_type):
    with contextlib.suppress(ParseError):
        read_page(body, HERE, content_type, NEW_YORK, TODAY)
        read_page(b"<h1>T</h1><p>" + body, HERE, content_type, NEW_YORK, None)
