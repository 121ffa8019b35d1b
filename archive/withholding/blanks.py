"""Wordings, addresses and tags that two decisions held back, and of which one was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlite_utils

from archive.withholding.recording import ONCE_EACH
from archive.withholding.vault import first_values

_OWNERS = {"item_rows": "id"}


def fill(db: sqlite_utils.Database, table: str, pointing: Sequence[tuple[str, str]], items: Sequence[int]) -> None:
    """Give items rows of their own for what is still blank, with what stood there before, from the private file."""
    unique, known = ONCE_EACH[table], dict[int, int]()
    for name, column in pointing:
        if name == "sketches":
            continue
        owner = _OWNERS.get(name, "item_id")
        for item_id in items:
            rows = db.conn.execute(
                f"SELECT DISTINCT b.id FROM {name} AS x JOIN {table} AS b ON b.id = x.{column}"
                f" WHERE x.{owner} = ? AND b.{unique} LIKE 'withheld:%'",
                [item_id],
            ).fetchall()
            for (number,) in rows:
                if number not in known:
                    known[number] = _made(db, table, unique, first_values(db, table, number))
                db.conn.execute(
                    f"UPDATE {name} SET {column} = ? WHERE {owner} = ? AND {column} = ?",
                    [known[number], item_id, number],
                )


def _made(db: sqlite_utils.Database, table: str, unique: str, row: dict[str, Any]) -> int:
    found = db.conn.execute(f"SELECT id FROM {table} WHERE {unique} = ?", [row[unique]]).fetchone()
    if found:
        return int(found[0])
    values = {name: value for name, value in row.items() if name not in ("id", "search_id")}
    made = db.conn.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values())
    )
    return int(made.lastrowid or 0)
