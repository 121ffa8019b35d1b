"""The site as a newcomer has it, in a real browser: `make demo` into an archive of its own, once for all tests here.

Whatever a test does, its pages may ask this site only and may complain of nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "build" / "screens"
DAYS = 4
SECONDS = 600.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Demo:
    """A running site. address: without a slash at its end; archive: its file."""

    address: str
    archive: Path

    def one(self, sql: str) -> Any:
        """The first value that a question gives, such as the number of a post worth looking at."""
        with sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True) as db:
            row = db.execute(sql).fetchone()
        assert row is not None, f"the practice archive has none: {sql}"
        return row[0]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The practice web's days, collected while the site is up; NEWS_TEST_SITE and NEWS_TEST_ARCHIVE name one that runs."""
    if running := os.environ.get("NEWS_TEST_SITE"):
        yield Demo(running.rstrip("/"), Path(os.environ["NEWS_TEST_ARCHIVE"]))
        return
    archive = tmp_path_factory.mktemp("demo") / "archive.db"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    scrapy = Path(sys.executable).parent / "scrapy"
    words = ["start", "--practice", "--days", str(DAYS), "--port", str(port), "-s", f"ARCHIVE_PATH={archive}"]
    with subprocess.Popen(
        [scrapy, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as start:
        try:
            said, listener = _wait_until_filled(start)
            site = Demo(f"http://127.0.0.1:{port}", archive)
            assert site.one("select count(*) from crawls where outcome = 'finished'") == DAYS, said
            yield site
        finally:
            start.send_signal(signal.SIGTERM)
            listener.join(SECONDS)  # it reads to the end, which comes when the site is down


def _wait_until_filled(start: subprocess.Popen[str]) -> tuple[str, threading.Thread]:
    """Until the site says that it stays up; gives all it said. What comes after is read too, so that no pipe fills."""
    said: list[str] = []
    is_up = threading.Event()

    def listen() -> None:
        assert start.stdout is not None
        for line in start.stdout:
            said.append(line)
            if "stays up" in line:
                is_up.set()
        is_up.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert is_up.wait(SECONDS), "".join(said)
    assert any("stays up" in line for line in said), "".join(said)
    return "".join(said), listener


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium where there is one, else the one that Playwright downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    as_root = {"args": ["--no-sandbox"]} if os.geteuid() == 0 else {}
    return {**browser_type_launch_args, **({"executable_path": found} if found else {}), **as_root}


@dataclass
class Reader:
    """A browser window at the site, and what it asked of others or complained of."""

    demo: Demo
    page: Page
    complaints: list[str] = field(default_factory=list)
    #: whether pages that are not there are part of the test
    may_miss: bool = False

    def go(self, path: str) -> Page:
        """Open an address of the site, as typed or from a bookmark."""
        self.page.goto(self.demo.address + path)
        return self.page

    def watch(self) -> Reader:
        """Note requests to others, errors of scripts, violations of the content policy, files that do not come."""
        self.page.on("request", self._asked)
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        return self

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.demo.address + "/", "data:", "about:")):
            self.complaints.append(f"{self.page.url} asked for {request.url}")

    def _told(self, message: Any) -> None:
        if message.type in ("error", "warning") and not (self.may_miss and "404" in message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")


def _context(browser: Browser, **given: Any) -> BrowserContext:
    wishes = {"locale": "en-US", "viewport": {"width": 1200, "height": 900}, "accept_downloads": True}
    return browser.new_context(**{**wishes, **given})


@pytest.fixture
def visit(browser: Browser, demo: Demo) -> Iterator[Any]:
    """Opens windows: visit(width=…, scheme=…, …); at the end none of them may have a complaint."""
    contexts: list[BrowserContext] = []
    readers: list[Reader] = []

    def opened(width: int = 1200, height: int = 900, scheme: str = "light", **given: Any) -> Reader:
        context = _context(browser, viewport={"width": width, "height": height}, color_scheme=scheme, **given)
        context.set_default_timeout(30_000)
        contexts.append(context)
        readers.append(Reader(demo, context.new_page()).watch())
        return readers[-1]

    yield opened
    for context in contexts:
        context.close()
    complaints = [complaint for reader in readers for complaint in reader.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def reader(visit: Any) -> Reader:
    """One window of 1200 pixels, light, English."""
    opened: Reader = visit()
    return opened
