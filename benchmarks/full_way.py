"""(a) 2,000 article pages over loopback, the whole way into SQLite, against bare Scrapy fetching the same pages.

Also the ceiling that the bar names: trafilatura alone, in its fast mode, on the same pages without any network.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.crawls import collect, size, write_registry
from benchmarks.pages import post_paths

PORT = 18_401


def measured(make: str, hosts: int, entries: int) -> list[dict[str, Any]]:
    """One row each for bare Scrapy, trafilatura alone, and the project with 0, 1 and 2 workers."""
    rows = []
    pages = hosts * entries
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        feeds = write_registry(work / "registry", hosts, 1, PORT)
        addresses = [feed.split("/feed/")[0] + path for feed in feeds for path in post_paths(feed, entries)]
        (work / "addresses").write_text("\n".join(addresses), encoding="utf-8")
        with measure.server(hosts, PORT, make, entries) as child:
            bare = measure.run([sys.executable, "-m", "benchmarks.bare", str(work / "addresses")])
            requests, sent = measure.served(child)
        rows.append(row("bare Scrapy", make, pages, bare, requests, sent, 0))
        alone = measure.run([sys.executable, "-m", "benchmarks.alone", make, str(work / "addresses")])
        rows.append(row("trafilatura fast, no network", make, pages, alone, 0, 0, 0))
        for workers in (0, 1, 2):
            with measure.server(hosts, PORT, make, entries) as child:
                cost = collect(work, workers)
                requests, sent = measure.served(child)
            rows.append(row(f"collect, {workers} workers", make, pages, cost, requests, sent, size(work)))
            for path in work.glob("archive.db*"):
                path.unlink()
    return rows


def row(what: str, make: str, pages: int, cost: measure.Cost, requests: int, sent: int, grown: int) -> dict[str, Any]:
    """One line of the table."""
    return {
        "what": what,
        "make": make,
        "pages": pages,
        "seconds": cost.seconds,
        "cpu": cost.cpu,
        "peak_mb": cost.peak_mb,
        "requests": requests,
        "bytes": sent,
        "database": grown,
        "code": cost.code,
    }


def ratios(rows: list[dict[str, Any]]) -> list[str]:
    """The figures that the bars speak of."""
    bare, alone, inline, one, two = rows
    beyond = inline["cpu"] - bare["cpu"]
    bar = 0.65 if inline["make"] == "known" else 1.6
    return [
        f"CPU beyond the bare fetch / trafilatura fast alone: {beyond / alone['cpu']:.2f} (bar {bar})",
        f"two workers / one, pages per second: {one['seconds'] / two['seconds']:.2f} (bar 1.6)",
        f"peak memory with two workers: {two['peak_mb']:.0f} MB (bar 250)",
    ]


if __name__ == "__main__":
    print(json.dumps(measured("unknown", 20, 100), indent=2))
