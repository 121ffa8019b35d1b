"""The live line of a run: sources done, failed, new posts. Nothing is drawn where nobody watches a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from items import VisitReport
from registry import Channel


class Progress:
    """Counts sources whose channels are all visited; draws them while `live`."""

    def __init__(self, channels: Iterable[Channel], live: bool) -> None:
        self.source_of = {channel.id: channel.source_id for channel in channels}
        self.left = Counter(self.source_of.values())
        self.counts: dict[str, int] = {}
        self.failed: set[str] = set()
        self.live = live
        self.console = Console(highlight=False)
        self.bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.completed}/{task.total} sources"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
            console=self.console,
            disable=not live,
            transient=True,
            refresh_per_second=4,
        )
        self.task: Any = self.bar.add_task("collect", total=len(self.left), told="starting")

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def visited(self, report: VisitReport) -> None:
        """One visit is over."""
        source_id = self.source_of[report.channel_id]
        self.left[source_id] -= 1
        if report.outcome in ("soft", "hard"):
            self.failed.add(source_id)
        done = sum(not count for count in self.left.values())
        told = f"{len(self.failed)} failed, {self.counts.get('new', 0):,} new posts"
        self.bar.update(self.task, completed=done, told=told)

    def say(self, sentence: str) -> None:
        """A sentence above the bar, or a line of its own."""
        if self.live:
            self.console.print(sentence, soft_wrap=True)
        else:
            print(sentence, flush=True)
