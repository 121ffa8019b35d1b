"""What a message shows of its matches, read from the archive when it is handed over: withheld words never go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from archive.telling.fresh import fill

#: what stands around a hit; neither can come from a text, which the archive keeps without control characters
HIT_START, HIT_END = "\x02", "\x03"
_WORDS = 40

_ROWS = """SELECT m.id, m.what, i.id, i.url, i.source_id, s.name, s.level, t.title, t.teaser, t.body, i.text_id,
        CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END, i.kind, i.language, i.role,
        m.found_at, i.story_id, y.item_count, y.source_count, r.difference, c.status, c.evidence, i.first_seen_at
    FROM {} AS m
    JOIN item_rows AS i ON i.id = m.item_id AND i.shown = 1
    JOIN sources AS s ON s.id = i.source_id
    JOIN texts AS t ON t.id = i.text_id
    LEFT JOIN stories AS y ON y.id = i.story_id
    LEFT JOIN revision_rows AS r ON m.what = 'edited' AND r.id = m.ref
    LEFT JOIN status_changes AS c ON m.what = 'removed' AND c.id = m.ref
    WHERE m.id IN ({}) AND NOT EXISTS (SELECT 1 FROM withheld AS w WHERE w.item_id = i.id) ORDER BY m.found_at, m.id"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One match as a message shows it.

    what: new, edited or removed. title and extract: text in which HIT_START and HIT_END stand around what matched;
    matched_in: title, teaser or body, None where the search has no words or the words have changed since. day: the
    local day of publication, None if unknown. others: further printings of the story, in how many sources.
    change: of an edit the difference, in which {+words+} were added and [-words-] left out; of a removal the evidence.
    status: of a removal, what became of the post.
    """

    match_id: int
    what: str
    item_id: int
    url: str
    source_id: str
    source: str
    level: str | None
    title: str
    extract: str
    matched_in: str | None
    day: str | None
    kind: str | None
    language: str | None
    found_at: str
    first_seen_at: str
    story_id: int | None
    printings: int
    sources: int
    change: str | None = None
    status: str | None = None


def entries_of(
    db: sqlite_utils.Database, matches: Sequence[int], match: str | None, table: str = "matches"
) -> list[Entry]:
    """These matches, without those whose posts are withheld or out of sight now. match: the search's words, as FTS5.

    table: where the matches stand; a preview has some of its own.
    """
    if not matches:
        return []
    rows = db.conn.execute(_ROWS.format(table, ", ".join("?" * len(matches))), list(matches)).fetchall()
    marked = _marked(db, [row[2] for row in rows], match)
    return [_entry(row, marked.get(row[10])) for row in rows]


def matches_of(db: sqlite_utils.Database, delivery: str) -> tuple[list[int], list[int]]:
    """The matches that a message lists, and those that it only counts."""
    rows = db.conn.execute("SELECT match_id, listed FROM delivery_matches WHERE delivery_id = ?", [delivery]).fetchall()
    return [row[0] for row in rows if row[1]], [row[0] for row in rows if not row[1]]


def _marked(db: sqlite_utils.Database, items: Sequence[int], match: str | None) -> dict[int, tuple[str, str, str]]:
    """Title, teaser and body around the hits, by wording; nothing of wordings that the words do not find (any more)."""
    if match is None or not items:
        return {}
    fill(db, items)
    marks = f"'{HIT_START}', '{HIT_END}'"
    rows = db.conn.execute(
        f"SELECT rowid, highlight(fresh, 0, {marks}), snippet(fresh, 1, {marks}, '…', {_WORDS}),"
        f" snippet(fresh, 2, {marks}, '…', {_WORDS}) FROM temp.fresh WHERE fresh MATCH ?",
        [match],
    )
    return {row[0]: (row[1] or "", row[2] or "", row[3] or "") for row in rows}


def _entry(row: Sequence[Any], marked: tuple[str, str, str] | None) -> Entry:
    (match_id, what, item_id, url, source_id, source, level, title, teaser, body, _, day, kind, language, _role,
     found_at, story_id, printings, sources, difference, status, evidence, first_seen_at) = row  # fmt: skip
    shown, extract, place = title or "", _beginning(teaser or body), None
    if marked:
        in_title, in_teaser, in_body = marked
        shown = in_title or shown
        for name, text in (("body", in_body), ("teaser", in_teaser)):
            if HIT_START in text:
                extract, place = text, name
                break
        place = place or ("title" if HIT_START in in_title else None)
    return Entry(
        match_id, what, item_id, url, source_id, source, level, shown, extract, place, day, kind, language, found_at,
        first_seen_at, story_id, printings or 1, sources or 1, difference if what == "edited" else evidence, status,
    )  # fmt: skip


def _beginning(text: object, most: int = 300) -> str:
    words = " ".join(str(text or "").split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"
