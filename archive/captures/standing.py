"""How captures stand: for health, which asks whether bytes are kept as the operator wants."""

from __future__ import annotations

from dataclasses import dataclass

import sqlite_utils

from archive.captures.rules import CaptureRules


@dataclass(frozen=True, slots=True)
class CapturesState:
    """on: as the settings say. size, max_size: bytes of all files, and what they may be. items, with_bytes: posts whose
    reading is proven by a row, and those whose bytes are there. missing: files that rows point at and that are not in
    the folder. stopped: why bytes are not kept at present, in a sentence; None where they are. since: since when."""

    on: bool
    size: int
    max_size: int
    files: int
    items: int
    with_bytes: int
    missing: tuple[str, ...]
    stopped: str | None
    since: str | None


def state(db: sqlite_utils.Database, rules: CaptureRules) -> CapturesState:
    """How captures stand. Changes nothing; never raises for a folder that is not there."""
    ask = db.conn.execute
    files = ask("SELECT file, size FROM capture_files WHERE left_at IS NULL ORDER BY file").fetchall()
    items, with_bytes = ask(
        "SELECT count(DISTINCT item_id), count(DISTINCT iif(because IS NULL AND kind != 'none', item_id, NULL))"
        " FROM captures"
    ).fetchone()
    stop = ask("SELECT sentence, since FROM capture_stops ORDER BY last_at DESC LIMIT 1").fetchone()
    sentence, since = stop if stop is not None and rules.on else (None, None)
    missing = tuple(name for name, _ in files if not (rules.folder / name).is_file())
    return CapturesState(
        on=rules.on,
        size=sum(size for _, size in files),
        max_size=rules.max_bytes,
        files=len(files),
        items=items,
        with_bytes=with_bytes,
        missing=missing,
        stopped=sentence,
        since=since,
    )
