"""One real HTTP server on loopback that answers for every host of the practice web.

    with practice.server.running(day=1) as server:
        ...  server.base_url, server.log, server.day = 2

A crawler sends the requests of all hosts to `base_url` with their own Host header; `X-Forwarded-Proto: http` or
`https` tells which scheme the address had (https, if the header is absent). A request to the loopback host itself shows
the list of sites and, under /-/, the controls: /-/day/2, /-/log and /-/www.council190.example/news to look at a page.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from practice.shapes import DAYS, now
from practice.wire import Request, Response, as_json, html, http_date, parse_target
from practice.world import World

#: how a server without the practice web's own sites answers: request and day in, finished answer out
Handler = Callable[[Request, int], Response]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MAX_HEAD = 64 * 1024
LOG_SIZE = 200_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the request log. at: seconds on a clock that never jumps."""

    at: float
    url: str
    host: str
    method: str
    status: int
    conditional: bool
    agent: str
    in_flight: int


@dataclass(slots=True)
class Server:
    """A running practice web. `day` may be changed at any time."""

    handler: Handler
    day: int = 1
    base_url: str = ""
    #: seconds that every answer waits, for tests of politeness and of progress displays
    delay: float = 0.0
    log: deque[Asked] = field(default_factory=lambda: deque(maxlen=LOG_SIZE))
    _loop: asyncio.AbstractEventLoop | None = None
    _busy: dict[str, int] = field(default_factory=dict)

    def asked(self, host: str) -> list[Asked]:
        """The requests that one host got, in order."""
        return [one for one in self.log if one.host == host]

    def answer(self, request: Request) -> Response:
        """The finished answer to a request, for the controls or for a site."""
        if request.host.rsplit(":", 1)[0] in LOOPBACK:
            return self._control(request)
        return self.handler(request, self.day)

    def note(self, request: Request, status: int) -> None:
        conditional = "if-none-match" in request.headers or "if-modified-since" in request.headers
        agent = request.headers.get("user-agent", "")
        busy = self._busy.get(request.host, 0)
        self.log.append(
            Asked(time.monotonic(), request.url, request.host, request.method, status, conditional, agent, busy)
        )

    def _control(self, request: Request) -> Response:
        first, _, rest = request.path.removeprefix("/-/").partition("/")
        if request.path == "/-/log":
            return as_json([asdict(one) for one in self.log])
        if first == "day" and rest in {str(day) for day in DAYS}:
            self.day = int(rest)
            return as_json({"day": self.day, "now": now(self.day).isoformat()})
        if request.path.startswith("/-/") and "." in first:
            return self.handler(Request("GET", first, f"/{rest}", request.query), self.day)
        return html(_index(self.day))


@contextlib.contextmanager
def running(
    day: int = 1, port: int = 0, handler: Handler | None = None, crawl_delay: float = 0.1, delay: float = 0.0
) -> Iterator[Server]:
    """Serve in a thread of its own until the block ends. Raises OSError where the port is in use.

    handler: answers instead of the practice web's own sites; crawl_delay: what the one site with such a line asks for.
    """
    server = Server(handler or sites_handler(crawl_delay), day, delay=delay)
    ready: threading.Event = threading.Event()
    failed: list[OSError] = []
    thread = threading.Thread(target=lambda: asyncio.run(_serve(server, port, ready, failed)), daemon=True)
    thread.start()
    ready.wait()
    if failed:
        raise failed[0]
    try:
        yield server
    finally:
        if server._loop is not None:
            server._loop.call_soon_threadsafe(_stop, server._loop)
        thread.join(timeout=10)


def sites_handler(crawl_delay: float = 0.1) -> Handler:
    """Answers by the sites of the practice web, fresh ones: their counters start anew."""
    sites = World()
    for site in sites.sites:
        site.crawl_delay = crawl_delay

    def answer(request: Request, day: int) -> Response:
        site = sites.by_host.get(request.host.rsplit(":", 1)[0].rstrip("."))
        return site.answer(request, day) if site else html("<h1>No such host in the practice web</h1>", 502)

    return answer


async def _serve(server: Server, port: int, ready: threading.Event, failed: list[OSError]) -> None:
    loop = asyncio.get_running_loop()
    try:
        listening = await loop.create_server(lambda: _Connection(server), "127.0.0.1", port, backlog=512)
    except OSError as error:
        failed.append(error)
        ready.set()
        return
    server._loop = loop
    server.base_url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    ready.set()
    async with listening:
        with contextlib.suppress(asyncio.CancelledError):
            await listening.serve_forever()


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


class _Connection(asyncio.Protocol):
    """One connection: requests one after the other, kept alive, answered at once or after the server's delay."""

    def __init__(self, server: Server) -> None:
        self.server, self.buffer = server, b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            request = _read_head(head.decode("latin-1"))
            length = request.headers.get("content-length", "0") if request else "0"
            self.buffer = self.buffer[int(length) if length.isdigit() else 0 :]
            self._take(request)
        if len(self.buffer) > MAX_HEAD and self.transport:
            self.transport.close()

    def _take(self, request: Request | None) -> None:
        if request is None:
            self._send(Request("GET", "", "/"), html("<h1>Bad Request</h1>", 400))
            return
        busy = self.server._busy
        busy[request.host] = busy.get(request.host, 0) + 1
        if self.server.delay:
            asyncio.get_running_loop().call_later(self.server.delay, self._answer, request)
        else:
            self._answer(request)

    def _answer(self, request: Request) -> None:
        response = self.server.answer(request)
        self.server.note(request, 0 if response.drop else response.status)
        self.server._busy[request.host] -= 1
        self._send(request, response)

    def _send(self, request: Request, response: Response) -> None:
        if self.transport is None or self.transport.is_closing():
            return
        if response.drop:
            self.transport.abort()
            return
        self.transport.write(_bytes_of(request, response))
        if request.headers.get("connection", "").lower() == "close":
            self.transport.close()


def _read_head(text: str) -> Request | None:
    first, *lines = text.split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or parts[0] not in {"GET", "HEAD", "POST"}:
        return None
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    path, query = parse_target(parts[1])
    host = headers.get("host", urlsplit(parts[1]).netloc).lower()
    return Request(parts[0], host, path, query, headers, headers.get("x-forwarded-proto", "https") == "https")


def _bytes_of(request: Request, response: Response) -> bytes:
    status = HTTPStatus(response.status)
    headers = {"Date": http_date(datetime.now(UTC)), "Server": "practice", "Content-Type": response.content_type}
    if response.status != 304:
        headers["Content-Length"] = str(len(response.body))
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in (headers | dict(response.headers)).items()]
    head = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
    return head if request.method == "HEAD" or response.status == 304 else head + response.body


def _index(day: int) -> str:
    hosts = sorted({site.hosts[0] for site in World().sites})
    rows = "".join(f'<li><a href="/-/{host}/">{host}</a></li>' for host in hosts)
    others = ", ".join(f'<a href="/-/day/{other}">day {other}</a>' for other in DAYS if other != day)
    switch = f"<p>This is day {day}, {now(day):%A, %B} {now(day).day}, {now(day).year}. Switch to {others}.</p>"
    return f"<!DOCTYPE html><title>Practice web</title><h1>Practice web</h1>{switch}<ul>{rows}</ul>"
