"""WordPress: the posts API first, for it gives ids, instants and the site's own total; then the feed; then lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item
from parsing.wordpress import Post, read_posts
from spiders.base import Brought, proof_of
from spiders.feed import Feed

FIELDS = "id,date,date_gmt,modified_gmt,link,title,excerpt,content,type,status,author,class_list,yoast_head_json.author"


class WordPress(Feed):
    """One site's posts. Each way that leads nowhere hands over to the next."""

    name = "wordpress"

    def start(self) -> Iterable[Brought]:
        yield self.ask(self.api(self.channel.address), self.take_posts, otherwise=self.without_pretty_api)

    @property
    def installation(self) -> str | None:
        """Sites of one WordPress network share a host and number their posts each for itself."""
        root, found, _ = self.channel.address.partition("/wp-json")
        return root.partition("://")[2] if found else None

    def api(self, address: str, page: int = 1) -> str:
        """The address of one page of the API, the newest posts first."""
        query = {"per_page": 100 if self.crawl.backfill else 20, "orderby": "date", "order": "desc", "_fields": FIELDS}
        if page > 1:
            query["page"] = page
        joint = "&" if urlsplit(address).query else "?"
        return f"{address}{joint}{urlencode(query, safe=',')}"

    def take_posts(self, response: Response, number: int = 1, address: str = "") -> Iterator[Brought]:
        """Items from a page of the API, whole texts included."""
        if self.document(response) is None:
            return
        try:
            posts = read_posts(
                response.body,
                response.url,
                self.zone,
                total=_number(response, "X-WP-Total"),
                pages=_number(response, "X-WP-TotalPages"),
            )
        except ParseError as error:
            raise VisitError("soft", "not_a_feed", f"{response.url} is no posts API: {error}") from None
        self.visit.ways.append("api")
        self.visit.reported_by_site = posts.total
        fresh = False
        for post in posts.items:
            item = self.item_of_post(post, response)
            fresh |= self.is_fresh(item, "api")
            yield from self.take(item)
        if self.crawl.backfill and fresh and posts.pages and number < posts.pages:
            address = address or self.channel.address
            following = self.api(address, number + 1)
            yield self.ask(following, self.take_posts, number=number + 1, address=address)

    def item_of_post(self, post: Post, response: Response) -> Item:
        """One post of the API as an item."""
        return Item(
            channel_id=self.channel.id,
            url=post.url,
            title=post.title,
            teaser=post.teaser,
            body=post.body,
            author=post.author,
            published=post.published,
            candidates=(post.published,) if post.published else (),
            updated_at=post.updated_at,
            external_id=post.external_id,
            fetched=proof_of(response, self.crawl.now),
        )

    def without_pretty_api(self, error: Exception) -> Iterator[Brought]:
        """Sites without pretty addresses serve the same API by a parameter."""
        root, found, route = self.channel.address.partition("wp-json/")
        if not found:  # the row gives the parameter form, or an API of another place
            raise error
        address = f"{root}?rest_route=/{route}"
        yield self.ask(self.api(address), self.take_posts, otherwise=self.without_api, address=address)

    def without_api(self, error: Exception) -> Iterator[Brought]:
        """Switched off, behind a log-in, or no API at all: the feed."""
        yield self.ask(self.feed(), self.take_feed, otherwise=self.without_feed)

    def feed(self) -> str:
        """The address of the site's feed."""
        return self.channel.hint.get("feed") or urljoin(self.source.homepage, "feed/")

    def next_by_custom(self, number: int) -> str | None:
        """WordPress pages its feeds by a parameter and answers 404 behind the last page."""
        return f"{self.feed()}{'&' if '?' in self.feed() else '?'}paged={number + 1}"

    def without_feed(self, error: Exception) -> Iterator[Brought]:
        """Neither API nor feed: the lists of the row, or the home page."""
        for address in self.channel.hint.get("lists") or [self.source.homepage]:
            yield self.ask(address, self.take_list)


def _number(response: Response, header: str) -> int | None:
    value = (response.headers.get(header) or b"").strip()
    return int(value) if value.isdigit() and len(value) < 10 else None
