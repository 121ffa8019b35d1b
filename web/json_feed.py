"""JSON Feed 1.1 of posts (jsonfeed.org), with the same ids as the Atom feed. Pure: rows in, bytes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from web.atom import Feed
from web.words import excerpt, original_of, web_address

_VERSION = "https://jsonfeed.org/version/1.1"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def json_feed(feed: Feed, items: Iterable[Mapping[str, Any]], item_pages: str) -> bytes:
    """Write a feed.

    items: rows of posts with source_name and source_homepage, in the order of the feed. item_pages: the absolute
    address before an item's id. Of each post it has the teaser's beginning, as the pages of this site do, and no body.
    """
    document = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "items": [_item(item, feed.authority, item_pages) for item in items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _item(item: Mapping[str, Any], authority: str, item_pages: str) -> dict[str, Any]:
    page = f"{item_pages}{item['id']}"
    author = {"name": item["source_name"] or item["source_id"], "url": web_address(item["source_homepage"])}
    is_dated = item["published_precision"] in ("minute", "day") and _INSTANT.fullmatch(item["published_at"] or "")
    changed = max((text for text in (item["updated_at"], item["first_seen_at"]) if text), default=None)
    written = {
        "id": f"tag:{authority}:items/{item['id']}",
        "url": page,
        "external_url": original_of(item),
        "title": item["title"] or "(no title)",
        "content_text": excerpt(item["teaser"]),
        "date_published": item["published_at"] if is_dated else None,
        "date_modified": changed if _INSTANT.fullmatch(changed or "") else None,
        "authors": [{name: value for name, value in author.items() if value}],
        "tags": [tag for tag in (item["source_id"], item["kind"]) if tag],
        "language": item["language"],
    }
    return {name: value for name, value in written.items() if value not in (None, [])}
