"""Processes that read pages one at a time and may die of one: the page is then given up and a new one takes over."""

from __future__ import annotations

import gzip
import multiprocessing
import queue
import re
import signal
import threading
import zlib
from collections.abc import Callable, Iterable
from html import unescape
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from errors import ParseError

Words = dict[str, str]
NOTHING: Words = {"articleBody": "", "headline": "", "datePublished": ""}
#: bytes of one page that are read, unpacked
LARGEST = 50_000_000
#: where a page names its own address, in either order of the attributes
_OWN_ADDRESS = re.compile(
    rb"<link\b[^>]{0,200}?\brel=[\"']?canonical\b[^>]{0,200}?>|<meta\b[^>]{0,200}?\bproperty=[\"']?og:url\b[^>]{0,400}?>",
    re.I,
)
_VALUE = re.compile(rb"(?:href|content)\s*=\s*[\"']?(https?://[^\"'\s>]{1,1000})", re.I)
#: stands for the address of a page that does not tell its own
UNKNOWN = "https://page.example/post"


def read_all(
    files: Iterable[tuple[str, Path]], workers: int, seconds: float, done: Callable[[str, Words, str], None]
) -> None:
    """Read pages in processes; done(id, words, complaint) is called in the caller's thread, in any order.

    seconds: CPU that one page may take. complaint: why the words are empty, else "".
    """
    waiting: queue.SimpleQueue[tuple[str, Path]] = queue.SimpleQueue()
    results: queue.SimpleQueue[tuple[str, Words, str]] = queue.SimpleQueue()
    count = 0
    for file in files:
        waiting.put(file)
        count += 1
    for _ in range(min(workers, count)):
        threading.Thread(target=_keep_reading, args=(waiting, results, seconds), daemon=True).start()
    for _ in range(count):
        done(*results.get())


def _keep_reading(
    waiting: queue.SimpleQueue[tuple[str, Path]], results: queue.SimpleQueue[tuple[str, Words, str]], seconds: float
) -> None:
    worker = Worker(seconds)
    while True:
        try:
            name, path = waiting.get_nowait()
        except queue.Empty:
            worker.end()
            return
        results.put((name, *worker.read(path)))


class Worker:
    """One process beside this one, started anew after each page that ends it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None

    def read(self, path: Path) -> tuple[Words, str]:
        """The words of a page, and why there are none."""
        line = self._running()
        try:
            line.send(path)
            # The process counts its own CPU seconds; this is for one that sleeps.
            if not line.poll(max(20 * self.seconds, 30)):
                self.end()
                return NOTHING, "it was given up after too long a time"
            words, complaint = line.recv()
        except (EOFError, OSError):
            slow = self._ended_by() == -signal.SIGPROF
            self.end()
            return NOTHING, f"it took more than {self.seconds:g} s of CPU" if slow else "it ended its reader"
        return words, complaint

    def _ended_by(self) -> int | None:
        """The exit code of a process that has gone, or is about to."""
        assert self._process is not None
        self._process.join(5)
        return self._process.exitcode

    def end(self) -> None:
        """Stop the process, at once."""
        if self._process is not None and self._line is not None:
            self._line.close()
            self._process.kill()
            self._process.join()
        self._process = self._line = None

    def _running(self) -> Connection:
        if self._line is None:
            context = multiprocessing.get_context("spawn")  # threads run here, so no copies of this process
            self._line, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(other, self.seconds), daemon=True)
            self._process.start()
            other.close()
        return self._line


def _serve(line: Connection, seconds: float) -> None:
    """In the worker: read what is asked for until the line is closed. Too slow a page ends the process."""
    from parsing.pages import read_page  # loads the reader before any clock runs

    read_page(b"<title>x</title><p>x</p>", UNKNOWN, "text/html", ZoneInfo("UTC"), None)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    while True:
        try:
            path = line.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = words_of(path)
        signal.setitimer(signal.ITIMER_PROF, 0)
        line.send(answer)


def words_of(path: Path) -> tuple[Words, str]:
    """What our reader makes of a file, and why it makes nothing of it."""
    from parsing.pages import read_page

    try:
        body = bytes_of(path)
        page = read_page(body, address_of(body), "text/html", ZoneInfo("America/New_York"), None)
    except (OSError, EOFError, zlib.error) as error:
        return NOTHING, f"it cannot be read: {error}"
    except ParseError as error:
        return NOTHING, f"it holds no page: {error}"
    published = page.published
    exact = published is not None and published.precision not in {"month", "year"}
    day = published.on.isoformat() if published and exact else ""
    return {"articleBody": page.body or "", "headline": page.title or "", "datePublished": day}, ""


def bytes_of(path: Path) -> bytes:
    """A file's bytes, unpacked and bounded. Raises OSError, EOFError and zlib.error."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return file.read(LARGEST)


def address_of(body: bytes) -> str:
    """The address that a page gives as its own, else one that says nothing."""
    for found in _OWN_ADDRESS.finditer(body[:300_000]):
        value = _VALUE.search(found[0])
        if value:
            address = unescape(value[1].decode("utf-8", "replace"))
            try:
                if urlsplit(address).hostname:
                    return address
            except ValueError:
                continue
    return UNKNOWN
