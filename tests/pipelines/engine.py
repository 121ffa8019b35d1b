"""Real engines for tests of the pipelines: `run(scenario, archive)` plays a scenario in a process of its own.

A spider's start() may bring items without any request, so no server is needed; all else is the project's own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Ran:
    """What came of a run, and what its spider noted on the way."""

    progress: dict[str, int]
    stats: dict[str, Any]
    fatal: str | None
    reason: str
    noted: dict[str, Any] = field(default_factory=dict)
    log: str = ""


def run(scenario: str, archive: Path) -> Ran:
    """Play a scenario of this file on an archive."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.pipelines.engine", scenario, str(archive)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return Ran(**json.loads(ran.stdout.splitlines()[-1]), log=ran.stderr)


# ---- in the process -------------------------------------------------------------------------------------------------
def main(scenario: str, archive: str) -> None:
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    import settings as ours

    values = Settings()
    values.setmodule(ours, priority="project")
    values.setdict(
        {
            "ARCHIVE_PATH": archive,
            "CAPTURES_DIR": str(Path(archive).parent / "captures"),
            "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader",
            "SPIDER_MODULES": [],
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(values)
    crawler = process.create_crawler(_spider())
    noted: dict[str, Any] = {}
    crawler.signals.connect(lambda reason: noted.update(reason=reason), signals.spider_closed, weak=False)
    given = _given(crawler, archive) if scenario.startswith("given") else None
    process.crawl(crawler, play=globals()[scenario], noted=noted)
    process.start()
    if given is not None:
        noted["still_open"] = given.conn.execute("SELECT count(*) FROM items").fetchone()[0]
    told = {
        "progress": crawler.progress,
        "stats": {name: value for name, value in crawler.stats.get_stats().items() if name.startswith("news/")},
        "fatal": str(crawler.fatal_error) if getattr(crawler, "fatal_error", None) else None,
        "reason": noted.pop("reason", ""),
        "noted": noted,
    }
    print(json.dumps(told))


def _given(crawler: Any, archive: str) -> Any:
    """As `collect` does: the archive is opened before the run, and stays open after it."""
    from archive.database import open_archive

    crawler.archive, crawler.progress = open_archive(Path(archive)), {}
    return crawler.archive


def _spider() -> Any:
    from scrapy import Spider

    from tests.builders import NOW, REGISTRY

    class Bringing(Spider):  # type: ignore[misc]
        name = "bringing"

        def __init__(self, play: Callable[[Any], AsyncIterator[Any]], noted: dict[str, Any], **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.play, self.noted = play, noted
            self.registry, self.now = REGISTRY, NOW
            self.channels = list(REGISTRY.channels.values())
            self.late: list[Any] = []

        async def start(self) -> AsyncIterator[Any]:
            async for brought in self.play(self):
                yield brought

        def tell(self, *reports: Any) -> None:
            from items import VISIT_ENDED

            for report in reports:
                self.crawler.signals.send_catch_log(VISIT_ENDED, report=report)

        def end(self, why: str) -> None:
            """As the project's spider does; later, since the engine would wait for items that no response brought."""
            import asyncio

            self.ending = why
            closing = self.crawler.engine.close_spider_async
            asyncio.get_running_loop().call_later(0.2, lambda: asyncio.ensure_future(closing(reason=why)))

        def ask(self, sql: str) -> Any:
            return self.crawler.archive.conn.execute(sql).fetchone()[0]

        def closed(self, reason: str) -> None:
            self.tell(*self.late)

    return Bringing


# ---- scenarios -------------------------------------------------------------------------------------------------------
async def _settled() -> None:
    """Long enough for items under way to pass the pipelines."""
    import asyncio

    await asyncio.sleep(0.1)


async def ordinary(spider: Any) -> AsyncIterator[Any]:
    """Three posts, one of them twice, a teaser that is refused, nothing at all, and the visits that brought them."""
    from items import ROBOTS_READ, Item, RobotsAnswer, Validators
    from tests.builders import NOW, item, rejection, report, teaser

    yield item(1)
    yield item(2, url="http://www.council-900.example/news/post-2/?utm_source=x", title="  Post\u00a02 \x00")
    yield item(1)
    yield teaser(3)
    yield rejection(3)
    yield item(4, of="local-1")
    yield Item("local-1-news", "https://local-1.example/news/empty", seen_at=NOW)
    yield Item("local-1-news", "javascript:alert(1)", "A title", seen_at=NOW)
    yield Item("local-1-news", "https://local-1.example/news", "Our news", seen_at=NOW)
    await _settled()
    tags = Validators("https://council-900.example/news", '"v1"', None, None, NOW)
    spider.tell(report("council-900-news", validators=[tags]), report("local-1-news"))
    answer = RobotsAnswer("council-900.example", NOW, 404, b"", "There is none; all is allowed.")
    spider.crawler.signals.send_catch_log(ROBOTS_READ, answer=answer)
    spider.late = [report("national-news", outcome="soft", reason="bounded")]


async def given_archive(spider: Any) -> AsyncIterator[Any]:
    """One post into an archive that somebody else opened."""
    from tests.builders import item

    yield item(1)


async def lost_item(spider: Any) -> AsyncIterator[Any]:
    """A post that cannot be kept for a fault of ours, beside one that can."""
    from items import Event, Validators
    from tests.builders import NOW, item, report

    yield item(1, event=Event(datetime(2026, 1, 1)))
    yield item(2, of="local-1")
    await _settled()
    for channel_id in ("council-900-news", "local-1-news"):
        tags = Validators(f"https://{channel_id}.example/first", '"v1"', None, None, NOW)
        spider.tell(report(channel_id, validators=[tags]))
    tags = Validators("https://council-900-news.example/next", '"v2"', None, None, NOW)
    spider.late = [report("council-900-news", validators=[tags])]


async def full_disk(spider: Any) -> AsyncIterator[Any]:
    """Posts without end on a disk with little room."""
    import asyncio

    from items import Validators
    from tests.builders import NOW, item, report

    spider.crawler.archive.conn.execute(f"PRAGMA max_page_count = {spider.ask('PRAGMA page_count') + 6}")
    for number in range(2000):
        if getattr(spider.crawler, "fatal_error", None):
            spider.noted["brought"] = number
            break
        yield item(number)
    await _settled()
    tags = Validators("https://council-900.example/news", '"v1"', None, None, NOW)
    spider.tell(report("council-900-news", validators=[tags]))
    await asyncio.sleep(1)  # the engine is closed before there is nothing left to do


async def many_visits(spider: Any) -> AsyncIterator[Any]:
    """Visits in a crowd and alone: when do they reach the archive?"""
    import asyncio

    from tests.builders import report

    spider.tell(*[report() for _ in range(49)])
    spider.noted["after_49"] = spider.ask("SELECT count(*) FROM visits")
    spider.tell(report())
    spider.noted["after_50"] = spider.ask("SELECT count(*) FROM visits")
    spider.tell(report())
    spider.noted["one_more"] = spider.ask("SELECT count(*) FROM visits")
    await asyncio.sleep(0.8)
    spider.noted["a_little_later"] = spider.ask("SELECT count(*) FROM visits")
    if spider is None:
        yield  # a generator needs one


if __name__ == "__main__":
    main(*sys.argv[1:])
