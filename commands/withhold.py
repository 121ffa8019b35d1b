"""`scrapy withhold`: takes a post's words out of the archive and all that is made from it, and gives them back."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlite_utils
from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

import registry
from archive.captures import CaptureRules, bring_back, forget
from archive.database import close_archive, open_archive
from archive.explaining import find_asked
from archive.lock import run_lock
from archive.sources import sync_registry
from archive.withholding import Decision, tombstones, undo, withhold
from archive.withholding.erasing import Erased, erase
from archive.withholding.vault import vault_path
from commands.clock import run_clock
from commands.doors import door, path_in, with_examples
from errors import ArchiveError, InputError
from pipelines.captures import capture_rules


class Command(ScrapyCommand):
    """Parses the words; `decide` does the work."""

    verb = "withhold"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return "[options] [ITEM]"

    def short_desc(self) -> str:
        return "Withhold a post on request, or give it back"

    def long_desc(self) -> str:
        return (
            "Take the words of a post out of the archive: out of pages, feeds, searches, exports, captures and the "
            "file itself. A tombstone stays: number, source, days, and why. The words go into a private file beside "
            "the archive, so that --undo can give them back. The crawler will not take them in again. ITEM is the "
            "number of a post or one of its addresses."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--reason", metavar="TEXT", help="why; readers who come to the post see it")
        parser.add_argument("--by", metavar="NAME", help="at whose request, if readers may know it")
        parser.add_argument("--story", action="store_true", help="all printings of its story, those to come included")
        parser.add_argument("--undo", action="store_true", help="give back what was withheld with this post")
        parser.add_argument("--list", action="store_true", help="show what is withheld now")
        parser.add_argument("--erase", action="store_true", help="only take leftovers of earlier calls out of the file")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        with_examples(
            parser,
            'scrapy withhold 1234 --reason "Names a person who asked us to remove it"',
            'scrapy withhold https://example.org/news/a-post --reason "Asked for by its source" --by "Council 4"',
            'scrapy withhold 1234 --story --reason "A photograph without leave"   every site that printed it',
            "scrapy withhold 1234 --undo                                           give it back",
            "scrapy withhold --list",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        told = decide(self.settings, args, opts)
        print(json.dumps(told["data"], indent=2) if opts.json else told["words"])
        if told["is_unfinished"]:
            self.exitcode = 1


def decide(settings: BaseSettings, words: list[str], opts: argparse.Namespace) -> dict[str, Any]:
    """Do what the words ask for. Raises InputError, LockedError, ArchiveError."""
    _check(words, opts)
    path = path_in(settings, "ARCHIVE_PATH")
    if not path.exists():
        raise InputError(f"There is no archive {path} yet; `scrapy collect` makes it.")
    rows = registry.load(path_in(settings, "REGISTRY_DIR"))
    if opts.list:
        db = open_archive(path, writable=False)
        try:
            return _listed(tombstones(db))
        finally:
            db.close()
    say = _say if sys.stderr.isatty() and not opts.json else None
    with run_lock(path):
        db = open_archive(path)
        try:
            sync_registry(db, rows, run_clock(settings))
            rules = capture_rules(settings, path_in(settings, "CAPTURES_DIR"))
            if opts.erase:
                ids = db.conn.execute("SELECT item_id FROM withheld ORDER BY item_id").fetchall()
                troubles = forget_captures(db, rules, [item_id for (item_id,) in ids])
                return _with_captures(_told_erased(erase(db, (), say)), troubles)
            asked = find_asked(db, words, rows.sites)
            if asked.item_id is None:
                raise InputError("Say which post: its number or its address. --story takes all printings of its story.")
            if opts.undo:
                undone = undo(db, asked.item_id, run_clock(settings))
                for item_id in undone.items:
                    bring_back(db, rules, item_id)
                return _told_undone(undone)
            one = withhold(
                db,
                asked.item_id,
                reason=opts.reason,
                at=run_clock(settings),
                requested_by=opts.by,
                with_story=opts.story,
            )
            troubles = forget_captures(db, rules, one.items, run_clock(settings))
            return _with_captures(_told(one, erase(db, one.phrases, say), str(vault_path(path))), troubles)
        finally:
            close_archive(db)


def forget_captures(
    db: sqlite_utils.Database, rules: CaptureRules, items: Iterable[int], at: datetime | None = None
) -> list[str]:
    """Take the bytes of withheld posts out of the captures; a sentence for each trouble. A file that cannot be read
    (a disk that is not there) must keep no word in the archive's own file, so it stops nothing."""
    troubles: dict[str, None] = {}
    for item_id in items:
        try:
            forget(db, rules, item_id, at)
        except ArchiveError as error:
            troubles[str(error)] = None
    return list(troubles)


def captures_left(troubles: Sequence[str]) -> str:
    """What an operator is told whose captures still hold withheld bytes; empty where none do."""
    if not troubles:
        return ""
    more = f" (and {len(troubles) - 1} more such)" if len(troubles) > 1 else ""
    return (
        f"NOT taken out yet are bytes of captures: {troubles[0]}{more} Bring the file back or set CAPTURES_DIR, "
        "then run `scrapy withhold --erase`."
    )


def _with_captures(told: dict[str, Any], troubles: Sequence[str]) -> dict[str, Any]:
    if not troubles:
        return told
    return {
        "words": f"{told['words']}\n{captures_left(troubles)}",
        "data": {**told["data"], "captures_left": list(troubles)},
        "is_unfinished": True,
    }


def _check(words: list[str], opts: argparse.Namespace) -> None:
    alone = [name for name in ("undo", "list", "erase") if getattr(opts, name)]
    if len(alone) > 1:
        raise InputError(f"--{alone[0]} and --{alone[1]} cannot be said together.")
    if alone and (opts.reason or opts.by or opts.story):
        raise InputError(f"--{alone[0]} takes no --reason, --by or --story.")
    if opts.list or opts.erase:
        if words:
            raise InputError(f"--{alone[0]} is said alone, without a post.")
        return
    if len(words) != 1:
        raise InputError("Say which post: its number or its address; --help has examples.")
    if not opts.undo and not (opts.reason or "").strip():
        raise InputError("Say why with --reason; readers who come to the post see it.")


def _say(sentence: str) -> None:
    print(f"{sentence} …", file=sys.stderr, flush=True)


# ---- what is told -----------------------------------------------------------------------------------------------
def _told(one: Decision, erased: Erased, vault: str) -> dict[str, Any]:
    numbers = _numbers(one.items)
    lines = [f"Withheld: {numbers}. Its words are in {vault}, which only you can read; keep that file private."]
    if erased.sentence:
        lines.append(erased.sentence)
    elif erased.left:
        lines.append(
            f"Of {len(one.phrases)} phrases that were looked for, {len(erased.left)} are still in the archive's file; "
            "run `scrapy withhold --erase`, and if that does not help report it as a fault of this program."
        )
    else:
        lines.append(f"The file was written anew; none of {len(one.phrases)} phrases looked for is left in it.")
    lines.append(
        "Backups, exports and public builds made before still have the words: make new ones and remove the old. A "
        f"site that runs shows it within ten minutes. `scrapy withhold {one.items[0]} --undo` gives the words back."
    )
    data = {
        "withholding": one.id,
        "withheld_at": one.at,
        "reason": one.reason,
        "requested_by": one.requested_by,
        "with_story": one.with_story,
        "items": list(one.items),
        "erased": erased.is_whole,
        "phrases_left": len(erased.left),
        "sentence": erased.sentence,
    }
    return {"words": "\n".join(lines), "data": data, "is_unfinished": not erased.is_whole}


def _told_undone(one: Decision) -> dict[str, Any]:
    words = f"Given back: {_numbers(one.items)}, withheld since {one.at[:10]} ({one.reason})."
    data = {"withholding": one.id, "items": list(one.items), "undone": True}
    return {"words": words, "data": data, "is_unfinished": False}


def _told_erased(erased: Erased) -> dict[str, Any]:
    words = erased.sentence or "The file was written anew; nothing that was deleted is left in it."
    data = {"erased": erased.is_whole, "sentence": erased.sentence}
    return {"words": words, "data": data, "is_unfinished": not erased.is_whole}


def _listed(rows: list[tuple[int, str, str, str | None]]) -> dict[str, Any]:
    lines = [
        f"{item_id:>8}  {at[:10]}  {reason}{f' (at the request of {by})' if by else ''}"
        for item_id, at, reason, by in rows
    ]
    data = [{"item": item_id, "withheld_at": at, "reason": why, "requested_by": by} for item_id, at, why, by in rows]
    return {"words": "\n".join(lines) or "Nothing is withheld.", "data": data, "is_unfinished": False}


def _numbers(items: tuple[int, ...]) -> str:
    named = ", ".join(map(str, items[:10])) + (f" and {len(items) - 10} more" if len(items) > 10 else "")
    return f"post {named}" if len(items) == 1 else f"posts {named}"
