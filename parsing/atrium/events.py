"""Events of Open Atrium: calendar sections that carry all their events in the HTML, and pages of single events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from lxml import etree

from items import Event
from parsing.events.entry import CalendarEntry, place_of, web_address
from parsing.events.labels import read_marked
from parsing.events.spans import YEARS, first_moment, last_moment, one_each
from parsing.events.times import Span, read_when
from parsing.lists.boxes import read_boxes, walk
from parsing.lists.links import joined
from parsing.text import one_line
from parsing.words import words_of

_MAX_INSTANCES = 4000
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: levels above an entry in which its heading is looked for
_NEAR = 5


def calendar_entries(tree: etree._Element, zone: ZoneInfo, url: str | None = None) -> tuple[CalendarEntry, ...]:
    """Events that a calendar page carries in its HTML before the script runs: every element with `data-start`.

    url: the page's address; the tree's own base address if not given. Times are local. One entry for each node, with
    all its repetitions as occurrences; all-day ends are the last second of the last day.
    """
    base = url or tree.getroottree().docinfo.URL or ""
    instances = list(_instances(tree))
    shared: dict[etree._Element, set[str]] = {}
    for element, heading in instances:
        if heading is not None:
            shared.setdefault(heading, set()).add(element.get("data-eid") or element.get("href") or "")
    entries: list[CalendarEntry] = []
    for element, heading in instances:
        span = _span_of(element, zone)
        if span is None:
            continue
        address = web_address(element.get("href") or _inner_href(element), base)
        own = heading if heading is not None and len(shared[heading]) == 1 else None
        number = _node_number(element)
        if address or number:
            event = Event(span.starts_at, span.ends_at, span.all_day, zone.key)
            entries.append(CalendarEntry(address, _event_title(element, own), None, None, event, number))
    return one_each(entries)


def _instances(tree: etree._Element) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """Elements with a start, each with the heading before it, if both stand in one small part of the page."""
    heading: etree._Element | None = None
    count = 0
    for element in tree.iter(etree.Element):
        if element.tag in _HEADINGS:
            heading = element
        elif element.get("data-start") is not None and count < _MAX_INSTANCES:
            count += 1
            holder = heading.getparent() if heading is not None else None
            is_near = holder is not None and holder in islice(element.iterancestors(), _NEAR)
            yield element, heading if is_near else None


def _node_number(element: etree._Element) -> str | None:
    """The node's number; entries of a calendar may also be users or terms, which count for themselves."""
    number = (element.get("data-eid") or "").strip()
    is_node = (element.get("data-entity-type") or "node").strip().lower() == "node"
    return str(int(number)) if is_node and re.fullmatch(r"\d{1,10}", number, re.ASCII) else None


def _span_of(element: etree._Element, zone: ZoneInfo) -> Span | None:
    start, end = _local(element.get("data-start"), zone), _local(element.get("data-end"), zone)
    if start is None:
        return None
    has_no_hour = ":" not in (element.get("data-start") or "")
    if has_no_hour or (element.get("data-all-day") or "").strip().lower() in {"1", "true", "yes"}:
        last = max(start, end or start).date()
        return Span(first_moment(start.date(), zone), last_moment(last, zone), True)
    return Span(start.astimezone(UTC), end.astimezone(UTC) if end is not None and end > start else None, False)


def _local(text: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        value = datetime.fromisoformat((text or "").strip().replace(" ", "T", 1)[:32])
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(zone) if value.year in YEARS else None
    except (ValueError, OverflowError):
        return None


def _event_title(element: etree._Element, heading: etree._Element | None) -> str | None:
    """The heading over the instances of an event, else the link's own title or text."""
    if heading is not None and (title := _words_in(heading)):
        return title
    return one_line(element.get("title")) or _words_in(element)


def _words_in(element: etree._Element) -> str | None:
    # bounded, since entries of a hostile page can be nested in one another
    return one_line("".join(map(str, islice(element.itertext(), 60)))[:1000])


def _inner_href(element: etree._Element) -> str | None:
    link = next(element.iter("a"), None)
    return link.get("href") if link is not None else None


def read_event(tree: etree._Element, url: str, zone: ZoneInfo, today: date | None = None) -> Event | None:
    """The times and place of an event's own page, from its lines "When:" and "Where:"; None where no day is said.

    A page that prints hours but no day, or a day without a year that no weekday settles, says no day. today: a day
    around which the event is, for days without a year. For a repeating event the page shows the next date only.
    """
    lines = [joined(line.pieces) for line in walk(read_boxes(tree, url))]
    lines = [line for line in lines if line][:2000]
    marked = read_marked(lines, zone, today)
    if marked is not None:
        span, at, venue, street = marked.span, marked.at, marked.venue, marked.street_address
    else:
        found, at = _when_line(lines, zone, today)
        if found is None:
            return None
        span = found
        venue, street = place_of(_behind_label(lines, at, r"(?:where|location|lugar|d[óo]nde)"))
    rule = next(
        (line for line in lines[at : at + 6] if re.match(r"repeats every|se repite", line, re.IGNORECASE)), None
    )
    return Event(
        starts_at=span.starts_at, ends_at=span.ends_at, all_day=span.all_day, timezone=zone.key,
        rrule=None, venue=venue, street_address=street,
        occurrences=((span.starts_at, span.ends_at),) if rule else (),
    )  # fmt: skip


def _when_line(lines: list[str], zone: ZoneInfo, today: date | None) -> tuple[Span | None, int]:
    """The first short line that is a day with hours."""
    for at, line in enumerate(lines):
        if words_of(line) <= 16:
            span = read_when(" ".join([line, *lines[at + 1 : at + 2]]) if line.endswith(",") else line, zone, today)
            if span is not None and (not span.all_day or re.search("(?i)all day|todo el d", line)):
                return span, at
    return None, 0


def _behind_label(lines: list[str], start: int, label: str) -> str | None:
    for at, line in enumerate(lines[start : start + 12], start):
        found = re.match(label + r"\s*:\s*", line, re.IGNORECASE)
        if found:
            return line[found.end() :] or (lines[at + 1] if at + 1 < len(lines) else None)
    return None
