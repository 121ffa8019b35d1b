"""The live line of a run: sources done, failed, new posts. Plain and rare where nobody watches a terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from items import VisitReport


class Progress:
    """Counts visits; draws them while `live`."""

    def __init__(self, total: int, live: bool) -> None:
        self.counts: dict[str, int] = {}
        self.done = self.failed = 0
        self.console = Console(highlight=False)
        self.bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.completed}/{task.total} channels"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
            console=self.console,
            disable=not live,
            transient=True,
            refresh_per_second=4,
        )
        self.task: Any = self.bar.add_task("collect", total=total, told="starting")

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def visited(self, report: VisitReport) -> None:
        """One visit is over."""
        self.done += 1
        self.failed += report.outcome in ("soft", "hard")
        told = f"{self.counts.get('new', 0):,} new posts, {self.failed} failed"
        self.bar.update(self.task, completed=self.done, told=told)

    def say(self, sentence: str) -> None:
        """A sentence above the bar."""
        self.console.print(sentence)
