"""When to kill a run, by what can be seen from outside: its age, its lock, its questions to the web, its messages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from practice.cron.sinks import Office
from practice.server import Server

#: seconds without a question to the web after which a run is taken to look back
STILL = 0.3


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be seen of a run. began: on the monotonic clock; asked: requests that the web had had by then."""

    began: float
    asked: int
    lock: Path
    web: Server
    office: Office

    @property
    def age(self) -> float:
        return time.monotonic() - self.began

    def is_locked(self) -> bool:
        """Whether the lock file names a holder."""
        try:
            return self.lock.stat().st_size > 0
        except OSError:
            return False


@dataclass(slots=True)
class Aim:
    """A point to kill at. due: whether it is reached; hold: which message of the run gets no answer any more."""

    name: str
    due: Callable[[Seen], bool]
    hold: int | None = None
    #: what the aim remembers of the run that it looks at
    since: dict[str, float] = field(default_factory=dict)


def at_age(seconds: float) -> Aim:
    """So many seconds after its start."""
    return Aim(f"{seconds:.1f} s after its start", lambda seen: seen.age >= seconds)


def at_lock(later: float) -> Aim:
    """So many seconds after the lock named it."""

    def due(seen: Seen) -> bool:
        if seen.is_locked():
            aim.since.setdefault("locked", time.monotonic())
        return "locked" in aim.since and time.monotonic() - aim.since["locked"] >= later

    aim = Aim(f"{later:.1f} s after the lock named it", due)
    return aim


def in_crawl(requests: int) -> Aim:
    """After so many of its requests."""
    return Aim(f"after {requests} requests", lambda seen: len(seen.web.log) - seen.asked >= requests)


def looking_back(later: float) -> Aim:
    """When it asks the web no more, as at its end."""

    def due(seen: Seen) -> bool:
        return len(seen.web.log) > seen.asked and time.monotonic() - seen.web.log[-1].at >= STILL + later

    return Aim(f"{STILL + later:.1f} s after its last request", due)


def with_message(number: int) -> Aim:
    """With its n-th message taken and not answered."""
    return Aim(f"message {number} taken, not answered", lambda seen: seen.office.held.is_set(), hold=number)


def after_message(number: int) -> Aim:
    """Just after its n-th message arrived; the answer may or may not be heard, and be recorded."""
    return Aim(f"just after message {number}", lambda seen: seen.office.arrived >= number)
