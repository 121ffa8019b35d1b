"""A page is made in one thread, from its first question to its last line, and bounds the time of a search as a whole.

Datasette asks each question in a thread, and makes the page in another. Thirty questions of an item's page are sixty
hand-overs, which cost as much as the questions; and while the threads are busy each of them waits in a line anew.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import wraps
from typing import Any

#: the connection of the thread in which a page is made; None where each question goes to a thread of its own
connection_here: ContextVar[sqlite3.Connection | None] = ContextVar("connection_here", default=None)
#: until when the questions that are asked now must be answered, as time.monotonic() has it
_until: ContextVar[float | None] = ContextVar("until", default=None)

Page = Callable[[Any, Any], Coroutine[Any, Any, Any]]


def in_one_thread(page: Page) -> Page:
    """A page of ours, made as a whole in a thread of the database. It may wait for nothing but the database."""

    @wraps(page)
    async def made(datasette: Any, request: Any) -> Any:
        context = copy_context()

        def make(connection: sqlite3.Connection) -> Any:
            return context.run(_make, connection, page(datasette, request))

        return await datasette.get_database().execute_fn(make)

    return made


def _make(connection: sqlite3.Connection, page: Coroutine[Any, Any, Any]) -> Any:
    connection_here.set(connection)
    try:
        page.send(None)
    except StopIteration as done:
        return done.value
    page.close()
    raise RuntimeError("a page that is made in one thread waited for something besides the database")


async def apart(work: Callable[..., Any], *given: Any) -> Any:
    """Work that takes its time, never in the thread that speaks with readers."""
    if connection_here.get() is not None:
        return work(*given)
    return await asyncio.to_thread(work, *given)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All questions that are asked inside have so much time together."""
    end, outer = time.monotonic() + seconds, _until.get()
    token = _until.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _until.reset(token)


def time_left() -> float | None:
    """Seconds for the next question; None where only the limit of one question holds."""
    until = _until.get()
    return None if until is None else until - time.monotonic()
