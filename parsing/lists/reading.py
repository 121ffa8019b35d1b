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
from parsing.dates import find_date
from parsing.lists.addresses import address_signs
from parsing.lists.blocks import Group
from parsing.lists.embedded import Embedded, embedded_list, rest_of_list
from parsing.lists.entries import Draft, drafts_of
from parsing.lists.pointers import is_form, is_stream
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
    #: url leads to another domain, and the page shows the entry in the source's own stream; it has an anchor then
    points_out: bool = False
    #: where the title leads, of an entry that also has a page of its own (url)
    target: str | None = None
    #: a document of the site that is all there is behind an entry without a page
    file: str | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list. next_url: the next page of the main list; pages: how many it has, where a pager says so.

    other_next: next pages of further lists on the same page that have pagers of their own (two columns of news).
    refused: (address, reason, sentence) of what looks like an entry and is none, such as the PDF of a form.
    """

    entries: tuple[ListEntry, ...] = ()
    next_url: str | None = None
    pages: int | None = None
    other_next: tuple[str, ...] = ()
    refused: tuple[tuple[str, str, str], ...] = ()


def read_list(
    tree: etree._Element, url: str, zone: ZoneInfo, today: date | None, hint: Mapping[str, Any] | None = None
) -> ListPage:
    """Read the posts that a page shows, those of its main list first to be trusted, those of other blocks marked.

    tree: from parsing.documents.tree. url: the page's address. zone: the source's. today: the day of the crawl there,
    for dates without a year. hint: what the channel's row says: "block" (heading or headings of the blocks that are the
    list), "pager" (which of several pagers), "kind", "anchored": true (undated paragraphs under headings are posts),
    and "first_page": the address of the first page of this list.
    A page without posts gives no entries; it never raises.
    """
    hint = hint or {}
    survey = survey_of(tree, url, hint)
    drafts = [
        (draft, group)
        for group in sorted(survey.groups, key=lambda group: group.order)
        for draft in drafts_of(group, url, zone, today, MAX_ENTRIES)
    ]
    refused = [(draft, refusal) for draft, _ in drafts if (refusal := _refusal_of_file(draft, zone))]
    own_pages = {address.partition("#")[0] for pager in survey.pagers for _, _, address, _ in pager.links}
    none = {id(draft) for draft, _ in refused}
    none |= {id(draft) for draft, _ in drafts if draft.url in own_pages}  # "2" and "»" lead to this list's own pages
    drafts = [(draft, group) for draft, group in drafts if id(draft) not in none]
    main = [(draft, group) for draft, group in drafts if group in survey.main]
    stream, dated = _is_stream(main, url), _are_dated(main)
    found = [
        _entry(draft, group in survey.main, group, hint, stream and (draft.published is not None or not dated))
        for draft, group in drafts
    ]
    first, others = (survey.pagers[0], survey.pagers[1:]) if survey.pagers else (None, [])
    next_url, pages = (first.next_url, first.pages) if first else (None, None)
    if not main:
        embedded, next_told, pages_told = embedded_list(tree, url, zone, today)
        found = [*(_embedded_entry(one, hint) for one in embedded), *found]
        next_url, pages = (next_url or next_told, pages or pages_told) if embedded else (next_url, pages)
    elif next_url is None:
        shown = [draft.url for draft, _ in main if draft.url and not draft.is_foreign]
        found += [_embedded_entry(one, hint) for one in rest_of_list(tree, url, zone, today, shown)]
    return ListPage(
        tuple(_once(found)[:MAX_ENTRIES]),
        next_url,
        pages,
        tuple(pager.next_url for pager in others if pager.next_url),
        tuple((draft.file or url, *refusal) for draft, refusal in refused),
    )


def looks_like_post(url: str) -> bool:
    """Whether an address alone may be that of a post: no list, no function of a site, no file, no home page."""
    signs = address_signs(url, "")
    return not signs.is_no_post and signs.role != "file" and (signs.points > 0 or signs.slug_words > 0)


def _is_stream(main: list[tuple[Draft, Group]], url: str) -> bool:
    targets = [draft.url for draft, _ in main]
    dated = sum(draft.published is not None and draft.has_year for draft, _ in main)
    return is_stream(targets, dated, {group.heading for _, group in main}, url)


def _are_dated(main: list[tuple[Draft, Group]]) -> bool:
    """Whether nearly all entries bear a day, so that one without it is a promotion among them."""
    return len(main) >= 3 and sum(draft.published is not None for draft, _ in main) >= 0.8 * (len(main) - 1)


def _refusal_of_file(draft: Draft, zone: ZoneInfo) -> tuple[str, str] | None:
    """Why a file on a list is no post: it is a form, or nothing says when it was posted."""
    if draft.file is None:
        return None
    if is_form(draft.title, draft.file):
        return "form", f"A form, or a document of record: {draft.title or draft.file}"
    if draft.published is None and not (draft.title and find_date(draft.title, zone, "title")):
        return "file", f"The list shows a file without a day: {draft.title or draft.file}"
    return None


def _entry(draft: Draft, is_main: bool, group: Group, hint: Mapping[str, Any], stream: bool) -> ListEntry:
    kind = draft.kind
    if (draft.is_foreign or draft.target) and is_main and kind is None:
        kind = "clipping"
    if kind is None and isinstance(hint.get("kind"), str) and is_main:
        kind = hint["kind"]
    # "— Aug 29" in a block of an outside feed is no day to build on
    published = None if draft.is_foreign and not is_main and not draft.has_year else draft.published
    points_out = draft.is_foreign and is_main and stream
    return ListEntry(
        draft.url, draft.title, draft.teaser, draft.body, published, kind, group.heading, is_main,
        draft.anchor if points_out or not draft.url else None, draft.external_id, draft.author, draft.event,
        points_out, draft.target, draft.file,
    )  # fmt: skip


def _embedded_entry(one: Embedded, hint: Mapping[str, Any]) -> ListEntry:
    kind = one.kind or (hint["kind"] if one.is_main and isinstance(hint.get("kind"), str) else None)
    return ListEntry(
        one.url, one.title, one.teaser, one.body, one.published, kind, is_main=one.is_main, anchor=one.anchor,
        author=one.author, event=one.event,
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
        target=better.target or other.target,
    )
