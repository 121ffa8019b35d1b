"""The title of a page that prints its `<title>` nowhere, or only in its frame: the line of its own above the text.

Old sites give all their pages one title, or the one that their editor proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree

from parsing.dates.grammar import DATE
from parsing.pages.about import fold
from parsing.pages.bylines import byline, signature
from parsing.pages.rows import parted, walk
from parsing.rendering import BLOCKS
from parsing.text import one_line

#: blocks that a title has for itself
_OPENERS = frozenset({"p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "td"})
_NO_TITLE = re.compile(
    r"immediate release|press release$|^(?:contact|media contact|date|dear|welcome)\b", re.IGNORECASE
)
_MOST_WORDS = 35
#: lines of a page that are looked at, and those just above the text among which the title is
_MOST_LINES, _NEAR = 400, 5
#: words of a line that is text: so many, or fewer in a whole sentence
_LONG, _SENTENCE = 25, 8
_NAMED = re.compile(r"title|headline|heading|titulo|subject", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the element of its first words; whether all of it is loud, or leads elsewhere."""

    text: str
    element: etree._Element
    is_loud: bool
    is_linked: bool


def leading_title(
    root: etree._Element, container: etree._Element | None, title: str | None, heading: etree._Element | None = None
) -> tuple[str, etree._Element] | None:
    """The line above an article's text that is its title, with its element; None where `<title>` may be right.

    It is loud (bold, large) or called a title, or a line with the day stands next to it. heading: a line that prints
    `<title>`; it is a banner if a menu stands between it and such a line.
    """
    body = root.find("body")
    if heading is not None:
        return _above(body, container if container is not None else body, heading) if body is not None else None
    if container is None or body is None or (title and fold(title) in _folded_text(container)):
        return None
    opening = _opening(container)
    if opening is not None and not _is_followed_by_title(opening[1], body, container):
        return opening
    if title and (fold(title) in _folded_text(body) or _is_borne_out(title, container)):
        return opening
    return _above(body, container) or opening


def _is_followed_by_title(opening: etree._Element, body: etree._Element, container: etree._Element) -> bool:
    """Whether another line stands nearer to the text than the one that opens its element, as under a banner."""
    found = _above(body, container)
    return found is not None and found[1] is not opening and opening not in found[1].iterancestors()


def _above(
    body: etree._Element, container: etree._Element, banner: etree._Element | None = None
) -> tuple[str, etree._Element] | None:
    """The nearest line above the first line of text that may be a title; with a menu between it and a banner."""
    before: list[_Line] = []
    for line in islice(_lines(body), _MOST_LINES):
        inside = line.element is container or container in line.element.iterancestors()
        if inside and _is_prose(line.text):
            break
        before.append(line)
    else:
        return None
    if banner is not None:
        at = next((number for number, line in enumerate(before) if _is_same(line.element, banner)), len(before))
        menu = next((number for number, line in enumerate(before) if number > at and line.is_linked), len(before))
        before = before[menu:]
    is_dated = False
    for number, line in enumerate(reversed(before[-_NEAR:])):
        if line.is_linked:
            return None
        if _is_day(line.text) or byline(line.text):
            is_dated = True
            continue
        above = before[-number - 2].text if number + 2 <= len(before) else ""
        if not _may_be_title(line.text):
            continue
        if line.is_loud or is_dated or _is_day(above) or _is_named(line.element):
            return line.text, line.element
    return None


def _is_same(one: etree._Element, other: etree._Element) -> bool:
    return one is other or other in one.iterancestors() or one in other.iterancestors()


def _is_prose(text: str) -> bool:
    words = len(text.split())
    return words >= _LONG or (words >= _SENTENCE and text.endswith((".", "!", "?", "”", '."')) and not _is_day(text))


def _is_day(text: str) -> bool:
    """Whether a short line is a day, or says what happened on it: "Posted On: May 15, 2025"."""
    return len(text) <= 100 and bool(DATE.search(text)) and len(DATE.sub("", text).split()) <= 4


def _may_be_title(text: str) -> bool:
    words = len(text.split())
    is_whole = 2 <= words <= _MOST_WORDS and not text.endswith((":", ",", ";")) and any(map(str.isalpha, text))
    return is_whole and not _NO_TITLE.search(text) and not DATE.fullmatch(text) and not signature(text)


def _is_named(element: etree._Element) -> bool:
    return bool(_NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:300]))


def _is_borne_out(title: str, container: etree._Element) -> bool:
    """Whether the text has most of the words of a title: a real one that the page shows as a picture."""
    words = set(re.findall(r"[^\W\d_]{4,}", title.casefold()))
    known = set(re.findall(r"[^\W\d_]{4,}", " ".join(cast("Iterable[str]", container.itertext())).casefold()))
    return len(words) >= 3 and len(words & known) >= 0.6 * len(words)


def _lines(body: etree._Element) -> Iterator[_Line]:
    """The lines of a page in its order, as blocks and breaks part them."""
    text, letters, linked, quiet = "", 0, 0, 0
    first: etree._Element | None = None
    for element, is_begin in walk(body):
        if element.tag in BLOCKS or element.tag == "br":
            if first is not None and (line := one_line(text)):
                yield _Line(line, first, quiet == 0, linked >= 0.9 * letters)
            text, letters, linked, quiet, first = "", 0, 0, 0, None
        piece = ((element.text if is_begin else element.tail) or "")[:5000]
        if not piece.strip():
            text += piece[:1]
            continue
        holder = element if is_begin else cast("etree._Element", element.getparent())
        around = list(_inline(holder))
        count = len(piece.strip())
        letters += count
        linked += count if any(one.tag == "a" and one.get("href") for one in around) else 0
        quiet += 0 if any(map(_is_loud, around)) else count
        first = holder if first is None else first
        text += parted(text, piece)


def _inline(element: etree._Element) -> Iterator[etree._Element]:
    """An element with those around it, up to the block they stand in."""
    for one in (element, *islice(element.iterancestors(), 8)):
        yield one
        if one.tag in BLOCKS:
            return


def _opening(container: etree._Element) -> tuple[str, etree._Element] | None:
    """The loud line that opens an element, if it has a block for itself."""
    first = next((one for one in container.iter(etree.Element) if (one.text or "").strip()), None)
    if first is None or first is container:
        return None
    around = [first, *(one for one in first.iterancestors() if container in one.iterancestors())]
    loud = next((one for one in around if _is_loud(one)), None)
    block = next((one for one in around if one.tag in _OPENERS), None)
    if loud is None or block is None or _folded_text(loud) != _folded_text(block):
        return None
    line = one_line("".join(cast("Iterable[str]", loud.itertext())))
    return (line, loud) if line and _may_be_title(line) and not line.endswith(".") else None


def _folded_text(element: etree._Element) -> str:
    return fold(" ".join(cast("Iterable[str]", element.itertext())))


def _is_loud(element: etree._Element) -> bool:
    if element.tag in ("b", "strong", "big", "h1", "h2", "h3", "h4", "h5", "h6"):
        return True
    size = element.get("size") or ""
    return (
        element.tag == "font" and size.lstrip("+").isdigit() and int(size.lstrip("+")[:3]) >= (1 if "+" in size else 4)
    )
