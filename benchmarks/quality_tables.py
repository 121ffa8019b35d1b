"""Sections of `make quality` and how they are printed: a title, a table, and bars that hold or fall short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.quality_scores import LEAST


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is measured, its value, and what is asked (at least or at most). value None: nothing to measure."""

    what: str
    value: float | None
    sense: str
    wanted: float

    @property
    def holds(self) -> bool:
        if self.value is None:
            return True
        return self.value >= self.wanted if self.sense == LEAST else self.value <= self.wanted

    def line(self) -> str:
        value = "-" if self.value is None else percent(self.value, 2)
        sense = "at least" if self.sense == LEAST else "at most"
        verdict = "not measured" if self.value is None else "holds" if self.holds else "falls short"
        return f"  {self.what:46}{value:>9}   {sense} {percent(self.wanted, 1):>6}   {verdict}"


@dataclass(slots=True)
class Section:
    """What one file of measurements has to say."""

    title: str
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    #: every fault in a line, for --list
    faults: list[str] = field(default_factory=list)

    def text(self, *, with_faults: bool) -> str:
        """The section as it is printed."""
        parts = [
            self.title,
            *table(self.rows),
            *(f"  {note}" for note in self.notes),
            *(bar.line() for bar in self.bars),
        ]
        if with_faults:
            parts += [f"    {fault}" for fault in self.faults]
        return "\n".join(parts)


def bars_of(shares: Mapping[str, float | None], wanted: Mapping[str, tuple[str, float, str]]) -> list[Bar]:
    """One bar for every name that is asked for."""
    return [Bar(what, shares.get(name), sense, value) for name, (sense, value, what) in wanted.items()]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with aligned columns, the first to the left and the others to the right."""
    if not rows:
        return []
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def percent(share: float | None, digits: int = 1) -> str:
    """A share as a percentage, or a dash for what is not there."""
    return "-" if share is None else f"{share * 100:.{digits}f} %"
