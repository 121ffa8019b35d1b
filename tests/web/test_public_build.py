"""The public build: the site runs on it in full, and nothing in it gives back a word of a body beyond its beginning."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import schema
from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.publishing import begin, check_build, is_public_build, seal, tables_of_build
from archive.publishing.allowed import TABLES
from archive.stories import tell
from archive.withholding import withhold
from archive.words import VOCABULARIES
from errors import ArchiveError
from items import Item, Link, Picture
from web.extracts import over_extracts
from web.site import holds_full_texts, open_site

from .conftest import NOW, SITES, TRAINING, fill, post

#: in bodies behind the first 300 characters, and wherever else words may stand; none is in a title or an address
PLANTED = "zqplanted"
FILLER = "Nurses of the county met the board again and asked for safe staffing on every shift of the week. " * 5
DEEP = f"{FILLER}\n\n{PLANTED}deep stands here, and {PLANTED}later too."


def posts() -> list[Item]:
    parts = {
        "links": (Link("https://elsewhere.example/a.pdf", f"{PLANTED}link words", is_file=True),),
        "pictures": (Picture("https://elsewhere.example/a.jpg", f"{PLANTED}caption", f"{PLANTED}alt"),),
    }
    return [
        post(1, title="Nurses bargain with the county", body=DEEP, **parts),
        post(2, title="Nurses bargain with the county", source="local-1", body=f"{DEEP}\n\n{FILLER[:200]}"),
        post(3, title="A teaser that is a whole text", teaser=DEEP, body=DEEP.replace("later", "else")),
        post(4, title="Stewards’ training", kind="training", event=TRAINING, body=DEEP.replace("deep", "event")),
        post(5, title="Short", body="Librarians ratified a contract.", noindex=True),
        post(6, title="Only a teaser", body=None, fetched=None),
    ]


def plant_everywhere(path: Path) -> None:
    """Put a word of its own into every column of text that nobody listed, and a new table and a new column beside."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for table in schema.TABLES:
            if table.name == "data_dictionary":
                continue
            carried = TABLES[table.name].carried.split() if table.name in TABLES else []
            # A wording's hash has to stay unique; differences are asked for below.
            open_ = [c for c in table.columns if c.name not in carried and c.kind.startswith("TEXT")]
            open_ = [c for c in open_ if (table.name, c.name) not in {("texts", "hash"), ("texts", "body")}]
            if table.name not in TABLES:
                word = f"{PLANTED}{table.name}"
                planted = {"TEXT": word, "BLOB": word.encode()}
                values = [planted.get(column.kind.split()[0], 1) for column in table.columns]
                marks = ", ".join("?" * len(values))
                db.execute(f"INSERT OR REPLACE INTO {table.name} VALUES ({marks})", values)
            for column in open_:
                db.execute(f"UPDATE OR IGNORE {table.name} SET {column.name} = '{PLANTED}{table.name}{column.name}'")
        db.execute("UPDATE words SET word = ? WHERE word = (SELECT max(word) FROM words)", [f"{PLANTED}word"])
        db.execute("ALTER TABLE item_rows ADD COLUMN brand_new TEXT")
        db.execute("UPDATE item_rows SET brand_new = ?", [f"{PLANTED}column"])
        db.execute("CREATE TABLE brand_new AS SELECT ? AS words", [f"{PLANTED}table"])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as directory:
        yield Path(directory)


@pytest.fixture(scope="module")
def archive(folder: Path) -> Path:
    path = folder / "full.db"
    fill(path, posts())
    db = open_archive(path)
    edited = post(1, title="Nurses bargain again", body=DEEP.replace("stands here", f"stood {PLANTED}edit"))
    keep(db, replace(edited, seen_at=NOW + timedelta(days=3)), SITES)
    tell(db)
    close_archive(db)
    plant_everywhere(path)
    return path


@pytest.fixture(scope="module")
def build(archive: Path, folder: Path) -> Path:
    work, made = folder / "work.db", folder / "news-2026-03-02.db"
    begin(archive, work)
    seal(work, made, {"version": "2026-03-02"})
    check_build(made)
    return made


@pytest.fixture(scope="module")
def site(build: Path) -> Iterator[Any]:
    opened = open_site(build, tables_of_build(build), VOCABULARIES, frozen=True)
    yield opened
    opened.executor.shutdown()


def test_the_words_were_planted_and_can_be_found_in_the_archive_itself(archive: Path) -> None:
    assert PLANTED.encode() in archive.read_bytes()
    with closing(sqlite3.connect(archive)) as db:
        found = db.execute("SELECT count(*) FROM search WHERE search MATCH ?", [f"{PLANTED}*"]).fetchone()[0]
        edits = db.execute("SELECT difference FROM revision_rows WHERE difference IS NOT NULL").fetchall()
    assert found >= 3 and any(PLANTED in text for (text,) in edits)


def test_no_planted_word_is_in_the_bytes_of_the_build_nor_in_its_index(build: Path) -> None:
    assert PLANTED.encode() not in build.read_bytes().lower()
    with closing(sqlite3.connect(f"file:{build}?mode=ro&immutable=1", uri=True)) as db:
        # Values and the words of the index may lie in pieces in the file, so they are looked at one by one, too.
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall():
            assert PLANTED not in str(db.execute(f'SELECT * FROM "{name}"').fetchall()).lower(), name
        db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search', 'row')")
        terms = {term for (term,) in db.execute("SELECT term FROM temp.terms")}
    assert "nurs" in terms and not [term for term in terms if term.startswith(PLANTED)]


def test_it_holds_what_is_listed_and_nothing_else(build: Path) -> None:
    with closing(sqlite3.connect(build)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        columns = {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in TABLES}
        everything = {row[1] for name in tables for row in db.execute(f'PRAGMA table_info("{name}")')}
    assert all(sorted(columns[name]) == sorted(allowed.columns) for name, allowed in TABLES.items())
    own = {"build", "tombstones", "data_dictionary", "words", "search", "_sqlite_migrations"}
    assert {name for name in tables if not name.startswith(("search_", "sqlite_"))} == {*TABLES, *own}
    assert "body" not in everything and "brand_new" not in everything
    assert not {"watches", "deliveries", "rejected", "held", "sketches", "robots", "captures"} & tables


def test_it_knows_itself_and_says_which_version_it_is(build: Path, archive: Path) -> None:
    assert is_public_build(build) and not is_public_build(archive) and not is_public_build(build.parent / "none")
    assert holds_full_texts(archive) and not holds_full_texts(build)
    with closing(sqlite3.connect(build)) as db:
        assert dict(db.execute("SELECT name, value FROM build"))["version"] == "2026-03-02"
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete", "one file, which needs no others beside it"
        assert db.execute("PRAGMA freelist_count").fetchone()[0] == 0


def test_a_collect_into_it_is_refused(build: Path) -> None:
    before = build.read_bytes()
    with pytest.raises(ArchiveError, match="another program"):
        open_archive(build)
    assert build.read_bytes() == before


def test_the_same_archive_makes_the_same_bytes(archive: Path, build: Path, folder: Path) -> None:
    begin(archive, folder / "again-work.db")
    seal(folder / "again-work.db", folder / "again.db", {"version": "2026-03-02"})
    assert (folder / "again.db").read_bytes() == build.read_bytes()


async def test_every_page_of_the_site_answers_and_none_shows_a_planted_word(site: Any) -> None:
    crawled = await crawl(site)
    failed = {path: answer.status_code for path, answer in crawled.items() if answer.status_code >= 400}
    assert not failed
    assert len(crawled) > 150
    assert not [path for path, answer in crawled.items() if PLANTED in without_question(path, answer.text)]


def without_question(path: str, text: str) -> str:
    """A page that was asked for a planted word repeats the question, and nothing else of it."""
    return re.sub(rf"{PLANTED}deep", "", text) if PLANTED in path else text


_START = (
    "/", "/search?q=nurses", "/search?q=body:nurses&sort=best", "/search?q=title:nurses", f"/search?q={PLANTED}deep",
    f"/search.json?q={PLANTED}deep", f"/search.csv?q={PLANTED}deep", "/search?q=nurzes", "/search.atom?q=nurses",
    "/search.csv?q=staffing", "/search.json?q=staffing", "/sitemap.xml", "/archive/items.csv?_stream=on",
    "/archive/revisions.json?_size=max", "/archive.json?sql=select+*+from+texts", "/stories", "/changes.atom",
    "/archive/search_posts?q=body:nurses", "/about/codebook.csv", "/events", "/archive/why_one_story",
)  # fmt: skip
#: ways to see the same in another order or language, which would make the walk endless
_SAME = re.compile(r"_sort|_facet|/language/|_next|month=|week=|after=|lang=|-/|seed|sample")


async def crawl(site: Any) -> dict[str, Any]:
    """All pages of the site, by its own links."""
    answers: dict[str, Any] = {}
    waiting = list(_START)
    while waiting and len(answers) < 400:
        path = waiting.pop(0)
        if path in answers:
            continue
        answers[path] = answer = await site.client.get(path, follow_redirects=True)
        if "html" in answer.headers.get("content-type", ""):
            found = re.findall(r'(?:href|src)="(/[^"#]*)', answer.text)
            waiting += [one.replace("&amp;", "&") for one in found if not _SAME.search(one)]
    return answers


async def test_a_search_finds_what_stands_at_the_beginning_and_nothing_behind(site: Any) -> None:
    for question in ("body:staffing", "staffing"):
        found = json.loads((await site.client.get(f"/search.json?show=printings&q={question}")).text)["items"]
        assert "A teaser that is a whole text" in {one["title"] for one in found}, question
    assert "<mark>staffing</mark>" in (await site.client.get("/search?q=body:staffing")).text
    assert json.loads((await site.client.get(f"/search.json?q={PLANTED}deep")).text)["items"] == []
    meant = (await site.client.get("/search?q=libararians")).text
    assert "Did you mean" in meant and "librarians" in meant


async def test_a_page_shows_the_beginning_with_the_original_first_and_says_why(site: Any, build: Path) -> None:
    page = (await site.client.get(item_path(build, "A teaser that is a whole text"))).text
    page = page[page.index("<article>") :]
    assert page.index("Read the original") < page.index("Nurses of the county")
    assert "This public archive shows the beginning of a post" in page
    assert "version 2026-03-02" in page, "so that a citation can name the build"
    asked = (await site.client.get(item_path(build, "A teaser that is a whole text") + ".bib")).text
    assert "version 2026-03-02" in asked


async def test_versions_and_differences_say_that_the_words_are_not_there(site: Any, build: Path) -> None:
    path = item_path(build, "Nurses bargain again")
    page = (await site.client.get(path)).text
    assert "How its words changed" in page and "not part of the public build" in page
    with closing(sqlite3.connect(build)) as db:
        story, item = db.execute(
            "SELECT story_id, item_id FROM printings WHERE is_original = 0 ORDER BY item_id"
        ).fetchone()
    page = await site.client.get(f"/stories/{story}/printings/{item}")
    assert page.status_code == 200 and "holds no texts" in page.text


async def test_no_page_promises_words_that_a_build_does_not_have_nor_tells_readers_what_to_do(site: Any) -> None:
    changes, about, source, coverage = [
        (await site.client.get(path)).text for path in ("/changes", "/about", "/sources/council-900", "/coverage")
    ]
    assert "Whole texts are not in it" in changes and "stay in the archive" not in changes
    assert "keeps its title and beginning here" in about and "keeps its words here" not in about
    assert "what to do" not in source and "what to do" not in coverage


async def test_what_asks_not_to_be_listed_is_passed_on(site: Any, build: Path) -> None:
    page = (await site.client.get(item_path(build, "Short"))).text
    assert '<meta name="robots" content="noindex' in page


def item_path(build: Path, title: str) -> str:
    with closing(sqlite3.connect(build)) as db:
        return f"/items/{db.execute('SELECT id FROM items WHERE title = ?', [title]).fetchone()[0]}"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("ALTER TABLE texts ADD COLUMN body TEXT", "texts.body"),
        ("CREATE TABLE watches (id)", "table watches"),
        ("UPDATE link_rows SET text = 'words'", "link_rows.text"),
        ("UPDATE texts SET extract = printf('%400c', 'x')", "longer than 300"),
        ("DELETE FROM sources", "point at rows"),
        ("DELETE FROM search_docsize", "full-text index"),
        ("DROP TABLE holds", "cannot be read"),
    ],
)
def test_a_build_that_is_not_as_it_should_be_does_not_go_out(
    build: Path, tmp_path: Path, spoil: str, said: str
) -> None:
    spoilt = tmp_path / "spoilt.db"
    shutil.copy(build, spoilt)
    with closing(sqlite3.connect(spoilt)) as db, db:
        db.execute(spoil)
    with pytest.raises((ArchiveError, sqlite3.OperationalError), match=said if "DROP" not in spoil else "holds"):
        check_build(spoilt)


def test_a_merged_number_leads_on_and_brings_no_words(tmp_path: Path) -> None:
    ids = fill(tmp_path / "full.db", [post(1), post(2)])
    one, other = ids["Post number 1"], ids["Post number 2"]
    with closing(sqlite3.connect(tmp_path / "full.db")) as db, db:
        db.execute("UPDATE item_rows SET shown = 0, merged_into = ? WHERE id = ?", [other, one])
    begin(tmp_path / "full.db", tmp_path / "work.db")
    seal(tmp_path / "work.db", tmp_path / "made.db", {"version": "1"})
    check_build(tmp_path / "made.db")
    with closing(sqlite3.connect(tmp_path / "made.db")) as db:
        assert db.execute("SELECT merged_into FROM item_rows WHERE id = ?", [one]).fetchone() == (other,)
        assert db.execute("SELECT count(*) FROM texts").fetchone() == (1,)
    assert b"post 1" not in (tmp_path / "made.db").read_bytes()


def test_an_archive_with_nothing_in_it_makes_a_build(tmp_path: Path) -> None:
    fill(tmp_path / "full.db", [])
    begin(tmp_path / "full.db", tmp_path / "work.db")
    seal(tmp_path / "work.db", tmp_path / "made.db", {"version": "1"})
    assert check_build(tmp_path / "made.db")["items"] == 0


def test_a_question_to_bodies_is_put_to_extracts_and_words_stay() -> None:
    assert over_extracts('body : "the body" AND {title body} : "x"') == 'extract : "the body" AND {title extract} : "x"'
    assert over_extracts(None) is None


async def test_of_a_withheld_post_the_tombstone_alone_is_in_a_build(tmp_path: Path) -> None:
    ids = fill(tmp_path / "full.db", [post(1, title="Unwelcome heading", body="Unwelcome words of it."), post(2)])
    number = ids["Unwelcome heading"]
    db = open_archive(tmp_path / "full.db")
    withhold(db, number, reason="A member asked for it.", at=NOW)
    close_archive(db)
    begin(tmp_path / "full.db", tmp_path / "work.db")
    seal(tmp_path / "work.db", tmp_path / "made.db", {"version": "1"})
    assert check_build(tmp_path / "made.db")["items"] == 1
    assert b"nwelcome" not in (tmp_path / "made.db").read_bytes()
    opened = open_site(tmp_path / "made.db", tables_of_build(tmp_path / "made.db"), frozen=True)
    answer = await opened.client.get(f"/items/{number}")
    assert answer.status_code == 410 and "A member asked for it." in answer.text
    opened.executor.shutdown()
