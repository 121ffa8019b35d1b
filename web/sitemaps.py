"""Sitemaps (sitemaps.org): an index, our own pages, and the pages of items by ranges of their ids. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

#: ids in one file; the protocol allows 50,000 addresses, and so many files: a hundred million posts
IDS_IN_FILE = 2_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: the form of W3C datetimes that the archive writes; others are left out, since readers reject a whole file for one
_INSTANT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z", re.A)


def index(addresses: Iterable[str]) -> str:
    """The index of sitemaps, from their absolute addresses."""
    lines = [f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses]
    return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n' + "\n".join(lines) + "\n</sitemapindex>\n"


def pages(addresses: Iterable[tuple[str, str | None]]) -> str:
    """A sitemap of absolute addresses, each with the instant of its last change where one is known."""
    lines = [
        f"<url><loc>{escape(address)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"
        for address, changed in addresses
    ]
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n' + "\n".join(lines) + "\n</urlset>\n"


def last_change(item: Mapping[str, Any]) -> str | None:
    """The last instant at which the page of an item is known to have changed; None where none can be written."""
    told = (item["first_seen_at"], item["status_at"], item["updated_at"])
    return max((text for text in told if text and _INSTANT.fullmatch(text)), default=None)
