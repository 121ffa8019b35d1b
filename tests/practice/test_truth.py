"""The truth of the practice web is sound: what it tells is what the sites show, today and tomorrow, every time."""

import html
import itertools
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

import registry
from parsing.urls import canonical
from practice import generated
from practice.comparing import fold
from practice.shapes import NonPost, Post
from practice.truth import truth
from practice.wire import Request, Response
from practice.world import World

NO_PAGE = {"clipping"}


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def ask(world: World, url: str, day: int = 1) -> Response:
    parts = urlsplit(url)
    host = parts.netloc
    request = Request("GET", host, parts.path or "/", parts.query, {}, parts.scheme == "https")
    return world.by_host[host].answer(request, day)


def text_of(response: Response) -> str:
    charset = "cp1252" if response.content_type == "text/html" else "utf-8"
    return fold(re.sub(r"<[^>]+>", "", html.unescape(response.body.decode(charset))))


def readable(posts: tuple[Post, ...]) -> list[Post]:
    """The posts that have a page of their own."""
    return [post for post in posts if "#" not in post.url]


def test_there_are_sites_and_posts_enough() -> None:
    posts = truth(1).posts
    by_source = Counter(post.source for post in posts)
    assert 300 <= len(posts) <= 560
    assert len(by_source) >= 12
    assert all(12 <= count <= 75 for count in by_source.values()), by_source


def test_keys_and_addresses_are_unique() -> None:
    posts = truth(2).posts
    assert len({post.key for post in posts}) == len(posts)
    assert len({post.url for post in posts}) == len(posts)
    for source in {post.source for post in posts}:
        numbers = [post.number for post in posts if post.source == source and post.number is not None]
        assert len(set(numbers)) == len(numbers)


def test_every_post_has_a_page_that_shows_its_title_and_all_its_words(world: World) -> None:
    for post in readable(truth(1).posts):
        response = ask(world, post.url)
        shown = text_of(response)
        assert response.status == 200, post.url
        assert fold(post.title) in shown, post.url
        for block in post.blocks:
            assert fold(block.text) in shown, (post.url, block.text)


def test_posts_without_a_page_stand_on_the_page_before_their_anchor(world: World) -> None:
    notes = [post for post in truth(1).posts if "#" in post.url and post.kind not in NO_PAGE]
    assert notes
    for post in notes:
        shown = text_of(ask(world, post.url.partition("#")[0]))
        assert fold(post.title) in shown and fold(post.blocks[0].text) in shown


def test_every_other_address_leads_to_the_same_post(world: World) -> None:
    for post in truth(1).posts:
        for address in post.addresses if post.kind not in NO_PAGE else ():
            response = ask(world, address)
            if response.status in (301, 302):
                assert response.headers["Location"].rstrip("/") == post.url.rstrip("/"), address
            else:
                assert fold(post.title) in text_of(response), address


def test_what_is_no_post_answers_as_told(world: World) -> None:
    for one in truth(1).non_posts:
        if one.why != "a domain that nobody has reviewed":
            assert ask(world, one.url).status == one.status, one


def test_no_address_is_both_a_post_and_none() -> None:
    posts = {post.url.rstrip("/") for post in truth(2).posts}
    assert not [one for one in truth(2).non_posts if isinstance(one, NonPost) and one.url.rstrip("/") in posts]


def test_what_the_second_day_takes_away_is_gone_as_told(world: World) -> None:
    expected = {"gone": (404, ""), "withdrawn": (403, ""), "soft_gone": (200, ""), "home": (302, "/")}
    by_key = {post.key: post for post in truth(2).posts}
    lost = [change for change in truth(2).changes if change.what in expected]
    assert {change.what for change in lost} == set(expected)
    for change in lost:
        post = by_key[change.key or ""]
        assert fold(post.title) in text_of(ask(world, post.url, 1))
        response = ask(world, post.url, 2)
        status, ending = expected[change.what]
        assert response.status == status, change
        assert response.headers.get("Location", "").endswith(ending)
        assert fold(post.blocks[0].text) not in text_of(response)


def test_a_post_that_moves_redirects_to_its_new_address(world: World) -> None:
    (change,) = [change for change in truth(2).changes if change.what == "moved"]
    old = next(post for post in truth(1).posts if post.key == change.key)
    new = next(post for post in truth(2).posts if post.key == change.key)
    response = ask(world, old.url, 2)
    assert (response.status, response.headers["Location"]) == (301, new.url)
    assert new.url != old.url and fold(new.title) in text_of(ask(world, new.url, 2))


def test_the_troubles_of_the_second_day_show_where_they_are_told(world: World) -> None:
    troubles = {change.what: change.source for change in truth(2).changes if change.key is None}
    assert set(troubles) == {"redesign", "challenge", "dead_feed", "moved_away"}
    assert b"Just a moment" in ask(world, "https://www.local9130.example/feed.xml", 2).body
    assert ask(world, "https://www.united-desks.example/feed.json", 2).status == 410
    assert b"<a " not in ask(world, "https://www.local9333.example/news", 2).body
    moved = ask(world, "https://www.local9501.example/blog", 2)
    assert moved.status == 301 and "www.local9501-united.example" in moved.headers["Location"]


def test_edits_are_real_and_cosmetic_edits_are_not() -> None:
    before = {post.key: post for post in truth(1).posts}
    changed = {
        change.key: change.what for change in truth(2).changes if change.what in ("edited", "cosmetic", "renamed")
    }
    assert sum(what == "edited" for what in changed.values()) >= 5
    for post in truth(2).posts:
        old = before.get(post.key)
        if changed.get(post.key) == "edited":
            assert old and fold(old.piece.text) != fold(post.piece.text)
        elif changed.get(post.key) == "cosmetic":
            assert old and fold(old.piece.text) == fold(post.piece.text) and old.piece.text != post.piece.text
        elif changed.get(post.key) == "renamed":
            assert old and old.title != post.title and old.blocks == post.blocks
        elif old:
            assert old.piece == post.piece


def test_new_posts_are_not_there_on_the_first_day(world: World) -> None:
    new = [post for post in readable(truth(2).posts) if post.since == 2]
    assert len(new) >= 20
    for post in new:
        assert fold(post.title) not in text_of(ask(world, post.url, 1)), post.url
        assert ask(world, post.url, 2).status == 200, post.url


def test_two_webs_give_the_same_bytes() -> None:
    first, second = World(), World()
    for day in (1, 2):
        for post in readable(truth(day).posts):
            assert ask(first, post.url, day).body == ask(second, post.url, day).body


def test_different_stories_share_few_words_and_copies_share_most() -> None:
    posts = [post for post in truth(1).posts if post.event is None and len(post.piece.text.split()) > 100]
    shingles = {post.key: _shingles(post.piece.text) for post in posts}
    for left, right in itertools.combinations(posts, 2):
        alike = len(shingles[left.key] & shingles[right.key]) / min(len(shingles[left.key]), len(shingles[right.key]))
        same = left.story is not None and left.story == right.story and left.language == right.language
        assert alike > 0.9 if same else alike < 0.3, (left.key, right.key, alike)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = fold(text).lower().split()
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


def test_weekly_updates_look_alike_and_have_facts_of_their_own() -> None:
    updates = [post for post in truth(1).of("practice-council-190") if post.kind == "bargaining_update"]
    assert len(updates) == 12
    assert {post.title.partition(":")[0] for post in updates} == {"Bargaining Update"}
    assert len({post.piece.text for post in updates}) == 12


def test_syndicated_stories_stand_on_many_sites_in_every_role() -> None:
    copies = [post for post in truth(1).posts if post.story and post.story != post.key]
    assert {post.role for post in copies} == {"same", "retitled", "adapted", "excerpt", "translation"}
    assert max(Counter(post.story for post in copies).values()) >= 4
    originals = {post.key: post for post in truth(1).posts}
    for post in copies:
        assert post.at >= originals[post.story or ""].at, post.key


def test_bodies_are_of_honest_length_and_in_two_languages() -> None:
    whole = [post for post in truth(1).posts if post.whole and post.event is None]
    lengths = [len(post.piece.text.split()) for post in whole]
    assert min(lengths) > 10 and max(lengths) > 450
    assert sum(60 <= length <= 650 for length in lengths) > 0.85 * len(lengths)
    assert Counter(post.language for post in whole)["es"] >= 25


STANDARDS_AND_MAKERS = """
w3.org purl.org schema.org ogp.me opengraphprotocol.org wellformedweb.org sitemaps.org jsonfeed.org gmpg.org
wordpress.org w.org drupal.org hexo.io getpelican.com python.org
"""


def test_nothing_leads_out_of_the_invented_web(world: World) -> None:
    allowed = tuple(STANDARDS_AND_MAKERS.split())
    for post in readable(truth(1).posts):
        for host in re.findall(rb"https?://([\w.-]+)", ask(world, post.url).body):
            name = host.decode()
            assert name.endswith((".example", *allowed)), (post.url, name)


def test_the_committed_pages_are_few_and_small() -> None:
    size = sum(file.stat().st_size for file in generated.SITES.rglob("*") if file.is_file())
    assert size < 3_000_000


def test_the_practice_registry_loads_and_owns_every_post() -> None:
    rows = registry.load(generated.SITES.parent / "registry")
    posts = truth(2).posts
    assert set(rows.sources) == {post.source for post in posts}
    for post in posts:
        if post.kind not in NO_PAGE:
            address = canonical(post.url, rows.sites, keep_anchor="#" in post.url)
            assert rows.sites.owner(address) == post.source, post.url
            assert address.rstrip("/") == post.url.rstrip("/")
