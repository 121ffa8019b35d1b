"""What becomes of posts: identity, owners, words over time, dates, events. Rows U and T are those of the fault list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlite_utils

from archive.dating import MOST
from archive.keeping import Kept, keep
from archive.rejecting import reject
from archive.search import search
from archive.worse import SHORTEST_HELD
from errors import ArchiveError, ParseError
from items import Event, Item, Moment, Precision
from parsing.urls import canonical
from tests.builders import BODY, CHICAGO, DAY, NOW, SITES, day, item, one, rejection, rows, teaser, url

Database = sqlite_utils.Database
LATER, MUCH_LATER = NOW + DAY, NOW + 2 * DAY


def kept(db: Database, *items: Item) -> Kept:
    """Keep all, and what became of the last one."""
    return [keep(db, one, SITES) for one in items][-1]


def words(db: Database, item_id: int = 1) -> tuple[str | None, str | None, str | None]:
    return rows(db, "SELECT title, teaser, body FROM items WHERE id = ?", item_id)[0]


def addresses(db: Database, item_id: int = 1) -> set[str]:
    return {address for (address,) in rows(db, "SELECT url FROM addresses WHERE item_id = ?", item_id)}


def history(db: Database, item_id: int = 1) -> list[tuple[str | None, str | None]]:
    return rows(db, "SELECT title, body FROM revisions WHERE item_id = ? ORDER BY seen_at, id", item_id)


# ---- kept once ------------------------------------------------------------------------------------------------------
def test_a_post_reads_back_as_it_was_brought(db: Database) -> None:
    assert kept(db, item(author="AFSCME Staff", kind="news", language="en")).outcome == "new"
    row = rows(db, "SELECT source_id, url, author, kind, language, first_seen_at, last_seen_at, status FROM items")
    seen = "2026-03-02T15:30:00Z"
    assert row == [("council-900", url(1), "AFSCME Staff", "news", "en", seen, seen, "here")]
    assert words(db) == ("Post number 1", "What post 1 says in short.", f"This is post 1. {BODY}")
    assert rows(db, "SELECT fetched_url, fetched_at, fetched_sha256 FROM items") == [(url(1), seen, "ab" * 32)]


def test_the_same_post_twice_changes_nothing_but_when_it_was_last_seen(db: Database) -> None:
    keep(db, item(), SITES)
    before = {table: rows(db, f"SELECT * FROM {table}") for table in ("revisions", "addresses", "texts", "search")}
    columns = "id, url, title, body, published_at, first_seen_at, updated_at, status, fetched_at, last_read_at"
    items = rows(db, f"SELECT {columns} FROM items")
    again = item()
    again.seen_at = LATER
    assert kept(db, again).outcome == "same"
    assert {table: rows(db, f"SELECT * FROM {table}") for table in before} == before
    assert rows(db, f"SELECT {columns} FROM items") == items
    assert one(db, "SELECT last_seen_at FROM items") == "2026-03-03T15:30:00Z"
    assert rows(db, "SELECT first_seen_at, last_seen_at FROM appearances") == [
        ("2026-03-02T15:30:00Z", "2026-03-03T15:30:00Z")
    ]


def test_the_very_same_sighting_twice_writes_no_byte(db: Database) -> None:
    keep(db, item(), SITES)
    before = list(db.conn.iterdump())
    assert kept(db, item()).outcome == "same"
    assert list(db.conn.iterdump()) == before


def test_u2_two_sources_that_print_one_text_are_two_items_with_the_words_stored_once(db: Database) -> None:
    text = {"title": "A national story", "teaser": None, "body": BODY}
    keep(db, item(1, **text), SITES)
    assert kept(db, item(1, of="local-1", **text)).outcome == "new"
    assert rows(db, "SELECT source_id FROM items ORDER BY id") == [("council-900",), ("local-1",)]
    assert one(db, "SELECT count(*) FROM texts") == 1
    assert {found.item_id for found in search(db, "national story")} == {1, 2}


@pytest.mark.parametrize(
    "dirty",
    [
        "http://council-900.example/news/post-1",
        "https://www.council-900.example/news/post-1/",
        "https://council-900.example/news/post-1?utm_source=mail&utm_campaign=x",
        "https://council-900.example/news/post-1#comments",
    ],
)
def test_u3_the_many_addresses_of_one_page_are_one_post(db: Database, dirty: str) -> None:
    keep(db, item(), SITES)
    assert kept(db, item(url=dirty)).outcome == "same"
    assert one(db, "SELECT count(*) FROM items") == 1
    assert url(1) in addresses(db)


def test_u3_short_links_and_mobile_pages_are_kept_as_addresses_of_the_post(db: Database) -> None:
    short, mobile = "https://council-900.example/?p=123", "https://council-900.example/news/post-1/amp"
    keep(db, item(addresses=(url(1), short, mobile)), SITES)
    assert {canonical(short, SITES), canonical(mobile, SITES)} <= addresses(db)
    assert kept(db, teaser(url=short, seen_at=LATER)).item_id == 1
    assert one(db, "SELECT url FROM items") == url(1), "its url stays as it was first set"


def test_an_address_as_it_was_fetched_is_kept_beside_the_canonical_one(db: Database) -> None:
    fetched = "http://www.council-900.example/news/post-1/"
    brought = item(url=fetched)
    keep(db, brought, SITES)
    assert addresses(db) == {url(1), fetched}


def test_a_post_is_found_by_the_platforms_number_whatever_its_address(db: Database) -> None:
    keep(db, item(external_id="77", installation="hall"), SITES)
    moved = item(url=url("renamed"), external_id="77", installation="hall", seen_at=LATER)
    assert kept(db, moved).item_id == 1
    assert addresses(db) == {url(1), url("renamed")}
    assert one(db, "SELECT url FROM items") == url(1)


def test_one_number_in_two_spaces_is_one_item_with_two_appearances(db: Database) -> None:
    keep(db, teaser(external_id="77", installation="hall"), SITES)
    keep(db, teaser(of="local-1", external_id="77", installation="hall"), SITES)
    assert one(db, "SELECT count(*) FROM items") == 1
    assert rows(db, "SELECT channel_id FROM appearances ORDER BY 1") == [("council-900-news",), ("local-1-news",)]


def test_one_address_under_two_numbers_is_two_posts(db: Database) -> None:
    keep(db, item(1, external_id="77", installation="hall"), SITES)
    assert (
        kept(db, item(1, external_id="78", installation="hall", title="A new post at an old address")).outcome == "new"
    )
    assert rows(db, "SELECT url FROM items ORDER BY id") == [(url(1),), (url(1) + "#78",)]
    assert kept(db, item(1, external_id="78", installation="hall")).item_id == 2
    assert kept(db, item(1, external_id="77", installation="hall")).item_id == 1


def test_ids_of_different_make_may_stand_for_one_post(db: Database) -> None:
    keep(db, item(external_id="77", installation="hall"), SITES)
    assert kept(db, item(external_id="tag:council,2026:seventy-seven", installation="hall")).outcome != "new"
    assert one(db, "SELECT count(*) FROM identities") == 2


def test_two_items_that_turn_out_to_be_one_are_merged_and_the_older_id_stays(db: Database) -> None:
    block, full = teaser(url="https://council-900.example/node/77"), item(1)
    keep(db, block, SITES)
    keep(db, full, SITES)
    read = item(1, addresses=(url(1), "https://council-900.example/node/77"), seen_at=LATER)
    result = kept(db, read)
    assert (result.outcome, result.item_id, result.merged) == ("merged", 1, (2,))
    assert rows(db, "SELECT id FROM items") == [(1,)]
    assert rows(db, "SELECT id, merged_into FROM item_rows ORDER BY id") == [(1, None), (2, 1)], "nothing is deleted"
    assert addresses(db) == {url(1), "https://council-900.example/node/77"}
    assert words(db)[2] == full.body
    assert len(history(db)) == 1
    assert {found.item_id for found in search(db, "proposals")} == {1}


def test_a_merged_item_is_found_by_all_that_either_was_known_by(db: Database) -> None:
    keep(db, item(1, external_id="5", installation="hall"), SITES)
    keep(db, item(2), SITES)
    keep(db, item(3, addresses=(url(3), url(2))), SITES)
    kept(db, teaser(2, addresses=(url(1),)))
    for known in (url(1), url(2), url(3)):
        assert kept(db, teaser("x", url=known, seen_at=LATER)).item_id == 1
    assert kept(db, teaser("y", external_id="5", installation="hall")).item_id == 1


def test_appearances_of_merged_items_become_one_from_the_first_sight_to_the_last(db: Database) -> None:
    keep(db, teaser(1, seen_at=NOW), SITES)
    keep(db, teaser(2, seen_at=NOW + DAY), SITES)
    keep(db, teaser(2, of="local-1", url=url(2), seen_at=NOW + DAY), SITES)
    keep(db, teaser(1, addresses=(url(2),), seen_at=NOW + 3 * DAY), SITES)
    assert rows(db, "SELECT item_id, channel_id, first_seen_at, last_seen_at, unread FROM appearances ORDER BY 2") == [
        (1, "council-900-news", "2026-03-02T15:30:00Z", "2026-03-05T15:30:00Z", 1),
        (1, "local-1-news", "2026-03-03T15:30:00Z", "2026-03-03T15:30:00Z", 1),
    ]


def test_once_one_of_two_merged_items_was_read_no_page_waits_to_be_read(db: Database) -> None:
    keep(db, teaser(1, of="local-1", url=url(1)), SITES)
    keep(db, item(2), SITES)
    keep(db, teaser(1, addresses=(url(2),)), SITES)
    assert rows(db, "SELECT item_id, channel_id, unread FROM appearances ORDER BY 2") == [
        (1, "council-900-news", 0), (1, "local-1-news", 0),
    ]  # fmt: skip


def test_items_that_merge_one_after_the_other_all_lead_to_the_oldest(db: Database) -> None:
    for number in (1, 2, 3):
        keep(db, teaser(number), SITES)
    keep(db, teaser(3, addresses=(url(2),)), SITES)
    keep(db, teaser(2, addresses=(url(1),)), SITES)
    assert rows(db, "SELECT id, merged_into FROM item_rows ORDER BY id") == [(1, None), (2, 1), (3, 1)]


def test_a_refused_teaser_is_still_joined_by_the_page_that_turns_out_to_be_it(db: Database) -> None:
    by_number = "https://council-900.example/node/9"
    keep(db, teaser(1, url=by_number), SITES)
    reject(db, rejection(url=by_number), SITES)
    assert kept(db, item(1, addresses=(url(1), by_number), seen_at=LATER)).item_id == 1
    assert rows(db, "SELECT id FROM items") == [(1,)]


def test_many_dead_posts_that_redirect_to_the_home_page_or_a_list_stay_apart(db: Database) -> None:
    for landing in ("https://council-900.example/", "https://council-900.example/news"):
        for number in range(3):
            keep(db, item(number, addresses=(url(number), landing)), SITES)
    assert one(db, "SELECT count(*) FROM items") == 3


def test_a_page_that_was_seen_to_be_no_post_joins_none_that_redirect_to_it(db: Database) -> None:
    log_in = "https://council-900.example/user/login"
    reject(db, rejection(url=log_in, reason="form"), SITES)
    for number in range(3):
        keep(db, item(number, addresses=(url(number), log_in)), SITES)
    assert one(db, "SELECT count(*) FROM items") == 3


def test_a_page_that_names_another_sources_address_stays_its_own_item(db: Database) -> None:
    keep(db, item(1, of="national"), SITES)
    keep(db, item(1, addresses=(url(1), url(1, "national"))), SITES)
    assert one(db, "SELECT count(*) FROM items") == 2


def test_posts_without_a_page_of_their_own_are_told_apart_by_their_anchors(db: Database) -> None:
    for anchor in ("june-1", "june-8"):
        post = item(url=f"https://council-900.example/updates#{anchor}", anchored=True, addresses=())
        keep(db, post, SITES)
    assert {address for (address,) in rows(db, "SELECT url FROM items")} == {
        "https://council-900.example/updates#june-1",
        "https://council-900.example/updates#june-8",
    }
    assert rows(db, "SELECT * FROM appearances WHERE unread = 1") == []


# ---- owners ---------------------------------------------------------------------------------------------------------
def test_a_block_that_links_to_another_source_makes_that_sources_item(db: Database) -> None:
    keep(db, teaser(1, url=url(1, "national")), SITES)
    assert rows(db, "SELECT source_id FROM items") == [("national",)]
    assert rows(db, "SELECT channel_id FROM appearances") == [("council-900-news",)]


def test_an_address_that_no_home_claims_belongs_to_the_channels_source(db: Database) -> None:
    keep(db, item(url="https://medium.example/@council/post"), SITES)
    assert one(db, "SELECT source_id FROM items") == "council-900"


def test_the_url_is_the_one_of_the_sources_own_list_whoever_linked_first(db: Database) -> None:
    by_number = url("x", "national").replace("/news/post-x", "/node/9")
    keep(db, teaser(1, url=by_number, external_id="9", installation="n"), SITES)
    keep(db, teaser(1, of="national", external_id="9", installation="n", seen_at=LATER), SITES)
    assert one(db, "SELECT url FROM items") == url(1, "national")
    keep(db, teaser(1, of="national", url=by_number, external_id="9", installation="n", seen_at=MUCH_LATER), SITES)
    assert one(db, "SELECT url FROM items") == url(1, "national"), "once set it stays"
    assert addresses(db) == {url(1, "national"), by_number}


def test_when_a_blocks_item_and_a_lists_item_merge_the_lists_address_stays(db: Database) -> None:
    by_number = "https://national.example/node/9"
    keep(db, teaser(1, url=by_number), SITES)
    keep(db, teaser(1, of="national"), SITES)
    kept(db, item(1, of="national", addresses=(url(1, "national"), by_number)))
    assert rows(db, "SELECT id, url FROM items") == [(1, url(1, "national"))]
    assert rows(db, "SELECT id, url FROM item_rows WHERE id = 2") == [(2, by_number)]


def test_an_item_of_a_channel_that_nobody_knows_is_refused_in_a_sentence(db: Database) -> None:
    with pytest.raises(ArchiveError, match="council-77-news"):
        keep(db, item(channel_id="council-77-news"), SITES)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "mailto:a@b.example", "", "https://", "file:///etc/passwd"])
def test_what_is_no_address_is_refused_and_nothing_is_written(db: Database, address: str) -> None:
    with pytest.raises(ParseError):
        keep(db, item(url=address), SITES)
    assert one(db, "SELECT count(*) FROM item_rows") == 0


# ---- words over time ------------------------------------------------------------------------------------------------
def test_a_teaser_is_an_item_without_a_revision_until_its_body_is_read(db: Database) -> None:
    assert kept(db, teaser()).outcome == "new"
    assert (words(db)[2], history(db)) == (None, [])
    result = kept(db, item(seen_at=LATER))
    assert result.outcome == "enriched" and result.revision_id
    assert history(db) == [("Post number 1", f"This is post 1. {BODY}")]
    assert rows(db, "SELECT unread FROM appearances") == [(0,)]


def test_a_teasers_title_and_teaser_may_change_without_a_revision(db: Database) -> None:
    keep(db, teaser(), SITES)
    assert kept(db, teaser(title="Post number one", teaser="In other words.", seen_at=LATER)).outcome == "enriched"
    assert words(db) == ("Post number one", "In other words.", None)
    assert history(db) == []


def test_u4_an_edited_title_is_the_same_post_with_a_new_revision(db: Database) -> None:
    keep(db, item(), SITES)
    result = kept(db, item(title="Post number 1, corrected", seen_at=LATER))
    assert (result.outcome, result.item_id) == ("revised", 1)
    assert [title for title, _ in history(db)] == ["Post number 1", "Post number 1, corrected"]


def test_an_edited_body_makes_a_revision_and_the_old_words_stay(db: Database) -> None:
    keep(db, item(), SITES)
    edited = f"This is post 1. {BODY} A correction was added below."
    assert kept(db, item(body=edited, seen_at=LATER)).outcome == "revised"
    assert words(db)[2] == edited
    assert [body for _, body in history(db)] == [f"This is post 1. {BODY}", edited]
    assert search(db, "correction") and not search(db, "nowhere")


def test_an_edit_that_is_taken_back_is_a_third_revision(db: Database) -> None:
    first, second = item(), item(body=f"This is post 1, edited. {BODY}", seen_at=LATER)
    kept(db, first, second)
    assert kept(db, item(seen_at=MUCH_LATER)).outcome == "revised"
    assert len(history(db)) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n\n", "\n \n"),
        lambda text: f"  {text}\n",
        lambda text: text.replace("This is", "This\u200b is"),
    ],
)
def test_u7_spaces_that_change_are_no_edit(db: Database, change: object) -> None:
    keep(db, item(), SITES)
    assert kept(db, item(body=change(f"This is post 1. {BODY}"), seen_at=LATER)).outcome == "same"  # type: ignore[operator]
    assert len(history(db)) == 1


def test_u7_quotes_and_dashes_that_change_are_no_edit(db: Database) -> None:
    keep(db, item(body=f"“We won’t stop” – she said. {BODY}"), SITES)
    assert kept(db, item(body=f'"We won\'t stop" - she said. {BODY}', seen_at=LATER)).outcome == "same"
    assert len(history(db)) == 1


@pytest.mark.parametrize("nothing", [None, "", "  \n ", "\u200b"])
def test_u9_nothing_never_replaces_something(db: Database, nothing: str | None) -> None:
    keep(db, item(author="A. Clerk", language="en", kind="news"), SITES)
    before = rows(db, "SELECT title, teaser, body, author, language, kind, published_at FROM items")
    poorer = item(title=nothing, teaser=nothing, body=nothing, published=None, author=nothing, seen_at=LATER)
    assert kept(db, poorer).outcome == "same"
    assert rows(db, "SELECT title, teaser, body, author, language, kind, published_at FROM items") == before


def test_u9_a_body_that_shrinks_to_a_fraction_is_held_and_the_old_one_stays(db: Database) -> None:
    keep(db, item(), SITES)
    result = kept(db, item(body="Please log in to read this page.", seen_at=LATER))
    assert result.held and result.outcome == "same"
    assert words(db)[2] == f"This is post 1. {BODY}"
    assert len(history(db)) == 1
    held = "SELECT t.body, h.seen_count FROM held AS h JOIN texts AS t ON t.id = h.text_id"
    assert rows(db, held) == [("Please log in to read this page.", 1)]
    assert kept(db, item(body=f"This is post 1, back again. {BODY}", seen_at=MUCH_LATER)).outcome == "revised"


def test_a_held_page_fills_no_gaps_however_often_it_comes(db: Database) -> None:
    keep(db, item(teaser=None), SITES)
    for days in range(1, 4):
        keep(
            db, item(teaser="Please log in.", body="Please log in to read this page.", seen_at=NOW + days * DAY), SITES
        )
        assert words(db)[1] is None


def test_a_short_notice_may_become_shorter(db: Database) -> None:
    short = " ".join(["word"] * (SHORTEST_HELD - 1))
    keep(db, item(body=short), SITES)
    assert kept(db, item(body="Cancelled.", seen_at=LATER)).outcome == "revised"


def test_two_channels_that_cut_a_teaser_differently_do_not_fight_over_it(db: Database) -> None:
    long = "The team met the county again on Tuesday and brought forty pages of proposals to the table."
    for number in range(3):
        at = NOW + number * DAY
        keep(db, teaser(teaser=long, seen_at=at), SITES)
        keep(db, teaser(teaser=long[:50] + "…", channel_id="local-1-news", seen_at=at), SITES)
        assert words(db)[1] == long
    assert one(db, "SELECT count(*) FROM texts") == 1


def test_a_block_and_a_list_of_one_channel_that_word_it_differently_do_not_fight_over_it(db: Database) -> None:
    for number in range(4):
        at = NOW + number * DAY
        for place in ("block", "list"):
            keep(db, teaser(title=f"From the {place}", teaser=f"As the {place} has it.", seen_at=at), SITES)
            assert words(db) == ("From the block", "As the block has it.", None)
    kept(db, teaser(title="From the list", teaser="As the list has it.", seen_at=NOW + 5 * DAY))
    assert words(db) == ("From the block", "As the block has it.", None)
    kept(db, teaser(title="From the list, edited", teaser="As the list has it now.", seen_at=NOW + 6 * DAY))
    assert words(db) == ("From the list, edited", "As the list has it now.", None)


def test_a_feed_and_a_page_that_differ_by_a_line_do_not_fight_over_the_body(db: Database) -> None:
    page = item()
    feed = item(body=f"This is post 1. {BODY} The post appeared first on our site.", page=False)
    feed.body = f"This is post 1. {BODY} The post appeared first on our site."
    keep(db, page, SITES)
    for number in range(1, 4):
        feed.seen_at = page.seen_at = NOW + number * DAY
        assert kept(db, feed).outcome == "same"
        assert kept(db, page).outcome == "same"
    assert len(history(db)) == 1


def test_a_page_that_is_much_fuller_than_the_feed_is_taken(db: Database) -> None:
    feed = item(page=False)
    feed.body = "This is post 1. Members of the bargaining team met."
    keep(db, feed, SITES)
    assert kept(db, item(seen_at=LATER)).outcome == "enriched"
    assert words(db)[2] == f"This is post 1. {BODY}"
    assert len(history(db)) == 1, "the post was not edited: the feed had a part of it"
    assert one(db, "SELECT count(*) FROM revision_rows") == 2, "and what the feed had is kept"


def test_a_lists_shortened_title_never_replaces_the_pages(db: Database) -> None:
    full = "Clerks in four counties vote to join the union after a long campaign"
    keep(db, teaser(title=full[:30] + "..."), SITES)
    keep(db, item(title=full), SITES)
    assert words(db)[0] == full
    assert kept(db, teaser(title=full[:30] + "...", seen_at=LATER)).outcome == "same"
    assert words(db)[0] == full


def test_a_title_that_the_sources_own_list_edits_is_edited(db: Database) -> None:
    kept(db, teaser(), item())
    result = kept(db, teaser(title="Post number 1 (corrected)", seen_at=LATER))
    assert result.outcome == "revised"
    assert words(db)[0] == "Post number 1 (corrected)"
    assert words(db)[2] == f"This is post 1. {BODY}"


def test_another_sources_block_edits_nothing(db: Database) -> None:
    keep(db, teaser(channel_id="local-1-news"), SITES)
    keep(db, item(), SITES)
    before = words(db)
    assert kept(db, teaser(title="Look at what they did", channel_id="local-1-news", seen_at=LATER)).outcome == "same"
    assert words(db) == before


def test_t5_nul_and_control_characters_never_reach_a_row(db: Database) -> None:
    keep(db, item(title="A\x00B\x07 title", teaser="te\x00aser", body="bo\x00dy\x1b text \ud800"), SITES)
    assert words(db) == ("AB title", "teaser", "body text")


# ---- dates ----------------------------------------------------------------------------------------------------------
def dates(db: Database) -> tuple[object, ...]:
    return rows(
        db, "SELECT published_at, published_precision, published_from, published_on, published_latest FROM items"
    )[0]


def test_a_date_says_how_exact_it_is_where_it_was_read_and_which_day_it_is_at_home(db: Database) -> None:
    late = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)  # still the first of March in Chicago
    keep(db, item(published=Moment.of_instant(late, CHICAGO, "feed")), SITES)
    assert dates(db) == ("2026-03-02T04:30:00Z", "minute", "feed", "2026-03-01", None)


def test_the_day_is_the_owners_whoever_shows_the_post(db: Database) -> None:
    at = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)  # past midnight in New York, not in Chicago
    keep(db, teaser(url=url(1, "national"), published=Moment.of_instant(at, CHICAGO, "list")), SITES)
    assert dates(db)[3] == "2026-03-02"


def test_a_post_without_a_date_gets_bounds_and_never_the_day_of_the_crawl(db: Database) -> None:
    keep(db, item(published=None), SITES)
    assert dates(db) == (None, "bounded", None, None, "2026-03-02T15:30:00Z")
    assert one(db, "SELECT sorted_at FROM items") == "2026-03-02T15:30:00Z"
    keep(db, item(published=None, seen_at=LATER), SITES)
    assert dates(db)[4] == "2026-03-02T15:30:00Z"


def test_a_date_that_comes_later_replaces_the_bounds(db: Database) -> None:
    keep(db, teaser(published=None), SITES)
    assert kept(db, item(published=day(2018, 5, 3), seen_at=LATER)).outcome == "enriched"
    assert dates(db) == ("2018-05-03T05:00:00Z", "day", "text", "2018-05-03", None)
    assert one(db, "SELECT sorted_at FROM items") == "2018-05-03T05:00:00Z"


def test_the_first_honest_date_stays(db: Database) -> None:
    keep(db, item(published=day(2018, 5, 3, "json_ld")), SITES)
    keep(db, item(published=day(2026, 1, 1, "json_ld"), seen_at=LATER), SITES)
    assert dates(db)[3] == "2018-05-03"


@pytest.mark.parametrize(
    ("first", "second", "day_kept", "origin"),
    [
        (
            day(2018, 5, 3, "text"),
            Moment.of_instant(datetime(2018, 5, 3, 16, tzinfo=UTC), CHICAGO, "feed"),
            "2018-05-03",
            "feed",
        ),
        (day(2018, 5, 1, "address", "month"), day(2018, 5, 3, "text"), "2018-05-03", "text"),
        (day(2018, 1, 1, "address", "year"), day(2018, 5, 1, "address", "month"), None, "address"),
        (day(2018, 5, 3, "list"), day(2018, 5, 4, "meta"), "2018-05-04", "meta"),
        (day(2018, 5, 3, "meta"), day(2018, 5, 4, "list"), "2018-05-03", "meta"),
        (day(2018, 5, 3, "meta"), day(2018, 5, 1, "address", "month"), "2018-05-03", "meta"),
        (day(2018, 5, 3, "text"), day(2017, 1, 1, "address", "year"), "2018-05-03", "text"),
    ],
)
def test_a_more_exact_or_more_trusted_date_wins(
    db: Database, first: Moment, second: Moment, day_kept: str | None, origin: str
) -> None:
    kept(db, item(published=first), item(published=second, seen_at=LATER))
    assert (dates(db)[3], dates(db)[2]) == (day_kept, origin)


@pytest.mark.parametrize("precision", ["month", "year"])
def test_a_month_or_a_year_is_shown_without_a_day(db: Database, precision: Precision) -> None:
    kept(db, item(published=day(2018, 5, 1, "address", precision)))
    assert rows(db, "SELECT published_precision, published_on FROM items") == [(precision, None)]
    assert one(db, "SELECT published_on FROM latest_posts") is None


def test_every_date_that_was_found_can_be_looked_up(db: Database) -> None:
    found = (day(2018, 5, 3, "list"), day(2018, 5, 4, "meta"))
    keep(db, item(published=found[1], candidates=found), SITES)
    keep(db, item(published=found[1], candidates=(*found, day(2018, 5, 1, "address", "month")), seen_at=LATER), SITES)
    assert rows(db, "SELECT origin, precision, on_day FROM date_candidates ORDER BY origin") == [
        ("address", "month", "2018-05-01"),
        ("list", "day", "2018-05-03"),
        ("meta", "day", "2018-05-04"),
    ]


def test_a_sighting_that_comes_in_late_moves_the_first_sight_back(db: Database) -> None:
    keep(db, item(published=None), SITES)
    keep(db, item(published=None, seen_at=NOW - DAY), SITES)
    assert rows(db, "SELECT first_seen_at, last_seen_at, published_latest FROM items") == [
        ("2026-03-01T15:30:00Z", "2026-03-02T15:30:00Z", "2026-03-01T15:30:00Z")
    ]


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_d3_absurd_dates_are_kept_and_flagged_and_date_nothing(db: Database, at: datetime) -> None:
    moment = Moment(at, "minute", "feed", at.date())
    keep(db, item(published=moment, candidates=(moment,)), SITES)
    assert rows(db, "SELECT at, flag FROM date_candidates") == [(at.isoformat().replace("+00:00", "Z"), "absurd")]
    assert dates(db)[:2] == (None, "bounded") and rows(db, "SELECT * FROM posts_by_month") == []
    assert search(db, "proposals")


def test_d2_a_date_ahead_is_kept_and_flagged_and_stands_where_it_was_first_seen(db: Database) -> None:
    keep(db, item(1, published=day(2027, 5, 1, "feed")), SITES)
    keep(db, item(2, published=day(2026, 3, 2, "feed"), seen_at=LATER), SITES)
    found = rows(db, "SELECT published_on, published_flag, sorted_at FROM item_rows ORDER BY sorted_at")
    assert found == [("2026-03-02", None, "2026-03-02T06:00:00Z"), ("2027-05-01", "future", "2026-03-02T15:30:00Z")]
    keep(db, item(3, published=day(2026, 3, 3, "feed"), seen_at=LATER), SITES)
    assert rows(db, "SELECT id FROM latest_posts LIMIT 1") == [(3,)]
    assert search(db, "proposals")[0].item_id == 3
    assert rows(db, "SELECT month FROM posts_by_month") == [("2026-03",)]


def test_d2_a_day_ahead_in_the_text_is_no_date_even_when_it_has_come(db: Database) -> None:
    keep(db, item(published=None, candidates=(day(2026, 5, 1, "text"),)), SITES)
    after = item(published=None, candidates=(day(2026, 5, 1, "text"),), seen_at=NOW + 90 * DAY)
    keep(db, after, SITES)
    assert dates(db)[0] is None
    assert rows(db, "SELECT flag, first_seen_at FROM date_candidates") == [("future", "2026-03-02T15:30:00Z")]


def test_d1_a_change_that_the_site_tells_of_is_the_latest_time_and_never_the_date(db: Database) -> None:
    changed = replace(Moment.of_instant(NOW - 40 * DAY, CHICAGO, "meta"), flag="modified")
    keep(db, item(published=None, candidates=(changed,)), SITES)
    assert dates(db) == (None, "bounded", None, None, "2026-01-21T15:30:00Z")
    keep(db, item(published=None, seen_at=LATER), SITES)
    assert dates(db)[4] == "2026-01-21T15:30:00Z"


def test_d8_a_date_that_jumps_with_each_edit_stays_where_it_was_first(db: Database) -> None:
    for days in (0, 3, 9):
        jumped = Moment.of_instant(NOW - 30 * DAY + days * DAY, CHICAGO, "feed")
        keep(db, item(published=jumped, candidates=(jumped,), seen_at=NOW + days * DAY), SITES)
    assert dates(db)[3] == "2026-01-31"
    assert one(db, "SELECT count(*) FROM date_candidates") == 3


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_d4_page_and_address_outvote_a_feeds_build_time_in_whatever_order_they_come(db: Database, order: Any) -> None:
    built = Moment.of_instant(NOW - DAY, CHICAGO, "feed")
    sightings = [
        item(published=built, candidates=(built,)),
        item(published=None, candidates=(day(2018, 5, 3, "text"),)),
        item(published=None, candidates=(day(2018, 5, 3, "address"),)),
    ]
    for at, number in enumerate(order):
        keep(db, replace(sightings[number], seen_at=NOW + at * DAY), SITES)
    assert dates(db)[2:4] == ("text", "2018-05-03")


def test_dates_of_one_item_are_bounded_in_number(db: Database) -> None:
    for hour in range(130):
        jumped = Moment.of_instant(NOW - hour * DAY, CHICAGO, "list")
        keep(db, item(published=jumped, candidates=(jumped,), seen_at=NOW + DAY), SITES)
    assert one(db, "SELECT count(*) FROM date_candidates") == MOST


# ---- newest first in the index --------------------------------------------------------------------------------------
def test_rows_of_the_index_walk_by_day_and_move_when_the_day_does(db: Database) -> None:
    keep(db, item(1, published=None), SITES)
    keep(db, item(2, published=day(2019, 1, 1)), SITES)
    keep(db, item(3, published=day(2020, 1, 1)), SITES)
    assert [found.item_id for found in search(db, "proposals")] == [1, 3, 2]
    keep(db, item(1, published=day(2018, 1, 1), seen_at=LATER), SITES)
    assert [found.item_id for found in search(db, "proposals")] == [3, 2, 1]


def test_words_that_no_item_shows_any_more_leave_the_index_and_not_the_archive(db: Database) -> None:
    keep(db, item(body=f"Xylophone. {BODY}"), SITES)
    keep(db, item(seen_at=LATER), SITES)
    assert not search(db, "xylophone")
    assert history(db)[0][1] == f"Xylophone. {BODY}"


# ---- events ---------------------------------------------------------------------------------------------------------
START = NOW + 10 * DAY


def test_an_event_has_its_times_and_place_and_its_day_is_never_the_posts(db: Database) -> None:
    event = Event(START, START + timedelta(hours=2), timezone="America/Chicago", venue="Union hall")
    keep(db, item(published=None, event=event), SITES)
    assert rows(db, "SELECT kind, published_at FROM items") == [("event", None)]
    assert rows(db, "SELECT starts_at, venue, all_day FROM events") == [("2026-03-12T15:30:00Z", "Union hall", 0)]
    assert rows(db, "SELECT * FROM occurrences") == [(1, "2026-03-12T15:30:00Z", "2026-03-12T17:30:00Z")]


def test_an_event_that_moves_takes_its_occurrence_along_and_keeps_what_is_not_said_again(db: Database) -> None:
    keep(db, item(event=Event(START, venue="Union hall")), SITES)
    result = kept(db, item(event=Event(START + DAY, status="cancelled"), seen_at=LATER))
    assert result.outcome == "enriched"
    assert rows(db, "SELECT starts_at, venue, status FROM events") == [
        ("2026-03-13T15:30:00Z", "Union hall", "cancelled")
    ]
    assert rows(db, "SELECT starts_at FROM occurrences") == [("2026-03-13T15:30:00Z",)]


def test_an_event_said_again_is_nothing_new(db: Database) -> None:
    event = Event(START, occurrences=((START, None), (START + 7 * DAY, None)), rrule="FREQ=WEEKLY")
    keep(db, item(event=event), SITES)
    assert kept(db, item(event=event, seen_at=LATER)).outcome == "same"


def test_occurrences_of_the_past_stay_when_the_calendar_shows_the_future_only(db: Database) -> None:
    weekly = [(START + week * 7 * DAY, None) for week in range(4)]
    keep(db, item(event=Event(START, rrule="FREQ=WEEKLY", occurrences=tuple(weekly[:3]))), SITES)
    after_two = Event(START, rrule="FREQ=WEEKLY", occurrences=(weekly[3],))
    keep(db, item(event=after_two, seen_at=START + 8 * DAY), SITES)
    assert [start[:10] for (start,) in rows(db, "SELECT starts_at FROM occurrences ORDER BY 1")] == [
        "2026-03-12", "2026-03-19", "2026-04-02",
    ]  # fmt: skip


def test_what_a_page_calls_a_training_stays_one_when_a_calendar_calls_it_an_event(db: Database) -> None:
    keep(db, item(kind="training", event=Event(START)), SITES)
    assert kept(db, teaser(kind="event", event=Event(START), seen_at=LATER)).outcome == "same"
    assert one(db, "SELECT kind FROM items") == "training"


# ---- provenance -----------------------------------------------------------------------------------------------------
def test_a_back_catalogue_find_is_marked_as_no_news(db: Database) -> None:
    keep(db, item(1, backfill=True), SITES)
    keep(db, item(2), SITES)
    keep(db, item(1, seen_at=LATER), SITES)
    assert rows(db, "SELECT backfill FROM items ORDER BY id") == [(1,), (0,)]


def test_each_revision_leads_to_the_bytes_it_was_read_from(db: Database) -> None:
    keep(db, item(), SITES)
    edited = item(body=f"Edited. {BODY}", seen_at=LATER)
    assert edited.fetched is not None
    keep(db, edited, SITES)
    assert rows(db, "SELECT fetched_url, fetched_at FROM revisions ORDER BY id") == [
        (url(1), "2026-03-02T15:30:00Z"),
        (url(1), "2026-03-03T15:30:00Z"),
    ]


def test_an_item_that_fails_half_way_leaves_nothing(db: Database) -> None:
    broken = item(event=Event(datetime(2026, 1, 1)))  # a naive time is refused at the very end
    with pytest.raises(ValueError, match="aware"):
        keep(db, broken, SITES)
    assert one(db, "SELECT count(*) FROM item_rows") == one(db, "SELECT count(*) FROM texts") == 0
