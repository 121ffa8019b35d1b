"""Section "pages": our reader and its rivals over the pages of tests/quality, against their truth."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks import rivals_environment
from benchmarks.quality_reading import PAGES, measured, truths
from benchmarks.quality_scores import BARS, Figures, Truth, judge
from benchmarks.quality_tables import Section, bars_of, percent

#: column of the figures -> head of the table
HEADS = {
    "recall": "recall",
    "foreign": "foreign",
    "title": "title",
    "day": "day",
    "wrong_day": "wrong day",
    "body": "body F1",
    "event": "event",
    "language": "language",
    "kind": "kind",
    "author": "author",
}


#: groups of pages: how the make of a page begins, in the truth; all others are of real generators
GROUPS = {"after the looks": "written after the looks of a system", "written by hand": "written by hand, to mislead"}


def section(*, rivals: bool = True, folder: Path = PAGES) -> Section:
    """Read all pages and compare. Raises OSError, KeyError and ValueError where a truth is broken."""
    known = truths(folder)
    ours = measured(known, folder)
    figures, notes = [ours], []
    if rivals:
        try:
            for name, readings in rivals_environment.readings(folder).items():
                figures.append(judge(name, known, readings, rivals_environment.COLUMNS[name]))
        except rivals_environment.NoRivalsError as error:
            notes.append(f"Rivals are not shown: {error}.")
    posts = sum(truth.post for truth in known)
    made = Section(f"Pages: {posts} posts of {_makes(known)} makes, {len(known) - posts} pages that are none")
    made.rows = [("", *HEADS.values(), "ms", "ms p95"), *(_row(one) for one in figures)]
    made.notes = [*notes, *_against(figures), *_by_group(known, ours), *_worst(ours)]
    made.bars = bars_of({name: ours.share(name) for name in BARS}, BARS)
    made.faults = [f"{page}: {column}: {got!r} for {wanted!r}" for page, column, got, wanted in sorted(ours.faults)]
    return made


def _makes(known: Sequence[Truth]) -> int:
    return len({truth.make for truth in known})


def _by_group(known: Sequence[Truth], ours: Figures) -> list[str]:
    """A line for each group of pages: where the faults of our reader lie."""
    groups: dict[str, list[str]] = {}
    for truth in known:
        if truth.post:
            name = next((name for start, name in GROUPS.items() if truth.make.startswith(start)), "real generators")
            groups.setdefault(name, []).append(truth.name)
    lines = []
    for name, pages in groups.items():
        wrong = {
            column: sum(page in pages for page, of, *_ in ours.faults if of == column) for column in ("title", "day")
        }
        mean = sum(ours.bodies[page] for page in pages) / len(pages)
        lines.append(
            f"Ours on {len(pages)} posts, {name}: wrong or missing titles {wrong['title']}, days {wrong['day']}; "
            f"body F1 {percent(mean)}."
        )
    return lines


def _row(figures: Figures) -> tuple[str, ...]:
    cells = [percent(figures.share(column)) for column in HEADS]
    times = sorted(figures.times.values())
    if not times:
        return (figures.reader, *cells, "-", "-")
    return (figures.reader, *cells, f"{statistics.median(times):.1f}", f"{times[int(len(times) * 0.95)]:.1f}")


def _against(figures: Sequence[Figures]) -> list[str]:
    """Our CPU over all pages as a multiple of each rival's; the rivals do less."""
    spent = {one.reader: sum(one.times.values()) for one in figures}
    ours = spent.pop("ours")
    ratios = [f"{ours / other:.1f} x {name}" for name, other in spent.items() if other]
    return [f"CPU of ours over all pages: {', '.join(ratios)}."] if ratios else []


def _worst(ours: Figures) -> list[str]:
    worst = ", ".join(f"{name} {score:.2f}" for name, score in ours.worst())
    slowest = max(ours.times.items(), key=lambda pair: pair[1])
    return [f"Poorest bodies of ours: {worst}.", f"Slowest page of ours: {slowest[0]}, {slowest[1]:.0f} ms of CPU."]
