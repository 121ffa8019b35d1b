"""Readable differences by words: what they show, that they can be read back, and that hostile text stays cheap."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.changes import Words
from archive.differing import GAP, LONGEST, REWRITTEN, TITLE, difference, read_difference

LONG = " ".join(f"word{number}" for number in range(60))


def told(before: str, after: str, title: str = "T", new_title: str | None = None) -> str:
    return difference(Words(title, None, before), Words(new_title or title, None, after))


def test_a_change_is_shown_with_some_words_around_it() -> None:
    text = told(f"{LONG} on Tuesday at noon. {LONG}", f"{LONG} on Friday at noon. {LONG}")
    around = "word56 word57 word58 word59 on"
    assert text == f"{GAP} word55 {around} [-Tuesday-] {{+Friday+}} at noon. word0 word1 word2 word3 {GAP}"


def test_the_title_comes_first() -> None:
    text = told("One text.", "One text, longer.", "Members meet", "Members of 52 meet")
    assert text == f"{TITLE}Members {{+of 52+}} meet\n\nOne [-text.-] {{+text, longer.+}}"


def test_a_new_title_alone_says_nothing_of_the_text() -> None:
    assert told("One text.", "One text.", "Old", "New") == f"{TITLE}[-Old-] {{+New+}}"


def test_words_between_two_changes_that_say_nothing_belong_to_the_change() -> None:
    assert told("We met at the hall.", "They sat at a table.") == "[-We met at the hall.-] {+They sat at a table.+}"


def test_paragraphs_are_kept_and_unchanged_ones_left_out() -> None:
    before = f"First, a line.\n\n{LONG}\n\nLast, a line."
    after = f"First, one line.\n\n{LONG}\n\nLast, one line."
    text = told(before, after)
    assert text.startswith("First, [-a-] {+one+} line.\n\n")
    assert text.endswith("\n\nLast, [-a-] {+one+} line.")
    assert "word30" not in text


def test_quotes_and_dashes_are_no_difference() -> None:
    assert told("“We won’t stop” – she said. One.", '"We won\'t stop" - she said. Two.').count("[-") == 1


def test_nothing_changed_is_nothing() -> None:
    assert told("One text.", "One text.") == ""


def test_a_rewritten_text_says_so_instead_of_a_page_of_red() -> None:
    other = " ".join(f"other{number}" for number in range(80))
    text = told(LONG, other)
    assert text.startswith(REWRITTEN) and "60 words before, 80 words now" in text
    assert "[-" not in text


def test_marks_in_the_text_itself_are_escaped_and_read_back() -> None:
    before = "He wrote [-no-] and {+yes+} and \\ and [title] here."
    after = "He wrote [-no-] and {+yes+} and \\ and [title] there."
    pieces = read_difference(told(before, after))
    assert [(piece.kind, piece.text) for piece in pieces][-2:] == [("left_out", "here."), ("added", "there.")]
    assert pieces[1].text.endswith("{+yes+} and \\ and [title]")


NASTY = st.lists(
    st.sampled_from(["[-", "-]", "{+", "+}", "\\", "[…]", "-", "]", "a", "b", "c-", "+", "}", "[title]", "\n\n"]),
    max_size=14,
).map(" ".join)


@given(NASTY, NASTY)
@settings(max_examples=150, deadline=None)
def test_whatever_the_text_holds_what_was_left_out_and_added_can_be_read_back(before: str, after: str) -> None:
    pieces = read_difference(told(f"start {before} end", f"start {after} end"))
    old = [word for piece in pieces if piece.kind != "added" for word in piece.text.split()]
    new = [word for piece in pieces if piece.kind != "left_out" for word in piece.text.split()]
    if all(piece.kind != "gap" for piece in pieces) and pieces:
        clean = [word for word in old if word != "¶"], [word for word in new if word != "¶"]
        assert clean == (f"start {before} end".split(), f"start {after} end".split())


HOSTILE = [
    ("a " * 100_000, "a " * 99_000 + "b"),
    ("a b " * 50_000, "b a " * 50_000),
    (" ".join(map(str, range(60_000))), " ".join(map(str, range(60_000, 0, -1)))),
    ("[-" * 50_000, "{+" * 50_000),
    ("x" * 500_000, "y" * 500_000),
    (" ".join(random.Random(1).choices("abc", k=20_000)), " ".join(random.Random(2).choices("abc", k=20_000))),
]


@pytest.mark.parametrize("pair", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_makes_a_bounded_difference(pair: tuple[str, str]) -> None:
    text = told(*pair)
    assert len(text) <= LONGEST + 10
    read_difference(text)
