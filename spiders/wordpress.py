"""WordPress: the posts API first, for it gives ids, instants and the site's own total; then the feed; then lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

from scrapy import Request
from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item
from parsing.urls import host_of
from parsing.wordpress import Post, post_types, read_posts
from spiders.base import Brought, Crawl, OtherWay
from spiders.feed import Feed, FeedDocument, paged
from spiders.listing import STAGES
from spiders.pointing import as_told, pointing
from spiders.proving import proof_of
from spiders.visit import Visit
from spiders.walks import Past, Step, lacking

#: The list of types first, and what every site has after it.
WP_STAGES = ("types_too", *STAGES)
#: Posts on one page of the API: as many as it allows on walks through the past, a few on plain visits.
MOST_OF_A_PAGE, NEWEST = 100, 20
FIELDS = (
    "id,date,date_gmt,modified_gmt,link,title,excerpt,content,type,status,author,class_list,yoast_head_json.author,"
    "jetpack_featured_media_url,yoast_head_json.og_image"
)


class WordPress(Feed):
    """One site's posts. Each way that leads nowhere hands over to the next."""

    name = "wordpress"
    takers: ClassVar[dict[str, str]] = {**Feed.takers, "api": "take_posts", "types": "take_types"}

    def __init__(self, visit: Visit, crawl: Crawl) -> None:
        super().__init__(visit, crawl)
        self.visit.stages_left = list(WP_STAGES)
        #: canonical addresses that the channel's own endpoint showed, in whatever order it was walked
        self.of_api: set[str] = set()

    def start(self) -> Iterable[Brought]:
        yield from self.begin_api(self.channel.address, self.with_smaller_pages)

    def begin_api(self, address: str, otherwise: OtherWay, most: int | None = None) -> Iterator[Request]:
        """A request for the first page of an endpoint, or for the one where an earlier run left it."""
        yield from self.begin("api", self.api(address, most), otherwise=otherwise)

    @property
    def installation(self) -> str | None:
        """Sites of one WordPress network share a host and number their posts each for itself."""
        root, found, _ = self.channel.address.partition("/wp-json")
        return root.partition("://")[2] if found else None

    def api(self, address: str, most: int | None = None, by: tuple[str, str] = ("date", "desc")) -> str:
        """The address of the first page of an endpoint. most: posts on one page; by: order, the newest first."""
        most = most or (MOST_OF_A_PAGE if self.walks_past else NEWEST)
        query = {"per_page": most, "orderby": by[0], "order": by[1], "_fields": FIELDS}
        joint = "&" if urlsplit(address).query else "?"
        return f"{address}{joint}{urlencode(query, safe=',')}"

    def front_items(self, items: Iterable[Item]) -> Iterable[Item]:
        """Walks through the past ask for longer pages of the API than plain visits do."""
        return islice(items, NEWEST)

    def take_posts(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Items from a page of the API, whole texts included."""
        step = self.step_of(response, "api")
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
        if number == 1 and not posts.items:
            raise VisitError("soft", "not_a_feed", f"{response.url} answers, and shows no post.")
        items = [self.item_of_post(post, response) for post in posts.items]
        unknown_before = step.walk.fresh
        ahead = self.goes_on(step, items)
        is_main = endpoint_of(step.url) == endpoint_of(self.channel.address)
        if is_main:
            self.count(step, posts.total, step.walk.fresh - unknown_before)
        for item in items:
            yield from self.take(item)
        if is_main and number == 1 and self.grew(posts.total):
            self.visit.past, self.visit.stages_left = Past(active=True), list(WP_STAGES)
            yield from self.start()
        elif ahead and (number < posts.pages if posts.pages else bool(items)) and self._may_page(step):
            yield from self.follow(step, with_page(step.url, number + 1))
        elif is_main and self.walks_past:
            yield from self.end_of_api(step)

    def _may_page(self, step: Step) -> bool:
        """A first visit takes the newest posts; a later one goes on while it has met no post that is known."""
        again = self.crawl.known.visited_before(self.channel.id)
        return self.walks_past or (again and step.walk.fresh >= len(step.walk.seen))

    # ---- the site's own count ----------------------------------------------------------------------------------
    def count(self, step: Step, total: int | None, unknown: int) -> None:
        """Note how many posts the site says it has, and how many of its endpoint are known with this page."""
        self.of_api |= step.walk.seen
        known = self.crawl.known.shown(self.channel.id) + unknown
        self.visit.reported_by_site = total
        self.visit.known_of_site = known if self.visit.past.resumed or not self.walks_past else len(self.of_api)
        if total is not None:
            self.visit.past.has_all = len(self.of_api) >= total
            self.visit.past.lacking = max(total - max(len(self.of_api), known), 0)

    def grew(self, total: int | None) -> bool:
        """Whether the site has far more posts than when its past was walked to the end, so that it is walked again."""
        if total is None or self.walks_past or not self.crawl.backfill:
            return False
        noted = lacking(self.crawl.known.cursor(self.channel.id))
        return self.visit.past.lacking > noted + NEWEST

    def end_of_api(self, step: Step) -> Iterator[Brought]:
        """Behind the last page: where fewer posts came than the site counts, once more in an order that stands still.

        Posts of one instant have no order of their own, so pages may show one of them twice and another never.
        """
        total = self.visit.reported_by_site
        if total and len(self.of_api) < total and not self.visit.past.resumed and "orderby=date" in step.url:
            yield from self.begin("api", with_page(step.url.replace("order=desc", "order=asc"), 1, "id"))

    # ---- post types --------------------------------------------------------------------------------------------
    def types_too(self) -> Iterator[Brought]:
        """The list of post types, asked once in a walk, by the form of address that gave the posts."""
        worked = next((walk.key for walk in self.visit.past.walks.values() if walk.way == "api" and walk.seen), None)
        address = endpoint_of(worked.partition(" ")[2]) if worked else self.channel.address
        if address.endswith("/posts") and endpoint_of(self.channel.address).endswith("/posts"):
            yield from self.begin("types", address.removesuffix("/posts") + "/types", otherwise=self.leave)

    def take_types(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Requests for the posts of public types beside the usual one, but for those that are channels themselves."""
        if self.document(response) is None:
            return
        try:
            bases = post_types(response.body, response.url)
        except ParseError as error:
            raise VisitError("soft", "not_a_feed", f"{response.url} is no list of types: {error}") from None
        channels = [channel.address for channel in self.crawl.registry.channels.values()]
        root = endpoint_of(response.request.url).removesuffix("/types")
        for base in bases:
            if not any(endpoint_of(address).endswith(f"/wp/v2/{base}") and host_of(address) == host_of(root)
                       for address in channels):  # fmt: skip
                yield from self.begin_api(f"{root}/{base}", self.leave)

    def item_of_post(self, post: Post, response: Response) -> Item:
        """One post of the API as an item."""
        item = Item(
            channel_id=self.channel.id,
            url=post.url,
            title=post.title,
            teaser=post.teaser,
            body=post.body,
            author=post.author,
            published=post.published,
            candidates=post.candidates,
            updated_at=post.updated_at,
            pictures=post.pictures,
            links=post.links,
            tags=post.tags,
            external_id=post.external_id,
            fetched=proof_of(response, self.crawl.now),
        )
        number = f"?p={post.external_id}" if post.external_id else None
        item = as_told(self, item, post.pointer)
        return pointing(self, item, urljoin(self.source.homepage, number) if number else None)

    def with_smaller_pages(self, error: Exception) -> Iterator[Brought]:
        """Some sites refuse a hundred posts at once (400), and tell so before they look at anything else."""
        if self.walks_past and getattr(error, "reason", "") == "status":
            yield from self.begin_api(self.channel.address, self.without_pretty_api, NEWEST)
        else:
            yield from self.without_pretty_api(error)

    def without_pretty_api(self, error: Exception) -> Iterator[Brought]:
        """Sites without pretty addresses serve the same API by a parameter."""
        root, found, route = self.channel.address.partition("wp-json/")
        if found:
            yield from self.begin_api(f"{root}?rest_route=/{route}", self.without_api)
        else:  # the row gives the parameter form, or an API of another place
            yield from self.without_api(error)

    def without_api(self, error: Exception) -> Iterator[Brought]:
        """Switched off, behind a log-in, or no API at all: the feed. A walk through the past tries all ways anyway."""
        if self.walks_past:
            yield from self.leave(error)
        else:
            yield from self.begin("feed", self.feed(), otherwise=self.without_feed)

    def feed(self) -> str:
        """The address of the site's feed."""
        return self.channel.hint.get("feed") or urljoin(self.source.homepage, "feed/")

    def next_by_custom(self, key: str, number: int, feed: FeedDocument) -> str | None:
        """WordPress pages its feeds by a parameter and answers 404 behind the last page."""
        return paged(key.partition(" ")[2], number + 1)

    def feeds_too(self) -> Iterator[Brought]:
        """The feed, which such a site has whether the row names it or not."""
        yield from self.begin("feed", self.feed(), otherwise=self.leave)

    def lists_too(self) -> Iterator[Brought]:
        """The lists of the row; where no other way has shown a post, the home page."""
        yield from super().lists_too()
        if not (self.channel.hint.get("lists") or self.visit.shown):
            yield from self.begin("list", self.source.homepage, otherwise=self.leave)

    def without_feed(self, error: Exception) -> Iterator[Brought]:
        """Neither API nor feed: the lists of the row, or the home page."""
        for address in self.channel.hint.get("lists") or [self.source.homepage]:
            yield from self.begin("list", address)


def endpoint_of(address: str) -> str:
    """The address of an endpoint without the parameters that a page of it is asked by."""
    parts = urlsplit(address)
    route = parse_qs(parts.query).get("rest_route")
    path = f"{parts.scheme}://{parts.netloc}{parts.path}"
    return f"{path}?rest_route={route[0].rstrip('/')}" if route else path.rstrip("/")


def with_page(url: str, number: int, by: str | None = None) -> str:
    """The address of another page of an endpoint, in another order if one is named."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    query = {**query, "page": str(number), **({"orderby": by} if by else {})}
    if number == 1:
        del query["page"]
    return urlunsplit(parts._replace(query=urlencode(query, safe=",/")))


def _number(response: Response, header: str) -> int | None:
    value = (response.headers.get(header) or b"").strip()
    return int(value) if value.isdigit() and len(value) < 10 else None
