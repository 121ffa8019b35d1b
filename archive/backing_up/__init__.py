"""Backups: made while others write, checked before they count, kept by a simple rule; and brought back whole."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.backing_up.copying import Say, check, copy_archive, hash_of
from archive.backing_up.shelf import (
    ARCHIVE,
    MADE_BY,
    MANIFEST,
    Backup,
    last_backup,
    let_go,
    making,
    name_of,
    read_backup,
    shelf_lock,
    told,
)
from errors import InputError

#: days of which the newest backup is kept, where nothing else is said
DAYS = 7
#: WARC files of all backups of a folder, each once
CAPTURES = "captures"


@dataclass(frozen=True, slots=True)
class Made:
    """What one run made: the backup, those that were let go for it, WARC files that are new on the shelf."""

    backup: Backup
    gone: tuple[Path, ...]
    captures: int | None
    seconds: float


def back_up(
    archive: Path,
    shelf: Path,
    *,
    keep: int = DAYS,
    beside: Iterable[Path] = (),
    captures: Path | None = None,
    at: datetime | None = None,
    say: Say = lambda *_: None,
) -> Made:
    """Back an archive up into a folder of backups, and let go what is kept no longer.

    beside: small files and folders that go along (registry, rules). captures: the folder of WARC files, if they are to
    go along. Others may write the archive meanwhile. Raises InputError, LockedError, ArchiveError; on any of them
    nothing new is left in the folder, and nothing that was there is gone.
    """
    if not archive.exists():
        raise InputError(f"There is no archive {archive} yet; `scrapy collect` makes it.")
    at, began = at or datetime.now(UTC), time.monotonic()
    with shelf_lock(shelf):
        with making(shelf, at) as work:
            copy, vault = copy_archive(archive, work, say)
            checked = check(copy, say)
            with told(work):
                files = {vault.name: _told_of(vault)} if vault else {}
                files |= _copy_beside(work, beside)
                kept = _keep_captures(captures, shelf / CAPTURES) if captures else None
                manifest: dict[str, Any] = {
                    "made_by": MADE_BY,
                    "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
                    "archive": {
                        "file": ARCHIVE,
                        "sha256": checked.sha256,
                        "size": checked.size,
                        "version": checked.version,
                        "digest": checked.digest.sha256,
                        "rows": checked.digest.rows,
                    },
                    "checked": ["integrity_check", "foreign_key_check", "full-text index"],
                    "sqlite": sqlite3.sqlite_version,
                    "files": files,
                    "captures": None if captures is None else sorted(_warcs(captures)),
                }
                (work / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        gone = let_go(shelf, keep)
    made = read_backup(shelf / name_of(at))
    return Made(made, tuple(gone), kept, time.monotonic() - began)


def _told_of(file: Path) -> dict[str, Any]:
    return {"sha256": hash_of(file), "size": file.stat().st_size}


def _copy_beside(work: Path, beside: Iterable[Path]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in beside:
        files = [path] if path.is_file() else sorted(path.glob("*.csv")) if path.is_dir() else []
        folder = work / (path.name if path.is_dir() else path.parent.name)
        for file in files:
            folder.mkdir(exist_ok=True)
            shutil.copy2(file, folder / file.name)
            found[f"{folder.name}/{file.name}"] = _told_of(folder / file.name)
    return found


# ---- captures ---------------------------------------------------------------------------------------------------
def _warcs(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*.warc.gz") if file.is_file()]


def _keep_captures(source: Path, target: Path) -> int:
    """Bring the shelf's WARC files in step: what is there in its size is left alone, what grew is copied anew. A file
    that is complete is linked where both are on one disk, for none of its bytes change any more."""
    count = 0
    newest = max(_warcs(source), default=None)
    for name in _warcs(source):
        there, here = source / name, target / name
        if here.exists() and (here.samefile(there) or here.stat().st_size == there.stat().st_size):
            continue
        here.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        work = here.with_name(f".{here.name}.making")
        work.unlink(missing_ok=True)
        try:
            if name == newest:
                raise OSError  # it still grows: a link would grow with it
            os.link(there, work)
        except OSError:
            shutil.copy2(there, work)
        work.replace(here)
        count += 1
    return count


def captures_back(shelf: Path, target: Path, wanted: Collection[str] | None = None) -> int:
    """Copy WARC files of a folder of backups that are missing, or shorter, in the folder of captures; how many.

    wanted: the files that the archive names; others may hold what was withheld since, and stay where they are.
    """
    count, source = 0, shelf / CAPTURES
    with told(target):
        for name in _warcs(source) if source.is_dir() else ():
            if wanted is not None and name not in wanted:
                continue
            there, here = source / name, target / name
            if here.exists() and here.stat().st_size >= there.stat().st_size:
                continue
            here.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            work = here.with_name(f".{here.name}.making")
            shutil.copy2(there, work)
            work.replace(here)
            count += 1
    return count


__all__ = ["DAYS", "Backup", "Made", "back_up", "captures_back", "last_backup", "read_backup"]
