"""A search as feeds and files: stable ids, no more than the site shows, and every cut is said."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from web import collecting_hits, searching
from web.asking import read_search
from web.exporting import BODY, CODERS, COLUMNS
from web.sampling import lowest

from .conftest import post


async def table(site: Any, path: str) -> list[dict[str, str]]:
    answer = await site.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_a_json_feed_has_the_entries_and_ids_of_the_atom_feed(site: Any) -> None:
    feed = (await site.client.get("/search.json?q=nurses")).json()
    atom = ET.fromstring((await site.client.get("/search.atom?q=nurses")).content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [one.text for one in atom.iterfind("{*}entry/{*}id")]
    first = next(item for item in feed["items"] if item["title"] == "Librarians ratify")
    assert first["external_url"] == "https://local1.example/news/post-30"
    assert first["content_text"] == "What post 30 says in short."
    assert "A contract for librarians" not in json.dumps(feed)
    assert feed["home_page_url"].endswith("/search?q=nurses")


async def test_feeds_answer_304_to_who_has_them(site: Any) -> None:
    for path in ("/search.json?q=nurses", "/search.atom?q=nurses"):
        tag = (await site.client.get(path)).headers["etag"]
        assert (await site.client.get(path, headers={"if-none-match": tag})).status_code == 304


async def test_a_post_without_a_day_has_none_in_the_json_feed(site: Any) -> None:
    (item,) = (await site.client.get('/search.json?q="undated+notice"')).json()["items"]
    assert "date_published" not in item
    assert item["date_modified"]


async def test_w7_every_row_says_how_many_there_are(site: Any) -> None:
    for path in ("/search.csv?q=post", "/search/corpus.csv?q=post", "/search.csv?source=council-900"):
        rows = await table(site, path)
        assert len(rows) > 20
        assert [row["row"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        assert {row["rows"] for row in rows} == {str(len(rows))}
        answer = await site.client.get(path)
        assert answer.headers["x-row-count"] == str(len(rows))
        assert f"-{len(rows)}-rows.csv" in answer.headers["content-disposition"]


async def test_w6_no_cell_of_a_corpus_is_a_formula_and_json_has_the_words_untouched(site: Any) -> None:
    rows = await table(site, "/search/corpus.csv?q=strike+OR+nurses+OR+sum")
    assert any(row["title"].startswith("'") for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "@")]
    lines = (await site.client.get("/search/corpus.ndjson?q=strike+OR+nurses+OR+sum")).text.splitlines()
    assert "+1 for the strike" in {json.loads(line)["title"] for line in lines}


async def test_a_corpus_holds_the_texts_and_its_side_file_says_what_it_is(site: Any) -> None:
    lines = [json.loads(line) for line in (await site.client.get("/search/corpus.ndjson?q=nurses")).text.splitlines()]
    assert list(lines[0]) == [*COLUMNS, *BODY]
    assert any("A contract for librarians" in (line["body"] or "") for line in lines)
    about = (await site.client.get("/search/corpus.json?q=nurses&level=local")).json()
    assert about["query"] == "nurses"
    assert about["filters"] == [["level", False, ["local"]]]
    assert about["rows"] == 2
    assert about["is_whole"] is True
    assert set(about["columns"]) == {*COLUMNS, *BODY}
    assert about["codebook"].endswith("/about/codebook")


async def test_a_public_archive_without_bodies_gives_a_corpus_without_bodies(new_archive: Any) -> None:
    db, site = new_archive(post(1))
    view = db.execute("select sql from sqlite_master where name = 'items'").fetchone()[0]
    db.execute("drop view items")
    db.execute(view.replace("t.body, ", ""))
    db.conn.commit()
    text = (await site.client.get("/search/corpus.ndjson?q=post")).text
    assert "First paragraph" not in text
    assert "body" not in json.loads(text)


async def test_a_file_that_holds_not_all_says_so(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    db = site.get_database("archive")
    whole = await collecting_hits.all_hits(db, read_search({"q": "post"}))
    part = await collecting_hits.all_hits(db, read_search({"q": "post"}), most=5)
    assert whole.is_whole
    assert part.items == whole.items[:5]
    assert not part.is_whole
    assert "newest 5" in (part.note or "")
    monkeypatch.setattr(collecting_hits, "_AT_ONCE", 3)
    assert (await collecting_hits.all_hits(db, read_search({"q": "post"}))).items == whole.items


@pytest.mark.parametrize("narrow", [0, 10_000], ids=["wide filter", "narrow filter"])
@pytest.mark.parametrize(
    "asked",
    [
        {"q": "post"},
        {"q": "post", "level": "local"},
        {"q": "post", "year": "2026"},
        {"level": "local"},
        {"year": "2026"},
    ],
    ids=lambda asked: " ".join(asked.values()),
)
async def test_a_file_has_every_hit_in_its_order_however_many_match_and_few_pass(
    site: Any, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], narrow: int
) -> None:
    db = site.get_database("archive")
    whole = await collecting_hits.all_hits(db, read_search(asked))
    assert whole.items
    monkeypatch.setattr(searching, "MANY", 0)
    monkeypatch.setattr(searching, "NARROW", narrow)
    monkeypatch.setattr(collecting_hits, "_TEXTS_AT_ONCE", 3)
    monkeypatch.setattr(collecting_hits, "_AT_ONCE", 2)
    monkeypatch.setattr(collecting_hits, "_POSTS_AT_ONCE", 2)
    assert await collecting_hits.all_hits(db, read_search(asked)) == whole


async def test_files_of_what_was_not_counted_or_found_in_full_say_so(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MANY", 0)
    assert "counted are" in (await site.client.get("/search/timeline.csv?q=post")).headers["x-note"]
    monkeypatch.setattr(collecting_hits, "measure", _too_slow)
    for path in (".csv?", ".csv?sample=5&", "/corpus.csv?", "/corpus.ndjson?", "/corpus.json?"):
        answer = await site.client.get(f"/search{path}q=post")
        assert answer.status_code == 503 and answer.headers["retry-after"], (
            "a file without rows says that there are none"
        )
        assert "took too long" in answer.text


async def _too_slow(*_: Any) -> None:
    raise QueryInterrupted(None, "", {})


async def test_a_sample_can_be_drawn_again_and_has_columns_for_coders(site: Any) -> None:
    path = "/search.csv?q=post&sample=10&seed=7"
    rows = await table(site, path)
    assert rows == await table(site, path)
    assert len({row["id"] for row in rows}) == 10
    assert all(row[name] == "" for row in rows for name in CODERS)
    assert {row["id"] for row in await table(site, "/search.csv?q=post&sample=10&seed=8")} != {
        row["id"] for row in rows
    }
    assert [row["id"] for row in await table(site, "/search.csv?q=post&sample=15&seed=7")][:10] == [
        row["id"] for row in rows
    ]
    html = (await site.client.get("/search?q=post&sample=10&seed=7")).text
    assert "A sample of 10 of" in html
    assert all(f"/items/{row['id']}" in html for row in rows)


def test_a_sample_does_not_depend_on_order_and_later_posts_change_little_of_it() -> None:
    items = [(number, None) for number in range(1_000)]
    drawn = lowest(items, 50, 7, True)
    assert lowest(items[::-1], 50, 7, True) == drawn
    later = lowest([*items, *((number, None) for number in range(1_000, 1_100))], 50, 7, True)
    assert len(set(later) - set(drawn)) == len([item for item, _ in later if item >= 1_000]) < 20
    # whichever printing stands for a story, the same stories are drawn
    stories = [(number, number // 2) for number in range(0, 1_000, 2)]
    others = [(number + 1, story) for number, story in stories]
    assert [s for _, s in lowest(stories, 20, 1, True)] == [s for _, s in lowest(others, 20, 1, True)]


@pytest.mark.parametrize("form", ["atom", "json", "csv"])
async def test_an_empty_search_gives_an_empty_file(site: Any, form: str) -> None:
    for query in ("", "?q=", "?q=***", "?q=level:foo", "?sample=5"):
        answer = await site.client.get(f"/search.{form}{query}")
        assert answer.status_code == 200
        assert "Nurses" not in answer.text
