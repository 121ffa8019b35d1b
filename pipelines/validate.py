"""200: what has no words or no address of its own, and spam, is no post; it goes on as a rejection with its reason."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from archive.identity import is_home
from errors import ParseError
from items import Item, Missed, Rejected
from parsing.foreign import is_spam
from parsing.urls import canonical


class Validate:
    """Turns items that are none into rejections, which the store keeps and counts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler: Any = crawler
        self._lists: frozenset[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Validate:
        return cls(crawler)

    def process_item(self, item: Item | Rejected | Missed) -> Item | Rejected | Missed:
        """The item, or what it is instead of one."""
        if isinstance(item, Rejected | Missed):
            return item
        if not (item.title or item.teaser or item.body):
            return self._rejected(item, "empty", "There was neither a title nor a teaser nor a body.")
        if not item.anchored and (item.url in self.lists or is_home(item.url, self.crawler.spider.registry.sites)):
            return self._rejected(
                item, "address", "The address is a home page or a channel, where no single post stands."
            )
        spam = is_spam(item.title, item.body or item.teaser, self._name_of(item))
        if spam:
            return self._rejected(item, "spam", f"Neither its source nor a union is named, and it sells: {spam[0]}.")
        return item

    def _name_of(self, item: Item) -> str:
        registry = self.crawler.spider.registry
        source_id = item.source_id or registry.channels[item.channel_id].source_id
        return str(registry.sources[source_id].name)

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
