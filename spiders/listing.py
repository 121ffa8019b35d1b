"""HTML lists, read by their structure: news pages, blog indexes, home pages with blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item, Moment
from parsing.dates import choose, find_date
from parsing.documents import tree
from parsing.lists import ListEntry, ListPage, read_list
from parsing.urls import canonical
from spiders.base import Brought, content_type_of, proof_of
from spiders.sitemap import Sitemap

#: How many pages of a list a visit reads while each brings something new; a walk through the past has its own bound.
NEWEST_PAGES = 3
DEEPEST_PAGE = 2_000


class Listing(Sitemap):
    """One list, page by page while there is something new; for the past also the sitemaps that the row names."""

    name = "listing"

    def start(self) -> Iterable[Brought]:
        yield self.ask(self.channel.address, self.take_list)
        yield from self.sitemaps_too()

    def sitemaps_too(self) -> Iterator[Brought]:
        """Lists end where their site let them end; a sitemap may reach further back."""
        for address in (self.channel.hint.get("sitemaps") or []) if self.crawl.backfill else []:
            yield self.ask(address, self.take_sitemap, otherwise=self.leave)

    def leave(self, error: Exception) -> Iterator[Brought]:
        """A second way that leads nowhere takes nothing from the first."""
        yield from ()

    def take_list(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Items from a list's entries, requests for their pages and for the next page of the list."""
        if self.document(response) is None:
            return
        listing = self.list_in(response)
        self.visit.ways.append("list")
        fresh = False
        for entry in listing.entries:
            item = self.item_of_list_entry(entry, response)
            fresh |= self.is_fresh(item, "list") and entry.is_main
            yield from self.take(item)
        deepest = DEEPEST_PAGE if self.crawl.backfill else NEWEST_PAGES
        if fresh and number < deepest:
            # A page may hold two columns with a pager each (state and national news); each is walked.
            for address in (listing.next_url, *listing.other_next):
                if address and ("page", address) not in self.visit.shown:
                    self.visit.shown.add(("page", address))
                    yield self.ask(address, self.take_list, number=number + 1)

    def list_in(self, response: Response) -> ListPage:
        """The list that a document shows. Raises VisitError where the document is no page."""
        try:
            page = tree(response.body, content_type_of(response), response.url)
            return read_list(page, response.url, self.zone, self.today, dict(self.channel.hint))
        except ParseError as error:
            raise VisitError("soft", "unreadable", f"{response.url} could not be read as a page: {error}") from None

    def item_of_list_entry(self, entry: ListEntry, response: Response) -> Item:
        """One entry as an item; a post without its own address stands at an anchor of the page."""
        candidates = tuple(self.dates_of(entry))
        return Item(
            channel_id=self.channel.id,
            url=entry.url or response.url.partition("#")[0] + (entry.anchor or ""),
            anchored=entry.url is None,
            title=entry.title,
            teaser=entry.teaser,
            body=entry.body if entry.url is None else None,
            author=entry.author,
            kind=self.kind_of(entry),
            event=entry.event,
            published=choose(candidates, self.crawl.now),
            candidates=candidates,
            external_id=entry.external_id,
            fetched=proof_of(response, self.crawl.now),
        )

    def dates_of(self, entry: ListEntry) -> Iterator[Moment]:
        """The day that a list gives; of a post without a page of its own also the day in its title."""
        if entry.published:
            yield entry.published
        elif entry.url is None and entry.title and not entry.event:
            found = find_date(entry.title, self.zone, "title")
            yield from (found,) if found else ()

    def kind_of(self, entry: ListEntry) -> str | None:
        """The list calls a link to another domain a clipping; one to a source that we know is none."""
        return None if entry.kind == "clipping" and entry.url and self.sites.knows(entry.url) else entry.kind

    def is_fresh(self, item: Item, way: str) -> bool:
        """Whether an entry shows what was neither known before nor shown earlier in this visit by the same way.

        A walk through the past goes on as long as its own way shows new addresses, known or not: what the feed showed
        says nothing of how far the list reaches.
        """
        try:
            address = canonical(item.url, self.sites, keep_anchor=item.anchored)
        except ParseError:
            return False
        if (way, address) in self.visit.shown:
            return False
        self.visit.shown.add((way, address))
        return self.crawl.backfill or (
            self.crawl.known.item(address, item.external_id, item.installation) is None
            and not self.crawl.known.rejected(address)
        )
