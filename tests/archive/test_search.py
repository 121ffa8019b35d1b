import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.keeping import keep
from archive.search import quote, search
from archive.wording import rebuild_index
from parsing.questions import fts_query
from tests.builders import DAY, NOW, SITES, assert_sound, fresh_archive, item, rows, teaser

Database = sqlite_utils.Database


@pytest.fixture
def filled(db: Database) -> Database:
    keep(db, item(1, title="Montréal strikes", body="Workers at AT&T won a C++ class in local 1's hall."), SITES)
    keep(db, item(2, title="Workers-win", body="The strike AND the picket. title:foo"), SITES)
    keep(db, item(3, title="Nothing of the sort", body="A quiet day at the library."), SITES)
    return db


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("strike", {1, 2}),
        ("montreal", {1}),
        ("AT&T", {1}),
        ("C++", {1}),
        ("local 1's", {1}),
        ("workers-win", {2}),
        ("title:foo", {2}),
        ("strike AND", {2}),
        ("“quiet day”", {3}),
        ('"day quiet"', set()),
        ('quiet "unfinished', set()),
        ("(quiet", {3}),
        ("quiet*", {3}),
        ("-quiet", {3}),
        ("^quiet NEAR", set()),
        ("", set()),
        ("  \t ", set()),
        ("&&& *** ???", set()),
        ("\x00quiet\x00", {3}),
        ("😀", set()),
    ],
)
def test_whatever_a_person_types_finds_what_holds_its_words(filled: Database, asked: str, found: set[int]) -> None:
    assert {one.item_id for one in search(filled, asked)} == found


_SEARCHED = fresh_archive()
keep(_SEARCHED, item(), SITES)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(['"', "(", "AND", "OR", "NOT", "*", "-", "a", ":", "^", "NEAR(", "'"])).map(" ".join)
)
def test_no_text_of_any_kind_is_an_error(text: str) -> None:
    assert isinstance(search(_SEARCHED, text), list)


@pytest.mark.parametrize(
    "plain",
    ["bargaining team", "“back rows”", "county proposals", "Forty pages", "safe-staffing", "nowhere to be found"],
)
def test_the_site_and_the_archive_find_the_same_by_plain_words(plain: str) -> None:
    asked = "SELECT rowid FROM search WHERE search MATCH ?"
    assert rows(_SEARCHED, asked, quote(plain)) == rows(_SEARCHED, asked, fts_query(plain))


def test_a_pasted_page_is_cut_to_a_question(filled: Database) -> None:
    assert search(filled, "quiet " * 10_000)


def test_extracts_mark_the_words_and_limits_hold(filled: Database) -> None:
    (found,) = search(filled, "strike", limit=1)
    assert "[strike" in found.extract.lower()


def test_t4_an_index_out_of_step_is_found_by_the_check_and_mended_by_a_rebuild(filled: Database) -> None:
    filled.conn.execute(
        "INSERT INTO search(search, rowid, title) VALUES ('delete', (SELECT max(rowid) FROM search), 'x')"
    )
    with pytest.raises(Exception, match="malformed"):
        filled.conn.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    rebuild_index(filled)
    assert_sound(filled)
    assert {one.item_id for one in search(filled, "strike")} == {1, 2}


def test_text_that_two_items_show_is_found_until_both_show_other_words(db: Database) -> None:
    both = {"title": "Shared words", "teaser": None}
    keep(db, teaser(1, **both), SITES)
    keep(db, teaser(1, of="local-1", **both), SITES)
    keep(db, teaser(1, title="Edited", teaser=None, seen_at=NOW + DAY), SITES)
    assert [one.item_id for one in search(db, "shared")] == [2]
    keep(db, teaser(1, of="local-1", title="Edited too", teaser=None, seen_at=NOW + DAY), SITES)
    assert search(db, "shared") == []
