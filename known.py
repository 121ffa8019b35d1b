"""What a crawl may ask of what is known already. `collect` hands it over at the start; the archive implements it.

Spiders and fetching know this protocol and never the archive, so that a visit is a function of its rows and of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from items import RobotsAnswer, Validators


@dataclass(frozen=True, slots=True)
class KnownItem:
    """As much of a kept item as a spider needs to decide whether to read its page again."""

    item_id: int
    url: str
    has_body: bool
    last_read_at: datetime | None


class Known(Protocol):
    """Questions only; nothing is written through it. Addresses are canonical unless said otherwise."""

    def validators(self, url: str) -> Validators | None:
        """The validators of an address as it was asked (not canonical), or None."""

    def item(self, url: str, external_id: str | None = None, installation: str | None = None) -> KnownItem | None:
        """The item behind a platform's id or a canonical address."""

    def unread(self, channel_id: str, limit: int) -> list[str]:
        """Addresses of items seen on the channel whose body was never read and may still be, oldest sighting first;
        those of the channel's own source before others."""

    def rejected(self, url: str) -> bool:
        """Whether the address was rejected for good, so that it need not be asked for again."""

    def robots(self, host: str) -> RobotsAnswer | None:
        """The last answer of a host (name, with its port if not the default one) for robots.txt."""

    def cursor(self, channel_id: str) -> str | None:
        """Where a walk through the channel's past goes on, or that it is complete: JSON, see spiders/walks.py."""

    def visited_before(self, channel_id: str) -> bool:
        """Whether any visit to the channel ever read it."""

    def shown(self, channel_id: str) -> int:
        """How many items the channel has shown."""


class NothingKnown:
    """The answers of an empty archive; for `scrapy crawl` without one, and for tests."""

    def validators(self, url: str) -> Validators | None:
        return None

    def item(self, url: str, external_id: str | None = None, installation: str | None = None) -> KnownItem | None:
        return None

    def unread(self, channel_id: str, limit: int) -> list[str]:
        return []

    def rejected(self, url: str) -> bool:
        return False

    def robots(self, host: str) -> RobotsAnswer | None:
        return None

    def cursor(self, channel_id: str) -> str | None:
        return None

    def visited_before(self, channel_id: str) -> bool:
        return False

    def shown(self, channel_id: str) -> int:
        return 0
