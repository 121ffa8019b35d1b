"""What both measurements of crawls share: a registry for the measured hosts, and one collect over it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from benchmarks.measure import Cost, run
from benchmarks.server import host

SCRAPY = Path(sys.executable).parent / "scrapy"


def write_registry(directory: Path, hosts: int, channels_each: int, port: int) -> list[str]:
    """Rows for `hosts` sources with as many feeds each; gives the feeds' addresses."""
    directory.mkdir(parents=True, exist_ok=True)
    sources, channels, addresses = [], [], []
    for number in range(hosts):
        home = f"http://{host(number)}:{port}/"
        sources.append([f"s-{number}", f"Source {number}", "local", "", "", home, f"{host(number)}:{port}"])
        for feed in range(channels_each):
            addresses.append(f"{home}feed/{feed}")
            channels.append([f"s-{number}-f-{feed}", f"s-{number}", "feed", addresses[-1], "", "", "", ""])
    zone = ["en", "America/New_York", "", "", ""]
    write(
        directory / "sources.csv",
        "source name level number states homepage hosts language timezone parent installation note",
        [row + zone for row in sources],
    )
    write(directory / "channels.csv", "channel source family address hint since until note", channels)
    write(directory / "watches.csv", "watch query mode carriers quiet cap note", [])
    return addresses


def write(path: Path, columns: str, rows: list[list[str]]) -> None:
    """A CSV with its header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split())
        writer.writerows(rows)


def collect(work: Path, workers: int, **settings: str) -> Cost:
    """One `scrapy collect` without delays, over the registry and into the archive of a directory."""
    environment = {
        "NEWS_REGISTRY_DIR": str(work / "registry"),
        "NEWS_ARCHIVE_PATH": str(work / "archive.db"),
        "NEWS_ALLOW_PRIVATE_HOSTS": "1",
        "NEWS_CRAWL_DELAY_MAX": "0",
        "NEWS_READ_WORKERS": str(workers),
        "NEWS_PAGES_PER_VISIT": "100000",
        **{f"NEWS_{name}": value for name, value in settings.items()},
    }
    return run([str(SCRAPY), "collect", "--json"], environment)


def size(work: Path) -> int:
    """Bytes of the database with its journal."""
    return sum(path.stat().st_size for path in work.glob("archive.db*") if not path.name.endswith(".lock"))
