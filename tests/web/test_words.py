"""web/words.py: dates and how exact they are, safe links, marked snippets, bodies in paragraphs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from web.words import HIT_END, HIT_START, Block, blocks, dateline, excerpt, host_of, instant, marked, web_address, width

NO_DATE = dict.fromkeys(
    ["published_on", "published_precision", "published_earliest", "published_latest", "first_seen_at"]
)


def item(**given: Any) -> dict[str, Any]:
    return {**NO_DATE, "first_seen_at": "2026-03-02T15:30:00Z", **given}


@pytest.mark.parametrize(
    ("columns", "day", "exactness", "machine"),
    [
        (
            {"published_on": "2024-06-04", "published_precision": "minute"},
            "June 4, 2024",
            "to the minute",
            "2024-06-04",
        ),
        ({"published_on": "2024-06-04", "published_precision": "day"}, "June 4, 2024", "to the day", "2024-06-04"),
        ({"published_on": "2024-06-01", "published_precision": "month"}, "June 2024", "month only", "2024-06"),
        ({"published_on": "2024-01-01", "published_precision": "year"}, "2024", "year only", "2024"),
        ({"published_latest": "2024-06-04T10:00:00Z"}, "before June 4, 2024", "no day given", None),
        ({"published_earliest": "2024-06-04T10:00:00Z"}, "after June 4, 2024", "no day given", None),
        ({}, "undated", "first seen March 2, 2026", None),
        ({"published_on": "not a day", "published_precision": "day"}, "undated", "first seen March 2, 2026", None),
    ],
)
def test_a_date_is_shown_no_more_exactly_than_it_is_known(
    columns: dict[str, str], day: str, exactness: str, machine: str | None
) -> None:
    shown = dateline(item(**columns))
    assert (shown.day, shown.exactness, shown.machine) == (day, exactness, machine)


def test_two_bounds_are_shown_as_a_span_and_never_as_a_day() -> None:
    shown = dateline(item(published_earliest="2024-06-01T00:00:00Z", published_latest="2024-06-04T00:00:00Z"))
    assert shown.day == "June 1, 2024 to June 4, 2024"
    assert shown.machine is None


def test_an_instant_is_told_in_the_zone_of_its_source() -> None:
    assert instant("2024-06-04T19:05:00Z", "America/New_York") == "June 4, 2024, 3:05 PM EDT"
    assert instant("2024-06-04T19:05:00Z", "No/Such_Zone") == "June 4, 2024, 7:05 PM UTC"
    assert instant("2024-06-04T10:05:00Z", "../../etc/passwd") == "June 4, 2024, 10:05 AM UTC"
    assert instant("nonsense") == "nonsense"
    assert instant(None) == ""


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "vbscript:x", "//evil.example/x", "/relative", "http://", "https:///x", "ftp://a.example/", "http://[bad", "",
     None, "http://a.example/a b", "http://a.example/\x00"],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) is None
    assert isinstance(host_of(address), str)


def test_a_web_address_stays_as_it_is() -> None:
    assert web_address("https://a.example/x?y=1#z") == "https://a.example/x?y=1#z"
    assert host_of("https://www.a.example/x") == "a.example"


@given(st.lists(st.sampled_from([HIT_START, HIT_END, "<b>", "&", "'", '"', "word", "</mark>", "<mark>"])).map("".join))
def test_a_snippet_is_escaped_first_and_marked_then(text: str) -> None:
    html = marked(text)
    assert html.count("<mark>") == html.count("</mark>")
    assert HIT_START not in html
    assert HIT_END not in html
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert Markup(bare).unescape() == text.replace(HIT_START, "").replace(HIT_END, "")


def test_a_body_comes_back_in_paragraphs_and_lists() -> None:
    body = "One.\n\n- first\n- second\n\nTwo,\nwith a second line.\n\n\n- third"
    assert blocks(body) == [
        Block("paragraph", ("One.",)),
        Block("list", ("first", "second")),
        Block("paragraph", ("Two,",)),
        Block("paragraph", ("with a second line.",)),
        Block("list", ("third",)),
    ]
    assert blocks(None) == []


@given(st.text())
def test_no_word_of_a_body_is_lost_in_its_paragraphs(body: str) -> None:
    shown = " ".join(line for block in blocks(body) for line in block.lines).split()
    assert [word for word in shown if word != "-"] == [word for word in body.split() if word != "-"]


@given(st.text(), st.integers(min_value=20, max_value=400))
def test_an_excerpt_keeps_to_its_length(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length


def test_an_excerpt_says_that_it_was_cut() -> None:
    assert excerpt("one two three four five", 20) == "one two three four…"
    assert excerpt("one two", 20) == "one two"
    assert excerpt("x" * 400) == "x" * 299 + "…"


def test_the_width_of_a_cell_is_that_of_its_words() -> None:
    assert width("2026-03-02T15:30:00Z") == "short"
    assert width(Markup('<a href="https://a.example/very/long/address/of/a/post/indeed">5</a>')) == "short"
    assert width("word " * 20) == "long"
    assert width("word " * 60) == "longer"
