"""Entries without a page of their own: those that lead to another site, and those that are a file of the own one.

They are items of the channel that shows them, at the address where it does so. Where they lead is never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from errors import ParseError
from items import Item, Link, Rejected
from parsing.lists import anchor_of, list_home
from parsing.lists.addresses import address_signs
from parsing.lists.pointers import is_form, is_protected, is_tool, is_wrapper
from parsing.urls import canonical, host_of

if TYPE_CHECKING:
    from parsing.pages import Page
    from spiders.base import Family


def pointing(family: Family, item: Item, stands_at: str | None = None) -> Item:
    """The item as it is, unless it leads to a host of no known source or to a file: then the item that it is here.

    stands_at: where the channel shows it, an address of the source with an anchor, or the entry's own number; without
    it the list's address with an anchor of day and title.
    """
    stands_at = stands_at or list_address(family, item.fetched.url if item.fetched else family.channel.address) + (
        anchor_of(item.published, item.title or item.teaser)
    )
    if leads_outside(family, item.url):
        signs = address_signs(item.url, family.source.homepage)
        if signs.role == "social" or is_wrapper(item.url) or mirrored(family, item.url):
            return item
        kind: str | None = "video" if signs.kind == "video" else item.kind or "clipping"
        if kind == "clipping" and is_tool(item.url):
            kind = None
        return replace(item, url=stands_at, target=item.url, kind=kind, anchored=True)
    if address_signs(item.url, family.source.homepage).role == "file" and item.title:
        file = Link(item.url, item.title, is_file=True)
        return replace(item, url=stands_at, links=(*item.links, file), anchored=True)
    return item


def leads_outside(family: Family, address: str) -> bool:
    """Whether an address is that of no known source, and not one of this source's hosts either."""
    try:
        owner = family.sites.owner(canonical(address, family.sites))
    except ParseError:
        return False
    return owner is None and not family.sites.is_within(family.source.id, address)


def mirrored(family: Family, address: str) -> str | None:
    """The known post of this source of which an address is a copy on another host (staging, an old name), or None."""
    parts, home = urlsplit(address), urlsplit(family.source.homepage)
    if len(parts.path.strip("/")) < 8:
        return None
    here = urlunsplit((home.scheme, home.netloc, parts.path, parts.query, ""))
    try:
        own = canonical(here, family.sites)
    except ParseError:
        return None
    return own if family.crawl.known.item(own) is not None else None


def list_address(family: Family, address: str) -> str:
    """Where entries of a channel stand, whichever of its documents shows them: the first page of its list."""
    lists = [one for one in family.channel.hint.get("lists") or [] if isinstance(one, str)]
    homes = [*lists, family.channel.address, family.source.homepage]
    if family.name in {"listing", "openatrium", "national"} or address in lists:
        return list_home(address, homes)
    return list_home(lists[0] if lists else family.source.homepage, homes)


def own_guid(family: Family, guid: str | None, url: str | None) -> str | None:
    """A feed entry's guid where it is an address of this source and another one than the entry leads to."""
    if not guid or not guid.lower().startswith(("http://", "https://")) or guid == url:
        return None
    try:
        host_of(guid)
    except ParseError:
        return None
    return guid if family.sites.is_within(family.source.id, guid) else None


def as_told(family: Family, item: Item, pointer: tuple[str, str] | None) -> Item:
    """The item with what its words in a feed or an API show it to be: a pointer to another site, or a video."""
    if pointer is None or family.sites.knows(pointer[1]):
        return item
    return replace(item, kind=item.kind or pointer[0], target=item.target or pointer[1])


def pointer_of_page(family: Family, page: Page) -> tuple[str | None, str | None]:
    """The kind of a page, and where it leads if it is only a pointer; one to a known source is no clipping."""
    if page.target is None or not family.sites.knows(page.target):
        return page.kind, page.target
    return None if page.kind in {"clipping", "video"} else page.kind, None


def refused(family: Family, item: Item) -> Iterator[Rejected]:
    """What an entry alone shows to be no post: forms, files that no list shows as a post."""
    for link in item.links if item.anchored else ():
        if link.is_file and is_form(item.title, link.url):
            yield Rejected(family.channel.id, link.url, "form", f"A form, or a document of record: {item.title}")
    if is_protected(item.title, item.body or item.teaser):
        yield Rejected(family.channel.id, item.url, "password", "The feed shows a post that asks for a password.")
    if not (item.title or item.teaser or item.body) and (
        address_signs(item.url, family.source.homepage).role == "file"
    ):
        yield Rejected(
            family.channel.id, item.url, "file", "The address is that of a file, and nothing shows it as a post."
        )
