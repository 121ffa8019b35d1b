"""Runs a command and accounts for it: seconds, CPU of it and its children, peak memory over all its processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took. peak_mb: the largest sum of resident memory over its processes, sampled 20 times a second.

    Resident memory counts pages that processes share once for each, so the sum is an upper bound.
    """

    seconds: float
    cpu: float
    peak_mb: float
    code: int


def run(command: list[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run to the end. The children's CPU counts once they have been waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    child = subprocess.Popen(command, env={**os.environ, **(environment or {})}, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = Peak(child.pid)
    code = child.wait()
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu, peak.stop(), code)


class Peak:
    """Samples the memory of a process and its descendants."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.over = pid, 0, threading.Event()
        self.thread = threading.Thread(target=self._sample, daemon=True)
        self.thread.start()

    def _sample(self) -> None:
        while not self.over.wait(0.05):
            self.most = max(self.most, sum(resident(pid) for pid in family(self.pid)))

    def stop(self) -> float:
        """End sampling; gives megabytes."""
        self.over.set()
        self.thread.join()
        return self.most / 1e6


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


def resident(pid: int) -> int:
    """Resident bytes of a process; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


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
