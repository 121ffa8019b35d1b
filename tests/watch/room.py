"""A small newsroom for tests of watches: crawls through the archive's own doors, and real sinks that take messages."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zoneinfo import ZoneInfo

import sqlite_utils
from aiosmtpd.controller import Controller

from archive.crawls import begin_crawl, end_crawl, record_visits
from archive.enriching import enrich_new
from archive.keeping import keep
from archive.sources import sync_registry
from archive.stories import tell as tell_stories
from items import Item, Moment
from registry import Registry, Watch
from tests.builders import CHICAGO, NOW, REGISTRY, SITES, item, report
from watch.carriers import Carriers
from watch.telling import Account, Teller
from watch.told import Place

PLACE = Place("https://news.example.org", "ops@example.org")
ZONE = ZoneInfo("America/Chicago")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHANNELS = tuple(REGISTRY.channels)


def watch(name: str = "strikes", query: str = "strike", **given: Any) -> Watch:
    """A watch that tells at once, by mail."""
    usual = {"mode": None, "carriers": ("MAIL",), "quiet": None, "cap": None, "note": None}
    return Watch(name, query, **{**usual, **given})


def rows_with(*watches: Watch) -> Registry:
    """The small registry with these watches."""
    return Registry(REGISTRY.sources, REGISTRY.channels, {one.id: one for one in watches}, REGISTRY.sites)


def post(number: int, words: str, at: datetime, **given: Any) -> Item:
    """A post of a day ago that says these words, in a text of its own, seen at an instant."""
    spun = " ".join(f"{word}{number}" for word in "alpha beta gamma delta epsilon zeta eta theta iota kappa".split())
    usual = {
        "title": f"Notice {number}",
        "teaser": None,
        "body": f"{spun}. {words}. {spun} again.",
        "seen_at": at,
        "published": Moment.of_instant(at - timedelta(hours=20), CHICAGO, "json_ld"),
    }
    return item(number, **{**usual, **given})


def crawl(
    db: sqlite_utils.Database,
    at: datetime,
    posts: Sequence[Item] = (),
    visited: Mapping[str, str] | None = None,
    rows: Registry | None = None,
) -> None:
    """One run: posts kept, visits noted (all channels well, unless said otherwise), stories told."""
    if rows is not None:
        sync_registry(db, rows, at)
    number = begin_crawl(db, at)
    for one in posts:
        keep(db, one, SITES)
    ended = visited if visited is not None else dict.fromkeys(CHANNELS, "ok")
    record_visits(db, number, [report(name, started_at=at, ended_at=at, outcome=came) for name, came in ended.items()])
    tell_stories(db, (), SITES)
    enrich_new(db, ())
    end_crawl(db, number, at, outcome="finished")


def begun(db: sqlite_utils.Database, *watches: Watch) -> Registry:
    """The watches begin, and every channel has its first full visit behind it."""
    rows = rows_with(*watches)
    crawl(db, NOW, rows=rows)
    return rows


def tell(db: sqlite_utils.Database, rows: Registry, at: datetime, carriers: Any = None, **given: Any) -> Account:
    """One telling."""
    sync_registry(db, rows, at)
    return Teller(db, rows, at, PLACE, ZONE, carriers or Carriers({}), **given).tell()


# ---- sinks ----------------------------------------------------------------------------------------------------------
@dataclass
class MailSink:
    """A real SMTP server that keeps what it takes. answer: what it says to a whole message."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    people: list[list[str]] = field(default_factory=list)
    answer: str = "250 OK"
    before_answer: Callable[[], None] = lambda: None

    @property
    def address(self) -> str:
        return f"mailto://127.0.0.1:{self.port}/?mode=insecure&from=news@example.org&to=staff@example.com"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
            self.people.append(list(envelope.rcpt_tos))
        self.before_answer()
        return self.answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody"):
            return f"550 no such person: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [str(one["Message-ID"]).strip("<>") for one in self.taken]


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class HookSink:
    """A real webhook that keeps what it is sent. status: its answer; 0 closes the connection without one."""

    port: int = 0
    taken: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    status: int = 200

    @property
    def address(self) -> str:
        return f"json://user:s3cret99@127.0.0.1:{self.port}/hook"


@contextmanager
def hook_sink() -> Iterator[HookSink]:
    sink = HookSink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if sink.status in (0, 200):
                sink.taken.append((dict(self.headers), body))
            if sink.status == 0:
                self.close_connection = True
                return
            self.send_response(sink.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
