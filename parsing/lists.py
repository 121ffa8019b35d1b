"""Any page that shows posts, read by its structure: entries, the address of the next page, the number of pages.

No class name is needed; the page is read as boxes and lines (parsing.boxes, parsing.lines), these as records and blocks
(parsing.records), and what is posts is weighed (parsing.blocks). The result is the same whatever elements and classes
a theme builds its page of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from items import Event, Moment
from parsing.addresses_as_posts import address_signs
from parsing.blocks import Group, find_groups, nearest_to, same_list
from parsing.boxes import Box, read_boxes, walk
from parsing.entries import Draft, drafts_of
from parsing.lines import LineReader, joined
from parsing.list_words import words_of
from parsing.outline import find_blocks
from parsing.page_numbers import page_number
from parsing.pagers import Pager, find_pagers
from parsing.weighing import ENOUGH, PAGER_POINTS, weigh

#: entries of one page that are read; no honest list is longer
MAX_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One post as a list shows it. What the list does not show is None.

    url: absolute, as linked (its own fragment kept); None for a post without a page of its own, which has an anchor and
    its whole text as body. title: None where a list shows teasers only. teaser: its paragraphs parted by a blank line.
    published: origin "list"; never the day of an event. kind: event, training, clipping, video, press_release.
    block: the heading printed over its block. is_main: of the list that the page is for, not of a block beside it.
    anchor: "#" and the element's id, or "#" and a slug of day and title. external_id: the platform's number, if shown.
    """

    url: str | None
    title: str | None = None
    teaser: str | None = None
    body: str | None = None
    published: Moment | None = None
    kind: str | None = None
    block: str | None = None
    is_main: bool = True
    anchor: str | None = None
    external_id: str | None = None
    author: str | None = None
    #: when an event is, where the list says it with enough for a sure day
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list. next_url: the next page of the main list; pages: how many it has, where a pager says so.

    other_next: next pages of further lists on the same page that have pagers of their own (two columns of news).
    """

    entries: tuple[ListEntry, ...] = ()
    next_url: str | None = None
    pages: int | None = None
    other_next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen on a page before entries were made of it; also what `propose` and `explain` look at."""

    groups: list[Group]
    main: list[Group]
    pagers: list[Pager]
    pager: Pager | None


def read_list(
    tree: etree._Element, url: str, zone: ZoneInfo, today: date | None, hint: Mapping[str, Any] | None = None
) -> ListPage:
    """Read the posts that a page shows, those of its main list first to be trusted, those of other blocks marked.

    tree: from parsing.documents.tree. url: the page's address. zone: the source's. today: the day of the crawl there,
    for dates without a year. hint: what the channel's row says: "block" (heading or headings of the blocks that are the
    list), "pager" (which of several pagers), "kind", "anchored": true (undated paragraphs under headings are posts).
    A page without posts gives no entries; it never raises.
    """
    hint = hint or {}
    survey = survey_of(tree, url, hint)
    found = [
        _entry(draft, group in survey.main, group, hint)
        for group in sorted(survey.groups, key=lambda group: group.order)
        for draft in drafts_of(group, url, zone, today)
    ]
    others = tuple(
        pager.next_url
        for pager in survey.pagers
        if pager is not survey.pager and pager.next_url and pager.index != (survey.pager.index if survey.pager else -1)
    )
    return ListPage(
        tuple(_once(found)[:MAX_ENTRIES]),
        survey.pager.next_url if survey.pager else None,
        survey.pager.pages if survey.pager else None,
        tuple(dict.fromkeys(others)),
    )


def looks_like_post(url: str) -> bool:
    """Whether an address alone may be that of a post: no list, no function of a site, no file, no home page."""
    signs = address_signs(url, "")
    return not signs.is_no_post and signs.role != "file" and (signs.points > 0 or signs.slug_words > 0)


def survey_of(tree: etree._Element, url: str, hint: Mapping[str, Any] | None = None) -> Survey:
    """The groups of a page that are posts, which of them are its main list, and its pagers."""
    hint = hint or {}
    boxes = read_boxes(tree, url)
    reader = LineReader(url, _labels(boxes))
    groups = find_groups(find_blocks(boxes, reader))
    pagers = find_pagers(tree, url)
    pager = _choose_pager(pagers, hint)
    wanted = _wanted_headings(hint)
    expected = bool(hint.get("anchored"))
    for group in groups:
        weigh(group, reader, is_expected=expected and group.zone in {"", "main"})
    may_own = [group for group in groups if group.zone not in {"nav", "header", "footer"} and not _is_pager(group)]
    owner = nearest_to(may_own, pager.elements) if pager else None
    if owner is not None:
        owner.points += PAGER_POINTS
    good = [
        group
        for group in groups
        if group.points >= ENOUGH or (wanted and _is_wanted(group, wanted) and group.points > 0)
    ]
    return Survey(good, _main_of(good, owner, wanted, url, pager), pagers, pager)


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


def _choose_pager(pagers: list[Pager], hint: Mapping[str, Any]) -> Pager | None:
    wanted = hint.get("pager")
    if isinstance(wanted, int):
        return next((pager for pager in pagers if pager.index == wanted), None)
    ids = [str(hint[name]) for name in ("group", "section") if hint.get(name)]
    if ids:
        carrying = [pager for pager in pagers if all(re_id in pager.values() for re_id in ids)]
        pagers = carrying or pagers
    return max(pagers, key=lambda pager: (pager.index == 0, len(pager.links), bool(pager.next_url)), default=None)


def _wanted_headings(hint: Mapping[str, Any]) -> frozenset[str]:
    given = hint.get("block") or ()
    names = [given] if isinstance(given, str) else [name for name in given if isinstance(name, str)]
    return frozenset(name.strip().casefold() for name in names)


def _is_wanted(group: Group, wanted: frozenset[str]) -> bool:
    return (group.heading or "").casefold() in wanted


def _is_pager(group: Group) -> bool:
    return all(record.head is not None and record.head.text.isdigit() for record in group.records)


def _main_of(
    good: list[Group], owner: Group | None, wanted: frozenset[str], url: str, pager: Pager | None
) -> list[Group]:
    """The main list: what the hint names, else what has the pager, else the weightiest outside of side columns."""
    if wanted:
        return [group for group in good if _is_wanted(group, wanted)]
    if owner is not None and owner in good:
        return same_list(good, owner)
    if page_number(url) > 0 and pager is None:
        return []  # behind the last page: what is left are blocks that stand on every page
    middle = [group for group in good if group.zone != "aside"]
    if not middle:
        return []
    return same_list(good, max(middle, key=lambda group: _weight(group, url)))


def _weight(group: Group, url: str) -> tuple[bool, float, int]:
    """How much a group is the list that a page without a pager is for. Events and other sites' news stand beside it."""
    about_events = bool(re.search(r"event|calendar|training|workshop|capacitaci", url.lower()))
    is_own = about_events or group.kind not in {"event", "training"}
    foreign = [record.target is not None and address_signs(record.target, url).foreign for record in group.records]
    return is_own and sum(foreign) <= len(foreign) / 2, group.points + min(len(group.records), 20) / 4, -group.order


def _entry(draft: Draft, is_main: bool, group: Group, hint: Mapping[str, Any]) -> ListEntry:
    kind = draft.kind
    if draft.is_foreign and is_main and kind is None:
        kind = "clipping"
    if kind is None and isinstance(hint.get("kind"), str) and is_main:
        kind = hint["kind"]
    # "— Aug 29" in a block of an outside feed is no day to build on
    published = None if draft.is_foreign and not is_main and not draft.has_year else draft.published
    return ListEntry(
        draft.url, draft.title, draft.teaser, draft.body, published, kind, group.heading, is_main,
        draft.anchor, draft.external_id, draft.author, draft.event,
    )  # fmt: skip


def _once(entries: list[ListEntry]) -> list[ListEntry]:
    """Each address once a page: the main list's word first, what it does not say filled from the other blocks."""
    kept: dict[str, ListEntry] = {}
    order: list[str] = []
    for entry in entries:
        key = entry.url or entry.anchor or ""
        if key not in kept:
            kept[key] = entry
            order.append(key)
        else:
            kept[key] = _merged(kept[key], entry)
    return [kept[key] for key in order]


def _merged(first: ListEntry, second: ListEntry) -> ListEntry:
    better, other = (second, first) if second.is_main and not first.is_main else (first, second)
    return replace(
        better,
        title=better.title or other.title,
        teaser=better.teaser or other.teaser,
        body=better.body or other.body,
        published=better.published or other.published,
        kind=better.kind or other.kind,
        block=better.block if better.is_main else better.block or other.block,
        external_id=better.external_id or other.external_id,
        author=better.author or other.author,
        event=better.event or other.event,
    )
