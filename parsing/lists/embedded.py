"""The list of a page that shows none of it, or only its beginning: out of the JSON that its scripts would show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from items import Event, Moment
from parsing.dates import DOUBTFUL, candidate
from parsing.lists.addresses import address_signs
from parsing.lists.entries import anchor_of
from parsing.state import Record, article_of, is_shell, posts_of, state_of
from parsing.state.posts import is_event
from parsing.state.records import body_html
from parsing.text import plain
from parsing.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

#: words that a page may show beside menus and footers and still show no list
_FEW_WORDS = 150
_MOST_LINKS = 2_000
#: hyphens in the address of a post, and characters of its text, that no rubric has together
_SLUG_HYPHENS, _POST_TEXT = 2, 300
#: posts that a page must show, and share of them that its state must hold, for the state to be that of its list
_LEAST_SHOWN, _HELD = 3, 0.8


@dataclass(frozen=True, slots=True)
class Embedded:
    """One entry as the state has it; fields as in parsing.lists.ListEntry."""

    url: str | None
    title: str
    teaser: str | None
    body: str | None
    published: Moment | None
    kind: str | None
    is_main: bool
    anchor: str | None
    author: str | None
    event: Event | None


def embedded_list(
    tree: etree._Element, url: str, zone: ZoneInfo, today: date | None
) -> tuple[list[Embedded], str | None, int | None]:
    """Entries, next page and number of pages of a list that only stands in the state of an empty shell.

    A day has the origin "json_ld": like JSON-LD it is the system's own field, printed into the page for machines.
    """
    values = state_of(tree) if is_shell(tree, _FEW_WORDS) else []
    if not values or _is_of_a_post(values, url):
        return [], None, None
    posts = posts_of(values, url, _links(tree, url))
    main = [_entry(one, True, url, zone, today) for one in posts.main]
    beside = [_entry(one, False, url, zone, today) for one in posts.beside]
    return [one for one in (*main, *beside) if one is not None], posts.next_url, posts.pages


def rest_of_list(
    tree: etree._Element, url: str, zone: ZoneInfo, today: date | None, shown: list[str]
) -> list[Embedded]:
    """Dated entries that a page keeps in its state behind those that it shows, until somebody asks for more.

    shown: absolute addresses of the posts that the page shows. State that does not hold nearly all of these is of
    something else, and nothing is taken from it; nor are entries of another host.
    """
    names = {name for one in shown if (name := _last(one))}
    if len(names) < _LEAST_SHOWN or not any(_holds(script.text or "", names) for script in tree.iter("script")):
        return []
    values = state_of(tree)
    if _is_of_a_post(values, url):
        return []
    main = posts_of(values, url, shown).main
    known, told = {_folded(one) for one in shown}, {_folded(one.address) for one in main if one.address}
    if len(known & told) < _HELD * len(known):
        return []
    hosts = {urlsplit(one).netloc for one in shown}
    further = [one for one in main if one.address and urlsplit(one.address).netloc in hosts]
    entries = [_entry(one, True, url, zone, today) for one in further if _folded(one.address) not in known]
    return [one for one in entries if one is not None and (one.published or one.event)]


def _holds(text: str, names: set[str]) -> bool:
    """Whether a script bears nearly all of some names; quick."""
    return len(text) > _POST_TEXT and sum(name in text for name in names) >= _HELD * len(names)


def _last(address: str) -> str:
    return urlsplit(address).path.rstrip("/").rpartition("/")[2]


def _folded(address: str | None) -> str:
    return (address or "").partition("#")[0].partition("://")[2].rstrip("/")


def _is_of_a_post(values: list[Any], url: str) -> bool:
    """Whether the page is a post's own, so that what its state lists are others beside it: the state holds a dated text
    under the page's address, and that is no rubric's."""
    if urlsplit(url).path.rstrip("/").rpartition("/")[2].count("-") < _SLUG_HYPHENS:
        return False
    own = article_of(values, url, ())
    return own is not None and own.is_sure and own.record.published is not None and len(own.html) > _POST_TEXT


def moment_in(record: Record, zone: ZoneInfo, today: date | None) -> Moment | None:
    """When a record was published; the day on which it was made, doubtful, where it does not say that."""
    moment = candidate(record.published, zone, "json_ld", today) if record.published else None
    if moment is None and record.created:
        made = candidate(record.created, zone, "json_ld", today)
        return replace(made, doubt=DOUBTFUL) if made is not None else None
    return moment


def _entry(record: Record, is_main: bool, url: str, zone: ZoneInfo, today: date | None) -> Embedded | None:
    event = _event(record, zone) if is_event(record) else None
    published = None if event is not None else moment_in(record, zone, today)
    signs = address_signs(record.address, url) if record.address else None
    if signs is not None and (signs.is_no_post or signs.role == "file") and published is None:
        return None
    body = plain(body_html(record)) if record.address is None else None
    if record.address is None and not body:
        return None
    return Embedded(
        url=record.address,
        title=record.title,
        teaser=record.teaser[:2_000] if record.teaser else None,
        body=body,
        published=published,
        kind="event" if event is not None else signs.kind if signs is not None else None,
        is_main=is_main,
        anchor=None if record.address else anchor_of(published, record.title),
        author=", ".join(record.authors[:5]) or None,
        event=event,
    )


def _event(record: Record, zone: ZoneInfo) -> Event | None:
    start = candidate(record.starts, zone, "json_ld") if record.starts else None
    if start is None or start.flag is not None or start.precision not in ("minute", "day"):
        return None
    return Event(starts_at=start.at, all_day=start.precision == "day", timezone=zone.key)


def _links(tree: etree._Element, url: str) -> Iterator[str]:
    for link in islice(tree.iter("a"), _MOST_LINKS):
        address = absolute(url, link.get("href") or "")
        if address:
            yield address
