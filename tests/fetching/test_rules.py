"""Proves fetching/rules.py: what a robots.txt asks of us, whatever is in it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetching.rules import MAX_BYTES, Rules, read_rules
from tests.patience import within

US = "afscme-news-archive"
DRUPAL = b"""#
# robots.txt
User-agent: *
Crawl-delay: 10
Allow: /misc/*.css$
Disallow: /includes/
Disallow: /search/
Disallow: /?q=search/
"""


def allowed(rules: Rules, path: str) -> bool:
    return rules.allows is None or rules.allows(f"https://example.org{path}")


def test_the_stock_file_of_drupal_is_obeyed_with_its_delay() -> None:
    rules = read_rules(DRUPAL, US)
    assert rules.crawl_delay == 10
    assert allowed(rules, "/news") and allowed(rules, "/node/5") and allowed(rules, "/misc/a.css")
    for path in ("/search/node", "/?q=search/node", "/includes/x"):
        assert not allowed(rules, path)


@pytest.mark.parametrize(
    ("body", "path", "may"),
    [
        (b"User-agent: *\nDisallow: /\n\nUser-agent: afscme-news-archive\nDisallow: /x\n", "/news", True),
        (b"User-agent: *\nDisallow:\n\nUser-agent: AFSCME-News-Archive\nDisallow: /\n", "/news", False),
        (b"User-agent: afscme-news-archive/2.0\nDisallow: /\n", "/news", False),
        (b"User-agent: afscme\nDisallow: /\n", "/news", True),
        (b"User-agent: news-archive\nDisallow: /\n", "/news", True),
        (b"User-agent: otherbot\nUser-agent: afscme-news-archive\nDisallow: /a\n", "/a", False),
        (b"User-agent: otherbot\nDisallow: /\n", "/a", True),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", True),
        (b"User-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b\n", "/b", False),
        (b"User-agent: *\rDisallow: /a\r", "/a", False),
        (b"user-agent:*\ndisallow:/a", "/a", False),
        (b"User-agent: *  # all\nDisallow: /a # not this\n", "/a", False),
        (b"User-agent: *\nDisallow: /*?page=\n", "/news?page=3", False),
        (b"User-agent: *\nDisallow: /caf%C3%A9\n", "/caf%c3%a9", False),
        (b"Disallow: /\n", "/a", True),
        (b"", "/a", True),
    ],
)
def test_groups_and_rules_are_read_as_the_rfc_says(body: bytes, path: str, may: bool) -> None:
    assert allowed(read_rules(body, US), path) is may


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_r4_a_byte_order_mark_or_utf_16_hides_no_rule(encoding: str) -> None:
    rules = read_rules("User-agent: *\nDisallow: /a\n".encode(encoding), US)
    assert not allowed(rules, "/a") and allowed(rules, "/b")


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><p>User-agent: *<br>\nDisallow: /\n</html>",
        b"\xef\xbb\xbf  <html>\nUser-agent: *\nDisallow: /\n</html>",
        b"Not found\n",
        b"\x00\x01\xff" * 99,
    ],
)
def test_r3_html_and_junk_hold_no_rules_and_say_so(body: bytes) -> None:
    rules = read_rules(body, US)
    assert rules.allows is None and rules.crawl_delay is None and rules.note


def test_r4_of_a_huge_file_the_first_half_megabyte_counts_and_no_half_line() -> None:
    body = b"User-agent: *\nDisallow: /first\n" + b"Disallow: /filler\n" * 40_000
    cut = body[:MAX_BYTES].rindex(b"\n") + 1
    body = body[:cut] + b"Disallow: /public/but/not/this\n" + b"Disallow: /last\n"
    rules = read_rules(body, US)
    assert not allowed(rules, "/first")
    assert allowed(rules, "/last") and allowed(rules, "/public")
    assert "cut" in (rules.note or "")


HOSTILE = {
    "many robots, each with many rules": b"".join(b"User-agent: bot%d\n" % n for n in range(15_000))
    + b"Disallow: /a\n" * 15_000,
    "our prefixes as robots": b"".join(b"User-agent: %b\n" % US[:n].encode() for n in range(1, 19)) * 200
    + b"Disallow: /a\n" * 20_000,
    "one pattern of stars": b"User-agent: *\n" + (b"Disallow: /" + b"*a" * 900 + b"\n") * 250,
    "dollars": b"User-agent: *\n" + (b"Disallow: /" + b"$" * 1900 + b"\n") * 250,
    "one endless line": b"User-agent: *\nDisallow: /" + b"x" * 500_000,
    "only line ends": b"\n" * 500_000,
    "control characters": b"User-agent: *\nDis\x00allow: /a\x1c/b\x85\n" * 10_000,
    "escapes": b"User-agent: *\nDisallow: /" + b"%41" * 600 + b"\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_r4_no_file_takes_long_to_read_or_to_ask(name: str) -> None:
    """Half a megabyte made to hurt: quadratic reading would take minutes, so a wide limit tells."""
    began = time.process_time()
    rules = read_rules(HOSTILE[name][:MAX_BYTES], US)
    for number in range(20):
        allowed(rules, "/" + "a" * 2000 + str(number))
    assert within(began, 10)


@pytest.mark.parametrize(("value", "delay"), [("30", 30.0), ("0.5", 0.5), ("-1", None), ("nan", None), ("inf", None),
                                              ("soon", None), ("1e9", 1e9), ("", None)])  # fmt: skip
def test_r5_a_crawl_delay_is_a_number_or_nothing(value: str, delay: float | None) -> None:
    assert read_rules(f"User-agent: *\nCrawl-delay: {value}\nDisallow: /a\n".encode(), US).crawl_delay == delay


@given(st.binary(max_size=3000))
def test_any_bytes_give_rules(body: bytes) -> None:
    assert isinstance(allowed(read_rules(body, US), "/news"), bool)
