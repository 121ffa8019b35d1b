"""The process in which tests/crawling.py has its crawls done: jobs come as JSON lines, and results go so too."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any


def work() -> None:
    """Read jobs as JSON lines, write results as JSON lines."""
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    out, sys.stdout = sys.stdout, sys.stderr

    async def one(job: dict[str, Any]) -> None:
        print(json.dumps(await do(job), default=str), file=out, flush=True)

    def read() -> None:
        for line in sys.stdin:
            reactor.callFromThread(lambda job: asyncio.ensure_future(one(job)), json.loads(line))
        reactor.callFromThread(reactor.stop)

    threading.Thread(target=read, daemon=True).start()
    reactor.run()


async def do(job: dict[str, Any]) -> dict[str, Any]:
    """One job: a whole crawl with an engine of its own."""
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.resolver import dnscache
    from scrapy.settings import Settings
    from scrapy.utils.misc import build_from_crawler, load_object
    from twisted.internet import reactor

    import fetching.guard
    import settings as ours

    values = Settings()
    values.setmodule(ours, priority="project")
    values.setdict(job["settings"], priority="cmdline")
    log = _Log()
    logging.getLogger().addHandler(log)
    dnscache.clear()
    fetching.guard._refused_names.clear()
    result: dict[str, Any] = {"answers": [], "failures": [], "robots": []}
    began = time.monotonic()
    with _names(job["names"]):
        try:
            crawler = AsyncCrawlerRunner(values).create_crawler(_spider())
            build_from_crawler(
                load_object(values["TWISTED_DNS_RESOLVER"]), crawler, reactor=reactor
            ).install_on_reactor()
            await crawler.crawl_async(job=job, result=result)
            result["stats"] = crawler.stats.get_stats()
        except Exception as error:  # noqa: BLE001  (the worker reports whatever stopped the crawl)
            result["error"] = f"{type(error).__name__}: {error}"
    logging.getLogger().removeHandler(log)
    return {**result, "log": log.lines, "seconds": time.monotonic() - began}


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class _names:
    """Stands in for the name servers of the world, which no test may ask."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names, self.real = names, socket.gethostbyname

    def __enter__(self) -> None:
        def look_up(name: str) -> str:
            if name in self.names:
                return self.names[name]
            if name.replace(".", "").isdigit():
                return self.real(name)
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        socket.gethostbyname = look_up

    def __exit__(self, *_: object) -> None:
        socket.gethostbyname = self.real


def _spider() -> Any:
    from scrapy import Request, Spider
    from scrapy.http import Response

    from fetching.failures import reason_of, reason_of_status
    from fetching.pace import stop
    from fetching.validators import validators_of
    from items import ROBOTS_READ, RobotsAnswer, Validators
    from known import NothingKnown
    from parsing.urls import Site, Sites

    class Remembered(NothingKnown):
        def __init__(self, job: Mapping[str, Any]) -> None:
            self.job = job["known"]

        def in_full(self, channel_id: str) -> bool:
            return channel_id in self.job.get("in_full", ())

        def validators(self, url: str) -> Validators | None:
            found = self.job.get("validators", {}).get(url)
            if not found:
                return None
            checked_at = found.get("checked_at")
            return Validators(url=url, **{**found, "checked_at": checked_at and datetime.fromisoformat(checked_at)})

        def robots(self, host: str) -> RobotsAnswer | None:
            found = self.job.get("robots", {}).get(host)
            if not found:
                return None
            asked_at = datetime.fromisoformat(found["asked_at"])
            return RobotsAnswer(host, asked_at, found["status"], found.get("body", "").encode(), "")

    class Probe(Spider):  # type: ignore[misc]
        name = "probe"

        def __init__(self, job: dict[str, Any], result: dict[str, Any], **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.job, self.result = job, result
            self.known, self.now = Remembered(job), datetime.fromisoformat(job["now"]).astimezone(UTC)
            self.registry = SimpleNamespace(
                sites=Sites.of(Site(**{**site, "hosts": tuple(site.get("hosts", ()))}) for site in job["sites"]),
                channels={
                    name: SimpleNamespace(source_id=source, hint=job["hints"].get(name, {}))
                    for name, source in job["channels"].items()
                },
            )

        async def start(self) -> AsyncIterator[Any]:
            self.crawler.signals.connect(self.heard, ROBOTS_READ)
            requests = [self.made(dict(spec)) for spec in self.job["requests"]]
            if self.job["at_once"]:
                await asyncio.gather(*(self.at_once(request) for request in requests))
                return
            for request in requests:
                yield request

        def made(self, spec: dict[str, Any]) -> Request:
            return Request(callback=self.answered, errback=self.failed, dont_filter=True, **spec)

        async def at_once(self, request: Request) -> None:
            asked = request.url
            try:
                response = await self.crawler.engine.download_async(request)
            except Exception as error:  # noqa: BLE001  (whatever it is, its reason is what the test looks at)
                self.tell(asked, reason_of(error))
            else:
                response.request = response.request or request
                self.answered(response)

        def heard(self, answer: RobotsAnswer) -> None:
            self.result["robots"].append(
                {
                    "host": answer.host,
                    "status": answer.status,
                    "body": answer.body.decode("latin-1"),
                    "sentence": answer.sentence,
                    "asked_at": answer.asked_at.isoformat(),
                }
            )

        def answered(self, response: Response) -> None:
            kept = validators_of(response, self.now)
            self.result["answers"].append(
                {
                    "url": response.url,
                    "status": response.status,
                    "body": response.body[:2000].decode("latin-1"),
                    "size": len(response.body),
                    "flags": response.flags,
                    "redirect_urls": response.meta.get("redirect_urls", []),
                    "moved_permanently": response.meta.get("moved_permanently", []),
                    "slot": response.meta.get("download_slot"),
                    "kind": type(response).__name__,
                    "validators": {
                        "etag": kept.etag,
                        "last_modified": kept.last_modified,
                        "body_sha256": kept.body_sha256,
                        "url": kept.url,
                    },
                    "refusal": reason_of_status(response),
                }
            )
            if self.job["stop_after"] and len(self.result["answers"]) >= self.job["stop_after"]:
                stop(self.crawler, "soft", "bounded", "The run reached its limit.")

        def failed(self, failure: Any) -> None:
            self.tell(failure.request.url, reason_of(failure))

        def tell(self, url: str, verdict: Iterable[str]) -> None:
            outcome, reason, sentence = verdict
            self.result["failures"].append({"url": url, "outcome": outcome, "reason": reason, "sentence": sentence})

    return Probe


if __name__ == "__main__":
    work()
