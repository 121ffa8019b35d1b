"""Drupal 7 with Open Atrium: the lists, home pages and calendars of the platform that most councils and locals share.

Never asked for, on purpose (docs/decisions.md): /views/ajax, all groups at once, member lists, user pages, numbers
walked one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from scrapy.http import Response

from errors import ParseError
from parsing.atrium.events import calendar_entries
from parsing.documents import tree
from spiders.base import Brought, content_type_of
from spiders.calendar import item_of_calendar_entry
from spiders.listing import Listing


class OpenAtrium(Listing):
    """A list of a space. Where its alias was changed, older aliases and then the space's home are tried."""

    name = "openatrium"

    def start(self) -> Iterable[Brought]:
        yield self.ask(self.channel.address, self.take_list, otherwise=self.without_list)

    def take_list(self, response: Response, number: int = 1) -> Iterator[Brought]:
        yield from super().take_list(response, number)
        if response.status == 200 and "same" not in response.flags:
            yield from self.events_in(response)

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
        yield self.ask(first, self.take_list, otherwise=lambda later: self.next_address(rest, later))
