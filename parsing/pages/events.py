"""The event that a page is about: by its structured data, by its markup, or by well-marked text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from items import Event, Moment
from parsing.atrium.events import read_event
from parsing.events.entry import with_said_status
from parsing.events.hcalendar import calendar_nodes, dates_of_drupal, main_event
from parsing.events.json import event_of_json_ld
from parsing.events.labels import Marked, read_marked
from parsing.events.registering import registration_among, registration_in
from parsing.lists.boxes import read_boxes, walk
from parsing.lists.links import joined
from parsing.pages.about import types_of
from parsing.pages.marked import marked_nodes
from parsing.pages.structured import Structured

_CLASSES = frozenset({"node-type-oa-event", "single-tribe_events", "single-event", "events-single"})
_FOLDERS = frozenset({"event", "events", "calendar-events", "calendar-event", "evento", "eventos"})
#: what says a day to machines, and is no line of the text that may be the event's own
_MACHINES = frozenset({"json_ld", "meta", "feed", "api"})
#: labels stand at the top of a page that is about an event; further down they are part of a story
_TOP = 14
_RELEASE = re.compile(
    r"press release|for immediate release|media advisory|news release|comunicado de prensa", re.IGNORECASE
)
_MAX_LINES = 600


def marked_event(
    structured: Structured, root: etree._Element, source: str, url: str, title: str | None, zone: ZoneInfo
) -> Event | None:
    """The one event that a page describes for machines; None where it describes none, several, or says no day.

    In order of trust: JSON-LD, microdata and RDFa; hCalendar and h-event.
    """
    nodes = [structured.event] if structured.event else []
    if not nodes and "Event" in source:
        lone = [one.values for one in marked_nodes(root, source, url) if _is_event(one.values)]
        nodes = [one for one in lone[:1] if len(lone) == 1 and not one.get("name") and not one.get("url")]
    if not nodes:
        own = main_event(calendar_nodes(root, source, zone), url, title)
        nodes = [own] if own else []
    return event_of_json_ld({"@type": "Event", **nodes[0]}, zone, url) if nodes else None


def looks_like_event(classes: frozenset[str], url: str) -> bool:
    """Whether the platform or the address says that a page is an event's: /event/x, /calendar-events/x."""
    if classes & _CLASSES:
        return True
    parts = urlsplit(url).path.lower().strip("/").split("/")
    return any(part in _FOLDERS for part in parts[:-1])


def printed_event(
    root: etree._Element, source: str, url: str, zone: ZoneInfo, candidates: Iterable[Moment]
) -> Event | None:
    """The event of a page that is known to be an event's, by what it prints.

    A day without a year is read only beside a day of publication that machines are told: the page may be of any age.
    """
    told = [moment.on for moment in candidates if moment.origin in _MACHINES]
    drupal = dates_of_drupal(root, source)
    event = event_of_json_ld(drupal, zone, url) if drupal else None
    printed = read_event(root, url, zone, min(told) if told else None)
    if printed is None or event is None:
        return printed or event
    return replace(printed, starts_at=event.starts_at, ends_at=event.ends_at, all_day=event.all_day)


def announced_event(
    structured: Structured,
    container: etree._Element | None,
    url: str,
    title: str | None,
    zone: ZoneInfo,
    candidates: Iterable[Moment],
) -> Event | None:
    """The event of a page that nothing but its text calls one: day, hour, and place or way to register, each with its
    label, at the top of the text, on a page that is no dated post.

    A post about an event is a post: its own day counts, and an event here would take it away.
    """
    is_post = structured.article or structured.marked or structured.first_meta("article:published_time")
    if container is None or is_post or _RELEASE.search(title or ""):
        return None
    lines = _lines(container, url)
    found = read_marked(lines, zone)
    if found is None or found.at >= _TOP or found.span.all_day or not found.marks & {"where", "address", "register"}:
        return None
    if any(_RELEASE.search(line[:200]) for line in lines[: found.at + 1]):
        return None
    days = _days(found, zone)
    if any(moment.on not in days for moment in candidates if moment.origin != "title"):
        return None
    return _event(found, zone)


def completed(
    event: Event, container: etree._Element | None, url: str, title: str | None, body: str | None, zone: ZoneInfo
) -> Event:
    """The event with what the page's text adds: place, way to register, that it is called off."""
    if container is not None and not (event.venue or event.street_address):
        found = read_marked(_lines(container, url), zone, event.starts_at and event.starts_at.astimezone(zone).date())
        if found is not None and found.span.starts_at == event.starts_at:
            event = replace(event, venue=found.venue, street_address=found.street_address)
    if event.registration_url is None:
        event = replace(event, registration_url=_registration(container, url) or registration_in(body))
    return with_said_status(event, title, body)


def _registration(container: etree._Element | None, url: str) -> str | None:
    if container is None:
        return None
    links = islice(container.iter("a"), 400)
    return registration_among(
        (("".join(map(str, islice(one.itertext(), 20)))[:300], one.get("href")) for one in links), url
    )


def _lines(container: etree._Element, url: str) -> list[str]:
    lines = (joined(line.pieces) for line in islice(walk(read_boxes(container, url)), _MAX_LINES))
    return [line for line in lines if line]


def _event(found: Marked, zone: ZoneInfo) -> Event:
    span = found.span
    return Event(
        span.starts_at, span.ends_at, span.all_day, zone.key, venue=found.venue, street_address=found.street_address
    )


def _days(found: Marked, zone: ZoneInfo) -> set[date]:
    first = found.span.starts_at.astimezone(zone).date()
    last = (found.span.ends_at or found.span.starts_at).astimezone(zone).date()
    return {first + timedelta(days=number) for number in range(min((last - first).days, 60) + 1)}


def _is_event(node: object) -> bool:
    return isinstance(node, dict) and any(name.endswith("Event") for name in types_of(node))
