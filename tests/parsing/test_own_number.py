"""The platform's number of a page: by what speaks of this page, never by cards and blocks, and none where two differ."""

from __future__ import annotations

import pytest

from parsing.documents import tree
from parsing.pages.head import read_head
from parsing.pages.structured import Structured

URL = "https://hall.example.org/stories/the-vote"
TEXT = "<p>" + "The vote was counted in the hall before noon, and the room stood. " * 4 + "</p>"


def number(markup: str, url: str = URL) -> str | None:
    return read_head(tree(f"<!DOCTYPE html><html>{markup}</html>"), url, Structured()).external_id


POST = f"<body><article id='post-80'><h2>The vote</h2>{TEXT}</article>"


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (f"{POST}<ul><li>News</li></ul>", "80"),
        (f"<body><h1>The vote</h1><div id='node-80'>{TEXT}</div><p>Footer</p>", "80"),
        (f"<body><div id='post-80'><h1><a href='{URL}/'>The vote</a></h1></div><div>{TEXT}</div>", "80"),
        ("<body><div id='node-80'><h2>Vote</h2>Counted in the hall.<br>All stood.</div>", "80"),
    ],
    ids=["text", "text below the title", "title that links itself", "no paragraphs"],
)
def test_the_element_of_the_text_tells_the_number(markup: str, said: str) -> None:
    assert number(markup) == said


CARD = "<h3><a href='/stories/picnic'>Picnic</a></h3><p>Bring chairs.</p>"


@pytest.mark.parametrize(
    "block",
    [
        f"<article id='post-81'>{CARD}</article>",
        "<div id='node-81'><p>Bring chairs.</p></div>",
        f"<aside><div id='node-81'><h1>Picnic</h1>{TEXT * 3}</div></aside>",
        f"<article id='post-81'><a href='/stories/picnic'><h2>Picnic</h2></a>{TEXT * 3}</article>",
        "<form action='/node/81'><input name='nid' value='81'></form><a href='/node/81/print'>Print</a>",
        "<li class='postid-81 page-node-81'><a href='/?p=81'>Picnic</a></li>",
    ],
)
def test_a_number_of_a_card_or_a_block_is_not_the_pages(block: str) -> None:
    assert number(f"<body><main><h1>The vote</h1>{TEXT}</main>{block}") is None


@pytest.mark.parametrize(
    ("head", "classes"),
    [
        ("<link rel=shortlink href='/node/81'>", "page-node-80"),
        ("<link rel=shortlink href='/?p=81'>", "postid-80"),
        ("<link rel=shortlink href='/?p=80'><link rel=alternate href='/wp-json/wp/v2/posts/81'>", "single"),
        ("<link rel=shortlink href='/node/80'><link rel=shortlink href='/node/81'>", "front"),
        ("", "page-node-80 page-node-81"),
    ],
)
def test_two_numbers_that_contradict_each_other_are_none(head: str, classes: str) -> None:
    assert number(f"<head>{head}</head><body class='{classes}'><h1>The vote</h1>{TEXT}") is None


def test_a_number_that_is_said_twice_is_one() -> None:
    head = "<link rel=shortlink href='/?p=80'><link rel=alternate href='/wp-json/wp/v2/posts/80'>"
    assert number(f"<head>{head}</head><body class='single postid-80'><h1>The vote</h1>{TEXT}") == "80"


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=shortlink href='https://other.example.net/?p=81'>",
        "<link rel=alternate href='https://other.example.net/wp-json/wp/v2/posts/81'>",
        "<link rel=alternate href='/wp-json/wp/v2/categories/81'>",
        "<link rel=alternate href='/wp-json/wp/v2/users/81'>",
        "<link rel=shortlink href='/?p=0'>",
    ],
)
def test_numbers_of_other_systems_terms_and_people_are_no_posts(link: str) -> None:
    assert number(f"<head>{link}</head><body><h1>The vote</h1>{TEXT}") is None


@pytest.mark.parametrize(
    ("address", "classes", "said"),
    [
        ("/news/480-the-vote", "site com_content view-article itemid-101", "480"),
        ("/news/480-the-vote", "site com_content view-category", None),
        ("/news/480-the-vote", "site com_contact", None),
        ("/index.php?option=com_content&view=article&id=480:the-vote&Itemid=7", "site", "480"),
        ("/index.php?option=com_content&view=article&id=480", "site", "480"),
        ("/index.php?option=com_content&view=category&id=48", "site com_content view-category", None),
    ],
)
def test_joomla_numbers_its_articles_in_their_addresses(address: str, classes: str, said: str | None) -> None:
    page = f"<body class='{classes}'><h1>The vote</h1>{TEXT}<form id='form-12' action='/12-search'></form>"
    assert number(page, f"https://hall.example.org{address}") == said
