"""Empty shells: the list and the article out of the JSON that their scripts would show them from."""

from __future__ import annotations

import json
import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.documents import tree
from parsing.lists import ListPage, read_list
from parsing.pages import Page, read_page
from parsing.state import article_of, is_shell, posts_of, state_of
from parsing.state.richtext import html_of
from parsing.text import plain
from tests.patience import within
from tests.shells_of_makes import AUTHOR, SHELLS, Shell, data, frame
from tests.sites_of_makes import Story, stories

ZONE, TODAY, HOME = ZoneInfo("America/Chicago"), date(2026, 11, 21), "https://www.local77.example"
POSTS = stories(9)


def listed(html: str, path: str = "/news") -> ListPage:
    return read_list(tree(html, "text/html", HOME + path), HOME + path, ZONE, TODAY, {})


def page_of(html: str, path: str) -> Page:
    return read_page(html.encode(), HOME + path, "text/html; charset=utf-8", ZONE, TODAY, {})


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
def test_a_shells_list_is_read_from_its_state(shell: Shell) -> None:
    found = [entry for entry in listed(shell.list_page(POSTS)).entries if entry.is_main]
    assert [(entry.url or "").rstrip("/") for entry in found] == [f"{HOME}{shell.address(one)}" for one in POSTS]
    assert [entry.title for entry in found] == [one.title for one in POSTS]
    assert [entry.published.on if entry.published else None for entry in found] == [one.day for one in POSTS]


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
def test_a_shells_article_is_read_from_its_state(shell: Shell) -> None:
    story = POSTS[4]
    page = page_of(shell.article_page(story, POSTS), shell.address(story))
    assert page.not_a_post is None
    assert page.title == story.title
    for one in story.body:
        assert " ".join(one.split()) in " ".join((page.body or "").split())
    assert not any(other.title in (page.body or "") for other in POSTS if other is not story)
    assert page.published is not None and page.published.on == story.day
    assert not shell.has_author or page.author == AUTHOR
    assert (page.field_origins["title"], page.field_origins["body"]) == ("json_ld", "json_ld")


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
def test_paragraphs_of_a_shells_article_stay_apart(shell: Shell) -> None:
    story = POSTS[2]
    body = page_of(shell.article_page(story, POSTS), shell.address(story)).body or ""
    assert len(body.split("\n\n")) >= len(story.body)


def test_a_page_that_shows_its_list_is_not_touched_by_state() -> None:
    rows = "".join(
        f"<article><h2><a href='/news/{one.slug}'>{one.title}</a></h2><p>{one.day:%B %d, %Y}</p><p>{one.body[0]}</p></article>"
        for one in POSTS[:5]
    )
    shown = frame("Local 77", rows)
    with_state = frame("Local 77", rows + data({"posts": [{"title": "Never shown anywhere", "url": "/news/other",
                                                          "date": "2026-01-01"}] * 3}))  # fmt: skip
    assert listed(shown) == listed(with_state)
    assert len(listed(shown).entries) == 5


def test_a_page_that_shows_its_article_keeps_its_own_words() -> None:
    story = POSTS[0]
    words = "".join(f"<p>{one}</p>" for one in story.body)
    other = data({"post": {"title": story.title, "slug": story.slug, "body": "<p>Other words entirely.</p>"}})
    shown = f"<main><article><h1>{story.title}</h1>{words}</article></main>"
    page = page_of(frame("Local 77", shown + other), f"/news/{story.slug}")
    assert "Other words" not in (page.body or "") and story.body[0].split(".")[0] in (page.body or "")


def test_state_gives_the_day_and_author_of_a_page_that_tells_neither() -> None:
    story = POSTS[0]
    words = "".join(f"<p>{one}</p>" for one in story.body)
    about = {
        "post": {"title": story.title, "slug": story.slug, "publishedAt": "2026-11-02T15:00:00Z", "author": AUTHOR}
    }
    page = page_of(frame("x", f"<main><h1>{story.title}</h1>{words}</main>{data(about)}"), f"/news/{story.slug}")
    assert page.published and page.published.on == date(2026, 11, 2) and page.author == AUTHOR
    elsewhere = page_of(frame("x", f"<main><h1>{story.title}</h1>{words}</main>{data(about)}"), "/news/another-one")
    assert elsewhere.published is None


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
def test_the_posts_beside_an_article_are_not_taken_for_a_list(shell: Shell) -> None:
    story = POSTS[0]
    assert listed(shell.article_page(story, POSTS), shell.address(story)).entries == ()


def test_menus_tags_authors_and_pictures_are_no_posts() -> None:
    state = {
        "menu": [{"title": "Home", "url": "/"}, {"title": "News", "url": "/news"}],
        "categories": [{"name": f"Topic {n}", "slug": f"topic-{n}", "description": "All on this topic, old and new. " * 3}
                       for n in range(5)],
        "authors": [{"name": f"Ann {n} Roe", "slug": f"ann-{n}", "bio": "x" * 90, "createdAt": "2020-01-01"} for n in range(4)],
        "images": [{"title": f"A picture {n}", "url": f"/i/{n}.jpg", "createdAt": "2026-01-01"} for n in range(6)],
        "comments": [{"title": f"So glad to read it {n}", "url": f"/comments/{n}", "date": "2026-01-01"} for n in range(6)],
        "teamMembers": [{"name": f"Ann {n} Roe", "slug": f"/who/ann-{n}", "date": "2026-01-01"} for n in range(4)],
    }  # fmt: skip
    assert listed(frame("Local 77", data(state)), "/").entries == ()


def test_on_a_home_page_a_slug_alone_makes_no_address_but_a_link_with_it_does() -> None:
    posts = [
        {"title": f"Nurses win number {n}", "slug": f"nurses-win-{n}", "date": f"2026-10-0{n}"} for n in range(1, 5)
    ]
    assert [one for one in listed(frame("x", data({"posts": posts})), "/").entries if one.url] == []
    routes = [f"/stories/nurses-win-{n}/" for n in range(1, 5)]
    found = listed(frame("x", data({"posts": posts, "routes": [{"path": one} for one in routes]})), "/").entries
    assert [(one.url or "").removeprefix(HOME) for one in found] == routes


def test_posts_without_a_page_of_their_own_are_entries_with_their_words() -> None:
    posts = [{"heading": f"Hall closed on day {n}", "date": f"2026-10-1{n}", "body": "<p>The hall stays closed.</p>"}
             for n in range(3)]  # fmt: skip
    found = listed(frame("x", data({"updates": posts})), "/news").entries
    assert [(one.anchor or "").startswith("#2026-10-1") for one in found] == [True] * 3
    assert found[0].body == "The hall stays closed."


def test_events_in_state_have_a_start_and_no_day_of_publication() -> None:
    events = [{"title": f"Steward training {n}", "slug": f"steward-{n}", "startDate": f"2026-12-0{n}T18:00:00-06:00",
               "url": f"/events/steward-{n}"} for n in range(1, 4)]  # fmt: skip
    found = listed(frame("x", data({"events": events})), "/events").entries
    assert [(one.kind, one.published) for one in found] == [("event", None)] * 3
    assert all(one.event and one.event.starts_at for one in found)


def test_the_next_page_is_taken_from_state_only_within_the_list() -> None:
    posts = [{"title": f"Nurses win {n}", "url": f"/news/nurses-{n}", "date": "2026-10-01"} for n in range(4)]
    own = listed(frame("x", data({"posts": posts, "pagination": {"next": "/news?page=2", "totalPages": 7}})))
    assert (own.next_url, own.pages) == (f"{HOME}/news?page=2", 7)
    assert listed(frame("x", data({"posts": posts, "next": "https://elsewhere.example/news?page=2"}))).next_url is None


RICH = {
    "contentful": {"nodeType": "document", "content": [
        {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "Why"}]},
        {"nodeType": "paragraph", "content": [
            {"nodeType": "text", "value": "See "},
            {"nodeType": "hyperlink", "data": {"uri": "https://a.example/x"}, "content": [{"nodeType": "text", "value": "this"}]},
            {"nodeType": "text", "value": "."}]},
        {"nodeType": "unordered-list", "content": [
            {"nodeType": "list-item", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "one"}]}]},
            {"nodeType": "list-item", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "two"}]}]}]}]},
    "sanity": [
        {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "Why"}]},
        {"_type": "image", "alt": "no words of it"},
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "See "}, {"_type": "span", "text": "this"},
                                                           {"_type": "span", "text": "."}]},
        {"_type": "block", "style": "normal", "listItem": "bullet", "children": [{"_type": "span", "text": "one"}]},
        {"_type": "block", "style": "normal", "listItem": "bullet", "children": [{"_type": "span", "text": "two"}]}],
    "prosemirror": {"type": "doc", "content": [
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Why"}]},
        {"type": "paragraph", "content": [{"type": "text", "text": "See "}, {"type": "text", "text": "this", "marks": [
            {"type": "link", "attrs": {"href": "https://a.example/x"}}]}, {"type": "text", "text": "."}]},
        {"type": "bulletList", "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": one}]}]}
            for one in ("one", "two")]}]},
    "lexical": {"root": {"type": "root", "children": [
        {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "Why"}]},
        {"type": "paragraph", "children": [{"type": "text", "text": "See "}, {"type": "link", "fields": {"url": "/x"},
                                            "children": [{"type": "text", "text": "this"}]}, {"type": "text", "text": "."}]},
        {"type": "list", "tag": "ul", "children": [{"type": "listitem", "children": [{"type": "text", "text": one}]}
                                                   for one in ("one", "two")]}]}},
    "slate": [{"type": "h2", "children": [{"text": "Why"}]}, {"children": [{"text": "See "}, {"text": "this", "bold": True},
              {"text": "."}]}, {"type": "ul", "children": [{"type": "li", "children": [{"text": "one"}]},
                                                            {"type": "li", "children": [{"text": "two"}]}]}],
    "prismic": [{"type": "heading2", "text": "Why", "spans": []}, {"type": "paragraph", "text": "See this.", "spans": []},
                {"type": "list-item", "text": "one", "spans": []}, {"type": "list-item", "text": "two", "spans": []}],
    "editor.js": {"time": 1, "blocks": [{"type": "header", "data": {"text": "Why", "level": 2}},
                  {"type": "paragraph", "data": {"text": "See <b>this</b>."}},
                  {"type": "list", "data": {"style": "unordered", "items": ["one", "two"]}}]},
    "quill": {"ops": [{"insert": "Why"}, {"insert": "\n", "attributes": {"header": 2}}, {"insert": "See "},
                      {"insert": "this", "attributes": {"bold": True}}, {"insert": ".\n- one\n- two\n"}]},
    "react": ["$", "article", None, {"children": [["$", "h2", None, {"children": "Why"}],
              ["$", "p", None, {"children": ["See ", ["$", "b", "k", {"children": "this"}], "."]}],
              ["$", "ul", None, {"children": [["$", "li", "1", {"children": "one"}], ["$", "li", "2", {"children": "two"}]]}]]}],
    "minimark": {"type": "minimal", "value": [["h2", {"id": "why"}, "Why"], ["p", {}, "See ", ["strong", {}, "this"], "."],
                                             ["ul", {}, ["li", {}, "one"], ["li", {}, "two"]]]},
    "markdown": "## Why\n\nSee [this](https://a.example/x).\n\n- one\n- **two**\n",
    "html": "<h2>Why</h2><p>See <a href='/x'>this</a>.</p><ul><li>one</li><li>two</li></ul>",
}  # fmt: skip


@pytest.mark.parametrize("value", RICH.values(), ids=RICH)
def test_rich_text_of_any_make_reads_as_the_same_words(value: object) -> None:
    lines = [line for line in (plain(html_of(value)) or "").split("\n") if line]
    assert [line.removeprefix("- ") for line in lines] == ["Why", "See this.", "one", "two"]


def test_nothing_in_a_script_is_run_and_no_address_but_http_comes_out() -> None:
    posts = [{"title": f"Nurses win {n}", "url": "javascript:alert(1)", "date": "2026-10-01"} for n in range(4)]
    assert listed(frame("x", data({"posts": posts}))).entries == ()
    code = "<script>window.__NUXT__=(function(a){return {posts:[{title:a}]}}('never'))</script>"
    assert state_of(tree(frame("x", code))) == []


def test_a_title_keeps_no_control_character() -> None:
    state = data({"posts": [{"title": f"Nurses\u0000 win\u202e {n}", "url": f"/n/{n}-nurses-win", "date": "2026-10-01"}
                            for n in range(3)]})  # fmt: skip
    assert listed(frame("x", state)).entries[0].title == "Nurses win 0"


# ---- bounds ----------------------------------------------------------------------------------------------------
MEGABYTES = 2_000_000
_POST = '{"title":"Nurses win again today","slug":"nurses-win","date":"2026-10-01","body":"<p>Words.</p>"}'
HOSTILE = {
    "deep arrays": "[" * 500_000 + "]" * 500_000,
    "deep objects": '{"title":' * 200_000 + '"x"' + "}" * 200_000,
    "deep within the parser's own limit": ("[" * 900 + _POST + "]" * 900 + ",") * 1000,
    "empty objects": "[" + "{}," * 660_000 + "{}]",
    "numbers": "[" + "1," * 999_999 + "1]",
    "posts": "[" + ",".join([_POST] * (MEGABYTES // len(_POST))) + "]",
    "titles in titles": "[" + ",".join(['{"title":' * 40 + '"a title of many"' + "}" * 40] * 4000) + "]",
    "the same key": "{" + ",".join(['"title":"x"'] * 160_000) + "}",
    "long text": json.dumps({"posts": [{"title": "x", "body": "[" * (MEGABYTES - 100)}]}),
    "marks of markdown": json.dumps(
        {"post": {"title": "Local 77 wins", "slug": "x", "body": "[a](" * (MEGABYTES // 4)}}
    ),
    "emphasis": json.dumps({"post": {"title": "Local 77 wins", "slug": "x", "body": "*a_ **b " * (MEGABYTES // 8)}}),
    "JSON in JSON": json.dumps({"a": [json.dumps({"b": json.dumps([1] * 9000)}) for _ in range(40)]}),
    "references": json.dumps(
        [["ShallowReactive", 1], *({"a": n + 1, "b": n + 1, "c": n + 1} for n in range(1, 60_000))]
    ),
    "unclosed": '{"posts":["' + "x" * MEGABYTES,
    "big numbers": "[" + ",".join(["9" * 4000] * 480) + "]",
    "broken text": '{"title":"\\ud800\\u0000","slug":"' + "%" * 1000 + '"}',
}


@pytest.mark.parametrize("wrap", ["document", "assignment", "flight", "attribute"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_state_costs_less_than_two_seconds_a_page(text: str, wrap: str) -> None:
    text = text[:MEGABYTES].replace("<", "\\u003c")
    state = {
        "document": f'<script type="application/json">{text}</script>',
        "assignment": f"<script>window.__STATE__ = {text};</script>",
        "flight": f"<script>self.__next_f.push({json.dumps([1, '0:' + text])})</script>",
        "attribute": f"<div data-page='{text}'></div>",
    }[wrap]
    started = time.process_time()
    page = tree(frame("Local 77", state), "text/html", f"{HOME}/news/x")
    read_list(page, f"{HOME}/news/x", ZONE, TODAY, {})
    assert within(started, 2)
    started = time.process_time()
    page_of(frame("Local 77", state), "/news/x")
    assert within(started, 2)


def test_a_shell_does_not_take_another_posts_words_for_its_own() -> None:
    other = {
        "title": "Nurses win in court",
        "slug": "nurses-win-in-court",
        "date": "2026-10-01",
        "body": "<p>Theirs.</p>",
    }
    page = page_of(
        frame("Local 77", data({"latest": [other, {**other, "slug": "b", "title": "Drivers win"}]})), "/news/cooks-win"
    )
    assert page.title not in ("Nurses win in court", "Drivers win") and "Theirs" not in (page.body or "")


def test_pushes_that_never_end_are_not_read_to_the_end_each() -> None:
    code = "<script>" + 'self.__next_f.push([1,"' * 80_000 + "</script>"
    started = time.process_time()
    state_of(tree(frame("x", code)))
    assert within(started, 2)


def test_a_thousand_openings_of_literals_are_not_read_to_the_end_each() -> None:
    code = "<script>" + 'a.b={"x":"' * 100_000 + "</script>"
    started = time.process_time()
    state_of(tree(frame("x", code)))
    assert within(started, 2)


_NAMES = st.sampled_from(
    "title slug url date body content posts data fields node children text type _type value id author".split()
)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2026-10-01", "/a/b", "<p>x"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=40,
)


@given(_VALUES, st.sampled_from(["/", "/news", "/a/b"]))
@settings(max_examples=300, deadline=None)
def test_whatever_a_state_holds_reading_ends_with_posts_or_none(value: object, path: str) -> None:
    posts = posts_of([value], HOME + path)
    assert all(one.address is None or one.address.startswith("https://") for one in (*posts.main, *posts.beside))
    own = article_of([value], HOME + path, ["Local 77"])
    assert own is None or own.record.title
    html_of(value)


@given(_VALUES)
@settings(max_examples=60, deadline=None)
def test_whatever_a_page_embeds_it_reads_as_a_page(value: object) -> None:
    try:
        page = page_of(frame("Local 77", data(value)), "/a/b")
    except ParseError:
        return
    assert page.title != "" and page.body != ""


@pytest.mark.parametrize("shell", list(SHELLS.values())[::4], ids=list(SHELLS)[::4])
def test_a_frame_of_nameless_boxes_does_not_hide_that_a_page_is_a_shell(shell: Shell) -> None:
    links = "".join(f"<div><a href='/{word}'>{word} and what is behind it</a></div>" for word in "abcdefghijklmnopqrst")
    plain_frame = f"<div><div><a href='/'>AFSCME Local 77</a></div>{links}</div>"
    found = listed(shell.list_page(POSTS).replace("<nav>", plain_frame + "<nav>")).entries
    assert [one.title for one in found if one.is_main] == [one.title for one in POSTS]
    page = page_of(shell.article_page(POSTS[3], POSTS).replace("<nav>", plain_frame + "<nav>"), shell.address(POSTS[3]))
    assert page.title == POSTS[3].title and "what is behind" not in (page.body or "")


def test_parts_that_are_streamed_behind_the_frame_are_read() -> None:
    story = POSTS[1]
    words = "".join(f"<p>{one}</p>" for one in story.body)
    streamed = f'<div hidden id="S:0"><article><h1>{story.title}</h1>{words}</article></div>'
    page = page_of(frame(story.title, streamed), f"/news/{story.slug}")
    assert page.title == story.title and " ".join(story.body[1].split()) in " ".join((page.body or "").split())


def test_a_shell_is_told_from_a_short_post() -> None:
    story: Story = POSTS[0]
    assert is_shell(tree(frame("x", "")))
    assert not is_shell(tree(frame("x", f"<main><p>{story.body[0]}</p></main>")))
