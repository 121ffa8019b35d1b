"""Rows that ask for a browser: what happens without the extra, and with it against a site that is nothing but scripts."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from tests.crawling import Crawled, crawl
from tests.server import Reply, Server

CHROMIUM = os.environ.get("NEWS_BROWSER_PATH") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
IS_THERE = find_spec("scrapy_playwright") is not None
with_browser = pytest.mark.skipif(
    not IS_THERE or not CHROMIUM,
    reason="the extra for browsers is missing: pip install 'scrapy-playwright>=0.0.48,<0.1', and a chromium",
)
without_browser = pytest.mark.skipif(IS_THERE, reason="the extra for browsers is installed")

SHELL = "<!doctype html><html><head><title>Local 77</title></head><body><div id=root></div>{}</body></html>"
WORDS = "Members voted yes on Thursday after a long meeting, and the contract now goes to the county board. " * 6
APP = """
fetch('/api/posts.json').then(answer => answer.json()).then(posts => {
  const root = document.getElementById('root');
  const post = posts.find(one => location.pathname === '/news/' + one.slug);
  root.innerHTML = post
    ? `<main><h1>${post.title}</h1><p>${navigator.userAgent}</p><p>${post.words}</p></main>`
    : '<main>' + posts.map(one => `<h2><a href="/news/${one.slug}">${one.title}</a></h2>`).join('') + '</main>';
});
"""
POSTS = json.dumps([{"slug": "contract", "title": "Members ratify the contract", "words": WORDS}])


@pytest.fixture
def site() -> Iterator[Server]:
    with Server() as server:
        shell = Reply(SHELL.format("<script src='/app.js'></script>"), etag='"shell"')
        server.reply("/news", shell)
        server.reply("/news/contract", shell)
        server.reply("/app.js", Reply(APP, content_type="text/javascript"))
        server.reply("/api/posts.json", Reply(POSTS, content_type="application/json"))
        yield server


def asked(server: Server, *paths: str, browser: bool = True, **given: Any) -> Crawled:
    """A crawl of a channel whose row asks for a browser, or does not."""
    requests = [{"url": server.url(path), "meta": {"channel_id": "local-77-news"}} for path in paths]
    settings = {"BROWSER_PATH": CHROMIUM, **given.pop("settings", {})}
    return crawl(
        *requests,
        sites=[{"source_id": "local-77", "home": server.url("/")}],
        channels={"local-77-news": "local-77"},
        hints={"local-77-news": {"browser": True} if browser else {}},
        settings=settings,
        **given,
    )


def body_of(answer: dict[str, Any]) -> str:
    return str(answer["body"])


@without_browser
def test_a_row_that_asks_for_a_browser_is_told_what_to_install(site: Server) -> None:
    failure = asked(site, "/news").only_failure()
    assert failure["reason"] == "no_browser" and "pip install 'scrapy-playwright" in failure["sentence"]
    assert site.asked("/news") == []


def test_other_rows_get_the_shell_as_it_came(site: Server) -> None:
    answer = asked(site, "/news", browser=False).only_answer()
    assert "id=root></div>" in body_of(answer) and "rendered" not in answer["flags"]
    assert site.asked("/app.js") == []


@with_browser
def test_an_empty_shell_is_shown_by_the_browser_with_our_name(site: Server) -> None:
    answer = asked(site, "/news/contract").only_answer()
    assert "<h1>Members ratify the contract</h1>" in body_of(answer) and "rendered" in answer["flags"]
    assert "afscme-news-archive/" in body_of(answer) and "HeadlessChrome" not in body_of(answer)
    for path in ("/news/contract", "/app.js", "/api/posts.json"):
        assert [seen.headers["user-agent"].split("/")[0] for seen in site.asked(path)] == ["afscme-news-archive"], path


@with_browser
def test_a_page_that_shows_itself_needs_no_browser(site: Server) -> None:
    site.reply("/plain", Reply(SHELL.format(f"<main><p>{WORDS}</p></main><script src='/app.js'></script>")))
    assert "rendered" not in asked(site, "/plain").only_answer()["flags"]
    assert site.asked("/app.js") == []


@with_browser
def test_what_robots_txt_closes_is_closed_to_the_pages_scripts_too(site: Server) -> None:
    site.reply("/robots.txt", Reply("User-agent: *\nDisallow: /api/", content_type="text/plain"))
    answer = asked(site, "/news").only_answer()
    assert site.asked("/api/posts.json") == [] and len(site.asked("/app.js")) == 1
    assert "ratify" not in body_of(answer)


@with_browser
def test_scripts_reach_no_private_host_and_no_other_scheme(site: Server) -> None:
    with Server(addresses=["127.0.0.9"]) as inner:
        inner.reply("/secret", Reply("hidden words", headers={"Access-Control-Allow-Origin": "*"}))
        code = f"""
          const tell = text => document.body.insertAdjacentHTML('beforeend', '<p>' + text + '</p>');
          for (const url of ['http://10.0.0.1/x', 'http://169.254.169.254/latest', 'file:///etc/passwd', 'http://[::1]:1/',
                             'http://metadata.internal/x'])
            fetch(url).then(() => tell('REACHED ' + url), () => tell('stopped ' + url));
          try {{ const s = new WebSocket('{inner.url("/socket").replace("http", "ws")}');
                s.onopen = () => tell('REACHED socket'); s.onerror = () => tell('stopped socket'); }} catch (e) {{}}
          new Image().src = '{inner.url("/picture.png")}';
          navigator.sendBeacon('{inner.url("/beacon")}', 'x');
          fetch('/api/posts.json', {{method: 'POST', body: 'x'}}).then(() => tell('REACHED post'), () => tell('stopped post'));
        """
        site.reply("/bad.js", Reply(code, content_type="text/javascript"))
        site.reply("/bad", Reply(SHELL.format("<script src='/bad.js'></script>")))
        answer = asked(site, "/bad", names={"metadata.internal": "169.254.169.254"}).only_answer()
        assert "REACHED" not in body_of(answer) and body_of(answer).count("<p>stopped") == 7
        assert [inner.asked(path) for path in ("/socket", "/picture.png", "/beacon")] == [[], [], []]
        assert site.asked("/api/posts.json") == []


@with_browser
def test_a_page_that_goes_elsewhere_or_never_rests_ends(site: Server) -> None:
    code = "setInterval(() => fetch('/more?' + Math.random()), 5); setTimeout(() => location = '/elsewhere', 50);"
    site.reply("/restless", Reply(SHELL.format(f"<script>{code}</script>")))
    done = asked(site, "/restless")
    assert done.seconds < 75 and len(done.answers) + len(done.failures) == 1
    assert site.asked("/elsewhere") == []
    assert sum(seen.path.startswith("/more") for seen in site.asked()) <= 60


@with_browser
def test_a_missing_browser_is_told_in_words(site: Server) -> None:
    failure = asked(site, "/news", settings={"BROWSER_PATH": "/nowhere/chromium"}).only_failure()
    assert failure["reason"] == "no_browser" and "BROWSER_PATH" in failure["sentence"]
