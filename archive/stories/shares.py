"""Counts, at the end of a run, what each source wrote itself and what it carried: the years that triggers marked."""

from __future__ import annotations

import sqlite_utils

from archive.transactions import transaction

#: counted in one transaction: a first run marks everything, and others who write need not wait for all of it
AT_ONCE = 50

_EXACT = "{0}.published_precision IN ('minute', 'day') AND {0}.published_flag IS NULL"
_ELSEWHERE = (
    "(SELECT count(*) FROM item_rows AS m WHERE m.story_id = i.story_id AND m.source_id != i.source_id AND m.shown = 1)"
)
#: the posts of one year, and of none; each walks an index of item_rows, the first one that is made by month
#: the index that has them, and the posts of a year; those of none. Named, since SQLite would go through all of a
#: source where it has no statistics.
_IN_YEAR = (
    "item_rows_days",
    "i.source_id = :source AND i.published_on BETWEEN :year || '-01-01' AND :year || '-12-31'"
    " AND i.published_flag IS NULL",
)
_IN_NONE = ("item_rows_undated", "(i.published_on IS NULL OR i.published_flag IS NOT NULL) AND i.source_id = :source")
_COUNT = f"""
WITH one AS MATERIALIZED (
    SELECT
        coalesce(o.source_id = i.source_id, 1) AS is_own, coalesce(c.level = 'national', 0) AS of_national,
        CASE WHEN o.id = i.id THEN {_ELSEWHERE} ELSE 0 END AS elsewhere,
        CASE WHEN o.source_id != i.source_id AND c.level = 'national'
            AND {_EXACT.format("i")} AND {_EXACT.format("o")}
        THEN CAST(julianday(i.published_on) - julianday(o.published_on) AS INTEGER) END AS days
    FROM item_rows AS i INDEXED BY {{}} LEFT JOIN stories AS s ON s.id = i.story_id
        LEFT JOIN item_rows AS o ON o.id = s.original_item_id
        LEFT JOIN sources AS c ON c.id = o.source_id
    WHERE i.shown = 1 AND {{}}
)
SELECT
    count(*), total(is_own), total(NOT is_own AND of_national), total(NOT is_own AND NOT of_national),
    total(elsewhere > 0), total(elsewhere),
    count(days), total(days), total(days <= 1), total(days <= 7)
FROM one
"""
_WRITE = (
    "UPDATE share_rows SET stale = 0, posts = ?, own = ?, from_national = ?, from_others = ?, carried_by_others = ?,"
    " printings_elsewhere = ?, national_dated = ?, national_days = ?, national_by_next_day = ?, national_in_week = ?"
    " WHERE id = ?"
)


def count_shares(db: sqlite_utils.Database) -> int:
    """Count again what is marked, in short transactions. Returns how many years of sources that were.

    What it costs depends on the posts of those years and not on how many the archive has. Raises ArchiveError.
    """
    counted = 0
    while True:
        with transaction(db):
            marked = db.conn.execute(
                "SELECT id, source_id, year FROM share_rows WHERE stale = 1 LIMIT ?", [AT_ONCE]
            ).fetchall()
            for row_id, source_id, year in marked:
                sql = _COUNT.format(*(_IN_NONE if year is None else _IN_YEAR))
                found = db.conn.execute(sql, {"source": source_id, "year": year}).fetchone()
                db.conn.execute(_WRITE, [*map(int, found), row_id])
        counted += len(marked)
        if len(marked) < AT_ONCE:
            return counted
