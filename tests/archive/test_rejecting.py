import pytest
import sqlite_utils

from archive.keeping import keep
from archive.known import KnownArchive
from archive.rejecting import reject
from archive.search import search
from tests.builders import DAY, NOW, SITES, item, one, rejection, rows, teaser, url

Database = sqlite_utils.Database


@pytest.mark.parametrize("reason", ["forbidden", "gone", "password", "draft", "list"])
def test_a_teaser_whose_page_was_never_read_and_is_refused_leaves_the_items(db: Database, reason: str) -> None:
    keep(db, teaser(), SITES)
    assert reject(db, rejection(reason=reason), SITES) == "moved"
    assert rows(db, "SELECT * FROM items") == []
    assert search(db, "post") == []
    assert rows(db, "SELECT url, reason, title, teaser, item_id FROM rejected") == [
        (url(1), reason, "Post number 1", "What post 1 says in short.", 1)
    ]
    assert rows(db, "SELECT id, shown FROM item_rows") == [(1, 0)], "its row, its words and its id stay"


def test_a_refused_teaser_stays_away_while_lists_go_on_showing_it(db: Database) -> None:
    keep(db, teaser(), SITES)
    reject(db, rejection(), SITES)
    assert keep(db, teaser(seen_at=NOW + DAY), SITES).outcome == "same"
    assert rows(db, "SELECT * FROM items") == []


def test_a_page_that_opens_after_all_brings_its_item_back_under_the_old_id(db: Database) -> None:
    keep(db, teaser(), SITES)
    reject(db, rejection(), SITES)
    assert keep(db, item(seen_at=NOW + DAY), SITES).item_id == 1
    assert rows(db, "SELECT id FROM items") == [(1,)]
    assert rows(db, "SELECT * FROM rejected") == []
    assert search(db, "proposals")


@pytest.mark.parametrize("reason", ["robots", "unreadable"])
def test_a_teaser_stays_where_only_we_cannot_read_the_page(db: Database, reason: str) -> None:
    keep(db, teaser(), SITES)
    assert reject(db, rejection(reason=reason), SITES) == "kept"
    assert rows(db, "SELECT title FROM items") == [("Post number 1",)]
    assert rows(db, "SELECT unread FROM appearances") == [(0,)]
    assert rows(db, "SELECT * FROM rejected") == []


def test_an_address_that_never_was_an_item_is_noted_once_with_its_reason(db: Database) -> None:
    reject(db, rejection(reason="list", detail="The page is a list of posts."), SITES)
    assert reject(db, rejection(reason="list", seen_at=NOW + DAY), SITES) == "noted"
    assert rows(db, "SELECT reason, first_seen_at, last_seen_at, seen_count, item_id FROM rejected") == [
        ("list", "2026-03-02T15:30:00Z", "2026-03-03T15:30:00Z", 2, None)
    ]


def test_what_is_no_address_of_the_web_is_not_kept(db: Database) -> None:
    assert reject(db, rejection(url="javascript:alert(1)", reason="address"), SITES) == "ignored"
    assert rows(db, "SELECT * FROM rejected") == []


def test_u10_a_post_that_was_read_and_is_gone_stays_and_is_called_gone_after_three_visits_in_a_week(
    db: Database,
) -> None:
    keep(db, item(), SITES)
    for days, status in ((1, "here"), (1, "here"), (4, "here"), (8, "gone")):
        assert reject(db, rejection(reason="gone", seen_at=NOW + days * DAY), SITES) == "missed"
        assert one(db, "SELECT status FROM items") == status
    assert rows(db, "SELECT status_at, title FROM items") == [("2026-03-10T15:30:00Z", "Post number 1")]
    assert rows(db, "SELECT seen_count FROM misses") == [(3,)], "two refusals in one day are one visit"
    assert search(db, "proposals"), "its words stay"


def test_three_refusals_in_two_days_do_not_make_a_post_gone(db: Database) -> None:
    keep(db, item(), SITES)
    for days in (1, 2, 3):
        reject(db, rejection(reason="gone", seen_at=NOW + days * DAY), SITES)
    assert one(db, "SELECT status FROM items") == "here"


def test_a_post_that_is_refused_after_it_was_read_is_withdrawn_and_comes_back_when_it_can_be_read(db: Database) -> None:
    keep(db, item(), SITES)
    keep(db, item(2, seen_at=NOW + DAY), SITES)
    reject(db, rejection(reason="forbidden", seen_at=NOW + DAY), SITES)
    assert one(db, "SELECT status FROM items WHERE id = 1") == "withdrawn"
    keep(db, item(seen_at=NOW + 2 * DAY), SITES)
    assert rows(db, "SELECT status, status_at FROM items WHERE id = 1") == [("here", "2026-03-04T15:30:00Z")]
    assert rows(db, "SELECT seen_count FROM misses") == [(0,)]


def test_a_crawl_asks_again_for_what_may_pass_after_a_month_and_never_for_what_is_no_post(db: Database) -> None:
    reject(db, rejection(1, reason="forbidden"), SITES)
    reject(db, rejection(2, reason="list"), SITES)
    soon, later = KnownArchive(db, NOW + DAY), KnownArchive(db, NOW + 31 * DAY)
    assert (soon.rejected(url(1)), later.rejected(url(1))) == (True, False)
    assert (soon.rejected(url(2)), later.rejected(url(2))) == (True, True)
    assert not soon.rejected(url(3))


def test_a_rejection_needs_its_time(db: Database) -> None:
    with pytest.raises(ValueError, match="time"):
        reject(db, rejection(seen_at=None), SITES)
