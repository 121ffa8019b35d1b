"""`scrapy propose` as people run it: a process of its own, real HTTP on loopback, a registry that may not exist yet."""

from __future__ import annotations

import json
import os
import pty
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import registry
from parsing.urls import canonical
from tests.server import Reply, Server
from tests.sites_of_makes import MAKES, MadeSite, nothing

#: all makes are read without a network in tests/parsing/test_discovery.py; these over HTTP too
OVER_HTTP = (
    "wordpress with events",
    "wordpress without its API",
    "static with press and blog",
    "squarespace",
    "spanish",
    "sitemap only",
    "laborweb",
    "open atrium",
)
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Desk:
    """An operator's desk: a registry folder and the command."""

    folder: Path
    environment: dict[str, str]

    def propose(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scrapy", "propose", *words]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)

    def channels(self, site: MadeSite) -> list[tuple[str, str]]:
        rows = registry.load(self.folder).channels.values()
        return sorted((row.family, row.address.removeprefix(site.home)) for row in rows)

    def texts(self) -> dict[str, str]:
        return (
            {path.name: path.read_text() for path in sorted(self.folder.glob("*.csv"))} if self.folder.exists() else {}
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "not" / "there" / "yet"
    settings = {
        "NEWS_REGISTRY_DIR": str(folder),
        "NEWS_ALLOW_PRIVATE_HOSTS": "1",
        "NEWS_CRAWL_DELAY_MAX": "0",
        "NEWS_PAGE_DELAY": "0",
        "NEWS_DOWNLOAD_TIMEOUT": "10",
        "NEWS_RETRY_TIMES": "0",
    }
    return Desk(folder, {**os.environ, **settings})


def served(server: Server, make: Callable[[str], MadeSite]) -> MadeSite:
    site = make(server.url("").rstrip("/"))
    site.serve(server)
    return site


@pytest.mark.parametrize("make", [MAKES[name] for name in OVER_HTTP], ids=OVER_HTTP)
def test_a_site_nobody_has_seen_gets_rows_that_load(make: Callable[[str], MadeSite], desk: Desk) -> None:
    with Server() as server:
        site = served(server, make)
        done = desk.propose(site.home, "--source", "x", "--name", "The X", "--state", "oh,pa", "--write")
        assert done.returncode == 0, done.stderr
        assert desk.channels(site) == sorted(site.expected)
        source = registry.load(desk.folder).sources["x"]
        assert (source.name, source.homepage, source.states) == ("The X", f"{site.home}/", ("OH", "PA"))
        assert "To undo, remove these lines" in done.stdout
        assert len(server.asked("/robots.txt")) == 1, "robots.txt is asked once"
        assert server.seen[0].path == "/robots.txt", "and before anything else"
        assert len(server.seen) <= 41


@pytest.mark.parametrize("name", ["wordpress", "static with press and blog", "sitemap only"])
def test_what_was_proposed_is_what_collect_reads(name: str, desk: Desk, tmp_path: Path) -> None:
    with Server() as server:
        site = served(server, MAKES[name])
        assert desk.propose(site.home, "--source", "x", "--write").returncode == 0
        environment = {**desk.environment, "NEWS_ARCHIVE_PATH": str(tmp_path / "archive.db")}
        command = [sys.executable, "-m", "scrapy", "collect", "x"]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
    sites = registry.load(desk.folder).sites
    with sqlite3.connect(tmp_path / "archive.db") as db:
        kept = {url for (url,) in db.execute("select url from items")}
    assert kept == {canonical(url, sites) for url in site.posts}


def test_an_address_with_the_wrong_scheme_is_mended(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        done = desk.propose(site.home.replace("http:", "https:"), "--source", "x", "--write")
        assert done.returncode == 0, done.stderr
    assert registry.load(desk.folder).sources["x"].homepage == f"{site.home}/"


def test_without_a_terminal_and_without_write_nothing_is_written(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        done = desk.propose(site.home)
    assert done.returncode == 0
    assert "Row for sources.csv" in done.stdout and "local-12-news" in done.stdout
    assert "Nothing was written" in done.stdout
    assert not desk.folder.exists()


def test_rows_that_are_there_are_not_doubled(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        desk.propose(site.home, "--write")
        before = desk.texts()
        again = desk.propose(site.home, "--source", "other", "--write")
    assert again.returncode == 0
    assert "in the registry already, as source local-12" in again.stdout and "not doubled" in again.stdout
    assert "Nothing is new" in again.stdout
    assert desk.texts() == before


def test_an_id_that_belongs_to_another_home_is_refused_before_anything_is_asked(desk: Desk) -> None:
    with Server() as server, Server() as other:
        desk.propose(served(server, MAKES["hugo"]).home, "--source", "x", "--write")
        before = desk.texts()
        done = desk.propose(served(other, MAKES["wix"]).home, "--source", "x", "--write")
        assert done.returncode == 2
        assert "'x' belongs to" in done.stderr and "Traceback" not in done.stderr
        assert other.seen == []
    assert desk.texts() == before


def test_a_site_without_news_is_told_in_words(desk: Desk) -> None:
    with Server() as server:
        done = desk.propose(served(server, nothing).home, "--write")
    assert done.returncode == 2
    assert "No way to posts was found" in done.stderr
    assert "Looked at in vain" in done.stdout
    assert not desk.folder.exists()


def test_a_host_that_does_not_answer_is_told_in_words(desk: Desk) -> None:
    with Server() as server:
        gone = server.url("")
    done = desk.propose(gone, "--write")
    assert done.returncode == 2
    assert "refused" in done.stderr and "Traceback" not in done.stderr


def test_robots_that_forbid_are_obeyed_and_told(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        server.reply("/robots.txt", Reply("User-agent: *\nDisallow: /\n", content_type="text/plain"))
        done = desk.propose(site.home, "--write")
        assert [one.path for one in server.seen] == ["/robots.txt"]
    assert done.returncode == 2
    assert "robots.txt" in done.stderr


def test_an_address_that_robots_forbid_is_left_out_and_the_next_way_is_taken(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["wordpress"])
        server.reply("/robots.txt", Reply("User-agent: *\nDisallow: /wp-json/\n", content_type="text/plain"))
        done = desk.propose(site.home, "--source", "x", "--write")
        assert done.returncode == 0, done.stderr
        assert not [one for one in server.seen if one.path.startswith("/wp-json")]
    assert desk.channels(site) == [("feed", "/feed/")]
    assert "robots.txt" in done.stdout


def test_a_home_that_moved_to_another_domain_is_not_followed(desk: Desk) -> None:
    with Server(addresses=("127.0.0.1", "127.0.0.9")) as server:
        site = served(server, MAKES["hugo"])
        server.reply("/", Reply(status=301, headers={"Location": server.url("/", "127.0.0.9")}), host="127.0.0.1")
        done = desk.propose(site.home, "--write")
        assert not server.asked("/", host="127.0.0.9")
    assert done.returncode == 2
    assert "redirects to" in done.stderr


def test_a_redirect_within_the_host_is_followed(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        front = site.pages["/"]
        server.reply("/", Reply(status=302, headers={"Location": "/en/"}))
        server.reply("/en/", front)
        done = desk.propose(site.home, "--source", "x", "--write")
        assert done.returncode == 0, done.stderr
    assert registry.load(desk.folder).sources["x"].homepage == f"{site.home}/"
    assert desk.channels(site) == site.expected


def test_loopback_is_closed_unless_it_is_opened(desk: Desk) -> None:
    desk.environment["NEWS_ALLOW_PRIVATE_HOSTS"] = "0"
    with Server() as server:
        done = desk.propose(served(server, MAKES["hugo"]).home, "--write")
        assert server.seen == []
    assert done.returncode == 2
    assert "loopback" in done.stderr


def test_the_scheme_may_be_left_out(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        done = desk.propose(site.home.removeprefix("http://"), "--source", "x", "--write")
        assert done.returncode == 0, done.stderr
    assert registry.load(desk.folder).sources["x"].homepage == f"{site.home}/"


def test_what_is_found_can_be_read_by_a_program(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["open atrium"])
        done = desk.propose(site.home, "--json")
    told = json.loads(done.stdout)
    assert told["platform"]["name"] == "Open Atrium"
    assert told["sources"][0]["source"] == "council-190"
    assert json.loads(told["channels"][0]["hint"]) == {"group": "500", "section": "501"}
    assert told["spaces"][0]["home"] == f"{site.home}/local-9"
    assert told["written"] is False and not desk.folder.exists()


def test_a_program_is_told_of_failure_too(desk: Desk) -> None:
    with Server() as server:
        done = desk.propose(served(server, nothing).home, "--json")
    assert done.returncode == 2
    assert "No way to posts" in json.loads(done.stdout)["failure"]


def test_spaces_are_listed_and_written_only_when_asked_for(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["open atrium"])
        listed = desk.propose(site.home, "--source", "council-190", "--write")
        assert f"{site.home}/local-9  AFSCME Local 9" in listed.stdout and "--spaces adds" in listed.stdout
        assert set(registry.load(desk.folder).sources) == {"council-190"}
        done = desk.propose(site.home, "--source", "council-190", "--spaces", "--write")
        assert done.returncode == 0, done.stderr
    rows = registry.load(desk.folder)
    assert (rows.sources["local-9"].parent, rows.sources["local-9"].name) == ("council-190", "AFSCME Local 9")
    assert rows.channels["local-9-news"].address == f"{site.home}/local-9/news"
    assert rows.channels["local-9-news"].hint == {"group": "600", "section": "601"}


def test_an_address_with_a_path_means_that_space_only(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["open atrium"])
        desk.propose(site.home, "--write")
        done = desk.propose(f"{site.home}/local-9", "--write")
        assert done.returncode == 0, done.stderr
    source = registry.load(desk.folder).sources["local-9"]
    assert (source.homepage.rstrip("/"), source.parent) == (f"{site.home}/local-9", "council-190")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--timezone", "Eastern"], "no time zone"),
        (["--parent", "nobody"], "no source named 'nobody'"),
    ],
)
def test_wrong_words_are_refused_with_a_sentence_and_without_a_request(desk: Desk, words: list[str], said: str) -> None:
    with Server() as server:
        done = desk.propose(served(server, MAKES["hugo"]).home, *words, "--write")
        assert server.seen == []
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def test_what_is_no_address_is_refused(desk: Desk) -> None:
    done = desk.propose("ftp://x.example/")
    assert done.returncode == 2
    assert "no address of a web site" in done.stderr


def test_a_registry_with_a_wrong_row_is_named_and_left_alone(desk: Desk) -> None:
    desk.folder.mkdir(parents=True)
    (desk.folder / "sources.csv").write_text("source,name\nx,y\n")
    (desk.folder / "channels.csv").write_text("channel\n")
    before = desk.texts()
    with Server() as server:
        done = desk.propose(served(server, MAKES["hugo"]).home, "--write")
        assert server.seen == []
    assert done.returncode == 2
    assert "sources.csv" in done.stderr and "Traceback" not in done.stderr
    assert desk.texts() == before


def test_a_slow_site_is_given_up_in_time_and_what_is_known_is_used(desk: Desk) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        server.reply("/robots.txt", Reply("", content_type="text/plain"))
        server.fallback = Reply("late", status=404, delay=4)
        started = time.monotonic()
        done = desk.propose(site.home, "--minutes", "0.05", "--source", "x", "--write")
        assert time.monotonic() - started < 30
    assert done.returncode == 0, done.stderr
    assert "A limit ended the search" in done.stdout
    assert desk.channels(site) == site.expected


def test_help_shows_how_to_use_it(desk: Desk) -> None:
    done = desk.propose("--help")
    assert done.returncode == 0
    assert "examples:" in done.stdout and "--spaces" in done.stdout and "--write" in done.stdout


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("\n", False)])
def test_on_a_terminal_it_asks_before_it_writes(desk: Desk, answer: str, written: bool) -> None:
    with Server() as server:
        site = served(server, MAKES["hugo"])
        shown, code = at_a_terminal(desk, [site.home, "--source", "x"], answer)
    assert "[y/N]" in shown
    assert code == 0
    assert desk.folder.exists() is written
    assert ("To undo" in shown) is written


def at_a_terminal(desk: Desk, words: list[str], answer: str) -> tuple[str, int]:
    """Run with a terminal on both ends and answer the first question."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "scrapy", "propose", *words]
    child = subprocess.Popen(command, env=desk.environment, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown, until = "", time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.5)[0]:
            continue
        try:
            piece = os.read(ours, 65536).decode("utf-8", "replace")
        except OSError:  # the other end is closed
            break
        shown += piece
        if "[y/N]" in shown and answer:
            os.write(ours, answer.encode())
            answer = ""
    os.close(ours)
    return shown, child.wait(timeout=30)
