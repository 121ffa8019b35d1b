"""What the actions of `scrapy watch` share: settings, rows, the archive, and where they print."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlite_utils
from scrapy.settings import BaseSettings

import registry
from archive.database import close_archive, open_archive
from commands.doors import path_in
from commands.writing import Paper
from errors import InputError
from registry import Registry, Watch


class Desk:
    """The settings and rows that all actions need, and where they print."""

    def __init__(self, settings: BaseSettings, *, as_json: bool = False) -> None:
        self.settings, self.as_json = settings, as_json
        self.folder = path_in(settings, "REGISTRY_DIR")
        self.path = path_in(settings, "ARCHIVE_PATH")
        self.paper = Paper(sys.stdout)

    def rows(self) -> Registry:
        """The registry as it is now. Raises RegistryError."""
        return registry.load(self.folder)

    def watch(self, name: str) -> Watch:
        """A watch by its name. Raises InputError, which names those that there are."""
        watches = self.rows().watches
        if name not in watches:
            known = f"there are {', '.join(watches)}" if watches else "there is none yet; `scrapy watch add` makes one"
            raise InputError(f"There is no watch named {name!r}; {known}.")
        return watches[name]

    @contextmanager
    def archive(self, *, writable: bool) -> Iterator[sqlite_utils.Database]:
        """The open archive. Raises ArchiveError."""
        db = open_archive(self.path, writable=writable)
        try:
            yield db
        finally:
            close_archive(db) if writable else db.close()

    def print_json(self, data: Any) -> None:
        """ASCII, so that no terminal obeys what stands in a title."""
        print(json.dumps(data, indent=2))
