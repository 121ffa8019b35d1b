"""What makes a revision: words that somebody changed, once for each change, whoever tells of it. U rows: fault list."""

from __future__ import annotations

import gzip
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.changes import BodyMark, Words
from archive.database import close_archive, open_archive
from archive.keeping import Kept, keep
from items import Item
from parsing.text import fingerprint, first_fingerprint
from tests.builders import BODY, DAY, NOW, SITES, fresh_archive, item, one, rows, teaser

Database = sqlite_utils.Database
TEXT = f"This is post 1. {BODY}"


def revisions(db: Database, item_id: int = 1) -> list[str]:
    return [because for (because,) in rows(db, "SELECT because FROM revisions WHERE item_id = ? ORDER BY id", item_id)]


def read(db: Database, body: str, days: float = 1, **given: Any) -> Kept:
    """The post's page is read on a later day."""
    return keep(db, item(body=body, seen_at=NOW + timedelta(days=days), **given), SITES)


# ---- U7, U8: what is no edit ----------------------------------------------------------------------------------------
FURNITURE = [
    ("1,234 views", "1,309 views"),
    ("Read 15 times", "Read 2,015 times"),
    ("Hits: 12 | Print | Email", "Hits: 13 | Print | Email"),
    ("3 comments", "No comments"),
    ("Share this:\n\nFacebook\n\n12\n\nTwitter\n\n3", "Share this:\n\nFacebook\n\n14\n\nTwitter\n\n5"),
    ("Updated: June 4", "Updated: June 11, 2026 at 3:15 p.m."),
    ("Last modified on March 2, 2026 by admin", "Last modified on March 3, 2026 by Ann Roe"),
    ("4 min read", "5 min read"),
    ("Posted 3 days ago", "Posted 4 days ago"),
    ("Page 1 of 12", "Page 1 of 13"),
    ("Today is Monday, March 2, 2026", "Today is Tuesday, March 3, 2026"),
    ("nonce: 5f3a9c", "nonce: 77b1e0"),
    ("Form 8f14e45fceea167a5a36dedd4bea2543 is open.", "Form c9f0f895fb98ab9159f51fd0297e236d is open."),
    ("Monday, March 2, 2026", "Tuesday, March 3, 2026"),
    ("", "Leave a comment"),
    ("Print this page", ""),
]


@pytest.mark.parametrize("pair", FURNITURE, ids=[pair[0][:20] or pair[1] for pair in FURNITURE])
@pytest.mark.parametrize("is_above", [True, False])
def test_u8_counters_boxes_and_stamps_are_no_edit(pair: tuple[str, str], is_above: bool) -> None:
    first, second = (f"{one}\n\n{TEXT}" if is_above else f"{TEXT}\n\n{one}" for one in pair)
    db = fresh_archive()
    read(db, first, 0)
    assert read(db, second).outcome == "same"
    assert revisions(db) == ["first"]
    assert rows(db, "SELECT body FROM items")[0][0].strip() == first.strip(), "what is kept keeps it all"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("“", '"').replace("’", "'"),
        lambda text: text.replace(" - ", " – "),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n\n", "\n \t\n"),
        lambda text: text.replace("&", "&amp;"),
        lambda text: "\n\n".join(reversed(text.split("\n\n"))),
    ],
    ids=["quotes", "dashes", "nbsp", "blank lines", "entities", "order"],
)
def test_u7_the_same_words_in_other_dress_are_no_edit(change: Any) -> None:
    text = f"“We won’t go” - Smith & Sons said.\n\n{TEXT}"
    db = fresh_archive()
    read(db, text, 0)
    assert read(db, change(text)).outcome == "same"
    assert revisions(db) == ["first"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The rally is on June 4.", "The rally is on June 11."),
        ("The vote was 15 to 3.", "The vote was 16 to 3."),
        ("Read 15 pages of the contract.", "Read 16 pages of the contract."),
        ("Thursday, June 6, 2030", "Thursday, June 13, 2030"),
        ("Smith beat Jones.", "Jones beat Smith."),
        ("Doors open at 6 p.m.", "Doors open at 7 p.m."),
        ("- $5 million for schools", "- $6 million for schools"),
    ],
)
def test_a_word_that_somebody_changed_is_an_edit(before: str, after: str) -> None:
    db = fresh_archive()
    read(db, f"{TEXT}\n\n{before}", 0)
    assert read(db, f"{TEXT}\n\n{after}").outcome == "revised"
    assert revisions(db) == ["first", "edited"]


# ---- one edit is told once ------------------------------------------------------------------------------------------
#: texts of one post as it was edited; the last edit takes the first one back
EDITS = [TEXT, f"{TEXT}\n\nAdded: the county agreed.", f"{TEXT}\n\nAdded: the county said no.", TEXT]
CHANNELS = ("council-900-news", "council-900-news", "local-1-news")


def as_seen(way: str, edit: int, channel: str, day: float) -> Item:
    """The post after so many edits, as a way shows it: each words it in a manner of its own."""
    at, text, title = NOW + timedelta(days=day), EDITS[edit], f"Post number 1{', corrected' * (edit % 2)}"
    given: dict[str, Any] = {"channel_id": channel, "seen_at": at, "way": {"part": "sitemap"}.get(way, way)}
    if way == "page":
        return item(title=title, body=text, **given)
    if way == "list":
        return teaser(title=f"{title} | News", **given)
    brief = teaser(title=title, **given)
    brief.body = {"feed": f"{text}\n\nThe post appeared first on our site.", "part": text[:160]}[way]
    return brief


WAYS = st.sampled_from(["page", "list", "feed", "part"])


@st.composite
def histories(draw: st.DrawFn, edits: int, page_each: bool) -> list[Item]:
    """Sightings in the order of time, several in one crawl at times, between edits."""
    seen: list[Item] = []
    day = 0.0
    for edit in range(edits + 1):
        ways = draw(st.lists(WAYS, max_size=4))
        if page_each:
            ways.insert(draw(st.integers(0, len(ways))), "page")
        for way in ways:
            day += draw(st.sampled_from([0, 1, 1]))
            seen.append(as_seen(way, edit, draw(st.sampled_from(CHANNELS)), day))
        day += 1
    return seen


def count(history: list[Item]) -> int:
    db = fresh_archive()
    for sighting in history:
        keep(db, sighting, SITES)
    return int(one(db, "SELECT count(*) FROM revisions"))


@given(histories(0, page_each=False))
@settings(max_examples=80, deadline=None)
def test_an_unchanged_post_has_one_revision_at_the_most_whoever_shows_it(history: list[Item]) -> None:
    assert count(history) <= 1


@given(st.integers(1, 3).flatmap(lambda edits: st.tuples(st.just(edits), histories(edits, page_each=False))))
@settings(max_examples=120, deadline=None)
def test_so_many_edits_make_no_more_revisions_than_that(told: tuple[int, list[Item]]) -> None:
    assert count(told[1]) <= told[0] + 1


@given(st.integers(0, 3).flatmap(lambda edits: st.tuples(st.just(edits), histories(edits, page_each=True))))
@settings(max_examples=120, deadline=None)
def test_each_edit_is_one_revision_where_the_page_is_read_each_time(told: tuple[int, list[Item]]) -> None:
    assert count(told[1]) == told[0] + 1


@pytest.mark.parametrize(
    "order", [("page", "feed"), ("feed", "page"), ("list", "feed", "page"), ("page", "list", "feed")]
)
@pytest.mark.parametrize("in_one_crawl", [True, False])
def test_several_witnesses_that_each_tell_of_every_edit_tell_of_it_once(order: Any, in_one_crawl: bool) -> None:
    history, day = [], 0.0
    for edit in range(3):
        for way in order:
            history.append(as_seen(way, edit, CHANNELS[0], day))
            day += 0 if in_one_crawl else 1
        day += 1
    assert count(history) == 3


def test_a_list_and_the_page_that_tell_of_one_edit_make_one_revision_with_the_pages_words() -> None:
    db = fresh_archive()
    for sighting in (teaser(), item()):
        keep(db, sighting, SITES)
    keep(db, teaser(title="Post number 1, corrected", seen_at=NOW + DAY), SITES)
    read(db, f"{TEXT} Corrected.", title="Post number 1, corrected")
    assert revisions(db) == ["first", "edited"]
    assert one(db, "SELECT body FROM revisions ORDER BY id DESC LIMIT 1") == f"{TEXT} Corrected."
    assert rows(db, "SELECT because FROM revision_rows ORDER BY id") == [("first",), ("part",), ("edited",)]
    told = one(db, "SELECT difference FROM revisions ORDER BY id DESC LIMIT 1")
    assert "corrected" in told and "Corrected." in told, "the difference is that of title and text"


# ---- archives from before -------------------------------------------------------------------------------------------
def test_the_fingerprint_of_words_alone_is_the_one_of_older_archives() -> None:
    assert fingerprint("A title", TEXT) == first_fingerprint("A title", TEXT)
    assert fingerprint("A title", f"{TEXT}\n\n12 views") != first_fingerprint("A title", f"{TEXT}\n\n12 views")


def test_a_mark_of_an_older_archive_is_read_by_the_fingerprint_of_its_time() -> None:
    words = Words("A title", None, f"{TEXT}\n\n12 views")
    mark = BodyMark.read(first_fingerprint(words.title, words.body)[:16])
    assert mark is not None and mark.is_of(words, None)
    assert not mark.is_of(Words("A title", None, f"{TEXT}\n\n13 views"), None)


def test_a_newer_fingerprint_makes_no_revision_of_what_an_older_archive_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    released = Path(__file__).parent / "released" / "version-1.db.gz"
    with gzip.open(released) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    db = open_archive(path)
    try:
        kept = rows(db, "SELECT hash, title, body FROM revisions")
        assert kept and all(mark == fingerprint(title, body) for mark, title, body in kept)
        before = one(db, "SELECT count(*) FROM revision_rows")
        found = rows(
            db,
            "SELECT i.url, i.title, i.teaser, i.body, a.channel_id, max(i.last_seen_at) FROM items AS i"
            " JOIN appearances AS a ON a.item_id = i.id WHERE i.body IS NOT NULL GROUP BY i.id",
        )
        assert found
        read_pages = one(db, "SELECT count(*) FROM item_rows WHERE look_again_at IS NOT NULL")
        assert read_pages, "pages that were read before have their turn too"
        for address, title, short, body, channel, _ in found:
            again = item(url=address, title=title, teaser=short, body=f"{body}\n\n7 views", channel_id=channel,
                         addresses=(address,), published=None, seen_at=NOW + 300 * DAY)  # fmt: skip
            keep(db, again, SITES)
        assert one(db, "SELECT count(*) FROM revision_rows") == before
    finally:
        close_archive(db)
