"""Events as schema.org describes them, in JSON-LD or brought into its shape: Event and all that descends from it.

A field of a wrong type is as good as absent. Times without an offset are local ones of the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from items import Event
from parsing.events.entry import CalendarEntry, place_of, web_address, with_said_status
from parsing.events.hcalendar import calendar_nodes
from parsing.events.registering import is_same_page
from parsing.events.spans import last_moment, one_each
from parsing.events.values import iso_instant, joined_parts, said_instant, status_in, string, whole_days
from parsing.text import one_line, plain

_MAX_NODES, _MAX_DEPTH, _MAX_SCRIPTS = 2_000, 8, 40
#: types of schema.org that are events by descent and not by name
_EVENTS = frozenset({"CourseInstance", "EventSeries", "Festival", "Hackathon"})
_DAY_ONLY = re.compile(r"\s*\d{4}-\d\d-\d\d\s*", re.ASCII)
_ROUND_THE_CLOCK = {"00:00:00", "23:59:59", "23:59:00"}


def events_of_page(tree: etree._Element, url: str, zone: ZoneInfo) -> tuple[CalendarEntry, ...]:
    """All events that a page's JSON-LD names, else those marked as hCalendar, each once, in order.

    tree: from parsing.documents.tree.
    """
    found: list[CalendarEntry] = []
    for count, script in enumerate(tree.iter("script")):
        if count > 4 * _MAX_SCRIPTS or "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _nodes(_load(script.text)):
            entry = entry_of_json_ld(node, url, zone)
            if entry is not None and len(found) < _MAX_NODES:
                found.append(entry)
    if not found:
        marked = (entry_of_json_ld(node, url, zone) for node in calendar_nodes(tree, "vevent", zone))
        found = [entry for entry in marked if entry is not None]
    return one_each(found)


def entry_of_json_ld(node: Mapping[str, Any], url: str, zone: ZoneInfo) -> CalendarEntry | None:
    """A schema.org Event node as an entry; None for other nodes and for one without a start."""
    event = event_of_json_ld(node, zone, url)
    if event is None:
        return None
    return CalendarEntry(
        url=web_address(node.get("url") or node.get("@id"), url),
        title=one_line(plain(string(node.get("name")))),
        teaser=plain(string(node.get("description"))),
        body=None,
        event=event,
    )


def event_of_json_ld(data: Mapping[str, Any], zone: ZoneInfo, url: str = "") -> Event | None:
    """When and where a schema.org Event (or any of its subtypes) is; None for other nodes and for one without a start.

    zone: of the source, for times without an offset. url: of the page, for relative addresses of offers.
    """
    kinds = data.get("@type")
    names = [name for name in (kinds if isinstance(kinds, list) else [kinds])[:20] if isinstance(name, str)]
    if not any(re.split(r"[/#:]", name)[-1] in _EVENTS or name.endswith("Event") for name in names):
        return None
    times = _ld_times(_first_text(data.get("startDate")), _first_text(data.get("endDate")), zone)
    if times is None:
        return None
    venue, street, online = _place(data.get("location"))
    page = web_address(data.get("url"), url) or url
    event = Event(
        starts_at=times[0],
        ends_at=times[1],
        all_day=times[2],
        timezone=zone.key,
        status=status_in(string(data.get("eventStatus")) or ""),
        venue=venue,
        street_address=street,
        registration_url=_offer(data.get("offers"), page) or _action(data, page) or web_address(online, url),
    )
    return with_said_status(event, string(data.get("name")), None)


def _first_text(value: Any) -> str | None:
    return string(value[0] if isinstance(value, list) and value else value)


def _ld_times(first: str | None, last: str | None, zone: ZoneInfo) -> tuple[datetime, datetime | None, bool] | None:
    start, end = _local(first, zone), _local(last, zone)
    if first is None or start is None:
        return None
    end_is_day = last is not None and _DAY_ONLY.fullmatch(last) is not None
    clocks = {f"{at:%H:%M:%S}" for at in (start, end) if at is not None}
    if _DAY_ONLY.fullmatch(first) or (start.time() == time() and clocks <= _ROUND_THE_CLOCK):
        if end is not None and end > start and end.time() == time() and not end_is_day:
            end -= timedelta(seconds=1)  # the midnight after the last day
        return (*whole_days(start, end, zone), True)
    if end is not None and end_is_day:  # its hour is not known
        end = last_moment(end.date(), zone) if end.date() > start.date() else None
    return start.astimezone(UTC), end.astimezone(UTC) if end and end > start else None, False


def _local(text: str | None, zone: ZoneInfo) -> datetime | None:
    at = iso_instant(text, zone) or said_instant(text, zone)
    return at.astimezone(zone) if at else None


def _offer(offers: Any, page: str) -> str | None:
    """Where an offer leads; many plug-ins give the event's own page once more."""
    for one in (offers if isinstance(offers, list) else [offers])[:20]:
        address = web_address(one.get("url"), page) if isinstance(one, dict) else None
        if address and not is_same_page(address, page):
            return address
    return None


def _action(data: Mapping[str, Any], page: str) -> str | None:
    """Where schema.org's RegisterAction and its like lead."""
    actions = data.get("potentialAction")
    for one in (actions if isinstance(actions, list) else [actions])[:10]:
        if isinstance(one, dict) and re.search(r"Register|Rsvp|Reserve|Join|Buy", str(one.get("@type"))[:100]):
            target = one.get("target")
            target = target.get("urlTemplate") if isinstance(target, dict) else target
            address = web_address(target or one.get("url"), page)
            if address and not is_same_page(address, page):
                return address
    return None


def _place(value: Any) -> tuple[str | None, str | None, str | None]:
    """Venue, street address and address of the web, of one place or the first of several that tells each."""
    venue = street = online = None
    for one in (value if isinstance(value, list) else [value])[:10]:
        if isinstance(one, str):
            named, at, link = (None, None, one) if web_address(one) else (*place_of(plain(one)), None)
        elif isinstance(one, dict):
            is_virtual = "Virtual" in str(one.get("@type"))
            named, at = one_line(plain(string(one.get("name")))), _address(one)
            link = string(one.get("url")) if is_virtual else None
        else:
            continue
        venue, street, online = venue or named, street or at, online or link
    return venue, street, online


def _address(place: Mapping[str, Any]) -> str | None:
    address = place.get("address")
    if isinstance(address, list) and address:
        address = address[0]
    if isinstance(address, dict):
        return joined_parts(address, "streetAddress", "addressLocality", "addressRegion", "postalCode")
    if place.get("streetAddress"):
        return joined_parts(place, "streetAddress", "addressLocality", "addressRegion", "postalCode")
    return one_line(plain(string(address)))


def _nodes(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value[:_MAX_NODES]:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "itemListElement", "item", "mainEntity", "event", "events", "subEvent"):
            if isinstance(value.get(key), list | dict):
                yield from _nodes(value[key], depth + 1)


def _load(text: str | None) -> Any:
    if not text or len(text) > 1_000_000:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
