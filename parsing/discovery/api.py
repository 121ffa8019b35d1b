"""The root of a WordPress API: the site's name and zone, the plug-ins that add events, its own types of posts. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from errors import ParseError
from parsing.discovery.notes import ApiRoot
from parsing.discovery.zone import zone_named
from parsing.text import one_line, plain
from parsing.urls import absolute

#: bytes of a root that are read; it lists every route of every plug-in
_MOST = 4_000_000
_MOST_TYPES = 4
_LINK = re.compile(r"<([^<>]{1,2000})>\s*;[^,<>]{0,200}rel=\"?https://api\.w\.org/")
_COLLECTION = re.compile(r"/wp/v2/([a-z0-9_-]{2,40})$")
#: what WordPress and its common plug-ins keep beside posts
_NO_POSTS = frozenset(
    "posts pages media blocks templates template-parts navigation menu-items menus menu-locations global-styles "
    "font-families font-collections types statuses taxonomies categories tags users comments search settings themes "
    "plugins sidebars widgets widget-types block-types block-patterns pattern-directory block-directory block-renderer "
    "icons abilities wp_pattern_category elementor_library e-landing-page e-floating-buttons popup product products "
    "testimonial testimonials faq faqs team staff slide slides slider portfolio project projects form forms "
    "tribe_events tribe_venue tribe_organizer tribe_events_cat events event location locations member members".split()
)
_TAXONOMY = re.compile(r"[_-](?:category|categories|cat|tag|tags|type|types|topic|topics)$")
#: a type of posts is asked for when its name says that it is published, not kept
_PUBLISHED = re.compile(
    r"news|press|blog|release|update|stor(?:y|ies)|article|statement|alert|announce|bulletin|hotline|noticia|comunicado|issue|video|"
    r"media|post|bargain|report",
    re.IGNORECASE,
)


def declared_root(root: etree._Element, url: str, headers: Mapping[str, str]) -> str | None:
    """The address of a WordPress API that a page declares in its head or in its Link header."""
    for element in root.iter("link"):
        if "api.w.org" in (element.get("rel") or ""):
            return absolute(url, element.get("href") or "")
    found = _LINK.search(headers.get("link", "")[:8000])
    return absolute(url, found[1]) if found else None


def read_root(body: bytes, asked: str) -> ApiRoot:
    """The root of an API. Raises ParseError for anything that is no such root."""
    data = _object(body)
    routes, spaces = data.get("routes"), data.get("namespaces")
    names = [name for name in spaces if isinstance(name, str)] if isinstance(spaces, list) else []
    if "wp/v2" not in names and not (isinstance(routes, dict) and "/wp/v2/posts" in routes):
        raise ParseError("no root of a posts API")
    return ApiRoot(
        address=asked,
        name=_text(data.get("name")),
        timezone=zone_named(_text(data.get("timezone_string"))),
        offset=_number(data.get("gmt_offset")),
        types=_types(routes if isinstance(routes, dict) else {}),
        knows_types=isinstance(routes, dict),
    )


def read_types(body: bytes) -> tuple[str, ...]:
    """The bases of the site's own types, from /wp/v2/types. Raises ParseError for anything else."""
    found = []
    for kind in _object(body).values():
        base = kind.get("rest_base") if isinstance(kind, dict) and not kind.get("hierarchical") else None
        if isinstance(base, str) and re.fullmatch(r"[A-Za-z0-9_-]{2,40}", base) and _is_published(base):
            found.append(base)
    return tuple(sorted(found)[:_MOST_TYPES])


def collection_address(asked: str) -> str:
    """The address of a collection without what was added to read it."""
    before, mark, query = asked.partition("?")
    kept = [one for one in query.split("&") if one.startswith("rest_route=")]
    return f"{before}{mark}{'&'.join(kept)}" if kept else before


def _types(routes: Mapping[str, Any]) -> tuple[str, ...]:
    """The bases of the site's own types whose names say that they are published."""
    found = []
    for route in routes:
        match = _COLLECTION.search(route) if isinstance(route, str) and len(route) < 100 else None
        if match and _is_published(match[1]):
            found.append(match[1])
    return tuple(sorted(found)[:_MOST_TYPES])


def _is_published(base: str) -> bool:
    """Whether a type's base names something that is published, beside posts themselves."""
    return base not in _NO_POSTS and not _TAXONOMY.search(base) and bool(_PUBLISHED.search(base))


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body[:_MOST].decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise ParseError("no JSON where the root of a posts API is due") from None
    if not isinstance(data, dict):
        raise ParseError("no root of a posts API")
    return data


def _text(value: object) -> str | None:
    return one_line(plain(value[:300])) if isinstance(value, str) else None


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except ValueError:
        return None
