"""What keeping the bytes costs: the same pages collected with captures and without. `python -m benchmarks.captures`

Each page is new, so each is kept; a poll that finds nothing new keeps nothing and costs nothing. Runs alternate, so
that a machine with other work slows both; the ratio counts.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import measure
from benchmarks.crawls import collect, write_registry

PORT = 18_402
HOSTS, PAGES, ROUNDS = 20, 50, 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.captures", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a fifth of the size, once, to see that it runs")
    small = parser.parse_args().small
    found = measured(HOSTS, PAGES // 5 if small else PAGES, 1 if small else ROUNDS)
    print(f"{'':10}{'pages':>8}{'seconds':>9}{'pages/s':>9}{'CPU s':>8}{'CPU ms/page':>13}{'captures MB':>13}")
    for name, (pages, cost, captures) in found.items():
        print(
            f"{name:10}{pages:8,}{cost.seconds:9.1f}{pages / cost.seconds:9.1f}{cost.cpu:8.1f}"
            f"{1000 * cost.cpu / pages:13.2f}{captures / 1e6:13.2f}"
        )
    (pages, off, _), (_, on, kept) = found["without"], found["with"]
    print(
        f"Captures cost {1000 * (on.cpu - off.cpu) / pages:.2f} ms of CPU a page ({on.cpu / off.cpu - 1:+.1%}),"
        f" {kept / pages / 1000:.1f} KB on the disk a page; {pages / on.seconds:.0f} instead of"
        f" {pages / off.seconds:.0f} pages/s."
    )
    return 0


def measured(hosts: int, pages: int, rounds: int) -> dict[str, tuple[int, measure.Cost, int]]:
    """Name -> pages, the cheapest cost of the rounds, bytes of the files."""
    found: dict[str, tuple[int, measure.Cost, int]] = {}
    for _ in range(rounds):
        for name, on in (("without", "0"), ("with", "1")):
            with tempfile.TemporaryDirectory() as directory, measure.server(hosts, PORT, "known", pages):
                work = Path(directory)
                write_registry(work / "registry", hosts, 1, PORT)
                cost = collect(work, 1, CAPTURES=on)
                kept = sum(path.stat().st_size for path in (work / "captures").glob("*.warc.gz"))
            if name not in found or cost.cpu < found[name][1].cpu:
                found[name] = hosts * pages, cost, kept
    return found


if __name__ == "__main__":
    raise SystemExit(main())
