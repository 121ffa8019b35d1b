"""The blocks of text of a page in their order: words, links, and the frames of the page that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from parsing.pages.article import is_apart, looks_like_junk, text_length
from parsing.rendering import BLOCKS, SKIPPED, is_hidden, is_other_page

#: a block with fewer words is neither prose nor its opposite, unless it is a link
_PROSE_WORDS = 9
_LINK_SHARE = 0.35
#: words of a line that can be a text of its own, if it ends as sentences do
_LINE_WORDS = 4
#: what a word in links or in frames weighs against a word of prose
_AGAINST = 1.6
_MAX_BLOCKS = 4_000
_FRAMES = frozenset({"nav", "header", "footer", "aside", "form"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LOUD = ("h1", "h2", "h3", "h4", "h5", "h6", "legend")
_BOLD = frozenset({"b", "strong"})


@dataclass(slots=True)
class Block:
    """One block of text: words in it, words in its links, and whether it stands in a frame of the page."""

    element: etree._Element
    words: int
    linked: int
    framed: bool
    ends: bool

    @property
    def is_prose(self) -> bool:
        return not self.framed and self.words >= _PROSE_WORDS and self.linked <= _LINK_SHARE * self.words

    @property
    def is_line(self) -> bool:
        """Whether it can be text of a post: prose, or a short sentence."""
        ends = self.ends and self.words >= _LINE_WORDS and not self.linked
        return self.is_prose or (ends and not self.framed)

    @property
    def weight(self) -> float:
        if self.is_prose:
            return float(self.words - self.linked)
        if self.framed:
            return -_AGAINST * self.words
        return -_AGAINST * self.linked + (0.3 * self.words if self.ends and not self.linked else 0)


def page_blocks(root: etree._Element, heading: etree._Element | None) -> list[Block]:
    """The blocks of a page in order. heading: the element of its title; blocks before it count as frame.

    What stands apart by its name ("aside", a box of comments) is a frame however much it holds, if text is left then.
    """
    if heading is not None:
        blocks = list(_blocks(root, heading, set(heading.iterancestors())))
        if any(block.is_line for block in blocks):
            return blocks
    return list(_blocks(root, heading, None))


def _blocks(
    root: etree._Element, heading: etree._Element | None, inside: set[etree._Element] | None
) -> Iterator[Block]:
    """Blocks of text: elements that hold text of their own, with their inline children. inside: what holds the title,
    where it shall be believed that other things stand apart.
    """
    body = root.find("body") if root.tag == "html" else root
    if body is None:
        return
    before_heading = heading is not None
    around_heading = set(heading.iterancestors()) if heading is not None else set()
    too_much = 0.5 * text_length(body)
    count = 0
    stack: list[tuple[etree._Element, bool]] = [(body, False)]
    while stack:
        element, framed = stack.pop()
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED or (element.attrib and is_hidden(element)):
            continue
        if element is heading:
            before_heading = False
        if not framed and element is not body and (tag in _FRAMES or looks_like_junk(element)):
            # some wrap the whole page in a form or a "has-sidebar"
            apart = inside is not None and element not in inside and is_apart(element)
            framed = apart or text_length(element) < too_much
        children = [child for child in element if isinstance(child.tag, str)]
        if tag in BLOCKS and ((element.text and element.text.strip()) or _has_inline_text(children)):
            words, linked, ends = _measure(element)
            if words:
                count += 1
                before = before_heading and element not in around_heading
                yield Block(element, words, linked, framed or before, ends)
            if count > _MAX_BLOCKS:
                return
        stack.extend(
            (child, framed) for child in reversed(children) if tag not in ("p", *HEADINGS) or child.tag in BLOCKS
        )


def _has_inline_text(children: list[etree._Element]) -> bool:
    """Whether text stands between or in inline children, so that the element itself is a block of text."""
    for child in children:
        if child.tail and child.tail.strip():
            return True
        if child.tag in BLOCKS or child.tag in SKIPPED or (len(child) and next(child.iter(*BLOCKS), None) is not None):
            continue
        if any(piece.strip() for piece in cast("Iterator[str]", child.itertext())):
            return True
    return False


def _measure(element: etree._Element) -> tuple[int, int, bool]:
    """Words of a block's own text and inline children, words in links among them, whether it ends like a sentence."""
    pieces: list[str] = [element.text or ""]
    linked = 0
    for child in element:
        if isinstance(child.tag, str) and child.tag not in BLOCKS and child.tag not in SKIPPED:
            text = " ".join(cast("Iterator[str]", child.itertext()))
            pieces.append(text)
            if child.tag == "a" or child.find(".//a") is not None:
                linked += len(text.split())
        pieces.append(child.tail or "")
    text = " ".join(pieces).strip()
    return len(text.split()), linked, text.endswith((".", "!", "?", "”", '"', "…"))


def leads_on(head: etree._Element) -> bool:
    """Whether a heading is a link to another page, and not only marked with a sign that links to itself."""
    around = [one for one in (head.getparent(),) if one is not None and one.tag == "a"]
    return any(is_other_page(link.get("href")) for link in (*head.iter("a"), *around))


def name_of_box(box: etree._Element) -> str | None:
    """The heading with which a box begins: an element for headings, or a line that is all bold; None without one."""
    for element in box.iter():
        if not isinstance(element.tag, str) or element.tag in SKIPPED:
            continue
        if element.tag in LOUD:
            return _line_of(element) or None
        if element.tag in _BOLD and not (element.tail or "").strip(" :\n\t"):
            return _line_of(element) or None
        if element.text and element.text.strip() and element.tag != "a":
            return None
    return None


def _line_of(element: etree._Element) -> str:
    return " ".join("".join(cast("Iterator[str]", element.itertext())).split())[:200]
