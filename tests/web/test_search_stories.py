"""One row a story: whatever the plan and the page, each story stands once, at its first hit."""

from __future__ import annotations

from typing import Any

import pytest

from archive.wording import COUNTER_BITS
from web import plans, searching
from web.asking import read_search
from web.searching import find

from .conftest import post

NATIONAL = {"title": "National wages", "teaser": "Wages for all", "body": "Wages rise everywhere."}
SOURCES = ["council-900", "local-1", "national"]


def make(new_archive: Any) -> tuple[Any, Any]:
    """Sixty posts in twenty stories of three each, one of the three with other words; and ten posts without a story."""
    posts = []
    for number in range(60):
        story, place = divmod(number, 3)
        words = {"title": f"Wages {story}", "body": f"Wages of story {story}."}
        if place == 2:
            words = {"title": f"Local wages {story}", "body": f"Here wages of story {story} wages, too."}
        posts.append(post(number, source=SOURCES[place], **words))
    posts += [post(100 + number, title=f"Own wages {number}", body="Wages here.") for number in range(10)]
    db, site = new_archive(*posts)
    for story in range(20):
        db.table("stories").insert({"id": story + 1, "item_count": 3, "source_count": 3})
        db.execute(
            "update item_rows set story_id = ? where id in (select id from items where title in (?, ?))",
            [story + 1, f"Wages {story}", f"Local wages {story}"],
        )
    db.conn.commit()
    return db, site


async def rows(site: Any, **asked: str) -> list[tuple[int, int | None]]:
    found: list[tuple[int, int | None]] = []
    after = ""
    for _ in range(50):
        page = await find(site.get_database("archive"), read_search({**asked, "next": after}, size=7))
        found += [(hit.item_id, hit.story_id) for hit in page.hits]
        if page.next is None:
            return found
        after = page.next
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize(
    "plan", [{}, {"MANY": 0}, {"MANY": 0, "NARROW": 10_000}, {"NARROW": 0}], ids=lambda plan: str(plan)
)
async def test_each_story_stands_once_over_all_pages(
    new_archive: Any, monkeypatch: pytest.MonkeyPatch, plan: dict[str, int]
) -> None:
    _, site = make(new_archive)
    for name, value in plan.items():
        monkeypatch.setattr(searching, name, value)
    for asked in (
        {"q": "wages"}, {"q": "wages", "sort": "newest"}, {"level": "council"}, {"q": "wages", "state": "WI"},
        {"q": "wages", "state": "WI", "sort": "newest"}, {"year": "2026"},
    ):  # fmt: skip
        found = await rows(site, **asked)
        printings = await rows(site, **asked, show="printings")
        first: dict[object, int] = {}
        for item, story in printings:
            first.setdefault(story or f"item {item}", item)
        assert [item for item, _ in found] == list(first.values()), asked
        assert len(printings) == len(set(printings)) > len(found) or asked.get("level")


async def test_the_row_of_a_story_is_the_printing_that_passes_the_filter(new_archive: Any) -> None:
    db, site = make(new_archive)
    found = await rows(site, q="wages", source="local-1")
    assert len(found) == 20
    sources = {
        row["source_id"] for row in db.query(f"select source_id from items where id in {tuple(i for i, _ in found)}")
    }
    assert sources == {"local-1"}


async def test_posts_and_stories_are_both_counted_and_the_row_says_on_how_many_sites(new_archive: Any) -> None:
    _, site = make(new_archive)
    page = await find(site.get_database("archive"), read_search({"q": "wages"}))
    assert (page.total, page.stories) == (70, 30)
    html = (await site.client.get("/search?q=wages")).text
    assert "30 stories" in html
    assert "in 70 posts" in html
    assert '<a href="/stories/' in html
    assert "on 3 sites" in html
    assert "70 posts" in (await site.client.get("/search?q=wages&show=printings")).text


async def test_of_a_common_word_the_newest_of_the_time_asked_for_are_ranked(
    new_archive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from .conftest import IN_MAY

    old = [post(200 + n, title=f"Old wages {n}", body="Wages then.", published=IN_MAY) for n in range(5)]
    _, site = new_archive(*old, *(post(n, title=f"New wages {n}", body="Wages now.") for n in range(30)))
    monkeypatch.setattr(searching, "MANY", 3)
    monkeypatch.setattr(searching, "NARROW", 0)
    monkeypatch.setattr(searching, "RANKED", 10)
    for asked in ({"q": "wages before:2019"}, {"q": "wages", "year": "2018"}, {"q": "wages on:2018-05-03"}):
        assert len(await rows(site, **asked)) == 5, asked
    assert len(await rows(site, q="wages")) == 10


def test_the_days_of_the_index_are_numbered_as_the_archive_numbers_them() -> None:
    assert plans.DAY_BITS == COUNTER_BITS
