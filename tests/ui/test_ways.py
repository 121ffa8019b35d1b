"""The main ways of researchers, staff and operators through the site."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Demo, Reader

SIZES = [(1200, "light"), (390, "dark")]
both = pytest.mark.parametrize(("width", "scheme"), SIZES, ids=["wide and light", "narrow and dark"])


@both
def test_a_researcher_searches_narrows_reads_cites_and_takes_the_rows(
    visit: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    reader: Reader = visit(width, scheme=scheme)
    page = reader.go("/")
    page.get_by_role("main").get_by_label("Search all posts").fill("contract")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Level", exact=True).get_by_role("link", name="council").click()
    expect(page.get_by_role("list", name="Filters in force")).to_contain_text("council")
    assert page.locator(".posts mark").count() > 3
    page.locator(".posts h3 a").first.click()
    assert "contract" in page.locator("article").inner_text().lower()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSL-JSON").click()
    download.value.save_as(tmp_path / "cite.json")
    cited = json.loads((tmp_path / "cite.json").read_text())
    assert (cited[0] if isinstance(cited, list) else cited)["URL"].startswith("http")
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).first.click()
    download.value.save_as(tmp_path / "rows.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) > 10
    assert all("council" in row["source_id"] for row in rows)


@both
def test_the_way_of_a_story_is_a_chart_beside_its_table(visit: Any, demo: Demo, width: int, scheme: str) -> None:
    reader: Reader = visit(width, scheme=scheme)
    story = demo.one("select id from stories order by source_count desc, id limit 1")
    page = reader.go(f"/stories/{story}")
    expect(page.locator("canvas, .chart svg").first).to_be_visible()
    page.locator("summary", has_text="As a table").click()
    assert page.locator(".chart-table tbody tr").count() >= 1
    assert page.locator("#printings ~ * tbody tr, #printings + * tbody tr").count() >= 3


def test_charts_and_searches_work_without_scripts(visit: Any, demo: Demo) -> None:
    reader: Reader = visit(java_script_enabled=False)
    story = demo.one("select id from stories order by source_count desc, id limit 1")
    page = reader.go(f"/stories/{story}")
    expect(page.locator(".chart-table tbody tr").first).to_be_visible()
    page = reader.go("/search?q=contract")
    page.get_by_role("region", name="Level", exact=True).get_by_role("link", name="local").click()
    assert page.locator(".posts li").count() > 3


@both
def test_staff_find_a_search_and_subscribe_to_it(visit: Any, width: int, scheme: str) -> None:
    reader: Reader = visit(width, scheme=scheme)
    page = reader.go("/search?q=bargaining&sort=newest")
    take = page.get_by_role("region", name="Take it with you")
    for name, kind in (("Atom feed", "application/atom+xml"), ("JSON Feed", "application/feed+json")):
        address = take.get_by_role("link", name=name).get_attribute("href") or ""
        answer = page.request.get(reader.demo.address + address)
        assert answer.status == 200 and answer.headers["content-type"].startswith(kind)
    take.get_by_role("link", name="By mail or in a chat").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "bargaining" in page.locator("main").inner_text()


@both
def test_operators_see_trouble_gaps_and_changes(visit: Any, width: int, scheme: str) -> None:
    reader: Reader = visit(width, scheme=scheme)
    page = reader.go("/")
    page.get_by_role("complementary").get_by_role("link", name=re.compile("all sources by week", re.IGNORECASE)).click()
    expect(page.get_by_role("heading", level=1, name="Coverage")).to_be_visible()
    blocked = page.get_by_role("region", name=re.compile("in trouble now")).get_by_role("link").first
    blocked.click()
    expect(page.get_by_role("heading", name="Where it is read")).to_be_visible()
    page.get_by_role("link", name="What it edited and removed").click()
    expect(page.get_by_role("heading", level=1, name="Edits and removals")).to_be_visible()


def test_a_reader_of_spanish_keeps_that_language_from_page_to_page(visit: Any) -> None:
    reader: Reader = visit(locale="es-MX")
    page = reader.go("/")
    for name in ("Historias", "Fuentes", "Estados", "Temas", "Eventos", "Cambios", "Cobertura"):
        page.get_by_role("navigation", name="Sitio", exact=True).get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()
        assert page.evaluate("document.querySelector('main').closest('[lang]').lang") == "es", name
    page.get_by_role("contentinfo").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Coverage")).to_be_visible()
