"""web/searching.py: every plan gives the same posts, each once, in its order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from items import Moment
from web import plans, searching
from web.searching import find, read_search

from .conftest import ZONE, post


class Args(dict[str, str]):
    """What a request's arguments look like to `read_search`."""


async def all_hits(site: Any, **asked: str) -> list[int]:
    """Every hit of a search, page by page; every printing, unless it is said otherwise."""
    asked = {"show": "printings", **asked}
    found: list[int] = []
    after = ""
    for _ in range(50):
        page = await find(site.get_database("archive"), read_search(Args(asked, next=after)))
        found += [hit.item_id for hit in page.hits]
        if page.next is None:
            return found
        after = page.next
    raise AssertionError("the pages have no end")


PLANS = {
    "few hits": {},
    "many hits": {"MANY": 0},
    "many hits, narrow filter": {"MANY": 0, "NARROW": 10_000},
    "many hits, wide filter": {"MANY": 0, "NARROW": 0, "WIDE": 0},
    "many hits, filter between": {"MANY": 0, "NARROW": 0, "WIDE": 10_000},
}
QUESTIONS = [
    {"q": "post"},
    {"q": "post OR nurses", "source": "council-900"},
    {"q": "nurses", "state": "WI"},
    {"q": "paragraph", "level": "local"},
    {"q": "post", "year": "2026", "kind": "news"},
    {"source": "council-900"},
    {"year": "2018"},
    {"state": "MN", "kind": "training"},
]


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: " ".join(asked.values()))
@pytest.mark.parametrize("sort", ["best", "newest"])
async def test_every_plan_finds_the_same_posts_each_once(
    site: Any, monkeypatch: pytest.MonkeyPatch, plan: dict[str, int], asked: dict[str, str], sort: str
) -> None:
    usual = await all_hits(site, **asked, sort="newest")
    for name, value in plan.items():
        monkeypatch.setattr(searching, name, value)
    found = await all_hits(site, **asked, sort=sort)
    assert len(found) == len(set(found)) > 0
    assert sorted(found) == sorted(usual)
    if sort == "newest":
        assert found == usual


@pytest.mark.parametrize("asked", QUESTIONS[:5], ids=lambda asked: " ".join(asked.values()))
async def test_however_few_are_ranked_and_looked_up_at_first_the_order_is_the_same(
    site: Any, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    usual = await all_hits(site, **asked, sort="best")
    monkeypatch.setattr(plans, "_BEST", (2, 3, 7))
    monkeypatch.setattr(plans, "_ALL_AT_ONCE", 4)
    monkeypatch.setattr(plans, "_FIRST_TO_PASS", 2)
    assert await all_hits(site, **asked, sort="best") == usual


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: " ".join(asked.values()))
async def test_an_archive_without_the_newest_indexes_finds_the_same(
    new_archive: Any, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    monkeypatch.setattr(searching, "MANY", 0)
    db, site = new_archive(
        *(post(number, source=source) for number in range(20) for source in ("council-900", "local-1")),
        post(50, title="Nurses train", kind="training", published=Moment.of_day(date(2018, 5, 1), ZONE, "text")),
    )
    usual = await all_hits(site, **asked)
    for index in ("texts_place", "item_topics_item"):
        db.execute(f"drop index {index}")
    db.commit()
    assert await all_hits(site, **asked) == usual


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
@pytest.mark.parametrize(
    "asked", [{"q": "copied"}, {"q": "copied", "source": "council-900"}, {"source": "council-900"}]
)
@pytest.mark.parametrize("sort", ["best", "newest"])
async def test_posts_that_share_their_words_are_each_shown_once(
    new_archive: Any, monkeypatch: pytest.MonkeyPatch, plan: dict[str, int], asked: dict[str, str], sort: str
) -> None:
    same = {"title": "Copied", "teaser": "Copied words", "body": "The copied words."}
    db, site = new_archive(*(post(number, **same) for number in range(50)))
    assert db.execute("select count(*) from texts").fetchone() == (1,)
    for name, value in plan.items():
        monkeypatch.setattr(searching, name, value)
    found = await all_hits(site, **asked, sort=sort)
    assert len(found) == len(set(found)) == 50


async def test_a_hit_in_the_title_comes_before_one_in_the_text(site: Any, ids: dict[str, int]) -> None:
    best = await all_hits(site, q="nurses", sort="best")
    assert best.index(ids["Nurses vote to strike"]) < best.index(ids["Librarians ratify"])
    newest = await all_hits(site, q="nurses", sort="newest")
    assert newest.index(ids["Nurses vote to strike"]) > newest.index(ids["Librarians ratify"])


async def test_above_many_hits_the_reader_is_told_that_only_the_newest_are_ranked(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MANY", 3)
    monkeypatch.setattr(searching, "RANKED", 10)
    page = await find(site.get_database("archive"), read_search(Args(q="post")))
    assert page.note
    assert "newest 10" in page.note
    assert page.total is None
    assert len(page.hits) == 10


async def test_filters_narrow_and_the_total_is_exact(site: Any, ids: dict[str, int]) -> None:
    db = site.get_database("archive")
    page = await find(db, read_search(Args(q="nurses", source="local-1")))
    assert page.total == len(page.hits) == 2
    assert await all_hits(site, q="nurses", year="2018") == [ids["Nurses vote to strike"]]
    assert await all_hits(site, kind="bargaining_update") == [ids["Nurses vote to strike"]]
    assert (await find(db, read_search(Args(q="nurses", source="nobody")))).total == 0


async def test_a_search_that_takes_too_long_is_answered_in_words(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "sql_time_limit_ms", -1)
    slow = """with recursive many(n) as (select 1 union all select n + 1 from many where n < 3000000)
        select count(*) from many where n > :match"""
    monkeypatch.setattr(plans, "conditions", lambda *_, **__: ([f"i.id in ({slow.replace(':match', '0')})"], {}))
    page = await find(site.get_database("archive"), read_search(Args(q="post", kind="event")))
    assert page.note == searching.TOO_LONG
    page = await find(site.get_database("archive"), read_search(Args(kind="event")))
    assert page.note == searching.TOO_LONG


@pytest.mark.parametrize(
    "after", ["x", "1_2", "nan_1_1", "inf_1_1", "1e999_5_5", "1_99999999999999999999_1", "0_0_0' --", "💥", "1__2"]
)
@pytest.mark.parametrize("asked", [{"q": "post"}, {"source": "council-900"}])
async def test_a_page_address_that_nobody_gave_out_is_harmless(site: Any, after: str, asked: dict[str, str]) -> None:
    page = await find(site.get_database("archive"), read_search(Args(asked, next=after)))
    assert page.note is None
