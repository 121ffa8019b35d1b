"""Pages of Open Atrium under themes that rename every class and id, wrap columns, exchange tags and move side blocks."""

from __future__ import annotations

import random
import re
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from parsing.atrium import calendar_entries, number_beside
from parsing.documents import tree
from parsing.lists import read_list
from parsing.pages import read_page
from practice.platforms.atrium_nodes import SPACES
from practice.platforms.open_atrium import OpenAtrium
from practice.shapes import CENTRAL, Post, now
from practice.wire import Request
from tests.parsing.mutations import parse, rename_classes, wrap_blocks, write

TODAY = now(1).date()
KINDS = ("rename", "strip", "wrap", "swap", "shuffle")


@cache
def site() -> OpenAtrium:
    return OpenAtrium()


@cache
def fetched(url: str) -> str:
    """A page of the practice web, as a visitor gets it."""
    parts = urlsplit(url)
    return site().respond(Request("GET", parts.netloc, parts.path, parts.query), 1).body.decode()


def lists() -> list[str]:
    """Every page of every space's news list."""
    found = []
    for space in SPACES:
        found += [f"{space.home}/{space.lists[0]}?page={page}" for page in range(8)]
    return [url for url in found if "pager-current" in fetched(url)]


@cache
def nodes() -> tuple[Post, ...]:
    return tuple(post for post in site().current(1) if post.event is None)


# ---- themes ---------------------------------------------------------------------------------------------------------
def themed(text: str, seed: int) -> str:
    """The page under another theme. No class, id or body class of the platform is left."""
    dice = random.Random(seed)
    chosen = [kind for kind in KINDS if dice.random() < 0.6] or ["rename"]
    for kind in chosen:
        text = _CHANGES[kind](text, dice.randrange(10_000))
    return rename_classes(without_ids(text), seed)


def without_ids(text: str) -> str:
    root = parse(text)
    for element in root.iter(etree.Element):
        element.attrib.pop("id", None)
    return write(root)


def stripped(text: str, seed: int) -> str:
    """No class at all."""
    root = parse(text)
    for element in root.iter(etree.Element):
        element.attrib.pop("class", None)
    return write(root)


def side_blocks_moved(text: str, seed: int) -> str:
    """The blocks of the side column in another order, and the column before or behind the main one."""
    root, dice = parse(text), random.Random(seed)
    for side in root.xpath("//div[@class='radix-layouts-sidebar']"):
        blocks = list(side)
        dice.shuffle(blocks)
        side[:] = blocks
        parent = side.getparent()
        main = next((one for one in parent if one.get("class") == "radix-layouts-content"), None)
        if main is not None and dice.random() < 0.5:
            side.tail = None
            main.addprevious(side)
    return write(root)


def exchanged(text: str, seed: int) -> str:
    """div and section exchanged."""
    root = parse(text)
    for element in list(root.iter("div", "section")):
        element.tag = "section" if element.tag == "div" else "div"
    return write(root)


_CHANGES = {
    "rename": rename_classes,
    "strip": stripped,
    "wrap": wrap_blocks,
    "swap": exchanged,
    "shuffle": side_blocks_moved,
}


# ---- what stays -----------------------------------------------------------------------------------------------------
def shown(text: str, url: str) -> tuple[set[tuple[str | None, str | None]], str | None, int]:
    """The posts of a list, the address of its next page, and how many of them count as its own."""
    page = read_list(tree(text.encode(), None, url), url, CENTRAL, TODAY)
    own = [entry for entry in page.entries if entry.is_main]
    return {(entry.url, entry.title) for entry in own}, page.next_url, len(own)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(lists()), st.integers(0, 1_000_000))
def test_a_list_shows_the_same_posts_under_every_theme(url: str, seed: int) -> None:
    assert shown(themed(fetched(url), seed), url) == shown(fetched(url), url)


@pytest.mark.parametrize("url", lists())
def test_every_page_of_a_list_is_read_whole(url: str) -> None:
    rows = re.findall(r"views-row-(?:odd|even)", fetched(url))
    addresses, _, count = shown(fetched(url), url)
    assert count >= len(rows) and len(addresses) == count


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(nodes()), st.integers(0, 1_000_000))
def test_a_post_reads_the_same_under_every_theme(post: Post, seed: int) -> None:
    plain = read_page(fetched(post.url).encode(), post.url, None, CENTRAL, TODAY)
    text = themed(fetched(post.url), seed)
    found = read_page(text.encode(), post.url, None, CENTRAL, TODAY)
    assert found.title == plain.title == post.title and found.not_a_post is None
    assert without(found.body, post.may) == without(plain.body, post.may)
    assert found.author in {plain.author, None}, "wrappers may hide the by-line; nobody else becomes the author"


def without(body: str | None, lines: tuple[str, ...]) -> list[str]:
    """The paragraphs of a body but those that a reader may keep or cut."""
    return [part for part in (body or "").split("\n\n") if part not in lines]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(nodes()), st.integers(0, 1_000_000), st.sampled_from(("header", "comments", "address")))
def test_the_number_is_the_same_wherever_a_theme_left_it(post: Post, seed: int, where: str) -> None:
    text, number = themed(fetched(post.url), seed), str(post.number)
    url, header = post.url, None
    assert number_beside(text, url) is None
    if where == "header":
        header = f'<{post.url}>; rel="canonical", </node/{number}>; rel="shortlink"'
    elif where == "comments":
        link = f'<a href="/user/login?destination=node/{number}%23comment-form">Log in</a> to post comments'
        text = text.replace("</body>", f"{link}</body>")
    else:
        url = next(address for address in post.addresses if address.endswith(f"/node/{number}/view"))
    assert number_beside(text, url, header) == number


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000_000))
def test_a_calendar_holds_the_same_events_under_every_theme(seed: int) -> None:
    url = f"{SPACES[0].home}/calendar"
    plain, found = (
        calendar_entries(tree(text.encode(), None, url), CENTRAL, url)
        for text in (fetched(url), themed(fetched(url), seed))
    )
    assert found == plain and plain


def test_a_second_comment_form_makes_the_number_doubtful() -> None:
    two = "".join(f"<a href='/user/login?destination=node/{number}%23comment-form'>Log in</a>" for number in (7, 8))
    assert number_beside(two, "https://www.council190.example/news/x") is None


def test_parameters_that_a_pager_writes_twice_count_once() -> None:
    url = next(url for url in lists() if "local9015" in url)
    _, following, _ = shown(fetched(url), url)
    assert following is not None
    assert [value for name, value in parse_qsl(urlsplit(following).query) if name == "page"] == ["1"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Yesterday, April 12 - 14:53pm", "2026-04-12"),
        ("Yesterday, April 12", "2026-04-12"),
        ("Tuesday, April 7 - 9:05am", "2026-04-07"),
        ("Wednesday, September 23 2020 - 14:53pm", "2020-09-23"),
    ],
)
@pytest.mark.parametrize("mark", ["oa-date", "xqwz"])
def test_the_stock_date_line_is_read_with_and_without_its_class(printed: str, day: str, mark: str) -> None:
    url = "https://www.council190.example/news/case-is-won"
    words = "Members met the county again this week and brought proposals on wages, staffing and safety. " * 4
    text = (
        f"<html><head><title>Case is won | Here</title></head><body><div><div><h1>Case is won</h1> By Pat Doe on "
        f"<span class='{mark}'>{printed}</span></div><div><p>{words}</p><p>{words}</p></div></div></body></html>"
    )
    found = read_page(text.encode(), url, None, CENTRAL, TODAY).published
    assert found is not None and found.on.isoformat() == day
