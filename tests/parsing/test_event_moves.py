"""What calendar files say beyond one event: versions, several calendars, zones of their own, ids, words for "off"."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from items import Event
from parsing.events import CalendarEntry, read_ical
from parsing.events.entry import with_said_status
from parsing.events.registering import registration_among, registration_in
from tests.patience import within

EAST = ZoneInfo("America/New_York")
TODAY = date(2026, 9, 1)


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def calendar(*lines: str) -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR"]


def read(*lines: str) -> tuple[CalendarEntry, ...]:
    return read_ical("\r\n".join([*lines, ""]).encode(), EAST, TODAY)


def starts(*lines: str) -> list[datetime]:
    return [entry.event.starts_at for entry in read(*lines) if entry.event.starts_at]


def test_of_two_versions_of_an_event_the_later_one_counts_wherever_it_stands():
    old = event("UID:a@x", "SUMMARY:Meeting", "DTSTART:20260910T220000Z", "SEQUENCE:0")
    new = event("UID:a@x", "SUMMARY:Meeting", "DTSTART:20260917T220000Z", "SEQUENCE:1")
    for lines in ((*old, *new), (*new, *old)):
        (entry,) = read(*calendar(*lines))
        assert entry.event.starts_at == datetime(2026, 9, 17, 22, tzinfo=UTC)
        assert entry.event.occurrences == ()


def test_of_two_entries_alike_the_one_modified_last_counts():
    old = event("UID:a", "SUMMARY:A", "DTSTART:20260910T220000Z", "LOCATION:Old", "LAST-MODIFIED:20260801T000000Z")
    new = event("UID:a", "SUMMARY:A", "DTSTART:20260910T220000Z", "LOCATION:New", "LAST-MODIFIED:20260802T000000Z")
    assert [entry.event.venue for entry in read(*calendar(*new, *old))] == ["New"]


def test_each_calendar_of_a_file_has_its_own_zone():
    one = calendar("X-WR-TIMEZONE:America/Chicago", *event("UID:a", "SUMMARY:A", "DTSTART:20260910T180000"))
    two = calendar("X-WR-TIMEZONE:America/Los_Angeles", *event("UID:b", "SUMMARY:B", "DTSTART:20260910T180000"))
    assert [at.hour for at in starts(*one, *two)] == [23, 1]
    assert [entry.event.timezone for entry in read(*one, *two)] == ["America/Chicago", "America/Los_Angeles"]


def test_a_zone_that_only_the_file_knows_is_read_by_its_two_offsets():
    zone = [
        "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
        "BEGIN:STANDARD", "DTSTART:16011101T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0600", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:16010311T020000", "TZOFFSETFROM:-0600", "TZOFFSETTO:-0500", "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]  # fmt: skip
    meeting = event("UID:a", "SUMMARY:A", "DTSTART;TZID=Customized Time Zone:20261210T180000")
    (entry,) = read(*calendar(*zone, *meeting))
    assert (entry.event.starts_at, entry.event.timezone) == (datetime(2026, 12, 11, 0, tzinfo=UTC), "America/Chicago")


@pytest.mark.parametrize(
    ("uid", "number"),
    [
        ("4711-1790000000-1790003600@hall.example", "4711"),
        ("ai1ec-812@hall.example", "812"),
        ("10000123-1790000000-1790003600@hall.example", None),
        ("20260910-1790000000@hall.example", None),
        ("7kukuqrfedlm2f9t@google.com", None),
    ],
)
def test_ids_that_hold_the_number_of_a_post_are_read(uid: str, number: str | None):
    (entry,) = read(*calendar(*event(f"UID:{uid}", "SUMMARY:A", "DTSTART:20260910T220000Z")))
    assert (entry.external_id, entry.uid) == (number, uid)


def test_pages_that_differ_by_the_day_of_the_event_are_one_series():
    lines = [
        line
        for day in ("2026-09-10", "2026-09-17", "2026-09-24")
        for line in event(
            f"UID:{day}", "SUMMARY:Steward hour", f"DTSTART;TZID=America/New_York:{day.replace('-', '')}T180000",
            f"URL:https://hall.example/event/steward-hour/{day}/",
        )
    ]  # fmt: skip
    (entry,) = read(*calendar(*lines))
    assert entry.url == "https://hall.example/event/steward-hour/"
    assert len(entry.event.occurrences) == 3


def test_a_page_with_another_day_at_its_end_keeps_its_address():
    url = "https://hall.example/minutes/2026-08-01/"
    (entry,) = read(*calendar(*event("UID:a", "SUMMARY:A", "DTSTART:20260910T220000Z", f"URL:{url}")))
    assert entry.url == url


@pytest.mark.parametrize(
    ("title", "body", "status"),
    [
        ("CANCELLED: Picnic", None, "cancelled"),
        ("Picnic - CANCELED", None, "cancelled"),
        ("Picnic (cancelled)", None, "cancelled"),
        ("*Cancelled* Steward training", None, "cancelled"),
        ("CANCELADO: Reunión", None, "cancelled"),
        ("Event cancelled: picnic", None, "cancelled"),
        ("Picnic", "CANCELLED due to snow.", "cancelled"),
        ("Picnic", "This meeting has been cancelled.", "cancelled"),
        ("POSTPONED: Picnic", None, "tentative"),
        ("Cancelled flights: know your rights", None, None),
        ("How we got the furloughs canceled in 2019", None, None),
        ("Picnic", "The 2020 picnic that was cancelled is back.", None),
        ("Picnic", "Cancelled checks are welcome as proof of payment.", None),
    ],
)
def test_words_say_that_an_event_is_called_off(title: str, body: str | None, status: str | None):
    assert with_said_status(Event(), title, body).status == status


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ([("Home", "/"), ("Register here", "/forms/12")], "https://hall.example/forms/12"),
        ([("Inscríbase", "https://f.example/1")], "https://f.example/1"),
        ([("RSVP", "https://hall.example/event/x#rsvp")], None),
        ([("Register to vote", "https://vote.example/")], None),
        ([("Sign up for our newsletter", "/news")], None),
        ([("Register", "/user/register")], None),
        ([("Details", "https://www.eventbrite.com/e/x-1")], "https://www.eventbrite.com/e/x-1"),
        ([("here", "https://us02web.zoom.us/j/123"), ("form", "https://forms.gle/a")], "https://forms.gle/a"),
        ([("Join us", "https://us02web.zoom.us/j/123")], "https://us02web.zoom.us/j/123"),
        (
            [("Union steward training: sign up", "https://actionnetwork.org/events/x")],
            "https://actionnetwork.org/events/x",
        ),
        ([("Register", "javascript:alert(1)")], None),
    ],
)
def test_the_way_to_register_is_told_from_other_links(links, found):
    assert registration_among(links, "https://hall.example/event/x") == found


def test_a_form_in_a_text_is_found_before_the_meeting_itself():
    text = "Zoom: https://us02web.zoom.us/j/1. Please sign up: https://www.mobilize.us/hall/event/7/."
    assert registration_in(text) == "https://www.mobilize.us/hall/event/7/"
    assert registration_in("Zoom: https://us02web.zoom.us/j/1") == "https://us02web.zoom.us/j/1"
    assert registration_in("See https://hall.example/registrar-of-voters") is None


@settings(max_examples=150, deadline=1000)
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_title_and_no_text_is_too_much(title: str, body: str):
    event = with_said_status(Event(), title, body)
    assert event.status in {None, "cancelled", "tentative"}
    registration_in(body)


@pytest.mark.parametrize("piece", ["cancelled ", "event ", "https://", "(", "https://a.example/register", " - "])
def test_long_titles_and_texts_take_no_time(piece: str):
    began = time.process_time()
    with_said_status(Event(), piece * 100_000, piece * 100_000)
    registration_in(piece * 100_000)
    assert within(began, 1)
