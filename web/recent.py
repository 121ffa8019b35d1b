"""Keeps what was found lately, while nothing is committed: the next page of a search and its counts begin with it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any

from web.reading import version_of

#: so many answers are kept, the latest; each has some hundred kilobytes at most
KEPT = 32

_kept: OrderedDict[tuple[str, Hashable], tuple[Any, Any]] = OrderedDict()
_lock = Lock()


def kept(path: str, name: Hashable) -> Any:
    """What was found by this name in the archive as it is now; None where nothing is kept."""
    version = version_of(Path(path))
    with _lock:
        known = _kept.get((path, name))
        if known is None or known[0] != version:
            return None
        _kept.move_to_end((path, name))
        return known[1]


async def recently(path: str, name: Hashable, ask: Callable[[], Awaitable[Any]]) -> Any:
    """What was asked for lately by this name of the archive at this path, as it is now; else ask."""
    version, known = version_of(Path(path)), kept(path, name)
    if known is not None:
        return known
    answer = await ask()
    with _lock:
        _kept[(path, name)] = (version, answer)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return answer
