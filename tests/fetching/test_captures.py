"""What is handed on as received: packed bytes and headers, and nothing that may be secret."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from fetching import meta
from fetching.captures import KeepReceived, forbids_copies


def answer(url: str = "https://a.example/post", status: int = 200, **facts: Any) -> tuple[Request, Response]:
    """A request of a channel, and its answer."""
    request = Request(url, headers={"Cookie": "a=1", "Authorization": "Basic c2VjcmV0", "User-Agent": "tests"})
    request.meta.update({meta.CHANNEL: "a-news", **facts})
    headers = {"Set-Cookie": "session=secret", "Content-Encoding": "gzip", "Content-Type": "Text/HTML; charset=x"}
    return request, Response(url, status, headers=headers, body=b"\x1f\x8bpacked", protocol="HTTP/1.1")


def test_the_packed_bytes_are_handed_on_without_cookies_and_passwords() -> None:
    request, response = answer("https://user:geheim@a.example/post")
    KeepReceived().process_response(request, response)
    found = request.meta[meta.RECEIVED]
    assert found.body == b"\x1f\x8bpacked" and found.media_type == "text/html"
    names = {name.lower() for name, _ in (*found.headers, *found.request_headers)}
    assert names == {b"content-encoding", b"content-type", b"user-agent", b"host"}
    assert found.url == "https://a.example/post" and "geheim" not in repr(found) and "secret" not in repr(found)


@pytest.mark.parametrize("facts", [{meta.ROBOTS: 0}, {meta.BESIDE: True}])
def test_robots_files_and_what_a_page_wants_besides_are_not_handed_on(facts: dict[str, Any]) -> None:
    request, response = answer(**facts)
    assert KeepReceived().process_response(request, response) is response
    assert meta.RECEIVED not in request.meta


def test_answers_that_are_no_document_are_not_handed_on() -> None:
    for status in (304, 404, 503):
        request, response = answer(status=status)
        KeepReceived().process_response(request, response)
        assert meta.RECEIVED not in request.meta


@pytest.mark.parametrize(
    ("values", "forbids"),
    [
        ([], False),
        ([b"noindex, nofollow"], False),
        ([b"NoArchive"], True),
        ([b"noindex", b"noarchive"], True),
        ([b"googlebot: noarchive, nosnippet"], True),
        ([b"max-snippet:-1, \xff\xfe"], False),
    ],
)
def test_a_header_that_asks_for_no_copy_is_heard(values: list[bytes], forbids: bool) -> None:
    assert forbids_copies(values) is forbids
