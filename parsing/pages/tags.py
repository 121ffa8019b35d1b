"""Tags and categories of a post as its site gives them; not the cloud of all the site's tags.

Machines are told them in JSON-LD, meta elements, microdata and RDFa; people see links with rel=tag and lines such as
"Filed under: Bargaining". The classes that WordPress gives to a post come last, since they hold slugs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, cast

from lxml import etree

from parsing.pages.about import Node
from parsing.pages.place import Place, home_of
from parsing.pages.structured import Structured
from parsing.rendering import BLOCKS, is_hidden
from parsing.text import one_line, plain

MOST_TAGS = 50
_MAX_LENGTH, _MAX_WORDS = 80, 9
_MAX_LOOKED_AT = 300
#: links of one cloud; no post bears more terms
_CLOUD = 30
_NO_TERM = frozenset(
    {"uncategorized", "uncategorised", "sin categoría", "sin categoria", "sin clasificar", "general category", "none"}
)
_LABEL_WORDS = (
    r"(?:filed\s+under|filed\s+in|tagged(?:\s+(?:with|as|in))?|tags?|posted\s+in|categor(?:y|ies|ized|ised)(?:\s+(?:as|in|under))?"
    r"|topics?|sections?|keywords|etiquetas?|categor[ií]as?|archivado\s+en|publicado\s+en|temas?)"
)
_FIRST_LETTERS = frozenset("ftpcskea")
#: a label of terms: with a colon, or alone in its element
_LABEL = re.compile(rf"\s*{_LABEL_WORDS}\s*(?::\s*|$)", re.IGNORECASE)
_LOOSE_LABEL = re.compile(rf"\s*{_LABEL_WORDS}\s*(?::\s*|\s|$)", re.IGNORECASE)
#: the label's first letter is asked for before the label: most of a page's tags are followed by something else
_SIGN = re.compile(rf">\s*+(?=[{''.join(sorted(_FIRST_LETTERS))}]){_LABEL_WORDS}\s*[:<]", re.IGNORECASE)
_TEXTS = etree.XPath(
    ".//text()[contains(., 'ag') or contains(., 'iled') or contains(., 'osted in') or contains(., 'ategor')"
    " or contains(., 'opic') or contains(., 'ection') or contains(., 'eyword') or contains(., 'tiqueta')"
    " or contains(., 'en') or contains(., 'ema')][string-length(.) < 300]"
)
_TERM_LINKS = etree.XPath(".//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_CONCEPTS = etree.XPath(".//*[contains(@typeof, 'skos:Concept')]")
_CLASS = re.compile(r"(?:category|tag)-([a-z0-9%_-]{2,80})")
_BESIDE = frozenset({"nav", "aside"})
_PARTERS = re.compile(r"\s*[,;|•·]\s*|\s+/\s+")


def tags_of(place: Place, structured: Structured) -> tuple[tuple[str, ...], str | None]:
    """(tags and categories, where the first of them were read: json_ld, microdata, rdfa, meta, structure, text)."""
    ways: list[tuple[Iterable[str], str]] = [
        (_told(structured.article), "json_ld"),
        (_told(structured.marked), structured.marked_origin),
        ((part for term in structured.terms for part in _PARTERS.split(term)), "meta"),
        (_linked(place), "structure"),
        (_lines(place), "text"),
    ]
    found: list[str] = []
    origin = None
    for terms, name in ways:
        before = len(found)
        found += terms
        found = list(each_once(found))
        origin = origin or (name if len(found) > before else None)
    if not found:
        found = list(each_once(_classes(place)))
        origin = "structure" if found else None
    return tuple(found), origin


def each_once(terms: Iterable[str | None]) -> tuple[str, ...]:
    """Terms without doubles, which differ in case and hyphens only; those that say nothing left out."""
    chosen: dict[str, str] = {}
    for term in islice(terms, _MAX_LOOKED_AT):
        line = one_line(plain(term[:500])) if term else None
        line = line.strip(" #,;:|•·") if line else None
        if not line or len(line) > _MAX_LENGTH or len(line.split()) > _MAX_WORDS:
            continue
        key = re.sub(r"[\s_-]+", " ", line.casefold())
        if key not in _NO_TERM and len(chosen) < MOST_TAGS:
            chosen.setdefault(key, line)
    return tuple(chosen.values())


def words_of_slug(slug: str) -> str:
    """A slug as words: "contract-talks" is "contract talks"."""
    return re.sub(r"[-_]+", " ", slug).strip()


def _told(node: Node | None) -> Iterator[str]:
    """Keywords and sections of an object: texts, parted by commas or not, lists, defined terms."""
    for key in ("articleSection", "keywords") if node else ():
        value = cast("Node", node).get(key)
        for one in value[:MOST_TAGS] if isinstance(value, list) else [value]:
            yield from _words(one, is_list=isinstance(value, list) and len(value) > 1)


def _words(value: Any, *, is_list: bool) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, str):
        yield from [value] if is_list else _PARTERS.split(value[:4000])


def _scope(place: Place) -> etree._Element | None:
    """The post's frame; where that is the whole page, the element of its text."""
    frame = home_of(place)
    if frame is None or frame.tag in ("body", "html"):
        return place.container
    return frame


def _linked(place: Place) -> Iterator[str]:
    """Links that say of themselves that they lead to a term of this post."""
    scope = _scope(place)
    if scope is None:
        return
    links: list[etree._Element] = []
    if "tag" in place.source and "rel=" in place.source:
        links += cast("list[etree._Element]", _TERM_LINKS(scope))[: 4 * _CLOUD]
    if "skos:Concept" in place.source:
        links += cast("list[etree._Element]", _CONCEPTS(scope))[:MOST_TAGS]
    links = [link for link in links if not _is_beside(link, scope)]
    if len(links) <= _CLOUD:
        yield from (_line(link) for link in links)


def _is_beside(element: etree._Element, scope: etree._Element) -> bool:
    for around in element.iterancestors():
        if around is scope:
            return False
        if around.tag in _BESIDE or "cloud" in (around.get("class") or "") or is_hidden(around):
            return True
    return False


def _lines(place: Place) -> Iterator[str]:
    """Terms behind a label such as "Tags:", as links or parted by commas."""
    scope = _scope(place)
    if scope is None or not _SIGN.search(place.source):
        return
    seen: set[etree._Element] = set()
    for text in islice(cast("Iterable[Any]", _TEXTS(scope)), 2_000):
        if not _LABEL.match(text) and not (_LOOSE_LABEL.match(text) and not text.strip().count(" ") > 2):
            continue
        parent = text.getparent()
        block = parent if text.is_text else parent.getparent()
        while block is not None and block.tag not in BLOCKS and block is not scope:
            block = block.getparent()
        if block is None or block is scope or block in seen or _is_beside(block, scope):
            continue
        seen.add(block)
        yield from _behind(block)
        if len(seen) > 6:
            return


def _behind(block: etree._Element) -> Iterator[str]:
    """The terms in a small block that begins with, or consists of, a label."""
    line = _line(block)
    if len(line) > 400:
        return
    found = _LABEL.match(line) or _LOOSE_LABEL.match(line)
    if not found:
        return
    rest = line[found.end() :]
    if not rest:
        following = block.getnext()
        line = _line(following) if following is not None else ""
        if not line or len(line) > 400 or line.endswith((".", "!", "?")):
            return
        block, rest = cast("etree._Element", following), line
    links = [_line(link) for link in islice(block.iter("a"), _CLOUD)]
    if links:
        yield from links
    elif ":" in found[0] or line is rest:
        parts = _PARTERS.split(rest)
        yield from parts if all(len(part.split()) <= 5 for part in parts) else ()


def _line(element: etree._Element) -> str:
    return one_line(" ".join(islice(cast("Iterable[str]", element.itertext()), 200))[:1_000]) or ""


def _classes(place: Place) -> Iterator[str]:
    """Slugs in the classes of the element around title and text, as WordPress writes them."""
    anchor = place.heading if place.heading is not None else place.container
    for around in islice(anchor.iterancestors(), 12) if anchor is not None else ():
        names = (around.get("class") or "")[:4_000].split()
        if around.tag == "body" or not {"hentry", "post", "type-post"}.intersection(names):
            continue
        yield from (words_of_slug(found[1]) for name in names if (found := _CLASS.fullmatch(name)))
        return
