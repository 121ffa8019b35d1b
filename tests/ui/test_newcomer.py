"""Five questions that a newcomer answers by clicking only, from the front page on."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .conftest import Demo, Reader


def place(page: Page, name: str) -> None:
    """Follow a link of the site's menu."""
    page.get_by_role("navigation", name="Site", exact=True).get_by_role("link", name=name, exact=True).click()


def facet(page: Page, name: str) -> Locator:
    """A box of counts beside the results."""
    return page.get_by_role("region", name=name, exact=True)


def test_which_councils_ran_a_national_story_and_when(reader: Reader) -> None:
    page = reader.go("/")
    place(page, "Stories")
    page.get_by_label("Written by").select_option(label="National")
    page.get_by_role("button", name="Show").click()
    page.locator(".story-list h3 a").first.click()
    expect(page.get_by_role("heading", name="How it travelled")).to_be_visible()
    rows = page.get_by_role("region", name="Every printing").get_by_role("row")
    councils = rows.filter(has_text="Council")
    assert councils.count() >= 2, "no council ran it"
    assert any(re.search(r"[A-Z][a-z]+ \d{1,2}, \d{4}", text) for text in councils.all_inner_texts())


def test_what_a_council_published_on_bargaining_in_a_month_as_csv(reader: Reader, tmp_path: Path) -> None:
    page = reader.go("/")
    place(page, "Sources")
    page.get_by_role("link", name="FPW Council 231 (practice)").click()
    page.get_by_role("link", name=re.compile(r"Search \d+ posts")).click()
    facet(page, "Topic").get_by_role("link", name="Bargaining and contracts").click()
    facet(page, "Year").get_by_role("link", name="2026").click()
    page.locator("summary", has_text="As a table").click()
    page.get_by_role("link", name="March 2026", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).first.click()
    download.value.save_as(tmp_path / "march.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "march.csv").read_text(encoding="utf-8-sig"))))
    assert rows
    assert {row["source_id"] for row in rows} == {"practice-council-231"}
    assert {row["published_on"][:7] for row in rows} == {"2026-03"}


def test_what_was_edited_or_removed_last_week(reader: Reader, demo: Demo) -> None:
    page = reader.go("/")
    page.get_by_role("complementary").get_by_role("link", name=re.compile("^removals?$")).click()
    expect(page.get_by_role("heading", name="Edits and removals")).to_be_visible()
    assert page.locator(".happened", has_text=re.compile("^(gone|withdrawn|moved)$")).count() >= 1
    shown = page.locator("main").inner_text()
    while "edited" not in shown:
        page.get_by_role("link", name="Earlier changes").click()
        shown = page.locator("main").inner_text()
    assert page.locator("main del").count() and page.locator("main ins").count()


def test_which_sources_are_quiet(reader: Reader) -> None:
    page = reader.go("/")
    place(page, "Coverage")
    troubled = page.get_by_role("region", name=re.compile("in trouble now"))
    assert troubled.get_by_role("row").count() > 1
    troubled.get_by_role("link").first.click()
    expect(page.locator(".judged-line")).to_be_visible()


def test_subscribing_to_a_search(reader: Reader) -> None:
    page = reader.go("/")
    page.get_by_role("main").get_by_label("Search all posts").fill("contract")
    page.keyboard.press("Enter")
    feed = page.get_by_role("region", name="Take it with you").get_by_role("link", name="Atom feed")
    answer: Any = page.request.get(reader.demo.address + (feed.get_attribute("href") or ""))
    assert answer.status == 200 and "<entry>" in answer.text()
    assert answer.headers["content-type"].startswith("application/atom+xml")
