"""Posts that could be read once: misses, what follows from them, moves, and that nothing is ever lost."""

from dataclasses import replace
from typing import Any

import pytest
import sqlite_utils

from archive.keeping import keep
from archive.missing import conclude_refused, miss
from archive.rejecting import reject
from archive.search import search
from archive.times import stamp
from items import Missed
from tests.builders import DAY, NOW, SITES, item, one, rejection, rows, teaser, url

Database = sqlite_utils.Database


def missed(number: int = 1, days: float = 1, reason: str = "gone", **given: Any) -> Missed:
    return Missed(
        "council-900-news", **{"url": url(number), "reason": reason, "detail": f"The page said {reason}.",
        "status": 404, "seen_at": NOW + days * DAY, **given},
    )  # fmt: skip


def moved(number: int, to: str, days: float, permanent: bool = True, **given: Any) -> Any:
    """The page of a post, read at the end of a redirect."""
    there = url(to)
    read = item(number, url=there, seen_at=NOW + days * DAY, addresses=(url(number), there), **given)
    return replace(read, title=f"Post number {number}", moved_from=(url(number),) if permanent else ())


def status(db: Database, number: int = 1) -> str:
    return str(one(db, "SELECT status FROM items WHERE id = ?", number))


def changes(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT item_id, at, before, status, reason, url FROM status_changes ORDER BY id")


@pytest.mark.parametrize("reason", ["gone", "soft_gone", "home", "list", "other"])
def test_u10_a_post_is_gone_after_three_days_within_a_week_and_its_words_stay(db: Database, reason: str) -> None:
    keep(db, item(), SITES)
    for days, came in ((1, "counted"), (1, "counted"), (4, "counted"), (8, "concluded"), (9, "counted")):
        assert miss(db, missed(days=days, reason=reason), SITES) == came
    assert rows(db, "SELECT status, status_at, title FROM items") == [("gone", "2026-03-10T15:30:00Z", "Post number 1")]
    assert search(db, "proposals")
    assert changes(db) == [(1, "2026-03-10T15:30:00Z", "here", "gone", reason, url(1))]
    (evidence,) = rows(db, "SELECT evidence FROM removals")
    assert evidence == (f"The page said {reason}. On 3 days within 8, from March 3, 2026 to March 10, 2026.",)


def test_u10_one_good_reading_in_between_begins_the_count_anew(db: Database) -> None:
    keep(db, item(), SITES)
    for days in (1, 4):
        miss(db, missed(days=days), SITES)
    keep(db, item(seen_at=NOW + 5 * DAY), SITES)
    for days in (8, 12):
        miss(db, missed(days=days), SITES)
    assert status(db) == "here"
    miss(db, missed(days=15), SITES)
    assert status(db) == "gone"


def test_u10_a_post_that_answers_again_is_here_again_and_both_changes_are_told(db: Database) -> None:
    keep(db, item(), SITES)
    for days in (1, 4, 8):
        miss(db, missed(days=days), SITES)
    keep(db, item(seen_at=NOW + 20 * DAY), SITES)
    keep(db, item(seen_at=NOW + 20 * DAY), SITES)
    assert [(before, after, reason) for _, _, before, after, reason, _ in changes(db)] == [
        ("here", "gone", "gone"),
        ("gone", "here", "read"),
    ]
    assert one(db, "SELECT seen_count FROM misses") == 0


def test_a_list_that_still_shows_a_gone_post_does_not_bring_it_back(db: Database) -> None:
    keep(db, item(), SITES)
    for days in (1, 4, 8):
        miss(db, missed(days=days), SITES)
    keep(db, teaser(seen_at=NOW + 9 * DAY), SITES)
    assert status(db) == "gone"


def test_a_post_that_the_feed_gave_whole_in_the_same_run_is_not_missed(db: Database) -> None:
    keep(db, item(), SITES)
    keep(db, item(seen_at=NOW + DAY), SITES)
    assert miss(db, missed(days=1), SITES) == "ignored"
    assert rows(db, "SELECT * FROM misses WHERE seen_count > 0") == []


def test_a_further_address_that_is_closed_says_nothing_of_the_post(db: Database) -> None:
    keep(db, item(addresses=(url(1), url("old"))), SITES)
    assert miss(db, missed(url=url("old")), SITES) == "ignored"
    assert miss(db, missed(url=url("never-seen")), SITES) == "ignored"
    assert miss(db, missed(url="javascript:alert(1)"), SITES) == "ignored"


def test_a_post_of_which_only_a_teaser_is_known_cannot_be_missed(db: Database) -> None:
    keep(db, teaser(), SITES)
    assert miss(db, missed(), SITES) == "ignored"
    assert status(db) == "here"


def test_a_post_refused_while_another_can_be_read_is_withdrawn_whichever_is_asked_first(db: Database) -> None:
    keep(db, item(1), SITES)
    keep(db, item(2), SITES)
    assert miss(db, missed(1, reason="forbidden"), SITES) == "counted"
    keep(db, item(2, seen_at=NOW + DAY), SITES)
    assert conclude_refused(db, stamp(NOW + DAY)) == 1
    assert conclude_refused(db, stamp(NOW + DAY)) == 0
    assert (status(db, 1), status(db, 2)) == ("withdrawn", "here")


def test_a_source_that_refuses_all_its_pages_withdraws_none_of_them(db: Database) -> None:
    for number in range(1, 6):
        keep(db, item(number), SITES)
    for days in (1, 2, 9, 30):
        for number in range(1, 6):
            miss(db, missed(number, days=days, reason="forbidden"), SITES)
        conclude_refused(db, stamp(NOW + days * DAY))
    assert rows(db, "SELECT DISTINCT status FROM items") == [("here",)]
    assert changes(db) == []


def test_r8_robots_that_forbid_a_page_later_are_no_miss(db: Database) -> None:
    keep(db, item(), SITES)
    for days in (1, 4, 8):
        assert reject(db, rejection(reason="robots", seen_at=NOW + days * DAY), SITES) == "kept"
    assert (status(db), rows(db, "SELECT * FROM misses"), rows(db, "SELECT * FROM rejected")) == ("here", [], [])


@pytest.mark.parametrize("reason", ["unreadable", "page", "list", "shell"])
def test_what_our_own_reader_thinks_of_a_known_post_makes_no_status(db: Database, reason: str) -> None:
    keep(db, item(), SITES)
    for days in (1, 4, 8):
        reject(db, rejection(reason=reason, seen_at=NOW + days * DAY), SITES)
    assert (status(db), rows(db, "SELECT * FROM rejected")) == ("here", [])


def test_u11_foreign_content_at_a_post_s_address_makes_it_hijacked_at_once_and_its_words_stay(db: Database) -> None:
    keep(db, item(), SITES)
    assert miss(db, missed(reason="foreign", status=200), SITES) == "concluded"
    assert (status(db), bool(search(db, "proposals"))) == ("hijacked", True)
    keep(db, item(seen_at=NOW + 3 * DAY), SITES)
    assert status(db) == "here"


def test_a_permanent_redirect_moves_the_url_and_the_item_stays_one(db: Database) -> None:
    keep(db, item(), SITES)
    for _ in range(2):
        kept = keep(db, moved(1, "new-place", 7), SITES)
        assert kept.item_id == 1
    assert rows(db, "SELECT id, url, status, status_at FROM items") == [
        (1, url("new-place"), "moved", "2026-03-09T15:30:00Z")
    ]
    assert {found for (found,) in rows(db, "SELECT url FROM addresses WHERE item_id = 1")} == {url(1), url("new-place")}
    assert changes(db) == [(1, "2026-03-09T15:30:00Z", "here", "moved", "redirect", url("new-place"))]
    keep(db, item(1, url=url("new-place"), title="Post number 1", seen_at=NOW + 9 * DAY), SITES)
    assert status(db) == "moved", "it is still not where it was"
    assert one(db, "SELECT evidence FROM removals").endswith(f"It was at {url(1)}.")


def test_a_temporary_redirect_changes_neither_url_nor_status(db: Database) -> None:
    keep(db, item(), SITES)
    keep(db, moved(1, "for-now", 7, permanent=False), SITES)
    assert rows(db, "SELECT url, status FROM items") == [(url(1), "here")]


def test_an_address_that_redirected_from_the_first_day_on_is_no_move(db: Database) -> None:
    first = replace(moved(1, "alias", 0), url=url(1))
    keep(db, first, SITES)
    keep(db, replace(first, seen_at=NOW + DAY), SITES)
    assert rows(db, "SELECT url, status FROM items") == [(url(1), "here")]


def test_nothing_moves_to_an_address_where_another_post_stands(db: Database) -> None:
    keep(db, item(1, external_id="1", installation="x"), SITES)
    keep(db, item("there", external_id="2", installation="x", title="Another post", body="Other words. " * 20), SITES)
    keep(db, moved(1, "there", 7, external_id="1", installation="x"), SITES)
    assert rows(db, "SELECT id, url, status FROM items ORDER BY id") == [
        (1, url(1), "here"),
        (2, url("there"), "here"),
    ]


def test_u13_a_post_that_its_list_shows_elsewhere_since_is_not_gone_when_its_old_address_is(db: Database) -> None:
    keep(db, item(1, external_id="7", installation="x"), SITES)
    keep(
        db, teaser("new-permalink", external_id="7", installation="x", title="Post number 1", seen_at=NOW + DAY), SITES
    )
    assert miss(db, missed(days=2), SITES) == "relinked"
    assert rows(db, "SELECT id, url, status FROM items") == [(1, url("new-permalink"), "moved")]
    for days in (3, 6, 11):
        miss(db, missed(days=days, url=url("new-permalink")), SITES)
    assert status(db) == "gone", "the new address is the one that counts"


def test_u13_a_post_that_its_source_shows_at_a_new_address_is_asked_for_at_its_old_one(db: Database) -> None:
    ids = {"external_id": "7", "installation": "x", "title": "Post number 1"}
    keep(db, item(1, **ids), SITES)
    again = teaser("new-permalink", seen_at=NOW + DAY, **ids)
    keep(db, again, SITES)
    assert one(db, "SELECT look_again_at FROM item_rows") == stamp(NOW + DAY)
    db.execute("UPDATE item_rows SET look_again_at = NULL")
    keep(db, replace(again, seen_at=NOW + 2 * DAY), SITES)
    assert one(db, "SELECT look_again_at FROM item_rows") is None, "once is enough"


def test_two_items_that_turn_out_to_be_one_keep_what_was_told_of_both(db: Database) -> None:
    keep(db, item(1), SITES)
    keep(db, item(2), SITES)
    for days in (1, 4, 8):
        miss(db, missed(2, days=days), SITES)
    both = item(1, seen_at=NOW + 9 * DAY, addresses=(url(1), url(2)))
    assert keep(db, both, SITES).outcome == "merged"
    assert [(item_id, after) for item_id, _, _, after, _, _ in changes(db)] == [(1, "gone")]


def test_a_miss_needs_its_time_and_a_known_reason(db: Database) -> None:
    for wrong in (missed(seen_at=None), missed(reason="tired")):
        with pytest.raises(ValueError, match="a miss needs"):
            miss(db, wrong, SITES)
