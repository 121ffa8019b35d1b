"""Reading pages is the dear part of a crawl, so processes beside the engine do it.

The pool starts with the first page that needs it: a poll in which nothing changed never pays for it.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from multiprocessing import forkserver, resource_tracker
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scrapy.http import Response

from errors import ParseError

if TYPE_CHECKING:
    from parsing.pages import Page


#: objects that are made and not yet gone before Python looks for cycles among them; by itself it does so at 700
_BEFORE_A_LOOK = 10_000


def look_for_cycles_seldom() -> None:
    """What is loaded by now stays to the end, and pages leave few cycles: to look for them so often costs a crawl two
    or three percent of its CPU.
    """
    gc.freeze()
    gc.set_threshold(_BEFORE_A_LOOK)


def read_one(*arguments: Any) -> Page:
    """`parsing.pages.read_page`, imported where it runs: the engine itself need not carry the readers' libraries."""
    from parsing.pages import read_page

    return read_page(*arguments)


class PageReader:
    """Reads article pages in `workers` processes, or in the engine's own where workers is 0."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: Executor | None = None

    async def read(self, response: Response, zone: ZoneInfo, today: date, hint: Mapping[str, Any]) -> Page:
        """`parsing.pages.read_page` on a response. Raises ParseError, also for a page that kills its reader."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")  # no cycle with base
        arguments = (response.body, response.url, content_type, zone, today, dict(hint))
        if not self.workers:
            return read_one(*arguments)
        for _ in range(2):  # a page that kills its reader takes the pages beside it along; those are read anew
            try:
                return await asyncio.get_running_loop().run_in_executor(self._running_pool(), read_one, *arguments)
            except BrokenProcessPool:
                self.close()
        raise ParseError("the page's reader died twice while reading it", response.url)

    def _running_pool(self) -> Executor:
        if self._pool is None:
            # Not fork: the engine has threads and open sockets that a copy of it must not share.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["parsing.pages"])
            _start_forkserver()
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=begin_work)
        return self._pool

    def close(self) -> None:
        """End the workers; the next page starts new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def begin_work() -> None:
    """In a worker, before its first page."""
    end_with_the_engine()
    look_for_cycles_seldom()


def end_with_the_engine() -> None:
    """In a worker: leave when the engine is gone, however it ended.

    A worker waits at the end of a pipe that it holds open itself, so it would never hear of the engine's death. It
    keeps the forkserver and the resource tracker alive, too; those leave when the last worker has left.
    """
    engine = multiprocessing.parent_process()  # its sentinel is a pipe whose other end the engine alone holds
    assert engine is not None

    def watch() -> None:
        engine.join()
        os._exit(1)  # nothing to tidy up, and nobody to tell

    threading.Thread(target=watch, name="watch-the-engine", daemon=True).start()


def _start_forkserver() -> None:
    """Start it with SIGINT blocked, which it hands down to the workers.

    Ctrl-C reaches all processes at a terminal. The engine alone answers it; the others would print tracebacks.
    Blocked, not ignored: a Ctrl-C in this very moment reaches the engine when it is over.
    """
    resource_tracker.ensure_running()  # it would unblock the signal; it ignores SIGINT by itself
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
