"""The event that a page is about, by its structured data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from errors import ParseError
from items import Event
from parsing.dates import parse_date
from parsing.pages.structured import Node, Structured
from parsing.text import one_line, plain
from parsing.urls import absolute

_CLASSES = frozenset({"node-type-oa-event", "single-tribe_events", "single-event", "events-single"})
_FOLDERS = frozenset({"event", "events", "calendar-events", "calendar-event", "evento", "eventos"})
_ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode")


def event_of(structured: Structured, url: str, zone: ZoneInfo) -> Event | None:
    """The event of a page's JSON-LD; None where there is none or it says no day."""
    node = structured.event
    if node is None:
        return None
    start, whole_day = _instant(node.get("startDate"), zone)
    if start is None:
        return None
    end, _ = _instant(node.get("endDate"), zone)
    place = _first(node.get("location"))
    return Event(
        starts_at=start,
        ends_at=end if end and end >= start else None,
        all_day=whole_day,
        timezone=zone.key,
        status=_status(node),
        venue=_line(place.get("name")) if isinstance(place, Mapping) else _line(place),
        street_address=_street(place),
        registration_url=_offer(node, url),
    )


def looks_like_event(classes: frozenset[str], url: str) -> bool:
    """Whether the platform or the address says that a page is an event's: /event/x, /calendar-events/x."""
    if classes & _CLASSES:
        return True
    parts = urlsplit(url).path.lower().strip("/").split("/")
    return any(part in _FOLDERS for part in parts[:-1])


def _instant(value: Any, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """(instant, whether it is a day without a time)."""
    line = one_line(value) if isinstance(value, str) else None
    if not line:
        return None, False
    try:
        moment = parse_date(line, zone)
    except ParseError:
        return None, False
    return moment.at, moment.precision == "day"


def _status(node: Node) -> Literal["confirmed", "cancelled"] | None:
    status = node.get("eventStatus")
    if not isinstance(status, str):
        return None
    return "cancelled" if "cancel" in status.lower() else "confirmed"


def _street(place: Any) -> str | None:
    address = place.get("address") if isinstance(place, Mapping) else None
    if isinstance(address, Mapping):
        parts = (_line(address.get(key)) for key in _ADDRESS)
        return ", ".join(part for part in parts if part) or None
    return _line(address)


def _offer(node: Node, url: str) -> str | None:
    offer = _first(node.get("offers"))
    address = offer.get("url") if isinstance(offer, Mapping) else None
    return absolute(url, address) if isinstance(address, str) else None


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _line(value: Any) -> str | None:
    return one_line(plain(value)) if isinstance(value, str) else None
