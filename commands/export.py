"""`scrapy export`: the archive as files for researchers, or as a public build for any Datasette."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from archive.database import open_archive
from archive.exporting import (
    FORMATS,
    About,
    Placed,
    Selection,
    Wanted,
    check_folder,
    content_of,
    export_tables,
    publish_build,
)
from archive.publishing import is_public_build
from commands.doors import door, path_in, root, with_examples
from commands.writing import count
from errors import InputError
from parsing.questions import conditions, read_question

DIRECTORY = "data/exports"
#: seconds between two lines of progress
_SAY_EVERY = 0.2


class Command(ScrapyCommand):
    """Parses the words; `export`, `publish` and `check` do the work."""

    verb = "export"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Write the archive as files, or as a public build"

    def long_desc(self) -> str:
        return (
            "Write the tables that a researcher needs as CSV, NDJSON, Parquet or SQLite, into a folder of their own "
            "with a data dictionary, a codebook, how to cite, and a manifest with rows and hashes; or, with --public, "
            "the database as anybody may be served it. A collect may be at work meanwhile. Without --with-texts "
            "nothing holds more of a post than its teaser and 300 characters of its text."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", choices=FORMATS, help="what the files are (default: csv)")
        parser.add_argument("--to", metavar="DIR", help=f"where the export's folder is made (default: {DIRECTORY})")
        parser.add_argument("--query", metavar="SEARCH", help="only posts that this search finds; the words of /search")
        parser.add_argument("--with-texts", action="store_true", help="whole texts, for private research only")
        parser.add_argument("--public", action="store_true", help="the public build: a database for any Datasette")
        parser.add_argument("--check", metavar="FOLDER", help="look whether an export is as it was written")
        parser.add_argument("--json", action="store_true", help="print the manifest as JSON")
        with_examples(
            parser,
            "scrapy export                                       all tables as CSV, below data/exports",
            "scrapy export --format parquet --to /srv/share      typed columns, elsewhere",
            'scrapy export --query "strike state:MN year:2018"   only what this search finds',
            "scrapy export --format ndjson --with-texts          whole texts: a private copy",
            "scrapy export --public                              the database for a public address",
            "scrapy export --check data/exports/news-2026-11-22-csv",
            "scrapy export --json | jq .files                    for programs",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise InputError(
                f"export takes no words, but was given {args[0]!r}; `scrapy export --help` shows its options."
            )
        assert self.settings is not None
        _refuse_what_does_not_go_together(opts)
        with _Line(shows=sys.stderr.isatty() and not opts.json) as line:
            if opts.check:
                manifest = check_folder(Path(opts.check), lambda name: line.tell(name, 0))
                said = f"{opts.check} is as it was exported: version {manifest.get('version')}."
            else:
                placed = _placed(self.settings, opts, line)
                manifest, said = placed.manifest, _told(placed)
        print(json.dumps({"path": str(opts.check or placed.path), **manifest}, indent=2) if opts.json else said)


def _refuse_what_does_not_go_together(opts: argparse.Namespace) -> None:
    asked = [f"--{name.replace('_', '-')}" for name in ("format", "query", "with_texts") if getattr(opts, name)]
    if opts.public and asked:
        raise InputError(f"--public makes the one public build and takes no {asked[0]}.")
    if opts.check and (opts.public or opts.to or asked):
        raise InputError("--check looks at a folder and makes nothing; leave the other options out.")
    if opts.query is not None and not opts.query.strip():
        raise InputError('--query is empty; give it words as on /search, such as --query "strike state:MN".')


def _placed(settings: BaseSettings, opts: argparse.Namespace, line: _Line) -> Placed:
    archive = path_in(settings, "ARCHIVE_PATH")
    if not archive.exists():
        raise InputError(f"There is no archive {archive} yet; `scrapy collect` makes it.")
    if not is_public_build(archive):
        open_archive(archive, writable=False).close()
    wanted = Wanted(
        archive=archive,
        parent=Path(opts.to).absolute() if opts.to else root() / DIRECTORY,
        form="public" if opts.public else opts.format or "csv",
        about=_about(settings),
        built_at=datetime.now(UTC),
        with_texts=opts.with_texts,
        selection=_selection(opts.query, is_build=is_public_build(archive)) if opts.query else None,
    )
    from web.spreadsheets import harmless

    return publish_build(wanted, line.tell) if opts.public else export_tables(wanted, harmless, line.tell)


def _selection(text: str, *, is_build: bool) -> Selection:
    """A search as the site reads it. Raises InputError where it asks for nothing, or is not understood."""
    from web.extracts import over_extracts

    asked = read_question(text)
    if asked.remarks:
        raise InputError(f"The search was not understood: {' '.join(asked.remarks)}")
    if not asked.asks:
        raise InputError(f"The search {text!r} asks for nothing: there is no word in it that could be looked for.")
    made, values = conditions(asked.filters)
    match = over_extracts(asked.match) if is_build else asked.match
    return Selection(asked.text, match, tuple(made), values)


def _about(settings: BaseSettings) -> About:
    """Title and licence as the site has them."""
    from web.site import configuration

    metadata, _ = configuration({})
    program = f"{settings['BOT_NAME']} {settings['VERSION']}"
    return About(
        metadata["title"], program, metadata["code_license"], metadata["code_license_url"], metadata["license"]
    )


def _told(placed: Placed) -> str:
    """What stands where now, for people."""
    manifest = placed.manifest
    files = [one for one in manifest["files"] if one.get("tables")]
    size = sum(one["bytes"] for one in files) / 1_000_000
    counts = content_of(manifest)
    lines = [
        str(placed.path),
        f"Version {manifest['version']}: {count(counts.get('items', 0), 'post')}, {size:,.1f} MB.",
    ]
    if not placed.is_new:
        lines.append("The same stood there already; nothing was written.")
    if manifest["with_texts"]:
        lines.append("It holds whole texts: a private research copy, which may not be published.")
    if manifest["kind"] == "public build":
        lines.append(f"Serve it: scrapy serve --host 0.0.0.0 -s ARCHIVE_PATH={placed.path / files[0]['path']}")
    return "\n".join(lines)


class _Line:
    """One line that says how far it is, on a terminal; and an export that was asked to stop stops, leaving nothing."""

    def __init__(self, *, shows: bool) -> None:
        self._shows, self._said, self._stopped = shows, 0.0, False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Line:
        self._before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped = True

    def tell(self, name: str, rows: int) -> None:
        """What is being written, and how many rows of it are. Raises InputError once a stop was asked for."""
        if self._stopped:
            raise InputError("It was stopped; nothing unfinished was left.")
        now = time.monotonic()
        if self._shows and (now - self._said > _SAY_EVERY or not rows):
            self._said = now
            print(f"\r\x1b[K{name}{f': {rows:,} rows' if rows else ''}", end="", file=sys.stderr, flush=True)
