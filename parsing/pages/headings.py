"""The headings of a page as words: visible ones, not those of menus, without the signs that lead to themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from parsing.counters import without_signs
from parsing.pages.about import fold
from parsing.pages.site_names import leads_home
from parsing.rendering import is_hidden, render
from parsing.text import one_line, plain

_MARKED = etree.XPath("//*[@itemprop='headline' or @itemprop='name' or @id='page-title' or @data-hook='post-title']")
_BARS = frozenset({"nav", "footer", "aside"})
#: what a link in a heading says that leads to the heading itself or to its editor
_SIGN_WORDS = re.compile(
    r"(?:permalink|permanent link|direct link|link to this|copy link|anchor|enlace permanente|edit|editar)"
    r"\b.{0,300}",
    re.IGNORECASE,
)
_MAX_TITLE, _MAX_HEADINGS = 500, 300
#: where no title stands of which `<title>` is a part: menus, crumbs and rows of links
_NO_PLACE = frozenset({"nav", "aside", "footer", "ul", "ol", "select", "form", "head", "title", "script", "noscript"})
_PLAIN = (
    "div",
    "span",
    "p",
    "b",
    "strong",
    "font",
    "td",
    "th",
    "a",
    "em",
    "center",
    "big",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
)
#: words that an address and a heading share with every other
_SMALL = frozenset(
    "the a an of and for to in on at with by from is are el la los las de del y en por para un una".split()
)

Heading = tuple[str, etree._Element]


def visible_headings(root: etree._Element, url: str) -> list[Heading]:
    """h1 to h3 with their words, and what is marked as headline where there is no h1; not the site's linked name."""
    found = list(islice(root.iter("h1", "h2", "h3"), _MAX_HEADINGS))
    headings = list(_visible(found, url))
    if not any(heading.tag == "h1" for _, heading in headings):
        headings += _visible(cast("list[etree._Element]", _MARKED(root))[:_MAX_HEADINGS], url)
    return headings


def smaller_headings(root: etree._Element, url: str) -> list[Heading]:
    """h4 to h6: titles on pages that have no others."""
    return list(_visible(list(islice(root.iter("h4", "h5", "h6"), _MAX_HEADINGS)), url))


def heading_text(element: etree._Element) -> str | None:
    """The words of a heading on one line, without the sign that leads to itself: "Title ¶", "Title #", "Title edit"."""
    signs = {link for link in islice(element.iter("a"), 20) if link is not element and _is_sign(link)}
    whole = one_line(plain(element))
    text = one_line(plain(render(element, lambda one: one in signs))) if signs else whole
    return without_signs(text) if text else whole


def _is_sign(link: etree._Element) -> bool:
    words = one_line("".join(islice(cast("Iterable[str]", link.itertext()), 20))[:400]) or ""
    if not fold(words):
        return True
    inside = (link.get("href") or "").startswith("#") or "edit" in (link.get("href") or "")
    return inside and _SIGN_WORDS.fullmatch(words.strip("[] ")) is not None


def _visible(found: list[etree._Element], url: str) -> Iterator[Heading]:
    """Headings with their texts, without those in menus, sidebars and footers, and the site's own name."""
    for element in found:
        if is_hidden(element) or element.tag in ("meta", "link") or leads_home(element, url):
            continue
        if any(around.tag in _BARS or around.get("role") == "navigation" for around in element.iterancestors()):
            continue
        text = heading_text(element)
        if text and len(text) <= _MAX_TITLE:
            yield text, element


def printed(root: etree._Element, title: str, fits: Callable[[str], bool] = lambda text: True) -> etree._Element | None:
    """The element that prints a title on a page whose headings do not; menus and rows of links are none."""
    wanted = fold(title)
    if not wanted:
        return None
    for element in root.iter(*_PLAIN):
        text = element.text
        if not text or abs(len(text.strip()) - len(title)) >= 6 or fold(text) != wanted or not fits(text):
            continue
        if not any(around.tag in _NO_PLACE for around in element.iterancestors()):
            return element
    return None


def slug_share(text: str, url: str) -> float:
    """The share of the words of an address's last part that a heading says; 0 where it has fewer than three words."""
    parts = [part for part in unquote(urlsplit(url).path)[:1000].split("/") if part]
    words = re.findall(r"[^\W_]+", re.sub(r"\.\w{2,5}$", "", parts[-1]).casefold()) if parts else []
    slug = {word for word in words if word not in _SMALL and not word.isdigit() and len(word) > 1}
    said = set(re.findall(r"[^\W_]+", re.sub(r"['’]", "", text.casefold())))
    return len(slug & said) / len(slug) if len(slug) >= 3 else 0.0
