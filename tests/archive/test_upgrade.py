"""An upgrade and the way back, as docs/operating.md describes them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from archive import migrations
from archive.backing_up import back_up
from archive.backing_up.restoring import find_backup, restore
from archive.database import close_archive, open_archive
from archive.keeping import keep
from errors import NewerArchiveError
from tests.builders import SITES, archive_at, assert_sound, item, one, rows

POSTS = "SELECT id, url, title, body FROM items ORDER BY id"


def m999_of_a_version_to_come(db: sqlite_utils.Database) -> None:
    """A step that our version does not know."""
    db.conn.execute("ALTER TABLE stories ADD COLUMN rank INTEGER")


def upgraded(path: Path) -> None:
    """What the newer version does with the archive when it opens it first."""
    newer = Migrations("archive")
    for step in migrations.STEPS._migrations:  # there is no public way to ask for them
        newer()(step.fn)
    newer(name="m999")(m999_of_a_version_to_come)
    db = open_archive(path)
    migrations.bring_up_to_date(db, path, writable=True, steps=newer)
    assert keep(db, item(3), SITES).outcome == "new", "and it goes on collecting"
    close_archive(db)


def test_a_backup_an_upgrade_and_the_way_back_lose_no_post_of_before(tmp_path: Path) -> None:
    path, shelf = tmp_path / "archive.db", tmp_path / "backups"
    db = archive_at(path)
    for number in (1, 2):
        keep(db, item(number), SITES)
    before, version = rows(db, POSTS), one(db, "PRAGMA user_version")
    close_archive(db)
    back_up(path, shelf, at=datetime(2026, 3, 4, 3, 30, tzinfo=UTC))

    upgraded(path)
    changed = path.read_bytes()
    with pytest.raises(NewerArchiveError, match=r"made by a newer version.*left untouched"):
        open_archive(path)
    assert path.read_bytes() == changed, "an older version writes nothing into it"

    restore(path, find_backup(shelf, "latest"))
    db = open_archive(path)
    assert (rows(db, POSTS), one(db, "PRAGMA user_version")) == (before, version)
    assert keep(db, item(3), SITES).outcome == "new"
    assert_sound(db)
    close_archive(db)
    aside = [file for file in tmp_path.iterdir() if file.is_file() and file.read_bytes() == changed]
    assert aside, "the newer archive was moved aside and is whole"
