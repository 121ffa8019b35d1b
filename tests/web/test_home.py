"""The home page: newest stories, the week, states, trouble."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from web.front import newest_stories, tiles, verdicts, week

from .conftest import post

NEXT_DAY = "2026-03-03T15:30:00Z"


def make_story(db: Any, story: int, original: int, others: list[int], sources: int) -> None:
    """Let the others be printings of the original."""
    db.table("stories").insert(
        {"id": story, "original_item_id": original, "item_count": 1 + len(others), "source_count": sources},
        replace=True,
    )
    for item in (original, *others):
        db.conn.execute("update item_rows set story_id = ? where id = ?", [story, item])
    db.conn.commit()


def ids_of(db: Any) -> dict[str, int]:
    return {row["title"]: row["id"] for row in db.query("select id, title from items")}


async def test_a_story_is_one_row_and_says_on_how_many_sites_it_is(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(
        post(1, source="national", title="The story"), post(2, title="Its copy"), post(3, title="Alone")
    )
    ids = ids_of(db)
    make_story(db, 77, ids["The story"], [ids["Its copy"]], 2)
    rows = await newest_stories(site.get_database("archive"), 10)
    assert [row["title"] for row in rows] == ["The story", "Alone"]
    html = (await site.client.get("/")).text
    assert "Its copy" not in html
    assert '<a href="/stories/77">on 2 sites</a>' in html


async def test_a_late_copy_does_not_make_an_old_story_new(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1, title="Late copy"), post(2, title="News"), post(90, source="national", title="Old"))
    ids = ids_of(db)
    make_story(db, 77, ids["Old"], [ids["Late copy"]], 2)
    assert [row["title"] for row in await newest_stories(site.get_database("archive"), 2)] == ["News", "Old"]


async def test_the_week_ends_with_the_last_collect(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1), post(2, source="local-1"), post(24 * 6), post(24 * 9), post(5, published=None))
    assert (await week(site.get_database("archive"))).until is None
    db.table("crawls").insert({"id": 1, "started_at": NEXT_DAY, "ended_at": NEXT_DAY, "outcome": "finished"})
    item = next(iter(ids_of(db).values()))
    change = {"item_id": item, "before": "here", "reason": "missing", "evidence": "x"}
    db.table("status_changes").insert_all(
        [
            {**change, "id": 1, "at": NEXT_DAY, "status": "gone"},
            {**change, "id": 2, "at": NEXT_DAY, "status": "here"},
            {**change, "id": 3, "at": "2026-01-03T15:30:00Z", "status": "gone"},
        ]
    )
    first = next(iter(db.query("select text_id, hash from revision_rows")))
    db.table("revision_rows").insert_all(
        [
            {**first, "item_id": item, "seen_at": NEXT_DAY, "difference": "{+more+}"},
            {**first, "item_id": item, "seen_at": NEXT_DAY, "difference": "{+more+}", "because": "part"},
        ]
    )
    db.conn.commit()
    from web.reading import _remembered

    _remembered.clear()
    found = await week(site.get_database("archive"))
    assert (found.posts, found.sources, found.edits, found.removals) == (3, 2, 1, 1)
    html = (await site.client.get("/")).text
    assert "seven days up to March 3, 2026" in html


async def test_states_are_tiles_with_their_numbers(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1), post(2), post(3, source="local-1"))
    db.conn.execute("update share_rows set posts = 2 where source_id = 'council-900'")
    db.conn.execute("update share_rows set posts = 1 where source_id = 'local-1'")
    db.conn.commit()
    grid = {tile.code: tile for tile in await tiles(site.get_database("archive"))}
    assert (grid["WI"].sources, grid["WI"].posts, grid["WI"].shade) == (2, 3, 4)
    assert (grid["MN"].sources, grid["MN"].posts) == (1, 2)
    assert (grid["AK"].sources, grid["AK"].shade) == (0, 0)
    html = (await site.client.get("/")).text
    assert 'href="/states/WI"' in html
    assert "Wisconsin: 2 sources, 3 posts" in html
    assert 'href="/states/AK"' not in html
    assert len(re.findall(r'<li class="tile ', html)) == 52


async def test_verdicts_tell_of_sources_in_trouble_and_of_no_others(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1))
    week_of = {"week": "2026-03-02", "collected": 0}
    db.table("expectations").insert_all(
        [
            {**week_of, "source_id": "council-900", "verdict": "thin", "sentence": "Far <i>fewer</i> came."},
            {**week_of, "source_id": "local-1", "verdict": "blocked", "sentence": "It refuses us."},
            {**week_of, "source_id": "national", "verdict": "quiet", "sentence": "Fewer came."},
        ]
    )
    db.conn.commit()
    rows = await verdicts(site.get_database("archive"))
    assert [row["source_id"] for row in rows] == ["local-1", "council-900"]
    html = (await site.client.get("/")).text
    assert "2 of 3 sources in trouble" in html
    assert "Far &lt;i&gt;fewer&lt;/i&gt; came." in html
    assert 'href="/sources/local-1"' in html


async def test_the_home_page_asks_indexes_and_sorts_nothing_large(site: Any) -> None:
    from web.front import _EDITS, _NEWEST_STORIES, _POSTS_OF_WEEK, _REMOVALS

    db = site.get_database("archive")
    values = {"count": 20, "since": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"}
    for sql, index in (
        (_NEWEST_STORIES, "item_rows_newest"), (_POSTS_OF_WEEK, "item_rows_newest"),
        (_EDITS, "revision_rows_seen"), (_REMOVALS, "status_changes_at"),
    ):  # fmt: skip
        plan = " | ".join(row[3] for row in (await db.execute(f"explain query plan {sql}", values)).rows)
        assert index in plan, plan
        assert "SCAN" not in plan.replace(f"SCAN i USING INDEX {index}", ""), plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan
