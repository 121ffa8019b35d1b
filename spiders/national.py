"""The national site, afscme.org: feeds that tease, pages that tell, lists with the page number in the path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrapy.http import Response

from items import Item, Moment
from parsing.feeds import Entry
from spiders.base import Brought
from spiders.feed import Feed

#: The feed prints -0500 all year. Items that have a day only stand at midnight by that clock.
MIDNIGHT_AS_PRINTED = 5


class National(Feed):
    """A feed or a list of the national site; which one, the answer tells."""

    name = "national"

    def start(self) -> Iterable[Brought]:
        yield from self.begin("feed", self.channel.address)

    def take_feed(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Feeds and lists stand side by side there, some behind addresses that could be either."""
        if b"<html" in response.body[:2000].lower():
            response.meta["step"].walk.way = "list"
            yield from self.take_list(response, number)
        else:
            yield from super().take_feed(response, number)

    def item_of_entry(self, entry: Entry, response: Response) -> Item:
        """As of any feed, but an instant at the feed's midnight is a day and not an hour."""
        item = super().item_of_entry(entry, response)
        if item.published and _is_day_only(item.published):
            day = Moment.of_day(item.published.on, self.zone, item.published.origin)
            item = replace(item, published=day, candidates=(day, *item.candidates[1:]))
        return item


def _is_day_only(moment: Moment) -> bool:
    at = moment.at
    return moment.precision == "minute" and (at.hour, at.minute, at.second) == (MIDNIGHT_AS_PRINTED, 0, 0)
