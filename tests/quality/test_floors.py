"""Our reader alone on the pages of tests/quality: no figure falls below its floor in floors.json.

A floor is raised when the reader gets better and lowered only by an edit that says why. `make quality` prints the same
figures with the other readers beside them; `python -m benchmarks.quality --no-rivals pages --list` names every fault.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.quality_reading import scored, truths
from benchmarks.quality_scores import Figures

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ours() -> Figures:
    return scored(truths())


def worst(ours: Figures, column: str) -> str:
    if column == "body":
        return "poorest: " + ", ".join(f"{name} {score:.3f}" for name, score in ours.worst(8))
    return "\n".join(f"{page}: {got!r} for {wanted!r}" for page, of, got, wanted in sorted(ours.faults) if of == column)


@pytest.mark.parametrize("column", FLOORS["at least"])
def test_no_share_falls_below_its_floor(ours: Figures, column: str) -> None:
    share = ours.share(column)
    assert share is not None, f"nothing was measured of {column}"
    floor = FLOORS["at least"][column]
    assert share >= floor, f"{column} is {share:.4f}, its floor {floor}; wrong are:\n{worst(ours, column)}"


@pytest.mark.parametrize("column", FLOORS["at most"])
def test_no_share_of_what_is_wrong_rises_above_its_ceiling(ours: Figures, column: str) -> None:
    share = ours.share(column)
    assert share is not None, f"nothing was measured of {column}"
    most = FLOORS["at most"][column]
    assert share <= most, f"{column} is {share:.4f}, its ceiling {most}; wrong are:\n{worst(ours, column)}"


def test_no_body_is_poorer_than_its_own_floor(ours: Figures) -> None:
    """Pages that fall short today have a floor of their own; all others must reach the common one."""
    low = {
        name: (round(score, 3), floor)
        for name, score in ours.bodies.items()
        if score < (floor := FLOORS["poor bodies"].get(name, FLOORS["any body"]))
    }
    assert not low, f"page: (F1, floor): {low}"


def test_a_floor_belongs_to_every_column_and_to_pages_that_exist(ours: Figures) -> None:
    assert set(FLOORS["at least"]) | set(FLOORS["at most"]) == {*ours.counts, "body"}
    assert set(FLOORS["poor bodies"]) <= set(ours.bodies)
