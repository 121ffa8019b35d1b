"""How captures are kept: the operator's settings as a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: bytes after which a file is left and the next one begun; a file is rewritten whole where a post is withheld
FILE_SIZE = 100 * 1024 * 1024
GIGABYTE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class CaptureRules:
    """folder: where WARC files lie. on: whether bytes are kept. max_bytes: of all files together. keep_days: 0 for
    ever. software, contact: what the files say of their maker. read_by: mark of the readers at work."""

    folder: Path
    on: bool = True
    max_bytes: int = 5 * GIGABYTE
    keep_days: int = 0
    file_size: int = FILE_SIZE
    software: str = "afscme-news-archive"
    contact: str = ""
    read_by: str | None = None
