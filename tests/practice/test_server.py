"""The practice web answers over real HTTP as the sites behind it would."""

import gzip
import http.client
import json
import socket
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest

from practice import __main__ as door
from practice import server
from practice.truth import truth

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def running() -> Iterator[server.Server]:
    with server.running(day=1) as one:
        yield one


def get(running: server.Server, host: str, path: str, **headers: str) -> Answer:
    connection = http.client.HTTPConnection(running.base_url.removeprefix("http://"), timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": host, **named})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body


def test_every_source_has_a_home_page_on_its_host(running: server.Server) -> None:
    for post in {post.source: post for post in truth(1).posts}.values():
        scheme, _, host = post.url.split("/")[:3]
        status, headers, body = get(running, host, "/", X_Forwarded_Proto=scheme.rstrip(":"))
        assert status == 200 and body.strip(), host
        assert "Date" not in headers and parsedate_to_datetime(headers["date"])


def test_an_unknown_host_is_told_so(running: server.Server) -> None:
    assert get(running, "www.nobody.example", "/")[0] == 502


def test_plain_http_is_redirected_to_https_where_the_site_does_so(running: server.Server) -> None:
    status, headers, _ = get(running, "www.fpw-national.example", "/blog/2?x=1", X_Forwarded_Proto="http")
    assert (status, headers["location"]) == (301, "https://www.fpw-national.example/blog/2?x=1")


def test_the_old_site_knows_http_only_and_drops_whoever_asks_over_https(running: server.Server) -> None:
    assert get(running, "www.local9588.example", "/", X_Forwarded_Proto="http")[0] == 200
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        get(running, "www.local9588.example", "/", X_Forwarded_Proto="https")


def test_answers_are_compressed_for_those_who_take_gzip(running: server.Server) -> None:
    _, plain_headers, plain = get(running, "www.fpw-national.example", "/blog")
    _, headers, zipped = get(running, "www.fpw-national.example", "/blog", Accept_Encoding="gzip, deflate")
    assert "content-encoding" not in plain_headers
    assert headers["content-encoding"] == "gzip" and gzip.decompress(zipped) == plain


def test_drupals_page_cache_wants_both_validators_back(running: server.Server) -> None:
    host, path = "www.council190.example", "/news"
    _, headers, _ = get(running, host, path)
    etag, modified = headers["etag"], headers["last-modified"]
    assert get(running, host, path, If_None_Match=etag, If_Modified_Since=modified)[0] == 304
    assert get(running, host, path, If_None_Match=etag)[0] == 200
    assert get(running, host, path, If_Modified_Since=modified)[0] == 200


def test_weak_and_strong_tags_answer_304_and_some_sites_give_no_tag(running: server.Server) -> None:
    for host, path in (("www.local9501.example", "/blog"), ("www.local9130.example", "/feed.xml")):
        _, headers, _ = get(running, host, path)
        status, _, body = get(running, host, path, If_None_Match=headers["etag"])
        assert (status, body) == (304, b"")
    assert get(running, "www.local9501.example", "/blog")[1]["etag"].startswith("W/")
    assert "etag" not in get(running, "www.fpw-national.example", "/blog")[1]
    assert "etag" not in get(running, "www.council231.example", "/wp-json/wp/v2/posts")[1]


def test_robots_txt_is_of_every_sort(running: server.Server) -> None:
    assert b"Disallow: /preview/" in get(running, "www.fpw-national.example", "/robots.txt")[2]
    assert b"Crawl-delay: 0.1" in get(running, "www.local9501.example", "/robots.txt")[2]
    assert get(running, "www.hall9420.example", "/robots.txt")[0] == 404
    status, headers, body = get(running, "www.local9404.example", "/robots.txt")
    assert status == 200 and headers["content-type"].startswith("text/html") and body.startswith(b"<!DOCTYPE")
    assert b"Sitemap: https://" in get(running, "www.fpw190retirees.example", "/robots.txt")[2]


def test_the_log_tells_who_was_asked_what(running: server.Server) -> None:
    before = len(running.log)
    get(running, "www.council318.example", "/atom.xml", User_Agent="a guest", If_None_Match='"x"')
    (line,) = list(running.log)[before:]
    assert (line.url, line.status, line.agent) == ("https://www.council318.example/atom.xml", 200, "a guest")
    assert line.conditional and line.in_flight == 1
    assert running.asked("www.council318.example")[-1] == line
    told = json.loads(get(running, "127.0.0.1", "/-/log")[2])
    assert told[before]["url"] == line.url


def test_the_day_can_be_switched_while_it_runs() -> None:
    with server.running(day=1) as one:
        assert get(one, "www.united-desks.example", "/feed.json")[0] == 200
        one.day = 2
        assert get(one, "www.united-desks.example", "/feed.json")[0] == 410
        assert get(one, "127.0.0.1", "/-/day/1")[0] == 200
        assert get(one, "www.united-desks.example", "/feed.json")[0] == 200


def test_a_person_can_look_around_in_a_browser(running: server.Server) -> None:
    index = get(running, "127.0.0.1", "/")[2].decode()
    assert "/-/www.council190.example/" in index and "/-/day/2" in index
    assert b"Connect With Us" in get(running, "127.0.0.1", "/-/www.council190.example/")[2]


def test_one_connection_carries_many_requests_and_bad_ones_do_not_stop_it(running: server.Server) -> None:
    address = running.base_url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=10) as raw:
        raw.sendall(b"NONSENSE\r\n\r\nHEAD / HTTP/1.1\r\nHost: www.council231.example\r\n\r\n")
        answer = b""
        while answer.count(b"HTTP/1.1") < 2:
            answer += raw.recv(65536)
    assert b"400 Bad Request" in answer and b"200 OK" in answer


def test_a_port_in_use_is_one_sentence_and_exit_code_2(
    running: server.Server, capsys: pytest.CaptureFixture[str]
) -> None:
    port = running.base_url.rsplit(":", 1)[1]
    assert door.main(["--port", port]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and port in said


def test_a_registry_that_is_wrong_is_one_sentence_and_exit_code_2(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.main(["--port", "0", "--registry", str(tmp_path)]) == 2
    assert "sources.csv" in capsys.readouterr().err
