"""Runs one crawl: lock, archive, engine, limits, and what is told at the end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrapy import signals
from scrapy.settings import BaseSettings

from archive.crawls import note_exit_code
from archive.database import close_archive, open_archive
from archive.known import KnownArchive, items_since, newest_item
from archive.lock import run_lock
from archive.sources import sync_registry
from archive.troubles import note_troubles
from commands.choosing import choose, sentence
from commands.clock import run_clock
from commands.doors import path_in
from commands.ended import Ended
from commands.progress import Progress
from commands.telling import tell
from errors import ArchiveError, NewsError
from fetching.pace import PaceMiddleware
from items import VISIT_ENDED, VisitReport
from known import WELL_READ
from registry import Channel, Registry
from spiders.collecting import CollectSpider


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one run of `collect` is asked to do."""

    channels: list[Channel]
    #: the channels were asked for by name, so they are visited whether due or not; or all are to be visited
    named: bool = True
    everything: bool = False
    minutes: float | None = None
    requests: int | None = None
    backfill: bool = False
    force: bool = False
    live: bool = False


def collect(process: Any, settings: BaseSettings, rows: Registry, wanted: Wanted) -> Ended:
    """Visit those of the wanted channels that are due.

    Raises LockedError, ArchiveError, InputError before any request.
    """
    path = path_in(settings, "ARCHIVE_PATH")
    now = run_clock(settings)
    with run_lock(path):
        db = open_archive(path)
        try:
            sync_registry(db, rows, now)
            # A bounded run reaches every source in time, since those come first that are overdue most.
            choice = choose(db, wanted.channels, now, named=wanted.named, everything=wanted.everything)
            if not choice.channels:
                ended = Ended("nothing_due", 0.0, 0, nothing_due=sentence(choice, now))
            else:
                ended = Run(process, rows, wanted, choice.channels, KnownArchive(db, now), db, now).go()
            ended.not_due = choice.not_due
            if not ended.error and not ended.fault:  # a run that was blind has nothing to tell
                _tell(settings, db, rows, ended)
            return ended
        finally:
            close_archive(db)


def _tell(settings: BaseSettings, db: Any, rows: Registry, ended: Ended) -> None:
    """Tell the watches. What goes wrong there is said beside what the run brought, and not in its place."""
    try:
        ended.told = tell(settings, db, rows)
    except NewsError as error:
        ended.error = error


class Run:
    """One engine at work, with its limits and its listeners."""

    def __init__(
        self,
        process: Any,
        rows: Registry,
        wanted: Wanted,
        order: list[Channel],
        known: KnownArchive,
        db: Any,
        now: datetime,
    ) -> None:
        self.process, self.rows, self.wanted, self.order, self.known, self.db = process, rows, wanted, order, known, db
        self.started, self.began = now, time.monotonic()
        self.newest_before = newest_item(db)
        self.ended = Ended("finished", 0.0, len(order))
        self.progress = Progress(order, wanted.live)
        self.timer: asyncio.TimerHandle | None = None

    def go(self) -> Ended:
        """Run to the end and say how it ended."""
        crawler = self.process.create_crawler(CollectSpider)
        crawler.archive, crawler.progress, crawler.fatal_error, crawler.crawl_id = self.db, {}, None, 0
        crawler.signals.connect(self.visited, VISIT_ENDED)
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)
        self.crawler = crawler
        crawling = self.process.crawl(
            crawler,
            registry=self.rows,
            channels=self.order,
            now=self.started,
            known=self.known,
            backfill=self.wanted.backfill,
            force=self.wanted.force,
            most_requests=self.wanted.requests,
        )
        with self.progress:
            self.process.start(install_signal_handlers=False)
        if crawling.done() and not crawling.cancelled() and crawling.exception() is not None:
            self.ended.error = as_news(crawling.exception())
        return self.told()

    def opened(self, spider: CollectSpider) -> None:
        """Set the time limit and the signals once the loop runs."""
        loop = asyncio.get_running_loop()
        self.progress.counts = self.crawler.progress
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopper(spider))
        if self.wanted.minutes is not None:
            self.timer = loop.call_later(self.wanted.minutes * 60, spider.end, "bounded")

    def _stopper(self, spider: CollectSpider) -> Callable[[], None]:
        def stop() -> None:
            if spider.ending == "interrupted":  # asked twice: do not wait for answers that are under way
                from twisted.internet import reactor

                reactor.stop()
            else:
                self.progress.say("Stopping after the pages under way; what was kept stays. Once more to stop at once.")
                spider.end("interrupted")

        return stop

    def visited(self, report: VisitReport) -> None:
        """Count a visit that is over."""
        self.ended.reports.append(report)
        self.progress.visited(report)

    def closed(self, spider: CollectSpider, reason: str) -> None:
        """Note why the engine closed."""
        self.ended.reason = spider.ending or reason
        if self.timer:
            self.timer.cancel()

    def told(self) -> Ended:
        """The run's account: counts, failures, and which of them are news."""
        ended = self.ended
        spider = self.crawler.spider
        if spider is not None and spider.fault is not None:
            ended.reason, ended.fault = spider.fault.outcome, spider.fault.sentence
        ended.seconds = time.monotonic() - self.began
        # Items that turned out to be one were counted twice on their way; the archive knows how many stayed.
        ended.counts = {**self.crawler.progress, "new": items_since(self.db, self.newest_before)}
        pace = self.crawler.get_downloader_middleware(PaceMiddleware) if self.ended.error is None else None
        ended.at_half_rate = pace is not None and pace.at_half_rate
        fatal = self.crawler.fatal_error
        ended.error = ended.error or (None if fatal is None else as_news(fatal))
        failed = [report for report in ended.reports if report.outcome in ("soft", "hard") and not _cut_short(report)]
        good = [report for report in ended.reports if report.outcome in ("ok", "unchanged", "empty")]
        dead = [report for report in good if report.reason not in WELL_READ]  # read elsewhere, and yet a trouble
        fine = [report for report in good if report.reason in WELL_READ]
        ended.read_elsewhere = {report.channel_id for report in dead}
        failed += dead
        told = note_troubles(
            self.db,
            {report.channel_id: report.reason for report in failed},
            [report.channel_id for report in fine],
            self.started,
        )
        ended.new_troubles = list(told)
        ended.since = {name: since for name, since in told.items() if since < self.started}
        ended.failed = sorted(
            ((report.channel_id, self.rows.channels[report.channel_id].address, report.sentence) for report in failed),
            key=lambda row: (row[0] not in ended.new_troubles, row[0]),
        )
        if self.crawler.crawl_id:
            note_exit_code(self.db, self.crawler.crawl_id, ended.exit_code)
        return ended


def _cut_short(report: VisitReport) -> bool:
    return report.reason in ("bounded", "interrupted")


def as_news(error: BaseException) -> NewsError:
    """An error that ended a run, as one that has a sentence and an exit code."""
    return error if isinstance(error, NewsError) else ArchiveError(f"{type(error).__name__}: {error}")
