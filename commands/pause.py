"""`scrapy pause`: leave a source alone for a while."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import sqlite_utils
from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

import registry
from archive.database import close_archive, open_archive
from archive.pausing import Pause, pause, pauses
from archive.sources import sync_registry
from archive.times import stamp
from commands.clock import run_clock
from commands.doors import door, path_in, with_examples
from commands.writing import inert
from errors import InputError, UnknownNameError
from registry import Registry


class Command(ScrapyCommand):
    """Writes one row; `archive/pausing.py` knows what it means."""

    verb = "pause"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[SOURCE] [options]"

    def short_desc(self) -> str:
        return "Leave a source alone for a while; without a name, list those that are"

    def long_desc(self) -> str:
        return (
            "No run visits a paused source unless it is named, and it is not called silent meanwhile. What the "
            "archive holds of it stays as it is. `scrapy resume SOURCE` undoes it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--until", metavar="DAY", type=a_day, help="the day on which it ends by itself: 2026-12-01")
        parser.add_argument("--reason", metavar="WORDS", help="why; shown wherever the pause is")
        parser.add_argument("--json", action="store_true", help="print the pauses as JSON")
        with_examples(
            parser,
            "scrapy pause                                    which sources are paused",
            'scrapy pause council-4 --reason "the site is being rebuilt"',
            "scrapy pause council-4 --until 2026-12-01       resumed by itself on that day",
            "scrapy resume council-4",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) > 1 or (not args and (opts.until or opts.reason)):
            raise InputError("Name one source to pause; without one, `scrapy pause` lists those that are paused.")
        told = pause_one(self.settings, args[0], opts) if args else paused_now(self.settings)
        if opts.json:
            print(json.dumps([as_dict(one) for one in told.values()], indent=2))
        elif told:
            for one in told.values():
                print(f"{one.source_id}: {inert(one.sentence())}")
        else:
            print("No source is paused.")


def pause_one(settings: BaseSettings, name: str, opts: argparse.Namespace) -> dict[str, Pause]:
    """Write the pause, which holds from now on."""
    with archive_and_registry(settings) as (db, rows, now):
        source_id = source_of(rows, name)
        if opts.until and opts.until <= now.date():
            raise InputError(f"{opts.until} is over; --until names the day on which the source is resumed.")
        pause(db, source_id, now, until=opts.until, reason=opts.reason)
        return {source_id: pauses(db, now)[source_id]}


def paused_now(settings: BaseSettings) -> dict[str, Pause]:
    """The pauses that hold. A look makes no archive and changes none."""
    path = path_in(settings, "ARCHIVE_PATH")
    if not path.exists():
        return {}
    db = open_archive(path, writable=False)
    try:
        return pauses(db, run_clock(settings))
    finally:
        db.close()


@contextmanager
def archive_and_registry(settings: BaseSettings) -> Iterator[tuple[sqlite_utils.Database, Registry, datetime]]:
    """The archive with the registry's sources in it, and the time. A run may be at work meanwhile."""
    rows = registry.load(path_in(settings, "REGISTRY_DIR"))
    now = run_clock(settings)
    db = open_archive(path_in(settings, "ARCHIVE_PATH"))
    try:
        sync_registry(db, rows, now)
        yield db, rows, now
    finally:
        close_archive(db)


def source_of(rows: Registry, name: str) -> str:
    """The source of that id. Raises InputError for a channel, UnknownNameError for what is neither."""
    if name in rows.sources:
        return name
    if name in rows.channels:
        raise InputError(f"{name} is a channel; its source is {rows.channels[name].source_id}.")
    raise UnknownNameError("source", name, rows.nearest(name))


def as_dict(one: Pause) -> dict[str, Any]:
    """A pause for programs."""
    return {
        "source": one.source_id,
        "since": stamp(one.since),
        "until": str(one.until) if one.until else None,
        "reason": one.reason,
    }


def a_day(text: str) -> date:
    """An argument that is a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day like 2026-12-01") from None
