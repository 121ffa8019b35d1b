"""Topics, mentions and places on labelled texts: no figure falls below its floor, and the labels are sound.

A floor is raised when the rules get better and lowered only by an edit that says why.
`python -m benchmarks.quality facts --list` names every fact that is wrong.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.enriching.facts import KINDS
from benchmarks.quality_facts import LABELLED, SORTS, Judged, Labelled, judged, labelled, rules, section
from benchmarks.quality_tables import percent

FLOORS = json.loads((Path(__file__).parent / "facts_floors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("part", ["all", "held"])
def test_no_sort_of_facts_falls_below_its_floors(sort: str, part: str) -> None:
    found = judged(sort) if part == "all" else judged(sort).held
    floor = FLOORS[sort][part]
    assert found.precision is not None
    told = f"{percent(found.precision)} right, {percent(found.recall)} found:\n" + "\n".join(found.faults)
    assert found.precision >= floor["precision"] and found.recall >= floor["recall"], told


def test_labels_name_topics_bodies_and_states_that_there_are() -> None:
    topics, bodies, gazetteer = rules()
    assert set(SORTS) == set(KINDS)
    assert {fact[0] for one in labelled("topics") for fact in one.facts} == {topic.name for topic in topics.rows}
    sources = {fact[2] for one in labelled("mentions") for fact in one.facts} - {None}
    assert sources <= set(bodies.rows)
    assert {fact[1] for one in labelled("places") for fact in one.facts} <= gazetteer.codes


@pytest.mark.parametrize("sort", SORTS)
def test_a_fifth_of_the_texts_or_more_are_traps_that_suggest_a_fact_and_have_none(sort: str) -> None:
    posts = labelled(sort)
    assert len({(one.title, one.text) for one in posts}) == len(posts) >= 60
    assert sum(not one.facts for one in posts) >= len(posts) / 5


def test_a_wrong_fact_and_a_missed_one_are_both_counted() -> None:
    one = Labelled("", "Words.", frozenset({("wages",), ("courts",)}), False)
    found = Judged(((one, frozenset({("wages",), ("strikes",)})),))
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert len(found.faults) == 2


def test_the_section_names_what_is_wrong() -> None:
    text = section(LABELLED).text(with_faults=True)
    assert text.count(": wrong ") + text.count(": missed ") == sum(len(judged(sort).faults) for sort in SORTS)
