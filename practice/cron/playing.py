"""Plays days of the practice web as cron would: each call a real `scrapy collect` in a process group of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from practice import server
from practice.cron.killing import Aim, Seen
from practice.cron.sinks import SITE, Office, sinks
from practice.cron.watches import write_registry

ROOT = Path(__file__).resolve().parent.parent.parent
#: seconds after which a call counts as hung
LONGEST = 240


@dataclass(frozen=True, slots=True)
class Turn:
    """One call of cron: on which day of the web, at what time, and whether it is to be killed. words: further ones."""

    day: int
    at: datetime
    kill: bool = False
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Call:
    """What came of a turn. killed: the aim that was reached; code: of those that ended themselves."""

    turn: Turn
    seconds: float
    code: int | None = None
    killed: str | None = None
    output: str = ""


@dataclass(slots=True)
class World:
    """A practice web, an archive and sinks of their own."""

    name: str
    folder: Path
    web: server.Server
    office: Office
    environment: dict[str, str]
    calls: list[Call] = field(default_factory=list)
    #: day -> what `scrapy health` found at its end
    findings: dict[int, list[str]] = field(default_factory=dict)
    say: Callable[[str], None] = field(default=lambda _: None)

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    def scrapy(self, *words: str, at: datetime, archive: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Another command of the project, with the environment of cron."""
        given = {**self.environment, "NEWS_CRAWL_NOW": at.isoformat()}
        given |= {"NEWS_ARCHIVE_PATH": str(archive)} if archive else {}
        return subprocess.run(
            [*_SCRAPY, *words], cwd=ROOT, env=given, capture_output=True, text=True, timeout=LONGEST, check=False
        )

    def play(self, turns: Sequence[Turn], aims: list[Aim]) -> None:
        """Make these calls. aims: the points to kill at, the next one first; one that was not reached stays."""
        for turn in turns:
            self.web.day = turn.day
            aim = aims[0] if aims and turn.kill else None
            call = self._call(turn, aim)
            self.calls.append(call)
            if call.killed and aims:
                aims.pop(0)
            about = f"killed {call.killed}" if call.killed else f"exit {call.code}"
            self.say(f"{self.name}: {turn.at:%d %b %H:%M} (day {turn.day}): {about}, {call.seconds:.1f} s")

    def _call(self, turn: Turn, aim: Aim | None) -> Call:
        self.office.begin(len(self.calls), turn.at, aim.hold if aim else None)
        out = (self.folder / "output.txt").open("w+", encoding="utf-8")
        with out:
            began, asked = time.monotonic(), len(self.web.log)
            run = subprocess.Popen(
                [*_SCRAPY, "collect", "--quiet", *turn.words], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True,
                env={**self.environment, "NEWS_CRAWL_NOW": turn.at.isoformat()},
            )  # fmt: skip
            try:
                seen = Seen(began, asked, self.archive.with_name("archive.db.lock"), self.web, self.office)
                killed = _watch(run, aim, seen)
            finally:
                _end(run)
                self.office.dead.set()
            out.seek(0)
            return Call(turn, time.monotonic() - began, run.returncode, killed, out.read())


def _watch(run: subprocess.Popen[bytes], aim: Aim | None, seen: Seen) -> str | None:
    """Wait for the end of a run, or kill it; returns the aim that was reached. Raises TimeoutError where it hangs."""
    while run.poll() is None:
        if aim is not None and aim.due(seen):
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            return aim.name if run.returncode == -signal.SIGKILL else None
        if seen.age > LONGEST:
            raise TimeoutError(f"A call did not end within {LONGEST} s.")
        time.sleep(0.003)
    return None


def _end(run: subprocess.Popen[bytes]) -> None:
    """Nothing of a run outlives it, whatever its end."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()


def _scrapy() -> list[str]:
    beside = Path(sys.executable).with_name("scrapy")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "scrapy"]


_SCRAPY = _scrapy()


@contextlib.contextmanager
def world(name: str, folder: Path, say: Callable[[str], None]) -> Iterator[World]:
    """A world of its own in a new folder. Raises InputError without a mail server, OSError."""
    folder.mkdir(parents=True)
    write_registry(folder / "registry")
    with server.running(1) as web, sinks() as (office, carriers):
        yield World(name, folder, web, office, _environment(folder, web.base_url) | carriers, say=say)


def _environment(folder: Path, web: str) -> dict[str, str]:
    """What cron gives, which is next to nothing, and the settings."""
    return {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C",
        "NEWS_PRACTICE_WEB": web,
        "NEWS_ALLOW_PRIVATE_HOSTS": "True",
        "NEWS_REGISTRY_DIR": str(folder / "registry"),
        "NEWS_ARCHIVE_PATH": str(folder / "archive.db"),
        "NEWS_BACKUP_DIR": str(folder / "backups"),
        "NEWS_CRAWL_DELAY_MAX": "0.02",
        "NEWS_PAGE_DELAY": "0.02",
        "NEWS_INSTALLATION_DELAY": "0.02",
        "NEWS_SITE_ADDRESS": SITE,
        "NEWS_WATCH_ZONE": "UTC",
        "NEWS_CONTACT": "desk@practice.example",
    }
