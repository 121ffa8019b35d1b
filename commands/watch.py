"""`scrapy watch`: saved searches that tell somebody what is new."""

from __future__ import annotations

import argparse
import difflib

from scrapy.commands import ScrapyCommand

from commands.doors import door, whole_above_zero, with_examples
from commands.watching import ACTIONS, Desk
from errors import InputError, ParseError


class Command(ScrapyCommand):
    """Parses the words; `commands.watching` does the work."""

    verb = "watch"
    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  Scrapy's own way to declare it

    def syntax(self) -> str:
        return f"[options] {'|'.join(ACTIONS)} [NAME] [SEARCH]"

    def short_desc(self) -> str:
        return "Tell people what is new: saved searches, and whom they tell"

    def long_desc(self) -> str:
        return (
            "A watch is a search with a name and carriers: environment variables that hold a mail, chat or webhook "
            "address. `scrapy collect` tells at its end; `scrapy watch tell` does it alone. docs/watches.md has it all."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        adding = parser.add_argument_group("for add")
        adding.add_argument(
            "--to",
            action="append",
            metavar="VARIABLE",
            help="a carrier's variable, or atom; repeatable (for preview: a file)",
        )
        adding.add_argument("--mode", default="at once", help='"at once" (the usual), daily or weekly')
        adding.add_argument("--edits", action="store_true", help="tell edits of posts, too")
        adding.add_argument("--removals", action="store_true", help="tell what went missing or moved, too")
        adding.add_argument("--quiet", metavar="HOURS", help='hours without messages: "22:00-07:00 America/Chicago"')
        adding.add_argument(
            "--cap", type=whole_above_zero, metavar="N", help="most messages of a telling, or stories of a digest"
        )
        adding.add_argument("--note", help="a remark for whoever reads the file")
        showing = parser.add_argument_group("for preview")
        showing.add_argument("--day", metavar="DAY", help="what it would have told of this day (YYYY-MM-DD)")
        showing.add_argument("--since", metavar="DAY", help="what it would have told from this day until now")
        showing.add_argument("--text", action="store_true", help="the plain text, printed, in place of the browser")
        parser.add_argument("--dry-run", action="store_true", help="for tell: print what would be sent, send nothing")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        with_examples(
            parser,
            "scrapy watch list                                                  all watches, and whether carriers work",
            'scrapy watch add strikes "strike OR lockout" --to NEWS_MAIL_STAFF   a message for each new story',
            'scrapy watch add mn "state:MN" --to NEWS_MAIL_MN --mode daily --edits --removals',
            "scrapy watch test strikes                                          a test message to its carriers",
            "scrapy watch show strikes                                          what it told last",
            "scrapy watch preview strikes                                       its message in the browser, unsent",
            "scrapy watch preview mn --since 2026-11-16 --to mn.html            the digest of a time, into a file",
            "scrapy watch tell --dry-run                                        what would be told now",
            "scrapy watch remove strikes                                        nobody is told any more",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        word = args[0] if args else "list"
        if word not in ACTIONS:
            near = difflib.get_close_matches(word, ACTIONS, 1)
            meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(ACTIONS)}."
            raise InputError(f"There is no action {word!r}; {meant}")
        try:
            self.exitcode = ACTIONS[word](Desk(self.settings, as_json=opts.json), args[1:], opts)
        except ParseError as error:  # a word of the command line, by the rules of the registry's cells
            raise InputError(f"{error}.") from None
