"""How much of a text a public build shows."""

from hypothesis import given
from hypothesis import strategies as st

from archive.changes import Words
from archive.differing import difference
from archive.publishing.words import CHANGED, LONGEST, beginning, without_words
from web.differences import paragraphs


def test_a_short_text_is_shown_whole_and_in_one_line() -> None:
    assert beginning("One paragraph.\n\n- and a list") == "One paragraph. - and a list"
    assert beginning(None) is None and beginning("") is None and beginning(" \n ") is None


def test_a_long_text_is_cut_at_a_word_and_says_so() -> None:
    words = " ".join(f"word{number}" for number in range(100))
    shown = beginning(words)
    assert shown is not None and len(shown) <= LONGEST and shown.endswith("…")
    assert words.startswith(shown[:-1]) and words[len(shown) - 1] == " "


def test_a_text_without_blanks_is_cut_all_the_same() -> None:
    assert beginning("x" * 301) == "x" * 299 + "…"
    assert beginning("x" * 300) == "x" * 300


@given(st.text(alphabet=st.sampled_from("ab \n\u00a0\u3000é’"), max_size=900))
def test_never_more_than_three_hundred_characters_and_only_from_the_beginning(text: str) -> None:
    shown = beginning(text)
    if shown is None:
        assert not text.split()
        return
    assert 0 < len(shown) <= LONGEST
    assert " ".join(text.split()).startswith(shown.removesuffix("…").rstrip())
    assert shown.endswith("…") or shown == " ".join(text.split())


def test_many_blanks_hide_no_cut() -> None:
    shown = beginning(" " * 7000 + "beyond")
    assert shown in (None, "…") and "beyond" not in (shown or "")


def test_a_difference_keeps_the_title_and_none_of_the_texts_words() -> None:
    before = Words("Old title", None, "The union met on Monday with forty members of the team in the hall of the city.")
    after = Words("New title", None, "The union met on Tuesday with forty members of the team in the hall of the city.")
    told = without_words(difference(before, after))
    assert told is not None and "Monday" not in told and "Tuesday" not in told and "Old" in told and "New" in told
    assert [one.label for one in paragraphs(told)] == ["title", "rewritten"]
    assert without_words(difference(Words("T", None, before.body), Words("T", None, after.body))) == CHANGED
    only_title = without_words(difference(before, Words("New title", None, before.body)))
    assert only_title is not None and CHANGED not in only_title
    assert without_words(None) is None


def test_a_text_that_looks_like_a_titles_difference_is_none() -> None:
    body = without_words("the words [title] \n\n secret")
    assert body == CHANGED
