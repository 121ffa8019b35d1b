"""`make quality`: how right the reading is, one section a question, with the bars that it has to reach.

    python -m benchmarks.quality                 all sections
    python -m benchmarks.quality pages --list    the pages alone, with every fault
    python -m benchmarks.quality --no-rivals     without the other readers

A further section is a module with `section() -> Section` and a line in SECTIONS. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import quality_facts, quality_kinds, quality_pages, quality_pairs, quality_practice, quality_verdicts
from benchmarks.quality_tables import Section

#: name -> what measures it, given the command line
SECTIONS: dict[str, Callable[[argparse.Namespace], Section]] = {
    "pages": lambda given: quality_pages.section(rivals=not given.no_rivals),
    "kinds": lambda given: quality_kinds.section(),
    "facts": lambda given: quality_facts.section(),
    "pairs": lambda given: quality_pairs.section(),
    "verdicts": lambda given: quality_verdicts.section(),
    "practice": lambda given: quality_practice.section(day=given.day),
}


def main(arguments: list[str] | None = None) -> int:
    """Print every section as soon as it is measured; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("which", nargs="*", help=f"sections: {', '.join(SECTIONS)}; all when none is named")
    parser.add_argument("--no-rivals", action="store_true", help="leave the other readers out; needs no network then")
    parser.add_argument("--day", type=int, choices=(1, 2, 3, 4), default=1, help="day of the practice web (default: 1)")
    parser.add_argument("--list", action="store_true", help="name every page and field that is wrong")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.which if name not in SECTIONS]
    if unknown:
        parser.error(f"there is no section {unknown[0]!r}; there are {', '.join(SECTIONS)}")
    made: dict[str, Section] = {}
    for name in given.which or SECTIONS:
        made[name] = SECTIONS[name](given)
        print(made[name].text(with_faults=given.list), end="\n\n", flush=True)
    if given.json:
        given.json.write_text(json.dumps(figures(made), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    missed = [f"{bar.what} ({name})" for name, section in made.items() for bar in section.bars if not bar.holds]
    print(f"Falls short: {'; '.join(missed)}." if missed else "Every bar holds.")
    return 1 if missed else 0


def figures(made: dict[str, Section]) -> dict[str, Any]:
    """Tables, bars and faults as plain values."""
    return {
        name: {
            "title": section.title,
            "rows": [list(row) for row in section.rows],
            "notes": section.notes,
            "bars": [
                {"what": bar.what, "value": bar.value, "sense": bar.sense, "wanted": bar.wanted, "holds": bar.holds}
                for bar in section.bars
            ],
            "faults": section.faults,
        }
        for name, section in made.items()
    }


if __name__ == "__main__":
    raise SystemExit(main())
