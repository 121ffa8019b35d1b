"""Keeping what a post was read from: a row for each document that made it new or changed it, its bytes in a file.

Nothing here may stop a crawl: where a file cannot be written, or the files hold what they may, rows go on without
bytes, one sentence says why, and health can ask for it (`standing.state`).
"""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

import sqlite_utils

from archive.captures.files import DiskError, WarcFile, begin_file, mend
from archive.captures.records import Same, digest_of, records_of
from archive.captures.rules import GIGABYTE, CaptureRules
from archive.times import stamp
from archive.transactions import transaction
from items import Fetched, Item
from received import Received

logger = logging.getLogger(__name__)

#: documents whose place is remembered, since one feed brings many posts
_REMEMBERED = 32
_PAGE = "take_page"
#: reasons after which the next reading keeps the bytes, though nothing changed
_MAY_COME = ("off", "full", "disk")

_INSERT = (
    "INSERT INTO captures (item_id, channel_id, url, fetched_at, status, media_type, sha256, document_sha256, size,"
    " kind, because, file, offset, length, refers_to, taker, read_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_WITHHELD = "SELECT 1 FROM withheld WHERE item_id = ?"
_WITHHELD_BESIDE = (
    "SELECT 1 FROM withheld AS w JOIN appearances AS a ON a.item_id = w.item_id WHERE a.channel_id = ?1"
    " UNION ALL SELECT 1 FROM captures WHERE because = 'withheld' AND channel_id = ?1 LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document's records lie, or why they do not."""

    sha256: str
    kind: str
    because: str | None = None
    file: str | None = None
    offset: int | None = None
    length: int | None = None
    refers_to: int | None = None


class Captures:
    """The captures of one run. Made at its beginning, closed at its end; the file is opened by the first document."""

    def __init__(self, db: sqlite_utils.Database, rules: CaptureRules) -> None:
        self.db, self.rules = db, rules
        self.stopped: str | None = None
        self._file: WarcFile | None = None
        self._placed: OrderedDict[tuple[str, str, str], Placed] = OrderedDict()
        self._bytes = int(db.conn.execute("SELECT coalesce(sum(size), 0) FROM capture_files").fetchone()[0])

    def keep(self, item_id: int, item: Item, *, changed: bool) -> None:
        """Keep what an item was read from, if that is news of it. Raises ArchiveError for a trouble of the database."""
        fetched = item.fetched
        if fetched is None or fetched.received is None:
            return
        received = fetched.received
        if item.body is None and received.taker != _PAGE and item.event is None:
            return  # a teaser: its words are proven by its page
        if not changed and not self._is_lacking(item_id):
            return
        with transaction(self.db):
            placed = self._place(item_id, item, fetched, received)
            values = (
                item_id, item.channel_id, received.url, stamp(fetched.at), received.status, received.media_type,
                placed.sha256, fetched.sha256, len(received.body), placed.kind, placed.because, placed.file,
                placed.offset, placed.length, placed.refers_to, received.taker, self.rules.read_by,
            )  # fmt: skip
            self.db.conn.execute(_INSERT, values)

    def close(self) -> None:
        """Hand the file to the disk; note whether bytes are kept at present. Never raises for a trouble of the disk."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except DiskError as error:
                self._stop("disk", str(error))

    # ---- where a document lies -----------------------------------------------------------------------------------
    def _is_lacking(self, item_id: int) -> bool:
        """Whether nothing tells what the item was read from, or bytes are lacking that may be kept now."""
        last = self.db.conn.execute(
            "SELECT because FROM captures WHERE item_id = ? ORDER BY fetched_at DESC, id DESC LIMIT 1", [item_id]
        ).fetchone()
        may_keep = self.rules.on and self.stopped is None
        return last is None or (may_keep and last[0] in _MAY_COME)

    def _place(self, item_id: int, item: Item, fetched: Fetched, received: Received) -> Placed:
        sha256 = hashlib.sha256(received.body).hexdigest()
        key = (received.url, stamp(fetched.at), sha256)
        known = self._placed.get(key)
        if known is not None and received.taker != _PAGE:
            return known
        because = self._objection(item_id, item, received)
        if because is not None:
            return Placed(sha256, "none", because)
        try:
            placed = self._written(fetched, received, sha256)
        except DiskError as error:
            self._stop("disk", str(error))
            return Placed(sha256, "none", "disk")
        self._placed[key] = placed
        if len(self._placed) > _REMEMBERED:
            self._placed.popitem(last=False)
        return placed

    def _objection(self, item_id: int, item: Item, received: Received) -> str | None:
        """Why the bytes are not to be kept, a word of NOT_KEPT; None where they are."""
        if received.noarchive:
            return "noarchive"
        if self._is_withheld(item_id, item, received):
            return "withheld"
        if not self.rules.on:
            return "off"
        if self.stopped is None and self._bytes >= self.rules.max_bytes:
            most = f"{self.rules.max_bytes / GIGABYTE:g} GB"
            self._stop("full", f"{self.rules.folder} holds {most}, the most it may; CAPTURES_MAX_GB says so.")
        return None if self.stopped is None else self._reason

    def _is_withheld(self, item_id: int, item: Item, received: Received) -> bool:
        """Whether the item was withheld; of a document of many posts, whether any post of the channel was."""
        ask = _WITHHELD if received.taker == _PAGE else _WITHHELD_BESIDE
        return (
            self.db.conn.execute(ask, [item_id if received.taker == _PAGE else item.channel_id]).fetchone() is not None
        )

    def _written(self, fetched: Fetched, received: Received, sha256: str) -> Placed:
        """Write the records. Raises DiskError."""
        same = None if received.is_rendered else self._same(received, sha256)
        data = records_of(received, fetched.at, same[1] if same else None)
        file = self._file_for(fetched.at)
        offset = file.append(data)
        self._bytes += len(data)
        self.db.conn.execute("UPDATE capture_files SET size = ? WHERE file = ?", [file.size, file.name])
        kind = "revisit" if same else "resource" if received.is_rendered else "response"
        return Placed(sha256, kind, None, file.name, offset, len(data), same[0] if same else None)

    def _same(self, received: Received, sha256: str) -> tuple[int, Same] | None:
        """An earlier capture of the address with the same bytes."""
        row = self.db.conn.execute(
            "SELECT c.id, c.fetched_at FROM addresses AS a JOIN captures AS c ON c.item_id = a.item_id"
            " WHERE a.url = ? AND c.url = ? AND c.sha256 = ? AND c.kind = 'response' AND c.because IS NULL LIMIT 1",
            [received.url, received.url, sha256],
        ).fetchone()
        return None if row is None else (row[0], Same(received.url, row[1], digest_of(received.body)))

    # ---- files ---------------------------------------------------------------------------------------------------
    def _file_for(self, at: datetime) -> WarcFile:
        """The file to write into: the last one while it is of this day, whole and not full; else a new one."""
        if self._file is not None and self._file.size >= self.rules.file_size:
            self._file.close()
            self._file = None
        if self._file is None:
            self._file = self._reopened(at) or self._begun(at)
            self._going_again()
        return self._file

    def _reopened(self, at: datetime) -> WarcFile | None:
        day = at.strftime("%Y%m%d")
        row = self.db.conn.execute(
            "SELECT file, size FROM capture_files WHERE left_at IS NULL AND file GLOB ? ORDER BY file DESC LIMIT 1",
            [f"afscme-news-{day}-*"],
        ).fetchone()
        if row is None or row[1] >= self.rules.file_size:
            return None
        path = self.rules.folder / row[0]
        try:
            if not mend(path, row[1]):
                return None
        except OSError:  # it is gone, or may not be written
            return None
        return WarcFile(self.rules.folder, row[0], row[1])

    def _begun(self, at: datetime) -> WarcFile:
        taken = {name for (name,) in self.db.conn.execute("SELECT file FROM capture_files")}
        file = begin_file(self.rules, at, taken)
        self.db.conn.execute(
            "INSERT INTO capture_files (file, began_at, size) VALUES (?, ?, ?)", [file.name, stamp(at), file.size]
        )
        return file

    def _stop(self, reason: str, sentence: str) -> None:
        """Keep no more bytes in this run, and say so once."""
        if self.stopped is not None:
            return
        self.stopped, self._reason = f"{sentence} Posts are collected without their bytes.", reason
        logger.warning(self.stopped)
        now = stamp(datetime.now().astimezone())
        with transaction(self.db):
            self.db.conn.execute(
                "INSERT INTO capture_stops (reason, since, last_at, sentence) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (reason) DO UPDATE SET last_at = excluded.last_at, sentence = excluded.sentence",
                [reason, now, now, self.stopped],
            )

    def _going_again(self) -> None:
        """A file could be opened: what was in the way is over."""
        self.db.conn.execute("DELETE FROM capture_stops")
