"""Where the things lie that health looks at, as the settings say."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from archive.captures.rules import GIGABYTE, CaptureRules
from archive.health.looking import Places
from pipelines.paths import beside_cfg


def whereabouts(settings: BaseSettings) -> Places:
    """Archive, backups and captures. A setting that is empty names nothing."""
    backups = str(settings.get("BACKUP_DIR") or "")
    rules = CaptureRules(
        beside_cfg(settings["CAPTURES_DIR"]),
        on=settings.getbool("CAPTURES"),
        max_bytes=int(settings.getfloat("CAPTURES_MAX_GB") * GIGABYTE),
    )
    return Places(beside_cfg(settings["ARCHIVE_PATH"]), beside_cfg(backups) if backups else None, rules)
