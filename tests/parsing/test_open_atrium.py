"""parsing.atrium: numbers, sections, calendars, event pages and directories, also with every class renamed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from parsing.atrium import (
    calendar_entries,
    calendar_links,
    changes_of,
    is_open_atrium,
    numbers_of,
    read_event,
    sections_of,
    spaces_of,
    sub_spaces,
)
from parsing.documents import tree
from tests.parsing.mutations import MUTATIONS, remove_classes, rename_classes
from tests.parsing.saved_lists import read, text_of

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)
NEWS = "https://www.harborcouncil940.example/news"


def page(text: str, url: str = NEWS):
    return tree(text, None, url)


@pytest.mark.parametrize(
    "change", [lambda text, seed: text, rename_classes, remove_classes], ids=["stock", "renamed", "removed"]
)
def test_a_list_page_tells_its_node_space_and_section(change) -> None:
    numbers = numbers_of(page(change(text_of("makes/open_atrium_news"), 1)), NEWS)
    assert (numbers.node, numbers.group, numbers.section) == ("9010", "8920", "9010")


def test_the_filter_form_names_all_lists_of_the_space() -> None:
    sections = sections_of(page(rename_classes(text_of("makes/open_atrium_news"))), NEWS)
    assert [(one.name, one.number, one.is_shown) for one in sections] == [
        ("News", "9010", True),
        ("Bargaining", "9044", False),
        ("Retirees", "9051", False),
    ]


@pytest.mark.parametrize(
    ("head", "body", "link", "url", "node"),
    [
        ("", "<body class='page-node-77'>", None, NEWS, "77"),
        ("<link rel=shortlink href='/node/78'>", "<body>", None, NEWS, "78"),
        (
            "<link rel=shortlink href='/news/alias'><link rel=canonical href='http://h/node/79'>",
            "<body>",
            None,
            NEWS,
            "79",
        ),
        ("", "<body>", '</news/x>; rel="canonical",</node/80>; rel="shortlink"', NEWS, "80"),
        ("", "<body><a href='/user/login?destination=node/81%23comment-form'>Log in</a>", None, NEWS, "81"),
        ("", "<body><article id='node-82'>x</article>", None, NEWS, "82"),
        ("", "<body>x", None, "https://h.example/node/83/view", "83"),
        ("", "<body>x", None, NEWS, None),
    ],
)
def test_the_number_of_a_node_is_found_wherever_it_stands(
    head: str, body: str, link: str | None, url: str, node: str | None
) -> None:
    assert numbers_of(page(f"<html><head>{head}</head>{body}</html>", url), url, link).node == node


def test_a_page_of_another_system_is_no_open_atrium() -> None:
    assert is_open_atrium(page(text_of("makes/open_atrium_news")))
    assert is_open_atrium(page(remove_classes(text_of("makes/open_atrium_news"))))
    assert not is_open_atrium(page(text_of("makes/joomla")))


def test_the_featured_pane_is_beside_the_one_list_that_has_the_pager() -> None:
    for mutation in MUTATIONS.values():
        found = read(mutation(text_of("makes/open_atrium_news"), 3), NEWS)
        assert [entry.is_main for entry in found.entries] == [False, False, True, True, True, False, False]


def test_behind_the_last_page_there_are_no_entries() -> None:
    found = read(text_of("makes/open_atrium_behind_last"), f"{NEWS}?page=65")
    assert (found.entries, found.next_url) == ((), None)


def test_behind_the_last_page_featured_posts_are_not_the_list() -> None:
    text = text_of("makes/open_atrium_news")
    start, end = (
        text.index('<div class="panel-pane pane-views-panes pane-open-atrium-news'),
        text.index('<div class="panel-pane"><h2'),
    )
    found = read(text[:start] + text[end:], f"{NEWS}?page=65")
    assert found.entries
    assert not any(entry.is_main for entry in found.entries)
    assert found.next_url is None


CALENDAR = """<html><head><link rel="alternate" type="text/calendar" href="/calendar/%20/export.ics?og_group_ref_target_id=8"></head>
<body><div class="view-id-oa_fullcalendar"><div class="fullcalendar">
<div class="fullcalendar-event"><h3 class="title">Local 118 meeting</h3>
 <div class="fullcalendar-instance"><a href="/node/5501" data-start="2026-11-24 17:30" data-end="2026-11-24 19:00" data-all-day="0" data-eid="5501">Local 118 meeting</a></div>
 <div class="fullcalendar-instance"><a href="/node/5501" data-start="2026-12-22 17:30" data-end="2026-12-22 19:00" data-all-day="0" data-eid="5501">Local 118 meeting</a></div></div>
<div class="fullcalendar-event"><h3 class="title">Picnic</h3>
 <div class="fullcalendar-instance"><a href="/local-118/calendar-events/picnic" data-start="2026-07-04 00:00" data-end="2026-07-05 00:00" data-all-day="1" data-eid="5333"></a></div></div>
<div class="fullcalendar-event"><h3>Broken</h3><div><a href="/node/1" data-start="soon" data-eid="1">x</a></div></div>
</div></div></body></html>"""


@pytest.mark.parametrize("change", [lambda text, seed: text, *MUTATIONS.values()], ids=["stock", *MUTATIONS])
def test_a_calendar_section_holds_all_its_events(change) -> None:
    meeting, picnic = calendar_entries(page(change(CALENDAR, 1), "https://h.example/calendar"), ZONE)
    assert (meeting.title, meeting.url, meeting.external_id) == (
        "Local 118 meeting",
        "https://h.example/node/5501",
        "5501",
    )
    assert [start.isoformat() for start, _ in meeting.event.occurrences] == [
        "2026-11-24T22:30:00+00:00",
        "2026-12-22T22:30:00+00:00",
    ]
    assert meeting.event.ends_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert (picnic.event.all_day, picnic.event.starts_at, picnic.event.ends_at) == (
        True, datetime(2026, 7, 4, 4, 0, tzinfo=UTC), datetime(2026, 7, 6, 3, 59, 59, tzinfo=UTC),
    )  # fmt: skip


def test_a_calendar_section_names_its_file_but_never_that_of_the_whole_installation() -> None:
    assert calendar_links(page(CALENDAR), "https://h.example/calendar") == (
        "https://h.example/calendar/%20/export.ics?og_group_ref_target_id=8",
    )
    assert calendar_links(page(CALENDAR.replace("_id=8", "_id=All")), "https://h.example/calendar") == ()


EVENT = """<body class="page-node-777 node-type-oa-event"><div class="oa-event"><div><span>Nov</span><span>24</span></div><h1>Class</h1>
<div><span class="oa-event-label">When:</span> <span class="oa-event-day">{day}</span> <span class="oa-event-time">{time}</span></div>
<div class="oa-event-location"><span>Where:</span> Union Hall, 12 Pier Road, Northport</div></div><p>Come.</p></body>"""


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ("Tuesday, Nov 24, 2026,", "5:30PM - 7:00PM", ("2026-11-24T22:30:00+00:00", "2026-11-25T00:00:00+00:00")),
        (
            "Monday, Jul 20, 2026 - Friday, Jul 24, 2026,",
            "(All day)",
            ("2026-07-20T04:00:00+00:00", "2026-07-25T03:59:59+00:00"),
        ),
    ],
)
def test_an_events_page_says_when_and_where(day: str, time: str, expected: tuple[str, str]) -> None:
    for change in (lambda text, seed: text, *MUTATIONS.values()):
        found = read_event(
            page(change(EVENT.format(day=day, time=time), 2), "https://h.example/x"), "https://h.example/x", ZONE, TODAY
        )
        assert found is not None
        assert (found.starts_at.isoformat(), found.ends_at.isoformat()) == expected  # type: ignore[union-attr]
        assert (found.venue, found.street_address) == ("Union Hall", "12 Pier Road, Northport")


def test_an_events_page_with_hours_alone_says_no_day() -> None:
    assert read_event(page(EVENT.format(day="", time="1:00PM - 2:00PM")), "https://h.example/x", ZONE, TODAY) is None


SPACES = """<body><nav><a href="/spaces">Spaces</a><a href="/user/login">Log in</a></nav><div class="view-content">
<div class="views-row"><h3><a href="/harbor">Harbor Council</a></h3><ul><li><a href="/harbor/news">News</a></li><li><a href="/harbor/calendar">Calendar</a></li></ul></div>
<div class="views-row"><h3><a href="https://www.c7.example/">Council 7</a></h3><ul><li><a href="https://www.c7.example/news-0">Updates</a></li></ul></div>
<div class="views-row"><h3><a href="/local-3">Local 3</a></h3></div></div></body>"""


def test_the_directory_of_spaces_names_each_with_its_sections() -> None:
    found = spaces_of(page(rename_classes(SPACES), "https://hall.example/spaces"), "https://hall.example/spaces")
    assert [(space.name, space.url, [section.url for section in space.sections]) for space in found] == [
        (
            "Harbor Council",
            "https://hall.example/harbor",
            ["https://hall.example/harbor/news", "https://hall.example/harbor/calendar"],
        ),
        ("Council 7", "https://www.c7.example/", ["https://www.c7.example/news-0"]),
        ("Local 3", "https://hall.example/local-3", []),
    ]


def test_the_table_of_all_content_gives_days_of_change() -> None:
    rows = "".join(
        f"<tr><td><a href='/local-{at}/news/something-of-note-{at}'>Something of note number {at}</a></td><td>Document</td><td>November {10 - at}, 2026 - 2:39pm</td></tr>"
        for at in range(4)
    )
    found = changes_of(
        page(
            f"<table><tr><th>Title</th><th>Type</th><th>Updated date</th></tr>{rows}</table>",
            "https://h.example/content",
        ),
        "https://h.example/content",
        ZONE,
        TODAY,
    )
    assert [(one.title, one.changed.at.isoformat() if one.changed else None) for one in found][:2] == [
        ("Something of note number 0", "2026-11-10T19:39:00+00:00"), ("Something of note number 1", "2026-11-09T19:39:00+00:00"),
    ]  # fmt: skip


def test_links_under_a_councils_host_lead_to_its_locals() -> None:
    assert [space.url for space in sub_spaces(page(text_of("makes/open_atrium_news")), NEWS)] == [
        "https://www.harborcouncil940.example/local-118"
    ]
