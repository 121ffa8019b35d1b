"""What is wrong with our own work: runs, lock, clock, disk, backups, captures, deliveries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from archive.disk import size
from archive.health.finding import Finding, count, made
from archive.times import a_day, instant

#: Runs of these outcomes did their work, as far as their limits let them.
GOOD = frozenset({"finished", "bounded"})
#: A good run is overdue after so many times the usual time between two, and never before LEAST.
OVERDUE, LEAST = 3, timedelta(days=2)
#: Without two good runs nothing is usual yet.
UNKNOWN_GAP = timedelta(days=7)
#: so many of the last runs are looked at, and so many killed ones among them are told
LAST_RUNS, MANY_KILLED = 10, 3
#: Every run reached its limit for so long, so many times in a row.
BOUNDED_FOR, BOUNDED_RUNS = timedelta(days=3), 3
LOCK_LONG = timedelta(hours=12)
#: what clocks may be apart that are set by different means
CLOCK_SLACK = timedelta(minutes=10)
#: bytes and share of the disk below which it counts as nearly full
LEAST_FREE, LEAST_SHARE = 300_000_000, 0.02
FULL_WITHIN = timedelta(days=30)
BACKUP_OLD = timedelta(days=8)
STUCK_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class RunState:
    """A row of crawls."""

    crawl_id: int
    started_at: str
    ended_at: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class LockState:
    """Who holds the lock of runs now."""

    pid: int
    host: str
    since: str


@dataclass(frozen=True, slots=True)
class DiskState:
    """The disk of the archive. free, size: bytes; per_day: bytes by which it fills; None where unknown."""

    free: int
    size: int
    per_day: float | None = None


@dataclass(frozen=True, slots=True)
class CaptureState:
    """Captures beside their budget, in bytes. stopped: why none are kept at present, in a sentence; since when."""

    used: int
    budget: int
    stopped: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class CarrierState:
    """Messages that one carrier did not take. watch: one of those they are of; said: what came of the last attempt."""

    carrier: str
    watch: str
    stuck: int
    since: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """All that is known of our own work. runs: the newest first."""

    runs: tuple[RunState, ...] = ()
    lock: LockState | None = None
    disk: DiskState | None = None
    newest_backup_at: str | None = None
    captures: CaptureState | None = None
    carriers: tuple[CarrierState, ...] = ()


def judge_work(work: Work, now: datetime) -> Iterator[Finding]:
    """The findings of our own work, without order."""
    for found in (
        _no_run(work.runs, now),
        _killed(work.runs),
        _bounded(work.runs, now),
        _clock(work.runs, now),
        _lock(work.lock, now),
        _disk(work.disk),
        _backup(work.newest_backup_at, now),
        _captures(work.captures),
    ):
        if found is not None:
            yield found
    yield from _carriers(work.carriers, now)


def overdue_after(runs: Iterable[RunState]) -> timedelta:
    """How old the last good run may be: by what was usual between two."""
    starts = sorted(instant(run.started_at) for run in runs if run.outcome in GOOD)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(starts)]
    return max(timedelta(seconds=OVERDUE * median(gaps)), LEAST) if gaps else UNKNOWN_GAP


def _no_run(runs: tuple[RunState, ...], now: datetime) -> Finding | None:
    if not runs:
        return None
    last = next((run for run in runs if run.outcome in GOOD), None)
    at = (last.ended_at or last.started_at) if last else runs[-1].started_at
    if now - instant(at) <= overdue_after(runs):
        return None
    days = (now - instant(at)).days
    newest = runs[0]
    told = f"The last good run ended {count(days, 'day')} ago." if last else "No run ever came to a good end."
    return made(
        "no_run",
        "run",
        told,
        since=at,
        evidence=[
            f"Last good run: crawl {last.crawl_id}, {at}." if last else "",
            f"Newest run: crawl {newest.crawl_id}, begun {newest.started_at}, {newest.outcome}.",
            f"A good run is overdue after {overdue_after(runs).total_seconds() / 86400:.1f} days here.",
        ],
    )


def _killed(runs: tuple[RunState, ...]) -> Finding | None:
    killed = [run for run in runs[:LAST_RUNS] if run.outcome == "killed"]
    if len(killed) < MANY_KILLED:
        return None
    return made(
        "runs_killed",
        "run",
        f"{len(killed)} of the last {min(len(runs), LAST_RUNS)} runs ended without a word.",
        since=killed[-1].started_at,
        evidence=[f"Crawl {run.crawl_id}, begun {run.started_at}." for run in killed],
    )


def _bounded(runs: tuple[RunState, ...], now: datetime) -> Finding | None:
    streak: list[RunState] = []
    for run in runs:
        if run.outcome == "bounded":
            streak.append(run)
        elif run.outcome == "finished":
            break
    if len(streak) < BOUNDED_RUNS or now - instant(streak[-1].started_at) < BOUNDED_FOR:
        return None
    since = streak[-1].started_at
    return made(
        "more_to_do",
        "run",
        f"{len(streak)} runs in a row reached their limit before their work was done.",
        since=since,
        evidence=[f"Since crawl {streak[-1].crawl_id} of {a_day(instant(since).date())} none finished."],
    )


def _clock(runs: tuple[RunState, ...], now: datetime) -> Finding | None:
    """A run that began after now, or before the one before it."""
    if runs and instant(runs[0].started_at) > now + CLOCK_SLACK:
        return made(
            "clock",
            "run",
            f"The clock is behind: it says {now:%Y-%m-%d %H:%M} UTC, and a run began at {runs[0].started_at}.",
            since=runs[0].started_at,
            evidence=[f"Crawl {runs[0].crawl_id}."],
        )
    for later, earlier in pairwise(runs[: LAST_RUNS + 1]):
        if instant(later.started_at) < instant(earlier.started_at) - CLOCK_SLACK:
            return made(
                "clock",
                "run",
                f"The clock jumped back: run {later.crawl_id} began before run {earlier.crawl_id}.",
                since=later.started_at,
                evidence=[
                    f"Crawl {earlier.crawl_id} began at {earlier.started_at}.",
                    f"Crawl {later.crawl_id} began at {later.started_at}.",
                ],
            )
    return None


def _lock(lock: LockState | None, now: datetime) -> Finding | None:
    if lock is None or now - instant(lock.since) < LOCK_LONG:
        return None
    hours = (now - instant(lock.since)).total_seconds() / 3600
    return made(
        "lock_long",
        "run",
        f"Process {lock.pid} on {lock.host} has held the lock for {hours:,.0f} hours.",
        since=lock.since,
        evidence=[f"The lock was taken at {lock.since}."],
        name=str(lock.pid),
    )


def _disk(disk: DiskState | None) -> Finding | None:
    if disk is None or disk.size <= 0:
        return None
    figures = [f"{size(disk.free)} of {size(disk.size)} are free."]
    if disk.per_day:
        figures.append(f"It fills by about {size(round(disk.per_day))} a day.")
    days = disk.free / disk.per_day if disk.per_day and disk.per_day > 0 else None
    if disk.free < LEAST_FREE or disk.free < LEAST_SHARE * disk.size:
        return made("disk", "run", f"The disk of the archive is nearly full: {figures[0]}", evidence=figures)
    if days is not None and days < FULL_WITHIN.days:
        told = f"The disk of the archive is full in about {count(round(days), 'day')}, as it fills now."
        return made("disk", "run", told, evidence=figures)
    return None


def _backup(newest_at: str | None, now: datetime) -> Finding | None:
    """Who never made one is told by `scrapy doctor`; a habit that broke off is trouble."""
    if newest_at is None or now - instant(newest_at) < BACKUP_OLD:
        return None
    days = (now - instant(newest_at)).days
    told = f"The newest backup is {count(days, 'day')} old."
    return made("backup_old", "run", told, since=newest_at, evidence=[f"It was made at {newest_at}."])


def _captures(captures: CaptureState | None) -> Finding | None:
    """What is let go to keep the budget is as it should be; that nothing is kept any more is not."""
    if captures is None or captures.stopped is None:
        return None
    return made(
        "captures",
        "run",
        f"Bytes of posts are not kept at present: {captures.stopped}",
        since=captures.since,
        evidence=[f"The files take {size(captures.used)}; they may take {size(captures.budget)}."],
    )


def _carriers(carriers: tuple[CarrierState, ...], now: datetime) -> Iterator[Finding]:
    for one in carriers:
        if now - instant(one.since) >= STUCK_FOR:
            yield made(
                "carrier",
                one.carrier,
                f"{count(one.stuck, 'message')} of watches could not be delivered by {one.carrier}.",
                since=one.since,
                evidence=[f"Of the last attempt: {one.said}" if one.said else "", f"One of the watches: {one.watch}."],
                name=one.watch,
            )
