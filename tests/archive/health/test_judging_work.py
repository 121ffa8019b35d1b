"""What is wrong with our own work: runs, lock, clock, disk, backups, captures, messages. No archive is needed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.health.runs import CaptureState, CarrierState, DiskState, LockState, RunState, Work, judge_work
from archive.times import stamp
from tests.builders import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GB = 1_000_000_000


def run(number: int, ago: timedelta, outcome: str = "finished") -> RunState:
    return RunState(number, stamp(NOW - ago), stamp(NOW - ago + timedelta(minutes=3)), outcome)


def runs(*outcomes: str, every: timedelta = HOUR, ago: timedelta = HOUR) -> tuple[RunState, ...]:
    """Runs, the newest first."""
    count = len(outcomes)
    return tuple(run(count - place, ago + place * every, outcome) for place, outcome in enumerate(outcomes))


def kinds(work: Work) -> list[str]:
    return [found.kind for found in judge_work(work, NOW)]


def test_an_archive_without_runs_and_one_with_good_runs_have_no_finding() -> None:
    assert kinds(Work()) == []
    assert kinds(Work(runs=runs(*["finished"] * 30), disk=DiskState(50 * GB, 100 * GB, 1e6))) == []


@pytest.mark.parametrize(("every", "late", "fine"), [(HOUR, 3 * DAY, 1.9 * DAY), (7 * DAY, 22 * DAY, 20 * DAY)])
def test_a_good_run_is_overdue_by_what_is_usual_here(every: timedelta, late: timedelta, fine: timedelta) -> None:
    told = ["finished"] * 9
    assert kinds(Work(runs=runs(*told, every=every, ago=late))) == ["no_run"]
    assert kinds(Work(runs=runs(*told, every=every, ago=fine))) == []


def test_runs_that_never_come_to_a_good_end_are_told_with_the_last() -> None:
    (found,) = judge_work(Work(runs=runs(*["offline"] * 5, every=2 * DAY)), NOW)
    assert found.kind == "no_run" and "No run ever" in found.sentence and "offline" in found.evidence[0]


def test_runs_that_are_killed_again_and_again_are_told_and_one_is_not() -> None:
    assert kinds(Work(runs=runs("finished", "killed", "finished", "finished"))) == []
    (found,) = judge_work(Work(runs=runs("finished", "killed", "finished", "killed", "killed")), NOW)
    assert found.kind == "runs_killed" and len(found.evidence) == 3


def test_limits_that_are_reached_for_days_are_told() -> None:
    assert kinds(Work(runs=runs(*["bounded"] * 20, every=HOUR))) == [], "twenty hours are no days"
    assert kinds(Work(runs=runs(*["bounded"] * 4, "interrupted", "bounded", "finished", every=DAY))) == ["more_to_do"]
    assert kinds(Work(runs=runs("finished", *["bounded"] * 9, every=DAY))) == []


def test_a_clock_that_jumped_or_is_behind_is_told() -> None:
    assert kinds(Work(runs=(run(2, -2 * HOUR), run(1, HOUR)))) == ["clock"]
    assert kinds(Work(runs=(run(3, HOUR), run(2, 5 * DAY), run(1, 2 * DAY)))) == ["clock"]


def test_a_lock_that_is_held_for_a_day_is_told_with_its_process() -> None:
    assert kinds(Work(lock=LockState(4242, "here", stamp(NOW - 2 * HOUR)))) == []
    (found,) = judge_work(Work(lock=LockState(4242, "here", stamp(NOW - DAY))), NOW)
    assert found.kind == "lock_long" and "4242" in found.next_step


@pytest.mark.parametrize(
    ("disk", "told"),
    [
        (DiskState(50 * GB, 100 * GB), False),
        (DiskState(1 * GB, 100 * GB), True),
        (DiskState(100_000_000, 1 * GB), True),
        (DiskState(20 * GB, 100 * GB, 1 * GB), True),
        (DiskState(50 * GB, 100 * GB, 1 * GB), False),
        (DiskState(50 * GB, 100 * GB, -1.0), False),
        (DiskState(0, 0, 5.0), False),
    ],
)
def test_a_disk_that_is_full_soon_is_told(disk: DiskState, *, told: bool) -> None:
    assert kinds(Work(disk=disk)) == (["disk"] if told else [])


def test_backups_that_stopped_are_told_and_none_at_all_are_not() -> None:
    assert kinds(Work(newest_backup_at=None)) == []
    assert kinds(Work(newest_backup_at=stamp(NOW - 2 * DAY))) == []
    assert kinds(Work(newest_backup_at=stamp(NOW - 20 * DAY))) == ["backup_old"]


def test_captures_that_stopped_and_messages_that_are_stuck_are_told() -> None:
    full = CaptureState(5 * GB, 5 * GB, "The folder holds 5.0 GB, the most it may.", stamp(NOW))
    (found,) = judge_work(Work(captures=full), NOW)
    assert found.kind == "captures" and "5.0 GB" in found.sentence
    assert kinds(Work(captures=CaptureState(6 * GB, 5 * GB))) == [], "what is over the budget goes by itself"
    stuck = CarrierState("NEWS_MAIL_STAFF", "strikes", 3, stamp(NOW - 2 * DAY), "550 no such user")
    (found,) = judge_work(Work(carriers=(stuck,)), NOW)
    assert (
        found.kind == "carrier" and "550 no such user" in found.evidence[0] and "watch test strikes" in found.next_step
    )
    assert kinds(Work(carriers=(CarrierState("NEWS_MAIL_STAFF", "strikes", 3, stamp(NOW - HOUR)),))) == []
