"""Whether a page shows many posts instead of being one: by what it says of itself, its address, its structure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from parsing.pages.head import Head
from parsing.pages.structured import PAGES, Structured
from parsing.pages.words import LIST_CLASSES, LIST_NAMES, LIST_PATH, SEARCH, SINGLE_CLASSES

_PAGED = re.compile(r"[?&]paged?=\d|/page/\d|/p\d|[?&]offset=\d")
#: a slug with so many hyphens is a post's
SLUG_HYPHENS = 3
#: so many cards, and fewer words of its own, make a list
_MANY_CARDS, _OWN_WORDS = 4, 40
_BESIDE = ("nav", "aside", "footer")


def list_refusal(
    root: etree._Element, head: Head, structured: Structured, title: str | None, url: str, words: int
) -> tuple[str, str] | None:
    """(reason, sentence) for lists, tags, authors, searches; None for a page that may be a post."""
    parts = urlsplit(url)
    if head.classes & SINGLE_CLASSES or structured.article is not None:
        return None
    if re.search(r"(?:^|&)s=", parts.query) or (title and SEARCH.fullmatch(title)):
        return "search", "The page is the result of a search."
    others = sum(_leads_on(one) for one in islice(root.iter("h2", "h3", "h4"), 300))
    says_article = structured.first_meta("og:type") == "article"
    for name in sorted(structured.types & set(PAGES)):
        if not says_article and (name != "ItemList" or others >= 3):
            return PAGES[name], f"The page calls itself a {name}."
    if head.classes & LIST_CLASSES and not head.classes & {"page", "singular"}:
        return "list", f"The page calls itself {', '.join(sorted(head.classes & LIST_CLASSES))}."
    if LIST_PATH.search(parts.path) and others >= 3:
        return "list", "The address is that of a list, and the page shows several posts."
    if others >= 5 and words < 25 * others and _is_paged(root, head):
        return "list", "The page shows several posts and leads to further pages of them."
    slug = parts.path.rstrip("/").rsplit("/", 1)[-1].lower()
    if slug.count("-") < SLUG_HYPHENS and not says_article and _shows_only_others(root, slug in LIST_NAMES):
        return "list", "The page shows several posts and hardly a word of its own."
    return None


def _leads_on(heading: etree._Element) -> bool:
    """Whether a heading is, holds or stands in a link."""
    parent = heading.getparent()
    return next(heading.iter("a"), None) is not None or (parent is not None and parent.tag == "a")


def _is_paged(root: etree._Element, head: Head) -> bool:
    further = [head.link("next"), *(one.get("href") for one in root.iter("a") if one.get("rel") == "next")]
    return any(_PAGED.search(address) for address in further if address)


def _shows_only_others(root: etree._Element, named: bool) -> bool:
    """Whether a page is made of cards: linked headings, or articles with links, with what belongs to them.

    named: the address has a list's name; then points of a list that begin with a link are cards as well.
    """
    body = next(root.iter("main"), None)
    if body is None:
        body = root.find("body")
    if body is None:
        return False
    cards = _cards(body)
    if named and len(cards) < _MANY_CARDS:
        cards = [one for one in body.iter("li", "tr") if any(len(_words(link)) >= 4 for link in one.iter("a"))]
    if len(cards) < _MANY_CARDS:
        return False
    inside = {element for card in cards for element in card.iter()}
    own = 0
    for element in body.iter("p", "li", "blockquote", "td"):
        if element not in inside and next(element.iterancestors(*_BESIDE), None) is None:
            own += len(_words(element))
    return own < _OWN_WORDS


def _words(element: etree._Element) -> list[str]:
    return "".join(cast("Iterable[str]", element.itertext())).split()


def _cards(body: etree._Element) -> list[etree._Element]:
    heads = [one for one in islice(body.iter("h2", "h3", "h4"), 300) if _leads_on(one)]
    cards = [card for head in heads if (card := _card_of(head, heads)) is not None]
    if len(cards) < _MANY_CARDS:
        cards = [one for one in body.iter("article") if next(one.iter("a"), None) is not None]
    return [card for card in cards if next(card.iterancestors(*_BESIDE), None) is None]


def _card_of(head: etree._Element, heads: list[etree._Element]) -> etree._Element | None:
    """The largest element around a linked heading that holds no other."""
    card: etree._Element | None = None
    others = set(heads) - {head}
    for around in head.iterancestors():
        if any(one in others for one in around.iter("h2", "h3", "h4")):
            return card
        card = around
    return None
