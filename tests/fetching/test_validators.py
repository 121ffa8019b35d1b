"""Proves fetching/validators.py: asking only for what changed, and seeing through servers that cannot say."""

import hashlib
from typing import Any

import pytest

from tests.crawling import Crawled, crawl
from tests.server import Reply, Server

DATE = "Sat, 21 Nov 2026 10:00:00 GMT"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def ask(server: Server, known: dict[str, Any] | None, path: str = "/feed", **meta: Any) -> Crawled:
    url = server.url(path)
    request = {"url": url, "meta": {"conditional": True, **meta}}
    return crawl(request, known={"validators": {url: known}} if known else None)


def test_both_validators_are_sent_to_the_letter_and_a_304_goes_to_the_callback(server: Server) -> None:
    """Drupal 7 answers 304 only if both are there and match exactly."""
    server.reply("/feed", Reply("posts", etag='"1732185600-0"', last_modified=DATE, needs_both=True))
    answer = ask(server, {"etag": '"1732185600-0"', "last_modified": DATE}).only_answer()
    assert answer["status"] == 304 and answer["size"] == 0 and answer["refusal"] is None


def test_without_something_known_the_request_has_no_condition(server: Server) -> None:
    server.reply("/feed", Reply("posts", etag='"1"', last_modified=DATE))
    answer = ask(server, None).only_answer()
    assert answer["status"] == 200
    assert answer["validators"] == {
        "url": server.url("/feed"),
        "etag": '"1"',
        "last_modified": DATE,
        "body_sha256": sha("posts"),
    }


def test_a_request_that_is_not_marked_has_no_condition(server: Server) -> None:
    assert ask(server, {"etag": '"1"'}, conditional=False).only_answer()["status"] == 200
    assert "if-none-match" not in server.asked("/feed")[0].headers


def test_a_304_keeps_what_was_known(server: Server) -> None:
    server.reply("/feed", Reply("posts", etag='"1"'))
    answer = ask(server, {"etag": '"1"', "last_modified": DATE, "body_sha256": sha("posts")}).only_answer()
    kept = answer["validators"]
    assert (kept["etag"], kept["last_modified"], kept["body_sha256"]) == ('"1"', DATE, sha("posts"))


def test_conditions_that_a_request_brings_are_not_overwritten(server: Server) -> None:
    url = server.url("/feed")
    request = {"url": url, "meta": {"conditional": True}, "headers": {"If-None-Match": '"mine"'}}
    crawl(request, known={"validators": {url: {"etag": '"known"', "last_modified": DATE}}})
    headers = server.asked("/feed")[0].headers
    assert headers["if-none-match"] == '"mine"' and headers["if-modified-since"] == DATE


def test_a_forced_request_has_no_condition_and_no_flag(server: Server) -> None:
    server.reply("/feed", Reply("posts", etag='"1"'))
    answer = ask(server, {"etag": '"1"', "body_sha256": sha("posts")}, force=True).only_answer()
    assert answer["status"] == 200 and answer["flags"] == []


def test_a_304_that_nobody_asked_for_is_an_error(server: Server) -> None:
    server.reply("/feed", Reply(status=304))
    failure = crawl(server.url("/feed")).only_failure()
    assert (failure["outcome"], failure["reason"]) == ("soft", "status") and "304" in failure["sentence"]


def test_n20_a_body_that_is_the_known_one_is_flagged_whatever_the_tag_says(server: Server) -> None:
    server.reply("/feed", Reply("posts", etag='"another each time"'))
    assert ask(server, {"etag": '"1"', "body_sha256": sha("posts")}).only_answer()["flags"] == ["same"]


def test_n20_a_body_that_changed_is_not_flagged(server: Server) -> None:
    server.reply("/feed", Reply("more posts"))
    assert ask(server, {"body_sha256": sha("posts")}).only_answer()["flags"] == []


def test_the_hash_is_of_the_unpacked_body(server: Server) -> None:
    server.reply("/feed", Reply("posts " * 500, gzip=True))
    assert ask(server, {"body_sha256": sha("posts " * 500)}).only_answer()["flags"] == ["same"]


def test_an_error_page_is_never_the_same(server: Server) -> None:
    server.reply("/feed", Reply("down", status=500))
    assert ask(server, {"body_sha256": sha("down")}).only_answer()["flags"] == []


@pytest.mark.parametrize(
    "tag", ['W/"weak"', "unquoted", '"with , comma"', '"' + "x" * 3000 + '"', '"caf\u00e9"', '""', "'single'"]
)
def test_n21_odd_tags_are_sent_back_to_the_letter(server: Server, tag: str) -> None:
    server.reply("/feed", Reply("posts", headers={"ETag": tag}))
    kept = ask(server, None).only_answer()["validators"]["etag"]
    assert kept == tag
    ask(server, {"etag": kept})
    assert server.asked("/feed")[1].headers["if-none-match"] == tag


def test_n21_a_tag_too_long_to_be_sent_is_not_kept(server: Server) -> None:
    server.reply("/feed", Reply("posts", headers={"ETag": '"' + "x" * 5000 + '"'}))
    assert ask(server, None).only_answer()["validators"]["etag"] is None


def test_validators_belong_to_the_address_that_answered(server: Server) -> None:
    server.reply("/feed", Reply(status=301, headers={"Location": "/rss"}))
    server.reply("/rss", Reply("posts", etag='"1"'))
    assert ask(server, None).only_answer()["validators"]["url"] == server.url("/rss")


def test_conditions_are_sent_again_after_a_wait(server: Server) -> None:
    server.reply("/feed", Reply(status=429, headers={"Retry-After": "0"}), Reply("posts", etag='"1"'))
    assert ask(server, {"etag": '"1"'}).only_answer()["status"] == 304
