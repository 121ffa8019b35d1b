"""900: the items' door into the archive, one transaction each."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.again import look
from archive.keeping import keep
from archive.missing import miss
from archive.rejecting import reject
from archive.transactions import transaction
from errors import ArchiveError
from items import Item, LookedAgain, Missed, Rejected
from pipelines.captures import keep_capture
from pipelines.ledger import Ledger, end_run, has_failed, ledger_of


class Store:
    """Keeps items and rejections through the archive that crawl_log opened, and counts what became of them."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler: Any = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Store:
        return cls(crawler)

    def open_spider(self) -> None:
        """Find the crawl's ledger."""
        self.ledger: Ledger = ledger_of(self.crawler)

    def process_item(self, item: Item | Rejected | Missed) -> Item | Rejected | Missed:
        """Keep it. A trouble of the disk ends the run; any other failure is an error of ours and is raised."""
        if has_failed(self.crawler):
            self.ledger.fail(item.channel_id)
            raise DropItem("The archive cannot be written; the run is ending.", log_level="DEBUG")
        try:
            self._keep(item)
        except ArchiveError as error:
            self.ledger.fail(item.channel_id)
            end_run(self.crawler, error)
            raise DropItem(str(error), log_level="DEBUG") from error
        except Exception:
            self.ledger.fail(item.channel_id)
            raise
        return item

    def _keep(self, item: Item | Rejected | Missed) -> None:
        sites = self.crawler.spider.registry.sites
        if isinstance(item, Rejected):
            reject(self.crawler.archive, item, sites)
            self.ledger.count(item.channel_id, "rejected", item.reason)
            return
        if isinstance(item, Missed):
            self.ledger.count(item.channel_id, "missed")
            self.crawler.stats.inc_value(f"news/missed/{item.reason}/{miss(self.crawler.archive, item, sites)}")
            if item.seen_at is not None:
                look(self.crawler.archive, [LookedAgain(item.url, "missed", item.seen_at)], sites)
            return
        with transaction(self.crawler.archive):  # one for both, since each costs as much as half of what it writes
            kept = keep(self.crawler.archive, item, sites)
            keep_capture(self.crawler, kept, item)
        self.ledger.count(item.channel_id, kept.outcome)
        if kept.outcome != "same":
            self.ledger.changed.add(kept.item_id)
        if kept.held:
            self.ledger.count(item.channel_id, "held")
