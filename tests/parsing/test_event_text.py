"""Events in well-marked text, in hCalendar and h-event, and on pages of their own."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.events.hcalendar import calendar_nodes
from parsing.events.json import event_of_json_ld
from parsing.events.labels import read_marked
from parsing.pages import Page, read_page
from tests.patience import within

ZONE = ZoneInfo("America/Chicago")
TODAY = date(2026, 11, 21)
URL = "https://hall.example/members-day"


def local(at: datetime | None) -> str | None:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if at else None


def marked(*lines: str, near: date | None = None) -> tuple[str | None, str | None, str | None, str | None] | None:
    found = read_marked(lines, ZONE, near)
    return found and (local(found.span.starts_at), local(found.span.ends_at), found.venue, found.street_address)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["When: Saturday, Sep 23, 2017, 9:00am - 3:00pm", "Where: Union Hall, 12 Pier Road"],
            ("2017-09-23 09:00", "2017-09-23 15:00", "Union Hall", "12 Pier Road"),
        ),
        (
            ["Date: Tuesday, September 10, 2024", "Time: 6:00pm - 7:30pm", "Location: Zoom", "Register here"],
            ("2024-09-10 18:00", "2024-09-10 19:30", "Zoom", None),
        ),
        (
            [
                "Date",
                "September 10, 2024",
                "Time",
                "6 to 8 pm",
                "Venue",
                "Union Hall",
                "300 Hardman Ave",
                "St. Paul, MN",
            ],
            ("2024-09-10 18:00", "2024-09-10 20:00", "Union Hall", "300 Hardman Ave, St. Paul, MN"),
        ),
        (
            ["WHAT: Rally WHEN: Tuesday, June 4, 2024 at 10 a.m. WHERE: Capitol, 75 Rice Street"],
            ("2024-06-04 10:00", None, "Capitol", "75 Rice Street"),
        ),
        (
            ["Cuándo: sábado, 3 de mayo de 2025, 9:00am - 3:00pm", "Dónde: Salón 5"],
            ("2025-05-03 09:00", "2025-05-03 15:00", "Salón 5", None),
        ),
        (
            ["Start: November 20, 2025 @ 6:00 pm", "End: November 22, 2025 @ 8:00 pm", "Venue: Lodge"],
            ("2025-11-20 18:00", "2025-11-22 20:00", "Lodge", None),
        ),
        (
            ["Dates: June 8-9, 2024", "Time: 9am-5pm", "Place: Lodge"],
            ("2024-06-08 09:00", "2024-06-09 17:00", "Lodge", None),
        ),
        (["When: every Tuesday at 5pm", "Where: Lodge"], None),
        (["When: Tuesday, June 4 at 10 a.m.", "Where: Lodge"], None),
        (["Date: March 3, 2026, 5pm", "Date: April 5, 2026, 5pm"], None),
        (["When we met on March 3, 2026, 5pm, nobody knew where: the hall was full."], None),
    ],
)
def test_labelled_lines_say_when_and_where(lines: list[str], expected: tuple[str | None, ...] | None):
    assert marked(*lines) == expected


def test_a_day_without_a_year_is_read_near_a_known_day_only_where_the_weekday_fits():
    lines = "When: Tuesday, June 4 at 10 a.m.", "Where: Lodge"
    assert marked(*lines, near=date(2024, 5, 28)) == ("2024-06-04 10:00", None, "Lodge", None)
    assert marked(*lines, near=date(2022, 5, 28)) is None  # a Saturday in 2022, a Sunday in 2023
    assert marked("When: Monday, February 5, 10 a.m.", near=date(2024, 5, 28)) is None, "long over by then"


HCALENDAR = """<html><body><div class="vevent"><h2 class="summary">Members' day</h2>{}
<p class="location">Union Hall, 12 Pier Road</p></div></body></html>"""


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        (
            '<abbr class="dtstart" title="2026-12-05T09:00:00-06:00">9</abbr><abbr class="dtend" title="2026-12-05T12:00:00-06:00">12</abbr>',
            "2026-12-05 09:00", "2026-12-05 12:00",
        ),
        ('<time class="dtstart" datetime="2026-12-05T09:00">Saturday</time>', "2026-12-05 09:00", None),
        (
            '<abbr class="dtstart" title="2026-12-05"> December 5 @ 9:00 am </abbr> - <abbr class="dtend" title="2026-12-06"> December 6 @ 3:00 pm </abbr>',
            "2026-12-05 09:00", "2026-12-06 15:00",
        ),
        ('<div class="dtstart" title="2026-12-05"><b>9:00 am - 3:00 pm</b></div>', "2026-12-05 09:00", "2026-12-05 15:00"),
        ('<span class="dtstart"><span class="value-title" title="2026-12-05T15:00:00Z"> </span>Sat</span>', "2026-12-05 09:00", None),
    ],
)  # fmt: skip
def test_hcalendar_is_read_with_the_hours_that_stand_beside_its_day(times: str, start: str, end: str | None):
    html = HCALENDAR.format(times)
    (node,) = calendar_nodes(tree(html, None, URL), html, ZONE)
    event = event_of_json_ld(node, ZONE, URL)
    assert event and (local(event.starts_at), local(event.ends_at)) == (start, end)
    assert (event.venue, event.street_address) == ("Union Hall", "12 Pier Road")


def test_h_event_is_read_too():
    html = """<article class="h-event"><h1 class="p-name">Members' day</h1><time class="dt-start"
      datetime="2026-12-05T09:00-06:00"></time><span class="p-location">Lodge</span><a class="u-url" href="/d">x</a></article>"""
    (node,) = calendar_nodes(tree(html, None, URL), html, ZONE)
    event = event_of_json_ld(node, ZONE, URL)
    assert node["name"] == "Members' day" and event and event.venue == "Lodge"
    assert local(event.starts_at) == "2026-12-05 09:00"


PROSE = (
    "<p>All members of the local are invited to come and to bring somebody along who has not been there before.</p>" * 3
)


def page(inside: str, url: str = URL, head: str = "") -> Page:
    html = f"""<html><head><title>Members' day | Hall</title>{head}</head><body><nav><a href="/user/register">Register</a>
      <a href="/join">Sign up for our newsletter</a></nav><main><article><h1>Members' day</h1>{inside}</article></main>
      </body></html>"""
    return read_page(html.encode(), url, "text/html; charset=utf-8", ZONE, TODAY)


BLOCK = """<p><b>Date:</b> Saturday, December 5, 2026</p><p><b>Time:</b> 9:00am - 3:00pm</p>
  <p><b>Location:</b> Union Hall, 12 Pier Road</p>"""


def test_a_page_with_a_block_of_day_hour_and_place_is_an_event():
    found = page(BLOCK + '<p><a href="https://forms.gle/abc">Register here</a></p>' + PROSE)
    assert found.kind == "event" and found.event and found.published is None
    assert (local(found.event.starts_at), local(found.event.ends_at)) == ("2026-12-05 09:00", "2026-12-05 15:00")
    assert (found.event.venue, found.event.street_address) == ("Union Hall", "12 Pier Road")
    assert found.event.registration_url == "https://forms.gle/abc"
    assert found.event.timezone == "America/Chicago"


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        ("<p>November 12, 2026</p>" + BLOCK + PROSE, ""),
        (BLOCK + PROSE, '<meta property="article:published_time" content="2026-11-12T09:00:00-06:00">'),
        ("<p>FOR IMMEDIATE RELEASE</p>" + BLOCK + PROSE, ""),
        (PROSE + "<p>We met for hours.</p>" * 20 + BLOCK, ""),
        (BLOCK + BLOCK.replace("December 5", "December 12") + PROSE, ""),
    ],
)
def test_a_dated_post_about_an_event_stays_a_post(inside: str, head: str):
    found = page(inside, head=head)
    assert found.event is None and found.kind != "event"


def test_the_lines_of_an_events_page_are_read_wherever_they_stand():
    found = page(PROSE + BLOCK + PROSE, url="https://hall.example/events/members-day")
    assert found.event and local(found.event.starts_at) == "2026-12-05 09:00"


MICRODATA = """<div itemscope itemtype="https://schema.org/EducationEvent"><h2 itemprop="name">Members' day</h2>
  <time itemprop="startDate" datetime="2026-12-05T09:00-06:00">Saturday</time>
  <span itemprop="location" itemscope itemtype="https://schema.org/Place"><b itemprop="name">Union Hall</b>
  <span itemprop="address" itemscope itemtype="https://schema.org/PostalAddress"><i itemprop="streetAddress">12 Pier Road</i>
  <i itemprop="addressLocality">Northport</i></span></span>
  <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><a itemprop="url" href="https://t.example/7">Tickets</a></div>
  <link itemprop="eventStatus" href="https://schema.org/EventCancelled"></div>"""
RDFA = """<div vocab="https://schema.org/" typeof="Event"><h2 property="name">Members' day</h2>
  <time property="startDate" datetime="2026-12-05T09:00-06:00">Saturday</time>
  <span property="location" typeof="Place"><b property="name">Union Hall</b>
  <span property="address" typeof="PostalAddress"><i property="streetAddress">12 Pier Road</i>
  <i property="addressLocality">Northport</i></span></span></div>"""


@pytest.mark.parametrize("markup", [MICRODATA, RDFA])
def test_microdata_and_rdfa_are_read_like_json_ld(markup: str):
    found = page(markup + PROSE)
    assert found.event and local(found.event.starts_at) == "2026-12-05 09:00"
    assert (found.event.venue, found.event.street_address) == ("Union Hall", "12 Pier Road, Northport")
    if markup == MICRODATA:
        assert found.event.registration_url == "https://t.example/7"


def test_the_date_field_of_drupal_tells_the_year_that_its_words_leave_out():
    field = """<span class="x"><span property="dc:date" content="2026-12-05T09:00:00-06:00">9:00am</span> to
      <span property="dc:date" content="2026-12-05T15:00:00-06:00">3:00pm</span></span>"""
    found = page(field + PROSE, url="https://hall.example/calendar-events/members-day")
    assert found.event and (local(found.event.starts_at), local(found.event.ends_at)) == (
        "2026-12-05 09:00", "2026-12-05 15:00",
    )  # fmt: skip
    assert page(field + PROSE + field, url="https://hall.example/calendar-events/members-day").event is None, "a block"
    created = field.replace('property="dc:date"', 'property="dc:date dc:created"')
    assert page(created + PROSE, url="https://hall.example/calendar-events/members-day").event is None


@settings(max_examples=150, deadline=1000)
@given(
    st.lists(
        st.one_of(st.text(max_size=60), st.sampled_from(["When:", "Date", "Time: 5pm", "Where: x", "May 3, 2026"])),
        max_size=20,
    )
)
def test_any_lines_give_an_event_with_aware_times_or_none(lines: list[str]):
    found = read_marked(lines, ZONE)
    assert found is None or (found.span.starts_at.tzinfo is UTC)


@pytest.mark.parametrize("piece", ["When: ", "Date ", "Time: 5pm ", "June 8-9, 2024 ", "Where: , "])
def test_long_lines_and_many_lines_take_no_time(piece: str):
    began = time.process_time()
    read_marked([piece * 5_000] * 2_000, ZONE, TODAY)
    read_marked([piece.strip()] * 20_000, ZONE, TODAY)
    assert within(began, 2)


@pytest.mark.parametrize("opening", ['<div class="vevent">', '<i class="h-event dtstart" title="2026-12-05">9am'])
def test_markup_without_end_is_bounded(opening: str):
    html = opening * 20_000
    began = time.process_time()
    calendar_nodes(tree(html, None, URL), html, ZONE)
    assert within(began, 2)
