"""The folder of backups: which there are, what each holds by its manifest, and which are let go.

A backup is a folder named by its time, such as 2026-11-22T054600Z, with archive.db, manifest.json and what else belongs
to it. It is made under a name that begins with a dot and renamed when all of it is checked and on the disk, so what
bears a name of a time is whole.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.lock import run_lock
from errors import ArchiveError, InputError, LockedError

MADE_BY = "afscme-news-archive backup"
MANIFEST, ARCHIVE = "manifest.json", "archive.db"
#: weeks and months of which the newest backup is kept, beside the days
WEEKS, MONTHS = 4, 12
#: all are kept that are no older than this when the newest is made: two on one day have a reason, such as an upgrade
ALL_OF = timedelta(hours=48)
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_MAKING, _GOING = ".making-", ".going-"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup as its manifest tells of it. digest: of all rows; size: bytes of the archive's file."""

    folder: Path
    made_at: datetime
    sha256: str
    size: int
    digest: str
    version: int
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def archive(self) -> Path:
        """The archive's file."""
        return self.folder / ARCHIVE


def name_of(at: datetime) -> str:
    """The name of a backup made at an instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")


def read_backup(folder: Path) -> Backup:
    """A backup by its folder. Raises InputError where there is none that can be read."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told["made_by"] != MADE_BY:
            raise ValueError("made by another program")
        made_at = datetime.fromisoformat(told["made_at"])
        one = told["archive"]
        return Backup(
            folder, made_at, one["sha256"], int(one["size"]), one["digest"], int(one["version"]), one["rows"],
            told["files"],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{folder} is no backup of this program: {MANIFEST} cannot be read ({error}).") from None


def backups_in(shelf: Path) -> list[Backup]:
    """All backups of a folder, the oldest first; what is none is passed over. Never raises for a missing folder."""
    found = []
    with suppress(OSError):
        for folder in sorted(shelf.iterdir()):
            if _NAME.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                with suppress(InputError):
                    found.append(read_backup(folder))
    return found


def last_backup(shelf: Path) -> Backup | None:
    """The newest backup whose archive is there in its full size; None where there is none."""
    for one in reversed(backups_in(shelf)):
        with suppress(OSError):
            if one.archive.stat().st_size == one.size:
                return one
    return None


# ---- making -----------------------------------------------------------------------------------------------------
@contextmanager
def shelf_lock(shelf: Path) -> Iterator[None]:
    """One backup at a time in a folder, which is made; leftovers of killed ones go.

    Raises LockedError, ArchiveError.
    """
    with told(shelf):
        shelf.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with run_lock(shelf / "backup"):
            with told(shelf):
                for folder in shelf.iterdir():
                    if folder.name.startswith((_MAKING, _GOING)) and folder.is_dir() and not folder.is_symlink():
                        shutil.rmtree(folder)
            yield
    except LockedError as error:
        raise LockedError(f"Another backup to {shelf} is at work. {error}") from None


@contextmanager
def making(shelf: Path, at: datetime) -> Iterator[Path]:
    """A folder for a backup on its way; when the block ends well it gets its name, else it goes."""
    work, target = shelf / f"{_MAKING}{name_of(at)}", shelf / name_of(at)
    if target.exists():
        raise InputError(f"There is a backup {target} already; wait a second.")
    with told(shelf):
        work.mkdir(mode=0o700)
    try:
        yield work
        with told(shelf):
            for file in sorted(work.rglob("*")):
                sync(file)
            sync(work)
            work.rename(target)
            sync(shelf)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def sync(path: Path) -> None:
    """See that a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def told(where: Path) -> Iterator[None]:
    """Turn troubles with the disk into one sentence."""
    try:
        yield
    except OSError as error:
        raise ArchiveError(f"{where} cannot be used: {error.strerror}; nothing half-made was left there.") from error


# ---- letting go -------------------------------------------------------------------------------------------------
def to_let_go(backups: list[Backup], days: int) -> list[Backup]:
    """Pure: those that are kept no longer, the oldest first.

    Kept are the newest of each of the last `days` days that have one, of each of the last 4 weeks and of each of the
    last 12 months that have one; all of the 48 hours before the newest; and the newest of each version of the archive,
    which alone an older program can go back to. So the newest of all always is.
    """
    newest = max((one.made_at for one in backups), default=None)
    kept = {one.folder for one in backups if newest is not None and newest - one.made_at <= ALL_OF}
    kept |= set({one.version: one.folder for one in sorted(backups, key=lambda one: one.made_at)}.values())
    rules: tuple[tuple[int, Callable[[date], tuple[int, ...]]], ...] = (
        (days, lambda day: (day.toordinal(),)),
        (WEEKS, lambda day: tuple(day.isocalendar()[:2])),
        (MONTHS, lambda day: (day.year, day.month)),
    )
    for most, period in rules:
        seen: dict[tuple[int, ...], Path] = {}
        for one in sorted(backups, key=lambda one: one.made_at, reverse=True):
            if len(seen) < most or period(one.made_at.date()) in seen:
                seen.setdefault(period(one.made_at.date()), one.folder)
        kept |= set(seen.values())
    return [one for one in sorted(backups, key=lambda one: one.made_at) if one.folder not in kept]


def let_go(shelf: Path, days: int) -> list[Path]:
    """Remove backups that are kept no longer, while the lock is held; never the last whole one, and nothing else."""
    last = last_backup(shelf)
    gone = []
    for one in to_let_go(backups_in(shelf), days):
        if last is None or one.folder == last.folder:
            continue
        with told(one.folder):
            going = shelf / f"{_GOING}{one.folder.name}"
            one.folder.rename(going)
            shutil.rmtree(going)
        gone.append(one.folder)
    return gone
