"""Section "facts": topics, mentions and places over the labelled texts of tests/quality/facts, with many traps.

A mention is right only with its kind and the source that it stands for, or with none where none is certain.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import registry
from benchmarks.quality_reading import ROOT
from benchmarks.quality_scores import LEAST
from benchmarks.quality_tables import Bar, Section, percent
from parsing.finding import Bodies, Gazetteer, Topics, find_mentions, find_places, find_topics
from registry import finding

LABELLED = ROOT / "tests" / "quality" / "facts"
SORTS = ("topics", "mentions", "places")
#: the least shares: precision, recall. Precision goes before recall.
BARS = {"topics": (0.95, 0.9), "mentions": (0.97, 0.93), "places": (0.97, 0.9)}
Fact = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A short text with the facts that an archivist found in it. held: written after the rules were, and the harder."""

    title: str
    text: str
    facts: frozenset[Fact]
    held: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """Labelled texts beside what was found in them."""

    pairs: tuple[tuple[Labelled, frozenset[Fact]], ...]

    @property
    def precision(self) -> float | None:
        given = sum(len(found) for _, found in self.pairs)
        return self._right / given if given else None

    @property
    def recall(self) -> float:
        return self._right / sum(len(one.facts) for one, _ in self.pairs)

    @property
    def held(self) -> Judged:
        """The texts that were held back."""
        return Judged(tuple(pair for pair in self.pairs if pair[0].held))

    @property
    def _right(self) -> int:
        return sum(len(one.facts & found) for one, found in self.pairs)

    @property
    def faults(self) -> list[str]:
        return [
            f"{one.title or one.text[:60]}: {'wrong' if fact in found else 'missed'} {' '.join(map(str, fact))}"
            for one, found in self.pairs
            for fact in sorted(found ^ one.facts, key=str)
        ]


def labelled(sort: str, folder: Path = LABELLED) -> tuple[Labelled, ...]:
    """The texts of one file. Raises OSError, KeyError and ValueError where it is broken."""
    lines = (folder / f"{sort}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(
        Labelled(row["title"], row["text"], frozenset(_fact(one) for one in row[sort]), row["held"]) for row in rows
    )


def _fact(label: str | list[str | None]) -> Fact:
    return (label,) if isinstance(label, str) else tuple(label)


@lru_cache(maxsize=1)
def rules() -> tuple[Topics, Bodies, Gazetteer]:
    """The project's own files."""
    rows = registry.load(ROOT / "data" / "registry")
    names = finding.short_names(ROOT / "data" / "rules" / "bodies.csv")
    return (
        finding.topic_rules(ROOT / "data" / "rules" / "topics.csv"),
        finding.bodies(rows, names),
        finding.gazetteer(ROOT / "data" / "gazetteer"),
    )


def found_in(sort: str, one: Labelled) -> frozenset[Fact]:
    """What our own rules find in a text."""
    topics, bodies, gazetteer = rules()
    if sort == "topics":
        return frozenset((found.topic,) for found in find_topics(topics, one.title, one.text))
    if sort == "places":
        return frozenset((found.place, found.state) for found in find_places(gazetteer, one.title, one.text))
    mentions = find_mentions(bodies, gazetteer, one.title, one.text)
    return frozenset((found.name, found.kind, found.source_id) for found in mentions)


def judged(sort: str, folder: Path = LABELLED) -> Judged:
    """The texts of one sort beside what is found in them."""
    return Judged(tuple((one, found_in(sort, one)) for one in labelled(sort, folder)))


def section(folder: Path = LABELLED) -> Section:
    """All three sorts. Raises OSError, KeyError and ValueError where a file is broken."""
    by = {sort: judged(sort, folder) for sort in SORTS}
    made = Section(f"Facts: {sum(len(each.pairs) for each in by.values())} labelled texts")
    rows: list[Sequence[str]] = [("", "texts", "facts", "precision", "recall", "held", "precision", "recall")]
    for sort, each in by.items():
        facts = sum(len(one.facts) for one, _ in each.pairs)
        rows.append((sort, str(len(each.pairs)), str(facts), percent(each.precision), percent(each.recall),
                     str(len(each.held.pairs)), percent(each.held.precision), percent(each.held.recall)))  # fmt: skip
        made.bars += [
            Bar(f"{sort}: precision", each.precision, LEAST, BARS[sort][0]),
            Bar(f"{sort}: recall", each.recall, LEAST, BARS[sort][1]),
        ]
        made.faults += each.faults
    made.rows = rows
    return made
