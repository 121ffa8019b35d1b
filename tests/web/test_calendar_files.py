"""Calendar files: valid for any program, the same for the same rows, inert whatever the words, on every page of events."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.keeping import keep
from items import Event
from tests.web.conftest import HOSTILE_TITLES, NOW, SITES, ZONE, post
from web.icalendar_file import MOST_TIMES, CalendarFile, calendar_file

ABOUT = CalendarFile("Archive: Events", "archive.invalid", "http://here/items/")
ROW = {
    "id": 7, "url": "https://a.example/event/7", "source_id": "council-4", "source_name": "Council 4", "title": "Rally",
    "teaser": "Come along.", "updated_at": None, "first_seen_at": "2026-03-02T15:30:00Z",
    "starts_at": "2026-04-01T15:30:00Z", "ends_at": "2026-04-01T17:30:00Z", "all_day": 0, "zone": "America/Chicago",
    "status": None, "venue": "Union hall", "street_address": "12 Pier Road, Northport",
    "registration_url": "https://f.example/", "times": 1, "changes": 0, "changed_at": None,
}  # fmt: skip


def written(*rows: dict[str, Any]) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(calendar_file(ABOUT, rows))


def only(**changed: Any) -> icalendar.Event:
    (event,) = written({**ROW, **changed}).walk("VEVENT")
    return event


def test_an_event_has_what_rfc_5545_asks_for_and_what_people_want() -> None:
    calendar = written(ROW)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar["METHOD"] == "PUBLISH"
    event = only()
    assert event["UID"] == "item-7@archive.invalid"
    assert event["DTSTART"].dt == datetime(2026, 4, 1, 10, 30, tzinfo=ZoneInfo("America/Chicago"))
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert event["DTEND"].dt == datetime(2026, 4, 1, 12, 30, tzinfo=ZoneInfo("America/Chicago"))
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["America/Chicago"]
    assert (event["SUMMARY"], event["URL"]) == ("Rally", "https://a.example/event/7")
    assert event["LOCATION"] == "Union hall, 12 Pier Road, Northport"
    assert "Sign up: https://f.example/" in event["DESCRIPTION"] and "http://here/items/7" in event["DESCRIPTION"]
    assert "STATUS" not in event


def test_the_stamp_is_the_last_change_and_no_clock() -> None:
    assert only()["DTSTAMP"].dt == datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    moved = only(changes=2, changed_at="2026-03-09T08:00:00Z")
    assert (moved["DTSTAMP"].dt, moved["SEQUENCE"]) == (datetime(2026, 3, 9, 8, tzinfo=UTC), 2)
    assert calendar_file(ABOUT, [ROW]) == calendar_file(ABOUT, [ROW])


def test_whole_days_end_on_the_day_after_the_last() -> None:
    event = only(all_day=1, starts_at="2026-04-01T05:00:00Z", ends_at="2026-04-03T04:59:59Z")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 1), date(2026, 4, 3))
    one_day = only(all_day=1, starts_at="2026-04-01T05:00:00Z", ends_at=None)
    assert (one_day["DTSTART"].dt, one_day["DTEND"].dt) == (date(2026, 4, 1), date(2026, 4, 2))


@pytest.mark.parametrize(
    ("status", "said"),
    [("confirmed", "CONFIRMED"), ("tentative", "TENTATIVE"), ("cancelled", "CANCELLED"), ("withdrawn", "CANCELLED")],
)
def test_what_is_called_off_or_withdrawn_is_cancelled(status: str, said: str) -> None:
    event = only(status=status)
    assert event["STATUS"] == said
    assert ("no longer in the calendar" in event["DESCRIPTION"]) == (status == "withdrawn")


def test_each_time_of_a_series_has_an_id_of_its_own() -> None:
    rows = [{**ROW, "times": 2}, {**ROW, "times": 2, "starts_at": "2026-04-08T15:30:00Z", "ends_at": None}]
    assert [event["UID"] for event in written(*rows).walk("VEVENT")] == [
        "item-7-20260401T153000Z@archive.invalid", "item-7-20260408T153000Z@archive.invalid",
    ]  # fmt: skip


def test_a_zone_is_defined_for_the_years_of_its_events() -> None:
    rows = [{**ROW, "starts_at": f"{year}-07-01T12:00:00Z", "ends_at": None} for year in (1999, 2026)]
    assert [event["DTSTART"].dt.utcoffset() for event in written(*rows).walk("VEVENT")] == [timedelta(hours=-5)] * 2
    assert only(zone="Nowhere/Land")["DTSTART"].dt.utcoffset() == timedelta(0)
    assert only(starts_at="1912-04-01T12:00:00Z", ends_at=None)["DTSTART"].dt.utcoffset() == timedelta(0)


TEXT = st.one_of(st.text(max_size=80), st.sampled_from([*HOSTILE_TITLES, "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a\\n;,:"]))


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
def test_no_words_break_out_of_their_line(title: str, venue: str, teaser: str, address: str) -> None:
    row = {**ROW, "title": title, "venue": venue, "teaser": teaser, "registration_url": address, "url": address}
    raw = calendar_file(ABOUT, [row])
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "lines are folded"
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", raw) and not re.search(rb"(?<!\r)\n", raw)
    assert raw.count(b"\r\nBEGIN:VEVENT\r\n") == raw.count(b"\r\nEND:VEVENT\r\n") == 1
    event = only(**row)
    assert {name.upper() for name in event} <= {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "URL", "DESCRIPTION",
        "CATEGORIES",
    }  # fmt: skip
    assert str(event["URL"]).startswith("http")


# ---- on the site ----------------------------------------------------------------------------------------------------
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=20)


async def events_at(site: Any, path: str) -> list[icalendar.Event]:
    answer = await site.client.get(path)
    assert answer.status_code == 200, (path, answer.text[:200])
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/events.ics", 1), ("/sources/council-900.ics", 1), ("/sources/national.ics", 0),
        ("/search.ics?q=training", 1), ("/search.ics?kind=training", 1), ("/search.ics?source=local-1", 0),
        ("/search.ics?q=nurses", 0), ("/search.ics", 0), ("/search.ics?q=%22", 0), ("/search.ics?kind=news", 0),
    ],
)  # fmt: skip
async def test_all_a_source_and_a_search_have_a_calendar(site: Any, path: str, count: int) -> None:
    found = await events_at(site, path)
    assert len(found) == count
    for event in found:
        assert event["SUMMARY"] == "Stewards’ training" and event["LOCATION"] == "<b>Hall</b>"


async def test_an_event_has_a_file_and_its_page_leads_to_it(site: Any, ids: dict[str, int]) -> None:
    number = ids["Stewards’ training"]
    (event,) = await events_at(site, f"/items/{number}.ics")
    assert event["UID"] == f"item-{number}@afscme-news-archive.invalid"
    html = (await site.client.get(f"/items/{number}")).text
    assert f'href="/items/{number}.ics"' in html and 'href="/sources/council-900.ics"' in html


@pytest.mark.parametrize("path", ["/items/1.ics", "/items/999999.ics", "/sources/nobody.ics", "/sources/NOBODY.ics"])
async def test_what_is_no_event_or_source_has_no_calendar(site: Any, path: str) -> None:
    assert (await site.client.get(path)).status_code == 404


async def test_a_search_links_to_its_calendar_only_where_it_finds_events(site: Any) -> None:
    with_events = (await site.client.get("/search?q=training")).text
    assert 'href="/search.ics?q=training"' in with_events and "text/calendar" in with_events
    assert "search.ics" not in (await site.client.get("/search?q=librarians")).text


async def test_a_program_that_asks_again_is_told_that_nothing_changed(site: Any) -> None:
    first = await site.client.get("/events.ics")
    again = await site.client.get("/events.ics", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


async def test_of_too_many_times_those_to_come_are_given(new_archive: Callable[..., Any]) -> None:
    daily = tuple((SOON + timedelta(days=day), None) for day in range(-600, 400))
    db, site = new_archive(post(1, title="Daily picket", kind="event", event=Event(daily[0][0], occurrences=daily)))
    found = await events_at(site, "/events.ics")
    assert len(found) == MOST_TIMES
    starts = [event["DTSTART"].dt for event in found]
    assert starts == sorted(starts) and starts[-1] == SOON + timedelta(days=399)
    db.close()


async def test_a_moved_event_shows_both_times_in_its_own_zone(new_archive: Callable[..., Any]) -> None:
    denver = {"timezone": "America/Denver", "venue": "Lodge"}
    at = datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
    db, site = new_archive(post(1, title="Meeting", kind="event", event=Event(at, at + timedelta(hours=2), **denver)))
    moved = Event(at + timedelta(days=7), at + timedelta(days=7, hours=2), status="cancelled", **denver)
    keep(db, post(1, title="Meeting", kind="event", event=moved, seen_at=NOW + timedelta(days=1)), SITES)
    html = (await site.client.get("/items/1")).text
    assert "January 18, 2027, 6:00 PM to 8:00 PM MST" in html
    assert "January 11, 2027, 6:00 PM to 8:00 PM MST" in html and "until March 3, 2026" in html
    assert "<strong>cancelled</strong>" in html
    (event,) = await events_at(site, "/items/1.ics")
    assert event["STATUS"] == "CANCELLED" and event["SEQUENCE"] == 1
    assert str(ZONE) not in event["DTSTART"].to_ical().decode()
    db.close()


@pytest.mark.parametrize("title", HOSTILE_TITLES)
async def test_hostile_titles_are_inert_in_calendars_and_on_pages(new_archive: Callable[..., Any], title: str) -> None:
    event = Event(SOON, venue=title, street_address=title, registration_url="javascript:alert(1)")
    db, site = new_archive(post(1, title=title, kind="event", event=event))
    (found,) = await events_at(site, "/items/1.ics")
    assert found["SUMMARY"] == title and "javascript" not in found["DESCRIPTION"]
    html = (await site.client.get("/items/1")).text
    assert "<script>alert" not in html and "<img src=x" not in html and 'href="javascript' not in html
    db.close()


async def test_a_calendar_leads_to_the_archive_where_somebody_else_has_the_sites_domain(
    new_archive: Callable[..., Any],
) -> None:
    registration = "https://council900.example/sign-up"
    event = Event(starts_at=NOW + timedelta(days=3), registration_url=registration)
    db, site = new_archive(post(1, kind="event", event=event))
    before = (await site.client.get("/events.ics")).text
    row = {"source_id": "council-900", "reason": "hijacked", "detail": "It sells bets.", "seen_count": 1}
    db.table("holds").insert({**row, "since": "2026-03-01T00:00:00Z", "last_at": "2026-03-01T00:00:00Z"})
    held = (await site.client.get("/events.ics")).text
    page = (await site.client.get("/items/1")).text
    assert before.replace("\r\n ", "").count("council900.example") == 2 and "council900.example" not in held
    assert "/items/1" in held and f'href="{registration}"' not in page
