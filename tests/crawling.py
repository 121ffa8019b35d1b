"""Real crawls for tests: the project's own settings and downloader with a spider that asks what a test tells it to.

`crawl(...)` sends a job to a worker process (`python -m tests.crawl_worker`), since a Twisted reactor starts only once
in a process, and returns what came of it. The worker is made with the first job and lives as long as the tests.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-21T12:00:00+00:00"
#: What tests need that differs from the project's own settings: loopback, and no more waiting than they ask for.
SETTINGS: dict[str, Any] = {
    "ALLOW_PRIVATE_HOSTS": True,
    "CRAWL_DELAY_MAX": 0.1,
    "PAGE_DELAY": 0.0,
    "INSTALLATION_DELAY": 0.0,
    "CONTACT": "https://example.org/about",
    "DOWNLOAD_TIMEOUT": 10,
    "ITEM_PIPELINES": {},
    "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader",
    "SPIDER_MODULES": [],
    "COMMANDS_MODULE": "",
}


@dataclass(slots=True)
class Crawled:
    """What came of a crawl. answers and failures by order of arrival; each names the address as it was asked."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    robots: list[dict[str, Any]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    seconds: float = 0.0

    def reasons(self) -> list[str]:
        return [failure["reason"] for failure in self.failures]

    def only_failure(self) -> dict[str, Any]:
        assert not self.answers, self.answers
        assert len(self.failures) == 1, (self.failures, self.log)
        return self.failures[0]

    def only_answer(self) -> dict[str, Any]:
        assert not self.failures, self.failures
        assert len(self.answers) == 1, (self.answers, self.log)
        return self.answers[0]


def crawl(
    *urls: str | Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    known: Mapping[str, Any] | None = None,
    sites: Sequence[Mapping[str, Any]] = (),
    channels: Mapping[str, str] | None = None,
    hints: Mapping[str, Mapping[str, Any]] | None = None,
    names: Mapping[str, str] | None = None,
    at_once: bool = False,
    stop_after: int | None = None,
    now: str = NOW,
    env: Mapping[str, str] | None = None,
) -> Crawled:
    """Run one crawl.

    urls: addresses, or requests as {"url", "meta", "headers", "method"}. known: {"validators": {url: {...}},
    "robots": {host: {...}}}. sites: the registry's sites ({"source_id", "home", "hosts", "installation"}); channels:
    channel -> source; hints: channel -> hint. names: what names resolve to, instead of asking a name server. at_once: all requests go to the
    downloader together, past the scheduler. stop_after: stop asking after so many answers. env: runs in a process of
    its own with these variables.
    """
    job = {
        "requests": [{"url": url} if isinstance(url, str) else dict(url) for url in urls],
        "settings": {**SETTINGS, **(settings or {})},
        "known": known or {},
        "sites": list(sites),
        "channels": channels or {},
        "hints": hints or {},
        "names": names or {},
        "at_once": at_once,
        "stop_after": stop_after,
        "now": now,
    }
    worker = Worker(env) if env else Worker.shared()
    try:
        return Crawled(**worker.run(job))
    finally:
        if env:
            worker.close()


class Worker:
    """The process that crawls, one job after the other."""

    _shared: Worker | None = None

    def __init__(self, env: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crawl_worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(env or {})},
        )
        atexit.register(self.close)

    @classmethod
    def shared(cls) -> Worker:
        if cls._shared is None or cls._shared._process.poll() is not None:
            cls._shared = cls()
        return cls._shared

    def run(self, job: Mapping[str, Any], seconds: float = 120) -> dict[str, Any]:
        """Do one job; raises TimeoutError, and ends the process, if it takes too long."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        stdin.write(json.dumps(job) + "\n")
        stdin.flush()
        if not select.select([stdout], [], [], seconds)[0]:
            self._process.kill()
            raise TimeoutError(f"a crawl took more than {seconds} seconds: {job}")
        line = stdout.readline()
        assert line, "the worker died"
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)
