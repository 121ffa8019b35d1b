"""`python -m benchmarks.extract DIR OUT.json` over real processes."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.extract_workers import NOTHING, UNKNOWN, Worker, address_of

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "The counting was over before the soup was cold, and two hundred and twelve members had said yes to the agreement. "
)
PAGE = f"""<!doctype html><html lang=en><head><title>A vote | Local 404</title>
<meta property="article:published_time" content="2025-03-14T14:30:00-04:00"></head>
<body><nav><a href=/>Home</a></nav><article><h1>A vote</h1><p>{TEXT * 2}</p><p>{TEXT}</p></article></body></html>"""


def extract(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.extract", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    (pages / "deeper" / "still").mkdir(parents=True)
    (pages / "plain.html").write_text(PAGE)
    (pages / "deeper" / "packed.v2.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (pages / "deeper" / "still" / "notes.txt").write_text("no page")
    return pages


def test_every_page_of_a_folder_is_read_under_the_name_of_its_file(folder: Path, tmp_path: Path) -> None:
    done = extract(folder, tmp_path / "out.json", "--workers", 2)
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out.json").read_text())
    assert list(found) == ["packed.v2", "plain"]
    assert found["plain"] == found["packed.v2"]
    assert found["plain"]["headline"] == "A vote"
    assert found["plain"]["datePublished"] == "2025-03-14"
    assert found["plain"]["articleBody"].count(TEXT.strip()) == 3 and "Home" not in found["plain"]["articleBody"]
    assert "2 of 2 pages, 0 failed" in done.stderr and not done.stdout


def test_broken_pages_have_empty_words_and_are_told_of(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    (folder / "torn.html.gz").write_bytes(gzip.compress(PAGE.encode())[:-20])
    (folder / "junk.html.gz").write_bytes(b"no gzip")
    (folder / "noise.html").write_bytes(bytes(range(256)) * 40)
    (folder / "dangling.html").symlink_to(folder / "nowhere")
    (folder / os.fsdecode(b"n\xe4me.html")).write_text(PAGE)
    done = extract(folder, tmp_path / "out.json")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out.json").read_text())
    assert len(found) == 7
    for name, why in (("empty", "holds no page"), ("torn", "cannot be read"), ("junk", "cannot be read")):
        assert found[name] == {"articleBody": "", "headline": "", "datePublished": ""}
        assert f"{name}: it {why}" in done.stderr
    assert found["plain"]["headline"] == "A vote"


def test_a_page_that_takes_too_long_is_given_up_and_the_others_are_read(folder: Path, tmp_path: Path) -> None:
    (folder / "slow.html").write_text(PAGE.replace("</article>", f"<p>{TEXT} <a href=x>y</a></p>" * 20_000))
    done = extract(folder, tmp_path / "out.json", "--seconds", "0.25", "--workers", 1)
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["slow"]["articleBody"] == "" and "slow: it took more than 0.25 s of CPU" in done.stderr
    assert found["plain"]["headline"] == found["packed.v2"]["headline"] == "A vote"


def test_of_two_pages_with_one_name_the_second_is_left_out_with_a_word(folder: Path, tmp_path: Path) -> None:
    (folder / "deeper" / "plain.html").write_text("<title>another</title>")
    done = extract(folder, tmp_path / "out.json")
    assert "has the same id" in done.stderr and len(json.loads((tmp_path / "out.json").read_text())) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "out.json"], "there is no folder"),
        (["{empty}", "out.json"], "no *.html or *.html.gz lies in"),
        (["{folder}", "{empty}/no/out.json"], "cannot be written"),
        (["{folder}", "{empty}"], "cannot be written"),
        (["{folder}", "out.json", "--workers", "0"], "must be a number from 1 to 256"),
        (["{folder}", "out.json", "--seconds", "-1"], "must be a number above 0"),
        (["{folder}"], "required: OUT.json"),
    ],
)
def test_arguments_of_no_use_are_answered_in_a_sentence(
    folder: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = extract(*(one.format(folder=folder, empty=empty) for one in arguments))
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def test_the_help_shows_an_example() -> None:
    assert "python -m benchmarks.extract benchmark/html output/ours.json" in extract("--help").stdout


def test_a_page_that_ends_its_reader_costs_only_itself(folder: Path) -> None:
    worker = Worker(2.0)
    try:
        assert worker.read(folder)[1].startswith("it cannot be read")  # a folder is no file
        worker._running().send(None)  # no path at all: the reader falls over it
        assert worker.read(folder / "plain.html") == (NOTHING, "it ended its reader")
        assert worker.read(folder / "plain.html")[0]["headline"] == "A vote"
    finally:
        worker.end()


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (b'<link rel="canonical" href="https://a.example/x?a=1&amp;b=2">', "https://a.example/x?a=1&b=2"),
        (b"<link href='https://a.example/x' rel='canonical'>", "https://a.example/x"),
        (b'<meta property="og:url" content="http://a.example/y">', "http://a.example/y"),
        (b'<link rel="canonical" href="/x">', UNKNOWN),
        (b'<link rel="canonical" href="https://[bad/x">', UNKNOWN),
        (b"<title>x</title>", UNKNOWN),
    ],
)
def test_a_page_that_names_its_address_is_read_under_it(head: bytes, address: str) -> None:
    assert address_of(head) == address
