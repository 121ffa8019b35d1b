"""The one table that views over everything need: what each source wrote itself and what it carried, year by year.

A page must not count a million posts. So each year of each source is counted once, and counted again only when one of
its posts changed: triggers mark it, whoever writes, and `archive/stories/shares.py` counts what is marked.
"""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

SHARE_ROWS = Table(
    "share_rows",
    "Posts of a source in a year: its own and carried ones. Readers use the views source_shares and"
    " source_shares_by_year.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the row; it means nothing."),
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source."),
        C("year", "TEXT", "Year of publication; NULL for posts without a date, and those dated ahead."),
        C("stale", "INTEGER NOT NULL DEFAULT 0", "Internal: 1 until the end of a run has counted again."),
        C("posts", "INTEGER NOT NULL DEFAULT 0", "Number of posts."),
        C("own", "INTEGER NOT NULL DEFAULT 0", "Posts that are the source's own writing."),
        C("from_national", "INTEGER NOT NULL DEFAULT 0", "Posts whose original is the national union's."),
        C("from_others", "INTEGER NOT NULL DEFAULT 0", "Posts whose original is another source's."),
        C("carried_by_others", "INTEGER NOT NULL DEFAULT 0", "Own posts that other sources carried."),
        C("printings_elsewhere", "INTEGER NOT NULL DEFAULT 0", "How many posts of other sources carried them."),
        C("national_dated", "INTEGER NOT NULL DEFAULT 0", "Posts from the national union where both days are known."),
        C("national_days", "INTEGER NOT NULL DEFAULT 0", "Days from the originals to these posts, all together."),
        C("national_by_next_day", "INTEGER NOT NULL DEFAULT 0", "How many came on the same day or the next."),
        C("national_in_week", "INTEGER NOT NULL DEFAULT 0", "How many came within seven days."),
    ),
    indexes=(
        Index("share_rows_year", "(source_id, coalesce(year, ''))", "The row of a source's year.", unique=True),
        Index("share_rows_stale", "(id) WHERE stale = 1", "What is to be counted again?"),
    ),
)

_MARKED = "ON CONFLICT (source_id, coalesce(year, '')) DO UPDATE SET stale = 1"
_CELL = "{0}.source_id, iif({0}.published_flag IS NULL, substr({0}.published_on, 1, 4), NULL), 1"
_MARK = "INSERT INTO share_rows (source_id, year, stale)"
#: what a change of an item must touch to change a count
_COUNTED = ("source_id", "published_on", "published_precision", "published_flag", "shown", "story_id")
_DIFFERS = " OR ".join(f"new.{name} IS NOT old.{name}" for name in _COUNTED)

#: Marks in which years counts may have changed: the item's own, those of the originals of its stories, and, where it
#: is an original itself, those of all that carry it.
SHARE_TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS shares_enter AFTER INSERT ON item_rows WHEN new.shown = 1 BEGIN "
    f"{_MARK} VALUES ({_CELL.format('new')}) {_MARKED}; END",
    f"CREATE TRIGGER IF NOT EXISTS shares_change AFTER UPDATE OF {', '.join(_COUNTED)} ON item_rows "
    f"WHEN {_DIFFERS} BEGIN "
    f"{_MARK} VALUES ({_CELL.format('old')}), ({_CELL.format('new')}) {_MARKED}; "
    f"{_MARK} SELECT {_CELL.format('o')} FROM stories AS s JOIN item_rows AS o ON o.id = s.original_item_id "
    f"WHERE s.id IN (old.story_id, new.story_id) {_MARKED}; "
    f"{_MARK} SELECT {_CELL.format('m')} FROM stories AS s JOIN item_rows AS m ON m.story_id = s.id "
    f"WHERE s.id = new.story_id AND s.original_item_id = new.id {_MARKED}; END",
    "CREATE TRIGGER IF NOT EXISTS shares_original AFTER UPDATE OF original_item_id ON stories "
    "WHEN new.original_item_id IS NOT old.original_item_id BEGIN "
    f"{_MARK} SELECT {_CELL.format('m')} FROM item_rows AS m WHERE m.story_id = new.id {_MARKED}; END",
    "CREATE TRIGGER IF NOT EXISTS shares_level AFTER UPDATE OF level ON sources WHEN new.level IS NOT old.level "
    "BEGIN UPDATE share_rows SET stale = 1; END",
)
#: for archives that are older than the table: everything is to be counted
MARK_ALL = f"{_MARK} SELECT DISTINCT {_CELL.format('i')} FROM item_rows AS i WHERE i.shown = 1 {_MARKED}"
