"""What `explain` prints of the bytes behind a post: what was received, where it lies, what was read anew."""

from __future__ import annotations

from archive.explaining import ItemTold
from archive.tables.captures import CAPTURE_KINDS, NOT_KEPT
from commands.writing import Paper, count, moment

#: readings that are printed one by one
MOST = 10


def print_captures(paper: Paper, told: ItemTold) -> None:
    """Each document that made the post new or changed it, the last one first; nothing for a post never read."""
    rows = told.beside["captures"]
    if not rows:
        return
    paper.heading("What was received")
    for row in rows[:MOST]:
        paper.line(f"{moment(row['fetched_at'])}: {count(row['size'], 'byte')}, SHA-256 as received {row['sha256']}")
        if row["because"]:
            paper.line(NOT_KEPT.get(row["because"], row["because"]), indent=4)
        else:
            place = f"{row['file']}, {row['length']:,} bytes from {row['offset']:,}"
            paper.line(f"{place}. {CAPTURE_KINDS.get(row['kind'], row['kind'])}", indent=4)
    if len(rows) > MOST:
        paper.line(f"... and {count(len(rows) - MOST, 'more document')}; --json prints them all.")
    if any(not row["because"] for row in rows):
        paper.line(f"scrapy explain {told.item['id']} --warc FILE copies the bytes into a WARC file.")
    for row in told.beside["rereadings"][:MOST]:
        paper.line(f"Read anew {moment(row['at'])}: better readers corrected its words; no edit of the post.")
