"""A small newsroom for tests of stories, and the partition by its definition: all pairs, no memory, no skipping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from typing import Any

import sqlite_utils

from archive.sameness import compare_with_original, same_writing
from archive.stories import sketching
from archive.stories.originals import Printing, original_of
from archive.stories.pairing import pointed_at
from archive.stories.partition import allowed, components
from archive.stories.roles import Roles
from archive.stories.rulings import hear
from archive.stories.writings import Writings
from items import Item, Moment
from tests.builders import NOW, day, item, rows

SOURCES = ("national", "council-900", "local-1")
#: a long text of plain words; windows over it are wordings that drift apart the further they lie from each other
_WORDS = (
    "members of the garage crew voted on tuesday night to take the offer that their bargaining team brought back from"
    " a long week at the table with the county where wages had stood still since the winter before last and where two"
    " out of ten positions on the late shift were never filled although the board had promised in writing to hire"
    " mechanics drivers and cleaners from the apprentice school whose first class of graduates will walk across the"
    " stage in june while retired stewards collect tools boots and gloves for all of them because nobody should begin"
    " a trade with borrowed hands said the oldest among the teachers who remembers when the hall on river street had"
    " no heat and meetings ended early so that people could catch the last bus home along the lake and over the hill"
    " past the paper mill which closed in spring and now holds a market with apples bread cheese and secondhand books"
).split()
OTHER = (
    "The library on the north side keeps its doors open on Sundays from now on, since clerks and pages agreed on"
    " a schedule that leaves every second weekend free, and readers thanked them with a cake shaped like an atlas."
)


def window(start: int, length: int = 60) -> str:
    """A part of the long text."""
    return " ".join(_WORDS[start : start + length]) + "."


def post(
    number: int, of: str, body: str | None, *, title: str = "The garage votes", on: int | None = 2, **given: Any
) -> Item:
    """A post of a source, read on its page; on: a day of February, None for a post without a date."""
    when: Moment | None = day(2026, 2, on) if on else None
    given = {"teaser": None, "published": when, **given}
    return item(number, of=of, title=title, body=body, **given)


def seen(one: Item, days: int) -> Item:
    """The same sighting some days later."""
    one.seen_at = NOW + timedelta(days=days)
    return one


def told(db: sqlite_utils.Database) -> dict[frozenset[str], tuple[str, dict[str, str]]]:
    """Stories as they are written: urls of the items -> url of the original, roles by url."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    originals: dict[int, str] = {}
    for url, story_id, role, is_original in rows(
        db,
        "SELECT i.url, i.story_id, i.role, i.id = s.original_item_id FROM item_rows AS i"
        " LEFT JOIN stories AS s ON s.id = i.story_id WHERE i.story_id IS NOT NULL",
    ):
        found[story_id][url] = role
        if is_original:
            originals[story_id] = url
    return {frozenset(roles): (originals[story_id], roles) for story_id, roles in found.items()}


def by_definition(db: sqlite_utils.Database) -> dict[frozenset[str], tuple[str, dict[str, str]]]:
    """The same from what the archive holds: every pair judged, the rulings heard, the original chosen among all."""
    shown = dict(
        rows(
            db,
            "SELECT i.id, i.text_id FROM item_rows AS i JOIN texts AS t ON t.id = i.text_id"
            " WHERE i.shown = 1 AND coalesce(t.title, t.teaser, t.body) IS NOT NULL",
        )
    )
    heard, writings = hear(db), Writings(db)
    pairs = [
        (one, other)
        for one, other in _candidates(db, shown)
        if other in heard.same_as(one) or same_writing(writings.of(one), writings.of(other)).same
    ]
    counting = allowed(pairs, heard.apart)
    reader = Roles(db, writings)
    return dict(_story(reader, writings, group) for group in components(shown, counting))


def _candidates(db: sqlite_utils.Database, shown: dict[int, int]) -> list[tuple[int, int]]:
    wordings = defaultdict(set)
    for text_id in set(shown.values()):
        words = rows(db, "SELECT title, teaser, body FROM texts WHERE id = ?", text_id)[0]
        for one in sketching.hashes_of(*words):
            wordings[one].add(text_id)
    meet = {frozenset((text_id,)) for text_id in shown.values()}
    for texts in wordings.values():
        if len(texts) <= sketching.MOST_WORDINGS:
            meet |= {frozenset(two) for two in combinations(texts, 2)}
    heard = hear(db)
    return [
        (one, other)
        for one, other in combinations(sorted(shown), 2)
        if frozenset((shown[one], shown[other])) in meet or other in pointed_at(db, one) or other in heard.same_as(one)
    ]


def _story(
    reader: Roles, writings: Writings, group: Sequence[int]
) -> tuple[frozenset[str], tuple[str, dict[str, str]]]:
    printings: list[Printing] = reader._printings(group)
    original, _ = original_of(printings, reader.national_names)
    home = writings.of(original.item_id)
    roles = {
        one.url: "original" if one is original else compare_with_original(home, writings.of(one.item_id)).role
        for one in printings
    }
    return frozenset(roles), (original.url, roles)
