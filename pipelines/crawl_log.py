"""050: opens the crawl's row, writes visits and robots.txt answers as they come, closes the row with its counts."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import CallLaterResult, call_later

from archive.again import look
from archive.crawls import Harvest, begin_crawl, end_crawl, record_cursors, record_robots, record_visits
from archive.database import close_archive, open_archive
from archive.disk import sizes
from archive.doubting import settle_doubts
from archive.enriching import enrich_new, prepare
from archive.expectations import expect
from archive.health.looking import findings_now, look_for_findings
from archive.health.metrics import exposed, metrics_of, write_metrics
from archive.missing import conclude_refused
from archive.missing.absent import look_for_absent
from archive.numbers.bounding import bound
from archive.sources import sync_registry
from archive.stories import Told, tell
from archive.stories.shares import count_shares
from archive.stories.translations import link_translations
from archive.times import stamp
from archive.vocabulary import count_words
from archive.words import CRAWL_OUTCOMES
from errors import ArchiveError
from items import LOOKED_AGAIN, ROBOTS_READ, VISIT_ENDED, WALKED_ON, LookedAgain, RobotsAnswer, VisitReport
from pipelines.captures import close_captures
from pipelines.enrichments import enrichments, labels
from pipelines.ledger import end_run, has_failed, ledger_of
from pipelines.paths import beside_cfg
from pipelines.whereabouts import whereabouts
from registry import story_rulings

logger = logging.getLogger(__name__)

#: Visits wait for others so long, or until so many wait: one transaction for all of them is far cheaper.
FLUSH_AFTER, FLUSH_AT = 0.5, 50

#: seconds in which connections come to their end
LET_CLOSE = 0.1
#: posts in which one run looks for topics and places; at a millisecond or two each it is over within the minute
MOST_ENRICHED = 20_000

#: seconds between two words on work that takes long
SAY_EVERY = 10.0

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
        #: of hosts that did not answer: written at the end, unless nobody could be reached
        self.unheard: list[RobotsAnswer] = []
        self.cursors: dict[str, str] = {}
        self.looked: list[LookedAgain] = []
        self.timer: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlLog:
        log = cls(crawler)
        crawler.signals.connect(log.visit_ended, VISIT_ENDED)
        crawler.signals.connect(log.robots_read, ROBOTS_READ)
        crawler.signals.connect(log.walked_on, WALKED_ON)
        crawler.signals.connect(log.looked_again, LOOKED_AGAIN)
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
        self.rulings = story_rulings(beside_cfg(self.crawler.settings["STORY_RULINGS"]), spider.registry.sites)
        self.enrichments = enrichments(self.crawler.settings, spider.registry, beside_cfg)
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
        """Take what a host said; it is written with others, soon. That it said nothing may yet be a fault of ours."""
        (self.answers if answer.status else self.unheard).append(answer)
        self._soon()

    def looked_again(self, looked: LookedAgain) -> None:
        """Take how a look at an older page ended; it is written with others, soon."""
        self.looked.append(looked)
        self._soon()

    def walked_on(self, channel_id: str, cursor: str) -> None:
        """Take how far a walk has come, so that a run that is killed need not walk there again."""
        self.cursors[channel_id] = cursor
        self._soon()

    def spider_closed(self, reason: str) -> None:
        """Note how the run ended."""
        self.ending = getattr(self.crawler.spider, "ending", None) or reason

    async def close(self) -> None:
        """Write what is left and close the crawl's row."""
        if not self.crawl_id:
            return  # it never opened
        self.ending = getattr(self.crawler.spider, "ending", None) or self.ending
        fault = getattr(self.crawler.spider, "fault", None)
        self.answers += [] if fault else self.unheard
        self._flush()
        # Scrapy closes its connections at this very moment; work that takes seconds would keep it from hearing of their
        # end before its patience with them is over, and then it reports a fault of its own.
        await asyncio.sleep(LET_CLOSE)
        close_captures(self.crawler, self.started_at)
        self._look_back()
        if fault is None:  # a run that was blind says nothing of anybody
            self._look_ahead()
        error = getattr(self.crawler, "fatal_error", None)
        outcome = "failed" if error else _ENDINGS.get(self.ending, self.ending)
        told = fault.sentence if fault else CRAWL_OUTCOMES.get(outcome, f"The run ended: {outcome}.")
        try:
            # On a full disk even this may fail; the row then stays open, and the next run closes it.
            with suppress(ArchiveError):
                end_crawl(
                    self.crawler.archive,
                    self.crawl_id,
                    self._moment(),
                    outcome=outcome if outcome in CRAWL_OUTCOMES else "failed",
                    sentence=str(error) if error else told,
                    counts=self._counts(),
                    room=sizes(self.crawler.archive, beside_cfg(self.crawler.settings["CAPTURES_DIR"])),
                )
                self._write_metrics()
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
        looked, self.looked = self.looked, []
        if has_failed(self.crawler) or not (reports or answers or cursors or looked):
            return
        harvests: dict[str, Harvest] = {}
        checked = [self._checked(report, harvests) for report in reports]
        try:
            if answers:
                record_robots(self.crawler.archive, answers)
            if looked:
                look(self.crawler.archive, looked, self.crawler.spider.registry.sites)
            if cursors:  # before the reports, whose cursors are the last word on their visits
                record_cursors(self.crawler.archive, cursors, self._moment())
            if checked:
                record_visits(self.crawler.archive, self.crawl_id, checked, harvests)
        except ArchiveError as error:
            end_run(self.crawler, error)

    def _look_back(self) -> None:
        """What posts tell of each other's dates, and the bounds of undated ones, come when everything is kept."""
        if has_failed(self.crawler):
            return
        try:
            conclude_refused(self.crawler.archive, stamp(self.started_at))
            look_for_absent(self.crawler.archive, self.crawl_id, stamp(self.started_at))
            settle_doubts(self.crawler.archive, self.ledger.changed)
            link_translations(self.crawler.archive, self.ledger.changed)
            told = self._tell()
            bound(self.crawler.archive, self.ledger.changed | told.changed)
            count_shares(self.crawler.archive)
            count_words(self.crawler.archive)
            self._enrich()
        except ArchiveError as error:
            end_run(self.crawler, error)

    def _tell(self) -> Told:
        """Which stories the new posts carry. Long work, after a first crawl, says how far it is."""
        said_at = time.monotonic()

        def progress(done: int, waiting: int) -> None:
            nonlocal said_at
            if waiting and time.monotonic() - said_at > SAY_EVERY:
                said_at = time.monotonic()
                logger.info("Stories: %s posts told, %s to go.", f"{done:,}", f"{waiting:,}")

        told = tell(self.crawler.archive, self.rulings, self.crawler.spider.registry.sites, progress)
        for url in told.unknown:
            logger.info("A ruling on stories names %s, of which the archive knows no post.", url)
        return told

    def _enrich(self) -> None:
        """Topics, mentions and places of what is new; after a first crawl `scrapy enrich` does the rest."""
        prepare(self.crawler.archive, self.enrichments, labels(self.enrichments))
        left = enrich_new(self.crawler.archive, self.enrichments, MOST_ENRICHED).left
        if left:
            logger.info("Topics and places: %s posts are still to be read; `scrapy enrich` does it.", f"{left:,}")

    def _look_ahead(self) -> None:
        """What is usual of each source, and what it says that less came."""
        if has_failed(self.crawler):
            return
        try:
            expect(self.crawler.archive, self.ledger.changed, self.crawl_id, self.started_at)
            look_for_findings(self.crawler.archive, whereabouts(self.crawler.settings), self.started_at)
        except ArchiveError as error:
            end_run(self.crawler, error)

    def _write_metrics(self) -> None:
        """The figures for Prometheus, where a setting names a file; without it the run is as good."""
        if not self.crawler.settings["METRICS_FILE"]:
            return
        try:
            places, db = whereabouts(self.crawler.settings), self.crawler.archive
            found = findings_now(db, places, self.started_at)
            text = exposed(metrics_of(db, places, found, self._moment()))
            write_metrics(beside_cfg(self.crawler.settings["METRICS_FILE"]), text)
        except ArchiveError as error:
            logger.warning("%s", error)

    def _checked(self, report: VisitReport, harvests: dict[str, Harvest]) -> VisitReport:
        """The report, without validators if any of its items was lost: what was lost must be asked for again."""
        harvests[report.channel_id], whole = self.ledger.harvest(report.channel_id)
        for name, value in ((f"visits_{report.outcome}", 1), ("requests", report.requests),
                            ("received_bytes", report.received_bytes)):  # fmt: skip
            self.totals[name] = self.totals.get(name, 0) + value
        return report if whole else replace(report, validators=[])

    def _moment(self) -> datetime:
        """The time that the run has come to: the spider's clock, where it has one."""
        moment = getattr(self.crawler.spider, "moment", None)
        return moment() if moment else datetime.now(UTC)

    def _counts(self) -> dict[str, int]:
        return {**self.totals, **{f"items_{outcome}": count for outcome, count in self.ledger.progress.items()}}
