"""Posts that are withheld: no word of them is left, wherever it stood; they are known again; and all of it comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from archive import schema
from archive.digest import tables_of
from archive.enriching.facts import TopicFact
from archive.enriching.found import Found
from archive.keeping import keep
from archive.known import KnownArchive
from archive.missing import miss
from archive.rejecting import reject
from archive.stories import tell
from archive.stories.shares import count_shares
from archive.vocabulary import count_words
from archive.withholding import tombstones, undo, withhold
from archive.withholding.erasing import erase
from archive.withholding.recording import NOT_RECORDED, pointing_at
from archive.withholding.removing import LEAVE, PAIRS, STAY
from archive.withholding.vault import vault_path
from errors import ArchiveError, InputError
from items import Event, Item, Link, Missed, Picture
from tests.builders import BODY, DAY, NOW, SITES, archive_at, assert_sound, item, rejection, teaser

#: stands in every field of one post, and nowhere else
WORD = "zyxqwv"
ADDRESS = f"https://council-900.example/news/{WORD}slug"


def planted(**given: Any) -> Item:
    event = Event(
        starts_at=NOW + 9 * DAY,
        venue=f"Hall {WORD}ven",
        street_address=f"{WORD}str 5",
        registration_url=f"https://signup.example/{WORD}reg",
    )
    values: dict[str, Any] = {
        "url": ADDRESS,
        "title": f"A title with {WORD}tit in it",
        "teaser": f"A teaser with {WORD}tea in it",
        "body": f"A body with {WORD}bod in it. {BODY}",
        "author": f"{WORD}aut",
        "tags": (f"{WORD}tag", "shared tag"),
        "pictures": (Picture(f"https://pictures.example/{WORD}pic.jpg", f"{WORD}cap", f"{WORD}alt"),),
        "links": (Link(f"https://elsewhere.example/{WORD}lnk", f"{WORD}ltx"),),
        "event": event,
        "external_id": f"{WORD}-guid",
    }
    return item(7, **{**values, **given})


EDITED = {"title": f"Another title, {WORD}two", "body": f"It was edited, {WORD}edi, and says more. {BODY}"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def db(path: Path) -> Iterator[sqlite_utils.Database]:
    """Some posts, the planted one among them, edited, missed once, moved into a story and read for topics."""
    archive = archive_at(path)
    for number in range(3):
        keep(archive, item(number, tags=("shared tag",)), SITES)
    for words in ({"title": f"A title with {WORD}tit in it"}, {"teaser": f"Other {WORD}old words of its list"}):
        keep(archive, teaser(7, url=ADDRESS, seen_at=NOW - DAY, **words), SITES)
    keep(archive, planted(), SITES)
    keep(archive, planted(seen_at=NOW + DAY, **EDITED), SITES)
    keep(archive, planted(seen_at=NOW + 2 * DAY, **{**EDITED, "body": f"{WORD}hel was cut off"}), SITES)
    gone = Missed("council-900-news", ADDRESS, "gone", f"{ADDRESS} answered 404.", 404, seen_at=NOW + 3 * DAY)
    miss(archive, gone, SITES)
    archive.conn.execute(
        "INSERT INTO rejected VALUES (?, 'council-900-news', 'gone', ?, ?, ?, 1, ?, ?, ?)",
        [f"{ADDRESS}/old", f"{WORD}det", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", number_of(archive),
         f"{WORD}rej", f"{WORD}ret"],
    )  # fmt: skip
    tell(archive)
    found = Found(archive, {"topics": 1, "mentions": 1, "places": 1})
    archive.conn.execute("INSERT INTO topics VALUES ('strike', 'Strike', 'Huelga', 'Strikes.', 1, 0)")
    found.write("topics", number_of(archive), [TopicFact("strike", f"{WORD}evi")])
    found.count()
    count_shares(archive)
    count_words(archive)
    archive.conn.execute("DELETE FROM to_enrich")
    yield archive
    assert_sound(archive)
    archive.close()


def number_of(db: sqlite_utils.Database) -> int:
    return int(db.conn.execute("SELECT item_id FROM addresses WHERE url = ?", [ADDRESS]).fetchone()[0])


def dump(db: sqlite_utils.Database) -> dict[str, list[str]]:
    """All rows of all tables, but the log of what was withheld."""
    return {
        table: sorted(map(repr, db.conn.execute(f'SELECT * FROM "{table}"').fetchall()))
        for table in tables_of(db.conn)
        if table != "withholdings"
    }


def found_in(db: sqlite_utils.Database) -> set[str]:
    """Tables in which a row has the word."""
    return {table for table, rows in dump(db).items() if any(WORD in row.lower() for row in rows)}


def bytes_of(path: Path) -> bytes:
    log = path.with_name(path.name + "-wal")
    return path.read_bytes().lower() + (log.read_bytes().lower() if log.exists() else b"")


def test_the_word_stands_in_many_tables_before(db: sqlite_utils.Database) -> None:
    assert found_in(db) >= {
        "texts", "item_rows", "revision_rows", "addresses", "identities", "events", "link_targets", "picture_rows",
        "link_rows", "tags", "misses", "rejected", "words", "item_topics",
    }  # fmt: skip


def test_no_word_is_left_in_any_table_nor_in_the_bytes_of_the_file(db: sqlite_utils.Database, path: Path) -> None:
    db.conn.execute("PRAGMA secure_delete = OFF")  # as SQLite is built elsewhere
    one = withhold(db, number_of(db), reason="Asked for", at=NOW + 4 * DAY)
    assert found_in(db) == set()
    assert db.conn.execute("SELECT count(*) FROM search WHERE search MATCH ?", [f"{WORD}*"]).fetchone() == (0,)
    erased = erase(db, one.phrases)
    assert erased.is_whole
    assert one.phrases
    assert WORD.encode() not in bytes_of(path)


def test_bytes_are_looked_for_and_not_taken_on_trust(db: sqlite_utils.Database) -> None:
    phrase = "Members of the bargaining team met the county"
    db.conn.execute("INSERT INTO status_changes VALUES (99, 1, '2026', 'here', 'gone', 'x', ?, NULL)", [phrase + "!"])
    told = erase(db, [phrase + "!"])
    assert (told.is_whole, told.left) == (False, (phrase + "!",))
    assert erase(db, [phrase]).is_whole  # other posts have these words and keep them


def test_undo_gives_back_the_very_same_rows(db: sqlite_utils.Database) -> None:
    before, item_id = dump(db), number_of(db)
    withhold(db, item_id, reason="Asked for", at=NOW + 4 * DAY)
    assert dump(db) != before
    undo(db, item_id, NOW + 5 * DAY)
    assert dump(db) == before
    assert db.conn.execute("SELECT count(*) FROM search WHERE search MATCH ?", [f"{WORD}two"]).fetchone() == (1,)


def test_a_tombstone_stays_and_the_words_lie_in_a_private_file(db: sqlite_utils.Database, path: Path) -> None:
    item_id = number_of(db)
    day = db.conn.execute("SELECT published_on FROM item_rows WHERE id = ?", [item_id]).fetchone()
    withhold(db, item_id, reason=" Names a\x1b[31m\nperson ", at=NOW, requested_by="Council 4")
    assert tombstones(db) == [(item_id, "2026-03-02T15:30:00Z", "Names a [31m person", "Council 4")]
    assert db.conn.execute("SELECT source_id, published_on FROM tombstones").fetchall() == [("council-900", *day)]
    assert vault_path(path).stat().st_mode & 0o777 == 0o600
    assert WORD.encode() in vault_path(path).read_bytes()
    undo(db, item_id, NOW)
    assert tombstones(db) == []
    assert WORD.encode() not in vault_path(path).read_bytes()


def test_counts_of_the_site_leave_it_out(db: sqlite_utils.Database) -> None:
    ask = "SELECT (SELECT count(*) FROM items), (SELECT sum(posts) FROM share_rows), (SELECT item_count FROM topics)"
    assert db.conn.execute(ask).fetchone() == (4, 4, 1)
    withhold(db, number_of(db), reason="Asked for", at=NOW)
    assert db.conn.execute(ask).fetchone() == (3, 3, 0) or db.conn.execute(ask).fetchone() == (3, 3, None)


# ---- met again --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "again",
    [
        planted(seen_at=NOW + 9 * DAY),
        planted(seen_at=NOW + 9 * DAY, url=f"{ADDRESS}?utm_source=mail", external_id=None),
        planted(seen_at=NOW + 9 * DAY, url=f"https://council-900.example/{WORD}/moved"),
        planted(seen_at=NOW + 9 * DAY, url=f"https://council-900.example/{WORD}x", addresses=(ADDRESS,), external_id=None),
        planted(seen_at=NOW + 9 * DAY, url=f"https://council-900.example/{WORD}y", external_id=None, event=None, **EDITED),
        planted(seen_at=NOW + 9 * DAY, url=f"https://council-900.example/cal#{WORD}", anchored=True, external_id=None,
                title=EDITED["title"], body=None, addresses=(), fetched=None),
        teaser(7, url=ADDRESS, title=f"{WORD} in a list", seen_at=NOW + 9 * DAY),
        rejection(7, url=ADDRESS, detail=f"{WORD} is closed", seen_at=NOW + 9 * DAY),
        Missed("council-900-news", ADDRESS, "gone", f"{WORD} is gone", 404, seen_at=NOW + 9 * DAY),
    ],
    ids=["itself", "junk", "number", "redirect", "words", "calendar", "list", "rejected", "missed"],
)  # fmt: skip
def test_a_crawl_that_meets_it_again_writes_no_word(db: sqlite_utils.Database, again: Any) -> None:
    item_id = number_of(db)
    withhold(db, item_id, reason="Asked for", at=NOW + 4 * DAY)
    rows = db.conn.execute("SELECT count(*) FROM item_rows").fetchone()
    if isinstance(again, Item):
        assert keep(db, again, SITES).item_id == item_id
    else:
        (miss if isinstance(again, Missed) else reject)(db, again, SITES)
    tell(db)
    assert found_in(db) == set()
    assert db.conn.execute("SELECT count(*) FROM item_rows").fetchone() == rows


def test_a_crawl_does_not_ask_for_its_page(db: sqlite_utils.Database) -> None:
    item_id = number_of(db)
    withhold(db, item_id, reason="Asked for", at=NOW + 4 * DAY)
    known = KnownArchive(db, NOW + 9 * DAY)
    for found in (
        known.item(ADDRESS),
        known.item("https://council-900.example/new", f"{WORD}-guid", "council-900.example"),
    ):
        if found is not None:
            assert (found.item_id, found.has_body) == (item_id, True)
    assert known.item(ADDRESS) is not None
    assert known.unread("council-900-news", 50) == []
    assert all(WORD not in one.url for one in known.due_again("council-900", NOW + 999 * DAY, 50))


def test_addresses_met_meanwhile_are_its_own_after_an_undo(db: sqlite_utils.Database) -> None:
    item_id, new = number_of(db), f"https://council-900.example/{WORD}/moved"
    withhold(db, item_id, reason="Asked for", at=NOW + 4 * DAY)
    keep(db, planted(seen_at=NOW + 9 * DAY, url=new), SITES)
    undo(db, item_id, NOW + 10 * DAY)
    assert {url for (url,) in db.conn.execute("SELECT url FROM addresses WHERE item_id = ?", [item_id])} == {
        ADDRESS,
        new,
    }
    assert keep(db, planted(seen_at=NOW + 11 * DAY, url=new, **EDITED), SITES).item_id == item_id
    assert db.conn.execute("SELECT title FROM items WHERE id = ?", [item_id]).fetchone() == (EDITED["title"],)


def test_a_post_that_turns_out_to_be_the_withheld_one_is_withheld_with_it(db: sqlite_utils.Database) -> None:
    item_id = number_of(db)
    withhold(db, item_id, reason="Asked for", at=NOW + 4 * DAY)
    other = keep(db, planted(url=f"https://council-900.example/other-{WORD}", external_id=None, event=None,
                             title=f"{WORD} elsewhere", body=None, addresses=(), fetched=None), SITES)  # fmt: skip
    assert other.item_id != item_id
    both = planted(url=f"https://council-900.example/other-{WORD}", seen_at=NOW + 9 * DAY)
    assert keep(db, both, SITES).item_id == item_id
    assert found_in(db) == set()
    undo(db, other.item_id, NOW + 10 * DAY)
    assert "texts" in found_in(db)


# ---- words that others carry ------------------------------------------------------------------------------------
def printing(number: int, of: str, **given: Any) -> Item:
    return item(
        number, of=of, title="A shared title of some length", teaser="", body=f"The shared words. {BODY}", **given
    )


def shown(db: sqlite_utils.Database) -> dict[int, str | None]:
    return dict(db.conn.execute("SELECT id, body FROM items").fetchall())


@pytest.fixture
def printings(path: Path) -> Iterator[tuple[sqlite_utils.Database, list[int]]]:
    archive = archive_at(path)
    ids = [
        keep(archive, printing(1, of, tags=("one",)), SITES).item_id for of in ("national", "council-900", "local-1")
    ]
    tell(archive)
    count_shares(archive)
    count_words(archive)
    archive.conn.execute("DELETE FROM to_enrich")
    yield archive, ids
    assert_sound(archive)
    archive.close()


def test_withholding_one_printing_leaves_the_words_of_the_others(printings: Any) -> None:
    db, ids = printings
    before = dump(db)
    withhold(db, ids[0], reason="Asked for", at=NOW)
    assert {one: bool(body) for one, body in shown(db).items()} == {ids[1]: True, ids[2]: True}
    counts = db.conn.execute("SELECT original_item_id IN (?, ?), item_count, source_count FROM stories", ids[1:])
    assert counts.fetchall() == [(1, 2, 2)]
    undo(db, ids[0], NOW)
    assert dump(db) == before


def test_the_shared_words_leave_with_the_last_that_carries_them(printings: Any) -> None:
    db, ids = printings
    for one in ids:
        assert "The shared words" in str(dump(db)["texts"])
        withhold(db, one, reason="Asked for", at=NOW)
    assert "The shared words" not in str(dump(db)["texts"])
    for one in (ids[1], ids[0], ids[2]):  # in whatever order they come back
        undo(db, one, NOW)
        assert "The shared words" in str(shown(db)[one])
    assert len(shown(db)) == 3
    assert db.conn.execute("SELECT count(*) FROM item_tags WHERE tag = 'one'").fetchone() == (3,)


def test_a_whole_story_is_withheld_with_printings_that_come_later(printings: Any) -> None:
    db, ids = printings
    before = dump(db)
    one = withhold(db, ids[1], reason="Asked for", at=NOW, with_story=True)
    assert (one.items, shown(db)) == (tuple(ids), {})
    keep(db, printing(9, "council-900", seen_at=NOW + DAY), SITES)
    keep(db, printing(9, "national", seen_at=NOW + DAY), SITES)
    assert shown(db) == {}
    undo(db, ids[2], NOW + 2 * DAY)
    assert set(shown(db)) == set(ids)
    assert dump(db)["texts"] == before["texts"]


# ---- doors ------------------------------------------------------------------------------------------------------
def test_words_still_cannot_be_changed_by_anybody_else(db: sqlite_utils.Database) -> None:
    withhold(db, number_of(db), reason="Asked for", at=NOW)
    for sql in (
        "UPDATE texts SET body = NULL",
        "DELETE FROM texts",
        "DELETE FROM item_rows",
        "DELETE FROM revision_rows",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"stay"):
            db.conn.execute(sql)


def test_a_failure_on_the_way_leaves_everything_as_it_was(db: sqlite_utils.Database, path: Path) -> None:
    before, item_id = dump(db), number_of(db)
    db.conn.execute("CREATE TEMP TRIGGER full AFTER UPDATE OF author ON item_rows BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(sqlite3.IntegrityError):
        withhold(db, item_id, reason="Asked for", at=NOW)
    db.conn.execute("DROP TRIGGER full")
    assert dump(db) == before
    assert not db.conn.execute("SELECT 1 FROM temp.sqlite_master").fetchone()


def test_what_cannot_be_is_refused_in_a_sentence(db: sqlite_utils.Database, path: Path) -> None:
    item_id = number_of(db)
    with pytest.raises(InputError, match="is not withheld"):
        undo(db, item_id, NOW)
    with pytest.raises(InputError, match="Say why"):
        withhold(db, item_id, reason=" \n ", at=NOW)
    withhold(db, item_id, reason="Asked for", at=NOW)
    with pytest.raises(InputError, match="withheld already"):
        withhold(db, item_id, reason="Asked for", at=NOW)
    vault_path(path).rename(path.with_name("lost"))
    with pytest.raises(ArchiveError, match="put that file back"):
        undo(db, item_id, NOW)
    path.with_name("lost").replace(vault_path(path))
    undo(db, item_id, NOW)


def test_every_table_that_points_at_items_or_wordings_is_thought_of(db: sqlite_utils.Database) -> None:
    thought_of = {*LEAVE, *PAIRS, *STAY, *NOT_RECORDED}
    pointing = {table for target in ("item_rows", "texts") for table, _ in pointing_at(db, target)}
    assert pointing <= thought_of | {"sketches"}, "say in archive/withholding/removing.py what becomes of its words"
    assert {table.name for table in schema.TABLES} >= {*LEAVE, *PAIRS, *STAY}


def test_noindex_of_a_page_is_kept_and_follows_the_page(db: sqlite_utils.Database) -> None:
    ask = "SELECT noindex FROM item_rows WHERE id = ?"
    item_id = keep(db, item(50, noindex=True), SITES).item_id
    assert db.conn.execute(ask, [item_id]).fetchone() == (1,)
    keep(db, teaser(50, seen_at=NOW + DAY), SITES)  # a list says nothing of that
    assert db.conn.execute(ask, [item_id]).fetchone() == (1,)
    keep(db, replace(item(50, seen_at=NOW + 2 * DAY), noindex=False), SITES)
    assert db.conn.execute(ask, [item_id]).fetchone() == (0,)
