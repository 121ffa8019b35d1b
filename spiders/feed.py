"""RSS, Atom, RDF and JSON feeds. A feed that carries whole posts is enough; else each new post's page is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item
from parsing.feeds import Entry, read_feed
from parsing.feeds import Feed as FeedDocument
from parsing.lists.addresses import address_signs
from parsing.lists.pointers import is_wrapper
from parsing.sitemaps import is_sitemap
from spiders.base import Brought, content_type_of
from spiders.listing import Listing
from spiders.pointing import as_told, own_guid, pointing
from spiders.proving import proof_of
from wishes import Wishes

#: So many unknown posts in a feed that was read before are its past and no news: software was changed, or a limit.
FLOOD = 200
#: Software that pages every feed by ?paged=N without saying so.
PAGES_ITS_FEEDS = ("wordpress", "classicpress")


class Feed(Listing):
    """One feed; where it is none any more, the list that the row or the source's home offers."""

    name = "feed"
    takers: ClassVar[dict[str, str]] = {**Listing.takers, "feed": "take_feed"}

    def start(self) -> Iterable[Brought]:
        yield from self.begin("feed", self.channel.address, otherwise=self.without_feed)

    def take_feed(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Items from a feed's entries, and requests for the pages that it only teases."""
        step = self.step_of(response, "feed")
        if self.document(response) is None:
            return
        try:
            feed = read_feed(response.body, response.url, content_type_of(response), self.zone)
        except ParseError as error:
            if not is_sitemap(response.body):
                raise VisitError("soft", "not_a_feed", f"{response.url} is no feed: {error}") from None
            self.visit.is_flood = True  # all pages of the site at once: its past
            step.walk.way = "sitemap"
            yield from self.take_sitemap(response)
            return
        self.visit.wishes = self.visit.wishes.also(wishes_of_feed(feed))
        items = [self.item_of_entry(entry, response) for entry in feed.entries]
        ahead = self.goes_on(step, items)
        again = number == 1 and not self.walks_past and self.crawl.known.visited_before(self.channel.id)
        self.visit.is_flood |= again and step.walk.fresh > FLOOD
        for item in items:
            yield from self.take(item)
        if again and items and step.walk.fresh >= len(step.walk.seen):
            # Nothing in it was there at the last visit, so posts may have come and gone in between.
            yield from self.lists_too()
        following = feed.next_url or self.next_by_custom(step.walk.key, number, feed)
        if following and ahead and self.walks_past:
            yield from self.follow(step, following)

    def next_by_custom(self, key: str, number: int, feed: FeedDocument) -> str | None:
        """The address of a feed's next page where its software has a custom for it and the feed names none."""
        if not any(name in (feed.generator or "").lower() for name in PAGES_ITS_FEEDS):
            return None
        return paged(key.partition(" ")[2], number + 1)

    def item_of_entry(self, entry: Entry, response: Response) -> Item:
        """One entry as an item; its proof is the feed's document."""
        item = Item(
            channel_id=self.channel.id,
            url=entry.url or response.url,
            title=entry.title,
            teaser=entry.teaser,
            body=entry.body,
            author=entry.author,
            published=entry.published,
            candidates=entry.candidates,
            updated_at=entry.updated_at,
            pictures=entry.pictures,
            links=entry.links,
            tags=entry.tags,
            fetched=proof_of(response, self.crawl.now),
        )
        return self.pointing_entry(as_told(self, item, entry.pointer), entry)

    def pointing_entry(self, item: Item, entry: Entry) -> Item:
        """An entry whose link leads elsewhere stands at its guid, if that is an address of this source."""
        guid = own_guid(self, entry.guid, entry.url)
        if guid and is_wrapper(item.url):
            return replace(item, url=guid)
        number = address_signs(guid, self.source.homepage).external_id if guid and entry.url else None
        pointer = pointing(self, item, guid)
        return replace(pointer, external_id=number) if pointer.target and number else pointer

    def without_feed(self, error: Exception) -> Iterator[Brought]:
        """The lists that the row names, when the feed gives nothing."""
        lists = self.channel.hint.get("lists") or []
        if not lists:
            raise error
        for address in lists:
            yield from self.begin("list", address)


def wishes_of_feed(feed: FeedDocument) -> Wishes:
    """How often a feed says that it changes, and when it asks not to be read."""
    every = feed.ttl_minutes * 60.0 if feed.ttl_minutes else None
    return Wishes(every=every, skip_hours=feed.skip_hours, skip_days=feed.skip_days)


def paged(address: str, number: int) -> str:
    """The address of a further page of a feed, as WordPress pages whatever it shows."""
    return f"{address}{'&' if '?' in address else '?'}paged={number}"
