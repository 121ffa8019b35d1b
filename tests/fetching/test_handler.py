"""Proves fetching/handler.py and fetching/practice.py: TLS, large heads, and the detour to a practice web."""

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings
from twisted.internet.defer import Deferred

from errors import InputError
from fetching.handler import PoliteHandler
from fetching.practice import practice_web
from tests.certificates import Authority
from tests.crawling import crawl
from tests.server import Reply, Server


# ---- TLS -----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


def trusting(authority: Authority) -> dict[str, str]:
    return {"SSL_CERT_FILE": str(authority.file), "SSL_CERT_DIR": str(authority.folder)}


def test_a_sound_certificate_is_accepted(authority: Authority) -> None:
    with Server(tls=authority.context("127.0.0.1")) as server:
        server.fallback = Reply("safe")
        server.reply("/robots.txt", Reply(status=404))
        assert crawl(server.url("/a"), env=trusting(authority)).only_answer()["body"] == "safe"


@pytest.mark.parametrize(
    ("host", "first_day", "last_day", "self_signed"),
    [
        ("127.0.0.1", -20, -10, False),  # expired
        ("127.0.0.2", -1, 10, False),  # another address
        ("www.example.org", -1, 10, False),  # another name
        ("127.0.0.1", -1, 10, True),  # signed by itself
        ("127.0.0.1", 5, 10, False),  # not yet valid
    ],
)
def test_n13_a_certificate_that_is_not_sound_is_refused(
    authority: Authority, host: str, first_day: int, last_day: int, self_signed: bool
) -> None:
    with Server(tls=authority.context(host, first_day, last_day, self_signed)) as server:
        server.fallback = Reply("not to be read")
        crawled = crawl(server.url("/a"), env=trusting(authority))
        failure = crawled.only_failure()
        assert (failure["outcome"], failure["reason"]) == ("hard", "tls")
        assert "certificate" in failure["sentence"] and not server.seen


# ---- heads ---------------------------------------------------------------------------------------------------------
def test_n19_hundreds_of_headers_and_a_megabyte_of_cookie_are_accepted(server: Server) -> None:
    headers = [(f"X-Header-{number}", "value") for number in range(500)] + [("Set-Cookie", "c=" + "x" * 1_000_000)]
    server.reply("/a", Reply("read", headers=headers))
    assert crawl(server.url("/a")).only_answer()["body"] == "read"
    assert crawl(server.url("/a")).only_answer()["body"] == "read"
    assert "cookie" not in server.asked("/a")[1].headers


@pytest.mark.parametrize("flood", [b"X-Flood: " + b"x" * 500 + b"\r\n", b"x" * 5000])
def test_n19_headers_without_end_are_stopped_at_the_limit(server: Server, flood: bytes) -> None:
    server.reply("/a", Reply(flood, raw=b"HTTP/1.1 200 OK\r\nX-Long: ", endless=True))
    crawled = crawl(server.url("/a"), settings={"DOWNLOAD_TIMEOUT": 20, "RETRY_TIMES": 0})
    assert crawled.only_failure()["reason"] == "too_large"
    assert crawled.seconds < 10


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/octet-stream", "nonsense", ""])
def test_n27_a_missing_or_wrong_content_type_loses_nothing(server: Server, content_type: str | None) -> None:
    server.reply("/feed", Reply("<?xml version='1.0'?><rss/>", content_type=content_type))
    assert crawl(server.url("/feed")).only_answer()["body"] == "<?xml version='1.0'?><rss/>"


def test_no_cookie_is_ever_sent_back(server: Server) -> None:
    server.reply("/a", Reply("a", headers={"Set-Cookie": "session=1"}))
    crawl(server.url("/a"), server.url("/b"))
    assert all("cookie" not in seen.headers for seen in server.seen)


# ---- the practice web ----------------------------------------------------------------------------------------------
def test_every_host_of_the_world_is_asked_at_the_practice_web(server: Server) -> None:
    server.reply("/news", Reply("of one"), host="www.one.example")
    server.reply("/news", Reply("of two"), host="two.example")
    urls = ["https://www.one.example/news?page=1#top", "http://two.example:8080/news"]
    crawled = crawl(*urls, settings={"PRACTICE_WEB": f"http://127.0.0.1:{server.port}"})
    assert {answer["url"]: answer["body"] for answer in crawled.answers} == {
        "https://www.one.example/news?page=1": "of one",
        "http://two.example:8080/news": "of two",
    }
    sent = {seen.headers["host"]: seen for seen in server.asked("/news")}
    assert sent["www.one.example"].headers["x-forwarded-proto"] == "https"
    assert sent["www.one.example"].path == "/news?page=1"
    assert sent["two.example:8080"].headers["x-forwarded-proto"] == "http"


def test_rules_and_queues_are_still_those_of_each_host(server: Server) -> None:
    server.reply("/robots.txt", Reply("User-agent: *\nDisallow: /\n", content_type="text/plain"), host="one.example")
    server.reply(
        "/robots.txt", Reply("User-agent: *\nCrawl-delay: 3600\n", content_type="text/plain"), host="two.example"
    )
    urls = ["https://one.example/a", *[f"https://two.example/{number}" for number in range(3)]]
    crawled = crawl(*urls, settings={"PRACTICE_WEB": f"http://127.0.0.1:{server.port}", "CRAWL_DELAY_MAX": 0.3})
    assert crawled.reasons() == ["robots"] and len(crawled.answers) == 3
    assert min(server.gaps(host="two.example")) >= 0.29
    assert {told["host"] for told in crawled.robots} == {"one.example", "two.example"}


def test_hundreds_of_hosts_are_asked_side_by_side_at_the_practice_web(server: Server) -> None:
    server.fallback = Reply("page", delay=1)
    server.reply("/robots.txt", Reply(status=404))
    crawled = crawl(*[f"https://www.union-{number}.example/" for number in range(200)],
                    settings={"PRACTICE_WEB": f"http://127.0.0.1:{server.port}"})  # fmt: skip
    assert len(crawled.answers) == 200
    assert server.most_at_once > 20


def test_private_addresses_are_closed_at_the_practice_web_too(server: Server) -> None:
    crawled = crawl("http://10.0.0.1/", settings={"PRACTICE_WEB": f"http://127.0.0.1:{server.port}"})
    assert crawled.reasons() == ["private"] and not server.seen


@pytest.mark.parametrize(
    "given",
    ["http://example.org:80", "https://127.0.0.1:8001", "127.0.0.1:8001", "http://10.0.0.1:8001", "http://127.0.0.1",
     "http://127.0.0.1:8001/path", "http://user@127.0.0.1:8001", "http://127.0.0.1:999999", "nonsense"],
)  # fmt: skip
def test_a_practice_web_that_is_not_on_this_machine_is_refused_in_words(given: str) -> None:
    crawled = crawl("http://one.example/", settings={"PRACTICE_WEB": given})
    assert not crawled.answers and not crawled.failures
    assert (crawled.error or "").startswith("InputError: PRACTICE_WEB must be a loopback address")


def test_a_practice_web_without_the_switch_is_refused_in_words() -> None:
    settings = Settings({"PRACTICE_WEB": "http://127.0.0.1:8001", "ALLOW_PRIVATE_HOSTS": False})
    with pytest.raises(InputError, match="ALLOW_PRIVATE_HOSTS"):
        practice_web(settings)


def test_without_a_practice_web_there_is_no_detour() -> None:
    assert practice_web(Settings({"PRACTICE_WEB": ""})) is None


def test_the_projects_settings_wire_what_this_room_holds() -> None:
    """A name in settings.py that leads nowhere would be found only by the first crawl of a user."""
    from scrapy.utils.misc import load_object

    import settings as ours

    named = [*ours.DOWNLOADER_MIDDLEWARES, *filter(None, ours.DOWNLOAD_HANDLERS.values())]
    for path in (*named, ours.TWISTED_DNS_RESOLVER, ours.SCHEDULER_PRIORITY_QUEUE):
        if path.startswith("fetching."):
            assert load_object(path)
    files = {path.stem for path in (Path(ours.__file__).parent / "fetching").glob("*.py")}
    assert {path.split(".")[1] for path in named if path.startswith("fetching.")} <= files


# ---- the end ---------------------------------------------------------------------------------------------------------
async def test_a_pool_that_closes_while_the_loop_is_busy_is_answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both the last connection and the end of the patience are due when the loop comes back to its work."""
    handler = PoliteHandler.__new__(PoliteHandler)
    closed: Deferred[None] = Deferred()
    monkeypatch.setattr(handler, "_pool", SimpleNamespace(closeCachedConnections=lambda: closed), raising=False)
    monkeypatch.setattr(handler, "_disconnect_timeout", 0.02, raising=False)
    monkeypatch.setattr("scrapy.utils.defer.is_asyncio_available", lambda: True)
    asyncio.get_running_loop().call_later(0.02, closed.callback, None)
    closing = asyncio.ensure_future(asyncio.wait_for(handler.close(), 5))
    await asyncio.sleep(0)
    time.sleep(0.05)
    await closing
    assert closed.called
    late: Deferred[None] = Deferred()
    monkeypatch.setattr(handler, "_pool", SimpleNamespace(closeCachedConnections=lambda: late), raising=False)
    await asyncio.wait_for(handler.close(), 5)
    late.callback(None)  # the connections end after the patience did: still their answer, and the only one
