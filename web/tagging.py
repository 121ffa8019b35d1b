"""Pure: what a post's page says to machines: schema.org as JSON-LD, Dublin Core and Highwire tags, as Zotero and search
engines read them. Hostile titles stay words in each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from web.citing import Citation, iso
from web.words import excerpt, web_address

#: signs by which a script element could end, or which older scripts take for line ends
_HARMLESS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def json_ld(item: Mapping[str, Any], one: Citation, tags: Sequence[str] = ()) -> Markup:
    """The post as a schema.org NewsArticle, for a script element that holds data. Never its body."""
    publisher = {"@type": "Organization", "name": one.publisher, "url": web_address(item["source_homepage"])}
    is_named = one.author is not None and one.author != one.publisher
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": one.title,
        "description": excerpt(item["teaser"]) or None,
        "datePublished": item["published_at"] if item["published_precision"] == "minute" else iso(one.issued) or None,
        "dateModified": item["updated_at"],
        "author": {"@type": "Person", "name": one.author} if is_named else _without_nothing(publisher),
        "publisher": _without_nothing(publisher),
        "url": web_address(one.url),
        "mainEntityOfPage": web_address(one.url),
        "archivedAt": one.archive_url,
        "inLanguage": one.language,
        "wordCount": item["word_count"] or None,
        "keywords": list(tags) or None,
        "identifier": f"sha256:{one.sha256}" if one.sha256 else None,
    }
    text = json.dumps(_without_nothing(told))
    return Markup("".join(_HARMLESS.get(sign, sign) for sign in text))


def _without_nothing(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


def meta_tags(item: Mapping[str, Any], one: Citation) -> list[tuple[str, str]]:
    """(name, content) of meta tags; the template escapes the contents."""
    named = [
        ("description", excerpt(item["teaser"], 200)),
        ("citation_title", one.title),
        ("citation_author", one.author or one.publisher),
        ("citation_publication_date", iso(one.issued, "/")),
        ("citation_publisher", one.publisher),
        ("citation_language", one.language),
        ("citation_public_url", one.url),
        ("citation_abstract_html_url", one.archive_url),
        ("DC.title", one.title),
        ("DC.creator", one.author or one.publisher),
        ("DC.publisher", one.publisher),
        ("DC.date", iso(one.issued)),
        ("DC.type", "Text"),
        ("DC.language", one.language),
        ("DC.source", one.url),
        ("DC.identifier", one.archive_url),
        ("DC.description", excerpt(item["teaser"])),
    ]
    return [(name, content) for name, content in named if content]
