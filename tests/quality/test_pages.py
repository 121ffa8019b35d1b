"""The pages and their truth: enough of them, of many makes, and nothing in a truth that its page does not show."""

from __future__ import annotations

import html
import json
import re
from collections import Counter

import pytest

from benchmarks.quality_reading import PAGES, bytes_of, truths
from benchmarks.quality_scores import Truth
from practice.comparing import WORD, fold

KNOWN = truths()
POSTS = [truth for truth in KNOWN if truth.post]
REAL = {
    "Hugo",
    "Jekyll",
    "Pelican",
    "Nikola",
    "MkDocs",
    "Sphinx",
    "ikiwiki",
    "chronicle",
    "Hexo",
    "WordPress",
    "Lektor",
    "VitePress",
}
KEYS = {"url", "make", "title", "day", "said", "body", "author", "kind", "language", "tags", "zone"}


def shown(name: str) -> str:
    """The words of a page, tags and entities resolved; attributes count, since a head has titles and days there."""
    page = bytes_of(name).replace(b"\0", b"").decode("cp1252" if "wrong-bytes" in name else "utf-8")
    return fold(
        html.unescape(
            re.sub(r"</?[a-zA-Z!][^>]*>", lambda tag: " " + " ".join(re.findall(r'"([^"]*)"', tag[0])) + " ", page)
        )
    )


def test_there_are_pages_enough_of_makes_enough() -> None:
    assert len(POSTS) >= 60
    assert len(KNOWN) - len(POSTS) >= 10
    assert {name for name in REAL if any(truth.make.startswith(name) for truth in POSTS)} == REAL
    assert sum(truth.name.startswith("trap-") for truth in POSTS) >= 12
    assert {truth.language for truth in POSTS} == {"en", "es"}
    assert sum(truth.event is not None for truth in POSTS) >= 4


def test_every_page_has_a_truth_and_every_truth_a_page() -> None:
    pages = {path.name.removesuffix(".gz").removesuffix(".html") for path in PAGES.glob("*.html*")}
    assert pages == {truth.name for truth in KNOWN}


def test_all_pages_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in PAGES.iterdir()) < 6_000_000


@pytest.mark.parametrize("truth", POSTS, ids=lambda truth: truth.name)
def test_a_truth_is_whole_and_shown_by_its_page(truth: Truth) -> None:
    told = json.loads((PAGES / f"{truth.name}.json").read_text(encoding="utf-8"))
    assert set(told) >= KEYS
    text = shown(truth.name)
    assert fold(truth.title) in text
    assert truth.author is None or fold(truth.author) in text
    wanted, there = Counter(WORD.findall(fold(truth.body).lower())), Counter(WORD.findall(text.lower()))
    missing = wanted - there
    assert sum(missing.values()) <= 0.02 * sum(wanted.values()), missing


@pytest.mark.parametrize("truth", [truth for truth in POSTS if truth.said], ids=lambda truth: truth.name)
def test_a_day_that_is_called_said_stands_on_the_page_or_in_its_address(truth: Truth) -> None:
    assert truth.day is not None
    text = shown(truth.name) + " " + truth.url
    assert (
        re.search(rf"\b0?{truth.day.day}(?:\b|st|nd|rd|th)|{truth.day:%Y-%m-%d}", text)
        and str(truth.day.year)[2:] in text
    )


def test_a_page_tells_nothing_of_the_machine_that_made_it() -> None:
    for truth in KNOWN:
        page = bytes_of(truth.name)
        assert not re.search(rb"/tmp/|/root/|/home/|127\.0\.0\.1|localhost", page), truth.name
