"""`make bench`: every measurement, one table each, with the ratios that the bars speak of."""

from __future__ import annotations

import argparse
from typing import Any

from benchmarks import expectations, full_way, site, stories, unchanged


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("which", nargs="*", help="full-way, unchanged, stories, expectations, site; all by default")
    parser.add_argument(
        "--items",
        type=int,
        default=100_000,
        help="posts in the archive of `site` (default: 100000)",
    )
    parser.add_argument("--small", action="store_true", help="a tenth of the size, to see that it runs")
    given = parser.parse_args()
    wanted = set(given.which) or {"full-way", "unchanged", "stories", "expectations", "site"}
    scale = 10 if given.small else 1
    if "full-way" in wanted:
        for make in ("unknown", "known"):
            rows = full_way.measured(make, 20, 100 // scale)
            show(
                f"{rows[0]['pages']:,} article pages of {make} make, over loopback into SQLite",
                rows,
                full_way.ratios(rows),
            )
    if "unchanged" in wanted:
        rows, ratios = unchanged.measured(340 // scale, 10)
        show(f"{340 // scale * 10:,} channels on {340 // scale} hosts, nothing changed", rows, ratios)
    if "stories" in wanted:
        stories.show((1_000, 5_000, 10_000) if given.small else stories.SIZES, 10 if given.small else stories.SITES)
    if "expectations" in wanted:
        expectations.show((2_000, 10_000) if given.small else expectations.SIZES)
    if "site" in wanted:
        site.measured(site.ready(given.items // scale))
    return 0


def show(title: str, rows: list[dict[str, Any]], ratios: list[str]) -> None:
    """One table and its ratios."""
    print(f"\n{title}")
    print(f"{'':32}{'seconds':>9}{'CPU s':>9}{'peak MB':>9}{'requests':>10}{'MB read':>9}{'db MB':>8}")
    for row in rows:
        failed = f"  exit {row['code']}" if row["code"] else ""
        print(
            f"{row['what']:32}{row['seconds']:9.1f}{row['cpu']:9.1f}{row['peak_mb']:9.0f}{row['requests']:10,}"
            f"{row['bytes'] / 1e6:9.1f}{row['database'] / 1e6:8.1f}{failed}"
        )
    for ratio in ratios:
        print(f"  {ratio}")


if __name__ == "__main__":
    raise SystemExit(main())
