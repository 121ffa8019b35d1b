import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from commands.list import as_dict
from registry import Channel

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"
REGISTRY = ROOT / "practice/registry"

Call = Callable[..., subprocess.CompletedProcess[str]]


def rows() -> list[dict[str, str]]:
    with (REGISTRY / "channels.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_list_prints_the_ids_of_all_channels_one_a_line(scrapy: Call) -> None:
    done = scrapy("list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == sorted(row["channel"] for row in rows())


def test_list_tells_programs_where_each_channel_is_and_whether_it_is_open(scrapy: Call, tmp_path: Path) -> None:
    for name in ("sources.csv", "channels.csv", "watches.csv"):
        (tmp_path / name).write_bytes((REGISTRY / name).read_bytes())
    closed = rows()[0]
    lines = [closed["channel"], *list(closed.values())[1:]]
    lines[list(closed).index("until")] = "2001-02-03"
    with (tmp_path / "channels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([list(closed), lines, *(list(row.values()) for row in rows()[1:])])
    done = scrapy("list", "--json", REGISTRY_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    told = {one["id"]: one for one in json.loads(done.stdout)}
    assert list(told) == sorted(row["channel"] for row in rows())
    assert told[closed["channel"]]["open"] is False
    for row in rows()[1:]:
        one = told[row["channel"]]
        assert set(one) == {"id", "source", "family", "address", "open"}
        assert (one["source"], one["family"], one["open"]) == (row["source"], row["family"], not row["until"])
        assert one["address"].startswith("http")


def test_a_channel_is_open_from_its_first_day_to_its_last() -> None:
    channel = Channel("a-news", "a", "feed", "https://a.example/feed", {}, date(2026, 3, 1), date(2026, 3, 9))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 9), date(2026, 3, 10)]
    assert [as_dict(channel, day)["open"] for day in days] == [False, True, True, False]


def test_list_of_a_wrong_registry_names_file_line_and_column(scrapy: Call, tmp_path: Path) -> None:
    for name in ("sources.csv", "channels.csv", "watches.csv"):
        text = (REGISTRY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("America/New_York", "America/Newyork"), encoding="utf-8")
    done = scrapy("list", REGISTRY_DIR=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert "sources.csv, line" in done.stderr and "timezone" in done.stderr


def test_list_of_a_registry_that_is_not_there_is_one_sentence(scrapy: Call, tmp_path: Path) -> None:
    done = scrapy("list", REGISTRY_DIR=str(tmp_path / "none"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr


def test_list_with_further_words_is_one_sentence(scrapy: Call) -> None:
    done = scrapy("list", "council-4")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert "'council-4'" in done.stderr


def test_list_into_a_program_that_reads_no_more_ends_without_a_word(surroundings: dict[str, str]) -> None:
    with subprocess.Popen(
        [SCRAPY, "list", "--json"], cwd=ROOT, env={**os.environ, **surroundings},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None and child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


def test_help_of_list_shows_ready_made_calls(scrapy: Call) -> None:
    done = scrapy("list", "--help")
    assert done.returncode == 0 and "scrapy list --json" in done.stdout
