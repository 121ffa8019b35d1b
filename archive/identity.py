"""Pure: by what an item is known, and which ids cannot be one item's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from errors import ParseError
from items import Item
from parsing.urls import Sites, absolute, canonical

#: (installation, external id)
Identity = tuple[str, str]

#: an id of a platform is short; what is longer is no id
LONGEST_ID = 500
#: characters of an address that somebody may follow
LONGEST_TARGET = 4_000
#: addresses of one post that a sighting may bring
MOST_ADDRESSES = 20


@dataclass(frozen=True, slots=True)
class Keys:
    """What a sighting offers to find its item by, the strongest first."""

    identity: Identity | None
    #: the canonical address
    url: str
    #: further canonical addresses of the same post: asked for, redirected to
    others: tuple[str, ...]
    #: the source that owns the address
    source_id: str
    #: the page that was fetched is the post's own, and no list, feed or API
    is_page: bool
    #: addresses as they were fetched, where that is not their canonical form
    fetched: tuple[str, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """All canonical addresses."""
        return (self.url, *self.others)


def keys_of(item: Item, sites: Sites, channel_source: str) -> Keys:
    """The keys of a sighting. channel_source: the source of its channel, which owns what no home claims.

    Raises ParseError for an item whose address is none.
    """
    url = canonical(item.url, sites, keep_anchor=item.anchored)
    source_id = sites.owner(url) or channel_source
    # A post that is a part of a page shares that page's address with others, so only its anchor tells it.
    others = () if item.anchored else tuple(_others(item.addresses, url, source_id, channel_source, sites))
    fetched_url = item.fetched.url if item.fetched else None
    fetched_as = _canonical_or_none(fetched_url, sites) if fetched_url else None
    is_page = not item.anchored and fetched_as in {url, *others}
    as_fetched = (fetched_url,) if is_page and fetched_url and fetched_url not in {url, *others} else ()
    return Keys(_identity(item, url, sites), url, others, source_id, is_page, as_fetched)


def target_of(item: Item) -> str | None:
    """Where a clipping or a video leads, cleaned; None for what no browser would follow, or that has no end."""
    target = absolute(item.url, item.target) if item.target else None
    return target if target and len(target) <= LONGEST_TARGET else None


def rivals(one: Iterable[Identity], other: Iterable[Identity]) -> bool:
    """Whether two sets of ids cannot belong to one item: two different numbers of one installation.

    Ids of different make ("1234" of an API, a word of a feed) may well stand for one post.
    """
    numbers = {installation: external_id for installation, external_id in one if external_id.isdigit()}
    return any(
        external_id.isdigit() and numbers.get(installation, external_id) != external_id
        for installation, external_id in other
    )


def is_home(url: str, sites: Sites) -> bool:
    """Whether a canonical address is a source's home: many dead posts redirect there, and it is none of them."""
    host, slash, path = url.partition("://")[2].partition("/")
    homes = {prefix for prefix, _ in sites.homes.get(host, ())}
    return (slash + path).rstrip("/") in homes


def _identity(item: Item, url: str, sites: Sites) -> Identity | None:
    external_id = (item.external_id or "").strip()
    if not external_id or len(external_id) > LONGEST_ID:
        return None
    return item.installation or sites.installation(url), external_id


def _others(addresses: Iterable[str], url: str, source_id: str, channel_source: str, sites: Sites) -> list[str]:
    """Canonical further addresses that may stand for the post: on its own source's ground, and no home page.

    A page that names another source's address as its own carries that source's story; it is not that item.
    """
    found: dict[str, None] = {}
    for address in addresses:
        other = _canonical_or_none(address, sites)
        if other is None or other == url or is_home(other, sites):
            continue
        if (sites.owner(other) or channel_source) == source_id:
            found[other] = None
    return list(found)[:MOST_ADDRESSES]


def _canonical_or_none(address: str, sites: Sites) -> str | None:
    try:
        return canonical(address, sites)
    except ParseError:
        return None
