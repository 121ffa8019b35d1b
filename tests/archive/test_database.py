import resource
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.migrations import APPLICATION_ID, version
from archive.transactions import transaction
from errors import ArchiveError, NewerArchiveError
from tests.builders import SITES, archive_at, assert_sound, item, one, rows

ROOT = Path(__file__).resolve().parents[2]


def sentence_of(path: Path, *, writable: bool = True) -> str:
    """What open_archive says of a file that it refuses: one sentence with the path in it."""
    with pytest.raises(ArchiveError) as caught:
        open_archive(path, writable=writable)
    told = str(caught.value)
    assert str(path) in told and "\n" not in told and told.endswith(".")
    return told


def test_a_new_archive_is_made_with_the_directories_above_it(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "archive.db"
    close_archive(open_archive(path))
    db = open_archive(path, writable=False)
    assert rows(db, "SELECT * FROM items") == []
    db.close()


def test_t10_every_connection_has_foreign_keys_and_the_other_settings_on(tmp_path: Path) -> None:
    first, second = archive_at(tmp_path / "a.db"), open_archive(tmp_path / "a.db")
    for db in (first, second):
        assert one(db, "PRAGMA foreign_keys") == 1
        assert one(db, "PRAGMA journal_mode") == "wal"
        assert one(db, "PRAGMA synchronous") == 1
        assert one(db, "PRAGMA busy_timeout") >= 5_000
        assert one(db, "PRAGMA recursive_triggers") == 1
        with pytest.raises(sqlite3.IntegrityError):
            db.conn.execute("INSERT INTO addresses VALUES ('https://x.example/', 99, '2026-01-01T00:00:00Z')")
        db.close()


def test_an_archive_opened_for_reading_only_refuses_to_be_written_in_a_sentence(tmp_path: Path) -> None:
    close_archive(archive_at(tmp_path / "a.db"))
    db = open_archive(tmp_path / "a.db", writable=False)
    with pytest.raises(ArchiveError, match="read-only"):
        keep(db, item(), SITES)
    db.close()


def test_reading_an_archive_that_is_not_there_names_the_command_that_makes_it(tmp_path: Path) -> None:
    assert "scrapy collect" in sentence_of(tmp_path / "none.db", writable=False)
    assert not (tmp_path / "none.db").exists()


def test_a_directory_is_refused_in_a_sentence(tmp_path: Path) -> None:
    assert "directory" in sentence_of(tmp_path)


def test_a_path_below_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("I am no directory")
    sentence_of(tmp_path / "file" / "archive.db")


def test_a_directory_in_which_no_file_can_be_made_is_refused_in_a_sentence() -> None:
    # Rights do not bind root, under whom these tests may run; the kernel's own file system binds everybody.
    sentence_of(Path("/proc/self/archive.db"))


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Minutes of the meeting\n" * 200)
    before = path.read_bytes()
    assert "no SQLite database" in sentence_of(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    for name, statement in (("a.db", "CREATE TABLE bookmarks (url TEXT)"), ("b.db", "PRAGMA application_id = 77")):
        path = tmp_path / name
        with sqlite3.connect(path) as conn:
            conn.execute(statement)
            conn.execute("PRAGMA user_version = 3")
        conn.close()
        before = path.read_bytes()
        assert "another program" in sentence_of(path)
        assert path.read_bytes() == before and not list(tmp_path.glob(f"{name}-*"))


def test_a_database_of_a_newer_version_is_refused_and_not_a_byte_of_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    db = archive_at(path)
    keep(db, item(), SITES)
    db.conn.execute(f"PRAGMA user_version = {version() + 1}")
    close_archive(db)
    before = path.read_bytes()
    for writable in (True, False):
        with pytest.raises(NewerArchiveError, match="newer version"):
            open_archive(path, writable=writable)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("newer.db-*"))


def test_a_newer_version_is_seen_even_while_it_stands_in_the_log_only(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    holder = archive_at(path)
    holder.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    holder.conn.execute(f"PRAGMA user_version = {version() + 1}")
    before = path.read_bytes()
    with pytest.raises(NewerArchiveError):
        open_archive(path)
    assert path.read_bytes() == before
    holder.close()


def test_a_damaged_archive_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    close_archive(archive_at(path))
    content = bytearray(path.read_bytes())
    content[8192 : 8192 * 6] = b"\xff" * (8192 * 5)
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="damaged"):
        db = open_archive(path)
        try:
            keep(db, item(), SITES)
        finally:
            db.close()


def test_t6_a_reader_at_work_does_not_stop_the_writer(tmp_path: Path) -> None:
    writer = archive_at(tmp_path / "a.db")
    reader = open_archive(tmp_path / "a.db", writable=False)
    reader.conn.execute("BEGIN")
    assert one(reader, "SELECT count(*) FROM items") == 0
    keep(writer, item(), SITES)
    assert one(reader, "SELECT count(*) FROM items") == 0, "a reader sees the archive as it was when it began"
    reader.conn.execute("COMMIT")
    assert one(reader, "SELECT count(*) FROM items") == 1
    reader.close()
    close_archive(writer)


def test_t6_a_second_writer_waits_and_then_says_that_the_archive_is_locked(tmp_path: Path) -> None:
    first, second = archive_at(tmp_path / "a.db"), open_archive(tmp_path / "a.db")
    second.conn.execute("PRAGMA busy_timeout = 50")
    with transaction(first), pytest.raises(ArchiveError, match="locked"):
        keep(second, item(), SITES)
    assert keep(second, item(), SITES).outcome == "new"
    first.close()
    close_archive(second)


def test_t7_the_log_is_emptied_when_the_archive_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    reader = open_archive(path, writable=False)  # as long as somebody has it open SQLite keeps the log's file
    for number in range(200):
        keep(db, item(number), SITES)
    log = path.with_name("a.db-wal")
    assert log.stat().st_size > 1_000_000
    close_archive(db)
    assert log.stat().st_size == 0
    assert one(reader, "SELECT count(*) FROM items") == 200
    reader.close()


def test_closing_while_a_reader_holds_the_log_is_no_error(tmp_path: Path) -> None:
    db = archive_at(tmp_path / "a.db")
    reader = open_archive(tmp_path / "a.db", writable=False)
    reader.conn.execute("BEGIN")
    one(reader, "SELECT count(*) FROM items")
    keep(db, item(), SITES)
    close_archive(db)
    reader.conn.execute("COMMIT")
    assert one(reader, "SELECT count(*) FROM items") == 1
    reader.close()


def test_a_full_disk_stops_an_item_whole_and_leaves_what_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    db.conn.execute(f"PRAGMA max_page_count = {one(db, 'PRAGMA page_count') + 8}")
    kept = 0
    with pytest.raises(ArchiveError, match="no room left on the disk"):
        for kept in range(1000):
            keep(db, item(kept), SITES)
    assert 0 < kept < 100
    assert one(db, "SELECT count(*) FROM items") == one(db, "SELECT count(*) FROM revisions") == kept
    db.conn.execute("PRAGMA max_page_count = 1000000")
    assert keep(db, item(kept), SITES).outcome == "new"
    assert_sound(db)
    close_archive(db)


def test_a_disk_that_takes_no_more_bytes_ends_in_one_sentence_and_the_archive_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    close_archive(archive_at(path))
    limit = path.stat().st_size + 300_000
    script = textwrap.dedent(
        f"""
        import pathlib, sys
        from archive.database import open_archive
        from archive.keeping import keep
        from errors import ArchiveError
        from tests.builders import SITES, item
        db = open_archive(pathlib.Path({str(path)!r}))
        try:
            for number in range(5000):
                keep(db, item(number), SITES)
                print(number, flush=True)
        except ArchiveError as error:
            print(error, file=sys.stderr)
            sys.exit(error.exit_code)
        """
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert ran.returncode == 2 and str(path) in ran.stderr and len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    kept = len(ran.stdout.split())
    db = open_archive(path)
    assert 0 < kept <= one(db, "SELECT count(*) FROM items")
    assert_sound(db)
    close_archive(db)


def test_errors_of_ours_stay_exceptions_and_undo_the_transaction(tmp_path: Path) -> None:
    db = archive_at(tmp_path / "a.db")
    with pytest.raises(sqlite3.OperationalError), transaction(db):
        db.conn.execute("INSERT INTO cursors VALUES ('council-900-news', 'x', '2026-01-01T00:00:00Z')")
        db.conn.execute("SELECT nothing FROM nowhere")
    assert rows(db, "SELECT * FROM cursors") == []
    close_archive(db)


def test_the_file_bears_our_mark(tmp_path: Path) -> None:
    db = archive_at(tmp_path / "a.db")
    assert one(db, "PRAGMA application_id") == APPLICATION_ID
    assert one(db, "PRAGMA user_version") == version()
    close_archive(db)
