"""`scrapy resume`: end the pause of a source."""

from __future__ import annotations

import argparse
import json

from scrapy.commands import ScrapyCommand

from archive.pausing import resume
from commands.doors import door, with_examples
from commands.pause import archive_and_registry, source_of
from errors import InputError


class Command(ScrapyCommand):
    """Writes one row; the next run visits what came due meanwhile."""

    verb = "resume"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "SOURCE [options]"

    def short_desc(self) -> str:
        return "End the pause of a source"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")
        with_examples(parser, "scrapy resume council-4", "scrapy pause              which sources are paused")

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1:
            raise InputError("Name one source to resume; `scrapy pause` lists those that are paused.")
        with archive_and_registry(self.settings) as (db, rows, now):
            source_id = source_of(rows, args[0])
            was_paused = resume(db, source_id, now)
        if opts.json:
            print(json.dumps({"source": source_id, "was_paused": was_paused}))
        elif was_paused:
            print(f"{source_id} is resumed; the next run visits what came due meanwhile.")
        else:
            print(f"{source_id} was not paused.")
