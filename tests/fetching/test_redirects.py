"""Proves fetching/redirects.py: followed within a source, held for review beyond it."""

from typing import Any

import pytest

from tests.crawling import crawl
from tests.server import Reply, Server

#: Names of the world, all at the test server.
PRACTICE: dict[str, Any] = {"CRAWL_DELAY_MAX": 0.01}
SITES = [
    {"source_id": "council-1", "home": "https://www.one.example.com/", "hosts": ["www.council-one.org"]},
    {"source_id": "council-2", "home": "https://www.two-union.org/"},
]
CHANNELS = {"council-1-news": "council-1"}


def to(location: str, status: int = 302, **headers: str) -> Reply:
    return Reply(status=status, headers={"Location": location, **headers})


def ask(server: Server, url: str, **meta: Any) -> Any:
    """Ask an address of the practice web, as the news channel of council 1."""
    settings = {**PRACTICE, "PRACTICE_WEB": server.url("").rstrip("/")}
    request = {"url": url, "meta": {"channel_id": "council-1-news", **meta}}
    return crawl(request, settings=settings, sites=SITES, channels=CHANNELS)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_within_a_host_are_followed_and_remembered(server: Server, status: int) -> None:
    server.reply("/old", to("/new", status))
    answer = crawl(server.url("/old")).only_answer()
    assert answer["url"] == server.url("/new") and answer["redirect_urls"] == [server.url("/old")]
    assert answer["moved_permanently"] == ([server.url("/old")] if status in (301, 308) else [])


@pytest.mark.parametrize(
    "target",
    [
        "http://www.one.example.com/new",  # another scheme
        "https://other.example.com/new",  # the same registered domain
        "https://www.council-one.org/new",  # another host of the source, by its row
        "//council-one.org/new",  # the same without www, protocol-relative
    ],
)
def test_redirects_to_the_sources_own_hosts_are_followed(server: Server, target: str) -> None:
    server.reply("/old", to(target))
    answer = ask(server, "https://www.one.example.com/old").only_answer()
    assert answer["status"] == 200 and answer["body"] == "page /new"


@pytest.mark.parametrize("target", ["https://www.two-union.org/new", "https://casino.example.net/", "http://8.8.8.8/"])
@pytest.mark.parametrize("status", [301, 302, 307])
def test_n18_a_redirect_to_a_foreign_domain_is_held_for_review_and_names_it(
    server: Server, target: str, status: int
) -> None:
    server.reply("/old", to(target, status))
    failure = ask(server, "https://www.one.example.com/old").only_failure()
    assert (failure["outcome"], failure["reason"]) == ("hard", "moved")
    assert target in failure["sentence"] and "https://www.one.example.com/old" in failure["sentence"]
    assert {seen.host for seen in server.seen} == {"www.one.example.com"}


def test_n18_a_customer_of_the_same_provider_is_foreign(server: Server) -> None:
    server.reply("/old", to("https://somebody-else.wordpress.com/new"))
    assert ask(server, "https://local-9.wordpress.com/old").reasons() == ["moved"]


def test_n14_a_loop_ends(server: Server) -> None:
    server.reply("/a", to("/b"))
    server.reply("/b", to("/a"))
    failure = crawl(server.url("/a")).only_failure()
    assert failure["reason"] == "redirects" and "circle" in failure["sentence"]
    assert [seen.path for seen in server.asked()[1:]] == ["/a", "/b", "/a", "/b"]


def test_n14_a_page_that_redirects_to_itself_ends(server: Server) -> None:
    server.reply("/a", to("/a"))
    assert crawl(server.url("/a")).reasons() == ["redirects"]
    assert len(server.asked("/a")) <= 2


def test_a_page_that_redirects_to_itself_once_is_read(server: Server) -> None:
    """Some set a cookie and send the same address again; without cookies the second answer is the page."""
    server.reply("/a", to("/a"), Reply("read"))
    assert crawl(server.url("/a")).only_answer()["body"] == "read"


def test_n14_too_many_redirects_end(server: Server) -> None:
    for number in range(30):
        server.reply(f"/{number}", to(f"/{number + 1}"))
    assert crawl(server.url("/0")).reasons() == ["redirects"]
    assert len(server.asked()) == 1 + 9, "robots.txt, the address itself and eight redirects"


def test_eight_redirects_are_followed(server: Server) -> None:
    for number in range(8):
        server.reply(f"/{number}", to(f"/{number + 1}", 301))
    answer = crawl(server.url("/0")).only_answer()
    assert answer["url"] == server.url("/8") and len(answer["redirect_urls"]) == 8 == len(answer["moved_permanently"])


@pytest.mark.parametrize("headers", [{}, {"Location": ""}, {"Location": "   "}])
def test_n15_a_redirect_without_a_target_is_a_failure_and_no_traceback(server: Server, headers: dict[str, str]) -> None:
    server.reply("/a", Reply("moved", status=301, headers=headers))
    crawled = crawl(server.url("/a"))
    assert crawled.reasons() == ["redirects"] and not crawled.log


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "data:text/html,x", "ftp://127.0.0.1/x", "javascript:alert(1)", "mailto:a@b.org"]
)
def test_n16_a_redirect_to_another_scheme_is_refused(server: Server, target: str) -> None:
    server.reply("/a", to(target))
    failure = crawl(server.url("/a")).only_failure()
    assert failure["reason"] == "redirects" and "only http and https" in failure["sentence"]


@pytest.mark.parametrize("target", ["http://[::1", "http://a:b:c/", "http://127.0.0.1:99999/"])
def test_a_redirect_to_what_is_no_address_is_refused(server: Server, target: str) -> None:
    server.reply("/a", to(target))
    assert crawl(server.url("/a")).reasons() in (["redirects"], ["private"])


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("b c", "/x/b%20c"),
        ("../b", "/b"),
        ("?page=2", "/x/a?page=2"),
        ("caf\u00e9", "/x/caf%C3%A9"),
        ("\tb\r", "/x/b"),
    ],
)
def test_sloppy_targets_are_read_as_browsers_read_them(server: Server, location: str, path: str) -> None:
    server.reply("/x/a", to(location), Reply("read"))
    crawl(server.url("/x/a"))
    assert server.asked()[-1].path == path


def test_every_hop_passes_robots_txt(server: Server) -> None:
    server.reply("/robots.txt", Reply("User-agent: *\nDisallow: /private/", content_type="text/plain"))
    server.reply("/a", to("/private/b"))
    assert crawl(server.url("/a")).reasons() == ["robots"]
    assert not server.asked("/private/b")


def test_a_hop_to_another_host_stands_in_that_hosts_queue(server: Server) -> None:
    server.reply("/old", to("https://www.council-one.org/new"))
    answer = ask(server, "https://www.one.example.com/old").only_answer()
    assert answer["slot"] == "www.council-one.org"
    assert [seen.path for seen in server.asked(host="www.council-one.org")] == ["/robots.txt", "/new"]


def test_conditions_for_one_address_are_not_sent_to_the_next(server: Server) -> None:
    server.reply("/old", to("/new"))
    server.reply("/new", Reply("read", etag='"new"'))
    known = {"validators": {server.url("/old"): {"etag": '"old"'}, server.url("/new"): {"etag": '"new"'}}}
    answer = crawl({"url": server.url("/old"), "meta": {"conditional": True}}, known=known).only_answer()
    assert answer["status"] == 304
    assert [seen.headers.get("if-none-match") for seen in server.asked()[1:]] == ['"old"', '"new"']


def test_a_form_answered_with_303_is_followed_with_get(server: Server) -> None:
    server.reply("/a", to("/b", 303))
    crawl({"url": server.url("/a"), "method": "POST", "body": "x=1"})
    assert [seen.method for seen in server.asked()[1:]] == ["POST", "GET"]
