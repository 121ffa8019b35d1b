"""Proves fetching/queue.py: requests leave the scheduler when their host is due, and not before."""

from tests.crawling import crawl
from tests.server import Reply, Server

ADDRESSES = tuple(f"127.0.0.{n}" for n in range(1, 9))


def test_hosts_that_wait_do_not_keep_others_from_being_asked() -> None:
    """Seven hosts with a long delay and room for three requests: with Scrapy's queue the eighth would wait for them."""
    with Server(addresses=ADDRESSES) as server:
        for address in ADDRESSES[:7]:
            server.reply("/robots.txt", Reply("User-agent: *\nCrawl-delay: 2", content_type="text/plain"), host=address)
        server.reply("/robots.txt", Reply(status=404), host=ADDRESSES[7])
        server.fallback = Reply("page")
        slow = [server.url(f"/{n}", address) for n in range(2) for address in ADDRESSES[:7]]
        quick = [server.url(f"/{n}", ADDRESSES[7]) for n in range(10)]
        crawled = crawl(*slow, *quick, settings={"CRAWL_DELAY_MAX": 2, "CONCURRENT_REQUESTS": 3})
        assert len(crawled.answers) == 24
        first_second_round = sorted(seen.at for seen in server.asked("/1") if seen.host in ADDRESSES[:7])[0]
        assert max(seen.at for seen in server.asked(host=ADDRESSES[7])) < first_second_round


def test_eight_hosts_with_a_delay_are_visited_side_by_side_in_room_for_three() -> None:
    """Each host needs three seconds; if those that wait held the places, all would need eight."""
    with Server(addresses=ADDRESSES) as server:
        server.reply("/robots.txt", Reply("User-agent: *\nCrawl-delay: 1", content_type="text/plain"))
        server.fallback = Reply("page")
        urls = [server.url(f"/{n}", address) for n in range(3) for address in ADDRESSES]
        crawled = crawl(*urls, settings={"CRAWL_DELAY_MAX": 1, "CONCURRENT_REQUESTS": 3})
        assert len(crawled.answers) == 24
        times = [seen.at for seen in server.seen]
        assert max(times) - min(times) < 6
        for address in ADDRESSES:
            assert min(server.gaps(host=address)) >= 0.99


def test_within_a_host_the_more_important_request_goes_first(server: Server) -> None:
    urls = [{"url": server.url(f"/{priority}"), "priority": priority} for priority in (0, 5, 1, 9)]
    crawl(*urls, settings={"PAGE_DELAY": 0.2, "CRAWL_DELAY_MAX": 1})
    paths = [seen.path for seen in server.asked() if seen.path != "/robots.txt"]
    assert paths == ["/9", "/5", "/1", "/0"]


def test_a_crawl_with_nothing_to_ask_ends() -> None:
    assert crawl().seconds < 10


def test_every_request_is_answered_once_over_many_hosts() -> None:
    with Server(addresses=ADDRESSES) as server:
        server.fallback = lambda seen: Reply(seen.path)
        server.reply("/robots.txt", Reply(status=404))
        urls = [server.url(f"/{n}", address) for n in range(30) for address in ADDRESSES]
        crawled = crawl(*urls, settings={"CRAWL_DELAY_MAX": 0.005, "PAGE_DELAY": 0.005})
        assert sorted(answer["url"] for answer in crawled.answers) == sorted(urls)
        assert {server.most_at_once_of[address] for address in ADDRESSES} == {1}
