"""Backups made while others write, checked, rotated; restored to the same rows; killed at any moment without loss."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.backing_up import back_up, captures_back, last_backup
from archive.backing_up.restoring import find_backup, restore, verify
from archive.backing_up.shelf import Backup, backups_in, to_let_go
from archive.database import close_archive, open_archive
from archive.digest import digest_of
from archive.keeping import keep
from archive.lock import run_lock
from archive.withholding import tombstones, undo, withhold
from errors import ArchiveError, InputError, LockedError, NewerArchiveError
from tests.builders import DAY, NOW, SITES, archive_at, item
from tests.rights import obey_permissions, read_only

ROOT = Path(__file__).resolve().parent.parent.parent
#: keeps posts for as long as it lives, each with its links in one transaction
WRITER = """
import sys
from pathlib import Path
from archive.keeping import keep
from items import Link
from tests.builders import SITES, archive_at, item
db, number = archive_at(Path(sys.argv[1])), 1000
print("began", flush=True)
while True:
    number += 1
    keep(db, item(number, links=tuple(Link(f"https://x.example/{number}/{at}") for at in range(3))), SITES)
"""


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    db = archive_at(path)
    for number in range(20):
        keep(db, item(number), SITES)
    close_archive(db)
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def digest(path: Path) -> str:
    with sqlite3.connect(path) as db:
        return digest_of(db).sha256


def titles(path: Path) -> set[str]:
    with sqlite3.connect(path) as db:
        return {title for (title,) in db.execute("SELECT title FROM items")}


def test_a_backup_gives_back_the_same_archive_by_hash(archive: Path, shelf: Path) -> None:
    before = digest(archive)
    made = back_up(archive, shelf, beside=[ROOT / "data" / "registry", ROOT / "data" / "rules" / "kinds.csv"])
    assert made.backup.digest == before
    assert {"registry/sources.csv", "rules/kinds.csv"} <= made.backup.files.keys()
    db = archive_at(archive)
    keep(db, item(77), SITES)
    close_archive(db)
    assert digest(archive) != before
    done = restore(archive, find_backup(shelf, "latest"))
    assert done.digest == before == digest(archive)
    assert done.aside is not None
    assert "Post number 77" in titles(done.aside) - titles(archive)


def test_a_digest_sees_every_change_and_no_change_of_the_file(archive: Path) -> None:
    before = digest(archive)
    with sqlite3.connect(archive, isolation_level=None) as db:
        db.execute("VACUUM")
        assert digest_of(db).sha256 == before
        db.execute("UPDATE item_rows SET likeness = 0.1 WHERE id = 3")
        changed = digest_of(db).sha256
        db.execute("UPDATE item_rows SET likeness = 0.1000000000000001 WHERE id = 3")
        assert len({before, changed, digest_of(db).sha256}) == 3


def test_a_backup_under_writing_is_one_state_between_two_transactions(archive: Path, shelf: Path) -> None:
    writer = run(WRITER, archive)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        steps: list[int] = []
        made = [back_up(archive, shelf, at=NOW + n * DAY, say=lambda _, done, __: steps.append(done)) for n in range(2)]
    finally:
        writer.kill()
        writer.communicate()
    assert len(titles(archive)) > made[1].backup.rows["item_rows"] > made[0].backup.rows["item_rows"] >= 20
    restore(archive, made[1].backup)
    assert digest(archive) == made[1].backup.digest
    db = open_archive(archive)
    asked = "SELECT count(*), sum((SELECT count(*) FROM link_rows AS l WHERE l.item_id = i.id)) FROM items AS i WHERE id > 20"
    count, links = db.conn.execute(asked).fetchone()
    assert links == 3 * count  # each post whole, or not there
    keep(db, item(5), SITES)
    close_archive(db)


def test_what_is_withheld_goes_along_and_can_be_given_back_after_a_restore(archive: Path, shelf: Path) -> None:
    db = archive_at(archive)
    withhold(db, 3, reason="Asked for", at=NOW)
    close_archive(db)
    made = back_up(archive, shelf)
    archive.with_name("archive.db.withheld").unlink()
    restore(archive, made.backup)
    db = open_archive(archive)
    undo(db, 3, NOW)
    assert len(titles(archive)) == 20
    close_archive(db)


def test_a_restore_brings_back_no_post_that_was_withheld_since(archive: Path, shelf: Path) -> None:
    made = back_up(archive, shelf)
    db = archive_at(archive)
    withhold(db, 3, reason="Asked for", at=NOW, requested_by="Local 1")
    close_archive(db)
    assert restore(archive, made.backup).withheld == (3,)
    db = open_archive(archive)
    assert [(row[0], *row[2:]) for row in tombstones(db)] == [(3, "Asked for", "Local 1")]
    close_archive(db)
    assert b"This is post 2." not in archive.read_bytes()


# ---- killed -----------------------------------------------------------------------------------------------------
BACKUP = """
import sys, time
from pathlib import Path
from archive.backing_up import back_up
back_up(Path(sys.argv[1]), Path(sys.argv[2]), say=lambda *_: (print("step", flush=True), time.sleep(60)))
"""
#: stops just before the call that is named, as often as it is made
RESTORE = """
import os, shutil, sys, time
from pathlib import Path
from archive.backing_up import restoring
from archive.backing_up.restoring import find_backup, restore
name = sys.argv[3]
def stop(*_, **__):
    print("step", flush=True)
    time.sleep(60)
if name == "replace":
    Path.replace = stop
else:
    setattr(restoring, name, stop)
restore(Path(sys.argv[1]), find_backup(Path(sys.argv[2]), "latest"))
"""


def kill_at_first_word(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "step\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_backup_that_is_killed_leaves_nothing_that_counts_as_one(archive: Path, shelf: Path) -> None:
    first = back_up(archive, shelf, at=NOW)
    kill_at_first_word(run(BACKUP, archive, shelf))
    assert [one.folder.name[:1] for one in backups_in(shelf)] == ["2"]
    assert any(folder.name.startswith(".making-") for folder in shelf.iterdir())
    verify(first.backup)
    back_up(archive, shelf, at=NOW + DAY)
    assert not any(folder.name.startswith(".making-") for folder in shelf.iterdir())
    assert len(backups_in(shelf)) == 2


@pytest.mark.parametrize("where", ["_check", "_put_aside", "_written_back", "_second_name", "replace"])
def test_a_restore_that_is_killed_leaves_the_archive_as_it_was(archive: Path, shelf: Path, where: str) -> None:
    back_up(archive, shelf)
    db = archive_at(archive)
    keep(db, item(77), SITES)
    close_archive(db)
    before = digest(archive)
    kill_at_first_word(run(RESTORE, archive, shelf, where))
    assert digest(archive) == before
    done = restore(archive, find_backup(shelf, "latest"))
    assert digest(archive) == done.digest == done.backup.digest


# ---- refused ----------------------------------------------------------------------------------------------------
def test_nothing_is_restored_while_a_run_is_at_work(archive: Path, shelf: Path) -> None:
    back_up(archive, shelf)
    with run_lock(archive), pytest.raises(LockedError, match="Another run"):
        restore(archive, find_backup(shelf, "latest"))


@pytest.mark.parametrize("how", ["byte", "cut", "row", "manifest", "vault"])
def test_a_damaged_backup_is_not_taken(archive: Path, shelf: Path, how: str) -> None:
    db = archive_at(archive)
    withhold(db, 3, reason="Asked for", at=NOW)
    close_archive(db)
    backup, before = back_up(archive, shelf).backup, digest(archive)
    if how == "byte":
        raw = bytearray(backup.archive.read_bytes())
        raw[len(raw) // 2] ^= 255
        backup.archive.write_bytes(raw)
    elif how == "cut":
        os.truncate(backup.archive, backup.size // 2)
    elif how == "row":
        told = json.loads((backup.folder / "manifest.json").read_text())
        with sqlite3.connect(backup.archive) as other:
            other.execute("DELETE FROM occurrences")
            other.execute("UPDATE sources SET name = 'x'")
        other.close()
        told["archive"]["sha256"] = hashlib.sha256(backup.archive.read_bytes()).hexdigest()
        (backup.folder / "manifest.json").write_text(json.dumps(told))
    elif how == "manifest":
        (backup.folder / "manifest.json").write_text("{}")
    else:
        (backup.folder / "archive.db.withheld").write_bytes(b"")
    with pytest.raises((ArchiveError, InputError)):
        restore(archive, find_backup(shelf, backup.folder.name))
    assert digest(archive) == before
    assert not archive.with_name("archive.db.restoring").exists()


def test_a_damaged_archive_is_neither_backed_up_nor_in_the_way_of_a_restore(archive: Path, shelf: Path) -> None:
    good = back_up(archive, shelf, at=NOW).backup
    raw = bytearray(archive.read_bytes())
    raw[9_000:60_000] = bytes(51_000)
    archive.write_bytes(raw)
    with pytest.raises(ArchiveError):
        back_up(archive, shelf, at=NOW + DAY)
    assert backups_in(shelf) == [good]
    done = restore(archive, good)
    assert digest(archive) == good.digest
    assert done.aside is not None
    assert done.aside.read_bytes() == raw


def test_an_archive_that_is_missing_is_brought_back(archive: Path, shelf: Path) -> None:
    backup = back_up(archive, shelf).backup
    archive.unlink()
    assert restore(archive, backup).aside is None
    assert digest(archive) == backup.digest


def test_disk_and_rights_are_told_in_a_sentence(archive: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="There is no archive"):
        back_up(archive.with_name("none.db"), shelf)
    with pytest.raises(InputError, match="There is no backup in"):
        find_backup(shelf, "latest")
    file = shelf.with_name("file")
    file.write_text("x")
    with pytest.raises(ArchiveError, match="cannot be used"):
        back_up(archive, file)
    usage = shutil._ntuple_diskusage(10**9, 10**9, 1000)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ArchiveError, match="make room"):
        back_up(archive, shelf)
    assert [path.name for path in shelf.iterdir()] == ["backup.lock"]


def test_a_folder_that_may_not_be_written_is_told_of(archive: Path, shelf: Path) -> None:
    shelf.mkdir()
    with read_only(shelf):
        code = "import sys; from pathlib import Path; from archive.backing_up import back_up; from errors import *\n"
        code += "try: back_up(Path(sys.argv[1]), Path(sys.argv[2]))\nexcept ArchiveError as error: print(error)"
        told = subprocess.run([sys.executable, "-c", code, str(archive), str(shelf)], cwd=ROOT, capture_output=True,
                              text=True, check=True, preexec_fn=obey_permissions)  # fmt: skip
    assert "Permission denied" in told.stdout


# ---- kept and let go --------------------------------------------------------------------------------------------
def at_times(*times: datetime) -> list[Backup]:
    return [Backup(Path(f"{at:%Y-%m-%dT%H%M%SZ}"), at, "", 0, "", 1) for at in times]


def test_days_weeks_and_months_are_kept_by_their_newest() -> None:
    end = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    daily = at_times(*(end - timedelta(days=n) for n in range(400)))
    gone = {one.folder for one in to_let_go(daily, 7)}
    kept = sorted(one.made_at.date().isoformat() for one in daily if one.folder not in gone)
    assert kept[-7:] == [f"2026-11-{day}" for day in range(16, 23)]
    assert kept[:-7] == [
        "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30",
        "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-01", "2026-11-08", "2026-11-15",
    ]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 60_000), unique=True, max_size=40), st.integers(1, 10))
def test_the_newest_is_always_kept_and_letting_go_twice_takes_nothing_more(hours: list[int], days: int) -> None:
    all_of_them = at_times(*(NOW - timedelta(hours=n) for n in hours))
    gone = to_let_go(all_of_them, days)
    left = [one for one in all_of_them if one not in gone]
    assert to_let_go(left, days) == []
    if all_of_them:
        assert max(all_of_them, key=lambda one: one.made_at) in left


def test_two_of_one_day_stay_for_two_days_and_the_last_of_each_version_for_good() -> None:
    before, after, later = at_times(*(NOW + timedelta(hours=hours) for hours in (0, 1, 48)))
    assert to_let_go([before, after, later], 1) == []
    (much_later,) = at_times(NOW + timedelta(hours=50))
    assert before in to_let_go([before, after, later, much_later], 1)
    old = [replace(one, version=1) for one in at_times(NOW - 900 * DAY, NOW - 899 * DAY)]
    new = [replace(one, version=2) for one in at_times(*(NOW + n * DAY for n in range(500)))]
    assert [one for one in to_let_go([*old, *new], 7) if one.version == 1] == [old[0]]


def test_an_archive_of_a_newer_program_is_refused_and_no_backup_goes_for_it(archive: Path, shelf: Path) -> None:
    good = back_up(archive, shelf, at=NOW - 900 * DAY, keep=1).backup
    for log in (False, True):  # in the file's head, and still in its log
        db = sqlite3.connect(archive, isolation_level=None)
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute(f"PRAGMA user_version = {900 + log}")
        if not log:
            db.close()
        with pytest.raises(NewerArchiveError, match="made by a newer version"):
            back_up(archive, shelf, at=NOW, keep=1)
        assert backups_in(shelf) == [good]
        if not log:
            db = sqlite3.connect(archive, isolation_level=None)
            db.execute(f"PRAGMA user_version = {good.version}")
        db.close()


def test_archives_are_closed_to_others_when_they_are_made_and_when_they_are_restored(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = tmp_path / "new.db"
        db = archive_at(path)
        keep(db, item(1), SITES)
        modes = {
            file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("new.db*") if "db." not in file.name
        }
        close_archive(db)
        made = back_up(path, tmp_path / "shelf").backup
        path.unlink()
        restore(path, made)
    finally:
        os.umask(before)
    assert modes == {"new.db": 0o640, "new.db-wal": 0o640, "new.db-shm": 0o640}
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_limit_of_the_size_of_files_is_told_as_one(archive: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from archive.keeping import keep
from errors import ArchiveError
from tests.builders import SITES, archive_at, item
db = archive_at(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    for number in range(100, 400):
        keep(db, item(number), SITES)
except ArchiveError as error:
    print(error)
"""
    out, _ = run(code, archive).communicate()
    assert "could not be written further" in out
    assert "make room or lift the limit" in out


def test_what_it_did_not_make_and_the_last_whole_one_stay(archive: Path, shelf: Path) -> None:
    old = back_up(archive, shelf, at=NOW - 900 * DAY, keep=1).backup
    for name in ("2020-01-01T000000Z", "mine", "2020-01-02"):
        (shelf / name).mkdir()
        (shelf / name / "archive.db").write_text("not yours")
    (shelf / "2020-01-01T000000Z" / "manifest.json").write_text('{"made_by": "somebody else"}')
    new = back_up(archive, shelf, at=NOW, keep=1).backup
    newest = back_up(archive, shelf, at=NOW + timedelta(hours=49), keep=1)
    assert newest.gone == (new.folder,)
    assert {one.folder for one in backups_in(shelf)} == {old.folder, newest.backup.folder}
    assert {"mine", "2020-01-01T000000Z", "2020-01-02"} <= {path.name for path in shelf.iterdir()}
    os.truncate(newest.backup.archive, 100)
    assert last_backup(shelf) == old


# ---- captures ---------------------------------------------------------------------------------------------------
def test_captures_are_brought_along_once_and_back(archive: Path, shelf: Path, tmp_path: Path) -> None:
    folder = tmp_path / "captures"
    folder.mkdir()
    for name in ("a-1.warc.gz", "a-2.warc.gz"):
        (folder / name).write_bytes(name.encode())
    assert back_up(archive, shelf, captures=folder, at=NOW).captures == 2
    assert (shelf / "captures" / "a-1.warc.gz").samefile(folder / "a-1.warc.gz")
    assert not (shelf / "captures" / "a-2.warc.gz").samefile(folder / "a-2.warc.gz")
    (folder / "a-2.warc.gz").write_bytes(b"it grew and grew")
    assert back_up(archive, shelf, captures=folder, at=NOW + DAY).captures == 1
    shutil.rmtree(folder)
    assert captures_back(shelf, folder) == 2
    assert (folder / "a-2.warc.gz").read_bytes() == b"it grew and grew"
