"""What one more post costs in an archive of many, story included; and what it saves that words are stored once.

Posts come in by the archive's one door (`keep`), and stories are told after every thousand, as runs do. At each size
the next posts are then kept and told one by one. `python -m benchmarks.stories 10000 50000` measures at other sizes.
Above FILLED posts the archive is multiplied by copies of its own rows (`multiplied.py`), and a few thousand posts more
are measured: to fill a million by the door takes two hours.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sqlite_utils

from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.sources import sync_registry
from archive.stories import tell
from benchmarks.multiplied import multiply
from benchmarks.newsrooms import START, post, posts, registry
from items import Item
from practice.truth import truth

SIZES = (10_000, 100_000, 1_000_000)
#: posts between two tellings, posts that are taken one by one at each size, posts whose filling is averaged
STEP, SINGLE, LAST = 1_000, 300, 3_000
#: so many posts come in by the door; larger archives are multiplied
FILLED = 10_000
#: sites that carry each national story of the practice web when it is multiplied
SITES = 100


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size. Milliseconds of CPU a post, since a clock on the wall counts what else runs.

    keep and tell: means of the last posts of the filling; p50 and p95: of single posts, kept and told.
    """

    posts: int
    keep: float
    tell: float
    p50: float
    p95: float
    megabytes: float
    peak_mb: float
    stories: int


def measured(sizes: Sequence[int], say: Callable[[str], None] = print) -> list[Size]:
    """Fill one archive up to each of the sizes in turn."""
    rows, made = [], registry()
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "archive.db")
        sync_registry(db, made, START)
        at = 0
        for size in sorted(sizes):
            spent: list[tuple[float, float]] = []
            beyond = at + LAST if size > FILLED else size
            if size > FILLED:
                multiply(db, size - LAST)
            while at < beyond:
                spent.append(_step(db, made.sites, at, min(at + STEP, beyond)))
                at = min(at + STEP, beyond)
            single = sorted(_single(db, made.sites, number) for number in range(at, at + SINGLE))
            at += SINGLE
            rows.append(_size(db, size, spent[-LAST // STEP :], single))
            say(_line(rows[-1]))
        close_archive(db)
    return rows


def _step(db: sqlite_utils.Database, sites: object, first: int, beyond: int) -> tuple[float, float]:
    """Milliseconds a post for keeping and telling a thousand posts; making them up is not counted."""
    items, began = list(posts(first, beyond)), time.process_time()
    for item in items:
        keep(db, item, sites)  # type: ignore[arg-type]
    kept = time.process_time()
    tell(db, None, sites)  # type: ignore[arg-type]
    told = time.process_time()
    return (kept - began) / len(items) * 1e3, (told - kept) / len(items) * 1e3


def _single(db: sqlite_utils.Database, sites: object, number: int) -> float:
    item, began = post(number), time.process_time()
    keep(db, item, sites)  # type: ignore[arg-type]
    tell(db, None, sites)  # type: ignore[arg-type]
    return (time.process_time() - began) * 1e3


def _size(db: sqlite_utils.Database, size: int, spent: Sequence[tuple[float, float]], single: Sequence[float]) -> Size:
    (stories,) = db.conn.execute("SELECT count(*) FROM stories WHERE item_count > 0").fetchone()
    return Size(
        size,
        sum(kept for kept, _ in spent) / len(spent),
        sum(told for _, told in spent) / len(spent),
        single[len(single) // 2],
        single[len(single) * 95 // 100],
        bytes_of(db) / 1e6,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        stories,
    )


def bytes_of(db: sqlite_utils.Database) -> int:
    """Bytes of the database, without the write-ahead log."""
    pages, size = (db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def _line(row: Size) -> str:
    return (
        f"{row.posts:>10,}{row.keep:>9.2f}{row.tell:>9.2f}{row.p50:>9.2f}{row.p95:>9.2f}{row.megabytes:>10.0f}"
        f"{row.peak_mb:>9.0f}{row.stories:>10,}"
    )


# ---- stored once ----------------------------------------------------------------------------------------------------
def stored(sites: int = SITES) -> tuple[float, float, int]:
    """Megabytes of the practice web with each national story on so many sites, words stored once and stored anew for
    each post (one word of each text then is its own), and the number of posts."""
    whole = [one for one in truth().posts if one.whole and one.piece.text]
    carried = [one for one in whole if one.story and one.role == "original"]
    bodies = [(one.piece.title, one.piece.teaser, one.piece.text) for one in carried for _ in range(sites)]
    bodies += [(one.piece.title, one.piece.teaser, one.piece.text) for one in whole if one.story is None]
    return _written(bodies, alike=True), _written(bodies, alike=False), len(bodies)


def _written(bodies: Iterable[tuple[str, str | None, str]], *, alike: bool) -> float:
    made = registry()
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "archive.db")
        sync_registry(db, made, START)
        for number, (title, teaser, body) in enumerate(bodies):
            own = body if alike else f"{body} x{number}"
            keep(db, _printed(number, title, teaser, own), made.sites)
        size = bytes_of(db)
        close_archive(db)
    return size / 1e6


def _printed(number: int, title: str, teaser: str | None, body: str) -> Item:
    return replace(post(number), title=title, teaser=teaser, body=body)


def show(sizes: Sequence[int], sites: int = SITES) -> None:
    """Both tables and what the bars speak of."""
    print("\nOne more post in an archive of many: milliseconds of CPU to keep it and to tell its story")
    print(f"{'posts':>10}{'keep':>9}{'tell':>9}{'one p50':>9}{'one p95':>9}{'db MB':>10}{'peak MB':>9}{'stories':>10}")
    rows = measured(sizes)
    first, last = rows[0], rows[-1]
    growth = (last.keep + last.tell) / (first.keep + first.tell)
    print(f"  a post at {last.posts:,} / at {first.posts:,}: {growth:.2f}; p50 {last.p50 / first.p50:.2f}, "
          f"p95 {last.p95 / first.p95:.2f} (bar: flat)")  # fmt: skip
    once, anew, count = stored(sites)
    print(f"\nThe practice web with each national story on {sites} sites: {count:,} posts")
    print(f"  {once:.1f} MB where words are stored once, {anew:.1f} MB where each post has its own;")
    print(f"  for 1,000,000 such posts {once / count * 1e6:,.0f} MB and {anew / count * 1e6:,.0f} MB")


if __name__ == "__main__":
    show([int(word) for word in sys.argv[1:]] or SIZES)
