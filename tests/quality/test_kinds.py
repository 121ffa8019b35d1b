"""The rules for kinds on labelled posts: no figure falls below its floor in kinds_floors.json, and the labels are sound.

A floor is raised when the rules get better and lowered only by an edit that says why.
`python -m benchmarks.quality kinds --list` names every post that is wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from archive.words import KINDS
from benchmarks.quality_kinds import LABELLED, Judged, judged, labelled, section
from benchmarks.quality_tables import percent

FLOORS = json.loads((Path(__file__).parent / "kinds_floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rules() -> Judged:
    return judged(labelled())


@pytest.mark.parametrize("part", FLOORS["right"])
def test_no_part_of_the_posts_is_sorted_worse_than_its_floor(rules: Judged, part: str) -> None:
    share = {"all": rules, "held": rules.held}[part].accuracy
    assert share >= FLOORS["right"][part], f"{percent(share)} right; wrong are:\n" + "\n".join(rules.faults)


@pytest.mark.parametrize("kind", FLOORS["kinds"])
def test_no_kind_falls_below_its_floors(rules: Judged, kind: str) -> None:
    counts = rules.kinds()[kind]
    assert counts.precision is not None and counts.recall is not None, f"no post is given the kind {kind}"
    floor = FLOORS["kinds"][kind]
    assert counts.precision >= floor["precision"] and counts.recall >= floor["recall"], "\n".join(rules.faults)


def test_every_kind_has_labels_and_floors_and_half_of_the_labels_are_news(rules: Judged) -> None:
    counts = Counter(post.kind for post, _ in rules.pairs)
    assert set(counts) == set(KINDS) == set(FLOORS["kinds"])
    assert min(counts.values()) >= 10
    assert 0.45 <= counts["news"] / len(rules.pairs) <= 0.55


def test_every_third_post_is_held_back_and_no_title_stands_twice() -> None:
    posts = labelled()
    assert [post.held for post in posts] == [at % 3 == 2 for at in range(len(posts))]
    assert len({post.title for post in posts}) == len(posts)


def test_wrong_kinds_are_counted_against_both_kinds() -> None:
    one = labelled()[0]
    pair = (replace(one, kind="news", held=False), replace(one, kind="event", held=True))
    counts = judged(pair, lambda _: "news").kinds()
    assert (counts["news"].precision, counts["news"].recall) == (0.5, 1.0)
    assert (counts["event"].precision, counts["event"].recall) == (None, 0.0)
    assert judged(pair, lambda _: "news").held.accuracy == 0.0


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "kinds.csv"
    other.write_text("title,kind\nA walk,event\n", encoding="utf-8")
    with pytest.raises(ValueError, match="columns must be"):
        labelled(other)


def test_the_section_shows_every_kind_and_names_what_is_wrong() -> None:
    text = section(LABELLED).text(with_faults=True)
    assert all(kind in text for kind in KINDS)
    assert text.count(" for '") == len(judged(labelled()).faults)
