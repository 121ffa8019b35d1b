"""400: says which language an item is in, by its own words; sites say that of their template."""

from __future__ import annotations

from collections.abc import Iterable

from items import Alternate, Item, Link, Missed, Rejected
from parsing.languages import language_named, language_of


class Language:
    """Judges the words of an item; where they are few or tell nothing, what page, feed or API said stays."""

    def process_item(self, item: Item | Rejected | Missed) -> Item | Rejected | Missed:
        """The item with its language: one code, of the language that most of its words are in."""
        if isinstance(item, Item):
            words = "\n".join(part for part in (item.title, item.body or item.teaser) if part)
            item.language = language_of(words, item.language)
            item.alternates += tuple(_alternates(item.links, item.language))
        return item


def _alternates(links: Iterable[Link], own: str | None) -> Iterable[Alternate]:
    """Links whose words say that they lead to the post in another language."""
    for link in links:
        code = language_named(link.text)
        if code and code != own and link.text:
            yield Alternate(link.url, code, f"a link that reads “{link.text[:80]}”")
