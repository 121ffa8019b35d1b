"""The spider of `propose`, round by round, without an engine; the whole command runs in tests/commands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from errors import ParseError, VisitError
from fetching.refusals import Refused
from spiders.proposing import PROVISIONAL, ProposeSpider, Surveyed, homes_of, provisional
from tests.sites_of_makes import MAKES, MadeSite

HOME = "http://127.0.0.5:8123"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def spider_for(homes: list[str], **words: object) -> ProposeSpider:
    return ProposeSpider.from_crawler(get_crawler(), homes=homes, now=NOW, surveyed=Surveyed(), **words)


def response_to(request: Request, site: MadeSite) -> TextResponse:
    answer = site.answer(request.url)
    kind = HtmlResponse if "html" in answer.content_type else TextResponse
    headers = {**answer.headers, "Content-Type": answer.content_type}
    return kind(answer.url, status=answer.status, headers=headers, body=answer.body, request=request)


def run(spider: ProposeSpider, site: MadeSite) -> list[Request]:
    """Answer the spider's requests from a site until it has no more; gives all requests."""
    asked: list[Request] = []
    waiting = list(spider._round())
    while waiting:
        asked += waiting
        following: list[Request] = []
        for request in waiting:
            following += spider.answered(response_to(request, site))
        waiting = following
    spider.closed("finished")
    return asked


def fail(spider: ProposeSpider, request: Request, error: Exception) -> Iterator[Request]:
    failure = Failure(error)
    failure.request = request
    return spider.failed(failure)


def test_rounds_follow_one_another_until_the_survey_is_over() -> None:
    site = MAKES["wordpress"](HOME)
    spider = spider_for([f"{HOME}/"])
    asked = run(spider, site)
    assert asked[0].url == f"{HOME}/"
    assert spider.surveyed.requests == len(asked)
    assert spider.surveyed.main and [one.family for one in spider.surveyed.main.channels] == ["wordpress"]
    assert not spider.surveyed.cut_short


def test_every_request_names_a_source_so_that_redirects_can_be_judged() -> None:
    spider = spider_for([f"{HOME}/"])
    for request in run(spider, MAKES["hugo"](HOME)):
        assert (request.meta["channel_id"], request.meta["source_id"]) == (PROVISIONAL, PROVISIONAL)
        assert request.meta["conditional"] is False
        assert spider.registry.sites.is_within(PROVISIONAL, request.url)
    assert provisional("https://local9.example/").sites.is_within(PROVISIONAL, "http://www.local9.example/x")


def test_the_number_of_requests_is_bounded_and_what_is_known_is_concluded_from() -> None:
    spider = spider_for([f"{HOME}/"], most_requests=2)
    asked = run(spider, MAKES["hugo"](HOME))
    assert len(asked) == 2
    assert spider.surveyed.cut_short and spider.surveyed.main is not None
    assert [one.family for one in spider.surveyed.main.channels] == ["feed"]


def test_a_home_that_gives_no_answer_is_tried_by_the_other_scheme() -> None:
    spider = spider_for(["https://local9.example/", "http://local9.example/"])
    [first] = spider._round()
    [second] = fail(spider, first, VisitError("hard", "tls", "its certificate was refused"))
    assert (first.url, second.url) == ("https://local9.example/", "http://local9.example/")
    assert list(fail(spider, second, VisitError("soft", "connect", "the connection was refused"))) == []
    assert spider.surveyed.main and "refused" in (spider.surveyed.main.failure or "")


@pytest.mark.parametrize("reason", ["robots", "moved", "private", "retry_later", "dns"])
def test_a_host_that_says_no_is_not_asked_again_by_another_scheme(reason: str) -> None:
    spider = spider_for(["https://local9.example/", "http://local9.example/"])
    [first] = spider._round()
    assert list(fail(spider, first, Refused("hard", reason, "no"))) == []
    assert spider.surveyed.main and spider.surveyed.main.failure


def test_a_fault_of_a_reader_costs_one_document_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from parsing.discovery import ways

    def broken(*_: object) -> None:
        raise ZeroDivisionError("as readers do")

    monkeypatch.setattr(ways, "read_feed", broken)
    spider = spider_for([f"{HOME}/"])
    run(spider, MAKES["a feed that nobody declares"](HOME))
    assert spider.surveyed.main and [one.family for one in spider.surveyed.main.channels] == ["listing"]
    assert any("our reader failed" in finding.what for finding in spider.surveyed.main.findings)


def test_spaces_are_surveyed_one_by_one_only_when_that_is_wished() -> None:
    site = MAKES["open atrium"](HOME)
    without = spider_for([f"{HOME}/"])
    run(without, site)
    assert without.surveyed.spaces == [] and without.surveyed.main and without.surveyed.main.spaces
    spider = spider_for([f"{HOME}/"], with_spaces=True)
    run(spider, site)
    [space] = spider.surveyed.spaces
    assert (space.home, [one.address for one in space.channels]) == (f"{HOME}/local-9", [f"{HOME}/local-9/news"])


@pytest.mark.parametrize(
    ("typed", "homes"),
    [
        ("www.local9.example", ["https://www.local9.example/", "http://www.local9.example/"]),
        ("http://local9.example", ["https://local9.example/", "http://local9.example/"]),
        ("HTTPS://Local9.Example/index.html", ["https://local9.example/", "http://local9.example/"]),
        ("local9.example/local-12/", ["https://local9.example/local-12/", "http://local9.example/local-12/"]),
        ("http://127.0.0.5:8123/", ["http://127.0.0.5:8123/", "https://127.0.0.5:8123/"]),
        ("127.0.0.5:8123", ["http://127.0.0.5:8123/", "https://127.0.0.5:8123/"]),
        ("localhost:8123/home", ["http://localhost:8123/", "https://localhost:8123/"]),
        ("https://127.0.0.5:8123", ["https://127.0.0.5:8123/", "http://127.0.0.5:8123/"]),
    ],
)
def test_a_home_may_be_typed_with_or_without_scheme(typed: str, homes: list[str]) -> None:
    assert homes_of(typed) == homes


@pytest.mark.parametrize(
    "typed", ["", "   ", "ftp://x.example/", "mailto:a@b.example", "local 9", "nothing", "http://", "http://a b"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ParseError):
        homes_of(typed)
