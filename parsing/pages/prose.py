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

from parsing.pages.blocks import HEADINGS, LOUD, Block, leads_on
from parsing.pages.boilerplate_words import COMMENTS, OTHERS, SIDE
from parsing.rendering import Skip

#: prose from which on, and share of the page's prose at which, a container is beyond doubt
_CLEAR_WORDS, _CLEAR_SHARE = 60, 0.9
#: at this share of a level's prose one of its children is its main part
_LARGEST_SHARE = 0.6
#: and at this share, if the page's title stands in it
_HALF = 0.5
#: levels below the container that are looked at for boxes beside the text
_MAX_LEVELS = 10
_GROUPS = frozenset({"div", "section", "article", "table", "tr", "center", "fieldset"})


def prose_container(blocks: list[Block]) -> etree._Element | None:
    """The smallest element with the best balance of prose; None if there is no prose. blocks: the page's, in order."""
    if not any(block.is_prose for block in blocks):
        return None
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
    return best


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


def boxes_beside(
    container: etree._Element, blocks: list[Block], heading: etree._Element | None, panes: frozenset[etree._Element]
) -> Beside:
    """What stands in a container beside its main part, going down while one child is the main part.

    A box is surely none of the article's if its heading says so, if all of its headings lead to other pages, or if the
    main part has the page's own heading in it and half of the prose.
    """
    surely: set[etree._Element] = set(panes)
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
    return element.tag == "td" or (element.tag in _GROUPS and next(element.iter(*LOUD), None) is not None)


def _is_foreign(box: etree._Element) -> bool:
    """Whether a box's first heading names a side bar, or all of its headings lead to other pages."""
    heads = list(islice(box.iter(*LOUD), 30))
    if not heads:
        return False
    first = " ".join("".join(cast("Iterator[str]", heads[0].itertext())).split()).strip(" :-–—|#")
    if len(first) < 200 and (SIDE.fullmatch(first) or OTHERS.fullmatch(first) or COMMENTS.fullmatch(first)):
        return True
    return all(leads_on(head) for head in heads)


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
    if trailing and all(block.element in left_out or block.element.tag in HEADINGS for block in trailing):
        left_out |= {block.element for block in trailing}
    # the links around a text may stand in the element that holds it
    left_out.difference_update(*(inside[number].element.iterancestors() for number in prose))
    return lambda element: element in left_out or inner(element)
