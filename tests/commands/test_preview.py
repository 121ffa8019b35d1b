"""`scrapy watch preview`: a message in a file that only its user can read; nothing sent, nothing recorded."""

from __future__ import annotations

import argparse
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import BaseSettings

from archive.database import close_archive, open_archive
from commands.desk import Desk
from commands.previewing import preview_watch
from errors import ArchiveError, InputError
from tests.builders import NOW
from tests.watch.room import DAY, HOUR, begun, crawl, post, watch

ROOT = Path(__file__).resolve().parents[2]
ROWS = (
    "watch,query,mode,carriers,quiet,cap,note\nweek,strike,weekly,NEWS_MAIL_STAFF,,,\nonce,strike,,NEWS_MAIL_STAFF,,,\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    (home / "registry").mkdir()
    for name in ("sources.csv", "channels.csv"):
        (home / "registry" / name).write_text((ROOT / "practice/registry" / name).read_text())
    (home / "registry/watches.csv").write_text(ROWS)
    db = open_archive(home / "a.db")
    begun(db, watch("week", "strike", mode="weekly"))
    crawl(db, NOW + HOUR, [post(1, "strike", NOW + HOUR), post(2, "a strike again", NOW + HOUR)])
    close_archive(db)
    return home


def preview(home: Path, *names: str, at: Any = NOW + DAY, **options: Any) -> int:
    given = {"to": None, "day": None, "since": None, "text": False, "json": False, **options}
    settings = BaseSettings({
        "REGISTRY_DIR": str(home / "registry"), "ARCHIVE_PATH": str(home / "a.db"), "CRAWL_NOW": at.isoformat(),
        "ALLOW_PRIVATE_HOSTS": True, "SITE_ADDRESS": "https://news.example.org", "WATCH_ZONE": "America/Chicago",
    })  # fmt: skip
    return preview_watch(Desk(settings, as_json=given["json"]), list(names), argparse.Namespace(**given))


def test_a_preview_is_written_for_its_user_alone_and_the_archive_stays_as_it_is(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = (home / "a.db").read_bytes()
    assert preview(home, "week", since="2026-03-02") == 0
    said = capsys.readouterr().out
    (made,) = tmp_path.glob("watch-week-*.html")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert "nothing was sent or recorded" in said
    assert str(made) in said.replace("\n", "")
    assert "week: 2 new stories of Council 900" in said.replace("\n", " ")
    assert made.read_text().startswith("<!doctype html>")
    assert (home / "a.db").read_bytes() == before


def test_text_and_json_go_to_the_terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview(home, "once", text=True)
    said = capsys.readouterr().out
    assert said.startswith("New: Notice 2 – Council 900\n")
    assert "https://council-900.example/news/post-2" in said
    preview(home, "week", day="2026-03-02", json=True)
    data = json.loads(capsys.readouterr().out)
    assert (data["watch"], data["subject"]) == ("week", "week: 2 new stories of Council 900: Monday, March 2, 2026")
    assert data["html"].startswith("<!doctype html>")
    preview(home, "week", day="2026-03-01", json=True)
    assert json.loads(capsys.readouterr().out)["told"] is None


def test_a_named_file_is_written_again_unless_it_is_no_preview(home: Path, tmp_path: Path) -> None:
    for _ in range(2):
        preview(home, "week", since="2026-03-02", to=[str(tmp_path / "week.html")])
    assert stat.S_IMODE((tmp_path / "week.html").stat().st_mode) == 0o600
    precious = tmp_path / "archive.db"
    precious.write_text("kept")
    with pytest.raises(InputError, match=r"is there already and is none of \.html"):
        preview(home, "week", since="2026-03-02", to=[str(precious)])
    assert precious.read_text() == "kept"
    with pytest.raises(InputError, match="No such file or directory"):
        preview(home, "week", since="2026-03-02", to=[str(tmp_path / "no/week.html")])


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        ((), {}, "Name one watch"),
        (("weak",), {}, "There is no watch named 'weak'"),
        (("week",), {"day": "yesterday"}, "'yesterday' is no day"),
        (("week",), {"day": "9999-12-31"}, "is no day"),
        (("week",), {"day": "2026-03-09"}, "has not begun yet"),
        (("week",), {"since": "2026-03-01", "day": "2026-03-01"}, "give one of them"),
        (("week",), {"since": "2026-03-01", "to": ["a.html", "b.html"]}, "one file"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(home: Path, names: Any, options: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        preview(home, *names, **options)


def test_where_there_is_no_archive_a_sentence_says_so_and_none_is_made(home: Path, tmp_path: Path) -> None:
    (tmp_path / "registry").symlink_to(home / "registry")
    with pytest.raises(ArchiveError, match="There is no archive at"):
        preview(tmp_path, "week")
    assert not (tmp_path / "a.db").exists()


def test_the_verb_works_with_an_empty_environment(home: Path) -> None:
    environment = {
        "NEWS_REGISTRY_DIR": str(home / "registry"), "NEWS_ARCHIVE_PATH": str(home / "a.db"), "LC_ALL": "C",
        "NEWS_CRAWL_NOW": "2026-03-10T12:00:00Z", "NEWS_ALLOW_PRIVATE_HOSTS": "True", "PATH": os.defpath,
    }  # fmt: skip
    command = [sys.executable, "-m", "scrapy", "watch", "preview", "week", "--text"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    assert "Council 900 \u00b7 2\n-----" in ended.stdout.decode()
