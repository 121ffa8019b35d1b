"""`scrapy reread`: reads the archive anew from its captures when the readers got better."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

import registry
from archive.database import open_archive
from archive.differing import difference
from archive.explaining import find_asked
from archive.rereading import Reread
from archive.times import stamp
from archive.to_reread import Choice
from archive.worse import HELD
from commands.doors import door, path_in, with_examples
from commands.rereading import Done, read_anew
from errors import InputError, UnknownNameError
from pipelines.captures import readers_mark


class Command(ScrapyCommand):
    """Parses the words; `commands.rereading.read_anew` does the work."""

    verb = "reread"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[SOURCE|CHANNEL|ITEM ...] [options]"

    def short_desc(self) -> str:
        return "Read the archive anew from the bytes kept, without the network"

    def long_desc(self) -> str:
        return (
            "Read kept documents again with the readers of this version, and correct what they read better. It needs "
            "no network. A correction is no edit of the post: the words of a version are corrected in place, no date "
            "of a sighting moves, and what had been read stays in the table rereadings. Worse words are not taken. "
            "Documents that these readers have read are left out; a run that was stopped goes on. Run it after an "
            "upgrade, before the next collect; --dry-run shows what would change. A copy of the archive, made before "
            "by scrapy backup, undoes it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", type=a_day, metavar="DAY", help="only what was fetched since that day (UTC)")
        parser.add_argument("--again", action="store_true", help="also what these very readers have read already")
        parser.add_argument("--dry-run", action="store_true", help="change nothing; say what would change")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        with_examples(
            parser,
            "scrapy reread --dry-run               what the readers of this version would correct, with examples",
            "scrapy reread                         correct it",
            "scrapy reread council-4 --dry-run     one source; channels and numbers or addresses of posts do, too",
            "scrapy reread --since 2026-01-01      what was fetched this year",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        rows = registry.load(path_in(self.settings, "REGISTRY_DIR"))
        channels, items = chosen(self.settings, rows, args)
        choice = Choice(channels, items, opts.since, None if opts.again else readers_mark())
        done = read_anew(self.settings, rows, choice, dry_run=opts.dry_run, quiet=opts.json)
        if opts.json:
            print(json.dumps(as_dict(done), indent=2))
        else:
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
            print("\n".join(told(done)))


def a_day(text: str) -> str:
    """A day as a stamp. Raises ArgumentTypeError."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-01-31") from None
    return stamp(datetime(on.year, on.month, on.day, tzinfo=UTC))


def chosen(settings: BaseSettings, rows: registry.Registry, words: list[str]) -> tuple[list[str], list[int]]:
    """Channels and items that the words name. Raises InputError for what is neither."""
    channels: list[str] = []
    items: list[int] = []
    for word in words:
        if word.isdigit() or "/" in word or "." in word:
            db = open_archive(path_in(settings, "ARCHIVE_PATH"), writable=False)
            try:
                asked = find_asked(db, [word], rows.sites)
            finally:
                db.close()
            if asked.item_id is None:
                raise InputError(f"{word} is no post.")
            items.append(asked.item_id)
            continue
        found = [one.id for one in rows.channels.values() if word in (one.id, one.source_id)]
        if not found:
            rows.select([word])  # raises UnknownNameError with the nearest names
            raise UnknownNameError("source or channel", word)
        channels += found
    return list(dict.fromkeys(channels)), list(dict.fromkeys(items))


def as_dict(done: Done) -> dict[str, Any]:
    """For programs."""
    return {
        "dry_run": done.dry_run,
        "documents": done.documents,
        "left": done.left,
        "posts": dict(done.posts),
        "troubles": dict(done.troubles),
        "seconds": round(done.seconds, 3),
        "corrections": [
            {**asdict(one), "difference": None if one.before is None or one.after is None
             else difference(one.before, one.after)}
            for one in done.examples
        ],
    }  # fmt: skip


def told(done: Done) -> list[str]:
    """For people."""
    would = "would be " if done.dry_run else ""
    corrected, same, worse = (done.posts[name] for name in ("corrected", "same", "worse"))
    lines = [
        f"Read {done.documents:,} documents in {done.seconds:.0f} s: {corrected:,} posts {would}corrected,"
        f" {same:,} read as they are."
    ]
    if worse:
        lines.append(f"{worse:,} read worse than before and {'would stay' if done.dry_run else 'stay'} as they were.")
    if done.posts["not_found"]:
        lines.append(f"{done.posts['not_found']:,} were not found in their documents by these readers, and stay.")
    lines += [f"{count:,} documents: {sentence}" for sentence, count in done.troubles.most_common(5)]
    if done.left:
        lines.append(f"{done.left:,} documents are left; run it again to go on.")
    for one in done.examples:
        lines += ["", *_example(one)]
    if corrected > len(done.examples):
        lines += ["", f"... and {corrected - len(done.examples):,} more."]
    return lines


def _example(one: Reread) -> list[str]:
    lines = [f"item {one.item_id}  {one.url}"]
    if one.before is not None and one.after is not None:
        lines += [
            f"  {line}" for line in (difference(one.before, one.after) or "spaces and signs").splitlines() if line
        ]
    if one.fields:
        lines.append(f"  also: {', '.join(one.fields)}")
    if one.why:
        lines.append(f"  {HELD.get(one.why, one.why)}")
    return lines
