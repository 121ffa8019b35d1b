"""What a page shows before entries are made of it: which groups are posts, which are its main list, its pagers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from parsing.atrium_signs import is_open_atrium
from parsing.lists.addresses import address_signs
from parsing.lists.blocks import Group, find_groups, nearest_to, same_list
from parsing.lists.boxes import Box, read_boxes, walk
from parsing.lists.lines import LineReader
from parsing.lists.links import joined
from parsing.lists.numbers import page_number
from parsing.lists.outline import find_blocks
from parsing.lists.pagers import Pager, find_pagers
from parsing.lists.weighing import ENOUGH, PAGER_POINTS, weigh
from parsing.words import words_of


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen on a page before entries were made of it; also what `propose` and `explain` look at."""

    groups: list[Group]
    main: list[Group]
    #: of the page's lists that have one, the main list's first
    pagers: list[Pager]


def survey_of(tree: etree._Element, url: str, hint: Mapping[str, Any] | None = None) -> Survey:
    """The groups of a page that are posts, which of them are its main list, and its pagers."""
    hint = hint or {}
    boxes = read_boxes(tree, url)
    reader = LineReader(url, _labels(boxes))
    groups = find_groups(find_blocks(boxes, reader))
    first = hint.get("first_page")
    pagers = find_pagers(tree, url, first if isinstance(first, str) else None)
    chosen = _choose_pagers(pagers, hint)
    wanted = _wanted_headings(hint)
    expected = bool(hint.get("anchored"))
    for group in groups:
        weigh(group, reader, is_expected=expected and group.zone in {"", "main"})
    may_own = [group for group in groups if group.zone not in {"nav", "header", "footer"} and not _is_pager(group)]
    owners = [nearest_to(may_own, pager.elements) for pager in chosen]
    for owner in owners:
        if owner is not None:
            owner.points += PAGER_POINTS
    good = [
        group
        for group in groups
        if group.points >= ENOUGH or (wanted and _is_wanted(group, wanted) and group.points > 0)
    ]
    behind = page_number(url) > 0 and not pagers and is_open_atrium(tree)
    main = _main_of(good, [owner for owner in owners if owner in good], wanted, url, behind)
    return Survey(good, main, chosen)


def _labels(boxes: Box) -> frozenset[tuple[str, str]]:
    """Short lines that stand three times or more, links with one address: rubrics, authors, menus printed twice."""
    counts: dict[tuple[str, str], int] = {}
    for line in walk(boxes):
        hrefs = {piece.href for piece in line.pieces if piece.href}
        text = joined(line.pieces)
        if len(hrefs) <= 1 and 0 < words_of(text) <= 3 and not line.level:
            key = (text.casefold(), (hrefs or {""}).pop() or "")
            counts[key] = counts.get(key, 0) + 1
    return frozenset(key for key, count in counts.items() if count >= 3)


def _choose_pagers(pagers: list[Pager], hint: Mapping[str, Any]) -> list[Pager]:
    """The pager of each list that has one, the main list's first. A hint names one by its place or by its ids."""
    wanted = hint.get("pager")
    if isinstance(wanted, int):
        pagers = [pager for pager in pagers if pager.index == wanted]
    ids = [str(hint[name]) for name in ("group", "section") if hint.get(name)]
    if ids:
        pagers = [pager for pager in pagers if pager.values().issuperset(ids)] or pagers
    best: dict[int, Pager] = {}
    for pager in pagers:
        known = best.get(pager.index)
        if known is None or (len(pager.links), bool(pager.next_url)) > (len(known.links), bool(known.next_url)):
            best[pager.index] = pager
    return [best[index] for index in sorted(best)]


def _wanted_headings(hint: Mapping[str, Any]) -> frozenset[str]:
    given = hint.get("block") or ()
    names = [given] if isinstance(given, str) else [name for name in given if isinstance(name, str)]
    return frozenset(name.strip().casefold() for name in names)


def _is_wanted(group: Group, wanted: frozenset[str]) -> bool:
    return (group.heading or "").casefold() in wanted


def _is_pager(group: Group) -> bool:
    return all(record.head is not None and record.head.text.isdigit() for record in group.records)


def _main_of(
    good: list[Group], owners: list[Group | None], wanted: frozenset[str], url: str, is_behind: bool
) -> list[Group]:
    """The main list: what the hint names, else what has a pager, else the weightiest outside of side columns."""
    named = [group for group in good if _is_wanted(group, wanted)]
    if named:
        return named
    if owners:
        return [group for owner in owners if owner is not None for group in same_list(good, owner)]
    if is_behind:
        return []  # behind the last page only blocks are left that stand on every page
    middle = [group for group in good if group.zone != "aside" and not _is_outside_feed(group, url)]
    if not middle:
        return []
    return same_list(good, max(middle, key=lambda group: _weight(group, url)))


def _weight(group: Group, url: str) -> tuple[bool, float, int]:
    """How much a group is the list that a page without a pager is for. Events and others' news stand beside it."""
    about_events = bool(re.search(r"event|calendar|training|workshop|capacitaci", url.lower()))
    is_own = about_events or group.kind not in {"event", "training"}
    return is_own and not _is_foreign(group, url), group.points + min(len(group.records), 20) / 4, -group.order


def _is_foreign(group: Group, url: str) -> bool:
    foreign = [record.target is not None and address_signs(record.target, url).foreign for record in group.records]
    return sum(foreign) > len(foreign) / 2


def _is_outside_feed(group: Group, url: str) -> bool:
    """A block in which a site shows another's news, under a heading that says so: no list of this page."""
    said = re.search(r"\b(?:national|feeds?|afl-?cio|nacional)\b", group.heading or "", re.IGNORECASE)
    return said is not None and _is_foreign(group, url)
