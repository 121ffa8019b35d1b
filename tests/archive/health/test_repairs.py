"""What doctor finds in an archive's file, and what it may repair. The damage is done to real files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from archive.backing_up import back_up
from archive.captures.rules import CaptureRules
from archive.crawls import begin_crawl, end_crawl
from archive.database import close_archive, open_archive
from archive.health.checks import Check, file_checks
from archive.health.looking import Places
from archive.health.repairs import REPAIRS
from archive.keeping import keep
from archive.lock import run_lock
from archive.search import search
from archive.stories.shares import count_shares
from tests.builders import NOW, SITES, archive_at, assert_sound, item, one


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[tuple[sqlite_utils.Database, Path]]:
    """An archive of some posts in a file, with a run that went well."""
    path = tmp_path / "archive.db"
    db = archive_at(path)
    for number in range(40):
        keep(db, item(number), SITES)
    count_shares(db)
    end_crawl(db, begin_crawl(db, NOW), NOW + timedelta(minutes=2), outcome="finished")
    yield db, path
    db.close()


def checks(db: sqlite_utils.Database, path: Path, backups: Path | None = None, **more: Any) -> dict[str, Check]:
    at = NOW + timedelta(hours=1)
    return {check.name: check for check in file_checks(db, Places(path, backups, **more), at, lambda _: None)}


def test_a_sound_archive_is_all_well_but_for_the_backup_that_nobody_made(
    archive: tuple[sqlite_utils.Database, Path],
) -> None:
    found = checks(*archive)
    assert {name for name, check in found.items() if check.state != "ok"} == {"backups"}
    assert "40 texts" in found["index"].sentence


@pytest.mark.parametrize(
    "damage", ["DELETE FROM search_data WHERE id > 10", "UPDATE search_data SET block = x'00' WHERE id > 10"]
)
def test_t4_an_index_out_of_step_is_found_and_built_anew_and_no_word_is_lost(
    archive: tuple[sqlite_utils.Database, Path], damage: str
) -> None:
    db, path = archive
    before = db.conn.execute("SELECT id, hash, title, body FROM texts").fetchall()
    with sqlite3.connect(path) as other:
        other.execute(damage)
    other.close()
    assert checks(db, path)["index"].state == "broken" and checks(db, path)["index"].repair == "index"
    told = REPAIRS["index"](db, path, NOW)
    assert "40 texts" in told and checks(db, path)["index"].state == "ok"
    assert len(search(db, "proposals", 50)) == 40
    assert db.conn.execute("SELECT id, hash, title, body FROM texts").fetchall() == before
    assert_sound(db)


def test_t4_an_entry_that_the_index_lost_in_silence_is_found_too(archive: tuple[sqlite_utils.Database, Path]) -> None:
    db, path = archive
    row = db.conn.execute("SELECT search_id, title, teaser, body FROM texts LIMIT 1").fetchone()
    db.conn.execute("INSERT INTO search(search, rowid, title, teaser, body) VALUES ('delete', ?, ?, ?, ?)", row)
    assert len(search(db, "proposals", 50)) == 39
    assert checks(db, path)["index"].state == "broken"
    REPAIRS["index"](db, path, NOW)
    assert len(search(db, "proposals", 50)) == 40


def test_counts_that_are_wrong_are_found_and_counted_anew(archive: tuple[sqlite_utils.Database, Path]) -> None:
    db, path = archive
    right = db.conn.execute("SELECT source_id, sum(posts) FROM share_rows GROUP BY 1 ORDER BY 1").fetchall()
    db.conn.execute("UPDATE share_rows SET posts = posts + 7")
    db.conn.execute("DELETE FROM month_rows")
    check = checks(db, path)["counts"]
    assert check.state == "warning" and "posts by source" in check.sentence and "posts by month" in check.sentence
    REPAIRS["counts"](db, path, NOW)
    assert checks(db, path)["counts"].state == "ok"
    assert db.conn.execute("SELECT source_id, sum(posts) FROM share_rows GROUP BY 1 ORDER BY 1").fetchall() == right


def test_a_run_that_was_killed_is_closed_and_one_at_work_is_left_alone(
    archive: tuple[sqlite_utils.Database, Path],
) -> None:
    db, path = archive
    begin_crawl(db, NOW + timedelta(minutes=30))
    with run_lock(path):
        assert checks(db, path)["runs"].state == "ok", "its process is alive"
        assert "a run is at work" in checks(db, path)["index"].sentence
    assert checks(db, path)["runs"].repair == "runs"
    assert REPAIRS["runs"](db, path, NOW).startswith("Closed 1 run ")
    assert one(db, "SELECT outcome FROM crawls ORDER BY id DESC LIMIT 1") == "killed"
    assert checks(db, path)["runs"].state == "ok"


def test_a_log_that_a_reader_holds_is_told_and_written_back_once_it_is_gone(
    archive: tuple[sqlite_utils.Database, Path],
) -> None:
    db, path = archive
    db.conn.execute("PRAGMA busy_timeout = 50")
    reader = sqlite3.connect(path)
    reader.execute("BEGIN").execute("SELECT count(*) FROM texts").fetchone()
    keep(db, item(99), SITES)
    assert "in use by a reader" in REPAIRS["log"](db, path, NOW)
    reader.close()
    assert "was written back" in REPAIRS["log"](db, path, NOW)
    assert path.with_name(path.name + "-wal").stat().st_size == 0


def test_a_damaged_page_is_found_and_the_next_step_is_to_restore(archive: tuple[sqlite_utils.Database, Path]) -> None:
    db, path = archive
    close_archive(db)
    root = sqlite3.connect(path).execute("SELECT rootpage FROM sqlite_master WHERE name = 'item_rows'").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * 8192)
        file.write(os.urandom(8192))
    damaged = open_archive(path, writable=False)
    try:
        found = checks(damaged, path)
    finally:
        damaged.close()
    assert found["database"].state == "broken" and "scrapy restore" in found["database"].next_step


def test_rows_that_name_none_are_found(archive: tuple[sqlite_utils.Database, Path]) -> None:
    db, path = archive
    db.conn.execute("PRAGMA foreign_keys = OFF")
    db.conn.execute("DELETE FROM channels")
    assert checks(db, path)["links"].state == "broken"


def test_a_clock_that_is_behind_and_a_backup_that_is_old_are_told(
    archive: tuple[sqlite_utils.Database, Path], tmp_path: Path
) -> None:
    db, path = archive
    begun = one(db, "SELECT max(started_at) FROM crawls")
    early = {check.name: check for check in file_checks(db, Places(path), NOW - timedelta(days=1), lambda _: None)}
    assert early["clock"].state == "broken" and begun in early["clock"].sentence
    shelf = tmp_path / "backups"
    assert checks(db, path, shelf)["backups"].sentence == "No backup is known."
    back_up(path, shelf, at=NOW - timedelta(days=20))
    assert checks(db, path, shelf)["backups"].state == "warning"
    back_up(path, shelf, at=NOW)
    assert checks(db, path, shelf)["backups"].state == "ok"


def test_files_of_captures_that_are_not_there_are_told(
    archive: tuple[sqlite_utils.Database, Path], tmp_path: Path
) -> None:
    db, path = archive
    rules = CaptureRules(tmp_path)
    assert checks(db, path, captures=rules)["captures"].state == "ok"
    db.conn.execute(
        "INSERT INTO capture_files (file, began_at, size) VALUES ('one.warc.gz', '2026-03-01T00:00:00Z', 50)"
    )
    assert "one.warc.gz" in checks(db, path, captures=rules)["captures"].sentence
    (tmp_path / "one.warc.gz").write_bytes(b"x" * 49)
    assert "shorter" in checks(db, path, captures=rules)["captures"].sentence
    (tmp_path / "one.warc.gz").write_bytes(b"x" * 50)
    assert checks(db, path, captures=rules)["captures"].state == "ok"
