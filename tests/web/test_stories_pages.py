"""The stories, how one travelled, and what its printings changed, on the real site over an archive with stories."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database import close_archive, open_archive
from archive.schema import datasette_tables
from archive.stories.shares import count_shares
from items import Moment
from web.assets import CHARTS
from web.charting import chart
from web.site import ROOM, open_site
from web.stories import find_stories, read_wanted
from web.word_changes import word_changes

from .conftest import HOSTILE_TITLES, NOW, ZONE, fill, post

HOSTILE = HOSTILE_TITLES[1]
FORMULA = '=HYPERLINK("http://evil.example","click")'
TEXT = "Nurses won a contract after nine months.\n\nThey vote on it in June."


def on(number: int, source: str, day: date | None, **given_: Any) -> Any:
    return post(number, source=source, published=day and Moment.of_day(day, ZONE, "text"), **given_)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Story 1 of the union on three sites, story 2 of a local on two, story 3 merged into 1, story 4 out of sight."""
    path: Path = tmp_path_factory.mktemp("stories") / "news.db"
    fill(path, [
        on(1, "national", date(2024, 5, 1), title="Nurses win", body=TEXT),
        on(2, "council-900", date(2024, 5, 2), title=HOSTILE, body=TEXT.replace("nine months", "ten months")),
        on(3, "local-1", date(2024, 5, 9), title=FORMULA, body=TEXT),
        on(4, "local-1", date(2026, 2, 20), title="Librarians win"),
        on(5, "council-900", None, title="Librarians win too"),
        on(6, "national", date(2024, 6, 1), title="Alone"),
        on(7, "national", date(2024, 6, 2), title="Withheld"),
        on(8, "local-1", date(2024, 5, 3), title="Withheld printing"),
    ])  # fmt: skip
    db = open_archive(path)
    for story, members, when in ((1, (1, 2, 3), "2024-05-01T05"), (2, (4, 5), "2026-02-20T06"), (4, (7,), None)):
        row = {"id": story, "original_item_id": members[0], "item_count": len(members), "source_count": len(members)}
        db.table("stories").insert({**row, "first_published_at": when and f"{when}:00:00Z"})
        for member in members:
            role = "original" if member == members[0] else "adapted"
            db.execute(
                "update item_rows set story_id = ?, role = ?, likeness = 0.9 where id = ?", [story, role, member]
            )
    db.execute("insert into stories (id, item_count, source_count, merged_into) values (3, 0, 0, 1)")
    db.execute("insert into printing_rows values (2, 1, 1, 'One word differs.')")
    db.execute("update item_rows set story_id = 1, role = 'adapted' where id = 8")
    db.execute("update item_rows set shown = 0 where id in (7, 8)")
    started = NOW.isoformat().replace("+00:00", "Z")
    db.table("crawls").insert({"started_at": started, "outcome": "done"}, alter=False)
    count_shares(db)
    close_archive(db)
    site = open_site(path, datasette_tables())
    yield site
    site.executor.shutdown()


async def page(site: Any, address: str) -> str:
    answer = await site.client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    assert "unsafe" not in answer.headers["content-security-policy"]
    return str(answer.text)


async def test_the_story_that_travelled_furthest_comes_first(told: Any) -> None:
    html = await page(told, "/stories")
    assert 0 < html.index("/stories/1") < html.index("/stories/2")
    assert "Alone" not in html and "Withheld" not in html


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, [1, 2]),
        ({"order": "newest"}, [2, 1]),
        ({"period": "2024"}, [1]),
        ({"period": "30d"}, [2]),
        ({"level": "local"}, [2]),
        ({"level": "national", "period": "2026"}, []),
        ({"level": "nonsense", "period": "'", "page": "x", "order": "?"}, [1, 2]),
        ({"page": "2"}, []),
    ],
)
async def test_period_level_and_order_choose_stories(told: Any, asked: dict[str, str], ids: list[int]) -> None:
    found, has_more = await find_stories(told.get_database("archive"), read_wanted(asked, NOW))
    assert [row["story_id"] for row in found] == ids
    assert not has_more


async def test_a_filter_that_leaves_nothing_says_so(told: Any) -> None:
    assert "No story fits" in await page(told, "/stories?period=1999")


async def test_the_page_of_a_story_shows_each_printing_with_its_day_and_role(told: Any) -> None:
    html = await page(told, "/stories/1")
    for wanted in ("May 2, 2024", "/items/2", "/states/WI", "adapted", "over 8 days", "3 sites", "90%"):
        assert wanted in html, wanted
    assert "<script>alert" not in html and "&lt;script&gt;alert(2)" in html
    assert 'rel="external nofollow noopener"' in html


async def test_the_chart_of_a_story_is_drawn_from_the_table_beside_it(told: Any) -> None:
    html = await page(told, "/stories/1")
    assert 'data-unit="day"' in html and 'data-when="2024-05-09"' in html and 'data-series="local"' in html
    rows = list(csv.reader(io.StringIO(await page(told, "/stories/1/days.csv"))))
    assert rows == [
        ["day", "national", "council", "local"],
        ["2024-05-01", "1", "0", "0"],
        ["2024-05-02", "0", "1", "0"],
        ["2024-05-09", "0", "0", "1"],
    ]


async def test_the_charting_library_comes_from_our_own_files_with_its_licence(told: Any) -> None:
    html = await page(told, "/stories/1")
    address = html.split('defer src="')[1].split('"')[0]
    assert address.startswith("/static/vendor/")
    assert "Chart.js" in await page(told, address)
    vendor = ROOM / "static" / "vendor"
    assert (vendor / CHARTS.split("/")[1] / "LICENSE.md").exists()
    digest = hashlib.sha256((ROOM / "static" / CHARTS).read_bytes()).hexdigest()
    assert digest in (vendor / "README.md").read_text(encoding="utf-8")


async def test_printings_as_csv_hold_no_formula(told: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(await page(told, "/stories/1.csv"))))
    assert [(row["item_id"], row["days_after"]) for row in rows] == [("1", "0"), ("2", "1"), ("3", "8")]
    assert rows[2]["title"] == "'" + FORMULA


async def test_a_merged_story_leads_to_the_one_that_stayed(told: Any) -> None:
    answer = await told.client.get("/stories/3")
    assert (answer.status_code, answer.headers["location"]) == (301, "/stories/1")


@pytest.mark.parametrize("address", ["/stories/99", "/stories/4", "/stories/4.csv", "/stories/1/printings/4"])
async def test_what_is_not_there_or_out_of_sight_is_not_found(told: Any, address: str) -> None:
    assert (await told.client.get(address)).status_code == 404


async def test_a_story_without_days_has_no_chart_and_says_why(told: Any) -> None:
    html = await page(told, "/stories/2")
    assert "<figure" not in html and "1 post has no day of its own" in html


@pytest.mark.parametrize("address", ["/stories/2", "/items/4"])
async def test_of_a_printing_without_a_day_is_said_what_is_known_of_it(told: Any, address: str) -> None:
    row = re.search(r"<tr>\s*<t[dh][^>]*>(?:(?!</tr>).)*council-900.*?</tr>|<tr>\s*<th[^>]*><a href=\"/items/5\".*?</tr>",
                    await page(told, address), re.S)  # fmt: skip
    assert row and "undated" in row[0] and "first seen" in row[0]


async def test_what_a_printing_changed_is_shown_word_by_word(told: Any) -> None:
    html = await page(told, "/stories/1/printings/2")
    assert "<del>nine</del>" in html and "<ins>ten</ins>" in html
    assert "<script>alert" not in html


async def test_a_public_build_shows_no_changed_words(new_archive: Any) -> None:
    db, site = new_archive(*(on(n, one, date(2024, 5, n)) for n, one in ((1, "national"), (2, "local-1"))))
    db.execute("insert into stories (id, original_item_id, item_count, source_count) values (1, 1, 2, 2)")
    db.execute("update item_rows set story_id = 1, role = iif(id = 1, 'original', 'same')")
    db.execute("insert into printing_rows values (2, 4, 4, 'Four words differ.')")
    sql = db.execute("select sql from sqlite_master where name = 'items'").fetchone()[0]
    db.execute("drop view items")
    db.execute(sql.replace(" t.body,", ""))
    db.conn.commit()
    changed = await site.client.get("/stories/1/printings/2")
    assert changed.status_code == 200 and "holds no texts" in changed.text
    assert "<del>" not in changed.text.partition('id="of-text"')[2]
    html = await page(site, "/stories/1")
    assert "/items/2" in html and "/stories/1/printings/2" not in html


async def test_an_archive_without_stories_says_so(new_archive: Any) -> None:
    _, site = new_archive(post(1))
    assert "No story was found" in await page(site, "/stories")


words = st.lists(st.sampled_from(["one", "two", "three", "\n"]), max_size=12).map(" ".join)


@given(words, words)
def test_changed_words_give_both_texts_back(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert pieces or before.split() == after.split()
    for text, left in ((before, "added"), (after, "left_out")) if pieces else ():
        kept = " ".join(piece.text for piece in pieces if piece.kind not in (left, "break"))
        assert kept.split() == text.split()


def test_long_unchanged_passages_are_left_out_and_time_is_bounded() -> None:
    long = " ".join(f"w{number}" for number in range(5_000))
    pieces = word_changes(f"{long}", f"new {long}")
    assert [piece.kind for piece in pieces][:3] == ["added", "same", "gap"]
    assert sum(len(piece.text.split()) for piece in pieces) < 100


@given(st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 9)), min_size=1, max_size=20))
def test_a_chart_loses_no_post_and_never_has_too_many_bars(counted: list[tuple[date, int]]) -> None:
    drawn = chart([(day.isoformat(), "a", count) for day, count in counted], [("a", "A")])
    assert drawn is not None
    assert sum(row.total for row in drawn.rows) == sum(count for _, count in counted)
    assert [row.when for row in drawn.rows] == sorted({row.when for row in drawn.rows})
    assert len(drawn.rows) <= 62


def test_months_and_years_are_not_drawn_as_days() -> None:
    drawn = chart([("2024-05-03", "a", 1), ("2024-06", "a", 2)], [("a", "A")])
    assert drawn is not None and [(row.when, row.label) for row in drawn.rows] == [
        ("2024-05", "May 2024"),
        ("2024-06", "June 2024"),
    ]
    mixed = chart([("2024-05-03", "a", 1), ("2024", "a", 2)], [("a", "A")])
    assert mixed is not None and [(row.when, row.counts) for row in mixed.rows] == [("2024", (3,))]


async def test_the_title_of_an_original_that_is_not_shown_stays_out_of_the_view(new_archive: Any) -> None:
    db, site = new_archive(*(on(n, one, date(2024, 5, n)) for n, one in ((1, "national"), (2, "local-1"))))
    db.execute("insert into stories (id, original_item_id, item_count, source_count) values (1, 1, 2, 2)")
    db.execute("update item_rows set story_id = 1, role = iif(id = 1, 'original', 'same')")
    db.conn.commit()
    path = "/archive/travelling_stories.json?_shape=array"
    assert [row["title"] for row in (await site.client.get(path)).json()] == ["Post number 1"]
    db.execute("update item_rows set shown = 0 where id = 1")
    db.conn.commit()
    assert [row["title"] for row in (await site.client.get(path)).json()] == [None]
    assert "Post number 1" not in (await site.client.get("/stories")).text
    db.close()
