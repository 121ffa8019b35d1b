"""Proves fetching/failures.py and fetching/retry.py: every way of failing has its reason and its sentence."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from OpenSSL import SSL
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.error import ConnectBindError, NoRouteError, TCPTimedOutError
from twisted.python.failure import Failure

from errors import ParseError, VisitError
from fetching.failures import reason_of, reason_of_status
from fetching.refusals import Refused
from items import REASONS
from tests.crawling import crawl
from tests.server import Reply, Server

QUICK = {"DOWNLOAD_TIMEOUT": 0.6, "RETRY_TIMES": 0}


def free_port() -> int:
    with Server() as gone:
        return gone.port


@pytest.mark.parametrize(
    ("reply", "reason", "outcome"),
    [
        (Reply(hang=True), "timeout", "soft"),
        (Reply("x" * 1000, drip=0.1), "timeout", "soft"),
        (Reply(reset=True), "broken", "soft"),
        (Reply("x" * 1000, cut=10), "broken", "soft"),
        (Reply("x" * 1000, bad_chunk=True), "broken", "soft"),
        (Reply("x" * 3000, chunked=True, cut=1000), "broken", "soft"),
        (Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n"), "broken", "soft"),
        (Reply(raw=b""), "broken", "soft"),
        (Reply(endless=True, body="x" * 100_000), "too_large", "hard"),
        (Reply("x" * 3_000_000), "too_large", "hard"),
    ],
)
def test_what_is_lost_on_the_way_has_its_reason(server: Server, reply: Reply, reason: str, outcome: str) -> None:
    server.reply("/a", reply)
    crawled = crawl(server.url("/a"), settings={**QUICK, "DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": 2_000_000})
    failure = crawled.only_failure()
    assert (failure["outcome"], failure["reason"]) == (outcome, reason)
    assert failure["sentence"].startswith(f"127.0.0.1:{server.port}: ") and not crawled.log


def test_n11_a_host_that_does_not_listen_is_connect_and_a_name_that_is_none_is_dns() -> None:
    crawled = crawl(f"http://127.0.0.1:{free_port()}/", "http://nowhere.example/", settings=QUICK)
    assert sorted(crawled.reasons()) == ["connect", "dns"]
    assert not crawled.log


def test_n11_with_no_network_at_all_a_run_ends_in_seconds() -> None:
    crawled = crawl(*[f"https://www.union-{number}.example/" for number in range(170)], settings={"RETRY_TIMES": 1})
    assert crawled.reasons() == ["dns"] * 170
    assert crawled.seconds < 20


def test_n23_a_length_that_is_not_kept_is_a_failure_and_no_short_page(server: Server) -> None:
    server.reply("/a", Reply("<html>whole</html>", headers={"Content-Length": "5000"}, cut=18))
    assert crawl(server.url("/a"), settings=QUICK).reasons() == ["broken"]


def test_n24_a_page_that_says_it_is_too_large_is_not_even_read(server: Server) -> None:
    server.reply("/a", Reply(b"x" * 50_000_000))
    crawled = crawl(server.url("/a"), settings={"DOWNLOADER_STATS": True})
    assert crawled.reasons() == ["too_large"]
    assert crawled.stats["downloader/response_bytes"] < 1000


def test_n25_a_tarpit_ends_at_the_total_deadline(server: Server) -> None:
    """A byte comes every tenth of a second, so no single read ever times out."""
    server.reply("/a", Reply("x" * 100_000, drip=0.1))
    crawled = crawl(server.url("/a"), settings={"DOWNLOAD_TIMEOUT": 1, "RETRY_TIMES": 0})
    assert crawled.reasons() == ["timeout"] and crawled.seconds < 10


def test_n25_a_tarpit_of_headers_ends_too(server: Server) -> None:
    server.reply("/a", Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1000, drip=0.1))
    crawled = crawl(server.url("/a"), settings=QUICK)
    assert crawled.reasons() == ["timeout"] and crawled.seconds < 10


def test_n26_a_server_that_hangs_when_the_connection_is_kept_is_asked_plainly(server: Server) -> None:
    def moody(seen: Any) -> Reply:
        return Reply("at last") if seen.headers.get("connection") == "close" else Reply(hang=True)

    server.reply("/a", moody)
    crawled = crawl(server.url("/a"), settings={"DOWNLOAD_TIMEOUT": 1})
    assert crawled.only_answer()["body"] == "at last"
    assert len(server.asked("/a")) == 2


@pytest.mark.parametrize("reply", [Reply(reset=True), Reply("x" * 99, cut=9), Reply(hang=True)])
def test_what_is_lost_is_asked_for_once_more_and_not_more_often(server: Server, reply: Reply) -> None:
    server.reply("/a", reply, Reply("there"))
    assert crawl(server.url("/a"), settings={"DOWNLOAD_TIMEOUT": 1}).only_answer()["body"] == "there"
    server.reply("/b", reply)
    assert len(crawl(server.url("/b"), settings={"DOWNLOAD_TIMEOUT": 1}).failures) == 1
    assert len(server.asked("/b")) == 2


def test_an_answer_is_never_asked_for_again_for_its_status(server: Server) -> None:
    server.reply("/a", Reply(status=500))
    assert crawl(server.url("/a")).only_answer()["status"] == 500
    assert len(server.asked("/a")) == 1


def test_a_failing_host_does_not_keep_others_from_being_read() -> None:
    with Server(addresses=("127.0.0.1", "127.0.0.2")) as server:
        server.reply("/robots.txt", Reply(status=404))
        server.reply("/a", Reply(hang=True), host="127.0.0.1")
        server.reply("/a", "well", host="127.0.0.2")
        crawled = crawl(server.url("/a"), server.url("/a", "127.0.0.2"), settings=QUICK)
        assert crawled.reasons() == ["timeout"] and len(crawled.answers) == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Refused("hard", "moved", "It moved."), "moved"),
        (VisitError("soft", "challenge", "A challenge."), "challenge"),
        (ParseError("no feed", "text"), "unreadable"),
        (NoRouteError(), "connect"),
        (ConnectBindError(), "connect"),
        (TCPTimedOutError(), "timeout"),
        (SSL.Error([("SSL routines", "", "certificate verify failed")]), "tls"),
        (OSError(101, "Network is unreachable"), "connect"),
        (IgnoreRequest("dropped by somebody"), "status"),
        (KeyError("x"), "our_fault"),
        (asyncio.CancelledError(), "our_fault"),
    ],
)
def test_every_error_has_a_reason_of_the_list_and_a_sentence(error: BaseException, reason: str) -> None:
    for given in (error, Failure(error) if isinstance(error, Exception) else error):
        outcome, found, sentence = reason_of(given)
        assert found == reason and found in REASONS
        assert outcome in ("soft", "hard") and sentence


def test_an_error_of_ours_that_follows_a_network_error_is_still_ours() -> None:
    try:
        try:
            raise NoRouteError
        except NoRouteError:
            raise KeyError("a slip while handling it")  # noqa: B904
    except KeyError as error:
        assert reason_of(error)[1] == "our_fault"


def test_the_sentence_of_a_failure_names_the_host() -> None:
    failure = Failure(NoRouteError())
    failure.request = SimpleNamespace(url="https://www.example.org/a")
    assert reason_of(failure)[2].startswith("www.example.org: ")


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, None), (204, None), (304, None), (300, ("soft", "redirects")), (305, ("soft", "redirects")),
        (400, ("hard", "status")), (401, ("hard", "forbidden")), (403, ("hard", "forbidden")), (404, ("hard", "gone")),
        (408, ("soft", "status")), (410, ("hard", "gone")), (418, ("hard", "status")), (429, ("soft", "retry_later")),
        (451, ("hard", "forbidden")), (500, ("soft", "server_error")), (503, ("soft", "server_error")),
        (522, ("soft", "server_error")), (999, ("soft", "server_error")),
    ],
)  # fmt: skip
def test_every_status_has_its_reason(status: int, verdict: tuple[str, str] | None) -> None:
    found = reason_of_status(Response("https://www.example.org/a", status=status))
    assert (found and found[:2]) == verdict
    assert found is None or ("https://www.example.org/a" in found[2] and found[1] in REASONS)
