"""HTML lists, read by their structure: news pages, blog indexes, home pages with blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item, Link, Moment, Rejected
from parsing.dates import choose, title_date
from parsing.documents import tree
from parsing.lists import ListEntry, ListPage, read_list
from parsing.lists.archives import archives_of
from parsing.lists.months import months_around
from parsing.lists.numbers import axis, place_of
from parsing.lists.past_pages import past_page
from parsing.sitemaps import sitemaps_of_robots
from parsing.urls import host_of
from spiders.archiving import INDEX_KEY, key_of, leave_barren, year_of
from spiders.base import Brought, Crawl, content_type_of
from spiders.pointing import list_address, pointing
from spiders.proving import proof_of
from spiders.sitemap import Sitemap
from spiders.visit import Visit
from spiders.walks import MONTH_KEY, MONTHS_KEY, Step

#: Archives that are walked, the oldest first, before it is asked whether any showed what was not known.
ARCHIVES_AT_ONCE = 6
#: Sitemaps that robots.txt or a row may name.
MOST_SITEMAPS = 10
#: The ways beside the channel's own address, in the order in which a walk through the past takes them.
#: Sitemaps come last: what the others showed tells the posts among all that a site has.
STAGES = ("lists_too", "archives_too", "feeds_too", "sitemaps_too")
_YEAR_AT_THE_END = re.compile(r"(?:/|[?&]year=)(?P<year>(?:19|20)\d\d)/?$")


class Listing(Sitemap):
    """One list, page by page while there is something new; for the past also sitemaps, further lists and archives."""

    takers: ClassVar[dict[str, str]] = {**Sitemap.takers, "list": "take_list", "archive": "take_list"}
    #: where a sitemap is looked for that neither the row nor robots.txt names
    usual_sitemap: ClassVar[str | None] = "/sitemap.xml"

    def __init__(self, visit: Visit, crawl: Crawl) -> None:
        super().__init__(visit, crawl)
        self.visit.stages_left = list(STAGES)
        self.archives_asked: list[str] = []

    def start(self) -> Iterable[Brought]:
        for address in self.addresses_now():
            yield from self.begin("list", address, otherwise=None if address == self.channel.address else self.leave)

    def addresses_now(self) -> list[str]:
        """The channel's address; where that ends in a year gone by also the like of it for this year."""
        address, this_year = self.channel.address, self.today.year
        found = _YEAR_AT_THE_END.search(address)
        if found is None or int(found["year"]) >= this_year:
            return [address]
        return [f"{address[: found.start('year')]}{this_year}{address[found.end('year') :]}", address]

    @property
    def trusts_sitemaps(self) -> bool:
        """Those that the row names; others are of all that the site has."""
        return bool(self.channel.hint.get("sitemaps"))

    # ---- further ways ------------------------------------------------------------------------------------------
    def sitemaps_too(self) -> Iterator[Brought]:
        """Lists end where their site let them end; a sitemap may reach further back."""
        named = self.channel.hint.get("sitemaps") or self.sitemaps_of_site()
        for address in named[:MOST_SITEMAPS]:
            yield from self.begin("sitemap", address, otherwise=self.leave)

    def sitemaps_of_site(self) -> list[str]:
        """The sitemaps that robots.txt names, else the usual place; for one channel of the source only."""
        channels = (channel.id for channel in self.crawl.registry.channels.values()
                    if channel.source_id == self.source.id and channel.family != "calendar")  # fmt: skip
        if next(channels, None) != self.channel.id or urlsplit(self.source.homepage).path.strip("/"):
            return []
        host = host_of(self.channel.address)
        answer = self.crawl.robots.get(host) or self.crawl.known.robots(host)
        named = sitemaps_of_robots(answer.body) if answer is not None and answer.status == 200 else []
        own = [address for address in named if self.sites.is_within(self.source.id, address)]
        usual = urljoin(self.channel.address, self.usual_sitemap) if self.usual_sitemap else None
        return own or ([usual] if usual else [])

    def lists_too(self) -> Iterator[Brought]:
        """A feed holds the newest posts only; the past stands in the lists that the row names."""
        for address in self.channel.hint.get("lists") or []:
            yield from self.begin("list", address, otherwise=self.leave)

    def archives_too(self) -> Iterator[Brought]:
        """Archives by year and month, the oldest first: where those hold nothing new, the lists came that far."""
        past = self.visit.past
        leave_barren(past, self.archives_asked)
        self.archives_asked = sorted(past.waiting)[:ARCHIVES_AT_ONCE]
        for key in self.archives_asked:
            yield from self.begin("archive", past.waiting.pop(key), key=key, otherwise=self.leave)
        if past.waiting or self.archives_asked:
            self.visit.stages_left.insert(0, "archives_too")  # an archive of a year may lead to those of its months

    def feeds_too(self) -> Iterator[Brought]:
        """The feed that the row names, where the family reads feeds."""
        address = self.channel.hint.get("feed")
        if address and "feed" in self.takers:
            yield from self.begin("feed", address, otherwise=self.leave)

    def note_archives(self, step: Step, response: Response) -> None:
        """Remember the archives that a list offers; of the archive of a year those of its months."""
        inside, is_index = year_of(step.walk.key), step.walk.key.startswith(INDEX_KEY)
        if step.walk.way != "list" and inside is None and not is_index:
            return
        past, page = self.visit.past, tree(response.body, content_type_of(response), response.url)
        met = {key.rpartition(" ")[2] for key in (*past.done, *past.walks)}
        for one in archives_of(page, response.url, self.today, inside):
            if one.url not in met:
                past.waiting.setdefault(key_of(one, inside), one.url)
                step.walk.leads_on = True
        if inside is None and (before := months_around(page, response.url, self.today)[0]):
            past.waiting.setdefault(f"{MONTHS_KEY}{urlsplit(before).path}", before)
        if inside is None and not is_index and (index := past_page(page, response.url)):
            self.note_index(index)

    def note_index(self, address: str) -> None:
        """Remember the page that a list names its archive: one a walk, and none that is walked anyway."""
        past = self.visit.past
        noted = any(key.startswith(INDEX_KEY) for key in (*past.done, *past.walks, *past.waiting))
        if not noted and not any(key.endswith(f" {address}") for key in (*past.done, *past.walks, *past.waiting)):
            past.waiting[f"{INDEX_KEY}{address}"] = address

    # ---- a list ------------------------------------------------------------------------------------------------
    def take_list(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Items from a list's entries, requests for their pages and for the next page of the list."""
        step = self.step_of(response, "list")
        if self.document(response) is None or _left_the_list(step, response):
            return
        listing = self.list_in(response, step.walk.key.rpartition(" ")[2] if step.number > 1 else None)
        if step.walk.key.startswith(INDEX_KEY):  # beside the archives it may hold anything that a site keeps
            listing = replace(listing, entries=tuple(entry for entry in listing.entries if entry.published))
        if step.number > 1 and sum(entry.url is not None for entry in listing.entries) > 1:
            self.visit.list_pages.add(step.url.rstrip("/"))
        items = [self.item_of_list_entry(entry, response) for entry in listing.entries]
        # A second column has a pager of its own; the main list stands still on its pages.
        paired = zip(items, listing.entries, strict=True)
        counting = [item for item, entry in paired if entry.is_main or step.walk.beside or step.walk.by_months]
        ahead = self.goes_on(step, counting)
        if self.walks_past and number == 1 and (step.walk.way == "list" or not listing.next_url):
            self.note_archives(step, response)
        for item, entry in zip(items, listing.entries, strict=True):
            address = None if entry.is_main else self.address_of(item)
            if address is not None and self.is_beside(address):
                self.visit.foreign_links += 1  # a block of the body above, or of its other parts
                continue
            yield from self.take(item)
        for address, reason, sentence in listing.refused:
            yield Rejected(self.channel.id, address, reason, sentence)
        if step.walk.by_months:
            yield from self.months_after(step, response, ahead)
        elif ahead and not step.walk.key.startswith(MONTH_KEY):
            yield from self.pages_after(step, listing, response.url)

    def months_after(self, step: Step, response: Response, ahead: bool) -> Iterator[Brought]:
        """Requests for the month before; from the first also for the one after it, if that has begun."""
        page = tree(response.body, content_type_of(response), response.url)
        before, after = months_around(page, response.url, self.today)
        if after and step.number == 1:
            yield from self.begin("archive", after, key=f"{MONTH_KEY}{after}", otherwise=self.leave)
        if before and ahead:
            yield from self.follow(step, before)

    def pages_after(self, step: Step, listing: ListPage, url: str) -> Iterator[Brought]:
        """Requests for the next page, and for those of other columns of the first page, which are walked each alone."""
        offered = [(axis(url, one), one) for one in (listing.next_url, *listing.other_next) if one]
        if step.walk.axis is None and listing.next_url:
            step.walk.axis = offered[0][0]
        # Where one column is at its end, the only pager left is that of the other.
        same = [one for which, one in offered if which == step.walk.axis]
        alike = [one for which, one in offered if step.walk.axis and which[1] == step.walk.axis[1]]
        if following := next(iter(same or alike), None):
            yield from self.follow(step, following)
        for address in listing.other_next if step.number == 1 and step.walk.way == "list" else ():
            key = f"list {address}"
            for request in self.begin("list", address, number=2, key=key):
                walk = self.visit.past.walks[key]
                walk.axis, walk.beside = axis(url, address), True
                yield request

    def list_in(self, response: Response, first: str | None = None) -> ListPage:
        """The list that a document shows. first: its first page, if it is another. Raises VisitError for no page."""
        try:
            page = tree(response.body, content_type_of(response), response.url)
            return read_list(page, response.url, self.zone, self.today, {**self.channel.hint, "first_page": first})
        except ParseError as error:
            raise VisitError("soft", "unreadable", f"{response.url} could not be read as a page: {error}") from None

    def item_of_list_entry(self, entry: ListEntry, response: Response) -> Item:
        """One entry as an item; a post without its own address stands at an anchor of the page."""
        candidates = tuple(self.dates_of(entry))
        stands_at = list_address(self, response.url) + (entry.anchor or "")
        item = Item(
            channel_id=self.channel.id,
            url=entry.url or stands_at,
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
            target=entry.target,
            links=(Link(entry.file, entry.title, is_file=True),) if entry.file else (),
            fetched=proof_of(response, self.crawl.now),
        )
        return pointing(self, item, stands_at) if entry.points_out else item

    def dates_of(self, entry: ListEntry) -> Iterator[Moment]:
        """The day that a list gives; of a post without a page of its own also the day in its title."""
        if entry.published:
            yield entry.published
        if (entry.published is None or entry.published.flag) and entry.url is None and entry.title and not entry.event:
            found = title_date(entry.title, self.zone)
            yield from (found,) if found else ()

    def kind_of(self, entry: ListEntry) -> str | None:
        """The list calls a link to another domain a clipping; one to a source that we know is none."""
        return None if entry.kind == "clipping" and entry.url and self.sites.knows(entry.url) else entry.kind


def _left_the_list(step: Step, response: Response) -> bool:
    """Whether a further page of a list was answered by another page: behind the last one many sites show their home."""
    if step.number == 1 or not response.meta.get("redirect_urls"):
        return False
    asked, came = place_of(step.url), place_of(response.url)
    return came.path != asked.path or (came.way, came.number, came.token) != (asked.way, asked.number, asked.token)
