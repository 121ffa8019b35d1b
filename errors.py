"""The tree of our errors.

    NewsError                    the root; its text is one sentence for the operator
    ├── InputError               used wrongly or could not run            exit code 2
    │   ├── RegistryError        a row is wrong: file, line, column
    │   └── UnknownNameError     no such source or channel: the nearest names
    ├── ArchiveError             the database cannot be used              exit code 2
    │   ├── NewerArchiveError    it was made by a newer version; untouched
    │   └── OlderArchiveError    it waits for a run of this version, and was only to be read
    ├── LockedError              another run holds the lock               exit code 75
    ├── ParseError               a document or a text that cannot be read
    └── VisitError               a visit that ends early: outcome, reason and sentence

Commands print the text of a NewsError and leave with its exit code; they never show a traceback for one.
"""

from __future__ import annotations

from collections.abc import Sequence


class NewsError(Exception):
    """Root of the tree. `str(error)` is one sentence that says what, where and what to do."""

    exit_code = 1


class InputError(NewsError):
    """The caller's words or files are wrong; nothing was done."""

    exit_code = 2


class RegistryError(InputError):
    """A row of the registry is wrong. Raised before any request is made."""

    def __init__(self, file: str, line: int, column: str, problem: str) -> None:
        self.file, self.line, self.column, self.problem = file, line, column, problem
        super().__init__(f"{file}, line {line}, column {column}: {problem}")


class UnknownNameError(InputError):
    """A source or channel that the registry does not hold."""

    def __init__(self, kind: str, name: str, nearest: Sequence[str] = ()) -> None:
        self.kind, self.name, self.nearest = kind, name, tuple(nearest)
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else " `scrapy list` shows all channels."
        super().__init__(f"There is no {kind} named {name!r}.{hint}")


class ArchiveError(NewsError):
    """The database cannot be opened, read or written: disk full, read-only, locked, damaged."""

    exit_code = 2


class NewerArchiveError(ArchiveError):
    """The database was made by a newer version of this program. It is left untouched."""


class OlderArchiveError(ArchiveError):
    """The database was made by an older version, and was opened only to be read, so that it stays as it is."""


class LockedError(NewsError):
    """Another run holds the lock."""

    exit_code = 75


class ParseError(NewsError):
    """A document or text in which what was looked for cannot be found. Carries the text, shortened."""

    def __init__(self, problem: str, text: str = "") -> None:
        self.text = text[:200]
        super().__init__(f"{problem}: {self.text!r}" if text else problem)


class VisitError(NewsError):
    """Ends a visit to a channel early.

    outcome: soft (may mend itself) or hard (needs a person); reason: one word of REASONS in items.py.
    """

    def __init__(self, outcome: str, reason: str, sentence: str) -> None:
        self.outcome, self.reason, self.sentence = outcome, reason, sentence
        super().__init__(sentence)
