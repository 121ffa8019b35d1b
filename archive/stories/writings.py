"""Items as the judgement of sameness takes them, read from the archive and remembered as long as one telling lasts."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date

import sqlite_utils

from archive.sameness import Writing

#: writings that are remembered; with texts of a thousand words some ten megabytes
_REMEMBERED = 1_500

_ASK = (
    "SELECT i.source_id, coalesce(s.level, ''), i.url, t.title, t.teaser, t.body, i.language, i.kind,"
    " iif(i.published_precision IN ('minute', 'day') AND i.published_flag IS NULL, i.published_on, NULL), i.author"
    " FROM item_rows AS i JOIN texts AS t ON t.id = i.text_id JOIN sources AS s ON s.id = i.source_id WHERE i.id = ?"
)


class Writings:
    """Writings by item. `forget` what has changed."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        self._known: OrderedDict[int, Writing] = OrderedDict()

    def of(self, item_id: int) -> Writing:
        """The writing of an item that is there."""
        known = self._known.get(item_id)
        if known is None:
            known = self._known[item_id] = self._read(item_id)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(item_id)
        return known

    def forget(self, item_id: int) -> None:
        """Read an item anew when it is asked for next."""
        self._known.pop(item_id, None)

    def _read(self, item_id: int) -> Writing:
        source_id, level, url, title, teaser, body, language, kind, day, author = self.db.conn.execute(
            _ASK, [item_id]
        ).fetchone()
        links = self.db.conn.execute("SELECT url FROM pointings WHERE item_id = ?", [item_id])
        return Writing(
            source_id, level, url, title, teaser, body, language, kind,
            date.fromisoformat(day) if day else None, frozenset(link for (link,) in links), author,
        )  # fmt: skip
