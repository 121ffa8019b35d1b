"""An event that a calendar or list tells and its page tells too: who is believed, and what is filled."""

from __future__ import annotations

from datetime import timedelta

from items import Event
from spiders.base import event_of_both
from tests.builders import NOW, item

HOUR = timedelta(hours=1)
LISTED = Event(NOW, NOW + HOUR, timezone="America/Chicago", venue="Hall")
PRINTED = Event(NOW + HOUR, venue="Union hall", street_address="12 Pier Road", registration_url="https://f.example/")


def test_a_calendar_is_believed_before_the_page_and_the_page_fills_its_gaps() -> None:
    event = event_of_both(item(event=LISTED, way="calendar"), PRINTED)
    assert event and (event.starts_at, event.ends_at, event.venue) == (NOW, NOW + HOUR, "Hall")
    assert (event.street_address, event.registration_url) == ("12 Pier Road", "https://f.example/")


def test_a_page_is_believed_before_a_list() -> None:
    event = event_of_both(item(event=LISTED, way="list"), PRINTED)
    assert event and (event.starts_at, event.ends_at, event.venue) == (NOW + HOUR, None, "Union hall")
    assert event.timezone == "America/Chicago"


def test_what_only_one_of_them_tells_is_taken_whole() -> None:
    assert event_of_both(item(event=LISTED), None) == LISTED
    assert event_of_both(item(), PRINTED) == PRINTED
    assert event_of_both(item(event=LISTED), Event(venue="Union hall")).starts_at == NOW  # type: ignore[union-attr]
