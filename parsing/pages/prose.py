"""Where the prose of a page stands, by structure alone: no class name, no platform.

Each block of text counts for the elements around it: words of prose for them, words of links and of frames against. The
smallest element with the best balance holds the article. In it, what leads and trails the prose and is made of links
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree

from parsing.pages.article import looks_like_junk, text_length
from parsing.pages.boilerplate_words import COMMENTS, OTHERS, SIDE
from parsing.rendering import BLOCKS, SKIPPED, Skip, is_hidden

#: a block with fewer words is neither prose nor its opposite, unless it is a link
_PROSE_WORDS = 9
_LINK_SHARE = 0.35
#: what a word in links or in frames weighs against a word of prose
_AGAINST = 1.6
#: prose from which on, and share of the page's prose at which, a container is beyond doubt
_CLEAR_WORDS, _CLEAR_SHARE = 60, 0.9
_MAX_BLOCKS = 4_000
_FRAMES = frozenset({"nav", "header", "footer", "aside", "form"})
#: at this share of a level's prose one of its children is its main part
_LARGEST_SHARE = 0.6
#: and at this share, if the page's title stands in it
_HALF = 0.5
#: levels below the container that are looked at for boxes beside the text
_MAX_LEVELS = 10
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


@dataclass(frozen=True, slots=True)
class Beside:
    """Boxes in a container that hold prose under headings of their own: surely side bars, or only perhaps."""

    surely: frozenset[etree._Element] = frozenset()
    perhaps: frozenset[etree._Element] = frozenset()


def boxes_beside(container: etree._Element, blocks: list[Block], heading: etree._Element | None) -> Beside:
    """What stands in a container beside its main part, going down while one child is the main part.

    A box is surely none of the article's if its heading says so, if all of its headings lead to other pages, or if the
    main part has the page's own heading in it and half of the prose.
    """
    surely: set[etree._Element] = set()
    perhaps: set[etree._Element] = set()
    around = set(heading.iterancestors()) if heading is not None else set()
    chains: list[tuple[int, list[etree._Element]]] = []
    for block in (one for one in blocks if one.is_prose):
        chain = [block.element, *block.element.iterancestors()]
        if container in chain:
            chains.append((block.words, chain[: chain.index(container)][::-1]))
    for level in range(_MAX_LEVELS):
        words = _words_by_child(chains, level)
        for child in list(words):
            if child not in around and _is_box(child) and _is_foreign(child):
                surely.add(child)
                del words[child]
        largest = max(words, key=lambda one: (one in around, words[one]), default=None)
        if largest is None:
            break
        share = words[largest] / sum(words.values())
        boxes = {one for one in words if one is not largest and _is_box(one)}
        if largest in around and share >= _HALF:
            surely |= boxes
        elif share >= _LARGEST_SHARE:
            perhaps |= boxes
        elif largest not in around:
            break
        chains = [(count, chain) for count, chain in chains if len(chain) > level and chain[level] is largest]
    return Beside(frozenset(surely), frozenset(perhaps))


def _words_by_child(chains: list[tuple[int, list[etree._Element]]], level: int) -> dict[etree._Element, int]:
    words: dict[etree._Element, int] = {}
    for count, chain in chains:
        if len(chain) > level:
            words[chain[level]] = words.get(chain[level], 0) + count
    return words


def _is_box(element: etree._Element) -> bool:
    """A frame for things of its own: a cell beside, or a group that has a heading."""
    return element.tag == "td" or (element.tag in _GROUPS and next(element.iter(*_LOUD), None) is not None)


def _is_foreign(box: etree._Element) -> bool:
    """Whether a box's first heading names a side bar, or all of its headings lead to other pages."""
    heads = list(islice(box.iter(*_LOUD), 30))
    if not heads:
        return False
    first = " ".join("".join(cast("Iterator[str]", heads[0].itertext())).split()).strip(" :-–—|#")
    if len(first) < 200 and (SIDE.fullmatch(first) or OTHERS.fullmatch(first) or COMMENTS.fullmatch(first)):
        return True
    return all(_leads_on(head) for head in heads)


def _leads_on(head: etree._Element) -> bool:
    parent = head.getparent()
    return next(head.iter("a"), None) is not None or (parent is not None and parent.tag == "a")


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
