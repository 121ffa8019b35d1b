"""`scrapy collect` on calendars of every make, run after run: moved, called off, withdrawn, told twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.server import Reply, Seen, Server

NOW = datetime.now(UTC).replace(microsecond=0)
HOST = "www.hall.example"
API = "/wp-json/tribe/events/v1/events"
Ask = Callable[..., list[tuple[Any, ...]]]
Collect = Callable[[], None]

SOURCES = """source,name,level,number,states,homepage,hosts,language,timezone,parent,installation,note
hall,Hall (practice),council,1,WI,https://www.hall.example/,,en,America/Chicago,,,
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.reply("/robots.txt", Reply("User-agent: *\nDisallow:\n", content_type="text/plain"))
        yield running


@pytest.fixture
def channels(tmp_path: Path, surroundings: dict[str, str]) -> Callable[..., None]:
    """Write a registry whose channels are (family, address)."""

    def write(*rows: tuple[str, str]) -> None:
        home = tmp_path / "registry"
        home.mkdir(exist_ok=True)
        (home / "sources.csv").write_text(SOURCES)
        lines = [f"hall-{number},hall,{family},{address},,,,\n" for number, (family, address) in enumerate(rows)]
        (home / "channels.csv").write_text("channel,source,family,address,hint,since,until,note\n" + "".join(lines))
        (home / "watches.csv").write_text("watch,query,mode,carriers,quiet,cap,note\n")
        surroundings["NEWS_REGISTRY_DIR"] = str(home)

    return write


@pytest.fixture
def collect(scrapy: Any, server: Server) -> Collect:
    def run() -> None:
        ended = scrapy("collect", PRACTICE_WEB=server.url("").rstrip("/"))
        assert ended.returncode in (0, 1), ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr, ended.stderr

    return run


def z(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def ical(*events: tuple[str, str, datetime], status: str = "CONFIRMED") -> Reply:
    """A calendar file of (id, title, start)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for uid, title, start in events:
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
                  "LOCATION:Union Hall\\, 12 Pier Road", f"STATUS:{status}", "END:VEVENT"]  # fmt: skip
    return Reply("\r\n".join([*lines, "END:VCALENDAR", ""]), content_type="text/calendar")


def tribe(number: int, title: str, start: datetime, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "url": f"https://{HOST}/event/{number}/", "title": title, "status": "publish",
        "description": f"<p>{title}: bring a chair and whoever wants to come along.</p>", "excerpt": "",
        "utc_start_date": f"{start:%Y-%m-%d %H:%M:%S}", "utc_end_date": f"{start + timedelta(hours=2):%Y-%m-%d %H:%M:%S}",
        "start_date": f"{start:%Y-%m-%d %H:%M:%S}", "timezone": "America/Chicago", "venue": {"venue": "Union Hall"}, **more,
    }  # fmt: skip


def api(*events: dict[str, Any], next_url: str | None = None) -> Reply:
    body = {
        "events": list(events),
        "total": len(events),
        "total_pages": 1,
        **({"next_rest_url": next_url} if next_url else {}),
    }
    return Reply(json.dumps(body), content_type="application/json")


DAY = timedelta(days=1)
START = NOW.replace(minute=0, second=0) + 20 * DAY
EVENTS = "select title, starts_at, venue, events.status from events join items on items.id = item_id order by title"


def test_events_of_the_api_are_moved_and_called_off_by_what_it_tells_next(
    server: Server, channels: Any, collect: Collect, ask: Ask
) -> None:
    channels(("calendar", f"https://{HOST}{API}"))
    second = f"https://{HOST}{API}?page=2"
    server.reply(f"{API}?page=2", api(tribe(3, "Picnic", START + DAY)))
    server.reply(
        API,
        api(tribe(1, "Rally", START), tribe(2, "Meeting", START), next_url=second),
        api(tribe(1, "Rally", START + DAY), tribe(2, "CANCELLED: Meeting", START), next_url=second),
    )
    collect()
    assert ask(EVENTS) == [
        ("Meeting", z(START), "Union Hall", None), ("Picnic", z(START + DAY), "Union Hall", None),
        ("Rally", z(START), "Union Hall", None),
    ]  # fmt: skip
    assert "start_date=" in server.asked(API)[0].path
    collect()
    assert ask("select count(*) from items") == [(3,)]
    assert ask("select starts_at, status from events where item_id in (1, 2) order by 1") == [
        (z(START), "cancelled"), (z(START + DAY), None),
    ]  # fmt: skip
    assert ask("select item_id, starts_at from event_changes") == [(1, z(START))]
    assert ask("select kind, published_at from items where id = 1") == [("event", None)]


def test_an_event_that_leaves_its_calendar_before_its_day_is_withdrawn_after_two_readings(
    server: Server, channels: Any, collect: Collect, ask: Ask
) -> None:
    channels(("calendar", f"https://{HOST}/calendar.ics"))
    later, past = ("c", "Picnic", START + 5 * DAY), ("p", "Past", NOW - 3 * DAY)
    whole = ical(("a", "Rally", START), ("b", "Meeting", START), past, later)
    less = [ical(("b", "Meeting", START), ("x", f"New {number}", START), later) for number in range(2)]
    server.reply("/calendar.ics", whole, *less)
    collect()
    collect()
    assert {status for _, _, _, status in ask(EVENTS)} == {"confirmed"}
    collect()
    assert [(title, status) for title, _, _, status in ask(EVENTS) if status != "confirmed"] == [("Rally", "withdrawn")]
    assert ask("select street_address from events where item_id = 1") == [("12 Pier Road",)]


@pytest.mark.parametrize("closed", [Reply("{}", status=401), Reply("no", status=404), Reply("<html>Log in</html>")])
def test_where_the_api_is_closed_the_calendar_file_is_read(
    server: Server, channels: Any, collect: Collect, ask: Ask, closed: Reply
) -> None:
    channels(("calendar", f"https://{HOST}{API}"))
    server.reply(API, closed)
    server.reply("/events/", lambda seen: _file_or_list(seen, has_file=True))
    collect()
    assert [row[:2] for row in ask(EVENTS)] == [("Rally", z(START))]


def test_where_there_is_no_file_either_the_list_of_events_is_read(
    server: Server, channels: Any, collect: Collect, ask: Ask
) -> None:
    channels(("calendar", f"https://{HOST}{API}"))
    server.reply(API, Reply("no", status=404))
    server.reply("/events/", lambda seen: _file_or_list(seen, has_file=False))
    for name in ("Rally", "Meeting"):
        words = f"<p>{name}: bring a chair and whoever wants to come along, and stay until the end.</p>" * 3
        server.reply(
            f"/event/{name.lower()}/", Reply(f"<title>{name}</title><article><h1>{name}</h1>{words}</article>")
        )
    collect()
    assert [row[:2] for row in ask(EVENTS)] == [("Meeting", z(START)), ("Rally", z(START))]


def _file_or_list(seen: Seen, has_file: bool) -> Reply:
    if "ical=1" in seen.path:
        return ical(("a", "Rally", START)) if has_file else Reply("gone", status=404)
    data = [
        {"@type": "Event", "name": name, "url": f"https://{HOST}/event/{name.lower()}/", "startDate": START.isoformat()}
        for name in ("Rally", "Meeting")
    ]
    return Reply(f'<html><script type="application/ld+json">{json.dumps(data)}</script><h1>Events</h1></html>')


def test_the_page_of_one_event_is_no_calendar(server: Server, channels: Any, collect: Collect, ask: Ask) -> None:
    channels(("calendar", f"https://{HOST}/event/rally/"))
    data = {"@type": "Event", "name": "Rally", "url": f"https://{HOST}/event/rally/", "startDate": START.isoformat()}
    server.reply(
        "/event/rally/", Reply(f'<script type="application/ld+json">{json.dumps(data)}</script><h1>Rally</h1>')
    )
    collect()
    assert ask("select count(*) from items") == [(0,)]
    assert "one event" in ask("select sentence from visits")[0][0]


def test_a_calendar_on_a_host_of_others_gives_its_events_and_their_forms(
    server: Server, channels: Any, collect: Collect, ask: Ask
) -> None:
    channels(("calendar", "https://calendar.elsewhere.example/ical/hall/basic.ics"))
    body = ical(("a@g", "Rally", START), ("b@g", "Meeting", START)).body
    assert isinstance(body, str)
    form = body.replace("SUMMARY:Rally", "SUMMARY:Rally\r\nURL:https://www.eventbrite.com/e/rally-1")
    server.reply("/ical/hall/basic.ics", Reply(form, content_type="text/calendar"))
    collect()
    assert [row[0] for row in ask(EVENTS)] == ["Meeting", "Rally"]
    assert ask("select registration_url from events where registration_url is not null") == [
        ("https://www.eventbrite.com/e/rally-1",)
    ]
    assert {source for (source,) in ask("select source_id from items")} == {"hall"}
    assert not server.asked(host="www.eventbrite.com")


def test_one_event_in_a_calendar_file_and_on_its_page_is_one_item(
    server: Server, channels: Any, collect: Collect, ask: Ask
) -> None:
    channels(("calendar", f"https://{HOST}/calendar.ics"), ("listing", f"https://{HOST}/news"))
    other = ("b", "Members of all locals meet", START + DAY)
    server.reply("/calendar.ics", ical(("a", "Rally for safe staffing", START), other))
    titles = (
        "Rally for safe staffing",
        "Nurses ratify their contract",
        "Stewards learn to bargain",
        "A new hall opens",
    )
    links = "".join(
        f'<article><h2><a href="/news/{number}">{title}</a></h2><p>{title}: what it was about and who came.</p></article>'
        for number, title in enumerate(titles)
    )
    server.reply("/news", Reply(f"<html><body><main><h1>News</h1>{links}</main></body></html>"))
    for number, title in enumerate(titles):
        data = {"@type": "Event", "name": title, "startDate": START.isoformat()} if number == 0 else {"@type": "NewsArticle",
                "headline": title, "datePublished": "2026-11-02T09:00:00-06:00"}  # fmt: skip
        words = f"<p>{title}, and everybody who could come did come, and stayed until the chairs were put away.</p>" * 4
        server.reply(
            f"/news/{number}",
            Reply(f'<html><head><title>{title}</title><script type="application/ld+json">{json.dumps(data)}</script></head>'
                  f"<body><main><article><h1>{title}</h1>{words}</article></main></body></html>"),
        )  # fmt: skip
    for _ in range(2):
        collect()
        assert ask("select count(*) from items where title like 'Rally%'") == [(1,)]
        assert ask("select url from items where title like 'Rally%'") == [(f"https://{HOST}/news/0",)]
    assert ask("select venue from events join items on items.id = item_id where title like 'Rally%'") == [
        ("Union Hall",)
    ]
    assert ask("select count(*) from items") == [(5,)]
