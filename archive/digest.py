"""One hash over all rows of all tables: two archives with the same digest hold the same, however their files are laid
out. What SQLite counts for itself, and the full-text index, which is made from the texts, are left out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

#: rows between two words on how far it is
_SAY_EVERY = 50_000


@dataclass(frozen=True, slots=True)
class Digest:
    """sha256: in hexadecimal. rows: how many each table has."""

    sha256: str
    rows: dict[str, int]


def digest_of(conn: sqlite3.Connection, say: Callable[[int], None] | None = None) -> Digest:
    """Hash all rows in the order of their keys, within one snapshot. say: told how many rows are done. Raises
    sqlite3.Error. About a million rows take two or three seconds."""
    whole, rows, done = hashlib.sha256(), dict[str, int](), 0
    ours = not conn.in_transaction
    if ours:
        conn.execute("BEGIN")
    try:
        for table in tables_of(conn):
            columns, keys = _columns(conn, table)
            whole.update(f"\n{table}({','.join(columns)})\n".encode())
            count = 0
            names = ", ".join(f'"{name}"' for name in columns)
            for row in conn.execute(f'SELECT {names} FROM "{table}" ORDER BY {keys}'):
                whole.update(repr(tuple(row)).encode("utf-8", "replace"))
                count += 1
                if say and (done + count) % _SAY_EVERY == 0:
                    say(done + count)
            rows[table] = count
            done += count
    finally:
        if ours:
            conn.execute("ROLLBACK")
    return Digest(whole.hexdigest(), rows)


def tables_of(conn: sqlite3.Connection) -> list[str]:
    """Tables that hold rows of ours, by name: those of the full-text index and of SQLite itself are left out."""
    rows = conn.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    virtual = [name for name, sql in rows if (sql or "").upper().startswith("CREATE VIRTUAL TABLE")]
    shadows = {f"{name}_{part}" for name in virtual for part in ("data", "idx", "content", "docsize", "config")}
    return [name for name, _ in rows if name not in shadows and name not in virtual and not name.startswith("sqlite_")]


def _columns(conn: sqlite3.Connection, table: str) -> tuple[list[str], str]:
    """Names of the columns, and what to sort by: the key, else everything."""
    info = conn.execute(f'PRAGMA table_info("{table}")').fetchall()
    names = [row[1] for row in info]
    keys = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    return names, ", ".join(f'"{name}"' for name in keys or names)
