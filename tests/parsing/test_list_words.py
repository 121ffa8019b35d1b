"""parsing.words: what the words of a line say of its part in a list."""

from __future__ import annotations

import pytest

from parsing.words import (
    block_kind,
    byline,
    dates_in,
    is_all,
    is_call,
    is_comments,
    is_date,
    is_date_line,
    is_meta,
    is_month,
    is_more,
    is_time_span,
    leading_date,
)


@pytest.mark.parametrize(
    "text",
    ["Read more »", "[More...]", "more…", "Continue reading “A title”", "Leer más", "Learn more", "Click here", "Full Story",
     "Read the full statement", "Read more about Local 5", "»", "(Read More)", "Read the story", "Seguir leyendo"],
)  # fmt: skip
def test_words_that_only_promise_more_are_read_more(text: str) -> None:
    assert is_more(text)


@pytest.mark.parametrize(
    "text",
    [
        "Read our statement on the ruling",
        "More nurses for the night shift",
        "Morale is up",
        "View from the picket line",
    ],
)
def test_titles_are_not_read_more(text: str) -> None:
    assert not is_more(text)


@pytest.mark.parametrize(
    "text",
    ["View all news", "See all", "More Events", "Older posts", "Ver todas", "Más noticias", "View All Upcoming Events"],
)
def test_links_to_the_whole_list_are_told(text: str) -> None:
    assert is_all(text)


@pytest.mark.parametrize("text", ["Register", "Sign up now", "Join us", "Donate today", "Add to calendar", "Facebook"])
def test_calls_are_told(text: str) -> None:
    assert is_call(text)
    assert not is_call("Join the fight for fair pay in our schools this winter and spring")


@pytest.mark.parametrize(
    "text",
    ["Posted on Wednesday, May 22, 2024 at 10:22 AM", "July 16, 2025", "3/4/24", "— Aug 29", "Yesterday, November 20", "3 de mayo de 2024",
     "Friday, 24 July 2015 15:12", "Publication Date: Wed, Jan-21-2015", "Sept. 4, 2019", "2024-05-06"],
)  # fmt: skip
def test_a_line_may_be_a_date_and_nothing_else(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    ["November 1, 2022 By JANE DOE", "June 18, 2021 // 0 Comments", "by NAME | February 02, 2016", "Posted in News on July 16, 2025",
     "Jane Roe · Mar 3, 2024 · 4 min read", "4 Jul, 2024 / in News / by admin"],
)  # fmt: skip
def test_a_line_of_a_date_may_have_a_byline_and_a_rubric(text: str) -> None:
    assert is_date_line(text)
    assert not is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "July 4 Picnic",
        "May 5 rally draws thousands",
        "The Senate voted on March 3, 2024.",
        "May Day 2024",
        "June 6-7th",
    ],
)
def test_a_title_with_a_day_is_no_line_of_a_date(text: str) -> None:
    assert not is_date_line(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("By Jane Doe", "Jane Doe"), ("Posted by Jane Doe on October 29, 2014", "Jane Doe"), ("by NAME | February 02, 2016", "NAME"),
     ("November 1, 2022 By Jane B. Doe-Roe", "Jane B. Doe-Roe"), ("By AFSCME Staff", "AFSCME Staff"), ("By Local 118", "Local 118"),
     ("Posted on May 3", None)],
)  # fmt: skip
def test_the_name_behind_by_is_the_author(text: str, name: str | None) -> None:
    assert byline(text) == name


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Featured News", "news"), ("Upcoming Events", "event"), ("Training Calendar", "training"), ("Noticias", "news"), ("Quick Links", "chrome"),
     ("Opportunities and Savings for AFSCME Members", "chrome"), ("AFSCME National Updates", "news"), ("Recent Comments", "chrome"),
     ("Related Posts", "chrome"), ("Próximos eventos", "event"), ("Crossing guards get raincoats", None), (None, None)],
)  # fmt: skip
def test_a_heading_announces_a_kind(heading: str | None, kind: str | None) -> None:
    assert block_kind(heading) == kind


def test_small_judgements() -> None:
    assert is_month("May 2024 (12)") and not is_month("May 2024 was wet")
    assert is_time_span("5:30pm - 7pm") and not is_time_span("We met 3 - 4 times")
    assert (
        is_comments("0 Comments")
        and is_comments("Leave a comment")
        and not is_comments("Comments on the budget from our president")
    )
    assert is_meta("Filed Under: News") and not is_meta(
        "By a vote of 96 to 4, parks crews said yes to the whole of the deal that they had asked for."
    )
    assert (
        leading_date("04/07/17: title")
        and leading_date("May 18, 2017 - Members met")
        and not leading_date("May 18 was a day")
    )


@pytest.mark.parametrize(
    "evil",
    [
        "by " + "a " * 20_000,
        "12 " * 20_000,
        "May " * 20_000,
        " " * 20_000 + "x",
        "read more " + "a" * 20_000,
        "1:1" * 9_999,
    ],
)
def test_no_text_takes_long(evil: str) -> None:
    for judge in (
        is_more,
        is_all,
        is_call,
        is_meta,
        byline,
        is_date,
        is_date_line,
        dates_in,
        is_month,
        is_time_span,
        leading_date,
        block_kind,
    ):
        judge(evil)
