"""Puts the site together: Datasette over one archive, with our pages, plugins, settings and descriptions.

Datasette reads the database file itself and opens it read-only; a collect may write beside it. The archive's rooms
are not needed here: what tables and columns mean is handed in by whoever opens the site.
"""

from __future__ import annotations

import asyncio
import copy
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import yaml
from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, connections

from web.built import read_build
from web.extracts import over_extracts
from web.page_thread import connection_here, time_left
from web.strangers import of_strangers, threads

ROOM = Path(__file__).resolve().parent
#: The name of the database in addresses, whatever its file is called.
NAME = "archive"
_PATIENCE = 5.0  # seconds to wait for a lock; a writer's transactions are far shorter
#: milliseconds for counting the rows of a table page
_COUNT_MS = 400
#: bytes of one value; SQL that asks for a thousand values of a gigabyte each would take all memory in a second
_LONGEST = 10_000_000


#: a name in the DNS, which an authority must be; no number, no name of this machine alone
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.ASCII)

#: Datasette counts whatever it shows. The views' rows can be counted without the tables that they join.
_SAME_COUNT = {
    "select count(*) from items": "select count(*) from item_rows where shown = 1",
    "select count(*) from latest_posts": "select count(*) from item_rows where shown = 1",
    "select count(*) from printings": "select count(*) from item_rows where shown = 1 and story_id is not null",
    "select count(*) from travelling_stories": "select count(*) from stories where source_count > 1",
}


#: Columns of the view that are those of the rows; a count by them need not look at the words.
_OF_ROWS = "id|source_id|kind|language|status|role|story_id|author|published_precision|published_from|url|external_id"
_COUNT_BY = re.compile(rf'select count\(\*\) from items where ("(?:{_OF_ROWS})" = :p\d+(?: and |$))+', re.ASCII)


def _cheaper(sql: str) -> str:
    """The same count, asked of the rows behind a view; any other SQL as it is."""
    if _COUNT_BY.fullmatch(sql):
        return f"select count(*) from item_rows where shown = 1 and {sql.partition(' where ')[2]}"
    return _SAME_COUNT.get(sql, sql)


class ReadOnlyDatabase(Database):
    """A database that cannot be written, at any path.

    Datasette puts the path into an SQLite address as it is, so that a `?`, `#` or `%` in it would be misread.
    """

    async def execute(self, sql: str, *args: Any, **kwargs: Any) -> Any:
        """Datasette's own, with counts of whole views asked in the cheaper way (a fifth of the time), and words asked
        of what the index has."""
        if not self.has_texts and args and isinstance(args[0], Mapping) and "match" in args[0]:
            args = ({**args[0], "match": over_extracts(args[0]["match"])}, *args[1:])
        left = time_left()
        if left is not None:
            if left <= 0:
                raise QueryInterrupted(TimeoutError("the time of this search is over"), sql, args[0] if args else None)
            limit = max(round(left * 1000), 1)
            kwargs["custom_time_limit"] = min(kwargs.get("custom_time_limit") or limit, limit)
        if of_strangers.get():
            kwargs["log_sql_errors"] = False  # mistakes in SQL are told to who wrote it, and do not fill the log
            if sql.startswith("select count(*) from "):  # a page of a table does without it
                kwargs["custom_time_limit"] = min(kwargs.get("custom_time_limit") or _COUNT_MS, _COUNT_MS)
        return await super().execute(_cheaper(sql.strip()), *args, **kwargs)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Datasette's own; what a stranger asks runs in threads of its own, and no page of ours waits behind it."""
        here = connection_here.get()
        if here is not None:
            return fn(here)
        on_it = partial(self._on_the_file_there_is, fn)
        if not of_strangers.get():
            return await super().execute_fn(on_it)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._by_strangers, on_it)

    @cached_property
    def _threads(self) -> Any:
        return threads()

    @cached_property
    def _connections(self) -> threading.local:
        return threading.local()

    def _by_strangers(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run in one of the threads of strangers, each of which has a connection."""
        known: sqlite3.Connection | None = getattr(self._connections, "one", None)
        if known is None:
            known = self._connections.one = self.connect()
            self.ds._prepare_connection(known, self.name)
        return fn(known)

    def _on_the_file_there_is(self, fn: Callable[[sqlite3.Connection], Any], connection: sqlite3.Connection) -> Any:
        """Ask, by a new connection where another file has taken the archive's place, as a restore does it: one that is
        open reads the former file for ever."""
        there = _mark_of(str(self.path))
        if there is None or self._marks.get(connection) == there:
            return fn(connection)
        anew = self.connect()
        self.ds._prepare_connection(anew, self.name)
        if getattr(self._connections, "one", None) is connection:
            self._connections.one = anew
        else:
            setattr(connections, self.name, anew)
        self._marks.pop(connection, None)
        connection.close()
        return fn(anew)

    @cached_property
    def _marks(self) -> dict[sqlite3.Connection, tuple[int, int] | None]:
        """Which file each connection has open."""
        return {}

    #: Whether the file lies where nobody can write it; set before the first connection.
    frozen = False
    #: Whether the archive has the texts of posts; a public build has extracts.
    has_texts = True

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that refuses to write."""
        address, mark = _address(str(self.path), frozen=self.frozen), _mark_of(str(self.path))
        connection = sqlite3.connect(address, uri=True, check_same_thread=False, timeout=_PATIENCE)
        connection.execute("pragma query_only = 1")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        self._marks[connection] = mark
        self._all_file_connections.append(connection)
        return connection


def _mark_of(path: str) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; None where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _address(path: str, *, frozen: bool) -> str:
    """The file for SQLite. mode=ro reads what a writer beside it commits, but needs a directory that can be written;
    immutable needs none, and would miss what is committed."""
    return f"file:{quote(path)}?mode=ro{'&immutable=1' if frozen else ''}"


def open_site(
    archive: Path,
    tables: Mapping[str, Any] | None = None,
    vocabularies: Iterable[tuple[str, str, Mapping[str, str]]] = (),
    *,
    frozen: bool = False,
    captures: Path | None = None,
    address: str = "",
) -> Datasette:
    """The site over an archive that exists.

    tables: name -> {"description": ..., "columns": {name: sentence}}, as Datasette's metadata wants them.
    vocabularies: (heading, the columns where its words stand, word -> meaning), for the codebook.
    frozen: the archive lies in a directory that cannot be written, and nobody writes it.
    captures: the folder of WARC files, where the site may hand out what posts were read from; else None.
    address: where readers reach the site, if that is known; its host stands in the ids of feeds and calendars.
    """
    metadata, settings = configuration(tables or {}, address)
    metadata["build"] = _build(archive, frozen=frozen)
    metadata["vocabularies"] = [[heading, where, dict(words)] for heading, where, words in vocabularies]
    site = Datasette(
        [],
        metadata=metadata,
        settings=settings,
        template_dir=str(ROOM / "templates"),
        plugins_dir=str(ROOM / "plugins"),
        static_mounts=[("static", str(ROOM / "static"))],
    )
    database = ReadOnlyDatabase(site, str(archive))
    database.frozen = frozen
    database.has_texts = holds_full_texts(archive, frozen=frozen)
    site.captures = captures if database.has_texts else None
    site.add_database(database, name=NAME)
    site.remove_database("_memory")  # Datasette adds one where it is given no file
    return site


def configuration(tables: Mapping[str, Any], address: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """Metadata and settings: web/datasette.yaml, with the descriptions of tables and columns put in, and the host of
    the site's address."""
    metadata = yaml.safe_load((ROOM / "datasette.yaml").read_text(encoding="utf-8"))
    settings = metadata.pop("settings")
    blocks = metadata["databases"][NAME]["tables"]
    for name, described in copy.deepcopy(dict(tables)).items():
        blocks[name] = {**described, **blocks.get(name, {})}
    site = metadata["plugins"]["news-site"]
    site["feed_authority"] = authority(site["feed_authority"], address)
    return metadata, settings


def authority(given: str, address: str) -> str:
    """The authority of ids (RFC 4151): what the file gives, or in place of its placeholder the host of the site's
    address, with the same year. Never of a request: ids must be the same however a reader comes."""
    domain, _, year = given.partition(",")
    try:
        host = (urlsplit(address.strip()).hostname or "").rstrip(".").encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        return given
    return f"{host},{year}" if domain.endswith(".invalid") and _DOMAIN.fullmatch(host) else given


def _build(archive: Path, *, frozen: bool) -> dict[str, str]:
    with closing(sqlite3.connect(_address(str(archive), frozen=frozen), uri=True, timeout=_PATIENCE)) as connection:
        return read_build(connection)


def holds_full_texts(archive: Path, *, frozen: bool = False) -> bool:
    """Whether the archive shows the bodies of posts; a public build has none."""
    connection = sqlite3.connect(_address(str(archive), frozen=frozen), uri=True, timeout=_PATIENCE)
    try:
        columns = {row[1] for row in connection.execute("pragma table_info(items)")}
    finally:
        connection.close()
    return "body" in columns
