"""`scrapy collect`: visit the channels of the registry that are due and keep what is new."""

from __future__ import annotations

import argparse
import json
import sys

from scrapy.commands import ScrapyCommand

import registry
from commands.choosing import as_dicts, choose_from, table
from commands.clock import run_clock
from commands.doors import above_zero, door, path_in, whole_above_zero, with_examples
from commands.reporting import reported
from commands.running import Wanted, collect
from errors import LockedError, OlderArchiveError
from registry import Registry


class Command(ScrapyCommand):
    """Parses the words; `commands.running.collect` does the work."""

    verb = "collect"
    requires_project = True

    def syntax(self) -> str:
        return "[SOURCE|CHANNEL ...] [options]"

    def short_desc(self) -> str:
        return "Visit sources and keep what is new (those that are due, or those named)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--backfill", action="store_true", help="walk each source's past; goes on where the last such run ended"
        )
        parser.add_argument("--minutes", type=above_zero, metavar="N", help="end after N minutes; the next run goes on")
        parser.add_argument(
            "--requests", type=whole_above_zero, metavar="N", help="end after N requests; the next run goes on"
        )
        parser.add_argument(
            "--force", action="store_true", help="read channels and pages again though nothing seems to have changed"
        )
        parser.add_argument("--all", action="store_true", help="visit all open channels, whether they are due or not")
        parser.add_argument("--dry-run", action="store_true", help="print the plan and visit nothing")
        parser.add_argument(
            "--quiet", action="store_true", help="print nothing unless something new is wrong; for cron"
        )
        parser.add_argument("--json", action="store_true", help="print the summary, or the plan, as JSON")
        with_examples(
            parser,
            "scrapy collect                          the newest posts of every source that is due",
            "scrapy collect --all                    of every source, due or not",
            "scrapy collect --dry-run                when each channel is due, and why",
            "scrapy collect council-4 national-blog  one source and one channel",
            "scrapy collect --minutes 5              stop after five minutes; run again to go on",
            "scrapy collect council-4 --backfill     the whole past of one source",
            "scrapy collect --quiet --minutes 9      from cron, every ten minutes",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None and self.crawler_process is not None
        if opts.dry_run:
            self.show_plan(self.wanted(args, opts)[1], as_json=opts.json)
            return
        try:
            with reported(self.settings, self.verb, args) as account:
                rows, wanted = self.wanted(args, opts)
                ended = account.ended = collect(self.crawler_process, self.settings, rows, wanted)
                self.exitcode = account.exit_code = ended.exit_code
        except LockedError as error:
            if not opts.quiet:  # a long run is no news to cron; one that hangs is found by `scrapy health`
                raise
            self.exitcode = error.exit_code
            return
        if opts.json:
            # In a pipe one line, so that a file of many runs is a log that programs read.
            print(json.dumps(ended.as_dict(), indent=2 if sys.stdout.isatty() else None))
        elif not (opts.quiet and self.exitcode == 0):
            print(ended.summary(brief=not wanted.live))

    def wanted(self, args: list[str], opts: argparse.Namespace) -> tuple[Registry, Wanted]:
        """The registry, and what the words ask for. Raises InputError for a slip in either, before any request."""
        assert self.settings is not None
        rows = registry.load(path_in(self.settings, "REGISTRY_DIR"))
        registry.kind_rules(path_in(self.settings, "KIND_RULES"))
        registry.story_rulings(path_in(self.settings, "STORY_RULINGS"), rows.sites)
        return rows, Wanted(
            channels=rows.select(args, run_clock(self.settings).date()),
            named=bool(args),
            # A walk through the past has no rhythm, and who forces a reading wants it now.
            everything=opts.all or opts.force or opts.backfill,
            minutes=opts.minutes,
            requests=opts.requests,
            backfill=opts.backfill,
            force=opts.force,
            live=sys.stdout.isatty() and not opts.json and not opts.quiet,
        )

    def show_plan(self, wanted: Wanted, *, as_json: bool) -> None:
        """Print when each channel is due and why; nothing is asked and nothing is written.

        After an upgrade a look may not change the archive, so that it has no plan to read: that is said, and no fault.
        Programs, which expect a plan, are refused then (OlderArchiveError).
        """
        assert self.settings is not None
        now, path = run_clock(self.settings), path_in(self.settings, "ARCHIVE_PATH")
        try:
            choice = choose_from(path, wanted.channels, now, named=wanted.named, everything=wanted.everything)
        except OlderArchiveError as error:
            if as_json:
                raise
            print(f"{error} Settings and registry ({len(wanted.channels):,} open channels) are in order; after that run"
                  " the plan is printed here.")  # fmt: skip
            return
        if as_json:
            print(json.dumps(as_dicts(choice), indent=2))
        else:
            print("\n".join(table(choice, now)))
