"""What is left on the last page of a list: one row or two, with and without a title, are rows all the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.parsing.saved_lists import read

URL = "https://www.local9.example/news?page=5"
TITLES = (
    "Crossing guards get raincoats", "County signs on night pay", "Library pages vote in March", "A hall for the north",
)  # fmt: skip
TEXTS = (
    "The guards at nine corners asked for them all winter, and the city has bought a hundred at last.",
    "Whoever works after ten is paid an hour more, says the letter that the county signed on Monday.",
    "Ballots go to every branch, and the stewards count them in the basement of the main library.",
    "The roof is new, the kitchen is not, and a crew of volunteers will paint it before the summer.",
)
#: what stands around one row; title and text are filled in, the title with its own mark-up or as nothing
ROWS = {
    "boxes": "<div class='views-row'>{title}<div>{text}</div><div><span>{more}</span></div></div>",
    "paragraphs": "<div>{title}<p>{text}</p><p>{more}</p></div>",
    "one line": "<div>{title}<p>{text} {more}</p></div>",
    "items": "<li>{title}<p>{text}</p>{more}</li>",
    "articles": "<article>{title}<p>{text}</p><p>{more}</p></article>",
    "cells": "<tr><td>{title}<p>{text}</p><p>{more}</p></td></tr>",
    "no boxes": "{title}<p>{text}</p><p>{more}</p>",
}
AROUND = {"items": "<ul>{}</ul>", "cells": "<table>{}</table>"}
PAGER = "<ul>" + "".join(f"<li><a href='/news?page={at}'>{at + 1}</a></li>" for at in range(5)) + "<li>6</li></ul>"
OTHERS = "<h2>Latest</h2><ul><li><a href='/news/wages-rise-by-four-in-a-hundred'>Wages rise by four in a hundred</a></li></ul>"


def address(at: int) -> str:
    return f"/news/{TITLES[at].lower().replace(' ', '-')}"


def row(make: str, at: int, is_titled: bool, more: str = "Read more") -> str:
    link = f"<a href='{address(at)}'>{{}}</a>"
    title = f"<h3>{link.format(TITLES[at])}</h3>" if is_titled else ""
    return ROWS[make].format(title=title, text=TEXTS[at], more=link.format(more))


def shown(make: str, rows: str, beside: str = "") -> list[tuple[str | None, str | None]]:
    listed = AROUND.get(make, "{}").format(rows)
    html = f"<html><body><div><h1>News</h1><div>{listed}</div>{PAGER}</div><aside>{beside}</aside></body></html>"
    return [(entry.url, entry.title) for entry in read(html, URL, date(2026, 2, 1)).entries if entry.is_main]


@given(
    st.sampled_from(sorted(ROWS)),
    st.lists(st.booleans(), min_size=1, max_size=4),
    st.sampled_from(["Read more", "Read More »", "Leer más", "Continue reading"]),
    st.sampled_from(["", OTHERS]),
)
@example("boxes", [False, True], "Read more", "")
@example("articles", [True, False], "Read more", OTHERS)
@example("no boxes", [False, True, False], "Read more", "")
def test_each_row_is_an_entry_however_few_there_are(make: str, titled: list[bool], more: str, beside: str) -> None:
    rows = "".join(row(make, at, is_titled, more) for at, is_titled in enumerate(titled))
    assert shown(make, rows, beside) == [
        (f"https://www.local9.example{address(at)}", TITLES[at] if is_titled else None)
        for at, is_titled in enumerate(titled)
    ]


@pytest.mark.parametrize("target", [address(0), f"{address(0)}#more"])
def test_a_title_and_its_teaser_in_boxes_of_their_own_stay_one_entry(target: str) -> None:
    title = (
        f"<div><h3><a href='{address(0)}'>{TITLES[0]}</a></h3><p>By the desk of the local, for all who asked</p></div>"
    )
    teaser = f"<div><p>{TEXTS[0]}</p><a href='{target}'>Read more</a></div>"
    assert [found for _, found in shown("boxes", title + teaser)] == [TITLES[0]]


def test_a_promotion_below_the_last_row_is_no_row() -> None:
    promotion = "<div><p>Members save on travel, on tickets and on their telephones.</p><a href='/save-more'>Learn more</a></div>"
    assert [title for _, title in shown("boxes", row("boxes", 0, is_titled=True) + promotion)] == [TITLES[0]]


@pytest.mark.parametrize("rows", [1, 2, 4])
@pytest.mark.parametrize("tag", ["article", "div", "li"])
def test_a_picture_a_title_and_a_text_that_all_lead_to_one_post_are_one_entry(tag: str, rows: int) -> None:
    """As builders of sites make their cards: by-line and day stand between the links."""
    cards = "".join(
        f"<{tag}><div><a href='{address(at)}'><div></div></a><div><span>Ann Roe</span><ul><li>November {9 - at}, 2025</li>"
        f"<li>2 min read</li></ul></div><a href='{address(at)}'><div><div>{TITLES[at]}</div></div></a>"
        f"<a href='{address(at)}'><div><div>{TEXTS[at]}</div></div></a><div><span>12 views</span></div></div></{tag}>"
        for at in range(rows)
    )
    around = f"<ul>{cards}</ul>" if tag == "li" else cards
    found = [one for one in read(f"<main><h1>News</h1><div>{around}</div></main>{PAGER}", URL).entries if one.is_main]
    assert [(one.title, one.published and one.published.on) for one in found] == [
        (TITLES[at], date(2025, 11, 9 - at)) for at in range(rows)
    ]
