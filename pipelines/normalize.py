"""100: tidies texts, makes addresses canonical, drops links that lead nowhere on the web."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapy.crawler import Crawler

from errors import ParseError
from items import Event, Item, Link, Missed, Picture, Rejected, origins_of
from parsing.text import one_line, tidy
from parsing.urls import absolute, canonical

#: Characters; what is longer was read wrongly or is hostile.
LONGEST_TITLE, LONGEST_TEASER, LONGEST_LINE, LONGEST_WORD = 1_000, 5_000, 500, 60
LONGEST_ADDRESS = 2_100
MOST_ADDRESSES, MOST_PICTURES, MOST_LINKS, MOST_TAGS = 20, 50, 200, 50


class Normalize:
    """Makes an item's parts what items.py says they are; an item without a usable address becomes a rejection."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler: Any = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Normalize:
        return cls(crawler)

    def process_item(self, item: Item | Rejected | Missed) -> Item | Rejected | Missed:
        """The item, tidied. Rejections pass as they are."""
        if isinstance(item, Rejected | Missed):
            return item
        registry = self.crawler.spider.registry
        try:
            item.url = canonical(item.url, registry.sites, keep_anchor=item.anchored)
        except ParseError as error:
            return Rejected(item.channel_id, item.url, "address", str(error), item.seen_at)
        item.source_id = registry.sites.owner(item.url) or registry.channels[item.channel_id].source_id
        tidy_words(item)
        item.addresses = tuple(dict.fromkeys(_on_the_web(item.url, item.addresses)))[:MOST_ADDRESSES]
        tidy_parts(item)
        if item.event is not None:
            item.event = tidy_event(item.event, item.url)
        return item


def tidy_words(item: Item) -> None:
    """Texts without what nobody can see, lines as lines, None for nothing, and nothing without end."""
    item.title = _cut(one_line(item.title), LONGEST_TITLE)
    item.teaser = _cut(tidy(item.teaser), LONGEST_TEASER)
    item.body = tidy(item.body)
    item.author = _cut(one_line(item.author), LONGEST_LINE)
    item.kind = _cut(one_line(item.kind), LONGEST_WORD)
    item.language = _cut(one_line(item.language), LONGEST_WORD)
    item.external_id = one_line(item.external_id)


def tidy_parts(item: Item) -> None:
    """Pictures and links at addresses of the web, each once; tags in a line; every field with where it was read."""
    item.field_origins = origins_of(item)
    pictures = ((absolute(item.url, one.url), one) for one in item.pictures[:MOST_PICTURES])
    links = ((absolute(item.url, one.url), one) for one in item.links[:MOST_LINKS])
    item.pictures = tuple(
        Picture(url, _cut(one_line(one.caption), LONGEST_LINE), _cut(one_line(one.alt), LONGEST_LINE))
        for url, one in pictures
        if url and len(url) <= LONGEST_ADDRESS
    )
    item.links = tuple(
        Link(url, _cut(one_line(one.text), LONGEST_LINE), one.is_file)
        for url, one in links
        if url and len(url) <= LONGEST_ADDRESS
    )
    item.tags = tuple(dict.fromkeys(tag for tag in map(one_line, item.tags[:MOST_TAGS]) if tag and len(tag) <= 80))


def tidy_event(event: Event, base: str) -> Event:
    """The event with tidy texts, and with an address to sign up only if it is one of the web."""
    return replace(
        event,
        venue=_cut(one_line(event.venue), LONGEST_LINE),
        street_address=_cut(one_line(event.street_address), LONGEST_LINE),
        registration_url=absolute(base, event.registration_url) if event.registration_url else None,
    )


def _on_the_web(base: str, addresses: tuple[str, ...]) -> list[str]:
    return [found for address in addresses if (found := absolute(base, address)) is not None]


def _cut(text: str | None, longest: int) -> str | None:
    if text is None or len(text) <= longest:
        return text
    return text[:longest].rstrip() + "…"
