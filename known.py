"""What a crawl may ask of what is known already. `collect` hands it over at the start; the archive implements it.

Spiders and fetching know this protocol and never the archive, so that a visit is a function of its rows and of this.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from items import Front, RobotsAnswer, Validators

#: Reasons of visits that went well. A good visit with another one read its posts elsewhere: the reason says why.
WELL_READ = frozenset({"read", "not_modified", "same_bytes", "no_posts"})


@dataclass(frozen=True, slots=True)
class KnownItem:
    """As much of a kept item as a spider needs to decide whether to read its page again."""

    item_id: int
    url: str
    has_body: bool
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Usual:
    """What earlier visits to a channel showed, and how the last one ended.

    fronts: way -> what its first document showed at visits that went well, the newest first. seen: the fewest posts
    that any of those visits saw, where that is all that is known. failed: reason of the last visit if it failed.
    alarms: how many visits in a row, up to the last one, found too few posts. beside: whether the last visit that went
    well read other ways only, the channel's own address being dead.
    """

    fronts: Mapping[str, Sequence[Front]] = field(default_factory=dict)
    seen: int | None = None
    failed: str | None = None
    visited: bool = False
    alarms: int = 0
    beside: bool = False


@dataclass(frozen=True, slots=True)
class DueAgain:
    """A page that is due to be looked at again. sha256: of the bytes from which its words were read.

    in_doubt: it was missed, or its words were held; then an answer that nothing changed would say nothing.
    """

    url: str
    sha256: str | None = None
    in_doubt: bool = False


class Known(Protocol):
    """Questions only; nothing is written through it. Addresses are canonical unless said otherwise."""

    def validators(self, url: str) -> Validators | None:
        """The validators of an address as it was asked (not canonical), or None."""

    def in_full(self, channel_id: str) -> bool:
        """Whether the channel's documents are to be asked for without conditions this time; the hash decides then."""

    def item(self, url: str, external_id: str | None = None, installation: str | None = None) -> KnownItem | None:
        """The item behind a platform's id or a canonical address."""

    def unread(self, channel_id: str, limit: int) -> list[str]:
        """Addresses of items seen on the channel whose body was never read and may still be, oldest sighting first;
        those of the channel's own source before others."""

    def due_again(self, source_id: str, now: datetime, limit: int) -> list[DueAgain]:
        """Pages of a source's posts that are due to be looked at again, the longest due first."""

    def absent(self, channel_id: str, now: datetime, shown: Container[str]) -> list[str]:
        """Addresses of posts that the channel showed at its last reading and leaves out now, between others that it
        shows. shown: addresses that it shows now."""

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

    def usual(self, channel_id: str) -> Usual:
        """What earlier visits to the channel showed, and how the last one ended."""

    def last_crawl(self) -> str | None:
        """How the last crawl ended, by its outcome; None where there was none."""

    def reads_as(self, item_id: int, title: str | None, body: str | None, strict: bool = False) -> bool:
        """Whether a page with these words carries a known post. strict: the page is known as a post of its own."""

    def shown_lately(self, channel_id: str, limit: int) -> list[tuple[str, str | None]]:
        """Address and title of posts that the channel showed, those that were met last before others."""


class NothingKnown:
    """The answers of an empty archive; for `scrapy crawl` without one, and for tests."""

    def validators(self, url: str) -> Validators | None:
        return None

    def in_full(self, channel_id: str) -> bool:
        return False

    def item(self, url: str, external_id: str | None = None, installation: str | None = None) -> KnownItem | None:
        return None

    def unread(self, channel_id: str, limit: int) -> list[str]:
        return []

    def due_again(self, source_id: str, now: datetime, limit: int) -> list[DueAgain]:
        return []

    def absent(self, channel_id: str, now: datetime, shown: Container[str]) -> list[str]:
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

    def usual(self, channel_id: str) -> Usual:
        return Usual()

    def last_crawl(self) -> str | None:
        return None

    def reads_as(self, item_id: int, title: str | None, body: str | None, strict: bool = False) -> bool:
        return True

    def shown_lately(self, channel_id: str, limit: int) -> list[tuple[str, str | None]]:
        return []
