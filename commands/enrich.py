"""`scrapy enrich`: looks for topics, mentions and places in everything that is still to be read for them."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

import registry
from archive.database import close_archive, open_archive
from archive.enriching import Standing, enrich_again, enrich_new, prepare, standings
from archive.lock import run_lock
from archive.sources import sync_registry
from commands.clock import run_clock
from commands.doors import above_zero, door, path_in, root, with_examples
from errors import InputError
from pipelines.enrichment import Enrichment
from pipelines.enrichments import NAMES, enrichments, labels

#: seconds between two words on how far it is
SAY_EVERY = 2.0


class Command(ScrapyCommand):
    """Parses the words; `enrich` does the work."""

    verb = "enrich"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[options] [NAME ...]"

    def short_desc(self) -> str:
        return "Look for topics, mentions and places in what is kept"

    def long_desc(self) -> str:
        return (
            "Look for topics, for bodies and offices, and for places in the words that the archive keeps; needs no "
            "network. New and changed posts are read at the end of each crawl; this reads what was left, and "
            "everything again where the rules changed. Each wording is read once. NAME is one of: "
            f"{', '.join(NAMES)}; all of them where none is named. What a run that was stopped had done is kept; the "
            "next one goes on."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--again", action="store_true", help="read everything again though no rule changed")
        parser.add_argument("--minutes", type=above_zero, metavar="N", help="end after N minutes; the next run goes on")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        with_examples(
            parser,
            "scrapy enrich                       all that is still to be read",
            "scrapy enrich topics                after data/rules/topics.csv was mended: its topics alone",
            "scrapy enrich --again mentions      everything again for one of them",
            "scrapy enrich --minutes 5 --json    for programs",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        done = enrich(self.settings, args, again=opts.again, minutes=opts.minutes, quiet=opts.json)
        print(json.dumps(done.as_dict(), indent=2) if opts.json else done.summary())


@dataclass(frozen=True, slots=True)
class Done:
    """What one run did. items: posts whose facts were looked at; texts: wordings that were read."""

    items: int
    texts: int
    new_left: int
    seconds: float
    standings: tuple[Standing, ...]

    @property
    def more_to_do(self) -> bool:
        return self.new_left > 0 or any(one.waiting for one in self.standings)

    def summary(self) -> str:
        """For people."""
        line = f"Read {self.texts:,} wordings of {self.items:,} posts in {self.seconds:.0f} s."
        told = ", ".join(f"{one.name} (version {one.version})" for one in self.standings)
        if not self.more_to_do:
            return f"{line} Nothing is left to read for {told}."
        left = [f"{self.new_left:,} new posts"] if self.new_left else []
        left += [f"{one.waiting:,} wordings for {one.name}" for one in self.standings if one.waiting]
        return f"{line} More to do: {', '.join(left)}. Run it again to go on."

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "items": self.items,
            "texts": self.texts,
            "seconds": round(self.seconds, 3),
            "more_to_do": self.more_to_do,
            "new_left": self.new_left,
            "enrichments": [asdict(one) for one in self.standings],
        }


class _Run:
    """Says how far it is, and when to stop: at the limit, or when it is asked to."""

    def __init__(self, minutes: float | None, quiet: bool) -> None:
        self.began = self.said = time.monotonic()
        self.end = None if minutes is None else self.began + minutes * 60
        self.shows = not quiet and sys.stderr.isatty()
        self.stopped = False

    def progress(self, done: int, waiting: int) -> bool:
        now = time.monotonic()
        if self.shows and now - self.said > SAY_EVERY:
            self.said = now
            print(f"{done:,} read, {waiting:,} to go", file=sys.stderr, flush=True)
        return self.stopped or (self.end is not None and now >= self.end)

    def stop(self, *_: object) -> None:
        self.stopped = True


def enrich(
    settings: BaseSettings,
    names: Sequence[str],
    *,
    again: bool = False,
    minutes: float | None = None,
    quiet: bool = False,
) -> Done:
    """Read what is to be read. Raises InputError for a name that is none, LockedError, ArchiveError."""
    for name in names:
        if name not in NAMES:
            raise InputError(f"There is no enrichment {name!r}; there are {', '.join(NAMES)}.")
    rows = registry.load(path_in(settings, "REGISTRY_DIR"))
    found = enrichments(settings, rows, lambda path: root() / path)
    path = path_in(settings, "ARCHIVE_PATH")
    if not path.exists():
        raise InputError(f"There is no archive {path} yet; `scrapy collect` makes it.")
    with run_lock(path):
        db = open_archive(path)
        try:
            sync_registry(db, rows, run_clock(settings))
            return _read(db, found, names or NAMES, again, _Run(minutes, quiet))
        finally:
            close_archive(db)


def _read(db: Any, found: Sequence[Enrichment], names: Sequence[str], again: bool, run: _Run) -> Done:
    handlers = {number: signal.signal(number, run.stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        prepare(db, found, labels(found), names if again else ())
        # What is new is read for all of them: it waits for all of them at once.
        new = enrich_new(db, found, progress=run.progress)
        wanted = [one for one in found if one.name in names]
        old = None if run.progress(new.items, new.left) else enrich_again(db, wanted, run.progress)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    items, texts = new.items + (old.items if old else 0), new.texts + (old.texts if old else 0)
    return Done(items, texts, new.left, time.monotonic() - run.began, tuple(standings(db, found)))
