"""`scrapy watch`: rows added and taken out, carriers tried, a rehearsal; and its word to a tired operator."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import BaseSettings

from archive.database import close_archive, open_archive
from archive.lock import run_lock
from archive.sources import sync_registry
from commands.ended import Ended
from commands.watching import ACTIONS, Desk
from errors import InputError, LockedError, ParseError, RegistryError
from registry import load
from tests.builders import NOW
from tests.watch.room import HOUR, MailSink, mail_sink
from watch.telling import Account

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def mail() -> Iterator[MailSink]:
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mail: MailSink) -> Path:
    shutil.copytree(ROOT / "practice/registry", tmp_path / "registry")
    (tmp_path / "registry/watches.csv").write_text("watch,query,mode,carriers,quiet,cap,note\n")
    monkeypatch.setenv("NEWS_MAIL_STAFF", mail.address)
    return tmp_path


def run(home: Path, *words: str, at: Any = NOW, **options: Any) -> int:
    given = {"to": ["NEWS_MAIL_STAFF"], "mode": "at once", "edits": False, "removals": False, "quiet": None,
             "cap": None, "note": None, "dry_run": False, "json": False, **options}  # fmt: skip
    settings = BaseSettings({
        "REGISTRY_DIR": str(home / "registry"), "ARCHIVE_PATH": str(home / "a.db"), "CRAWL_NOW": at.isoformat(),
        "ALLOW_PRIVATE_HOSTS": True, "CONTACT": "ops@example.org", "SITE_ADDRESS": "https://news.example.org/",
        "WATCH_ZONE": "America/Chicago",
    })  # fmt: skip
    return ACTIONS[words[0]](Desk(settings, as_json=given["json"]), list(words[1:]), argparse.Namespace(**given))


def file_of(home: Path) -> str:
    return (home / "registry/watches.csv").read_text()


def test_a_watch_is_added_shown_and_taken_out_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file_of(home)
    run(home, "add", "strikes", 'strike OR "first contract"', mode="daily", edits=True, quiet="22:00-07:00 UTC", cap=7)
    assert file_of(home) == before + (
        'strikes,"strike OR ""first contract""","daily, edits",NEWS_MAIL_STAFF,22:00-07:00 UTC,7,\n'
    )
    assert run(home, "list") == 0
    assert "strikes" in capsys.readouterr().out
    run(home, "show", "strikes")
    assert "https://news.example.org/search.atom?q=strike" in capsys.readouterr().out.replace("\n", "").replace(
        "  ", ""
    )
    run(home, "remove", "strikes")
    assert file_of(home) == before
    assert 'strikes,"strike OR ""first contract""","daily, edits"' in capsys.readouterr().out


def test_wishes_may_stand_in_the_mode_as_they_do_in_the_file(home: Path) -> None:
    run(home, "add", "strikes", "strike", mode="weekly, edits", removals=True)
    assert 'strikes,strike,"weekly, edits, removals",NEWS_MAIL_STAFF,,,\n' in file_of(home)


def test_a_watch_that_is_added_beside_an_archive_begins_at_once(home: Path) -> None:
    db = open_archive(home / "a.db")
    sync_registry(db, load(home / "registry"), NOW - HOUR)
    close_archive(db)
    run(home, "add", "strikes", "strike")
    db = open_archive(home / "a.db", writable=False)
    assert db.execute("select id, first_seen_at from watches").fetchall() == [("strikes", "2026-03-02T15:30:00Z")]
    db.close()


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (("strikes",), {}, "a name and a search in quotes"),
        (("strikes", "state:XX"), {}, "no US state"),
        (("strikes", "-nurses"), {}, "exclusions only"),
        (("strikes", "strike"), {"to": ["mailto://u:hunter2@host"]}, "never into the row"),
        (("strikes", "strike"), {"to": []}, "no carrier is named"),
        (("strikes", "strike"), {"to": ["NEWS_CONTACT"]}, "taken for a setting"),
        (("strikes", "strike"), {"mode": "hourly"}, "'hourly' is no mode"),
        (("strikes", "strike"), {"quiet": "22-7"}, "22:00-07:00 America/Chicago"),
        (("strikes", "strike"), {"quiet": "22:00-07:00 Chicago"}, "no time zone"),
        (("strikes", "strike"), {"cap": 501}, "from 1 to 500"),
        (("Strikes!", "strike"), {}, "is no id"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence_and_writes_nothing(
    home: Path, words: tuple[str, ...], options: dict[str, Any], said: str
) -> None:
    before = file_of(home)
    with pytest.raises((InputError, ParseError)) as raised:
        run(home, "add", *words, **options)
    assert said in str(raised.value)
    assert "hunter2" not in str(raised.value)
    assert file_of(home) == before


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a,,,MAIL,,,", "query"), ("a,state:XX,,MAIL,,,", "query"), ("a,strike,monthly,MAIL,,,", "mode"),
        ("a,strike,daily weekly,MAIL,,,", "mode"), ("a,strike,,mailto://u:hunter2@h | MAIL,,,", "carriers"),
        ("a,strike,,mailto://u:hunter2@h | mailto://u:hunter2@h,,,", "carriers"),
        ("a,strike,,,,,", "carriers"), ("a,strike,,MAIL,night,,", "quiet"), ("a,strike,,MAIL,25:00-07:00 UTC,,", "quiet"),
        ("a,strike,,MAIL,07:00-07:00 UTC,,", "quiet"), ("a,strike,,MAIL,,0,", "cap"), ("a,strike,,MAIL,,many,", "cap"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_with_file_line_and_column(home: Path, row: str, column: str) -> None:
    (home / "registry/watches.csv").write_text(f"watch,query,mode,carriers,quiet,cap,note\n{row}\n")
    with pytest.raises(RegistryError) as raised:
        load(home / "registry")
    assert str(raised.value).startswith(f"watches.csv, line 2, column {column}: ")
    assert "hunter2" not in str(raised.value)


def test_a_test_message_goes_out_now_and_says_what_came_of_it(
    home: Path, mail: MailSink, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "add", "strikes", "strike", to=["NEWS_MAIL_STAFF", "NEWS_MAIL_GONE"], quiet="00:00-23:59 UTC")
    mail.taken.clear()
    assert run(home, "test", "strikes") == 1
    out = capsys.readouterr().out
    assert "NEWS_MAIL_STAFF: sent. Taken by the mail server." in out
    assert "NEWS_MAIL_GONE: NOT sent. The environment variable NEWS_MAIL_GONE is not set" in out
    (letter,) = mail.taken
    assert letter["Subject"] == "Test of the watch strikes"
    assert "name the watch “strikes”" in letter.get_body(("plain",)).get_content()
    assert "FAILING since" not in out
    run(home, "list", json=True)
    listed = json.loads(capsys.readouterr().out)
    assert {one["carrier"]: bool(one.get("failing_since")) for one in listed["carriers"]} == {
        "NEWS_MAIL_GONE": True, "NEWS_MAIL_STAFF": False,
    }  # fmt: skip


def test_tell_needs_an_archive_and_says_so(home: Path) -> None:
    with pytest.raises(InputError, match="`scrapy collect` makes it"):
        run(home, "tell")


def test_tell_on_an_archive_without_news_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    close_archive(open_archive(home / "a.db"))
    run(home, "add", "strikes", "strike")
    capsys.readouterr()
    assert run(home, "tell") == 0
    assert capsys.readouterr().out == "Nothing to tell to 1 watch.\n"
    assert run(home, "tell", dry_run=True) == 0
    assert "0 messages would be sent; nothing was sent or written." in capsys.readouterr().out


def test_an_unknown_watch_names_those_that_there_are(home: Path) -> None:
    run(home, "add", "strikes", "strike")
    with pytest.raises(InputError, match="there are strikes"):
        run(home, "show", "strike")


def test_the_verb_works_from_a_bare_environment_and_takes_variables_of_carriers_for_no_settings(home: Path) -> None:
    environment = {
        "NEWS_REGISTRY_DIR": str(home / "registry"), "NEWS_ARCHIVE_PATH": str(home / "a.db"), "LC_ALL": "C",
        "NEWS_MAIL_STAFF": os.environ["NEWS_MAIL_STAFF"],
    }  # fmt: skip
    scrapy = str(Path(sys.executable).parent / "scrapy")
    done = subprocess.run([scrapy, "watch"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "There are no watches yet" in done.stdout


def test_tell_waits_for_no_run_that_is_at_work(home: Path) -> None:
    close_archive(open_archive(home / "a.db"))
    with run_lock(home / "a.db"), pytest.raises(LockedError):
        run(home, "tell")


def test_what_collect_told_stands_in_its_summary_and_a_new_trouble_in_its_exit_code() -> None:
    ended = Ended("finished", 1.0, 3, told=Account(watches=2, sent=2, repeats=1))
    assert "Told: 2 messages sent, 1 of them possible repeats." in ended.summary()
    assert ended.exit_code == 0
    ended.told = Account(watches=2, failed=1, troubles=[("NEWS_MAIL_STAFF", "The mail server said no (550).")])
    assert "NEWS_MAIL_STAFF: The mail server said no (550)." in ended.summary()
    assert ended.exit_code == 1
    assert json.loads(json.dumps(ended.as_dict()))["told"]["failed"] == 1
    idle = Ended("nothing_due", 0.0, 0, nothing_due="The next one is due at noon.", told=Account(sent=1))
    assert "Told: 1 message sent." in idle.summary()
