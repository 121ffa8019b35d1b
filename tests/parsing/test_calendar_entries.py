"""Calendar pages that carry their entries in the HTML, whatever the classes and the elements."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.atrium import calendar_entries
from parsing.documents import tree
from parsing.events.entry import CalendarEntry
from tests.patience import within

CENTRAL = ZoneInfo("America/Chicago")
URL = "https://www.council.example/calendar"


def read(html: str, url: str = URL) -> tuple[CalendarEntry, ...]:
    return calendar_entries(tree(html.encode(), "text/html", url), CENTRAL)


def entry(number: int, start: str, end: str = "", whole: str = "0", text: str = "see") -> str:
    return (
        f'<a href="/calendar-events/e{number}" data-eid="{number}" data-entity-type="node" data-start="{start}" '
        f'data-end="{end}" data-all-day="{whole}">{text}</a>'
    )


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def test_entries_are_found_by_their_attributes_and_titled_by_their_headings():
    timed = entry(41, "2026-11-24 17:30", "2026-11-24 19:00")
    whole = entry(42, "2026-07-04 00:00", "2026-07-05 00:00", "1")
    found = read(
        f"<h2>Calendar</h2><div><h3>Steward school</h3><div>{timed}</div></div>"
        f"<div><h3>Picnic</h3><div>{whole}</div></div>"
    )
    assert [(one.title, one.external_id, one.url) for one in found] == [
        ("Steward school", "41", "https://www.council.example/calendar-events/e41"),
        ("Picnic", "42", "https://www.council.example/calendar-events/e42"),
    ]
    school, picnic = (one.event for one in found)
    assert (school.starts_at, school.ends_at) == (utc(2026, 11, 24, 23, 30), utc(2026, 11, 25, 1))
    assert (school.timezone, school.all_day, school.occurrences) == ("America/Chicago", False, ())
    assert (picnic.all_day, picnic.starts_at, picnic.ends_at) == (True, utc(2026, 7, 4, 5), utc(2026, 7, 6, 4, 59, 59))
    assert all(one.published is None for one in found)


def test_repetitions_of_one_number_are_one_entry_in_order():
    rows = [entry(41, "2026-12-22 17:30", "2026-12-22 19:00"), entry(41, "2026-11-24 17:30", "2026-11-24 19:00")]
    (one,) = read(f"<div><h3>School</h3>{''.join(rows)}</div>")
    assert one.event.occurrences == (
        (utc(2026, 11, 24, 23, 30), utc(2026, 11, 25, 1)),
        (utc(2026, 12, 22, 23, 30), utc(2026, 12, 23, 1)),
    )
    assert one.event.starts_at == utc(2026, 11, 24, 23, 30)


def test_repetitions_of_one_link_are_one_entry_where_no_number_is_shown():
    link = '<a href="/e/1" data-start="2026-11-{:02} 17:30">Talk</a>'
    (one,) = read(f"<p>{link.format(3)}{link.format(10)}</p>")
    assert (one.external_id, one.title, len(one.event.occurrences)) == (None, "Talk", 2)


def test_a_heading_over_many_events_is_the_title_of_none():
    found = read(
        f"<section><h2>Coming up</h2>{entry(1, '2026-11-24', text='One')}{entry(2, '2026-11-25', text='Two')}</section>"
    )
    assert [one.title for one in found] == ["One", "Two"]
    assert all(one.event.all_day for one in found)


def test_any_element_can_carry_an_entry_and_a_link_inside_it():
    (one,) = read(
        '<ul><li data-start="2026-11-24T17:30:00-05:00"><a href="https://www.council.example/x">Talk</a></li></ul>'
    )
    assert (one.url, one.title, one.event.starts_at) == (
        "https://www.council.example/x",
        "Talk",
        utc(2026, 11, 24, 22, 30),
    )


def test_a_number_that_is_no_node_s_is_no_identity():
    (one,) = read(entry(7, "2026-11-24 10:00").replace('"node"', '"user"'))
    assert one.external_id is None


@pytest.mark.parametrize(
    "start", ["", "0", "next", "slide-1", "2026-13-45 10:00", "0001-01-01 00:00", "9999-12-31 23:59"]
)
def test_other_uses_of_the_attribute_are_no_events(start):
    assert read(entry(1, start)) == ()


def test_links_out_of_the_web_are_no_pages():
    assert read('<a href="javascript:x" data-start="2026-11-24 10:00">A</a>') == ()


def test_a_page_without_entries_has_none():
    assert read("<p>Nothing planned.</p>") == ()


@pytest.mark.parametrize(
    "html",
    [
        "".join(entry(n, "2026-11-24 10:00") for n in range(20_000)),
        "<h2>All</h2>" + "".join(f"<div>{entry(n % 3, f'20{n % 60 + 20}-11-24 10:00')}</div>" for n in range(20_000)),
        "".join(f'<div data-eid="{n}" data-start="2026-11-24 10:00">x' for n in range(200)) + "<b>y</b>" * 50_000,
        "<div>" * 200 + "".join(entry(n, "2026-11-24 10:00") for n in range(20_000)),
    ],
    ids=["flat", "few numbers", "nested", "deep"],
)
def test_large_pages_are_read_in_bounded_time(html):
    page = tree(html.encode(), "text/html", URL)
    began = time.process_time()
    found = calendar_entries(page, CENTRAL)
    assert within(began, 3)
    assert 0 < len(found) <= 4000


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=12), st.text(max_size=12))
def test_any_values_give_entries_or_none(start, end, number, whole):
    page = tree("<p>x<a href='/x'>t</a></p>", None, URL)
    link = page.find(".//a")
    for name, value in (("start", start), ("end", end), ("eid", number), ("all-day", whole)):
        try:
            link.set(f"data-{name}", value)
        except ValueError:  # no XML can hold it
            return
    for one in calendar_entries(page, CENTRAL):
        assert one.event.starts_at is not None and one.event.starts_at.tzinfo is UTC
