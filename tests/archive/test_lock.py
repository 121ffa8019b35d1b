import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

import pytest

from archive.lock import lock_file, migration_lock, run_lock
from errors import ArchiveError, LockedError

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def holder(path: Path, then: str = "time.sleep(600)") -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """A process that holds the lock and has said so, and what else it says; it is dead at the end."""
    script = (
        "import os, pathlib, sys, time; from archive.lock import run_lock\n"
        f"with run_lock(pathlib.Path({str(path)!r})):\n print('held', flush=True)\n {then}"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "held\n"
            yield process, process.stdout
        finally:
            process.kill()


def test_a_second_run_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with holder(path) as (process, _), pytest.raises(LockedError) as caught, run_lock(path):
        pytest.fail("two runs at once")
    told = str(caught.value)
    assert caught.value.exit_code == 75
    assert str(process.pid) in told and os.uname().nodename in told and "\n" not in told


def test_the_same_process_cannot_take_the_lock_twice(tmp_path: Path) -> None:
    mine = pytest.raises(LockedError, match=str(os.getpid()))
    with run_lock(tmp_path / "a.db"), mine, run_lock(tmp_path / "a.db"):
        pytest.fail("two runs at once")
    with run_lock(tmp_path / "a.db"):
        pass


def test_a_run_killed_with_9_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with holder(path) as (process, _):
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert json.loads(lock_file(path).read_text())["pid"] == process.pid, "the dead holder's words are still there"
    with run_lock(path):
        assert json.loads(lock_file(path).read_text())["pid"] == os.getpid()


def test_a_worker_that_outlives_the_run_does_not_hold_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    child = "if os.fork() == 0: print(os.getpid(), flush=True)\n time.sleep(600)"
    with holder(path, child) as (_process, said):
        worker = int(said.readline())
    try:
        os.kill(worker, 0)  # it is alive
        with run_lock(path):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)


def test_a_lock_with_foreign_words_inside_still_locks(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with run_lock(path):
        lock_file(path).write_text("something else")
        with pytest.raises(LockedError, match="Another process"), run_lock(path):
            pytest.fail("two runs at once")


def test_a_lock_file_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="lock file"), run_lock(tmp_path / "file" / "a.db"):
        pytest.fail("there is no place for a lock")


def test_the_lock_for_migrations_waits_for_a_while(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    began = time.monotonic()
    with migration_lock(path), pytest.raises(LockedError), migration_lock(path, patience=0.2):
        pytest.fail("two at once")
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize("lock", [run_lock, migration_lock])
def test_a_directory_has_no_lock_and_nothing_is_made_beside_it(
    tmp_path: Path, lock: Callable[[Path], AbstractContextManager[None]]
) -> None:
    (tmp_path / "folder").mkdir()
    for path in (Path("/"), tmp_path / "folder", tmp_path / "folder" / ".."):
        with pytest.raises(ArchiveError, match="is a directory; the archive must be a file") as caught, lock(path):
            pytest.fail("a directory was locked")
        assert str(path) in str(caught.value)
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]
