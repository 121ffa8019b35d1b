"""The REST API of The Events Calendar, the plug-in that most WordPress sites of unions use."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from errors import ParseError
from items import Event, Moment
from parsing.events.entry import CalendarEntry, web_address, with_said_status
from parsing.events.registering import is_same_page, registration_among, registration_in
from parsing.events.spans import PROVISIONAL, one_each
from parsing.events.values import iso_instant, joined_parts, number, status_in, string, whole_days
from parsing.events.zones import zone_named
from parsing.text import one_line, plain

_MAX_BYTES, _MAX_ROWS = 8_000_000, 2_000
_HIDDEN = frozenset({"draft", "auto-draft", "private", "pending", "trash", "future", "inherit"})
_LINK = re.compile(r"<a\s[^<>]{0,500}?href=[\"']([^\"'<>]{1,1500})[\"'][^<>]{0,500}>([^<]{0,200})")


@dataclass(frozen=True, slots=True)
class TribePage:
    """One page of the API: its events, the site's own total, the number of pages, the address of the next one."""

    entries: tuple[CalendarEntry, ...]
    total: int | None
    pages: int | None
    next_url: str | None


def read_tribe_events(body: bytes, url: str, zone: ZoneInfo) -> tuple[CalendarEntry, ...]:
    """The events of one answer of `/wp-json/tribe/events/v1/events`, or of one event of it.

    Raises ParseError for any other JSON, with the API's own words where it says why.
    """
    return read_tribe_page(body, url, zone).entries


def read_tribe_page(body: bytes, url: str, zone: ZoneInfo) -> TribePage:
    """One page of The Events Calendar's API. zone: the source's, where an event names none.

    Events without a start are passed over, as are drafts. Raises ParseError for what is no such answer.
    Source: the plugin's REST documentation, version 1.
    """
    try:
        data = json.loads(body[:_MAX_BYTES].decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise ParseError(f"{url} answered something else than JSON", body[:80].decode("utf-8", "replace")) from None
    if not isinstance(data, dict):
        raise ParseError(f"{url} answered JSON that is no list of events")
    rows = data.get("events")
    if not isinstance(rows, list):
        if string(data.get("start_date")) is None:
            said = one_line(plain(string(data.get("message")))) or "it has no list of events"
            raise ParseError(f"the events API says: {said}", url)
        rows = [data]
    entries = (_tribe_entry(row, url, zone) for row in rows[:_MAX_ROWS] if isinstance(row, dict))
    return TribePage(
        one_each(entry for entry in entries if entry is not None),
        number(data.get("total")),
        number(data.get("total_pages")),
        web_address(data.get("next_rest_url"), url),
    )


def _tribe_entry(row: Mapping[str, Any], url: str, zone: ZoneInfo) -> CalendarEntry | None:
    own = zone_named(string(row.get("timezone"))) or zone
    times = _tribe_times(row, own)
    if times is None or string(row.get("status")) in _HIDDEN:
        return None
    place = row.get("venue")
    venue, street = _tribe_place(place[0] if isinstance(place, list) and place else place)
    description, post = plain(string(row.get("description"))), number(row.get("id"))
    title, page = one_line(plain(string(row.get("title")))), web_address(row.get("url"), url)
    created = _tribe_time(row, "date", own)
    event = Event(
        starts_at=times[0],
        ends_at=times[1],
        all_day=times[2],
        timezone=own.key,
        status=status_in(f"{string(row.get('event_status')) or ''} {string(row.get('status')) or ''}"),
        venue=venue,
        street_address=street,
        registration_url=_tribe_register(row, page, url),
    )
    return CalendarEntry(
        url=page,
        title=title,
        teaser=plain(string(row.get("excerpt"))),
        body=description,
        event=with_said_status(event, title, description),
        external_id=str(post) if post is not None and 0 < post < PROVISIONAL else None,
        created_at=created,
        updated_at=_tribe_time(row, "modified", own),
        published=Moment.of_instant(created, zone, "api") if created and created.year >= 1990 else None,
    )


def _tribe_register(row: Mapping[str, Any], page: str | None, url: str) -> str | None:
    """The event's website, unless that is its page once more, else what its text names or links to."""
    website, text = web_address(row.get("website"), url), string(row.get("description"))
    if website and not (page and is_same_page(website, page)):
        return website
    links = ((found[2], html.unescape(found[1])) for found in _LINK.finditer((text or "")[:40_000]))
    return registration_among(((plain(label), href) for label, href in links), page or url) or registration_in(text)


def _tribe_times(row: Mapping[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime | None, bool] | None:
    """Start, end, and whether the event is of whole days; those are told as local days."""
    start, end = _tribe_time(row, "start_date", zone), _tribe_time(row, "end_date", zone)
    if row.get("all_day") is True:
        local = iso_instant(string(row.get("start_date")), zone) or start
        until = iso_instant(string(row.get("end_date")), zone) or end
        return (*whole_days(local, until, zone), True) if local else None
    return (start, end if end and end > start else None, False) if start else None


def _tribe_time(row: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
    """A local time of the API; the UTC twin (`utc_start_date`, `date_utc`) wins where it is given."""
    utc = ZoneInfo("UTC")
    for key, of in ((f"utc_{name}", utc), (f"{name}_utc", utc), (name, zone)):
        found = iso_instant(string(row.get(key)), of)
        if found is not None:
            return found
    return None


def _tribe_place(place: Any) -> tuple[str | None, str | None]:
    if not isinstance(place, dict):
        return None, None
    region = "state" if string(place.get("state")) else "stateprovince"
    street = joined_parts(place, "address", "city", region, "zip")
    return one_line(plain(string(place.get("venue")))), street
