"""The named questions on travel, asked of the real site over an archive whose stories were told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from archive.database import close_archive, open_archive
from archive.schema import datasette_tables
from archive.stories.shares import count_shares
from items import Moment
from web.site import ROOM, open_site

from .conftest import ZONE, fill, post

NEW = ("story_printings", "furthest_stories", "national_stories_reach", "own_and_national", "translated",
       "why_one_story")  # fmt: skip


def on(number: int, source: str, day: date, **given: Any) -> Any:
    return post(number, source=source, published=Moment.of_day(day, ZONE, "text"), **given)


@pytest.fixture(scope="module")
def travelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A national story that a council and a local ran, one of 2023 that the council ran, and its translation."""
    path: Path = tmp_path_factory.mktemp("travel") / "news.db"
    ids = fill(path, [
        on(1, "national", date(2024, 5, 1), title="Nurses win"),
        on(2, "council-900", date(2024, 5, 2), title="Nurses win here, too"),
        on(3, "local-1", date(2024, 5, 9), title="<b>Nurses</b>"),
        on(4, "national", date(2023, 5, 1), title="Librarians win"),
        on(5, "council-900", date(2023, 6, 1), title="Librarians win too"),
        on(6, "national", date(2024, 5, 1), title="Las enfermeras ganan", language="es"),
    ])  # fmt: skip
    assert sorted(ids.values()) == [1, 2, 3, 4, 5, 6]
    db = open_archive(path)
    for story, members in ((1, (1, 2, 3)), (2, (4, 5)), (3, (6,))):
        stories = (story, members[0], len(members), len(members), f"{2023 + story % 2}-05-01T05:00:00Z")
        db.conn.execute(
            "INSERT INTO stories (id, original_item_id, item_count, source_count, first_published_at)"
            " VALUES (?, ?, ?, ?, ?)",
            stories,
        )
        for member in members:
            role = "original" if member == members[0] else "adapted"
            db.conn.execute("UPDATE item_rows SET story_id = ?, role = ? WHERE id = ?", [story, role, member])
    for one, other in ((1, 2), (1, 3), (4, 5)):
        db.conn.execute(
            "INSERT INTO story_pairs VALUES (?, ?, 0.97, 'words', '97 of 100 words are the same.')", [one, other]
        )
    db.conn.execute("INSERT INTO translations VALUES (1, 6, 'The page names the other as itself in Spanish.')")
    count_shares(db)
    close_archive(db)
    site = open_site(path, datasette_tables())
    yield site
    site.executor.shutdown()


async def ask(site: Any, name: str, **values: str) -> list[dict[str, Any]]:
    answer = await site.client.get(f"/archive/{name}.json?{urlencode({**values, '_shape': 'array'})}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()
    return rows


@pytest.mark.parametrize("name", NEW)
async def test_each_question_runs_without_any_value_and_finds_something(travelled: Any, name: str) -> None:
    assert await ask(travelled, name)
    html = await travelled.client.get(f"/archive/{name}")
    assert html.status_code == 200
    assert "<b>Nurses</b>" not in html.text


@pytest.mark.parametrize("name", NEW)
async def test_no_value_of_any_kind_is_an_error(travelled: Any, name: str) -> None:
    values = yaml.safe_load((ROOM / "datasette.yaml").read_text())["databases"]["archive"]["queries"][name]["params"]
    for nonsense in ("x'; drop table item_rows --", "-1", "9" * 40, "ö\u202e\n", "%", "2024-13-99"):
        await ask(travelled, name, **dict.fromkeys(values, nonsense))


async def test_who_ran_a_story_is_told_with_days_and_changes(travelled: Any) -> None:
    told = await ask(travelled, "story_printings")
    assert [(row["source_id"], row["days_after"], row["role"]) for row in told] == [
        ("national", 0, "original"),
        ("council-900", 1, "adapted"),
        ("local-1", 8, "adapted"),
    ]
    assert [row["id"] for row in await ask(travelled, "story_printings", story="2")] == [4, 5]
    assert [row["id"] for row in await ask(travelled, "story_printings", item="5")] == [4, 5]


async def test_stories_that_travelled_furthest_are_found_in_a_period(travelled: Any) -> None:
    told = await ask(travelled, "furthest_stories")
    assert [(row["story_id"], row["sources"], row["days"]) for row in told] == [(1, 3, 8), (2, 2, 31)]
    assert [row["story_id"] for row in await ask(travelled, "furthest_stories", until="2023-12-31")] == [2]
    assert [row["story_id"] for row in await ask(travelled, "furthest_stories", since="2024-05-01")] == [1]
    assert await ask(travelled, "furthest_stories", level="council") == []


async def test_how_long_national_stories_take_is_told_by_source_and_year(travelled: Any) -> None:
    told = await ask(travelled, "national_stories_reach")
    assert [(row["source_id"], row["from_national"], row["mean_days"]) for row in told] == [
        ("local-1", 1, 8.0),
        ("council-900", 2, 16.0),
    ]
    only = await ask(travelled, "national_stories_reach", from_year="2024", level="council")
    assert [(row["source_id"], row["mean_days"], row["share_by_next_day"]) for row in only] == [
        ("council-900", 1.0, 1.0)
    ]


async def test_own_and_national_posts_are_told_in_all_and_for_a_year(travelled: Any) -> None:
    told = {row["source_id"]: row for row in await ask(travelled, "own_and_national")}
    assert (told["national"]["share_own"], told["national"]["printings_elsewhere"]) == (1.0, 3)
    assert (told["council-900"]["posts"], told["council-900"]["from_national"]) == (2, 2)
    of_2023 = await ask(travelled, "own_and_national", year="2023", level="council")
    assert [(row["source_id"], row["posts"]) for row in of_2023] == [("council-900", 1)]


async def test_translations_and_pairs_are_told_with_what_shows_them(travelled: Any) -> None:
    (told,) = await ask(travelled, "translated")
    assert (told["id"], told["translation_id"], told["translation_language"]) == (1, 6, "es")
    assert "Spanish" in told["because"]
    assert await ask(travelled, "translated", source="local-1") == []
    pairs = await ask(travelled, "why_one_story", item="3")
    assert [(row["id"], row["other_id"], row["evidence"]) for row in pairs] == [
        (1, 2, "97 of 100 words are the same."),
        (1, 3, "97 of 100 words are the same."),
    ]


@pytest.mark.parametrize(
    "name", ["printings", "travelling_stories", "source_shares", "source_shares_by_year", "translated_posts"]
)
async def test_the_views_have_pages_and_are_counted_right(travelled: Any, name: str) -> None:
    assert (await travelled.client.get(f"/archive/{name}")).status_code == 200
    answer = (await travelled.client.get(f"/archive/{name}.json?_size=max")).json()
    assert answer["filtered_table_rows_count"] == len(answer["rows"]) > 0
