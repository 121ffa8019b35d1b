"""Marks what a search found in the few texts that a page shows: an index of these alone, in memory.

The archive's own index would have to find its hits among all texts anew, which takes twenty milliseconds for a phrase
of common words and fifty for a beginning such as sta*; to index twenty texts takes less than one.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable

from web.words import HIT_END, HIT_START

#: title, teaser and body, cut around the hits
Marks = tuple[str | None, str | None, str | None]

#: so many words of teaser and body are shown around their hits
_AROUND = 40
#: seconds for all texts of a page; one that is as long as a book has no marks then
_PATIENCE = 1.0
_STEPS = 10_000  # of SQLite's machine, between two looks at the clock

_here = threading.local()


def marks_in(texts: Iterable[tuple[int, str | None, str | None, str | None]], match: str) -> dict[int, Marks]:
    """Marks of texts by number; those that the expression does not match are left out.

    texts: number, title, teaser and body. match: a full-text expression over columns of these names. Raises
    sqlite3.OperationalError for what is no such expression.
    """
    db = _index()
    until = time.monotonic() + _PATIENCE
    db.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        db.execute("begin")
        db.executemany("insert into found(rowid, title, teaser, body) values (?, ?, ?, ?)", texts)
        rows = db.execute(_SQL, (match,)).fetchall()
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return {}
    finally:
        db.set_progress_handler(None, 0)
        if db.in_transaction:
            db.execute("rollback")
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


_MARKS = f"'{HIT_START}', '{HIT_END}'"
_SQL = f"""select rowid, highlight(found, 0, {_MARKS}), snippet(found, 1, {_MARKS}, '…', {_AROUND}),
    snippet(found, 2, {_MARKS}, '…', {_AROUND}) from found where found match ?"""


def _index() -> sqlite3.Connection:
    """This thread's index, which is empty between two pages."""
    db: sqlite3.Connection | None = getattr(_here, "db", None)
    if db is None:
        db = _here.db = sqlite3.connect(":memory:", isolation_level=None)
        # Words as the archive's own index takes them (archive/schema.py).
        db.execute("create virtual table found using fts5(title, teaser, body, tokenize='porter unicode61')")
    return db
