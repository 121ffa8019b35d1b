"""Writes down every change of every row while words are withheld, and takes such changes back, the last one first.

Triggers that exist for this connection and this transaction alone note old and new values, whoever changes a row: so
what is taken back is what was done, and not what somebody thought of. Counts that triggers of the archive itself keep
(share_rows, month_rows, the full-text index) follow by themselves and are not written down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlite_utils

#: kept in step by triggers, or our own record of what is withheld
NOT_RECORDED = frozenset(
    {
        "share_rows",
        "month_rows",
        "to_enrich",
        "to_watch",
        "data_dictionary",
        "withholdings",
        "withheld",
        "withheld_marks",
    }
    | {"withholding_now"}
)
#: tables whose rows hold one wording, address or tag each: they stay, blank, and may have come again meanwhile
ONCE_EACH = {"texts": "hash", "link_targets": "url", "tags": "tag"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row: its values before and after by column; None before an insert and after a deletion."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Recording:
    """What was written down; filled when the block of `recorded` ends well."""

    def __init__(self) -> None:
        self.changes: list[Change] = []


@contextmanager
def recorded(db: sqlite_utils.Database) -> Iterator[Recording]:
    """Within a transaction: write down all that the block changes."""
    tables = {name: _columns(db, name) for name in _tables(db)}
    width = max(map(len, tables.values()))
    log = Recording()
    _set_up(db, tables, width)
    try:
        yield log
        log.changes = [_change(row, tables, width) for row in db.conn.execute("SELECT * FROM temp.changes_now")]
    finally:
        if db.conn.in_transaction:  # an error of the disk may have ended it, and with it all that was temporary
            for name in tables:
                for event in ("insert", "update", "delete"):
                    db.conn.execute(f"DROP TRIGGER IF EXISTS temp.note_{event}_{name}")
            db.conn.execute("DROP TABLE IF EXISTS temp.changes_now")


def _set_up(db: sqlite_utils.Database, tables: dict[str, list[str]], width: int) -> None:
    cells = [f"{when}{number}" for when in "on" for number in range(width)]
    db.conn.execute(f"CREATE TEMP TABLE changes_now (seq INTEGER PRIMARY KEY, event, tbl, {', '.join(cells)})")
    for name, columns in tables.items():
        old, new = ([f"{row}.{column}" for column in columns] for row in ("old", "new"))
        olds = [f"o{number}" for number in range(len(columns))]
        news = [f"n{number}" for number in range(len(columns))]
        for event, into, values in (
            ("insert", news, new), ("update", [*olds, *news], [*old, *new]), ("delete", olds, old),
        ):  # fmt: skip
            db.conn.execute(
                f"CREATE TEMP TRIGGER note_{event}_{name} AFTER {event} ON main.{name} BEGIN"
                f" INSERT INTO changes_now (event, tbl, {', '.join(into)})"
                f" VALUES ('{event}', '{name}', {', '.join(values)}); END"
            )


def _change(row: Sequence[Any], tables: dict[str, list[str]], width: int) -> Change:
    _, event, name, *cells = row
    columns = tables[name]
    before = None if event == "insert" else dict(zip(columns, cells[: len(columns)], strict=True))
    after = None if event == "delete" else dict(zip(columns, cells[width : width + len(columns)], strict=True))
    return Change(name, before, after)


# ---- taking back ----------------------------------------------------------------------------------------------------
def take_back(db: sqlite_utils.Database, changes: Sequence[Change]) -> None:
    """Give rows the values that they had before, the last change first, within the caller's transaction.

    What was changed since by others stays as they left it: a column is given back where it has the value that was
    written down, a row where there is none. A wording, address or tag that came again meanwhile under another number
    is used under that one.
    """
    _TakingBack(db).run(changes)


class _TakingBack:
    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        self.keys: dict[str, list[str]] = {}
        #: (table, number) -> the number under which the same came again
        self.again: dict[tuple[str, int], int] = {}

    def run(self, changes: Sequence[Change]) -> None:
        for change in reversed(changes):
            if change.before is None:
                self._take_out(change)
            elif change.after is None:
                self._put_in(change.table, change.before)
            else:
                self._put_back(change)
        for (table, number), other in self.again.items():
            for name, column in pointing_at(self.db, table):
                self.db.conn.execute(f"UPDATE OR IGNORE {name} SET {column} = ? WHERE {column} = ?", [other, number])

    def _take_out(self, change: Change) -> None:
        """A row that was made goes, if it is as it was made and nothing points at it."""
        assert change.after is not None
        where, values = self._where(change.table, change.after, all_of_it=True)
        self._savely(f"DELETE FROM {change.table} WHERE {where}", values)

    def _put_in(self, table: str, row: dict[str, Any]) -> None:
        row = self._translated(table, row)
        marks = ", ".join("?" * len(row))
        self.db.conn.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def _put_back(self, change: Change) -> None:
        assert change.before is not None and change.after is not None
        if (change.table, change.before.get("id")) in self.again:
            return  # the other row has it
        differing = [name for name, value in change.before.items() if not _same(value, change.after[name])]
        for name in differing:
            if name in self._keys_of(change.table):
                self._whole_row(change, differing)
                return
        unique = ONCE_EACH.get(change.table)
        if unique in differing and (other := self._came_again(change, unique)):
            self.again[change.table, change.before["id"]] = other
            return
        where, values = self._where(change.table, change.before)
        for name in differing:
            self._savely(
                f"UPDATE {change.table} SET {name} = ? WHERE {where} AND {name} IS ?",
                [self._number(change.table, name, change.before[name]), *values, change.after[name]],
            )

    def _whole_row(self, change: Change, differing: Sequence[str]) -> None:
        """A change of the key itself."""
        assert change.before is not None and change.after is not None
        where, values = self._where(change.table, change.after)
        sets = ", ".join(f"{name} = ?" for name in differing)
        self._savely(
            f"UPDATE {change.table} SET {sets} WHERE {where}", [*(change.before[name] for name in differing), *values]
        )

    def _came_again(self, change: Change, unique: str) -> int | None:
        assert change.before is not None
        found = self.db.conn.execute(
            f"SELECT id FROM {change.table} WHERE {unique} = ? AND id != ?",
            [change.before[unique], change.before["id"]],
        ).fetchone()
        return None if found is None else int(found[0])

    def _savely(self, sql: str, values: Sequence[Any]) -> None:
        """What the rows of others forbid by now (a number that is taken, a row that is needed) is left as it is."""
        self.db.conn.execute("SAVEPOINT one_row")
        try:
            self.db.conn.execute(sql, values)
        except sqlite3.IntegrityError:
            self.db.conn.execute("ROLLBACK TO one_row")
        self.db.conn.execute("RELEASE one_row")

    def _keys_of(self, table: str) -> list[str]:
        if table not in self.keys:
            rows = self.db.conn.execute(f"PRAGMA table_info({table})").fetchall()
            self.keys[table] = [row[1] for row in rows if row[5]]
        return self.keys[table]

    def _where(self, table: str, row: dict[str, Any], *, all_of_it: bool = False) -> tuple[str, list[Any]]:
        names = list(row) if all_of_it else self._keys_of(table)
        return " AND ".join(f"{name} IS ?" for name in names), [row[name] for name in names]

    def _translated(self, table: str, row: dict[str, Any]) -> dict[str, Any]:
        return {name: self._number(table, name, value) for name, value in row.items()}

    def _number(self, table: str, column: str, value: Any) -> Any:
        if not self.again or not isinstance(value, int):
            return value
        for one in ONCE_EACH:
            if (one, value) in self.again and (table, column) in pointing_at(self.db, one):
                return self.again[one, value]
        return value


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


# ---- what there is --------------------------------------------------------------------------------------------------
def pointing_at(db: sqlite_utils.Database, table: str) -> list[tuple[str, str]]:
    """(table, column) of all that points at a table's rows."""
    found = []
    for name in _tables(db):
        for row in db.conn.execute(f"PRAGMA foreign_key_list({name})").fetchall():
            if row[2] == table:
                found.append((name, row[3]))
    return found


def _tables(db: sqlite_utils.Database) -> list[str]:
    rows = db.conn.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'search%' ORDER BY name"
    )
    return [name for (name,) in rows.fetchall() if name not in NOT_RECORDED]


def _columns(db: sqlite_utils.Database, table: str) -> list[str]:
    return [row[1] for row in db.conn.execute(f"PRAGMA main.table_info({table})")]
