"""The short lines between a post's title and its text, as readers see them: neighbours on one line together.

Elements that touch are parted: `<span>Ann Roe</span><span>June 4</span>` is a name and a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from parsing.rendering import BLOCKS, SKIPPED, is_hidden
from parsing.text import one_line

_APART = frozenset({"nav", "aside", "footer", "form"})
#: elements and lines that are looked at behind a title
_MOST_ELEMENTS, _MOST_LINES = 200, 10
#: words of a line from which on it is the text
_PROSE = 30


def rows_behind(heading: etree._Element | None, container: etree._Element | None) -> Iterator[str]:
    """The lines behind a title until the text begins; no more than ten."""
    for line in islice(_lines(heading, container) if heading is not None else (), _MOST_LINES):
        if len(line.split()) >= _PROSE:
            return
        yield line


def joined_text(element: etree._Element) -> str | None:
    """The words of a small element on one line, those of its parts not run together."""
    text = ""
    for piece in islice(element.itertext(), 100):
        text += parted(text, str(piece)[:500])
    return one_line(text)


def _lines(heading: etree._Element, container: etree._Element | None) -> Iterator[str]:
    text = ""
    for piece in _pieces(heading, container):
        if piece is not None:
            text += parted(text, piece)
            continue
        if line := one_line(text):
            yield line
        text = ""
    if line := one_line(text):
        yield line


def parted(before: str, after: str) -> str:
    """A piece of text with a blank before it where its word would run into the one before."""
    last, first = before[-1:], after[:1]
    touches = (last.islower() or last in ".)") and (first.isupper() or first.isdigit())
    return f" {after}" if last and touches else after


def _pieces(heading: etree._Element, container: etree._Element | None) -> Iterator[str | None]:
    """Pieces of text in the order of the page; None ends a line."""
    if heading.tag in BLOCKS:
        yield None
    seen = 0
    for around in (heading, *list(heading.iterancestors())[:4]):
        if around.tag == "body":
            return
        yield (around.tail or "")[:500]
        for sibling in around.itersiblings():
            if sibling is container:
                return
            for element, is_begin in walk(sibling):
                seen += 1
                if element is container or seen > _MOST_ELEMENTS:
                    return
                if element.tag in BLOCKS or element.tag == "br":
                    yield None
                yield ((element.text if is_begin else element.tail) or "")[:500]
        yield None


def walk(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Each element at its beginning and at its end; those that are no text only at their end, for their tail."""
    if not isinstance(root.tag, str) or root.tag in SKIPPED or root.tag in _APART or is_hidden(root):
        yield root, False
        return
    stack = [(root, iter(root))]
    yield root, True
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield element, False
        elif not isinstance(child.tag, str) or child.tag in SKIPPED or child.tag in _APART or is_hidden(child):
            yield child, False
        else:
            stack.append((child, iter(child)))
            yield child, True
