"""A walk through a value of unknown make: every object and array once, near ones first, within bounds."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

_MOST, _DEPTH, _ITEMS = 60_000, 40, 5_000
#: texts that are JSON themselves: how many are read, and how long they may be together
_TEXTS, _CHARACTERS = 40, 3_000_000


@dataclass(frozen=True, slots=True)
class Spot:
    """An object or array, and the names that lead to it, the nearest last."""

    value: dict[str, Any] | list[Any]
    names: tuple[str, ...] = ()


def spots(values: list[Any]) -> Iterator[Spot]:
    """All objects and arrays in some values; texts that hold JSON are read on the way."""
    waiting: deque[Spot] = deque()
    seen: set[int] = set()
    kept: list[Any] = []  # what was read from texts must live on, so that no other object gets its identity
    texts, characters = _TEXTS, _CHARACTERS
    for value in values[:500]:
        if isinstance(value, dict | list):
            waiting.append(Spot(value))
    while waiting and len(seen) < _MOST:
        spot = waiting.popleft()
        if id(spot.value) in seen:
            continue
        seen.add(id(spot.value))
        yield spot
        if len(spot.names) >= _DEPTH:
            continue
        parts = spot.value.items() if isinstance(spot.value, dict) else (("", one) for one in spot.value)
        for name, one in islice(parts, _ITEMS):
            if isinstance(one, str) and texts and _may_be_json(one) and len(one) <= characters:
                texts, characters = texts - 1, characters - len(one)
                one = read_text(one)
                kept.append(one)
            if isinstance(one, dict | list) and one:
                waiting.append(Spot(one, (*spot.names, name[:60]) if name else spot.names))


def read_text(text: str) -> Any:
    """The value of a text that is JSON, or None."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _may_be_json(text: str) -> bool:
    if len(text) < 40 or text[0] not in "{[ \n":
        return False
    text = text.strip()
    return (text[:1], text[-1:]) in (("{", "}"), ("[", "]"))
