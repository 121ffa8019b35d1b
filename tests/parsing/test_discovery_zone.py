"""The time zone of a site, from what its documents print."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.discovery.zone import (
    names_in_data,
    names_in_ical,
    offsets_in,
    zone_named,
    zone_of_fixed_offset,
    zone_of_offsets,
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("America/Chicago", "America/Chicago"),
        ('"America/Denver"', "America/Denver"),
        ("/example.org/20210210_1/America/Denver", "America/Denver"),
        ("Eastern Standard Time", "America/New_York"),
        ("US/Pacific", "America/Los_Angeles"),
        ("America\\/Los_Angeles", "America/Los_Angeles"),
        ("UTC", None),
        ("UTC-5", None),
        ("Europe/London", None),
        ("America/Nowhere", None),
        ("", None),
        (None, None),
    ],
)
def test_a_zone_is_known_by_the_names_that_software_gives_it(said: str | None, meant: str | None) -> None:
    assert zone_named(said) == meant


def test_a_calendars_own_zone_counts_before_those_of_its_entries() -> None:
    text = "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:America/Chicago\r\nDTSTART;TZID=America/New_York:20260101T090000\r\n"
    assert names_in_ical(text) == ["America/Chicago"]


def test_a_calendar_without_a_zone_of_its_own_tells_it_by_its_entries() -> None:
    text = "BEGIN:VTIMEZONE\r\nTZID:Pacific Standard Time\r\nEND:VTIMEZONE\r\nDTSTART;TZID=America/Phoenix:20260101T09"
    assert names_in_ical(text) == ["America/Los_Angeles", "America/Phoenix"]


def test_builders_print_the_zone_into_their_pages() -> None:
    assert names_in_data('{"website":{"timeZone":"America\\/Denver","x":1}}') == ["America/Denver"]
    assert names_in_data('{"timezone_string": "America/Indiana/Indianapolis"}') == ["America/Indiana/Indianapolis"]
    assert names_in_data("my timezone is America/Denver") == []


def test_summer_and_winter_together_fit_one_zone_only() -> None:
    feed = "<pubDate>Wed, 14 Jan 2026 09:00:00 -0600</pubDate><pubDate>Tue, 14 Jul 2026 09:00:00 -0500</pubDate>"
    assert zone_of_offsets(offsets_in(feed)) == "America/Chicago"


def test_software_that_prints_one_offset_all_year_tells_nothing() -> None:
    feed = "<pubDate>Wed, 14 Jan 2026 09:00:00 -0500</pubDate><pubDate>Tue, 14 Jul 2026 09:00:00 -0500</pubDate>"
    assert zone_of_offsets(offsets_in(feed)) is None


def test_a_zone_without_summer_time_is_told_from_its_neighbours() -> None:
    page = 'datetime="2026-01-14T09:00:00-07:00" datetime="2026-07-14T09:00:00-07:00"'
    assert zone_of_offsets(offsets_in(page)) == "America/Phoenix"


def test_names_of_zones_count_as_offsets() -> None:
    assert zone_of_offsets(offsets_in("Tue, 14 Jul 2026 09:00:00 PDT")) == "America/Los_Angeles"


def test_utc_tells_nothing() -> None:
    assert offsets_in("2026-07-14T09:00:00+00:00 and Tue, 14 Jul 2026 09:00:00 +0000 and ...GMT") == []
    assert zone_of_offsets([]) is None


def test_impossible_dates_are_left_out() -> None:
    assert offsets_in("2026-13-45T09:00:00-05:00 0001-01-01T00:00:00-05:00 Mon, 99 Jan 2026 09:00:00 -0500") == []


def test_an_offset_set_by_hand_stands_for_the_zone_whose_winter_it_is() -> None:
    assert zone_of_fixed_offset(-5) == "America/New_York"
    assert zone_of_fixed_offset(-10) == "Pacific/Honolulu"
    assert zone_of_fixed_offset(3) is None


@given(st.text(max_size=400))
def test_any_text_gives_a_zone_or_none(text: str) -> None:
    assert zone_named(text) is None or "/" in (zone_named(text) or "")
    assert all(name.startswith(("America/", "Pacific/")) for name in names_in_ical(text) + names_in_data(text))


@given(st.lists(st.tuples(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)), st.integers(-12, 12)), max_size=6))
def test_a_zone_that_is_found_explains_every_offset(observed: list[tuple[datetime, int]]) -> None:
    from zoneinfo import ZoneInfo

    pairs = [(when, timedelta(hours=hours)) for when, hours in observed]
    name = zone_of_offsets(pairs)
    if name:
        assert all(when.replace(tzinfo=ZoneInfo(name)).utcoffset() == offset for when, offset in pairs)
