"""The WARC files of a folder: appended to, left when they are full, mended where a run was killed in the middle.

Bytes are handed to the system at once, and to the disk at the latest after SYNC_EVERY appendings and at the end of a
run: after a kill nothing that has a row is missing, after a power cut the last few may be.
"""

from __future__ import annotations

import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from archive.captures.records import warcinfo
from archive.captures.rules import CaptureRules

SYNC_EVERY = 64
#: bytes that are left free on the disk for the archive itself
LEAVE_FREE = 256 * 1024 * 1024
NAME = re.compile(r"afscme-news-(\d{8})-(\d{5})\.warc\.gz")
_PIECE = 1024 * 1024


class DiskError(Exception):
    """A file cannot be written; the text is a sentence for the operator."""


class WarcFile:
    """One file that is appended to. size: bytes of it that are whole."""

    def __init__(self, folder: Path, name: str, size: int, begin: bytes = b"") -> None:
        self.folder, self.name, self.size, self._unsynced = folder, name, size, 0
        with told(folder):
            make_folder(folder)
            self._file: BinaryIO = (folder / name).open("xb" if begin else "r+b", buffering=0)
            os.fchmod(self._file.fileno(), 0o600)
        if begin:
            self.append(begin)
            self.sync()

    @property
    def path(self) -> Path:
        return self.folder / self.name

    def append(self, data: bytes) -> int:
        """Write behind what is whole; returns where it begins. What could not be written whole is cut off again."""
        at = self.size
        with told(self.folder):
            if self._unsynced % SYNC_EVERY == 0 and shutil.disk_usage(self.folder).free < LEAVE_FREE + len(data):
                raise DiskError(f"Less than {LEAVE_FREE >> 20} MB are free on the disk of {self.folder}.")
            self._file.seek(at)
            try:
                written = self._file.write(data)
                if written != len(data):
                    raise OSError(28, "No space left on device")
            except OSError:
                with suppress(OSError):
                    self._file.truncate(at)
                raise
        self.size += len(data)
        self._unsynced += 1
        if self._unsynced >= SYNC_EVERY:
            self.sync()
        return at

    def sync(self) -> None:
        """Hand it to the disk."""
        self._unsynced = 0
        with told(self.folder):
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Hand it to the disk and close it."""
        try:
            self.sync()
        finally:
            self._file.close()


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turns troubles of the disk into DiskError with a sentence."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DiskError(f"No capture can be written into {folder}: {why}.") from error


def make_folder(folder: Path) -> None:
    """The folder, for this user's eyes only: full texts lie in it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def begin_file(rules: CaptureRules, at: datetime, taken: set[str], folder: Path | None = None) -> WarcFile:
    """A new file of that day. taken: names that must not be used again. Raises DiskError."""
    folder = folder or rules.folder
    day = at.strftime("%Y%m%d")
    there = {path.name for path in folder.glob("*.warc.gz")} if folder.is_dir() else set()
    numbers = [int(found[2]) for name in there | taken if (found := NAME.fullmatch(name)) and found[1] == day]
    name = f"afscme-news-{day}-{max(numbers, default=0) + 1:05}.warc.gz"
    return WarcFile(folder, name, 0, warcinfo(name, at, rules.software, rules.contact))


def whole_until(path: Path, start: int = 0) -> int:
    """Up to which byte a file consists of whole gzip members, looked at from a place where one begins.

    warcio itself passes a file whose last member breaks off; a reader of the archive must not.
    """
    with path.open("rb") as file:
        file.seek(start)
        for end in ends_of(file, start):
            start = end
    return start


def ends_of(file: BinaryIO, start: int) -> Iterator[int]:
    """Where each whole member ends."""
    at, left = start, b""
    unpacker = zlib.decompressobj(31)
    while data := left or file.read(_PIECE):
        try:
            while data:
                unpacker.decompress(data, _PIECE)
                at += len(data) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
                data = unpacker.unconsumed_tail
        except zlib.error:
            return
        left = b""
        if unpacker.eof:
            yield at
            left, unpacker = unpacker.unused_data, zlib.decompressobj(31)


def mend(path: Path, known: int) -> bool:
    """Cut off a last member that breaks off behind what is known to be whole. Returns whether all of it is known.

    Whole members that no row points to stay: a database that came out of a backup knows less than its files.
    """
    size = path.stat().st_size
    if size > known:
        end = whole_until(path, known)
        if end < size:
            os.truncate(path, end)
        return end == known
    return size == known
