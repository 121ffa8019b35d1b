"""Reading captures back: the bytes of one, checked against its hash, and what is known of an item's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import sqlite_utils
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.captures.entries import entry_of
from errors import ArchiveError
from items import Item

#: a capture is an answer of at most 16 MB with two short records; more is none of ours
_LONGEST = 64 * 1024 * 1024

_COLUMNS = (
    "id, item_id, channel_id, url, fetched_at, status, media_type, sha256, document_sha256, size, kind, because, file,"
    " offset, length, refers_to, taker, read_by"
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One row of captures, by its columns."""

    id: int
    item_id: int
    channel_id: str
    url: str
    fetched_at: str
    status: int
    media_type: str | None
    sha256: str
    document_sha256: str
    size: int
    kind: str
    because: str | None
    file: str | None
    offset: int | None
    length: int | None
    refers_to: int | None
    taker: str | None
    read_by: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A capture's bytes. headers as they came; body as it was received; entry: what a list had said of the post."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    redirected_from: tuple[str, ...] = ()
    entry: Item | None = None


def captures_of(db: sqlite_utils.Database, item_id: int) -> list[Capture]:
    """All that is known of what an item was read from, the oldest first."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM captures WHERE item_id = ? ORDER BY fetched_at, id", [item_id]
    ).fetchall()
    return [Capture(*row) for row in rows]


def capture(db: sqlite_utils.Database, capture_id: int) -> Capture:
    """One capture by its number. Raises KeyError."""
    row = db.conn.execute(f"SELECT {_COLUMNS} FROM captures WHERE id = ?", [capture_id]).fetchone()
    if row is None:
        raise KeyError(capture_id)
    return Capture(*row)


def raw_records(folder: Path, one: Capture) -> bytes:
    """The gzip members of a capture as they lie in its file. Raises ArchiveError where they cannot be had."""
    if one.because is not None or one.file is None or one.offset is None or one.length is None:
        raise ArchiveError(f"The bytes of capture {one.id} are not kept ({one.because or one.kind}).")
    path = folder / one.file
    try:
        with path.open("rb") as file:
            file.seek(one.offset)
            data = file.read(min(one.length, _LONGEST))
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}.") from error
    if len(data) != one.length:
        raise ArchiveError(f"{path} breaks off before byte {one.offset + one.length:,}; restore it from a backup.")
    return data


def item_records(db: sqlite_utils.Database, folder: Path, item_id: int) -> bytes:
    """All kept records of an item as one WARC file, with what its revisits refer to. Raises ArchiveError where nothing
    is kept, or a file cannot be read."""
    own = [one for one in captures_of(db, item_id) if one.because is None and one.file is not None]
    if not own:
        raise ArchiveError(f"No bytes of item {item_id} are kept; `scrapy explain {item_id}` says why.")
    first = [capture(db, one.refers_to) for one in own if one.refers_to is not None]
    places = {(one.file, one.offset): one for one in (*first, *own)}
    return b"".join(raw_records(folder, one) for one in places.values())


def read_capture(db: sqlite_utils.Database, folder: Path, one: Capture) -> Document:
    """The document of a capture, a revisit's from the capture that it refers to. Raises ArchiveError where it cannot be
    had or is not what was received."""
    found = _document(folder, one, one.kind)
    if one.kind == "revisit" and one.refers_to is not None:
        first = capture(db, one.refers_to)
        found = Document(
            found.url, found.status, found.headers, _document(folder, first, first.kind).body, found.redirected_from,
            found.entry,
        )  # fmt: skip
    if hashlib.sha256(found.body).hexdigest() != one.sha256:
        raise ArchiveError(f"The bytes of capture {one.id} in {one.file} are not those that were received.")
    return found


def _document(folder: Path, one: Capture, kind: str) -> Document:
    found: Document | None = None
    fields: list[tuple[str, str]] = []
    try:
        for record in ArchiveIterator(BytesIO(raw_records(folder, one))):
            if record.rec_type == kind:
                head = record.http_headers.headers if record.http_headers is not None else ()
                headers = tuple(head) or (("Content-Type", one.media_type or "text/html"),)
                body = b"" if kind == "revisit" else record.raw_stream.read(_LONGEST)
                found = Document(one.url, one.status, headers, body)
            elif record.rec_type == "metadata":
                text = record.raw_stream.read(_LONGEST).decode("utf-8", "replace")
                fields = [(name, value) for name, _, value in (line.partition(": ") for line in text.splitlines())]
    except (ArchiveLoadFailed, ValueError) as error:
        raise ArchiveError(f"The records of capture {one.id} in {one.file} cannot be read: {error}.") from error
    if found is None:
        raise ArchiveError(f"Where {one.file} should hold capture {one.id}, there is none.")
    redirected = tuple(value for name, value in fields if name == "redirected-from")
    return Document(found.url, found.status, found.headers, found.body, redirected, _entry(fields))


def _entry(fields: list[tuple[str, str]]) -> Item | None:
    for name, value in fields:
        if name == "entry":
            try:
                return entry_of(value)
            except ValueError:
                return None
    return None
