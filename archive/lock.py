"""One run at a time: a lock that its holder's death frees, however it died."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.times import instant, stamp
from errors import ArchiveError, LockedError

#: descriptors of locks that this process holds
_held: set[int] = set()


def _let_go_in_child() -> None:
    # A lock belongs to an open file, and a forked child shares it: a worker that outlives us would keep it locked.
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock of the archive at `path` (the file beside it that ends in .lock).

    Inside stand pid, host and start of the holder. The kernel frees the lock when its holder dies, so what a dead
    one wrote is overwritten. Raises LockedError, which names the holder; ArchiveError where no file can be made.
    """
    with _locked(lock_file(path), patience=0.0) as descriptor:
        about = {"pid": os.getpid(), "host": socket.gethostname(), "started_at": stamp(datetime.now(UTC))}
        _rewrite(descriptor, json.dumps(about) + "\n")
        try:
            yield
        finally:
            _rewrite(descriptor, "")


@contextmanager
def migration_lock(path: Path, patience: float = 60.0) -> Iterator[None]:
    """Hold the lock under which tables are made and changed; waits up to `patience` seconds for another process."""
    with _locked(_beside(path, ".migration"), patience):
        yield


def lock_file(path: Path) -> Path:
    """The lock file of an archive. Raises ArchiveError for a path that cannot be one."""
    return _beside(path, ".lock")


def lock_words(file: Path) -> tuple[int, str, str] | None:
    """What the holder of a lock wrote: pid, host and start; None where nothing is written. It may be dead by now."""
    try:
        about = json.loads(file.read_bytes()[:1000])
        return int(about["pid"]), str(about["host"]), stamp(instant(about["started_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _beside(path: Path, ending: str) -> Path:
    if not path.name or path.is_dir():  # "/" has no name, and a directory's lock would lie outside of it
        raise ArchiveError(f"{path} is a directory; the archive must be a file.")
    return path.with_name(path.name + ending)


@contextmanager
def _locked(file: Path, patience: float) -> Iterator[int]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ArchiveError(
            f"The lock file {file} cannot be made ({error.strerror}); the directory must be writable."
        ) from error
    _held.add(descriptor)
    try:
        _wait_for(descriptor, file, patience)
        yield descriptor
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _wait_for(descriptor: int, file: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise LockedError(_sentence(file, os.pread(descriptor, 1000, 0))) from None
            time.sleep(0.05)
        except OSError as error:
            raise ArchiveError(
                f"The file {file} cannot be locked ({error.strerror}); the archive needs a disk of this machine."
            ) from error
        else:
            return


def _sentence(file: Path, content: bytes) -> str:
    try:
        about = json.loads(content)
        since = instant(about["started_at"]).strftime("%Y-%m-%d %H:%M:%S UTC")
        holder = f"Another run (process {about['pid']} on {about['host']}, since {since})"
    except (ValueError, KeyError, TypeError):
        holder = "Another process"
    return f"{holder} holds the lock {file}; run again when it has ended."


def _rewrite(descriptor: int, content: str) -> None:
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, content.encode(), 0)
    except OSError as error:  # the lock itself holds; only its words are missing, as on a full disk
        if content:
            raise ArchiveError(f"The lock file cannot be written ({error.strerror}).") from error
