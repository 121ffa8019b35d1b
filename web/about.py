"""What the archive can say of itself: figures and known gaps, the codebook, the glossary. Knows no HTML."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.database import Database

from web.reading import remembered

_FIGURES = """select
    (select coalesce(sum(posts), 0) from month_rows where topic = '') as posts,
    (select count(*) from sources where closed_at is null) as sources,
    (select count(*) from sources s where closed_at is null
        and not exists (select 1 from item_rows i where i.source_id = s.id and i.shown = 1)) as sources_without,
    (select count(*) from sources s where closed_at is null
        and not exists (select 1 from channels c where c.source_id = s.id and c.closed_at is null)) as unread_sources,
    (select min(year) from share_rows where year is not null and posts > 0) as first_year,
    (select max(year) from share_rows where year is not null and posts > 0) as last_year,
    (select coalesce(sum(posts), 0) from share_rows where year is null) as undated,
    (select coalesce(sum(posts), 0) from share_rows) as counted,
    (select count(*) from appearances where unread = 1) as unread,
    (select count(*) from stories where source_count > 1) as travelled,
    (select count(*) from revision_rows where difference is not null) as edits,
    (select count(*) from holds where ended_at is null) as held,
    (select count(*) from item_rows where shown = 1 and status != 'here') as lost"""
_VERDICTS = "select verdict, count(*) as sources from source_verdicts group by verdict order by count(*) desc"
_RUNS = """select count(*) as runs, min(started_at) as first_at, max(ended_at) as last_at,
    (select version from crawls where version is not null order by id desc limit 1) as version from crawls"""


@dataclass(frozen=True, slots=True)
class Account:
    """figures: counts by name, as in _FIGURES. verdicts: how many sources have each. runs: of `collect`.
    has_bodies: this build shows whole texts; schema: the newest step of the archive's structure."""

    figures: Mapping[str, Any]
    verdicts: list[Any]
    runs: Mapping[str, Any]
    has_bodies: bool
    schema: str | None


async def account(db: Database) -> Account:
    """The archive in figures, remembered for a moment."""

    async def ask() -> Account:
        figures = dict((await db.execute(_FIGURES)).first())
        # A public build leaves out what was turned away.
        is_told = "rejected" in await db.table_names()
        figures["rejected"] = (await db.execute("select count(*) from rejected")).first()[0] if is_told else None
        runs = dict((await db.execute(_RUNS)).first())
        steps = await db.execute("select name from _sqlite_migrations order by id desc limit 1")
        columns = {row[1] for row in (await db.execute("select * from pragma_table_info('items')")).rows}
        step = steps.first()
        verdicts = list((await db.execute(_VERDICTS)).rows)
        return Account(figures, verdicts, runs, "body" in columns, step[0] if step else None)

    answer = await remembered(db, "account", ask)
    assert isinstance(answer, Account)
    return answer


@dataclass(frozen=True, slots=True)
class Described:
    """A view or table with its sentence and its columns, each with a sentence."""

    name: str
    about: str
    is_view: bool
    columns: list[tuple[str, str]]


async def codebook(db: Database, hidden: Iterable[str]) -> list[Described]:
    """All that readers may ask, views first, in the words of the data dictionary; columns in the order they stand in.

    hidden: names that are for the archive's own work and left out.
    """
    left_out = set(hidden)
    rows = (await db.execute("select table_name, column_name, about from data_dictionary")).rows
    sentences = {(row[0], row[1]): row[2] for row in rows}
    kinds = (await db.execute("select name, type from sqlite_master where type in ('view', 'table')")).rows
    found = []
    for name, kind in kinds:
        if name in left_out or (name, "") not in sentences:
            continue
        columns = (await db.execute("select name from pragma_table_info(:name)", {"name": name})).rows
        listed = [(row[0], sentences.get((name, row[0]), "")) for row in columns]
        found.append(Described(name, sentences[name, ""], kind == "view", listed))
    return sorted(found, key=lambda one: (not one.is_view, one.name))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that columns use. where: the columns as the data dictionary names them; anchor: for links."""

    heading: str
    where: str
    words: Mapping[str, str]
    anchor: str


def vocabularies(given: Iterable[Any]) -> list[Vocabulary]:
    """From what the site was opened with: [heading, where, {word: meaning}]."""
    return [
        Vocabulary(heading, where.replace("`", ""), words, "-".join(re.findall(r"[a-z]+", heading.lower())))
        for heading, where, words in given
    ]


def codebook_csv(described: Iterable[Described], words: Iterable[Vocabulary]) -> str:
    """One row a view, table, column or word: part, of what, its name, its meaning."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("part", "of", "name", "meaning"))
    for one in described:
        rows.writerow(("view" if one.is_view else "table", "", one.name, one.about))
        rows.writerows(("column", one.name, name, about) for name, about in one.columns)
    for vocabulary in words:
        rows.writerows(("word", vocabulary.where, word, about) for word, about in vocabulary.words.items())
    return out.getvalue()
