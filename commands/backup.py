"""`scrapy backup`: copies the archive while others write it, checks the copy, and keeps as many as are wanted."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from archive.backing_up import DAYS, Made, back_up
from archive.backing_up.shelf import Backup, backups_in
from commands.doors import door, path_in, root, whole_above_zero, with_examples
from errors import InputError

#: settings that name small files which go along
_RULES = ("KIND_RULES", "STORY_RULINGS", "TOPIC_RULES", "BODY_NAMES")


class Command(ScrapyCommand):
    """Parses the words; `backup` does the work."""

    verb = "backup"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Back the archive up, while a collect may be at work"

    def long_desc(self) -> str:
        return (
            "Copy the archive with all that is withheld, the registry and the rules into a folder named by the time "
            "under BACKUP_DIR, and check the copy: pages, keys, full-text index, a hash over all rows. A collect may "
            "write meanwhile. Kept are all backups of 48 hours, the newest of each of the last N days, 4 weeks "
            "and 12 months, and of each version of the archive; the last whole one is never removed, and nothing that "
            "this command did not make."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--to", metavar="DIR", help="the folder of backups (default: BACKUP_DIR)")
        parser.add_argument(
            "--keep", type=whole_above_zero, default=DAYS, metavar="N", help=f"days that are kept (default: {DAYS})"
        )
        parser.add_argument("--captures", action="store_true", help="WARC files too, those that are not there yet")
        parser.add_argument("--list", action="store_true", help="show the backups that there are")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        with_examples(
            parser,
            "scrapy backup                        into data/backups",
            "scrapy backup --to /mnt/disk --keep 30 --captures",
            "scrapy backup --list",
            "30 3 * * *  cd /srv/news-archive && .venv/bin/scrapy backup --to /mnt/disk > /dev/null",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise InputError(f"backup takes no words, but was given {args[0]!r}; --to names a folder.")
        assert self.settings is not None
        shelf = shelf_of(self.settings, opts.to)
        if opts.list:
            found = backups_in(shelf)
            told = "\n".join(map(_line, found)) or f"There is no backup in {shelf} yet; `scrapy backup` makes one."
            print(json.dumps([_data(one) for one in found], indent=2) if opts.json else told)
            return
        made = backup(self.settings, shelf, opts.keep, captures=opts.captures, quiet=opts.json)
        print(json.dumps(_as_dict(made), indent=2) if opts.json else _summary(made))


def shelf_of(settings: BaseSettings, named: str | None) -> Path:
    """The folder of backups: as named, else BACKUP_DIR."""
    return (Path.cwd() / named).resolve() if named else path_in(settings, "BACKUP_DIR")


def backup(settings: BaseSettings, shelf: Path, keep: int, *, captures: bool = False, quiet: bool = False) -> Made:
    """Make one backup. Raises InputError, LockedError, ArchiveError."""
    beside = [path_in(settings, "REGISTRY_DIR"), *(root() / str(settings[name]) for name in _RULES)]
    folder = path_in(settings, "CAPTURES_DIR") if captures else None
    if folder is not None and not folder.is_dir():
        raise InputError(f"There are no captures in {folder}; leave --captures out.")
    return back_up(
        path_in(settings, "ARCHIVE_PATH"),
        shelf,
        keep=keep,
        beside=beside,
        captures=folder,
        say=Saying(quiet),
    )


class Saying:
    """Says now and then how far it is, where somebody looks at a terminal."""

    def __init__(self, quiet: bool) -> None:
        self.shows, self.said = not quiet and sys.stderr.isatty(), time.monotonic()

    def __call__(self, what: str, done: int, whole: int) -> None:
        if self.shows and time.monotonic() - self.said > 1:
            self.said = time.monotonic()
            told = f"{100 * done // whole} % {what}" if whole else f"{done:,} {what}"
            print(told, file=sys.stderr, flush=True)


def _summary(made: Made) -> str:
    one = made.backup
    lines = [
        f"Backed up in {made.seconds:.0f} s and checked: {one.folder} ({one.size / 1e6:,.1f} MB, "
        f"{one.rows.get('item_rows', 0):,} posts).",
        f"Hash over all rows: {one.digest}",
    ]
    if made.captures is not None:
        lines.append(f"WARC files that are new there: {made.captures}.")
    if made.gone:
        lines.append(f"Removed, as kept no longer: {', '.join(folder.name for folder in made.gone)}.")
    return "\n".join(lines)


def _as_dict(made: Made) -> dict[str, Any]:
    return {
        **_data(made.backup),
        "seconds": round(made.seconds, 3),
        "removed": [folder.name for folder in made.gone],
        "captures": made.captures,
    }


def _data(one: Backup) -> dict[str, Any]:
    return {
        "folder": str(one.folder),
        "made_at": one.made_at.isoformat(),
        "sha256": one.sha256,
        "size": one.size,
        "digest": one.digest,
        "version": one.version,
        "posts": one.rows.get("item_rows", 0),
    }


def _line(one: Backup) -> str:
    posts = one.rows.get("item_rows", 0)
    return f"{one.folder.name}  {one.size / 1e6:>10,.1f} MB  {posts:>10,} posts  {one.digest[:16]}"
