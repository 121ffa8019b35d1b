"""What a list or feed said of a post, as JSON beside the page's bytes, and back: both together made the item."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from items import Item
from received import Received


def entry_text(entry: Item) -> str:
    """JSON with the fields that are not what they are by default. Bytes that were received are left out."""
    return json.dumps(_plain(entry), separators=(",", ":"))


def entry_of(text: str) -> Item:
    """What `entry_text` wrote, read back. Raises ValueError for anything else; fields of other versions are passed."""
    try:
        found = _made(Item, json.loads(text))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"this is no entry: {error}") from None
    if not isinstance(found, Item):
        raise ValueError("this is no entry")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float):  # most are
        return value
    if is_dataclass(value) and not isinstance(value, type):
        given = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {
            name: _plain(one)
            for name, one in given
            if one is not None and one != () and one != {} and not isinstance(one, Received)
        }
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value


def _made(kind: Any, value: Any) -> Any:
    """The value as its type says. Only types that items.py uses are known."""
    origin, inner = get_origin(kind), get_args(kind)
    if value is None:
        return None
    if origin in (Union, types.UnionType):
        return _made(next(one for one in inner if one is not type(None)), value)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_made(one, part) for one, part in zip(kinds, value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], one) for name, one in value.items() if name in hints})
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    return value


@lru_cache(maxsize=32)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
