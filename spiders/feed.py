"""RSS, Atom, RDF and JSON feeds. A feed that carries whole posts is enough; else each new post's page is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item
from parsing.feeds import Entry, read_feed
from spiders.base import Brought, content_type_of, proof_of
from spiders.listing import Listing

#: A feed in pages (RFC 5005) is walked so far in one visit; the next visit goes on.
FEED_PAGES = 200


class Feed(Listing):
    """One feed; where it is none any more, the list that the row or the source's home offers."""

    name = "feed"

    def start(self) -> Iterable[Brought]:
        yield self.ask(self.channel.address, self.take_feed, otherwise=self.without_feed)

    def take_feed(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Items from a feed's entries, and requests for the pages that it only teases."""
        if self.document(response) is None:
            return
        try:
            feed = read_feed(response.body, response.url, content_type_of(response), self.zone)
        except ParseError as error:
            raise VisitError("soft", "not_a_feed", f"{response.url} is no feed: {error}") from None
        self.visit.ways.append("feed")
        fresh = False
        for entry in feed.entries:
            item = self.item_of_entry(entry, response)
            fresh |= self.is_fresh(item, "feed")
            yield from self.take(item)
        if self.crawl.backfill and number == 1:
            yield from self.lists_too()
        following = feed.next_url or self.next_by_custom(number)
        if following and fresh and number < FEED_PAGES and self.crawl.backfill:
            yield self.ask(following, self.take_feed, otherwise=self.leave, number=number + 1)

    def next_by_custom(self, number: int) -> str | None:
        """The address of a feed's next page where the platform has a custom for it and the feed names none."""
        return None

    def lists_too(self) -> Iterator[Brought]:
        """A feed holds the newest posts only; the past stands in the lists that the row names."""
        for address in self.channel.hint.get("lists") or []:
            yield self.ask(address, self.take_list, otherwise=self.leave)
        yield from self.sitemaps_too()

    def item_of_entry(self, entry: Entry, response: Response) -> Item:
        """One entry as an item; its proof is the feed's document."""
        return Item(
            channel_id=self.channel.id,
            url=entry.url or response.url,
            title=entry.title,
            teaser=entry.teaser,
            body=entry.body,
            author=entry.author,
            published=entry.published,
            candidates=(entry.published,) if entry.published else (),
            updated_at=entry.updated_at,
            fetched=proof_of(response, self.crawl.now),
        )

    def without_feed(self, error: Exception) -> Iterator[Brought]:
        """The lists that the row names, when the feed gives nothing."""
        lists = self.channel.hint.get("lists") or []
        if not lists:
            raise error
        for address in lists:
            yield self.ask(address, self.take_list)
