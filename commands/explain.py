"""`scrapy explain`: what the archive knows of a post or a story, and why. Reads only."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

import registry
from archive.captures import item_records
from archive.database import open_archive
from archive.explaining import explain_item, find_asked
from archive.explaining.telling import story_told
from commands.doors import door, path_in, with_examples
from commands.explained import print_item
from commands.explained_story import print_story
from commands.writing import Paper
from errors import InputError


class Command(ScrapyCommand):
    """Parses the words; `explain` does the work."""

    verb = "explain"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[options] ITEM | story N"

    def short_desc(self) -> str:
        return "Say what is known of a post or a story, and why"

    def long_desc(self) -> str:
        return (
            "Print all that the archive knows of one post, and how it knows it: its date, its kind, its story with the "
            "original and all printings, why they are one story and how to undo that, its revisions, its status, its "
            "source. ITEM is the number of a post or one of its addresses, in any form."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print everything as one JSON document")
        parser.add_argument("--warc", metavar="FILE", help="copy the bytes that it was read from into a WARC file")
        with_examples(
            parser,
            "scrapy explain 1234                              the post with this number",
            "scrapy explain https://example.org/news/a-post   the post at this address; http, www and / do not matter",
            "scrapy explain story 56                          a story: who ran it, when, with which changes",
            "scrapy explain 1234 --json | jq .dates           the same for programs",
            "scrapy explain 1234 | less                       without colours",
            "scrapy explain 1234 --warc post.warc.gz          what was received, for ReplayWeb.page",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if opts.warc:
            copy_records(self.settings, args, Path(opts.warc))
        else:
            explain(self.settings, args, as_json=opts.json)


def copy_records(settings: BaseSettings, words: list[str], target: Path) -> None:
    """Copy what a post was read from into a new file that its owner alone can read, and say so. Raises InputError for
    a file that is there already or cannot be written, ArchiveError where no bytes are kept."""
    sites = registry.load(path_in(settings, "REGISTRY_DIR")).sites
    db = open_archive(path_in(settings, "ARCHIVE_PATH"), writable=False)
    try:
        item_id = find_asked(db, words, sites).item_id
        if item_id is None:
            raise InputError("Bytes are kept of posts; a story has none of its own.")
        data = item_records(db, path_in(settings, "CAPTURES_DIR"), item_id)
    finally:
        db.close()
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}.") from error
    print(f"Wrote {len(data):,} bytes to {target}; ReplayWeb.page opens it.")


def explain(settings: BaseSettings, words: list[str], *, as_json: bool = False) -> None:
    """Print what is known of what the words name. Raises InputError where there is no such thing, ArchiveError."""
    sites = registry.load(path_in(settings, "REGISTRY_DIR")).sites
    db = open_archive(path_in(settings, "ARCHIVE_PATH"), writable=False)
    try:
        asked = find_asked(db, words, sites)
        story = None if asked.story_id is None else story_told(db, asked.story_id, note=asked.note)
        item = None if asked.item_id is None else explain_item(db, asked.item_id, asked.note)
    finally:
        db.close()
    told = story or item
    assert told is not None
    try:
        if as_json:
            # ASCII, so that no terminal obeys what stands in a title
            print(json.dumps(told.as_dict(), indent=2), flush=True)
            return
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        paper = Paper(sys.stdout)
        if story:
            print_story(paper, story)
        elif item:
            print_item(paper, item)
        sys.stdout.flush()
    except BrokenPipeError:  # `scrapy explain 1 | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
