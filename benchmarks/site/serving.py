"""The site and default Datasette over one archive, each in a process of its own on loopback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
_PATIENCE = 120  # seconds until a server must answer


@contextmanager
def site(archive: Path) -> Iterator[tuple[int, int]]:
    """`scrapy serve` as operators start it; gives its port and the number of its process."""
    child = subprocess.Popen(
        [str(BIN / "scrapy"), "serve", "--port", "0"],
        env={**os.environ, "NEWS_ARCHIVE_PATH": str(archive)},
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    try:
        found = re.search(r":(\d+) \(", child.stdout.readline())
        if not found:
            raise SystemExit("the site for the measurement could not start")
        yield int(found[1]), child.pid
    finally:
        _end(child)


@contextmanager
def default_datasette(archive: Path) -> Iterator[int]:
    """Datasette as it comes, without plugins and settings, on the same file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    child = subprocess.Popen(
        [str(BIN / "datasette"), "serve", str(archive), "--host", "127.0.0.1", "--port", str(port)],
        env={**os.environ, "DATASETTE_LOAD_PLUGINS": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        _wait(port, child)
        yield port
    finally:
        _end(child)


def _wait(port: int, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and child.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("Datasette for the measurement could not start")


def _end(child: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
