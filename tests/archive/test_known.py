import sqlite_utils

from archive.crawls import begin_crawl, record_robots, record_visits
from archive.keeping import keep
from archive.known import KnownArchive
from archive.rejecting import reject
from items import RobotsAnswer, Validators
from known import Known
from tests.builders import DAY, NOW, SITES, item, rejection, report, teaser, url

Database = sqlite_utils.Database


def test_an_empty_archive_knows_nothing(db: Database) -> None:
    known: Known = KnownArchive(db, NOW)
    assert known.validators(url(1)) is None
    assert known.item(url(1), "1", "hall") is None
    assert known.unread("council-900-news", 10) == []
    assert not known.rejected(url(1))
    assert known.robots("council-900.example") is None
    assert known.cursor("council-900-news") is None
    assert not known.visited_before("council-900-news")


def test_an_item_is_known_by_any_address_and_by_its_id(db: Database) -> None:
    known = KnownArchive(db, NOW)
    keep(db, teaser(external_id="7", installation="hall", addresses=(url("short"),)), SITES)
    for found in (known.item(url(1)), known.item(url("short")), known.item(url("new"), "7", "hall")):
        assert found is not None
        assert (found.item_id, found.url, found.has_body, found.last_read_at) == (1, url(1), False, None)
    keep(db, item(), SITES)
    read = known.item(url(1))
    assert read is not None and read.has_body and read.last_read_at == NOW


def test_pages_still_to_be_read_come_in_the_order_in_which_they_were_seen(db: Database) -> None:
    known = KnownArchive(db, NOW)
    for number, days in ((1, 2), (2, 0), (3, 1)):
        keep(db, teaser(number, seen_at=NOW + days * DAY), SITES)
    keep(db, teaser(4, url="https://council-900.example/updates#june", anchored=True), SITES)
    assert known.unread("council-900-news", 10) == [url(2), url(3), url(1)]
    assert known.unread("council-900-news", 1) == [url(2)]
    keep(db, item(2), SITES)
    reject(db, rejection(3), SITES)
    assert known.unread("council-900-news", 10) == [url(1)]
    assert known.unread("local-1-news", 10) == []
    assert known.unread("council-900-news", -1) == []


def test_a_page_that_was_read_and_has_no_text_need_not_be_read_again(db: Database) -> None:
    keep(db, teaser(), SITES)
    keep(db, item(body=None), SITES)
    found = KnownArchive(db, NOW).item(url(1))
    assert found is not None and not found.has_body and found.last_read_at == NOW
    assert KnownArchive(db, NOW).unread("council-900-news", 10) == []


def test_what_servers_gave_comes_back_to_the_letter(db: Database) -> None:
    validators = Validators("https://x.example/Feed?A=1#", 'W/"a b"', "Mon, 02 Mar 2026 15:30:00 GMT", "ab" * 32, NOW)
    answer = RobotsAnswer("x.example:8080", NOW, 200, b"User-agent: *\nDisallow: /\xff", "Read.")
    crawl_id = begin_crawl(db, NOW)
    record_visits(db, crawl_id, [report(validators=[validators], cursor="page=7")])
    record_robots(db, [answer])
    known = KnownArchive(db, NOW)
    assert known.validators(validators.url) == validators
    assert known.robots("x.example:8080") == answer
    assert known.cursor("council-900-news") == "page=7"
    assert known.visited_before("council-900-news") and not known.visited_before("local-1-news")


def test_a_channel_that_always_failed_was_never_visited_well(db: Database) -> None:
    record_visits(db, begin_crawl(db, NOW), [report(outcome="soft", reason="timeout")])
    assert not KnownArchive(db, NOW).visited_before("council-900-news")
