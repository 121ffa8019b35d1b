"""Two home pages in three markups each: what must come out of them, and that no change of markup alters it."""

from __future__ import annotations

import random

import pytest

from parsing.lists import ListEntry
from tests.parsing.mutations import MUTATIONS, reorder
from tests.parsing.saved_lists import BARGAINING_HOME, COUNCIL_HOME, as_json, expected, read, signature, text_of

COUNCIL = ("open_atrium", "div_soup", "table")
BARGAINING = ("open_atrium", "wordpress_blocks", "table")
CASES = [(f"seeds-like/council-home/{name}", COUNCIL_HOME) for name in COUNCIL] + [
    (f"seeds-like/bargaining-home/{name}", BARGAINING_HOME) for name in BARGAINING
]
#: where the blocks of each page stand that may change places
BLOCKS = {
    "seeds-like/council-home/open_atrium": "//div[contains(@class, 'panel-pane ')]",
    "seeds-like/council-home/div_soup": "/html/body/div/div[2]/div",
    "seeds-like/bargaining-home/open_atrium": "//div[@class='oa-layout-content']/div",
    "seeds-like/bargaining-home/wordpress_blocks": "//main/div",
}


def by_block(entries: tuple[ListEntry, ...]) -> dict[str | None, list[ListEntry]]:
    found: dict[str | None, list[ListEntry]] = {}
    for entry in entries:
        found.setdefault(entry.block, []).append(entry)
    return found


@pytest.mark.parametrize(("name", "url"), CASES)
def test_a_home_page_gives_what_its_expectation_says(name: str, url: str) -> None:
    page = read(text_of(name), url)
    assert as_json(page) == expected(name, page)


@pytest.mark.parametrize("markup", COUNCIL)
def test_a_councils_home_gives_four_featured_three_classes_and_five_national_posts(markup: str) -> None:
    blocks = by_block(read(text_of(f"seeds-like/council-home/{markup}"), COUNCIL_HOME).entries)
    assert {name: len(entries) for name, entries in blocks.items()} == {
        "Featured News": 4,
        "Upcoming Events": 3,
        "National Union Updates": 5,
    }
    assert all(entry.title and not entry.teaser and entry.is_main for entry in blocks["Featured News"])
    assert all(entry.title and entry.teaser and entry.kind == "event" for entry in blocks["Upcoming Events"])
    assert all(entry.title and entry.teaser and not entry.is_main for entry in blocks["National Union Updates"])


@pytest.mark.parametrize("markup", COUNCIL)
def test_nothing_of_menu_sign_up_and_savings_is_in_any_entry(markup: str) -> None:
    page = read(text_of(f"seeds-like/council-home/{markup}"), COUNCIL_HOME)
    words = " ".join(f"{entry.title} {entry.teaser} {entry.body} {entry.block}" for entry in page.entries)
    for chrome in (
        "Contract Language",
        "Steward and",
        "Stay In Touch",
        "lend a hand",
        "Discounts",
        "phones",
        "Pier Road",
        "View all",
    ):
        assert chrome not in words


def test_all_markups_of_the_councils_home_say_the_same() -> None:
    pages = [read(text_of(f"seeds-like/council-home/{markup}"), COUNCIL_HOME) for markup in COUNCIL]
    first, *others = [[signature(entry) for entry in page.entries] for page in pages]
    assert all(other == first for other in others)


@pytest.mark.parametrize("markup", BARGAINING)
def test_stories_and_reports_come_apart_from_quotes_captions_and_calls(markup: str) -> None:
    page = read(text_of(f"seeds-like/bargaining-home/{markup}"), BARGAINING_HOME)
    assert len(page.entries) == 9
    assert [entry.title for entry in page.entries if entry.title] == ["Many hands make a heavy table lighter"]
    words = " ".join(entry.teaser or "" for entry in page.entries)
    for foreign in (
        "front desk",
        "Oyelaran",
        "evenings left",
        "Brandvold",
        "Fenwick",
        "read aloud",
        "in silence",
        "hang up",
    ):
        assert foreign not in words
    reports = [
        entry for entry in page.entries if entry.teaser and entry.teaser.startswith("The Statewide Bargaining Team")
    ]
    assert len({entry.url for entry in reports}) == 2
    assert {entry.published for entry in page.entries} == {None}


def test_all_markups_of_the_bargaining_page_say_the_same() -> None:
    pages = [read(text_of(f"seeds-like/bargaining-home/{markup}"), BARGAINING_HOME) for markup in BARGAINING]
    first, *others = [[signature(entry) for entry in page.entries] for page in pages]
    assert all(other == first for other in others)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mutation", sorted(MUTATIONS))
@pytest.mark.parametrize(("name", "url"), CASES)
def test_names_wrappers_and_tags_change_nothing(name: str, url: str, mutation: str, seed: int) -> None:
    text = text_of(name)
    before, after = read(text, url), read(MUTATIONS[mutation](text, seed), url)
    assert [signature(entry) for entry in after.entries] == [signature(entry) for entry in before.entries]
    assert (after.next_url, after.pages) == (before.next_url, before.pages)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_blocks_in_another_order_give_the_same_entries(name: str, seed: int) -> None:
    url = dict(CASES)[name]
    text = text_of(name)
    mutated = MUTATIONS[random.Random(seed).choice(sorted(MUTATIONS))](reorder(text, BLOCKS[name], seed), seed)
    before, after = read(text, url), read(mutated, url)
    assert sorted(map(repr, map(signature, after.entries))) == sorted(map(repr, map(signature, before.entries)))
