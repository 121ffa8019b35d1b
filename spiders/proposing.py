"""The spider of `propose`: fetches what a survey wants, as politely as any crawl, and brings no items.

One survey at a time: the site, then each of its spaces where that is wished. Rounds, not a queue: a survey decides by
the answers of one round what is worth asking next.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from errors import ParseError
from fetching.failures import reason_of
from fetching.pace import PaceMiddleware
from fetching.robots import Rfc9309Middleware
from fetching.rules import decode as decode_robots
from items import ROBOTS_READ, RobotsAnswer
from known import NothingKnown
from parsing.discovery import Answer, Conclusion, Probe, Survey
from parsing.discovery.zone import ASSUMED
from parsing.urls import Site, Sites, host_of, is_ip
from parsing.urls.parts import split
from registry import Channel, Registry, Source
from spiders.base import content_type_of

logger = logging.getLogger(__name__)

#: Names of rows that stand in for the site while it is unknown; no row may be called so.
PROVISIONAL = "~proposed"

_INDEX = re.compile(r"/(?:(?:index|default|home)(?:\.(?:html?|php|aspx?|cfm|jsp|shtml))?)/?$", re.IGNORECASE)

#: Requests and minutes for one site, and for each space beside it.
REQUESTS, MINUTES = 40, 3.0
REQUESTS_OF_SPACE = 6
MOST_REQUESTS = 400
#: Seconds for one answer: a survey need not wait as long as a crawl.
TIMEOUT = 30.0


@dataclass(slots=True)
class Surveyed:
    """What came of it. main: the site's conclusion; spaces: those of its spaces; cut_short: a limit ended it."""

    main: Conclusion | None = None
    spaces: list[Conclusion] = field(default_factory=list)
    requests: int = 0
    cut_short: bool = False


class ProposeSpider(Spider):
    """Asks for one site's documents.

    homes: addresses of the home page, the next one tried where one gives no answer at all. surveyed: filled while the
    spider runs. tell: hears a line for each answer.
    """

    name = "propose"
    custom_settings: ClassVar[dict[str, Any]] = {"ITEM_PIPELINES": {}}

    def __init__(
        self,
        homes: Sequence[str],
        now: datetime,
        surveyed: Surveyed,
        with_spaces: bool = False,
        most_requests: int = REQUESTS,
        minutes: float = MINUTES,
        tell: Callable[[str], None] = lambda sentence: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.homes, self.now = list(homes), now
        self.known = NothingKnown()
        self.surveyed, self.with_spaces, self.tell = surveyed, with_spaces, tell
        self.requests_left, self.seconds = most_requests, minutes * 60
        self.robots: dict[str, str] = {}
        self.waiting: list[str] = []
        self.open = 0
        self.ended = False
        self.timer: asyncio.TimerHandle | None = None
        #: the middlewares that this spider speaks to, once the engine has made them
        self.rules: Rfc9309Middleware | None = None
        self.pace: PaceMiddleware | None = None
        self._begin(self.homes.pop(0))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ProposeSpider:
        spider: ProposeSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_read, ROBOTS_READ)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The first round."""
        self.rules = self.crawler.get_downloader_middleware(Rfc9309Middleware)
        self.pace = self.crawler.get_downloader_middleware(PaceMiddleware)
        self.timer = asyncio.get_running_loop().call_later(self.seconds, self.end)
        for request in self._round():
            yield request

    # ---- rounds ------------------------------------------------------------------------------------------------
    def _begin(self, home: str) -> None:
        """A survey of one home, and a registry in which it is a source, so that its redirects are within it."""
        self.home = home
        self.registry = provisional(home)
        zone = ZoneInfo(ASSUMED)
        self.survey = Survey(home, self.registry.sites, PROVISIONAL, self.now.astimezone(zone).date(), zone)
        for text in self.robots.values():
            self.survey.hear_robots(text)

    def _round(self) -> Iterator[Request]:
        """Requests for what the survey wants next; where it is over, for the next home or space."""
        while not self.ended:
            probes = self.survey.wanted()[: self.requests_left] if self.requests_left > 0 else []
            if probes:
                self.open = len(probes)
                self.requests_left -= len(probes)
                yield from (self._request(probe) for probe in probes)
                return
            if not self._go_on():
                return

    def _request(self, probe: Probe) -> Request:
        meta = {
            "channel_id": PROVISIONAL,
            "source_id": PROVISIONAL,
            "conditional": False,
            "force": True,
            "probe": probe,
            "download_timeout": min(TIMEOUT, self.settings.getfloat("DOWNLOAD_TIMEOUT")),
        }
        return Request(probe.address, callback=self.answered, errback=self.failed, meta=meta, dont_filter=True)

    def _go_on(self) -> bool:
        """Turn to the next home or space; False when all is done."""
        conclusion = self.survey.conclude()
        nothing_answered = self.survey.notes.failure is not None and self.survey.notes.failure.status == 0
        if self.surveyed.main is None and nothing_answered and self.homes and not self._is_refused():
            self._forget_robots()
            self._begin(self.homes.pop(0))
            return True
        if self.surveyed.main is None:
            self.surveyed.main = conclusion
            if self.with_spaces:
                self.waiting = [space.home for space in conclusion.spaces]
                self.requests_left += min(REQUESTS_OF_SPACE * len(self.waiting), MOST_REQUESTS)
        else:
            self.surveyed.spaces.append(conclusion)
        if not self.waiting:
            return False
        self._begin(self.waiting.pop(0))
        self.survey.notes.is_space = True
        return True

    def _forget_robots(self) -> None:
        """The same host by the other scheme has a robots.txt of its own (RFC 9309, 2.3); what closed this one is not
        said of that one."""
        if self.rules is not None:
            self.rules._hosts.clear()
        self.robots.clear()

    def _is_refused(self) -> bool:
        """Whether the host itself said no, so that another scheme would only ask again."""
        failure = self.survey.notes.failure
        return failure is not None and failure.reason in {"robots", "moved", "private", "retry_later", "dns"}

    # ---- answers -----------------------------------------------------------------------------------------------
    def answered(self, response: Response) -> Iterator[Request]:
        """Hand a response to the survey."""
        request = response.request
        assert request is not None
        probe: Probe = request.meta["probe"]
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        answer = Answer(
            request.meta.get("redirect_urls", [request.url])[0],
            response.url,
            response.status,
            response.body,
            content_type_of(response),
            headers,
        )
        yield from self._taken(probe, answer)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Tell the survey that there was no answer, and why."""
        request = failure.request
        _, reason, sentence = reason_of(failure)
        yield from self._taken(
            request.meta["probe"], Answer(request.url, request.url, 0, reason=reason, failure=sentence)
        )

    def _taken(self, probe: Probe, answer: Answer) -> Iterator[Request]:
        self.surveyed.requests += 1
        self.tell(f"{answer.status or answer.reason}  {probe.address}")
        try:
            self.survey.take(probe, answer)
        except Exception as error:  # the wall between documents: a reader's fault on one must not lose the others
            self.survey.fail(probe, f"our reader failed on it: {type(error).__name__}: {error}")
            logger.debug("%s", probe.address, exc_info=True)
        self.open -= 1
        if self.open == 0:
            yield from self._round()

    def robots_read(self, answer: RobotsAnswer) -> None:
        """The robots.txt of the host may name sitemaps."""
        text = decode_robots(answer.body)
        if answer.host not in self.robots and host_of(self.home) == answer.host:
            self.survey.hear_robots(text)
        self.robots[answer.host] = text

    # ---- the end -----------------------------------------------------------------------------------------------
    def end(self) -> None:
        """The time is over: what waits is dropped, what is known so far is concluded from."""
        self.ended = self.surveyed.cut_short = True
        if self.pace is not None:
            self.pace.stop("soft", "bounded", "The time for the survey was over.")

    def closed(self, reason: str) -> None:
        """Conclude from what came, where the end came early."""
        if self.timer:
            self.timer.cancel()
        if self.surveyed.main is None:
            self.surveyed.main = self.survey.conclude()
        if self.requests_left <= 0:
            self.surveyed.cut_short = True


def provisional(home: str) -> Registry:
    """A registry of one source, which stands for a home nobody has seen, and of one channel for its requests."""
    source = Source(
        id=PROVISIONAL,
        name=home,
        level="local",
        number=None,
        states=(),
        homepage=home,
        hosts=(),
        language="en",
        timezone=ASSUMED,
        parent=None,
        installation=None,
        note=None,
    )
    channel = Channel(PROVISIONAL, PROVISIONAL, "listing", home, {}, None, None, None)
    return Registry({PROVISIONAL: source}, {PROVISIONAL: channel}, {}, Sites.of([Site(PROVISIONAL, home)]))


def homes_of(text: str) -> list[str]:
    """The addresses at which a home page may stand, from what a person typed, with or without scheme.

    https first, unless a port or an IP address says that a certain server is meant. Index files and words that only
    stand for the home page are dropped. Raises ParseError for what is no web address.
    """
    given = text.strip()
    scheme, _, rest = given.partition("://") if "://" in given else ("", "", given)
    if not rest or re.search(r"[\s@]", given) or scheme.lower() not in {"", "http", "https"}:
        raise ParseError("no address of a web site", text)
    parts = split(f"{scheme.lower() or 'http'}://{rest}")
    if "." not in parts.host and ":" not in parts.host and parts.host != "localhost":
        raise ParseError("no address of a web site", text)
    path = _INDEX.sub("/", parts.path)
    meant = parts.host.startswith("[") or ":" in parts.host or is_ip(parts.host)
    first = parts.scheme if meant else "https"
    return [f"{one}://{parts.host}{path}" for one in (first, "http" if first == "https" else "https")]
