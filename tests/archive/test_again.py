"""The plan by which pages are looked at again: thinning out with age, spread, sooner in doubt, never without use."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from archive.again import PLAN, Ended, Facts, look, next_look
from archive.keeping import keep
from archive.known import KnownArchive
from items import LookedAgain, Moment
from tests.builders import BODY, CHICAGO, DAY, NOW, SITES, day, item, one, rows, teaser, url

Database = sqlite_utils.Database
POST = Facts("https://council-900.example/news/a", NOW)


def looks(facts: Facts, first: datetime, until: timedelta) -> list[float]:
    """Ages in days at which the page is read, the first reading included."""
    at, ages = first, []
    while at < facts.born + until:
        ages.append((at - facts.born) / DAY)
        due = next_look(facts, at, "read")
        assert due is not None
        at = due
    return ages


def test_a_new_post_is_looked_at_after_about_a_day_then_ever_more_rarely() -> None:
    ages = looks(POST, NOW, 900 * DAY)
    for (days, _), age in zip(PLAN, ages[1:], strict=False):
        assert age == pytest.approx(days, rel=0.2), "about the day of the plan"
    apart = [later - earlier for earlier, later in pairwise(ages[1:])]
    assert all(later > 0.5 * earlier for earlier, later in pairwise(apart))
    assert 8 <= len(ages) <= 11


def test_a_past_that_was_walked_in_a_week_is_not_due_in_a_week() -> None:
    old = NOW - 3000 * DAY
    due = [next_look(Facts(f"https://a.example/{number}", old), NOW, "read") for number in range(1000)]
    months = [int((one - NOW) / (30 * DAY)) for one in due if one]
    assert min(months) >= 5 and max(months) <= 18
    assert max(months.count(month) for month in set(months)) < 150, "spread evenly over a year"


@pytest.mark.parametrize("age", [20, 90, 190])
def test_a_post_of_some_months_is_verified_once_within_weeks_of_its_first_reading(age: int) -> None:
    facts = Facts("https://council-900.example/news/a", NOW - age * DAY, first=True)
    due = next_look(facts, NOW, "read")
    assert due is not None and timedelta(days=4) < due - NOW < timedelta(days=19)
    later = next_look(replace(facts, first=False), NOW, "read")
    assert later is not None and later >= due


def test_a_post_of_some_months_that_was_kept_is_due_within_weeks_and_then_rarely(db: Database) -> None:
    born = Moment.of_instant(NOW - 80 * DAY, CHICAGO, "meta")
    keep(db, item(1, published=born), SITES)
    assert (due(db, 3), due(db, 19)) == ([], [url(1)])
    keep(db, item(1, published=born, seen_at=NOW + 19 * DAY), SITES)
    assert due(db, 40) == []


def test_a_page_that_was_asked_for_stays_due_when_a_channel_carries_the_post_again(db: Database) -> None:
    whole = teaser(1, way="feed")
    whole.body = "The whole text stands in the feed, each time that it is asked for."
    keep(db, whole, SITES)
    db.execute("UPDATE item_rows SET look_again_at = last_seen_at")
    keep(db, replace(whole, seen_at=NOW + DAY), SITES)
    assert due(db, 1) == [url(1)]


@given(
    st.floats(0, 9000), st.sampled_from(["read", "unchanged", "held", "missed", "lost"]), st.text(max_size=20),
    st.sampled_from(["here", "moved", "gone", "withdrawn", "hijacked"]),
)  # fmt: skip
def test_the_next_look_lies_hours_to_two_years_ahead(age: float, ended: Ended, name: str, status: str) -> None:
    facts = Facts(f"https://a.example/{name.replace('#', '')}", NOW - timedelta(days=age), status=status)
    due = next_look(facts, NOW, ended)
    assert due is not None
    assert timedelta(hours=4) < due - NOW < timedelta(days=730)
    assert due == next_look(facts, NOW, ended), "the same on every machine and at every call"


@pytest.mark.parametrize(
    "facts", [replace(POST, carried=True), replace(POST, is_pointer=True), replace(POST, url=f"{POST.url}#day")]
)
@pytest.mark.parametrize("ended", ["read", "unchanged", "told", "original"])
def test_what_comes_in_full_or_stands_elsewhere_is_never_looked_at(facts: Facts, ended: Ended) -> None:
    assert next_look(facts, NOW, ended) is None


def test_a_post_in_doubt_is_looked_at_within_days_however_old_it_is() -> None:
    old = replace(POST, born=NOW - 2000 * DAY)
    for ended, most in (("missed", 3.5), ("held", 9), ("lost", 1.5)):
        due = next_look(old, NOW, ended)  # type: ignore[arg-type]
        assert due is not None and due - NOW < timedelta(days=most)
    assert next_look(old, NOW, "told") == NOW
    gone = next_look(replace(old, status="gone"), NOW, "missed")
    assert gone is not None and gone - NOW > 50 * DAY, "what is known to be gone is asked for now and then only"


# ---- rows -----------------------------------------------------------------------------------------------------------
def due(db: Database, days: float, source: str = "council-900") -> list[str]:
    now = NOW + timedelta(days=days)
    return [one.url for one in KnownArchive(db, now).due_again(source, now, 10)]


def test_a_page_that_was_read_is_due_and_a_teaser_is_not(db: Database) -> None:
    keep(db, item(1), SITES)
    keep(db, teaser(2), SITES)
    assert due(db, 0.2) == []
    assert due(db, 2) == [url(1)]
    assert due(db, 2, "local-1") == []


def test_the_longest_due_comes_first_and_no_more_than_asked(db: Database) -> None:
    for number in range(1, 4):
        keep(db, item(number, seen_at=NOW + (3 - number) * DAY, published=None), SITES)
    assert due(db, 30) == [url(3), url(2), url(1)]
    assert len(KnownArchive(db, NOW).due_again("council-900", NOW + 30 * DAY, 2)) == 2


def test_a_feed_that_says_that_it_changed_makes_the_page_due_at_once(db: Database) -> None:
    keep(db, item(1, seen_at=NOW), SITES)
    keep(db, item(1, seen_at=NOW + 2 * DAY), SITES)
    told_at = NOW + 2 * DAY + timedelta(hours=2)
    assert due(db, 2.2) == []
    keep(db, teaser(1, seen_at=told_at, updated_at=told_at - timedelta(hours=1)), SITES)
    assert due(db, 2.2) == [url(1)]
    keep(db, item(1, seen_at=told_at), SITES)
    keep(db, teaser(1, seen_at=told_at + DAY / 24, updated_at=told_at - timedelta(hours=1)), SITES)
    assert due(db, 2.3) == [], "it says nothing new"


def test_what_a_feed_carries_in_full_is_never_due(db: Database) -> None:
    whole = teaser(1, way="feed")
    whole.body = "The whole text stands in the feed, each time that it is asked for."
    keep(db, whole, SITES)
    keep(db, replace(whole, seen_at=NOW + DAY, updated_at=NOW + DAY / 2), SITES)
    assert due(db, 900) == []


def test_clippings_are_never_due(db: Database) -> None:
    keep(db, item(1, kind="clipping", target="https://paper.example/report"), SITES)
    assert due(db, 900) == []


def test_pages_that_brought_no_words_get_their_next_turn(db: Database) -> None:
    keep(db, item(1, published=day(2019, 5, 4)), SITES)
    for ended, days in (("lost", 1.5), ("missed", 3.5)):
        look(db, [LookedAgain(url(1), ended, NOW + 400 * DAY)], SITES)  # type: ignore[arg-type]
        assert due(db, 400 + days) == [url(1)] and due(db, 400.9) == []
    look(db, [LookedAgain(url(1), "unchanged", NOW + 400 * DAY)], SITES)
    assert due(db, 405) == []
    look(db, [LookedAgain("https://nobody.example/x", "lost", NOW), LookedAgain("mailto:x", "lost", NOW)], SITES)


def test_a_page_in_doubt_is_asked_without_conditions(db: Database) -> None:
    keep(db, item(1), SITES)
    known = KnownArchive(db, NOW)
    assert [(one.in_doubt, one.sha256) for one in known.due_again("council-900", NOW + 3 * DAY, 5)] == [
        (False, "ab" * 32)
    ]
    keep(db, item(1, body="Please log in.", seen_at=NOW + 3 * DAY), SITES)
    assert [one.in_doubt for one in known.due_again("council-900", NOW + 30 * DAY, 5)] == [True]


def test_the_printings_of_an_edited_original_are_looked_at_soon(db: Database) -> None:
    for of in ("national", "council-900", "local-1"):
        keep(db, item(1, of=of, published=day(2020, 1, 1)), SITES)
    db.conn.execute("INSERT INTO stories (id, original_item_id) VALUES (1, 1)")
    db.conn.execute("UPDATE item_rows SET story_id = 1")
    assert due(db, 10) == due(db, 10, "local-1") == []
    before = rows(db, "SELECT look_again_at FROM item_rows WHERE id = 1")
    keep(
        db,
        item(1, of="national", published=day(2020, 1, 1), body=f"Edited. {BODY}", seen_at=NOW + DAY),
        SITES,
    )
    assert due(db, 3.1) == [url(1)] and due(db, 3.1, "local-1") == [url(1, "local-1")]
    assert rows(db, "SELECT look_again_at FROM item_rows WHERE id = 1") >= before


def test_the_question_what_is_due_walks_an_index(db: Database) -> None:
    plan = rows(db, "EXPLAIN QUERY PLAN SELECT url FROM item_rows AS i WHERE i.source_id = 'x' AND i.look_again_at <= 'y'"
                    " AND i.shown = 1 ORDER BY i.look_again_at LIMIT 3")  # fmt: skip
    assert "item_rows_look_again" in str(plan) and "TEMP B-TREE" not in str(plan)
    assert one(db, "SELECT count(*) FROM item_rows") == 0
