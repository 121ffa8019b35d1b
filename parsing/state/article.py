"""The one record of a page's state that the page is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from parsing.state.posts import _refs
from parsing.state.records import Record, body_html, record_of
from parsing.state.walk import spots
from parsing.text import plain

#: records that are looked at, and those whose words are read
_RECORDS, _READ = 5_000, 6
#: what single objects are called that are the page's own
_OWN_NAMES = frozenset(
    """post article story entry page news newsitem item release pressrelease update event blogpost data content doc
    document""".split()
)
_ADDRESS, _SLUG, _TITLE, _PART, _NUMBER = 4, 4, 3, 2, 3


@dataclass(frozen=True, slots=True)
class Own:
    """A page's record, its words as HTML, and whether the address says that it is the page's."""

    record: Record
    html: str
    is_sure: bool


def article_of(values: list[Any], url: str, titles: Iterable[str]) -> Own | None:
    """The record that a page is about: with its address, its slug, its number or its title; gaps are filled from others
    that are about it too. titles: what the page gives as its own. None where nothing says so."""
    all_spots = list(spots(values))
    refs = _refs(all_spots)
    told = {folded for title in titles if len(folded := _fold(title)) > 3}
    here = urlsplit(url)
    ranked: list[tuple[int, int, Record]] = []
    for number, spot in enumerate(all_spots):
        if len(ranked) >= _RECORDS or not isinstance(spot.value, dict):
            continue
        record = record_of(spot.value, refs)
        if record is None:
            continue
        points = _points(record, url, here.path, told)
        if points >= _TITLE or (points >= _PART and _is_named(spot.names)):
            ranked.append((points + _is_named(spot.names), -number, record))
    ranked.sort(key=lambda one: one[:2], reverse=True)
    read = [(points, record, body_html(record)) for points, _, record in ranked[:_READ]]
    if not read:
        return None
    best = max(read, key=lambda one: (one[0] >= _ADDRESS, min(len(plain(one[2]) or ""), 4_000), one[0]))
    whole = best[1]
    for points, record, _ in read:
        if points >= _TITLE and _fold(record.title) == _fold(whole.title):
            whole = _filled(whole, record)
    return Own(whole, best[2], _points(whole, url, here.path, set()) >= _SLUG)


def _is_named(names: tuple[str, ...]) -> bool:
    return bool(names) and names[-1].lower().replace("_", "") in _OWN_NAMES


def _points(record: Record, url: str, path: str, told: set[str]) -> int:
    """How surely a record is about the page."""
    points = 0
    segments = [unquote(one).casefold() for one in path.split("/") if one]
    last = segments[-1].partition(".")[0] if segments else ""
    if record.address and segments:
        address = urlsplit(urljoin(url, record.address if record.address[:1] in "/h" else f"/{record.address}"))
        if unquote(address.path).casefold().strip("/") == "/".join(segments):
            points += _ADDRESS
    if record.slug and last and record.slug.casefold().rpartition("/")[2] in (last, segments[-1]):
        points += _SLUG
    elif record.number and last and len(record.number) > 1 and record.number.casefold() in segments:
        points += _NUMBER
    title = _fold(record.title)
    if len(title) > 8 and title in told:
        points += _TITLE
    elif len(title) > 12 and any(title in one for one in told):
        points += _PART
    return points


def _filled(record: Record, other: Record) -> Record:
    """The record with what it lacks taken from another one about the same page."""
    return replace(
        record,
        published=record.published or other.published,
        created=record.created or other.created,
        modified=record.modified or other.modified,
        teaser=record.teaser or other.teaser,
        authors=record.authors or other.authors,
        tags=record.tags or other.tags,
        kind=record.kind or other.kind,
    )


def _fold(text: str) -> str:
    return "".join(one for one in text[:1_000].casefold() if one.isalnum())
