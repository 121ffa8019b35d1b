"""`scrapy reread` from outside: what better readers find in kept bytes, and that no network is needed for it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from scrapy.settings import Settings

import registry
from archive.captures import captures_of, read_capture
from archive.changes import Words
from archive.database import close_archive, open_archive
from archive.rows import read_words
from archive.to_reread import Choice
from archive.wording import settle, text_id_of
from commands.explain import copy_records
from commands.reread import a_day, chosen
from commands.rereading import Done, read_anew
from errors import InputError
from pipelines.captures import readers_mark
from practice import server

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"
#: a posts API, a feed with pages, a list with pages
CHANNELS = ("practice-local-9077-news", "practice-local-9130-news", "practice-local-9333-news")
#: what the reader's site is made of; two archives that agree in it agree
TABLES = (
    "items", "revisions", "addresses", "appearances", "date_candidates", "item_tags", "link_rows", "picture_rows",
    "status_changes", "stories", "visits", "captures",
)  # fmt: skip
#: in a process: whoever so much as asks for an address or a connection ends it (a library tries at its import whether
#: it may bind to ::1, which asks nobody)
NO_NETWORK = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        raise SystemExit(f"no network: {event}")
sys.addaudithook(refuse)
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""


@dataclass(frozen=True)
class Place:
    """An archive with its captures."""

    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    def env(self, **more: str) -> dict[str, str]:
        given = {
            "ARCHIVE_PATH": str(self.archive), "REGISTRY_DIR": "practice/registry", "ALLOW_PRIVATE_HOSTS": "1",
            "CRAWL_DELAY_MAX": "0.01", "PAGE_DELAY": "0", "INSTALLATION_DELAY": "0", "READ_WORKERS": "0", **more,
        }  # fmt: skip
        return {**os.environ, **{f"NEWS_{name}": value for name, value in given.items()}}

    def scrapy(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRAPY, *words], cwd=ROOT, env=self.env(**settings), capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip

    def reread(self, *words: str) -> dict[str, Any]:
        """Without any network."""
        ended = subprocess.run(
            [sys.executable, "-c", NO_NETWORK, "reread", "--json", *words], cwd=ROOT, env=self.env(),
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr
        found: dict[str, Any] = json.loads(ended.stdout)
        return found

    def reread_here(self, *channels: str, again: bool = False) -> Done:
        """In this process, which is quicker."""
        return read_anew(
            self.settings(), registry.load(ROOT / "practice" / "registry"),
            Choice(channels, (), None, None if again else readers_mark()), dry_run=False, quiet=True,
        )  # fmt: skip

    def settings(self) -> Settings:
        found = Settings()
        found.setmodule("settings", priority="project")
        named = {"ARCHIVE_PATH": self.archive, "CAPTURES_DIR": self.folder / "captures",
                 "REGISTRY_DIR": ROOT / "practice" / "registry"}  # fmt: skip
        found.setdict({name: str(path) for name, path in named.items()}, priority="cmdline")
        return found

    def opened(self, change: Callable[[sqlite_utils.Database], None]) -> None:
        db = open_archive(self.archive)
        try:
            change(db)
        finally:
            close_archive(db)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.archive) as db:
            return db.execute(sql).fetchall()

    def dump(self) -> dict[str, list[str]]:
        return {name: sorted(map(repr, self.ask(f"SELECT * FROM {name}"))) for name in TABLES}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Three channels of the practice web, collected once."""
    place = Place(tmp_path_factory.mktemp("collected"))
    with server.running(day=1) as web:
        ended = place.scrapy("collect", *CHANNELS, PRACTICE_WEB=web.base_url)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    yield place


@pytest.fixture
def place(collected: Place, tmp_path: Path) -> Place:
    """A copy of it."""
    shutil.copytree(collected.folder, tmp_path / "copy")
    return Place(tmp_path / "copy")


def read_simply(db: sqlite_utils.Database, how: Callable[[str], str], author: str | None = None) -> None:
    """What a simpler reader would have kept of every post: other words, no author, a day that is none."""
    rows = db.conn.execute(
        "SELECT r.id, r.item_id, r.text_id FROM revision_rows AS r JOIN captures AS c ON c.item_id = r.item_id"
        " AND c.fetched_at = r.fetched_at AND c.document_sha256 = r.fetched_sha256"
    ).fetchall()
    assert len(rows) > 20
    for revision_id, item_id, text_id in rows:
        words = read_words(db, text_id)
        poor = Words(words.title, words.teaser, how(words.body or ""))
        other = text_id_of(db, poor)
        db.conn.execute(
            "UPDATE revision_rows SET text_id = ?, hash = ? WHERE id = ?", [other, poor.fingerprint, revision_id]
        )
        db.conn.execute("UPDATE item_rows SET text_id = ?, author = ? WHERE id = ?", [other, author, item_id])
        for one in (text_id, other):
            settle(db, one)
    db.conn.execute("UPDATE captures SET read_by = 'simpler'")


def first_paragraph(body: str) -> str:
    return body.split("\n\n")[0]


def test_every_text_that_was_read_is_proven_by_bytes_with_its_hash(collected: Place) -> None:
    lacking = collected.ask(
        "SELECT i.id FROM items AS i WHERE i.body IS NOT NULL AND NOT EXISTS (SELECT 1 FROM captures AS c"
        " WHERE c.item_id = i.id AND c.document_sha256 = i.fetched_sha256 AND c.because IS NULL)"
    )
    assert lacking == [] and collected.ask("SELECT count(*) > 20 FROM items WHERE body IS NOT NULL") == [(1,)]
    db = open_archive(collected.archive, writable=False)
    for (item_id,) in collected.ask("SELECT id FROM items WHERE body IS NOT NULL"):
        for one in captures_of(db, item_id):
            assert read_capture(db, collected.folder / "captures", one).body
    db.close()


def test_the_files_pass_the_check_of_web_archives_and_hold_no_cookie(collected: Place) -> None:
    files = sorted((collected.folder / "captures").glob("*.warc.gz"))
    assert files
    for file in files:
        done = subprocess.run([SCRAPY.with_name("warcio"), "check", file], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout


def test_the_readers_that_collected_find_nothing_to_correct(place: Place) -> None:
    before = place.dump()
    done = place.reread("--again")
    assert done["posts"]["same"] > 20 and set(done["posts"]) == {"same"} and done["troubles"] == {}
    assert place.dump() == before
    assert place.reread_here().documents == 0, "what these readers have read is not read twice"


def test_what_a_simpler_reader_kept_becomes_what_a_fresh_collect_gives(place: Place) -> None:
    fresh = place.dump()
    place.opened(lambda db: read_simply(db, first_paragraph))
    assert place.dump() != fresh
    seen = place.reread("--dry-run")
    poor = place.dump()
    assert seen["posts"]["corrected"] > 20 and seen["corrections"][0]["difference"]
    assert place.dump() == poor and poor != fresh, "a dry run changes nothing"
    done = place.reread()
    assert done["posts"] == seen["posts"] and done["left"] == 0
    assert place.dump() == fresh


def test_a_correction_is_no_edit_and_what_had_been_read_stays(place: Place) -> None:
    place.opened(lambda db: read_simply(db, first_paragraph))
    edits = place.ask("SELECT count(*) FROM revisions WHERE difference IS NOT NULL")
    place.reread_here(CHANNELS[0])
    assert place.ask("SELECT count(*) FROM revisions WHERE difference IS NOT NULL") == edits
    noted = place.ask(
        "SELECT length(b.body) < length(a.body), count(*) FROM rereadings AS r JOIN texts AS b ON b.id = r.text_before"
        " JOIN texts AS a ON a.id = r.text_after GROUP BY 1"
    )
    assert [row[0] for row in noted] == [1]
    assert (
        place.ask(f"SELECT count(*) FROM captures WHERE read_by = 'simpler' AND channel_id = '{CHANNELS[0]}'")[0][0]
        == 0
    )
    assert place.ask("SELECT count(*) FROM captures WHERE read_by = 'simpler'")[0][0] > 0, "only what was named"
    found = place.ask(
        "SELECT count(*) FROM item_rows AS i JOIN texts AS t ON t.id = i.text_id WHERE t.search_id IS NULL"
    )
    assert found == [(0,)], "what is shown is in the index"


def test_worse_words_never_take_the_place_of_better_ones(place: Place) -> None:
    place.opened(lambda db: read_simply(db, lambda body: "\n\n".join(f"{part} {number}" for number in range(12)
                                                                     for part in body.split("\n\n"))))  # fmt: skip
    richer = place.dump()
    done = place.reread_here()
    assert done.posts["worse"] > 20 and place.dump()["items"] == richer["items"]


def test_a_file_that_is_missing_is_named_and_the_rest_is_read(place: Place) -> None:
    files = sorted((place.folder / "captures").glob("*.warc.gz"))
    files[0].unlink()
    done = place.reread_here(again=True)
    assert done.troubles.total() == done.documents > 20 and "cannot be read" in next(iter(done.troubles))


@pytest.mark.parametrize("word", ["council-9999", "99999999", "https://nobody.example/news/nothing"])
def test_wrong_words_are_refused_in_a_sentence(collected: Place, word: str) -> None:
    with pytest.raises(InputError, match="no"):
        chosen(collected.settings(), registry.load(ROOT / "practice" / "registry"), [word])
    with pytest.raises(ArgumentTypeError, match="no day"):
        a_day("yesterday")


def test_explain_shows_where_the_bytes_lie_and_copies_them(collected: Place, tmp_path: Path) -> None:
    ((item_id,),) = collected.ask("SELECT item_id FROM captures WHERE taker = 'take_page' LIMIT 1")
    told = collected.scrapy("explain", str(item_id))
    assert "What was received" in told.stdout and ".warc.gz" in told.stdout
    target = tmp_path / "post.warc.gz"
    copy_records(collected.settings(), [str(item_id)], target)
    assert subprocess.run([SCRAPY.with_name("warcio"), "check", target], check=False).returncode == 0
    with pytest.raises(InputError, match="File exists"):
        copy_records(collected.settings(), [str(item_id)], target)
