"""Worse never replaces better: what is held, what is taken all the same in the end. U and S rows: fault list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlite_utils

from archive.keeping import Kept, keep
from archive.worse import HELD, worse
from parsing.notices import is_menu, is_notice
from tests.builders import BODY, NOW, SITES, fresh_archive, item, one, rows

Database = sqlite_utils.Database
TEXT = f"This is post 1. {BODY}"
ADBLOCK = "We see that you use an ad blocker. Please disable it for this site, and the text will appear here."
MENU = "Home\nAbout us\nNews\nEvents\nMember resources\nContact\nJoin"
OTHER = (
    "Scholarships for children of members\n\nEvery spring the scholarship committee chooses students whose parents belong"
    " to the organization. Applications, transcripts and letters of recommendation arrive by mail before Easter."
)


def read(db: Database, body: str, days: float, number: int = 1, **given: Any) -> Kept:
    return keep(db, item(number, body=body, seen_at=NOW + timedelta(days=days), **given), SITES)


def body_of(db: Database, item_id: int = 1) -> str:
    return str(one(db, f"SELECT body FROM items WHERE id = {item_id}"))


def revisions(db: Database, item_id: int = 1) -> list[str]:
    return [because for (because,) in rows(db, "SELECT because FROM revisions WHERE item_id = ? ORDER BY id", item_id)]


WORSE = {
    "empty": ("", None),
    "log-in": ("Please log in to read this page. Forgot your password?", "notice"),
    "not found": ("Sorry, the page you requested could not be found. Try the search.", "notice"),
    "challenge": ("Checking your browser before you enter. Just a moment, please enable cookies.", "notice"),
    "server error": ("There has been a critical error on this website.", "notice"),
    "ad blocker": (ADBLOCK, "notice"),
    "maintenance": ("We are down for maintenance and will be back shortly, thank you for your patience.", "notice"),
    "menu": (MENU + "\n" + "\n".join(f"Local {number} page" for number in range(9)), "menu"),
    "cut off": ("This is post 1. Members of the team", "shrunk"),
}


@pytest.mark.parametrize("case", WORSE)
def test_u9_worse_never_replaces_better(case: str) -> None:
    worse_text, reason = WORSE[case]
    db = fresh_archive()
    read(db, TEXT, 0)
    result = read(db, worse_text, 1)
    assert body_of(db) == TEXT and revisions(db) == ["first"]
    assert result.held == (reason is not None)
    assert rows(db, "SELECT reason FROM held") == ([(reason,)] if reason else [])
    assert reason is None or reason in HELD
    assert read(db, TEXT, 2).outcome == "same", "back as it was"


def test_u9_title_and_text_of_something_else_are_held() -> None:
    db = fresh_archive()
    text = (
        f"{TEXT} Negotiators described tentative contract language about overtime, holidays, pensions and grievances."
    )
    read(db, text, 0, title="Bargaining with the county goes on")
    assert read(db, OTHER, 1, title="Scholarships for children of members").held
    assert rows(db, "SELECT reason FROM held") == [("other",)]
    assert body_of(db) == text


def test_s9_the_text_of_another_post_of_the_source_is_held() -> None:
    db = fresh_archive()
    read(db, TEXT, 0)
    read(db, OTHER, 0, 2)
    assert read(db, OTHER, 1).held
    assert rows(db, "SELECT reason FROM held") == [("elsewhere",)]
    assert body_of(db) == TEXT


def test_s8_one_body_on_many_posts_in_one_crawl_is_held_on_all_of_them() -> None:
    db = fresh_archive()
    chrome = "Our site has a new look and will soon be even better than it was before, so that everybody finds it. " * 3
    for number in range(1, 6):
        read(db, f"This is post {number}. {BODY}", 0, number)
    results = [read(db, chrome, 1, number) for number in range(1, 6)]
    assert results[0].outcome == "revised", "of the first one nobody can know"
    assert [result.held for result in results[1:]] == [True] * 4
    assert [body_of(db, number) for number in range(1, 6)] == [
        f"This is post {number}. {BODY}" for number in range(1, 6)
    ]
    assert revisions(db) == ["first"]
    assert rows(db, "SELECT because FROM revision_rows WHERE item_id = 1 ORDER BY id") == [("first",), ("taken_back",)]
    assert one(db, "SELECT count(*) FROM held") == 5
    assert [read(db, f"This is post {number}. {BODY}", 2, number).outcome for number in range(1, 6)] == ["same"] * 5
    assert read(db, f"This is post 1, edited. {BODY}", 3).outcome == "revised", "an edit is still seen after that"


def test_s8_two_posts_with_one_text_are_not_yet_a_template() -> None:
    db = fresh_archive()
    for number in (1, 2):
        read(db, f"This is post {number}. {BODY}", 0, number)
    called_off = (
        "The meeting of this week was called off, and the next one is in the month after that one, at the hall."
    )
    assert not read(db, called_off, 1, 1).held
    assert read(db, called_off, 1, 2).held
    assert body_of(db, 1) == called_off


@pytest.mark.parametrize(("days", "taken"), [((1, 8, 14.9), False), ((1, 8, 15.1), True), ((1, 20), False)])
def test_a_text_that_was_really_cut_is_taken_after_three_readings_over_two_weeks(days: Any, taken: bool) -> None:
    db = fresh_archive()
    read(db, TEXT, 0)
    cut = "This is post 1. The rest was taken down."
    for at in days:
        result = read(db, cut, at)
    assert (result.outcome == "revised") == taken
    assert revisions(db) == (["first", "cut"] if taken else ["first"])
    assert body_of(db) == (cut if taken else TEXT)


def test_held_readings_of_one_moment_count_once() -> None:
    db = fresh_archive()
    read(db, TEXT, 0)
    for _ in range(4):
        read(db, "This is post 1. The rest was taken down.", 1)
    assert one(db, "SELECT seen_count FROM held") == 1


def test_an_edit_that_speaks_of_a_log_in_is_an_edit() -> None:
    db = fresh_archive()
    read(db, "Members vote on Friday. Bring your card.", 0)
    assert read(db, "Members vote on Friday. Bring your card. Log in to see the ballot.", 1).outcome == "revised"


def test_a_held_page_is_looked_at_again_within_days() -> None:
    db = fresh_archive()
    read(db, TEXT, 100)
    read(db, "Please log in.", 200)
    waits = one(db, "SELECT julianday(look_again_at) - julianday(last_read_at) FROM item_rows")
    assert 7 < waits < 9


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "The steward training is full. Write to the hall to be put on the list.",
        "Members now have a contract. It was signed at noon, and it raises wages by four percent.",
        "Home care workers won. About 400 of them came to the news conference.",
    ],
)
def test_posts_are_neither_notices_nor_menus(text: str) -> None:
    assert not is_notice(text) and not is_menu(text)


def test_a_column_of_links_is_no_better_than_another() -> None:
    assert worse("T", MENU, "T", MENU + "\nMore", is_page=True) is None
