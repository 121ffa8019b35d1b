"""web/spreadsheets.py: no cell of a CSV is run as a formula, and no other cell changes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.spreadsheets import HarmlessCsv, csv_line, harmless

CELLS = st.text(alphabet=st.sampled_from(list("ab=+-@\t\r\n\",' 1.é")), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6)


def written(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1 for us", "-2+3", "@SUM(A1)", "\t=x", "\r=x", "＝1", " =1", "\n=1", "- a list"]
)
def test_w6_a_cell_that_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "words", "-5", "+5.25", "-1,234", "1e-9", "-3E+4", "a=b", "2024-06-04", "'=1"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


@given(ROWS, st.integers(min_value=1, max_value=9))
def test_a_stream_cut_anywhere_gives_the_same_rows(rows: list[list[str]], size: int) -> None:
    text = written(rows)
    stream = HarmlessCsv()
    pieces = [stream.feed(text[start : start + size]) for start in range(0, len(text), size)]
    given_back = list(csv.reader(io.StringIO("".join([*pieces, stream.finish()]), newline="")))
    assert given_back == [[harmless(cell) for cell in row] for row in rows]


def test_a_header_is_made_harmless_too() -> None:
    stream = HarmlessCsv()
    assert stream.feed("=cmd,b\r\n1,2\r\n") == "'=cmd,b\r\n1,2\r\n"


def test_a_cell_longer_than_the_modules_default_limit_passes() -> None:
    stream = HarmlessCsv()
    text = written([["=" + "x" * 300_000, "y"]])
    assert len(stream.feed(text) + stream.finish()) == len(text) + 1


def test_a_stream_that_breaks_off_within_quotes_still_gives_what_came() -> None:
    stream = HarmlessCsv()
    assert stream.feed('a,"half') == ""
    assert "half" in stream.finish()


VALUES = CELLS | st.none() | st.integers() | st.floats() | st.booleans()


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_a_line_is_to_the_letter_what_the_module_csv_writes(cells: list[object]) -> None:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    assert csv_line(cells) == text.getvalue()
