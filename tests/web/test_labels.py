"""The labels of our pages in English and Spanish, and how a reader chooses."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import labels, words

CATALOGUES = sorted((Path(labels.__file__).parent / "spanish").glob("*.csv"))


@pytest.fixture
def in_spanish() -> Any:
    before = labels.language.set("es")
    yield
    labels.language.reset(before)


def test_a_label_without_a_spanish_word_stays_english(in_spanish: None) -> None:
    assert labels.t("Sources") == "Fuentes"
    assert labels.t("No such label {count}", count=3) == "No such label 3"


def test_labels_are_english_unless_the_page_speaks_spanish() -> None:
    assert labels.t("Sources") == "Sources"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_both_sides_of_a_catalogue_fill_in_the_same_names(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert rows
    for row in rows:
        assert sorted(re.findall(r"\{\w*\}", row["english"])) == sorted(re.findall(r"\{\w*\}", row["spanish"])), row
        assert row["english"].strip() == row["english"]
        assert row["spanish"].strip() == row["spanish"]
    assert len({row["english"] for row in rows}) == len(rows), "a label stands twice"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr,es;q=0.5,en;q=0.4", "es"),
        ("es;q=0", "en"),
        ("es;q=nonsense, en;q=0.1", "en"),
        ("*", "en"),
    ],
)
def test_the_wish_of_a_browser_is_read_by_its_weights(header: str, code: str) -> None:
    assert labels.wished(header) == code


@given(st.text(max_size=200))
def test_any_wish_gives_a_language_of_ours(header: str) -> None:
    assert labels.wished(header) in labels.LANGUAGES


def test_dates_are_told_in_the_language_of_the_page(in_spanish: None) -> None:
    assert words.long_day(date(2024, 6, 4)) == "4 de junio de 2024"
    assert words.instant("2024-06-04T19:05:00Z", "America/New_York") == "4 de junio de 2024, 3:05 p.\u00a0m. EDT"
    assert words.plural(2, "story", "stories") == "2 historias"


def test_an_instant_is_told_beside_its_exact_form() -> None:
    html = words.timed("2024-06-04T19:05:00Z", "America/Chicago")
    assert html == (
        '<time datetime="2024-06-04T19:05:00Z" title="2024-06-04T19:05:00Z">June 4, 2024, 2:05 PM CDT</time>'
    )
    assert words.timed("<b>") == "&lt;b&gt;"


async def test_a_page_speaks_the_language_that_the_browser_wishes(site: Any) -> None:
    answer = await site.client.get("/", headers={"Accept-Language": "es-US"})
    assert '<html lang="es">' in answer.text
    assert "Historias más recientes" in answer.text
    assert answer.headers["content-language"] == "es"
    assert "Accept-Language" in answer.headers["vary"]
    assert "set-cookie" not in answer.headers


async def test_a_language_that_is_asked_for_is_remembered(site: Any) -> None:
    answer = await site.client.get("/about?lang=es")
    assert '<html lang="es">' in answer.text
    assert answer.headers["set-cookie"].startswith("lang=es; ")
    assert "SameSite=Lax" in answer.headers["set-cookie"]
    again = await site.client.get("/", headers={"Cookie": "lang=es", "Accept-Language": "en"})
    assert '<html lang="es">' in again.text


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/search", "/search?q=nurses", "/stories", "/sources", "/sources/council-900", "/states", "/states/WI"),
        *("/topics", "/events", "/changes", "/coverage", "/about", "/about/codebook", "/about/glossary", "/items/1"),
        *("/archive", "/archive/items", "/archive/sources/national", "/archive?sql=select+1", "/nothing/here"),
    ],
)
async def test_every_page_speaks_spanish_to_who_wishes_it(site: Any, path: str) -> None:
    html = (await site.client.get(path, headers={"Accept-Language": "es"})).text
    assert re.search(r'<main[^>]* lang="en"', html) is None
    assert re.search(r"<h1[^>]*>", html)
    words_of_english = re.findall(r">\s*(?:Posts?|Sources?|Newest|As a table|Show|Year|Level)\s*<", html)
    assert words_of_english == []


async def test_what_the_archive_wrote_in_english_says_so_on_a_spanish_page(site: Any) -> None:
    html = (await site.client.get("/about/codebook", headers={"Accept-Language": "es"})).text
    assert re.search(r'<section aria-labelledby="items" lang="en">', html)


async def test_lang_stays_a_filter_of_searches(site: Any) -> None:
    answer = await site.client.get("/search?q=enfermeras&lang=es")
    assert '<html lang="en">' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/%0d%0aX: y", "x", ""]
)
async def test_a_chosen_language_leads_back_to_this_site_only(site: Any, back: str) -> None:
    answer = await site.client.get("/language/es", params={"back": back}, follow_redirects=False)
    assert answer.status_code == 302
    assert re.match(r"/(?![/\\])", answer.headers["location"]) or answer.headers["location"] == "/"
    assert "x" not in answer.headers


async def test_a_chosen_language_leads_back_to_the_search(site: Any) -> None:
    html = (await site.client.get("/search?q=nurses%20%26%20more")).text
    link = re.search(r'href="(/language/es\?back=[^"]*)"', html)
    assert link
    answer = await site.client.get(link[1].replace("&amp;", "&"), follow_redirects=False)
    assert answer.headers["location"] == "/search?q=nurses%20%26%20more"
