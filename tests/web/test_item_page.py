"""The page of one item over a real archive: its story, its versions, what it names, what is near, how to cite it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.changes import Words
from archive.database import close_archive, open_archive
from archive.differing import difference
from archive.keeping import keep
from archive.schema import datasette_tables
from items import Moment
from web.citing import citation_of
from web.describing import described, item_of
from web.site import NAME, open_site

from .conftest import HOSTILE_TITLES, NOW, SITES, ZONE, fill, post

DAY = date(2024, 5, 1)
HOSTILE = HOSTILE_TITLES[1]


def forget_sizes(path: Path) -> None:
    """Let the planner not know how small the tables are: of five rows it reads all, and what it does of many is asked."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE IF EXISTS sqlite_stat1")
    connection.commit()
    connection.close()


def on(number: int, source: str, day: date, **given: Any) -> Any:
    return post(number, source=source, published=Moment.of_day(day, ZONE, "text"), **given)


EDITED = on(2, "council-900", DAY + timedelta(days=1), title="Nurses win here", body="They won three percent.")
POSTS = [
    on(1, "national", DAY, title="Nurses win", body="They won."),
    EDITED,
    on(3, "local-1", DAY + timedelta(days=8), title=HOSTILE),
    on(4, "national", DAY, title="Las enfermeras ganan", language="es"),
    *(on(number, "local-1", DAY + timedelta(days=number), title=f"Near {number}") for number in range(10, 20)),
    on(30, "local-1", DAY + timedelta(days=400), title="Far in time"),
    on(31, "council-900", DAY, title="Gone post"),
    on(32, "council-900", DAY, title="Foreign post"),
    post(33, title="In June", published=Moment.of_day(date(2018, 6, 1), ZONE, "text", "month")),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, int], Any]]:
    """A story of three printings, one of them edited; a translation; topics; a gone post and a foreign one."""
    path: Path = tmp_path_factory.mktemp("item") / "news.db"
    ids = fill(path, POSTS)
    db = open_archive(path)
    later = NOW + timedelta(days=7)
    edited = "They won five percent.\n\n<script>alert(1)</script>"
    keep(db, replace(EDITED, body=edited, seen_at=later), SITES)
    write = db.conn.execute
    write("INSERT INTO stories (id, original_item_id, item_count, source_count) VALUES (1, 1, 3, 3)")
    for item, role in ((1, "original"), (2, "adapted"), (3, "same")):
        write("UPDATE item_rows SET story_id = 1, role = ? WHERE id = ?", [role, item])
    write("INSERT INTO printing_rows VALUES (2, 7, 9, 'It adds <7> words.')")
    write("INSERT INTO translations VALUES (1, 4, 'The page names the other as itself in Spanish.')")
    write(
        "INSERT INTO topics (topic, label, label_es, about, position) VALUES ('strikes', 'Strikes', 'Huelgas', '.', 1)"
    )
    for name in ("Nurses win here", HOSTILE, "Near 10", "Near 11", "Far in time"):
        write("INSERT INTO item_topics VALUES (?, 'strikes', 'topics', 1, NULL)", [ids[name]])
    write("INSERT INTO mentions VALUES (2, 'Local 1', 'body', 'local-1', 'mentions', 1)")
    write("INSERT INTO item_places VALUES (2, 'St. Paul', 'MN', 'places', 1)")
    for name, status in (("Gone post", "gone"), ("Foreign post", "hijacked")):
        write("UPDATE item_rows SET status = ?, status_at = '2026-03-01T00:00:00Z' WHERE id = ?", [status, ids[name]])
        change = [ids[name], status, status, "It answered <404> three times."]
        write(
            "INSERT INTO status_changes (item_id, at, before, status, reason, evidence)"
            " VALUES (?, '2026-03-01T00:00:00Z', 'here', ?, ?, ?)", change,
        )  # fmt: skip
    db.conn.commit()
    close_archive(db)
    forget_sizes(path)
    site = open_site(path, datasette_tables())
    yield path, ids, site
    site.executor.shutdown()


async def page(told: Any, name: str) -> str:
    answer = await told[2].client.get(f"/items/{told[1][name]}")
    assert answer.status_code == 200
    return str(answer.text)


async def test_a_reprint_says_of_what_and_lists_the_others_with_day_role_and_words(told: Any) -> None:
    html = await page(told, HOSTILE)
    assert 'This is a reprint, word for word, of <a href="/items/1">Nurses win</a> by AFSCME.' in html
    table = html[html.index('<table class="printings">') : html.index("</table>")]
    assert re.findall(r'href="/items/(\d+)"', table) == ["1", "2"]
    assert "1 day after" in table
    assert "7 added, 9 left out" in table
    assert 'href="/stories/1"' in html


async def test_the_original_says_that_it_is_the_first_and_leads_to_its_translation(told: Any) -> None:
    html = await page(told, "Nurses win")
    assert "This is the first printing known." in html
    assert '<a href="/items/4" hreflang="es" lang="es">Las enfermeras ganan</a>' in html
    assert "The page names the other as itself in Spanish." in html


async def test_versions_show_their_words_as_a_difference_that_is_seen_and_heard(told: Any) -> None:
    html = await page(told, "Nurses win here")
    assert '<del><span class="unseen">left out: </span>three' in html
    assert '<ins><span class="unseen">added: </span>five' in html
    assert "its words were changed" in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


async def test_topics_bodies_and_places_are_searches(told: Any) -> None:
    html = await page(told, "Nurses win here")
    for link, words in (
        ("/search?topic=strikes", "Strikes"), ("/search?q=%22Local+1%22", "Local 1"),
        ("/search?place=St.+Paul", "St. Paul"), ("/sources/local-1", "its posts"),
    ):  # fmt: skip
        assert f'href="{link}">{words}' in html
        assert (await told[2].client.get(link)).status_code == 200 or link.startswith("/sources/")


async def test_related_posts_share_something_near_in_time_and_are_no_printings(told: Any) -> None:
    html = await page(told, "Nurses win here")
    related = html[html.index('id="related"') :]
    related = related[: related.index("</section>")]
    ids = told[1]
    assert {int(one) for one in re.findall(r'href="/items/(\d+)"', related)} == {ids["Near 10"], ids["Near 11"]}


async def test_a_post_that_went_missing_says_so_with_the_evidence(told: Any) -> None:
    html = await page(told, "Gone post")
    assert "Its site says that this post is gone." in html
    assert "It answered &lt;404&gt; three times." in html
    assert '<meta name="robots" content="noindex, follow">' in html


async def test_no_link_leads_to_a_foreign_page_under_the_posts_address(told: Any) -> None:
    html = await page(told, "Foreign post")
    content = html[html.index("<main") : html.index("</main>")]
    assert 'href="https://web.archive.org/web/*/https://council900.example/news/post-32"' in content
    assert 'href="https://council900.example/news/post-32"' not in content


LEADING_AWAY = (
    "/sources/council-900.atom", "/latest.atom", "/search.atom?source=council-900", "/search.json?source=council-900",
    "/changes.atom",
)  # fmt: skip


async def test_no_link_leads_to_a_site_that_somebody_else_has(told: Any) -> None:
    path, ids, site = told
    held = "council-900", "hijacked", "It sells bets.", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z", 1
    there = re.compile(r'href="https?://(www\.)?council900\.example')
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO holds (source_id, reason, detail, since, last_at, seen_count) VALUES (?,?,?,?,?,?)", held
        )
    try:
        asked = (f"/items/{ids['Gone post']}", "/sources/council-900", "/", "/search?source=council-900", "/states/WI",
                 "/events", "/changes", "/coverage")  # fmt: skip
        pages = [str((await site.client.get(at)).text) for at in asked]
        files = [str((await site.client.get(at)).text) for at in LEADING_AWAY]
    finally:
        with sqlite3.connect(path) as db:
            db.execute("DELETE FROM holds")
    assert not [
        there.findall(html[html.index("<main") :]) for html in pages if there.search(html[html.index("<main") :])
    ]
    assert "Wayback Machine copies" in pages[0]
    assert not [file for file in files if "council900.example" in file]
    for at in (*asked[1:4], *LEADING_AWAY):
        assert "council900.example" in str((await site.client.get(at)).text), "it is the hold that keeps them away"


async def test_a_month_is_shown_as_a_month(told: Any) -> None:
    html = await page(told, "In June")
    assert '<time datetime="2018-06">June 2018</time>' in html
    assert 'name="DC.date" content="2018-06"' in html


async def test_the_page_is_its_own_canonical_and_links_the_original_before_the_wayback_machine(told: Any) -> None:
    html = await page(told, "Nurses win")
    assert re.search(r'<link rel="canonical" href="http://[^"/]+/items/1">', html)
    original = html.index('href="https://national.example/news/post-1"')
    assert original < html.index('href="https://web.archive.org/web/*/https://national.example/news/post-1"')


async def test_structured_data_of_a_hostile_title_is_inert_and_whole(told: Any) -> None:
    html = await page(told, HOSTILE)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(data)["headline"] == HOSTILE
    assert 'name="citation_title" content="&lt;/title&gt;' in html


@pytest.mark.parametrize(
    ("ending", "kind", "words"),
    [("txt", "text/plain", "“Nurses win.” AFSCME, May 1, 2024."), ("bib", "application/x-bibtex", "{{Nurses win}}"),
     ("ris", "application/x-research-info-systems", "TI  - Nurses win\r\n"),
     ("csl.json", "application/vnd.citationstyles.csl+json", '"title": "Nurses win"')],
)  # fmt: skip
async def test_a_citation_can_be_taken_away(told: Any, ending: str, kind: str, words: str) -> None:
    answer = await told[2].client.get(f"/items/1.{ending}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert words in answer.text
    assert "0" * 64 in answer.text
    assert (await told[2].client.get(f"/items/999.{ending}")).status_code == 404


async def test_a_page_asks_by_index_alone(told: Any) -> None:
    """What a page asks reads no table from end to end, however long the table."""
    db = told[2].get_database(NAME)
    asked: list[tuple[str, Any]] = []
    execute = db.execute

    async def noted(sql: str, params: Any = None, **given: Any) -> Any:
        asked.append((sql, params))
        return await execute(sql, params, **given)

    db.execute = noted
    try:
        for name in ("Nurses win here", "Nurses win", "Gone post"):
            item = await item_of(db, told[1][name])
            assert isinstance(item, dict)
            await described(db, item)
    finally:
        db.execute = execute
    assert len(asked) > 40
    for sql, params in asked:
        steps = [row["detail"] for row in (await execute(f"explain query plan {sql}", params)).rows]
        scans = [
            one
            for one in steps
            if one.startswith("SCAN") and not re.match(r"SCAN (x$|json_each|sqlite_master|\(|value)", one)
        ]
        assert not scans, (sql, scans)


async def test_an_archive_without_bodies_shows_the_teaser_and_the_way_to_the_post(told: Any, tmp_path: Path) -> None:
    import shutil

    path = tmp_path / "public.db"
    shutil.copy(told[0], path)
    connection = sqlite3.connect(path)
    for name in ("items", "revisions"):
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
        connection.execute(f"DROP VIEW {name}")
        connection.execute(sql.replace("t.body, ", "").replace(", r.difference", ""))
    connection.commit()
    connection.close()
    site = open_site(path, datasette_tables())
    html = (await site.client.get("/items/2")).text
    site.executor.shutdown()
    assert "What post 2 says in short." in html
    assert "Read on at council900.example" in html
    assert "percent" not in html
    assert "What changed cannot be shown here." in html


def test_the_site_reads_what_the_archive_writes() -> None:
    from web.differences import paragraphs

    before, after = Words("One", None, "[-a-] b c d"), Words("Two", None, "[-a-] b c e\n\n[title] new")
    read = paragraphs(difference(before, after))
    assert read[0].label == "title"
    assert [(one.kind, one.text) for one in read[0].pieces] == [("left_out", "One"), ("added", "Two")]
    assert any(one.kind == "added" and "[title] new" in one.text for part in read for one in part.pieces)


def test_a_citation_needs_no_capture() -> None:
    item = dict.fromkeys(
        ("title", "author", "source_name", "url", "published_on", "published_precision", "published_earliest",
         "published_latest", "language", "fetched_at", "fetched_sha256")
    )  # fmt: skip
    assert citation_of({"id": 1, **item}, "A", "https://a.example/items/1", DAY).proof == ""
