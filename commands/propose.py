"""`scrapy propose URL`: a home page in, the registry rows out, for a site that nobody has seen before."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

import registry
from commands.doors import door, path_in, with_examples
from commands.proposed import as_dict, found, rows_in_words, told_of_spaces, undo
from errors import InputError, ParseError
from parsing.discovery import Conclusion
from parsing.urls import Sites
from registry import LEVELS, Registry
from spiders.proposal import Proposal, Wishes, check, check_slug, propose
from spiders.proposing import MINUTES, REQUESTS, ProposeSpider, Surveyed, homes_of


class Command(ScrapyCommand):
    """Fetches, prints, asks, writes; `parsing.discovery` finds and `spiders.proposal` makes the rows."""

    verb = "propose"
    requires_project = True
    default_settings = {"LOG_LEVEL": "ERROR"}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "URL [options]"

    def short_desc(self) -> str:
        return "Find where a site publishes and propose its registry rows"

    def long_desc(self) -> str:
        return (
            "Reads a home page and what it leads to, says where posts were found and why, and prints the rows for the "
            "registry: as few channels as show everything. Asks before it writes; with --write it does not ask. A URL "
            "with a path means that part of the host only."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add(
            "--source",
            metavar="SLUG",
            help="id of the source, such as local-9 (default: from level and number, or name)",
        )
        add("--name", metavar="NAME", help="name of the body (default: what the site calls itself)")
        add("--level", choices=LEVELS, help="default: from words of the name, else local")
        add(
            "--timezone",
            metavar="TZ",
            help="such as America/Chicago (default: as the site says, else America/New_York)",
        )
        add("--language", metavar="L", help="such as en or es (default: as the site says)")
        add("--parent", metavar="SOURCE", help="id of the source that it belongs to")
        add("--state", metavar="XX", help="US state, or several parted by commas")
        add(
            "--spaces",
            action="store_true",
            help="add the spaces of an Open Atrium host, each as a source with its parent",
        )
        add("--write", action="store_true", help="write the rows without asking")
        add("--minutes", type=float, default=MINUTES, metavar="N", help="longest time to look (default: %(default)g)")
        add("--requests", type=int, default=REQUESTS, metavar="N", help="most addresses to ask (default: %(default)s)")
        add("--json", action="store_true", help="print what was found and the rows as JSON; asks nothing")
        with_examples(
            parser,
            "scrapy propose www.example-local.org                      look and print; on a terminal, ask",
            "scrapy propose https://example.org/ --source local-9 --name 'AFSCME Local 9' --state OH --write",
            "scrapy propose https://example.org/local-12 --write       that space only",
            "scrapy propose https://example.org/ --spaces --minutes 20 the council and all its local spaces",
            "scrapy propose https://example.org/ --json                for programs",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("Name one address, such as www.example.org.")
        assert self.settings is not None
        directory = path_in(self.settings, "REGISTRY_DIR")
        known, wishes, now = known_rows(directory), wishes_of(opts), datetime.now(UTC)
        check(wishes, known)
        homes = homes_from(args[0])
        check_slug(wishes, known, homes[0])
        surveyed = self.survey(homes, opts, now)
        conclusion = surveyed.main
        assert conclusion is not None
        if not opts.json:
            print(found(conclusion, surveyed))
        if conclusion.failure:
            if opts.json:
                print(json.dumps({"failure": conclusion.failure, **as_dict(conclusion, surveyed, None)}, indent=2))
            raise InputError(conclusion.failure)
        proposal = proposal_of(surveyed, wishes, known, now)
        self.show_and_write(proposal, surveyed, directory, opts)

    def survey(self, homes: list[str], opts: argparse.Namespace, now: datetime) -> Surveyed:
        """Fetch what the survey wants, within its limits."""
        assert self.crawler_process is not None
        surveyed = Surveyed()
        live = sys.stderr.isatty() and not opts.json
        self.crawler_process.crawl(
            ProposeSpider,
            homes=homes,
            now=now,
            surveyed=surveyed,
            with_spaces=opts.spaces,
            most_requests=max(opts.requests, 1),
            minutes=max(opts.minutes, 0.01),
            tell=(lambda line: print(f"  asked: {line}", file=sys.stderr)) if live else (lambda line: None),
        )
        self.crawler_process.start()
        if surveyed.main is None:
            raise InputError(f"{homes[0]} could not be read: the survey ended before it began.")
        return surveyed

    def show_and_write(self, proposal: Proposal, surveyed: Surveyed, directory: Path, opts: argparse.Namespace) -> None:
        """Print the rows, ask if there is somebody to answer, and write them if that is wanted."""
        sources, channels = proposal.rows()
        if not opts.json:
            print(rows_in_words(proposal))
            print(told_of_spaces(proposal, opts.spaces), end="")
        nothing_new = not (sources or channels)
        wanted = not nothing_new and (opts.write or (not opts.json and confirmed(directory)))
        lines: list[str] = []
        if wanted:
            registry.append(directory, sources, channels)
            lines = undo(directory, sources, channels)
        if opts.json:
            told = as_dict(surveyed.main, surveyed, proposal)
            print(json.dumps({**told, "written": wanted, "undo": lines}, indent=2, ensure_ascii=False))
        elif wanted:
            print("Written. To undo, remove these lines:\n" + "\n".join(f"  {line}" for line in lines))
            print(f"Next: scrapy collect {proposal.source.id}")
        else:
            print(
                "Nothing is new, so nothing was written."
                if nothing_new
                else "Nothing was written; --write writes the rows."
            )


def known_rows(directory: Path) -> Registry:
    """The registry as it is; an empty one where there is none yet."""
    if not (directory / "sources.csv").exists() and not (directory / "channels.csv").exists():
        return Registry({}, {}, {}, Sites())
    return registry.load(directory)


def wishes_of(opts: argparse.Namespace) -> Wishes:
    """What the options say of the source."""
    states = tuple(one.strip().upper() for one in (opts.state or "").replace("|", ",").split(",") if one.strip())
    name = " ".join(opts.name.split()) if opts.name else None
    return Wishes(opts.source, name, opts.level, opts.timezone, opts.language, opts.parent, states)


def homes_from(text: str) -> list[str]:
    """The addresses to try. Raises InputError for what is none."""
    try:
        return homes_of(text)
    except ParseError:
        raise InputError(f"{text!r} is no address of a web site; give one such as https://www.example.org/.") from None


def proposal_of(surveyed: Surveyed, wishes: Wishes, known: Registry, now: datetime) -> Proposal:
    """The rows for the site, and for its spaces where they were surveyed."""
    main = surveyed.main
    assert main is not None
    proposal = propose(main, wishes, known, _day(now, main))
    below: list[Proposal] = []
    for conclusion in surveyed.spaces:
        if conclusion.failure:
            continue
        sources, channels = replace(proposal, below=tuple(below)).rows()
        so_far = Registry(
            {**known.sources, proposal.source.id: proposal.source, **{one.id: one for one in sources}},
            {**known.channels, **{one.id: one for one in channels}},
            known.watches,
            known.sites,
        )
        name = next((space.name for space in main.spaces if space.home == conclusion.home), conclusion.name)
        inherited = Wishes(name=name, timezone=wishes.timezone, language=wishes.language, states=wishes.states)
        if conclusion.timezone_why == "assumed":
            conclusion = replace(conclusion, timezone=main.timezone, timezone_why=main.timezone_why)
        below.append(propose(conclusion, inherited, so_far, _day(now, main), parent=proposal.source.id))
    return replace(proposal, below=tuple(below))


def confirmed(directory: Path) -> bool:
    """Whether somebody at a terminal says yes; without a terminal nobody does."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        answer = input(f"Write these rows to {directory}? [y/N] ")
    except (EOFError, KeyboardInterrupt):
        print()
        return False
    return answer.strip().lower() in {"y", "yes"}


def _day(now: datetime, conclusion: Conclusion) -> Any:
    return now.astimezone(ZoneInfo(conclusion.timezone)).date()
