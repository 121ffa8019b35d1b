"""parsing/questions: whatever a reader types is a question that FTS5 takes, or none; and what its filters mean."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive import words
from parsing.questions import MAX_LENGTH, NAMES, Filter, conditions, fts_query, read_question
from parsing.questions import values as values_of

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
    assert read_question(text).match is None
    assert not read_question(text).asks
    assert found(index, text) == set()


def test_a_reader_is_told_why_nothing_was_asked() -> None:
    assert read_question("  ").why_nothing is None
    assert "exclusions" in (read_question("NOT nurses").why_nothing or "")
    assert "exclusions" in (read_question("-nurses").why_nothing or "")
    assert "no word" in (read_question("***").why_nothing or "")
    assert read_question("nurses").why_nothing is None
    assert read_question("kind:event").why_nothing is None


PIECES = [
    *"ab \"*-:()^{}+,'&“”\x00",
    "AND ",
    "OR ",
    "NOT ",
    "NEAR(",
    "title:",
    "strik",
    "12",
    "source:",
    "-state:",
    "year:2018",
    "before:",
    "has:",
    "kind:event ",
    "is:",
    "lang:es",
    "date:x ",
    "2018-02-31",
]
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
@example("source:" * 1_400)
@example("state:(" * 1_400)
@example("-kind:event " * 900)
@example("before:9999-12-31 after:0001 on:9999 year:9999 on:9999-12")
def test_any_text_is_a_question_that_fts5_takes(index: sqlite3.Connection, text: str) -> None:
    match = fts_query(text)
    index.execute("select rowid from posts where posts match ? order by rank", [match]).fetchall()
    assert len(match) < 20 * MAX_LENGTH
    question = read_question(text)
    assert all(len(remark) < 300 for remark in question.remarks)
    assert len(question.remarks) <= 6
    for one in question.filters:
        assert len(read_question(question.without(one)).text) < len(question.text)


@given(st.text())
def test_a_question_is_the_same_when_asked_again(text: str) -> None:
    assert read_question(text) == read_question(text)
    assert (read_question(text).match is None) == (fts_query(text) == '""')


# ---- filters --------------------------------------------------------------------------------------------------------
def filters_of(text: str, **given: list[str]) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(one.name, one.values, one.excluded) for one in read_question(text, given).filters]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("source:council-4", [("source", ("council-4",), False)]),
        ('SOURCE:"Council 28"', [("source", ("Council 28",), False)]),
        ("source: council-4", [("source", ("council-4",), False)]),
        ("level:locals", [("level", ("local",), False)]),
        ("state:mn,WI", [("state", ("MN", "WI"), False)]),
        ("state:MN OR state:Wisconsin", [("state", ("MN", "WI"), False)]),
        ('state:(MN OR "New York")', [("state", ("MN", "NY"), False)]),
        ("-state:MN", [("state", ("MN",), True)]),
        ("NOT state:MN", [("state", ("MN",), True)]),
        ("kind:press-releases", [("kind", ("press_release",), False)]),
        ("lang:Spanish", [("language", ("es",), False)]),
        ("language:español", [("language", ("es",), False)]),
        ("is:original", [("role", ("original",), False)]),
        ("is:reprint", [("role", ("same", "retitled", "adapted", "excerpt"), False)]),
        ("is:gone", [("status", ("gone",), False)]),
        ("has:photos has:event", [("has", ("picture",), False), ("has", ("event",), False)]),
        ("year:2018 year:2019", [("year", ("2018", "2019"), False)]),
        ("after:2018-5 before:2019/01/31", [("after", ("2018-05",), False), ("before", ("2019-01-31",), False)]),
        ('topic:"health care" place:“St. Paul”', [("topic", ("health care",), False), ("place", ("St. Paul",), False)]),
        ("author:roe", [("author", ("roe",), False)]),
    ],
)
def test_a_filter_is_read_wherever_it_stands(text: str, expected: object) -> None:
    assert filters_of(text) == expected
    assert filters_of(f"strike {text}") == filters_of(f"{text} strike") == expected
    assert read_question(f"strike {text}").match == '"strike"'
    assert not read_question(text).remarks


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("level:foo", "no level"), ("state:Atlantis", "no US state"), ("kind:poem", "no kind"), ("year:soon", "no date"),
        ("on:2018-02-30", "no day"), ("year:2018-05", "on:2018-05"), ("has:wings", "event, file and picture"),
        ("is:blue", "nothing that a post can be"), ("lang:klingonish", "no language"), ("date:2018", "no operator"),
        ("source:", "needs a value"), ("state:OR kind:", "needs a value"), ("nurses OR state:MN", "whole question"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_in_a_line_and_the_rest_is_asked(text: str, word: str) -> None:
    question = read_question(f"{text} strike" if not text.endswith(":") else f"strike {text}")
    assert word in " ".join(question.remarks)
    assert '"strike"' in (question.match or "")


def test_times_and_addresses_and_quotations_are_no_operators() -> None:
    for text in ("at 10:30", "https://example.org/strike", "Re:strike", '"level:foo"', "a:b"):
        assert not read_question(text).remarks, text
        assert not read_question(text).filters, text


def test_an_argument_means_what_the_operator_means() -> None:
    for name, value in (("state", "MN"), ("kind", "event"), ("lang", "es"), ("before", "2018-05"), ("is", "original")):
        assert filters_of("", **{name: [value]}) == filters_of(f"{name}:{value}")
    assert filters_of("state:MN", state=["WI"]) == [("state", ("MN",), False), ("state", ("WI",), False)]
    assert filters_of("", state=["MN", "WI"]) == [("state", ("MN", "WI"), False)]
    assert read_question("x", {"level": ["foo"]}).remarks
    assert filters_of("", nonsense=["x"], kind=[" ", "\x00"]) == []


def test_a_filter_can_be_taken_out_of_the_text() -> None:
    question = read_question('nurses -state:"New York" "safe staffing" kind:event OR kind:news')
    by_name = {one.name: one for one in question.filters}
    assert question.without(by_name["state"]) == 'nurses "safe staffing" kind:event OR kind:news'
    assert question.without(by_name["kind"]) == 'nurses -state:"New York" "safe staffing"'


def test_the_words_of_the_filters_are_those_of_the_archive() -> None:
    assert set(values_of.KINDS) == set(words.KINDS)
    assert set(values_of.LEVELS) == set(words.LEVELS)
    assert set(values_of.STATUSES) == set(words.STATUSES)
    assert set(values_of.ROLES) == set(words.ROLES)
    assert len(values_of.STATES) == 57


@pytest.mark.parametrize(
    ("value", "first", "beyond"),
    [
        ("2018", "2018-01-01", "2019-01-01"), ("2018-02", "2018-02-01", "2018-03-01"),
        ("2018-12", "2018-12-01", "2019-01-01"), ("2020-02-29", "2020-02-29", "2020-03-01"),
        ("9999-12-31", "9999-12-31", "9999-12-31"), ("0001", "0001-01-01", "0002-01-01"),
    ],
)  # fmt: skip
def test_a_date_is_the_days_that_it_covers(value: str, first: str, beyond: str) -> None:
    assert values_of.span(value) == (first, beyond)


@given(st.sampled_from(sorted(NAMES)), st.text(max_size=60))
def test_no_value_becomes_a_part_of_the_sql(name: str, value: str) -> None:
    marked = f"zqx{value}zqx"
    question = read_question("", {name: [marked]})
    made, params = conditions([*question.filters, Filter("source", (marked,)), Filter("author", (marked,), True)])
    assert "zqx" not in " ".join(made)
    assert all(f":{key}" in " ".join(made) for key in params)
