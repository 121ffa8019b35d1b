"""`scrapy restore`: puts a backup in the archive's place, and keeps the former archive."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from archive.backing_up import captures_back
from archive.backing_up.restoring import Restored, find_backup, restore
from archive.backing_up.shelf import Backup
from archive.captures import CaptureRules, FoundAgain, find_again, lost_captures
from archive.database import close_archive, open_archive
from archive.lock import run_lock
from commands.backup import Saying, shelf_of
from commands.doors import door, path_in, with_examples
from commands.withhold import captures_left, forget_captures
from errors import ArchiveError, InputError
from pipelines.captures import capture_rules


class Command(ScrapyCommand):
    """Parses the words; `restore` of archive/backing_up does the work."""

    verb = "restore"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[options] BACKUP | latest"

    def short_desc(self) -> str:
        return "Put a backup in the archive's place"

    def long_desc(self) -> str:
        return (
            "Check a backup and put it in the archive's place. The former archive stays beside it under a dated name; "
            "moved back, it is the archive again. Nothing may collect meanwhile. BACKUP is the name of a backup, its "
            "folder, or latest. Posts that were withheld since the backup was made are withheld again."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--from", dest="shelf", metavar="DIR", help="the folder of backups (default: BACKUP_DIR)")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--captures", action="store_true", help="WARC files that are missing, too")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        with_examples(
            parser,
            "scrapy restore latest",
            "scrapy restore 2026-11-22T033000Z --yes",
            "scrapy restore latest --from /mnt/disk --captures",
            "scrapy backup --list                     which there are",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1:
            raise InputError("Say which backup: its name, its folder, or latest; `scrapy backup --list` shows them.")
        shelf = shelf_of(self.settings, opts.shelf)
        backup = find_backup(shelf, args[0])
        _ask(self.settings, backup, yes=opts.yes)
        done = restore(path_in(self.settings, "ARCHIVE_PATH"), backup, say=Saying(opts.json))
        captures, again, troubles = _captures(self.settings, done, wanted=opts.captures)
        if opts.json:
            print(
                json.dumps(
                    {
                        **_data(done, captures),
                        "captures_found_again": again.found,
                        "captures_lost": again.lost,
                        "captures_troubles": troubles,
                    },
                    indent=2,
                )
            )
        else:
            lines = [_summary(self.settings, done, captures), again.sentence(), *troubles]
            print("\n".join(line for line in lines if line))
        if done.digest != backup.digest or (troubles and done.withheld):
            self.exitcode = 1


def _captures(settings: BaseSettings, done: Restored, *, wanted: bool) -> tuple[int | None, FoundAgain, list[str]]:
    """Bring the WARC files back that the restored archive names, find what was written anew into others since, and take
    out of them what is withheld again.

    Returns how many files came back (None where nobody asked), what was found, and what is still to do, in sentences.
    """
    path, folder = path_in(settings, "ARCHIVE_PATH"), path_in(settings, "CAPTURES_DIR")
    named = _named_files(path)
    count = captures_back(done.backup.folder.parent, folder, named) if wanted else None
    troubles, again, rules = "", FoundAgain(0, 0), capture_rules(settings, folder)
    if done.withheld or _are_lost(path, rules):
        with run_lock(path):
            db = open_archive(path)
            try:
                again = find_again(db, rules)
                troubles = captures_left(forget_captures(db, rules, done.withheld))
            finally:
                close_archive(db)
    return count, again, [one for one in (troubles, again.left()) if one]


def _named_files(path: Path) -> set[str] | None:
    """The WARC files in which the archive's captures lie; None where it is of an older version, which has no such."""
    try:
        db = open_archive(path, writable=False)
    except ArchiveError:
        return None
    try:
        return {name for (name,) in db.conn.execute("SELECT DISTINCT file FROM captures WHERE file IS NOT NULL")}
    finally:
        db.close()


def _are_lost(path: Path, rules: CaptureRules) -> bool:
    """Whether bytes are not where the archive says; False where it is of an older version, which is left as it is."""
    try:
        db = open_archive(path, writable=False)
    except ArchiveError:
        return False
    try:
        return bool(lost_captures(db, rules))
    finally:
        db.close()


def _ask(settings: BaseSettings, backup: Backup, *, yes: bool) -> None:
    """Raises InputError where nobody says yes."""
    archive = path_in(settings, "ARCHIVE_PATH")
    if yes or not archive.exists():
        return
    what = f"{archive} becomes what it was on {backup.made_at:%Y-%m-%d %H:%M} UTC"
    if not sys.stdin.isatty():
        raise InputError(f"{what}; say --yes, since nobody can be asked here.")
    print(f"{what}. What it is now is kept beside it. Type yes to go on: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise InputError("Nothing was changed.")


def _summary(settings: BaseSettings, done: Restored, captures: int | None) -> str:
    same = "the same as was backed up" if done.digest == done.backup.digest else "NOT what was backed up; report this"
    lines = [
        f"{path_in(settings, 'ARCHIVE_PATH')} is as it was on {done.backup.made_at:%Y-%m-%d %H:%M} UTC "
        f"({done.backup.rows.get('item_rows', 0):,} posts).",
        f"Hash over all rows: {done.digest}, {same}.",
    ]
    if done.aside:
        lines.append(f"What it was before is kept as {done.aside}; remove it when all is well.")
    if done.withheld:
        numbers = ", ".join(map(str, done.withheld))
        lines.append(f"Withheld since that backup, and therefore withheld again: post {numbers}.")
    if captures is not None:
        lines.append(f"WARC files brought back: {captures}.")
    lines.append("A site that runs shows it at once. Registry and rules of that time lie in the backup's folder.")
    return "\n".join(lines)


def _data(done: Restored, captures: int | None) -> dict[str, object]:
    return {
        "backup": str(done.backup.folder),
        "made_at": done.backup.made_at.isoformat(),
        "digest": done.digest,
        "same": done.digest == done.backup.digest,
        "kept_aside": str(done.aside) if done.aside else None,
        "withheld_again": list(done.withheld),
        "captures": captures,
    }
