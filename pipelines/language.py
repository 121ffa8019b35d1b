"""400: says which language an item is in, by its own words; sites say that of their template."""

from __future__ import annotations

from items import Item, Rejected
from parsing.languages import language_of


class Language:
    """Judges the words of an item; where they are few or tell nothing, what page, feed or API said stays."""

    def process_item(self, item: Item | Rejected) -> Item | Rejected:
        """The item with its language: one code, of the language that most of its words are in."""
        if isinstance(item, Item):
            words = "\n".join(part for part in (item.title, item.body or item.teaser) if part)
            item.language = language_of(words, item.language)
        return item
