"""A server that costs little, so that the clients are what is measured; a process of its own.

It answers for hosts 127.0.1.1, 127.0.1.2, ... on one port. /robots.txt allows all; /feed/N is a feed of its host's
posts, conditional by ETag; /news/N/<slug> is a post's page.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from functools import lru_cache

from benchmarks.pages import feed, page


class Answers(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as two Scrapy clients need."""

    served: dict[str, int] = {"requests": 0, "bytes": 0}  # noqa: RUF012  shared by all connections on purpose

    def __init__(self, make: str, entries: int) -> None:
        self.make, self.entries, self.waiting = make, entries, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, self.waiting = self.waiting.split(b"\r\n\r\n", 1)
            answer = self.answer(head)
            self.served["requests"] += 1
            self.served["bytes"] += len(answer)
            self.transport.write(answer)  # type: ignore[attr-defined]

    def answer(self, head: bytes) -> bytes:
        """The whole response to one request."""
        path = head.split(b" ", 2)[1].decode()
        if path == "/robots.txt":
            return response(b"User-agent: *\nDisallow: /private/\n", "text/plain")
        if path.startswith("/feed/"):
            if b"if-none-match" in head.lower():
                return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 0\r\n\r\n'
            return response(feed(self.base(), path, self.entries), "application/rss+xml", 'ETag: "1"\r\n')
        if path.startswith("/news/"):
            return made(self.make, self.base(), path)
        return response(b"", "text/plain", status="404 Not Found")

    def base(self) -> str:
        return f"http://{self.host}:{self.transport.get_extra_info('sockname')[1]}"


@lru_cache(maxsize=4_000)
def made(make: str, base: str, path: str) -> bytes:
    """The answer with a post's page, made once: what is measured is not the making."""
    return response(page(make, base, path), "text/html; charset=utf-8")


def response(body: bytes, content_type: str, headers: str = "", status: str = "200 OK") -> bytes:
    """Head and body as bytes."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def host(number: int) -> str:
    """The loopback address of host `number`, from 0."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


async def serve(hosts: int, port: int, make: str, entries: int) -> None:
    """Listen until standard input ends; then print what was served."""
    loop = asyncio.get_running_loop()
    for number in range(hosts if entries > 10 else 0):
        for post in range(entries):
            made(make, f"http://{host(number)}:{port}", f"/news/0/post-{post}")
    for number in range(hosts):
        await loop.create_server(lambda: Answers(make, entries), host(number), port)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(f"{Answers.served['requests']} {Answers.served['bytes']}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--make", default="unknown")
    parser.add_argument("--entries", type=int, default=3)
    given = parser.parse_args()
    asyncio.run(serve(given.hosts, given.port, given.make, given.entries))
