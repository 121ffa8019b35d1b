"""A document as it came, on its way from the network to whoever keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    """A document as it was received, before anything was unpacked or read. Headers are pairs of bytes.

    taker: how it was read, by the name of the family's method; entry: the items.Item that a list or feed had made of
    the post, because both together made the item. is_rendered: the bytes are those that a browser made. noarchive: its
    site asks that no copy of it be kept.
    """

    url: str
    status: int
    protocol: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    request_headers: tuple[tuple[bytes, bytes], ...] = ()
    media_type: str | None = None
    is_rendered: bool = False
    noarchive: bool = False
    channel_id: str | None = None
    taker: str | None = None
    entry: Any = None
    redirected_from: tuple[str, ...] = ()
