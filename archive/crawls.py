"""Crawls and visits as rows, and what servers said: validators, robots.txt, cursors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlite_utils

from archive.calendars import note_calendar
from archive.expectations.usual import front_text
from archive.missing.holds import note_hold
from archive.planning.keeping import note_plan
from archive.times import stamp, stamp_or_none
from archive.transactions import transaction
from items import RobotsAnswer, Validators, VisitReport

#: columns of crawls that `end_crawl` takes as counts
COUNTS = (
    "visits_ok", "visits_unchanged", "visits_empty", "visits_soft", "visits_hard", "requests", "received_bytes",
    "items_new", "items_revised", "items_enriched", "items_same", "items_merged", "items_held", "items_rejected",
)  # fmt: skip

#: robots.txt files are read up to 500 KiB (RFC 9309, 2.5)
LONGEST_ROBOTS = 500 * 1024


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a visit brought, as the pipelines counted it."""

    new: int = 0
    revised: int = 0


def begin_crawl(
    db: sqlite_utils.Database,
    started_at: datetime,
    *,
    arguments: Mapping[str, Any] | None = None,
    channels_due: int = 0,
    version: str | None = None,
) -> int:
    """Open the row of a run; returns its id. Rows that were never closed are of runs that were killed.

    Raises ArchiveError.
    """
    with transaction(db):
        db.conn.execute(
            "UPDATE crawls SET outcome = 'killed',"
            " sentence = 'The run ended without a word; what it had kept is kept.',"
            " ended_at = coalesce((SELECT max(last_at) FROM visits WHERE crawl_id = crawls.id), started_at)"
            " WHERE outcome = 'running'"
        )
        made = db.conn.execute(
            "INSERT INTO crawls (started_at, arguments, channels_due, version) VALUES (?, ?, ?, ?)",
            [stamp(started_at), json.dumps(dict(arguments or {}), sort_keys=True), channels_due, version],
        )
    return int(made.lastrowid or 0)


def end_crawl(
    db: sqlite_utils.Database,
    crawl_id: int,
    ended_at: datetime,
    *,
    outcome: str,
    sentence: str | None = None,
    exit_code: int | None = None,
    counts: Mapping[str, int] | None = None,
    room: tuple[int, int] | None = None,
) -> None:
    """Close the row of a run. outcome: a word of CRAWL_OUTCOMES; counts: by names of COUNTS; room: what the archive and
    the captures take, in bytes. Raises ArchiveError."""
    given = {name: value for name, value in (counts or {}).items() if name in COUNTS}
    values = {
        "ended_at": stamp(ended_at), "outcome": outcome, "sentence": sentence, "exit_code": exit_code, **given,
    }  # fmt: skip
    if room is not None:
        values["archive_bytes"], values["captures_bytes"] = room
    with transaction(db):
        sets = ", ".join(f"{name} = ?" for name in values)
        db.conn.execute(f"UPDATE crawls SET {sets} WHERE id = ?", [*values.values(), crawl_id])


def last_began(db: sqlite_utils.Database) -> datetime | None:
    """When the newest run that visited all it had to began, by its own clock, in UTC; None where there is none."""
    row = db.conn.execute("SELECT max(started_at) FROM crawls WHERE outcome = 'finished'").fetchone()
    return datetime.fromisoformat(row[0].replace("Z", "+00:00")) if row[0] else None


def note_exit_code(db: sqlite_utils.Database, crawl_id: int, exit_code: int, sentence: str | None = None) -> None:
    """Add the command's exit code to a closed crawl, and its last line if that says more. Raises ArchiveError."""
    with transaction(db):
        db.conn.execute(
            "UPDATE crawls SET exit_code = ?, sentence = coalesce(?, sentence) WHERE id = ?",
            [exit_code, sentence, crawl_id],
        )


def record_visits(
    db: sqlite_utils.Database,
    crawl_id: int,
    reports: Iterable[VisitReport],
    harvests: Mapping[str, Harvest] | None = None,
) -> None:
    """Write visits with their validators and cursors, and when each channel is due again, all in one transaction.

    A visit that brought nothing, after one that ended alike (unchanged, empty or failed for the same reason), extends
    that one's row and touches no other.
    harvests: by channel, what the visits brought. Raises ArchiveError.
    """
    with transaction(db):
        for report in reports:
            harvest = (harvests or {}).get(report.channel_id, Harvest())
            if not (_may_extend(report, harvest) and _extended(db, crawl_id, report)):
                _insert_visit(db, crawl_id, report, harvest)
            for validators in report.validators:
                _keep_validators(db, validators, nothing_new=report.outcome == "unchanged")
            if report.cursor is not None:
                _keep_cursor(db, report.channel_id, report.cursor, report.ended_at)
            if report.calendar is not None:
                note_calendar(db, report.channel_id, report.calendar)
            note_hold(db, report, stamp(report.ended_at))
            note_plan(db, report, harvest.new)


def record_robots(db: sqlite_utils.Database, answers: Iterable[RobotsAnswer]) -> None:
    """Write what hosts said when asked for robots.txt, in one transaction. Raises ArchiveError."""
    with transaction(db):
        for answer in answers:
            asked_at = stamp(answer.asked_at)
            # A refusal (4xx) is an answer like any other; no answer, or a failing server, closes the host.
            failing = answer.status == 0 or answer.status >= 500
            db.conn.execute(
                "INSERT INTO robots (host, asked_at, status, body, sentence, changed_at, failing_since)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (host) DO UPDATE SET"
                " changed_at = iif(status = excluded.status AND body = excluded.body, changed_at, excluded.changed_at),"
                " failing_since = iif(excluded.failing_since IS NULL, NULL,"
                " coalesce(failing_since, excluded.failing_since)),"
                " asked_at = excluded.asked_at, status = excluded.status, body = excluded.body,"
                " sentence = excluded.sentence",
                [
                    answer.host, asked_at, answer.status, answer.body[:LONGEST_ROBOTS], answer.sentence, asked_at,
                    asked_at if failing else None,
                ],
            )  # fmt: skip


def record_cursors(db: sqlite_utils.Database, cursors: Mapping[str, str], at: datetime) -> None:
    """Write how far walks through the past have come, by channel, in one transaction. Raises ArchiveError."""
    with transaction(db):
        for channel_id, cursor in cursors.items():
            _keep_cursor(db, channel_id, cursor, at)


def _may_extend(report: VisitReport, harvest: Harvest) -> bool:
    """Whether a visit brought nothing, so that it may be one more of the same: unchanged, empty, or failed alike.

    A list that shows one known post where ten are usual is read in full each time, and says the same each time.
    """
    return report.outcome != "ok" and (report.items_seen == 0 or harvest == Harvest())


def _extended(db: sqlite_utils.Database, crawl_id: int, report: VisitReport) -> bool:
    """One row for many alike: a site that is down for a year and asked every ten minutes would make 50,000."""
    last = db.conn.execute(
        "SELECT id, outcome, reason, items_seen FROM visits WHERE channel_id = ? ORDER BY id DESC LIMIT 1",
        [report.channel_id],
    ).fetchone()
    if last is None or last[1:] != (report.outcome, report.reason, report.items_seen):
        return False
    db.conn.execute(
        "UPDATE visits SET visit_count = visit_count + 1, last_at = ?, last_crawl_id = ?, requests = requests + ?,"
        " received_bytes = received_bytes + ?, sentence = ? WHERE id = ?",
        [stamp(report.ended_at), crawl_id, report.requests, report.received_bytes, report.sentence, last[0]],
    )
    return True


def _insert_visit(db: sqlite_utils.Database, crawl_id: int, report: VisitReport, harvest: Harvest) -> None:
    ended_at = stamp(report.ended_at)
    row = {
        "channel_id": report.channel_id,
        "crawl_id": crawl_id,
        "last_crawl_id": crawl_id,
        "started_at": stamp(report.started_at),
        "ended_at": ended_at,
        "last_at": ended_at,
        "outcome": report.outcome,
        "reason": report.reason,
        "sentence": report.sentence,
        "requests": report.requests,
        "received_bytes": report.received_bytes,
        "items_seen": report.items_seen,
        "items_new": harvest.new,
        "items_revised": harvest.revised,
        "foreign_links": report.foreign_links,
        "reported_by_site": report.reported_by_site,
        "ways": json.dumps(dict(report.ways), sort_keys=True) if report.ways else None,
        "front": front_text(report.front),
    }
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    db.conn.execute(f"INSERT INTO visits ({names}) VALUES ({marks})", list(row.values()))


def _keep_validators(db: sqlite_utils.Database, validators: Validators, *, nothing_new: bool) -> None:
    """Write validators that differ. An answer of 304 may leave some out; then those of before still hold."""
    new = {name: f"coalesce(excluded.{name}, {name})" if nothing_new else f"excluded.{name}" for name in
           ("etag", "last_modified", "body_sha256")}  # fmt: skip
    db.conn.execute(
        "INSERT INTO validators (url, etag, last_modified, body_sha256, checked_at) VALUES (?, ?, ?, ?, ?)"
        f" ON CONFLICT (url) DO UPDATE SET etag = {new['etag']}, last_modified = {new['last_modified']},"
        f" body_sha256 = {new['body_sha256']}, checked_at = excluded.checked_at"
        " WHERE " + " OR ".join(f"{name} IS NOT {value}" for name, value in new.items()),
        [
            validators.url, validators.etag, validators.last_modified, validators.body_sha256,
            stamp_or_none(validators.checked_at),
        ],
    )  # fmt: skip


def _keep_cursor(db: sqlite_utils.Database, channel_id: str, cursor: str, at: datetime) -> None:
    db.conn.execute(
        "INSERT INTO cursors (channel_id, cursor, updated_at) VALUES (?, ?, ?) ON CONFLICT (channel_id) DO UPDATE SET"
        " cursor = excluded.cursor, updated_at = excluded.updated_at",
        [channel_id, cursor or None, stamp(at)],
    )
