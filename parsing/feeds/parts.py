"""What an entry of a feed shows and encloses: pictures and links of a whole text, attached documents."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from items import Link, Picture
from parsing.pages import parts
from parsing.pages.links import is_file
from parsing.urls import absolute

_DOCUMENTS = ("application/pdf", "application/msword", "application/vnd.", "text/calendar", "text/csv")
_MOST = 20


def parts_of(
    markup: str, body: str | None, base: str, enclosures: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[Picture, ...], tuple[Link, ...]]:
    """(pictures, links) of an entry. enclosures: (address, media type); pictures if the text has none."""
    if "&lt;" in markup and "<" not in markup:
        markup = html.unescape(markup)
    pictures, links = parts.parts_of(markup, body, base)
    attached = [(absolute(base, address[:2000]), kind) for address, kind in enclosures]
    files = [
        Link(address, None, True)
        for address, kind in attached
        if address and (kind.startswith(_DOCUMENTS) or is_file(address)) and address not in {one.url for one in links}
    ]
    enclosed = tuple(Picture(address) for address, kind in attached if address and kind.startswith("image/"))
    return pictures or enclosed[:1], (*links, *files)


def enclosures_of(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(address, media type) of what an entry of feedparser's encloses: RSS enclosures, Atom's, Media RSS."""
    for name, key in (("links", "href"), ("media_content", "url"), ("media_thumbnail", "url")):
        given = raw.get(name)
        for one in given[:_MOST] if isinstance(given, list) else ():
            if not isinstance(one, Mapping) or (name == "links" and one.get("rel") != "enclosure"):
                continue
            address, kind = one.get(key), one.get("type") or one.get("medium")
            if isinstance(address, str) and address.strip():
                told = kind if isinstance(kind, str) else "image/*" if name == "media_thumbnail" else ""
                yield address, "image/*" if told == "image" else told.lower()
