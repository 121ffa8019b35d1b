"""The little language of the rule files."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import ParseError
from parsing.phrases import compiled, folded, found_in
from tests.patience import within


def found(cell: str, *parts: str) -> str | None:
    return found_in(compiled(cell), folded(parts))


@pytest.mark.parametrize(
    ("cell", "text", "expected"),
    [
        ("bargaining update", "Bargaining Update, June 6", "bargaining update"),
        ("bargaining update", "Bargaining: an update", None),
        ("bargaining update", "Rebargaining updates", None),
        ("negotiation*", "Negotiations start", "negotiations"),
        ("call * senator", "Call your state senator!", "call your state senator"),
        ("call * senator", "Call the one and only senior senator", None),
        ("(call email) your", "EMAIL your mayor", "email your"),
        ("local #", "Members of Local 443 voted", "local 443"),
        ("local #", "Members of the local voted", None),
        ("^ statement", "Statement on overtime", "statement"),
        ("^ statement", "A statement on overtime", None),
        ("minutes $", "January minutes", "minutes"),
        ("update :", "Update: table two", "update :"),
        ("update :", "Update on table two", None),
        ("boletin", "Boletín de mayo", "boletin"),
        ("declaración", "DECLARACION", "declaracion"),
        ("one | two", "number two", "two"),
        ("", "anything", None),
    ],
)
def test_phrases_find_words_and_nothing_else(cell: str, text: str, expected: str | None) -> None:
    assert found(cell, text) == expected


def test_beginnings_and_ends_are_those_of_each_part() -> None:
    assert found("^ press releases $", "News", "Press releases") == "press releases"
    assert found("^ press releases $", "Old press releases") is None
    assert found("press $ ^ releases", "press", "releases") == "press releases"


def test_a_gap_never_reaches_over_the_end_of_a_part() -> None:
    assert found("call * senator", "Call us", "Senator") is None


@pytest.mark.parametrize("cell", ["|", "^", "* *", "a | ", "half-way", "(half-way there)"])
def test_a_phrase_that_cannot_be_meant_is_refused(cell: str) -> None:
    with pytest.raises(ParseError):
        compiled(cell)


@given(st.lists(st.text(max_size=200), max_size=5))
def test_no_text_is_an_error(parts: list[str]) -> None:
    found_in(compiled("call * your * (senator) # | ^ a $"), folded(parts))


def test_a_hostile_text_costs_little() -> None:
    begun = time.process_time()
    found("call * your * senator * now", "call " * 500_000)
    found("call * your * senator * now", "call your " * 300_000)
    assert within(begun, 1)
