"""A list as the address of a channel, with the feed that its row may name beside it."""

from __future__ import annotations

from collections.abc import Iterable

from spiders.base import Brought
from spiders.feed import Feed
from spiders.listing import Listing


class Lists(Feed):
    """One list, and whatever else reaches into its past."""

    name = "listing"

    def start(self) -> Iterable[Brought]:
        return Listing.start(self)
