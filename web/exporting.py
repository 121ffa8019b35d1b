"""A search as rows of a file: metadata of the posts, and their texts where this site shows them.

Every row says its own number and how many rows the file has, so that a file that was cut off on its way is seen at
once: it is whole if the last row's `row` is its `rows`.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.database import Database

from web.collecting_hits import AllHits
from web.spreadsheets import csv_line

_AT_ONCE = 500
#: what every file has, in this order, each with a sentence; the names are those of the data dictionary where it has one
COLUMNS = {
    "row": "Number of the row in this file, from 1.",
    "rows": "How many rows this file has. If the last row's number is smaller, the file was cut off on its way.",
    "id": "Number of the item; it never changes. Its page is /items/ and this number.",
    "published_on": "The day of publication in the source's zone; the first day where only month or year is known.",
    "published_at": "When it was published, in UTC; empty where only bounds are known.",
    "published_precision": "How exact that is: minute, day, month, year or bounded.",
    "published_from": "Where the date was read.",
    "source_id": "The source, by its short name.",
    "source": "Its full name.",
    "level": "Its level: national, council, affiliate, local, retirees.",
    "states": "The US states it works in.",
    "title": "The title.",
    "teaser": "The short text that lists and feeds show.",
    "author": "The by-line as printed.",
    "kind": "What sort of post it is.",
    "language": "Language of the words.",
    "status": "Whether it is still where it was.",
    "story_id": "The story that it carries.",
    "role": "What it is in its story.",
    "story_sources": "How many sources carry the story.",
    "topics": "Its topics, parted by semicolons.",
    "word_count": "Number of words of the text.",
    "url": "The canonical address.",
    "first_seen_at": "When it was first seen.",
    "fetched_sha256": "SHA-256 of the document that its words were read from.",
}
BODY = {"body": "The text: paragraphs parted by a blank line."}
#: empty columns for those who check a sample by hand
CODERS = {
    "coder": "Empty: who looked.",
    "relevant": "Empty: whether the post is what the search was meant to find.",
    "code": "Empty: a code of your own.",
    "note": "Empty: a remark.",
}
_SELECT = """select i.id, i.published_on, i.published_at, i.published_precision, i.published_from, i.source_id,
    s.name as source, s.level, s.states, t.title, t.teaser, i.author, i.kind, i.language, i.status, i.story_id, i.role,
    (select source_count from stories where id = i.story_id) as story_sources,
    (select group_concat(topic, ';') from (select distinct topic from item_topics where item_id = i.id order by topic))
    as topics, t.word_count, i.url, i.first_seen_at, i.fetched_sha256{body}
    from item_rows i join sources s on s.id = i.source_id join texts t on t.id = i.text_id where i.id in ({ids})"""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns a file has."""

    has_body: bool = False
    for_coders: bool = False

    @property
    def columns(self) -> dict[str, str]:
        """Name -> sentence, in order."""
        return {**COLUMNS, **(BODY if self.has_body else {}), **(CODERS if self.for_coders else {})}


async def shows_bodies(db: Database) -> bool:
    """Whether this archive shows the texts of posts; a public build has none."""
    rows = await db.execute("select name from pragma_table_info('items') where name = 'body'")
    return rows.first() is not None


async def lines(db: Database, ids: Sequence[int], shape: Shape) -> AsyncIterator[list[dict[str, Any]]]:
    """The rows of a file in the order of the ids, some hundred at a time; ids that left meanwhile have empty rows."""
    body = ", t.body" if shape.has_body else ""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        sql = _SELECT.format(body=body, ids=", ".join(map(str, some)))
        found = {row["id"]: dict(row) for row in (await db.execute(sql)).rows}
        yield [
            {"row": start + place, "rows": len(ids), "id": item, **found.get(item, {})}
            for place, item in enumerate(some, 1)
        ]


def csv_lines(rows: Sequence[dict[str, Any]], columns: Sequence[str], *, with_header: bool) -> str:
    """Rows as CSV (RFC 4180)."""
    written = [csv_line(columns)] if with_header else []
    written += [csv_line([row.get(name) for name in columns]) for row in rows]
    return "".join(written).encode("utf-8", "replace").decode("utf-8")


def json_lines(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Rows as NDJSON: an object a line, words untouched."""
    written = (json.dumps({name: row.get(name) for name in columns}, ensure_ascii=False) + "\n" for row in rows)
    return "".join(written).encode("utf-8", "replace").decode("utf-8")


def about(found: AllHits, shape: Shape, search: dict[str, Any]) -> dict[str, Any]:
    """The side file of a corpus: the question, how many rows there are, what the columns mean, who may use it how."""
    return {
        **search,
        "rows": len(found.items),
        "posts_gone_through": found.posts,
        "is_whole": found.is_whole,
        "note": found.note,
        "whole_if": "The last row's `row` equals its `rows`.",
        "has_texts": shape.has_body,
        "columns": shape.columns,
        "rights": "Posts belong to those who published them; each row leads to where it stands.",
    }
