"""The short lines around a post's title and text in which its date may stand: before, between and behind them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from parsing.dates.grammar import HINT
from parsing.rendering import BLOCKS, SKIPPED, is_hidden
from parsing.text import one_line

_AROUND = frozenset({"nav", "aside", "footer"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: words behind the title, and elements before it, among which a date line belongs to the post
_WORDS_BETWEEN, _BEFORE = 60, 4
#: elements behind the text, and frames around it, in which a line of the post may follow
_BEHIND, _FRAMES = 40, 5
MAX_LINE = 160
#: a badge of parts, "Jul" over "22" over "2025", is no longer than this
_BADGE = 30


def beside(heading: etree._Element | None, container: etree._Element | None) -> Iterator[str]:
    """Short lines with a date around the title: those behind it until the prose begins, then those just before it."""
    words = 0
    inside = heading is not None and container is not None and container in list(heading.iterancestors())
    for element in _following(heading) if heading is not None else ():
        if not inside and (element is container or (container is not None and container in element.iterancestors())):
            break
        lines = _lines_of(element)
        yield from (line for line in lines[:2] if _may_hold_date(line))
        words += sum(len(line.split()) for line in lines) if element.tag in BLOCKS else 0
        if words > _WORDS_BETWEEN:
            break
    anchor = heading if heading is not None else container
    before = (lines[0] for element in _preceding(anchor) if (lines := _lines_of(element))) if anchor is not None else ()
    yield from (line for line in itertools.islice(before, _BEFORE) if _may_hold_date(line))


def behind(container: etree._Element | None) -> Iterator[str]:
    """Short lines with a date that follow the text, until another heading, a form or a list of others begins."""
    if container is None:
        return
    frames = (container, *itertools.islice(container.iterancestors(), _FRAMES))
    followers = (
        one for frame in frames if frame.tag != "body" for sibling in frame.itersiblings() for one in sibling.iter()
    )
    for element in itertools.islice(followers, _BEHIND):
        if element.tag in _HEADINGS or element.tag in ("form", "nav", "aside", "ul"):
            return
        if isinstance(element.tag, str):
            yield from (line for line in _lines_of(element)[:2] if _may_hold_date(line))


def _may_hold_date(line: str) -> bool:
    return len(line) <= MAX_LINE and bool(HINT.search(line))


def _following(heading: etree._Element) -> Iterator[etree._Element]:
    """Elements behind the title in document order, until a frame of others begins."""
    for around in (heading, *list(heading.iterancestors())[:4]):
        for sibling in around.itersiblings():
            if around.tag == "body" or sibling.tag in _AROUND:
                continue
            yield from (one for one in sibling.iter() if isinstance(one.tag, str))


def _preceding(heading: etree._Element) -> Iterator[etree._Element]:
    """Elements before the title, the nearest first, in the frames that hold the title and little more."""
    for around in (heading, *list(heading.iterancestors())[:2]):
        if around.tag in ("body", "main"):
            return
        for sibling in around.itersiblings(preceding=True):
            if not isinstance(sibling.tag, str) or sibling.tag in _AROUND or sibling.tag == "header":
                return
            yield from (one for one in sibling.iter() if isinstance(one.tag, str))


def _lines_of(element: etree._Element) -> list[str]:
    """The lines of an element that holds no blocks, as breaks part them."""
    if element.tag in SKIPPED or is_hidden(element) or element.tag in ("html", "body"):
        return []
    if any(child.tag in BLOCKS for child in element if child.tag != "br"):
        return []
    parts = [cast("str", text) for text in element.itertext()]
    whole = "".join(parts)
    if len(parts) > 1 and len(whole) <= _BADGE and not re.search(r"\s", whole.strip()):
        return [line] if (line := one_line(" ".join(parts))) else []
    if next(element.iter("br"), None) is None:
        return [line] if (line := one_line(whole[:1000])) else []
    return [line for text in _broken(element) if (line := one_line(text))]


def _broken(element: etree._Element) -> list[str]:
    """The text of an element, parted at its breaks; no more than its beginning."""
    lines = [element.text or ""]
    for one in itertools.islice(element.iterdescendants(), 60):
        if one.tag == "br":
            lines.append("")
        elif isinstance(one.tag, str):
            lines[-1] += one.text or ""
        lines[-1] += one.tail or ""
    return [line[:1000] for line in lines[:20]]
