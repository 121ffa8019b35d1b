"""A post's title, as its page prints it and without the site's name; and the element that prints it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from parsing.dates.grammar import DATE
from parsing.pages.head import Head
from parsing.pages.structured import Structured, fold
from parsing.rendering import is_hidden
from parsing.text import one_line, plain

_SEPARATOR = re.compile(r"\s{1,5}(?:[|»«›·•–—\-~]|::|//|&raquo;)\s{1,5}|\s{0,5}[|»]\s{0,5}")
_MARKED = etree.XPath("//*[@itemprop='headline' or @itemprop='name' or @id='page-title' or @data-hook='post-title']")
_OWN_LINKS = etree.XPath(".//a[@href] | ancestor::a[@href]")
_IN_ARTICLE = frozenset({"article", "main"})
_PLAIN = ("div", "span", "p", "b", "strong", "font", "td", "a", "em", "center", "big", "h4", "h5", "h6")
_BARS = frozenset({"nav", "footer", "aside"})
_MAX_TITLE = 500
_MAX_HEADINGS = 300


def find_title(
    root: etree._Element, head: Head, structured: Structured, url: str
) -> tuple[str | None, etree._Element | None]:
    """(title, its heading element or None).

    The heading on the page has the last word on spelling; what machines are told says which heading it is. Without such
    agreement the first h1 is taken, and without one what machines are told, the site's name cut off.
    """
    names = [name for name in (structured.first_meta("og:site_name", "application-name"), structured.site_name) if name]
    told = [
        told
        for told in (
            structured.text("headline", "name"),
            structured.first_meta("og:title", "twitter:title", "dc.title", "title"),
            head.title,
        )
        if told
    ]
    found = list(islice(root.iter("h1", "h2", "h3"), _MAX_HEADINGS))
    headings = list(_visible(found, url))
    if not any(heading.tag == "h1" for _, heading in headings):
        headings += _visible(cast("list[etree._Element]", _MARKED(root))[:_MAX_HEADINGS], url)
    best = _agreed(headings, told, names)
    if best is not None:
        return best
    bare = [without_site(title, names, url) for title in told]
    first = [
        (text, heading) for text, heading in headings if heading.tag == "h1" and fold(text) not in map(fold, names)
    ]
    if len(first) == 1 or (first and not bare):
        return first[0]
    for title in bare:
        for part in sorted(_SEPARATOR.split(title), key=len, reverse=True):
            # the site's name is known nowhere: of a title in parts, the page prints its own as a line
            printed = _printed(root, part) if part and part != title and len(part.split()) >= 2 else None
            if printed is not None:
                return one_line(part), printed
    return (bare[0], _printed(root, bare[0])) if bare else (None, None)


def _printed(root: etree._Element, title: str) -> etree._Element | None:
    """The element that prints a title on a page without headings."""
    wanted = fold(title)
    for element in root.iter(*_PLAIN):
        text = element.text
        if text and abs(len(text.strip()) - len(title)) < 6 and fold(text) == wanted:
            return element
    return None


def leading_title(root: etree._Element, container: etree._Element | None, title: str | None) -> str | None:
    """The bold or large line just above an article's text, on a page that prints its `<title>` nowhere: old sites give
    all their pages one title.
    """
    body = root.find("body")
    if (
        container is None
        or body is None
        or (title and fold(title) in fold(" ".join(cast("Iterable[str]", body.itertext()))))
    ):
        return None
    for around in (container, *list(container.iterancestors())[:2]):
        for sibling in around.itersiblings(preceding=True):
            for element in (sibling, *sibling.iterdescendants()):
                if _is_loud(element):
                    line = one_line("".join(cast("Iterable[str]", element.itertext())))
                    if line and 2 <= len(line.split()) <= 30 and not DATE.fullmatch(line):
                        return line
    return None


def _is_loud(element: etree._Element) -> bool:
    if element.tag in ("b", "strong", "big", "h1", "h2", "h3", "h4"):
        return True
    size = element.get("size") or ""
    return (
        element.tag == "font" and size.lstrip("+").isdigit() and int(size.lstrip("+")[:3]) >= (1 if "+" in size else 4)
    )


def without_site(title: str, names: Iterable[str], url: str) -> str:
    """A title without the name of the site before or behind it; as it is where neither end is known for one."""
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    known = {fold(name) for name in names if fold(name)}
    last, first = separators[-1], separators[0]
    behind, before = title[last.end() :], title[: first.start()]
    bar = last[0].strip() in ("|", "»")
    if _is_site(behind, known, url) or (bar and not known):
        rest = title[: last.start()].strip()
    elif _is_site(before, known, url):
        rest = title[first.end() :].strip()
    else:
        return title
    return rest if len(fold(rest)) > 2 else title


def _is_site(part: str, known: set[str], url: str) -> bool:
    """Whether a part of a title is the site's name: as it says itself, or as its host's name has it."""
    folded = fold(part)
    if folded in known or any(len(folded) > 3 and name.endswith(folded) for name in known):
        return True
    label = fold((urlsplit(url).hostname or "").removeprefix("www.").split(".")[0])
    if len(label) < 3:
        return False
    return (folded in label and len(folded) >= max(4, 0.6 * len(label))) or _initials(part) == label


def _initials(text: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", text.casefold()) if word not in ("of", "the", "and", "for"))


def _leads_home(heading: etree._Element, url: str) -> bool:
    """Whether a heading is the site's name: it leads to the front page."""
    for link in cast("list[etree._Element]", _OWN_LINKS(heading))[:3]:
        address = urlsplit((link.get("href") or "").strip())
        if link.get("rel") == "home":
            return True
        own = not address.netloc or address.hostname == urlsplit(url).hostname
        if own and address.path in ("", "/") and not address.query and (address.path or not address.fragment):
            return True
    return False


def _visible(found: list[etree._Element], url: str) -> Iterable[tuple[str, etree._Element]]:
    """Headings with their texts, without those in menus, sidebars and footers, and the site's own name."""
    for element in found:
        if is_hidden(element) or element.tag in ("meta", "link") or _leads_home(element, url):
            continue
        if any(around.tag in _BARS or around.get("role") == "navigation" for around in element.iterancestors()):
            continue
        text = one_line(plain(element))
        if text and len(text) <= _MAX_TITLE:
            yield text, element


def _agreed(
    headings: list[tuple[str, etree._Element]], told: list[str], names: list[str]
) -> tuple[str, etree._Element] | None:
    """The heading that says what machines are told: the same words first, then one that they begin or end with."""
    sites = {fold(name) for name in names}
    candidates = [(text, element, fold(text)) for text, element in headings if fold(text) and fold(text) not in sites]
    candidates.sort(key=lambda one: one[1].tag != "h1")
    for title in told:
        wanted = fold(title)
        for text, element, folded in candidates:
            if folded == wanted:
                return text, element
    for title in told:
        wanted = fold(title)
        fitting = [
            (_is_in_article(element), fold(title).startswith(folded), len(folded), text, element)
            for text, element, folded in candidates
            if len(folded) > 3 and (_is_part(text, title) or (len(wanted) > 20 and folded.startswith(wanted)))
        ]
        if fitting:
            best = max(fitting, key=lambda one: one[:3])
            return best[3], best[4]
    return None


def _is_in_article(element: etree._Element) -> bool:
    return any(around.tag in _IN_ARTICLE for around in element.iterancestors())


def _is_part(heading: str, title: str) -> bool:
    """Whether a heading is a whole part of a title that is parted by separators: "Heading | Site"."""
    parts = _SEPARATOR.split(title)
    folded = fold(heading)
    joined = ["", ""]
    for part in parts:
        joined[0] += fold(part)
        if joined[0] == folded:
            return True
    for part in reversed(parts):
        joined[1] = fold(part) + joined[1]
        if joined[1] == folded:
            return True
    return False
