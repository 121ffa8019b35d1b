"""The last gate before the network: closed hosts, shared installations, the detour to a practice web, bounded heads."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached

from fetching.guard import refusal_of_name
from fetching.pace import PaceMiddleware
from fetching.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.iweb import IResponse

    from fetching.gates import Gate

#: Bytes of status line and headers together, and of one header. Real sites send cookies of 8 KB, broken ones of a
#: megabyte; without a limit a server could fill the memory before its body begins.
MAX_HEAD = 2 * 1024 * 1024
#: Connections kept open to the practice server, which stands for hundreds of hosts.
_PRACTICE_CONNECTIONS = 64


class HeadTooLarge(Exception):
    """The headers of an answer went on past MAX_HEAD."""


class PoliteHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler behind the gates of this room."""

    lazy = True  # made with the first request, when the middlewares it asks exist

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
        self._pool.retryAutomatically = False  # Twisted would send again at once, past the host's delay
        # Each of these ends as a visit with a reason; as log lines they would only break the progress display.
        logging.getLogger("scrapy.core.downloader.handlers.http11").setLevel(logging.ERROR)
        # Scrapy lets its loggers make a record of each page and each item, which the level then throws away.
        logging.getLogger("scrapy").setLevel(crawler.settings["LOG_LEVEL"])
        self._pace = crawler.get_downloader_middleware(PaceMiddleware)
        self._practice = self._pace.practice if self._pace else None
        self._under_way: set[asyncio.Task[Response]] = set()
        if self._pace:
            self._pace.at_stop.append(self._give_up)
        if self._practice:
            self._pool.maxPersistentPerHost = _PRACTICE_CONNECTIONS

    async def download_request(self, request: Request) -> Response:
        """Fetch one request. Raises Refused for closed hosts and private names, else what Scrapy raises."""
        pace = self._pace
        if pace is None:
            return await self._fetch(request)
        name = urlparse_cached(request).hostname or ""
        pace.check(name)
        gate = pace.gate_of(name, request.url)
        # A task of its own, for a slow answer or a connection that never comes must not keep a stopped run from ending.
        task = asyncio.ensure_future(self._fetch(request) if gate is None else self._through(gate, name, request))
        self._under_way.add(task)
        status = 0
        try:
            response = await task
            status = response.status
            return response
        except asyncio.CancelledError:
            if pace.stopped is None:
                raise
            raise Refused(*pace.stopped) from None
        finally:
            self._under_way.discard(task)
            pace.answered(name, status)

    async def _through(self, gate: Gate, name: str, request: Request) -> Response:
        async with gate:
            self._pace.check(name)
            return await self._fetch(request)

    async def _fetch(self, request: Request) -> Response:
        if self._practice is None:
            return await self._download(request)
        detoured = self._practice.detour(request)
        response = await self._download(detoured)
        request.meta["download_latency"] = detoured.meta.get("download_latency")
        answer: Response = response.replace(url=request.url.partition("#")[0])
        return answer

    async def _download(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            refusal = refusal_of_name(urlparse_cached(request).hostname or "")
            if refusal is None:
                raise
            raise refusal from None

    async def close(self) -> None:
        """Close the kept connections, or leave them after a moment.

        Scrapy's own timer answers the pool's Deferred itself: where the loop was busy meanwhile, both answer it.
        """
        closing = maybe_deferred_to_future(self._pool.closeCachedConnections())
        await asyncio.wait({asyncio.ensure_future(closing)}, timeout=self._disconnect_timeout)

    def _give_up(self) -> None:
        for task in list(self._under_way):
            task.cancel()


class _BoundedParser(_LenientHTTPClientParser):
    """Scrapy's parser of answers, with a limit to their head. It has no state that __init__ would have to set."""

    MAX_LENGTH = MAX_HEAD
    _head = 0

    def lineReceived(self, line: bytes) -> None:
        self._head += len(line) + 2
        if self._head > MAX_HEAD:
            raise HeadTooLarge(f"the headers of the answer are larger than {MAX_HEAD} bytes")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        raise HeadTooLarge(f"a header of the answer is larger than {MAX_HEAD} bytes")


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: TxRequest) -> Deferred[IResponse]:
        answer: Deferred[IResponse] = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:
        return _BoundedProtocol(self._quiescentCallback)
