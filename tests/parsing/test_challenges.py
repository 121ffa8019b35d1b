"""Challenges, parked domains, maintenance and nothing at all; and posts that only speak of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from items import REASONS
from parsing.challenge_words import PARKED_MARKS, STRONG_MARKS, WEAK_MARKS, Marks
from parsing.challenges import verdict
from tests.patience import within

HTML = {"Content-Type": "text/html; charset=utf-8"}
PROSE = (
    "<p>Members of the local told the board how the outage of the site kept them from signing up for shifts.</p>" * 12
)


def page(title: str, body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, {"CF-Mitigated": "challenge"}, b""),
        (200, {"x-vercel-mitigated": "challenge"}, page("x", PROSE)),
        (
            403,
            HTML,
            page(
                "Just a moment...",
                "<script>window._cf_chl_opt={}</script><p>Enable JavaScript and cookies to continue</p>",
            ),
        ),
        (200, HTML, page("Just a moment...", "<script src='/cdn-cgi/challenge-platform/h/g.js'></script>")),
        (200, HTML, page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>")),
        (200, HTML, page("", "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>")),
        (202, HTML, page("", "<script>AwsWafIntegration.saveReferrer()</script>")),
        (
            200,
            HTML,
            page("Making sure you&#39;re not a bot!", "<script id='anubis_challenge'>{}</script><p>Loading...</p>"),
        ),
        (200, HTML, page("Robot Challenge", "<meta http-equiv='refresh' content='0;/.well-known/sgcaptcha/?r=%2F'>")),
        (429, HTML, page("Vercel Security Checkpoint", "<p>We are verifying your browser</p>")),
        (
            200,
            HTML,
            page(
                "Pardon Our Interruption",
                "<p>As you were browsing something about your browser made us think you were a bot.</p>",
            ),
        ),
    ],
)
def test_n1_s4_a_challenge_is_told_by_signs_that_agree(status, headers, body):
    found = verdict(status, headers, body)
    assert found and found[0] == "challenge"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, page("Just a moment: how Cloudflare kept members out", PROSE)),
        (200, page("Just a moment...", PROSE)),
        (
            200,
            page(
                "Attention Required!",
                "<nav>" + "<a href='/x'>Menu</a>" * 12 + "</nav><article><p>Two words of a short post.</p></article>",
            ),
        ),
        (200, page("News", PROSE + "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>")),
        (200, page("Contact", "<a href='/'>Home</a>" * 9 + "<form><div class='g-recaptcha'></div></form>")),
        (
            403,
            page("Access Denied | Local 9", "<a href='/'>Home</a>" * 9 + "You are not authorized to access this page."),
        ),
        (200, page("Domain for sale? Members fight the sale of the hospital", PROSE)),
        (
            200,
            page(
                "Roads under maintenance",
                "<a href='/'>Home</a>" * 9 + "<article><p>Crews are under maintenance contracts.</p></article>",
            ),
        ),
        (404, page("Not found", "")),
        (200, b'<?xml version="1.0"?><rss><channel><title>Just a moment...</title></channel></rss>'),
        (200, b'{"title": "Just a moment..."}'),
        (200, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"),
        (200, page("Redirect", "<script>location='/home'</script>")),
        (200, page("App", "<div id='root'></div><script src='/app.js'></script>")),
        (304, b""),
        (404, b""),
    ],
)
def test_a_post_about_a_challenge_is_none(status, body):
    assert verdict(status, HTML, body) is None


@pytest.mark.parametrize(
    "body",
    [
        page("local9.example", "<script src='https://img.sedoparking.com/x.js'></script>"),
        page("local9.example is for sale", "<h1>local9.example is for sale</h1><a href='/offer'>Make an offer</a>"),
        b'<html><head><script>window.onload=function(){window.location.href="/lander"}</script></head><body></body></html>',
        page("Account Suspended", "<h1>Account Suspended</h1><p>Contact your hosting provider.</p>"),
        page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><a href='http://nginx.org/'>nginx.org</a>"),
        page("Coming soon", "<p>Future home of something quite cool.</p>"),
    ],
)
def test_u11_a_parked_domain_is_told(body):
    found = verdict(200, HTML, body)
    assert found and found[0] == "parked"


@pytest.mark.parametrize("body", [b"", b"  \n", b"\xef\xbb\xbf", b"\0\0", b"<html><head></head><body></body></html>"])
def test_n2_an_answer_without_content_is_told(body):
    found = verdict(200, HTML, body)
    assert found and found[0] == "empty_body"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, page("Maintenance", "<h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1>")),
        (200, page("Site under maintenance", "<p>We should be back shortly.</p>")),
        (503, page("Site under maintenance | Local 9", "<p>We are undergoing maintenance.</p>")),
    ],
)
def test_maintenance_asks_to_come_back(status, body):
    found = verdict(status, HTML, body)
    assert found and found[0] == "retry_later"


@pytest.mark.parametrize("piece", [b"<script>", b"<title>", b"<a ", b"captcha ", b"<", b"under maintenance "])
def test_f16_hostile_answers_are_judged_in_bounded_time(piece):
    began = time.process_time()
    for head in (b"<html>", b"<html><title>Just a moment...</title>"):
        verdict(503, HTML, head + piece * (400_000 // len(piece)))
    assert within(began, 2)


@settings(deadline=None)
@given(st.integers(100, 599), st.binary(max_size=500))
def test_any_answer_gives_a_known_reason_or_none(status, body):
    for document in (body, b"<html><title>Just a moment...</title>" + body):
        found = verdict(status, HTML, document)
        assert found is None or (found[0] in REASONS and found[1])


@given(
    st.sampled_from([STRONG_MARKS, WEAK_MARKS, PARKED_MARKS]),
    st.binary(max_size=30),
    st.integers(0, 40),
    st.binary(max_size=30),
)
def test_a_mark_is_found_wherever_it_stands_whatever_it_shares_with_others(
    marks: Marks, before: bytes, at: int, behind: bytes
) -> None:
    needles = [needle for _, group in marks.needles for needle in group]
    page = before + needles[at % len(needles)].upper() + behind
    assert marks.stand_in(page, page.lower()) == bool(marks.pattern.search(page))
    assert all(part in needle for part, group in marks.needles for needle in group)
    bare = before + behind
    assert marks.stand_in(bare, bare.lower()) == bool(marks.pattern.search(bare))
