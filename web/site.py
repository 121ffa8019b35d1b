"""Puts the site together: Datasette over one archive, with our pages, plugins, settings and descriptions.

Datasette reads the database file itself and opens it read-only; a collect may write beside it. The archive's rooms
are not needed here: what tables and columns mean is handed in by whoever opens the site.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from datasette.app import Datasette
from datasette.database import Database

ROOM = Path(__file__).resolve().parent
#: The name of the database in addresses, whatever its file is called.
NAME = "archive"
_PATIENCE = 5.0  # seconds to wait for a lock; a writer's transactions are far shorter


#: Datasette counts whatever it shows. The views' rows can be counted without the tables that they join.
_SAME_COUNT = {
    "select count(*) from items": "select count(*) from item_rows where shown = 1",
    "select count(*) from latest_posts": "select count(*) from item_rows where shown = 1",
    "select count(*) from printings": "select count(*) from item_rows where shown = 1 and story_id is not null",
    "select count(*) from travelling_stories": "select count(*) from stories where source_count > 1",
}


class ReadOnlyDatabase(Database):
    """A database that cannot be written, at any path.

    Datasette puts the path into an SQLite address as it is, so that a `?`, `#` or `%` in it would be misread.
    """

    async def execute(self, sql: str, *args: Any, **kwargs: Any) -> Any:
        """Datasette's own, with counts of whole views asked in the cheaper way (a fifth of the time)."""
        return await super().execute(_SAME_COUNT.get(sql.strip(), sql), *args, **kwargs)

    #: Whether the file lies where nobody can write it; set before the first connection.
    frozen = False

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that refuses to write."""
        address = _address(str(self.path), frozen=self.frozen)
        connection = sqlite3.connect(address, uri=True, check_same_thread=False, timeout=_PATIENCE)
        connection.execute("pragma query_only = 1")
        self._all_file_connections.append(connection)
        return connection


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
) -> Datasette:
    """The site over an archive that exists.

    tables: name -> {"description": ..., "columns": {name: sentence}}, as Datasette's metadata wants them.
    vocabularies: (heading, the columns where its words stand, word -> meaning), for the codebook.
    frozen: the archive lies in a directory that cannot be written, and nobody writes it.
    """
    metadata, settings = configuration(tables or {})
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
    site.add_database(database, name=NAME)
    site.remove_database("_memory")  # Datasette adds one where it is given no file
    return site


def configuration(tables: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Metadata and settings: web/datasette.yaml, with the descriptions of tables and columns put in."""
    metadata = yaml.safe_load((ROOM / "datasette.yaml").read_text(encoding="utf-8"))
    settings = metadata.pop("settings")
    blocks = metadata["databases"][NAME]["tables"]
    for name, described in copy.deepcopy(dict(tables)).items():
        blocks[name] = {**described, **blocks.get(name, {})}
    return metadata, settings


def holds_full_texts(archive: Path, *, frozen: bool = False) -> bool:
    """Whether the archive shows the bodies of posts; a public build has none."""
    connection = sqlite3.connect(_address(str(archive), frozen=frozen), uri=True, timeout=_PATIENCE)
    try:
        columns = {row[1] for row in connection.execute("pragma table_info(items)")}
    finally:
        connection.close()
    return "body" in columns
