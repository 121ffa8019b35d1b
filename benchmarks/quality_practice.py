"""Section "practice": the practice web collected with its whole past, against its truth."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.quality_tables import Section, bars_of, percent
from practice.check import BARS, below, read
from practice.comparing import Compared, compare
from practice.server import running
from practice.shapes import now
from practice.truth import truth

ROOT = Path(__file__).resolve().parent.parent
#: minutes that the collect may take; it takes about one
MINUTES = 30
HEADS = ("posts", "found", "foreign", "title", "day", "wrong day", "read", "body F1", "events")
RATES = ("title", "day", "wrong_day", "read", "body", "events")


def section(*, day: int = 1) -> Section:
    """Serve the practice web, collect it into an archive that is thrown away, and compare.

    day: the second day is collected into the archive of the first, as a crawl of two days would be.
    """
    title = f"Practice web, day {day}, after collect --backfill on every day"
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        for one in range(1, day + 1):
            code, said = _collect(archive, one)
        if not archive.is_file():
            return Section(title, notes=[said], bars=bars_of({"recall": 0.0}, BARS))
        results = compare(truth(day), read(archive))
    total = Compared.sum("all", results)
    made = Section(title, rows=[("", *HEADS), *(_row(one) for one in (*results, total))])
    single = [f"{one.source} ({', '.join(below(one))})" for one in results if below(one)]
    made.notes = [said] if code else []
    made.notes += [f"Below a bar on their own: {'; '.join(single)}."] if single else []
    made.bars = bars_of(total.rates(), BARS)
    made.faults = [f"{name}: {line}" for name, lines in total.lists().items() for line in lines]
    return made


def _collect(archive: Path, day: int) -> tuple[int, str]:
    """Fill an archive; gives the exit code and what it said of it. 1 may be right: the practice web has troubles."""
    with running(day=day) as server:
        environment = {
            **os.environ,
            "NEWS_PRACTICE_WEB": server.base_url,
            "NEWS_ALLOW_PRIVATE_HOSTS": "1",
            "NEWS_CRAWL_NOW": now(day).isoformat(),
            "NEWS_CRAWL_DELAY_MAX": "0.1",
            "NEWS_INSTALLATION_DELAY": "0.02",
            "NEWS_REGISTRY_DIR": "practice/registry",
            "NEWS_ARCHIVE_PATH": str(archive),
        }
        command = [sys.executable, "-m", "scrapy", "collect", "--backfill", "--minutes", str(MINUTES)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    last = " ".join((done.stderr or done.stdout).strip().splitlines()[-1:])
    return (
        done.returncode,
        f"The collect ended with exit code {done.returncode}: {last.strip(' .') or 'it said nothing'}.",
    )


def _row(one: Compared) -> tuple[str, ...]:
    rates = one.rates()
    counts = (str(one.wanted), str(one.found), str(len(one.wrong)))
    return (one.source, *counts, *(percent(rates[name]) for name in RATES))
