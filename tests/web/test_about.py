"""What the data is: the account of itself, the codebook, the glossary."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.schema import datasette_tables
from archive.words import STATUSES, VOCABULARIES
from web.site import open_site

from .conftest import post


@pytest.fixture(scope="module")
def described(archive: tuple[Path, dict[str, int]]) -> Any:
    opened = open_site(archive[0], datasette_tables(), VOCABULARIES)
    yield opened
    opened.executor.shutdown()


async def test_the_account_tells_figures_gaps_licence_and_how_to_cite(described: Any, ids: dict[str, int]) -> None:
    html = (await described.client.get("/about")).text
    assert f"<dt>Posts</dt><dd>{len(ids)}" in html
    assert "<dt>Sources without a post</dt><dd>0 of 3</dd>" in html
    assert "Apache License 2.0" in html
    assert "belong to those who published them" in html
    assert "http://localhost/" in html
    assert "This build holds whole texts" in html


async def test_an_empty_archive_has_an_account_too(new_archive: Callable[..., Any]) -> None:
    html = (await new_archive()[1].client.get("/about")).text
    assert "Nothing has been collected yet" in html
    assert "<dt>Sources without a post</dt><dd>3 of 3</dd>" in html


async def test_sources_that_nobody_can_ask_are_told_of(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1))
    db.conn.execute("update channels set closed_at = '2026-03-02T00:00:00Z' where source_id != 'council-900'")
    db.conn.commit()
    assert "<dt>Sources that cannot be asked</dt><dd>2:" in (await site.client.get("/about")).text


async def test_the_codebook_has_every_column_of_every_public_view_and_table(described: Any) -> None:
    html = (await described.client.get("/about/codebook")).text
    rows = list(csv.DictReader(io.StringIO((await described.client.get("/about/codebook.csv")).text)))
    columns = {(row["of"], row["name"]): row["meaning"] for row in rows if row["part"] == "column"}
    db = described.get_database("archive")
    blocks = described.metadata("tables", database="archive")
    public = [name for name, block in blocks.items() if not block.get("hidden") and block.get("allow") is not False]
    assert {"items", "printings", "sources", "source_weeks"} < set(public)
    for name in public:
        there = (await db.execute("select name from pragma_table_info(:name)", {"name": name})).rows
        if name == "search":
            continue
        for (column,) in there:
            assert columns[name, column], (name, column)
        assert f'<h2 id="{name}">' in html
    assert "item_rows" not in {row["name"] for row in rows if row["part"] in ("view", "table")}


async def test_the_codebook_explains_the_words_that_columns_use(described: Any) -> None:
    html = (await described.client.get("/about/codebook")).text
    rows = list(csv.DictReader(io.StringIO((await described.client.get("/about/codebook.csv")).text)))
    words = {row["name"]: row["meaning"] for row in rows if row["part"] == "word" and row["of"] == "items.status"}
    assert words == STATUSES
    assert 'id="words-statuses-of-an-item"' in html


async def test_the_ids_of_the_codebook_are_unique(described: Any) -> None:
    import re

    for path in ("/about", "/about/codebook", "/about/glossary"):
        found = re.findall(r' id="([^"]+)"', (await described.client.get(path)).text)
        assert len(found) == len(set(found)), path


async def test_the_glossary_tells_words_of_the_archive_and_of_the_union(described: Any) -> None:
    html = (await described.client.get("/about/glossary")).text
    assert 'id="printing"' in html
    assert 'id="bargaining-unit"' in html
    assert 'lang="es">sección local' in html
