"""Reads a CSV file of the registry row by row and tells where a cell is wrong. Knows no meaning of a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import RegistryError
from registry.rows import COLUMNS, LIST_MARK


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it begins in its file, and its cells without spaces around them."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str | None:
        """A cell, None if it is empty."""
        return self.cells[column] or None

    def needed(self, column: str) -> str:
        if not self.cells[column]:
            raise self.wrong(column, "is empty; this column is needed in every row.")
        return self.cells[column]

    def several(self, column: str) -> tuple[str, ...]:
        """A cell that holds a list."""
        written = self.cells[column]
        entries = tuple(entry.strip() for entry in written.split(LIST_MARK.strip())) if written else ()
        if "" in entries:
            raise self.wrong(column, f"{written!r} has an empty entry; part the entries by {LIST_MARK!r}.")
        if len(set(entries)) != len(entries):
            raise self.wrong(column, f"{written!r} names an entry twice; keep one.")
        return entries

    def wrong(self, column: str, problem: str) -> RegistryError:
        return RegistryError(self.file, self.line, column, problem)


def read_rows(path: Path, known: Sequence[str] | None = None) -> Iterator[Row]:
    """The rows of a registry file. Raises RegistryError for columns, rows or bytes that do not fit.

    known: the columns of a file that is none of COLUMNS.
    """
    name = path.name
    known = known or COLUMNS[name]
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    columns: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if columns is None:
                columns = _header(name, cells, known)
            elif any(cell.strip() for cell in cells):
                yield _row(name, line, columns, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise RegistryError(name, line, "1", f"is no CSV ({error}); look for an unclosed quotation mark.") from None
    if columns is None:
        raise RegistryError(name, 1, "1", f"the file is empty; its first line must be {','.join(known)}")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        problem = f"there is no such file in {path.parent}; point REGISTRY_DIR to the folder that holds it."
        raise RegistryError(path.name, 1, "1", problem) from None
    except OSError as error:
        raise RegistryError(path.name, 1, "1", f"cannot be read ({error.strerror}).") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RegistryError(path.name, line, "1", "is not written in UTF-8; save the file as UTF-8.") from None


def _header(name: str, cells: list[str], known: Sequence[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    for column in columns:
        if column not in known:
            raise RegistryError(name, 1, column or "(empty)", f"no such column; the columns are {', '.join(known)}.")
        if columns.count(column) > 1:
            raise RegistryError(name, 1, column, "stands twice in the first line; keep one.")
    for column in known:
        if column not in columns:
            raise RegistryError(name, 1, column, "this column is missing in the first line; add it.")
    return columns


def _row(name: str, line: int, columns: list[str], cells: list[str]) -> Row:
    if len(cells) > len(columns):
        problem = f"the row has {len(cells)} cells, not {len(columns)}; put cells with commas in quotation marks."
        raise RegistryError(name, line, columns[-1], problem)
    if len(cells) < len(columns):
        problem = f"the row ends after {len(cells)} of {len(columns)} cells; add the missing commas."
        raise RegistryError(name, line, columns[len(cells)], problem)
    for column, cell in zip(columns, cells, strict=True):
        if any(ord(char) < 32 for char in cell):
            raise RegistryError(name, line, column, "holds a line end or a control character; write it in one line.")
    return Row(name, line, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)})
