"""Whole crawls for tests of the families: small sites on loopback, a registry of one source, an archive to look at.

    with Place(tmp_path, "listing", "/news") as place:
        place.server.reply("/news", page(...))
        place.collect(backfill=True)
        assert place.urls() == {...}

The crawl is the project's own: spiders, fetching, pipelines and archive, over real HTTP, in one worker process that the
whole test run shares.
"""

from __future__ import annotations

import asyncio
import csv
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.server import Reply, Seen, Server

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
WORDS = (
    "Members of the bargaining committee met the county again this week and brought proposals on wages, staffing and "
    "safety. The employer answered in part. The next session is planned for the coming month, and everybody is welcome "
    "to listen. Stewards hand out copies of the proposals at every work site, and answer questions during breaks."
)
SOURCES = ("source", "name", "level", "number", "states", "homepage", "hosts", "language", "timezone", "parent",
           "installation", "note")  # fmt: skip
CHANNELS = ("channel", "source", "family", "address", "hint", "since", "until", "note")


class Place:
    """One source on a server of its own, with its archive."""

    def __init__(
        self,
        where: Path,
        family: str,
        path: str,
        hint: dict[str, Any] | None = None,
        more: Iterable[tuple[str, ...]] = (),
    ) -> None:
        self.server = Server()
        self.where, self.family, self.path, self.hint = where, family, path, hint or {}
        #: further channels: (id, family, path)
        self.more = tuple(more)
        self.archive = where / "archive.db"

    def __enter__(self) -> Place:
        self.server.__enter__()
        self.write_registry()
        return self

    def __exit__(self, *given: Any) -> None:
        self.server.__exit__(*given)

    def write_registry(self) -> None:
        """The rows of the source and its channels. {root} in a hint is the server's address."""
        home = self.server.url("/")
        hint = json.dumps(self.hint).replace("{root}", home.rstrip("/")) if self.hint else ""
        rows = [["here-news", "here", self.family, self.address(self.path), hint, "", "", ""]]
        rows += [[name, "here", family, self.address(path), "", "", "", ""] for name, family, path in self.more]
        given = {"source": "here", "name": "The Local Here", "level": "local", "states": "OH", "homepage": home,
                 "language": "en", "timezone": "America/New_York"}  # fmt: skip
        self._write("sources.csv", SOURCES, [[given.get(name, "") for name in SOURCES]])
        self._write("channels.csv", CHANNELS, rows)
        self._write("watches.csv", ("watch", "query", "mode", "carriers", "quiet", "cap", "note"), [])

    def _write(self, name: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        with (self.where / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])

    def address(self, path: str) -> str:
        """The absolute address of a path."""
        return self.server.url(path)

    def collect(self, *, backfill: bool = False, now: datetime = NOW, **given: Any) -> dict[str, Any]:
        """One run. given: force, requests, and settings in capitals. Returns the run's stats."""
        settings = {name: value for name, value in given.items() if name.isupper()}
        job = {"registry": str(self.where), "archive": str(self.archive), "now": now.isoformat(), "backfill": backfill,
               "force": given.get("force", False), "requests": given.get("requests"), "settings": settings}  # fmt: skip
        told = _worker().do(job)
        assert "error" not in told, told
        return told

    # ---- what came of it ---------------------------------------------------------------------------------------
    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """A question in SQL."""
        with sqlite3.connect(self.archive) as db:
            return db.execute(sql, values).fetchall()

    def paths(self) -> set[str]:
        """The addresses of all items, as paths."""
        return {url.partition("://")[2].partition("/")[2] for (url,) in self.ask("select url from items")}

    def visit(self) -> dict[str, Any]:
        """The last visit to the source's first channel."""
        names = ("outcome", "reason", "sentence", "requests", "items_seen", "reported_by_site", "ways", "visit_count")
        row = self.ask(
            f"select {', '.join(names)} from visits where channel_id = 'here-news' order by id desc limit 1"
        )[0]
        told = dict(zip(names, row, strict=True))
        return {**told, "ways": json.loads(told["ways"] or "{}")}

    def cursor(self) -> dict[str, Any]:
        """The cursor of the source's first channel."""
        found = self.ask("select cursor from cursors where channel_id = 'here-news'")
        return json.loads(found[0][0]) if found and found[0][0] else {}

    def asked(self) -> list[str]:
        """What was asked of the server so far but robots.txt, in order."""
        return [one.path for one in self.server.asked() if one.path != "/robots.txt"]


# ---- pages -----------------------------------------------------------------------------------------------------------
def post(name: str | int, day: str = "") -> Reply:
    """A post's own page."""
    when = f'<p><time datetime="{day}">{day}</time></p>' if day else ""
    title = f"Members win the case of number {name}"
    return Reply(
        f"<html><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav><main><article><h1>{title}</h1>"
        f"{when}<p>Report {name}. {WORDS}</p><p>{WORDS}</p></article></main></body></html>"
    )


def page(entries: Iterable[str], below: str = "", days: dict[str, str] | None = None) -> Reply:
    """A list: a card for each path. below: the pager, or whatever else stands under it."""
    cards = "".join(
        f"<article><h2><a href='{path}'>Members win the case of {path.rstrip('/').rpartition('/')[2]}</a></h2>"
        + (f"<time datetime='{days[path]}'>{days[path]}</time>" if days and path in days else "")
        + f"<p>What {path} says in short: the members met and decided what to do in the coming weeks.</p></article>"
        for path in entries
    )
    return Reply(
        "<html><head><title>News</title></head><body><header><a href=/>Home</a> <a href=/about>About us</a></header>"
        f"<main><h1>News</h1>{cards}{below}</main><footer><a href=/contact>Contact</a></footer></body></html>"
    )


def paged(paths: list[str], size: int, links: str = "/news?page={}", first: int = 0) -> Any:
    """An answer to every page of a list, by ?page=N, with links to the next one; for Server.reply."""

    def answer(seen: Seen) -> Reply:
        number = int(seen.path.partition("page=")[2] or first)
        at = (number - first) * size
        more = at + size < len(paths)
        return page(paths[at : at + size], f"<a href='{links.format(number + 1)}'>Older posts</a>" if more else "")

    return answer


# ---- the worker ------------------------------------------------------------------------------------------------------
class Worker:
    """The process that crawls: jobs go in as JSON lines, results come out as JSON lines."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.spiders.sites"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip

    def do(self, job: dict[str, Any]) -> dict[str, Any]:
        """Have one run done."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the worker ended"
        told: dict[str, Any] = json.loads(line)
        return told


_running: list[Worker] = []


def _worker() -> Worker:
    if not _running:
        _running.append(Worker())
    return _running[0]


def work() -> None:
    """Read jobs, write results; ends when nobody writes any more."""
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    out, sys.stdout = sys.stdout, sys.stderr

    async def one(job: dict[str, Any]) -> None:
        try:
            told = await crawl(job)
        except Exception as error:  # noqa: BLE001  (the worker reports whatever stopped the run)
            told = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(told, default=str), file=out, flush=True)

    def read() -> None:
        for line in sys.stdin:
            reactor.callFromThread(lambda job: asyncio.ensure_future(one(job)), json.loads(line))
        reactor.callFromThread(reactor.stop)

    threading.Thread(target=read, daemon=True).start()
    reactor.run()


async def crawl(job: dict[str, Any]) -> dict[str, Any]:
    """One run, as commands.running has it, with the clock that the test gives."""
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.settings import Settings
    from scrapy.utils.misc import build_from_crawler, load_object
    from twisted.internet import reactor

    import registry
    import settings as ours
    from archive.database import close_archive, open_archive
    from archive.known import KnownArchive
    from archive.sources import sync_registry
    from spiders.collecting import CollectSpider

    values = Settings()
    values.setmodule(ours, priority="project")
    values.setdict(
        {"ALLOW_PRIVATE_HOSTS": True, "CRAWL_DELAY_MAX": 0.001, "PAGE_DELAY": 0, "INSTALLATION_DELAY": 0,
         "READ_WORKERS": 0, "LOG_LEVEL": "ERROR", "CAPTURES_DIR": f"{Path(job['archive']).parent}/captures",
         **job["settings"]},
        priority="cmdline",
    )  # fmt: skip
    rows = registry.load(Path(job["registry"]))
    now = datetime.fromisoformat(job["now"])
    db = open_archive(Path(job["archive"]))
    try:
        sync_registry(db, rows, now)
        crawler: Any = AsyncCrawlerRunner(values).create_crawler(CollectSpider)
        crawler.archive, crawler.progress, crawler.fatal_error, crawler.crawl_id = db, {}, None, 0
        resolver = load_object(values["TWISTED_DNS_RESOLVER"])
        build_from_crawler(resolver, crawler, reactor=reactor).install_on_reactor()
        await crawler.crawl_async(
            registry=rows, channels=rows.select([]), now=now, known=KnownArchive(db, now), backfill=job["backfill"],
            force=job["force"], most_requests=job["requests"],
        )  # fmt: skip
        return {"stats": crawler.stats.get_stats()}
    finally:
        close_archive(db)


if __name__ == "__main__":
    work()
