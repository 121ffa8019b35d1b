"""Sites that are empty shells, from the address to the archive: `scrapy propose`, then `scrapy collect`, without a browser."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import registry
from registry import Channel, Source
from tests.server import Reply, Server
from tests.shells_of_makes import SHELLS, frame
from tests.sites_of_makes import MadeSite, Story, stories

ROOT = Path(__file__).resolve().parent.parent.parent
POSTS = stories(9)
CHROMIUM = os.environ.get("NEWS_BROWSER_PATH") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def shell_site(name: str, home: str) -> MadeSite:
    """A site whose pages are shells: a home page that shows nothing, a list, its posts."""
    shell, site = SHELLS[name], MadeSite(home)
    for path in ("/", "/about", "/privacy"):
        site.add(path, frame("Local 77", ""))
    site.add("/news", shell.list_page(POSTS))
    for story in POSTS:
        for ending in ("", "/"):
            site.add(shell.address(story) + ending, shell.article_page(story, POSTS))
    return site


def scrapy(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    given = {
        "REGISTRY_DIR": str(folder / "registry"),
        "ARCHIVE_PATH": str(folder / "archive.db"),
        "ALLOW_PRIVATE_HOSTS": "1",
        "CRAWL_DELAY_MAX": "0",
        "PAGE_DELAY": "0",
        "READ_WORKERS": "0",
    }
    environment = {**os.environ, **{f"NEWS_{name}": value for name, value in given.items()}}
    command = [sys.executable, "-m", "scrapy", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("name", ["next with contentful", "apollo", "nuxt 3", "wix"])
def test_a_shell_with_state_is_proposed_and_collected_whole(name: str, tmp_path: Path) -> None:
    with Server() as server:
        site = shell_site(name, server.url("").rstrip("/"))
        site.serve(server)
        told = scrapy(tmp_path, "propose", server.url("/"), "--source", "local-77", "--name", "AFSCME Local 77",
                      "--timezone", "America/Chicago", "--write")  # fmt: skip
        assert told.returncode == 0, told.stdout + told.stderr
        rows = registry.load(tmp_path / "registry").channels.values()
        assert [(row.family, row.address) for row in rows] == [("listing", server.url("/news"))]
        done = scrapy(tmp_path, "collect")
        assert done.returncode == 0, done.stdout + done.stderr
    with sqlite3.connect(tmp_path / "archive.db") as db:
        kept = db.execute(
            "SELECT title, published_on, published_from, body FROM items ORDER BY published_on DESC"
        ).fetchall()
    assert [(title, on, origin) for title, on, origin, _ in kept] == [
        (story.title, story.day.isoformat(), "json_ld") for story in POSTS
    ]
    for story, (*_, body) in zip(POSTS, kept, strict=True):
        assert is_whole(story, body)


def is_whole(story: Story, body: str) -> bool:
    return all(" ".join(one.split()) in " ".join(body.split()) for one in story.body)


def test_a_shell_with_nothing_in_it_is_told_to_need_a_browser(tmp_path: Path) -> None:
    with Server() as server:
        server.reply("/", Reply(frame("Local 77", "")))
        told = scrapy(tmp_path, "propose", server.url("/"))
    assert told.returncode == 2
    assert "empty shell that needs a browser" in told.stderr and '{"browser": true}' in told.stderr
    assert "pip install 'scrapy-playwright" in told.stderr


def test_a_shell_with_a_feed_is_read_by_its_feed(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>{one.title}</title><link>HOME/news/{one.slug}</link><pubDate>{one.noon:%a, %d %b %Y %H:%M:%S %z}</pubDate>"
        f"<description>{one.body[0]}</description></item>"
        for one in POSTS
    )
    with Server() as server:
        feed = f"<rss version='2.0'><channel><title>Local 77</title>{items}</channel></rss>"
        server.reply("/", Reply(frame("Local 77", "")))
        server.reply(
            "/blog-feed.xml",
            Reply(feed.replace("HOME", server.url("").rstrip("/")), content_type="application/rss+xml"),
        )
        told = scrapy(tmp_path, "propose", server.url("/"), "--source", "local-77", "--name", "Local 77", "--write")
        assert told.returncode == 0, told.stdout + told.stderr
        rows = registry.load(tmp_path / "registry").channels.values()
        assert [(row.family, row.address) for row in rows] == [("feed", server.url("/blog-feed.xml"))]


@pytest.mark.skipif(
    find_spec("scrapy_playwright") is None or not CHROMIUM,
    reason="the extra for browsers is missing: pip install 'scrapy-playwright>=0.0.48,<0.1', and a chromium",
)
def test_a_row_that_asks_for_a_browser_is_collected_whole(tmp_path: Path) -> None:
    posts = [{"path": f"/news/{one.slug}", "title": one.title, "day": f"{one.day:%B %d, %Y}", "words": list(one.body)}
             for one in POSTS[:4]]  # fmt: skip
    code = """
      fetch('/api/posts.json').then(answer => answer.json()).then(posts => {
        const post = posts.find(one => one.path === location.pathname);
        document.getElementById('root').innerHTML = post
          ? `<main><article><h1>${post.title}</h1><p>${post.day}</p>${post.words.map(one => `<p>${one}</p>`).join('')}</article></main>`
          : '<main>' + posts.map(one => `<article><h2><a href="${one.path}">${one.title}</a></h2><p>${one.day}</p></article>`).join('') + '</main>';
      });"""
    with Server() as server:
        for path in ("/news", *(str(one["path"]) for one in posts)):
            server.reply(path, Reply(frame("Local 77", "")))
        server.reply("/static/app.js", Reply(code, content_type="text/javascript"))
        server.reply("/api/posts.json", Reply(json.dumps(posts), content_type="application/json"))
        source = Source(
            "local-77", "Local 77", "local", "77", (), server.url("/"), (), "en", "America/Chicago", None, None, None
        )
        row = Channel("local-77-news", "local-77", "listing", server.url("/news"), {"browser": True}, None, None, None)
        registry.append(tmp_path / "registry", [source], [row])
        done = scrapy(tmp_path, "collect", "-s", f"BROWSER_PATH={CHROMIUM}")
        assert done.returncode == 0, done.stdout + done.stderr
    with sqlite3.connect(tmp_path / "archive.db") as db:
        kept = db.execute("SELECT title, published_on, body FROM items ORDER BY published_on DESC").fetchall()
    assert [(title, on) for title, on, _ in kept] == [(one.title, one.day.isoformat()) for one in POSTS[:4]]
    assert all(is_whole(one, body) for one, (_, _, body) in zip(POSTS, kept, strict=False))
