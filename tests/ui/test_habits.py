"""What people's hands and eyes are used to: keys, the back button, zoom, paper, a hand-typed address."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Demo, Reader
from .test_pages import PAGES, STICKS_OUT, address_of


def test_a_slash_leads_to_the_search_box_and_stays_a_slash_within_it(reader: Reader) -> None:
    page = reader.go("/stories")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search all posts")
    expect(box).to_be_focused()
    page.keyboard.type("either/or")
    expect(box).to_have_value("either/or")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=either%2For"))


def test_a_question_mark_shows_the_keys_and_escape_hides_them(reader: Reader) -> None:
    page = reader.go("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_j_and_k_walk_through_results_and_enter_opens_one(reader: Reader) -> None:
    page = reader.go("/search?q=contract")
    for key in "jjk":
        page.keyboard.press(key)
    first = page.locator(".posts h3 a").first
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/items/\d+$"))


def test_the_first_tab_offers_to_skip_the_menu(reader: Reader) -> None:
    page = reader.go("/sources")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_tab_reaches_everything_in_the_order_of_the_page_and_shows_where_it_is(reader: Reader) -> None:
    page = reader.go("/stories")
    tops: list[float] = []
    for _ in range(25):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one);
            return [one.tagName, one.closest('main') ? one.getBoundingClientRect().top + scrollY : -1,
                parseFloat(style.outlineWidth)]; }"""
        )
        assert told[0] != "BODY"
        assert told[2] >= 2, f"{told[0]} shows no focus"
        if told[1] >= 0:
            tops.append(told[1])
    assert len(tops) > 5
    assert all(later >= earlier - 40 for earlier, later in pairwise(tops))


def test_the_back_button_leads_to_the_results_as_they_were(reader: Reader) -> None:
    page = reader.go("/search?q=contract&level=local")
    results = page.locator(".posts h3").all_inner_texts()
    page.locator(".posts h3 a").nth(3).click()
    page.go_back()
    expect(page.get_by_role("main").get_by_role("searchbox")).to_have_value("contract")
    assert page.locator(".posts h3").all_inner_texts() == results


@pytest.mark.parametrize("width", [600, 320], ids=["200 %", "400 %"])
def test_a_page_that_is_magnified_needs_no_scrolling_to_the_side(visit: Any, demo: Demo, width: int) -> None:
    window: Reader = visit(width, 450, device_scale_factor=1200 / width)
    window.may_miss = True
    wide = {}
    for name in PAGES:
        if over := window.go(address_of(demo, name)).evaluate(STICKS_OUT):
            wide[name] = over
    assert wide == {}


@pytest.mark.parametrize("name", ["home", "search", "item", "story", "source", "coverage", "changes"])
def test_paper_has_the_words_and_the_addresses_and_no_menus(reader: Reader, demo: Demo, name: str) -> None:
    page = reader.go(address_of(demo, name))
    page.emulate_media(media="print")
    for menu in (".site-nav", ".site-menu", "form.quick", ".skip"):
        for one in page.locator(menu).all():
            assert not one.is_visible(), menu
    ink, ground = page.evaluate(
        "() => { const style = getComputedStyle(document.body); return [style.color, style.backgroundColor]; }"
    )
    assert ink in ("rgb(0, 0, 0)", "rgb(17, 17, 17)"), ink
    assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), ground
    if away := page.locator("main a[rel~=external]").all():
        shown = away[0].evaluate("one => getComputedStyle(one, '::after').content")
        assert "http" in shown, "a printed link says no address"
    assert len(page.pdf()) > 5_000


def test_an_address_that_is_not_there_leads_on(reader: Reader) -> None:
    reader.may_miss = True
    page = reader.go("/nowhere/at/all")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("banner").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_dates_have_their_exact_instant_beside_them(reader: Reader, demo: Demo) -> None:
    page = reader.go(address_of(demo, "item"))
    instants = page.locator("main time[datetime]")
    assert instants.count() >= 1
    assert re.match(r"\d{4}-\d\d-\d\d", instants.first.get_attribute("datetime") or "")
