"""`scrapy doctor`: what it says of program, settings, rights and site, and what `--fix` does. Real files, a real site."""

from __future__ import annotations

import http.server
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.captures import CaptureRules, Captures
from archive.crawls import begin_crawl, end_crawl
from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.lock import run_lock
from archive.stories.shares import count_shares
from commands.doctor import doctor
from commands.doctor_machine import machine_checks
from errors import LockedError
from tests.archive.test_captures import read
from tests.builders import DAY, NOW, SITES, archive_at, item
from web.plugins.headers import policy

ROOT = Path(__file__).resolve().parents[2]
SCRAPY = Path(sys.executable).parent / "scrapy"
WHOLE = {
    "Content-Security-Policy": policy().decode(), "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound archive of a few posts, in a directory that is closed to others."""
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    db = archive_at(folder / "archive.db")
    for number in range(20):
        keep(db, item(number), SITES)
    count_shares(db)
    end_crawl(db, begin_crawl(db, NOW), NOW, outcome="finished")
    close_archive(db)
    return folder / "archive.db"


def settings_of(path: Path, **more: Any) -> Settings:
    values = Settings()
    values.setmodule("settings", priority="project")
    given = {"ARCHIVE_PATH": str(path), "REGISTRY_DIR": "practice/registry", "ALLOW_PRIVATE_HOSTS": True,
             "CAPTURES_DIR": str(path.parent / "captures"), "BACKUP_DIR": str(path.parent / "backups"),
             "CRAWL_NOW": "2026-03-02T16:00:00+00:00", **more}  # fmt: skip
    values.setdict(given, "project")
    return values


def asked(path: Path, *, fix: bool = False, **more: Any) -> tuple[int, dict[str, dict[str, Any]], list[str]]:
    """Exit code, checks by name, and what was repaired."""
    page = io.StringIO()
    with redirect_stdout(page):
        code = doctor(settings_of(path, **more), fix=fix, as_json=True)
    told = json.loads(page.getvalue())
    return code, {one["name"]: one for one in told["checks"]}, told["repaired"]


def test_a_sound_archive_has_no_broken_part_and_looking_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    code, checks, _ = asked(path)
    assert code <= 1 and not [one for one in checks.values() if one["state"] == "broken"]
    assert {"python", "sqlite", "libraries", "encoding", "settings", "registry", "disk", "writable", "rights", "site",
            "version", "database", "links", "index", "counts", "log", "lock", "runs", "clock", "backups"} <= checks.keys()  # fmt: skip
    assert checks["index"]["state"] == checks["database"]["state"] == checks["rights"]["state"] == "ok"
    assert path.read_bytes() == before


def test_t4_a_damaged_index_is_built_anew_by_fix_and_the_run_that_was_killed_is_closed(path: Path) -> None:
    with sqlite3.connect(path) as db:
        words = db.execute("SELECT title, body FROM texts ORDER BY id").fetchall()
        db.execute("DELETE FROM search_data WHERE id > 10")
        db.execute("UPDATE crawls SET outcome = 'running', ended_at = NULL")
    db.close()
    code, checks, _ = asked(path)
    assert code == 2 and checks["index"]["state"] == "broken" and checks["index"]["fixable"]
    code, checks, repaired = asked(path, fix=True)
    assert code <= 1 and checks["index"]["state"] == "ok"
    assert any("built anew from 20 texts" in sentence for sentence in repaired)
    assert any(sentence.startswith("Closed 1 run") for sentence in repaired)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT title, body FROM texts ORDER BY id").fetchall() == words
    db.close()


def test_fix_waits_for_nobody_and_touches_nothing_while_a_run_is_at_work(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE share_rows SET posts = posts + 1")
    db.close()
    with run_lock(path), pytest.raises(LockedError):
        asked(path, fix=True)


def test_an_older_archive_is_not_brought_up_to_date_by_a_look(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE id = (SELECT max(id) FROM _sqlite_migrations)")
    db.close()
    code, checks, _ = asked(path)
    assert code == 1 and "older version" in checks["archive"]["sentence"]


@pytest.mark.parametrize("damage", ["head", "no database"])
def test_a_damaged_file_is_told_with_what_to_do(path: Path, damage: str) -> None:
    with path.open("r+b") as file:
        file.seek(8192 if damage == "head" else 0)
        file.write(os.urandom(40_000) if damage == "head" else b"these are no bytes of a database")
    code, checks, _ = asked(path, fix=True)
    broken = [one for one in checks.values() if one["state"] == "broken"]
    assert code == 2 and broken and "scrapy restore" in broken[0]["next_step"]


def test_an_archive_that_others_can_read_is_closed_to_them_and_a_new_one_is_from_the_start() -> None:
    with TemporaryDirectory(dir="/tmp") as name:  # pytest's own folders are closed, and so is all that is in them
        path, before = Path(name) / "archive.db", os.umask(0o022)
        try:
            path.parent.chmod(0o755)
            close_archive(archive_at(path))
            (path.parent / "captures").mkdir(mode=0o700)
        finally:
            os.umask(before)
        assert asked(path)[1]["rights"]["state"] == "ok"
        path.chmod(0o664)
        (path.parent / "captures").chmod(0o755)
        warned = asked(path)[1]["rights"]
        assert warned["state"] == "warning" and warned["fixable"] and "captures" in warned["sentence"]
        _, checks, repaired = asked(path, fix=True)
        assert checks["rights"]["state"] == "ok"
        assert any(one.startswith("Closed to other users of this machine: ") for one in repaired)
        assert stat.S_IMODE((path.parent / "captures").stat().st_mode) == 0o750
        assert stat.S_IMODE(path.stat().st_mode) == 0o660, "what the group may stays"


def test_captures_whose_file_was_written_anew_are_found_again(path: Path) -> None:
    db = open_archive(path)
    rules = CaptureRules(path.parent / "captures")
    captures = Captures(db, rules)
    for number in (1, 2):
        post = read(number, at=NOW + DAY, body=f"Words of page {number}.")
        captures.keep(keep(db, post, SITES).item_id, post, changed=True)
    captures.close()
    (file,) = rules.folder.glob("*.warc.gz")
    file.rename(file.with_name("afscme-news-20260303-00007.warc.gz"))
    close_archive(db)
    broken = asked(path)[1]["captures"]
    assert broken["state"] == "broken" and broken["fixable"]
    _, checks, repaired = asked(path, fix=True)
    assert repaired == ["Found again in files that were written anew: 2 captures."]
    assert checks["captures"]["state"] == "ok"


def test_files_that_were_left_half_written_are_found_and_removed_and_others_are_not(path: Path) -> None:
    old, young, foreign = (path.with_name(name) for name in (f".{path.name}.x.tmp", f".{path.name}.y.tmp", "notes.tmp"))
    for file in (old, young, foreign):
        file.write_text("x")
    for file in (old, foreign):
        os.utime(file, (1, 1))
    assert asked(path)[1]["leftovers"]["state"] == "warning"
    _, checks, repaired = asked(path, fix=True)
    assert checks["leftovers"]["state"] == "ok" and repaired == ["Removed 1 file that was half written."]
    assert not old.exists() and young.exists() and foreign.exists()


def test_wrong_settings_and_rows_are_told_and_do_not_stop_the_look(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ARCHIV_PATH", "x")
    code, checks, _ = asked(path, REGISTRY_DIR="/nowhere")
    assert code == 2
    assert "did you mean NEWS_ARCHIVE_PATH" in checks["settings"]["sentence"]
    assert checks["registry"]["state"] == "broken" and checks["database"]["state"] == "ok"


# ---- the site --------------------------------------------------------------------------------------------------------
@contextmanager
def answering(headers: dict[str, str], status: int = 200) -> Iterator[str]:
    """A site that a proxy stands before."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def site_check(path: Path, address: str) -> Any:
    return next(check for check in machine_checks(settings_of(path, SITE_ADDRESS=address)) if check.name == "site")


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (WHOLE, ""),
        ({}, "no Content-Security-Policy"),
        (
            {**WHOLE, "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'"},
            "'unsafe-inline'",
        ),
        ({**WHOLE, "Content-Security-Policy": "default-src *"}, "without script-src"),
        ({name: value for name, value in WHOLE.items() if name != "Referrer-Policy"}, "no Referrer-Policy"),
    ],
)
def test_w5_headers_that_a_proxy_drops_or_weakens_are_told(path: Path, headers: dict[str, str], told: str) -> None:
    with answering(headers) as address:
        check = site_check(path, address)
    assert check.state == ("warning" if told else "ok") and told in check.sentence


def test_a_site_elsewhere_is_not_asked_and_one_that_is_down_is_told(path: Path) -> None:
    assert "not on this machine" in site_check(path, "https://news.example.org/").sentence
    assert site_check(path, "http://127.0.0.1:9/").state == "warning"
    assert site_check(path, "file:///etc/passwd").state == "broken"
    assert site_check(path, "").state == "ok"


def test_from_cron_it_prints_a_page_and_no_traceback(tmp_path: Path) -> None:
    env = {"NEWS_ARCHIVE_PATH": str(tmp_path / "none.db"), "NEWS_REGISTRY_DIR": "practice/registry"}
    told = subprocess.run(
        [SCRAPY, "doctor"], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode in (1, 2) and "There is no archive" in told.stdout and told.stderr == ""
    assert max(map(len, told.stdout.splitlines())) <= 80 and "\x1b" not in told.stdout
