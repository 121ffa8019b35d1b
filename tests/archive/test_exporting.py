"""Exports: the same rows in every form, nothing half done, nothing that cannot be checked."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.database import close_archive
from archive.exporting import (
    FORMATS,
    About,
    Placed,
    Selection,
    Wanted,
    check_folder,
    content_of,
    export_tables,
    publish_build,
)
from archive.exporting.tables import resources
from archive.keeping import keep
from errors import ArchiveError, InputError
from items import Event
from tests.builders import NOW, SITES, archive_at, item, rejection, teaser
from web.spreadsheets import harmless

ABOUT = About("News archive", "test 1.0", "Apache License 2.0", "https://licence.example/", "Posts belong to others.")
LONG = "words of the county board and of its members, " * 20 + "deepest"
TRAINING = Event(starts_at=NOW + timedelta(days=30), ends_at=NOW + timedelta(days=30, hours=2), venue="Hall, 2nd floor")
HARD = 'quote " comma, semicolon; line\nend, tab\tand “curly” é 🙂 \\ \u2028 end'


def make_archive(path: Path) -> None:
    db = archive_at(path)
    for one in (
        item(1, title="=HYPERLINK(1)", body=LONG),
        item(2, title=HARD, teaser=None, of="local-1"),
        item(3, title="+1 for the strike", kind="event", event=TRAINING, tags=("pay", "=cmd|' /C calc'!A0")),
        item(4, title="-2.5", author="@SUM(A1)"),
        teaser(5, title="Only announced"),
    ):
        keep(db, one, SITES)
    keep(
        db,
        item(1, title="=HYPERLINK(1)", body=LONG.replace("board", "council"), seen_at=NOW + timedelta(days=2)),
        SITES,
    )
    rejection(9)
    db.conn.execute("UPDATE item_rows SET likeness = 0.125, role = 'adapted' WHERE id = 4")
    close_archive(db)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "archive.db"
    make_archive(path)
    return path


Export = Callable[..., Placed]


@pytest.fixture
def export(archive: Path, tmp_path: Path) -> Export:
    def run(form: str = "csv", tell: Any = lambda _name, _rows: None, **given: Any) -> Placed:
        wanted = Wanted(**{
            "archive": archive, "parent": tmp_path / "out", "form": form, "about": ABOUT,
            "built_at": datetime(2026, 3, 5, tzinfo=UTC), **given,
        })  # fmt: skip
        return publish_build(wanted, tell) if form == "public" else export_tables(wanted, harmless, tell)

    return run


def read_csv(folder: Path, name: str, kinds: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    made = {"integer": int, "number": float}
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield tuple(None if row[key] == "" else made.get(kind, str)(row[key]) for key, kind in kinds.items())


def read_ndjson(folder: Path, name: str, kinds: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    # Lines of NDJSON end in LF alone: U+2028 is a sign like others.
    for line in (folder / f"{name}.ndjson").read_bytes().decode().split("\n")[:-1]:
        row = json.loads(line)
        assert list(row) == list(kinds)
        yield tuple(row.values())


def read_parquet(folder: Path, name: str, _kinds: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    parquet = pytest.importorskip("pyarrow.parquet")
    for row in parquet.read_table(folder / f"{name}.parquet").to_pylist():
        yield tuple(_as_kept(value) for value in row.values())


def _as_kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def read_sqlite(folder: Path, name: str, _kinds: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "news.db")) as db:
        yield from db.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()


READERS = {"csv": read_csv, "ndjson": read_ndjson, "parquet": read_parquet, "sqlite": read_sqlite}


@pytest.mark.parametrize("with_texts", [False, True])
def test_every_form_has_the_same_rows(export: Export, with_texts: bool) -> None:
    tables = resources(has_texts=True, with_texts=with_texts, is_chosen=False)
    read: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
    for form in FORMATS:
        placed = export(form, with_texts=with_texts)
        check_folder(placed.path)
        kinds = {table.name: {field.name: field.type for field in table.fields} for table in tables}
        read[form] = {name: list(READERS[form](placed.path, name, kinds[name])) for name in kinds}
        assert {name: len(rows) for name, rows in read[form].items()} == content_of(placed.manifest)
    assert read["ndjson"] == read["parquet"] == read["sqlite"]
    safe = {
        name: [tuple(harmless(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]
        for name, rows in read["ndjson"].items()
    }
    assert read["csv"] == safe
    assert len(read["ndjson"]["items"]) == 5 and len(read["ndjson"]["revisions"]) >= 5
    assert len(read["ndjson"]["changes"]) == 1 and len(read["ndjson"]["events"]) == 1


def test_formulas_are_neutralised_for_spreadsheets_alone_and_the_manifest_says_so(export: Export) -> None:
    placed = export("csv")
    text = (placed.path / "items.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK(1)" in text and "'+1 for the strike" in text and "'@SUM(A1)" in text
    assert ",-2.5," in text, "a number is no formula"
    assert "apostrophe" in placed.manifest["for_spreadsheets"]
    raw = (export("ndjson").path / "items.ndjson").read_text(encoding="utf-8")
    assert '"=HYPERLINK(1)"' in raw


def test_only_an_export_with_texts_holds_more_than_the_beginning(export: Export) -> None:
    public = [path.read_bytes() for path in export("ndjson").path.iterdir()]
    assert not any(b"deepest" in one for one in public)
    placed = export("ndjson", with_texts=True)
    assert placed.manifest["with_texts"] and placed.path.name.endswith("-ndjson-texts")
    assert b"deepest" in (placed.path / "items.ndjson").read_bytes()
    assert "private research copy" in (placed.path / "README.md").read_text()


def test_the_same_archive_gives_the_same_files_and_a_folder_that_stands_is_not_written_again(
    export: Export, tmp_path: Path
) -> None:
    for form in (*FORMATS, "public"):
        first = export(form)
        again = export(form)
        elsewhere = export(form, parent=tmp_path / "elsewhere", built_at=datetime(2027, 1, 1, tzinfo=UTC))
        assert first.is_new and not again.is_new and again.path == first.path
        data = [(one["path"], one["sha256"]) for one in first.manifest["files"] if one.get("tables")]
        assert data == [(one["path"], one["sha256"]) for one in elsewhere.manifest["files"] if one.get("tables")]


def test_another_export_of_the_same_day_gets_a_version_of_its_own(tmp_path: Path, export: Export) -> None:
    own = tmp_path / "own.db"
    make_archive(own)
    for form in ("csv", "public"):
        first = export(form, archive=own)
        with closing(sqlite3.connect(own)) as db, db:
            db.execute(f"UPDATE sources SET note = 'for {form}' WHERE id = 'local-1'")
        second, third = export(form, archive=own), export(form, archive=own)
        assert first.manifest["version"] == "2026-03-04", "the day of the newest thing in it"
        assert second.manifest["version"] == "2026-03-04.2" and second.is_new
        assert third.path == second.path and not third.is_new
        assert "version 2026-03-04.2" in second.manifest["cite"]
        assert check_folder(second.path)["version"] == "2026-03-04.2"


def test_what_was_changed_afterwards_is_named_and_the_same_holds_for_sha256sum(export: Export) -> None:
    placed = export("csv")
    assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=placed.path, capture_output=True).returncode == 0
    (placed.path / "items.csv").write_bytes((placed.path / "items.csv").read_bytes().replace(b"Only", b"Once"))
    (placed.path / "topics.csv").unlink()
    with pytest.raises(ArchiveError, match=r"items\.csv has other bytes.*topics\.csv cannot be read"):
        check_folder(placed.path)
    assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=placed.path, capture_output=True).returncode == 1
    with pytest.raises(ArchiveError, match="not as it was exported"):
        export("csv")


def test_a_manifest_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"files": [{"path": "../secret", "bytes": 1}, 7]}))
    with pytest.raises(ArchiveError, match="no file of an export"):
        check_folder(tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(InputError, match="no finished export"):
        check_folder(tmp_path)
    with pytest.raises(InputError, match="no finished export"):
        check_folder(tmp_path / "none")


@pytest.mark.parametrize("form", [*FORMATS, "public"])
@pytest.mark.parametrize("at", ["items", "sources", "stories"])
def test_an_export_that_dies_on_the_way_leaves_nothing(export: Export, tmp_path: Path, form: str, at: str) -> None:
    def die(name: str, _rows: int) -> None:
        if name in (at, "item_rows"):
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left"):
        export(form, die)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "sqlite", "public"])
def test_a_disk_without_room_is_one_sentence_that_names_the_folder(archive: Path, tmp_path: Path, form: str) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from tests.archive.test_exporting import *;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (33_000, 33_000));"
        "wanted = Wanted(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], ABOUT, NOW);"
        "publish_build(wanted) if wanted.form == 'public' else export_tables(wanted, harmless)"
    )
    words = [sys.executable, "-c", code, str(archive), str(tmp_path / "out"), form]
    done = subprocess.run(words, cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True)
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"errors.InputError: The export cannot be written to {tmp_path / 'out'}: "), done.stderr
    assert ".part-" not in last and list((tmp_path / "out").iterdir()) == []


def test_an_archive_that_is_damaged_is_named_and_not_the_folder(tmp_path: Path, export: Export) -> None:
    own = tmp_path / "own.db"
    make_archive(own)
    size = own.stat().st_size
    with own.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    for form in ("csv", "public"):
        with pytest.raises(ArchiveError, match=r"own\.db.*(damaged|restore)"):
            export(form, archive=own)


def test_what_a_killed_export_left_is_swept_away_and_a_living_ones_is_not(export: Export, tmp_path: Path) -> None:
    child = subprocess.Popen(["sleep", "30"])
    dead = subprocess.Popen(["true"])
    dead.wait()
    for number in (child.pid, dead.pid):
        (tmp_path / "out" / f".news-export.part-{number}" / "whole").mkdir(parents=True)
    try:
        export("csv")
        left = {path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")}
        assert left == {f".news-export.part-{child.pid}"}
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize("form", ["ndjson", "public"])
def test_all_tables_are_of_one_moment_while_a_collect_writes(tmp_path: Path, export: Export, form: str) -> None:
    own = tmp_path / "own.db"
    make_archive(own)
    writer = archive_at(own)
    told: list[str] = []

    def write(name: str, _rows: int) -> None:
        # The first table has been read when the second one is begun.
        if len(told) == 1:
            keep(writer, item(50, title="Too late"), SITES)
        told.append(name)

    placed = export(form, write, archive=own)
    counts = content_of(placed.manifest)
    assert counts["items"] == 5 and counts["addresses"] == 5
    close_archive(writer)
    assert content_of(export(form, archive=own).manifest)["items"] == 6


def test_a_search_chooses_the_posts_and_what_belongs_to_them(export: Export) -> None:
    found = Selection("strike source:council-900", '"strike"', ("i.source_id = :one",), {"one": "council-900"})
    placed = export("ndjson", selection=found)
    ids = {json.loads(line)["id"] for line in (placed.path / "items.ndjson").read_text().splitlines()}
    counts = content_of(placed.manifest)
    assert len(ids) == counts["items"] == 1 and counts["item_tags"] == 2 and counts["events"] == 1
    assert counts["sources"] == 3, "who publishes stands there in full"
    assert placed.path.name == "news-2026-03-04-ndjson-strike-source-council-900"
    assert placed.manifest["search"] == "strike source:council-900"


def test_an_archive_with_nothing_in_it_exports_tables_without_rows(tmp_path: Path, export: Export) -> None:
    close_archive(archive_at(tmp_path / "empty.db"))
    for form in FORMATS:
        placed = export(form, archive=tmp_path / "empty.db")
        assert content_of(placed.manifest)["items"] == 0
        assert placed.manifest["version"] == "2026-03-05", "of an empty archive the day of the export"


def test_a_public_build_can_be_exported_again_and_has_the_same_public_rows(export: Export) -> None:
    build = export("public")
    database = next(build.path.glob("*.db"))
    before, after = export("ndjson"), export("ndjson", archive=database, parent=build.path.parent / "again")
    same = [name for name in content_of(before.manifest) if name not in ("changes", "revisions")]
    for name in same:
        assert (before.path / f"{name}.ndjson").read_bytes() == (after.path / f"{name}.ndjson").read_bytes(), name
    with pytest.raises(InputError, match="holds no texts"):
        export("ndjson", archive=database, with_texts=True)
    with pytest.raises(InputError, match="public build already"):
        export("public", archive=database)


def test_the_data_package_describes_every_column_of_every_table(export: Export) -> None:
    placed = export("csv")
    package = json.loads((placed.path / "datapackage.json").read_text())
    for one in package["resources"]:
        with (placed.path / one["path"]).open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        fields = one["schema"]["fields"]
        assert rows[0] == [field["name"] for field in fields] and len(rows) - 1 == one["rowcount"]
        assert all(field["description"].endswith(".") for field in fields)
        assert set(one["schema"].get("primaryKey", [])) <= set(rows[0])
        assert one["hash"].startswith("sha256:") and one["bytes"] == (placed.path / one["path"]).stat().st_size
    with (placed.path / "codebook.csv").open(newline="", encoding="utf-8") as file:
        book = {(row["of"], row["name"]) for row in csv.DictReader(file)}
    assert ("items", "published_precision") in book and ("", "expectations") in book


def test_the_public_build_has_a_datasette_beside_it_in_mind(export: Export) -> None:
    placed = export("public")
    told = json.loads((placed.path / "metadata.json").read_text())
    (block,) = told["databases"].values()
    assert block["tables"]["items"]["fts_table"] == "search" and block["tables"]["texts"]["hidden"]
    assert block["tables"]["items"]["columns"]["extract"] and "body" not in block["tables"]["items"]["columns"]
    (name,) = told["databases"]
    assert (placed.path / f"{name}.db").exists() and placed.manifest["version"] in told["title"]
