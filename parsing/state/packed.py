"""State that frameworks pack for the way: values that name one another by number, rows that refer to rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

#: containers that are unpacked on one page, and how deep
_MOST, _DEPTH = 60_000, 50
_NUMBERED_KEY = re.compile(r"_\d{1,7}")
_ROW = re.compile(r"([0-9a-f]{1,6}):(?:T([0-9a-f]{1,6}),)?")
_REFERENCE = re.compile(r"\$[LQW@]?([0-9a-f]{1,6})(?::[\w:.-]{1,200})?")
_BOXES = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "P", "Z", "Y"})


def unpacked(value: Any) -> Any:
    """A value whose parts name one another by their place in an array (devalue, turbo-stream), put together; others
    as they are."""
    if is_turbo(value) or _is_devalue(value):
        return _Places(value).at(0, 0)
    return value


def is_turbo(value: Any) -> bool:
    """Whether it is an array whose objects have keys such as _3, numbers of the names' places."""
    return _starts_with_container(value) and any(
        isinstance(one, dict) and one and all(_NUMBERED_KEY.fullmatch(key) for key in one) for one in value[:3]
    )


def _is_devalue(value: Any) -> bool:
    """Whether it is an array of values that refer to one another: its objects hold nothing but places."""
    if not _starts_with_container(value):
        return False
    objects = [one for one in value[:200] if isinstance(one, dict) and one]
    return bool(objects) and all(_is_place(part) for one in objects for part in one.values())


def _starts_with_container(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 2 and isinstance(value[0], dict | list)


def _is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


class _Places:
    """An array of parts, put together from its first. Parts that are used twice are put together once."""

    def __init__(self, parts: list[Any]) -> None:
        self.parts, self.made, self.left = parts, dict[int, Any](), _MOST

    def at(self, place: Any, depth: int) -> Any:
        if not _is_place(place) or not 0 <= place < len(self.parts) or depth > _DEPTH:
            return None
        if place in self.made:
            return self.made[place]
        part = self.parts[place]
        if not isinstance(part, dict | list):
            return part
        self.left -= 1
        if self.left < 0:
            return None
        if isinstance(part, dict):
            whole: dict[str, Any] = {}
            self.made[place] = whole
            for key, value in part.items():
                name = self.at(int(key[1:]), depth + 1) if _NUMBERED_KEY.fullmatch(key) else key
                if isinstance(name, str):
                    whole[name] = self.at(value, depth + 1)
            return whole
        return self._list(part, place, depth)

    def _list(self, part: list[Any], place: int, depth: int) -> Any:
        if part and isinstance(part[0], str):
            return self._typed(part, place, depth)
        items: list[Any] = []
        self.made[place] = items
        items.extend(self.at(one, depth + 1) for one in part)
        return items

    def _typed(self, part: list[Any], place: int, depth: int) -> Any:
        """A part that says its type first: a date, a set, a box around another part."""
        kind = part[0]
        if kind in ("Date", "D", "BigInt", "URL", "U"):
            return part[1] if len(part) > 1 else None
        if kind in ("Map", "M", "null", "N"):
            pairs = list(zip(part[1::2], part[2::2], strict=False))
            names = [one if isinstance(one, str) else self.at(one, depth + 1) for one, _ in pairs]
            return {str(name): self.at(value, depth + 1) for name, (_, value) in zip(names, pairs, strict=True)}
        if kind in _BOXES or len(part) == 2:
            self.made[place] = None  # a box around itself holds nothing
            self.made[place] = self.at(part[1], depth + 1) if len(part) > 1 else None
            return self.made[place]
        return [self.at(one, depth + 1) for one in part[1:]]


def flight_rows(text: str) -> Iterator[Any]:
    """The rows of a stream of server components that hold values, references to other rows filled in.

    A row is a number, a colon and JSON; or "T", a length in bytes and a text, so that long texts stand unescaped.
    """
    rows: dict[str, Any] = {}
    at = 0
    while at < len(text) and len(rows) < 5_000:
        found = _ROW.match(text, at)
        if found is None:
            at = text.find("\n", at) + 1 or len(text)
            continue
        if found[2]:
            size = int(found[2], 16)
            piece = text[found.end() : found.end() + size]
            if not piece.isascii():
                piece = piece.encode("utf-8", "ignore")[:size].decode("utf-8", "ignore")
            rows[found[1]], at = piece, found.end() + len(piece)
            continue
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        if text[found.end() : found.end() + 1] in ("[", "{", '"'):
            with suppress(ValueError, RecursionError):
                rows[found[1]] = json.loads(text[found.end() : end], strict=False)
        at = end + 1
    filler = _Filler(rows)
    yield from (filler.fill(row, 0) for row in list(rows.values()) if not isinstance(row, str))


class _Filler:
    """Puts the rows that are referred to in the place of the references."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows, self.left = rows, _MOST

    def fill(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0 or depth > _DEPTH:
            return None
        if isinstance(value, str):
            return self._string(value, depth)
        if isinstance(value, list):
            return [self.fill(one, depth + 1) for one in value]
        if isinstance(value, dict):
            return {key: self.fill(one, depth + 1) for key, one in value.items()}
        return value

    def _string(self, value: str, depth: int) -> Any:
        if value[:1] != "$" or len(value) < 2:
            return value
        if value.startswith("$D"):
            return value[2:]
        if value.startswith("$$"):
            return value[1:]
        found = _REFERENCE.fullmatch(value)
        if found is None or ":" in value:
            return value if found is None else None
        row = self.rows.get(found[1])
        if isinstance(row, str) or value[1] in "LQW@":
            return row if isinstance(row, str) else None  # components are read where they stand
        return self.fill(row, depth + 1)
