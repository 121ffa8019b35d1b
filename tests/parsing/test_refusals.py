"""What is no post, told by structure, metadata and address: the same in every frame, under every theme."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parsing.pages import Page, read_page
from tests.parsing.mutations import MUTATIONS
from tests.parsing.other_pages import FRAMES, OTHERS, POSTS, PROSE, Other

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)


def read(html: str, path: str) -> Page:
    return read_page(html.encode(), f"https://union.example.org{path}", "text/html; charset=utf-8", ZONE, TODAY)


def reason_of(page: Page) -> str | None:
    return page.not_a_post[0] if page.not_a_post else None


def named(one: Other) -> str:
    return f"{one.reason or 'post'} {one.path}"


@pytest.mark.parametrize("frame", sorted(FRAMES))
@pytest.mark.parametrize("one", OTHERS, ids=named)
def test_a_page_that_is_no_post_says_why_in_every_frame(one: Other, frame: str) -> None:
    page = read(FRAMES[frame](one.title, one.main, one.head), one.path)
    assert reason_of(page) == one.reason
    assert page.not_a_post and len(page.not_a_post[1]) > 20, "a sentence for people"


@pytest.mark.parametrize("frame", sorted(FRAMES))
@pytest.mark.parametrize("one", POSTS, ids=named)
def test_a_post_that_looks_a_little_like_something_else_is_a_post_in_every_frame(one: Other, frame: str) -> None:
    assert reason_of(read(FRAMES[frame](one.title, one.main, one.head), one.path)) is None


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from((*OTHERS, *POSTS)),
    st.sampled_from(sorted(FRAMES)),
    st.sampled_from(sorted(MUTATIONS)),
    st.integers(0, 9),
)
@example(next(one for one in POSTS if one.title == "Talks go on"), "divs", "swap_tags", 0)
def test_no_theme_changes_the_verdict(one: Other, frame: str, mutation: str, seed: int) -> None:
    html = FRAMES[frame](one.title, one.main, one.head)
    if mutation == "swap_tags" and "<main" in html:
        return  # `main` is what a page says of itself, and that theme would say something else
    assert reason_of(read(MUTATIONS[mutation](html, seed), one.path)) == one.reason


@pytest.mark.parametrize(
    ("classes", "inner", "reason"),
    [
        ("archive category category-news", "", "list"),
        ("archive author author-roe", "", "author"),
        ("archive tag tag-wages", "", "tag"),
        ("search search-results", "", "search"),
        ("single single-attachment attachment attachmentid-7", "<p>A picture.</p>", "attachment"),
        ("error404", "<p>Sorry.</p>", "gone"),
        ("node-type-page", "<div class='node node--unpublished'><p>Soon more of this.</p></div>", "draft"),
        ("single", "<article class='post-7 post type-post status-private'><p>For staff.</p></article>", "draft"),
    ],
)
def test_what_platforms_call_their_pages_counts(classes: str, inner: str, reason: str) -> None:
    html = f"<html><head><title>T</title></head><body class='{classes}'><h1>Something of the union</h1>{inner}</body></html>"
    assert reason_of(read(html, "/x/y")) == reason


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>App</title></head><body><div id='root'></div><script src='/a.js'></script></body></html>",
        "<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div></div><script>go()</script></body></html>",
    ],
)
def test_an_empty_shell_is_told_from_a_short_post(html: str) -> None:
    assert reason_of(read(html, "/news/a-story-of-five-words")) == "shell"
    filled = html.replace(
        "<div", "<div><h1>The hall</h1><p>The hall is closed on Monday for the holiday.</p></div><div", 1
    )
    assert reason_of(read(filled, "/news/a-story-of-five-words")) is None


@pytest.mark.parametrize("frame", ["article", "div"])
def test_a_post_in_the_midst_of_articles_that_lead_on_is_a_post(frame: str) -> None:
    """Themes make an article of all: of the post, of what is shown below it, of the foot."""
    others = "".join(
        f"<article><span>May {at}, 2024</span> <a href='/2024/05/{at}/'>What the {at} said in May</a></article>"
        for at in range(2, 8)
    )
    inside = f"<h1>Talks go on</h1><p>June 4, 2024, by <a href='/roe'>Ann Roe</a></p>{PROSE}"
    beside = f"<{frame}>{inside}</{frame}>{others}"
    around = f"<article>{inside}<{frame}>{others}</{frame}></article>"
    for main in (beside, around):
        assert reason_of(read(f"<html><body>{main}</body></html>", "/updates")) is None
    bare = f"<html><body><{frame}><h1>News</h1></{frame}>{others}</body></html>"
    assert reason_of(read(bare, "/updates")) == "list"


@pytest.mark.parametrize("leads", [True, False])
def test_of_articles_under_linked_titles_the_one_long_text_makes_no_post(leads: bool) -> None:
    """A list of excerpts, one of which is long; a post's own title leads to itself, or nowhere."""
    others = "".join(
        f"<article><h1><a href='/{at}.html'>Story {at}</a></h1><p>It was cold.</p></article>" for at in "abcde"
    )
    link = "/the-long-one.html" if leads else "/page-4.html"
    long = f"<article><h1><a href='{link}'>The long one</a></h1>{PROSE * 3}</article>"
    reason = reason_of(
        read(f"<html><head><title>Local 9</title></head><body>{long}{others}</body></html>", "/page-4.html")
    )
    assert reason == ("list" if leads else None)


TABLE = "<table>{}</table>".format(
    "".join(
        f"<tr><td>{number}</td><td>{place}</td><td>{name}</td></tr>"
        for number, place, name in (
            (600, "Water plant", "Nell Varga"), (601, "Libraries", "Ben Okafor"), (602, "Highways", "Leon Fitch"),
            (603, "Schools", "Rosa Maldonado"),
        )
    )
)  # fmt: skip


@pytest.mark.parametrize("frame", ["divs", "semantic"])
def test_a_table_without_a_day_and_without_a_sentence_is_no_post(frame: str) -> None:
    assert reason_of(read(FRAMES[frame]("Find your local", TABLE), "/find-your-local")) == "page"
    told = (
        f"<p>The board counted all night, and these are the presidents that the members chose this spring.</p>{TABLE}"
    )
    assert reason_of(read(FRAMES[frame]("Election results", told), "/election-results")) is None
    dated = f"<p>June 4, 2024</p>{TABLE}"
    assert reason_of(read(FRAMES[frame]("Election results", dated), "/election-results")) is None


def test_a_menu_that_marks_the_open_page_needs_fewer_others_beside_it() -> None:
    html = (
        "<html><body><header><nav><ul><li><a href='/'>Home</a></li><li><a href='/blog/'>Blog</a></li>"
        "<li class='active'><a href='./'>Projects</a></li><li><a href='/about/'>About</a></li></ul></nav></header>"
        "<h2>Projects</h2><p>A list of what we do:</p><ul><li>Pantry</li><li>Choir</li></ul></body></html>"
    )
    assert reason_of(read(html, "/projects/")) == "page"
    assert reason_of(read(html.replace(" class='active'", ""), "/projects/")) is None
