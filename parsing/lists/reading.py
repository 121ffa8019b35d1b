"""Any page that shows posts, read by its structure: entries, the address of the next page, the number of pages.

No class name is needed; the page is read as boxes and lines (`boxes`, parsing.lists.lines), these as records and blocks
(`records`), and what is posts is weighed (`blocks`). The result is the same whatever elements and classes a theme
builds its page of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from items import Event, Moment
from parsing.lists.addresses import address_signs
from parsing.lists.blocks import Group
from parsing.lists.entries import Draft, drafts_of
from parsing.lists.survey import survey_of

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
        for draft in drafts_of(group, url, zone, today, MAX_ENTRIES)
    ]
    first, others = (survey.pagers[0], survey.pagers[1:]) if survey.pagers else (None, [])
    return ListPage(
        tuple(_once(found)[:MAX_ENTRIES]),
        first.next_url if first else None,
        first.pages if first else None,
        tuple(pager.next_url for pager in others if pager.next_url),
    )


def looks_like_post(url: str) -> bool:
    """Whether an address alone may be that of a post: no list, no function of a site, no file, no home page."""
    signs = address_signs(url, "")
    return not signs.is_no_post and signs.role != "file" and (signs.points > 0 or signs.slug_words > 0)


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
