"""Section "kinds": the shipped rules for kinds over the labelled posts of tests/quality/kinds.csv."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality_reading import ROOT, kind_by_rules
from benchmarks.quality_scores import LEAST
from benchmarks.quality_tables import Bar, Section, percent

LABELLED = ROOT / "tests" / "quality" / "kinds.csv"
COLUMNS = ["title", "opening", "tags", "address", "kind", "note"]
#: name of a bar -> the least share of posts that are right. All other kinds are worth little where news is not news.
BARS = {"all": 0.95, "held": 0.9}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A post with the kind an archivist gave it. held: kept back, so that no rule was mended after it."""

    title: str
    opening: str
    tags: tuple[str, ...]
    address: str
    kind: str
    held: bool

    def by_rules(self) -> str | None:
        """The kind by the project's own file of rules."""
        return kind_by_rules(self.title, self.opening or None, self.tags, self.address)


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a kind was right, given in all, and wanted in all."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float | None:
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        return self.right / self.wanted if self.wanted else None


@dataclass(frozen=True, slots=True)
class Judged:
    """Labelled posts beside what the rules gave them."""

    pairs: tuple[tuple[Labelled, str | None], ...]

    @property
    def accuracy(self) -> float:
        """Share of posts whose kind is right."""
        return sum(post.kind == given for post, given in self.pairs) / len(self.pairs)

    @property
    def held(self) -> Judged:
        """The posts that no rule was mended after."""
        return Judged(tuple(pair for pair in self.pairs if pair[0].held))

    @property
    def faults(self) -> list[str]:
        """A line for every post of a wrong kind."""
        return [
            f"{'held: ' if post.held else ''}{post.title}: {given!r} for {post.kind!r}"
            for post, given in self.pairs
            if given != post.kind
        ]

    def kinds(self) -> dict[str, Counts]:
        """Every kind that was wanted, the commonest first."""
        wanted = Counter(post.kind for post, _ in self.pairs)
        given = Counter(kind for _, kind in self.pairs)
        right = Counter(post.kind for post, kind in self.pairs if post.kind == kind)
        return {kind: Counts(right[kind], given[kind], count) for kind, count in wanted.most_common()}


def labelled(file: Path = LABELLED) -> tuple[Labelled, ...]:
    """The posts of the file, in its order. Raises OSError, and ValueError for other columns."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, strict=True)
        if rows.fieldnames != COLUMNS:
            raise ValueError(f"{file}: the columns must be {','.join(COLUMNS)}")
        return tuple(_labelled(row) for row in rows)


def judged(posts: Iterable[Labelled], rules: Callable[[Labelled], str | None] = Labelled.by_rules) -> Judged:
    """What the rules make of the posts."""
    return Judged(tuple((post, rules(post)) for post in posts))


def section(file: Path = LABELLED) -> Section:
    """The rules over all posts, and over those held back. Raises OSError and ValueError where the file is broken."""
    everything = judged(labelled(file))
    held = everything.held
    made = Section(f"Kinds: {len(everything.pairs)} labelled posts, {len(held.pairs)} of them held back from mending")
    made.rows = _rows(everything, held)
    made.bars = [
        Bar("kinds right, all posts", everything.accuracy, LEAST, BARS["all"]),
        Bar("kinds right, posts held back", held.accuracy, LEAST, BARS["held"]),
    ]
    made.faults = everything.faults
    return made


def _rows(everything: Judged, held: Judged) -> list[Sequence[str]]:
    kept = held.kinds()
    rows: list[Sequence[str]] = [("", "posts", "precision", "recall", "held", "precision", "recall")]
    for kind, counts in everything.kinds().items():
        rows.append((kind, *_cells(counts), *_cells(kept.get(kind, Counts(0, 0, 0)))))
    totals = [cell for one in (everything, held) for cell in (str(len(one.pairs)), percent(one.accuracy), "")]
    return [*rows, ("right in all", *totals)]


def _cells(counts: Counts) -> tuple[str, str, str]:
    return str(counts.wanted), percent(counts.precision), percent(counts.recall)


def _labelled(row: dict[str, str]) -> Labelled:
    tags = tuple(tag.strip() for tag in row["tags"].split(",") if tag.strip())
    return Labelled(row["title"], row["opening"], tags, row["address"], row["kind"], row["note"] == "held")
