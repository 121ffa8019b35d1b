"""robots.txt by RFC 9309: asked once a host and day, obeyed by every request, redirects included.

Scrapy's own middleware lets the third waiting request through, takes an error page for leave to read everything, and
knows no Crawl-delay. Here one task asks for a host, and each of the requests that wait for it is judged by its answer.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from fetching import meta
from fetching.failures import DOWNLOAD_ERRORS, reason_of
from fetching.pace import PaceMiddleware
from fetching.refusals import Refused
from fetching.rules import EVERYTHING, MAX_BYTES, Rules, read_rules
from items import ROBOTS_READ, RobotsAnswer
from known import NothingKnown

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from known import Known

#: RFC 9309, 2.4: not to be used for longer than a day.
KEPT_FOR = timedelta(hours=24)
#: Seconds; a host that cannot give a small file in this time is not asked for larger ones.
TIMEOUT = 30.0
#: RFC 9309, 2.3.1.2
REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class _Host:
    """What holds until `until` (monotonic seconds). closed: (outcome, reason, sentence) where nothing may be asked."""

    rules: Rules
    until: float
    closed: tuple[Any, str, str] | None = None


class Rfc9309Middleware:
    """Judges each request by its host's robots.txt; asks for that file where it is not known."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent: str = crawler.settings["BOT_NAME"]
        self.timeout = min(TIMEOUT, crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))
        self._hosts: dict[str, _Host] = {}
        self._asking: dict[str, asyncio.Task[_Host]] = {}
        self._downloads = 0
        self._started = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rfc9309Middleware:
        return cls(crawler)

    def process_request(self, request: Request) -> Coroutine[Any, Any, Request | None] | None:
        """Raises Refused (`robots`, or why the host is closed). A coroutine only where the file must be awaited."""
        if meta.ROBOTS in request.meta:
            return None
        key = host_key(request)
        host = self._hosts.get(key)
        if host is None or host.until < time.monotonic():
            host = self._remembered(key)
            if host is None:
                return self._when_asked(key, request)
        self._judge(host, key, request)
        return None

    def forget(self) -> None:
        """Ask every host anew from here on, those included that were closed because they did not answer."""
        self._hosts.clear()

    def _judge(self, host: _Host, key: str, request: Request) -> None:
        if host.closed:
            raise Refused(*host.closed)
        allows = host.rules.allows
        if allows is not None and not allows(request.url):
            raise Refused("hard", "robots", f"robots.txt of {key} does not allow {self.agent} to read {request.url}.")

    async def _when_asked(self, key: str, request: Request) -> Request | None:
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.ensure_future(self._ask(key, urlparse_cached(request).scheme))
            task.add_done_callback(lambda _: self._asking.pop(key, None))
        # Shielded: that one waiting request is cancelled must not take the answer from the others.
        self._judge(await asyncio.shield(task), key, request)
        if self._pace is None or self._pace.is_due(key):
            return None
        # The host has just been asked. Its delay is waited for in the scheduler, where it takes nobody's place.
        again = request.copy()
        again.dont_filter = True
        return again

    # ---- what is known ---------------------------------------------------------------------------------------------
    def _remembered(self, key: str) -> _Host | None:
        """The rules of an answer that an earlier run got within a day; never of one that closed the host."""
        known: Known = getattr(self.crawler.spider, "known", None) or NothingKnown()
        answer = known.robots(key)
        if answer is None or not _is_final(answer.status):
            return None
        age = self._now() - answer.asked_at
        if not timedelta(0) <= age < KEPT_FOR:
            return None
        rules = read_rules(answer.body, self.agent) if answer.status < 300 else EVERYTHING
        return self._keep(key, rules, (KEPT_FOR - age).total_seconds())

    def _keep(self, key: str, rules: Rules, seconds: float, closed: tuple[Any, str, str] | None = None) -> _Host:
        host = self._hosts[key] = _Host(rules, time.monotonic() + seconds, closed)
        if self._pace is not None:
            self._pace.heed(key, rules.crawl_delay)
        return host

    @cached_property
    def _pace(self) -> PaceMiddleware | None:
        found: PaceMiddleware | None = self.crawler.get_downloader_middleware(PaceMiddleware)
        return found

    def _now(self) -> datetime:
        """The crawl's clock, which stands still; moved on in a run of more than a day, for its files are old then."""
        ran = timedelta(seconds=time.monotonic() - self._started)
        now: datetime = getattr(self.crawler.spider, "now", None) or datetime.now(UTC)
        return now + ran if ran > KEPT_FOR else now

    # ---- asking ----------------------------------------------------------------------------------------------------
    async def _ask(self, key: str, scheme: str) -> _Host:
        request = Request(
            f"{scheme}://{key}/robots.txt",
            meta={meta.ROBOTS: 0, "download_timeout": self.timeout, meta.REDIRECT_LIMIT: REDIRECTS},
            headers={"Accept": "text/plain,*/*;q=0.5", "Accept-Encoding": "identity"},
            callback=NO_CALLBACK,
            dont_filter=True,
        )
        try:
            response = await self._download(request)
        except DOWNLOAD_ERRORS as error:
            if self._pace is not None and self._pace.stopped:
                raise  # the run ends; that says nothing of the host
            return self._unanswered(key, error, getattr(error, "status", 0))
        return self._answered(key, response)

    async def _download(self, request: Request) -> Response:
        """The answer, its body stopped soon after as much as is read of it: some never end."""
        engine = self.crawler.engine
        assert engine is not None
        # Heard only while a file is under way, for the signal is sent with every piece of every page.
        if not self._downloads:
            self.crawler.signals.connect(_stop_when_enough, signals.bytes_received)
        self._downloads += 1
        try:
            response: Response = await engine.download_async(request)
        finally:
            self._downloads -= 1
            if not self._downloads:
                self.crawler.signals.disconnect(_stop_when_enough, signals.bytes_received)
        return response

    def _answered(self, key: str, response: Response) -> _Host:
        status = response.status
        if 200 <= status < 300:
            rules = read_rules(response.body, self.agent)
            sentence = f"robots.txt was read; {rules.note}." if rules.note else "robots.txt was read."
            self._tell(key, status, response.body[:MAX_BYTES] if rules.allows else b"", sentence)
            return self._keep(key, rules, KEPT_FOR.total_seconds())
        if _is_final(status):
            self._tell(key, status, b"", f"robots.txt answered {status}, so there are no rules.")
            return self._keep(key, EVERYTHING, KEPT_FOR.total_seconds())
        sentence = f"robots.txt of {key} answered {status}, so the host is closed for this run."
        return self._close(key, status, ("soft", "robots_unreachable", sentence))

    def _unanswered(self, key: str, error: BaseException, status: int) -> _Host:
        outcome, reason, sentence = reason_of(error)
        if reason == "redirects":  # RFC 9309, 2.3.1.2: as if there were none
            self._tell(key, status, b"", "robots.txt is redirected without end or nowhere, so there are no rules.")
            return self._keep(key, EVERYTHING, KEPT_FOR.total_seconds())
        if reason not in _SPEAKS_FOR_ITSELF:
            outcome, reason = "soft", "robots_unreachable"
        sentence = f"robots.txt of {key} could not be read, so the host is closed for this run: {sentence}"
        return self._close(key, status, (outcome, reason, sentence))

    def _close(self, key: str, status: int, why: tuple[Any, str, str]) -> _Host:
        self._tell(key, status, b"", why[2])
        return self._keep(key, EVERYTHING, KEPT_FOR.total_seconds(), why)

    def _tell(self, key: str, status: int, body: bytes, sentence: str) -> None:
        answer = RobotsAnswer(key, self._now(), status, body, sentence)
        self.crawler.signals.send_catch_log(ROBOTS_READ, answer=answer)


#: Failures that say more than that robots.txt was not read: the host would give nothing else either.
_SPEAKS_FOR_ITSELF = {"dns", "connect", "tls", "private", "retry_later"}


def host_key(request: Request) -> str:
    """The host in lower case, with its port if that is not the scheme's own; the name under which answers are kept."""
    parts = urlparse_cached(request)
    host: str = parts.netloc.lower()
    if ":" in host:
        host = host.removesuffix(":80" if parts.scheme == "http" else ":443")
    return host


def _is_final(status: int) -> bool:
    """Whether an answer holds for a day: a success, or one of the 4xx by which a host says that it has no rules.

    429 is none of them: it asks to be left alone.
    """
    return 200 <= status < 500 and status != 429


def _stop_when_enough(data: bytes, request: Request) -> None:
    """Hears the bytes of every answer, but minds only those of a robots.txt."""
    if meta.ROBOTS not in request.meta:
        return
    request.meta[meta.ROBOTS] += len(data)
    if request.meta[meta.ROBOTS] > MAX_BYTES:
        raise StopDownload(fail=False)
