"""Microdata and RDFa as objects of the form that JSON-LD has, each with the element that it stands in.

Microdata: itemscope, itemtype, itemprop (WHATWG HTML, 5). RDFa: typeof, property, rel (RDFa Lite 1.1, and what Drupal 7
writes in the manner of RDFa 1.0). Only what posts need: no itemref, no prefixes beyond the usual ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, Literal, cast

from lxml import etree

from parsing.pages.about import Node
from parsing.text import one_line
from parsing.urls import absolute

_MICRODATA = etree.XPath("//*[@itemscope or @itemprop]")
_RDFA = etree.XPath("//*[@typeof or ((@property or @rel) and not(self::meta or self::link))]")
_RDFA_SIGNS = ("typeof=", "vocab=", 'property="dc', 'property="schema')
#: elements with such attributes that are looked at, and values of one property that are kept
_MAX_ELEMENTS, _MAX_VALUES, _MAX_LENGTH = 500, 50, 500
#: properties whose value is the address; everywhere else people mean the words
_ADDRESSES = frozenset({"url", "image", "mainentityofpage", "thumbnailurl", "contenturl", "associatedmedia"})
#: long texts, which the article's own reader reads
_TEXTS = frozenset({"articlebody", "text", "encoded"})
#: other vocabularies' words for schema.org's, and its own in the case in which they are written
_SCHEMA = """
    headline name url image author creator publisher description keywords about articleSection mainEntityOfPage
    datePublished dateCreated dateModified thumbnailUrl contentUrl caption startDate endDate eventStatus location
    address streetAddress addressLocality addressRegion postalCode offers inLanguage alternativeHeadline
"""
_WORDS = {name.lower(): name for name in _SCHEMA.split()} | {
    "title": "headline",
    "has_creator": "author",
    "subject": "keywords",
    "created": "dateCreated",
    "issued": "datePublished",
    "modified": "dateModified",
}
_RELATIONS = frozenset({"has_creator", "author", "creator", "subject"})


@dataclass(slots=True)
class Marked:
    """One object of a page, and where it stands. values: as JSON-LD has them."""

    element: etree._Element
    origin: Literal["microdata", "rdfa"]
    values: dict[str, Any] = field(default_factory=dict)
    #: it is a value of another object
    is_part: bool = False


def marked_nodes(root: etree._Element, source: str, url: str) -> list[Marked]:
    """The objects of a page that are no parts of others, in order. source: the page as text, asked first."""
    found: list[Marked] = []
    if "itemscope" in source:
        found += _objects(_MICRODATA, root, "microdata", url)
    if bears_rdfa(source):
        found += _objects(_RDFA, root, "rdfa", url)
    return [one for one in found if not one.is_part]


@lru_cache(maxsize=1)  # asked twice of each page
def bears_rdfa(source: str) -> bool:
    """Whether a page's text holds any sign of RDFa."""
    return any(sign in source for sign in _RDFA_SIGNS)


def _objects(search: etree.XPath, root: etree._Element, origin: Literal["microdata", "rdfa"], url: str) -> list[Marked]:
    scopes: dict[etree._Element, Marked] = {}
    scope_mark = "itemscope" if origin == "microdata" else "typeof"
    for element in islice(cast("list[etree._Element]", search(root)), _MAX_ELEMENTS):
        owner = next((scopes[one] for one in element.iterancestors() if one in scopes), None)
        names = _names(element, origin)
        value: Any = None
        if element.get(scope_mark) is not None:
            scopes[element] = value = _begun(element, origin, url)
            if origin == "rdfa" and element.get("about") is not None:
                owner, value = scopes[element], None  # RDFa 1.0: the property is the new object's own
        for name in names if owner is not None else ():
            _add(cast("Marked", owner), name, value, element, url)
    for one in scopes.values():
        for name, values in one.values.items():
            if len(values) == 1 and isinstance(values, list) and name != "@type":
                one.values[name] = values[0]
    return list(scopes.values())


def _begun(element: etree._Element, origin: Literal["microdata", "rdfa"], url: str) -> Marked:
    types = element.get("itemtype") if origin == "microdata" else element.get("typeof")
    address = element.get("itemid") or element.get("about") or element.get("resource")
    values: dict[str, Any] = {"@type": (types or "")[:_MAX_LENGTH].split()}
    if address and (found := absolute(url, address[:2000])):
        values["@id"] = found
    return Marked(element, origin, values)


def _names(element: etree._Element, origin: str) -> list[str]:
    """Properties that an element gives, as schema.org calls them."""
    if origin == "microdata":
        given = (element.get("itemprop") or "")[:_MAX_LENGTH].split()
    else:
        relations = (element.get("rel") or "")[:_MAX_LENGTH].split()
        given = (element.get("property") or "")[:_MAX_LENGTH].split()
        given += [one for one in relations if ":" in one and one.rpartition(":")[2] in _RELATIONS]
    bare = [name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2].lower() for name in given[:6]]
    return list(dict.fromkeys(_WORDS.get(name, name) for name in bare if name not in _TEXTS))


def _add(owner: Marked, name: str, part: Marked | None, element: etree._Element, url: str) -> None:
    value: Node | str | None
    if part is not None and part is not owner:
        part.is_part, value = True, part.values
    else:
        value = _value(element, name, url)
    values = owner.values.setdefault(name, [])
    if value and isinstance(values, list) and len(values) < _MAX_VALUES:
        values.append(value)


def _value(element: etree._Element, name: str, url: str) -> str | None:
    """What an element says: for machines first, the address where one is meant, else its words."""
    given = element.get("content") or element.get("datetime")
    if name.lower() in _ADDRESSES:
        given = given or element.get("href") or element.get("resource") or element.get("src") or element.get("data-src")
        return absolute(url, given[:2000]) if given else None
    if given is None:
        pieces: list[str] = []
        for piece in islice(cast("Iterable[str]", element.itertext()), 100):
            pieces.append(piece[:_MAX_LENGTH])
        given = "".join(pieces)
    return one_line(given[:_MAX_LENGTH])
