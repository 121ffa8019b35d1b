"""Where the prose of a page stands, by structure alone: no class name, no platform.

Each block of text counts for the elements around it: words of prose for them, words of links and of frames against. The
smallest element with the best balance holds the article. In it, what leads and trails the prose and is made of links
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from parsing.article import looks_like_junk, text_length
from parsing.rendering import BLOCKS, SKIPPED, Skip, is_hidden

#: a block with fewer words is neither prose nor its opposite, unless it is a link
_PROSE_WORDS = 9
_LINK_SHARE = 0.35
#: what a word in links or in frames weighs against a word of prose
_AGAINST = 1.6
#: prose from which on, and share of the page's prose at which, a container is beyond doubt
_CLEAR_WORDS, _CLEAR_SHARE = 60, 0.9
_MAX_BLOCKS = 20_000
_FRAMES = frozenset({"nav", "header", "footer", "aside", "form"})
#: at this share of a level's prose one of its children is its main part
_LARGEST_SHARE = 0.6
_GROUPS = frozenset({"div", "section", "article", "table", "tr", "center", "fieldset"})
_LOUD = ("h1", "h2", "h3", "h4", "h5", "h6", "legend")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


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
    def weight(self) -> float:
        if self.is_prose:
            return float(self.words - self.linked)
        if self.framed:
            return -_AGAINST * self.words
        return -_AGAINST * self.linked + (0.3 * self.words if self.ends and not self.linked else 0)


def prose_container(root: etree._Element, heading: etree._Element | None) -> tuple[etree._Element | None, list[Block]]:
    """The smallest element with the best balance of prose, and the page's blocks in order; None if there is no prose.

    heading: the element of the page's title; blocks before it count as frame.
    """
    blocks = list(_blocks(root, heading))
    if not any(block.is_prose for block in blocks):
        return None, blocks
    balance: dict[etree._Element, float] = {}
    for block in blocks:
        weight = block.weight
        if weight:
            for around in (block.element, *block.element.iterancestors()):
                balance[around] = balance.get(around, 0.0) + weight
    best: etree._Element | None = None
    for element, value in balance.items():
        # of equals the innermost: an ancestor is entered after its descendants
        if element.tag not in ("html",) and (best is None or value > balance[best] + 0.5):
            best = element
    return best, blocks


def is_clear(container: etree._Element | None, blocks: list[Block]) -> bool:
    """Whether nearly all prose of a page stands in its container, so that nobody else needs to be asked."""
    if container is None:
        return False
    prose = [block for block in blocks if block.is_prose]
    inside = set(container.iter())
    within = sum(block.words for block in prose if block.element in inside)
    return within >= _CLEAR_WORDS and within >= _CLEAR_SHARE * sum(block.words for block in prose)


def boxes_beside(container: etree._Element, blocks: list[Block]) -> list[etree._Element]:
    """Boxes in a container that hold prose under a heading of their own, beside a much larger part: perhaps a side bar.

    Going down as long as one child holds most of the prose, its smaller neighbours are looked at.
    """
    prose = [block for block in blocks if block.is_prose]
    found: list[etree._Element] = []
    level = container
    while True:
        words: dict[etree._Element, int] = {}
        for block in prose:
            chain = [block.element, *block.element.iterancestors()]
            if level in chain and block.element is not level:
                child = chain[chain.index(level) - 1]
                words[child] = words.get(child, 0) + block.words
        largest = max(words, key=lambda one: words[one], default=None)
        if largest is None or words[largest] < _LARGEST_SHARE * sum(words.values()):
            return found
        found += [one for one in words if one is not largest and _is_box(one)]
        level = largest


def _is_box(element: etree._Element) -> bool:
    """A frame for things of its own: a cell beside, or a group that begins with a heading."""
    if element.tag == "td":
        return True
    if element.tag not in _GROUPS:
        return False
    first = next((one for one in element.iter(*_LOUD)), None)
    return first is not None


def trimmed(container: etree._Element, blocks: list[Block], inner: Skip) -> Skip:
    """Leave out, beyond what `inner` does, the links and headings before the first prose and behind the last."""
    inside = [block for block in blocks if block.element is container or container in block.element.iterancestors()]
    prose = [number for number, block in enumerate(inside) if block.is_prose]
    if not prose:
        return inner
    # only the last of leading headings may belong to the text
    edges = [*inside[: prose[0]], *inside[prose[-1] + 1 :]]
    left_out = {block.element for block in edges if block.linked > 0.5 * block.words}
    trailing = inside[prose[-1] + 1 :]
    if trailing and all(block.element in left_out or block.element.tag in _HEADINGS for block in trailing):
        left_out |= {block.element for block in trailing}
    return lambda element: element in left_out or inner(element)


def _blocks(root: etree._Element, heading: etree._Element | None) -> Iterator[Block]:
    """Blocks of text in document order: elements that hold text of their own, with their inline children."""
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
            framed = text_length(element) < too_much  # some wrap the whole page in a form or a "has-sidebar"
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
            (child, framed) for child in reversed(children) if tag not in ("p", *_HEADINGS) or child.tag in BLOCKS
        )


def _has_inline_text(children: list[etree._Element]) -> bool:
    """Whether text stands between or in inline children, so that the element itself is a block of text."""
    for child in children:
        if child.tail and child.tail.strip():
            return True
        if child.tag in BLOCKS or child.tag in SKIPPED or next(child.iter(*BLOCKS), None) is not None:
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
