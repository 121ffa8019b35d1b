"""The spider of `collect`: all families at work on all due channels, in one engine.

It opens and closes visits, stamps what families bring, and is the wall between sources: whatever one family does, the
visits of the others go on.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from errors import ParseError, VisitError
from fetching import pace
from fetching.failures import reason_of
from fetching.validators import validators_of
from items import (
    LOOKED_AGAIN,
    ROBOTS_READ,
    VISIT_ENDED,
    WALKED_ON,
    Item,
    LookedAgain,
    Missed,
    Rejected,
    RobotsAnswer,
    VisitReport,
)
from known import Known, NothingKnown
from parsing.urls import host_of
from registry import Channel, Registry
from spiders import again, losing, probing, stepping
from spiders.base import Brought, Crawl, Family, PutOff
from spiders.blaming import UNREACHED, Account, Fault, reports_of
from spiders.dead_ways import note_way
from spiders.families import family_named
from spiders.reading import PageReader, look_for_cycles_seldom
from spiders.visit import CUT_SHORT, Visit
from spiders.walks import Past, is_complete

logger = logging.getLogger(__name__)

#: Reasons that hold for the whole host, so that no other way into the channel is worth a request.
HOST_IS_CLOSED = set("dns connect tls timeout private robots_unreachable slow_host retry_later hijacked".split())
#: Reasons of the run's own, which say nothing of a way.
RUN_IS_ENDING = {"bounded", "interrupted", "failed"}


class CollectSpider(Spider):
    """Visits channels. Arguments come from `collect`; `known` may be empty, never None."""

    name = "collect"

    def __init__(
        self,
        registry: Registry,
        channels: Iterable[Channel],
        now: datetime,
        known: Known | None = None,
        backfill: bool = False,
        force: bool = False,
        most_requests: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.registry, self.now, self.known = registry, now, known or NothingKnown()
        self.began = datetime.now(UTC)
        self.channels = list(channels)
        self.backfill, self.force, self.most_requests = backfill, force, most_requests
        self.requests_made = 0
        #: why the run is ending before its work is done: "bounded", "interrupted", "offline"
        self.ending: str | None = None
        #: the fault of ours that explains what failed, once it is known
        self.fault: Fault | None = None
        systems = {channel.id: self.system_of(channel) for channel in self.channels}
        self.account = Account(systems, self.known.last_crawl())
        self.visits: dict[str, Visit] = {}
        self.families: dict[str, Family] = {}
        self.robots: dict[str, RobotsAnswer] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> CollectSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.reader = PageReader(crawler.settings.getint("READ_WORKERS"))
        connect = crawler.signals.connect
        connect(spider.item_passed, signals.item_scraped)
        connect(spider.item_passed, signals.item_dropped)
        connect(spider.item_failed, signals.item_error)
        connect(spider.robots_read, ROBOTS_READ)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Open every visit, the engine taking them as it has room."""
        look_for_cycles_seldom()
        crawl = Crawl(self.registry, self.known, self.now, self.reader, self.backfill, self.force, robots=self.robots)
        for channel in self.channels:
            visit = Visit(
                channel,
                self.registry.sources[channel.source_id],
                self.moment(),
                self.settings.getint("PAGES_PER_VISIT"),
                again_left=self.settings.getint("LOOK_AGAIN_PER_VISIT"),
                past=self._past(channel),
                usual=self.known.usual(channel.id),
                accepted=self.force,
            )
            self.visits[channel.id] = visit
            async for brought in self._brought(visit, self._first(visit, crawl)):
                yield brought

    def _past(self, channel: Channel) -> Past:
        """The walks of a visit. A past that was walked to its end is walked again only if that is forced."""
        cursor = self.known.cursor(channel.id) if self.backfill and not self.force else None
        return Past(cursor, active=self.backfill and not is_complete(cursor))

    def _first(self, visit: Visit, crawl: Crawl) -> Iterator[Brought]:
        family = self.families[visit.channel.id] = family_named(visit.channel.family)(visit, crawl)
        yield from family.start()
        yield from family.unread_pages()

    # ---- answers -----------------------------------------------------------------------------------------------
    async def answered(self, response: Response) -> AsyncIterator[Any]:
        """Scrapy's callback for every request: hands the response to the family's method that asked."""
        request = response.request
        assert request is not None
        visit = self.visits[request.meta["channel_id"]]
        self.account.hear(self.account.systems[visit.channel.id], self._seconds())
        visit.take_answer(response)
        self.requests_made += 1
        if self.most_requests and self.requests_made >= self.most_requests:
            self.end("bounded")
        if request.meta["conditional"] and response.status in (200, 304):
            visit.validators[request.url] = validators_of(response, self.now)
        outputs = request.meta["then"](response, **request.meta["facts"])
        async for brought in self._brought(visit, outputs, request):
            yield brought

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """Scrapy's errback for every request that got no answer."""
        request = failure.request
        visit = self.visits[request.meta["channel_id"]]
        async for brought in self._brought(visit, self._told(visit, request, failure), request):
            yield brought

    def _told(self, visit: Visit, request: Request, failure: Failure) -> Iterator[Brought]:
        """What follows from a request without an answer: a verdict for the channel, or one page lost."""
        outcome, reason, sentence = reason_of(failure)
        visit.take_failure(failure)
        if request.meta["then"].__name__ not in again.TAKERS:
            raise VisitError(outcome, reason, sentence)
        if again.is_again(request):
            yield LookedAgain(request.url, "lost", self.now)
        elif reason == "robots" and "doubt" not in request.meta["facts"]:
            yield Rejected(visit.channel.id, request.url, reason, sentence)
        else:
            visit.lost_pages[reason] += 1
        probing.note_led_away(self.families[visit.channel.id], request, reason, sentence)

    async def _brought(self, visit: Visit, outputs: Any, request: Request | None = None) -> AsyncIterator[Any]:
        """Pass on what a family's generator yields, counted and stamped; turn what it raises into a verdict.

        request: the one that this answers; None for the start of a visit.
        """
        visit.open_requests += request is None
        try:
            async for brought in self._walled(visit, outputs, request):
                yield brought
            if visit.open_requests == 1 and self._may_go_on(visit):
                family, idle = self.families[visit.channel.id], visit.open_requests
                async for brought in self._walled(visit, family.further(), None):
                    yield brought
                if visit.open_requests == idle:  # nothing is left to find
                    async for brought in self._walled(visit, again.pages_again(family), None):
                        yield brought
        finally:
            visit.open_requests -= 1
            self._close_if_idle(visit)

    def _may_go_on(self, visit: Visit) -> bool:
        """Whether further ways are worth a request: not when the host is closed or the run is ending."""
        closed = visit.failure is not None and visit.failure[1] in (HOST_IS_CLOSED | RUN_IS_ENDING | {"our_fault"})
        return not (closed or self.ending or visit.ended)

    async def _walled(self, visit: Visit, outputs: Any, request: Request | None) -> AsyncIterator[Any]:
        """The outputs, stamped; the wall that keeps what a family raises within its visit."""
        failed: Exception | None = None
        last: Brought | None = None
        try:
            async for brought in self._or_otherwise(outputs, request):
                last = self._stamped(visit, brought, request)
                if isinstance(last, LookedAgain):
                    self.crawler.signals.send_catch_log(LOOKED_AGAIN, looked=last)
                elif not isinstance(last, PutOff):
                    yield last
        except VisitError as error:
            failed = error
            visit.fail(error)
        except ParseError as error:
            failed = error
            visit.fail(VisitError("soft", "unreadable", str(error)))
        except Exception as error:  # the wall between sources: no family's fault may end the crawl
            failed = VisitError("hard", "our_fault", f"The reader failed: {type(error).__name__}: {error}")
            logger.exception("%s: the %s family failed", visit.channel.id, visit.channel.family)
            visit.fail(failed)
        if request is not None:
            if "directory" in request.meta and isinstance(last, Item | Rejected | Missed):
                self.families[visit.channel.id].sampled(request.meta["directory"], isinstance(last, Item))
            self._walked(visit, stepping.was_read(visit, request, failed or request.meta.get("error"), last))

    async def _or_otherwise(self, outputs: Any, request: Request | None) -> AsyncIterator[Brought]:
        """The outputs; or, where this way leads nowhere and the request names another way, that one's."""
        try:
            if inspect.isasyncgen(outputs):
                async for brought in outputs:
                    yield brought
            else:
                for brought in outputs or ():
                    yield brought
            if request is not None and request.meta.get("otherwise") is not None:
                note_way(self.visits[request.meta["channel_id"]], request)
        except losing.Strange as error:
            assert request is not None
            for brought in probing.begin(self.families[request.meta["channel_id"]], request, error):
                yield brought
        except (VisitError, ParseError) as error:
            otherwise = request.meta.get("otherwise") if request else None
            if request is None or otherwise is None or getattr(error, "reason", "") in HOST_IS_CLOSED | RUN_IS_ENDING:
                raise
            request.meta["error"] = error
            note_way(self.visits[request.meta["channel_id"]], request, error)
            for brought in otherwise(error):
                yield brought

    def _stamped(self, visit: Visit, brought: Brought, request: Request | None = None) -> Brought:
        step = stepping.step_of(request)
        if step is not None:
            stepping.showed(step, brought)
        if isinstance(brought, PutOff | LookedAgain):
            return brought
        if isinstance(brought, Request):
            visit.open_requests += 1
            return brought.replace(callback=self.answered, errback=self.failed)
        visit.open_items += 1
        brought.seen_at = self.now
        if isinstance(brought, Item):
            brought.backfill = brought.backfill or visit.past.active or visit.is_flood
            if brought.external_id and not brought.installation:
                own = self.families[visit.channel.id].installation
                brought.installation = own or self.registry.sites.installation(brought.url)
        return brought

    # ---- the ledger --------------------------------------------------------------------------------------------
    def item_passed(self, item: Any, response: Any = None) -> None:
        """An item was kept, or dropped for a reason that a pipeline counted. response: what brought it."""
        visit = self.visits[item.channel_id]
        visit.open_items -= 1
        if not again.is_again(response):
            self._walked(visit, stepping.was_kept(visit, item, stepping.step_of(response)))
        self._close_if_idle(visit)

    def robots_read(self, answer: RobotsAnswer) -> None:
        """Remember what a host said: robots.txt names sitemaps too."""
        self.robots[answer.host] = answer
        if answer.status:
            self.account.hear(answer.host, self._seconds())

    def item_failed(self, item: Any, response: Any = None) -> None:
        """A pipeline failed on an item: neither the visit's validators nor its cursor may outlive it."""
        visit = self.visits[item.channel_id]
        visit.items_lost += 1
        step = stepping.step_of(response)
        if step is not None:
            step.held = True
        visit.fail(VisitError("hard", "our_fault", "A post that was found could not be kept; the log says why."))
        self.item_passed(item, response)

    def _walked(self, visit: Visit, moved: bool) -> None:
        """Tell where a walk would go on if the run ended now."""
        if moved and visit.past.active:
            self.crawler.signals.send_catch_log(WALKED_ON, channel_id=visit.channel.id, cursor=visit.past.text())

    def _close_if_idle(self, visit: Visit) -> None:
        if visit.idle and not visit.ended:
            self._end(visit)

    def _end(self, visit: Visit) -> None:
        visit.ended = True
        self.families.pop(visit.channel.id, None)
        report = visit.report(self.moment(), self._word_for_the_end() if self.ending else None)
        host = self.robots.get(host_of(visit.channel.address))
        silent = report.reason == "robots_unreachable" and host is not None and host.status == 0
        if self.fault is not None:
            return  # nothing is counted against a source when the trouble is ours
        if not self.account.take(report, visit.usual, self._seconds(), silent or report.reason in UNREACHED):
            self._tell(report)
        elif fault := self.account.fault_by_now(self._seconds()):
            self.fault = fault
            self.end(fault.outcome)

    def _tell(self, report: VisitReport) -> None:
        self.crawler.signals.send_catch_log(VISIT_ENDED, report=report)

    def _seconds(self) -> float:
        return (datetime.now(UTC) - self.began).total_seconds()

    def system_of(self, channel: Channel) -> str:
        """What a channel stands and falls with: its installation, else its host."""
        return self.registry.sources[channel.source_id].installation or host_of(channel.address)

    def _settle(self) -> None:
        """The run is over: what failed is told, unless the fault is ours, and then nobody is blamed."""
        if self.ending == "failed":
            return
        self.fault = self.fault or self.account.fault()
        if self.fault:
            self.ending = self.fault.outcome
            return
        for report in reports_of(self.account.failed):
            self._tell(report)

    def end(self, why: str) -> None:
        """End the run: answers under way are taken, nothing more is asked."""
        if self.ending is None:
            self.ending = why
            # What waits is refused at once: every visit still ends in order, and the engine runs empty by itself.
            pace.stop(self.crawler, "soft", self._word_for_the_end(), CUT_SHORT)

    def _word_for_the_end(self) -> str:
        return "bounded" if self.ending == "bounded" else "interrupted"

    def moment(self) -> datetime:
        """The time that the run has come to, for when visits began and ended; facts use the crawl's `now`."""
        return self.now + (datetime.now(UTC) - self.began)

    def closed(self, reason: str) -> None:
        """End the visits that the run's limit or a signal cut short, and the readers' processes."""
        for visit in self.visits.values():
            if not visit.ended:
                visit.fail(VisitError("soft", self._word_for_the_end(), CUT_SHORT))
                self._end(visit)
        self._settle()
        self.reader.close()
