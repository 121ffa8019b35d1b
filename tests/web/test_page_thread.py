"""A page that is made in one thread, the time that its questions share, and what was found lately."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from web import recent, spreadsheets
from web.asking import read_search
from web.options import options
from web.page_thread import apart, connection_here, in_one_thread, within
from web.searching import find

SLOW = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Here answers are kept as on the site."""
    recent._kept.clear()


async def test_all_questions_of_a_page_are_asked_in_one_thread_by_one_connection(site: Any) -> None:
    seen: list[tuple[int, Any]] = []

    @in_one_thread
    async def page(datasette: Any, request: Any) -> int:
        for _ in range(3):
            await datasette.get_database().execute_fn(lambda one: seen.append((threading.get_ident(), one)))
        return int((await datasette.get_database().execute("select 7")).single_value())

    await site.invoke_startup()
    assert await page(site, None) == 7
    assert len({thread for thread, _ in seen}) == 1
    assert seen[0][0] != threading.get_ident()
    assert len({id(one) for _, one in seen}) == 1
    assert isinstance(seen[0][1], sqlite3.Connection)
    assert connection_here.get() is None


async def test_a_page_that_waits_for_something_else_says_so(site: Any) -> None:
    @in_one_thread
    async def page(datasette: Any, request: Any) -> None:
        await asyncio.sleep(0)

    await site.invoke_startup()
    with pytest.raises(RuntimeError, match="besides the database"):
        await page(site, None)


async def test_work_beside_a_page_is_done_in_its_thread_or_in_another() -> None:
    assert await apart(threading.get_ident) != threading.get_ident()


async def test_questions_share_one_time(site: Any) -> None:
    db = site.get_database("archive")
    with within(0.03):
        with pytest.raises(QueryInterrupted):
            await db.execute(SLOW)
        with pytest.raises(QueryInterrupted):
            await db.execute("select 1")
    assert (await db.execute("select 1")).single_value() == 1


async def test_an_inner_time_is_never_longer_than_the_outer_one(site: Any) -> None:
    with within(-1), within(60), pytest.raises(QueryInterrupted):
        await site.get_database("archive").execute("select 1")


async def test_what_was_found_lately_is_found_anew_after_a_commit(tmp_path: Path) -> None:
    path, asked = tmp_path / "a.db", []

    async def ask() -> int:
        asked.append(1)
        return len(asked)

    path.write_text("1")
    assert [await recent.recently(str(path), "q", ask) for _ in range(3)] == [1, 1, 1]
    path.write_text("22")
    assert recent.kept(str(path), "q") is None
    assert await recent.recently(str(path), "q", ask) == 2


async def test_few_answers_are_kept(tmp_path: Path) -> None:
    async def ask() -> int:
        return 1

    for name in range(recent.KEPT + 1):
        await recent.recently(str(tmp_path), name, ask)
    assert recent.kept(str(tmp_path), 0) is None
    assert recent.kept(str(tmp_path), recent.KEPT) == 1


@pytest.mark.parametrize("words", ["wages", "post", "po*", "wages OR post", "nothingatall", '"post number"'])
async def test_one_walk_finds_what_a_count_a_ranking_and_totals_find(site: Any, words: str) -> None:
    db = site.get_database("archive")
    at_once = await find(db, read_search({"q": words}))
    in_steps = await find(db, read_search({"q": f"{words} -state:ZZ"}))
    assert [hit.item_id for hit in at_once.hits] == [hit.item_id for hit in in_steps.hits]
    assert (at_once.total, at_once.stories) == (in_steps.total, in_steps.stories)


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-x", "@x", "\t=x", "\r=x", "  =x", "\n=x", "＝x"])
def test_a_formula_is_seen_at_every_place_of_a_file(cell: str) -> None:
    for text in (f'"{cell}",b\n', f'a,"{cell}"\n', f'a,b\n"{cell}",c\n'):
        assert f"'{cell}" in spreadsheets._rewritten(text), text


def test_an_option_is_chosen_and_hostile_words_are_inert() -> None:
    pairs = [("a", "<b>A</b>"), ('"x', "X & Y")]
    assert options(pairs).count("<option") == 2
    assert "<b>" not in options(pairs)
    assert options(pairs, '"x').count("selected") == 1
    assert '<option value="&#34;x" selected>X &amp; Y' in options(pairs, '"x')
    assert '<option value="&lt;z" selected>&lt;z</option>' in options(pairs, "<z")
