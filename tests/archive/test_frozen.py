"""Reading an archive from a directory that cannot be written: a read-only mount, or another user's."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.database import close_archive, is_frozen, open_archive
from archive.keeping import keep
from tests.builders import SITES, archive_at, item
from tests.rights import obey_permissions, read_only

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import sys
from pathlib import Path
from archive.database import is_frozen, open_archive
from errors import NewsError
path = Path(sys.argv[1])
try:
    count = open_archive(path, writable=False).execute("SELECT count(*) FROM items").fetchone()[0]
except NewsError as error:
    count = type(error).__name__
print(is_frozen(path), count)
"""


def look(path: Path) -> str:
    """What a process finds whom permissions stop: whether the archive is frozen, and how many items it reads."""
    with read_only(path.parent):
        done = subprocess.run(
            [sys.executable, "-c", LOOK, path], cwd=ROOT, capture_output=True, text=True, check=True,
            preexec_fn=obey_permissions, timeout=60,
        )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """An archive with one item, closed tidily: one file alone in its directory."""
    path = tmp_path / "closed" / "a.db"
    db = archive_at(path)
    keep(db, item(), SITES)
    close_archive(db)
    assert not list(path.parent.glob("a.db-*"))
    return path


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Path]:
    """A copy of an archive whose writer has not yet written its log back."""
    path = tmp_path / "busy" / "a.db"
    db = archive_at(path)
    keep(db, item(), SITES)
    yield Path(shutil.copytree(path.parent, tmp_path / "copy")) / "a.db"
    db.close()


def test_an_archive_in_a_directory_that_cannot_be_written_is_read(closed: Path) -> None:
    assert look(closed) == "True 1"
    assert sorted(file.name for file in closed.parent.glob("a.db-*")) == [], "nothing was made beside it"


def test_what_stands_in_its_log_is_read_and_not_passed_over(busy: Path) -> None:
    assert busy.with_name("a.db-wal").stat().st_size > 0
    assert look(busy) == "False 1"


def test_a_log_that_cannot_be_read_without_writing_is_told_not_passed_over(busy: Path) -> None:
    busy.with_name("a.db-shm").unlink()
    assert look(busy) == "False ArchiveError"


@pytest.mark.parametrize("left", ["a.db-wal", "a.db-shm"])
def test_an_empty_file_that_a_copy_brought_along_is_in_nobodys_way(closed: Path, left: str) -> None:
    closed.with_name(left).touch()
    assert look(closed) == "True 1"


def test_an_archive_that_can_be_written_is_never_frozen(closed: Path) -> None:
    assert not is_frozen(closed)
    reader, writer = open_archive(closed, writable=False), open_archive(closed)
    keep(writer, item(url="https://council-900.example/another", title="Another"), SITES)
    assert reader.execute("SELECT count(*) FROM items").fetchone()[0] == 2, "it sees what is written beside it"
    reader.close()
    writer.close()
