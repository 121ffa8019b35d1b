"""The states: a grid, a table, one state with its sources, posts and years, on the real site over a real archive."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.database import close_archive, open_archive
from archive.schema import datasette_tables
from archive.stories.shares import count_shares
from items import Moment
from web import by_state
from web.site import open_site

from .conftest import HOSTILE_TITLES, NOW, ZONE, fill, post


def on(number: int, source: str, day: date, **given: Any) -> Any:
    return post(number, source=source, published=Moment.of_day(day, ZONE, "text"), **given)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Council 900 (WI, MN): one post lately, one of 2019; Local 1 (WI): one lately; the union: one of 2019."""
    path: Path = tmp_path_factory.mktemp("states") / "news.db"
    fill(path, [
        on(1, "council-900", date(2026, 2, 20), title=HOSTILE_TITLES[1]),
        on(2, "council-900", date(2019, 5, 1)),
        on(3, "local-1", date(2026, 2, 21), title="Newest of all"),
        on(4, "national", date(2019, 5, 2), title="Union post"),
    ])  # fmt: skip
    db = open_archive(path)
    started = NOW.isoformat().replace("+00:00", "Z")
    db.table("crawls").insert({"started_at": started, "outcome": "done"})
    count_shares(db)
    close_archive(db)
    opened = open_site(path, datasette_tables())
    yield opened
    opened.executor.shutdown()


async def page(site: Any, address: str) -> str:
    answer = await site.client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.text)


async def test_each_state_counts_what_its_sources_published_lately_and_in_all(site: Any) -> None:
    rows = {row["state"]: row for row in csv.DictReader(io.StringIO(await page(site, "/states.csv")))}
    figures = {code: (row["sources"], row["posts"], row["posts_in_30_days"]) for code, row in rows.items()}
    assert figures["WI"] == ("2", "3", "2")
    assert figures["MN"] == ("1", "2", "1")
    assert figures["US"] == ("1", "1", "0")
    assert figures["TX"] == ("0", "0", "0")


async def test_the_map_has_a_place_and_a_number_for_every_state_with_a_source(site: Any) -> None:
    html = await page(site, "/states")
    grid, table = html.split("<table", 1)
    assert 'class="tile-WI shade-5"' in grid and 'class="tile-TX none"' in grid
    assert grid.count('class="tile-') == 51
    assert "/states/WI" in table and "Everywhere" in table and "Territories" not in table
    assert "style=" not in html


async def test_the_stylesheet_knows_a_place_for_each_tile(site: Any) -> None:
    html = await page(site, "/states")
    sheet = (await site.client.get("/static/stories.css")).text
    tiles = {part[:7] for part in html.split('class="')[1:] if part.startswith("tile-")}
    assert len(tiles) == 51 and all(f".{tile} {{ grid-area:" in sheet for tile in tiles)


async def test_a_state_shows_its_sources_newest_posts_and_years(site: Any) -> None:
    html = await page(site, "/states/WI")
    assert html.index("Newest of all") < html.index("&lt;script&gt;alert(2)")
    assert "Union post" not in html and "<script>alert" not in html
    for wanted in ("/sources/council-900", "/sources/local-1", 'data-when="2019"', "2 sources", "3 posts"):
        assert wanted in html, wanted


async def test_the_years_of_a_state_as_csv(site: Any) -> None:
    assert await page(site, "/states/WI.csv") == "year,own\r\n2019,1\r\n2026,2\r\n"


async def test_the_union_as_a_whole_has_a_page_too(site: Any) -> None:
    assert "Union post" in await page(site, "/states/US")


async def test_a_state_without_a_source_says_so(site: Any) -> None:
    html = await page(site, "/states/PR")
    assert "No source of Puerto Rico is known" in html
    assert (await site.client.get("/states/PR.csv")).status_code == 404


async def test_small_letters_lead_to_the_address_of_a_state_and_others_to_nothing(site: Any) -> None:
    answer = await site.client.get("/states/wi")
    assert (answer.status_code, answer.headers["location"]) == (301, "/states/WI")
    assert (await site.client.get("/states/XX")).status_code == 404


async def test_an_archive_without_a_crawl_shows_its_states(new_archive: Any) -> None:
    _, site = new_archive()
    html = await page(site, "/states/WI")
    assert "Nothing has been collected from them yet" in html
    assert 'class="tile-WI shade-0"' in await page(site, "/states")


def test_shades_are_spread_over_the_states_with_posts() -> None:
    codes = ["AL", "AK", "AZ", "AR", "CA", "CO", "CT"]
    sources = [by_state.SourceFigures(code, code, "local", (code,), 9, 9, 0, 10**n) for n, code in enumerate(codes)]
    states = by_state.by_state([*sources, by_state.SourceFigures("x", "x", "local", ("TX",), 1, 1, 0, 0)]).states
    shades = {one.code: one.shade for one in states}
    assert shades["TX"] == 0 and shades["AL"] == 1 and shades["CT"] == 5
    assert sorted(set(shades.values())) == [0, 1, 2, 3, 4, 5]
