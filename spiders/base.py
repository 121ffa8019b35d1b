"""What every family shares: asking, telling own posts from foreign ones, and reading a post's page.

A family is made for one visit. Its methods are generators over responses: they yield items, rejections and further
requests, and raise VisitError where the visit cannot go on. They keep no state but the visit's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from errors import ParseError, VisitError
from fetching.failures import reason_of_status
from items import Fetched, Item, Moment, Rejected
from known import Known
from parsing import challenges
from parsing.dates import choose
from parsing.urls import canonical
from registry import Registry
from spiders.reading import PageReader
from spiders.visit import Visit

if TYPE_CHECKING:
    from parsing.pages import Page

Brought: TypeAlias = Item | Rejected | Request
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

    def ask_page(self, url: str, entry: Item | None = None, doubtful: bool = False) -> Iterator[Request]:
        """A request for a post's own page, if the visit may still ask.

        doubtful: its address is unlike those of the channel's posts, so that only a dated page counts as one.
        """
        url = urldefrag(url).url
        address = canonical(url, self.sites)
        if address in self.crawl.asked_pages:
            return
        if self.visit.pages_left <= 0:
            self.visit.pages_put_off += 1
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

    def unread_pages(self) -> Iterator[Request]:
        """Pages of posts that earlier visits saw and did not get to read; at most half of what the visit may ask."""
        for url in self.crawl.known.unread(self.channel.id, max(self.visit.pages_left // 2, 0)):
            yield from self.ask_page(url)

    # ---- answers -----------------------------------------------------------------------------------------------
    def document(self, response: Response) -> Response | None:
        """The response of a channel's document if it is a sound one; None where nothing changed.

        Raises VisitError for errors, challenges and empty answers.
        """
        if response.status == 304 or "same" in response.flags:
            self.visit.unchanged = True
            return None
        refuse_if_unsound(response)
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
            return
        if self.crawl.known.rejected(address):
            return
        known = self.crawl.known.item(address, item.external_id, item.installation)
        if item.title or item.teaser or item.body:
            self.visit.items_seen += 1
            yield item
        was_read = known is not None and (known.has_body or known.last_read_at is not None)
        if item.anchored or item.body is not None or (was_read and not self.crawl.force):
            return
        # On a shared installation a list links posts under the address of another space; whoever meets them reads them.
        if owner in (self.source.id, None) or self._same_installation(address):
            yield from self.ask_page(item.url, item, doubtful)

    def _same_installation(self, address: str) -> bool:
        return self.sites.installation(address) == self.sites.installation(self.channel.address)

    # ---- a post's page -----------------------------------------------------------------------------------------
    async def take_page(
        self, response: Response, entry: Item | None = None, doubtful: bool = False
    ) -> AsyncIterator[Brought]:
        """Read a post's own page; what the list or feed said of it fills the gaps."""
        if response.status in CLOSED_PAGES:
            reason = CLOSED_PAGES[response.status]
            for rejected in self.rejections(response, reason, f"The page answered {response.status}."):
                yield rejected
            return
        try:
            refuse_if_unsound(response)
            page = await self.crawl.reader.read(response, self.zone, self.today, dict(self.channel.hint))
        except VisitError as error:
            self.visit.lost_pages[error.reason] += 1
            return
        except ParseError as error:
            for rejected in self.rejections(response, "unreadable", str(error)):
                yield rejected
            return
        self.visit.pages_read += 1
        refusal = page.not_a_post or (UNDATED if doubtful and page.published is None else None)
        if refusal:
            for rejected in self.rejections(response, *refusal):
                yield rejected
            return
        if entry is None or not (entry.title or entry.teaser or entry.body):
            self.visit.items_seen += 1  # what a list showed was counted there
        yield self.item_of(response, page, entry)

    def rejections(self, response: Response, reason: str, detail: str) -> Iterator[Rejected]:
        """The address that answered and those that redirected to it: a teaser leads to the one that was asked."""
        for url in dict.fromkeys((*response.meta.get("redirect_urls", ()), response.url)):
            yield Rejected(self.channel.id, url, reason, detail)

    @property
    def installation(self) -> str | None:
        """The system whose numbers the posts bear, where the family knows it better than the registry; else None."""
        return None

    def item_of(self, response: Response, page: Page, entry: Item | None) -> Item:
        """Page and entry as one item: the page's words, the best date of both."""
        entry = entry or Item(channel_id=self.channel.id, url=response.url)
        kind, event = entry.kind or page.kind, entry.event or page.event
        candidates = _without_doubles((*entry.candidates, *page.candidates))
        if event or kind in WITH_A_TIME:
            candidates = tuple(moment for moment in candidates if moment.origin in SAID_BY_MACHINES)
        asked = response.meta.get("redirect_urls", [])
        return replace(
            entry,
            title=better_title(entry.title, page.title),
            teaser=entry.teaser or page.teaser,
            body=page.body or entry.body,
            author=page.author or entry.author,
            kind=kind,
            language=page.language or entry.language,
            published=choose(candidates, self.crawl.now),
            candidates=candidates,
            updated_at=page.updated_at or entry.updated_at,
            event=event,
            external_id=page.external_id or entry.external_id,
            # Not rel=canonical: it is a hint, and on some platforms it names whatever address was asked.
            addresses=(*entry.addresses, *asked, response.url),
            fetched=proof_of(response, self.crawl.now),
        )


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


def proof_of(response: Response, now: datetime) -> Fetched:
    """What was fetched, when, and the hash of its bytes."""
    return Fetched(response.url, now, hashlib.sha256(response.body).hexdigest())


def better_title(listed: str | None, printed: str | None) -> str | None:
    """The title of a post out of the one that a list or feed gives and the one that its page gives.

    The page's is whole where a list cuts it; but a page whose title shares no word with the listed one names the site.
    """
    if not listed or not printed:
        return printed or listed
    ours, theirs = words_of_title(listed), words_of_title(printed)
    return printed if len(ours & theirs) * 2 >= min(len(ours), len(theirs)) else listed


def words_of_title(title: str) -> set[str]:
    """Its words, folded, without the one that a cut may have left half."""
    words = re.findall(r"\w+", title.casefold())
    return set(words[:-1] if title.rstrip().endswith(("…", "...")) else words)


def _without_doubles(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    return tuple(dict.fromkeys(moments))
