"""`scrapy start`: the site at once, and a collect beside it. What `make run` and `make demo` call."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from scrapy.commands import ScrapyCommand

from archive.crawls import last_began
from archive.database import close_archive, open_archive
from commands.doors import above_zero, door, root, with_examples
from errors import InputError

if TYPE_CHECKING:  # every verb reads this file, and the practice web is a world of its own
    from practice.server import Server

SECONDS_TO_START = 60
DEMO = Path("data/demo/archive.db")


class Command(ScrapyCommand):
    """Starts `scrapy serve` and `scrapy collect` as processes of their own and ends them cleanly."""

    verb = "start"
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Serve the archive and collect beside it; --practice needs no network"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8001, help="port to serve on (default: 8001)")
        parser.add_argument(
            "--minutes", type=above_zero, default=5, metavar="N", help="collect for N minutes at most (default: 5)"
        )
        parser.add_argument(
            "--practice", action="store_true", help="collect from the practice web, into an archive of its own"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--day", type=int, choices=range(1, 5), default=1, help="day of the practice web (default: 1)"
        )
        which.add_argument(
            "--days", type=int, choices=range(1, 5), metavar="N",
            help="collect on days 1 to N of the practice web, one after another, going on where the archive is",
        )  # fmt: skip
        parser.add_argument("--once", action="store_true", help="end when the collect has ended, for scripts")
        with_examples(
            parser,
            "scrapy start                    what `make run` does",
            "scrapy start --practice --days 4  what `make demo` does: four days with edits, removals and troubles",
            "scrapy start --practice --day 2 the second day of the practice web alone",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise InputError(f"start takes no words, but was given {args[0]!r}; --help shows its options.")
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop_like_ctrl_c)
        try:
            self.exitcode = start(opts)
        except KeyboardInterrupt:
            print("\nStopped.", flush=True)


def start(opts: argparse.Namespace) -> int:
    """Serve, collect beside it, and serve on until stopped; gives an exit code. Raises InputError."""
    refuse_if_taken(opts.host, opts.port)
    settings = [word for given in opts.set for word in ("-s", given)]
    scrapy = [sys.executable, sys.argv[0]]
    with contextlib.ExitStack() as stack:
        web = stack.enter_context(practice_web(opts.day)) if opts.practice else None
        serve = [*scrapy, "serve", "--host", opts.host, "--port", str(opts.port), *settings]
        server = stack.enter_context(running(serve, surroundings(web)))
        wait_until_it_answers(server, opts.host, opts.port)
        words = ["collect", "--minutes", str(opts.minutes), *settings]
        code = 0
        for day in days_to_play(opts):
            if web:
                turn_to(web, day)
            # The practice web is small and our own, so its whole past is read at once, on its first day.
            past = ["--backfill"] if web and (day == 1 or not opts.days) else []
            print(f"Collecting for up to {opts.minutes:g} minutes; the site fills meanwhile.", flush=True)
            with running([*scrapy, *words, *past], surroundings(web)) as collect:
                code = collect.wait()
        if opts.once:
            return code
        print(f"The site stays up on http://{opts.host}:{opts.port} until Ctrl-C.", flush=True)
        return server.wait()


def days_to_play(opts: argparse.Namespace) -> range:
    """The days of the practice web to collect on: one, or those up to `--days` that the archive has not seen."""
    if not (opts.practice and opts.days):
        return range(opts.day, opts.day + 1)
    from practice.shapes import now

    given = dict(word.partition("=")[::2] for word in opts.set)
    db = open_archive(root() / given.get("ARCHIVE_PATH", str(DEMO)))
    began = last_began(db)
    close_archive(db)
    # A clock that went back would tell every edit again, the other way round.
    seen = [day for day in range(1, opts.days + 1) if began and now(day) <= began]
    return range(min(len(seen) + 1, opts.days), opts.days + 1)


def stop_like_ctrl_c(number: int, frame: object) -> None:
    """A polite end asked for by a signal takes the children along, as Ctrl-C does."""
    raise KeyboardInterrupt


def refuse_if_taken(host: str, port: int) -> None:
    """Say so at once when the port cannot be used, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise InputError(f"Cannot serve on {host}:{port}: {why}. Choose another with --port.") from None


@contextlib.contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A child process that is asked to end, then made to, when the block is left."""
    child = subprocess.Popen(command, env=dict(environment), cwd=root())
    try:
        yield child
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_until_it_answers(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Return once the site answers. Raises InputError when it ends first or takes too long."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.poll() is not None:
            raise InputError("The site could not be started; the line above says why.")
        try:
            with urlopen(f"http://{host}:{port}/", timeout=2):
                time.sleep(0.3)  # so that the line of the site itself comes before ours
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise InputError(f"The site did not answer on {host}:{port} within {SECONDS_TO_START} s.")


@contextlib.contextmanager
def practice_web(day: int) -> Iterator[Server]:
    """Run the practice web on loopback, from a day on."""
    from practice.server import running as practice_running

    (root() / DEMO.parent).mkdir(parents=True, exist_ok=True)
    with practice_running(day=day) as server:
        print(f"Practice web: {server.base_url} answers for all its sites.", flush=True)
        yield server


def turn_to(web: Server, day: int) -> None:
    """The practice web's next day, with a line that says so."""
    from practice.shapes import now

    web.day = day
    print(f"\nDay {day} of the practice web, {now(day).date()}.", flush=True)


def surroundings(web: Server | None) -> dict[str, str]:
    """The environment of collect and serve: the caller's, with the settings under which they use the practice web."""
    if web is None:
        return dict(os.environ)
    from practice.shapes import now

    return {
        **os.environ,
        "NEWS_PRACTICE_WEB": web.base_url,
        "NEWS_ALLOW_PRIVATE_HOSTS": "1",
        "NEWS_CRAWL_NOW": now(web.day).isoformat(),
        "NEWS_CRAWL_DELAY_MAX": "0.1",
        "NEWS_INSTALLATION_DELAY": "0.02",
        "NEWS_REGISTRY_DIR": "practice/registry",
        "NEWS_ARCHIVE_PATH": str(DEMO),
    }
