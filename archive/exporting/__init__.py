"""Exports: the tables that a researcher needs as files, with what they mean, whose they are and how to prove them."""

from __future__ import annotations

from archive.exporting.files import FORMATS
from archive.exporting.folders import About, Folder, Placed, check_folder, content_of
from archive.exporting.running import Selection, Wanted, export_tables, publish_build

__all__ = [
    "FORMATS", "About", "Folder", "Placed", "Selection", "Wanted", "check_folder", "content_of", "export_tables",
    "publish_build",
]  # fmt: skip
