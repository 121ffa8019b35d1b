"""The private file beside the archive that holds withheld words: what was changed, so that it can be taken back.

`archive.db.withheld` lies beside `archive.db`, is readable by its owner alone, is never served, and goes into backups.
It is written and closed before the archive's own transaction is: a process that dies in between leaves words in both
files and a decision that the archive does not know, which does no harm.
"""

from __future__ import annotations

import base64
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from archive.transactions import troubles_told
from archive.withholding.recording import Change
from errors import ArchiveError

_TABLES = (
    "CREATE TABLE IF NOT EXISTS changes (withholding_id TEXT NOT NULL, part INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " table_name TEXT NOT NULL, before TEXT, after TEXT, PRIMARY KEY (withholding_id, part, seq)) STRICT",
    "CREATE TABLE IF NOT EXISTS met (withholding_id TEXT NOT NULL, item_id INTEGER NOT NULL, mark TEXT NOT NULL,"
    " kind TEXT NOT NULL, installation TEXT, value TEXT NOT NULL, at TEXT NOT NULL,"
    " PRIMARY KEY (withholding_id, mark)) STRICT",
)


def vault_path(archive: Path) -> Path:
    """Where the withheld words of an archive lie."""
    return archive.with_name(archive.name + ".withheld")


def path_of(db: sqlite_utils.Database) -> Path:
    """The same for an open archive. Raises ArchiveError for one that is no file."""
    name = db.conn.execute("PRAGMA database_list").fetchone()[2]
    if not name:
        raise ArchiveError("Words can be withheld in an archive that is a file only; this one lies in memory.")
    return vault_path(Path(name))


def keep_changes(db: sqlite_utils.Database, withholding_id: str, changes: Sequence[Change]) -> None:
    """Keep what was changed by a decision; further parts of one decision follow the first. Raises ArchiveError."""
    with _opened(path_of(db)) as vault:
        part = vault.execute(
            "SELECT coalesce(max(part), 0) + 1 FROM changes WHERE withholding_id = ?", [withholding_id]
        ).fetchone()[0]
        vault.executemany(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?)",
            (
                (withholding_id, part, seq, one.table, _packed(one.before), _packed(one.after))
                for seq, one in enumerate(changes)
            ),
        )


def changes_of(db: sqlite_utils.Database, withholding_id: str) -> list[Change]:
    """What a decision changed, in order. Raises ArchiveError where the private file has nothing of it."""
    path = path_of(db)
    if path.exists():
        with _opened(path) as vault:
            rows = vault.execute(
                "SELECT table_name, before, after FROM changes WHERE withholding_id = ? ORDER BY part, seq",
                [withholding_id],
            ).fetchall()
        if rows:
            return [Change(table, _unpacked(before), _unpacked(after)) for table, before, after in rows]
    raise ArchiveError(f"The withheld words are not in {path}; put that file back beside the archive, from a backup.")


def note_met(db: sqlite_utils.Database, withholding_id: str, rows: Iterable[Sequence[Any]]) -> None:
    """Keep under what else a withheld item was met: (item id, mark, kind, installation, value, time)."""
    with _opened(path_of(db)) as vault:
        vault.executemany(
            "INSERT OR IGNORE INTO met VALUES (?, ?, ?, ?, ?, ?, ?)", [(withholding_id, *row) for row in rows]
        )


def met_by(db: sqlite_utils.Database, withholding_id: str) -> list[tuple[Any, ...]]:
    """What `note_met` kept of a decision: (item id, kind, installation, value, time)."""
    with _opened(path_of(db)) as vault:
        return vault.execute(
            "SELECT item_id, kind, installation, value, at FROM met WHERE withholding_id = ? ORDER BY at, value",
            [withholding_id],
        ).fetchall()


def forget(db: sqlite_utils.Database, withholding_id: str) -> None:
    """Let go what a decision held back, once all of it stands in the archive again."""
    with _opened(path_of(db)) as vault:
        for table in ("changes", "met"):
            vault.execute(f"DELETE FROM {table} WHERE withholding_id = ?", [withholding_id])


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The private file in one transaction, on disk when the block ends."""
    with troubles_told(path):
        _made(path)
        vault = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            vault.execute("PRAGMA secure_delete = ON")
            vault.execute("PRAGMA synchronous = FULL")
            vault.execute("BEGIN IMMEDIATE")
            for statement in _TABLES:
                vault.execute(statement)
            yield vault
            vault.execute("COMMIT")
        finally:
            vault.close()


def _made(path: Path) -> None:
    """Make the file so that nobody else can ever have opened it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise ArchiveError(
            f"The file of withheld words {path} cannot be made or kept private ({error.strerror}); "
            "give this user the right to write it and its directory."
        ) from error


def _packed(row: dict[str, Any] | None) -> str | None:
    if row is None:
        return None
    return json.dumps(
        {
            name: {"b64": base64.b64encode(cell).decode()} if isinstance(cell, bytes) else cell
            for name, cell in row.items()
        }
    )


def _unpacked(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    return {
        name: base64.b64decode(cell["b64"]) if isinstance(cell, dict) else cell
        for name, cell in json.loads(text).items()
    }


def first_values(db: sqlite_utils.Database, table: str, number: int) -> dict[str, Any]:
    """The row of a table as it was before any decision blanked it. Raises ArchiveError where that is not kept."""
    with _opened(path_of(db)) as vault:
        rows = vault.execute(
            "SELECT before FROM changes WHERE table_name = ? AND json_extract(before, '$.id') = ? ORDER BY rowid",
            [table, number],
        ).fetchall()
    for (text,) in rows:
        row = _unpacked(text)
        if row is not None and not any(str(value).startswith("withheld:") for value in row.values()):
            return row
    raise ArchiveError(
        f"The withheld row {number} of {table} is not in {path_of(db)}; restore that file from a backup."
    )


def merge_vault(path: Path, other: Path) -> None:
    """Take into one private file what another has and it has not: decisions bear names that no two share."""
    with (
        troubles_told(other),
        closing(sqlite3.connect(f"{other.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as there,
    ):
        rows = {name: there.execute(f"SELECT * FROM {name}").fetchall() for name in ("changes", "met")}
    with _opened(path) as vault:
        for name, found in rows.items():
            if found:
                vault.executemany(f"INSERT OR IGNORE INTO {name} VALUES ({', '.join('?' * len(found[0]))})", found)
