"""The processes that read pages end with the engine, however it ends, and leave Ctrl-C to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"
ALL = 4  # the engine, its resource tracker, the forkserver, one worker


@pytest.fixture
def engine(web: Any, surroundings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A collect with one reading process, in a process group of its own, which is gone at the end of the test."""
    web.delay = 0.2
    given = {"NEWS_PRACTICE_WEB": web.base_url, "NEWS_READ_WORKERS": "1"}
    with subprocess.Popen(
        [SCRAPY, "collect"], cwd=ROOT, env={**os.environ, **surroundings, **given}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        yield child
        if group(child.pid):
            os.killpg(child.pid, signal.SIGKILL)


def group(number: int) -> list[int]:
    """The living processes of a group; dead ones that nobody has asked after do not count."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, _, of_group = (entry / "stat").read_text().rpartition(") ")[2].split()[:3]
        except OSError:  # it ended meanwhile
            continue
        if int(of_group) == number and state not in "ZX":
            found.append(int(entry.name))
    return found


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_a_collect_that_is_killed_leaves_no_process_behind(engine: subprocess.Popen[str]) -> None:
    assert within(60, lambda: len(group(engine.pid)) == ALL), "it reads in a process of its own"
    engine.kill()
    assert within(10, lambda: not group(engine.pid)), group(engine.pid)


def test_a_collect_that_is_killed_while_its_forkserver_starts_leaves_no_process_behind(
    engine: subprocess.Popen[str],
) -> None:
    assert within(60, lambda: len(group(engine.pid)) >= 3)
    engine.kill()
    assert within(10, lambda: not group(engine.pid)), group(engine.pid)


@pytest.mark.parametrize("processes", [3, ALL], ids=["while the forkserver starts", "while a worker reads"])
def test_ctrl_c_is_answered_by_the_engine_alone(web: Any, engine: subprocess.Popen[str], processes: int) -> None:
    assert within(60, lambda: len(group(engine.pid)) >= processes)
    asked = len(web.log)
    assert processes < ALL or within(60, lambda: len(web.log) > asked + 10), "the worker is well under way"
    os.killpg(engine.pid, signal.SIGINT)
    out, err = engine.communicate(timeout=60)
    assert "Traceback" not in err and "KeyboardInterrupt" not in err, err
    assert engine.returncode == 0 and "Collected" in out
    assert within(10, lambda: not group(engine.pid)), group(engine.pid)
