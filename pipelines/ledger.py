"""What the pipelines of one crawl count, and how one of them ends the run when the archive cannot go on."""

from __future__ import annotations

from collections import Counter
from typing import Any

from archive.crawls import Harvest
from errors import ArchiveError


class Ledger:
    """Counts of one crawl. `progress` is crawler.progress: outcomes of all items, for whoever shows the run."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        if getattr(crawler, "progress", None) is None:
            crawler.progress = {}
        self.progress: dict[str, int] = crawler.progress
        self.visits: Counter[str] = Counter()
        #: ids of items that are new or of which something changed
        self.changed: set[int] = set()
        self._brought: dict[str, Counter[str]] = {}
        self._failed: set[str] = set()

    def count(self, channel_id: str, outcome: str, reason: str | None = None) -> None:
        """One item or rejection of a channel, by what became of it."""
        self.progress[outcome] = self.progress.get(outcome, 0) + 1
        self._brought.setdefault(channel_id, Counter())[outcome] += 1
        stats = self.crawler.stats
        stats.inc_value(f"news/items/{outcome}")
        stats.inc_value(f"news/channel/{channel_id}/{outcome}")
        if reason:
            stats.inc_value(f"news/rejected/{reason}")

    def fail(self, channel_id: str) -> None:
        """An item of the channel could not be kept: what the server gave to ask later must not be kept either."""
        self._failed.add(channel_id)
        self.crawler.stats.inc_value("news/items/failed")

    def harvest(self, channel_id: str) -> tuple[Harvest, bool]:
        """What the channel's visit brought, and whether all of it was kept; forgets both, for the visit is over."""
        brought = self._brought.pop(channel_id, Counter())
        whole = channel_id not in self._failed
        self._failed.discard(channel_id)
        return Harvest(brought["new"], brought["revised"]), whole


def ledger_of(crawler: Any) -> Ledger:
    """The crawl's ledger, made at the first call."""
    if getattr(crawler, "ledger", None) is None:
        crawler.ledger = Ledger(crawler)
    ledger: Ledger = crawler.ledger
    return ledger


def has_failed(crawler: Any) -> bool:
    """Whether the run is ending because the archive cannot be written."""
    return getattr(crawler, "fatal_error", None) is not None


def end_run(crawler: Any, error: ArchiveError) -> None:
    """End the run for good. The error is left in crawler.fatal_error, from which the command takes its exit code; the
    spider stops asking and closes the engine."""
    if has_failed(crawler):
        return
    crawler.fatal_error = error
    crawler.spider.end("failed")
