"""Runs the site: uvicorn over Datasette, in this process, on a socket that listens already."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn

_STOPS = (signal.SIGINT, signal.SIGTERM)
#: Seconds that answers under way may take once a stop was asked for; a query takes no longer than its own limit.
_LAST_ANSWERS = 3
_PROBE = b"GET /-/versions.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def run_until_stopped(site: Any, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM, then finish answers under way and return. ready: called once, when it answers."""
    config = uvicorn.Config(
        site.app(),
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=_LAST_ANSWERS,
    )
    server = _Server(config, listener, ready)
    # A signal that comes before uvicorn listens for it must not be lost; and uvicorn raises it again when it has
    # stopped, where the usual handlers would turn a stop that was asked for into a failure.
    before = {number: signal.signal(number, server.handle_exit) for number in _STOPS}
    try:
        server.run(sockets=[listener])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """Says that it serves when a request was answered, not before."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._listener, self._ready = listener, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and ask for a page as a browser would."""
        await super().startup(sockets=sockets)
        self._probe = asyncio.create_task(self._say_when_it_answers())

    async def _say_when_it_answers(self) -> None:
        host, port = self._listener.getsockname()[:2]
        here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  what "any address" is from here
        reader, writer = await asyncio.open_connection(here, port)
        writer.write(_PROBE)
        status = await reader.readline()
        writer.close()
        if b" 200 " in status:
            # What is loaded by now stays. Left among what may be garbage, it is looked through every so many pages,
            # and the reader of one of them waits fifty milliseconds longer.
            gc.collect()
            gc.freeze()
            self._ready()
        else:
            print(f"The site was started but does not answer: {status!r}", file=sys.stderr, flush=True)
            self.should_exit = True
