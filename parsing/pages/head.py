"""What a page's head and body element say plainly: title, language, own address, number, wishes of its robots lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree

from items import Alternate
from parsing.languages import language_code
from parsing.pages.own_number import own_number
from parsing.pages.structured import Structured
from parsing.text import one_line
from parsing.urls import absolute

#: relations that anybody asks for
_MOST_ALTERNATES = 20
_RELATIONS = frozenset({"canonical", "shortlink", "next", "alternate"})


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
    #: the page in other languages
    alternates: tuple[Alternate, ...] = ()

    def link(self, rel: str) -> str | None:
        """The first link of that relation."""
        return next((address for name, address in self.links if name == rel), None)


def read_head(root: etree._Element, url: str, structured: Structured) -> Head:
    """The plain facts of a page. Nothing in it fails; what is not said is None or empty."""
    titles = islice((one for one in root.iter("title") if next(one.iterancestors("svg"), None) is None), 20)
    body = root.find("body")
    classes = frozenset((body.get("class") or "").lower().split()[:200]) if body is not None else frozenset[str]()
    links = tuple(_links(root, url))
    language = _language(root, structured)
    return Head(
        title=next((text for text in map(_text, titles) if text), None),
        language=language,
        classes=classes,
        links=links,
        robots=_robots(structured),
        external_id=own_number(root, classes, links, url),
        base=_base(root, url),
        alternates=tuple(islice(_alternates(root, url, language), _MOST_ALTERNATES)),
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


def _alternates(root: etree._Element, url: str, language: str | None) -> Iterable[Alternate]:
    """The page in other languages than its own, as links of its head say."""
    here = _base(root, url)
    for link in islice(root.iter("link"), 200):
        code = language_code(link.get("hreflang"))
        is_other = code not in (None, "x", language) and "alternate" in (link.get("rel") or "").lower().split()
        address = absolute(here, link.get("href") or "") if is_other else None
        if address and code and address != url:
            yield Alternate(address, code, f"hreflang {code}")


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
