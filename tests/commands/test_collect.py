"""`scrapy collect` from outside, against the practice web: what it keeps, what it says, how it ends."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"
ONE = "practice-local-9420"  # one list, less than sixty posts

Call = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., list[tuple[Any, ...]]]


def test_the_whole_practice_web_is_collected_as_its_truth_says(
    scrapy: Call, web: Any, surroundings: dict[str, str]
) -> None:
    ended = scrapy("collect", "--backfill", PRACTICE_WEB=web.base_url)
    assert ended.returncode == 0, ended.stderr
    assert "0 failed" in ended.stdout
    checked = subprocess.run(
        [sys.executable, "-m", "practice", "check", surroundings["NEWS_ARCHIVE_PATH"]],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


def test_a_second_run_finds_nothing_new_and_adds_no_item_and_no_revision(scrapy: Call, web: Any, ask: Ask) -> None:
    scrapy("collect", PRACTICE_WEB=web.base_url)
    before = ask("select (select count(*) from items), (select count(*) from revisions)")
    again = scrapy("collect", "--json", PRACTICE_WEB=web.base_url)
    told = json.loads(again.stdout)
    assert again.returncode == 0 and told["counts"].get("new", 0) == 0, again.stdout
    # What the first visits put off may be read now, but every address was known.
    after = ask("select (select count(*) from items), (select count(*) from revisions)")
    assert after[0][0] == before[0][0]


def test_an_unchanged_channel_costs_one_request_and_no_row(scrapy: Call, web: Any, ask: Ask) -> None:
    channel = "practice-council-318-news"
    for _ in range(2):
        scrapy("crawl", channel, PRACTICE_WEB=web.base_url)
    tables = "visits", "item_rows", "revision_rows", "texts", "appearances", "addresses", "validators"
    before = [ask(f"select count(*) from {table}") for table in tables]
    asked = len(web.log)
    third = scrapy("crawl", channel, PRACTICE_WEB=web.base_url)
    assert third.returncode == 0, third.stderr
    assert len(web.log) - asked == 1 and web.log[-1].conditional
    assert [ask(f"select count(*) from {table}") for table in tables] == before
    assert ask("select visit_count from visits where outcome = 'unchanged'") == [(2,)]


def test_day_two_brings_edits_as_revisions_and_deletes_nothing(scrapy: Call, web: Any, ask: Ask) -> None:
    scrapy("collect", "--backfill", PRACTICE_WEB=web.base_url)
    before = dict(ask("select id, url from items"))
    web.day = 2
    ended = scrapy("collect", "--backfill", PRACTICE_WEB=web.base_url)
    assert ended.returncode == 1, "a challenge page and a moved domain are new troubles"
    assert "challenge" in ended.stdout and "held for review" in ended.stdout
    after = dict(ask("select id, url from items"))
    assert before.keys() <= after.keys() and len(after) > len(before)
    assert ask("select count(*) from (select item_id from revisions group by item_id having count(*) > 1)")[0][0] > 0
    told_again = scrapy("collect", PRACTICE_WEB=web.base_url)
    assert told_again.returncode == 0, "a known trouble is told once"


def test_one_failing_source_does_not_hurt_the_others(scrapy: Call, web: Any, ask: Ask) -> None:
    web.day = 2  # one feed is a challenge page, one site moved to another domain
    ended = scrapy("collect", "--json", PRACTICE_WEB=web.base_url)
    told = json.loads(ended.stdout)
    assert {row["channel"] for row in told["failed"]} == set(told["new_troubles"]) and told["failed"]
    assert told["counts"]["new"] > 200
    assert ask("select count(*) from visits where outcome in ('soft', 'hard') and sentence is null") == [(0,)]


def test_a_bounded_run_says_that_there_is_more_and_the_next_one_goes_on(scrapy: Call, web: Any, ask: Ask) -> None:
    first = scrapy("collect", ONE, "--requests", "6", PRACTICE_WEB=web.base_url)
    assert first.returncode == 0 and "More to do" in first.stdout
    read = ask("select count(*) from items where body is not null")[0][0]
    whole = scrapy("collect", ONE, PRACTICE_WEB=web.base_url)
    assert whole.returncode == 0 and "More to do" not in whole.stdout
    assert ask("select count(*) from items where body is not null")[0][0] > read


def test_a_killed_run_is_simply_run_again(scrapy: Call, web: Any, surroundings: dict[str, str], ask: Ask) -> None:
    web.delay = 0.05
    child = subprocess.Popen(
        [SCRAPY, "collect", ONE], cwd=ROOT, env={**os.environ, **surroundings, "NEWS_PRACTICE_WEB": web.base_url}
    )
    archive = surroundings["NEWS_ARCHIVE_PATH"]
    until = time.monotonic() + 60
    while time.monotonic() < until and not kept_some(archive):
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    committed = {url for (url,) in ask("select url from items")}
    assert committed
    web.delay = 0.0
    ended = scrapy("collect", ONE, PRACTICE_WEB=web.base_url)
    assert ended.returncode == 0, ended.stderr
    urls = [url for (url,) in ask("select url from items")]
    assert committed <= set(urls) and len(urls) == len(set(urls))
    assert ask("pragma integrity_check") == [("ok",)]
    assert ask("select outcome from crawls order by id") == [("killed",), ("finished",)]


def kept_some(archive: str) -> bool:
    """Whether a run has committed a body already."""
    if not Path(archive).exists():
        return False
    try:
        with sqlite3.connect(archive, timeout=1) as db:
            return bool(db.execute("select count(*) from items where body is not null").fetchone()[0])
    except sqlite3.OperationalError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_o4_a_signal_stops_cleanly_and_says_so(
    number: signal.Signals, web: Any, surroundings: dict[str, str], ask: Ask
) -> None:
    web.delay = 0.2
    child = subprocess.Popen(
        [SCRAPY, "collect"], cwd=ROOT, env={**os.environ, **surroundings, "NEWS_PRACTICE_WEB": web.base_url},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until and len(web.log) < 20:
        time.sleep(0.05)
    child.send_signal(number)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0, err
    assert "Traceback" not in err and "More to do" in out
    assert ask("select outcome from crawls") == [("interrupted",)]


def test_o1_a_second_run_ends_with_75_and_one_line(web: Any, surroundings: dict[str, str], scrapy: Call) -> None:
    web.delay = 0.3
    child = subprocess.Popen(
        [SCRAPY, "collect"], cwd=ROOT, env={**os.environ, **surroundings, "NEWS_PRACTICE_WEB": web.base_url},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and not web.log:
            time.sleep(0.05)
        second = scrapy("collect", PRACTICE_WEB=web.base_url)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=30)
    assert second.returncode == 75
    assert len(second.stderr.strip().splitlines()) == 1 and str(child.pid) in second.stderr


def test_no_network_is_told_in_a_sentence_and_counted_against_nobody(scrapy: Call, ask: Ask) -> None:
    nobody = "http://127.0.0.1:9"  # the discard port: connections are refused
    began = time.monotonic()
    ended = scrapy("collect", PRACTICE_WEB=nobody)
    assert ended.returncode == 1 and ended.stdout.startswith("No network") and "make demo" in ended.stdout
    assert time.monotonic() - began < 30
    assert ask("select count(*) from visits") == [(0,)]


def test_a_single_source_that_does_not_answer_is_named_and_its_trouble_counted(scrapy: Call, ask: Ask) -> None:
    ended = scrapy("collect", ONE, PRACTICE_WEB="http://127.0.0.1:9")
    assert ended.returncode == 1 and "hall9420.example" in ended.stdout and "No network" not in ended.stdout
    assert ask("select distinct outcome, reason from visits") == [("soft", "connect")]
    assert scrapy("collect", ONE, PRACTICE_WEB="http://127.0.0.1:9").returncode == 0, "a known trouble is told once"


# ---- bad input ------------------------------------------------------------------------------------------------------
def test_an_unknown_source_is_answered_with_the_nearest_names(scrapy: Call) -> None:
    ended = scrapy("collect", "practice-council-19")
    assert ended.returncode == 2 and "practice-council-190" in ended.stderr and "Traceback" not in ended.stderr


def test_a_wrong_registry_row_names_file_line_and_column_before_any_request(
    scrapy: Call, web: Any, tmp_path: Path
) -> None:
    for name in ("sources.csv", "channels.csv", "watches.csv"):
        text = (ROOT / "practice/registry" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("America/New_York", "America/Newyork"), encoding="utf-8")
    ended = scrapy("collect", PRACTICE_WEB=web.base_url, REGISTRY_DIR=str(tmp_path))
    assert ended.returncode == 2 and not web.log
    assert "sources.csv, line" in ended.stderr and "timezone" in ended.stderr and "Traceback" not in ended.stderr


def test_an_archive_of_a_newer_version_is_refused_and_left_untouched(
    scrapy: Call, web: Any, surroundings: dict[str, str]
) -> None:
    scrapy("collect", ONE, PRACTICE_WEB=web.base_url)
    archive = Path(surroundings["NEWS_ARCHIVE_PATH"])
    with sqlite3.connect(archive) as db:
        db.execute("pragma user_version = 999")
        db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    before = archive.read_bytes()
    ended = scrapy("collect", ONE, PRACTICE_WEB=web.base_url)
    assert ended.returncode == 2 and "newer version" in ended.stderr and "Traceback" not in ended.stderr
    assert archive.read_bytes() == before


@pytest.mark.parametrize("where", ["under-a-file/archive.db", "."])
def test_a_place_that_cannot_hold_an_archive_is_told_in_a_sentence(scrapy: Call, tmp_path: Path, where: str) -> None:
    (tmp_path / "under-a-file").write_text("not a directory", encoding="utf-8")
    ended = scrapy("collect", ARCHIVE_PATH=str(tmp_path / where))
    assert ended.returncode == 2 and len(ended.stderr.strip().splitlines()) == 1, ended.stderr


def test_a_full_disk_ends_the_run_with_a_sentence_and_keeps_what_was_kept(
    web: Any, surroundings: dict[str, str], ask: Ask, scrapy: Call
) -> None:
    scrapy("collect", ONE, PRACTICE_WEB=web.base_url)
    kept = ask("select count(*) from items")[0][0]
    limit = Path(surroundings["NEWS_ARCHIVE_PATH"]).stat().st_size + 150_000
    code = f"import resource,os,sys; resource.setrlimit(resource.RLIMIT_FSIZE,({limit},{limit})); os.execv(sys.argv[1], sys.argv[1:])"
    ended = subprocess.run(
        [sys.executable, "-c", code, SCRAPY, "collect"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, **surroundings, "NEWS_PRACTICE_WEB": web.base_url}, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ask("select count(*) from items")[0][0] >= kept and ask("pragma integrity_check") == [("ok",)]
