"""Dates as they are written, and the one that is believed."""

from __future__ import annotations

import csv
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from items import Moment
from parsing.dates import choose, date_in_address, find_date, find_dates, parse_date
from tests.patience import within

NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
with Path(__file__).with_name("dates.csv").open(encoding="utf-8", newline="") as table:
    FORMS = list(csv.DictReader(table))


def moment(origin, day, clock=None, precision=None):
    """A candidate of that origin; with a time of day it is exact to the minute."""
    if clock is None:
        return Moment.of_day(date.fromisoformat(day), NEW_YORK, origin, precision or "day")
    return Moment.of_instant(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=NEW_YORK), NEW_YORK, origin)


@pytest.mark.parametrize("form", FORMS, ids=[f"{form['where']}: {form['text']}" for form in FORMS])
def test_d5_d6_each_form_in_the_table_is_read_as_it_says(form):
    today = date.fromisoformat(form["today"]) if form["today"] else None
    if not form["at"]:
        with pytest.raises(ParseError):
            parse_date(form["text"], ZoneInfo(form["zone"]), today=today)
        return
    read = parse_date(form["text"], ZoneInfo(form["zone"]), today=today)
    assert (read.at.strftime("%Y-%m-%dT%H:%M:%SZ"), read.precision, read.on.isoformat()) == (
        form["at"],
        form["precision"],
        form["on"],
    )


def test_a_parse_error_carries_the_text():
    with pytest.raises(ParseError, match="no such thing"):
        parse_date("no such thing", NEW_YORK)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("WASHINGTON, June 4, 2024 – Members won.", ["2024-06-04"]),
        ("For Immediate Release: June 4, 2024. They met on May 30, 2024.", ["2024-06-04", "2024-05-30"]),
        ("They met on May 5 before the vote of June 4, 2024", ["2024-06-04", "2026-05-05"]),
        ("Votes may 5 times fail; set 10 goals; march 3 miles", []),
        ("HOTLINE 2/7/18", ["2018-02-07"]),
        ("Call 555-12-3456 or 800-123-4567, room 12-3-40", []),
        ("The conference is June 4-6, 2024", []),
        ("In June 2024 we began, and in 2025 we won", []),
        ("El 18 de marzo ganamos", ["2026-03-18"]),
        ("Senate Bill 2024/12 and $1/2/24", []),
        ("Jan 18 Members march on the capitol", ["2026-01-18"]),
    ],
)
def test_dates_are_found_in_running_text(text, days):
    assert [found.on.isoformat() for found in find_dates(text, NEW_YORK, today=TODAY)] == days


def test_without_a_day_of_reading_no_year_is_made_up():
    assert find_date("They met on May 5", NEW_YORK) is None


@pytest.mark.parametrize(
    ("url", "day", "precision"),
    [
        ("https://example.org/2024/06/04/members-win/", "2024-06-04", "day"),
        ("https://example.org/blog/2024/6/4/members-win", "2024-06-04", "day"),
        ("https://example.org/news/2024/june/04/members-win/", "2024-06-04", "day"),
        ("https://example.org/noticias/2024/junio/04/ganamos/", "2024-06-04", "day"),
        ("https://example.org/news/2024-06-04-members-win", "2024-06-04", "day"),
        ("https://example.org/20240604.html", "2024-06-04", "day"),
        ("https://example.org/2024/06/members-win", "2024-06-01", "month"),
        ("https://example.org/press/releases/2025/statement", None, None),
        ("https://example.org/2024/13/45/x", None, None),
        ("https://example.org/local/2024/99-problems", None, None),
        ("https://example.org/node/20240699", None, None),
        ("https://example.org/?d=2024/06/04/", None, None),
    ],
)
def test_a_permalink_tells_its_day_or_month_and_never_a_year_alone(url, day, precision):
    read = date_in_address(url, NEW_YORK)
    assert (read and (read.on.isoformat(), read.precision)) == (day and (day, precision))


@pytest.mark.parametrize(
    ("candidates", "day", "origin"),
    [
        ([], None, None),
        ([("text", "2024-06-05"), ("feed", "2024-06-04", "15:00")], "2024-06-04", "feed"),
        ([("time", "2024-06-05"), ("meta", "2024-06-04"), ("json_ld", "2024-06-03")], "2024-06-03", "json_ld"),
        ([("address", "2024-06-01", None, "month"), ("text", "2024-06-05")], "2024-06-05", "text"),
        ([("feed", "2024-06-01", None, "month"), ("list", "2024-06-05")], "2024-06-05", "list"),
        ([("title", "2024-06-04"), ("list", "2024-06-05")], "2024-06-05", "list"),
        ([("title", "2024-06-04")], "2024-06-04", "text"),
        ([("feed", "2024-06-04"), ("json_ld", "2024-06-04", "15:00")], "2024-06-04", "json_ld"),
        ([("feed", "2026-11-20", "09:00"), ("time", "2024-06-04"), ("address", "2024-06-04")], "2024-06-04", "time"),
        ([("feed", "2024-06-05", "00:30"), ("text", "2024-06-04"), ("address", "2024-06-04")], "2024-06-05", "feed"),
        ([("json_ld", "2024-06-04", "10:00"), ("text", "2024-07-01"), ("list", "2024-07-01")], "2024-06-04", "json_ld"),
        ([("text", "2027-05-01")], None, None),
        ([("text", "2027-05-01"), ("address", "2026-11-02")], "2026-11-02", "address"),
        ([("feed", "2027-05-01", "09:00")], "2027-05-01", "feed"),
        ([("feed", "2027-05-01", "09:00"), ("text", "2026-11-02")], "2026-11-02", "text"),
        ([("feed", "1931-01-01"), ("list", "2020-01-01")], "2020-01-01", "list"),
        ([("story", "2024-06-01"), ("title", "2024-06-04")], "2024-06-04", "text"),
    ],
)
def test_d2_d3_d7_the_best_candidate_is_chosen(candidates, day, origin):
    for order in (candidates, candidates[::-1]):
        chosen = choose([moment(*one) for one in order], NOW)
        assert (chosen and (chosen.on.isoformat(), chosen.origin)) == (day and (day, origin))


@pytest.mark.parametrize(
    "piece", ["1 ", "June 4 ", "4 June ", "12:00:00 ", "3 p. m. EST ", "by - ", "June 4, ", "2024-"]
)
def test_f16_repeated_pieces_are_searched_in_bounded_time(piece):
    began = time.process_time()
    find_dates(piece * 100_000 + "2024", NEW_YORK, today=TODAY)
    with pytest.raises(ParseError):
        parse_date("x" + piece * 100_000, NEW_YORK, today=TODAY)
    assert within(began, 1)


PIECES = [
    "June",
    " ",
    "4",
    "2024",
    ",",
    "/",
    "-",
    ":",
    "30",
    "pm",
    "EST",
    "+14:00",
    "de",
    "mar",
    "0001",
    "Monday",
    "99",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from([None, TODAY, date(2024, 2, 29)]))
def test_d9_parsed_instants_are_always_aware_and_within_reason(pieces, today):
    text = "".join(pieces)
    for read in find_dates(text, NEW_YORK, today=today):
        assert read.at.utcoffset() is not None and 1932 <= read.on.year <= 2100
    try:
        read = parse_date(text, NEW_YORK, today=today)
    except ParseError:
        return
    assert read.at.utcoffset() is not None and read.at.tzinfo is UTC and 1932 <= read.on.year <= 2100


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_moment_or_a_parse_error(text):
    try:
        assert parse_date(text, NEW_YORK, today=TODAY).precision
    except ParseError:
        return


@settings(deadline=None)
@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)),
    st.sampled_from(["UTC", "America/New_York", "Pacific/Honolulu"]),
)
def test_what_software_prints_is_read_back(at, zone):
    aware = at.replace(tzinfo=ZoneInfo(zone), microsecond=0)
    day_only = (at.hour, at.minute, at.second) == (0, 0, 0)
    read = parse_date(aware.isoformat(), NEW_YORK)
    assert day_only or read.at == aware.astimezone(UTC)
    printed = aware.strftime("%a, %d %b %Y %H:%M:%S %z")
    assert parse_date(printed, NEW_YORK) == read
