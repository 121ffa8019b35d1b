"""`scrapy serve` as people start it: a process of its own, real sockets, real signals."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.rights import obey_permissions, read_only

from .conftest import fill, post

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., subprocess.Popen[str]]


def environment(archive: Path) -> dict[str, str]:
    # This door alone, so that a test of it starts quickly and stands or falls by itself.
    return {**os.environ, "NEWS_ARCHIVE_PATH": str(archive), "NEWS_COMMANDS_MODULE": "commands.serve"}


@pytest.fixture
def start() -> Iterator[Start]:
    """Start `scrapy serve`; whatever still runs at the end of the test is ended."""
    children: list[subprocess.Popen[str]] = []

    def run(archive: Path, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scrapy", "serve", *words]
        child = subprocess.Popen(
            command, cwd=ROOT, env=environment(archive), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=obey_permissions,
        )  # fmt: skip
        children.append(child)
        return child

    yield run
    for child in children:
        if child.poll() is None:
            child.kill()
        child.communicate()


def first_line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline()


def ended(child: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = child.communicate(timeout=60)
    return child.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_that_it_serves_once_it_answers_and_stops_cleanly(start: Start, tmp_path: Path, number: int) -> None:
    archive = tmp_path / "news.db"
    fill(archive, [post(1)])
    child = start(archive, "--port", "0")
    line = first_line(child)
    assert line.startswith(f"Serving {archive} on http://127.0.0.1:")
    address = line.split(" on ")[1].split()[0]
    with urlopen(f"{address}/") as answer:
        assert b"Post number 1" in answer.read()
    asked = time.monotonic()
    child.send_signal(number)
    code, _, err = ended(child)
    assert (code, err) == (0, "")
    assert time.monotonic() - asked < 10


def test_an_archive_that_is_not_there_is_made_with_its_tables(start: Start, tmp_path: Path) -> None:
    archive = tmp_path / "deep" / "er" / "news.db"
    child = start(archive, "--port", "0")
    address = first_line(child).split(" on ")[1].split()[0]
    with urlopen(f"{address}/") as answer:
        assert b"Nothing has been collected yet" in answer.read()
    with sqlite3.connect(archive) as connection:
        assert connection.execute("select count(*) from items").fetchone() == (0,)


def test_a_port_in_use_is_one_sentence_and_exit_code_2(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, err = ended(start(tmp_path / "news.db", "--port", str(port)))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"Cannot serve on 127.0.0.1:{port}: Address already in use." in err
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize(
    "words", [("--port", "99999"), ("--host", "no.such.host.invalid"), ("--port", "-1"), ("word",)]
)
def test_what_cannot_be_served_is_one_sentence_and_exit_code_2(
    start: Start, tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, err = ended(start(tmp_path / "news.db", *words))
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert "Traceback" not in err


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_an_address_that_others_can_reach_refuses_the_full_texts(start: Start, tmp_path: Path, host: str) -> None:
    if host == "::" and not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    code, out, err = ended(start(tmp_path / "news.db", "--host", host, "--port", "0"))
    assert (code, out) == (2, "")
    assert "--full-text" in err


def test_full_texts_are_served_on_such_an_address_when_that_is_said(start: Start, tmp_path: Path) -> None:
    child = start(tmp_path / "news.db", "--host", "0.0.0.0", "--port", "0", "--full-text")
    port = first_line(child).rpartition(":")[2].split()[0]
    with urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.status == 200


def test_a_file_that_is_no_archive_is_refused_untouched(start: Start, tmp_path: Path) -> None:
    archive = tmp_path / "notes.txt"
    archive.write_text("My notes, not a database at all. " * 50)
    before = archive.read_bytes()
    code, out, err = ended(start(archive, "--port", "0"))
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert archive.read_bytes() == before


def test_an_archive_in_a_directory_that_cannot_be_written_is_served(start: Start, tmp_path: Path) -> None:
    archive = tmp_path / "mount" / "news.db"
    archive.parent.mkdir()
    fill(archive, [post(1)])
    with read_only(archive.parent):
        child = start(archive, "--port", "0")
        line = first_line(child)
        assert line.startswith("Serving"), ended(child)
        address = line.split(" on ")[1].split()[0]
        with urlopen(f"{address}/") as answer:
            assert b"Post number 1" in answer.read()
        code, out, err = ended(start(archive, "--port", "0", "--host", "0.0.0.0"))
        assert (code, out) == (2, "") and "--full-text" in err, "what it holds is known there, too"


def test_what_is_in_the_way_of_writing_is_told_where_reading_is_no_way_out(start: Start, tmp_path: Path) -> None:
    archive = tmp_path / "mount" / "news.db"
    archive.parent.mkdir()
    archive.touch()  # a file without a single table: it could be made an archive, were it not for the directory
    with read_only(archive.parent):
        code, out, err = ended(start(archive, "--port", "0"))
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert "older version" not in err and str(archive) in err


def test_help_shows_ready_made_calls(start: Start, tmp_path: Path) -> None:
    code, out, _ = ended(start(tmp_path / "news.db", "--help"))
    assert code == 0
    assert "scrapy serve --host 0.0.0.0 --full-text" in out
    assert not (tmp_path / "news.db").exists()
