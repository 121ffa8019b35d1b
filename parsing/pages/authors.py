"""Who wrote a post, by its page: what machines are told, else what is marked as author, else a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import cast

from lxml import etree

from parsing.pages.article import text_length
from parsing.pages.bylines import byline, person
from parsing.pages.place import Place
from parsing.pages.structured import Structured
from parsing.rendering import BLOCKS, is_hidden
from parsing.text import one_line, plain

#: an attribute that marks an author, as the words of a class, an id, a relation or a property
_MARK = re.compile(r"(?:^|[\s_-])(?:author|byline|creator|autor)(?:$|[\s_-])", re.IGNORECASE)
#: and one that only has to do with one: pictures, biographies, lists
_BESIDE = re.compile(r"bio|box|avatar|image|photo|desc|social|posts|archive|link-wrap|related|comment", re.IGNORECASE)
_MARKED = etree.XPath(
    "//*[@rel='author' or contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'creator')"
    " or @itemprop='author' or @data-hook='author' or @data-hook='user-name']"
)
_MAX_LENGTH = 120
#: characters of an element that is read whole for a byline
_SMALL = 3_000
_NO_BYLINE = frozenset({"nav", "footer", "script", "style", "form", "aside"})


def author_of(place: Place, structured: Structured) -> str | None:
    """The author as people write it; None where the page names none, or only an account."""
    return (
        structured.author()
        or person(structured.first_item("author", "creator"))
        or _marked(place)
        or next((name for name in map(byline, _lines(place)) if name), None)
    )


def _marked(place: Place) -> str | None:
    """The first element beside the text that is marked as the author's."""
    if not any(sign in place.source for sign in ("author", "byline", "creator")):
        return None
    home = _home(place)
    for element in islice(cast("list[etree._Element]", _MARKED(place.root)), 60):
        names = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
        marked = _MARK.search(f"{names} {element.get('data-hook') or ''}")
        if not marked or _BESIDE.search(names) or is_hidden(element) or text_length(element) > _MAX_LENGTH:
            continue
        if home is not None and not _is_inside(element, home, place.container):
            continue
        name = byline(one_line(plain(element))) or person(one_line(plain(element)))
        if name and len(name.split()) <= 8:
            return name
    return None


def _home(place: Place) -> etree._Element | None:
    """The smallest element around title and text, or the article around either."""
    heading, container = place.heading, place.container
    if heading is None or container is None:
        anchor = heading if heading is not None else container
        return next(anchor.iterancestors("article", "main"), None) if anchor is not None else None
    around = {container, *container.iterancestors()}
    smallest = next((one for one in heading.iterancestors() if one in around), None)
    return next((one for one in heading.iterancestors("article") if one in around), smallest)


def _is_inside(element: etree._Element, home: etree._Element, container: etree._Element | None) -> bool:
    """Within the post's frame, and not in the middle of its text, in a list of others or in comments."""
    inside = False
    for around in element.iterancestors():
        inside = inside or around is home
        if around.tag in ("nav", "aside") or (around is not home and "comment" in (around.get("class") or "")):
            return False
        if around is container and container is not home:
            return False
    return inside


def _lines(place: Place) -> Iterator[str]:
    """Short lines behind the title, at the head of the text, and behind the text."""
    heading, container = place.heading, place.container
    if heading is not None:
        for around in (heading, *list(heading.iterancestors())[:3]):
            for sibling in around.itersiblings():
                if sibling is not container and sibling.tag not in _NO_BYLINE and around.tag != "body":
                    yield from _first_lines(sibling)
    yield from place.opening[:800].split("\n")[:6]
    if container is not None:
        for sibling in islice(container.itersiblings(), 4):
            yield from _groups(sibling)


def _first_lines(element: etree._Element) -> Iterator[str]:
    """The lines at the head of an element; of a large one only its first small groups are looked at."""
    if not isinstance(element.tag, str):
        return
    if text_length(element) <= _SMALL:
        yield from (plain(element) or "")[:600].split("\n")[:6]
        return
    for group in islice(element.iter(*BLOCKS), 12):
        if text_length(group) <= _MAX_LENGTH and (line := one_line(" ".join(cast("Iterable[str]", group.itertext())))):
            yield line


def _groups(element: etree._Element) -> Iterator[str]:
    """Lines of a small element, and each of its groups of lines as one: "by" and the name may stand in two."""
    if not isinstance(element.tag, str) or text_length(element) > 600:
        return
    for group in islice(element.iter(*BLOCKS), 60):
        line = one_line(" ".join(cast("Iterable[str]", group.itertext())))
        if line and len(line) <= _MAX_LENGTH:
            yield line
