"""parsing.lists.pagers and parsing.lists.numbers: the next page of this list, and never of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.lists.numbers import axis, page_number, place_of
from parsing.lists.pagers import find_pagers

ATRIUM = (
    "/news?&og_group_ref_target_id=11&og_group_ref_target_id_mine=&og_subspaces_view_all=0&og_subspaces_view_parent=0"
    "&oa_section_ref_target_id=22&page="
)
CASES = {
    "zero-based, with ids of the list": (
        "https://x.org/news",
        f"<ul><li>1<li><a href='{ATRIUM}1'>2</a><li><a href='{ATRIUM}1'>next ›</a><li><a href='{ATRIUM}64'>last »</a></ul>",
        f"https://x.org{ATRIUM}1",
        65,
    ),
    "the last page of it": (
        "https://x.org/news?page=64",
        f"<a href='{ATRIUM}0'>« first</a><a href='{ATRIUM}63'>‹ previous</a><a href='{ATRIUM}63'>64</a> 65",
        None,
        65,
    ),
    "load more as a plain link": (
        "https://x.org/news?page=3",
        f"<a href='{ATRIUM}4'>load more</a>",
        f"https://x.org{ATRIUM}4",
        None,
    ),
    "one-based": (
        "https://x.org/news",
        "1 <a href='?page=2'>2</a> <a href='?page=3'>3</a>",
        "https://x.org/news?page=2",
        3,
    ),
    "path with rel=next in the head": (
        "https://x.org/blog/",
        "<link rel=next href=/blog/page/2/><a href=/blog/page/2/>Older posts</a>",
        "https://x.org/blog/page/2/",
        None,
    ),
    "older posts on page two": (
        "https://x.org/blog/page/2/",
        "<a href=/blog/page/3/>← Older posts</a><a href=/blog/>Newer posts →</a>",
        "https://x.org/blog/page/3/",
        None,
    ),
    "page two of nine": (
        "https://x.org/blog/page/2/",
        "<p>Page 2 of 9 <a href=/blog/>1</a> <a href=/blog/page/3/>3</a></p>",
        "https://x.org/blog/page/3/",
        9,
    ),
    "number as last part of the path": (
        "https://x.org/blog/filter/a/b/3",
        "<a href=/blog/filter/a/b/2>2</a> 3 <a href=/blog/filter/a/b/4>4</a> <a href=/blog/filter/a/b/4>Next</a>",
        "https://x.org/blog/filter/a/b/4",
        4,
    ),
    "offset as a token": (
        "https://x.org/blog",
        "<a href='/blog?offset=1699912345678'>Older</a>",
        "https://x.org/blog?offset=1699912345678",
        None,
    ),
    "offset as a count": (
        "https://x.org/news",
        "<a href='?start=10'>2</a> <a href='?start=20'>3</a> <a href='?start=10'>Next</a> <a href='?start=90'>End</a>",
        "https://x.org/news?start=10",
        10,
    ),
    "plain permalinks": (
        "https://x.org/?paged=2",
        "<a href='/?paged=3'>Older Entries</a><a href='/?paged=1'>Newer</a>",
        "https://x.org/?paged=3",
        None,
    ),
    "a block theme's query": (
        "https://x.org/",
        "<a href='/?query-3-page=2'>Next Page</a>",
        "https://x.org/?query-3-page=2",
        None,
    ),
    "Spanish": (
        "https://x.org/noticias",
        "<a href='/noticias?page=2'>Siguiente »</a>",
        "https://x.org/noticias?page=2",
        None,
    ),
    "static files": (
        "https://x.org/news.html",
        "<a href='news2.html'>older news</a>",
        "https://x.org/news2.html",
        None,
    ),
    "files beside an index that has no name": (
        "https://x.org/",
        "<a href=/index-2.html>2</a> <a href=/index-2.html>Next</a>",
        "https://x.org/index-2.html",
        2,
    ),
    "the third of them": (
        "https://x.org/news/index-2.html",
        "<a href=/news/>1</a> 2 <a href=/news/index-3.html>3</a>",
        "https://x.org/news/index-3.html",
        3,
    ),
    "a next page of no known grammar, by rel": (
        "https://x.org/news",
        "<a rel=next href=/news/before/xyz>Más</a>",
        "https://x.org/news/before/xyz",
        None,
    ),
    "a next page of no known grammar, by its words": (
        "https://x.org/news?key=abc",
        "<a href='/news?key=def'>Older posts</a>",
        "https://x.org/news?key=def",
        None,
    ),
    "pages numbered from the oldest on": (
        "https://x.org/index-3.html",
        "<a href='index-2.html'>Older posts</a><a href='index.html'>Newer posts</a>",
        "https://x.org/index-2.html",
        None,
    ),
    "previous means older here": (
        "https://x.org/new-blogs",
        "<a href='/new-blogs/previous/2'>&lt;&lt;Previous</a>",
        "https://x.org/new-blogs/previous/2",
        None,
    ),
    "a search page of a blog service": (
        "https://x.blog.example/",
        "<a href='/search?updated-max=2020-01-01T00:00:00&max-results=7'>Older Posts</a>",
        "https://x.blog.example/search?updated-max=2020-01-01T00:00:00&max-results=7",
        None,
    ),
    "a list whose name ends in a number": (
        "https://x.org/news/local/12",
        "<a href='/news/local/12?page=2'>Next</a>",
        "https://x.org/news/local/12?page=2",
        None,
    ),
    "a sign in place of a word": (
        "https://x.org/n?pg=2",
        "<a href='?pg=3'>&gt;</a><a href='?pg=9'>&gt;&gt;</a>",
        "https://x.org/n?pg=3",
        9,
    ),
}


def pagers(url: str, body: str):
    return find_pagers(tree(f"<html><body>{body}</body></html>", None, url), url)


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_next_page_is_found(name: str) -> None:
    url, body, next_url, pages = CASES[name]
    found = pagers(url, body)
    assert (found[0].next_url, found[0].pages) == (next_url, pages)


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("https://x.org/news", "<a href='/press?page=2'>2</a> <a href='/press?page=2'>Next</a>"),
        ("https://x.org/news?cat=3", "<a href='/news?cat=4&page=2'>2</a>"),
        ("https://x.org/blog/page/2/", "<a href='/category/x/page/3/'>3</a>"),
        ("https://x.org/a/post-one", "<link rel=next href='/a/post-two'><a rel=next href='/a/post-two'>Next post</a>"),
        ("https://x.org/news", "<a href='https://y.org/news?page=2'>Next</a>"),
        ("https://x.org/events/2025-05", "<a href='/events/2025-06'>Next month</a>"),
        ("https://x.org/news", "<a href='/news?p=1823'>A post about pay</a>"),
        ("https://x.org/index-1.html", "<a href='index-2.html'>Newer posts</a>"),
        ("https://x.org/news", "<a href='#'>Next</a><a href='javascript:void(0)'>2</a>"),
    ],
)
def test_a_link_to_another_list_or_post_is_no_next_page(url: str, body: str) -> None:
    assert [pager.next_url for pager in pagers(url, body) if pager.next_url] == []


def test_two_columns_have_a_pager_each() -> None:
    body = "<a href='/news?page=1'>2</a><a href='/news?page=1'>next</a><a href='/news?page=0%2C1'>2</a><a href='/news?page=0%2C1'>next</a>"
    assert {pager.index: pager.next_url for pager in pagers("https://x.org/news", body)} == {
        0: "https://x.org/news?page=1",
        1: "https://x.org/news?page=0,1",
    }
    deep = "<a href='/news?page=0%2C2'>next</a><a href='/news?page=1%2C1'>next</a>"
    assert {pager.index: pager.next_url for pager in pagers("https://x.org/news?page=0%2C1", deep)} == {
        0: "https://x.org/news?page=1,1",
        1: "https://x.org/news?page=0,2",
    }


def test_a_pager_that_leads_back_is_no_next_page() -> None:
    assert [
        one.next_url for one in pagers("https://x.org/news?page=4", "<a href='?page=4'>Next</a><a href='?page=3'>3</a>")
    ] == [None]


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://x.org/news", 0), ("https://x.org/news?page=0", 0), ("https://x.org/news?page=7", 7), ("https://x.org/blog/page/3/", 2),
        ("https://x.org/news?page=0,4", 4), ("https://x.org/page/about-4.html", 0), ("https://x.org/local/12", 0),
    ],
)  # fmt: skip
def test_the_number_of_a_page_is_read_from_its_address(url: str, number: int) -> None:
    assert page_number(url) == number


@given(st.text(max_size=80))
def test_any_address_can_be_taken_apart(text: str) -> None:
    place = place_of(f"https://x.org/{text.replace('[', '').replace(']', '')}")
    assert place.number is None or place.number >= 0


@pytest.mark.parametrize(
    ("here", "there", "moves"),
    [
        ("https://x.org/news", "https://x.org/news?page=1", ("query:page", 0)),
        ("https://x.org/news", "https://x.org/news?page=0,1", ("query:page", 1)),
        ("https://x.org/news?page=0,1", "https://x.org/news?page=0,2", ("query:page", 1)),
        ("https://x.org/news?page=0,1", "https://x.org/news?page=1,1", ("query:page", 0)),
        ("https://x.org/news?page=3", "https://x.org/news?page=3%2C1", ("query:page", 1)),
        ("https://x.org/blog/page/2/", "https://x.org/blog/page/3/", ("path", 0)),
    ],
)
def test_of_two_pagers_in_one_parameter_it_is_known_which_one_a_link_moves(
    here: str, there: str, moves: tuple[str, int]
) -> None:
    assert axis(here, there) == moves


def test_next_of_another_list_is_none_of_this_one() -> None:
    assert not find_pagers(tree("<html><body><a href='/press?key=abc'>Next</a>"), "https://x.org/news")
