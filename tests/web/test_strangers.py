"""web/strangers.py: what anybody may ask of the tables is bounded, and no page of ours waits behind it (faults.md W8)."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archive.keeping import keep
from web import reading
from web.reading import numbers, version_of
from web.strangers import Busy, Gate, is_for_tables, of_strangers

from .conftest import SITES, post

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
HEAVY = f"/archive.json?sql={quote(ENDLESS)}"


@pytest.fixture
async def hurried(new_archive: Any) -> Any:
    """A site whose queries may take a tenth of a second."""
    _, site = new_archive()
    site.sql_time_limit_ms = 100
    await site.invoke_startup()
    return site


async def test_w8_a_bot_gets_bounded_waits_and_is_told_when_to_come_again(hurried: Any) -> None:
    answers = await asyncio.gather(*(hurried.client.get(f"{HEAVY}&n={number}") for number in range(12)))
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(429) == 4, statuses  # two inside, six in the line
    assert statuses.count(400) == 8, statuses  # these took all the time that they were given
    for answer in answers:
        if answer.status_code == 429:
            assert int(answer.headers["retry-after"]) >= 1
            assert answer.json()["status"] == 429
            assert answer.headers["cache-control"] == "no-store"
            assert "content-security-policy" in answer.headers
    assert (await hurried.client.get("/archive/sources.json")).status_code == 200, "and then the tables are open again"


async def test_w8_our_pages_are_open_while_a_bot_fills_the_tables(hurried: Any) -> None:
    bot = asyncio.gather(*(hurried.client.get(f"{HEAVY}&n={number}") for number in range(12)))
    await asyncio.sleep(0)
    pages = [await hurried.client.get(path) for path in ("/", "/search?q=post", "/sources", "/about/glossary")]
    assert [page.status_code for page in pages] == [200] * 4
    assert not bot.done(), "all pages came while the bot was still at work"
    await bot


async def test_a_file_that_comes_row_by_row_gives_its_place_back(hurried: Any) -> None:
    for _ in range(5):
        answer = await hurried.client.get("/archive/sources.csv?_stream=on")
        assert answer.status_code == 200 and "council-900" in answer.text


async def test_what_a_stranger_asks_runs_in_threads_of_its_own(hurried: Any) -> None:
    db = hurried.get_database("archive")

    def name(_: Any) -> str:
        return threading.current_thread().name

    assert not (await db.execute_fn(name)).startswith("strangers")
    token = of_strangers.set(True)
    try:
        assert (await db.execute_fn(name)).startswith("strangers")
        assert (await db.execute("select count(*) from sources")).single_value() == 3
    finally:
        of_strangers.reset(token)


async def test_no_value_is_so_long_that_a_thousand_of_them_take_all_memory(hurried: Any) -> None:
    assert (await hurried.client.get("/archive.json?sql=select+zeroblob(1000000000)")).status_code == 400
    assert (await hurried.client.get("/archive.json?sql=select+length(zeroblob(1000000))")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/archive", "/archive.json", "/archive/items", "/~61rchive.json", "/archive-1a/items", "/-/config.json",
             "/search.csv", "/search/corpus.ndjson"]
)  # fmt: skip
def test_every_way_to_the_tables_is_bounded(path: str) -> None:
    assert is_for_tables(path, "", "archive")


@pytest.mark.parametrize("path", ["/", "/search", "/items/1", "/search.atom", "/-/static/app.css", "/static/site.css"])
def test_our_pages_are_not(path: str) -> None:
    assert not is_for_tables(path, "q=archive", "archive")


def test_a_sample_is_a_walk_through_a_whole_search() -> None:
    assert is_for_tables("/search", "q=x&sample=100", "archive")
    assert is_for_tables("/search", "q=x&sampl%65=100", "archive"), "as Datasette reads it"
    assert not is_for_tables("/search", "q=a+sample%3D1", "archive")


async def test_places_go_to_those_who_wait_in_the_order_of_coming() -> None:
    gate, seen = Gate(1, 2, 5), []

    async def visit(name: str) -> None:
        async with gate.place():
            seen.append(name)
            await asyncio.sleep(0.01)

    first = [asyncio.create_task(visit(name)) for name in "abc"]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await visit("d")
    await asyncio.gather(*first)
    assert seen == ["a", "b", "c"] and gate.inside == 0


async def test_who_waits_too_long_or_goes_away_leaves_the_line() -> None:
    gate = Gate(1, 5, 0.02)
    async with gate.place():
        with pytest.raises(Busy) as busy:
            async with gate.place():
                pass
        assert busy.value.seconds >= 1
        gone = asyncio.create_task(gate._enter())
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
    assert gate.inside == 0
    async with gate.place():
        assert gate.inside == 1


async def test_one_whose_patience_ends_as_another_leaves_is_told_to_come_again() -> None:
    gate = Gate(1, 5, 60)
    async with gate.place():
        late = asyncio.create_task(gate._enter())
        await asyncio.sleep(0)
        gate._line[0].cancel()  # as the end of the wait does, before the one who waits hears of it
    assert gate.inside == 0
    with pytest.raises(asyncio.CancelledError):
        await late
    assert gate.inside == 0 and not gate._line


@pytest.mark.parametrize(
    "path", ["/archive/items?_facet=source_id", "/archive/items.json?_facet=kind", "/search?q=post&state=WI"]
)
async def test_w11_mazes_of_facets_are_not_for_robots_and_are_kept_by_caches_for_a_moment(site: Any, path: str) -> None:
    headers = (await site.client.get(path)).headers
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert 0 < int(headers["cache-control"].partition("max-age=")[2]) <= 60


async def test_w11_who_has_a_page_already_is_told_so(site: Any) -> None:
    first = await site.client.get("/sources")
    again = await site.client.get("/sources", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    other = await site.client.get("/sources?q=council", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


async def test_no_figure_outlives_a_commit(new_archive: Any) -> None:
    db, site = new_archive(post(1))
    read = site.get_database("archive")
    kept = replace(await numbers(read), posts=-1)
    reading._remembered[(str(read.path), "numbers")] = (float("inf"), version_of(Path(str(read.path))), kept)
    assert (await numbers(read)).posts == -1, "an archive at rest is not asked again"
    keep(db, post(2), SITES)
    assert (await numbers(read)).posts == 2
