"""Proves fetching/guard.py: nothing leaves for a private network, by address, name, answer or redirect."""

from typing import Any

import pytest

from tests.crawling import crawl
from tests.server import Reply, Server

CLOSED = {"ALLOW_PRIVATE_HOSTS": False}


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_n17_loopback_is_not_asked_without_the_switch_however_it_is_written(server: Server, host: str) -> None:
    failure = crawl(f"http://{host}:{server.port}/a", settings=CLOSED).only_failure()
    assert (failure["outcome"], failure["reason"]) == ("hard", "private")
    assert "loopback" in failure["sentence"]
    assert not server.seen


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost"])
def test_n17_loopback_is_asked_with_the_switch(server: Server, host: str) -> None:
    assert crawl(f"http://{host}:{server.port}/a").only_answer()["status"] == 200


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[::ffff:10.0.0.1]", "[fd00::1]"]
)
def test_n17_private_networks_are_closed_even_with_the_switch(host: str) -> None:
    crawled = crawl(f"http://{host}/latest/meta-data")
    assert crawled.reasons() == ["private"] and crawled.seconds < 5


@pytest.mark.parametrize("answer", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"])
def test_n17_a_public_name_that_leads_to_a_private_address_is_refused_when_it_is_resolved(
    server: Server, answer: str
) -> None:
    crawled = crawl(f"http://www.example.org:{server.port}/a", names={"www.example.org": answer}, settings=CLOSED)
    assert crawled.reasons() == ["private"]
    assert f"www.example.org leads to {answer}" in crawled.failures[0]["sentence"]
    assert not server.seen


def test_n17_a_name_may_lead_to_loopback_with_the_switch_and_nowhere_else(server: Server) -> None:
    names = {"here.example": "127.0.0.1", "router.example": "192.168.0.1"}
    crawled = crawl(f"http://here.example:{server.port}/a", f"http://router.example:{server.port}/a", names=names)
    assert crawled.reasons() == ["private"] and len(crawled.answers) == 1


def test_n17_an_unknown_name_is_told_from_a_refused_one(server: Server) -> None:
    crawled = crawl("http://nowhere.example/", settings={"RETRY_TIMES": 0})
    assert crawled.reasons() == ["dns"]


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/", "http://0xa9fea9fe/latest", "//192.168.0.1/x"])
def test_n17_a_redirect_to_a_private_address_is_refused(server: Server, target: str) -> None:
    server.reply("/a", Reply(status=302, headers={"Location": target}))
    settings: dict[str, Any] = {
        "ALLOW_PRIVATE_HOSTS": False,
        "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
    }
    crawled = crawl(
        f"http://www.example.org:{server.port}/a", names={"www.example.org": "127.0.0.1"}, settings=settings
    )
    assert crawled.reasons() == ["private"]


@pytest.mark.parametrize("url", ["http://user:word@127.0.0.1/", "https://name@127.0.0.1/"])
def test_an_address_with_credentials_is_refused(url: str) -> None:
    failure = crawl(url).only_failure()
    assert failure["reason"] == "private" and "password" in failure["sentence"] and "word@" not in failure["sentence"]


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:text/plain,x", "s3://bucket/x"])
def test_other_schemes_are_refused(url: str) -> None:
    failure = crawl(url).only_failure()
    assert failure["reason"] == "private" and "http" in failure["sentence"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (" /a ", "/a"),
        ("/a b", "/a%20b"),
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/\U0001f4e3", "/%F0%9F%93%A3"),
        ("/a\nb", "/ab"),
    ],
)
def test_n28_spaces_newlines_accents_and_emoji_in_a_path_are_normalised(server: Server, path: str, asked: str) -> None:
    crawled = crawl(f"http://127.0.0.1:{server.port}{path.strip()}")
    assert crawled.only_answer()["status"] == 200
    assert server.asked()[-1].path == asked


@pytest.mark.parametrize("host", ["under_score.example", "www.gew\u00e4hlt.example", "xn--gewhlt-dua.example"])
def test_n28_underscores_and_foreign_letters_in_a_host_are_resolved_like_any_name(server: Server, host: str) -> None:
    ascii_name = host if host.isascii() else "www.xn--gewhlt-dua.example"
    crawled = crawl(f"http://{host}:{server.port}/a", names={ascii_name: "127.0.0.1"})
    assert crawled.only_answer()["status"] == 200


@pytest.mark.parametrize("host", ["a..b", "-", "%", "x" * 300 + ".example", "exa mple.org"])
def test_n28_a_host_that_is_none_is_a_failure_with_a_reason_and_no_traceback(host: str) -> None:
    crawled = crawl(f"http://{host}/a", settings={"RETRY_TIMES": 0})
    assert len(crawled.failures) == 1 and crawled.reasons()[0] in ("dns", "private", "connect")
    assert not crawled.log
