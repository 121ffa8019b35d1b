"""Keeps made-up archives in build/bench, so that a second measurement starts at once."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from archive import schema
from benchmarks.site.filling import ROOT, fill

FOLDER = ROOT / "build" / "bench"
_MAKERS = ("posts.py", "vocabulary.py", "besides.py", "filling.py")


def ready(count: int) -> Path:
    """The archive of so many posts: the one that was kept, else a new one. Its name tells what it was made by."""
    made_by = "\n".join(schema.statements()) + "".join(
        (Path(__file__).parent / name).read_text(encoding="utf-8") for name in _MAKERS
    )
    path = FOLDER / f"site-{count}-{hashlib.sha256(made_by.encode()).hexdigest()[:8]}.db"
    if path.exists():
        print(f"\nThe archive of {count:,} posts: {path}, {path.stat().st_size / 1e6:,.0f} MB, made before")
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    print(f"\nMaking an archive of {count:,} posts in {FOLDER}; it is kept for the next time", flush=True)
    half = path.with_suffix(".half")
    for old in FOLDER.glob(f"{half.name}*"):
        old.unlink()
    fill(half, count, lambda words: print(f"  {time.monotonic() - began:6.0f} s  {words}", flush=True))
    half.replace(path)
    print(f"  {time.monotonic() - began:6.0f} s  done, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
    return path
