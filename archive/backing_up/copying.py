"""Copies an archive while others write it, and checks the copy as far as SQLite can: one consistent state of it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from archive.digest import Digest, digest_of
from archive.migrations import refuse_foreign, refuse_opened
from archive.transactions import troubles_told
from archive.withholding.vault import vault_path
from errors import ArchiveError

#: pages copied in one step: a few megabytes, after which others have their turn
_PAGES = 1_000
_CHUNK = 1024 * 1024
#: how often the archive and the file of withheld words are copied anew, if words were withheld in between
_TRIES = 3
#: called with a word on what is done, how much of it is done, and of how much
Say = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was found sound. version: how many steps made it."""

    sha256: str
    size: int
    version: int
    digest: Digest


def copy_archive(archive: Path, work: Path, say: Say) -> tuple[Path, Path | None]:
    """Copy an archive and its withheld words into a folder; gives both files. Raises ArchiveError, NewerArchiveError
    for one of a newer version: this program cannot tell whether a copy of it is whole."""
    refuse_foreign(archive)
    _refuse_without_room(archive, work)
    for _ in range(_TRIES):
        copy = _copied(archive, work / "archive.db", say)
        with troubles_told(copy), closing(sqlite3.connect(copy, isolation_level=None)) as db:
            refuse_opened(sqlite_utils.Database(db, execute_plugins=False), archive)
        source, vault = vault_path(archive), vault_path(copy)
        if not source.exists():
            return copy, None
        _copied(source, vault, lambda *_: None)
        vault.chmod(0o600)
        if _belong_together(copy, vault):
            return copy, vault
    raise ArchiveError(f"Posts of {archive} were withheld and given back all the while; run again.")


def _copied(source: Path, target: Path, say: Say) -> Path:
    """SQLite's online backup of one snapshot: without one, every write of others would begin it anew."""
    target.unlink(missing_ok=True)
    with (
        troubles_told(source),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as there,
    ):
        there.execute("BEGIN")
        there.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with troubles_told(target), closing(sqlite3.connect(target, isolation_level=None)) as here:
            there.backup(
                here, pages=_PAGES, sleep=0.001,
                progress=lambda _, left, whole: say("copied", whole - left, whole),
            )  # fmt: skip
    return target


def _refuse_without_room(archive: Path, work: Path) -> None:
    need, free = archive.stat().st_size, shutil.disk_usage(work).free
    if free < need * 1.05 + _CHUNK:
        raise ArchiveError(
            f"{work.parent} has {free / 1e9:.2f} GB free and the backup needs {need / 1e9:.2f} GB; make room, or name "
            "another disk with --to. Nothing was written."
        )


def _belong_together(archive: Path, vault: Path) -> bool:
    """Whether the words of all that is withheld in the one are in the other."""
    with closing(sqlite3.connect(archive)) as db:
        asked = "SELECT 1 FROM sqlite_master WHERE name = 'withheld'"
        if db.execute(asked).fetchone() is None:
            return True
        wanted = {one for (one,) in db.execute("SELECT DISTINCT withholding_id FROM withheld")}
    with closing(sqlite3.connect(vault)) as db:
        there = {one for (one,) in db.execute("SELECT DISTINCT withholding_id FROM changes")}
    return wanted <= there


def check(file: Path, say: Say) -> Checked:
    """Look through a copy that nobody else uses: pages, keys, the index against the words. Raises ArchiveError."""
    with troubles_told(file), closing(sqlite3.connect(file, isolation_level=None)) as db:
        faults = [row[0] for row in db.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        if not faults:
            faults = [
                f"a row of {row[0]} points at no row of {row[2]}" for row in db.execute("PRAGMA foreign_key_check")
            ]
        if not faults and db.execute("SELECT 1 FROM sqlite_master WHERE name = 'search'").fetchone():
            try:
                db.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                faults = [f"the full-text index does not match the words ({error})"]
        if faults:
            raise ArchiveError(
                f"The copy {file} is damaged, so the archive is: {faults[0]}. Nothing was kept of it and older backups "
                "are as they were; `scrapy doctor` looks further."
            )
        rows = sum(1 for _ in db.execute("SELECT name FROM sqlite_master"))
        digest = digest_of(db, lambda done: say("rows hashed", done, 0))
        version = db.execute("PRAGMA user_version").fetchone()[0]
    if not rows:
        raise ArchiveError(f"{file} has no tables.")
    for ending in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    return Checked(hash_of(file), file.stat().st_size, int(version), digest)


def hash_of(file: Path) -> str:
    """SHA-256 of a file's bytes. Raises OSError."""
    mark = hashlib.sha256()
    with file.open("rb") as opened:
        while part := opened.read(_CHUNK):
            mark.update(part)
    return mark.hexdigest()
