"""parsing.lists.past_pages: the one link by which a list names its archive, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.lists.past_pages import past_page

LIST = "https://x.org/whatsnew.html"


def found_in(markup: str) -> str | None:
    address = past_page(tree(f"<html><body>{markup}"), LIST)
    return address and address.removeprefix("https://x.org")


@pytest.mark.parametrize(
    "words",
    ["Archive", "Archives", "News archive »", "Archivo", "Archivo de noticias", "Past news", "Older news", "Past months",
     "Previous years", "Everything older", "See our past stories", "Noticias anteriores", "Archived posts"],
)  # fmt: skip
def test_a_link_that_names_the_archive_in_plain_words_is_it(words: str) -> None:
    assert found_in(f"<p><a href=/old.html>{words}</a></p>") == "/old.html"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Older posts", "/page/2"), ("Older", "/2.html"), ("Previous", "/more.html"), ("Older news", "/news/page/2/"),
        ("Older news", "/whatsnew.html?page=2"), ("Archives", "/whatsnew.html"), ("Archives", "#archives"),
        ("Archive", "https://y.org/archive"), ("Archive", "/archive.pdf"), ("Past events", "/past.html"),
        ("Archive", "/calendar/archive"), ("Past presidents", "/past.html"), ("Contract archive", "/contracts.html"),
        ("Archivist wins her case", "/archivist.html"), ("Archive", "/"), ("Old business", "/old.html"),
    ],
)  # fmt: skip
def test_a_pager_a_file_a_calendar_and_other_pasts_are_not(words: str, address: str) -> None:
    assert found_in(f"<p><a href='{address}'>{words}</a></p>") is None


def test_what_is_called_an_archive_goes_before_what_is_called_older() -> None:
    assert found_in("<a href=/a.html>Older news</a> <a href=/b.html>News archive</a>") == "/b.html"


@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=60)), max_size=20))
def test_any_links_give_an_address_of_this_host_or_none(links: list[tuple[str, str]]) -> None:
    from lxml import etree

    root = etree.Element("body")
    for text, href in links:
        kept = ["".join(sign for sign in one if sign.isprintable() and ord(sign) < 0xD800) for one in (text, href)]
        etree.SubElement(root, "a", href=kept[1]).text = kept[0]
        etree.SubElement(root, "a", href=kept[1]).text = "Archive"
    found = past_page(root, LIST)
    assert found is None or found.startswith(("https://x.org/", "http://x.org/"))
