"""The `<time>` elements of a page that are its post's own, told from those of others, of comments, of events."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree

from items import Moment
from parsing.dates import DOUBTFUL
from parsing.pages.article import looks_like_junk
from parsing.pages.place import Place, home_of, read_date
from parsing.rendering import SKIPPED
from parsing.text import one_line, plain

#: words that may stand before a date at the head of a text
_WORDS_BETWEEN = 60
_AROUND = frozenset({"nav", "aside", "footer"})
_CHANGES = ("updated", "modified")
#: microdata and RDFa, the surest first; a plain `<time>` comes behind them
_PUBLISHED_ITEMS = (("datepublished", 0), ("pubdate", 1), ("issued", 1), ("created", 2), ("datecreated", DOUBTFUL))
_DOUBT_OF_TIME = 4
_MARKED = etree.XPath("//body//*[@itemprop or @property]")


def times_of(place: Place, zone: ZoneInfo) -> Iterator[Moment | None]:
    """The `<time>` elements of the post's own head or foot. One that says it is of a change is none."""
    home = home_of(place)
    elements = [one for one in time_elements(place.root) if _is_of_post(one, home, place)]
    elements.sort(key=lambda one: -_shared_depth(one, place.heading))
    published = [one for one in elements if _says(one, ("published", "pubdate", "posted", "created"))]
    others = [one for one in elements if not _says(one, _CHANGES)]
    for element in [one for one in elements if one not in published and one not in others][:1]:
        changed = read_date(element.get("datetime") or plain(element), zone, "time", day_first=place.day_first)
        yield replace(changed, flag=changed.flag or "modified") if changed is not None else None
    for element in published[:1] or others[:1]:
        for said in (element.get("datetime") or element.get("title"), plain(element)):
            moment = read_date(said, zone, "time", doubt=_DOUBT_OF_TIME, day_first=place.day_first)
            yield moment
            if moment is not None and moment.flag is None:
                break


def marked_dates(place: Place, zone: ZoneInfo) -> Iterator[Moment | None]:
    """Microdata and RDFa that say when the page's own post was published: `itemprop="datePublished"` and its like."""
    if "itemprop" not in place.source and "property" not in place.source:
        return
    home = home_of(place)
    marked = list(itertools.islice(cast("list[etree._Element]", _MARKED(place.root)), 400))
    for name, doubt in _PUBLISHED_ITEMS if marked else ():
        for element in _with_property(marked, name):
            if _is_in_own_scope(element, place) or (_scope_of(element) is None and _is_of_post(element, home, place)):
                said = element.get("content") or element.get("datetime") or plain(element)
                yield read_date(said, zone, "time", doubt=doubt, day_first=place.day_first)
                break


def _with_property(elements: list[etree._Element], name: str) -> Iterator[etree._Element]:
    """Those elements that bear a property, whatever the prefix of its vocabulary."""
    for element in elements:
        names = f"{element.get('itemprop') or ''} {element.get('property') or ''}"[:300].lower().split()
        if any(one.rpartition(":")[2] == name for one in names):
            yield element


def _scope_of(element: etree._Element) -> etree._Element | None:
    """The element that says whose property it is."""
    for around in element.iterancestors():
        if around.get("itemscope") is not None or around.get("typeof") is not None:
            return around
    return None


def _is_in_own_scope(element: etree._Element, place: Place) -> bool:
    """Whether title or text belong to the same thing as a property: comments and cards of others are things apart."""
    scope = _scope_of(element)
    own = [one for one in (place.heading, place.container) if one is not None]
    return scope is not None and any(one is scope or scope in one.iterancestors() for one in own)


def time_elements(root: etree._Element) -> list[etree._Element]:
    """`<time>` elements, and the `<abbr>` that older microformats write instead."""
    old = (one for one in root.iter("abbr") if one.get("title") and "published" in (one.get("class") or ""))
    found = (one for one in itertools.chain(root.iter("time"), old) if not _is_of_event(one))
    return list(itertools.islice(found, 100))


def _is_of_event(element: etree._Element) -> bool:
    """Whether a date is marked as the start or end of something: hCalendar and its heirs reuse "published"."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('property') or ''}".lower()
    return any(word in names for word in ("dtstart", "dtend", "startdate", "enddate", "doortime", "event"))


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
    return parent is not None and (
        parent.tag == "article"
        or (container is not None and (container in list(parent) or (parent is container and _opens(element, parent))))
    )


def _is_meta(element: etree._Element) -> bool:
    """Whether a name that marks lines beside the text marks the post's own date line."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return any(word in names for word in ("meta", "byline", "posted", "date", "footer", "info"))


def texts_of_changes(root: etree._Element) -> set[str | None]:
    """What those elements print that say of a change when it was."""
    return {one_line(plain(one)) for one in time_elements(root) if _says(one, _CHANGES)}
