"""The plan from outside: runs from cron, what they print, log and tell, and what is left alone."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import BaseSettings

import registry
from archive.database import close_archive, open_archive
from archive.lock import run_lock
from archive.planning import Due
from commands.choosing import Choice, as_dicts, choose_from, table
from commands.pause import paused_now, source_of
from errors import InputError
from tests.server import Reply, Server
from tests.spiders.sites import Place

ROOT = Path(__file__).resolve().parents[2]
SCRAPY = Path(sys.executable).parent / "scrapy"
CRONTAB = (ROOT / "deploy/crontab").read_text(encoding="utf-8")
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><ttl>180</ttl>'
    "<item><title>Members ratify their contract</title><link>{0}news/1</link><pubDate>Mon, 02 Mar 2026 15:00:00 GMT"
    "</pubDate><description>The members of the local voted for it.</description></item></channel></rss>"
)
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A source with a feed and a list on a server of its own; the archive of all tests of this file."""
    where = tmp_path_factory.mktemp("plan")
    with Place(where, "feed", "/feed", more=[("here-list", "listing", "/list")]) as made:
        made.server.reply("/feed", Reply(FEED.format(made.server.url("/")), content_type="application/rss+xml"))
        made.server.reply("/list", Reply("", status=503, headers={"Retry-After": "7200"}))
        yield made


@pytest.fixture(scope="module")
def dead_man() -> Iterator[Server]:
    """The service that expects a word after each run."""
    with Server() as server:
        server.reply("/secret-7f3/fail?rid=1", Reply("try again", status=502), Reply("OK"))
        server.reply("/secret-7f3?rid=1", Reply("OK"))
        yield server


@pytest.fixture(scope="module")
def env(place: Place, dead_man: Server) -> dict[str, str]:
    """The settings of the installation, as an environment file has them."""
    return {
        "NEWS_ARCHIVE_PATH": str(place.archive),
        "NEWS_REGISTRY_DIR": str(place.where),
        "NEWS_RUN_LOG": str(place.where / "log" / "runs.jsonl"),
        "NEWS_PING_ADDRESS": dead_man.url("/secret-7f3?rid=1"),
        "NEWS_ALLOW_PRIVATE_HOSTS": "1",
        "NEWS_CRAWL_DELAY_MAX": "0.01",
        "NEWS_READ_WORKERS": "0",
        "NEWS_CONTACT": "you@example.org",
    }


@pytest.fixture(scope="module")
def cron(env: dict[str, str], place: Place) -> Callable[[], subprocess.CompletedProcess[str]]:
    """The line of deploy/crontab for runs, as cron calls it: by sh, with next to no environment."""
    file = place.where / "news-archive.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in env.items()), encoding="utf-8")
    line = next(line for line in CRONTAB.splitlines() if "scrapy collect" in line).split(None, 5)[5]
    line = line.replace("/srv/news-archive", str(ROOT)).replace("/etc/news-archive.env", str(file))
    line = line.replace(".venv/bin/scrapy", str(SCRAPY))

    def call() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C", "/bin/sh", "-c", line],
            cwd="/", capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return call


@pytest.fixture(scope="module")
def runs(cron: Any, place: Place, dead_man: Server) -> dict[str, Any]:
    """Two runs from cron: one with something new to tell, and one in which nothing is due, for the host asked so."""
    first, second = cron(), cron()
    plan = place.ask("select channel_id, visit_count, why, wait_until from plans order by channel_id")
    place.ask("update plans set due_at = '2999-01-01T12:30:00Z', wait_until = NULL")
    return {"first": first, "second": second, "plan": plan, "heard": dead_man.asked()}


@pytest.fixture
def scrapy(env: dict[str, str], runs: Any) -> Call:
    """Call `scrapy WORDS` in the installation, after its two runs."""

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRAPY, *words], cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip

    return call


def test_the_line_of_cron_tells_a_new_trouble_once_and_is_quiet_then(runs: dict[str, Any]) -> None:
    first, second = runs["first"], runs["second"]
    assert first.returncode == 1 and "asked to come back" in first.stdout and first.stderr == ""
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_each_run_leaves_lines_of_json_whatever_it_found(runs: dict[str, Any], place: Place) -> None:
    lines = [json.loads(line) for line in (place.where / "log" / "runs.jsonl").read_text().splitlines()]
    told = [line for line in lines if line["event"] == "run"][:2]
    assert [line["exit_code"] for line in told] == [1, 0]
    assert [line["visited"] for line in told] == [2, 0] and told[1]["reason"] == "nothing_due"
    assert {line["channel"] for line in lines if line["event"] == "visit"} == {"here-news", "here-list"}


def test_the_dead_man_hears_how_each_run_ended_and_its_secret_stands_in_no_log(
    runs: dict[str, Any], place: Place
) -> None:
    # The first word was lost on the way, and said a second time.
    assert [one.path for one in runs["heard"]] == ["/secret-7f3/fail?rid=1"] * 2 + ["/secret-7f3?rid=1"]
    assert "secret" not in (place.where / "log" / "runs.jsonl").read_text()


def test_a_wait_that_a_server_asked_for_keeps_the_second_run_away(runs: dict[str, Any], place: Place) -> None:
    plan = {row[0]: row[1:] for row in runs["plan"]}
    assert plan["here-list"][0] == 1 and "left alone for 2 hours" in plan["here-list"][1] and plan["here-list"][2]
    assert plan["here-news"][0] == 1, "the other channel of the same host waits with it"


def test_the_plan_is_printed_and_nothing_is_visited(scrapy: Call, place: Place) -> None:
    asked = len(place.server.asked())
    shown = scrapy("collect", "--dry-run")
    assert shown.returncode == 0 and "here-news" in shown.stdout and "would visit 0 of 2 channels" in shown.stdout
    assert len(place.server.asked()) == asked


def test_a_run_with_nothing_to_do_says_when_the_next_channel_is_due(scrapy: Call) -> None:
    ended = scrapy("collect")
    assert ended.returncode == 0 and ended.stdout.startswith("Nothing is due. The next one is due in ")
    assert "(January 1, 12:30 UTC)" in ended.stdout and len(ended.stdout.splitlines()) == 1


def test_a_paused_source_is_left_alone_by_all_but_its_name(
    scrapy: Call, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    paused = scrapy("pause", "here", "--until", "2999-12-01", "--reason", "the site is being rebuilt")
    assert paused.returncode == 0 and "until December 1, 2999: the site is being rebuilt." in paused.stdout
    channels, now = list(registry.load(place.where).channels.values()), datetime.now(UTC)
    everything = as_dicts(choose_from(place.archive, channels, now, named=False, everything=True))
    assert [row["channel"] for row in everything if row["paused"] and not row["visit"]] == ["here-list", "here-news"]
    named = choose_from(place.archive, channels, now, named=True, everything=False)
    assert len(named.channels) == 2 and "since it was named" in capsys.readouterr().err
    assert scrapy("resume", "here").stdout.startswith("here is resumed")


def test_a_look_at_the_pauses_makes_no_archive(tmp_path: Path) -> None:
    assert paused_now(BaseSettings({"ARCHIVE_PATH": str(tmp_path / "a.db")})) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_channel_is_no_source_and_its_source_is_named(place: Place) -> None:
    with pytest.raises(InputError, match="is a channel; its source is here"):
        source_of(registry.load(place.where), "here-news")
    with pytest.raises(InputError, match="Did you mean here"):
        source_of(registry.load(place.where), "heer")


def test_after_an_upgrade_a_dry_run_says_that_a_run_brings_the_archive_up_to_date(
    tmp_path: Path, env: dict[str, str]
) -> None:
    archive = tmp_path / "old.db"
    with sqlite3.connect(archive) as db:
        close_archive(open_archive(archive))
        db.execute("DELETE FROM _sqlite_migrations WHERE id = (SELECT max(id) FROM _sqlite_migrations)")
    before = archive.read_bytes()
    told = {}
    for more in ((), ("--json",)):
        ran = subprocess.run(
            [SCRAPY, "collect", "--dry-run", *more], cwd=ROOT, env={**os.environ, **env, "NEWS_ARCHIVE_PATH": str(archive)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        told[more] = ran.returncode, ran.stdout, ran.stderr
    code, page, _ = told[()]
    assert code == 0 and "`scrapy collect` brings it up to date. Settings and registry (2 open channels)" in page
    assert told[("--json",)][:2] == (2, "") and "older version" in told[("--json",)][2], "a program expects a plan"
    assert archive.read_bytes() == before


def test_the_table_of_a_plan_has_a_line_for_each_channel_and_what_is_paused_has_no_time() -> None:
    now = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
    told = [
        Due(
            "a-news",
            "a",
            now + timedelta(minutes=95),
            False,
            "Posts come about every 6 hours.",
            now - timedelta(days=3),
        ),
        Due("b", "b", None, False, "Paused since March 3, 2026.\x1b[31m"),
    ]
    lines = list(table(Choice([], told), now))
    assert len(lines) == 5
    assert lines[1] == "a-news   in 95 minutes  3 days ago  Posts come about every 6 hours."
    assert "paused" in lines[2] and "\x1b" not in lines[2]
    assert lines[-1] == (
        "A run now would visit 0 of 2 channels. The next one is due in 95 minutes (March 4, 16:35 UTC)."
    )
    assert "The registry holds no open channel." in list(table(Choice([], []), now))[-1]


def test_a_cron_that_finds_a_long_run_at_work_is_quiet_and_the_dead_man_hears_nothing(
    runs: dict[str, Any], cron: Any, place: Place, dead_man: Server
) -> None:
    heard = len(dead_man.asked())
    with run_lock(place.archive):
        waited = cron()
    assert (waited.returncode, waited.stdout, waited.stderr) == (75, "", "")
    assert len(dead_man.asked()) == heard
