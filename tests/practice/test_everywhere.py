"""Behind every row of the real registry stands a small site of its make, with known posts."""

from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

import registry
from practice.comparing import fold
from practice.everywhere import POSTS, Everywhere
from practice.wire import Request, Response

RECORDS = Path(__file__).parents[2] / "data" / "registry"


@pytest.fixture(scope="module")
def rows() -> registry.Registry:
    return registry.load(RECORDS)


@pytest.fixture(scope="module")
def web(rows: registry.Registry) -> Everywhere:
    return Everywhere(rows)


def ask(web: Everywhere, url: str) -> Response:
    parts = urlsplit(url)
    return web(Request("GET", parts.netloc, parts.path, parts.query, {}, parts.scheme == "https"), 1)


def test_every_channel_answers_and_names_all_its_posts(rows: registry.Registry, web: Everywhere) -> None:
    for channel in rows.channels.values():
        posts = web.truth_of(channel)
        answer = ask(web, channel.address)
        shown = answer.body.decode().replace("&amp;", "&")
        assert answer.status == 200 and len(posts) == POSTS, channel.id
        for post in posts:
            assert urldefrag(post.url).url in shown or post.notes["slug"] in shown, (channel.id, post.url)


def test_every_post_has_a_page_of_its_own_or_stands_on_the_list(rows: registry.Registry, web: Everywhere) -> None:
    for channel in rows.channels.values():
        for post in web.truth_of(channel):
            page = ask(web, post.url)
            shown = fold(page.body.decode().replace("&#39;", "'"))
            assert page.status == 200 and fold(post.blocks[0].text) in shown, post.url


def test_posts_of_all_channels_have_addresses_of_their_own(rows: registry.Registry, web: Everywhere) -> None:
    addresses = [post.url for channel in rows.channels.values() for post in web.truth_of(channel)]
    assert len(set(addresses)) == len(addresses)


def test_other_addresses_of_a_host_are_not_found(rows: registry.Registry, web: Everywhere) -> None:
    for channel in rows.channels.values():
        assert ask(web, f"https://{urlsplit(channel.address).netloc}/robots.txt").status == 404


def test_no_real_body_is_given_words(rows: registry.Registry, web: Everywhere) -> None:
    for channel in rows.channels.values():
        for post in web.truth_of(channel):
            assert "AFSCME" not in post.piece.text and "AFSCME" not in post.title
