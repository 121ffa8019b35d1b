"""`scrapy health`: what is wrong, the worst first, with evidence and what to do. Reads only, but for `--new`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

import registry
from archive.database import close_archive, open_archive
from archive.health.finding import Known
from archive.health.keeping import keep_findings, note_told, with_history
from archive.health.kinds import KINDS
from archive.health.looking import OF_TEXTS, findings_now
from archive.health.metrics import exposed, metrics_of, write_metrics
from archive.health.summary import Summary, summary_of
from archive.times import stamp
from commands.clock import run_clock
from commands.doors import door, path_in, root, with_examples
from commands.writing import Paper, count, moment
from errors import InputError
from pipelines.whereabouts import whereabouts

#: columns of the page, however wide the terminal is
WIDTH = 80
#: how bad a finding is, in a word: from this weight on
GRADES = ((80, "urgent", "bold red"), (60, "trouble", "red"), (1, "look", "yellow"), (0, "note", "dim"))


class Command(ScrapyCommand):
    """Parses the words; `health` does the work."""

    verb = "health"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[SOURCE ...] [options]"

    def short_desc(self) -> str:
        return "Say what is wrong with sources and runs, the worst first"

    def long_desc(self) -> str:
        return (
            "Print what is wrong, the worst first: each cause once, with what it rests on and what to do. Exit code 0: "
            "all is well, or what is wrong was told before; 1: something of which neither a run nor --new has told; 2: "
            "it could not look. What each finding means stands in docs/health.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print everything as one JSON document")
        parser.add_argument(
            "--new", action="store_true",
            help="print only what was not told before, and note that it is told; silent otherwise (reminds weekly)",
        )  # fmt: skip
        parser.add_argument("--metrics", metavar="FILE", help="write figures for Prometheus (textfile format) to FILE")
        with_examples(
            parser,
            "scrapy health                                what is wrong now",
            "scrapy health council-4 local-77             of these sources only",
            "scrapy health --new                          for cron: tells each trouble once, then weekly",
            "scrapy health --json | jq '.findings[].kind' for programs",
            "scrapy health --metrics /var/lib/node_exporter/news_archive.prom",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if opts.new and args:
            raise InputError("--new tells of all sources; leave the names out, or leave --new out.")
        self.exitcode = health(self.settings, args, as_json=opts.json, only_new=opts.new, metrics=opts.metrics)


def health(
    settings: BaseSettings,
    words: list[str],
    *,
    as_json: bool = False,
    only_new: bool = False,
    metrics: str | None = None,
) -> int:
    """Print the findings; gives the exit code. Raises InputError for an unknown source, ArchiveError."""
    now = run_clock(settings)
    path = path_in(settings, "ARCHIVE_PATH")
    wanted = (
        {channel.source_id for channel in registry.load(path_in(settings, "REGISTRY_DIR")).select(words)}
        if words
        else set()
    )
    places = whereabouts(settings)
    db = open_archive(path, writable=only_new)
    try:
        found = findings_now(db, places, now)
        if only_new:
            keep_findings(db, found, now, KINDS.keys() - OF_TEXTS)
        known = with_history(db, found, now)
        if only_new:
            note_told(db, [one.finding.key for one in known if one.is_new], now)
        summary = summary_of(db, places, now)
        if metrics:
            write_metrics(root() / metrics, exposed(metrics_of(db, places, found, now)))
    finally:
        close_archive(db) if only_new else db.close()
    shown = [one for one in known if not wanted or wanted.intersection(one.finding.sources)]
    if only_new:
        shown = [one for one in shown if one.is_new]
    _print(shown, summary, as_json=as_json, only_new=only_new, path=path, now=now)
    return 1 if any(one.is_new for one in shown) else 0


def _print(shown: list[Known], summary: Summary, *, as_json: bool, only_new: bool, path: Path, now: datetime) -> None:
    try:
        if as_json:
            told = {
                "at": stamp(now),
                "archive": str(path),
                "summary": summary.as_dict(),
                "findings": [*map(as_dict, shown)],
            }
            print(json.dumps(told, indent=2), flush=True)
        elif shown or not only_new:
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
            print_page(Paper(sys.stdout, WIDTH), shown, summary, only_new=only_new)
            sys.stdout.flush()
    except BrokenPipeError:  # `scrapy health | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_page(paper: Paper, shown: list[Known], summary: Summary, *, only_new: bool = False) -> None:
    """The page for people."""
    troubles = [one for one in shown if one.finding.is_trouble]
    fresh = sum(one.is_new for one in troubles)
    if only_new:
        paper.title(f"{count(len(troubles), 'new finding')} in the news archive.")
    elif not summary.runs:
        paper.title("Nothing has been collected yet; `scrapy collect` begins.")
    elif not troubles:
        paper.title("All is well.")
    else:
        told = (
            f", {fresh} of them not told before"
            if 0 < fresh < len(troubles)
            else ", all told before"
            if not fresh
            else ""
        )
        paper.title(f"{count(len(troubles), 'finding')}{told}.")
    if not only_new:
        paper.line(_standing(summary), indent=0)
        if summary.room is not None:
            paper.line(summary.room.sentence(), indent=0)
    for one in shown:
        _print_finding(paper, one)
    if troubles:
        paper.gap()
        paper.line("What each means: docs/health.md.", indent=0, style="dim")


def _standing(summary: Summary) -> str:
    """The line on runs and posts."""
    last = f"Last good run {moment(summary.last_good_at)}; " if summary.last_good_at else ""
    return f"{last}{count(summary.posts, 'post')} of {count(summary.sources, 'source')}."


def _print_finding(paper: Paper, known: Known) -> None:
    one = known.finding
    grade, style = next((word, style) for least, word, style in GRADES if one.weight >= least)
    since = f"since {one.since[:10]}" if one.since else ""
    paper.heading(f"{grade}: {one.kind.replace('_', ' ')} {since}{'  (new)' if known.is_new else ''}".rstrip(), style)
    paper.line(one.sentence)
    for piece in one.evidence:
        paper.line(f"- {piece}", indent=4, style="dim")
    paper.line(f"To do: {one.next_step}")


def as_dict(known: Known) -> dict[str, object]:
    """A finding for programs."""
    one = known.finding
    return {
        "key": one.key,
        "kind": one.kind,
        "weight": one.weight,
        "subject": one.subject,
        "sentence": one.sentence,
        "evidence": list(one.evidence),
        "next_step": one.next_step,
        "since": one.since,
        "sources": list(one.sources),
        "channels": list(one.channels),
        "first_seen_at": known.first_seen_at,
        "told_at": known.told_at,
        "new": known.is_new,
    }
