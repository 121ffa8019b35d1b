"""`scrapy doctor`: is everything around the archive, and in it, as it should be? `--fix` repairs what is safe."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from archive.captures import find_again
from archive.database import close_archive, open_archive
from archive.health.checks import RESTORE, Check, file_checks, ok
from archive.health.repairs import REPAIRS
from archive.lock import run_lock
from commands.clock import run_clock
from commands.doctor_machine import close_to_others, machine_checks, remove_leftovers
from commands.doors import path_in, refuse_options_among, with_examples
from commands.writing import Paper
from errors import ArchiveError, InputError, NewsError
from pipelines.whereabouts import whereabouts

STATES = {"ok": 0, "warning": 1, "broken": 2}
_STYLES = {"ok": "green", "warning": "yellow", "broken": "bold red"}
_WIDTH = 80


class Command(ScrapyCommand):
    """Parses the words; `examine` does the work. Not behind `door`, which would stop at a wrong setting: it is told."""

    verb = "doctor"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Look into program, disk, rights and database; repair what is safe"

    def long_desc(self) -> str:
        return (
            "Look at everything that a run needs and print a line for each: ok, warning or broken, with what to do. "
            "The whole database is read, which takes minutes for a large one. Exit code 0: all ok; 1: warnings; 2: "
            "something is broken. --fix builds the full-text index anew where it is wrong, counts anew, writes back "
            "the log, closes runs that were killed, removes half-written files, closes private files to other users "
            "and finds captures again whose file was written anew; it never deletes a word."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--fix", action="store_true", help="repair what is safe to repair, and say what was done")
        parser.add_argument("--json", action="store_true", help="print everything as one JSON document")
        with_examples(
            parser,
            "scrapy doctor                         look",
            "scrapy doctor --fix                   look, repair, and look again; no run may be at work",
            "scrapy doctor --json | jq '.checks[] | select(.state != \"ok\")'",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        try:
            refuse_options_among(args)
            if args:
                raise InputError(f"doctor takes no words, but was given {args[0]!r}; `scrapy doctor --help` helps.")
            self.exitcode = doctor(self.settings, fix=opts.fix, as_json=opts.json)
        except NewsError as error:
            print(f"scrapy doctor: {error}", file=sys.stderr)
            self.exitcode = error.exit_code


def doctor(settings: BaseSettings, *, fix: bool = False, as_json: bool = False) -> int:
    """Print the checks; gives the exit code. Raises LockedError where `fix` finds a run at work, ArchiveError."""
    say = _saying(as_json)
    done: list[str] = []
    checks = [*examine(settings, say)]
    if fix:
        done = repair(settings, checks, say)
        checks = [*examine(settings, say)] if done else checks
    _print(checks, done, fix=fix, as_json=as_json)
    return max((STATES[check.state] for check in checks), default=0)


def examine(settings: BaseSettings, say: Callable[[str], None]) -> Iterator[Check]:
    """All checks, those of the archive last."""
    yield from machine_checks(settings)
    try:
        now, path = run_clock(settings), path_in(settings, "ARCHIVE_PATH")
    except InputError as error:
        yield Check("clock", "broken", str(error), "docs/settings.md explains CRAWL_NOW.")
        return
    if not path.exists():
        yield Check("archive", "warning", f"There is no archive at {path} yet.", "`scrapy collect` makes it.")
        return
    yield from _archive_checks(settings, path, now, say)


def _archive_checks(settings: BaseSettings, path: Path, now: datetime, say: Callable[[str], None]) -> Iterator[Check]:
    """Read-only: an older archive must not be brought up to date by a look at it."""
    try:
        db = open_archive(path, writable=False)
    except ArchiveError as error:
        yield _unopened(path, error)
        return
    try:
        yield ok("archive", f"{path} can be opened.")
        yield from file_checks(db, whereabouts(settings), now, say)
    finally:
        db.close()


def _unopened(path: Path, error: ArchiveError) -> Check:
    """What keeps an archive from being opened."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Check("archive", "broken", f"The file {path} is damaged ({error.__cause__}).", RESTORE)
    if "older version" in str(error):
        return Check("archive", "warning", str(error), "`scrapy backup` first; then look again.")
    return Check("archive", "broken", str(error), "See what is said; then look again.")


def repair(settings: BaseSettings, checks: list[Check], say: Callable[[str], None]) -> list[str]:
    """Do what the checks ask for, under the lock of runs. Raises LockedError, ArchiveError."""
    wanted = {check.repair for check in checks if check.repair}
    if not wanted:
        return []
    path = path_in(settings, "ARCHIVE_PATH")
    done = []
    with run_lock(path):
        if "leftovers" in wanted:
            done.append(remove_leftovers(settings))
        if "rights" in wanted:
            done.append(close_to_others(settings))
        if wanted & {*REPAIRS, "captures"}:
            db = open_archive(path)
            try:
                for name, mend in REPAIRS.items():
                    if name in wanted:
                        say(f"Repairing: {name}")
                        done.append(mend(db, path, run_clock(settings)))
                rules = whereabouts(settings).captures
                if "captures" in wanted and rules is not None:
                    say("Repairing: captures")
                    again = find_again(db, rules)
                    done.append(again.sentence() or "No capture was found again.")
            finally:
                close_archive(db)
    return done


def _saying(as_json: bool) -> Callable[[str], None]:
    """A line for what takes long, where somebody waits at a terminal."""

    def say(what: str) -> None:
        if sys.stderr.isatty() and not as_json:
            print(f"{what} …", file=sys.stderr, flush=True)

    return say


def _print(checks: list[Check], done: list[str], *, fix: bool, as_json: bool) -> None:
    try:
        if as_json:
            rows = [
                {"name": one.name, "state": one.state, "sentence": one.sentence, "next_step": one.next_step or None,
                 "fixable": one.repair is not None} for one in checks
            ]  # fmt: skip
            print(json.dumps({"checks": rows, "repaired": done}, indent=2), flush=True)
            return
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        paper = Paper(sys.stdout, _WIDTH)
        worst = max((STATES[one.state] for one in checks), default=0)
        paper.title(("All is well.", "There are warnings.", "Something is broken.")[worst])
        for sentence in done:
            paper.line(f"Repaired: {sentence}", indent=0, style="bold")
        if fix and not done:
            paper.line("Nothing was to be repaired by this command.", indent=0)
        for one in checks:
            paper.mark(f"{one.state:<8}", _STYLES[one.state], f"{one.name}: {one.sentence}")
            if one.next_step and one.state != "ok":
                paper.line(f"To do: {one.next_step}", indent=9)
        sys.stdout.flush()
    except BrokenPipeError:  # `scrapy doctor | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
