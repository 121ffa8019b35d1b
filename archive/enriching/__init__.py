"""Facts into rows: which words are still to be read for topics, mentions and places, and what was found in them.

A wording is read once, however many items show it: its facts are written for all of them, and an item that comes later
with the same words gets a copy. What is new or changed waits in `to_enrich`, where triggers put it. After a change of
rules all wordings are read again in order; `enrichments` keeps how far that has come. Work is done in short
transactions, so a run that is killed is finished by the next. Where nothing changed nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlite_utils

from archive.changes import Words
from archive.enriching.facts import Fact, Finder, Label
from archive.enriching.found import Found
from archive.transactions import transaction

#: items or wordings of one transaction, and items of one wording in it
AT_ONCE, MOST_OF_A_WORDING = 200, 1_000
#: sources of one wording that are told to what reads it
_SOURCES = 20
#: called after each step: how many items and wordings are done, and how many wait
Progress = Callable[[int, int], bool | None]


@dataclass(frozen=True, slots=True)
class Enriched:
    """What came of it. items: whose facts were looked at; texts: wordings that were read; left: what still waits."""

    items: int = 0
    texts: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an enrichment is. waiting: wordings that its new version has not read yet."""

    name: str
    version: int
    waiting: int


def enrich_new(
    db: sqlite_utils.Database, finders: Sequence[Finder], most: int | None = None, progress: Progress | None = None
) -> Enriched:
    """Look for facts in what is new or changed. most: items at the most; the rest waits for the next time.

    progress may end the work by returning True. Raises ArchiveError.
    """
    items = texts = 0
    while most is None or items < most:
        with transaction(db):
            number = AT_ONCE if most is None else min(AT_ONCE, most - items)
            asked = "SELECT item_id FROM to_enrich ORDER BY item_id LIMIT ?"
            waiting = [row[0] for row in db.conn.execute(asked, [number])]
            if not waiting:
                break
            found = Found(db, versions(db, finders))
            texts += _take(db, found, finders, waiting)
            found.count()
        items += len(waiting)
        if progress and progress(items, _waiting(db)):
            break
    return Enriched(items, texts, _waiting(db))


def enrich_again(db: sqlite_utils.Database, finders: Sequence[Finder], progress: Progress | None = None) -> Enriched:
    """Read those wordings again that newer versions of these enrichments have not read. Raises ArchiveError."""
    items = texts = 0
    while True:
        with transaction(db):
            step = _next_step(db, finders)
            if step is None:
                break
            due, after, last = step
            wordings = [row[0] for row in db.conn.execute(
                "SELECT DISTINCT text_id FROM item_rows WHERE text_id > ? AND text_id <= ? ORDER BY text_id LIMIT ?",
                [after, last, AT_ONCE],
            )]  # fmt: skip
            found = Found(db, versions(db, due))
            for text_id in wordings:
                shown = _shown(db, text_id)
                items += len(shown)
                texts += 1
                _read(db, found, due, text_id, shown)
            found.count()
            _walked(db, due, wordings[-1] if len(wordings) == AT_ONCE else last)
        if progress and progress(texts, sum(one.waiting for one in standings(db, finders))):
            break
    return Enriched(items, texts, sum(one.waiting for one in standings(db, finders)))


def prepare(
    db: sqlite_utils.Database, finders: Iterable[Finder], labels: Sequence[Label] = (), again: Collection[str] = ()
) -> None:
    """Note the enrichments as they are now: one that changed gets a new version, and everything is to be read again.

    again: names of those for which everything is to be read again though they are as they were. Raises ArchiveError.
    """
    with transaction(db):
        for finder in finders:
            known = db.conn.execute("SELECT version, made_of FROM enrichments WHERE name = ?", [finder.name]).fetchone()
            if known is None:
                db.conn.execute("INSERT INTO enrichments (name, version, made_of) VALUES (?, 1, ?)",
                                [finder.name, finder.made_of])  # fmt: skip
                if _some_were_read(db):
                    _walk_anew(db, finder.name)
            elif known[1] != finder.made_of:
                db.conn.execute("UPDATE enrichments SET version = version + 1, made_of = ? WHERE name = ?",
                                [finder.made_of, finder.name])  # fmt: skip
                _walk_anew(db, finder.name)
            elif finder.name in again:
                _walk_anew(db, finder.name)
        if labels:
            _name_topics(db, labels)


def standings(db: sqlite_utils.Database, finders: Iterable[Finder]) -> list[Standing]:
    """How far each of these enrichments is."""
    found = []
    for finder in finders:
        version, after, last = db.conn.execute(
            "SELECT version, next_text, last_text FROM enrichments WHERE name = ?", [finder.name]
        ).fetchone()
        waiting = 0
        if after is not None:
            asked = "SELECT count(DISTINCT text_id) FROM item_rows WHERE text_id > ? AND text_id <= ?"
            waiting = db.conn.execute(asked, [after, last]).fetchone()[0]
        found.append(Standing(finder.name, version, waiting))
    return found


def versions(db: sqlite_utils.Database, finders: Iterable[Finder]) -> dict[str, int]:
    """The version of each of these enrichments."""
    known = dict(db.conn.execute("SELECT name, version FROM enrichments").fetchall())
    return {finder.name: known[finder.name] for finder in finders}


# ---- what is new ----------------------------------------------------------------------------------------------------
def _take(db: sqlite_utils.Database, found: Found, finders: Sequence[Finder], item_ids: Sequence[int]) -> int:
    """The facts of these items, and of all that show the same words. Returns how many wordings were read."""
    wordings: dict[int, list[int]] = {}
    for item_id in item_ids:
        text_id, is_shown = db.conn.execute("SELECT text_id, shown FROM item_rows WHERE id = ?", [item_id]).fetchone()
        if is_shown:
            wordings.setdefault(text_id, []).append(item_id)
        else:
            for finder in finders:
                found.write(finder.name, item_id, [])
            _done(db, [item_id])
    read = 0
    for text_id, waiting in wordings.items():
        like = _read_before(db, text_id)
        if like is not None:
            for finder in finders:
                for item_id in waiting:
                    found.copy(finder.name, like, item_id)
            _done(db, waiting)
            continue
        shown = _shown(db, text_id, waiting)
        _read(db, found, finders, text_id, shown)
        _done(db, shown)
        read += 1
    return read


def _read_before(db: sqlite_utils.Database, text_id: int) -> int | None:
    """An item whose facts others with these words may copy.

    Only where two sources showed the words already: what one source prints alone is read with that source in mind.
    """
    known: dict[str, int] = {}
    for item_id, source_id in db.conn.execute(
        "SELECT i.id, i.source_id FROM item_rows AS i LEFT JOIN to_enrich AS w ON w.item_id = i.id"
        " WHERE i.text_id = ? AND i.shown = 1 AND w.item_id IS NULL LIMIT 50",
        [text_id],
    ):
        known.setdefault(source_id, item_id)
        if len(known) == 2:
            return min(known.values())
    return None


def _shown(db: sqlite_utils.Database, text_id: int, first: Sequence[int] = ()) -> list[int]:
    """The items that show a wording, those that are named in any case."""
    rows = db.conn.execute(
        "SELECT id FROM item_rows WHERE text_id = ? AND shown = 1 LIMIT ?", [text_id, MOST_OF_A_WORDING]
    )
    return list(dict.fromkeys((*first, *(row[0] for row in rows))))


def _read(
    db: sqlite_utils.Database, found: Found, finders: Sequence[Finder], text_id: int, item_ids: Sequence[int]
) -> None:
    if not item_ids:
        return
    words = Words(*db.conn.execute("SELECT title, teaser, body FROM texts WHERE id = ?", [text_id]).fetchone())
    sources = frozenset(row[0] for row in db.conn.execute(
        "SELECT DISTINCT source_id FROM item_rows WHERE text_id = ? AND shown = 1 LIMIT ?", [text_id, _SOURCES]
    ))  # fmt: skip
    for finder in finders:
        facts: Sequence[Fact] = finder.find(words, sources)
        for item_id in item_ids:
            found.write(finder.name, item_id, facts)


def _done(db: sqlite_utils.Database, item_ids: Iterable[int]) -> None:
    db.conn.executemany("DELETE FROM to_enrich WHERE item_id = ?", [[item_id] for item_id in item_ids])


def _waiting(db: sqlite_utils.Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM to_enrich").fetchone()[0])


# ---- what is to be read again ---------------------------------------------------------------------------------------
def _next_step(db: sqlite_utils.Database, finders: Sequence[Finder]) -> tuple[list[Finder], int, int] | None:
    """The enrichments that read next, behind which wording and up to which. Those that are behind come first."""
    walks = {
        name: (after, last)
        for name, after, last in db.conn.execute("SELECT name, next_text, last_text FROM enrichments")
        if after is not None and name in {finder.name for finder in finders}
    }
    if not walks:
        return None
    after = min(walk[0] for walk in walks.values())
    due = [finder for finder in finders if finder.name in walks and walks[finder.name][0] == after]
    stops = [walk[0] for walk in walks.values() if walk[0] > after] + [walks[finder.name][1] for finder in due]
    return due, after, min(stops)


def _walked(db: sqlite_utils.Database, finders: Iterable[Finder], up_to: int) -> None:
    db.conn.executemany(
        "UPDATE enrichments SET next_text = iif(? >= last_text, NULL, ?) WHERE name = ?",
        [(up_to, up_to, finder.name) for finder in finders],
    )


def _walk_anew(db: sqlite_utils.Database, name: str) -> None:
    db.conn.execute(
        "UPDATE enrichments SET next_text = 0, last_text = (SELECT coalesce(max(id), 0) FROM texts) WHERE name = ?",
        [name],
    )


def _some_were_read(db: sqlite_utils.Database) -> bool:
    """Whether there are items that do not wait to be read, so that a new enrichment has not seen them."""
    asked = "SELECT 1 FROM item_rows WHERE NOT EXISTS (SELECT 1 FROM to_enrich WHERE item_id = item_rows.id) LIMIT 1"
    return db.conn.execute(asked).fetchone() is not None


def _name_topics(db: sqlite_utils.Database, labels: Sequence[Label]) -> None:
    """The list of topics as it is now. One that left the list stays, without a place, as long as an item has it."""
    rows = [(one.topic, one.label, one.label_es, one.about, at) for at, one in enumerate(labels)]
    known = db.conn.execute("SELECT topic, label, label_es, about, position FROM topics WHERE position IS NOT NULL")
    if sorted(known.fetchall()) == sorted(rows):
        return
    db.conn.execute("UPDATE topics SET position = NULL")
    db.conn.executemany(
        "INSERT INTO topics (topic, label, label_es, about, position) VALUES (?, ?, ?, ?, ?) ON CONFLICT (topic)"
        " DO UPDATE SET label = excluded.label, label_es = excluded.label_es, about = excluded.about,"
        " position = excluded.position",
        rows,
    )
    db.conn.execute("DELETE FROM topics WHERE position IS NULL AND item_count = 0")
