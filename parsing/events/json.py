"""Events as JSON tells them: the REST API of The Events Calendar (WordPress), and JSON-LD on a page.

A field of a wrong type is as good as absent. Times without an offset are local ones of the event, else of the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from lxml import etree

from errors import ParseError
from items import Event, Moment
from parsing.dates import parse_date
from parsing.events.entry import CalendarEntry, place_of, registration_in, web_address
from parsing.events.spans import YEARS, first_moment, last_moment, one_each
from parsing.events.zones import zone_named
from parsing.text import one_line, plain

_MAX_BYTES, _MAX_NODES, _MAX_DEPTH, _MAX_SCRIPTS = 8_000_000, 2_000, 8, 40
#: from here on the plugin counts repetitions, not posts, and anew after each change
_PROVISIONAL = 10_000_000
_HIDDEN = frozenset({"draft", "auto-draft", "private", "pending", "trash", "future", "inherit"})
#: types of schema.org that are events by descent and not by name
_EVENTS = frozenset({"CourseInstance", "EventSeries", "Festival", "Hackathon"})
_DAY_ONLY = re.compile(r"\s*\d{4}-\d\d-\d\d\s*", re.ASCII)
_ROUND_THE_CLOCK = {"00:00:00", "23:59:59", "23:59:00"}
Status = Literal["confirmed", "tentative", "cancelled"]


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
        if _string(data.get("start_date")) is None:
            said = one_line(plain(_string(data.get("message")))) or "it has no list of events"
            raise ParseError(f"the events API says: {said}", url)
        rows = [data]
    entries = (_tribe_entry(row, url, zone) for row in rows[:_MAX_NODES] if isinstance(row, dict))
    return TribePage(
        one_each(entry for entry in entries if entry is not None),
        _number(data.get("total")),
        _number(data.get("total_pages")),
        web_address(data.get("next_rest_url"), url),
    )


def _tribe_entry(row: Mapping[str, Any], url: str, zone: ZoneInfo) -> CalendarEntry | None:
    own = zone_named(_string(row.get("timezone"))) or zone
    times = _tribe_times(row, own)
    if times is None or _string(row.get("status")) in _HIDDEN:
        return None
    place = row.get("venue")
    venue, street = _tribe_place(place[0] if isinstance(place, list) and place else place)
    description, number = plain(_string(row.get("description"))), _number(row.get("id"))
    created = _tribe_time(row, "date", own)
    event = Event(
        starts_at=times[0],
        ends_at=times[1],
        all_day=times[2],
        timezone=own.key,
        status=_status(f"{_string(row.get('event_status')) or ''} {_string(row.get('status')) or ''}"),
        venue=venue,
        street_address=street,
        registration_url=web_address(row.get("website"), url) or registration_in(_string(row.get("description"))),
    )
    return CalendarEntry(
        url=web_address(row.get("url"), url),
        title=one_line(plain(_string(row.get("title")))),
        teaser=plain(_string(row.get("excerpt"))),
        body=description,
        event=event,
        external_id=str(number) if number is not None and 0 < number < _PROVISIONAL else None,
        created_at=created,
        updated_at=_tribe_time(row, "modified", own),
        published=Moment.of_instant(created, zone, "api") if created and created.year >= 1990 else None,
    )


def _tribe_times(row: Mapping[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime | None, bool] | None:
    """Start, end, and whether the event is of whole days; those are told as local days."""
    start, end = _tribe_time(row, "start_date", zone), _tribe_time(row, "end_date", zone)
    if row.get("all_day") is True:
        local = _iso(_string(row.get("start_date")), zone) or start
        until = _iso(_string(row.get("end_date")), zone) or end
        return (*_whole_days(local, until, zone), True) if local else None
    return (start, end if end and end > start else None, False) if start else None


def _tribe_time(row: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
    """A local time of the API; the UTC twin (`utc_start_date`, `date_utc`) wins where it is given."""
    utc = ZoneInfo("UTC")
    for key, of in ((f"utc_{name}", utc), (f"{name}_utc", utc), (name, zone)):
        found = _iso(_string(row.get(key)), of)
        if found is not None:
            return found
    return None


def _tribe_place(place: Any) -> tuple[str | None, str | None]:
    if not isinstance(place, dict):
        return None, None
    region = "state" if _string(place.get("state")) else "stateprovince"
    street = _parts(place, "address", "city", region, "zip")
    return one_line(plain(_string(place.get("venue")))), street


# ---- JSON-LD -----------------------------------------------------------------------------------------------------


def events_of_page(tree: etree._Element, url: str, zone: ZoneInfo) -> tuple[CalendarEntry, ...]:
    """All events that a page's JSON-LD names, in order. tree: from parsing.documents.tree."""
    found: list[CalendarEntry] = []
    for count, script in enumerate(tree.iter("script")):
        if count > 4 * _MAX_SCRIPTS or "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _nodes(_load(script.text)):
            entry = entry_of_json_ld(node, url, zone)
            if entry is not None and len(found) < _MAX_NODES:
                found.append(entry)
    return tuple(found)


def entry_of_json_ld(node: Mapping[str, Any], url: str, zone: ZoneInfo) -> CalendarEntry | None:
    """A schema.org Event node as an entry; None for other nodes and for one without a start."""
    event = event_of_json_ld(node, zone, url)
    if event is None:
        return None
    return CalendarEntry(
        url=web_address(node.get("url") or node.get("@id"), url),
        title=one_line(plain(_string(node.get("name")))),
        teaser=plain(_string(node.get("description"))),
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
    times = _ld_times(_string(data.get("startDate")), _string(data.get("endDate")), zone)
    if times is None:
        return None
    venue, street, online = _place(data.get("location"))
    return Event(
        starts_at=times[0],
        ends_at=times[1],
        all_day=times[2],
        timezone=zone.key,
        status=_status(_string(data.get("eventStatus")) or ""),
        venue=venue,
        street_address=street,
        registration_url=_offer(data.get("offers"), url) or web_address(online, url),
    )


def _ld_times(first: str | None, last: str | None, zone: ZoneInfo) -> tuple[datetime, datetime | None, bool] | None:
    start, end = _local(first, zone), _local(last, zone)
    if first is None or start is None:
        return None
    end_is_day = last is not None and _DAY_ONLY.fullmatch(last) is not None
    clocks = {f"{at:%H:%M:%S}" for at in (start, end) if at is not None}
    if _DAY_ONLY.fullmatch(first) or (start.time() == time() and clocks <= _ROUND_THE_CLOCK):
        if end is not None and end > start and end.time() == time() and not end_is_day:
            end -= timedelta(seconds=1)  # the midnight after the last day
        return (*_whole_days(start, end, zone), True)
    if end is not None and end_is_day:  # its hour is not known
        end = last_moment(end.date(), zone) if end.date() > start.date() else None
    return start.astimezone(UTC), end.astimezone(UTC) if end and end > start else None, False


def _local(text: str | None, zone: ZoneInfo) -> datetime | None:
    at = _iso(text, zone) or _said(text, zone)
    return at.astimezone(zone) if at else None


def _offer(offers: Any, url: str) -> str | None:
    for one in (offers if isinstance(offers, list) else [offers])[:20]:
        if isinstance(one, dict) and (address := web_address(one.get("url"), url)):
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
            named, at = one_line(plain(_string(one.get("name")))), _address(one)
            link = _string(one.get("url")) if is_virtual else None
        else:
            continue
        venue, street, online = venue or named, street or at, online or link
    return venue, street, online


def _address(place: Mapping[str, Any]) -> str | None:
    address = place.get("address")
    if isinstance(address, list) and address:
        address = address[0]
    if isinstance(address, dict):
        return _parts(address, "streetAddress", "addressLocality", "addressRegion", "postalCode")
    if place.get("streetAddress"):
        return _parts(place, "streetAddress", "addressLocality", "addressRegion", "postalCode")
    return one_line(plain(_string(address)))


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


# ---- values ------------------------------------------------------------------------------------------------------


def _status(text: str) -> Status | None:
    low = text.lower()
    if "cancel" in low:
        return "cancelled"
    if "postpone" in low:
        return "tentative"
    return "confirmed" if re.search(r"scheduled|movedonline", low) else None


def _whole_days(start: datetime, end: datetime | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first: date = start.astimezone(zone).date()
    return first_moment(first, zone), last_moment(max(first, end.astimezone(zone).date() if end else first), zone)


def _iso(text: str | None, zone: ZoneInfo) -> datetime | None:
    """An ISO date or time as an instant in UTC; local times are in the zone. None for absurd ones."""
    try:
        value = datetime.fromisoformat((text or "").strip().replace(" ", "T", 1)[:40])
        instant = (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return instant if instant.year in YEARS else None


def _said(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A date in words, where somebody wrote one into a field for machines."""
    try:
        return parse_date(text[:200], zone, "json_ld").at if text else None
    except ParseError:
        return None


def _parts(node: Mapping[str, Any], *keys: str) -> str | None:
    parts = [one_line(plain(_string(node.get(key)))) for key in keys]
    return ", ".join(dict.fromkeys(part for part in parts if part))[:300] or None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{1,12}", value, re.ASCII):
        return int(value)
    return value if isinstance(value, int) and 0 <= value < 10**12 else None
