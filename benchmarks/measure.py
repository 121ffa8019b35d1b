"""Runs a command and accounts for it: seconds, CPU of it and its children, peak memory over all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took, over all its processes, sampled ten times a second.

    cpu: user and system seconds, those of processes that outlive it not counted after its end. peak_mb: the largest sum
    of proportional set sizes, in which memory that processes share counts once.
    """

    seconds: float
    cpu: float
    peak_mb: float
    code: int


def run(command: list[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run to the end. Helpers that a process starts and never waits for are counted by what the samples saw."""
    began = time.perf_counter()
    child = subprocess.Popen(command, env={**os.environ, **(environment or {})}, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = Peak(child.pid)
    _, status, usage = os.wait4(child.pid, 0)
    code = child.returncode = os.waitstatus_to_exitcode(status)
    peak.cpu[child.pid] = usage.ru_utime + usage.ru_stime
    seconds = time.perf_counter() - began
    peak_mb, cpu = peak.stop()
    return Cost(seconds, cpu, peak_mb, code)


class Peak:
    """Samples memory and CPU of a process and its descendants."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.over = pid, 0, threading.Event()
        self.cpu: dict[int, float] = {}
        self.thread = threading.Thread(target=self._sample, daemon=True)
        self.thread.start()

    def _sample(self) -> None:
        while not self.over.wait(0.1):
            here = family(self.pid)
            self.most = max(self.most, sum(memory(pid) for pid in here))
            for pid in here[1:]:
                self.cpu[pid] = max(self.cpu.get(pid, 0.0), cpu_seconds(pid))

    def stop(self) -> tuple[float, float]:
        """End sampling; gives megabytes and CPU seconds."""
        self.over.set()
        self.thread.join()
        return self.most / 1e6, sum(self.cpu.values())


def family(pid: int) -> list[int]:
    """A process and its descendants that live now."""
    found, waiting = [], [pid]
    while waiting:
        here = waiting.pop()
        found.append(here)
        try:
            for task in Path(f"/proc/{here}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def memory(pid: int) -> int:
    """Proportional set size of a process in bytes; 0 when it is gone."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def cpu_seconds(pid: int) -> float:
    """User and system seconds of a process so far; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except (OSError, IndexError):
        return 0.0


@contextmanager
def server(hosts: int, port: int, make: str, entries: int) -> Iterator[subprocess.Popen[str]]:
    """The server in a process of its own, so that its CPU is not the client's."""
    command = [sys.executable, "-m", "benchmarks.server", f"--hosts={hosts}", f"--port={port}"]
    child = subprocess.Popen(
        [*command, f"--make={make}", f"--entries={entries}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None and child.stdin is not None
    if child.stdout.readline().strip() != "ready":
        raise SystemExit("the server for the measurement could not start")
    try:
        yield child
    finally:
        child.stdin.close()
        child.wait(timeout=10)


def served(child: subprocess.Popen[str]) -> tuple[int, int]:
    """End a server and read how many requests and bytes it served."""
    assert child.stdout is not None and child.stdin is not None
    child.stdin.close()
    requests, sent = child.stdout.readline().split()
    return int(requests), int(sent)
