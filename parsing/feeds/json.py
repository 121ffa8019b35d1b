"""JSON Feed (jsonfeed.org, versions 1 and 1.1), read field by field: a field of a wrong type is as good as absent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from errors import ParseError


@dataclass(frozen=True, slots=True)
class JsonEntry:
    """One item, raw: texts may hold HTML, addresses may be relative; empty where absent or of a wrong type."""

    url: str
    guid: str
    title: str
    summary: str
    content: str
    authors: tuple[str, ...]
    published: str
    updated: str
    tags: tuple[str, ...]
    #: (address, media type) of pictures and attached files
    enclosures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """A feed document, raw."""

    title: str
    language: str
    next_url: str
    self_url: str
    entries: tuple[JsonEntry, ...]


def read_json(text: str, url: str) -> JsonDocument:
    """Read a JSON Feed. Raises ParseError for JSON that is none."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{url} is no feed and no JSON that can be read ({type(error).__name__})", text) from None
    items = document.get("items") if isinstance(document, Mapping) else None
    says_so = isinstance(document, Mapping) and "jsonfeed.org" in _text(document, "version")
    if not isinstance(items, list) or not (says_so or any(_looks_like_item(item) for item in items)):
        raise ParseError(f"{url} is JSON, but no JSON Feed", text)
    return JsonDocument(
        title=_text(document, "title"),
        language=_text(document, "language"),
        next_url=_text(document, "next_url"),
        self_url=_text(document, "feed_url"),
        entries=tuple(_entry(item) for item in items if isinstance(item, Mapping)),
    )


def _entry(item: Mapping[str, Any]) -> JsonEntry:
    guid = item.get("id")
    return JsonEntry(
        url=_text(item, "url") or _text(item, "external_url"),
        guid=str(guid) if isinstance(guid, str | int) and not isinstance(guid, bool) else "",
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or _text(item, "content_text"),
        authors=_names(item),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        tags=tuple(tag for tag in _list(item, "tags")[:50] if isinstance(tag, str)),
        enclosures=tuple(_enclosures(item)),
    )


def _enclosures(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if image := _text(item, "image") or _text(item, "banner_image"):
        yield image, "image/*"
    for one in _list(item, "attachments")[:20]:
        if isinstance(one, Mapping) and (address := _text(one, "url")):
            yield address, _text(one, "mime_type")


def _names(item: Mapping[str, Any]) -> tuple[str, ...]:
    given = [*_list(item, "authors"), item.get("author")]
    return tuple(_text(one, "name") for one in given[:20] if isinstance(one, Mapping))


def _looks_like_item(item: Any) -> bool:
    return isinstance(item, Mapping) and bool(_text(item, "url") or _text(item, "external_url")) and "id" in item


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _list(node: Mapping[str, Any], key: str) -> list[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []
