"""Stories in the archive: who belongs together, under which number, with which original, and what dates flow."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
import sqlite_utils

from archive import stories
from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.numbers.bounding import bound
from archive.rejecting import reject
from archive.stories import Told, sketching, tell
from archive.times import stamp
from items import Item, Link
from registry import Ruling
from tests.archive.newsroom import OTHER, by_definition, post, seen, told, window
from tests.builders import NOW, SITES, archive_at, assert_sound, fresh_archive, one, rejection, rows, url

ROOT = Path(__file__).resolve().parents[2]
WORDS = window(0)


@pytest.fixture
def db() -> sqlite_utils.Database:
    return fresh_archive()


def keep_all(db: sqlite_utils.Database, *items: Item) -> Told:
    """Keep posts and tell their stories, as a run does."""
    for item in items:
        keep(db, item, SITES)
    return tell(db, None, SITES)


def groups(db: sqlite_utils.Database) -> list[list[int]]:
    """Ids of the items of each story, in the order of the stories' numbers."""
    found: dict[int, list[int]] = {}
    for story_id, item_id in rows(db, "SELECT story_id, id FROM items ORDER BY story_id, id"):
        found.setdefault(story_id, []).append(item_id)
    return list(found.values())


def test_printings_of_one_writing_share_a_story_and_say_what_they_are(db: sqlite_utils.Database) -> None:
    keep_all(
        db,
        post(1, "council-900", WORDS, on=3),
        post(2, "national", WORDS, on=2),
        post(3, "local-1", WORDS, title="Our crew said yes", on=4),
        post(4, "local-1", OTHER, title="Sundays at the library"),
    )
    assert groups(db) == [[1, 2, 3], [4]]
    assert rows(db, "SELECT role FROM items ORDER BY id") == [("same",), ("original",), ("retitled",), ("original",)]
    told_of = "SELECT original_item_id, item_count, source_count, first_published_at FROM stories ORDER BY id"
    assert rows(db, told_of) == [(2, 3, 3, "2026-02-02T06:00:00Z"), (4, 1, 1, "2026-02-02T06:00:00Z")]
    assert one(db, "SELECT because FROM printing_rows WHERE item_id = 2") == "It is the national union's own post."
    assert rows(db, "SELECT item_id FROM printing_rows ORDER BY 1") == [(1,), (2,), (3,)]


def test_of_a_story_that_many_carry_only_as_many_pairs_are_judged_as_connect_it(db: sqlite_utils.Database) -> None:
    told_of = keep_all(db, *(post(number, "local-1", WORDS) for number in range(30)))
    assert one(db, "SELECT count(*) FROM story_pairs") == told_of.judged == 29


def test_a_story_that_joins_another_keeps_the_older_number_and_the_other_leads_to_it(db: sqlite_utils.Database) -> None:
    keep_all(db, post(1, "council-900", WORDS), post(2, "local-1", OTHER), post(3, "local-1", window(90)))
    keep_all(db, seen(post(2, "local-1", WORDS), 1))
    assert groups(db) == [[1, 2], [3]]
    assert rows(db, "SELECT id, merged_into, item_count FROM stories") == [(1, None, 2), (2, 1, 0), (3, None, 1)]


def test_a_story_that_falls_apart_keeps_its_number_where_its_original_is(db: sqlite_utils.Database) -> None:
    keep_all(db, post(1, "council-900", WORDS, on=3), post(2, "national", WORDS, on=2))
    keep_all(db, seen(post(1, "council-900", OTHER, on=3), 1))
    assert dict(rows(db, "SELECT id, story_id FROM items")) == {1: 2, 2: 1}
    assert rows(db, "SELECT role, likeness FROM items") == [("original", 1.0)] * 2
    assert rows(db, "SELECT * FROM story_pairs") == rows(db, "SELECT * FROM printing_rows") == []


def test_when_what_held_a_story_together_leaves_the_rest_is_asked_again(db: sqlite_utils.Database) -> None:
    for number in range(1, 8):
        keep_all(db, post(number, "local-1", WORDS))
    assert rows(db, "SELECT DISTINCT item_id FROM story_pairs") == [(1,)]
    keep_all(db, seen(post(1, "local-1", OTHER), 1))
    assert sorted(groups(db)) == [[1], [2, 3, 4, 5, 6, 7]]


def test_a_post_that_is_refused_leaves_its_story_and_comes_back_to_it(db: sqlite_utils.Database) -> None:
    keep_all(db, post(1, "council-900", WORDS), post(2, "local-1", None, teaser=window(0, 40), page=False))
    assert groups(db) == [[1, 2]]
    reject(db, rejection(2, of="local-1"), SITES)
    tell(db, None, SITES)
    assert rows(db, "SELECT story_id, role FROM item_rows WHERE id = 2") == [(None, None)]
    assert rows(db, "SELECT item_count FROM stories") == [(1,)]
    keep_all(db, seen(post(2, "local-1", WORDS), 1))
    assert groups(db) == [[1, 2]]


def test_an_item_that_turns_out_to_be_another_takes_its_story_along(db: sqlite_utils.Database) -> None:
    keep_all(db, post(1, "local-1", WORDS), post(2, "local-1", OTHER))
    both = post(1, "local-1", WORDS, addresses=(url(1, "local-1"), url(2, "local-1")))
    keep_all(db, seen(both, 1))
    assert groups(db) == [[1]]
    assert rows(db, "SELECT id, merged_into, item_count FROM stories") == [(1, None, 1), (2, 1, 0)]


def test_a_hash_in_too_many_wordings_joins_nothing_and_joins_again_when_it_is_rare(
    db: sqlite_utils.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketching, "MOST_WORDINGS", 2)
    titles = ("The garage votes", "A vote on Tuesday", "Yes says the crew")
    posts = [post(number, "local-1", WORDS, title=title) for number, title in enumerate(titles)]
    keep_all(db, *posts[:2])
    assert groups(db) == [[1, 2]]
    keep_all(db, posts[2])
    assert sorted(groups(db)) == [[1], [2], [3]], "what the hashes alone had joined is asked again"
    keep_all(db, seen(post(2, "local-1", OTHER, title=titles[2]), 1))
    assert sorted(groups(db)) == [[1, 2], [3]]


# ---- rulings --------------------------------------------------------------------------------------------------------
def apart(number: int, other: int, of: str = "local-1") -> Ruling:
    return Ruling("apart", url(number, of), url(other, of))


def test_a_ruling_takes_a_post_out_of_a_story_and_without_it_the_post_is_back(db: sqlite_utils.Database) -> None:
    keep_all(db, *(post(number, "local-1", WORDS) for number in range(1, 5)))
    tell(db, [apart(1, 3)], SITES)
    assert sorted(groups(db)) == [[1], [2, 3, 4]]
    keep_all(db, post(5, "local-1", WORDS))
    assert sorted(groups(db)) == [[1], [2, 3, 4, 5]], "rulings hold whatever comes in later"
    tell(db, [], SITES)
    assert groups(db) == [[1, 2, 3, 4, 5]]


def test_a_ruling_joins_what_no_words_join(db: sqlite_utils.Database) -> None:
    keep_all(db, post(1, "local-1", WORDS), post(2, "local-1", OTHER))
    told_of = tell(db, [Ruling("same", url(2, "local-1"), url(1, "local-1")), apart(1, 99)], SITES)
    assert groups(db) == [[1, 2]] and told_of.unknown == (url(99, "local-1"),)
    assert rows(db, "SELECT because FROM story_pairs") == [("ruling",)]


def test_rulings_are_heard_before_other_posts_are_asked(
    db: sqlite_utils.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "AT_ONCE", 1)
    for number, body in enumerate((OTHER, WORDS, WORDS, WORDS), 1):
        keep_all(db, post(number, "local-1", body))
    tell(db, [apart(50, 3)], SITES)
    keep(db, seen(post(1, "local-1", window(100)), 1), SITES)
    known_now = post(2, "local-1", WORDS, addresses=(url(2, "local-1"), url(50, "local-1")))
    keep_all(db, seen(known_now, 1))
    assert told(db) == by_definition(db)
    assert sorted(groups(db)) == [[1], [2], [3, 4]]


# ---- pointing -------------------------------------------------------------------------------------------------------
def test_what_others_name_as_the_place_of_the_writing_is_the_original(db: sqlite_utils.Database) -> None:
    keep_all(
        db,
        post(1, "council-900", WORDS, on=3),
        post(2, "local-1", WORDS, on=2, canonical=url(1, "council-900")),
        post(3, "local-1", WORDS, on=2),
    )
    assert rows(db, "SELECT original_item_id FROM stories") == [(1,)]
    assert rows(db, "SELECT url, manner FROM pointings") == [(url(1, "council-900"), "canonical")]
    assert one(db, "SELECT canonical_url FROM item_rows WHERE id = 2") == url(1, "council-900")


@pytest.mark.parametrize(
    ("line", "link", "manner"),
    [
        ("This story originally appeared on the council's page.", "the council's page", "said"),
        ("Republished from council-900.example with thanks.", "with thanks to them", "said"),
        ("More on the council's page.", "the council's page", "link"),
    ],
)
def test_a_text_that_says_where_it_appeared_first_points_there(
    db: sqlite_utils.Database, line: str, link: str, manner: str
) -> None:
    there = Link(f"{url(1, 'council-900')}?utm_source=local", link)
    keep_all(db, post(2, "local-1", f"{line}\n\n{WORDS}", links=(there,)), post(1, "council-900", WORDS, on=4))
    assert rows(db, "SELECT url, manner FROM pointings") == [(url(1, "council-900"), manner)]
    assert rows(db, "SELECT original_item_id FROM stories") == [(2 if manner == "said" else 1,)]


def test_own_addresses_and_home_pages_are_no_place_of_the_writing(db: sqlite_utils.Database) -> None:
    own, home = url(1, "local-1"), "https://council-900.example/"
    keep_all(db, post(1, "local-1", WORDS, canonical=f"{own}?utm_source=x"), post(2, "local-1", OTHER, canonical=home))
    assert rows(db, "SELECT canonical_url FROM item_rows") == [(None,), (None,)]
    assert rows(db, "SELECT * FROM pointings") == []


# ---- dates ----------------------------------------------------------------------------------------------------------
BOUNDS = (
    "SELECT i.published_at, i.published_earliest, i.published_from, b.earliest_because FROM item_rows AS i"
    " LEFT JOIN bounds AS b ON b.item_id = i.id WHERE i.id = ?"
)


def test_a_copy_without_a_date_is_no_older_than_the_original(db: sqlite_utils.Database) -> None:
    keep_all(db, post(1, "national", WORDS, on=2), post(2, "local-1", WORDS, on=None))
    reason = "the original of its story is of 2026-02-02"
    assert rows(db, BOUNDS, 2) == [(None, "2026-02-02T06:00:00Z", "story", reason)]
    assert one(db, "SELECT published_latest FROM items WHERE id = 2") == stamp(NOW), "a latest never comes of it"
    bound(db)
    assert rows(db, BOUNDS, 2) == [(None, "2026-02-02T06:00:00Z", "story", reason)]
    keep_all(db, seen(post(2, "local-1", OTHER, on=None), 1))
    assert rows(db, BOUNDS, 2) == [(None, None, None, None)], "it goes when the story goes"


def test_a_copys_date_never_becomes_the_originals(db: sqlite_utils.Database) -> None:
    keep_all(db, post(1, "national", WORDS, on=None), post(2, "local-1", WORDS, on=2))
    assert rows(db, "SELECT original_item_id FROM stories") == [(1,)]
    assert rows(db, BOUNDS, 1) == [(None, None, None, None)]


def test_an_original_that_is_dated_after_its_copy_was_seen_says_nothing(db: sqlite_utils.Database) -> None:
    keep_all(db, post(2, "local-1", WORDS, on=None), seen(post(1, "national", WORDS, on=20, title="Voted"), 0))
    assert one(db, "SELECT published_earliest FROM items WHERE id = 1") == "2026-02-20T06:00:00Z"
    late = post(3, "national", OTHER, on=None)
    copy = post(4, "local-1", OTHER, on=None)
    copy.seen_at = NOW.replace(year=2025)
    copy.fetched = None
    keep_all(db, late, copy)
    keep_all(db, seen(post(3, "national", OTHER, on=2), 1))
    assert one(db, "SELECT published_earliest FROM items WHERE id = 4") is None


# ---- a killed run ---------------------------------------------------------------------------------------------------
RUN = textwrap.dedent(
    """
    import pathlib, sys
    from archive import stories
    from archive.database import open_archive
    stories.AT_ONCE = 5
    db = open_archive(pathlib.Path(sys.argv[1]))
    stories.tell(db, None, None, lambda done, waiting: print(done, flush=True))
    """
)


@pytest.mark.parametrize("after", [1, 9])
def test_a_telling_that_is_killed_with_9_is_finished_by_the_next(tmp_path: Path, after: int) -> None:
    path = tmp_path / "archive.db"
    db = archive_at(path)
    for number in range(100):
        body = window((number * 7) % 150, 45)
        keep(db, post(number, ("national", "council-900", "local-1")[number % 3], body, on=number % 9 + 1), SITES)
    with subprocess.Popen([sys.executable, "-c", RUN, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        for _ in range(after):
            run.stdout.readline()
        run.send_signal(signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    waiting = one(db, "SELECT count(*) FROM item_rows WHERE to_match = 1")
    assert 0 < waiting < 100
    assert one(db, "SELECT count(*) FROM item_rows WHERE to_match = 0 AND story_id IS NULL") == 0
    tell(db, None, SITES)
    assert told(db) == by_definition(db)
    assert_sound(db)
    close_archive(db)
    close_archive(open_archive(path))


@pytest.mark.parametrize(
    ("line", "original"),
    [
        ("This story originally appeared on the Council 900 website.", 2),
        ("First published by Council 900.", 2),
        ("Originally appeared at www.council-900.example.", 2),
        ("First published by Council 900 Retirees.", 1),
        ("First published by not-council-900.example.", 1),
        ("Council 900 was there.", 1),
    ],
)
def test_a_text_may_name_the_source_of_its_words_without_a_link(
    db: sqlite_utils.Database, line: str, original: int
) -> None:
    keep_all(db, post(2, "local-1", f"{WORDS}\n\n{line}"), post(1, "council-900", WORDS, on=4))
    assert rows(db, "SELECT original_item_id FROM stories") == [(original,)]


def test_what_a_teaser_links_is_kept_before_its_page_is_read(db: sqlite_utils.Database) -> None:
    there = Link(url(1, "council-900"), "Read it there")
    opening = " ".join(WORDS.split()[:24])
    teaser = replace(post(2, "local-1", None, title="From our council"), teaser=opening, links=(there,))
    keep_all(db, post(1, "council-900", WORDS, on=4), teaser)
    assert rows(db, "SELECT url, manner FROM pointings") == [(url(1, "council-900"), "link")]
    assert groups(db) == [[1, 2]] and rows(db, "SELECT original_item_id FROM stories") == [(1,)]
