"""(b) A poll in which nothing changed: 3,400 channels on 340 hosts, against bare Scrapy sending the same requests."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.crawls import collect, size, write_registry

PORT = 18_402
TABLES = ("item_rows", "revision_rows", "visits", "appearances", "addresses", "texts", "validators")


def measured(hosts: int, channels_each: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows for bare Scrapy and for the second of two polls, and the ratios of the bars."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        addresses = write_registry(work / "registry", hosts, channels_each, PORT)
        (work / "addresses").write_text("\n".join(addresses), encoding="utf-8")
        with measure.server(hosts, PORT, "known", 1) as child:
            bare = measure.run([sys.executable, "-m", "benchmarks.bare", str(work / "addresses"), "--conditional"])
            bare_served = measure.served(child)
        with measure.server(hosts, PORT, "known", 1):
            collect(work, 0)
            collect(work, 0)  # the first unchanged visit makes its row; the ones after it only extend it
        before, rows_before = size(work), counted(work)
        with measure.server(hosts, PORT, "known", 1) as child:
            ours = collect(work, 0)
            served = measure.served(child)
        grown = size(work) - before
        added = {table: n - rows_before[table] for table, n in counted(work).items() if n != rows_before[table]}
    rows = [
        {"what": "bare Scrapy", "requests": bare_served[0], "bytes": bare_served[1], **as_dict(bare), "database": 0},
        {"what": "collect, nothing new", "requests": served[0], "bytes": served[1], **as_dict(ours), "database": grown},
    ]
    channels = hosts * channels_each
    return rows, [
        f"requests per second, ours / bare: {bare.seconds / ours.seconds:.2f} (bar 0.70)",
        f"requests per channel: {served[0] / channels:.3f} (bar 1, and robots.txt once a host and day)",
        f"rows added by the repeated poll: {added or 'none'} (bar none)",
    ]


def as_dict(cost: measure.Cost) -> dict[str, Any]:
    return {"seconds": cost.seconds, "cpu": cost.cpu, "peak_mb": cost.peak_mb, "code": cost.code}


def counted(work: Path) -> dict[str, int]:
    """Rows of each table that a poll could grow."""
    with sqlite3.connect(work / "archive.db") as db:
        return {table: db.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES}
