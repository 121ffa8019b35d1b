"""`scrapy list`: what the registry holds, one channel a line. Scrapy's own verb, through a door of ours."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, date, datetime
from typing import Any

from scrapy.commands import ScrapyCommand

import registry
from commands.doors import door, path_in, with_examples
from errors import InputError
from registry import Channel


class Command(ScrapyCommand):
    """Prints; reads the registry and nothing else."""

    verb = "list"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def short_desc(self) -> str:
        return "Print the channels of the registry, closed ones too"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print id, source, family, address and open as JSON")
        with_examples(
            parser,
            "scrapy list                               one channel id a line, for scrapy crawl",
            "scrapy list --json                        the same with source, family, address, and whether it is open",
            "scrapy list -s REGISTRY_DIR=my/registry   another registry",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise InputError(
                f"list takes no words, but was given {args[0]!r}; it prints all channels, "
                "and `scrapy list --help` shows its options."
            )
        assert self.settings is not None
        channels = registry.load(path_in(self.settings, "REGISTRY_DIR")).channels
        if opts.json:
            today = datetime.now(UTC).date()
            told = json.dumps([as_dict(channels[name], today) for name in sorted(channels)], indent=2)
        else:
            told = "\n".join(sorted(channels))
        try:
            print(told, flush=True)
        except BrokenPipeError:  # `scrapy list | head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere at exit


def as_dict(channel: Channel, today: date) -> dict[str, Any]:
    """A channel for programs. open: whether a collect of today without names would visit it."""
    return {
        "id": channel.id,
        "source": channel.source_id,
        "family": channel.family,
        "address": channel.address,
        "open": channel.is_open(today),
    }
