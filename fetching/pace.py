"""One polite queue per host: how far apart requests are, and when a host is left alone.

Scrapy's downloader keeps one slot per host name. This middleware sets the slot's delay from PAGE_DELAY and Crawl-delay,
moves it on where a server asks us to wait, and closes hosts for the run. It knows nothing of channels or families, so
whoever asks a host stands in the same queue.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.utils.asyncio import call_later
from scrapy.utils.httpobj import urlparse_cached

from errors import ParseError
from fetching import meta
from fetching.addresses import is_local
from fetching.gates import Gate
from fetching.practice import practice_web
from fetching.refusals import Refused
from fetching.waits import LONGEST_BETWEEN, back_off, in_words, retry_after
from parsing.urls import Sites

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from items import Outcome

logger = logging.getLogger(__name__)

#: How often one request is sent again after the waits that its server asked for.
MOST_WAITS = 2
_SOON = 0.05
#: Seconds. With a delay of 0 a slot neither looks at the time nor, in Scrapy 2.19, keeps its limit for requests that
#: are queued in one turn of the loop: each is counted only when its download begins.
_LEAST = 0.001
_ASKS_TO_WAIT = frozenset((429, 503))


@dataclass(slots=True)
class _Host:
    """local: on this machine. crawl_delay: seconds, as robots.txt says it. slow: it asks for more than a run keeps.
    closed: (outcome, reason, sentence) once it is left alone; wait: for how many seconds, as it asked itself."""

    local: bool
    crawl_delay: float = 0.0
    slow: bool = False
    asked_for_a_page: bool = False
    closed: tuple[Outcome, str, str] | None = None
    wait: float | None = None


class PaceMiddleware:
    """Keeps the pace of every host. Handler and queue ask it too."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.practice = practice_web(settings)
        self.longest = max(settings.getfloat("CRAWL_DELAY_MAX"), 0.0)
        self.page_delay = max(settings.getfloat("PAGE_DELAY"), 0.0)
        self.gate_limit = settings.getint("INSTALLATION_LIMIT")
        self.gate_delay = max(settings.getfloat("INSTALLATION_DELAY"), 0.0)
        # Without a way to reach us, a webmaster can only wait or block; so we ask half as often.
        self.caution = 1.0 if settings.get("CONTACT") else 2.0
        self.allow_loopback = settings.getbool("ALLOW_PRIVATE_HOSTS")
        self.stopped: tuple[Outcome, str, str] | None = None
        #: called when a stopped run has waited long enough for what was under way
        self.at_stop: list[Callable[[], None]] = []
        self._hosts: dict[str, _Host] = {}
        self._gates: dict[str, Gate] = {}
        self._gate_of: dict[str, Gate | None] = {}
        #: names that may turn out to be loopback when they are resolved
        self._unsettled: set[str] = set()
        self.at_half_rate = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PaceMiddleware:
        return cls(crawler)

    # ---- requests and answers --------------------------------------------------------------------------------------
    def process_request(self, request: Request) -> None:
        """Raises Refused where the host is closed, or slow and was asked for its page already."""
        name = urlparse_cached(request).hostname or ""
        host = self._hosts.get(name) or self._meet(name)
        if host.closed or self.stopped:
            raise Refused(*(self.stopped or host.closed), wait=host.wait)  # type: ignore[misc]
        if host.slow and meta.ROBOTS not in request.meta:
            if host.asked_for_a_page or self._asked_lately(request.url, host.crawl_delay):
                raise Refused("soft", "slow_host", self._why_slow(name, host), wait=host.crawl_delay)
            host.asked_for_a_page = True
            request.meta["dont_retry"] = True

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Passes answers on; one that asks us to wait becomes the same request, later, or Refused (`retry_later`)."""
        if response.status in _ASKS_TO_WAIT:
            return self._asked_to_wait(request, response)
        if self._unsettled:
            self._settle(request, response)
        return response

    def check(self, name: str) -> None:
        """Raises Refused where a host was closed after a request for it was queued."""
        host = self._hosts.get(name)
        if self.stopped or (host and host.closed):
            raise Refused(*(self.stopped or host.closed), wait=host.wait if host else None)  # type: ignore[misc, union-attr]

    # ---- what others tell ------------------------------------------------------------------------------------------
    def heed(self, key: str, crawl_delay: float | None) -> None:
        """Take over the Crawl-delay (seconds) of a host (with or without port); of several ports the longest counts."""
        name = urlsplit(f"//{key}").hostname or ""
        host = self._hosts.get(name) or self._meet(name)
        if crawl_delay is not None and crawl_delay > host.crawl_delay:
            host.crawl_delay = crawl_delay
            self._apply(name, host)

    def is_due(self, key: str) -> bool:
        """Whether a host (with or without port) may be asked now, or so soon that it makes no difference."""
        slot = self._slot(urlsplit(f"//{key}").hostname or "")
        return slot is None or slot.lastseen + slot.delay <= time.monotonic() + _SOON

    def answered(self, name: str, status: int) -> None:
        """Count the host's delay from the end of an answer (status 0: of the attempt): a slow one gets its rest too.

        An answer that asks us to wait must be understood before the slot sends its next request.
        """
        slot = self._slot(name)
        if slot is None:
            return
        now = time.monotonic() - (_LEAST if slot.delay <= _LEAST else 0.0)
        slot.lastseen = max(slot.lastseen, now + (1.0 if status in _ASKS_TO_WAIT else 0.0))

    def stop(self, outcome: Outcome, reason: str, sentence: str, grace: float = 5.0) -> None:
        """End the run's asking: what waits is refused at once, what is under way after `grace` seconds.

        Every request still gets its errback, so that whoever keeps count of them comes to an end.
        """
        self.stopped = (outcome, reason, sentence)
        for give_up in self.at_stop:
            call_later(grace, give_up)
        self.wake()
        for slot in self._downloader.slots.values():
            slot.close()  # its timer
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(Refused(outcome, reason, sentence))

    def wake(self) -> None:
        """Have the engine look at once whether there is a request to send."""
        engine = self.crawler.engine
        if engine is not None and engine._slot is not None:
            engine._slot.nextcall.schedule()

    def gate_of(self, name: str, url: str) -> Gate | None:
        """The gate of the installation that a host belongs to; None where the registry knows the host as its own."""
        if name in self._gate_of:
            return self._gate_of[name]
        registry = getattr(self.crawler.spider, "registry", None)
        gate = None
        with suppress(ParseError):  # of what is no web address; the guard will say so
            sites = registry.sites if registry is not None else Sites()
            installation = sites.installation(url)
            if installation in sites.installations.values():  # else it is the host itself
                gate = self._gates.get(installation) or self._new_gate(name, installation)
        self._gate_of[name] = gate
        return gate

    def _new_gate(self, name: str, installation: str) -> Gate:
        host = self._hosts.get(name) or self._meet(name)
        delay = min(self.gate_delay, self.longest) if host.local else self.gate_delay * self.caution
        gate = self._gates[installation] = Gate(self.gate_limit, delay)
        return gate

    # ---- hosts -----------------------------------------------------------------------------------------------------
    @property
    def _downloader(self) -> Downloader:
        engine = self.crawler.engine
        assert engine is not None
        return engine.downloader

    def _meet(self, name: str) -> _Host:
        host = self._hosts[name] = _Host(local=self.practice is not None or is_local(name))
        if not host.local:
            if self.allow_loopback:
                self._unsettled.add(name)
            if self.caution > 1 and not self.at_half_rate:
                self.at_half_rate = True
                logger.info("CONTACT is not set, so public hosts are asked half as often; set it to a page or address.")
        self._apply(name, host)
        return host

    def _apply(self, name: str, host: _Host) -> None:
        """Set the delay of the host's slot, and of those that Scrapy makes for it later."""
        host.slow = not host.local and host.crawl_delay > self.longest
        delay = self.page_delay if host.slow else max(self.page_delay, host.crawl_delay)
        delay = min(delay, self.longest) if host.local else delay * self.caution
        self._set_delay(name, max(delay, _LEAST))

    def _set_delay(self, name: str, delay: float) -> None:
        self._downloader.per_slot_settings[name] = {"delay": delay, "jitter": 0.0}
        slot = self._slot(name)
        if slot is not None:
            slot.delay = delay

    def _slot(self, name: str) -> Slot | None:
        return self._downloader.slots.get(name)

    def _settle(self, request: Request, response: Response) -> None:
        """See by the address that answered whether a host is on this machine."""
        name = urlparse_cached(request).hostname or ""
        if name not in self._unsettled or response.ip_address is None:
            return
        self._unsettled.discard(name)
        if response.ip_address.is_loopback:
            self._hosts[name].local = True
            self._apply(name, self._hosts[name])

    def _asked_lately(self, url: str, crawl_delay: float) -> bool:
        """Whether an earlier run asked an address of a slow host less than its Crawl-delay ago."""
        spider = self.crawler.spider
        known, now = getattr(spider, "known", None), getattr(spider, "now", None)
        before = known.validators(url.partition("#")[0]) if known is not None else None
        if now is None or before is None or before.checked_at is None:
            return False
        return bool(0 <= (now - before.checked_at).total_seconds() < crawl_delay)

    def _why_slow(self, name: str, host: _Host) -> str:
        return (
            f"{name} asks for {in_words(host.crawl_delay)} between requests, more than a run keeps "
            f"({in_words(self.longest)}); so a run makes one request at the most, and the rest waits for the next."
        )

    # ---- waiting ---------------------------------------------------------------------------------------------------
    def _asked_to_wait(self, request: Request, response: Response) -> Response | Request:
        name = urlparse_cached(request).hostname or ""
        host = self._hosts.get(name) or self._meet(name)
        said, date = _text(response, "Retry-After"), _text(response, "Date")
        asked = retry_after(said, date, datetime.now(UTC), LONGEST_BETWEEN)
        if asked is None and response.status == 503:
            return response
        tries = request.meta.get(meta.WAITS, 0)
        wait = back_off(tries, self.longest) if asked is None else asked
        if tries < MOST_WAITS and wait <= self.longest and not host.slow:
            self._hold(name, wait, request.url)
            again = request.copy()
            again.dont_filter = True
            again.meta[meta.WAITS] = tries + 1
            return again
        sentence = f"{name} answered {response.status}"
        sentence += "" if asked is None else f" and asked to come back in {in_words(asked)}"
        host.wait = asked
        self._close(name, host, f"{sentence}; it is left alone for this run.")
        raise Refused(*host.closed, status=response.status, wait=asked)  # type: ignore[misc]

    def _hold(self, name: str, seconds: float, url: str) -> None:
        """Let the host's queue rest. The slot counts from when it last sent, so that moment is moved on."""
        gate = self.gate_of(name, url)
        if gate is not None:
            gate.hold(seconds)
        slot = self._slot(name)
        if slot is not None:
            slot.lastseen = time.monotonic() + max(seconds - slot.delay, 0.0)

    def _close(self, name: str, host: _Host, sentence: str) -> None:
        host.closed = ("soft", "retry_later", sentence)
        self._set_delay(name, 0.0)  # what still waits is refused by the handler, and need not wait for that
        slot = self._slot(name)
        if slot is not None:
            slot.lastseen = 0.0


def stop(crawler: Crawler, outcome: Outcome, reason: str, sentence: str, grace: float = 5.0) -> None:
    """PaceMiddleware.stop for whoever holds the crawler, such as the spider at the end of its minutes."""
    pace = crawler.get_downloader_middleware(PaceMiddleware)
    if pace is not None:
        pace.stop(outcome, reason, sentence, grace)


def _text(response: Response, header: str) -> str | None:
    value = response.headers.get(header)
    return value.decode("latin-1") if value else None
