"""What a page's head and body element say plainly: title, language, own address, number, wishes of its robots lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import cast
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from parsing.languages import language_code
from parsing.pages.structured import Structured
from parsing.text import one_line
from parsing.urls import absolute

#: relations that anybody asks for
_RELATIONS = frozenset({"canonical", "shortlink", "next", "alternate"})
_ARTICLE_IDS = etree.XPath("//article[@id] | //div[starts-with(@id, 'post-') or starts-with(@id, 'node-')]")
_WORDPRESS_JSON = re.compile(r"/wp/v2/(?:posts|pages|[a-z][a-z0-9_-]{1,40})/(\d{1,12})(?:[/?&]|$)")
_NUMBERED = re.compile(r"(?:page-node|postid|page-id|attachmentid|post|node)-(\d{1,12})")
_JOOMLA_PATH = re.compile(r"/(\d{1,9})-[^/]+/?$")
_NODE_PATH = re.compile(r"/node/(\d{1,12})(?:/|$)")


@dataclass(frozen=True, slots=True)
class Head:
    """title: of `<title>`. classes: of the body element, lower case. links: (rel, absolute address) in order."""

    title: str | None
    language: str | None
    classes: frozenset[str]
    links: tuple[tuple[str, str], ...]
    robots: frozenset[str]
    external_id: str | None
    #: what relative addresses of the page rest on
    base: str = ""

    def link(self, rel: str) -> str | None:
        """The first link of that relation."""
        return next((address for name, address in self.links if name == rel), None)


def read_head(root: etree._Element, url: str, structured: Structured) -> Head:
    """The plain facts of a page. Nothing in it fails; what is not said is None or empty."""
    titles = islice((one for one in root.iter("title") if next(one.iterancestors("svg"), None) is None), 20)
    body = root.find("body")
    classes = frozenset((body.get("class") or "").lower().split()[:200]) if body is not None else frozenset[str]()
    links = tuple(_links(root, url))
    return Head(
        title=next((text for text in map(_text, titles) if text), None),
        language=_language(root, structured),
        classes=classes,
        links=links,
        robots=_robots(structured),
        external_id=_external_id(root, classes, links, url),
        base=_base(root, url),
    )


def _text(element: etree._Element) -> str | None:
    return one_line("".join(cast("Iterable[str]", element.itertext()))[:2000])


def _base(root: etree._Element, url: str) -> str:
    base = root.find(".//base")
    return (absolute(url, (base.get("href") or "")[:2000]) if base is not None else None) or url


def _links(root: etree._Element, url: str) -> Iterable[tuple[str, str]]:
    here = _base(root, url)
    for link in islice(root.iter("link"), 200):
        rels = [rel for rel in (link.get("rel") or "").lower().split()[:4] if rel in _RELATIONS]
        address = absolute(here, link.get("href") or "") if rels else None
        if address:
            for rel in rels:
                yield rel, address


def _language(root: etree._Element, structured: Structured) -> str | None:
    """By the html element, else by what its meta elements say; the content itself is asked elsewhere."""
    said = (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        structured.text("inLanguage"),
        structured.first_meta("content-language", "language", "dc.language", "og:locale"),
    )
    return next((code for code in map(language_code, said) if code), None)


def _robots(structured: Structured) -> frozenset[str]:
    words: set[str] = set()
    for name in ("robots", "googlebot"):
        words |= set(re.split(r"[\s,]+", (structured.meta.get(name) or "").lower()))
    return frozenset(words | {"noindex", "nofollow"} if "none" in words else words)


def _external_id(
    root: etree._Element, classes: frozenset[str], links: Iterable[tuple[str, str]], url: str
) -> str | None:
    """The platform's number: core's classes on body, the short link, the posts API's link, Joomla's paths (whose slug
    may change and whose number stays), the only article's id.
    """
    for prefix in ("page-node", "postid", "page-id"):
        numbers = {found[1] for name in classes if name.startswith(prefix) and (found := _NUMBERED.fullmatch(name))}
        if len(numbers) == 1:
            return numbers.pop()
    for rel, address in links:
        if rel == "shortlink" and (number := _number_in(address)):
            return number
        if rel == "alternate" and (found := _WORDPRESS_JSON.search(address)):
            return found[1]
    if found := _JOOMLA_PATH.search(urlsplit(url).path) if "com_content" in classes else None:
        return found[1]
    ids = {
        found[1]
        for element in cast("list[etree._Element]", _ARTICLE_IDS(root))[:50]
        if (found := _NUMBERED.fullmatch(element.get("id") or ""))
    }
    return ids.pop() if len(ids) == 1 else None


def _number_in(address: str) -> str | None:
    parts = urlsplit(address)
    if found := _NODE_PATH.search(parts.path):
        return found[1]
    query = parse_qs(parts.query)
    for name in ("p", "page_id"):
        value = query.get(name, [""])[0]
        if value.isascii() and value.isdigit() and len(value) <= 12:
            return value
    return None
