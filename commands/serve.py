"""`scrapy serve`: the archive as a site, on this machine unless told otherwise."""

from __future__ import annotations

import argparse
import ipaddress
import socket
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from archive.database import close_archive, is_frozen, open_archive
from archive.publishing import is_public_build, tables_of_build
from archive.schema import datasette_tables
from archive.words import VOCABULARIES
from commands.doors import door, path_in, with_examples
from errors import ArchiveError, InputError

HOST, PORT = "127.0.0.1", 8001


class Command(ScrapyCommand):
    """Parses the words; `serve` does the work."""

    verb = "serve"
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Serve the archive as a site"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--host", default=HOST, help=f"address to serve on (default: {HOST}, this machine only)")
        parser.add_argument(
            "--port", type=int, default=PORT, help=f"port to serve on; 0 takes a free one (default: {PORT})"
        )
        parser.add_argument(
            "--full-text", action="store_true", help="serve the texts of posts on an address that others can reach"
        )
        with_examples(
            parser,
            "scrapy serve                                  on http://127.0.0.1:8001, while a collect may be at work",
            "scrapy serve --port 8080",
            "scrapy serve -s ARCHIVE_PATH=copies/may.db    another archive",
            "scrapy serve --host 0.0.0.0 --full-text       for a private network: texts are a research copy",
            "scrapy serve --host 0.0.0.0 -s ARCHIVE_PATH=news-2026-11-22.db   a public build, for everybody",
        )

    @door
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise InputError(
                f"serve takes no words, but was given {args[0]!r}; `scrapy serve --help` shows its options."
            )
        assert self.settings is not None
        serve(self.settings, opts.host, opts.port, full_text=opts.full_text)


def serve(settings: BaseSettings, host: str = HOST, port: int = PORT, *, full_text: bool = False) -> None:
    """Serve the archive of the settings until SIGINT or SIGTERM; makes an empty one where there is none.

    Prints one line once the site answers. Raises InputError for an address that cannot be used or may not be, and
    ArchiveError for an archive that cannot.
    """
    # Scrapy imports every command at every start; the site's libraries are for this one only.
    from web.server import run_until_stopped
    from web.site import holds_full_texts, open_site

    path = path_in(settings, "ARCHIVE_PATH")
    listener = listen(host, port)
    with listener:
        is_build = is_public_build(path)
        if not is_build:
            prepare(path)
        frozen = is_build or is_frozen(path)
        if not (full_text or is_loopback(listener)) and holds_full_texts(path, frozen=frozen):
            raise InputError(
                f"{host} can be reached from outside, and {path} holds the full texts of posts, which are a private "
                "research copy. Serve on 127.0.0.1, or say --full-text if only those may reach it who may read them."
            )
        address = address_of(host, listener)
        tables = tables_of_build(path) if is_build else datasette_tables()
        # Bytes are full texts with all that stood beside them: for this machine alone, whatever --full-text says.
        captures = path_in(settings, "CAPTURES_DIR") if is_loopback(listener) else None
        reached_at = str(settings.get("SITE_ADDRESS") or "")
        site = open_site(path, tables, VOCABULARIES, frozen=frozen, captures=captures, address=reached_at)
        run_until_stopped(site, listener, lambda: print(f"Serving {path} on {address} (Ctrl-C stops)", flush=True))


def prepare(path: Path) -> None:
    """Make the archive, or bring an older one up to date. One that cannot be written is served if it is up to date.

    Raises ArchiveError: what is in the way of writing it, where it cannot be read as it is either.
    """
    try:
        close_archive(open_archive(path))
    except ArchiveError as in_the_way:
        if not path.exists():
            raise
        try:
            open_archive(path, writable=False).close()
        except ArchiveError:
            raise in_the_way from None


def listen(host: str, port: int) -> socket.socket:
    """A socket on the address, listening. Raises InputError, one sentence, where that cannot be."""
    if not 0 <= port <= 65_535:  # the resolver would take it modulo 65,536
        raise InputError(f"Cannot serve on port {port}: a port is a number from 0 to 65535.")
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(where)
            listener.listen(512)
        except BaseException:
            listener.close()
            raise
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"Cannot serve on {host}:{port}: {why}. Choose another with --host or --port.") from None
    return listener


def is_loopback(listener: socket.socket) -> bool:
    """Whether the socket can be reached from this machine only."""
    return ipaddress.ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def address_of(host: str, listener: socket.socket) -> str:
    """The address to type into a browser; port 0 has become a real one by now."""
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
