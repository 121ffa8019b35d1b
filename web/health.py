"""What is wrong, as the last run wrote it down: findings with evidence and what to do, and those that are over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from datasette.database import Database

#: findings and ended ones on a page; sources that one of them names
SHOWN, PAST, SOURCES = 100, 60, 24
#: A run is usually a matter of minutes or hours; after so long a reader must know how old the page is.
STALE = timedelta(days=3)
_THERE = "select count(*) from sqlite_master where name = 'findings' and type = 'table'"
_ROWS = "select f.* from findings f where {which} {of_source} order by {order} limit :limit"
_OF_SOURCE = "and f.id in (select finding_id from finding_sources where source_id = :source)"
_CONCERNED = """select x.finding_id, x.source_id, s.name from finding_sources x join sources s on s.id = x.source_id
    where x.finding_id in ({numbers}) order by s.name collate nocase"""
_RUNS = """select (select max(coalesce(ended_at, started_at)) from crawls where outcome in ('finished', 'bounded'))
    as good, (select count(*) from crawls) as runs"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; is_code: a command to type."""

    text: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the page shows it. grade: urgent, trouble, look or note; sources: (id, name)."""

    row: Any
    grade: str
    label: str
    evidence: list[str]
    next_step: list[Piece]
    sources: list[tuple[str, str]]
    more_sources: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """now: the worst first; past: those that ended, the last first; by_source: (id, name, how many last now)."""

    now: list[Shown]
    notes: list[Shown]
    past: list[Shown]
    by_source: list[tuple[str, str, int]]
    last_good_at: str | None
    is_stale: bool
    has_runs: bool
    #: False in a public build, which leaves out what is for operators
    is_told: bool = True


async def health(db: Database, source_id: str | None = None) -> Health:
    """All that is wrong, or what concerns one source."""
    last = (await db.execute(_RUNS)).first()
    good = _read(last["good"])
    is_stale = good is not None and datetime.now(UTC) - good > STALE
    if not (await db.execute(_THERE)).first()[0]:  # a build for the public may leave out what is for operators
        return Health([], [], [], [], last["good"], is_stale, bool(last["runs"]), is_told=False)
    lasting = await _shown(db, "f.ended_at is null", "f.weight desc, f.since, f.subject", SHOWN, source_id)
    past = await _shown(db, "f.ended_at is not null", "f.ended_at desc, f.weight desc", PAST, source_id)
    troubles = [one for one in lasting if one.row["weight"]]
    return Health(
        now=troubles,
        notes=[one for one in lasting if not one.row["weight"]],
        past=past,
        by_source=_by_source(troubles),
        last_good_at=last["good"],
        is_stale=is_stale,
        has_runs=bool(last["runs"]),
    )


async def latest_findings(db: Database, count: int) -> list[Shown]:
    """The findings that began or ended last, for a feed."""
    if not (await db.execute(_THERE)).first()[0]:
        return []
    return await _shown(db, "f.weight > 0", "coalesce(f.ended_at, f.first_seen_at) desc, f.id desc", count, None)


async def _shown(db: Database, which: str, order: str, limit: int, source_id: str | None) -> list[Shown]:
    sql = _ROWS.format(which=which, of_source=_OF_SOURCE if source_id else "", order=order)
    rows = list((await db.execute(sql, {"limit": limit, "source": source_id})).rows)
    concerned = await _concerned(db, rows)
    return [_one(row, concerned.get(row["id"], [])) for row in rows]


async def _concerned(db: Database, rows: Sequence[Any]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    numbers = ", ".join(str(int(row["id"])) for row in rows) or "null"
    for number, source_id, name in (await db.execute(_CONCERNED.format(numbers=numbers))).rows:
        found.setdefault(number, []).append((source_id, name))
    return found


def _one(row: Any, sources: list[tuple[str, str]]) -> Shown:
    return Shown(
        row=row,
        grade=grade(row["weight"]),
        label=str(row["kind"]).replace("_", " "),
        evidence=_evidence(row["evidence"]),
        next_step=pieces(row["next_step"]),
        sources=sources[:SOURCES],
        more_sources=max(len(sources) - SOURCES, 0),
    )


def grade(weight: int) -> str:
    """How bad a weight is, in a word: the same words as in `scrapy health`."""
    return next(word for least, word in ((80, "urgent"), (60, "trouble"), (1, "look"), (0, "note")) if weight >= least)


def pieces(text: str) -> list[Piece]:
    """A sentence with its commands, which stand between backticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick without its fellow, such as where a sentence was cut
        return [Piece(text, False)]
    return [Piece(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def for_programs(found: Health) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "last_good_run_at": found.last_good_at,
        "findings": [_as_dict(one) for one in (*found.now, *found.notes)],
        "ended": [_as_dict(one) for one in found.past],
    }


def _as_dict(one: Shown) -> Mapping[str, Any]:
    names = ("id", "key", "kind", "weight", "subject", "sentence", "next_step", "since", "first_seen_at",
             "last_seen_at", "ended_at")  # fmt: skip
    told = {name: one.row[name] for name in names}
    return {
        **told,
        "grade": one.grade,
        "evidence": one.evidence,
        "sources": sorted(source for source, _ in one.sources),
    }


def _by_source(lasting: Sequence[Shown]) -> list[tuple[str, str, int]]:
    counted: dict[tuple[str, str], int] = {}
    for one in lasting:
        for source in one.sources:
            counted[source] = counted.get(source, 0) + 1
    return sorted(((*source, many) for source, many in counted.items()), key=lambda row: row[1].casefold())


def _evidence(text: str) -> list[str]:
    try:
        told = json.loads(text)
    except ValueError:
        return []
    return [str(piece) for piece in told] if isinstance(told, list) else []


def _read(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
