"""Digests and previews of one real archive: what stands around the matches, and that looking changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlite_utils

from archive.database import close_archive, open_archive
from archive.health.finding import Finding
from archive.health.keeping import keep_findings
from archive.telling.around import Period, coming_of, journeys_of, troubles_of
from archive.telling.making import Recipe, make_messages
from items import Event, Item
from tests.builders import NOW, fresh_archive
from tests.watch.room import (
    DAY,
    HOUR,
    PLACE,
    ZONE,
    MailSink,
    begun,
    crawl,
    mail_sink,
    post,
    rows_with,
    tell,
    watch,
)
from watch.carriers import Carriers
from watch.composing import compose
from watch.previewing import Previewer
from watch.reading import covered
from watch.saved import Saved, saved

#: Monday at seven in Chicago, after the clock was put forward
MONDAY = datetime(2026, 3, 9, 12, tzinfo=UTC)
WEEKLY = watch("strikes", "strike", mode="weekly, edits, removals")


def of(query: str, mode: str = "weekly") -> Saved:
    return saved(watch("strikes", query, mode=mode), ZONE)


def copied(number: int, source: str, at: datetime) -> Item:
    """The national story as a source carries it."""
    return post(number, "The nurses strike", at, of=source, title="Nurses on strike")


def event(number: int, words: str, starts: datetime, **given: object) -> Item:
    happening = Event(starts, starts + HOUR, timezone="America/Chicago", **given)  # type: ignore[arg-type]
    return post(number, words, NOW + 4 * HOUR, kind="event", title=f"Event {number}", event=happening)


def trouble(source: str, kind: str = "thin") -> Finding:
    return Finding(f"{kind} {source}", kind, source, f"{source.title()}: too few posts came.", "Look.", "2026-03-03",
                   sources=(source,))  # fmt: skip


@pytest.fixture(scope="module")
def mails() -> Iterator[MailSink]:
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def mail(mails: MailSink) -> MailSink:
    mails.taken.clear()
    return mails


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week of a weekly watch: a national story, two sources that carry it, events, troubles; nothing told so far."""
    path = tmp_path_factory.mktemp("week") / "a.db"
    db = open_archive(path)
    begun(db, WEEKLY)
    crawl(db, NOW + HOUR, [copied(1, "national", NOW + HOUR), post(2, "lunch", NOW + HOUR)])
    crawl(db, NOW + DAY, [copied(1, "council-900", NOW + DAY), copied(1, "local-1", NOW + DAY)])
    crawl(db, NOW + 2 * DAY, [
        post(3, "another strike", NOW + 2 * DAY), event(4, "strike school", MONDAY + 2 * DAY),
        event(5, "strike school, called off", MONDAY + DAY, status="cancelled"), event(6, "a picnic", MONDAY + DAY),
        event(7, "strike of autumn", MONDAY + 30 * DAY), event(8, "strike of old", MONDAY - 3 * DAY),
    ])  # fmt: skip
    keep_findings(db, [trouble("local-1"), trouble("council-900"), trouble("national", "paused")], NOW + 3 * DAY)
    tell(db, rows_with(WEEKLY), NOW + 3 * DAY, Carriers({}))  # Thursday: found, and waiting for Monday
    close_archive(db)
    return path


@pytest.fixture
def db(path: Path) -> Iterator[sqlite_utils.Database]:
    """The same file, open for reading alone; its bytes are the same afterwards."""
    before = path.read_bytes()
    db = open_archive(path, writable=False)
    yield db
    db.close()
    assert path.read_bytes() == before


WEEK = Period(NOW - 2 * HOUR, MONDAY)


def test_travel_names_who_carried_a_national_story_in_the_time_and_no_one_else(db: sqlite_utils.Database) -> None:
    (journey,) = journeys_of(db, of("strike").asked(), WEEK)
    assert (journey.title, journey.source, journey.carried_by, journey.sources) == (
        "Nurses on strike", "National", ("Council 900", "Local 1"), 3,
    )  # fmt: skip
    assert journeys_of(db, of("strike").asked(), Period(NOW + 2 * DAY, MONDAY)) == []
    assert journeys_of(db, of("picnic").asked(), WEEK) == []
    (of_local,) = journeys_of(db, of("level:local").asked(), WEEK)
    assert of_local.carried_by == ("Local 1",), "of a search for locals, those that it finds or whose original it does"


def test_old_copies_that_are_fetched_later_are_no_travel() -> None:
    db = fresh_archive()
    begun(db, WEEKLY)
    crawl(db, NOW + HOUR, [copied(1, "national", NOW + HOUR)])
    old = post(1, "The nurses strike", NOW + DAY, of="council-900", title="Nurses on strike", backfill=True)
    crawl(db, NOW + DAY, [old])
    assert db.execute("SELECT max(source_count) FROM stories").fetchone() == (2,)
    assert journeys_of(db, of("strike").asked(), WEEK) == []


def test_events_of_the_next_fourteen_days_are_told_if_the_search_finds_them(db: sqlite_utils.Database) -> None:
    coming = coming_of(db, of("strike").asked(), MONDAY)
    assert [(one.title, one.status) for one in coming] == [("Event 5", "cancelled"), ("Event 4", None)]
    assert [one.title for one in coming_of(db, of("kind:event").asked(), MONDAY)] == ["Event 5", "Event 6", "Event 4"]


def test_an_event_that_its_calendar_no_longer_shows_is_not_coming() -> None:
    db = fresh_archive()
    begun(db)
    crawl(db, NOW + HOUR, [event(1, "strike", MONDAY + DAY), event(2, "strike", MONDAY + DAY)])
    db.execute("UPDATE events SET status = 'withdrawn' WHERE item_id = 1")
    assert [one.title for one in coming_of(db, of("strike").asked(), MONDAY)] == ["Event 2"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("strike", {"Local 1", "Council 900"}),
        ("strike level:local", {"Local 1"}),
        ("strike source:council-900", {"Council 900"}),
        ("strike -source:council-900", {"Local 1"}),
        ("strike state:US", set()),
    ],
)
def test_troubles_are_those_of_the_sources_that_a_search_covers(
    db: sqlite_utils.Database, query: str, names: set[str]
) -> None:
    told = troubles_of(db, covered(of(query)))
    assert {name for one in told for name in one.sources} == names
    assert all(one.sentence.endswith("too few posts came.") for one in told), "a pause is no trouble"


def test_a_preview_shows_the_mail_that_is_sent_later_and_changes_nothing(
    path: Path, db: sqlite_utils.Database, mail: MailSink, tmp_path: Path
) -> None:
    shown = Previewer(db, saved(WEEKLY, ZONE), PLACE, MONDAY - HOUR).of_now()
    assert shown.which.startswith("This waits to be told, on Monday, March 9 at 07:00 (America/Chicago)")
    assert shown.told is not None
    written = compose(shown.told)
    copy = tmp_path / "a.db"
    copy.write_bytes(path.read_bytes())
    later = open_archive(copy)
    account = tell(later, rows_with(WEEKLY), MONDAY, Carriers({"MAIL": mail.address}))
    later.close()
    assert account.sent == 1
    (letter,) = mail.taken
    assert letter["Subject"] == written.subject == "strikes: 6 new stories: week of March 2, 2026"
    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n") == written.text
    assert letter.get_body(("html",)).get_content().replace("\r\n", "\n") == written.html
    for part in ("Carried by 2 sources", "Event 4", "CALLED OFF", "too few posts came."):
        assert part in " ".join(written.text.split())


def test_a_quiet_week_sends_nothing_though_there_are_events_and_troubles(
    path: Path, mail: MailSink, tmp_path: Path
) -> None:
    copy = tmp_path / "a.db"
    copy.write_bytes(path.read_bytes())
    db = open_archive(copy)
    tell(db, rows_with(WEEKLY), MONDAY, Carriers({"MAIL": mail.address}))
    mail.taken.clear()
    assert tell(db, rows_with(WEEKLY), MONDAY + timedelta(days=7), Carriers({"MAIL": mail.address})).made == 0
    assert mail.taken == []
    shown = Previewer(db, saved(WEEKLY, ZONE), PLACE, MONDAY + timedelta(days=7)).of_now()
    assert (shown.told, shown.which[:13]) == (None, "Nothing waits")
    db.close()


def test_what_is_beyond_the_cap_is_counted_in_the_subject_by_what_it_is(
    path: Path, mail: MailSink, tmp_path: Path
) -> None:
    copy, capped = tmp_path / "a.db", watch("strikes", "strike", mode="weekly, edits, removals", cap=2)
    copy.write_bytes(path.read_bytes())
    db = open_archive(copy)
    tell(db, rows_with(capped), MONDAY, Carriers({"MAIL": mail.address}))
    db.close()
    assert str(mail.taken[0]["Subject"]).startswith("strikes: 6 new stories")
    assert "And 4 more. All of them:" in mail.taken[0].get_body(("plain",)).get_content()


def test_a_watch_that_began_today_is_shown_what_it_would_have_told(db: sqlite_utils.Database) -> None:
    fresh = Previewer(db, saved(watch("new", "strike", mode="weekly"), ZONE), PLACE, MONDAY + HOUR)
    shown = fresh.of_now()
    assert shown.which == "Nothing waits. This is what the watch finds in the last week told (week of March 2, 2026)."
    assert shown.told is not None
    assert {one.title.replace("\x02", "").replace("\x03", "") for one in shown.told.entries} == {
        "Nurses on strike", "Notice 3", "Event 4", "Event 5", "Event 7", "Event 8",
    }  # fmt: skip
    day = fresh.of_period(Period(NOW + DAY, NOW + 2 * DAY - HOUR))
    assert day.told is None, "on that day there were only copies of a story that was told before"
    assert "nothing that was news then" in day.which


def test_a_watch_that_tells_at_once_is_shown_its_newest_match(db: sqlite_utils.Database) -> None:
    one = Previewer(db, saved(watch("once", "nurses"), ZONE), PLACE, NOW + 3 * DAY)
    shown = one.of_now()
    assert shown.told is not None
    assert (shown.told.what, compose(shown.told).subject) == ("new", "New: Nurses on strike – National")
    assert Previewer(db, saved(watch("once", "zzyzx"), ZONE), PLACE, NOW + 3 * DAY).of_now().told is None


def test_a_message_that_no_carrier_took_is_shown(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.db"
    copy.write_bytes(path.read_bytes())
    db = open_archive(copy)
    make_messages(db, Recipe("strikes", ("MAIL",), 100, "x.example", MONDAY), MONDAY)
    shown = Previewer(db, saved(WEEKLY, ZONE), PLACE, MONDAY + HOUR).of_now()
    db.close()
    assert shown.which == "This message is made, and no carrier took it so far."
    assert shown.told is not None
    assert len(shown.told.entries) == 6


def test_edits_and_removals_of_a_time_are_shown_to_a_watch_that_wants_them() -> None:
    db = fresh_archive()
    begun(db)
    crawl(db, NOW + HOUR, [post(1, "strike", NOW + HOUR), post(2, "strike", NOW + HOUR)])
    edited = post(
        1, "strike and much more than was said before", NOW + 2 * DAY, published=post(1, "", NOW + HOUR).published
    )
    crawl(db, NOW + 2 * DAY, [edited])
    db.conn.execute(
        "INSERT INTO status_changes (item_id, at, before, status, reason, evidence) SELECT 2, ?, 'here', 'gone',"
        " reason, 'Three visits.' FROM (SELECT 'not_found' AS reason)", ["2026-03-04T16:00:00Z"],
    )  # fmt: skip
    period = Period(NOW + DAY, NOW + 3 * DAY)
    shown = Previewer(db, of("strike", "daily, edits, removals"), PLACE, NOW + 4 * DAY).of_period(period)
    assert shown.told is not None
    assert [one.what for one in shown.told.entries] == ["edited", "removed"]
    assert compose(shown.told).subject.startswith("strikes: 1 edit, 1 removal: ")
    assert Previewer(db, of("strike", "daily"), PLACE, NOW + 4 * DAY).of_period(period).told is None
