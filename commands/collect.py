"""`scrapy collect`: visit the channels of the registry once and keep what is new."""

from __future__ import annotations

import argparse
import json
import sys

from scrapy.commands import ScrapyCommand

import registry
from commands.doors import above_zero, door, path_in, whole_above_zero, with_examples
from commands.running import Wanted, collect


class Command(ScrapyCommand):
    """Parses the words; `commands.running.collect` does the work."""

    verb = "collect"
    requires_project = True

    def syntax(self) -> str:
        return "[SOURCE|CHANNEL ...] [options]"

    def short_desc(self) -> str:
        return "Visit sources and keep what is new (all of them, or those named)"

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
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")
        with_examples(
            parser,
            "scrapy collect                          the newest posts of every source",
            "scrapy collect council-4 national-blog  one source and one channel",
            "scrapy collect --minutes 5              stop after five minutes; run again to go on",
            "scrapy collect council-4 --backfill     the whole past of one source",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None and self.crawler_process is not None
        rows = registry.load(path_in(self.settings, "REGISTRY_DIR"))
        registry.kind_rules(path_in(self.settings, "KIND_RULES"))  # a slip in them is told before the first request
        registry.story_rulings(path_in(self.settings, "STORY_RULINGS"), rows.sites)
        wanted = Wanted(
            channels=rows.select(args),
            minutes=opts.minutes,
            requests=opts.requests,
            backfill=opts.backfill,
            force=opts.force,
            live=sys.stdout.isatty() and not opts.json,
        )
        ended = collect(self.crawler_process, self.settings, rows, wanted)
        print(json.dumps(ended.as_dict(), indent=2) if opts.json else ended.summary(brief=not wanted.live))
        self.exitcode = ended.exit_code
