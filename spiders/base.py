"""What every family shares: asking, telling own posts from foreign ones, and reading a post's page.

A family is made for one visit. Its methods are generators over responses: they yield items, rejections and further
requests, and raise VisitError where the visit cannot go on. They keep no state but the visit's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from errors import ParseError, VisitError
from fetching.failures import reason_of_status
from items import Item, Missed, Rejected, RobotsAnswer
from known import Known, KnownItem
from parsing import challenges
from parsing.dates import choose
from parsing.urls import absolute, canonical
from registry import Registry
from spiders import losing
from spiders.both import event_of_both, fields_of_both
from spiders.pointing import mirrored, pointer_of_page, refused
from spiders.proving import proof_of, without_copy
from spiders.reading import PageReader
from spiders.robots_tag import wishes_of
from spiders.visit import Visit

if TYPE_CHECKING:
    from parsing.pages import Page


@dataclass(frozen=True, slots=True)
class PutOff:
    """A page that the visit may not ask for any more, of a post that nothing else would remember."""

    url: str


Brought: TypeAlias = Item | Rejected | Missed | Request | PutOff
Answer: TypeAlias = Callable[..., Any]
OtherWay: TypeAlias = Callable[[Exception], Iterable[Brought]]

#: Answers to a post's page after which there is no use in asking again soon.
CLOSED_PAGES = {401: "forbidden", 403: "forbidden", 404: "gone", 410: "gone"}

#: Kinds whose pages print the day on which something takes place; only what is marked as the day of publication counts.
WITH_A_TIME = {"event", "training"}
SAID_BY_MACHINES = {"feed", "api", "json_ld", "meta"}

UNDATED = ("page", "The address is unlike those of the site's posts, and the page bears no date.")

LIST_PRIORITY, PAGE_PRIORITY = 10, 0


@dataclass(frozen=True, slots=True)
class Crawl:
    """What all visits of one crawl share. `now` is the crawl's only clock."""

    registry: Registry
    known: Known
    now: datetime
    reader: PageReader
    backfill: bool = False
    #: read channels in full though the server may say that nothing changed
    force: bool = False
    asked_pages: set[str] = field(default_factory=set)
    #: sources of which a channel has looked again at older posts
    looked_again: set[str] = field(default_factory=set)
    #: what hosts said in this crawl when they were asked for robots.txt
    robots: dict[str, RobotsAnswer] = field(default_factory=dict)


class Family:
    """One family at work on one channel. Subclasses give `name` and `start`."""

    name: ClassVar[str]

    def __init__(self, visit: Visit, crawl: Crawl) -> None:
        self.visit, self.crawl = visit, crawl
        self.channel, self.source = visit.channel, visit.source
        self.zone = ZoneInfo(self.source.timezone)
        self.sites = crawl.registry.sites

    def start(self) -> Iterable[Brought]:
        """The first requests of the visit."""
        raise NotImplementedError

    # ---- asking ------------------------------------------------------------------------------------------------
    @property
    def today(self) -> date:
        """The day of the crawl in the source's zone."""
        return self.crawl.now.astimezone(self.zone).date()

    def ask(self, url: str, then: Answer, *, otherwise: OtherWay | None = None, **facts: Any) -> Request:
        """A conditional request for a document that leads to posts: a feed, an API, a list, a sitemap.

        then: a method that takes the response and the facts; otherwise: one that takes the error of a way that led
        nowhere and asks for another.
        """
        return self._request(url, then, LIST_PRIORITY, not self.crawl.force, facts, otherwise)

    def further(self) -> Iterable[Brought]:
        """What comes once all that was asked is answered; asked again until it has nothing more."""
        return ()

    def sampled(self, directory: str, is_post: bool) -> None:
        """What a page of a directory turned out to be, for families that sample directories."""

    def ask_page(self, url: str, entry: Item | None = None, doubtful: bool = False) -> Iterator[Request | PutOff]:
        """A request for a post's own page, if the visit may still ask.

        doubtful: its address is unlike those of the channel's posts, so that only a dated page counts as one.
        """
        url = urldefrag(url).url
        address = canonical(url, self.sites)
        if address in self.crawl.asked_pages:
            return
        if self.visit.pages_left <= 0:
            self.visit.pages_put_off += 1
            if not is_told(entry):
                yield PutOff(url)
            return
        self.crawl.asked_pages.add(address)
        self.visit.pages_left -= 1
        yield self._request(url, self.take_page, PAGE_PRIORITY, False, {"entry": entry, "doubtful": doubtful})

    def _request(
        self,
        url: str,
        then: Answer,
        priority: int,
        conditional: bool,
        facts: dict[str, Any],
        otherwise: OtherWay | None = None,
    ) -> Request:
        meta = {
            "channel_id": self.channel.id,
            "source_id": self.source.id,
            "then": then,
            "facts": facts,
            "otherwise": otherwise,
            "conditional": conditional,
        }
        return Request(url, priority=priority, meta=meta, dont_filter=True)

    def unread_pages(self) -> Iterator[Brought]:
        """Pages of posts that earlier visits saw and did not get to read; at most half of what the visit may ask."""
        most = max(self.visit.pages_left // 2, 0)
        urls = self.crawl.known.unread(self.channel.id, 2 * most)
        for url in islice((one for one in urls if self._may_read(one)), most):
            yield from self.ask_page(url)

    # ---- answers -----------------------------------------------------------------------------------------------
    def document(self, response: Response) -> Response | None:
        """The response of a channel's document if it is a sound one; None where nothing changed.

        Raises VisitError for errors, challenges and empty answers.
        """
        if response.status == 304 or "same" in response.flags:
            self.visit.unchanged = self.visit.judged = True
            return None
        try:
            refuse_if_unsound(response)
        except VisitError as error:
            if error.reason == "parked":
                losing.refuse_if_foreign(self, response, error)
            raise
        losing.refuse_if_foreign(self, response)
        losing.note_new_addresses(self, response)
        return response

    def take(self, item: Item, doubtful: bool = False) -> Iterator[Brought]:
        """Bring an entry of a list or feed, and ask for its page where that is still to be read.

        Links to other known sources become items of theirs, from the teaser; links elsewhere are counted.
        """
        try:
            address = canonical(item.url, self.sites, keep_anchor=item.anchored)
        except ParseError as error:
            yield Rejected(self.channel.id, item.url, "address", str(error))
            return
        owner = self.sites.owner(address)
        if owner is None and not self.sites.is_within(self.source.id, item.url):
            self.visit.foreign_links += 1
            if mirrored(self, item.url):
                yield Rejected(self.channel.id, item.url, "mirror", "A post of this source stands at the same path.")
            return
        if self.crawl.known.rejected(address):
            return
        none = list(refused(self, item))
        if none:
            yield from none
            return
        known = self.crawl.known.item(address, item.external_id, item.installation)
        if item.title or item.teaser or item.body:
            self.visit.items_seen += 1
            yield item
        was_read = known is not None and (known.has_body or known.last_read_at is not None)
        if item.anchored or item.body is not None or (was_read and not self.crawl.force):
            return
        if self._may_read(address):
            yield from self.ask_page(item.url, item, doubtful)

    def _may_read(self, address: str) -> bool:
        """Whether a page is for this channel to read: of its own source, or of no other one, or on its installation.

        On a shared installation a list links posts under the address of another space; whoever meets them reads them.
        """
        if self.sites.owner(address) in (self.source.id, None):
            return True
        return self.sites.installation(address) == self.sites.installation(self.channel.address)

    # ---- a post's page -----------------------------------------------------------------------------------------
    async def take_page(
        self, response: Response, entry: Item | None = None, doubtful: bool = False, doubt: losing.Doubt | None = None
    ) -> AsyncIterator[Brought]:
        """Read a post's own page; what the list or feed said of it fills the gaps.

        doubt: the response is that of an impossible address, asked for the sake of a page that is in doubt.
        """
        if doubt is not None:
            yield await self._settled(doubt, response)
            return
        known = losing.known_post(self, response, entry)
        if self.visit.frozen and known is None:
            return
        page: Page | None = None
        try:
            refuse_if_unsound(response)
            nowhere = losing.landed_nowhere(self, response) if known else None
            if nowhere is not None:
                yield nowhere
                return
            page = await self._read(response)
        except VisitError as error:
            if response.status not in CLOSED_PAGES or error.reason not in ("gone", "forbidden"):
                self.visit.lost_pages[error.reason] += 1
                return
            refusal: tuple[str, str] | None = error.reason, f"The page answered {response.status}."
        except ParseError as error:
            refusal = "unreadable", str(error)
        else:
            self.visit.pages_read += 1
            refusal = page.not_a_post or (UNDATED if doubtful and page.published is None else None)
        if refusal or page is None:
            for none in losing.lost(self, response, known, *(refusal or ("unreadable", ""))):
                yield none
            return
        yield self._brought(response, page, entry, known)

    async def _read(self, response: Response) -> Page:
        return await self.crawl.reader.read(response, self.zone, self.today, dict(self.channel.hint))

    def _brought(self, response: Response, page: Page, entry: Item | None, known: KnownItem | None) -> Brought:
        """A page that reads like a post: the post, what it is instead of the known one, or a question."""
        judged = losing.judged(self, response, page, known) if known else True
        if isinstance(judged, Missed):
            return judged
        if not judged:
            facts = {"entry": entry, "doubt": losing.Doubt(response, page, entry)}
            return self._request(losing.impossible_url(response.url), self.take_page, PAGE_PRIORITY, False, facts)
        if entry is None or not (entry.title or entry.teaser or entry.body):
            self.visit.items_seen += 1  # what a list showed was counted there
        return self.item_of(response, page, entry)

    async def _settled(self, doubt: losing.Doubt, response: Response) -> Brought:
        """A page in doubt, once it is known what the site gives for an address that cannot be."""
        if 200 <= response.status < 300:
            try:
                impossible = await self._read(response)
            except ParseError:
                impossible = None
            if impossible is not None and losing.is_error_page(doubt.page, impossible):
                detail = "The site gives the same page for an address that cannot be."
                return losing.missed(self, doubt.response, "soft_gone", detail)
        return self.item_of(doubt.response, doubt.page, doubt.entry)

    def rejections(self, response: Response, reason: str, detail: str) -> Iterator[Rejected]:
        """The address that answered and those that redirected to it: a teaser leads to the one that was asked."""
        for url in dict.fromkeys((*response.meta.get("redirect_urls", ()), response.url)):
            yield Rejected(self.channel.id, url, reason, detail)

    @property
    def installation(self) -> str | None:
        """The system whose numbers the posts bear, where the family knows it better than the registry; else None."""
        return None

    def item_of(self, response: Response, page: Page, entry: Item | None) -> Item:
        """Page and entry as one item: the richer of both in each field, the best date of both."""
        entry = entry or Item(channel_id=self.channel.id, url=response.url)
        page_kind, target = pointer_of_page(self, page)
        kind, event = entry.kind or page_kind, event_of_both(entry, page.event)
        candidates = tuple(dict.fromkeys((*entry.candidates, *page.candidates)))
        if event or kind in WITH_A_TIME:
            candidates = tuple(moment for moment in candidates if moment.origin in SAID_BY_MACHINES)
        asked, proof = response.meta.get("redirect_urls", []), proof_of(response, self.crawl.now)
        wishes = wishes_of(one.decode("latin-1") for one in response.headers.getlist("X-Robots-Tag"))
        return replace(
            entry,
            **fields_of_both(entry, page),
            kind=kind,
            target=entry.target or target,
            canonical=absolute(response.url, page.canonical_url) if page.canonical_url else None,
            alternates=page.alternates,
            published=choose(candidates, self.crawl.now),
            candidates=candidates,
            updated_at=page.updated_at or entry.updated_at,
            event=event,
            external_id=page.external_id or entry.external_id,
            # Not rel=canonical: it is a hint, and on some platforms it names whatever address was asked.
            addresses=(*entry.addresses, *asked, response.url),
            moved_from=losing.moved_from(response),
            fetched=without_copy(proof, page.noarchive or "noarchive" in wishes),
            noindex=page.noindex or "noindex" in wishes,
        )


def is_told(entry: Item | None) -> bool:
    """Whether a list or feed said enough of a post that it is kept before its page is read."""
    return entry is not None and bool(entry.title or entry.teaser or entry.body)


def refuse_if_unsound(response: Response) -> None:
    """Raise VisitError where an answer is an error, a challenge, a parking page or empty."""
    strange = challenges.verdict(response.status, dict(response.headers.to_unicode_dict()), response.body)
    if strange:
        raise VisitError("soft", strange[0], f"{response.url}: {strange[1]}")
    refusal = reason_of_status(response)
    if refusal:
        raise VisitError(*refusal)


def content_type_of(response: Response) -> str:
    """The Content-Type header as text, or nothing."""
    return (response.headers.get("Content-Type") or b"").decode("latin-1")
