"""Whether a page shows many posts instead of being one: by what it says of itself, its address, its structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import cast
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from parsing.lists import read_list
from parsing.pages.claims import claims_article
from parsing.pages.head import Head
from parsing.pages.structured import PAGES, Structured
from parsing.pages.words import LIST_CLASSES, LIST_NAMES, LIST_PATH, SEARCH, SINGLE_CLASSES
from parsing.urls import absolute

_PAGED = re.compile(r"[?&]paged?=\d|/page/\d|/p\d|[?&]offset=\d")
#: a slug with so many hyphens is a post's
SLUG_HYPHENS = 3
#: so many cards, and fewer words of its own, make a list
_MANY_CARDS, _OWN_WORDS = 4, 40
#: words of a card that is a text
_TEXT_WORDS = 60
_BESIDE = ("nav", "aside", "footer")
#: characters of text and elements beyond which a page is not read as a list
_MOST_TEXT, _MOST_ELEMENTS = 50_000, 8_000
#: the zone of days that are only counted
_ANY_ZONE = ZoneInfo("UTC")
_TERM_PATH = re.compile(r"/(?:category|categories|categoria|tags?|etiqueta|authors?|autor|topics?|term)/[^/]+/?$", re.I)
#: rows of links from which on they are a table of contents
_MANY_ROWS = 8
#: words of such a row beside its link: a day, an author
_WORDS_OF_ROW = 8


def list_refusal(
    root: etree._Element, head: Head, structured: Structured, title: str | None, url: str, text: str
) -> tuple[str, str] | None:
    """(reason, sentence) for lists, tags, authors, searches; None for a page that may be a post.

    text: of the article, as read.
    """
    parts, words = urlsplit(url), len(text.split())
    if head.classes & SINGLE_CLASSES or structured.article is not None:
        return None
    if re.search(r"(?:^|&)s=", parts.query) or (title and SEARCH.fullmatch(title)):
        return "search", "The page is the result of a search."
    others = sum(_leads_on(one) for one in islice(root.iter("h2", "h3", "h4"), 300))
    says_article = claims_article(head, structured)
    for name in sorted(structured.types & set(PAGES)):
        if not says_article and (name != "ItemList" or others >= 3):
            return PAGES[name], f"The page calls itself a {name}."
    if head.classes & LIST_CLASSES and not head.classes & {"page", "singular"}:
        names = sorted(head.classes & LIST_CLASSES)
        return _reason_of(" ".join(names)), f"The page calls itself {', '.join(names)}."
    path = LIST_PATH.search(parts.path)
    if path and others >= 3:
        return _reason_of(path[0]), "The address is that of a list, and the page shows several posts."
    if others >= 5 and words < 25 * others and _is_paged(root, head):
        return "list", "The page shows several posts and leads to further pages of them."
    slug = parts.path.rstrip("/").rsplit("/", 1)[-1].lower()
    is_short = slug.count("-") <= 1 and len((title or "").split()) <= 3
    if is_short and not says_article and _is_table_of_contents(root, url):
        return _reason_of(parts.path), "The page is a table of links to the site's own pages."
    if slug.count("-") < SLUG_HYPHENS and not says_article and _shows_only_others(root, url, slug in LIST_NAMES):
        return _reason_of(parts.path), "The page shows several posts and hardly a word of its own."
    if not says_article and (path or slug.partition(".")[0] in LIST_NAMES) and _lists_others(root, title, url, text):
        return _reason_of(parts.path), "At the address of a list, the page shows posts and hardly a word of its own."
    return None


def _lists_others(root: etree._Element, title: str | None, url: str, text: str) -> bool:
    """Whether the list that a page shows is all that it is: dated entries with pages of their own. Of a tag or an
    author, whose name is the title, one entry is enough."""
    if len(text) > _MOST_TEXT or next(islice(root.iter(), _MOST_ELEMENTS, None), None) is not None:
        return False  # beyond all reason, and dear to read
    found = read_list(root, url, _ANY_ZONE, None, {"block": title} if title else None).entries
    entries = [one for one in found if one.is_main and one.url and not one.points_out]
    name = re.findall(r"[^\W_]+", unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].lower())
    is_term = _TERM_PATH.search(urlsplit(url).path) and name == re.findall(r"[^\W_]+", (title or "").casefold())
    if len(entries) < (1 if is_term else 2) or sum(one.published is not None for one in entries) * 2 < len(entries):
        return False
    told = " ".join(f"{one.title or ''} {one.teaser or ''} {one.body or ''}" for one in entries)
    own = Counter(text.split()) - Counter(told.split())
    return own.total() < _OWN_WORDS


def _reason_of(said: str) -> str:
    """Which sort of list it is, by a path or by classes."""
    names = set(re.split(r"[\W_]+", said.lower()))
    if names & {"author", "authors", "autor"}:
        return "author"
    if "search" in names:
        return "search"
    return "tag" if names & {"tag", "tags", "etiqueta", "topic", "topics", "term"} else "list"


def _leads_on(heading: etree._Element) -> bool:
    """Whether a heading is, holds or stands in a link."""
    parent = heading.getparent()
    return next(heading.iter("a"), None) is not None or (parent is not None and parent.tag == "a")


def _is_paged(root: etree._Element, head: Head) -> bool:
    further = [head.link("next"), *(one.get("href") for one in root.iter("a") if one.get("rel") == "next")]
    return any(_PAGED.search(address) for address in further if address)


def _shows_only_others(root: etree._Element, url: str, named: bool) -> bool:
    """Whether a page is made of cards: linked headings, or articles with links, with what belongs to them.

    named: the address has a list's name; then points of a list that begin with a link are cards as well.
    """
    mains = list(islice(root.iter("main"), 2))
    body = mains[0] if len(mains) == 1 else root.find("body")
    if body is None:
        return False
    cards = _cards(body, url)
    if named and len(cards) < _MANY_CARDS:
        cards = [one for one in body.iter("li", "tr") if any(len(_words(link)) >= 4 for link in one.iter("a"))]
    if len(cards) < _MANY_CARDS:
        return False
    inside = {element for card in cards for element in (*card.iter(), *card.iterancestors("td", "li"))}
    own = 0
    for element in body.iter("p", "li", "blockquote", "td"):
        if element not in inside and next(element.iterancestors(*_BESIDE), None) is None:
            own += len(_words(element))
    return own < _OWN_WORDS


def _is_table_of_contents(root: etree._Element, url: str) -> bool:
    """Whether rows, each of them hardly more than a link to another page of the site, are nearly all that is there."""
    body = root.find("body")
    rows = own = linked = 0
    host = urlsplit(url).netloc
    sizes: dict[etree._Element, int] = {}
    for link in islice(root.iter("a"), 1000):
        title = _words(link)
        if len(title) < 3 or next(link.iterancestors(*_BESIDE), None) is not None:
            continue
        row = next((one for one in link.iterancestors() if one.tag not in ("span", "b", "strong", "font")), None)
        if row is None:
            continue
        if row not in sizes:
            sizes[row] = len(_words(row))
        if sizes[row] > len(title) + _WORDS_OF_ROW:
            continue
        rows += 1
        linked += len(title)
        own += urlsplit(absolute(url, link.get("href") or "") or "").netloc == host
    if body is None or rows < _MANY_ROWS or own < 0.8 * rows:
        return False
    bars = sum(len(_words(one)) for one in body.iter(*_BESIDE))
    return len(_words(body)) - bars - linked < _WORDS_OF_ROW * rows + _OWN_WORDS


def _words(element: etree._Element) -> list[str]:
    return "".join(cast("Iterable[str]", element.itertext())).split()


def _cards(body: etree._Element, url: str) -> list[etree._Element]:
    heads = [one for one in islice(body.iter("h2", "h3", "h4"), 300) if _leads_on(one)]
    cards = [card for head in heads if (card := _card_of(head, heads)) is not None]
    if len(cards) < _MANY_CARDS:
        cards = _article_cards(body, url)
    return [card for card in cards if next(card.iterancestors(*_BESIDE), None) is None]


def _article_cards(body: etree._Element, url: str) -> list[etree._Element]:
    """The innermost articles with links: what holds other articles is a frame of them, and may be the post. Nor is a
    card what alone among them is a text, unless its title leads to another page: the others are shown below it.
    """
    linked = [one for one in body.iter("article") if next(one.iter("a"), None) is not None]
    frames = {around for one in linked for around in one.iterancestors("article")}
    cards = [one for one in linked if one not in frames]
    texts = [one for one in cards if len(_words(one)) >= _TEXT_WORDS]
    if len(texts) != 1 or _is_entitled_elsewhere(texts[0], url):
        return cards
    return [one for one in cards if one is not texts[0]]


def _is_entitled_elsewhere(card: etree._Element, url: str) -> bool:
    """Whether the first heading of a card is a link to another page: it tells of a post that stands there."""
    head = next(card.iter("h1", "h2", "h3", "h4"), None)
    link = None if head is None else next(head.iter("a"), None)
    address = None if link is None else absolute(url, link.get("href") or "")
    return address is not None and address.partition("#")[0].rstrip("/") != url.partition("#")[0].rstrip("/")


def _card_of(head: etree._Element, heads: list[etree._Element]) -> etree._Element | None:
    """The largest element around a linked heading that holds no other."""
    card: etree._Element | None = None
    others = set(heads) - {head}
    for around in head.iterancestors():
        if any(one in others for one in around.iter("h2", "h3", "h4")):
            return card
        card = around
    return None
