"""Proves fetching/pace.py and fetching/gates.py: how far apart requests are, and when a host is left alone."""

import itertools
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.crawling import NOW, crawl
from tests.server import Reply, Server

#: Loopback behind a public name: the guard sees a public host, and pace has no reason to hurry.
AS_PUBLIC: dict[str, Any] = {
    "ALLOW_PRIVATE_HOSTS": False,
    "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
}
NAMES = {"one.example": "127.0.0.1", "two.example": "127.0.0.1"}


def delayed(seconds: float) -> Reply:
    return Reply(f"User-agent: *\nCrawl-delay: {seconds}\n", content_type="text/plain")


def public(server: Server, host: str, path: str) -> str:
    return f"http://{host}:{server.port}{path}"


# ---- how far apart -------------------------------------------------------------------------------------------------
def test_requests_to_one_host_are_a_page_delay_apart_and_one_at_a_time(server: Server) -> None:
    server.fallback = Reply("page", delay=0.1)
    crawl(*[server.url(f"/{n}") for n in range(4)], settings={"PAGE_DELAY": 0.3, "CRAWL_DELAY_MAX": 1})
    assert min(server.gaps()) >= 0.29
    assert server.most_at_once_of["127.0.0.1"] == 1


def test_on_loopback_no_delay_is_longer_than_crawl_delay_max(server: Server) -> None:
    server.reply("/robots.txt", delayed(3600))
    crawled = crawl(*[server.url(f"/{n}") for n in range(4)], settings={"PAGE_DELAY": 60})
    assert len(crawled.answers) == 4 and crawled.seconds < 30
    assert min(server.gaps()) >= 0.09


def test_r6_one_host_has_one_queue_whatever_the_scheme_port_or_channel_of_its_addresses() -> None:
    with Server() as one, Server() as other:
        settings = {"PAGE_DELAY": 0.3, "CRAWL_DELAY_MAX": 1}
        crawl(*[server.url(f"/{n}") for n in range(2) for server in (one, other)], settings=settings)
        times = sorted(seen.at for seen in (*one.seen, *other.seen))
        assert len(times) == 6
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.29


def test_r7_hosts_do_not_wait_for_each_other() -> None:
    addresses = tuple(f"127.0.0.{n}" for n in range(1, 10))
    with Server(addresses=addresses) as server:
        server.fallback = Reply("page", delay=0.9)
        server.reply("/robots.txt", Reply(status=404))
        crawl(*[server.url("/a", address) for address in addresses])
        assert server.most_at_once >= 5


def test_a_public_host_is_not_hurried_by_a_small_crawl_delay_max(server: Server) -> None:
    urls = [public(server, "one.example", f"/{n}") for n in range(3)]
    crawl(*urls, names=NAMES, settings={**AS_PUBLIC, "PAGE_DELAY": 0.4, "CRAWL_DELAY_MAX": 0.1})
    assert len(server.gaps()) == 3 and min(server.gaps()) >= 0.39


def test_without_a_contact_public_hosts_are_asked_half_as_often(server: Server) -> None:
    urls = [public(server, "one.example", f"/{n}") for n in range(3)]
    crawl(*urls, names=NAMES, settings={**AS_PUBLIC, "PAGE_DELAY": 0.3, "CONTACT": ""})
    assert min(server.gaps()) >= 0.59
    assert server.seen[0].headers["user-agent"] == "afscme-news-archive/0.1.0"


def test_a_contact_goes_into_the_user_agent(server: Server) -> None:
    crawl(server.url("/a"), settings={"CONTACT": "news@example.org"})
    assert {seen.headers["user-agent"] for seen in server.seen} == {"afscme-news-archive/0.1.0 (+news@example.org)"}


def test_a_name_that_turns_out_to_be_loopback_is_asked_as_loopback(server: Server) -> None:
    server.reply("/robots.txt", delayed(3600))
    crawled = crawl(*[public(server, "one.example", f"/{n}") for n in range(3)], names=NAMES)
    assert len(crawled.answers) == 3 and crawled.seconds < 30


# ---- slow hosts ----------------------------------------------------------------------------------------------------
def test_r5_a_longer_crawl_delay_than_a_run_keeps_is_one_page_a_run_and_never_shortened(server: Server) -> None:
    server.reply("/robots.txt", delayed(60))
    urls = [public(server, "one.example", f"/{n}") for n in range(3)]
    crawled = crawl(*urls, names=NAMES, settings={**AS_PUBLIC, "CRAWL_DELAY_MAX": 30})
    assert [answer["url"] for answer in crawled.answers] == [urls[0]]
    assert crawled.reasons() == ["slow_host"] * 2 and "60 seconds" in crawled.failures[0]["sentence"]
    assert [seen.path for seen in server.asked()] == ["/robots.txt", "/0"]


def test_a_slow_host_is_not_asked_again_after_a_lost_answer(server: Server) -> None:
    server.reply("/robots.txt", delayed(60))
    server.reply("/a", Reply(reset=True))
    crawled = crawl(public(server, "one.example", "/a"), names=NAMES, settings={**AS_PUBLIC, "CRAWL_DELAY_MAX": 30})
    assert crawled.reasons() == ["broken"]
    assert len(server.asked("/a")) == 1


@pytest.mark.parametrize(("ago", "asked"), [(50, 0), (70, 1)])
def test_a_slow_host_is_not_asked_sooner_by_starting_another_run(server: Server, ago: int, asked: int) -> None:
    server.reply("/robots.txt", delayed(60))
    url = public(server, "one.example", "/feed")
    checked_at = (datetime.fromisoformat(NOW) - timedelta(seconds=ago)).isoformat()
    known = {"validators": {url: {"checked_at": checked_at}}}
    crawl(url, names=NAMES, known=known, settings={**AS_PUBLIC, "CRAWL_DELAY_MAX": 30})
    assert len(server.asked("/feed")) == asked


# ---- waiting -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [429, 503])
def test_n5_a_wait_in_seconds_holds_the_hosts_queue_and_then_goes_on(server: Server, status: int) -> None:
    server.reply("/busy", Reply(status=status, headers={"Retry-After": "1"}), Reply("now"))
    crawled = crawl(server.url("/busy"), server.url("/b"), server.url("/c"), settings={"CRAWL_DELAY_MAX": 5})
    assert not crawled.failures and len(crawled.answers) == 3
    assert server.asked()[1].path == "/busy"
    assert server.gaps()[1] >= 0.95, "whatever came next, the host had its rest"


def test_n5_other_hosts_go_on_while_one_rests() -> None:
    with Server(addresses=("127.0.0.1", "127.0.0.2")) as server:
        server.reply("/robots.txt", Reply(status=404))
        server.reply("/busy", Reply(status=429, headers={"Retry-After": "1"}), Reply("now"))
        server.fallback = Reply("page")
        crawl(server.url("/busy"), server.url("/b", "127.0.0.2"), settings={"CRAWL_DELAY_MAX": 5})
        first, again = server.asked("/busy")
        assert server.asked("/b")[0].at < first.at + 0.9 < again.at


def test_n6_a_wait_until_a_date_is_counted_by_the_servers_clock(server: Server) -> None:
    theirs = datetime(2001, 1, 1, tzinfo=UTC)
    headers = {
        "Date": format_datetime(theirs, usegmt=True),
        "Retry-After": format_datetime(theirs + timedelta(seconds=1), usegmt=True),
    }
    server.reply("/busy", Reply(status=503, headers=headers), Reply("now"))
    assert crawl(server.url("/busy"), settings={"CRAWL_DELAY_MAX": 5}).only_answer()["body"] == "now"
    assert server.gaps("/busy")[0] >= 0.95


@pytest.mark.parametrize("value", ["31536000", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_n7_an_absurd_wait_is_a_month_and_the_host_is_left_alone_for_this_run(server: Server, value: str) -> None:
    server.reply("/busy", Reply(status=429, headers={"Retry-After": value}))
    crawled = crawl(server.url("/busy"), server.url("/b"))
    assert crawled.reasons() == ["retry_later"] * 2
    assert "30 days" in crawled.failures[0]["sentence"]
    assert not server.asked("/b")


@pytest.mark.parametrize("value", ["-5", "0"])
def test_n7_a_wait_that_is_over_is_a_second_try_and_not_an_endless_one(server: Server, value: str) -> None:
    server.reply("/busy", Reply(status=429, headers={"Retry-After": value}))
    assert crawl(server.url("/busy")).reasons() == ["retry_later"]
    assert len(server.asked("/busy")) == 3


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}])
def test_n8_a_429_that_does_not_say_how_long_backs_off_and_gives_up(server: Server, headers: dict[str, str]) -> None:
    server.reply("/busy", Reply(status=429, headers=headers))
    crawled = crawl(server.url("/busy"), server.url("/b"), settings={"CRAWL_DELAY_MAX": 0.6})
    assert crawled.reasons() == ["retry_later"] * 2
    gaps = server.gaps("/busy")
    assert len(gaps) == 2 and min(gaps) >= 0.29


def test_n9_one_429_does_not_close_a_host_for_good(server: Server) -> None:
    server.reply("/busy", Reply(status=429, headers={"Retry-After": "86400"}), Reply("back"))
    assert crawl(server.url("/busy")).reasons() == ["retry_later"]
    assert crawl(server.url("/busy")).only_answer()["body"] == "back"


def test_n10_a_503_for_a_day_is_soft_and_the_host_is_left_alone(server: Server) -> None:
    server.reply("/busy", Reply(status=503, headers={"Retry-After": "86400"}))
    crawled = crawl(*[server.url(path) for path in ("/busy", "/b", "/c")])
    assert {(one["outcome"], one["reason"]) for one in crawled.failures} == {("soft", "retry_later")}
    assert [seen.path for seen in server.asked()] == ["/robots.txt", "/busy"]


def test_a_503_that_asks_for_nothing_is_an_answer_like_any_other(server: Server) -> None:
    server.reply("/down", Reply("maintenance", status=503))
    answer = crawl(server.url("/down")).only_answer()
    assert answer["status"] == 503 and answer["refusal"][1] == "server_error"


def test_requests_already_queued_are_not_sent_to_a_host_that_was_closed(server: Server) -> None:
    """Past the scheduler, so that all nine stand in the slot when the first is answered."""
    server.reply("/busy", Reply(status=429, headers={"Retry-After": "86400"}, delay=0.2))
    crawled = crawl(server.url("/busy"), *[server.url(f"/{n}") for n in range(8)], at_once=True)
    assert crawled.reasons() == ["retry_later"] * 9
    assert [seen.path for seen in server.asked()] == ["/robots.txt", "/busy"]


# ---- the end of a run ----------------------------------------------------------------------------------------------
def test_a_stopped_run_refuses_what_waits_at_once(server: Server) -> None:
    settings = {"PAGE_DELAY": 20, "CRAWL_DELAY_MAX": 20}
    crawled = crawl(*[server.url(f"/{n}") for n in range(30)], at_once=True, stop_after=1,
                    settings={**settings, "ROBOTSTXT_OBEY": False})  # fmt: skip
    assert len(crawled.answers) == 1 and crawled.reasons() == ["bounded"] * 29
    assert crawled.seconds < 15


def test_a_stopped_run_answers_for_what_is_still_in_the_scheduler(server: Server) -> None:
    urls = [server.url(f"/{n}") for n in range(30)]
    crawled = crawl(*urls, stop_after=1, settings={"PAGE_DELAY": 2, "CRAWL_DELAY_MAX": 2})
    assert len(crawled.answers) == 1 and crawled.reasons() == ["bounded"] * 29
    assert crawled.seconds < 15 and crawled.stats["finish_reason"] == "finished"


def test_a_stopped_run_waits_a_little_for_what_is_under_way_and_then_gives_it_up() -> None:
    """One host answers first, one while the run waits for it, one never."""
    with Server(addresses=("127.0.0.1", "127.0.0.2", "127.0.0.3")) as server:
        server.reply("/quick", Reply("quick", delay=1.5))
        server.reply("/slow", Reply("slow", delay=3.5))
        server.reply("/never", Reply(hang=True))
        urls = [server.url("/quick"), server.url("/slow", "127.0.0.2"), server.url("/never", "127.0.0.3")]
        server.reply("/robots.txt", Reply(status=404))
        crawled = crawl(*urls, stop_after=1, settings={"DOWNLOAD_TIMEOUT": 60})
        assert sorted(answer["body"] for answer in crawled.answers) == ["quick", "slow"]
        assert crawled.reasons() == ["bounded"]
        assert crawled.seconds < 20 and not crawled.log


# ---- installations -------------------------------------------------------------------------------------------------
ADDRESSES = tuple(f"127.0.0.{n}" for n in range(1, 7))


def installation(server: Server, **more: Any) -> list[dict[str, Any]]:
    return [
        {"source_id": f"local-{n}", "home": server.url("/", address), "installation": "hall", **more}
        for n, address in enumerate(ADDRESSES)
    ]


def test_hosts_of_one_installation_share_a_limit_and_a_delay() -> None:
    with Server(addresses=ADDRESSES) as server:
        server.fallback = Reply("page", delay=0.9)
        settings = {"INSTALLATION_DELAY": 0.5, "INSTALLATION_LIMIT": 2, "CRAWL_DELAY_MAX": 1}
        urls = [server.url("/a", address) for address in ADDRESSES[:4]]
        crawled = crawl(*urls, settings=settings, sites=installation(server))
        assert len(crawled.answers) == 4
        assert server.most_at_once == 2
        assert min(server.gaps()) >= 0.3, "0.5, less what a busy machine needs to pass a request on"


def test_hosts_that_are_no_installation_share_nothing() -> None:
    with Server(addresses=ADDRESSES) as server:
        server.fallback = Reply("page", delay=0.3)
        settings = {"INSTALLATION_DELAY": 5, "INSTALLATION_LIMIT": 1, "CRAWL_DELAY_MAX": 5}
        crawl(*[server.url("/a", address) for address in ADDRESSES], settings=settings,
              sites=[{**site, "installation": None} for site in installation(server)])  # fmt: skip
        assert server.most_at_once > 2


def test_a_host_of_an_installation_keeps_its_own_delay_as_well() -> None:
    with Server(addresses=ADDRESSES) as server:
        server.fallback = Reply("page")
        server.reply("/robots.txt", delayed(0.5))
        urls = [server.url(path, address) for path in ("/a", "/b") for address in ADDRESSES[:3]]
        crawl(*urls, settings={"INSTALLATION_DELAY": 0.1, "CRAWL_DELAY_MAX": 1}, sites=installation(server))
        for address in ADDRESSES[:3]:
            assert min(server.gaps(host=address)) >= 0.49


def test_an_installation_does_not_hold_up_the_rest_of_the_world() -> None:
    """With room for three requests, those of the installation must not take it all while they wait for each other."""
    with Server(addresses=ADDRESSES) as server:
        server.reply("/robots.txt", Reply(status=404))
        server.fallback = Reply("page")
        hall, free = ADDRESSES[:5], ADDRESSES[5]
        sites = [site for site in installation(server) if free not in site["home"]]
        urls = [server.url(f"/{n}", address) for n in range(2) for address in hall]
        crawl(*urls, *[server.url(f"/{n}", free) for n in range(5)], sites=sites,
              settings={"INSTALLATION_DELAY": 0.3, "CRAWL_DELAY_MAX": 1, "CONCURRENT_REQUESTS": 3})  # fmt: skip
        last_free = server.asked(host=free)[-1].at
        last_of_hall = max(seen.at for seen in server.seen if seen.host != free)
        assert last_free < last_of_hall - 1


def test_a_rest_that_one_host_asks_for_is_given_to_its_whole_installation() -> None:
    with Server(addresses=ADDRESSES) as server:
        server.fallback = Reply("page")
        server.reply("/robots.txt", Reply(status=404))
        server.reply("/busy", Reply(status=429, headers={"Retry-After": "1"}), Reply("now"))
        crawl(server.url("/busy"), *[server.url("/a", address) for address in ADDRESSES[1:4]],
              settings={"CRAWL_DELAY_MAX": 2, "INSTALLATION_DELAY": 0.2, "INSTALLATION_LIMIT": 1},
              sites=installation(server))  # fmt: skip
        assert max(server.gaps()) >= 0.95
