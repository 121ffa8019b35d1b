"""Tells a public build from other files, and opens one to be read."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.transactions import troubles_told

#: marks the file as a public build ("NEWP" in ASCII), which no command of ours writes to
APPLICATION_ID = 0x4E455750


def is_public_build(path: Path) -> bool:
    """Whether the file says of itself that it is one. Never raises for what cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    return len(head) == 100 and struct.unpack(">I", head[68:72])[0] == APPLICATION_ID


@contextmanager
def opened_build(path: Path) -> Iterator[sqlite3.Connection]:
    """A build, to be read. Raises ArchiveError for what cannot be read."""
    with troubles_told(path):
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            yield db
        finally:
            db.close()
