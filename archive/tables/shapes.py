"""What the schema is written in: tables, columns and views, each with a sentence for its reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is its SQL type with its constraints; views leave it empty."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Index:
    """One index and the question that it serves."""

    name: str
    on: str
    serves: str
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. constraints: SQL lines after the columns; by_key: stored in the order of its key, without rowid."""

    name: str
    about: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()
    indexes: tuple[Index, ...] = ()
    by_key: bool = False

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    def statements(self) -> list[str]:
        """CREATE statements that make the table if it is not there, comments and indexes included."""
        # The comma stands before the comment: what follows "--" is none of SQLite's business.
        lines = [f"{column.name} {column.kind}".rstrip() for column in self.columns] + list(self.constraints)
        remarks = [f" -- {column.about}" for column in self.columns] + [""] * len(self.constraints)
        commas = [","] * (len(lines) - 1) + [""]
        inner = "\n".join(
            f"    {line}{comma}{remark}" for line, comma, remark in zip(lines, commas, remarks, strict=True)
        )
        options = "STRICT, WITHOUT ROWID" if self.by_key else "STRICT"
        made = [f"CREATE TABLE IF NOT EXISTS {self.name} (\n{inner}\n) {options}"]
        for index in self.indexes:
            unique = "UNIQUE " if index.unique else ""
            made.append(f"CREATE {unique}INDEX IF NOT EXISTS {index.name} ON {self.name}{index.on}")
        return made


@dataclass(frozen=True, slots=True)
class View:
    """One view of archive/views.sql, as its readers see it."""

    name: str
    about: str
    columns: tuple[Column, ...]
