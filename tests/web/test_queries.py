"""web/queries.py: whatever a reader types is a question that FTS5 takes, or none."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from web.queries import MAX_LENGTH, explain_nothing, fts_query, read_question

POSTS = {
    1: "Nurses vote to strike",
    2: "Negotiations resume with the county",
    3: "Negotiating team elected, strike averted",
    4: "AT&T workers-win a contract for Local 1's members",
    5: "Montréal: la grève continue",
    6: "Organizing the library; organizers wanted",
    7: "Legislation on pensions passed",
}


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table posts using fts5(title, teaser, body, tokenize='porter unicode61')")
    connection.executemany(
        "insert into posts(rowid, title, teaser, body) values (?, ?, '', 'living wage')", POSTS.items()
    )
    yield connection
    connection.close()


def found(index: sqlite3.Connection, text: str) -> set[int]:
    return {row for (row,) in index.execute("select rowid from posts where posts match ?", [fts_query(text)])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("strike", {1, 3}),
        ("strike averted", {3}),
        ("strike OR pensions", {1, 3, 7}),
        ("strike AND nurses", {1}),
        ("strike NOT nurses", {3}),
        ("strike AND NOT nurses", {3}),
        ("strike -nurses", {3}),
        ("-nurses strike", {3}),
        ('strike -"team elected"', {1}),
        ("(pensions OR nurses) wage", {1, 7}),
        ("wage -(strike OR pensions)", {2, 4, 5, 6}),
        ('"vote to strike"', {1}),
        ("“vote to strike”", {1}),
        ("«vote to strike»", {1}),
        ('"strike to vote"', set()),
        ("title:wage", set()),
        ("body:wage nurses", {1}),
        ("title: nurses", {1}),
        ("TITLE:(nurses OR pensions)", {1, 7}),
        ("montreal", {5}),
        ("GRÈVE", {5}),
        ("AT&T", {4}),
        ("workers-win", {4}),
        ("local 1’s", {4}),
        ("c++ OR nurses", {1}),
        ("nurses:strike", set()),
        ("strike OR", {1, 3}),
        ("OR strike", {1, 3}),
        ("((strike", {1, 3}),
        ("nurses) strike", {1}),
        ('"nurses vote', {1}),
        ("nurses / strike", {1}),
    ],
)
def test_a_question_means_what_a_reader_expects(index: sqlite3.Connection, text: str, expected: set[int]) -> None:
    assert found(index, text) == expected


@pytest.mark.parametrize("beginning", ["negotiat*", "negoti*", "negotiatin*"])
def test_a_beginning_finds_words_that_the_stemmer_cut_shorter(index: sqlite3.Connection, beginning: str) -> None:
    assert 3 in found(index, beginning)
    assert found(index, "organiz*") == {6}
    assert found(index, "legislat*") == {7}
    assert found(index, "neg*") == {2, 3}


def test_a_beginning_does_not_find_words_that_begin_otherwise(index: sqlite3.Connection) -> None:
    assert found(index, "strik*") == {1, 3}


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00\x01", "-", "*", '"', '""', "***", "/", "::", "AND", "OR OR", "()", "title:", "🙂"]
)
def test_a_text_without_words_asks_nothing_and_finds_nothing(index: sqlite3.Connection, text: str) -> None:
    assert read_question(text) is None
    assert found(index, text) == set()


def test_a_reader_is_told_why_nothing_was_asked() -> None:
    assert explain_nothing("  ") is None
    assert "exclusions" in (explain_nothing("NOT nurses") or "")
    assert "exclusions" in (explain_nothing("-nurses") or "")
    assert "no word" in (explain_nothing("***") or "")


PIECES = [*"ab \"*-:()^{}+,'&“”\x00", "AND ", "OR ", "NOT ", "NEAR(", "title:", "strik", "12"]
SYNTAX = st.lists(st.sampled_from(PIECES)).map("".join)


@given(st.one_of(st.text(), SYNTAX, st.lists(SYNTAX).map(" ".join)))
@example("(" * 10_000)
@example(")" * 10_000)
@example("NOT " * 3_000)
@example("(a OR " * 2_000)
@example("-(" * 5_000)
@example("title:(a -(b " * 900)
@example('"' * 9_999)
@example("x" * 10_240)
@example("\ud800 lone surrogate")
def test_any_text_is_a_question_that_fts5_takes(index: sqlite3.Connection, text: str) -> None:
    match = fts_query(text)
    index.execute("select rowid from posts where posts match ? order by rank", [match]).fetchall()
    assert len(match) < 20 * MAX_LENGTH


@given(st.text())
def test_a_question_is_the_same_when_asked_again(text: str) -> None:
    assert read_question(text) == read_question(text)
    assert (read_question(text) is None) == (fts_query(text) == '""')
