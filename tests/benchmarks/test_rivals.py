"""The other readers: their lock, their wall to the network, and a machine without them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks import rivals, rivals_environment
from benchmarks.quality_scores import Reading

ROOT = Path(__file__).resolve().parents[2]


def test_the_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    text = rivals_environment.LOCK.read_text(encoding="utf-8")
    for line in text.splitlines():
        assert "://" not in line and not line.startswith(("--index-url", "--extra-index-url", "--find-links")), line
    pinned = re.findall(r"^([a-z0-9._-]+)==\S+ \\\n +--hash=sha256:", text, re.MULTILINE)
    assert {"trafilatura", "readability-lxml", "newspaper4k", "htmldate"} <= set(pinned)
    assert len(pinned) == len(re.findall("^[a-z0-9]", text, re.MULTILINE))


def test_rivals_share_our_versions_of_what_both_use() -> None:
    pin = re.compile(r"^(trafilatura|htmldate)==(\S+)", re.MULTILINE)
    ours = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert set(pin.findall(rivals_environment.LOCK.read_text(encoding="utf-8"))) == set(pin.findall(ours))


def test_every_rival_has_its_columns() -> None:
    assert set(rivals_environment.COLUMNS) == set(rivals.READERS)


def test_nothing_reaches_the_network_once_it_is_shut() -> None:
    code = (
        "import socket\nfrom benchmarks import rivals\nrivals.shut_network()\n"
        "for reach in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: socket.getaddrinfo('a.example', 80),\n"
        "              lambda: socket.socket().connect_ex(('127.0.0.1', 9))):\n"
        "    try:\n        reach()\n    except rivals.NoNetworkError:\n        print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["refused"] * 3, done.stderr


def test_a_rival_that_fails_on_a_page_has_no_answer_and_the_others_go_on() -> None:
    def broken(page: bytes, url: str) -> rivals.Words:
        raise ValueError("odd page")

    def endless(page: bytes, url: str) -> rivals.Words:
        while True:
            pass

    failed = rivals.one(broken, b"", "https://a.example/")
    assert failed["failed"] == "ValueError" and failed["ms"] >= 0
    patience, rivals.PATIENCE = rivals.PATIENCE, 0.1
    try:
        assert rivals.one(endless, b"", "https://a.example/")["failed"] == "TooSlowError"
    finally:
        rivals.PATIENCE = patience


def test_a_machine_that_cannot_install_them_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    with pytest.raises(rivals_environment.NoRivalsError, match="could not be installed"):
        rivals_environment.python(tmp_path / "venv")


def test_what_a_rival_says_becomes_a_reading() -> None:
    assert rivals_environment.reading_of({"title": "A", "day": "2025-03-14", "ms": 2.0}) == Reading(
        title="A", day=date(2025, 3, 14), milliseconds=2.0
    )
    assert rivals_environment.reading_of({"day": "soon", "ms": 1.0}).day is None
