"""An item on its way into the archive: cleaned, with its keys, its owner and the time of the sighting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlite_utils

from archive import finding
from archive.changes import Words
from archive.identity import LONGEST_TARGET, MOST_ADDRESSES, Keys, is_home, keys_of
from archive.times import stamp
from errors import ArchiveError, ParseError
from items import Item
from parsing.text import one_line, tidy
from parsing.urls import Sites, canonical


@dataclass(frozen=True, slots=True)
class Brought:
    """An item on its way in: cleaned, with its keys, its owner's zone and the time of the sighting as text."""

    item: Item
    keys: Keys
    words: Words
    seen_at: str
    zone: ZoneInfo
    #: the source whose channel shows it
    shown_by: str
    #: the address that its page names as the place of the writing, where that is another one
    canonical_url: str | None = None
    #: canonical addresses that redirect for good to the page that was read, and that page's own
    moved_from: tuple[str, ...] = ()
    landed_at: str | None = None

    @property
    def read_at(self) -> str | None:
        """When the post's own text was read, if this is a reading of it."""
        if self.words.body is None and not self.keys.is_page:
            return None
        return stamp(self.item.fetched.at) if self.item.fetched else self.seen_at


def bring(db: sqlite_utils.Database, item: Item, sites: Sites, seen_at: str) -> Brought:
    """Clean an item and find its keys. Raises ParseError for an address that is none, ArchiveError for an item of a
    channel or source that the archive does not hold."""
    row = db.conn.execute("SELECT source_id FROM channels WHERE id = ?", [item.channel_id]).fetchone()
    if row is None:
        raise ArchiveError(
            f"The archive does not know the channel {item.channel_id!r}; write the registry into it first."
        )
    keys = finding.without_landings(db, keys_of(item, sites, row[0]))
    # An owner that the archive does not know yet may come from a registry newer than the one written last.
    zone = db.conn.execute("SELECT timezone FROM sources WHERE id = ?", [keys.source_id]).fetchone()
    if zone is None:
        raise ArchiveError(
            f"The archive does not know the source {keys.source_id!r}; write the registry into it first."
        )
    words = Words(one_line(item.title), tidy(item.teaser), tidy(item.body))
    left = tuple(_forms(item.moved_from[:MOST_ADDRESSES], sites))
    landed = next(_forms([item.fetched.url], sites), None) if left and item.fetched else None
    place = _place_of_writing(item, keys, sites)
    return Brought(item, keys, words, seen_at, ZoneInfo(zone[0]), row[0], place, left, landed)


def _place_of_writing(item: Item, keys: Keys, sites: Sites) -> str | None:
    """What the page names as its canonical address, if that is a post's and none of its own."""
    if item.canonical is None or len(item.canonical) > LONGEST_TARGET:
        return None
    found = next(_forms([item.canonical], sites), None)
    return None if found is None or found in keys.addresses or is_home(found, sites) else found


def _forms(addresses: Iterable[str], sites: Sites) -> Iterator[str]:
    """Canonical forms; what is no address has none."""
    for address in addresses:
        with suppress(ParseError):
            yield canonical(address, sites)
