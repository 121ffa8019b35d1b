"""Asks a site over HTTP, one client or eight, and says how long the answers took."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

#: as a browser asks; answers are read to the end and not unpacked
_HEADERS = {"Accept-Encoding": "gzip", "User-Agent": "benchmark"}
_PATIENCE = 60


@dataclass(slots=True)
class Answers:
    """Milliseconds of each answer, and how many had which status."""

    took: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    retry_after: int = 0

    def at(self, share: float) -> float:
        """The time within which so many of the answers came."""
        ordered = sorted(self.took)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0

    def add(self, took: float, status: int, retry_after: bool = False) -> None:
        """One answer."""
        self.took.append(took)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.retry_after += retry_after


class Client:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int) -> None:
        self._open = lambda: http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._connection = self._open()

    def ask(self, address: str) -> tuple[float, int, bytes, bool]:
        """Milliseconds, status, body, and whether it says when to come again."""
        began = time.perf_counter()
        try:
            answer, body = self._once(address)
        except (http.client.HTTPException, OSError):
            self._connection.close()
            self._connection = self._open()
            answer, body = self._once(address)
        took = (time.perf_counter() - began) * 1e3
        return took, answer.status, body, answer.getheader("Retry-After") is not None

    def _once(self, address: str) -> tuple[http.client.HTTPResponse, bytes]:
        self._connection.request("GET", address, headers=_HEADERS)
        answer = self._connection.getresponse()
        return answer, answer.read()


def asked(port: int, addresses: Sequence[str], clients: int = 1) -> Answers:
    """Ask for each address once; several clients share them out."""
    found, lock, waiting = Answers(), threading.Lock(), iter(list(addresses))

    def work() -> None:
        client = Client(port)
        while True:
            with lock:
                address = next(waiting, None)
            if address is None:
                return
            took, status, _, later = client.ask(address)
            with lock:
                found.add(took, status, later)

    _side_by_side([work] * clients)
    return found


def beside_a_bot(port: int, bad: Sequence[str], connections: int, during: Callable[[], None]) -> Answers:
    """Do something while a bot asks for heavy things on so many connections; gives the bot's answers."""
    found, lock, over = Answers(), threading.Lock(), threading.Event()

    def work(number: int) -> None:
        client, turn = Client(port), number
        while not over.is_set():
            took, status, _, later = client.ask(bad[turn % len(bad)])
            turn += connections
            with lock:
                found.add(took, status, later)
            if status == 429:
                time.sleep(0.05)  # a bot that does not heed Retry-After, and yet does not only measure our refusals

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(connections)]
    for thread in threads:
        thread.start()
    try:
        during()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    return found


def next_pages(port: int, address: str, count: int) -> list[str]:
    """The addresses of the pages behind a page of results, as its links name them."""
    found, client = [], Client(port)
    for _ in range(count):
        client._connection.request("GET", address, headers={"User-Agent": "benchmark"})
        body = client._connection.getresponse().read().decode("utf-8", "replace")
        link = re.search(r'href="(/search\?[^"]*next=[^"]*)"', body)
        if not link:
            break
        address = link[1].replace("&amp;", "&")
        found.append(address)
    return found


def _side_by_side(works: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
