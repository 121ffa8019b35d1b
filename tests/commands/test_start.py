"""`scrapy start`: the site and a collect as one, ended together."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from archive.crawls import begin_crawl, end_crawl
from archive.database import close_archive, open_archive
from commands.start import days_to_play
from practice.shapes import now

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(port: int, archive: Path, *words: str) -> subprocess.Popen[str]:
    """A start on the practice web with an archive of the test's own."""
    given = ["-s", f"ARCHIVE_PATH={archive}", *words]
    return subprocess.Popen(
        [SCRAPY, "start", "--practice", "--port", str(port), *given], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "NEWS_READ_WORKERS": "0"},
    )  # fmt: skip


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_start_serves_collects_into_the_archive_that_was_named_and_ends(port: int, tmp_path: Path) -> None:
    run = started(port, tmp_path / "mine.db", "--once")
    out = run.communicate(timeout=600)[0]  # only a hang takes so long
    assert run.returncode == 0, out
    assert f"http://127.0.0.1:{port}" in out and "Collected" in out and str(tmp_path / "mine.db") in out
    assert (tmp_path / "mine.db").exists() and is_free(port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_site_and_the_collect_without_a_traceback(
    number: signal.Signals, port: int, tmp_path: Path
) -> None:
    run = started(port, tmp_path / "mine.db")
    until = time.monotonic() + 60
    while time.monotonic() < until and is_free(port):
        time.sleep(0.1)
    with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        assert answer.status == 200
    run.send_signal(number)
    out = run.communicate(timeout=60)[0]
    assert "Traceback" not in out and "Stopped." in out
    assert is_free(port), "the site lives on"


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = started(taken.getsockname()[1], tmp_path / "mine.db")
        out = run.communicate(timeout=60)[0]
    assert run.returncode == 2 and "Choose another with --port" in out and not (tmp_path / "mine.db").exists()


def played(archive: Path, *days: tuple[int, str]) -> range:
    """The days that `--days 4` plays on an archive with these runs: day and outcome."""
    db = open_archive(archive)
    for day, outcome in days:
        end_crawl(db, begin_crawl(db, now(day)), now(day), outcome=outcome)
    close_archive(db)
    return days_to_play(argparse.Namespace(practice=True, day=1, days=4, set=[f"ARCHIVE_PATH={archive}"]))


def test_the_days_of_the_practice_web_go_on_where_the_archive_is(tmp_path: Path) -> None:
    assert played(tmp_path / "new.db") == range(1, 5)
    assert played(tmp_path / "two.db", (1, "finished"), (2, "finished")) == range(3, 5)
    assert played(tmp_path / "two.db", (3, "killed")) == range(3, 5), "a day that broke off is played again"
    assert played(tmp_path / "two.db", (4, "finished")) == range(4, 5), "the clock never goes back"


def test_a_single_day_is_played_whatever_the_archive_has_seen() -> None:
    assert days_to_play(argparse.Namespace(practice=True, day=2, days=None, set=[])) == range(2, 3)
    assert len(days_to_play(argparse.Namespace(practice=False, day=1, days=None, set=[]))) == 1
