"""One event as a calendar tells it, whatever the calendar's make; and small judgements that all makes share."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from items import Event, Moment
from parsing.text import one_line
from parsing.urls import absolute

_HOUSE_NUMBER = re.compile(r"#?\d{1,6}[A-Za-z]?(?:-\d{1,5})?\s+\S|P\.?\s?O\.?\s+Box\b", re.IGNORECASE)
_STREET = re.compile(
    r"\b\d{1,6}[A-Za-z]?\s+(?:[\w.'-]+\s+){1,4}(?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|hwy|highway|"
    r"pl|place|ct|court|pkwy|parkway|square|plaza)\b",
    re.IGNORECASE,
)
_CALLED_OFF = r"(?:cancell?ed|cancelad[oa]|called[ -]off)"
#: in a title it must stand apart: "CANCELLED: Picnic", "Picnic (cancelled)"; "Cancelled flights" is none
_OFF_IN_TITLE = re.compile(
    rf"^\W{{0,5}}(?:(?:event|meeting|evento|has been|is|now)\s+){{0,3}}{_CALLED_OFF}\s*(?:[:!*\])|–—-]|$)"
    rf"|(?:[:(\[*|–—-]|\s[-–—])\s*(?:(?:event|meeting|evento|has been|is|now)\s+){{0,3}}{_CALLED_OFF}\W{{0,5}}$",
    re.IGNORECASE,
)
_OFF_IN_BODY = re.compile(
    rf"^\W{{0,5}}(?:CANCELL?ED|CANCELAD[OA])\b|(?i:^\W{{0,5}}{_CALLED_OFF}\s*[:!–—])"
    rf"|(?i:^\W{{0,5}}(?:please note:?\s+)?(?:this|the|our|est[ea]|el|la)\s+(?:(?!(?:that|which|que)\b)\w+\s+){{1,4}}?"
    rf"(?:has been|is|was|have been|ha sido|se ha)\s+{_CALLED_OFF}\b)",
)
_POSTPONED = re.compile(
    r"^\W{0,5}(?:postponed|pospuest[oa]|aplazad[oa])\s*(?:[:!*\])|–—-]|$)|[:(\[*–—-]\s*postponed\W{0,5}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An event of a calendar. url: its own page, None where the calendar names none.

    event: its times; all-day ends are the last second of the last day. external_id: the platform's number of the post.
    created_at, updated_at: when it was entered and changed, aware, UTC; published is created_at as a date candidate
    (origin "feed" or "api"), and never the event's own day. uid: the id that a calendar file gives it, which stays
    when the event is moved or renamed.
    """

    url: str | None
    title: str | None
    teaser: str | None
    body: str | None
    event: Event
    external_id: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    published: Moment | None = None
    uid: str | None = None


def place_of(text: str | None) -> tuple[str | None, str | None]:
    """Venue and street address out of one text: "Union Hall, 12 Pier Road, Northport" parts before the house number.

    A number elsewhere is no house number: halls are named after locals, rooms are numbered.
    """
    lines = [line for part in (text or "")[:1000].splitlines() if (line := one_line(part))]
    pieces = [piece for line in lines for one in re.split(r",|\s[-–—|]\s", line) if (piece := one.strip(" ,;()"))]
    for number, piece in enumerate(pieces):
        if _HOUSE_NUMBER.match(piece):
            return _joined(pieces[:number]), _joined(pieces[number:])
    whole = ", ".join(pieces)
    found = _STREET.search(whole)
    if found is not None:
        return _joined([whole[: found.start()].strip(" ,;-–—(")]), _joined([whole[found.start() :]])
    return _joined(pieces), None


def _joined(pieces: list[str]) -> str | None:
    return ", ".join(pieces)[:300] or None


def with_said_status(event: Event, title: str | None, body: str | None) -> Event:
    """The event, called off if its title or the beginning of its text says so in words."""
    title, body = (title or "")[:400], (body or "")[:200]
    if event.status == "cancelled":
        return event
    if _OFF_IN_TITLE.search(title) or _OFF_IN_BODY.search(body):
        return replace(event, status="cancelled")
    return replace(event, status="tentative") if _POSTPONED.search(title) else event


def web_address(value: object, base: str = "") -> str | None:
    """The value as an absolute http(s) address, or None."""
    return absolute(base, value) if isinstance(value, str) and value.strip() and len(value) < 4000 else None
