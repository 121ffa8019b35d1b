"""Pictures, links, tags and origins of fields over time: nothing leaves, nothing is written twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import migrations
from archive.database import close_archive, open_archive
from archive.keeping import keep
from items import Item, Link, Picture
from tests.builders import DAY, NOW, SITES, archive_at, fresh_archive, item, one, rows, teaser

A, B = "https://council-900.example/img/a.jpg", "https://council-900.example/img/b.jpg"
PDF = "https://council-900.example/files/agreement.pdf"
LAW = "https://law.example/bill-7"
TABLES = ("picture_rows", "link_rows", "tag_rows", "field_origins", "link_targets", "tags")
ORIGINS = {"title": "structure", "body": "json_ld", "pictures": "structure", "links": "structure", "tags": "meta"}


def post(number: int = 1, **given: Any) -> Item:
    """A post whose page shows a picture, a document, a link and two tags."""
    defaults: dict[str, Any] = {
        "pictures": (Picture(A, "Clerks on the steps", "Seven people"),),
        "links": (Link(PDF, "the agreement", True), Link(LAW, "the bill")),
        "tags": ("Desks", "Wages"),
        "field_origins": ORIGINS,
    }
    return item(number, **{**defaults, **given})


def everything(db: sqlite_utils.Database) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(db, f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}


def test_a_reading_keeps_pictures_documents_links_tags_and_where_fields_were_read(db: sqlite_utils.Database) -> None:
    keep(db, post(), SITES)
    assert rows(db, "SELECT url, caption, alt, position, gone_at FROM item_pictures") == [
        (A, "Clerks on the steps", "Seven people", 0, None)
    ]
    assert rows(db, "SELECT url, text, is_file, position FROM item_links ORDER BY position") == [
        (PDF, "the agreement", 1, 0),
        (LAW, "the bill", 0, 1),
    ]
    assert rows(db, "SELECT tag FROM item_tags ORDER BY tag") == [("Desks",), ("Wages",)]
    assert dict(rows(db, "SELECT field, origin FROM field_origins")) == ORIGINS
    assert rows(db, "SELECT url, title, item_url FROM files") == [
        (PDF, "Post number 1", "https://council-900.example/news/post-1")
    ]


def test_an_unchanged_reading_writes_nothing(db: sqlite_utils.Database) -> None:
    keep(db, post(), SITES)
    before = everything(db)
    kept = keep(db, post(seen_at=NOW + DAY), SITES)
    assert kept.outcome == "same" and everything(db) == before


def test_what_a_reading_no_longer_shows_is_marked_and_comes_back(db: sqlite_utils.Database) -> None:
    keep(db, post(), SITES)
    less = post(seen_at=NOW + DAY, pictures=(), links=(Link(LAW, "the bill"),), tags=("Wages",))
    assert keep(db, less, SITES).outcome == "enriched"
    gone = "2026-03-03T15:30:00Z"
    assert rows(db, "SELECT url, gone_at FROM item_pictures") == [(A, gone)]
    assert dict(rows(db, "SELECT url, gone_at FROM item_links")) == {PDF: gone, LAW: None}
    assert dict(rows(db, "SELECT tag, gone_at FROM item_tags")) == {"Desks": gone, "Wages": None}
    keep(db, replace(less, seen_at=NOW + 2 * DAY), SITES)
    assert rows(db, "SELECT gone_at FROM item_pictures") == [(gone,)], "the first miss counts"
    keep(db, post(seen_at=NOW + 3 * DAY), SITES)
    assert rows(db, "SELECT count(*) FROM item_pictures WHERE gone_at IS NOT NULL") == [(0,)]
    assert one(db, "SELECT count(*) FROM item_links") == 2
    assert rows(db, "SELECT first_seen_at FROM item_pictures") == [("2026-03-02T15:30:00Z",)]


def test_a_new_caption_does_not_overwrite_the_old_one(db: sqlite_utils.Database) -> None:
    keep(db, post(), SITES)
    for days, caption in ((1, "Clerks and cooks"), (2, "Clerks on the steps")):
        keep(db, post(seen_at=NOW + days * DAY, pictures=(Picture(A, caption, "Seven people"),)), SITES)
    found = dict(rows(db, "SELECT caption, gone_at FROM item_pictures"))
    assert found == {"Clerks on the steps": None, "Clerks and cooks": "2026-03-04T15:30:00Z"}


def test_a_list_that_shows_no_body_changes_nothing_here(db: sqlite_utils.Database) -> None:
    keep(db, post(), SITES)
    before = everything(db)
    keep(db, teaser(1, seen_at=NOW + DAY, tags=("News",), field_origins={"title": "list"}), SITES)
    assert everything(db) == before


def test_a_feed_is_no_witness_of_what_the_page_shows(db: sqlite_utils.Database) -> None:
    keep(db, post(), SITES)
    by_feed = {"body": "feed", "title": "feed", "pictures": "feed", "links": "feed", "tags": "feed"}
    keep(db, post(seen_at=NOW + DAY, pictures=(Picture(B),), links=(), tags=("News",), field_origins=by_feed), SITES)
    assert one(db, "SELECT count(*) FROM item_pictures WHERE gone_at IS NULL") == 2
    assert one(db, "SELECT count(*) FROM item_tags WHERE gone_at IS NULL") == 3
    other_words = (Picture(A, "The feed's own caption"), Picture(B))
    keep(db, post(seen_at=NOW + DAY, pictures=other_words, field_origins={**by_feed, "pictures": "api"}), SITES)
    assert rows(db, "SELECT caption FROM item_pictures WHERE url = ?", A) == [("Clerks on the steps",)]
    keep(db, post(seen_at=NOW + 2 * DAY, pictures=(), tags=(), links=(), field_origins=by_feed), SITES)
    assert one(db, "SELECT count(*) FROM item_tags WHERE gone_at IS NULL") == 0, "now the feed was the last witness"


def test_a_reading_whose_words_are_not_believed_takes_nothing_away(db: sqlite_utils.Database) -> None:
    keep(db, post(body="word " * 200), SITES)
    kept = keep(db, post(seen_at=NOW + DAY, body="An error occurred.", pictures=(), links=(), tags=()), SITES)
    assert kept.held
    assert one(db, "SELECT count(*) FROM item_pictures WHERE gone_at IS NULL") == 1
    assert dict(rows(db, "SELECT field, origin FROM field_origins"))["body"] == "json_ld"


def test_the_same_links_on_many_sites_are_kept_once_and_found_by_address_and_tag(db: sqlite_utils.Database) -> None:
    for number in range(1, 6):
        keep(db, post(number), SITES)
    assert one(db, "SELECT count(*) FROM link_targets") == 3
    assert one(db, "SELECT count(*) FROM tags") == 2
    assert one(db, "SELECT count(*) FROM item_links WHERE url = ?", LAW) == 5
    for view, column, name in (("item_links", "url", "link_rows_target"), ("item_tags", "tag", "tag_rows_tag")):
        (plan,) = [
            " ".join(str(row[3]) for row in rows(db, f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE {column} = 'x'"))
        ]
        assert name in plan and "SCAN" not in plan, plan


def test_two_items_that_are_one_keep_the_parts_of_both_each_once(db: sqlite_utils.Database) -> None:
    keep(db, post(1), SITES)
    keep(db, post(2, pictures=(Picture(A, "Another caption"), Picture(B)), tags=("Wages", "Rallies")), SITES)
    both = ("https://council-900.example/news/post-1", "https://council-900.example/news/post-2")
    merged = keep(db, teaser(1, addresses=both, seen_at=NOW + DAY), SITES)
    assert merged.outcome == "merged"
    assert rows(db, "SELECT DISTINCT item_id FROM item_pictures") == [(merged.item_id,)]
    assert dict(rows(db, "SELECT url, caption FROM item_pictures")) == {A: "Clerks on the steps", B: None}
    assert {tag for (tag,) in rows(db, "SELECT tag FROM item_tags")} == {"Desks", "Wages", "Rallies"}
    assert one(db, "SELECT count(*) FROM picture_rows") == 3, "the double stays behind"


def test_an_archive_of_the_version_before_gets_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db = archive_at(path)
    keep(db, item(), SITES)
    for view in ("files", "item_pictures", "item_links", "item_tags"):
        db.conn.execute(f"DROP VIEW {view}")
    for table in ("picture_rows", "link_rows", "tag_rows", "field_origins", "link_targets", "tags"):
        db.conn.execute(f"DROP TABLE {table}")
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm008_parts'")
    db.conn.execute(f"PRAGMA user_version = {migrations.version() - 1}")
    close_archive(db)
    db = open_archive(path)
    keep(db, post(seen_at=NOW + DAY), SITES)
    assert one(db, "SELECT count(*) FROM item_links") == 2
    close_archive(db)


ODD = st.text(max_size=12) | st.just("\ud800\x00 x") | st.just("x" * 5_000)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from([A, B, LAW, "http://c.example/"]), ODD), max_size=5), min_size=1, max_size=5
    ),
    st.lists(ODD, max_size=5),
)
def test_whatever_readings_come_the_last_one_is_what_is_there_and_none_is_lost(
    readings: list[list[tuple[str, str]]], tags: list[str]
) -> None:
    db = fresh_archive()
    for number, shown in enumerate(readings):
        pictures = tuple(Picture(url, caption or None) for url, caption in shown)
        links = tuple(Link(url, text) for url, text in shown)
        brought = post(seen_at=NOW + number * DAY, pictures=pictures, links=links, tags=tuple(tags))
        keep(db, brought, SITES)
        before = everything(db)
        keep(db, replace(brought, seen_at=NOW + number * DAY), SITES)
        assert everything(db) == before
    last = list(dict.fromkeys(url for url, _ in readings[-1]))
    there = rows(db, "SELECT url FROM item_pictures WHERE gone_at IS NULL ORDER BY position")
    assert [url for (url,) in there] == last
    ever = {url for shown in readings for url, _ in shown}
    assert {url for (url,) in rows(db, "SELECT url FROM item_links")} == ever
    db.close()


@pytest.mark.parametrize("count", [10_000])
def test_countless_parts_are_bounded(db: sqlite_utils.Database, count: int) -> None:
    many = [f"https://x.example/{number}" for number in range(count)]
    keep(db, post(pictures=tuple(map(Picture, many)), links=tuple(map(Link, many)), tags=tuple(many)), SITES)
    assert [one(db, f"SELECT count(*) FROM item_{name}") for name in ("pictures", "links", "tags")] == [50, 200, 50]
