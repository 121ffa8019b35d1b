"""The links of a page, each with its words, and what counts as lying below a site's home. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from parsing.text import one_line
from parsing.urls import absolute, registrable
from parsing.words import is_all

#: links of one page that are looked at
MAX_LINKS = 3_000


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page. text: what it reads, or its picture's or label's words; in_menu: it stands in a menu."""

    url: str
    text: str
    in_menu: bool


def links_of(root: etree._Element, url: str) -> list[Link]:
    """The links of a page in order, each address once, with the best of its texts."""
    base = next((absolute(url, one.get("href") or "") or url for one in root.iter("base")), url)
    found: dict[str, Link] = {}
    for number, element in enumerate(root.iter("a", "area")):
        if number >= MAX_LINKS:
            break
        address = absolute(base, element.get("href") or "")
        if address is None:
            continue
        address = address.partition("#")[0]
        text = _text_of(element)
        known = found.get(address)
        if known is None or (not known.text and text) or (is_all(text) and not is_all(known.text)):
            found[address] = Link(address, text, _is_in_menu(element) or bool(known and known.in_menu))
    return list(found.values())


def is_under(address: str, scope: str) -> bool:
    """Whether an address lies at or below another one, scheme and www. aside."""
    upper, lower = urlsplit(scope), urlsplit(address)
    same_host = upper.netloc.lower().removeprefix("www.") == lower.netloc.lower().removeprefix("www.")
    prefix = upper.path.rstrip("/").lower()
    path = lower.path.lower()
    return same_host and path.startswith(prefix) and path[len(prefix) :][:1] in {"", "/"}


def is_within(address: str, scope: str) -> bool:
    """Whether an address belongs to a site: below its home, or on another host of its domain where the home is all of
    its host (a blog at blog.example.org)."""
    if is_under(address, scope):
        return True
    whole = not urlsplit(scope).path.strip("/")
    return whole and registrable(urlsplit(address).netloc) == registrable(urlsplit(scope).netloc)


def _text_of(element: etree._Element) -> str:
    """What a link reads; for a picture its alternative text, else its label. Bounded."""
    text = one_line("".join(_some(element.itertext(), 40))[:400])
    if not text:
        text = one_line(" ".join(one.get("alt") or "" for one in element.iter("img"))[:200])
    return text or one_line(element.get("aria-label") or element.get("title")) or ""


def _some(texts: Iterable[str | bytes], most: int) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number >= most:
            return
        yield str(text)


def _is_in_menu(element: etree._Element) -> bool:
    """Whether a link stands in a menu: an element that says so, or an item of a list in the page's header."""
    for number, above in enumerate(element.iterancestors()):
        if above.tag in {"nav", "header"} or above.get("role") in {"navigation", "menubar", "menu", "banner"}:
            return True
        if number > 14:
            break
    return False
