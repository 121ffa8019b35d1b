"""Runs our reader over a folder of pages and writes what it read as JSON, for public benchmarks of extraction.

    python -m benchmarks.extract DIR OUT.json

DIR is searched for *.html and *.html.gz, at any depth. OUT.json holds {id: {"articleBody", "headline",
"datePublished"}}; the id is the file's name without .html or .html.gz; what a page does not tell is "". A page that
is broken or takes longer than two seconds of CPU is told of and has empty words.

    python -m benchmarks.extract benchmark/html output/ours.json --workers 4
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.extract_workers import Words, read_all

ENDINGS = (".html.gz", ".html")


def main(arguments: list[str] | None = None) -> int:
    """0 when OUT is written, failed pages or not; 2 where the arguments are no use."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extract", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pages lie")
    parser.add_argument("out", type=Path, metavar="OUT.json", help="the file that is written")
    parser.add_argument(
        "--workers", type=_count, default=os.cpu_count() or 1, metavar="N", help="processes (default: one a processor)"
    )
    parser.add_argument(
        "--seconds", type=_seconds, default=2.0, metavar="S", help="CPU that a page may take (default: 2)"
    )
    given = parser.parse_args(arguments)
    if not given.folder.is_dir():
        parser.error(f"there is no folder {given.folder}")
    if given.out.is_dir() or not given.out.parent.is_dir():
        parser.error(f"{given.out} cannot be written: its folder must exist, and it must be a file")
    files = pages_in(given.folder)
    if not files:
        parser.error(f"no *.html or *.html.gz lies in {given.folder}")
    found: dict[str, Words] = {}
    read_all(files.items(), given.workers, given.seconds, _noting(found, len(files)))
    write(given.out, {name: found[name] for name in files})
    return 0


def pages_in(folder: Path) -> dict[str, Path]:
    """Id -> file, in the order of the ids; of two with one id the first by path, and a word on the other."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.html*")):
        ending = next((ending for ending in ENDINGS if path.name.endswith(ending)), None)
        if ending is None or not path.is_file():
            continue
        name = path.name.removesuffix(ending)
        if name in found:
            print(f"{path} is left out: {found[name]} has the same id.", file=sys.stderr)
        else:
            found[name] = path
    return dict(sorted(found.items()))


def write(out: Path, found: dict[str, Words]) -> None:
    """Write OUT whole or not at all. Raises OSError."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    beside.write_text(text, encoding="utf-8", errors="backslashreplace")  # names of files may be no text at all
    beside.replace(out)


def _noting(found: dict[str, Words], of: int) -> Callable[[str, Words, str], None]:
    """Collects what was read and says on the error stream how far it is."""
    failed = 0
    last = time.monotonic()

    def note(name: str, words: Words, complaint: str) -> None:
        nonlocal failed, last
        found[name] = words
        if complaint:
            failed += 1
            print(f"{name}: {complaint}.", file=sys.stderr)
        if len(found) == of or time.monotonic() - last > 2:
            last = time.monotonic()
            print(f"{len(found)} of {of} pages, {failed} failed", file=sys.stderr, flush=True)

    return note


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 256, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 600:
        raise argparse.ArgumentTypeError(f"must be a number above 0 and at most 600, not {text!r}")
    return value


if __name__ == "__main__":
    raise SystemExit(main())
