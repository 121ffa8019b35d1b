"""Where files are that settings name."""

from __future__ import annotations

from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg


def beside_cfg(setting: str) -> Path:
    """The path of a setting, relative to the directory of scrapy.cfg."""
    cfg = closest_scrapy_cfg()
    return (Path(cfg).parent if cfg else Path()) / setting
