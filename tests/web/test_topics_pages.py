"""Topics: the list, one topic with months, newest posts and sources, on the real site over a real archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.database import close_archive, open_archive
from archive.schema import datasette_tables
from items import Moment
from web import topics
from web.site import open_site

from .conftest import HOSTILE_TITLES, ZONE, fill, post


def on(number: int, source: str, day: date | None, **given: Any) -> Any:
    return post(number, source=source, published=day and Moment.of_day(day, ZONE, "text"), **given)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Topic wages: three posts of council 900, one of them undated, and one of Local 1; topic empty: none."""
    path: Path = tmp_path_factory.mktemp("topics") / "news.db"
    fill(path, [
        on(1, "council-900", date(2024, 5, 1), title="Old wages"),
        on(2, "council-900", date(2024, 7, 1), title=HOSTILE_TITLES[1]),
        post(3, title="Undated wages", published=Moment.of_day(date(2024, 1, 1), ZONE, "text", "year")),
        on(4, "local-1", date(2024, 7, 9), title="New wages"),
        on(5, "local-1", date(2024, 7, 9), title="Of nothing"),
        on(6, "local-1", date(2024, 7, 9), title="Withheld wages"),
    ])  # fmt: skip
    db = open_archive(path)
    db.execute("delete from item_topics")
    db.execute("delete from topics")
    for place, (name, count) in enumerate((("wages", 4), ("empty", 0))):
        db.table("topics").insert(
            {"topic": name, "label": f"<{name}>", "label_es": f"{name} es", "about": f"All on {name}.",
             "position": place, "item_count": count}
        )  # fmt: skip
    for item in (1, 2, 3, 4, 6):
        db.table("item_topics").insert({"item_id": item, "topic": "wages", "enrichment": "topics", "version": 1})
    db.execute("update item_rows set shown = 0 where id = 6")
    close_archive(db)
    opened = open_site(path, datasette_tables())
    yield opened
    opened.executor.shutdown()


async def page(site: Any, address: str) -> str:
    answer = await site.client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.text)


async def test_all_topics_stand_in_their_order_with_their_counts(site: Any) -> None:
    html = await page(site, "/topics")
    assert html.index("/topics/wages") < html.index("/topics/empty")
    assert "All on wages." in html and "&lt;wages&gt;" in html and "<wages>" not in html


async def test_a_topic_shows_its_months_newest_posts_and_who_writes_on_it(site: Any) -> None:
    html = await page(site, "/topics/wages")
    assert html.index("New wages") < html.index("Old wages") and "Undated wages" in html
    assert "Of nothing" not in html and "Withheld" not in html and "<script>alert" not in html
    assert "1 post without a certain month is left out" in html
    assert 'data-when="2024-07"' in html and 'data-unit="month"' in html
    writers = html.split("Who writes most on it")[1]
    assert writers.index("/sources/council-900") < writers.index("/sources/local-1")


async def test_the_months_of_a_topic_as_csv(site: Any) -> None:
    assert await page(site, "/topics/wages.csv") == "month,posts\r\n2024-05,1\r\n2024-07,2\r\n"


async def test_a_topic_of_very_many_posts_is_counted_all_the_same(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small = await page(site, "/topics/wages")
    monkeypatch.setattr(topics, "COUNTED", 3)
    html = await page(site, "/topics/wages")
    assert html == small
    assert "<figure" in html and html.index("New wages") < html.index("Old wages") and "Withheld" not in html


async def test_a_topic_without_posts_says_so_and_an_unknown_one_is_not_found(site: Any) -> None:
    assert "No post has this topic yet" in await page(site, "/topics/empty")
    assert (await site.client.get("/topics/nonsense")).status_code == 404
