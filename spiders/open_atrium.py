"""Drupal 7 with Open Atrium: the lists, home pages and calendars of the platform that most councils and locals share.

Never asked for, on purpose (docs/decisions.md): /views/ajax, all groups at once, member lists, user pages, numbers
walked one by one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.http import Response

from errors import ParseError, VisitError
from items import PLACES_OF_A_PAGE, Fetched, Item, Link
from parsing.atrium.directory import node_of
from parsing.atrium.events import calendar_entries
from parsing.atrium.numbers import number_beside
from parsing.atrium.pagers import page_number
from parsing.documents import tree
from parsing.lists import ListEntry
from parsing.urls import canonical, is_raw
from spiders.base import Brought, Crawl, content_type_of, is_told
from spiders.calendar import item_of_calendar_entry
from spiders.listing import Listing
from spiders.losing import Doubt
from spiders.visit import Visit

if TYPE_CHECKING:
    from parsing.pages import Page

#: media types of documents that are no pages
FILES = ("application/pdf", "application/msword", "application/vnd.", "application/zip", "application/octet-stream",
         "application/rtf", "image/", "audio/", "video/")  # fmt: skip


class OpenAtrium(Listing):
    """A list of a space. Where its alias was changed, older aliases and then the space's home are tried."""

    name = "openatrium"
    #: none was ever met on this installation
    usual_sitemap = None

    def __init__(self, visit: Visit, crawl: Crawl) -> None:
        super().__init__(visit, crawl)
        #: by page number, how many entries of the list were met
        self.listed: Counter[int] = Counter()

    def start(self) -> Iterable[Brought]:
        yield from self.begin("list", self.channel.address, otherwise=self.without_list)

    def take_list(self, response: Response, number: int = 1) -> Iterator[Brought]:
        yield from super().take_list(response, number)
        if response.status != 200 or "same" in response.flags:
            return
        events = list(self.events_in(response))
        yield from events
        if number == 1 and not events and not sum(self.listed.values()):
            # An unknown section or group is answered so, though blocks may show the headlines of others all the same.
            told = f"{response.url} answered without a list of its own; the ids of its list may be wrong."
            raise VisitError("soft", "no_posts", told)

    def item_of_list_entry(self, entry: ListEntry, response: Response) -> Item:
        """With its place in the list: a post out of place for its number is dated back, or kept on top."""
        item = super().item_of_list_entry(entry, response)
        step = response.meta.get("step")
        if entry.is_main and (step is None or step.walk.way == "list"):
            page = page_number(response.url, self.sites)
            item.place = page * PLACES_OF_A_PAGE + min(self.listed[page], PLACES_OF_A_PAGE - 1)
            self.listed[page] += 1
        return item

    # ---- pages -------------------------------------------------------------------------------------------------
    async def take_page(
        self, response: Response, entry: Item | None = None, doubtful: bool = False, doubt: Doubt | None = None
    ) -> AsyncIterator[Brought]:
        """Read a post's page; a document with one attachment is answered by the file itself."""
        if response.status == 200 and is_file(response):
            for behind in self.behind_file(response, entry):
                yield behind
            return
        async for brought in super().take_page(response, entry, doubtful, doubt):
            yield brought

    def behind_file(self, response: Response, entry: Item | None) -> Iterator[Brought]:
        """The post as its list shows it, with the file; its page stands at its number."""
        asked = response.meta.get("redirect_urls", [response.url])[0]
        number = (entry.external_id if entry else None) or node_of(asked)
        if entry is not None and is_told(entry):
            proof = Fetched(asked, self.crawl.now, hashlib.sha256(response.body).hexdigest())
            links = (*entry.links, Link(response.url, None, is_file=True))
            yield replace(entry, links=links, external_id=number, addresses=(*entry.addresses, asked), fetched=proof)
        if number and not asked.rstrip("/").endswith("/view"):
            yield from self.ask_page(urljoin(asked, f"/node/{number}/view"), entry)

    def item_of(self, response: Response, page: Page, entry: Item | None) -> Item:
        """With the node's number wherever the page shows it, and under the alias instead of the bare number."""
        item = super().item_of(response, page, entry)
        if item.external_id is None:
            header = b", ".join(response.headers.getlist("Link")).decode("latin-1")
            item.external_id = number_beside(getattr(response, "text", ""), response.url, header)
        alias = self.alias_of(item.url, page.canonical_url)
        return replace(item, url=alias, addresses=(item.url, *item.addresses)) if alias else item

    def alias_of(self, url: str, named: str | None) -> str | None:
        """What a page that was met under its bare number names as its address, if a post of a known space can be there.

        A number says nothing of the space; canonical and shortlink name the alias (and a short form read under itself).
        """
        if named is None or not is_raw(url) or is_raw(named):
            return None
        try:
            alias = canonical(named, self.sites)
            is_ours = self.sites.owner(alias) is not None and self._may_read(alias)
        except ParseError:
            return None
        return alias if is_ours and alias not in self.no_posts else None

    @cached_property
    def no_posts(self) -> frozenset[str]:
        """Canonical addresses of homes and of the platform's lists, where no single post stands."""
        rows = self.crawl.registry
        lists = (channel.address for channel in rows.channels.values() if channel.family == self.name)
        homes = (source.homepage for source in rows.sources.values())
        return frozenset(canonical(address, self.sites) for address in (*lists, *homes))

    def events_in(self, response: Response) -> Iterator[Brought]:
        """Events that a calendar section carries in full in its HTML."""
        try:
            entries = calendar_entries(tree(response.body, content_type_of(response), response.url), self.zone)
        except ParseError:
            return
        for entry in entries:
            yield from self.take(item_of_calendar_entry(self, entry, response))

    def without_list(self, error: Exception) -> Iterator[Brought]:
        """Other addresses of the same list, one after the other."""
        older = [urljoin(self.source.homepage, path) for path in self.channel.hint.get("older") or []]
        yield from self.next_address([*older, self.source.homepage], error)

    def next_address(self, addresses: list[str], error: Exception) -> Iterator[Brought]:
        """Ask for the first address; the rest stands ready should it fail too."""
        if not addresses or addresses[0] == self.channel.address:
            raise error
        first, *rest = addresses
        yield from self.begin("list", first, otherwise=lambda later: self.next_address(rest, later))


def is_file(response: Response) -> bool:
    """Whether an answer is a document such as a PDF, by its type or by its first bytes."""
    return response.body.startswith(b"%PDF-") or content_type_of(response).lower().strip().startswith(FILES)
