"""Which request leaves the scheduler next: one whose host may be asked now.

Scrapy's queue hands out requests of hosts that must wait; they then fill CONCURRENT_REQUESTS while hosts that could be
asked stand behind them. Here a host gives its next request when the last one is answered and its delay is over, so
places are held only by requests under way. Beyond a few slow hosts that is the difference between a minute and an hour.
"""

from __future__ import annotations

import heapq
import itertools
import math
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from scrapy.pqueues import DownloaderAwarePriorityQueue
from scrapy.utils.asyncio import call_later

from fetching.pace import PaceMiddleware

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.utils.asyncio import CallLaterResult

    from fetching.gates import Gate


class PoliteQueue(DownloaderAwarePriorityQueue):
    """One queue per host (Scrapy's slots), hosts in order of when they are due, at most one request of each out.

    Of an installation no more requests are out than its gate lets through.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._downloader = self._downloader_interface.downloader
        self._pace = self.crawler.get_downloader_middleware(PaceMiddleware)
        self._order = itertools.count()
        self._due: list[tuple[float, int, str]] = []
        self._queued: set[str] = set(self.pqueues)  # hosts in _due or behind a gate
        self._out: dict[str, Request] = {}
        self._gates: dict[str, Gate | None] = {}
        self._behind: dict[Gate, deque[str]] = {}
        self._out_of: dict[Gate, int] = {}
        self._timer: tuple[float, CallLaterResult] | None = None
        for slot in self.pqueues:
            heapq.heappush(self._due, (0.0, next(self._order), slot))

    def push(self, request: Request) -> None:
        super().push(request)
        slot = self._downloader_interface.get_slot_key(request)
        if slot not in self._gates:
            self._gates[slot] = self._pace.gate_of(slot, request.url) if self._pace else None
        if slot not in self._queued and slot not in self._out:
            self._line_up(slot)

    def pop(self) -> Request | None:
        """The next request of a host that is due; None where all wait, after which the engine is woken in time."""
        self._take_back()
        stopped = self._pace is not None and self._pace.stopped is not None
        now = math.inf if stopped else time.monotonic()  # what is refused anyway is due at once
        while self._due and self._due[0][0] <= now:
            slot = heapq.heappop(self._due)[2]
            due = self._due_at(slot)  # anew, for a server may have asked for a rest since
            if due > now:
                heapq.heappush(self._due, (due, next(self._order), slot))
            elif self._passes_gate(slot):
                self._queued.discard(slot)
                return self._take(slot)
        if self._due:
            self._wake_at(self._due[0][0])
        return None

    def close(self) -> Any:
        if self._timer is not None:
            self._timer[1].cancel()
            self._timer = None
        return super().close()

    # ---- hosts -----------------------------------------------------------------------------------------------------
    def _line_up(self, slot: str) -> None:
        self._queued.add(slot)
        heapq.heappush(self._due, (self._due_at(slot), next(self._order), slot))

    def _due_at(self, slot: str) -> float:
        known = self._downloader.slots.get(slot)
        return float(known.lastseen + known.delay) if known is not None and known.delay else 0.0

    def _take(self, slot: str) -> Request:
        queue = self.pqueues[slot]
        request: Request = queue.pop()
        if not len(queue):
            del self.pqueues[slot]
            queue.close()
        self._out[slot] = request
        gate = self._gates.get(slot)
        if gate is not None:
            self._out_of[gate] = self._out_of.get(gate, 0) + 1
        return request

    def _take_back(self) -> None:
        """Line up the hosts whose request was answered: it has left the downloader."""
        active = self._downloader.active
        for slot in [slot for slot, request in self._out.items() if request not in active]:
            del self._out[slot]
            if slot in self.pqueues:
                self._line_up(slot)
            gate = self._gates.get(slot)
            if gate is not None:
                self._out_of[gate] -= 1
                if self._behind.get(gate):
                    heapq.heappush(self._due, (0.0, next(self._order), self._behind[gate].popleft()))

    def _passes_gate(self, slot: str) -> bool:
        gate = self._gates.get(slot)
        if gate is None or self._out_of.get(gate, 0) < gate.limit:
            return True
        self._behind.setdefault(gate, deque()).append(slot)
        return False

    # ---- waking ----------------------------------------------------------------------------------------------------
    def _wake_at(self, due: float) -> None:
        """Have the engine look again when the first host is due; its own heartbeat comes every five seconds only."""
        if self._timer is not None:
            if self._timer[0] <= due:
                return
            self._timer[1].cancel()
        self._timer = (due, call_later(max(due - time.monotonic(), 0.0), self._wake))

    def _wake(self) -> None:
        self._timer = None
        if self._pace is not None:
            self._pace.wake()
