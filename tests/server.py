"""A small real web server for the tests of all rooms: scripted, slow, broken or lying on request, and it keeps a log.

    with Server() as server:
        server.reply("/feed", Reply(b"<rss/>", content_type="application/rss+xml", etag='"1"'))
        server.reply("/busy", Reply(status=429, headers={"Retry-After": "1"}), Reply(b"now"))   # one after the other
        ...ask server.url("/feed")...
        assert len(server.asked("/feed")) == 1

It listens on loopback only, on a free port; with several `addresses` on the same port of each. Hosts are told apart by
the Host header: `server.reply("/", ..., host="www.example.org")` holds for that host alone.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import formatdate, parsedate_to_datetime
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came. at: monotonic seconds; path with its query; headers by lower-case name."""

    at: float
    host: str
    method: str
    path: str
    headers: Mapping[str, str]
    connection: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, or one way of failing to give it."""

    body: bytes | str = b""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = field(default_factory=dict)
    #: seconds before the answer begins
    delay: float = 0.0
    #: validators; the server then answers conditional requests with 304 as it should
    etag: str | None = None
    last_modified: str | None = None
    #: 304 only if both conditions are sent and match to the letter, as Drupal 7 does
    needs_both: bool = False
    gzip: bool = False
    chunked: bool = False
    #: seconds between single bytes of the body
    drip: float = 0.0
    #: the body again and again, for ever
    endless: bool = False
    #: send so many bytes of the body, then close the connection as if it had broken
    cut: int | None = None
    #: chunked, with a chunk size that is no number
    bad_chunk: bool = False
    #: read the request and never answer
    hang: bool = False
    #: read the request and reset the connection
    reset: bool = False
    #: bytes sent instead of head and body, then close; with `endless` the body follows again and again
    raw: bytes | None = None

    def bytes(self) -> bytes:
        """The body as it is sent."""
        plain = self.body.encode() if isinstance(self.body, str) else self.body
        return gzip.compress(plain) if self.gzip else plain


Script = Callable[[Seen], Reply]


def bomb(megabytes: int) -> bytes:
    """A gzip file that unpacks to so many megabytes of zeros, a thousandth of it in size."""
    return gzip.compress(bytes(1024 * 1024)) * megabytes


class Server:
    """The server, running in a thread of its own while the `with` block lasts."""

    def __init__(self, addresses: Sequence[str] = ("127.0.0.1",), tls: ssl.SSLContext | None = None) -> None:
        self.addresses, self.tls = tuple(addresses), tls
        self.fallback: Reply | Script = Reply("not here", status=404)
        self.seen: list[Seen] = []
        #: requests under way at once, at the most, over all hosts and by host
        self.most_at_once = 0
        self.most_at_once_of: Counter[str] = Counter()
        self.port = 0
        self._routes: dict[tuple[str | None, str], list[Reply | Script]] = {}
        self._under_way: Counter[str] = Counter()
        self._connections = 0
        self._lock = threading.Lock()
        self._listening: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    # ---- what tests use --------------------------------------------------------------------------------------------
    def __enter__(self) -> Server:
        self._thread.start()
        self._ready.wait(10)
        assert self.port, "the test server did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def reply(self, path: str, *replies: Reply | Script | bytes | str, host: str | None = None) -> None:
        """What a path answers: each reply once, the last one ever after. A path without query holds for all queries."""
        made = [Reply(reply) if isinstance(reply, bytes | str) else reply for reply in replies]
        with self._lock:
            self._routes[(host, path)] = made

    def url(self, path: str = "/", address: str | None = None) -> str:
        """The absolute address of a path, at the first address or the one that is named."""
        return f"{'https' if self.tls else 'http'}://{address or self.addresses[0]}:{self.port}{path}"

    def asked(self, path: str | None = None, host: str | None = None) -> list[Seen]:
        """The requests so far, for one path (without its query) or host if named, in order."""
        with self._lock:
            seen = list(self.seen)
        if path is not None:
            seen = [one for one in seen if one.path == path or one.path.partition("?")[0] == path]
        return [one for one in seen if host in (None, one.host)]

    def gaps(self, path: str | None = None, host: str | None = None) -> list[float]:
        """Seconds between the beginnings of requests, in order."""
        times = [one.at for one in self.asked(path, host)]
        return [later - earlier for earlier, later in itertools.pairwise(times)]

    # ---- the loop --------------------------------------------------------------------------------------------------
    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _listen(self) -> None:
        port = 0
        for address in self.addresses:
            server = await asyncio.start_server(self._serve, address, port, ssl=self.tls, backlog=1024)
            port = server.sockets[0].getsockname()[1]
            self._listening.append(server)
        self.port = port

    async def _end(self) -> None:
        for server in self._listening:
            server.close()
        open_ones = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._lock:
            self._connections += 1
            number = self._connections
        try:
            while await self._one(reader, writer, number):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            pass  # the client went away, which is what many of these tests are about
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> bool:
        """One request and its answer. Returns whether the connection may be used again."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        await reader.readexactly(int(headers.get("content-length", 0)))
        seen = Seen(time.monotonic(), headers.get("host", "").rpartition(":")[0] or headers.get("host", ""),
                    method, path, headers, number)  # fmt: skip
        with self._lock:
            self.seen.append(seen)
            self._under_way[seen.host] += 1
            self.most_at_once = max(self.most_at_once, sum(self._under_way.values()))
            self.most_at_once_of[seen.host] = max(self.most_at_once_of[seen.host], self._under_way[seen.host])
        try:
            return await self._answer(writer, seen, self._reply_to(seen))
        finally:
            with self._lock:
                self._under_way[seen.host] -= 1

    def _reply_to(self, seen: Seen) -> Reply:
        plain = seen.path.partition("?")[0]
        with self._lock:
            for key in ((seen.host, seen.path), (seen.host, plain), (None, seen.path), (None, plain)):
                replies = self._routes.get(key)
                if replies:
                    reply = replies.pop(0) if len(replies) > 1 else replies[0]
                    break
            else:
                reply = self.fallback
        return reply(seen) if callable(reply) else reply

    async def _answer(self, writer: asyncio.StreamWriter, seen: Seen, reply: Reply) -> bool:
        await asyncio.sleep(reply.delay)
        if reply.hang:
            await asyncio.sleep(3600)
        if reply.reset:
            raw: socket.socket = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return False
        if reply.raw is not None:
            await self._send(writer, replace(reply, endless=False, chunked=False), reply.raw)
            await self._send(writer, reply, reply.bytes() if reply.endless else b"")
            await writer.drain()
            return False
        unchanged = _unchanged(seen, reply)
        body = b"" if unchanged or seen.method == "HEAD" else reply.bytes()
        keep = seen.headers.get("connection", "").lower() != "close" and not (reply.endless or reply.cut is not None)
        writer.write(_head(reply, unchanged, len(body), keep))
        await self._send(writer, reply, body)
        await writer.drain()
        return keep

    async def _send(self, writer: asyncio.StreamWriter, reply: Reply, body: bytes) -> None:
        if reply.cut is not None:
            body = body[: reply.cut]
        if reply.bad_chunk:
            writer.write(b"no number\r\n" + body + b"\r\n")
        elif reply.drip:
            for byte in body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(reply.drip)
        elif reply.endless:
            while True:
                writer.write(body)
                await writer.drain()
        elif reply.chunked:
            pieces = [body[at : at + 1000] for at in range(0, len(body), 1000)]
            writer.write(b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces))
            writer.write(b"" if reply.cut is not None else b"0\r\n\r\n")
        else:
            writer.write(body)


def _head(reply: Reply, unchanged: bool, length: int, keep: bool) -> bytes:
    status = 304 if unchanged else reply.status
    given = list(reply.headers.items() if isinstance(reply.headers, Mapping) else reply.headers)
    names = {name.lower() for name, _ in given}
    lines = [f"HTTP/1.1 {status} {status}"]
    if "date" not in names:
        lines.append(f"Date: {formatdate(usegmt=True)}")
    if reply.content_type and not unchanged:
        lines.append(f"Content-Type: {reply.content_type}")
    if reply.gzip and not unchanged:
        lines.append("Content-Encoding: gzip")
    lines += [f"ETag: {reply.etag}"] if reply.etag else []
    lines += [f"Last-Modified: {reply.last_modified}"] if reply.last_modified else []
    if reply.chunked or reply.bad_chunk:
        lines.append("Transfer-Encoding: chunked")
    elif not reply.endless and "content-length" not in names and not unchanged:
        lines.append(f"Content-Length: {length}")
    lines += [f"{name}: {value}" for name, value in given]
    lines += [] if keep else ["Connection: close"]
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def _unchanged(seen: Seen, reply: Reply) -> bool:
    """Whether the conditions of the request say that the client has this answer already (RFC 9110, 13.2.2)."""
    if not (reply.etag or reply.last_modified) or reply.status != 200:
        return False
    tag, since = seen.headers.get("if-none-match"), seen.headers.get("if-modified-since")
    if reply.needs_both:
        return tag == reply.etag and since == reply.last_modified
    if tag is not None:
        ours = (reply.etag or "").removeprefix("W/")
        return bool(ours) and ours in [one.strip().removeprefix("W/") for one in tag.split(",")]
    if since is None or not reply.last_modified:
        return False
    return since == reply.last_modified or parsedate_to_datetime(since) >= parsedate_to_datetime(reply.last_modified)
