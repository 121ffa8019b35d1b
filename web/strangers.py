"""Keeps what anybody may ask of the tables (SQL, facets, files) apart from our own pages, and within bounds.

A page of ours asks what an index answers. SQL that a stranger wrote may take all the time that it is given, many times
side by side. So it has threads of its own, of low priority and fewer than there are processors; only a few such
requests are let in at once, a few more wait a moment, and the rest are told when to come again.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from datasette.utils import tilde_decode

#: whether what runs now was asked by a stranger; queries choose their threads by it
of_strangers: ContextVar[bool] = ContextVar("of_strangers", default=False)
#: how far the threads of strangers stand back where the processors are wanted by others, as `nice` has it
_STEP_BACK = 10
#: addresses of ours that walk through all hits of a search
_WALKS = ("/search.csv", "/search/corpus.csv", "/search/corpus.ndjson", "/search/corpus.json")
_FILES = (".csv", ".ndjson")


class Busy(Exception):
    """No place came free in time. seconds: when to come again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class Gate:
    """Lets so many in at once; so many may wait, and each so many seconds at the most."""

    at_once: int
    waiting: int
    patience: float
    inside: int = 0
    _line: deque[asyncio.Future[None]] = field(default_factory=deque)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place inside, in the order of coming. Raises Busy."""
        await self._enter()
        try:
            yield
        finally:
            self._leave()

    async def _enter(self) -> None:
        if self.inside < self.at_once:
            self.inside += 1
            return
        if len(self._line) >= self.waiting:
            raise Busy(self._seconds())
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await asyncio.wait_for(turn, self.patience)
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave()  # the place was given at the very moment in which the wait ended
            else:
                with suppress(ValueError):  # who left passed it over in the meantime
                    self._line.remove(turn)
            if isinstance(error, TimeoutError):
                raise Busy(self._seconds()) from None
            raise

    def _leave(self) -> None:
        """The place goes to the first who waits, else it is free."""
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.inside -= 1

    def _seconds(self) -> int:
        return max(1, round(2 * self.patience))


def is_for_tables(path: str, arguments: str, database: str) -> bool:
    """Whether an address asks Datasette itself, or walks through a whole search. database: as addresses name it."""
    if path.startswith("/-/static"):
        return False
    first = tilde_decode(path.lstrip("/").partition("/")[0].partition(".")[0])
    samples = path == "/search" and any(name == "sample" for name, _ in parse_qsl(arguments))
    return samples or first.startswith((database, "-")) or path in _WALKS


def is_file(path: str) -> bool:
    """Whether the answer may be a file of any length, which takes its time though each of its queries is short."""
    return path.endswith(_FILES)


def threads(count: int | None = None) -> ThreadPoolExecutor:
    """The threads in which the queries of strangers run: half as many as there are processors, unless it is said."""
    return ThreadPoolExecutor(count or max(1, (os.cpu_count() or 2) // 2), "strangers", initializer=_step_back)


def _step_back() -> None:
    # Linux has a priority for each thread. Where it is otherwise the number of threads must do.
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEP_BACK)
