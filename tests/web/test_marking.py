"""web/marking.py: the hits of a page are marked as the archive's own index marks them."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.questions import read_question
from web import marking
from web.marking import marks_in
from web.words import HIT_END, HIT_START

WORDS = st.sampled_from("nurse nurses Nursing strike strikes élan Montréal wage wages contract AT&T the 28".split())
TEXT = st.lists(WORDS, max_size=70).map(" ".join) | st.none()
ASKED = st.one_of(
    WORDS,
    st.tuples(WORDS, WORDS).map('"{0[0]} {0[1]}"'.format),
    st.tuples(WORDS, WORDS).map("{0[0]} OR {0[1]}".format),
    st.tuples(WORDS, WORDS).map("{0[0]} -{0[1]}".format),
    WORDS.map("title:{}".format),
    st.sampled_from(("nur*", "str* wag*", "body:mont*")),
)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6), ASKED)
def test_marks_are_those_of_a_full_text_index_over_all_texts(texts: list[Any], asked: str) -> None:
    match = read_question(asked, {}).match
    assert match
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table found using fts5(title, teaser, body, tokenize='porter unicode61')")
    db.executemany("insert into found values (?, ?, ?)", [("more nurses strike", None, "wages " * 90)] * 9 + texts)
    usual = db.execute(f"{marking._SQL} and rowid > 9", (match,)).fetchall()
    numbered = [(number, *text) for number, text in enumerate(texts, 10)]
    assert marks_in(numbered, match) == {row[0]: row[1:] for row in usual}


async def test_marks_are_those_of_the_archive(site: Any) -> None:
    db = site.get_database("archive")
    sql = marking._SQL.replace("found", "search").replace("?", ":match")
    for match in ('"nurses"', '"nurs" *', '"vote to strike"', 'title : "nurses"', '"post" OR "paragraph"'):
        usual = {row[0]: tuple(row)[1:] for row in (await db.execute(sql, {"match": match})).rows}
        places = ", ".join(map(str, usual))
        texts = (await db.execute(f"select rowid, * from search where rowid in ({places})")).rows
        assert usual
        assert marks_in(map(tuple, texts), match) == usual


def test_one_page_leaves_nothing_for_the_next() -> None:
    assert marks_in([(1, "A strike", None, None)], '"strike"') == {1: (f"A {HIT_START}strike{HIT_END}", None, None)}
    assert marks_in([(2, "A vote", None, None)], '"strike"') == {}


def test_texts_that_take_too_long_have_no_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "_PATIENCE", -1.0)
    monkeypatch.setattr(marking, "_STEPS", 1)
    assert marks_in([(1, "A strike", None, "a b " * 50)], '"strike"') == {}
    monkeypatch.setattr(marking, "_PATIENCE", 1.0)
    assert list(marks_in([(1, "A strike", None, None)], '"strike"')) == [1]


def test_what_is_no_expression_is_an_error_and_harms_no_later_page() -> None:
    with pytest.raises(sqlite3.OperationalError):
        marks_in([(1, "A strike", None, None)], 'AND "')
    assert list(marks_in([(1, "A strike", None, None)], '"strike"')) == [1]
