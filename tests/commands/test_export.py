"""`scrapy export` as people call it."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from scrapy.settings import Settings

import settings as values
from archive.database import close_archive
from archive.keeping import keep
from commands.export import Command
from tests.builders import SITES, archive_at, item

from .conftest import ROOT, SCRAPY

Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def surroundings(surroundings: dict[str, str]) -> dict[str, str]:
    """This door alone, and the site's: the others take longer to open than an export of two posts."""
    return {**surroundings, "NEWS_COMMANDS_MODULE": "commands.export"}


def in_this_process(surroundings: dict[str, str], words: list[str]) -> int:
    """The command's own `run`, for what it refuses. Gives its exit code."""
    settings = Settings({name: getattr(values, name) for name in dir(values) if name.isupper()})
    settings.setdict({name.removeprefix("NEWS_"): value for name, value in surroundings.items()})
    command, parser = Command(), argparse.ArgumentParser(conflict_handler="resolve")
    command.settings = settings
    command.add_options(parser)
    opts, rest = parser.parse_known_args(words)
    command.run(rest, opts)
    return command.exitcode


@pytest.fixture
def kept(surroundings: dict[str, str]) -> Path:
    path = Path(surroundings["NEWS_ARCHIVE_PATH"])
    db = archive_at(path)
    keep(db, item(1, title="Nurses vote to strike", body="A long way. " * 80 + "unheard"), SITES)
    keep(db, item(2, title="Librarians ratify"), SITES)
    close_archive(db)
    return path


def test_an_export_is_told_in_two_lines_and_can_be_checked(scrapy: Call, kept: Path, tmp_path: Path) -> None:
    done = scrapy("export", "--to", str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (0, "")
    where, told = done.stdout.splitlines()
    assert where == str(tmp_path / "out" / "news-2026-03-02-csv") and told.startswith("Version 2026-03-02: 2 posts, ")
    checked = scrapy("export", "--check", where)
    assert checked.returncode == 0 and "is as it was exported" in checked.stdout
    (Path(where) / "items.csv").write_text("other")
    checked = scrapy("export", "--check", where)
    assert checked.returncode == 2 and checked.stderr.count("\n") == 1 and "items.csv" in checked.stderr


def test_a_search_and_its_manifest_for_programs(scrapy: Call, kept: Path, tmp_path: Path) -> None:
    done = scrapy("export", "--json", "--query", "title:nurses state:WI", "--format", "ndjson", "--to", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["search"] == "title:nurses state:WI"
    assert [one["rows"] for one in told["files"] if one["path"] == "items.ndjson"] == [1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--query", "(("], "asks for nothing"),
        (["--query", "year:abc"], "was not understood"),
        (["--public", "--with-texts"], "takes no --with-texts"),
        (["--check", "nowhere"], "no finished export"),
        (["--to", "/proc/nowhere"], "cannot be written"),
        (["surplus"], "takes no words"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_two(
    surroundings: dict[str, str], kept: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert in_this_process(surroundings, words) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and err.count("\n") == 1


def test_without_an_archive_nothing_is_made(
    surroundings: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert in_this_process(surroundings, ["--to", str(tmp_path / "out")]) == 2
    assert "scrapy collect" in capsys.readouterr().err
    assert not (tmp_path / "out").exists() and not (tmp_path / "archive.db").exists()


def test_an_export_that_is_asked_to_stop_leaves_nothing(
    surroundings: dict[str, str], kept: Path, tmp_path: Path
) -> None:
    # The first table's file is a pipe that nobody reads yet, so the signal comes while the export is at work.
    code = (
        "import os, signal, sys; from commands import export; from archive.exporting import running;"
        "before = running.open_table;"
        "running.open_table = lambda *a: (os.kill(os.getpid(), signal.SIGTERM), before(*a))[1];"
        "sys.argv = ['scrapy', 'export', '--to', sys.argv[1]]; from scrapy.cmdline import execute; execute()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out")], cwd=ROOT, env={**os.environ, **surroundings},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2 and "It was stopped; nothing unfinished was left." in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_the_public_build_is_served_to_everybody_without_a_word(
    surroundings: dict[str, str], scrapy: Call, kept: Path, tmp_path: Path
) -> None:
    done = scrapy("export", "--public", "--to", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    (database,) = (tmp_path / "out" / "news-2026-03-02-public").glob("*.db")
    assert database.name == "news-2026-03-02.db" and f"ARCHIVE_PATH={database}" in done.stdout
    before = database.read_bytes()
    served = subprocess.Popen(
        [SCRAPY, "serve", "--host", "0.0.0.0", "--port", "0", "-s", f"ARCHIVE_PATH={database}"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **surroundings, "NEWS_COMMANDS_MODULE": "commands.serve"},
    )  # fmt: skip
    try:
        assert served.stdout is not None
        port = served.stdout.readline().rpartition(":")[2].split()[0]
        with urlopen(f"http://127.0.0.1:{port}/search?q=nurses") as answer:
            page = answer.read().decode()
        with urlopen(f"http://127.0.0.1:{port}/search.json?q=unheard") as answer:
            assert json.load(answer)["items"] == []
    finally:
        served.send_signal(signal.SIGTERM)
        served.communicate(timeout=30)
    assert "vote to strike" in page and "version 2026-03-02" in page
    assert database.read_bytes() == before and [one.name for one in database.parent.glob("*.db*")] == [database.name]
