"""What stands beside a post in the page of its title: panes under headings of their own, cards of other posts.

The text of a post follows its title in the title's own place. Once there is such text, what stands in another column
under another heading, or as cards that each lead on, is not it, however long it is. No class name is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import cast

from lxml import etree

from parsing.pages.article import names_of
from parsing.pages.blocks import HEADINGS, Block, name_of_box
from parsing.pages.boilerplate_words import READ_MORE
from parsing.rendering import is_other_page

_MAX_LEVELS = 12
_COLUMNS = frozenset({"div", "section", "article", "aside", "td", "table", "center", "fieldset", "ul"})
#: frames of a title with a lead, which say nothing of where the text stands
_HEADS = frozenset({"header", "hgroup"})
_HEAD_NAMES = re.compile(r"header|heading|title|hero|banner|intro|lead|masthead|jumbotron|encabezado", re.IGNORECASE)
_BODY_NAMES = re.compile(r"content|body|article|entry|main|text|story|cuerpo|contenido", re.IGNORECASE)
#: words of prose in a card of another post, and cards that make a row of them
_CARD, _ROW = 70, 2
#: elements of a column that are asked whether they are cards
_MOST_PLACES = 30
#: at this share of the title's words in it, a column may be the post's
_ABOUT_IT = 0.5
_WORD = re.compile(r"[^\W\d_]{4,}")


def panes_beside(blocks: list[Block], heading: etree._Element | None) -> frozenset[etree._Element]:
    """Elements beside the title's own place that hold other things. heading: the element of the page's title."""
    if heading is None:
        return frozenset()
    chain = [heading, *islice(heading.iterancestors(), _MAX_LEVELS)]
    children = _by_child(blocks, chain)
    panes: set[etree._Element] = set()
    own = 0
    for inner, around in pairwise(chain):
        siblings = {one: of for one, of in children.get(around, {}).items() if one is not inner}
        is_head = inner.tag in _HEADS or (inner is not heading and bool(_HEAD_NAMES.search(names_of(inner))))
        cards = _cards(siblings) if own or _text_outside(siblings) else set()
        panes |= cards
        for sibling, inside in siblings.items():
            if sibling in cards or sibling.tag not in _COLUMNS:
                continue
            if own and not is_head and not _may_go_on(inner, sibling) and _is_pane(sibling, inside, heading):
                panes.add(sibling)
        # an article's own text stands beside its head; of other frames a head says nothing
        if not is_head or around.tag == "article":
            own += sum(_own_words(of) for one, of in siblings.items() if one not in panes and not _is_before(of))
    return frozenset(panes)


def without(blocks: list[Block], panes: frozenset[etree._Element]) -> list[Block]:
    """The blocks that stand in no pane; what is cut out says nothing against what holds it."""
    if not panes:
        return blocks
    inside = {element for pane in panes for element in pane.iter()}
    return [block for block in blocks if block.element not in inside]


def _by_child(
    blocks: list[Block], chain: list[etree._Element]
) -> dict[etree._Element, dict[etree._Element, list[Block]]]:
    """The blocks around the title, by the element of its chain that holds them and by that one's child."""
    found: dict[etree._Element, dict[etree._Element, list[Block]]] = {}
    known = set(chain)
    child_of: dict[etree._Element, etree._Element | None] = {}  # each element is walked up from once
    for block in blocks:
        path: list[etree._Element] = []
        child = None
        for one in (block.element, *block.element.iterancestors()):
            if one in child_of or one in known:
                child = child_of[one] if one in child_of else (path or [one])[-1]
                break
            path.append(one)
        child_of.update(dict.fromkeys(path, child))
        around = child.getparent() if child is not None else None
        if child is not None and around is not None:
            found.setdefault(around, {}).setdefault(child, []).append(block)
    return found


def _own_words(inside: list[Block]) -> int:
    return sum(block.words for block in inside if block.is_line)


def _is_before(inside: list[Block]) -> bool:
    """Blocks before the title are framed; so a column of nothing else stands before it."""
    return all(block.framed for block in inside)


def _may_go_on(inner: etree._Element, column: etree._Element) -> bool:
    """Whether a column can be the rest of a text that begins beside the title: it is called so, it is an article behind
    a mere head, or it is of the same make, as the sections of page builders are.
    """
    names = names_of(column)
    if column.tag == "article" and inner.tag != "article":
        return True
    return bool(_BODY_NAMES.search(names)) or (len(names) > 1 and (inner.tag, names) == (column.tag, names_of(inner)))


def _is_pane(column: etree._Element, inside: list[Block], heading: etree._Element) -> bool:
    """Whether a column beside the title's begins with a heading of its own and is not about the title."""
    name = name_of_box(column)
    if name is None or not any(block.words > 1 for block in inside):
        return False
    wanted = set(_WORD.findall(_text(heading).casefold()))
    words = set(_WORD.findall(_text(column).casefold()))
    return len(wanted & words) < _ABOUT_IT * max(len(wanted), 1)


def _text_outside(siblings: dict[etree._Element, list[Block]]) -> bool:
    """Whether text stands directly beside the title, in elements that hold no other."""
    return any(one.tag not in _COLUMNS and _own_words(inside) for one, inside in siblings.items())


def _cards(siblings: dict[etree._Element, list[Block]]) -> set[etree._Element]:
    """Neighbours of one make that each tell of a post elsewhere and lead to it; and columns that hold only such."""
    rows: dict[tuple[str, str], list[etree._Element]] = {}
    found: set[etree._Element] = set()
    for one, inside in siblings.items():
        if one.tag not in _COLUMNS and one.tag != "li":
            continue
        if _is_card(one, inside):
            rows.setdefault((one.tag, (one.get("class") or "")[:200]), []).append(one)
        elif _is_row(one, inside):
            found.add(one)
    for row in rows.values():
        if len({_target(one) for one in row}) >= _ROW:
            found.update(row)
    return found


def _is_row(column: etree._Element, inside: list[Block]) -> bool:
    """Whether all text of a column stands in two or more cards, but for one heading over them."""
    if sum(block.words for block in inside) > _CARD * _MOST_PLACES:
        return False
    places = [one for one in islice(column.iter("div", "li", "article", "td", "section"), _MOST_PLACES) if _target(one)]
    outer = {around for place in places for around in islice(place.iterancestors(), _MOST_PLACES)}
    places = [one for one in places if one not in outer]
    if len(places) < _ROW or len({_target(one) for one in places}) < _ROW:
        return False
    held = {element for place in places for element in place.iter()}
    outside = [block for block in inside if block.element not in held]
    return not any(block.is_line for block in outside) and all(_words(place) <= _CARD for place in places)


def _is_card(element: etree._Element, inside: list[Block]) -> bool:
    return _target(element) is not None and sum(block.words for block in inside) <= _CARD


def _target(element: etree._Element) -> str | None:
    """Where the heading or the "read more" of a card leads."""
    for link in islice(element.iter("a"), 6):
        address = link.get("href") or ""
        if not is_other_page(address):
            continue
        inner = next(link.iter(*HEADINGS), None)
        outer = next((one for one in link.iterancestors() if one.tag in HEADINGS), None)
        if inner is not None or outer is not None or READ_MORE.fullmatch(_text(link)[:100]):
            return address
    return None


def _words(element: etree._Element) -> int:
    return len(_text(element).split())


def _text(element: etree._Element) -> str:
    return " ".join(cast("Iterator[str]", element.itertext()))
