"""Captures whose rows point at bytes that are not there, found again in the other WARC files by what they say.

A restored archive is older than its files: where a file was written anew since, without a withheld post or for the
budget, its rows point at the file of then. The records themselves tell what they are.

    row ──> file and offset: its record is not there
    files of the folder ──> kind, address, date, hash of the body, length of all three records: the same ──> row

A document in which a withheld post stands is looked for among what was put aside alone, and stays withheld.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import sqlite_utils
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.captures.files import NAME, ends_of
from archive.captures.forgetting import PRIVATE
from archive.captures.rewriting import Place
from archive.captures.rules import CaptureRules
from archive.times import stamp
from archive.transactions import transaction
from errors import ArchiveError

#: a record is an answer of at most 16 MB; more is none of ours
_LONGEST = 64 * 1024 * 1024
#: bytes in which the heads of a record stand
_HEAD = 16 * 1024
#: kind, address, date: what a record's head says and a row, too
_Key: TypeAlias = tuple[str, str, str]
_LOST = (
    "SELECT c.file, c.offset, max(c.length), c.kind, c.url, c.fetched_at, c.sha256,"
    " max(EXISTS (SELECT 1 FROM withheld AS w WHERE w.item_id = c.item_id) OR c.because IS NOT NULL)"
    " FROM captures AS c WHERE c.file IS NOT NULL AND c.offset IS NOT NULL GROUP BY c.file, c.offset"
)
_DROP_FILE = "DELETE FROM capture_files WHERE file = ?1 AND NOT EXISTS (SELECT 1 FROM captures WHERE file = ?1)"


@dataclass(frozen=True, slots=True)
class Lost:
    """A document whose records are not where its rows say."""

    place: Place
    length: int
    key: _Key
    sha256: str
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """Documents that were lost: found in other files, and those whose records stand in none."""

    found: int
    lost: int

    def sentence(self) -> str:
        """What was found, in words; empty where nothing was."""
        return f"Found again in files that were written anew: {self.found:,} captures." if self.found else ""

    def left(self) -> str:
        """What was not found and what to do, in words; empty where all was."""
        if not self.lost:
            return ""
        return (
            f"The bytes of {self.lost:,} captures stand in no file; `scrapy restore` with --captures brings those that "
            "were backed up."
        )


def lost_captures(db: sqlite_utils.Database, rules: CaptureRules) -> list[Lost]:
    """Documents whose records are not where their rows say, by a look at each record's head. Changes nothing."""
    found, file, path, size = [], None, rules.folder, -1
    for name, offset, length, kind, url, at, sha256, withheld in db.conn.execute(_LOST).fetchall():
        if name != file:
            file, path = name, rules.folder / name
            size = path.stat().st_size if path.is_file() else -1
        key = (kind, "" if withheld else url, at)  # the row of a withheld post has no address
        there = _key_at(path, offset) if offset + (length or 0) <= size else None
        if there is None or (there[0], there[1] if key[1] else "", there[2]) != key:
            found.append(Lost((name, offset), length or 0, key, sha256, bool(withheld)))
    return found


def find_again(db: sqlite_utils.Database, rules: CaptureRules) -> FoundAgain:
    """Point rows at their records where these stand in other files. The caller holds the lock of runs.

    A large folder is read once, if anything is lost at all. Raises ArchiveError where a file cannot be read.
    """
    lost = lost_captures(db, rules)
    if not lost:
        return FoundAgain(0, 0)
    places: dict[Place, Place] = {}
    for private in (False, True):
        wanted: dict[_Key, list[Lost]] = {}
        for one in lost:
            if one.is_withheld == private:
                wanted.setdefault(one.key, []).append(one)
        if wanted:
            places |= _looked_for(rules, wanted, private=private)
    with transaction(db):
        for one in lost:
            if one.place in places:
                _point(db, one, places[one.place])
        for name in sorted({file for file, _ in places.values() if not file.startswith(PRIVATE)}):
            _count_file(db, rules.folder / name)
        for name in sorted({file for file, _ in places}):
            if not (rules.folder / name).is_file():
                db.conn.execute(_DROP_FILE, [name])
    return FoundAgain(len(places), len(lost) - len(places))


# ---- rows -------------------------------------------------------------------------------------------------------
def _point(db: sqlite_utils.Database, one: Lost, place: Place) -> None:
    db.conn.execute(
        "UPDATE captures SET file = ?, offset = ?, because = iif(?, 'withheld', because) WHERE file = ? AND offset = ?",
        [*place, one.is_withheld, *one.place],
    )


def _count_file(db: sqlite_utils.Database, path: Path) -> None:
    """The archive may know nothing of a file that was begun after its backup, or less than all of it."""
    (end,) = db.conn.execute("SELECT max(offset + length) FROM captures WHERE file = ?", [path.name]).fetchone()
    began = datetime.fromtimestamp(path.stat().st_mtime, UTC)  # a name may say anything
    db.conn.execute(
        "INSERT INTO capture_files (file, began_at, size) VALUES (?, ?, ?)"
        " ON CONFLICT (file) DO UPDATE SET size = max(size, excluded.size), left_at = NULL",
        [path.name, stamp(began), end],
    )


# ---- files ------------------------------------------------------------------------------------------------------
def _looked_for(rules: CaptureRules, wanted: dict[_Key, list[Lost]], *, private: bool) -> dict[Place, Place]:
    """Old place -> new place. Where a record stands in two files the newer one counts: it lacks what was withheld."""
    folder, found = rules.folder / PRIVATE if private else rules.folder, dict[Place, Place]()
    for path in sorted(folder.glob("*.warc.gz"), reverse=True):
        if path.is_symlink() or not (private or NAME.fullmatch(path.name)):
            continue
        try:
            for offset, one in _standing_in(path, wanted):
                found.setdefault(one.place, (path.relative_to(rules.folder).as_posix(), offset))
        except OSError as error:
            raise ArchiveError(f"{path} cannot be read: {error.strerror}.") from error
        if len(found) == sum(map(len, wanted.values())):
            break
    return found


def _standing_in(path: Path, wanted: dict[_Key, list[Lost]]) -> Iterator[tuple[int, Lost]]:
    """Wanted documents of a file with where they begin."""
    begin, ones = 0, list[Lost]()
    with path.open("rb") as members, path.open("rb") as file:
        start = 0
        # Three members make one capture: the answer, what was asked, and how it was read.
        for end in ends_of(members, 0):
            file.seek(start)
            if end - start <= _LONGEST and (answers := _answer_in(file.read(end - start), wanted)):
                begin, ones = start, answers
            yield from ((begin, one) for one in ones if end - begin == one.length)
            start = end


def _answer_in(member: bytes, wanted: dict[_Key, list[Lost]]) -> list[Lost]:
    """The wanted documents whose answer a member is, its body compared with the rows' hashes."""
    try:
        for record in ArchiveIterator(BytesIO(member)):
            kind, url, at = _key_of(record)
            ones = wanted.get((kind, url, at)) or wanted.get((kind, "", at), [])
            if not ones or kind == "revisit":
                return ones
            sha256 = hashlib.sha256(record.raw_stream.read(_LONGEST)).hexdigest()
            return [one for one in ones if one.sha256 == sha256]
    except (ArchiveLoadFailed, ValueError):
        return []
    return []


def _key_at(path: Path, offset: int) -> _Key | None:
    """What the record says it is that begins there."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            for record in ArchiveIterator(BytesIO(file.read(_HEAD))):
                return _key_of(record)
    except (OSError, ArchiveLoadFailed, ValueError):
        return None
    return None


def _key_of(record: ArcWarcRecord) -> _Key:
    head = record.rec_headers
    return record.rec_type, head.get_header("WARC-Target-URI") or "", head.get_header("WARC-Date") or ""
