"""A post with one word in every field is collected over real HTTP, withheld, looked for everywhere, and given back."""

from __future__ import annotations

import asyncio
import copy
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.digest import tables_of
from tests.server import Reply, Server
from web.site import open_site

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"
#: in every field of one post and in nothing else
WORD = "zyxqwv"
LONG = "The members of the local met on Tuesday evening, heard from the team and voted on what to bring to the table."
LINES = " ".join([LONG] * 4)

POST = """<!doctype html><html lang="en"><head><title>{word}tit wins a contract | Local 77</title>
<meta name="description" content="A teaser with {word}tea in it."><meta name="robots" content="noindex">
<meta property="article:published_time" content="2026-11-02T10:00:00-05:00">
<meta name="author" content="{word}aut Writer"><meta name="keywords" content="{word}tag, bargaining"></head>
<body><header><a href="/">Local 77</a></header><main><article><h1>{word}tit wins a contract</h1>
<p class="byline">By {word}aut Writer</p><time datetime="2026-11-02">November 2, 2026</time>
<p>A body with {word}bod in it. {lines} {more}</p><p>Read <a href="https://elsewhere.example/{word}lnk">the {word}ltx
page</a>. {lines}</p><figure><img src="/{word}pic.jpg" alt="shows {word}alt" width="800" height="500">
<figcaption>Caption of {word}cap</figcaption></figure></article></main><footer>Local 77</footer></body></html>"""
PLAIN = """<!doctype html><html lang="en"><head><title>{title} | Local 77</title></head><body><header>
<a href="/">Local 77</a></header><main><article><h1>{title}</h1><time datetime="2026-11-{day:02}">November {day}, 2026
</time><p>{title}: {lines}</p><p>{lines}</p></article></main><footer>Local 77</footer></body></html>"""
OTHERS = {"/news/parade": ("The parade of the year", 3), "/news/clerks": ("Clerks ratify their agreement", 4)}
ADDRESS = f"/news/{WORD}slug"


class Site:
    """A site of three posts and a feed; the first of them has the word everywhere, and is edited on the second day."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.server, self.folder = server, folder
        self.home = server.url("/").rstrip("/")
        rows = folder / "registry"
        rows.mkdir()
        (rows / "sources.csv").write_text(
            "source,name,level,number,states,homepage,hosts,language,timezone,parent,installation,note\n"
            f"local-77,Local 77,local,77,OH,{self.home}/,,en,America/New_York,,,\n"
        )
        (rows / "channels.csv").write_text(
            "channel,source,family,address,hint,since,until,note\n"
            f"local-77-news,local-77,listing,{self.home}/news,,,,\nlocal-77-feed,local-77,feed,{self.home}/feed,,,,\n"
        )
        (rows / "watches.csv").write_text("watch,query,mode,carriers,quiet,cap,note\n")
        self.archive = folder / "archive.db"
        self.env = {
            "NEWS_ARCHIVE_PATH": str(self.archive), "NEWS_REGISTRY_DIR": str(rows), "NEWS_ALLOW_PRIVATE_HOSTS": "1",
            "NEWS_CRAWL_DELAY_MAX": "0.01", "NEWS_READ_WORKERS": "0", "NEWS_CAPTURES_DIR": str(folder / "captures"),
            "NEWS_BACKUP_DIR": str(folder / "backups"), "NEWS_CONTACT": "https://example.org/about",
        }  # fmt: skip
        self.edited("")

    def edited(self, more: str) -> None:
        """What the site shows from now on."""
        entries = "".join(
            f'<li><h3><a href="{path}">{title}</a></h3><span>November {day}, 2026</span></li>'
            for path, (title, day) in {ADDRESS: (f"{WORD}tit wins a contract", 2), **OTHERS}.items()
        )
        self.server.reply("/news", Reply(f"<html><body><main><ul>{entries}</ul></main></body></html>"))
        self.server.reply(ADDRESS, Reply(POST.format(word=WORD, lines=LINES, more=more)))
        for path, (title, day) in OTHERS.items():
            self.server.reply(path, Reply(PLAIN.format(title=title, day=day, lines=LINES)))
        feed = f"""<rss version="2.0"><channel><title>Local 77</title><link>{self.home}/</link><item>
            <title>{WORD}tit wins a contract</title><link>{self.home}{ADDRESS}</link><guid>{WORD}guid</guid>
            <category>{WORD}cat</category><description>A teaser with {WORD}fee in it {more}.</description>
            <pubDate>Mon, 02 Nov 2026 10:00:00 -0500</pubDate></item></channel></rss>"""
        self.server.reply("/feed", Reply(feed, content_type="application/rss+xml"))
        self.server.reply("/robots.txt", Reply("User-agent: *\nAllow: /\n", content_type="text/plain"))

    def scrapy(self, *words: str, day: int = 23, code: int = 0) -> str:
        env = {**os.environ, **self.env, "NEWS_CRAWL_NOW": f"2026-11-{day}T12:00:00+00:00"}
        done = subprocess.run(
            [SCRAPY, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.archive) as db:
            return db.execute(sql, values).fetchall()

    def rows(self) -> dict[str, list[str]]:
        """All rows of all tables, but the log of what was withheld."""
        with sqlite3.connect(self.archive) as db:
            return {
                name: sorted(map(repr, db.execute(f"SELECT * FROM {name}")))
                for name in tables_of(db)
                if name != "withholdings"
            }

    def pages(self, number: int, *tables: str) -> dict[str, tuple[int, str]]:
        """Status and text of everything that the site shows or lists."""
        site = open_site(self.archive)
        paths = [
            "/", "/latest.atom", "/search?show=printings", f"/search?q={WORD}*", f"/search?q=title:{WORD}tit",
            "/search.atom?q=contract", "/search.csv?q=contract", "/search.json?q=contract", "/sources",
            "/sources/local-77", "/sources/local-77.atom", "/stories", "/changes", "/changes.atom", "/coverage",
            "/states/OH", "/topics", "/events", "/sitemap.xml", "/sitemaps/items-0.xml", "/archive",
            *(f"/items/{number}{ending}" for ending in ("", ".txt", ".bib", ".ris", ".csl.json", ".ics")),
            *(f"/archive/{name}.json?_size=max" for name in tables),
            "/archive/items.csv?_stream=1", f"/archive/items.json?id={number}",
            f"/archive.json?sql=select+*+from+texts&_shape=array&q={number}",
        ]  # fmt: skip

        async def fetch() -> dict[str, tuple[int, str]]:
            answers = {path: await site.client.get(path, follow_redirects=True) for path in paths}
            return {path: (one.status_code, one.text) for path, one in answers.items()}

        try:
            return asyncio.run(fetch())
        finally:
            site.executor.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Collected on two days, with an edit between them."""
    with Server() as server:
        one = Site(tmp_path_factory.mktemp("withheld"), server)
        one.scrapy("collect", day=20)
        one.edited(f"On the next day {WORD}edi was added, since the vote was counted anew.")
        one.scrapy("collect", day=22)
        shutil.copytree(one.folder, one.folder.with_name("collected"))
        yield one


@pytest.fixture
def collected(site: Site, tmp_path: Path) -> Site:
    """The same, of which nothing was withheld yet: captures that were given back lie elsewhere than before."""
    one = copy.copy(site)
    one.folder = tmp_path / "collected"
    shutil.copytree(site.folder.with_name("collected"), one.folder)
    one.archive = one.folder / "archive.db"
    one.env = {name: value.replace(str(site.folder), str(one.folder)) for name, value in site.env.items()}
    return one


@pytest.fixture(scope="module")
def number(site: Site) -> int:
    return int(site.ask("SELECT id FROM items WHERE url LIKE ?", f"%{ADDRESS}")[0][0])


def files_with_the_word(site: Site) -> set[str]:
    """Names of files, the private ones aside, in whose bytes the word stands."""

    found = set()
    for file in site.folder.rglob("*"):
        if not file.is_file() or "withheld" in file.relative_to(site.folder).as_posix():
            continue
        raw = file.read_bytes()
        if file.name.endswith(".gz"):
            raw = gzip.decompress(raw)
        if WORD.encode() in raw.lower():
            found.add(file.name)
    return found


def words_in(pages: dict[str, tuple[int, str]]) -> list[str]:
    # what the reader typed stands in the page that answers
    return [
        path for path, (_, text) in pages.items() if WORD in text.lower().replace(f"q={WORD}", "") and WORD not in path
    ]


def test_no_page_feed_file_or_capture_has_a_word_of_it(site: Site, number: int) -> None:
    before, shown = site.rows(), site.pages(number)
    assert "archive.db" in files_with_the_word(site)
    assert {"/", "/latest.atom", f"/items/{number}", f"/items/{number}.bib"} <= set(words_in(shown))
    # its own page asks not to be listed: neither do we list it
    assert 'content="noindex' in shown[f"/items/{number}"][1]
    assert f"/items/{number}<" not in shown["/sitemaps/items-0.xml"][1]
    assert shown["/sitemaps/items-0.xml"][1].count("<loc>") == 2

    told = json.loads(site.scrapy("withhold", str(number), "--reason", "Names a person", "--by", "Local 77", "--json"))
    assert (told["items"], told["erased"], told["phrases_left"]) == ([number], True, 0)
    assert files_with_the_word(site) == set()
    after = site.pages(
        number, *before, "items", "revisions", "item_tags", "item_links", "item_pictures", "files", "removals"
    )
    assert words_in(after) == []
    for ending in ("", ".txt", ".bib", ".ris", ".csl.json", ".ics"):
        status, text = after[f"/items/{number}{ending}"]
        assert (status, "Names a person" in text, "Local 77" in text) == (410, True, True)
    assert {path: status for path, (status, _) in after.items() if status >= 400 and "/items/" not in path} == {}
    assert json.loads(after["/archive/items.json?id=" + str(number)][1])["rows"] == []
    assert len(site.ask("SELECT id FROM items")) == len(OTHERS)


def test_the_crawler_keeps_it_withheld_and_does_not_ask_for_it_until_it_is_given_back(site: Site, number: int) -> None:
    site.edited(f"And again {WORD}thi was added, with more words than before, to be sure that it is told.")
    asked = len(site.server.asked(ADDRESS))
    site.scrapy("collect", "--backfill", day=29)
    assert len(site.server.asked(ADDRESS)) == asked
    assert files_with_the_word(site) == set()
    assert words_in(site.pages(number)) == []
    site.scrapy("withhold", f"{site.home}{ADDRESS}", "--undo", day=29)  # by its address, too
    assert site.ask("SELECT id FROM items WHERE url LIKE ?", f"%{ADDRESS}") == [(number,)]


def test_a_site_that_runs_shows_a_restored_archive(site: Site) -> None:
    backup = json.loads(site.scrapy("backup", "--json"))
    with sqlite3.connect(site.archive) as db:
        db.execute("UPDATE item_rows SET shown = 0 WHERE id = (SELECT min(id) FROM items)")
    db.close()
    running = open_site(site.archive)

    async def looked() -> list[int]:
        ask: Callable[[], Any] = lambda: running.client.get("/archive/items.json?_shape=array&_size=1000")  # noqa: E731
        before = len((await ask()).json())
        told = json.loads(site.scrapy("restore", "latest", "--yes", "--json"))
        assert (told["digest"], told["same"], told["withheld_again"]) == (backup["digest"], True, [])
        return [before, len((await ask()).json())]

    try:
        one, other = asyncio.run(looked())
    finally:
        running.executor.shutdown()
    assert other == one + 1


def test_a_capture_that_is_not_there_keeps_no_word_in_the_archive_and_goes_when_it_is_back(
    collected: Site, number: int
) -> None:
    files = list((collected.folder / "captures").glob("*.warc.gz"))
    for file in files:
        file.rename(file.with_name(f"{file.name}.away"))
    told = collected.scrapy("withhold", str(number), "--reason", "Asked for", code=1)
    assert "none of" in told and "NOT taken out yet" in told and "`scrapy withhold --erase`" in told
    assert WORD.encode() not in collected.archive.read_bytes().lower()
    for file in files:
        file.with_name(f"{file.name}.away").rename(file)
    collected.scrapy("withhold", "--erase")
    assert not {name for name in files_with_the_word(collected) if name.endswith(".warc.gz")}


def test_a_restore_with_captures_brings_back_no_bytes_that_were_withheld_since(collected: Site, number: int) -> None:
    collected.scrapy("backup", "--captures")
    collected.scrapy("withhold", str(number), "--reason", "Asked for")
    told = json.loads(collected.scrapy("restore", "latest", "--yes", "--json"))
    assert told["withheld_again"] == [number] and told["captures_troubles"] == []
    assert told["captures_found_again"] > 0 and told["captures_lost"] == 0, "files were written anew by the takedown"
    told = json.loads(collected.scrapy("restore", "latest", "--captures", "--yes", "--json"))
    assert told["withheld_again"] == [number] and told["captures"] is not None and told["captures_troubles"] == []
    folder = collected.folder / "captures"
    assert not [path for path in folder.glob("*.warc.gz") if WORD.encode() in gzip.decompress(path.read_bytes())]
    (left,) = collected.ask("SELECT count(*) FROM captures WHERE item_id = ? AND because IS NULL", number)[0]
    assert left == 0
    collected.scrapy("withhold", str(number), "--undo")
    assert collected.scrapy("explain", str(number), "--warc", str(collected.folder / "post.warc.gz"))
