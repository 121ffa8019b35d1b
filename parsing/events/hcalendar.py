"""Events in a page's markup that have no objects of schema.org: hCalendar, h-event, and Drupal's date fields.

They are brought into the shape of schema.org nodes. Standards: the microformats hCalendar 1.0 and h-event. Bounded in
elements and lengths, whatever the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from parsing.events.registering import is_same_page
from parsing.events.times import has_clock, read_when
from parsing.text import one_line

_MAX_EVENTS, _MAX_ELEMENTS, _MAX_TEXT = 60, 3_000, 2_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ROOTS = frozenset({"vevent", "h-event"})
_PARTS = {
    "dtstart": "start", "start": "start", "dtend": "end", "end": "end", "summary": "summary", "name": "summary",
    "location": "location", "url": "url", "status": "status",
}  # fmt: skip

Node = Mapping[str, Any]


def calendar_nodes(root: etree._Element, source: str, zone: ZoneInfo) -> list[Node]:
    """The events that a page marks as hCalendar or h-event. source: the page as text, asked first."""
    if not any(name in source for name in _ROOTS) or not re.search(r"\b(?:vevent|h-event)\b", source):
        return []
    marked = (one for one in islice(root.iter(etree.Element), 60_000) if _ROOTS & _classes(one))
    return [_calendar_node(one, zone) for one in islice(marked, _MAX_EVENTS)]


def main_event(nodes: list[Node], url: str, title: str | None) -> Node | None:
    """The one event that a page is about: its only one, else the one with its address, else the one with its title."""
    nodes = [node for node in nodes if node.get("startDate")]
    if len(nodes) == 1:
        return nodes[0]
    for node in nodes:
        if isinstance(node.get("url"), str) and is_same_page(node["url"], url):
            return node
    folded = _folded(title)
    named = [node for node in nodes if len(_folded(node.get("name"))) > 8 and _folded(node.get("name")) in folded]
    return named[0] if len(named) == 1 else None


def dates_of_drupal(root: etree._Element, source: str) -> Node | None:
    """The range of a date field as Drupal marks it with RDF on: two instants as dc:date, side by side.

    One alone, or one that is dc:created as well, is the day of the post.
    """
    if "dc:date" not in source:
        return None
    marked = [
        element
        for element in islice(root.iter(etree.Element), 60_000)
        if (element.get("property") or "").split() == ["dc:date"] and _DAY.match(element.get("content") or "")
    ]
    if len(marked) != 2:  # several pairs are a block of coming events
        return None
    near = set(islice(marked[0].iterancestors(), 3))
    if not any(one in near for one in islice(marked[1].iterancestors(), 3)):
        return None
    return {"@type": "Event", "startDate": marked[0].get("content"), "endDate": marked[1].get("content")}


def _calendar_node(top: etree._Element, zone: ZoneInfo) -> Node:
    parts: dict[str, etree._Element] = {}
    for element in _below(top):
        for name in _classes(element):
            part = _PARTS.get(re.sub(r"^(?:p|u|dt|e)-", "", name))
            if part is not None and (name[:2] != "p-" or part in {"summary", "location"}):
                parts.setdefault(part, element)
    start, end = _times(parts.get("start"), parts.get("end"), zone)
    node: dict[str, Any] = {"@type": "Event", "startDate": start, "endDate": end}
    for key, part in (("name", "summary"), ("location", "location")):
        node[key] = _text(parts[part]) if part in parts else None
    node["url"] = parts["url"].get("href") if "url" in parts else None
    node["eventStatus"] = (_machine(parts["status"]) or _text(parts["status"])) if "status" in parts else None
    return node


def _below(top: etree._Element) -> Iterator[etree._Element]:
    """Elements under one, in order, without those of events inside of it."""
    stack = [child for child in reversed(top) if isinstance(child.tag, str)]
    for _ in range(_MAX_ELEMENTS):
        if not stack:
            return
        element = stack.pop()
        if not _ROOTS & _classes(element):
            yield element
            stack += [child for child in reversed(element) if isinstance(child.tag, str)]


def _text(element: etree._Element) -> str | None:
    return one_line(" ".join(map(str, islice(element.itertext(), 200)))[:_MAX_TEXT])


def _times(first: etree._Element | None, last: etree._Element | None, zone: ZoneInfo) -> tuple[str | None, str | None]:
    """Start and end as ISO texts. Where the machines are told a day only, the hours beside it are read as people do."""
    start, end = _machine(first), _machine(last)
    told = _text(first) if first is not None else None
    if start is None or not _DAY.fullmatch(start.strip()):
        return start or told, end or (_text(last) if last is not None else None)
    if told and has_clock(told):
        closing = _text(last) if last is not None else None
        span = read_when(f"{start.strip()} {_hours(told)}", zone)
        until = read_when(f"{(end or start).strip()} {_hours(closing)}", zone) if has_clock(closing) else None
        if span is not None:
            ends = until.starts_at if until and until.starts_at > span.starts_at else span.ends_at
            return span.starts_at.isoformat(), ends.isoformat() if ends else None
    return start, end


def _hours(text: str | None) -> str:
    """The part of a text from its first hour on, without a day that would be taken for a second one."""
    found = re.search(r"\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m|[-–]\s*\d)", text or "", re.IGNORECASE)
    return (text or "")[found.start() :][:100] if found else (text or "")[-40:]


def _machine(element: etree._Element | None) -> str | None:
    """The value for machines: a time's datetime, an abbreviation's title, the value-title pattern."""
    if element is None:
        return None
    for one in islice(element.iter(etree.Element), 10):
        for name in ("datetime", "title", "content"):
            if (told := one.get(name)) and (_is_iso(told) or name == "datetime"):
                return told.strip()[:60]
    return None


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text.strip()[:40])
    except ValueError:
        try:
            date.fromisoformat(text.strip()[:10])
        except ValueError:
            return False
        return len(text.strip()) == 10
    return True


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get("class") or "")[:1000].split())


def _folded(text: object) -> str:
    return "".join(one for one in text.casefold() if one.isalnum()) if isinstance(text, str) else ""
