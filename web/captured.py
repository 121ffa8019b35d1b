"""What an item was read from: rows for its page, and the kept bytes as one WARC file for those who may have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette.database import Database

#: readings that the page lists
MOST = 20
#: bytes of one file that is taken away
LONGEST = 64 * 1024 * 1024
#: files of ours; a row that names any other path is not followed
_FILE = re.compile(r"(?:withheld/)?[a-z0-9-]{1,80}\.warc\.gz")
#: Why bytes are not to be had, as an end of a sentence.
WHY_NOT = {
    "off": "its bytes were not kept",
    "noarchive": "its site asks that no copy be kept",
    "full": "there was no room for its bytes",
    "disk": "its bytes could not be written",
    "pruned": "its bytes were let go to make room",
    "withheld": "its bytes are withheld",
}
_KEPT = "because is null and kind != 'none' and file is not null"


@dataclass(frozen=True, slots=True)
class Captured:
    """rows: url, fetched_at, sha256, kind, because, file, size; the last one first. count: of all. kept: how many have
    their bytes. is_known: False where the archive is a public build, which has no captures."""

    rows: list[Any]
    count: int = 0
    kept: int = 0
    is_known: bool = True


async def captured(db: Database, item_id: int) -> Captured:
    """What is known of an item's captures."""
    if "captures" not in await db.table_names():
        return Captured([], is_known=False)
    counted = await db.execute(
        f"select count(*) as readings, coalesce(sum({_KEPT}), 0) as kept from captures where item_id = :id",
        {"id": item_id},
    )
    count, kept = counted.first()
    rows = await db.execute(
        "select url, fetched_at, sha256, kind, because, file, size from captures where item_id = :id"
        f" order by fetched_at desc, id desc limit {MOST}",
        {"id": item_id},
    )
    return Captured(list(rows.rows), count, kept)


async def warc_of(db: Database, folder: Path, item_id: int) -> bytes | None:
    """The kept records of an item, one after the other; with them what revisits refer to. None where there are none."""
    if "captures" not in await db.table_names():
        return None
    found = await db.execute(
        f"""select distinct file, offset, length from captures where {_KEPT} and (item_id = :id or id in
        (select refers_to from captures where item_id = :id and {_KEPT})) order by fetched_at, file, offset""",
        {"id": item_id},
    )
    pieces, size = [], 0
    for file, offset, length in found.rows:
        piece = _piece(folder, file, offset, length)
        size += len(piece)
        if size > LONGEST:
            break
        pieces.append(piece)
    return b"".join(pieces) or None


def _piece(folder: Path, file: str, offset: int, length: int) -> bytes:
    """Records as they lie in a file; nothing where they are not there."""
    if not _FILE.fullmatch(file) or not 0 <= length <= LONGEST:
        return b""
    try:
        with (folder / file).open("rb") as kept:
            kept.seek(offset)
            data = kept.read(length)
    except OSError:
        return b""
    return data if len(data) == length else b""
