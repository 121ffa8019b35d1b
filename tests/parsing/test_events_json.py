"""Events that The Events Calendar's API and JSON-LD tell: field by field, wrong types passed over."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import ParseError
from items import Event
from parsing.documents import tree
from parsing.events import CalendarEntry, event_of_json_ld, read_tribe_events
from parsing.events.json import events_of_page
from parsing.events.tribe import read_tribe_page

EAST = ZoneInfo("America/New_York")
API = "https://www.local.example/wp-json/tribe/events/v1/events"
ROW: dict[str, Any] = {
    "id": 6120, "status": "publish", "url": "https://www.local.example/event/picnic/", "title": "Picnic &amp; parade",
    "description": "<p>Bring a dish.</p>", "excerpt": "<p>Bring a&hellip;</p>", "all_day": False,
    "date": "2026-04-01 09:00:00", "date_utc": "2026-04-01 14:00:00", "modified_utc": "2026-04-02 14:00:00",
    "start_date": "2026-06-01 12:00:00", "end_date": "2026-06-01 15:00:00", "timezone": "America/Chicago",
    "utc_start_date": "2026-06-01 17:00:00", "utc_end_date": "2026-06-01 20:00:00", "cost": "Free",
    "website": "https://tickets.example.org/picnic",
    "venue": {"venue": "Dock Park", "address": "9 Dock Road", "city": "Bayport", "state": "IL", "zip": "60600"},
}  # fmt: skip


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def tribe(*rows: Any) -> tuple[CalendarEntry, ...]:
    return read_tribe_events(json.dumps({"events": rows}).encode(), API, EAST)


def test_an_event_of_the_api_is_read_whole():
    (entry,) = tribe(ROW)
    assert (entry.external_id, entry.url, entry.title) == ("6120", ROW["url"], "Picnic & parade")
    assert (entry.body, entry.teaser) == ("Bring a dish.", "Bring a…")
    assert entry.event == Event(
        starts_at=utc(2026, 6, 1, 17),
        ends_at=utc(2026, 6, 1, 20),
        timezone="America/Chicago",
        venue="Dock Park",
        street_address="9 Dock Road, Bayport, IL, 60600",
        registration_url="https://tickets.example.org/picnic",
    )
    assert entry.published is not None
    assert (entry.published.at, entry.published.origin) == (utc(2026, 4, 1, 14), "api")


def test_without_utc_times_the_event_s_zone_counts_and_then_the_source_s():
    local = {key: value for key, value in ROW.items() if not key.startswith("utc_")}
    assert tribe(local)[0].event.starts_at == utc(2026, 6, 1, 17)
    assert tribe({**local, "timezone": "nowhere"})[0].event.starts_at == utc(2026, 6, 1, 16)
    assert tribe({**local, "timezone": "UTC-7"})[0].event.starts_at == utc(2026, 6, 1, 19)


def test_whole_days_of_the_api_are_local_days():
    row = {**ROW, "all_day": True, "start_date": "2026-06-01 00:00:00", "end_date": "2026-06-02 23:59:59"}
    event = tribe(row)[0].event
    assert (event.all_day, event.starts_at, event.ends_at) == (True, utc(2026, 6, 1, 5), utc(2026, 6, 3, 4, 59, 59))


@pytest.mark.parametrize("status", ["draft", "private", "trash", "pending"])
def test_events_that_are_not_public_are_left_out(status):
    assert tribe({**ROW, "status": status}) == ()


def test_a_cancelled_event_says_so():
    assert tribe({**ROW, "event_status": "canceled"})[0].event.status == "cancelled"


def test_numbers_that_the_plugin_makes_up_for_repetitions_are_no_identity():
    assert tribe({**ROW, "id": 10000481})[0].external_id is None


def test_repetitions_under_one_page_are_one_entry():
    later = {**ROW, "id": 10000482, "utc_start_date": "2026-07-01 17:00:00", "utc_end_date": "2026-07-01 20:00:00"}
    (entry,) = tribe({**ROW, "id": 10000481}, later)
    assert entry.event.occurrences == (
        (utc(2026, 6, 1, 17), utc(2026, 6, 1, 20)),
        (utc(2026, 7, 1, 17), utc(2026, 7, 1, 20)),
    )


@pytest.mark.parametrize("wrong", [None, 7, [], {}, "", True, [[]], "\0"])
def test_a_field_of_a_wrong_type_is_passed_over(wrong):
    for key in ROW:
        found = tribe({**ROW, key: wrong})
        assert len(found) <= 1
        assert not found or found[0].event.starts_at is not None


def test_the_next_page_and_the_totals_are_told():
    page = read_tribe_page(
        json.dumps({"events": [], "total": 41, "total_pages": 5, "next_rest_url": f"{API}?page=2"}).encode(), API, EAST
    )
    assert (page.total, page.pages, page.next_url) == (41, 5, f"{API}?page=2")


def test_one_event_alone_is_read_too():
    assert read_tribe_events(json.dumps(ROW).encode(), API, EAST) == tribe(ROW)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"3", b"<html>", b'{"events": {}}', b'{"code": "x", "message": "<b>Off</b>"}', b"[" * 99999]
)
def test_other_answers_are_a_parse_error(body):
    with pytest.raises(ParseError):
        read_tribe_events(body, API, EAST)


def test_the_api_s_own_words_are_in_the_error():
    with pytest.raises(ParseError, match="switched off"):
        read_tribe_events(b'{"code": "x", "message": "The <b>API</b> is switched off."}', API, EAST)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from([*ROW, "events", "@type", "startDate", "location", "offers"]), inner, max_size=6
        ),
    ),
    max_leaves=20,
)


@given(st.one_of(st.binary(max_size=300), JSON.map(lambda value: json.dumps({"events": [value]}).encode())))
def test_any_answer_gives_entries_or_a_parse_error(body):
    try:
        found = read_tribe_events(body, API, EAST)
    except ParseError:
        return
    assert all(entry.event.starts_at and entry.event.starts_at.tzinfo is UTC for entry in found)


# ---- JSON-LD -------------------------------------------------------------------------------------------------------


def ld(**fields: Any) -> Event | None:
    return event_of_json_ld({"@type": "Event", "startDate": "2026-06-01T12:00:00-05:00", **fields}, EAST)


def test_an_event_of_schema_org_is_read_whole():
    event = ld(
        endDate="2026-06-01T15:00:00-05:00",
        eventStatus="https://schema.org/EventCancelled",
        location={"@type": "Place", "name": "Dock Park",
                  "address": {"@type": "PostalAddress", "streetAddress": "9 Dock Road", "addressLocality": "Bayport"}},
        offers=[{"url": "javascript:x"}, {"url": "https://tickets.example.org/1"}],
    )  # fmt: skip
    assert event == Event(
        starts_at=utc(2026, 6, 1, 17),
        ends_at=utc(2026, 6, 1, 20),
        timezone="America/New_York",
        status="cancelled",
        venue="Dock Park",
        street_address="9 Dock Road, Bayport",
        registration_url="https://tickets.example.org/1",
    )


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-06-01", None, (utc(2026, 6, 1, 4), utc(2026, 6, 2, 3, 59, 59), True)),
        ("2026-06-01", "2026-06-03", (utc(2026, 6, 1, 4), utc(2026, 6, 4, 3, 59, 59), True)),
        (
            "2026-06-01T00:00:00-04:00",
            "2026-06-01T23:59:59-04:00",
            (utc(2026, 6, 1, 4), utc(2026, 6, 2, 3, 59, 59), True),
        ),
        ("2026-06-01T00:00:00", "2026-06-02T00:00:00", (utc(2026, 6, 1, 4), utc(2026, 6, 2, 3, 59, 59), True)),
        ("2026-06-01T18:00", None, (utc(2026, 6, 1, 22), None, False)),
        ("2026-06-01T18:00Z", "2026-06-01", (utc(2026, 6, 1, 18), None, False)),
        ("2026-06-01T18:00Z", "2026-06-01T17:00Z", (utc(2026, 6, 1, 18), None, False)),
        ("2026-06-01", "later", (utc(2026, 6, 1, 4), utc(2026, 6, 2, 3, 59, 59), True)),
        ("2026-10-31T00:00:00", "2026-11-02T00:00:00", (utc(2026, 10, 31, 4), utc(2026, 11, 2, 4, 59, 59), True)),
        ("June 1, 2026 6:00 pm", None, (utc(2026, 6, 1, 22), None, False)),
    ],
)
def test_days_and_times_are_told_apart(first, last, expected):
    event = event_of_json_ld({"@type": "Event", "startDate": first, "endDate": last}, EAST)
    assert event is not None
    assert (event.starts_at, event.ends_at, event.all_day) == expected


@pytest.mark.parametrize(
    "kind", ["BusinessEvent", "https://schema.org/SocialEvent", ["Thing", "EducationEvent"], "Festival"]
)
def test_subtypes_are_events(kind):
    assert ld(**{"@type": kind}) is not None


@pytest.mark.parametrize("kind", ["Article", None, 5, [], "EventVenue", {"@id": "Event"}])
def test_other_things_are_no_events(kind):
    assert ld(**{"@type": kind}) is None


@pytest.mark.parametrize("start", [None, "", "soon", 5, [], "0001-01-01", "9999-12-31T23:59:59-12:00"])
def test_an_event_without_a_start_is_none(start):
    assert ld(startDate=start) is None


@pytest.mark.parametrize(
    ("location", "venue", "street", "online"),
    [
        ("Union Hall, 12 Elm Street", "Union Hall", "12 Elm Street", None),
        (
            {"@type": "Place", "name": "Hall", "address": "12 Elm Street, Bayport"},
            "Hall",
            "12 Elm Street, Bayport",
            None,
        ),
        ({"@type": "VirtualLocation", "url": "https://meet.example.org/1"}, None, None, "https://meet.example.org/1"),
        (
            [{"@type": "VirtualLocation", "url": "https://meet.example.org/1"}, {"@type": "Place", "name": "Hall"}],
            "Hall",
            None,
            "https://meet.example.org/1",
        ),
        ([None, 5, []], None, None, None),
    ],
)
def test_places_in_the_hall_and_on_line_are_read(location, venue, street, online):
    event = ld(location=location)
    assert event is not None
    assert (event.venue, event.street_address, event.registration_url) == (venue, street, online)


def test_the_events_of_a_page_are_found_in_its_scripts():
    data = {
        "@graph": [{"@type": "WebPage"}, {"@type": "Event", "name": "Picnic", "startDate": "2026-06-01", "url": "/p"}]
    }
    page = tree(f'<p>x</p><script type="application/ld+json">{json.dumps(data)}</script>')
    (entry,) = events_of_page(page, "https://www.local.example/events", EAST)
    assert (entry.title, entry.url) == ("Picnic", "https://www.local.example/p")


@given(st.dictionaries(st.sampled_from(["startDate", "endDate", "location", "offers", "eventStatus"]), JSON))
def test_any_node_gives_an_event_or_none(node):
    event = event_of_json_ld({"startDate": "2026-06-01", **node, "@type": "Event"}, EAST)
    assert event is None or event.starts_at is not None
