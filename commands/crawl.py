"""`scrapy crawl CHANNEL`: Scrapy's own verb, through the same door as `collect`."""

from __future__ import annotations

import argparse

from scrapy.exceptions import UsageError

from commands import collect
from commands.doors import with_examples


class Command(collect.Command):
    """One channel, by its id."""

    verb = "crawl"

    def syntax(self) -> str:
        return "CHANNEL [options]"

    def short_desc(self) -> str:
        return "Visit one channel and keep what is new"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        with_examples(parser, "scrapy crawl council-4-news", "scrapy list        prints all channels")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("Name one channel; `scrapy list` prints them. `scrapy collect` takes sources and several.")
        super().run(args, opts)
