"""The line over a text that calls it a release."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from parsing.pages import read_page
from parsing.pages.rubrics import rubric_of

STORY = (
    "Clerks in every county office voted on Tuesday to accept the offer, which brings the first raise in six years. "
)


@pytest.mark.parametrize(
    "line",
    [
        "FOR IMMEDIATE RELEASE",
        "For Immediate Release: March 3, 2024",
        "** IMMEDIATE RELEASE **",
        "Para su publicación inmediata",
        "Press Release",
        "MEDIA ADVISORY",
        "Comunicado de prensa",
    ],
)
def test_a_line_that_calls_the_text_a_release_is_found_among_the_first(line: str) -> None:
    assert rubric_of(f"Clerks accept offer\n\n{line}\n\n{STORY}") == line.strip("* ")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        STORY,
        "The judge ordered the immediate release of the records.",
        f"{STORY * 2}\n\nFor immediate release",
        "\n\n".join([*(["Short line"] * 12), "For immediate release"]),
        "The press release was sent on Monday",
    ],
)
def test_words_of_a_story_and_late_lines_are_none(text: str | None) -> None:
    assert rubric_of(text) is None


def test_a_page_tells_its_rubric_and_its_body_goes_without_it() -> None:
    html = (
        "<html><head><title>Clerks accept offer</title></head><body><main><article><h1>Clerks accept offer</h1>"
        f"<p>FOR IMMEDIATE RELEASE</p><p>{STORY * 3}</p><p>{STORY * 2}</p></article></main></body></html>"
    )
    page = read_page(html.encode(), "https://u.test/news/x", "text/html", ZoneInfo("UTC"), date(2026, 1, 1))
    assert page.rubric == "FOR IMMEDIATE RELEASE"
    assert page.body and "IMMEDIATE" not in page.body


def test_a_long_text_of_one_line_is_read_in_bounded_time() -> None:
    assert rubric_of("for immediate release " * 200_000) is None
