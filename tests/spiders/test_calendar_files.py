"""The calendar file that an Open Atrium calendar names is read beside its page: it tells when events were entered."""

from __future__ import annotations

from pathlib import Path

from tests.server import Reply
from tests.spiders.sites import WORDS, Place

FILE = "/calendar/%20/export.ics?og_group_ref_target_id=8&oa_section_ref_target_id=15"


def instance(number: int, day: str) -> str:
    return (
        f"<div><h3>Meeting number {number}</h3><a href='/calendar-events/m-{number}' data-eid='{number}'"
        f" data-start='{day} 17:30' data-end='{day} 19:00'>Meeting number {number}</a></div>"
    )


def calendar(*rows: str) -> Reply:
    head = f"<link rel='alternate' type='text/calendar' href='{FILE.replace('&', '&amp;')}'>"
    return Reply(
        f"<html><head><title>Calendar</title>{head}</head><body><h1>Calendar</h1>{''.join(rows)}</body></html>"
    )


def ical(place: Place, *events: tuple[int, str, str]) -> Reply:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number, day, made in events:
        lines += [
            "BEGIN:VEVENT", f"UID:calendar.{number}.field_oa_date.0@here", f"SUMMARY:Meeting number {number}",
            f"CREATED:{made}", f"DTSTART;TZID=America/New_York:{day}T173000", f"DTEND;TZID=America/New_York:{day}T190000",
            f"URL:{place.address(f'/calendar-events/m-{number}')}", "END:VEVENT",
        ]  # fmt: skip
    return Reply("\r\n".join([*lines, "END:VCALENDAR", ""]), content_type="text/calendar")


def of_event(number: int) -> Reply:
    title = f"Meeting number {number}"
    return Reply(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{WORDS}</p></body></html>")


def test_an_event_is_one_item_with_the_time_of_its_entry(tmp_path: Path) -> None:
    with Place(tmp_path, "calendar", "/calendar") as place:
        for number in (41, 47):
            place.server.reply(f"/calendar-events/m-{number}", of_event(number))
        place.server.reply("/calendar", calendar(instance(41, "2026-03-24"), instance(47, "2026-04-02")))
        place.server.reply(
            FILE, ical(place, (41, "20260324", "20260105T120000Z"), (47, "20260402", "20260211T090000Z"))
        )
        place.collect()
        assert place.ask("select external_id, published_at, published_from from items order by 1") == [
            ("41", "2026-01-05T12:00:00Z", "feed"),
            ("47", "2026-02-11T09:00:00Z", "feed"),
        ]
        assert place.ask("select starts_at from events order by 1") == [
            ("2026-03-24T21:30:00Z",),
            ("2026-04-02T21:30:00Z",),
        ]
        assert place.visit()["outcome"] == "ok"


def test_a_file_that_is_gone_or_is_no_calendar_takes_nothing_from_the_page(tmp_path: Path) -> None:
    for at, answer in enumerate((Reply(status=404), Reply("<html><body>Page not found</body></html>"))):
        where = tmp_path / str(at)
        where.mkdir()
        with Place(where, "calendar", "/calendar") as place:
            for number in (41, 47):
                place.server.reply(f"/calendar-events/m-{number}", of_event(number))
            place.server.reply("/calendar", calendar(instance(41, "2026-03-24"), instance(47, "2026-04-02")))
            place.server.reply(FILE, answer)
            place.collect()
            assert place.ask("select count(*) from events") == [(2,)]
            assert place.visit()["outcome"] == "ok"
