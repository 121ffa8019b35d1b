"""Gates: what one installation is asked for at once and how often, whatever the names of its hosts."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType


class Gate:
    """Lets `limit` requests be under way together, two of them beginning at least `delay` seconds apart.

    Used as `async with gate:` around a request; in order of arrival.
    """

    def __init__(self, limit: int, delay: float) -> None:
        self.limit, self.delay = max(limit, 1), delay
        self._places = asyncio.Semaphore(self.limit)
        self._next = 0.0

    async def __aenter__(self) -> None:
        await self._places.acquire()
        now = time.monotonic()
        begin = max(now, self._next)
        self._next = begin + self.delay
        if begin > now:
            try:
                await asyncio.sleep(begin - now)
            except asyncio.CancelledError:
                self._places.release()
                raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._places.release()

    def hold(self, seconds: float) -> None:
        """Let nothing begin for so long; what is under way goes on."""
        self._next = max(self._next, time.monotonic() + seconds)
