"""The judgement of sameness on labelled pairs: no figure falls below its floor in pairs_floors.json.

A floor is raised when the judgement gets better and lowered only by an edit that says why.
`python -m benchmarks.quality pairs --list` names every pair that is wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.labelled_pairs import FOLDER, HELD_OUT, Labels, labels, printing
from benchmarks.quality_pairs import by_containment, by_jaccard, connected, judged, ours, section, sketched

FLOORS = json.loads((Path(__file__).parent / "pairs_floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def labelled() -> Labels:
    return labels()


def test_no_share_falls_below_its_floor(labelled: Labels) -> None:
    mine = judged(labelled.pairs, ours)
    floors = FLOORS["at least"]
    assert mine.precision is not None and mine.precision >= floors["precision"], "\n".join(mine.faults)
    assert mine.recall >= floors["recall"], "\n".join(mine.faults)
    assert mine.merged <= FLOORS["near misses merged"], "\n".join(mine.faults)


def test_connecting_all_posts_ties_no_two_stories(labelled: Labels) -> None:
    whole = connected(labelled)
    floors = FLOORS["at least"]
    assert whole.right / (whole.right + whole.wrong) >= floors["connected precision"], "\n".join(whole.faults)
    assert whole.right / whole.wanted >= floors["connected recall"]


def test_sketches_find_the_pairs_that_belong_together(labelled: Labels) -> None:
    met = judged([pair for pair in labelled.pairs if pair.same], sketched)
    assert met.recall >= FLOORS["at least"]["candidates"], [pair.other.url for pair, said in met.pairs if not said]


def test_pairs_that_were_held_out_do_as_well() -> None:
    held = labels(HELD_OUT)
    mine, whole = judged(held.pairs, ours), connected(held)
    assert len(held.pairs) >= 60 and sum(not pair.same for pair in held.pairs) >= 20
    assert mine.recall >= FLOORS["at least"]["recall"] and not mine.merged and not whole.wrong, "\n".join(mine.faults)
    assert judged(held.pairs, by_containment).merged >= 5


def test_there_are_enough_pairs_near_misses_and_posts(labelled: Labels) -> None:
    families = Counter((pair.same, pair.family) for pair in labelled.pairs)
    assert len(labelled.pairs) >= 400
    assert sum(not pair.same for pair in labelled.pairs) >= 120
    assert len({name for name in labelled.story_of.values() if "/" not in name}) >= 59
    assert len(families) >= 30
    assert all(pair.note or pair.same for pair in labelled.pairs)


def test_rivals_merge_near_misses_that_ours_keeps_apart(labelled: Labels) -> None:
    """Else the near misses would be none."""
    assert judged(labelled.pairs, by_containment).merged >= 50
    assert judged(labelled.pairs, by_jaccard).merged >= 50


def test_a_step_that_changes_nothing_is_refused(labelled: Labels) -> None:
    post = labelled.pairs[0].one
    with pytest.raises(ValueError, match="there is no 'words that are not there'"):
        printing(post, [["swap", "words that are not there", "others"]], "x")
    with pytest.raises(ValueError, match="no step"):
        printing(post, [["juggle"]], "x")


def test_the_section_names_every_family_and_rival(labelled: Labels) -> None:
    text = section(labelled).text(with_faults=True)
    assert all(pair.family in text for pair in labelled.pairs)
    assert "containment .8" in text and "jaccard .5" in text
    assert (FOLDER / "same.jsonl").exists()
