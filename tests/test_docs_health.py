"""docs/health.md tells of every kind of finding, with its next step, as the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.health.kinds import KINDS
from web.health import grade

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "health.md").read_text(encoding="utf-8")
_STANDS_FOR = {"{address}": "ADDRESS", "{homepage}": "HOME", "{host}": "HOST", "{name}": "NAME"}


@pytest.mark.parametrize("name", KINDS)
def test_every_finding_is_told_of_with_its_next_step(name: str) -> None:
    step = KINDS[name].next_step
    for mark, word in _STANDS_FOR.items():
        step = step.replace(mark, word)
    assert f"| `{name}` | {grade(KINDS[name].weight)} | {KINDS[name].about} | {step} |" in PAGE


def test_no_finding_is_told_of_that_there_is_not() -> None:
    told = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    assert told == list(KINDS), "in the order of their weight"
