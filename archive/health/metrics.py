"""The archive's figures in the text format of Prometheus, for the textfile collector of its node exporter.

Names end in their unit, labels are escaped, and each name has its HELP and TYPE once, as the exposition format wants.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlite_utils

from archive.captures.standing import state
from archive.health.finding import Finding
from archive.health.kinds import KINDS
from archive.health.looking import Places
from archive.health.reading_work import disk_state, newest_backup
from archive.times import instant
from archive.transactions import troubles_told
from errors import ArchiveError

PREFIX = "news_archive_"
#: series of one name at the most; a time series for each of 10,000 findings would cost more than it tells
MOST_SERIES = 500
_LAST = "SELECT started_at, ended_at, outcome, requests, received_bytes, visits_ok, visits_unchanged, visits_empty," \
    " visits_soft, visits_hard, items_new, items_revised, items_rejected FROM crawls" \
    " WHERE outcome != 'running' ORDER BY id DESC LIMIT 1"  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """One name with its series: (labels, value)."""

    name: str
    about: str
    series: Sequence[tuple[dict[str, str], float]]
    type: str = "gauge"


@dataclass(slots=True)
class _Gathered:
    metrics: list[Metric] = field(default_factory=list)

    def add(self, name: str, about: str, value: float | None, type_: str = "gauge") -> None:
        """A single figure; what is unknown is left out."""
        if value is not None:
            self.metrics.append(Metric(name, about, [({}, value)], type_))

    def split(
        self, name: str, about: str, label: str, values: Iterable[tuple[str, float]], type_: str = "gauge"
    ) -> None:
        """A figure for each value of a label."""
        series = [({label: word}, value) for word, value in values][:MOST_SERIES]
        if series:
            self.metrics.append(Metric(name, about, series, type_))


def metrics_of(db: sqlite_utils.Database, places: Places, found: Sequence[Finding], now: datetime) -> list[Metric]:
    """All figures. Raises ArchiveError."""
    made = _Gathered()
    with troubles_told(db):
        _runs(db, made)
        _contents(db, made)
    trouble = [one for one in found if one.is_trouble]
    kinds = Counter(one.kind for one in trouble)
    made.split("findings", "Findings that last, by kind.", "kind",
               [(kind, kinds[kind]) for kind in KINDS if KINDS[kind].weight])  # fmt: skip
    made.add("findings_worst_weight", "Weight of the worst finding, 0 to 100.",
             max((one.weight for one in trouble), default=0))  # fmt: skip
    named = [({"kind": one.kind, "subject": one.subject}, float(one.weight)) for one in trouble][:MOST_SERIES]
    if named:
        made.metrics.append(Metric("finding_weight", "Each finding that lasts, with its weight.", named))
    disk = disk_state(db, places.archive)
    if disk is not None:
        made.add("disk_free_bytes", "Free room on the disk of the archive.", disk.free)
        made.add("disk_size_bytes", "Size of the disk of the archive.", disk.size)
        made.add("disk_filled_daily_bytes", "By how much archive and captures grow in a day.", disk.per_day)
    if places.captures is not None:
        made.add("captures_size_bytes", "Size of the files of captures.", state(db, places.captures).size)
    backup = newest_backup(places.backups)
    made.add("last_backup_timestamp_seconds", "When the newest whole backup was made.", _seconds(backup))
    for name, ending in (("database", ""), ("log", "-wal")):
        file = places.archive.with_name(places.archive.name + ending)
        if file.exists():
            made.add(f"{name}_size_bytes", f"Size of the {name}'s file.", file.stat().st_size)
    made.add("metrics_written_timestamp_seconds", "When these figures were written.", now.timestamp())
    return made.metrics


def _runs(db: sqlite_utils.Database, made: _Gathered) -> None:
    outcomes = db.conn.execute("SELECT outcome, count(*) FROM crawls GROUP BY outcome ORDER BY outcome").fetchall()
    made.split("runs_total", "Runs of collect so far, by outcome.", "outcome", outcomes, "counter")
    good = db.conn.execute(
        "SELECT max(coalesce(ended_at, started_at)) FROM crawls WHERE outcome IN ('finished', 'bounded')"
    ).fetchone()[0]
    made.add("last_good_run_timestamp_seconds", "When the last good run ended.", _seconds(good))
    last = db.conn.execute(_LAST).fetchone()
    if last is None:
        return
    begun, ended = _seconds(last[0]), _seconds(last[1])
    made.add("last_run_timestamp_seconds", "When the last run began.", begun)
    made.add("last_run_duration_seconds", "How long the last run took.", ended - begun if begun and ended else None)
    made.add("last_run_requests", "Requests of the last run that were answered.", last[3])
    made.add("last_run_received_bytes", "Bytes that the last run received.", last[4])
    visits = zip(("ok", "unchanged", "empty", "soft", "hard"), last[5:10], strict=True)
    made.split("last_run_visits", "Visits of the last run, by outcome.", "outcome", visits)
    items = zip(("new", "revised", "rejected"), last[10:13], strict=True)
    made.split("last_run_items", "Posts of the last run, by what became of them.", "outcome", items)


def _contents(db: sqlite_utils.Database, made: _Gathered) -> None:
    ask = db.conn.execute
    made.add("items", "Posts in the archive.", ask("SELECT coalesce(sum(posts), 0) FROM share_rows").fetchone()[0])
    verdicts = ask("SELECT verdict, count(*) FROM source_verdicts GROUP BY verdict ORDER BY verdict").fetchall()
    made.split("sources", "Sources of the registry, by verdict.", "verdict", verdicts)
    made.add("channels", "Channels of the registry.",
             ask("SELECT count(*) FROM channels WHERE closed_at IS NULL").fetchone()[0])  # fmt: skip
    made.add("channels_failing", "Channels in trouble since they were last read well.",
             ask("SELECT count(*) FROM troubles").fetchone()[0])  # fmt: skip


def exposed(metrics: Iterable[Metric]) -> str:
    """The figures as text."""
    lines = []
    for metric in metrics:
        name = PREFIX + metric.name
        lines += [f"# HELP {name} {_escaped(metric.about)}", f"# TYPE {name} {metric.type}"]
        for labels, value in metric.series:
            inner = ",".join(f'{label}="{_quoted(word)}"' for label, word in labels.items())
            lines.append(f"{name}{{{inner}}} {_number(value)}" if inner else f"{name} {_number(value)}")
    return "\n".join(lines) + "\n"


def write_metrics(file: Path, text: str) -> None:
    """Write the file whole or not at all: a collector may read at any moment. Raises ArchiveError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".tmp", dir=file.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                out.write(text)
            Path(name).chmod(0o644)  # the collector runs as another user; nothing in it is private
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ArchiveError(
            f"The metric file {file} cannot be written: {error.strerror}. Give this user the right to write"
            " its directory, or name another file."
        ) from error


def _seconds(at: str | None) -> float | None:
    return None if at is None else instant(at).timestamp()


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', '\\"')
