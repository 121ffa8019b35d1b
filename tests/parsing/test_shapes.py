"""parsing.lists.shapes: pagers whose addresses are of no known grammar, told by how evenly their numbers move."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.lists.pagers import find_pagers
from parsing.lists.shapes import spots_of

HOST = "https://x.org"


def next_of(url: str, body: str) -> str | None:
    found = find_pagers(tree(f"<html><body>{body}</body></html>", None, url), url)
    return next((unquote(one.next_url) for one in found if one.next_url), None)


#: first page, its links, second page, its links, third page
MAKES = {
    "offset of rows, counted by words": (
        "/dispatches.cfm?sec=7", "<a href='/dispatches.cfm?sec=7&amp;startrow=16'>Next 15 stories</a>",
        "/dispatches.cfm?sec=7&startrow=16",
        "<a href='?sec=7&amp;startrow=1'>Previous 15 stories</a> <a href='?sec=7&amp;startrow=31'>Next 15 stories</a>",
        "/dispatches.cfm?sec=7&startrow=31",
    ),
    "a parameter of another language": (
        "/aktuelt", "<b>1</b> <a href='/aktuelt?side_nr=2'>2</a> <a href='/aktuelt?side_nr=3'>3</a>",
        "/aktuelt?side_nr=2", "<a href='/aktuelt'>1</a> <b>2</b> <a href='/aktuelt?side_nr=3'>3</a>",
        "/aktuelt?side_nr=3",
    ),
    "batches with a type in the name": (
        "/releases", "<a href='/releases?b_start:int=20'>Next 20 items »</a>",
        "/releases?b_start:int=20", "<a href='/releases?b_start:int=0'>« Previous 20 items</a>"
        "<a href='/releases?b_start:int=40'>Next 20 items »</a>",
        "/releases?b_start:int=40",
    ),
    "a module's own long name": (
        "/index.php/updates", "<a href='?tx_list[@widget_0][cur]=2'>2</a><a href='?tx_list[@widget_0][cur]=3'>3</a>",
        "/index.php/updates?tx_list[@widget_0][cur]=2",
        "<a href='/index.php/updates'>1</a><a href='?tx_list[@widget_0][cur]=3'>3</a>",
        "/index.php/updates?tx_list[@widget_0][cur]=3",
    ),
    "name and number in the path": (
        "/stories/index", "<a href='/stories/index/leaf:2/sort:day'>next &gt;</a>",
        "/stories/index/leaf:2/sort:day",
        "<a href='/stories/index/sort:day'>1</a><a href='/stories/index/leaf:3/sort:day'>3</a>",
        "/stories/index/leaf:3/sort:day",
    ),
    "an offset behind a letter": (
        "/newsroom", "<a href='/newsroom/P12'>2</a><a href='/newsroom/P24'>3</a><a href='/newsroom/P12'>&gt;</a>",
        "/newsroom/P12", "<a href='/newsroom/P0'>1</a><a href='/newsroom/P24'>3</a><a href='/newsroom/P24'>&gt;</a>",
        "/newsroom/P24",
    ),
    "a word and a number from 0": (
        "/bulletin", "<b>1</b> <a href='/bulletin/leaf/1'>2</a> <a href='/bulletin/leaf/2'>3</a>",
        "/bulletin/leaf/1", "<a href='/bulletin/leaf/0'>1</a> <b>2</b> <a href='/bulletin/leaf/2'>3</a>",
        "/bulletin/leaf/2",
    ),
    "a tail with a hyphen": (
        "/our-news", "<a href='/our-news-2'>Older</a>",
        "/our-news-2", "<a href='/our-news'>Newer</a> <a href='/our-news-3'>Older</a>",
        "/our-news-3",
    ),
    "a tail with a comma before the ending": (
        "/news.htm", "<a href='/news,2.htm'>2</a><a href='/news,3.htm'>3</a>",
        "/news,2.htm", "<a href='/news.htm'>1</a><a href='/news,3.htm'>3</a>",
        "/news,3.htm",
    ),
    "a parameter of the path": (
        "/press", "<a href='/press;leaf=2'>2</a><a href='/press;leaf=2'>Siguiente</a>",
        "/press;leaf=2", "<a href='/press'>1</a><a href='/press;leaf=3'>3</a>",
        "/press;leaf=3",
    ),
    "a number in the middle": (
        "/news/all", "<a href='/news/2/all'>2</a><a href='/news/3/all'>3</a>",
        "/news/2/all", "<a href='/news/1/all'>1</a><a href='/news/3/all'>3</a>",
        "/news/3/all",
    ),
    "a folder before the list": (
        "/news", "<a href='/page/2/news'>Earlier posts</a>",
        "/page/2/news", "<a href='/page/1/news'>Newer posts</a><a href='/page/3/news'>Earlier posts</a>",
        "/page/3/news",
    ),
    "nothing but a number": (
        "/blog", "<a href='/blog?2'>2</a><a href='/blog?3'>3</a>",
        "/blog?2", "<a href='/blog?1'>1</a><a href='/blog?3'>3</a>",
        "/blog?3",
    ),
    "an arrow with a label": (
        "/posts", "<a href='/posts/sheet-2' aria-label='Next page'>chevron_right</a>",
        "/posts/sheet-2", "<a href='/posts' aria-label='x'>1</a>"
        "<a href='/posts/sheet-3' aria-label='Next page'>chevron_right</a>",
        "/posts/sheet-3",
    ),
    "rel alone": (
        "/posts", "<link rel=next href='/posts?leaf=2'>",
        "/posts?leaf=2", "<link rel=prev href='/posts'><a href='/posts'>1</a><link rel=next href='/posts?leaf=3'>",
        "/posts?leaf=3",
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", MAKES)
def test_a_list_is_walked_from_its_first_page_to_the_third(make: str) -> None:
    first, links, second, more, third = MAKES[make]
    assert next_of(HOST + first, links) == HOST + second
    assert next_of(HOST + second, more) == HOST + third


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/calendar", "".join(f"<a href='/calendar/d/{day}'>{day}</a>" for day in range(1, 31))),
        ("/news", "<a href='/news?year=2019'>2019</a><a href='/news?year=2018'>Previous</a>"),
        ("/news", "<a href='/news/story/571'>Next</a>"),
        ("/news", "<a href='/news?articleid=2'>2</a><a href='/news?articleid=3'>3</a>"),
        ("/news", "<a href='/news?limit=20'>20</a><a href='/news?limit=50'>50</a>"),
        ("/news", "<a href='/news/x?odd=4'>2</a><a href='/news/x?odd=9'>3</a><a href='/news/x?odd=11'>4</a>"),
        ("/news/12-fair-pay", "<a href='/news/13-safe-work'>Next</a><a href='/news/11-strike'>Previous</a>"),
        ("/news/kind-3", "<a href='/news/kind-4'>Next</a>"),
        ("/news/2025/05", "<a href='/news/2025/06'>Next</a><a href='/news/2025/04'>Previous</a>"),
        ("/news/2025-05", "<a href='/news/2025-06'>Next</a><a href='/news/2025-04'>Previous</a>"),
        ("/local/12", "<a href='/local/13'>Next local</a>"),
    ],
)
def test_numbers_that_are_no_pages_make_no_pager(url: str, body: str) -> None:
    assert next_of(HOST + url, body) is None


def test_behind_the_first_page_a_word_is_enough_where_that_is_known() -> None:
    page = tree("<a href='/local-4'>Next</a>", None, f"{HOST}/local-3")
    told = [find_pagers(page, f"{HOST}/local-3", first) for first in (f"{HOST}/local", f"{HOST}/local-1", None)]
    assert [[one.next_url for one in found] for found in told] == [[f"{HOST}/local-4"], [], []]


def test_the_last_page_is_a_pager_without_a_next_page_and_tells_how_many_there_are() -> None:
    page = tree("<a href='/news/leaf/1'>1</a> <a href='/news/leaf/2'>2</a> <b>3</b>", None, f"{HOST}/news/leaf/3")
    assert [(one.next_url, len(one.links)) for one in find_pagers(page, f"{HOST}/news/leaf/3")] == [(None, 2)]


NAMES = st.from_regex(r"[a-z]{1,8}(?:_[a-z]{1,5})?", fullmatch=True).filter(
    lambda name: not name.endswith(("id", "cat", "category", "month", "year", "day", "date"))
    and name not in {
        "yr", "mo", "week", "tag", "topic", "author", "user", "article", "post", "story", "item", "event", "limit", "size",
        "per", "view", "sort", "order", "lang", "language", "version", "v", "y", "m", "d", "anio", "mes", "dia", "before",
        "after", "cursor", "token", "older", "pagetoken", "q", "s", "search", "node", "content",
    }
)  # fmt: skip
STYLES = (
    "/news?{name}={at}", "/news?sec=pay&{name}={at}", "/news?{name}={at}&sort=day", "/news/{name}:{at}",
    "/news/{name}/{at}", "/news/{name}-{at}", "/news/{name}={at}", "/news;{name}={at}", "/news/{name}{at}",
    "/news/{name},{at}",
)  # fmt: skip


@given(NAMES, st.sampled_from(STYLES), st.sampled_from([(1, 1), (1, 0), (10, 0), (10, 1), (7, 0), (25, 1)]),
       st.integers(1, 8), st.booleans())  # fmt: skip
def test_whatever_a_page_is_called_each_page_leads_to_the_one_after_it(
    name: str, style: str, count: tuple[int, int], page: int, has_words: bool
) -> None:
    step, first = count

    def at(number: int) -> str:
        return style.format(name=name, at=first + step * (number - 1))

    start = "/news" + ("?sec=pay" if "sec=" in style else "")
    here = start if page == 1 else at(page)
    numbers = [number for number in range(max(1, page - 2), page + 4) if number != page]
    links = "".join(f"<a href='{at(number) if number > 1 else start}'>{number}</a> " for number in numbers)
    if has_words:
        links += f"<a href='{at(page + 1)}'>Next</a>"
    assert next_of(HOST + here, f"<main><p>{links.replace('&', '&amp;')}</p></main>") == HOST + at(page + 1)


@given(st.text(max_size=120))
def test_any_address_has_its_numbers_told_and_no_error(text: str) -> None:
    assert all(spot.number >= 0 for spot in spots_of(f"{HOST}/{text.replace('[', '').replace(']', '')}"))
