"""The exam as one command: two worlds side by side, one of them killed again and again; then the comparison.

    python -m practice cron [--small] [--seed N] [--keep DIR]

Exit code 0 where every bar holds, 1 where one is missed, 2 where it cannot run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from errors import NewsError
from practice.cron import days
from practice.cron.closing import backup_and_back, health
from practice.cron.expecting import read_archive
from practice.cron.judging import Judged, judge, table
from practice.cron.killing import Aim
from practice.cron.playing import World, world
from practice.cron.watches import ROWS


def main(arguments: list[str]) -> int:
    """Play, compare, print. Exit codes as above."""
    parser = argparse.ArgumentParser(prog="python -m practice cron", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="two days and four kills, about a minute")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other moments to kill at (default: 1)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep archives, backups and output in a new folder")
    parser.add_argument("--calls", action="store_true", help="print each call as it ends (always on a terminal)")
    given = parser.parse_args(arguments)
    say = _say if given.calls or sys.stderr.isatty() else _hush
    try:
        if given.keep:
            return exam(given.keep.resolve(), small=given.small, seed=given.seed, say=say)
        with tempfile.TemporaryDirectory(prefix="practice-cron-") as folder:
            return exam(Path(folder), small=given.small, seed=given.seed, say=say)
    except (NewsError, OSError) as error:
        print(f"The exam cannot run: {error}", file=sys.stderr)
        return 2


def exam(folder: Path, *, small: bool, seed: int, say: Callable[[str], None]) -> int:
    """Play both worlds in a folder and print how they compare; gives the exit code. Raises InputError, OSError."""
    began, missed = time.monotonic(), []
    aims = days.aims(small, seed)
    wanted = days.count(aims)
    with world("killed", folder / "killed", say) as killed, world("calm", folder / "calm", say) as calm:
        with ThreadPoolExecutor(2) as pool:
            playing = [pool.submit(_play, killed, small, aims), pool.submit(_play, calm, small, {})]
            for one in playing:
                missed += one.result()
        kills = sum(call.killed is not None for call in killed.calls)
        missed += [] if kills == wanted else [f"Only {kills} of {wanted} kills were reached."]
        judged = {one.name: _judge(one, max(aims)) for one in (killed, calm)}
        missed += [f"{name}: {line}" for name, found in judged.items() for line in found.missed]
        _print(killed, calm, judged)
        missed += _close(killed, calm)
    print(f"{kills} kills, {_repeats(judged['killed'])} repeats, in {time.monotonic() - began:.0f} s.")
    print("\n".join(missed) if missed else "Every bar is met.")
    return 1 if missed else 0


def _play(one: World, small: bool, aims: dict[int, list[Aim]]) -> list[str]:
    """All days of a world; after each that has troubles `health` is asked for them. Returns what is wrong."""
    missed: list[str] = []
    later, left = days.later(small), list[Aim]()
    for day, turns in days.turns(small).items():
        left += aims.get(day, [])
        one.play(turns, left)
        if day > 1:
            lines, wrong = health(one, day, turns[-1].at + timedelta(minutes=10))
            one.findings[day] = lines
            missed += [f"{one.name}, day {day}: {line}" for line in wrong]
        one.play(later[day], [])
    missed += [
        f"{one.name}: the call of {call.turn.at:%d %b %H:%M} ended with {call.code}: {call.output.strip()[-300:]}"
        for call in one.calls
        if not call.killed and call.code not in (0, 1)
    ]
    return missed


def _judge(one: World, day: int) -> Judged:
    return judge(one, ROWS, read_archive(one.archive, day, one.calls[-1].turn.at))


def _print(killed: World, calm: World, judged: dict[str, Judged]) -> None:
    for one in (killed, calm):
        kills = sum(call.killed is not None for call in one.calls)
        print(f"\n{one.name}: {len(one.calls)} calls, {kills} killed")
        print("\n".join(table(judged[one.name])))
    print("\nKilled " + "; ".join(f"{call.turn.at:%d %b %H:%M} {call.killed}" for call in killed.calls if call.killed))
    for day, lines in calm.findings.items():
        print(f"\nhealth of the calm archive after day {day}:", *lines, sep="\n  ")


def _close(killed: World, calm: World) -> list[str]:
    missed: list[str] = []
    for one in (killed, calm):
        lines, wrong = backup_and_back(one, one.calls[-1].turn.at + timedelta(hours=1))
        print("\n" + "\n".join(f"{one.name}: {line}" for line in lines))
        missed += [f"{one.name}: {line}" for line in wrong]
    return missed


def _repeats(judged: Judged) -> int:
    return judged.total.repeats


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _hush(_: str) -> None:
    pass
