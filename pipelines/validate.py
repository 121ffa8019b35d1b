"""200: what has no words, or no address of its own, is no post; it goes on as a rejection with its reason."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from archive.identity import is_home
from errors import ParseError
from items import Item, Rejected
from parsing.urls import canonical


class Validate:
    """Turns items that are none into rejections, which the store keeps and counts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler: Any = crawler
        self._lists: frozenset[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Validate:
        return cls(crawler)

    def process_item(self, item: Item | Rejected) -> Item | Rejected:
        """The item, or what it is instead of one."""
        if isinstance(item, Rejected):
            return item
        if not (item.title or item.teaser or item.body):
            return self._rejected(item, "empty", "There was neither a title nor a teaser nor a body.")
        if not item.anchored and (item.url in self.lists or is_home(item.url, self.crawler.spider.registry.sites)):
            return self._rejected(
                item, "address", "The address is a home page or a channel, where no single post stands."
            )
        return item

    @property
    def lists(self) -> frozenset[str]:
        """Canonical addresses of all channels."""
        if self._lists is None:
            registry = self.crawler.spider.registry
            self._lists = frozenset(_canonical(channel.address, registry) for channel in registry.channels.values())
        return self._lists

    def _rejected(self, item: Item, reason: str, detail: str) -> Rejected:
        return Rejected(item.channel_id, item.url, reason, detail, item.seen_at)


def _canonical(address: str, registry: Any) -> str:
    try:
        return canonical(address, registry.sites)
    except ParseError:  # the registry checks its addresses; one made by hand may not be
        return address
