"""Makes a public build: a new database beside the archive, filled in one look at it, then packed into one plain file.

What it holds stands in allowed.py. The same archive gives the same bytes: nothing of the clock or the machine goes in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from archive import schema
from archive.database import is_frozen
from archive.publishing.allowed import MADE, TABLES, VIEWS, Allowed
from archive.publishing.describing import dictionary_rows
from archive.publishing.opening import APPLICATION_ID
from archive.publishing.shapes import BUILD, TOMBSTONES, table_statements, view_statements
from archive.publishing.words import beginning, without_words
from archive.transactions import troubles_told
from archive.vocabulary import words_of

#: Merged posts lead to posts that may be merged themselves; chains are short.
_LONGEST_CHAIN = 10
_STEMS = "porter unicode61"

Tell = Callable[[str], None]


def begin(archive: Path, work: Path, tell: Tell = lambda _: None) -> None:
    """Fill a new database at `work` with what is public of the archive, as it is at this moment.

    tell: hears the name of each part before it is begun. Raises ArchiveError.
    """
    with _troubles_told(archive, work), closing(_opened(work)) as db:
        db.execute("ATTACH ? AS full", [_address(archive)])
        db.execute("BEGIN")
        for name, allowed in TABLES.items():
            tell(name)
            for statement in table_statements(schema.table(name), allowed):
                db.execute(statement)
            _fill(db, name, allowed)
            if name in ("item_rows", "stories"):
                _add_merged(db, name)
        _copy_tombstones(db)
        _copy_steps(db)
        for statement in view_statements(VIEWS):
            db.execute(statement)
        tell("search")
        _index_words(db)
        _count_words(db)
        db.execute("COMMIT")
        db.execute("DETACH full")


def seal(work: Path, target: Path, facts: Mapping[str, str], tell: Tell = lambda _: None) -> None:
    """Write what the build says of itself, and pack it into a new file at `target`. Raises ArchiveError."""
    with troubles_told(target), closing(_opened(work)) as db:
        tell("packing")
        with db:
            db.execute("DROP TABLE IF EXISTS build")
            db.execute("DROP TABLE IF EXISTS data_dictionary")
            for statement in (*BUILD.statements(), *schema.table("data_dictionary").statements()):
                db.execute(statement)
            db.executemany("INSERT INTO build VALUES (?, ?)", sorted(facts.items()))
            db.executemany("INSERT INTO data_dictionary VALUES (?, ?, ?)", dictionary_rows(db))
        db.execute("PRAGMA analysis_limit = 1000")
        db.execute("ANALYZE")
        target.unlink(missing_ok=True)
        db.execute("VACUUM INTO ?", [str(target)])


#: what goes wrong with the file that is written, and seldom with the one that is read
_OF_WRITING = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


@contextmanager
def _troubles_told(archive: Path, work: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        is_of_writing = getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_WRITING
        with troubles_told(work if is_of_writing else archive):
            raise


def _opened(work: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"{work.absolute().as_uri()}?mode=rwc", uri=True, isolation_level=None)
    db.execute("PRAGMA page_size = 8192")
    db.execute("PRAGMA journal_mode = OFF")  # a build that dies is thrown away
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -16000")
    db.execute("PRAGMA temp_store = FILE")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.create_function("beginning", 1, beginning, deterministic=True)
    db.create_function("without_words", 1, without_words, deterministic=True)
    return db


def _address(archive: Path) -> str:
    return f"{archive.absolute().as_uri()}?mode=ro{'&immutable=1' if is_frozen(archive) else ''}"


def _fill(db: sqlite3.Connection, name: str, allowed: Allowed) -> None:
    """Copy the rows of a table in the order of its key, so that the same rows make the same pages."""
    values = ", ".join(MADE.get((name, column), f"x.{column}") for column in allowed.carried.split())
    db.execute(
        f"INSERT INTO main.{name} ({', '.join(allowed.carried.split())})"
        f" SELECT {values} FROM full.{name} AS x WHERE {allowed.where}"
    )


#: Of a post that was merged the number alone is kept, with what its table cannot be without.
_MERGED = {
    "item_rows": """INSERT INTO main.item_rows (id, source_id, url, text_id, published_precision, first_seen_at,
        last_seen_at, status, backfill, merged_into, shown, sorted_at)
        SELECT x.id, x.source_id, x.url, m.text_id, 'bounded', x.first_seen_at, x.last_seen_at, x.status, x.backfill,
        m.id, 0, x.sorted_at FROM full.item_rows AS x JOIN main.item_rows AS m ON m.id = x.merged_into
        WHERE x.shown = 0 AND NOT EXISTS (SELECT 1 FROM main.item_rows AS h WHERE h.id = x.id) ORDER BY x.id""",
    "stories": """INSERT INTO main.stories (id, original_item_id, item_count, source_count, first_published_at,
        merged_into) SELECT x.id, NULL, x.item_count, x.source_count, x.first_published_at, m.id
        FROM full.stories AS x JOIN main.stories AS m ON m.id = x.merged_into
        WHERE NOT EXISTS (SELECT 1 FROM main.stories AS h WHERE h.id = x.id) ORDER BY x.id""",
}


def _add_merged(db: sqlite3.Connection, name: str) -> None:
    """Numbers that lead to another one, so that an old citation still arrives."""
    for _ in range(_LONGEST_CHAIN):
        if db.execute(_MERGED[name]).rowcount <= 0:
            return


def _copy_tombstones(db: sqlite3.Connection) -> None:
    """What readers are told of posts that are withheld; nothing else of them is in a build."""
    for statement in TOMBSTONES.statements():
        db.execute(statement)
    names = ", ".join(column.name for column in TOMBSTONES.columns)
    db.execute(f"INSERT INTO main.tombstones ({names}) SELECT {names} FROM full.tombstones ORDER BY item_id")


def _copy_steps(db: sqlite3.Connection) -> None:
    """The names of the steps that made the archive: which structure this is."""
    db.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO _sqlite_migrations SELECT id, name FROM full._sqlite_migrations ORDER BY id")


def _index_words(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE VIRTUAL TABLE search USING fts5(title, teaser, extract, content='search_source',"
        f" content_rowid='search_id', tokenize='{_STEMS}')"
    )
    db.execute("INSERT INTO search(search) VALUES ('rebuild')")
    db.execute("INSERT INTO search(search) VALUES ('optimize')")
    db.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")  # raises where it is not as its words


def _count_words(db: sqlite3.Connection) -> None:
    """The words for "did you mean", counted anew: the archive's own are words of whole first paragraphs."""
    db.execute(schema.table("words").statements()[0])
    add = "INSERT INTO words VALUES (?, 1) ON CONFLICT (word) DO UPDATE SET text_count = text_count + 1"
    for batch in _batches(db, "SELECT title, teaser, extract FROM texts WHERE search_id IS NOT NULL ORDER BY id"):
        db.executemany(add, [(word,) for row in batch for word in sorted(words_of(*row))])


def _batches(db: sqlite3.Connection, sql: str, count: int = 1000) -> Iterator[list[tuple[str | None, ...]]]:
    with closing(db.execute(sql)) as rows:
        while batch := rows.fetchmany(count):
            yield batch
