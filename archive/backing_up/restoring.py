"""Puts a backup in an archive's place. At every moment the place holds one whole archive: the former one or the backup.

The former one is kept under a dated name. Its log is written back into it first, or goes along with it: a log must
never come to lie beside another file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import sqlite_utils

from archive.backing_up.copying import Say, hash_of
from archive.backing_up.shelf import ARCHIVE, MANIFEST, Backup, backups_in, name_of, read_backup, sync, told
from archive.database import close_archive, make_private, open_archive
from archive.digest import digest_of
from archive.lock import run_lock
from archive.migrations import refuse_foreign
from archive.times import instant
from archive.transactions import troubles_told
from archive.withheld_marks import address_mark
from archive.withholding import withhold
from archive.withholding.erasing import erase
from archive.withholding.vault import merge_vault, vault_path
from errors import ArchiveError, InputError

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it. digest: of all rows, as they were found in the place of the archive; aside: the former archive.

    withheld: posts that were withheld since the backup was made, and now are again.
    """

    backup: Backup
    digest: str
    aside: Path | None
    withheld: tuple[int, ...] = ()


def find_backup(shelf: Path, wanted: str) -> Backup:
    """The backup that is meant: "latest", its name, its folder, or a file in it. Raises InputError."""
    if wanted == "latest":
        found = backups_in(shelf)
        if not found:
            raise InputError(f"There is no backup in {shelf}; `scrapy backup` makes one.")
        return found[-1]
    for path in (shelf / wanted, Path(wanted)):
        if path.is_file() and path.name in (ARCHIVE, MANIFEST):
            path = path.parent
        if path.is_dir():
            return read_backup(path)
    raise InputError(f"There is no backup {wanted!r}; `scrapy backup --list` shows those in {shelf}.")


def verify(backup: Backup) -> None:
    """See that the files of a backup are, to the byte, what its manifest says. Raises ArchiveError."""
    with told(backup.folder):
        wanted = {ARCHIVE: backup.sha256} | {name: one["sha256"] for name, one in backup.files.items()}
        for name, sha256 in wanted.items():
            file = backup.folder / name
            if not file.resolve().is_relative_to(backup.folder.resolve()):
                raise ArchiveError(f"The manifest of {backup.folder} names a file outside of it: {name!r}.")
            if not file.is_file() or hash_of(file) != sha256:
                raise ArchiveError(f"{file} is not what its manifest says; take another backup. Nothing was changed.")


def restore(archive: Path, backup: Backup, *, at: datetime | None = None, say: Say = lambda *_: None) -> Restored:
    """Put a backup in the archive's place. Raises LockedError while a run is at work, ArchiveError; the archive is
    as it was then."""
    at = at or datetime.now(UTC)
    with run_lock(archive):
        verify(backup)
        refuse_foreign(backup.archive)
        work = archive.with_name(archive.name + ".restoring")
        with told(archive.parent):
            try:
                _copy(backup, work, say)
                _check(work, backup)
                vault = backup.folder / vault_path(Path(ARCHIVE)).name
                if vault.exists():
                    merge_vault(vault_path(archive), vault)
                aside = _put_aside(archive, at) if archive.exists() else None
                work.replace(archive)
                sync(archive.parent)
            finally:
                work.unlink(missing_ok=True)
        digest = _digest(archive)
        again = tuple(_withhold_again(archive, aside)) if aside else ()
    return Restored(backup, digest, aside, again)


def _copy(backup: Backup, work: Path, say: Say) -> None:
    free = shutil.disk_usage(work.parent).free
    if free < backup.size * 1.05:
        raise ArchiveError(
            f"{work.parent} has {free / 1e9:.2f} GB free and the archive needs {backup.size / 1e9:.2f} GB; make room. "
            "Nothing was changed."
        )
    mark, done = hashlib.sha256(), 0
    work.unlink(missing_ok=True)
    make_private(work)
    with backup.archive.open("rb") as there, work.open("wb") as here:
        while part := there.read(_CHUNK):
            mark.update(part)
            here.write(part)
            done += len(part)
            say("copied", done, backup.size)
        here.flush()
        os.fsync(here.fileno())
    if mark.hexdigest() != backup.sha256:
        raise ArchiveError(f"{backup.archive} could not be copied to the byte; look at the disk. Nothing was changed.")


def _check(work: Path, backup: Backup) -> None:
    with troubles_told(work), closing(_read_only(work)) as db:
        faults = [row[0] for row in db.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
        if faults or digest_of(db).sha256 != backup.digest:
            what = faults[0] if faults else "its rows are not those that were backed up"
            raise ArchiveError(f"{backup.archive} is damaged: {what}. Take another backup; nothing was changed.")


def _digest(archive: Path) -> str:
    with troubles_told(archive), closing(_read_only(archive)) as db:
        return digest_of(db).sha256


def _read_only(path: Path) -> sqlite3.Connection:
    """A file that nobody writes, read without files beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


# ---- the former archive -----------------------------------------------------------------------------------------
def _put_aside(archive: Path, at: datetime) -> Path:
    """Give the former archive a second, dated name; its own then becomes the backup's in one step."""
    name = f"{archive.name}.before-restore-{name_of(at)}"
    names = (archive.with_name(f"{name}{f'-{number}' if number else ''}") for number in count())
    aside = next(one for one in names if not one.exists())
    is_whole = _written_back(archive)
    _second_name(archive, aside)
    for ending in ("-wal", "-shm"):
        log = archive.with_name(archive.name + ending)
        if log.exists() and not is_whole:
            _second_name(log, aside.with_name(aside.name + ending))
    sync(archive.parent)
    for ending in ("-wal", "-shm"):
        archive.with_name(archive.name + ending).unlink(missing_ok=True)
    return aside


def _written_back(archive: Path) -> bool:
    """Write the log into the file. False where the file is too damaged for that: then its log goes along with it."""
    try:
        with closing(sqlite3.connect(archive, isolation_level=None, timeout=5)) as db:
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.DatabaseError:
        return False
    if busy:
        raise ArchiveError(
            f"Somebody is reading {archive} just now, so its log cannot be written back; stop the site and run again. "
            "Nothing was changed."
        )
    return True


def _second_name(file: Path, other: Path) -> None:
    try:
        os.link(file, other)
    except OSError:  # a file system without links
        shutil.copy2(file, other)
        sync(other)


# ---- what was withheld since ------------------------------------------------------------------------------------
def _withhold_again(archive: Path, former: Path) -> Iterator[int]:
    """Posts that were withheld after the backup was made are not to come back by it."""
    wanted = list(_decisions(former))
    if not wanted:
        return
    db = open_archive(archive)
    try:
        phrases: list[str] = []
        for item_id, reason, asked_by, with_story, withheld_at, marks in wanted:
            if _is_that_post(db, item_id, marks):
                one = withhold(db, item_id, reason=reason, at=instant(withheld_at), requested_by=asked_by,
                               with_story=bool(with_story))  # fmt: skip
                phrases += one.phrases
                yield item_id
        if phrases:
            erase(db, phrases)
    finally:
        close_archive(db)


def _decisions(former: Path) -> Iterator[tuple[int, str, str | None, int, str, set[str]]]:
    with suppress(sqlite3.DatabaseError), closing(_read_only(former)) as db:
        rows = db.execute(
            "SELECT w.item_id, d.reason, d.requested_by, d.with_story, w.withheld_at FROM withheld AS w"
            " JOIN withholdings AS d ON d.id = w.withholding_id ORDER BY w.item_id"
        ).fetchall()
        for row in rows:
            marks = db.execute("SELECT mark FROM withheld_marks WHERE item_id = ?", [row[0]]).fetchall()
            yield (*row, {mark for (mark,) in marks})


def _is_that_post(db: sqlite_utils.Database, item_id: int, marks: set[str]) -> bool:
    row = db.conn.execute(
        "SELECT url FROM item_rows WHERE id = ? AND id NOT IN (SELECT item_id FROM withheld)", [item_id]
    ).fetchone()
    return row is not None and address_mark(row[0]) in marks
