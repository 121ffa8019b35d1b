"""Counts that pages show: posts by source and month, of each topic and of all.

A page must not count a million posts. Triggers count as rows come, change and leave, whoever writes, in the writer's
own transaction: so the figures are true at every moment, and what they cost depends on what is new.
"""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Table

MONTH_ROWS = Table(
    "month_rows",
    "Posts by source and month of publication, of each topic and of all; counted as they come, so that no page has to.",
    (
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source."),
        C("month", "TEXT NOT NULL", "The month, as YYYY-MM; empty for posts without a date, and those dated ahead."),
        C("topic", "TEXT NOT NULL", "The topic; empty for all posts, whatever their topics."),
        C("posts", "INTEGER NOT NULL", "How many posts there are."),
        C(
            "of_year",
            "INTEGER NOT NULL",
            "How many of them have only a year; they stand in its first month, and belong to none.",
        ),
    ),
    ("PRIMARY KEY (topic, source_id, month)",),
    by_key=True,
)

_MONTH = "iif({0}.published_on IS NULL OR {0}.published_flag IS NOT NULL, '', substr({0}.published_on, 1, 7))"
_OF_YEAR = "iif({0}.published_precision = 'year' AND {0}.published_on IS NOT NULL AND {0}.published_flag IS NULL, 1, 0)"
_CELL = f"{{0}}.source_id, {_MONTH}"
_ENTER = "INSERT INTO month_rows (source_id, month, topic, posts, of_year)"
_MORE = (
    "ON CONFLICT (topic, source_id, month) DO UPDATE SET posts = posts + excluded.posts, of_year = of_year +"
    " excluded.of_year"
)
#: what a change of an item must touch to change a count
_COUNTED = ("source_id", "published_on", "published_precision", "published_flag", "shown")
_DIFFERS = " OR ".join(f"new.{name} IS NOT old.{name}" for name in _COUNTED)
#: all posts of an item's month, and those of each of its topics
_TOPICS = "(SELECT '' AS topic UNION SELECT topic FROM item_topics WHERE item_id = {0}.id)"
_EMPTY = f"DELETE FROM month_rows WHERE (source_id, month) = ({_CELL}) AND topic IN {_TOPICS} AND posts = 0"


def _takes(row: str, topics: str) -> str:
    """The statement that takes an item out of its cells."""
    return (
        f"UPDATE month_rows SET posts = posts - 1, of_year = of_year - {_OF_YEAR.format(row)} "
        f"WHERE (source_id, month) = ({_CELL.format(row)}) AND topic IN {topics}"
    )


def _of_topic(name: str, when: str, entering: str | None, leaving: str | None) -> str:
    """A trigger on the topics of items. An item has a topic once, whichever steps found it."""
    others = "SELECT 1 FROM item_topics AS o WHERE (o.item_id, o.topic) = ({0}.item_id, {0}.topic)"
    body = []
    if leaving:
        gone = f"NOT EXISTS ({others.format(leaving)})"
        cell = f"SELECT {_CELL.format('i')} FROM item_rows AS i WHERE i.id = {leaving}.item_id AND i.shown = 1"
        year = f"(SELECT {_OF_YEAR.format('i')} FROM item_rows AS i WHERE i.id = {leaving}.item_id)"
        body += [
            f"UPDATE month_rows SET posts = posts - 1, of_year = of_year - {year} "
            f"WHERE (source_id, month) = ({cell}) AND topic = {leaving}.topic AND {gone}",
            f"DELETE FROM month_rows WHERE (source_id, month) = ({cell}) AND topic = {leaving}.topic AND posts = 0",
        ]
    if entering:
        first = f"NOT EXISTS ({others.format(entering)} AND o.enrichment != {entering}.enrichment)"
        body.append(
            f"{_ENTER} SELECT {_CELL.format('i')}, {entering}.topic, 1, {_OF_YEAR.format('i')} FROM item_rows AS i "
            f"WHERE i.id = {entering}.item_id AND i.shown = 1 AND {first} {_MORE}"
        )
    return f"CREATE TRIGGER IF NOT EXISTS {name} {when} BEGIN {'; '.join(body)}; END"


MONTH_TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS months_enter AFTER INSERT ON item_rows WHEN new.shown = 1 BEGIN "
    f"{_ENTER} VALUES ({_CELL.format('new')}, '', 1, {_OF_YEAR.format('new')}) {_MORE}; END",
    f"CREATE TRIGGER IF NOT EXISTS months_change AFTER UPDATE OF {', '.join(_COUNTED)} ON item_rows "
    f"WHEN {_DIFFERS} BEGIN "
    f"{_takes('old', _TOPICS.format('old'))} AND old.shown = 1; "
    f"{_EMPTY.format('old')}; "
    f"{_ENTER} SELECT {_CELL.format('new')}, t.topic, 1, {_OF_YEAR.format('new')} FROM {_TOPICS.format('new')} AS t "
    f"WHERE new.shown = 1 {_MORE}; END",
    _of_topic("months_topic_enter", "AFTER INSERT ON item_topics", "new", None),
    _of_topic("months_topic_leave", "AFTER DELETE ON item_topics", None, "old"),
    _of_topic("months_topic_move", "AFTER UPDATE OF item_id, topic ON item_topics", "new", "old"),
)
#: for archives that are older than the table: all is counted once
COUNT_ALL = (
    "DELETE FROM month_rows",
    f"{_ENTER} SELECT {_CELL.format('i')}, '', count(*), sum({_OF_YEAR.format('i')}) FROM item_rows AS i"
    " WHERE i.shown = 1 GROUP BY 1, 2",
    f"{_ENTER} SELECT {_CELL.format('i')}, t.topic, count(*), sum({_OF_YEAR.format('i')})"
    " FROM (SELECT DISTINCT item_id, topic FROM item_topics) AS t CROSS JOIN item_rows AS i ON i.id = t.item_id"
    " WHERE i.shown = 1 GROUP BY 1, 2, 3",
)
