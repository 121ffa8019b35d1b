"""050: opens the crawl's row, writes visits and robots.txt answers as they come, closes the row with its counts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import CallLaterResult, call_later

from archive.bounding import bound
from archive.crawls import Harvest, begin_crawl, end_crawl, record_cursors, record_robots, record_visits
from archive.database import close_archive, open_archive
from archive.doubting import settle_doubts
from archive.sources import sync_registry
from archive.words import CRAWL_OUTCOMES
from errors import ArchiveError
from items import ROBOTS_READ, VISIT_ENDED, WALKED_ON, RobotsAnswer, VisitReport
from pipelines.ledger import end_run, has_failed, ledger_of
from pipelines.paths import beside_cfg

#: Visits wait for others so long, or until so many wait: one transaction for all of them is far cheaper.
FLUSH_AFTER, FLUSH_AT = 0.5, 50

#: Scrapy's own words for how a run ended, where they are not ours
_ENDINGS = {"shutdown": "interrupted", "cancelled": "interrupted"}


class CrawlLog:
    """Keeps the crawl's own record. Uses crawler.archive if `collect` has opened one, else opens and closes its own."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler: Any = crawler
        self.owns_archive = False
        self.crawl_id = 0
        self.ending = "finished"
        self.totals: dict[str, int] = {}
        self.reports: list[VisitReport] = []
        self.answers: list[RobotsAnswer] = []
        self.cursors: dict[str, str] = {}
        self.timer: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlLog:
        log = cls(crawler)
        crawler.signals.connect(log.visit_ended, VISIT_ENDED)
        crawler.signals.connect(log.robots_read, ROBOTS_READ)
        crawler.signals.connect(log.walked_on, WALKED_ON)
        crawler.signals.connect(log.spider_closed, signals.spider_closed)
        # Not close_spider: spiders report the visits that were cut short only once they hear that they are closed.
        crawler.signals.connect(log.close, signals.engine_stopped)
        return log

    def open_spider(self) -> None:
        """Open the archive if nobody has, write the registry into it, begin the crawl. Raises ArchiveError."""
        self.ledger = ledger_of(self.crawler)
        spider = self.crawler.spider
        self.started_at: datetime = getattr(spider, "now", None) or datetime.now(UTC)
        if getattr(self.crawler, "archive", None) is None:
            self.crawler.archive = open_archive(beside_cfg(self.crawler.settings["ARCHIVE_PATH"]))
            self.owns_archive = True
        sync_registry(self.crawler.archive, spider.registry, self.started_at)
        channels = list(getattr(spider, "channels", ()))
        self.crawl_id = self.crawler.crawl_id = begin_crawl(
            self.crawler.archive,
            self.started_at,
            arguments={
                "backfill": bool(getattr(spider, "backfill", False)),
                "force": bool(getattr(spider, "force", False)),
            },
            channels_due=len(channels),
            version=self.crawler.settings["VERSION"],
        )

    # ---- what is heard -----------------------------------------------------------------------------------------
    def visit_ended(self, report: VisitReport) -> None:
        """Take a visit's report; it is written with others, soon."""
        self.reports.append(report)
        self._soon()

    def robots_read(self, answer: RobotsAnswer) -> None:
        """Take what a host said; it is written with others, soon."""
        self.answers.append(answer)
        self._soon()

    def walked_on(self, channel_id: str, cursor: str) -> None:
        """Take how far a walk has come, so that a run that is killed need not walk there again."""
        self.cursors[channel_id] = cursor
        self._soon()

    def spider_closed(self, reason: str) -> None:
        """Note how the run ended."""
        self.ending = getattr(self.crawler.spider, "ending", None) or reason

    def close(self) -> None:
        """Write what is left and close the crawl's row."""
        if not self.crawl_id:
            return  # it never opened
        self._flush()
        self._look_back()
        error = getattr(self.crawler, "fatal_error", None)
        outcome = "failed" if error else _ENDINGS.get(self.ending, self.ending)
        try:
            # On a full disk even this may fail; the row then stays open, and the next run closes it.
            with suppress(ArchiveError):
                end_crawl(
                    self.crawler.archive,
                    self.crawl_id,
                    datetime.now(UTC),
                    outcome=outcome if outcome in CRAWL_OUTCOMES else "failed",
                    sentence=str(error) if error else CRAWL_OUTCOMES.get(outcome, f"The run ended: {outcome}."),
                    counts=self._counts(),
                )
        finally:
            if self.owns_archive:
                close_archive(self.crawler.archive)
                self.crawler.archive = None

    # ---- writing -----------------------------------------------------------------------------------------------
    def _soon(self) -> None:
        if len(self.reports) + len(self.answers) >= FLUSH_AT:
            self._flush()
        elif self.timer is None:
            self.timer = call_later(FLUSH_AFTER, self._flush)

    def _flush(self) -> None:
        """Write what waits. Once the archive has failed nothing is written: the next run asks again."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        reports, self.reports = self.reports, []
        answers, self.answers = self.answers, []
        cursors, self.cursors = self.cursors, {}
        if has_failed(self.crawler) or not (reports or answers or cursors):
            return
        harvests: dict[str, Harvest] = {}
        checked = [self._checked(report, harvests) for report in reports]
        try:
            if answers:
                record_robots(self.crawler.archive, answers)
            if cursors:  # before the reports, whose cursors are the last word on their visits
                record_cursors(self.crawler.archive, cursors, datetime.now(UTC))
            if checked:
                record_visits(self.crawler.archive, self.crawl_id, checked, harvests)
        except ArchiveError as error:
            end_run(self.crawler, error)

    def _look_back(self) -> None:
        """What posts tell of each other's dates, and the bounds of undated ones, come when everything is kept."""
        if has_failed(self.crawler):
            return
        try:
            settle_doubts(self.crawler.archive, self.ledger.changed)
            bound(self.crawler.archive, self.ledger.changed)
        except ArchiveError as error:
            end_run(self.crawler, error)

    def _checked(self, report: VisitReport, harvests: dict[str, Harvest]) -> VisitReport:
        """The report, without validators if any of its items was lost: what was lost must be asked for again."""
        harvests[report.channel_id], whole = self.ledger.harvest(report.channel_id)
        for name, value in ((f"visits_{report.outcome}", 1), ("requests", report.requests),
                            ("received_bytes", report.received_bytes)):  # fmt: skip
            self.totals[name] = self.totals.get(name, 0) + value
        return report if whole else replace(report, validators=[])

    def _counts(self) -> dict[str, int]:
        return {**self.totals, **{f"items_{outcome}": count for outcome, count in self.ledger.progress.items()}}
