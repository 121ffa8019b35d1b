"""The door of health: all findings of an archive now, and what a run does at its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlite_utils

from archive.captures.rules import CaptureRules
from archive.health.channels import judge_sources
from archive.health.finding import Finding, made, worst_first
from archive.health.keeping import keep_findings
from archive.health.kinds import KINDS
from archive.health.pauses import paused_findings, paused_sources
from archive.health.reading import channel_states, never_read, source_states
from archive.health.reading_posts import lively_sources, newest_posts, pages_of
from archive.health.reading_work import work_of
from archive.health.runs import judge_work
from archive.health.texts import judge_posts
from archive.times import a_day, instant, stamp
from archive.transactions import troubles_told

#: kinds that are looked for in the texts of posts, once a day, by the run that is the first of it
OF_TEXTS = frozenset({"field_thin", "wrong_text", "boilerplate", "pages_fail"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where the things are that no table tells of. backups, captures: None where there are none."""

    archive: Path
    backups: Path | None = None
    captures: CaptureRules | None = None


def findings_now(db: sqlite_utils.Database, places: Places, now: datetime) -> list[Finding]:
    """What is wrong now, the worst first. Of texts it says what the day's first run found. Raises ArchiveError."""
    with troubles_told(db):
        fresh = [*_of_sources(db, now), *judge_work(work_of(db, places.archive, places.backups,
                 places.captures, now), now), *paused_findings(db, now)]  # fmt: skip
        ended = _not_asked(db, now)
        stored = [one for one in stored_findings(db) if one.kind in OF_TEXTS and not ended.issuperset(one.sources)]
        return worst_first(_beside(fresh, stored))


def look_for_findings(db: sqlite_utils.Database, places: Places, now: datetime) -> None:
    """At the end of a run: find what is wrong and write it down. Raises ArchiveError."""
    deep = _is_first_of_day(db, now)
    with troubles_told(db):
        work = work_of(db, places.archive, places.backups, places.captures, now, at_work=True)
        found = [*_of_sources(db, now), *judge_work(work, now), *paused_findings(db, now)]
        if deep:
            found = _beside(found, list(_of_texts(db, now)))
    keep_findings(db, found, now, None if deep else KINDS.keys() - OF_TEXTS)


def stored_findings(db: sqlite_utils.Database) -> Iterator[Finding]:
    """The findings that last, as they were written."""
    rows = db.conn.execute(
        "SELECT id, key, kind, subject, sentence, next_step, since, evidence FROM findings WHERE ended_at IS NULL"
    )
    for row in rows.fetchall():
        sources = db.conn.execute(
            "SELECT source_id FROM finding_sources WHERE finding_id = ? ORDER BY source_id", [row[0]]
        )
        evidence = tuple(json.loads(row[7]))
        if row[2] in KINDS:  # an archive of another version may know other words
            key, kind, subject, sentence, next_step, since = row[1:7]
            told = tuple(one for (one,) in sources.fetchall())
            yield Finding(key, kind, subject, sentence, next_step, since, evidence, told)


def _of_sources(db: sqlite_utils.Database, now: datetime) -> Iterator[Finding]:
    paused = paused_sources(db, now)
    sources = [one for one in source_states(db, now) if one.source_id not in paused]
    names = {one.source_id for one in sources}
    channels = [one for one in channel_states(db, now) if one.source_id in names]
    yield from judge_sources(sources, channels, now)
    troubled = {one.source_id for one in channels}
    silent = {one.source_id: one for one in sources if one.verdict == "never" and one.source_id not in troubled}
    for source_id, since in never_read(db, silent).items():
        begun = a_day(instant(since).date())
        told = f"{silent[source_id].name}: it answers, and no post was ever found there, since {begun}."
        yield made("never_read", source_id, told, since=since, sources=[source_id],
                   homepage=silent[source_id].homepage)  # fmt: skip


def _of_texts(db: sqlite_utils.Database, now: datetime) -> Iterator[Finding]:
    ended = _not_asked(db, now)
    for source_id, name in lively_sources(db, now):
        if source_id not in ended:
            posts = list(newest_posts(db, source_id, now))
            yield from judge_posts(source_id, name, posts, pages_of(db, source_id, now))


def _beside(found: list[Finding], of_texts: list[Finding]) -> list[Finding]:
    """A redesign takes fields away, too: where a source has a worse trouble, what its texts lack is no second cause."""
    troubled = {source for one in found if one.is_trouble and one.kind != "dead_address" for source in one.sources}
    return [*found, *(one for one in of_texts if not troubled.intersection(one.sources))]


def _not_asked(db: sqlite_utils.Database, now: datetime) -> set[str]:
    """Sources that no run asks: of those nothing is wrong."""
    asked = {one.source_id for one in source_states(db, now)} - paused_sources(db, now)
    return {name for (name,) in db.conn.execute("SELECT id FROM sources")} - asked


def _is_first_of_day(db: sqlite_utils.Database, now: datetime) -> bool:
    """Whether no run of this day looked at texts before: they are many, and change slowly."""
    row = db.conn.execute(
        "SELECT max(started_at) FROM crawls WHERE outcome IN ('finished', 'bounded', 'interrupted') AND started_at < ?",
        [stamp(now)],
    ).fetchone()
    return row[0] is None or row[0][:10] != stamp(now)[:10]
