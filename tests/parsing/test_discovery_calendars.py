"""What counts as a calendar when a site is looked over: not the file that a single event's page offers."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from errors import ParseError
from parsing.discovery.ways import Answer, Ground, calendar_way
from parsing.urls import Site, Sites

HOME = "https://hall.example/"
GROUND = Ground(Sites.of([Site("hall", HOME)]), "hall", HOME, ZoneInfo("America/Chicago"), date(2026, 11, 21))


def answer(url: str, *pages: str) -> Answer:
    lines = ["BEGIN:VCALENDAR"]
    for number, page in enumerate(pages):
        lines += ["BEGIN:VEVENT", f"UID:{number}", f"SUMMARY:Event {number}", f"URL:{page}", "DTSTART:20261205T150000Z"]
        lines.append("END:VEVENT")
    return Answer(url, url, 200, "\r\n".join([*lines, "END:VCALENDAR", ""]).encode(), "text/calendar")


@pytest.mark.parametrize("url", [f"{HOME}event/rally/?ical=1", f"{HOME}event/rally/ical/", f"{HOME}event/rally.ics"])
def test_the_file_of_one_event_is_no_calendar(url: str) -> None:
    with pytest.raises(ParseError, match="one event"):
        calendar_way(answer(url, f"{HOME}event/rally/"), GROUND)


@pytest.mark.parametrize("url", [f"{HOME}events/?ical=1", f"{HOME}calendar.ics"])
def test_a_calendar_with_one_event_is_one(url: str) -> None:
    assert calendar_way(answer(url, f"{HOME}event/rally/"), GROUND).kind == "calendar"


def test_a_calendar_of_several_events_is_one_wherever_it_lies() -> None:
    pages = f"{HOME}event/rally/", f"{HOME}event/rally/more/"
    assert len(calendar_way(answer(f"{HOME}event/rally/?ical=1", *pages), GROUND).posts) == 2
