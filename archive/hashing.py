"""Fingerprints of revisions made anew: the function that makes them has learnt to look past counters and share boxes.

Without it, nothing would be lost and no revision made (words are compared with words, and old marks by the old
function); but a post under two addresses is found by its fingerprint.
"""

from __future__ import annotations

import sqlite_utils

from parsing.text import fingerprint

_AT_ONCE = 1000


def body_hash(body: str | None) -> str | None:
    """A short fingerprint of a body alone; None where there is too little of it to be a template's."""
    return fingerprint(None, body)[:16] if body and len(body.split(maxsplit=4)) >= 5 else None


def hash_anew(db: sqlite_utils.Database) -> None:
    """Write the fingerprints of all revisions as the function gives them today; bodies' too where they are missing."""
    last = 0
    while rows := db.conn.execute(
        "SELECT r.id, r.hash, t.title, t.body FROM revision_rows AS r JOIN texts AS t ON t.id = r.text_id"
        " WHERE r.id > ? ORDER BY r.id LIMIT ?",
        [last, _AT_ONCE],
    ).fetchall():
        last = rows[-1][0]
        db.conn.executemany(
            "UPDATE revision_rows SET hash = ?, body_hash = ? WHERE id = ?",
            [(fingerprint(title, body), body_hash(body), row_id) for row_id, _, title, body in rows],
        )
