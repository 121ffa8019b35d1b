"""Atom feeds (RFC 4287), honest about dates: no `published` where a post's day is unknown. Pure: rows in, bytes out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from web.words import excerpt, original_of, web_address

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot carry, escaped or not (section 2.2 of the standard).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
#: The `updated` of a feed without entries, where RFC 4287 wants some instant.
_NEVER = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Feed:
    """name: what tells the feed from others of this site, part of its id. The addresses are absolute."""

    name: str
    title: str
    page: str
    address: str
    authority: str


def atom(feed: Feed, items: Iterable[Mapping[str, Any]], item_pages: str) -> bytes:
    """Write a feed.

    items: rows of the view `items` with source_name and source_homepage, in the order of the feed.
    item_pages: the absolute address before an item's id, such as "http://host/items/".
    """
    return document(feed, [_entry(item, feed.authority, item_pages) for item in items])


def document(feed: Feed, entries: Sequence[ET.Element]) -> bytes:
    """A feed of entries that are made already."""
    root = ET.Element(f"{{{_ATOM}}}feed")
    add_text(root, "id", f"tag:{feed.authority}:feed/{feed.name}")
    add_text(root, "title", feed.title)
    add_text(root, "updated", max((_updated(entry) for entry in entries), default=_NEVER))
    add_link(root, "self", feed.address, "application/atom+xml")
    add_link(root, "alternate", feed.page, "text/html")
    root.extend(entries)
    ET.register_namespace("", _ATOM)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(item: Mapping[str, Any], authority: str, item_pages: str) -> ET.Element:
    page = f"{item_pages}{item['id']}"
    entry = ET.Element(f"{{{_ATOM}}}entry")
    # The id of an item never changes, its address may: RFC 4287 wants an id that stays.
    add_text(entry, "id", f"tag:{authority}:items/{item['id']}")
    add_text(entry, "title", item["title"] or "(no title)")
    add_link(entry, "alternate", original_of(item) or page, "text/html")
    add_link(entry, "related", page, "text/html")
    author = ET.SubElement(entry, f"{{{_ATOM}}}author")
    add_text(author, "name", item["source_name"] or item["source_id"])
    if web_address(item["source_homepage"]):
        add_text(author, "uri", item["source_homepage"])
    if _is_dated(item):
        add_text(entry, "published", item["published_at"])
    add_text(entry, "updated", _last_change(item))
    for term in filter(None, (item["source_id"], item["kind"])):
        ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": _clean(term)})
    summary = add_text(entry, "summary", excerpt(item["teaser"]))
    if item["language"]:
        summary.set("{http://www.w3.org/XML/1998/namespace}lang", _clean(item["language"]))
    return entry


def _is_dated(item: Mapping[str, Any]) -> bool:
    """A month or a year would have to be written as an instant that nobody gave."""
    return item["published_precision"] in ("minute", "day") and bool(_INSTANT.fullmatch(item["published_at"] or ""))


def _last_change(item: Mapping[str, Any]) -> str:
    """The last instant at which the post is known to be new or changed: said by the source, or seen by us."""
    known = [item["updated_at"], item["first_seen_at"]]
    return max((text for text in known if _INSTANT.fullmatch(text or "")), default=_NEVER)


def _updated(entry: ET.Element) -> str:
    return entry.findtext(f"{{{_ATOM}}}updated") or _NEVER


def add_text(parent: ET.Element, name: str, text: str) -> ET.Element:
    """An element with a text, without what XML cannot carry."""
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = _clean(text)
    return element


def add_link(parent: ET.Element, relation: str, address: str, kind: str) -> None:
    """A link of an entry or a feed."""
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": _clean(address), "type": kind})


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
