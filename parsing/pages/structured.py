"""What a page says of itself for machines: JSON-LD, meta elements (Open Graph and others), microdata and RDFa.

Everything is hostile until proven: wrong types are passed over field by field, sizes and depths are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

from lxml import etree

from parsing.pages.about import Node, first_text, own_node, types_of
from parsing.pages.bylines import people, person
from parsing.pages.json_ld import json_nodes
from parsing.pages.marked import Marked, bears_rdfa, marked_nodes
from parsing.text import one_line, plain

#: schema.org types of a page's one piece of writing; subtypes that end in "Article" or "Posting" count too
ARTICLES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "Report", "SocialMediaPosting", "PressRelease", "Newsarticle"}
)
#: and what themes and systems write in microdata and RDFa of it
_MARKED_ARTICLES = ARTICLES | {"CreativeWork", "Item", "Document", "BlogPost"}
#: types of pages that show many things or none
PAGES = {
    "CollectionPage": "list",
    "Blog": "list",
    "ItemList": "list",
    "SearchResultsPage": "search",
    "ProfilePage": "author",
    "ContactPage": "page",
    "AboutPage": "page",
}
_AUTHOR_META = ("author", "article:author", "article:author_name", "dc.creator", "dc:creator", "parsely-author", "byl")
#: meta elements that may stand several times, one term in each
_TERM_META = frozenset(
    {"article:tag", "article:section", "og:article:tag", "parsely-tags", "news_keywords", "dc:subject"}
)


@dataclass(frozen=True, slots=True)
class Structured:
    """What the machine-readable parts say; None or empty where they are silent.

    article: the JSON-LD node of the one piece of writing. event: likewise of the one event. page: of the page itself.
    types: all types of nodes. meta: lower-case name -> first content of meta elements. items: microdata and RDFa
    property -> values. marked: the article as microdata or RDFa has it, in the form of JSON-LD; marked_origin: which.
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
    marked: Node | None = None
    marked_origin: str = "microdata"
    #: contents of meta elements for tags and sections
    terms: tuple[str, ...] = ()

    def text(self, *keys: str) -> str | None:
        """The first of the article's properties, or else of the page's, that is a text, on one line."""
        return next((line for node in (self.article, self.page) if (line := text_in(node, keys))), None)

    def told(self, *keys: str) -> tuple[str, str] | None:
        """Likewise, or else of the marked article's; with where it was read: json_ld, microdata or rdfa."""
        if line := self.text(*keys):
            return line, "json_ld"
        line = text_in(self.marked, keys)
        return (line, self.marked_origin) if line else None

    def first_meta(self, *names: str) -> str | None:
        """The first meta element of those names that says anything."""
        return next((value for name in names if (value := one_line(self.meta.get(name)))), None)

    def first_item(self, *names: str) -> str | None:
        """The first microdata or RDFa property of those names."""
        return next((values[0] for name in names if (values := self.items.get(name))), None)

    def author(self) -> tuple[str, str] | None:
        """The author by JSON-LD, microdata or RDFa, else by meta elements; never an account name. With where."""
        for node, origin in ((self.article, "json_ld"), (self.marked, self.marked_origin)):
            given = (node.get("author") or node.get("creator")) if node else None
            if found := people(self._names(given, 0)):
                return found, origin
        told = person(self.first_meta(*_AUTHOR_META))
        return (told, "meta") if told else None

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


def text_in(node: Node | None, keys: Iterable[str]) -> str | None:
    """The first of an object's properties that is a text, on one line."""
    for key in keys if node else ():
        value = first_text(cast("Node", node).get(key))
        if value and (line := one_line(plain(value))):
            return line
    return None


_ITEMS = etree.XPath("//*[@itemprop]")
_RDFA = etree.XPath("//*[@property][not(self::meta)]")


def read_structured(root: etree._Element, source: str, url: str, page_title: str | None) -> Structured:
    """Everything a page says for machines.

    source: the page as text, to see quickly what need not be searched for in the tree. page_title: of `<title>`, to
    tell the page's own article from others'.
    """
    nodes = list(json_nodes(root))
    marked = marked_nodes(root, source, url)
    meta, terms = _metas(root)
    addresses: tuple[str, ...] = (url,)
    titles: tuple[str, ...] = ()
    if nodes or marked:
        addresses, titles = _own_addresses(root, meta, url), _own_titles(root, meta, page_title)
    own, others = _own_marked(marked, addresses, titles)
    events = [node for node in nodes if _is_event(types_of(node))]
    marked_events = [one.values for one in marked if _is_event(types_of(one.values))]
    return Structured(
        article=own_node([node for node in nodes if _is_article(types_of(node))], addresses, titles),
        event=own_node(events, addresses, titles) or own_node(marked_events, addresses, titles, sure=True),
        page=own_node([node for node in nodes if _is_page(types_of(node))], addresses, ()),
        types=frozenset(name for node in nodes for name in types_of(node)),
        site_name=_site_name(nodes),
        meta=meta,
        items=_properties(root, source, others),
        by_id={str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1},
        marked=own.values if own else None,
        marked_origin=own.origin if own else "microdata",
        terms=terms,
    )


def _own_addresses(root: etree._Element, meta: Mapping[str, str], url: str) -> tuple[str, ...]:
    """The page's address and what it calls its own; a hint that is good enough to tell objects apart."""
    links = islice(root.iter("link"), 200)
    canonical = (link.get("href") or "" for link in links if (link.get("rel") or "").lower() == "canonical")
    return tuple(one[:3000] for one in (url, meta.get("og:url") or "", *islice(canonical, 1)) if one)


def _own_titles(root: etree._Element, meta: Mapping[str, str], page_title: str | None) -> tuple[str, ...]:
    headings = ("".join(islice(cast("Iterable[str]", one.itertext()), 20)) for one in islice(root.iter("h1"), 4))
    return tuple(one[:1000] for one in (page_title, meta.get("og:title"), *headings) if one)


def _own_marked(
    marked: list[Marked], addresses: tuple[str, ...], titles: tuple[str, ...]
) -> tuple[Marked | None, frozenset[etree._Element]]:
    """The article of microdata or RDFa, and the elements of other articles and events."""
    articles = [one for one in marked if _is_article(types_of(one.values), _MARKED_ARTICLES)]
    if not articles:
        return None, frozenset()
    for origin in ("microdata", "rdfa"):
        candidates = [one for one in articles if one.origin == origin]
        chosen = own_node([one.values for one in candidates], addresses, titles)
        if chosen is not None:
            firsts = [one for one in candidates if own_node([one.values], addresses, titles, sure=len(candidates) > 1)]
            others = frozenset(one.element for one in articles if one not in firsts)
            return Marked(firsts[0].element, firsts[0].origin, dict(chosen)) if firsts else None, others
    return None, frozenset(one.element for one in articles)


def _is_article(names: list[str], types: frozenset[str] = ARTICLES) -> bool:
    if "Comment" in names:
        return False
    return any(name in types or name.endswith(("Article", "Posting")) for name in names if name != "JobPosting")


def _is_event(names: list[str]) -> bool:
    return any(name.endswith("Event") for name in names)


def _is_page(names: list[str]) -> bool:
    return "WebPage" in names or "ItemPage" in names


def _site_name(nodes: list[Node]) -> str | None:
    for node in nodes:
        if "WebSite" in types_of(node) and isinstance(node.get("name"), str):
            return one_line(plain(str(node["name"])))
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, Mapping) and isinstance(publisher.get("name"), str):
            return one_line(plain(str(publisher["name"])))
    return None


def _metas(root: etree._Element) -> tuple[dict[str, str], tuple[str, ...]]:
    """The first content of each meta element by its name; and all contents of those that give tags."""
    found: dict[str, str] = {}
    terms: list[str] = []
    for meta in islice(root.iter("meta"), 400):
        if meta.get("content") is None:
            continue
        content = (meta.get("content") or "")[:4000]
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = meta.get(key)
            if name:
                lower = name.strip().lower()[:100]
                found.setdefault(lower, content)
                if lower in _TERM_META:
                    terms.append(content)
    return found, tuple(terms[:100])


def _properties(
    root: etree._Element, source: str, others: frozenset[etree._Element] = frozenset()
) -> dict[str, tuple[str, ...]]:
    """Values of properties in the body that machines are meant to read; long texts are left to the article's reader.

    others: elements of other articles, whose properties do not count.
    """
    found: dict[str, list[str]] = {}
    elements: list[etree._Element] = []
    if "itemprop" in source:
        elements += cast("list[etree._Element]", _ITEMS(root))
    if bears_rdfa(source) or "typeof" in source:
        elements += cast("list[etree._Element]", _RDFA(root))
    for element in elements[:400]:
        if others and not others.isdisjoint(element.iterancestors()):
            continue
        value = element.get("content") or element.get("datetime")
        if value is None:
            value = "".join(islice(cast("Iterable[str]", element.itertext()), 200))[:500]
        names = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split()
        for name in names[:6]:
            key = name.rpartition(":")[2].lower()
            if line := one_line(value[:4000]):
                found.setdefault(key, []).append(line)
    return {key: tuple(values) for key, values in found.items()}
