"""The third and the fourth day of the practice web: what was lost stays lost, what came back is back, two sites change."""

import functools
import html
import re
from urllib.parse import urlsplit

import pytest

from practice import telling
from practice.comparing import fold
from practice.platforms.static_table import FOREIGN
from practice.shapes import DAYS, Post, now
from practice.truth import truth
from practice.wire import Request, Response
from practice.world import World

LATER = DAYS[2:]
#: sites whose pages nobody is led to on the later days: an empty shell, another domain, a lapsed one
CLOSED = {"practice-local-9333", "practice-local-9501", "practice-local-9588"}


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def ask(world: World, url: str, day: int) -> Response:
    parts = urlsplit(url)
    request = Request("GET", parts.netloc, parts.path or "/", parts.query, {}, parts.scheme == "https")
    return world.by_host[parts.netloc].answer(request, day)


def text_of(response: Response) -> str:
    return fold(re.sub(r"<[^>]+>", "", html.unescape(response.body.decode("utf-8", "replace"))))


@functools.cache
def lost(day: int) -> set[str | None]:
    return {change.key for change in truth(day).changes if change.what in telling.LOST | {"withdrawn"}}


@functools.cache
def by_key(day: int) -> dict[str, Post]:
    return {post.key: post for post in truth(day).posts}


@pytest.mark.parametrize("day", DAYS)
def test_each_day_is_a_week_after_the_one_before(day: int) -> None:
    assert (now(day) - now(1)).days == 7 * (day - 1)


@pytest.mark.parametrize("day", LATER)
def test_every_post_that_is_left_shows_all_its_words_at_its_address_of_the_day(world: World, day: int) -> None:
    for post in truth(day).posts:
        if post.key in lost(day) or post.source in CLOSED or "#" in post.url:
            continue
        answer = ask(world, post.url, day)
        shown = text_of(answer)
        assert answer.status == 200 and fold(post.title) in shown, (day, post.url)
        for block in post.blocks:
            assert fold(block.text) in shown, (day, post.url, block.text)


@pytest.mark.parametrize("day", LATER)
def test_what_was_lost_stays_lost(world: World, day: int) -> None:
    for key in lost(day):
        post = by_key(day)[key or ""]
        answer = ask(world, post.url, day)
        assert fold(post.blocks[0].text) not in text_of(answer)
        assert answer.status in (200, 302, 403, 404)


def test_one_post_that_was_gone_is_back_on_the_third_day(world: World) -> None:
    back = [change.key for change in truth(3).changes if change.what == "back"]
    assert len(back) == 1 and set(back) <= lost(2) and not set(back) & lost(3)
    post = by_key(3)[back[0] or ""]
    assert [ask(world, post.url, day).status for day in DAYS] == [200, 404, 200, 200]


def test_the_third_day_edits_posts_of_which_one_was_edited_before() -> None:
    edited = [change.key for change in truth(3).changes if change.what == "edited" and change.day == 3]
    again = [change.key for change in truth(2).changes if change.what == "edited" and change.key in edited]
    assert len(edited) >= 4 and len(again) == 1
    before, after = by_key(2), by_key(3)
    for key, post in after.items():
        if key in edited:
            assert fold(before[key].piece.text) != fold(post.piece.text)
        elif key in before:
            assert fold(before[key].piece.text) == fold(post.piece.text)
    assert telling.revisions(truth(3))[again[0] or ""] == 3


def test_a_site_that_changed_all_its_addresses_shows_the_same_posts_and_forgets_the_old_ones(world: World) -> None:
    (change,) = [change for change in truth(3).changes if change.what == "readdressed"]
    before = {post.key: post for post in truth(2).of(change.source)}
    for post in truth(3).of(change.source):
        if post.key not in lost(3):
            old = before[post.key]
            assert old.url != post.url and old.url in post.addresses and old.piece == post.piece
            assert urlsplit(old.url).netloc == urlsplit(post.url).netloc
            assert ask(world, old.url, 3).status == 404
    feed = ask(world, "https://www.council318.example/atom.xml", 3).body.decode()
    assert not re.search(r"example/20\d\d/", feed) and "example/news/" in feed


def test_a_lapsed_domain_answers_200_with_somebody_elses_pages_at_every_address(world: World) -> None:
    own = [post for post in truth(2).of("practice-local-9588") if "#" not in post.url]
    for post in own:
        assert text_of(ask(world, post.url, 2)) != text_of(ask(world, post.url, 3))
        answer = ask(world, post.url, 3)
        assert answer.status == 200 and fold(post.title) not in text_of(answer) and "bonus" in text_of(answer)
    foreign = [one for one in truth(3).non_posts if one.why == "a page of the foreign site"]
    assert len(foreign) == len(FOREIGN) and not [one for one in truth(2).non_posts if one in foreign]
    for one in foreign:
        assert ask(world, one.url, 3).status == one.status


def test_one_source_becomes_thin_without_an_error(world: World) -> None:
    (change,) = [change for change in truth(3).changes if change.what == "thin"]
    log = [post for post in truth(4).of(change.source) if "/log-" in post.key]
    weeks = [sum(now(day - 1) < post.at <= now(day) for post in log) for day in DAYS]
    assert weeks == [5, 5, 1, 1]
    assert ask(world, "https://www.hall9420.example/news", 3).status == 200
    assert "thin" in telling.verdicts(truth(3))[change.source] and telling.verdicts(truth(2))[change.source] == (
        telling.WELL
    )


def test_sources_without_planted_trouble_are_well_though_some_publish_nothing() -> None:
    quiet = {post.source for post in truth(1).posts} - {post.source for post in truth(4).posts if post.since > 2}
    well = {source for source, right in telling.verdicts(truth(4)).items() if right <= telling.WELL}
    troubled = {change.source for change in truth(4).changes if change.what in telling.PLANTED or change.what == "thin"}
    assert well == {post.source for post in truth(4).posts} - troubled
    assert len(quiet - troubled) >= 2


def test_statuses_wait_for_three_visits_and_holds_tell_moves_from_lapses() -> None:
    gone = next(change.key for change in truth(2).changes if change.what == "gone" and change.until is None)
    assert [sorted(telling.statuses(truth(day))[gone or ""]) for day in DAYS] == [
        ["here"],
        ["here"],
        ["here"],
        ["gone"],
    ]
    assert telling.holds(truth(1)) == {}
    assert telling.holds(truth(2)) == {"practice-local-9501": "moved"}
    assert telling.holds(truth(3)) == {"practice-local-9501": "moved", "practice-local-9588": "hijacked"}


def test_new_posts_come_on_every_day_and_are_not_there_before(world: World) -> None:
    for day in DAYS[1:]:
        new = [post for post in truth(day).posts if post.since == day and "#" not in post.url]
        assert new
        for post in new:
            assert now(day - 1).date() <= post.day <= now(day).date() or "/update-" in post.key, post.key
            assert fold(post.title) not in text_of(ask(world, post.url, day - 1)), post.url
