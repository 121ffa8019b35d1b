"""What it costs to look for topics, mentions and places in one more post, and how many rows that makes.

Posts of a few hundred made-up words, with labelled sentences among them so that there is something to find; four in ten
carry words that forty sites carry. Rows are written straight into the tables: how posts come in is measured elsewhere
(`benchmarks/stories.py`). `python -m benchmarks.enriching 10000 100000` measures at these sizes.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import sqlite_utils

from archive.database import close_archive, open_archive
from archive.enriching import enrich_again, enrich_new, prepare
from archive.sources import sync_registry
from archive.times import stamp
from archive.transactions import transaction
from benchmarks.newsrooms import CARRIED_BY, PRINTED, SOURCES, START, registry, text
from benchmarks.quality_facts import SORTS, labelled, rules
from benchmarks.quality_reading import ROOT
from pipelines.enrichment import Enrichment
from pipelines.mentions import Mentions
from pipelines.places import Places
from pipelines.topics import Topics
from registry import load

SIZES = (10_000, 100_000, 1_000_000)
STEP = 10_000
#: tables whose size is told
TABLES = ("item_topics", "mentions", "item_places")


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size. Milliseconds: a post of the last ones, and a wording that was read."""

    posts: int
    a_post: float
    a_wording: float
    rows: dict[str, float]
    megabytes: float
    share: float
    peak_mb: float


def finders() -> tuple[Enrichment, ...]:
    """The real ones, with the project's own rules."""
    topics, bodies, gazetteer = rules()
    return Topics(topics, 1), Mentions(bodies, gazetteer, 1), Places(gazetteer, 1)


def measured(sizes: Sequence[int], folder: Path) -> list[Size]:
    """Fill one archive up to each of the sizes in turn, and read what is new after every step."""
    db = open_archive(folder / "archive.db")
    made, found = registry(), finders()
    sync_registry(db, load(ROOT / "data" / "registry"), START)  # what mentions stand for
    sync_registry(db, made, START)
    prepare(db, found)
    at, sizes_told = 0, []
    for size in sorted(sizes):
        while at < size:
            _fill(db, at, min(at + STEP, size))
            began = time.perf_counter()
            done = enrich_new(db, found)
            spent = time.perf_counter() - began
            at = min(at + STEP, size)
        sizes_told.append(_size(db, at, spent / done.items * 1e3, spent / max(1, done.texts) * 1e3))
    began = time.perf_counter()
    prepare(db, found, again=SORTS)
    again = enrich_again(db, found)
    print(f"Everything again: {again.texts:,} wordings of {again.items:,} posts, {time.perf_counter() - began:.0f} s.")
    close_archive(db)
    return sizes_told


@lru_cache(maxsize=1)
def _sentences() -> list[str]:
    return [f"{one.title}\n{one.text}".strip() for sort in SORTS for one in labelled(sort)]


def _fill(db: sqlite_utils.Database, first: int, beyond: int) -> None:
    with transaction(db):
        for number in range(first, beyond):
            is_printing = number % 100 < PRINTED and number % CARRIED_BY > 0
            text_id = number - number % CARRIED_BY if is_printing and number % CARRIED_BY < PRINTED else number
            if text_id == number:
                chance = random.Random(number)
                body = "\n\n".join((text(f"body {number}", 240), *chance.sample(_sentences(), chance.randrange(1, 5))))
                db.conn.execute("INSERT INTO texts (id, hash, title, body, word_count) VALUES (?, ?, ?, ?, 300)",
                                [number + 1, str(number), text(f"title {number}", 7), body])  # fmt: skip
            db.conn.execute(
                "INSERT INTO item_rows (source_id, url, text_id, published_precision, first_seen_at, last_seen_at,"
                " sorted_at) VALUES (?, ?, ?, 'bounded', ?, ?, ?)",
                [f"site-{number % SOURCES}", f"https://example.org/{number}", text_id + 1, *[stamp(START)] * 3],
            )


def _size(db: sqlite_utils.Database, posts: int, a_post: float, a_wording: float) -> Size:
    used = dict(db.conn.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall())
    ours = sum(size for name, size in used.items() if name.startswith(TABLES))
    counts = {name: db.conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] / posts for name in TABLES}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Size(posts, a_post, a_wording, counts, ours / 1e6, ours / sum(used.values()), peak)


def main(arguments: Sequence[str]) -> None:
    """Print one line a size."""
    with tempfile.TemporaryDirectory() as folder:
        for size in measured([int(one) for one in arguments] or SIZES, Path(folder)):
            rows = ", ".join(f"{count:.1f} {name}" for name, count in size.rows.items())
            print(
                f"{size.posts:>9,} posts: {size.a_post:.2f} ms a post, {size.a_wording:.2f} ms a wording; rows a post:"
                f" {rows}; {size.megabytes:,.0f} MB of facts ({size.share:.0%} of the file), {size.peak_mb:.0f} MB peak"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
