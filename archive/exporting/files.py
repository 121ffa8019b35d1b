"""Rows into files: CSV, NDJSON, Parquet, SQLite. Each takes rows some thousand at a time and holds no more."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from archive.exporting.tables import Resource
from archive.transactions import troubles_told
from errors import ArchiveError, InputError

FORMATS = ("csv", "ndjson", "parquet", "sqlite")
#: SQLite's one file
DATABASE = "news.db"
#: instants in Parquet are counted in these units, which every reader knows
_UNIT = "us"

Row = Sequence[Any]
Cell = Callable[[str], str]


class TableFile(Protocol):
    """One table on its way into a file."""

    def write(self, rows: Sequence[Row]) -> None:
        """Some rows more."""

    def close(self) -> None:
        """No more rows."""


def file_name(resource: Resource, form: str) -> str:
    """The file that a table goes into."""
    return DATABASE if form == "sqlite" else f"{resource.name}.{form}"


def open_table(folder: Path, resource: Resource, form: str, harmless: Cell) -> TableFile:
    """A new file for a table. harmless: makes a cell of CSV safe for spreadsheets. Raises InputError, OSError."""
    path = folder / file_name(resource, form)
    if form == "csv":
        return _Csv(path, resource, harmless)
    if form == "ndjson":
        return _Ndjson(path, resource)
    return _Parquet(path, resource) if form == "parquet" else _Sqlite(path, resource)


def require(form: str) -> None:
    """Raise InputError where a format needs what is not installed."""
    if form == "parquet":
        try:
            import pyarrow.parquet  # type: ignore[import-untyped]  # noqa: F401
        except ImportError:
            raise InputError(
                "Parquet files are written by pyarrow, which is not installed: install this project with its extra "
                '"parquet" (pip install pyarrow), or choose another --format.'
            ) from None


def _text_file(path: Path) -> IO[str]:
    # A text that no encoding can hold (half a character) must not end an export of a million others.
    return path.open("w", encoding="utf-8", errors="replace", newline="")


class _Csv:
    """RFC 4180: comma, double quotes, CR LF; NULL is the empty cell, since no text is ever empty."""

    def __init__(self, path: Path, resource: Resource, harmless: Cell) -> None:
        self._file, self._harmless = _text_file(path), harmless
        self._rows = csv.writer(self._file)
        self._rows.writerow([field.name for field in resource.fields])

    def write(self, rows: Sequence[Row]) -> None:
        harmless = self._harmless
        self._rows.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)

    def close(self) -> None:
        self._file.close()


class _Ndjson:
    """One object a line, words untouched."""

    def __init__(self, path: Path, resource: Resource) -> None:
        self._file, self._names = _text_file(path), [field.name for field in resource.fields]

    def write(self, rows: Sequence[Row]) -> None:
        names = self._names
        for row in rows:
            self._file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """Typed columns: instants are instants, days are days."""

    def __init__(self, path: Path, resource: Resource) -> None:
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        self._arrow, self._resource = pyarrow, resource
        kinds = {
            "string": pyarrow.string(),
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
            "datetime": pyarrow.timestamp(_UNIT, tz="UTC"),
            "date": pyarrow.date32(),
        }
        self._schema = pyarrow.schema(
            [pyarrow.field(one.name, kinds[one.type], metadata={"description": one.about}) for one in resource.fields]
        )
        self._writer = ParquetWriter(path, self._schema, compression="zstd")

    def write(self, rows: Sequence[Row]) -> None:
        columns = zip(*rows, strict=True)
        arrays = [
            self._arrow.array(_typed(column, one.type, f"{self._resource.name}.{one.name}"), type=kind.type)
            for column, one, kind in zip(columns, self._resource.fields, self._schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def _typed(column: Iterable[Any], kind: str, name: str) -> list[Any]:
    read = {"datetime": _instant, "date": date.fromisoformat, "string": _whole_text}.get(kind)
    if read is None:
        return list(column)
    try:
        return [None if value is None else read(value) for value in column]
    except ValueError as error:
        raise ArchiveError(f"{name} holds what is no {kind} ({error}), so it cannot stand in a Parquet file.") from None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _whole_text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


class _Sqlite:
    """A table of one SQLite file, with a sentence beside each column."""

    _KINDS = {"integer": "INTEGER", "number": "REAL"}  # noqa: RUF012

    def __init__(self, path: Path, resource: Resource) -> None:
        lines = [f"{one.name} {self._KINDS.get(one.type, 'TEXT')}" for one in resource.fields]
        lines += [f"PRIMARY KEY ({', '.join(resource.key)})"] if resource.key else []
        remarks = [f" -- {one.about}" for one in resource.fields] + [""]
        commas = [","] * (len(lines) - 1) + [""]
        inner = "\n".join(f"    {a}{b}{c}" for a, b, c in zip(lines, commas, remarks, strict=False))
        self._path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("BEGIN")
        self._db.execute(f"CREATE TABLE {resource.name} (\n{inner}\n) STRICT")
        marks = ", ".join("?" * len(resource.fields))
        self._insert = f"INSERT INTO {resource.name} VALUES ({marks})"

    def write(self, rows: Sequence[Row]) -> None:
        with troubles_told(self._path):
            self._db.executemany(self._insert, rows)

    def close(self) -> None:
        with troubles_told(self._path), closing(self._db):
            if self._db.in_transaction:
                self._db.execute("COMMIT")
