"""Proves fetching/robots.py against a real server: one file a host and day, and every request judged by it."""

from typing import Any

import pytest

from tests.crawling import NOW, crawl
from tests.server import Reply, Server

SCRAPY_QUEUE = {"SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue"}


def robots(text: str, **more: Any) -> Reply:
    return Reply(text, content_type="text/plain", **more)


def test_nine_requests_that_wait_together_are_all_judged_by_the_one_file(server: Server) -> None:
    """Scrapy's own middleware lets the third and all later waiting ones through, allowed or not."""
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /no", delay=0.3))
    urls = [server.url(f"/no/{number}") for number in range(8)] + [server.url("/yes")]
    crawled = crawl(*urls, at_once=True)
    assert crawled.reasons() == ["robots"] * 8
    assert [answer["url"] for answer in crawled.answers] == [server.url("/yes")]
    assert [seen.path for seen in server.asked()] == ["/robots.txt", "/yes"]


def test_nine_start_requests_through_scrapys_own_queue_are_judged_too(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /no", delay=0.3))
    crawled = crawl(*[server.url(f"/no/{number}") for number in range(9)], settings=SCRAPY_QUEUE)
    assert crawled.reasons() == ["robots"] * 9
    assert [seen.path for seen in server.asked()] == ["/robots.txt"]


def test_a_refusal_says_who_may_not_read_what(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: afscme-news-archive\nDisallow: /no"))
    failure = crawl(server.url("/no")).only_failure()
    assert (failure["outcome"], failure["reason"]) == ("hard", "robots")
    assert server.url("/no") in failure["sentence"] and "afscme-news-archive" in failure["sentence"]


@pytest.mark.parametrize("status", [500, 503, 599])
def test_r1_a_robots_txt_that_fails_closes_the_host_for_this_run(server: Server, status: int) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nAllow: /", status=status))
    crawled = crawl(server.url("/a"), server.url("/b"), server.url("/c"))
    assert crawled.reasons() == ["robots_unreachable"] * 3 and {one["outcome"] for one in crawled.failures} == {"soft"}
    assert str(status) in crawled.failures[0]["sentence"]
    assert [seen.path for seen in server.asked()] == ["/robots.txt"]
    assert [(one["status"], one["body"]) for one in crawled.robots] == [(status, "")]


@pytest.mark.parametrize(
    "reply", [Reply(hang=True), Reply(reset=True), Reply(raw=b"no http\r\n\r\n"), Reply("x" * 99, cut=9)]
)
def test_r1_a_robots_txt_that_never_comes_or_breaks_off_closes_the_host(server: Server, reply: Reply) -> None:
    server.reply("/robots.txt", reply)
    crawled = crawl(server.url("/a"), server.url("/b"), settings={"DOWNLOAD_TIMEOUT": 0.5})
    assert crawled.reasons() == ["robots_unreachable"] * 2
    assert {seen.path for seen in server.asked()} == {"/robots.txt"}
    assert [one["status"] for one in crawled.robots] == [0]


def test_r1_an_answer_that_closed_the_host_is_not_used_in_the_next_run(server: Server) -> None:
    host = f"127.0.0.1:{server.port}"
    for status in (0, 503, 429):
        remembered = {"robots": {host: {"status": status, "asked_at": "2026-11-21T11:00:00+00:00"}}}
        assert crawl(server.url("/a"), known=remembered).only_answer()["status"] == 200
    assert len(server.asked("/robots.txt")) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_r2_a_robots_txt_that_is_not_there_allows_everything(server: Server, status: int) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /", status=status))
    crawled = crawl(server.url("/a"))
    assert crawled.only_answer()["status"] == 200
    assert crawled.robots[0]["status"] == status


def test_r3_a_robots_txt_that_is_html_allows_everything_and_says_so(server: Server) -> None:
    server.reply("/robots.txt", Reply("<!doctype html><p>User-agent: *\nDisallow: /"))
    crawled = crawl(server.url("/a"))
    assert crawled.only_answer()["status"] == 200
    assert "HTML" in crawled.robots[0]["sentence"]


def test_r4_a_robots_txt_without_end_is_read_as_far_as_it_counts(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /no\n" + "# and so on\n" * 1000, endless=True))
    crawled = crawl(server.url("/no"), server.url("/yes"))
    assert crawled.reasons() == ["robots"]
    assert [answer["url"] for answer in crawled.answers] == [server.url("/yes")]
    assert len(crawled.robots[0]["body"]) <= 500 * 1024


def test_r4_a_robots_txt_that_drips_for_ever_closes_the_host(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: *\n" * 999, drip=0.05))
    assert crawl(server.url("/a"), settings={"DOWNLOAD_TIMEOUT": 0.5}).reasons() == ["robots_unreachable"]


def test_r4_a_packed_robots_txt_is_unpacked_whether_or_not_we_asked_for_it_plain(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /no", gzip=True))
    assert crawl(server.url("/no")).reasons() == ["robots"]
    assert server.asked("/robots.txt")[0].headers["accept-encoding"] == "identity"


def test_r5_a_crawl_delay_keeps_the_requests_of_a_host_apart(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nCrawl-delay: 0.4"))
    crawl(server.url("/a"), server.url("/b"), server.url("/c"), settings={"CRAWL_DELAY_MAX": 1})
    assert len(server.gaps()) == 3 and min(server.gaps()) >= 0.39


def test_r8_a_later_disallow_stops_the_fetching(server: Server) -> None:
    host = f"127.0.0.1:{server.port}"
    yesterday = {"status": 200, "asked_at": "2026-11-20T11:00:00+00:00", "body": "User-agent: *\nAllow: /"}
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /"))
    assert crawl(server.url("/a"), known={"robots": {host: yesterday}}).reasons() == ["robots"]


def test_an_answer_of_the_same_day_is_used_and_not_asked_for_again(server: Server) -> None:
    host = f"127.0.0.1:{server.port}"
    text = "User-agent: *\nDisallow: /no\nCrawl-delay: 0.3"
    answer = {"status": 200, "asked_at": "2026-11-20T12:30:00+00:00", "body": text}
    crawled = crawl(server.url("/no"), server.url("/a"), server.url("/b"), known={"robots": {host: answer}},
                    settings={"CRAWL_DELAY_MAX": 1})  # fmt: skip
    assert crawled.reasons() == ["robots"] and len(crawled.answers) == 2
    assert not server.asked("/robots.txt") and not crawled.robots
    assert min(server.gaps()) >= 0.29


@pytest.mark.parametrize("asked_at", ["2026-11-20T11:59:00+00:00", "2027-01-01T00:00:00+00:00"])
def test_an_answer_of_another_day_is_asked_for_again(server: Server, asked_at: str) -> None:
    host = f"127.0.0.1:{server.port}"
    crawled = crawl(server.url("/a"), known={"robots": {host: {"status": 404, "asked_at": asked_at}}})
    assert len(server.asked("/robots.txt")) == 1
    assert crawled.robots[0]["asked_at"] == NOW


def test_the_answer_is_told_once_with_its_body_whatever_the_number_of_requests(server: Server) -> None:
    text = "User-agent: *\nDisallow: /no\nSitemap: https://example.org/map.xml\n"
    server.reply("/robots.txt", robots(text))
    crawled = crawl(*[server.url(f"/{number}") for number in range(5)])
    told = [(one["host"], one["status"], one["body"]) for one in crawled.robots]
    assert told == [(f"127.0.0.1:{server.port}", 200, text)]


def test_robots_txt_is_never_asked_conditionally(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /no", etag='"1"'))
    address = server.url("/robots.txt")
    crawl({"url": server.url("/a"), "meta": {"conditional": True}}, known={"validators": {address: {"etag": '"1"'}}})
    assert "if-none-match" not in server.asked("/robots.txt")[0].headers


@pytest.mark.parametrize("hops", [1, 5])
def test_redirects_of_robots_txt_are_followed_even_to_another_host(hops: int) -> None:
    with Server(addresses=("127.0.0.1", "127.0.0.2")) as server:
        server.reply("/robots.txt", Reply(status=301, headers={"Location": server.url("/hop1", "127.0.0.2")}))
        for hop in range(1, hops):
            server.reply(f"/hop{hop}", Reply(status=302, headers={"Location": f"/hop{hop + 1}"}))
        server.reply(f"/hop{hops}", robots("User-agent: *\nDisallow: /no"))
        assert crawl(server.url("/no")).reasons() == ["robots"]


@pytest.mark.parametrize("location", ["/robots.txt", "/hop", "", "file:///etc/hostname"])
def test_a_robots_txt_redirected_without_end_or_nowhere_counts_as_none(server: Server, location: str) -> None:
    server.reply("/robots.txt", Reply(status=302, headers={"Location": location}))
    server.reply("/hop", lambda seen: Reply(status=302, headers={"Location": f"/hop?{len(server.asked('/hop'))}"}))
    crawled = crawl(server.url("/a"))
    assert crawled.only_answer()["status"] == 200
    assert crawled.robots[0]["status"] == 302
    assert len(server.asked("/hop")) <= 5


def test_a_robots_txt_that_asks_to_come_back_later_is_heeded(server: Server) -> None:
    server.reply("/robots.txt", robots("", status=429, headers={"Retry-After": "3600"}))
    crawled = crawl(server.url("/a"), server.url("/b"))
    assert crawled.reasons() == ["retry_later"] * 2
    assert [seen.path for seen in server.asked()] == ["/robots.txt"]


def test_robots_txt_of_one_host_says_nothing_of_another() -> None:
    with Server(addresses=("127.0.0.1", "127.0.0.2")) as server:
        server.fallback = Reply("page")
        server.reply("/robots.txt", robots("User-agent: *\nDisallow: /"), host="127.0.0.1")
        server.reply("/robots.txt", Reply(status=404), host="127.0.0.2")
        crawled = crawl(server.url("/a"), server.url("/a", "127.0.0.2"))
        assert crawled.reasons() == ["robots"]
        assert [answer["url"] for answer in crawled.answers] == [server.url("/a", "127.0.0.2")]


def test_a_host_whose_name_is_unknown_is_asked_for_robots_txt_only_and_says_dns(server: Server) -> None:
    crawled = crawl("http://gone.example/a", "http://gone.example/b", settings={"RETRY_TIMES": 0})
    assert crawled.reasons() == ["dns"] * 2
    assert crawled.robots[0]["status"] == 0


def test_without_robotstxt_obey_nothing_is_asked(server: Server) -> None:
    server.reply("/robots.txt", robots("User-agent: *\nDisallow: /"))
    assert crawl(server.url("/a"), settings={"ROBOTSTXT_OBEY": False}).only_answer()["status"] == 200
    assert not server.asked("/robots.txt")
