"""`scrapy start`: the site and a collect as one, ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

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
    out = run.communicate(timeout=120)[0]
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
