"""The `<time>` elements of a page that are its post's own, told from those of others, of comments, of events."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from lxml import etree

from items import Moment
from parsing.pages.article import looks_like_junk
from parsing.pages.place import Place, read_date
from parsing.rendering import SKIPPED
from parsing.text import one_line, plain

#: words that may stand before a date at the head of a text
_WORDS_BETWEEN = 60
_AROUND = frozenset({"nav", "aside", "footer"})
_CHANGES = ("updated", "modified")


def times_of(place: Place, zone: ZoneInfo) -> Iterator[Moment | None]:
    """The `<time>` elements of the post's own head or foot. One that says it is of a change is none."""
    heading, container = place.heading, place.container
    home = _home_of(heading, container)
    elements = [one for one in time_elements(place.root) if _is_of_post(one, home, place)]
    elements.sort(key=lambda one: -_shared_depth(one, heading))
    published = [one for one in elements if _says(one, ("published", "pubdate", "posted", "created"))]
    others = [one for one in elements if not _says(one, _CHANGES)]
    for element in published[:1] or others[:1]:
        said = element.get("datetime") or element.get("title")
        yield read_date(said, zone, "time") or read_date(plain(element), zone, "time")


def time_elements(root: etree._Element) -> list[etree._Element]:
    """`<time>` elements, and the `<abbr>` that older microformats write instead."""
    old = (one for one in root.iter("abbr") if one.get("title") and "published" in (one.get("class") or ""))
    return list(itertools.islice(itertools.chain(root.iter("time"), old), 100))


def _shared_depth(element: etree._Element, heading: etree._Element | None) -> int:
    """How deep in the page the smallest element around a date and the title lies: the deeper, the closer they are."""
    if heading is None:
        return 0
    around = list(heading.iterancestors())
    for one in element.iterancestors():
        if one in around:
            return len(around) - around.index(one)
    return 0


def _says(element: etree._Element, words: tuple[str, ...]) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('property') or ''}".lower()
    return (element.get("pubdate") is not None and "pubdate" in words) or any(word in names for word in words)


def _home_of(heading: etree._Element | None, container: etree._Element | None) -> etree._Element | None:
    """The smallest element around title and text: what a post's own date stands in."""
    if heading is None or container is None:
        return heading.getparent() if heading is not None else container
    around = {container, *container.iterancestors()}
    return next((one for one in heading.iterancestors() if one in around), None)


def _is_of_post(element: etree._Element, home: etree._Element | None, place: Place) -> bool:
    """Whether a date stands in the post's own frame: not in its text, nor in side bars, lists of others, comments."""
    inside_home, container, in_footer = home is None, place.container, False
    for around in element.iterancestors():
        if around is home:
            inside_home = True
        if _is_own_footer(around, container):
            in_footer = True
            continue
        if around is container and not in_footer and not _opens(element, around):
            return False
        if around is home or around.tag == "body":
            break
        if around.tag in _AROUND or (around is not container and looks_like_junk(around) and not _is_meta(around)):
            return False
        if around is not home and _is_card(around, place.heading):
            return False
    return inside_home


def _is_card(element: etree._Element, own: etree._Element | None) -> bool:
    """Whether an element is a card of another post: a linked heading, not the page's own, with what belongs to it."""
    headings = (one for one in element.iter("h2", "h3", "h4", "h5") if one is not own)
    return any(next(heading.iter("a"), None) is not None for heading in headings)


def _opens(element: etree._Element, container: etree._Element) -> bool:
    """Whether nothing but short lines stands before an element in its container."""
    words = 0
    for one in container.iter():
        if one is element:
            return True
        words += len((one.text or "").split()) if isinstance(one.tag, str) and one.tag not in SKIPPED else 0
        if words > _WORDS_BETWEEN:
            return False
    return False


def _is_own_footer(element: etree._Element, container: etree._Element | None) -> bool:
    """Whether a footer is the article's own, as themes print a post's date below it."""
    parent = element.getparent() if element.tag == "footer" else None
    return parent is not None and (parent.tag == "article" or (container is not None and container in list(parent)))


def _is_meta(element: etree._Element) -> bool:
    """Whether a name that marks lines beside the text marks the post's own date line."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return any(word in names for word in ("meta", "byline", "posted", "date", "footer", "info"))


def texts_of_changes(root: etree._Element) -> set[str | None]:
    """What those elements print that say of a change when it was."""
    return {one_line(plain(one)) for one in time_elements(root) if _says(one, _CHANGES)}
