"""XML sitemaps: addresses of a site's pages, of which the posts are told apart when they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response

from errors import ParseError, VisitError
from items import Front, Item
from known import KnownItem
from parsing.dates import date_in_address
from parsing.lists.addresses import address_signs
from parsing.sitemaps import SitemapPage, read_sitemap, worth_of_sitemap
from spiders.base import Brought, Crawl, PutOff
from spiders.proving import proof_of
from spiders.sampling import Page, Sample, directory_of, is_root
from spiders.visit import Visit
from spiders.walking import Walking
from spiders.walks import Step

#: Sitemaps of one channel that a visit reads: an index of indexes must end. The next visit reads further ones.
SITEMAPS = 50
#: Sitemaps inside one another.
DEEPEST_INDEX = 3
#: Posts that feed or list must have shown before their addresses say what a post's address looks like.
ENOUGH_TO_COMPARE = 5


class Sitemap(Walking):
    """One sitemap or index. Pages that are neither known nor rejected are read, the newest first."""

    name = "sitemap"
    takers: ClassVar[dict[str, str]] = {"sitemap": "take_sitemap"}

    def __init__(self, visit: Visit, crawl: Crawl) -> None:
        super().__init__(visit, crawl)
        self.sample = Sample()
        self.sitemaps_left = SITEMAPS

    def start(self) -> Iterable[Brought]:
        yield from self.begin("sitemap", self.channel.address)

    def take_sitemap(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Requests for the sitemaps of an index, or for the pages of a sitemap. number: how deep in indexes it lies."""
        step = self.step_of(response, "sitemap")
        if self.document(response) is None:
            return
        try:
            sitemap = read_sitemap(response.body, response.url)
        except ParseError as error:
            raise VisitError("soft", "not_a_feed", f"{response.url} is no sitemap: {error}") from None
        self.visit.ways.append("sitemap")
        if step.walk.key in self.visit.opening:
            self.visit.show_front("sitemap", Front(len(sitemap.pages)))
        if sitemap.sitemaps:
            # An index that did not change says nothing of the sitemaps in it, and a 304 would hide their names.
            self.visit.validators.pop(response.request.url, None)
            yield from self.children(sitemap.sitemaps, number + 1)
        for page in sorted(sitemap.pages, key=_newest_first):
            if not address_signs(page.url, self.source.homepage).is_no_post:
                yield from self.take_or_wait(page, step, response)
        yield from self.batch()

    def children(self, addresses: Iterable[str], depth: int) -> Iterator[Brought]:
        """Requests for the sitemaps of an index, those that name posts first and those of tags and authors never."""
        if depth > DEEPEST_INDEX:
            return
        worth = {address: worth_of_sitemap(address) for address in addresses}
        # Where the names tell posts from pages of record, the latter are left alone.
        least = 1 if 2 in worth.values() else 0
        worthy = [address for address in worth if worth[address] >= least]
        for address in sorted(worthy, key=worth.__getitem__, reverse=True):
            if self.sitemaps_left <= 0:
                yield PutOff(address)
                return
            for request in self.begin("sitemap", address, number=depth):
                self.sitemaps_left -= 1
                yield request

    # ---- pages -------------------------------------------------------------------------------------------------
    def take_or_wait(self, page: SitemapPage, step: Step, response: Response) -> Iterator[Brought]:
        """A post of a news sitemap at once; other pages wait until it shows what their directory holds."""
        item = self.item_of_page(page, response)
        address = self.address_of(item)
        if address is None or not self._is_ours(address, page.url) or page.url.rstrip("/") in self.visit.list_pages:
            return
        if item.title:
            yield from self.take(item)
            return
        directory = directory_of(address)
        if self.crawl.known.rejected(address):
            self.sample.refuse(directory)
        elif (known := self.crawl.known.item(address)) is not None:
            self.sample.accept(directory)
            self.visit.keep("sitemap", known.url)
            if known.has_body or known.last_read_at is not None:
                self.note_change(page, known)
                return
        self.sample.wait(Page(item, directory, step))
        step.open += 1  # until its turn has come, the walk is not past it

    def note_change(self, page: SitemapPage, known: KnownItem) -> None:
        """Remember a page that the sitemap says was changed since it was read; `pages_again` looks at it first."""
        changed, read_at = page.lastmod, known.last_read_at
        if changed is None or read_at is None or changed.precision != "minute":
            return  # a day says too little: the page may have been read later on it
        if changed.flag not in (None, "modified"):
            return
        if read_at < changed.at <= self.crawl.now:
            self.visit.changed[known.url] = changed.at

    def _is_ours(self, address: str, url: str) -> bool:
        if self.is_beside(address):
            return False
        return self.sites.owner(address) is not None or self.sites.is_within(self.source.id, url)

    def batch(self) -> Iterator[Request]:
        """Requests for the pages whose turn it is: all where posts were found beside them, else a few to see."""
        for page in self.sample.due(self.visit.shown_directories()):
            page.step.open -= 1
            for brought in self.take(page.item, doubtful=self.is_unlike_posts(page.item.url, page.step.url)):
                if isinstance(brought, PutOff):
                    page.step.held = True
                elif isinstance(brought, Request):
                    brought.meta.update(step=page.step, holds=True, directory=page.directory)
                    page.step.open += 1
                    yield brought
        self.visit.unasked = self.sample.unasked

    def sampled(self, directory: str, is_post: bool) -> None:
        """What a page of a directory turned out to be."""
        (self.sample.accept if is_post else self.sample.refuse)(directory)

    def further(self) -> Iterator[Brought]:
        """The next pages of sitemaps, and after them the next ways."""
        asked = False
        for request in self.batch():
            asked = True
            yield request
        if not asked:
            yield from super().further()

    @property
    def trusts_sitemaps(self) -> bool:
        """Whether a person or a survey found that the channel's sitemaps are of posts."""
        return True

    def is_unlike_posts(self, url: str, sitemap: str) -> bool:
        """Whether an address lies elsewhere than all posts that the other ways showed in this visit.

        At the root of a site posts and pages of record stand side by side, so that the place says nothing.
        """
        if date_in_address(url, self.zone) or worth_of_sitemap(sitemap) > 1:
            return False
        directories, directory = self.visit.shown_directories(), directory_of(url)
        if sum(directories.values()) < ENOUGH_TO_COMPARE:
            return False
        return directory not in directories or (is_root(directory) and not self.trusts_sitemaps)

    def item_of_page(self, page: SitemapPage, response: Response) -> Item:
        """What a sitemap tells of a page; a title only where it is a news sitemap. lastmod is no more than a hint."""
        candidates = tuple(moment for moment in (page.published, page.lastmod) if moment)
        return Item(
            channel_id=self.channel.id,
            url=page.url,
            title=page.title,
            published=page.published,
            candidates=candidates,
            fetched=proof_of(response, self.crawl.now),
            way="sitemap",
        )


def _newest_first(page: SitemapPage) -> float:
    moment = page.published or page.lastmod
    return -moment.at.timestamp() if moment else 0.0
