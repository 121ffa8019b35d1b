"""What a page says of itself for machines: JSON-LD, meta elements (Open Graph and others), microdata and RDFa.

Everything is hostile until proven: wrong types are passed over field by field, sizes and depths are bounded.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from lxml import etree

from parsing.pages.bylines import people, person
from parsing.text import one_line, plain

#: schema.org types of a page's one piece of writing; subtypes that end in "Article" or "Posting" count too
ARTICLES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "Report", "SocialMediaPosting", "PressRelease", "Newsarticle"}
)
#: types of pages that show many things or none
PAGES = {
    "CollectionPage": "list",
    "Blog": "list",
    "ItemList": "list",
    "SearchResultsPage": "search",
    "ProfilePage": "page",
    "ContactPage": "page",
    "AboutPage": "page",
}
_MAX_SCRIPT, _MAX_SCRIPTS, _MAX_NODES, _MAX_DEPTH = 400_000, 30, 600, 6
_AUTHOR_META = ("author", "article:author", "article:author_name", "dc.creator", "parsely-author", "byl")
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",\s{0,200}([}\]])")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Structured:
    """What the machine-readable parts say; None or empty where they are silent.

    article: the JSON-LD node of the one piece of writing. event: likewise of the one event. page: of the page itself.
    types: all types of nodes. meta: lower-case name -> first content of meta elements. items: microdata and RDFa
    property -> values.
    """

    article: Node | None = None
    event: Node | None = None
    page: Node | None = None
    types: frozenset[str] = frozenset()
    site_name: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: nodes by @id, to follow references such as {"@id": "#author"}
    by_id: Mapping[str, Node] = field(default_factory=dict)

    def text(self, *keys: str) -> str | None:
        """The first of the article's properties, or else of the page's, that is a text, on one line."""
        for node in (self.article, self.page):
            for key in keys:
                value = node.get(key) if node else None
                if isinstance(value, list) and value:
                    value = value[0]
                if isinstance(value, str) and (line := one_line(plain(value))):
                    return line
        return None

    def first_meta(self, *names: str) -> str | None:
        """The first meta element of those names that says anything."""
        return next((value for name in names if (value := one_line(self.meta.get(name)))), None)

    def first_item(self, *names: str) -> str | None:
        """The first microdata or RDFa property of those names."""
        return next((values[0] for name in names if (values := self.items.get(name))), None)

    def author(self) -> str | None:
        """The author by JSON-LD, else by meta elements; never an account name."""
        found = people(self._names(self.article.get("author") if self.article else None, 0))
        return found or person(self.first_meta(*_AUTHOR_META))

    def _names(self, value: Any, depth: int) -> Iterator[str]:
        if depth > 3:
            return
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for one in value[:20]:
                yield from self._names(one, depth + 1)
        elif isinstance(value, Mapping):
            node = value if value.get("name") else self.by_id.get(str(value.get("@id")), value)
            yield from self._names(node.get("name"), depth + 1)


_ITEMS = etree.XPath("//*[@itemprop]")
_RDFA = etree.XPath("//*[@property][not(self::meta)]")


def read_structured(root: etree._Element, source: str, url: str, page_title: str | None) -> Structured:
    """Everything a page says for machines.

    source: the page as text, to see quickly what need not be searched for in the tree. page_title: of `<title>`, to
    tell the page's own article from others'.
    """
    nodes = list(_nodes(root))
    by_id = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    return Structured(
        article=_main(_of_kind(nodes, _is_article), url, page_title),
        event=_main(_of_kind(nodes, _is_event), url, page_title),
        page=_main(_of_kind(nodes, _is_page), url, None),
        types=frozenset(name for node in nodes for name in types_of(node)),
        site_name=_site_name(nodes),
        meta=_metas(root),
        items=_properties(root, source),
        by_id=by_id,
    )


def types_of(node: Node) -> list[str]:
    """The types of a JSON-LD node, without the vocabulary's address."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return [re.split(r"[/#:]", name)[-1] for name in names[:10] if isinstance(name, str)]


def _is_article(names: list[str]) -> bool:
    return any(name in ARTICLES or name.endswith(("Article", "Posting")) for name in names if name != "JobPosting")


def _is_event(names: list[str]) -> bool:
    return any(name.endswith("Event") for name in names)


def _is_page(names: list[str]) -> bool:
    return "WebPage" in names or "ItemPage" in names


def _of_kind(nodes: list[Node], test: Any) -> list[Node]:
    return [node for node in nodes if test(types_of(node))]


def _main(nodes: list[Node], url: str, page_title: str | None) -> Node | None:
    """The node that the page is about: its only one, else the one with its address, else the one with its title."""
    if len(nodes) <= 1:
        return nodes[0] if nodes else None
    here = _bare(url)
    for node in nodes:
        addresses = (node.get("url"), node.get("@id"), _id_of(node.get("mainEntityOfPage")))
        if any(isinstance(address, str) and _bare(address) == here for address in addresses):
            return node
    title = fold(page_title)
    for node in nodes:
        name = node.get("headline") or node.get("name")
        if isinstance(name, str) and len(fold(name)) > 8 and fold(name) in title:
            return node
    return None


def _id_of(value: Any) -> Any:
    return value.get("@id") if isinstance(value, Mapping) else value


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address.split("#")[0].strip().lower()).rstrip("/")


def fold(text: str | None) -> str:
    """Letters and digits of a text in lower case, to compare titles."""
    return "".join(character for character in (text or "").casefold() if character.isalnum())


def _site_name(nodes: list[Node]) -> str | None:
    for node in nodes:
        if "WebSite" in types_of(node) and isinstance(node.get("name"), str):
            return one_line(plain(str(node["name"])))
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, Mapping) and isinstance(publisher.get("name"), str):
            return one_line(plain(str(publisher["name"])))
    return None


def _nodes(root: etree._Element) -> Iterator[Node]:
    count = 0
    scripts = (one for one in root.iter("script") if "ld+json" in (one.get("type") or "").lower())
    for script in islice(scripts, _MAX_SCRIPTS):
        for node in _flatten(_load(script.text), 0):
            yield node
            count += 1
            if count >= _MAX_NODES:
                return


def _load(text: str | None) -> Any:
    """A JSON document with the usual blemishes mended; None where it stays unreadable."""
    if not text or len(text) > _MAX_SCRIPT:
        return None
    text = _WRAPPER.sub("", text).strip()
    for mended in (text, _TRAILING_COMMA.sub(r"\1", text.replace("\n", " ")), html.unescape(text)):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value[:_MAX_NODES]:
            yield from _flatten(one, depth + 1)
    elif isinstance(value, Mapping):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | Mapping):
                yield from _flatten(value[key], depth + 1)


def _metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in islice(root.iter("meta"), 400):
        if meta.get("content") is None:
            continue
        content = (meta.get("content") or "")[:4000]
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = meta.get(key)
            if name:
                found.setdefault(name.strip().lower()[:100], content)
    return found


def _properties(root: etree._Element, source: str) -> dict[str, tuple[str, ...]]:
    """Values of properties in the body that machines are meant to read; long texts are left to the article's reader."""
    found: dict[str, list[str]] = {}
    elements: list[etree._Element] = []
    if "itemprop" in source:
        elements += cast("list[etree._Element]", _ITEMS(root))
    if any(sign in source for sign in ("typeof", "vocab=", 'property="dc', 'property="schema')):
        elements += cast("list[etree._Element]", _RDFA(root))
    for element in elements[:400]:
        value = element.get("content") or element.get("datetime")
        if value is None:
            value = "".join(cast("Iterable[str]", element.itertext()))[:500]
        names = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split()
        for name in names[:6]:
            key = name.rpartition(":")[2].lower()
            if line := one_line(value[:4000]):
                found.setdefault(key, []).append(line)
    return {key: tuple(values) for key, values in found.items()}
