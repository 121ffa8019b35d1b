"""XML sitemaps: addresses of a site's pages, of which the posts are told apart when they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item
from parsing.dates import date_in_address
from parsing.lists.addresses import address_signs
from parsing.sitemaps import SitemapPage, read_sitemap
from spiders.base import Brought, Family, proof_of

#: Sitemaps of one channel that a visit reads: an index of indexes must end.
SITEMAPS = 50
#: Posts that feed or list must have shown before their addresses say what a post's address looks like.
ENOUGH_TO_COMPARE = 5


class Sitemap(Family):
    """One sitemap or index. Pages that are neither known nor rejected are read, the newest first."""

    name = "sitemap"

    sitemaps_left = SITEMAPS

    def start(self) -> Iterable[Brought]:
        yield self.ask(self.channel.address, self.take_sitemap)

    def take_sitemap(self, response: Response, depth: int = 0) -> Iterator[Brought]:
        """Requests for the sitemaps of an index, or for the pages of a sitemap."""
        if self.document(response) is None:
            return
        try:
            sitemap = read_sitemap(response.body, response.url)
        except ParseError as error:
            raise VisitError("soft", "not_a_feed", f"{response.url} is no sitemap: {error}") from None
        self.visit.ways.append("sitemap")
        if sitemap.sitemaps:
            # An index that did not change says nothing of the sitemaps in it, and a 304 would hide their names.
            self.visit.validators.pop(response.request.url, None)
        if depth < 2:
            for address in sitemap.sitemaps[: self.sitemaps_left]:
                self.sitemaps_left -= 1
                yield self.ask(address, self.take_sitemap, depth=depth + 1)
        for page in sorted(sitemap.pages, key=_newest_first):
            if not address_signs(page.url, self.source.homepage).is_no_post:
                yield from self.take(self.item_of_page(page, response), doubtful=self.is_unlike_posts(page.url))

    def is_unlike_posts(self, url: str) -> bool:
        """Whether an address lies elsewhere than nearly all posts that the other ways showed in this visit."""
        directories = [urlsplit(address).path.rpartition("/")[0] for way, address in self.visit.shown if way != "page"]
        if len(directories) < ENOUGH_TO_COMPARE or date_in_address(url, self.zone):
            return False
        usual, count = Counter(directories).most_common(1)[0]
        return count >= 0.8 * len(directories) and not urlsplit(url).path.startswith(f"{usual}/")

    def item_of_page(self, page: SitemapPage, response: Response) -> Item:
        """What a sitemap tells of a page; a title only where it is a news sitemap."""
        return Item(
            channel_id=self.channel.id,
            url=page.url,
            title=page.title,
            published=page.published,
            candidates=(page.published,) if page.published else (),
            fetched=proof_of(response, self.crawl.now),
        )


def _newest_first(page: SitemapPage) -> float:
    moment = page.published or page.lastmod
    return -moment.at.timestamp() if moment else 0.0
