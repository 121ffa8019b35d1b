"""Runs the project's commands as people do: as processes, over real HTTP, against the practice web."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from practice import server

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"


@pytest.fixture
def web() -> Iterator[Any]:
    """The practice web on its first day."""
    with server.running(day=1) as running:
        yield running


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """Settings for an archive of the test's own."""
    return {
        "NEWS_ARCHIVE_PATH": str(tmp_path / "archive.db"),
        "NEWS_REGISTRY_DIR": "practice/registry",
        "NEWS_ALLOW_PRIVATE_HOSTS": "1",
        "NEWS_CRAWL_DELAY_MAX": "0.01",
        "NEWS_INSTALLATION_DELAY": "0",
        "NEWS_READ_WORKERS": "0",
    }


@pytest.fixture
def scrapy(surroundings: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call `scrapy WORDS`; further settings as keywords."""

    def call(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        given = {f"NEWS_{name}": value for name, value in settings.items()}
        return subprocess.run(
            [SCRAPY, *words], cwd=ROOT, env={**os.environ, **surroundings, **given}, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip

    return call


@pytest.fixture
def ask(surroundings: dict[str, str]) -> Callable[..., list[tuple[Any, ...]]]:
    """Ask the archive a question in SQL."""

    def question(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with sqlite3.connect(surroundings["NEWS_ARCHIVE_PATH"]) as db:
            return db.execute(sql, values).fetchall()

    return question
