"""The truth has every way in which a story is printed again, and every look-alike that must stay apart."""

import itertools
from collections import Counter, defaultdict
from urllib.parse import urlsplit

import pytest

from practice.alike import GREETING, ROLES
from practice.comparing import fold
from practice.shapes import Post
from practice.telling import are_near_miss, original_of, part_of, role_of
from practice.truth import truth
from practice.wire import Request
from practice.world import World

POSTS = truth(1).posts
BY_KEY = {post.key: post for post in POSTS}


def of_way(how: str) -> list[tuple[Post, Post]]:
    """Printings made in one way, each with its original."""
    return [(post, BY_KEY[post.story or ""]) for post in POSTS if f"/{how}-" in post.key]


def near(name: str) -> list[Post]:
    return [post for post in POSTS if name in post.near]


def words(post: Post) -> list[str]:
    return fold(post.piece.text).lower().split()


def shared(one: Post, other: Post) -> float:
    """How many of the shorter text's words stand in the longer one."""
    left, right = sorted((Counter(words(one)), Counter(words(other))), key=lambda bag: bag.total())
    return (left & right).total() / left.total()


def test_every_way_of_printing_a_story_again_is_there_with_its_role() -> None:
    assert all(of_way(how) for how in ROLES)
    roles = Counter(role_of(post) for post in POSTS if part_of(post) != post.key)
    assert min(roles[role] for role in ("same", "retitled", "adapted", "excerpt")) >= 5


def test_a_line_stands_before_or_after_the_whole_story() -> None:
    for post, original in of_way("closing"):
        assert post.blocks[:-1] == original.blocks and post.blocks[-1] not in original.blocks
    for post, original in of_way("framed"):
        assert post.blocks[1:-1] == original.blocks


def test_a_copy_with_other_quotes_has_the_same_words_and_other_letters() -> None:
    for post, original in of_way("curly"):
        assert post.piece.text != original.piece.text and fold(post.piece.text) == fold(original.piece.text)


def test_a_late_copy_comes_months_later_at_an_address_of_its_own() -> None:
    for post, original in of_way("late"):
        assert (post.at - original.at).days > 90
        assert urlsplit(post.url).path != urlsplit(original.url).path and post.day != original.day


def test_an_excerpt_links_to_its_original_and_a_teaser_stands_alone() -> None:
    world = World()
    for post, original in of_way("linked"):
        parts = urlsplit(post.url)
        page = world.by_host[parts.netloc].answer(Request("GET", parts.netloc, parts.path), 1).body.decode()
        assert post.link == original.url and f'href="{original.url}"' in page
        assert len(words(post)) < 0.5 * len(words(original))
    for post, original in of_way("teaser"):
        assert post.piece.text == original.piece.teaser and "#" in post.url


def test_a_reprint_names_the_original_as_canonical() -> None:
    named = [post for post in POSTS if post.notes.get("canonical")]
    assert named and all(post.notes["canonical"] == BY_KEY[post.story or ""].url for post in named)


@pytest.mark.parametrize(
    ("name", "least", "alike"), [("log", 30, 0.75), ("notices", 6, 0.7), ("memorials", 3, 0.7), ("greetings", 7, 1.0)]
)
def test_forms_and_series_share_most_of_their_words(name: str, least: int, alike: float) -> None:
    posts = near(name)
    assert len(posts) >= least and len({part_of(post) for post in posts}) == len(posts)
    assert all(shared(one, other) >= alike for one, other in itertools.combinations(posts, 2))


def test_a_greeting_is_posted_by_many_and_by_one_every_year_in_the_same_words() -> None:
    greetings = near("greetings")
    assert {post.piece.text for post in greetings} == {GREETING}
    years = Counter(post.source for post in greetings)
    assert len(years) >= 5 and max(years.values()) >= 3


def test_a_round_up_repeats_the_teasers_of_stories_and_carries_none_of_them() -> None:
    round_ups = [post for post in POSTS if post.kind == "newsletter" and post.near]
    assert len(round_ups) == 3 and len({part_of(post) for post in round_ups}) == 2
    for post in round_ups:
        for key in post.near:
            assert BY_KEY[key].piece.teaser in post.piece.text
            assert are_near_miss(post, BY_KEY[key]) and part_of(post) != part_of(BY_KEY[key])


def test_a_statement_and_a_blog_post_on_one_event_share_quotations() -> None:
    for number in (0, 1):
        press, blog = sorted(near(f"national/event-{number}"), key=lambda post: post.kind == "news")
        said = [block for block in press.blocks if block in blog.blocks]
        assert len(said) == 2 and are_near_miss(press, blog) and press.day == blog.day


def test_translations_are_stories_of_their_own_that_a_copy_may_share() -> None:
    spanish = [post for post in POSTS if post.role == "translation"]
    parts = defaultdict(list)
    for post in spanish:
        assert are_near_miss(post, BY_KEY[post.story or ""])
        parts[part_of(post)].append(post)
    (both,) = [posts for posts in parts.values() if len(posts) > 1]
    assert original_of(both).source == "practice-national" and {role_of(post) for post in both} == {"original", "same"}


def test_near_misses_are_many_and_none_of_them_is_a_pair_of_one_story() -> None:
    pairs = list(itertools.combinations(POSTS, 2))
    assert sum(are_near_miss(*pair) for pair in pairs) > 500
    assert not [pair for pair in pairs if are_near_miss(*pair) and part_of(pair[0]) == part_of(pair[1])]
    assert sum(part_of(one) == part_of(other) for one, other in pairs) > 150
