"""The platform's number of the post that a page is about, by what speaks of this page and of no other.

A page shows many numbers: of cards, related posts, forms and comments. Only its body element, the links in its head,
its address and the element that holds its text are asked, and two that contradict each other are not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice
from typing import cast
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from parsing.urls import absolute

_ARTICLES = etree.XPath("//article[@id] | //div[starts-with(@id, 'post-') or starts-with(@id, 'node-')]")
_ON_BODY = re.compile(r"(?:page-node|postid|page-id)-(\d{1,12})")
_ON_ARTICLE = re.compile(r"(?:post|node)-(\d{1,12})")
#: the posts API tells terms and people by numbers of their own
_REST = re.compile(
    r"/wp/v2/(?!(?:categories|tags|users|comments|taxonomies)/)[a-z][a-z0-9_-]{1,40}/(\d{1,12})(?:[/?&]|$)"
)
_JOOMLA_PATH = re.compile(r"/(\d{1,9})-[^/]+/?$")
_JOOMLA_ID = re.compile(r"(\d{1,9})(?::.*)?", re.DOTALL)
_NODE_PATH = re.compile(r"/node/(\d{1,12})(?:/|$)")
_JOOMLA_LISTS = frozenset({"view-category", "view-categories", "view-featured", "view-archive"})
_BESIDE = frozenset({"aside", "nav", "footer"})
_HEADINGS = ("h1", "h2", "h3")


def own_number(root: etree._Element, classes: frozenset[str], links: Iterable[tuple[str, str]], url: str) -> str | None:
    """The number that all who speak of this page agree on; without any of them, the number of the element of its text.

    classes: of the body element, lower case. links: (rel, absolute address) of the head. url: of the page.
    """
    said = {number.lstrip("0") for number in chain(_of_body(classes), _of_links(links, url), _of_address(classes, url))}
    said.discard("")
    if said:
        return said.pop() if len(said) == 1 else None
    return _of_article(root, url)


def _of_body(classes: frozenset[str]) -> Iterable[str]:
    return (found[1] for name in classes if (found := _ON_BODY.fullmatch(name)))


def _of_links(links: Iterable[tuple[str, str]], url: str) -> Iterable[str]:
    for rel, address in links:
        if _host(address) != _host(url):
            continue  # the number of another system, which published the post first
        if rel == "shortlink" and (number := _short(address)):
            yield number
        if rel == "alternate" and (found := _REST.search(address)):
            yield found[1]


def _of_address(classes: frozenset[str], url: str) -> Iterable[str]:
    """Joomla's: the slug may change, and the number before it stays."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    if query.get("option") == ["com_content"] and query.get("view") == ["article"]:
        if found := _JOOMLA_ID.fullmatch(query.get("id", [""])[0]):
            yield found[1]
    elif "com_content" in classes and not classes & _JOOMLA_LISTS and (found := _JOOMLA_PATH.search(parts.path)):
        yield found[1]


def _of_article(root: etree._Element, url: str) -> str | None:
    """The number of the only numbered element, if that holds the page's title or most of its text, and is no card."""
    elements = cast("list[etree._Element]", _ARTICLES(root))[:50]
    numbered = [(found[1], one) for one in elements if (found := _ON_ARTICLE.fullmatch(one.get("id") or ""))]
    if len({number for number, _ in numbered}) != 1:
        return None
    number, element = numbered[0]
    if any(one.tag in _BESIDE for one in element.iterancestors()) or _leads_on(element, url):
        return None
    holds_title = next(element.iter("h1"), None) is not None
    return number if holds_title or _holds_most(element, root) else None


def _leads_on(element: etree._Element, url: str) -> bool:
    """Whether the heading links another page, as that of a card does."""
    heading = next(element.iter(*_HEADINGS), None)
    if heading is None:
        return False
    around = chain(heading.iter("a"), islice(heading.iterancestors("a"), 1))
    addresses = (absolute(url, one.get("href") or "") for one in islice(around, 5) if one.get("href"))
    return any(address is not None and _place(address) != _place(url) for address in addresses)


def _holds_most(element: etree._Element, root: etree._Element) -> bool:
    if any(True for _ in root.iter("p")):
        return 2 * sum(map(_length, element.iter("p"))) >= sum(map(_length, root.iter("p")))
    body = root.find("body")
    return 2 * _length(element) >= _length(root if body is None else body)


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in cast("Iterable[str]", element.itertext("*")))


def _short(address: str) -> str | None:
    parts = urlsplit(address)
    if found := _NODE_PATH.search(parts.path):
        return found[1]
    query = parse_qs(parts.query)
    values = (query.get(name, [""])[0] for name in ("p", "page_id"))
    return next((one for one in values if one.isascii() and one.isdigit() and len(one) <= 12), None)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _place(address: str) -> tuple[str, str]:
    return _host(address), urlsplit(address).path.rstrip("/")
