"""What is furniture of a page and what is a sentence; that nobody can make the difference costly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.masks import is_furniture, without_furniture

SENTENCES = [
    "Read 15 pages of the contract",
    "12 members voted",
    "Share your story",
    "Print your ballot by June 4",
    "Tuesday, June 4, at 6 p.m.",
    "June 4, 2024",
    "Update: the strike is on",
    "Updated bargaining survey",
    "Save the date: June 4",
    "15 days",
    "Email Ann Roe at the hall",
    "Follow the money",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_what_somebody_wrote_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)
    assert without_furniture(f"Above.\n{line}\nBelow.") == f"Above.\n{line}\nBelow."


def test_of_a_line_of_parts_only_the_furniture_goes() -> None:
    assert without_furniture("By Ann Roe | 1,234 views | Print") == "By Ann Roe"
    assert without_furniture("Wages | 4 % | 5 %") == "Wages | 4 % | 5 %"


def test_a_lone_number_goes_only_beside_furniture() -> None:
    assert without_furniture("Votes cast:\n120") == "Votes cast:\n120"
    assert without_furniture("Text.\nFacebook\n\n12") == "Text."


def test_names_with_numbers_are_no_nonces() -> None:
    for name in ("fall-2024-bargaining-update", "Local2021Local443United", "2023-2024-agreement"):
        assert name in without_furniture(f"See {name} here.")


@given(st.text(alphabet="aUpdated: on12 .,|ofmay\n-", max_size=400))
@settings(max_examples=100, deadline=None)
def test_nothing_is_added_to_any_text_but_the_signs_between_parts(text: str) -> None:
    once = without_furniture(text)
    assert len(once) <= len(text) + text.count("|") * 3 + text.count("\t") * 3


@pytest.mark.parametrize(
    "line",
    ["Updated: " + "1 " * 50 + "x", "Updated: " + "may. " * 20 + "x", "Share " * 20 + "x", "1," * 58 + "x", "12 " * 39],
)
def test_hostile_lines_cost_as_little_as_others(line: str) -> None:
    assert not is_furniture(line)
    without_furniture("\n".join([line] * 5000))  # hangs for hours where a form can be matched in many ways
