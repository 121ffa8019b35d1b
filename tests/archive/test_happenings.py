"""Events in the archive: moved, called off, withdrawn, told by several channels; what was told before stays readable."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.crawls import begin_crawl, record_visits
from archive.keeping import keep
from items import CalendarRead, Event, Item, VisitReport
from registry import Channel
from tests.builders import DAY, NOW, fresh_archive, item, one, registry, rows, source

START = NOW + 10 * DAY
HOUR = timedelta(hours=1)
CHANNELS = tuple(
    Channel(f"council-900-{name}", "council-900", family, f"https://council-900.example/{name}")
    for name, family in (("news", "listing"), ("calendar", "calendar"), ("other", "calendar"))
)
REGISTRY = registry(source("council-900"), channels=CHANNELS)
SITES = REGISTRY.sites


@pytest.fixture
def db() -> Any:
    from archive.sources import sync_registry

    archive = fresh_archive()
    sync_registry(archive, REGISTRY, NOW)
    yield archive
    archive.close()


def told(event: Event, at: datetime = NOW, channel: str = "calendar", **given: Any) -> Item:
    """An event as a calendar shows it."""
    page = given.pop("page", False)
    defaults = {"channel_id": f"council-900-{channel}", "way": "calendar", "kind": "event", "published": None}
    return item(event=event, seen_at=at, page=page, **{**defaults, **given})


def state(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT starts_at, venue, status FROM events")


def changes(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT changed_at, starts_at, venue, status FROM event_changes ORDER BY changed_at")


def z(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_moved_event_has_its_new_time_and_the_old_one_stays_readable(db: Database) -> None:
    keep(db, told(Event(START, START + HOUR, venue="Union hall")), SITES)
    keep(db, told(Event(START + DAY, START + DAY + HOUR, venue="Lodge"), NOW + DAY), SITES)
    assert state(db) == [(z(START + DAY), "Lodge", None)]
    assert rows(db, "SELECT starts_at FROM occurrences") == [(z(START + DAY),)]
    assert changes(db) == [(z(NOW + DAY), z(START), "Union hall", None)]


def test_an_event_called_off_says_so_and_one_that_is_reinstated_too(db: Database) -> None:
    keep(db, told(Event(START)), SITES)
    keep(db, told(Event(START, status="cancelled"), NOW + DAY), SITES)
    assert state(db)[0][2] == "cancelled"
    keep(db, told(Event(START), NOW + 2 * DAY), SITES)
    assert state(db)[0][2] == "confirmed"
    assert [row[3] for row in changes(db)] == ["cancelled"], "what was unknown before is no change"


def test_what_is_told_again_or_for_the_first_time_is_no_change(db: Database) -> None:
    keep(db, told(Event(START)), SITES)
    keep(db, told(Event(START, venue="Union hall"), NOW + DAY), SITES)
    keep(db, told(Event(START, venue="Union hall"), NOW + 2 * DAY), SITES)
    assert state(db) == [(z(START), "Union hall", None)] and changes(db) == []


def test_two_channels_that_disagree_do_not_move_an_event_to_and_fro(db: Database) -> None:
    for day in range(6):
        keep(db, told(Event(START, venue="Union hall"), NOW + day * DAY), SITES)
        keep(db, told(Event(START + HOUR, venue="The hall"), NOW + day * DAY + HOUR, "other"), SITES)
    assert state(db) == [(z(START), "Union hall", None)]
    assert changes(db) == []
    keep(db, told(Event(START + 2 * HOUR, venue="The hall"), NOW + 7 * DAY, "other"), SITES)
    assert state(db)[0][0] == z(START + 2 * HOUR), "what one of them newly says counts"
    assert len(changes(db)) == 1


def test_a_page_is_believed_before_a_list_and_a_calendar_before_both(db: Database) -> None:
    keep(db, told(Event(START, venue="A"), way="list"), SITES)
    keep(db, told(Event(START + HOUR, venue="B"), way=None, page=True), SITES)
    assert state(db)[0][:2] == (z(START + HOUR), "B")
    keep(db, told(Event(START + 2 * HOUR, venue="C")), SITES)
    keep(db, told(Event(START + 3 * HOUR, venue="D"), way="list", channel="other"), SITES)
    assert state(db)[0][:2] == (z(START + 2 * HOUR), "C")
    assert changes(db) == [], "it is one look at one event, and nothing was moved"


def weekly(*weeks: int) -> tuple[tuple[datetime, datetime | None], ...]:
    return tuple((START + week * 7 * DAY, None) for week in weeks)


def occurrences(db: Database) -> list[str]:
    return [start for (start,) in rows(db, "SELECT starts_at FROM occurrences ORDER BY 1")]


def test_a_page_that_prints_the_next_date_only_takes_no_other_date_away(db: Database) -> None:
    keep(db, told(Event(START, occurrences=weekly(0, 1, 2))), SITES)
    keep(db, told(Event(START + 7 * DAY, venue="Lodge"), NOW + 8 * DAY, way=None, page=True), SITES)
    assert len(occurrences(db)) == 3 and state(db) == [(z(START), "Lodge", None)]


def test_one_time_on_a_page_takes_nothing_from_a_series_that_a_list_told(db: Database) -> None:
    keep(db, told(Event(START, occurrences=weekly(0, 1, 2)), way="list"), SITES)
    keep(db, told(Event(START + 7 * DAY), NOW + DAY, way=None, page=True), SITES)
    assert len(occurrences(db)) == 3 and changes(db) == []


def test_a_series_that_rolls_on_has_no_history(db: Database) -> None:
    for week in range(5):
        rolling = Event(START + week * 7 * DAY, occurrences=weekly(*range(week, week + 4)))
        keep(db, told(rolling, NOW + (10 + week * 7) * DAY - HOUR), SITES)
    assert changes(db) == [] and len(occurrences(db)) == 8
    assert state(db)[0][0] == z(START), "it began when it began"


def test_a_time_taken_out_of_a_series_is_kept_as_dropped(db: Database) -> None:
    keep(db, told(Event(START, rrule="FREQ=WEEKLY", occurrences=weekly(0, 1, 2))), SITES)
    keep(db, told(Event(START, rrule="FREQ=WEEKLY", occurrences=weekly(0, 2)), NOW + DAY), SITES)
    assert occurrences(db) == [z(START), z(START + 14 * DAY)]
    assert json.loads(one(db, "SELECT dropped FROM event_changes")) == [z(START + 7 * DAY)]


# ---- one event, told twice ------------------------------------------------------------------------------------------
CALENDAR_FILE = "https://council-900.example/calendar#Members%20meeting"


def entry(at: datetime = NOW, **given: Any) -> Item:
    defaults = {"url": CALENDAR_FILE, "anchored": True, "title": "Members’ meeting", "external_id": "a@x",
                "installation": "calendars of council-900"}  # fmt: skip
    return told(given.pop("event", Event(START)), at, **{**defaults, **given})


def own_page(at: datetime = NOW, **given: Any) -> Item:
    url = "https://council-900.example/event/members-meeting"
    defaults = {
        "url": url,
        "title": "Members' Meeting",
        "channel": "news",
        "way": None,
        "page": True,
        "external_id": "77",
    }
    return told(given.pop("event", Event(START)), at, **{**defaults, **given})


@pytest.mark.parametrize("order", [(entry, own_page), (own_page, entry)])
def test_an_entry_of_a_calendar_and_the_page_of_the_event_are_one_item(db: Database, order: Any) -> None:
    for number, make in enumerate(order):
        keep(db, make(NOW + number * HOUR), SITES)
    assert rows(db, "SELECT id, url FROM items") == [(1, "https://council-900.example/event/members-meeting")]
    assert keep(db, entry(NOW + DAY), SITES).item_id == keep(db, own_page(NOW + DAY), SITES).item_id == 1
    assert one(db, "SELECT count(*) FROM item_rows") == 1


def test_an_entry_is_found_by_its_id_when_it_is_moved_and_renamed(db: Database) -> None:
    keep(db, entry(), SITES)
    renamed = entry(NOW + DAY, url=CALENDAR_FILE + "%20anew", title="Members’ meeting, anew", event=Event(START + DAY))
    assert keep(db, renamed, SITES).item_id == 1
    assert one(db, "SELECT count(*) FROM items") == 1 and len(changes(db)) == 1


def test_two_pages_at_one_hour_with_one_title_stay_two_events(db: Database) -> None:
    keep(db, own_page(), SITES)
    for number, external_id in ((2, "78"), (3, None)):
        other = own_page(url=f"https://council-900.example/event/members-meeting-{number}", external_id=external_id)
        assert keep(db, other, SITES).item_id == number


def test_an_event_of_another_title_or_hour_or_source_is_another_event(db: Database) -> None:
    keep(db, own_page(), SITES)
    for number, other in enumerate(({"title": "Picnic"}, {"event": Event(START + HOUR)}), 2):
        result = keep(db, entry(url=f"{CALENDAR_FILE}{number}", external_id=f"{number}@x", **other), SITES)
        assert result.item_id == number


def test_items_that_merge_keep_both_histories_and_fill_each_others_gaps(db: Database) -> None:
    keep(db, entry(event=Event(START, venue="Union hall")), SITES)
    keep(db, entry(NOW + HOUR, event=Event(START + HOUR, venue="Union hall")), SITES)
    keep(
        db,
        own_page(NOW + HOUR, title="Something else", event=Event(START + HOUR, registration_url="https://f.example/")),
        SITES,
    )
    assert one(db, "SELECT count(*) FROM items") == 2
    keep(db, own_page(NOW + DAY, event=Event(START + HOUR, registration_url="https://f.example/")), SITES)
    assert rows(db, "SELECT venue, registration_url FROM events JOIN items ON items.id = item_id") == [
        ("Union hall", "https://f.example/")
    ]
    assert one(db, "SELECT count(*) FROM items") == 1 and len(changes(db)) == 1
    assert one(db, "SELECT url FROM items") == "https://council-900.example/event/members-meeting"


# ---- withdrawn ------------------------------------------------------------------------------------------------------
def read(db: Database, at: datetime, until: datetime | None = NOW + 99 * DAY, channel: str = "calendar") -> None:
    """A visit that read the whole calendar."""
    report = VisitReport(
        f"council-900-{channel}", at, at, "ok", "read", "1 post seen.", calendar=CalendarRead(at, until)
    )
    record_visits(db, begin_crawl(db, at), [report])


def shown(db: Database, at: datetime, *numbers: int, start: datetime = START) -> None:
    for number in numbers:
        keep(db, told(Event(start), at, number=number), SITES)
    read(db, at)


def status(db: Database) -> str | None:
    return one(db, "SELECT status FROM events WHERE item_id = 1")


def test_an_event_to_come_counts_as_withdrawn_once_two_readings_lack_it(db: Database) -> None:
    shown(db, NOW, 1, 2)
    shown(db, NOW + DAY, 2)
    assert status(db) is None, "one reading may have failed in part"
    shown(db, NOW + 2 * DAY, 2)
    assert rows(db, "SELECT item_id, status FROM events") == [(1, "withdrawn"), (2, None)]
    assert one(db, "SELECT status FROM items WHERE id = 1") == "here", "its page may still stand"
    assert rows(db, "SELECT item_id, changed_at FROM event_changes") == [(1, z(NOW + 2 * DAY))]


def test_two_looks_in_one_crawl_are_one_reading(db: Database) -> None:
    shown(db, NOW, 1, 2)
    for _ in range(3):
        shown(db, NOW + DAY, 2)
    assert status(db) is None


def test_an_event_that_comes_back_is_no_longer_withdrawn(db: Database) -> None:
    shown(db, NOW, 1, 2)
    for day in range(1, 4):
        shown(db, NOW + day * DAY, 2)
    shown(db, NOW + 4 * DAY, 1, 2)
    assert status(db) is None
    shown(db, NOW + 5 * DAY, 2)
    assert status(db) is None, "it takes two readings again"


def test_a_reading_that_shows_it_again_in_between_begins_anew(db: Database) -> None:
    shown(db, NOW, 1, 2)
    for day, numbers in enumerate(((2,), (1, 2), (2,)), 1):
        shown(db, NOW + day * DAY, *numbers)
    assert status(db) is None


def test_a_calendar_that_did_not_change_still_lacks_what_it_lacked(db: Database) -> None:
    shown(db, NOW, 1, 2)
    read(db, NOW + HOUR, None)
    assert status(db) is None and one(db, "SELECT count(*) FROM event_tellings WHERE missed_at IS NOT NULL") == 0
    shown(db, NOW + DAY, 2)
    read(db, NOW + 2 * DAY, None)
    assert status(db) == "withdrawn"


def test_events_of_the_past_and_beyond_what_was_shown_are_left_alone(db: Database) -> None:
    shown(db, NOW, 1, 2)
    for day in (11, 12, 13):
        shown(db, NOW + day * DAY, 2)
    assert status(db) is None, "it took place"
    keep(db, told(Event(NOW + 60 * DAY), NOW, number=3), SITES)
    for day in (14, 15, 16):
        read(db, NOW + day * DAY, until=NOW + 50 * DAY)
    assert one(db, "SELECT status FROM events WHERE item_id = 3") is None


def test_an_event_that_another_channel_still_shows_is_not_withdrawn(db: Database) -> None:
    shown(db, NOW, 1, 2)
    for day in range(1, 4):
        shown(db, NOW + day * DAY, 2)
        keep(db, told(Event(START), NOW + day * DAY + HOUR, "other", number=1), SITES)
    assert status(db) is None


def test_a_failed_visit_says_nothing_of_what_it_did_not_show(db: Database) -> None:
    shown(db, NOW, 1)
    for day in (1, 2, 3):
        at = NOW + day * DAY
        record_visits(db, begin_crawl(db, at), [VisitReport("council-900-calendar", at, at, "soft", "timeout", "No.")])
    assert status(db) is None


EVENTS = st.builds(
    lambda hour, venue, status, weeks: Event(
        START + hour * HOUR, venue=venue, status=status, occurrences=weekly(*sorted(weeks)) if weeks else ()
    ),
    st.integers(0, 3), st.sampled_from([None, "A", "B"]), st.sampled_from([None, "confirmed", "cancelled"]),
    st.sets(st.integers(0, 4), max_size=4),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(EVENTS, st.sampled_from(["calendar", "other"]), st.booleans()), min_size=1, max_size=8))
def test_whatever_is_told_no_time_of_a_single_event_is_lost_and_the_same_again_changes_nothing(tellings: Any) -> None:
    from archive.sources import sync_registry

    db = fresh_archive()
    sync_registry(db, REGISTRY, NOW)
    for number, (event, channel, page) in enumerate(tellings):
        at = NOW + number * HOUR
        given = {"way": None, "page": True} if page else {}
        keep(db, told(event, at, channel, **given), SITES)
        before = [rows(db, f"SELECT * FROM {name}") for name in ("events", "occurrences", "event_changes")]
        keep(db, told(event, at + HOUR / 2, channel, **given), SITES)
        assert [rows(db, f"SELECT * FROM {name}") for name in ("events", "occurrences", "event_changes")] == before
    assert one(db, "SELECT count(*) FROM events") == 1
    assert one(db, "SELECT starts_at FROM events") in occurrences(db)
    db.close()
