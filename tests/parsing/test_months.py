"""parsing.lists.months: from one month of a calendar to the one before, and to no other page."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.lists.months import months_around

TODAY = date(2026, 3, 4)
HOST = "https://x.org"
#: address of the page, its links, the month before, the month after
MAKES = {
    "a page of coming events": (
        "/gatherings", "<a href='?when=2026-02'>« February</a><a href='?when=2026-04'>April »</a>",
        "/gatherings?when=2026-02", None,
    ),
    "year and month apart": (
        "/index.cfm?do=agenda&month=1&year=2026",
        "<a href='/index.cfm?do=agenda&month=12&year=2025'>previous</a><a href='/index.cfm?do=agenda&month=2&year=2026'>next</a>",
        "/index.cfm?do=agenda&month=12&year=2025", "/index.cfm?do=agenda&month=2&year=2026",
    ),
    "folders": (
        "/meetings/2025/01/", "<a href='/meetings/2024/12/'>&lt;</a><a href='/meetings/2025/02/'>&gt;</a>",
        "/meetings/2024/12/", "/meetings/2025/02/",
    ),
    "a name in the address": (
        "/meetings/may-2025", "<a href='/meetings/april-2025'>April 2025</a><a href='/meetings/june-2025'>June 2025</a>",
        "/meetings/april-2025", "/meetings/june-2025",
    ),
    "the first day of it": (
        "/events/list/?from=2025-06-01", "<a href='?from=2025-05-01'>Previous month</a><a href='?from=2025-06-30'>30</a>",
        "/events/list/?from=2025-05-01", None,
    ),
    "no sign between the numbers": (
        "/cal?ym=202506", "<a href='/cal?ym=202505' aria-label='Previous month'><i></i></a>", "/cal?ym=202505", None,
    ),
    "rel": ("/agenda", "<link rel=prev href='/agenda/2026-02'>", "/agenda/2026-02", None),
    "Spanish": ("/eventos/2025-06", "<a href='/eventos/2025-05'>Mes anterior</a>", "/eventos/2025-05", None),
    "the day of today in a grid": ("/cal", "<a href='/cal/2026-02-28'>28</a><a href='/cal/2026-02'>28</a>", None, None),
    "another calendar": ("/news", "<a href='/calendar/2026/02'>February 2026</a>", None, None),
    "another kind of the same": ("/cal?kind=all", "<a href='/cal?kind=work&m=2026-02'>February</a>", None, None),
    "two months back": ("/cal", "<a href='/cal/2026-01'>January</a>", None, None),
    "a post of that month": ("/news", "<a href='/news/2026/02/we-won'>February</a>", None, None),
    "another host": ("/cal", "<a href='https://y.org/cal/2026-02'>February</a>", None, None),
}  # fmt: skip


@pytest.mark.parametrize("make", MAKES)
def test_the_months_beside_a_page_are_found(make: str) -> None:
    path, body, before, after = MAKES[make]
    found = months_around(tree(f"<html><body>{body}"), HOST + path, TODAY)
    assert found == (before and HOST + before, after and HOST + after)


@given(st.sampled_from(["/cal/{y}/{m:02}", "/cal?ym={y}-{m:02}", "/cal?m={m}&year={y}", "/cal/{m:02}-{y}", "/cal/{y}-{m}"]),
       st.integers(1995, 2025), st.integers(1, 12))  # fmt: skip
def test_from_any_month_the_one_before_is_reached(style: str, year: int, month: int) -> None:
    def at(step: int) -> str:
        many = 12 * year + month - 1 + step
        return HOST + style.format(y=many // 12, m=many % 12 + 1)

    body = "".join(f"<a href='{at(step)}'>{'‹' if step < 0 else '›'}</a>" for step in (-12, -1, 1, 12))
    assert months_around(tree(body.replace("&", "&amp;")), at(0), TODAY) == (at(-1), at(1))


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_link_gives_a_page_of_this_host_or_none(href: str, words: str) -> None:
    from lxml import etree

    root = etree.Element("body")
    clean = "".join(sign for sign in href + words if sign.isprintable() and not 0xD800 <= ord(sign) < 0xE000)
    etree.SubElement(root, "a", href=clean).text = "previous"
    assert all(one is None or one.startswith(f"{HOST}/") for one in months_around(root, f"{HOST}/cal", TODAY))
