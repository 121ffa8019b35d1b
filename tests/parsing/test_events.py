"""Calendars of any make become events with times, places and repetitions, in bounded time."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.events import CalendarEntry, read_ical
from parsing.events.spans import MAX_OCCURRENCES
from parsing.events.zones import zone_named
from tests.patience import within

EAST = ZoneInfo("America/New_York")
TODAY = date(2026, 9, 1)


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def read(*lines: str, today: date = TODAY) -> tuple[CalendarEntry, ...]:
    return read_ical(calendar(*lines), EAST, today)


def only(*lines: str, today: date = TODAY) -> CalendarEntry:
    (entry,) = read(*event(*lines), today=today)
    return entry


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def starts(entry: CalendarEntry) -> list[datetime]:
    return [start for start, _ in entry.event.occurrences]


def test_an_event_of_drupal_has_its_number_place_page_and_day_of_entry():
    entry = only(
        "UID:calendar.4411.field_oa_date.0@www.council231.example",
        "SUMMARY:Steward school\\, day one",
        "DTSTAMP:20260901T120000Z",
        "CREATED:20260510T143000Z",
        "LAST-MODIFIED:20260511T080000Z",
        "DTSTART;TZID=America/Chicago:20261124T173000",
        "DTEND;TZID=America/Chicago:20261124T190000",
        "LOCATION:Local 12 Hall\\, 40 Pier Road\\, Northport",
        "URL;VALUE=URI:https://www.council231.example/calendar-events/steward-school",
        "DESCRIPTION:Bring the contract.\\n\\nLunch is\\; free.",
    )
    assert entry.external_id == "4411"
    assert entry.title == "Steward school, day one"
    assert entry.url == "https://www.council231.example/calendar-events/steward-school"
    assert entry.body == "Bring the contract.\n\nLunch is; free."
    assert (entry.event.venue, entry.event.street_address) == ("Local 12 Hall", "40 Pier Road, Northport")
    assert (entry.event.starts_at, entry.event.ends_at) == (utc(2026, 11, 24, 23, 30), utc(2026, 11, 25, 1, 0))
    assert (entry.event.timezone, entry.event.all_day, entry.event.occurrences) == ("America/Chicago", False, ())
    assert entry.published is not None
    assert (entry.published.at, entry.published.origin) == (utc(2026, 5, 10, 14, 30), "feed")
    assert entry.updated_at == utc(2026, 5, 11, 8, 0)


@pytest.mark.parametrize("uid", ["abc@google.com", "calendar.x.field_oa_date.0@h", "12", "node.12@h"])
def test_other_ids_are_no_numbers_of_posts(uid):
    assert only(f"UID:{uid}", "SUMMARY:A", "DTSTART:20260903T100000Z").external_id is None


def test_the_day_of_an_event_is_never_taken_for_its_publication():
    assert only("SUMMARY:A", "DTSTAMP:20260801T000000Z", "DTSTART:20260803T100000Z").published is None


@pytest.mark.parametrize("made", ["20990101T000000Z", "19700101T000000Z", "00001231T000000Z", "soon", "20260101"])
def test_absurd_days_of_entry_are_dropped(made):
    assert only("SUMMARY:A", f"CREATED:{made}", "DTSTART:20260903T100000Z").published is None


def test_a_server_that_makes_up_the_day_of_entry_for_each_answer_is_not_believed():
    stamps = ["CREATED:20260901T080000Z", "DTSTAMP:20260901T080000Z"]
    entries = read(*event("SUMMARY:A", "DTSTART:20260903", *stamps), *event("SUMMARY:B", "DTSTART:20260904", *stamps))
    assert [entry.published for entry in entries] == [None, None]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (["DTEND;VALUE=DATE:20261121"], utc(2026, 11, 21, 4, 59, 59)),
        (["DTEND;VALUE=DATE:20261123"], utc(2026, 11, 23, 4, 59, 59)),
        (["DURATION:P2D"], utc(2026, 11, 22, 4, 59, 59)),
        (["DTEND;VALUE=DATE:20261120"], utc(2026, 11, 21, 4, 59, 59)),
        ([], utc(2026, 11, 21, 4, 59, 59)),
    ],
)
def test_whole_days_end_with_the_last_second_of_the_last_day(lines, last):
    entry = only("SUMMARY:A", "DTSTART;VALUE=DATE:20261120", *lines)
    assert entry.event.all_day
    assert (entry.event.starts_at, entry.event.ends_at) == (utc(2026, 11, 20, 5), last)


@pytest.mark.parametrize(
    ("start", "expected", "zone"),
    [
        ("DTSTART:20260701T100000", utc(2026, 7, 1, 14), "America/New_York"),
        ("DTSTART:20260701T100000Z", utc(2026, 7, 1, 10), "America/New_York"),
        ("DTSTART;TZID=America/Los_Angeles:20260701T100000", utc(2026, 7, 1, 17), "America/Los_Angeles"),
        ("DTSTART;TZID=Central Standard Time:20260701T100000", utc(2026, 7, 1, 15), "America/Chicago"),
        (
            'DTSTART;TZID="(UTC-06:00) Central Time (US & Canada)":20260701T100000',
            utc(2026, 7, 1, 15),
            "America/Chicago",
        ),
        ("DTSTART;TZID=/example.org/20070129_1/America/Denver:20260701T100000", utc(2026, 7, 1, 16), "America/Denver"),
        ("DTSTART;TZID=Nowhere/Land:20260701T100000", utc(2026, 7, 1, 14), "America/New_York"),
        ("DTSTART;TZID=America:20260701T100000", utc(2026, 7, 1, 14), "America/New_York"),
        ("DTSTART;TZID=../../etc/passwd:20260701T100000", utc(2026, 7, 1, 14), "America/New_York"),
        ("DTSTART;TZID=UTC-3:20260701T100000", utc(2026, 7, 1, 13), "Etc/GMT+3"),
        ("dtstart;tzid=America/Denver:20260701T100000", utc(2026, 7, 1, 16), "America/Denver"),
    ],
)
def test_times_are_read_in_the_zone_they_name_else_in_the_source_s(start, expected, zone):
    entry = only("SUMMARY:A", start)
    assert (entry.event.starts_at, entry.event.timezone) == (expected, zone)


def test_the_calendar_s_own_zone_wins_over_the_source_s_for_floating_times():
    (entry,) = read("X-WR-TIMEZONE:America/Chicago", *event("SUMMARY:A", "DTSTART:20260701T100000"))
    assert (entry.event.starts_at, entry.event.timezone) == (utc(2026, 7, 1, 15), "America/Chicago")


def test_a_private_zone_name_is_read_by_what_the_file_says_of_it():
    zone = ["BEGIN:VTIMEZONE", "TZID:Hall time", "X-LIC-LOCATION:America/Denver", "BEGIN:STANDARD",
            "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
    (entry,) = read(*zone, *event("SUMMARY:A", "DTSTART;TZID=Hall time:20260701T100000"))
    assert entry.event.starts_at == utc(2026, 7, 1, 16)


@pytest.mark.parametrize(
    ("name", "key"),
    [("EST5EDT", "EST5EDT"), ("Eastern", "America/New_York"), ("pst", "America/Los_Angeles"), ("GMT+2", "Etc/GMT-2"),
     ("Central European Standard Time", "Europe/Warsaw"), ("UTC", "UTC"), ("UTC-05:30", None), ("", None),
     ("Mars/Base", None), ("Central Europe", None)],
)  # fmt: skip
def test_zones_are_known_by_their_many_names(name, key):
    found = zone_named(name)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("said", "status"),
    [("CONFIRMED", "confirmed"), ("TENTATIVE", "tentative"), ("cancelled", "cancelled"), ("DRAFT", None)],
)
def test_status_is_one_of_three_or_unknown(said, status):
    assert only("SUMMARY:A", "DTSTART:20260903T100000Z", f"STATUS:{said}").event.status == status


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "mailto:a@b.org", "/relative", "ftp://x.org/", "message:%3Cx%3E"]
)
def test_only_addresses_of_the_web_are_pages(url):
    assert only("SUMMARY:A", "DTSTART:20260903T100000Z", f"URL:{url}").url is None


def test_an_address_as_place_is_where_to_join():
    entry = only("SUMMARY:A", "DTSTART:20260903T100000Z", "LOCATION:https://meet.example.org/j/99")
    assert (entry.event.venue, entry.event.registration_url) == (None, "https://meet.example.org/j/99")


@pytest.mark.parametrize(
    ("text", "venue", "address"),
    [
        ("Union Hall", "Union Hall", None),
        ("12 Elm Street, Springfield", None, "12 Elm Street, Springfield"),
        ("AFSCME Local 3299, Room 12", "AFSCME Local 3299, Room 12", None),
        ("Hall of Local 7\\n9 Dock Rd\\nBayport", "Hall of Local 7", "9 Dock Rd, Bayport"),
        ("Union Hall 12 Pier Road", "Union Hall", "12 Pier Road"),
    ],
)
def test_a_place_is_parted_before_its_house_number(text, venue, address):
    entry = only("SUMMARY:A", "DTSTART:20260903T100000Z", f"LOCATION:{text.replace(',', chr(92) + ',')}")
    assert (entry.event.venue, entry.event.street_address) == (venue, address)


# ---- repetitions ---------------------------------------------------------------------------------------------------


def test_a_weekly_event_keeps_its_hour_over_the_change_of_the_clocks():
    entry = only("SUMMARY:A", "DTSTART;TZID=America/New_York:20261025T180000",
                 "DTEND;TZID=America/New_York:20261025T193000", "RRULE:FREQ=WEEKLY;COUNT=3")  # fmt: skip
    assert entry.event.rrule == "FREQ=WEEKLY;COUNT=3"
    assert entry.event.occurrences == (
        (utc(2026, 10, 25, 22), utc(2026, 10, 25, 23, 30)),
        (utc(2026, 11, 1, 23), utc(2026, 11, 2, 0, 30)),
        (utc(2026, 11, 8, 23), utc(2026, 11, 9, 0, 30)),
    )


def test_left_out_added_moved_and_cancelled_repetitions_are_heeded():
    uid = "UID:x@example.org"
    (entry,) = read(
        *event(uid, "SUMMARY:A", "DTSTART:20260907T220000Z", "DTEND:20260907T230000Z", "RRULE:FREQ=WEEKLY;COUNT=5",
               "EXDATE:20260914T220000Z", "RDATE:20260910T220000Z"),
        *event(uid, "SUMMARY:A", "RECURRENCE-ID:20260921T220000Z", "DTSTART:20260922T200000Z"),
        *event(uid, "SUMMARY:A", "RECURRENCE-ID:20260928T220000Z", "DTSTART:20260928T220000Z", "STATUS:CANCELLED"),
    )  # fmt: skip
    assert starts(entry) == [
        utc(2026, 9, 7, 22),
        utc(2026, 9, 10, 22),
        utc(2026, 9, 22, 20),
        utc(2026, 10, 5, 22),
    ]
    assert entry.event.status is None


def test_a_repetition_moved_far_away_is_kept():
    (entry,) = read(
        *event("UID:x", "SUMMARY:A", "DTSTART:20260907T220000Z", "RRULE:FREQ=WEEKLY;COUNT=2"),
        *event("UID:x", "SUMMARY:A", "RECURRENCE-ID:20260914T220000Z", "DTSTART:20270301T220000Z"),
    )
    assert starts(entry) == [utc(2026, 9, 7, 22), utc(2027, 3, 1, 22)]


def test_the_order_of_the_file_does_not_matter_for_what_is_moved():
    (entry,) = read(
        *event("UID:x", "SUMMARY:A", "RECURRENCE-ID:20260914T220000Z", "DTSTART:20260915T220000Z"),
        *event("UID:x", "SUMMARY:A", "DTSTART:20260907T220000Z", "RRULE:FREQ=WEEKLY;COUNT=2"),
    )
    assert starts(entry) == [utc(2026, 9, 7, 22), utc(2026, 9, 15, 22)]


def test_a_change_without_its_series_is_an_event():
    entry = only("UID:x", "SUMMARY:A", "RECURRENCE-ID:20260914T220000Z", "DTSTART:20260915T220000Z")
    assert entry.event.starts_at == utc(2026, 9, 15, 22)


def test_whole_days_repeat_as_days():
    entry = only("SUMMARY:A", "DTSTART;VALUE=DATE:20261030", "DTEND;VALUE=DATE:20261101",
                 "RRULE:FREQ=WEEKLY;UNTIL=20261106", "EXDATE;VALUE=DATE:20261113")  # fmt: skip
    assert entry.event.occurrences == (
        (utc(2026, 10, 30, 4), utc(2026, 11, 1, 3, 59, 59)),
        (utc(2026, 11, 6, 5), utc(2026, 11, 8, 4, 59, 59)),
    )


@pytest.mark.parametrize("until", ["20260921T220000Z", "20260921T180000", "20260921", "20260927T000000Z"])
def test_a_rule_ends_where_it_says_however_it_says_so(until):
    entry = only("SUMMARY:A", "DTSTART;TZID=America/New_York:20260907T180000", f"RRULE:FREQ=WEEKLY;UNTIL={until}")
    assert starts(entry) == [utc(2026, 9, 7, 22), utc(2026, 9, 14, 22), utc(2026, 9, 21, 22)]


def test_the_third_thursday_is_found_in_each_month():
    entry = only("SUMMARY:A", "DTSTART:20260917T220000Z", "RRULE:FREQ=MONTHLY;BYDAY=3TH;COUNT=3")
    assert starts(entry) == [utc(2026, 9, 17, 22), utc(2026, 10, 15, 22), utc(2026, 11, 19, 22)]


def test_of_a_long_series_the_window_around_today_is_unfolded():
    entry = only("SUMMARY:A", "DTSTART:20180903T220000Z", "RRULE:FREQ=WEEKLY")
    assert entry.event.starts_at == utc(2018, 9, 3, 22)
    assert 150 <= len(entry.event.occurrences) <= 160
    assert starts(entry)[0] >= utc(2025, 8, 30) and starts(entry)[-1] <= utc(2028, 9, 4)


def test_of_too_many_repetitions_those_to_come_are_kept():
    entry = only("SUMMARY:A", "DTSTART:20240101T220000Z", "RRULE:FREQ=DAILY")
    assert len(entry.event.occurrences) == MAX_OCCURRENCES
    assert starts(entry)[0] == utc(2026, 9, 1, 22)


@pytest.mark.parametrize("today", [date(2001, 3, 1), date(2024, 2, 29), date(2026, 12, 31), date(2096, 2, 29)])
def test_rules_are_unfolded_in_any_year(today):
    entry = only("SUMMARY:A", f"DTSTART:{today.year - 5}0105T100000Z", "RRULE:FREQ=WEEKLY", today=today)
    assert len(entry.event.occurrences) > 100


def test_events_given_one_by_one_under_one_number_page_or_title_are_one_entry():
    numbered = [*event("UID:calendar.9.field_oa_date.0@h", "SUMMARY:A", "DTSTART:20260903T100000Z"),
                *event("UID:calendar.9.field_oa_date.1@h", "SUMMARY:A", "DTSTART:20260910T100000Z")]  # fmt: skip
    paged = [*event("UID:1", "SUMMARY:B", "URL:http://x.org/b", "DTSTART:20260910T100000Z"),
             *event("UID:2", "SUMMARY:B", "URL:http://x.org/b", "DTSTART:20260903T100000Z")]  # fmt: skip
    titled = [*event("UID:3", "SUMMARY:C", "DTSTART:20260903T100000Z"),
              *event("UID:4", "SUMMARY:c", "DTSTART:20260910T100000Z", "STATUS:CANCELLED"),
              *event("UID:5", "SUMMARY:C", "DTSTART:20260917T100000Z")]  # fmt: skip
    one, two, three = read(*numbered, *paged, *titled)
    assert starts(one) == starts(two) == [utc(2026, 9, 3, 10), utc(2026, 9, 10, 10)]
    assert two.event.starts_at == utc(2026, 9, 3, 10)
    assert starts(three) == [utc(2026, 9, 3, 10), utc(2026, 9, 17, 10)]


def test_a_page_that_all_events_share_is_not_theirs():
    entries = read(*event("UID:1", "SUMMARY:A", "URL:http://x.org/cal", "DTSTART:20260910T100000Z"),
                   *event("UID:2", "SUMMARY:B", "URL:http://x.org/cal", "DTSTART:20260911T100000Z"))  # fmt: skip
    assert [(entry.title, entry.url) for entry in entries] == [("A", None), ("B", None)]


# ---- broken and hostile files --------------------------------------------------------------------------------------


def test_broken_lines_and_events_cost_nothing_but_themselves():
    entries = read(
        *event("SUMMARY:No start"),
        *event("SUMMARY:Bad start", "DTSTART:20261340T990000"),
        *["BEGIN:VEVENT", "SUMMARY:Never ended", "DTSTART:20260901T100000Z"],
        *event("a line of no make", ":", "X;=:", 'DTEND;TZID="open:2026', "SUMMARY:Good", "DTSTART:20260902T100000Z"),
        "END:VTODO",
        *event("SUMMARY:With alarm", "DTSTART:20260903T100000Z", "BEGIN:VALARM", "SUMMARY:Ring", "END:VALARM"),
        "BEGIN:VEVENT", "SUMMARY:Cut o",
    )  # fmt: skip
    assert [entry.title for entry in entries] == ["Good", "With alarm"]


def test_lines_folded_in_the_middle_of_a_letter_are_joined():
    body = calendar(*event("SUMMARY:Año nuevo", "DTSTART:20260902T100000Z")).replace("ñ".encode(), b"\xc3\r\n \xb1")
    assert [entry.title for entry in read_ical(body, EAST, TODAY)] == ["Año nuevo"]


@pytest.mark.parametrize("line_end", [b"\n", b"\r", b"\r\r\n"])
def test_other_line_ends_are_read(line_end):
    body = calendar(*event("SUMMARY:A", "DTSTART:20260902T100000Z")).replace(b"\r\n", line_end)
    assert len(read_ical(b"\xef\xbb\xbf\n" + body, EAST, TODAY)) == 1


def test_an_end_before_the_start_or_years_later_is_no_end():
    for end in ("20260901T090000Z", "20991231T000000Z", "20260902"):
        assert only("SUMMARY:A", "DTSTART:20260902T100000Z", f"DTEND:{end}").event.ends_at is None


def test_markup_in_texts_is_taken_off():
    entry = only("SUMMARY:Pot &amp\\; pan", "DTSTART:20260902T100000Z", "DESCRIPTION:<p>One</p><p>Two\x07</p>")
    assert (entry.title, entry.body) == ("Pot & pan", "One\n\nTwo")


@pytest.mark.parametrize("body", [b"", b"<html><body>no</body></html>", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\0" * 50])
def test_what_is_no_calendar_is_a_parse_error(body):
    with pytest.raises(ParseError):
        read_ical(body, EAST, TODAY)


def test_an_empty_calendar_has_no_events():
    assert read() == ()


HOSTILE = [
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=999999999",
    "FREQ=MINUTELY",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
    "FREQ=SECONDLY;BYYEARDAY=366",
    "FREQ=DAILY;BYHOUR=1,2,3,4,5,6",
    "FREQ=YEARLY;BYDAY=0MO",
    "FREQ=DAILY;INTERVAL=99999999999999999999",
    "FREQ=DAILY;UNTIL=99991231T235959Z",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU",
    "FREQ=DAILY;FREQ=SECONDLY",
    "RSCALE=HEBREW;FREQ=YEARLY",
    "",
]


@pytest.mark.parametrize("rule", HOSTILE)
@pytest.mark.parametrize("start", ["19700101T000000Z", "20260101T000000Z", "21990101T000000Z", "19000101"])
def test_no_rule_takes_long_and_none_loses_the_event(rule, start):
    began = time.process_time()
    entry = only("SUMMARY:A", f"DTSTART:{start}", f"RRULE:{rule}")
    assert within(began, 1)
    assert len(entry.event.occurrences) <= MAX_OCCURRENCES
    assert entry.event.starts_at is not None
    assert entry.event.rrule == (rule or None)


@pytest.mark.parametrize(
    "lines",
    [
        ["RRULE:FREQ=DAILY"],
        ["RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366"],
        ["RRULE:FREQ=WEEKLY", "EXDATE:" + ",".join(["20260907T220000Z"] * 900)],
        ["RDATE:" + ",".join(f"2026{m:02}{d:02}T100000Z" for m in range(1, 13) for d in range(1, 29))],
        ["DESCRIPTION:" + "<b>" * 300],
    ],
)
def test_thousands_of_repeating_events_take_seconds_at_most(lines):
    body = calendar(
        *(line for n in range(1500) for line in event(f"UID:{n}", f"SUMMARY:{n}", "DTSTART:20240101T220000Z", *lines))
    )
    began = time.process_time()
    assert 300 < len(read_ical(body, EAST, TODAY)) <= 1500  # the largest are cut off at the limit of bytes
    assert within(began, 8)


def test_thousands_of_changes_to_one_series_are_bounded():
    changes = (
        line
        for n in range(3000)
        for line in event(
            "UID:x",
            "SUMMARY:A",
            f"RECURRENCE-ID:2026{n % 12 + 1:02}{n % 28 + 1:02}T220000Z",
            "DTSTART:20260915T220000Z",
        )
    )
    began = time.process_time()
    (entry,) = read(*event("UID:x", "SUMMARY:A", "DTSTART:20240907T220000Z", "RRULE:FREQ=DAILY"), *changes)
    assert entry.title == "A"
    assert within(began, 5)


@pytest.mark.parametrize(
    "piece", [b"A:\n", b"BEGIN:VEVENT\n", b"BEGIN:X\n", b"\r\n ", b'DTSTART;X="', b"SUMMARY;A=b;", b"\r"]
)
def test_repeated_pieces_are_read_in_bounded_time(piece):
    body = b"BEGIN:VCALENDAR\r\n" + piece * (8_000_000 // len(piece))
    began = time.process_time()
    assert read_ical(body, EAST, TODAY) == ()
    assert within(began, 5)


USUAL_LINES = """
BEGIN:VEVENT|END:VEVENT|BEGIN:VTIMEZONE|END:VTIMEZONE|END:VCALENDAR|SUMMARY:A|UID:x|UID:y|DTSTART:20260907T220000Z
DTSTART;VALUE=DATE:20260907|DTSTART;TZID=America/Denver:20260308T023000|DTEND:20260907T230000Z|DTEND;VALUE=DATE:20260909
DURATION:-P1D|DURATION:P9999999W|RRULE:FREQ=WEEKLY|RRULE:FREQ=MONTHLY;BYMONTHDAY=31|RECURRENCE-ID:20260914T220000Z
RECURRENCE-ID;RANGE=THISANDFUTURE:20260914T220000Z|EXDATE:20260914|RDATE;VALUE=PERIOD:20260914T220000Z/PT1H
STATUS:CANCELLED|SEQUENCE:3
"""
USUAL = st.sampled_from([line for row in USUAL_LINES.split("\n") for line in row.split("|") if line])
PARTS = ["BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "COUNT", "INTERVAL", "UNTIL"]
RULES = st.builds(
    "RRULE:FREQ={};{}={}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]),
    st.sampled_from(PARTS),
    st.one_of(st.integers(-400, 400).map(str), st.sampled_from(["MO", "-5FR", "20261231", "0"])),
)
NAMES = st.sampled_from(["DTSTART", "URL", "LOCATION", "CREATED"])
NOISE = st.builds("{};{}:{}".format, NAMES, st.text(max_size=12), st.text(max_size=20))
ANY_LINES = st.lists(st.one_of(USUAL, RULES, NOISE), max_size=30)
SERIES = st.lists(st.lists(st.one_of(USUAL, RULES), max_size=10), max_size=4).map(
    lambda blocks: [
        line for block in blocks for line in event("UID:x", "SUMMARY:A", "DTSTART:20260907T220000Z", *block)
    ]
)


@settings(max_examples=300, deadline=3000)
@given(st.one_of(ANY_LINES, SERIES))
def test_lines_in_any_order_give_aware_times_and_bounded_repetitions(lines):
    for entry in read_ical(calendar(*lines), EAST, TODAY):
        assert entry.url or entry.title or entry.external_id
        assert entry.event.starts_at is not None and entry.event.starts_at.tzinfo is UTC
        assert entry.event.ends_at is None or entry.event.ends_at > entry.event.starts_at
        assert len(entry.event.occurrences) <= MAX_OCCURRENCES
        assert list(entry.event.occurrences) == sorted(entry.event.occurrences, key=lambda span: span[0])
        assert all(end is None or end > start for start, end in entry.event.occurrences)


@settings(max_examples=200, deadline=3000)
@given(st.binary(max_size=1500), st.booleans())
def test_any_bytes_give_entries_or_a_parse_error(body, is_started):
    try:
        found = read_ical((b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" if is_started else b"") + body, EAST, TODAY)
    except ParseError:
        assert not is_started
        return
    assert isinstance(found, tuple)
