import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from archive import migrations, schema
from archive import steps as archive_steps
from archive.database import close_archive, open_archive
from archive.keeping import keep
from tests.builders import SITES, archive_at, assert_sound, item, one, rows

ROOT = Path(__file__).resolve().parents[2]


def steps_and(*more: Callable[[sqlite_utils.Database], None]) -> Migrations:
    """Our steps, and steps of a version to come."""
    steps = Migrations("archive")
    steps()(archive_steps.m001_first_tables)
    for step in more:
        steps(name=step.__name__)(step)
    return steps


def test_processes_that_make_the_archive_at_once_all_get_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    script = (
        "import pathlib, sys; from archive.database import open_archive, close_archive;"
        f"close_archive(open_archive(pathlib.Path({str(path)!r}))); print('well')"
    )
    several = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    told = [process.communicate(timeout=60) for process in several]
    assert [out for out, _ in told] == [b"well\n"] * 4, told
    db = open_archive(path)
    made = [name for (name,) in rows(db, "SELECT name FROM _sqlite_migrations")]
    assert len(made) == len(set(made)) == migrations.version()
    close_archive(db)


def test_t11_a_step_that_meets_odd_old_data_is_undone_whole_and_can_be_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    keep(db, item(), SITES)
    odd = {"there": True}

    def m999_ranks(db: sqlite_utils.Database) -> None:
        db.conn.execute("ALTER TABLE stories ADD COLUMN rank INTEGER")
        if odd["there"]:
            raise ValueError("a row that nobody expected")

    with pytest.raises(ValueError, match="nobody expected"):
        migrations.bring_up_to_date(db, path, writable=True, steps=steps_and(m999_ranks))
    assert "rank" not in {row[1] for row in rows(db, "PRAGMA table_info(stories)")}
    assert one(db, "PRAGMA user_version") == migrations.version()
    assert keep(db, item(2), SITES).outcome == "new", "the archive is usable as it was"

    odd["there"] = False
    migrations.bring_up_to_date(db, path, writable=True, steps=steps_and(m999_ranks))
    assert "rank" in {row[1] for row in rows(db, "PRAGMA table_info(stories)")}
    assert one(db, "PRAGMA user_version") == migrations.version() + 1
    assert one(db, "SELECT count(*) FROM items") == 2
    assert_sound(db)
    db.close()


def test_views_and_dictionary_of_an_older_version_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    db.conn.execute("DROP VIEW latest_posts")
    db.conn.execute("CREATE VIEW latest_posts AS SELECT 1 AS one")
    db.conn.execute("CREATE VIEW left_over AS SELECT 2 AS two")
    db.conn.execute("UPDATE data_dictionary SET about = 'old'")
    close_archive(db)
    db = open_archive(path)
    assert set(schema.view_statements()) == {
        name for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type = 'view'")
    }
    assert sorted(rows(db, "SELECT * FROM data_dictionary")) == sorted(schema.dictionary_rows())
    close_archive(db)


def test_opening_an_archive_that_is_up_to_date_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    close_archive(archive_at(path))
    before = path.read_bytes()
    db = open_archive(path)
    assert not path.with_name("a.db-wal").exists() or path.with_name("a.db-wal").stat().st_size == 0
    db.close()
    assert path.read_bytes() == before


def test_a_run_killed_while_it_made_the_first_tables_is_simply_run_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as conn:  # what is there after a kill: a file, the list of steps, none of them applied
        conn.execute("PRAGMA journal_mode = WAL")
    STEPS = migrations.STEPS
    STEPS.ensure_migrations_table(sqlite_utils.Database(conn))
    conn.close()
    db = open_archive(path)
    assert one(db, "PRAGMA user_version") == migrations.version()
    close_archive(db)


def test_posts_cannot_be_deleted_by_any_statement(db: sqlite_utils.Database) -> None:
    keep(db, item(), SITES)
    for table in ("texts", "item_rows", "revision_rows"):
        with pytest.raises(sqlite3.IntegrityError, match="rows stay"):
            db.conn.execute(f"DELETE FROM {table}")
    with pytest.raises(sqlite3.IntegrityError, match="words stay"):
        db.conn.execute("UPDATE texts SET body = 'something else'")


@pytest.mark.parametrize(
    "released", sorted((ROOT / "tests/archive/released").glob("*.db.gz")), ids=lambda path: path.name
)
def test_an_archive_of_a_released_version_becomes_one_of_ours(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(gzip.decompress(released.read_bytes()))
    old = sqlite3.connect(path)
    posts = old.execute("SELECT id, url, title, body FROM items ORDER BY id").fetchall()
    old.close()
    db = open_archive(path)
    for table in schema.TABLES:
        there = {(row[1], row[2], row[3]) for row in rows(db, f"PRAGMA table_info({table.name})")}
        fresh = sqlite_utils.Database(memory=True)
        for statement in table.statements():
            fresh.conn.execute(statement)
        assert there == {(row[1], row[2], row[3]) for row in rows(fresh, f"PRAGMA table_info({table.name})")}, (
            table.name
        )
        for index in table.indexes:
            assert one(db, f"SELECT count(*) FROM sqlite_master WHERE name = '{index.name}'") == 1, index.name
    assert rows(db, "SELECT id, url, title, body FROM items ORDER BY id") == posts != []
    assert keep(db, item(9), SITES).outcome == "new"
    assert_sound(db)
    close_archive(db)
