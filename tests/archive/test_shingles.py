"""Words in their normal form, runs of them, and the sketches by which like texts are found."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sameness.shingles import MOST_WORDS, containment, normal_form, sketch, words_of

WORDS = [f"w{number}x" for number in range(4000)]


def text(seed: int, length: int) -> str:
    return " ".join(random.Random(seed).sample(WORDS, length))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Don’t”, she said", '"Don\'t" she SAID'),
        ("re-elected — again", "re‐elected–again"),
        ("Smith &amp; Sons&nbsp;win", "Smith & Sons win"),
        ("1,200 members, 8%", "1200 members, 8 %"),
        ("June 6th at 5", "June 6 at 5"),
        ("negociación", "NEGOCIACION"),
        ("negociacio\u0301n", "negociación"),
        ("one\u200b two\u00adthree", "one twothree"),
        ("a\n\nb\tc", "a b c"),
    ],
)
def test_the_normal_form_does_not_see_how_a_site_prints(one: str, other: str) -> None:
    assert normal_form(one).replace(" & ", " ") == normal_form(other).replace(" & ", " ")


@pytest.mark.parametrize(
    ("one", "other"), [("1,200", "1,300"), ("June 6", "June 7"), ("$500", "$550"), ("5:30", "6:30")]
)
def test_the_normal_form_keeps_what_tells(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


def test_a_capital_says_nothing_where_a_sentence_begins() -> None:
    words = words_of("Workers won. Members cheered! In Ostley\nRain fell")
    assert [words.normal[at] for at in sorted(words.starts) if at < len(words)] == ["workers", "members", "in", "rain"]


def test_containment_is_the_share_of_the_shorter_text() -> None:
    assert containment(tuple("abcdef"), tuple("xxabcdefyy")) == 1.0
    assert containment(tuple("abcdef"), tuple("abcxyz")) == 0.25
    assert containment((), tuple("abc")) == 0.0


@given(st.integers(0, 10_000), st.integers(20, 1000), st.integers(0, 75), st.integers(20, 60))
def test_a_teaser_meets_its_text_behind_any_local_paragraph(seed: int, length: int, local: int, cut: int) -> None:
    body = text(seed, max(length, cut))
    copy = f"{text(seed + 1, local)}\n\n{body}"
    teaser = " ".join(body.split()[:cut])
    assert sketch(None, teaser, None) & sketch(None, None, body)
    assert sketch(None, teaser, None) & sketch(None, None, copy)


@given(st.integers(0, 10_000), st.integers(60, 1000))
def test_a_text_meets_what_is_left_of_it(seed: int, length: int) -> None:
    """Half of its words stay, and others are put before and after."""
    words = text(seed, length).split()
    copy = " ".join([*text(seed + 1, 40).split(), *words[: length // 2], *text(seed + 2, 40).split()])
    assert sketch(None, None, copy) & sketch(None, None, " ".join(words))


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400))
def test_any_text_gives_few_hashes_that_the_database_can_hold(title: str, teaser: str, body: str) -> None:
    hashes = sketch(title, teaser, body)
    assert len(hashes) <= 29
    assert all(0 <= number < 2**63 for number in hashes)


def test_a_teaser_beside_a_body_is_sketched_where_it_says_something_else() -> None:
    body, own, opening = text(1, 200), text(2, 25), " ".join(text(1, 200).split()[:25])
    assert sketch(None, own, body) & sketch(None, own, None)
    assert sketch(None, opening, body) == sketch(None, None, body)


def test_posts_of_one_title_are_candidates_and_short_titles_are_not() -> None:
    assert sketch("Town workers ratify contract", None, None) & sketch(
        "TOWN WORKERS ratify contract", None, text(3, 80)
    )
    assert not sketch("Bargaining update", None, text(4, 80)) & sketch("Bargaining update", None, text(5, 80))


def test_hashes_are_the_same_in_every_process() -> None:
    code = "from archive.sameness.shingles import sketch; print(sorted(sketch('A title here', None, 'some words of a text that is short')))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert "[" in told.pop()


@pytest.mark.parametrize(
    "hostile",
    [
        "word " * 2_000_000,
        "x" * 10_000_000,
        "😀" * 2_000_000,
        "\x00" * 5_000_000,
        "שלום " * 1_000_000,
        "1," * 3_000_000,
        "&amp;" * 2_000_000,
    ],
    ids=["one word", "no spaces", "emoji", "nul", "right to left", "digits", "entities"],
)
def test_of_a_hostile_text_no_more_than_a_bounded_part_is_looked_at(hostile: str) -> None:
    assert len(words_of(hostile)) <= MOST_WORDS
    assert len(sketch(hostile, hostile, hostile)) <= 29
