"""Hand-kept pages on which each entry opens with its day: paragraphs, links out and longer texts by turns."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.lists import ListPage, read_list

ZONE, TODAY = ZoneInfo("America/New_York"), date(2026, 3, 4)
TEXT = "The ferry crews stood on the pier until the harbor board came out and signed."
MORE = "Nobody went home before the last boat was made fast."
#: how a hand sets the day and the title: {day} and {title}
MAKES = [
    "<b>{day}</b> <b>{title}</b>",
    "<font color=red><b>{day}</b></font> - <strong>{title}</strong>",
    "<b>{day}: {title}</b>",
    "<strong>{day}</strong> <b><font size=4>{title}</font></b>",
]
TITLES = [
    "Ferry crews win a pier of their own", "Board ends the lockout", "\u201cWe kept the light on\u201d: a keeper speaks",
    "What a study by the near university says", "Dues stay as they are", "\u00bfQui\u00e9n paga el faro?",
]  # fmt: skip


def read(markup: str) -> ListPage:
    return read_list(tree(f"<html><body><h2>What is new</h2>{markup}"), "https://x.org/", ZONE, TODAY)


def day_of(at: int) -> date:
    return TODAY - timedelta(days=3 + 11 * at)


def entry(at: int, sort: str, make: str) -> str:
    day, title = f"{day_of(at):%m/%d/%y}", TITLES[at % len(TITLES)]
    if sort == "out":
        return (
            f"<p><b>{day}</b> <a href='https://paper{at}.example/story-of-the-pier-{at}'>{title}</a> (Harbor Post)</p>"
        )
    tail = {"short": "", "long": f"<p>{MORE}</p>", "file": "<p><a href=/notice.pdf>See the notice.</a></p>"}[sort]
    return f"<p>{make.format(day=day, title=title)}<br>{TEXT}</p>{tail}"


@settings(deadline=None)
@given(
    sorts=st.lists(st.sampled_from(["out", "short", "long"]), min_size=4, max_size=12),
    make=st.sampled_from(MAKES),
    files=st.booleans(),
)
def test_every_entry_is_found_with_its_day_its_title_and_all_its_paragraphs(
    sorts: list[str], make: str, files: bool
) -> None:
    sorts = [*sorts, "out", "long", "short", *(["file"] if files else [])]
    found = read("".join(entry(at, sort, make) for at, sort in enumerate(sorts))).entries
    assert [one.published.on for one in found if one.published] == [day_of(at) for at in range(len(sorts))]
    assert [one.title for one in found] == [TITLES[at % len(TITLES)] for at in range(len(sorts))]
    for one, sort in zip(found, sorts, strict=True):
        assert (one.url is not None) == (sort == "out")
        if sort != "out":
            assert one.body and one.body.startswith(TEXT) and (MORE in one.body) == (sort == "long")


@pytest.mark.parametrize("line", ["<b>By Ann Roe Fisher</b>", "<b>at</b>", "Harbor Post"])
def test_what_stands_beside_a_day_and_is_no_title_is_taken_for_none(line: str) -> None:
    posts = "".join(
        f"<h3><a href=/posts/the-{word}-wins-its-case>The {word} wins its case</a></h3><p><b>3/{at}/26</b> {line}</p><p>{TEXT}</p>"
        for at, word in enumerate(("ferry", "mill", "school"), start=1)
    )
    assert [one.title for one in read(posts).entries] == [
        f"The {word} wins its case" for word in ("ferry", "mill", "school")
    ]


@pytest.mark.parametrize("heading", ["August 2025", "8/2025", ""])
def test_the_page_of_a_month_may_hold_one_post_without_a_page(heading: str) -> None:
    body = (
        f"<h2>{heading}</h2><h3><a name=pier>Ferry crews win a pier</a></h3><p><i>August 9, 2025</i></p><p>{TEXT}</p><hr>"
        "<p><a href=07-2025.html>&lt;&lt; July 2025</a> <a href=09-2025.html>September 2025 &gt;&gt;</a></p>"
    )
    for url, count in (("https://x.org/old/08-2025.html", 1), ("https://x.org/calendar/08-2025.html", 0)):
        found = read_list(tree(f"<html><body>{body}"), url, ZONE, TODAY).entries
        assert [(one.anchor, one.title, one.body) for one in found] == [("#pier", "Ferry crews win a pier", TEXT)][
            :count
        ]
