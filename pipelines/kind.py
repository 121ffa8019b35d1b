"""300: says what kind of post an item is, where neither the platform nor the list has said so."""

from __future__ import annotations

from scrapy.crawler import Crawler

from items import Item, Missed, Rejected
from parsing.kinds import Rule, kind_of, kind_with_time
from pipelines.paths import beside_cfg
from registry import kind_rules


class Kinds:
    """Names the kind of an item by the first rule that applies, and keeps the rule's name as the reason."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Kinds:
        """Reads the rules of the setting KIND_RULES. Raises InputError where they cannot be read or are wrong."""
        return cls(kind_rules(beside_cfg(crawler.settings["KIND_RULES"])))

    def process_item(self, item: Item | Rejected | Missed) -> Item | Rejected | Missed:
        """The item with its kind. A kind that was said stays; a teaser is judged until the text is known."""
        if isinstance(item, Rejected | Missed):
            return item
        if item.event and item.kind in (None, "event") and item.kind_because is None:
            found = kind_with_time(self.rules, item.title)
            item.kind, item.kind_because = found.kind, found.because
            return item
        if item.kind:
            item.kind_because = item.kind_because or ("event" if item.event else "said")
            return item
        judged = kind_of(
            self.rules,
            title=item.title,
            text=item.body or item.teaser,
            tags=item.tags,
            url=item.url,
            rubric=item.rubric,
        )
        if judged:
            item.kind, item.kind_because = judged.kind, judged.because
        return item
