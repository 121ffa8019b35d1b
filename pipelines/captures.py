"""What the run's captures are by the settings, and the door through which stored items hand on their bytes."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.captures import CaptureRules, Captures, prune
from archive.captures.rules import GIGABYTE
from archive.keeping import Kept
from errors import ArchiveError
from items import Item
from pipelines.paths import beside_cfg

logger = logging.getLogger(__name__)

#: rooms whose code decides what is read out of a document
_READERS = ("parsing", "spiders")


def capture_rules(settings: Any, folder: Path | None = None) -> CaptureRules:
    """The operator's settings as a value. folder: CAPTURES_DIR as an absolute path, if the caller knows it."""
    return CaptureRules(
        folder=folder or beside_cfg(settings["CAPTURES_DIR"]),
        on=settings.getbool("CAPTURES"),
        max_bytes=int(settings.getfloat("CAPTURES_MAX_GB") * GIGABYTE),
        keep_days=int(settings.getfloat("CAPTURES_KEEP_DAYS")),
        software=f"{settings['BOT_NAME']}/{settings['VERSION']}",
        contact=str(settings["CONTACT"] or ""),
        read_by=readers_mark(),
    )


@lru_cache(maxsize=1)
def readers_mark() -> str:
    """A mark of the code that reads documents: what was read by other code may be read anew."""
    root, mark = Path(__file__).resolve().parent.parent, hashlib.blake2b(digest_size=6)
    for room in _READERS:
        for path in sorted((root / room).rglob("*.py")):
            mark.update(path.read_bytes())
    return mark.hexdigest()


def keep_capture(crawler: Any, kept: Kept, item: Item) -> None:
    """Keep what an item was read from. Raises ArchiveError for a trouble of the database, never for one of files."""
    captures: Captures | None = getattr(crawler, "captures", None)
    if captures is None:
        captures = crawler.captures = Captures(crawler.archive, capture_rules(crawler.settings))
    captures.keep(kept.item_id, item, changed=kept.outcome != "same")


def close_captures(crawler: Any, now: datetime) -> None:
    """At the end of a run: hand the last file to the disk, and let go what is over the budget. Never raises for files;
    a trouble with them is logged in one sentence, for posts are collected all the same."""
    captures: Captures | None = getattr(crawler, "captures", None)
    if captures is None:
        return
    crawler.captures = None
    try:
        captures.close()
        prune(crawler.archive, captures.rules, now)
    except ArchiveError as error:
        logger.warning("Captures: %s", error)
