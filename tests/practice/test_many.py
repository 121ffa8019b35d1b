"""Many small sites reprint one union, and the truth of all of them is known."""

import itertools
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from practice import __main__ as door
from practice.comparing import fold
from practice.many import MAKES, NATIONAL, Many
from practice.telling import are_near_miss, part_of, role_of
from practice.wire import Request, Response

SITES = 21


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Many:
    return Many(SITES, tmp_path_factory.mktemp("rows"))


def ask(web: Many, url: str) -> Response:
    parts = urlsplit(url)
    return web(Request("GET", parts.netloc, parts.path, parts.query, {}, parts.scheme == "https"), 1)


def test_every_make_takes_its_turn_and_every_site_has_rows(web: Many) -> None:
    assert len(web.rows.sources) == len(web.rows.channels) == SITES + 1
    families = [(one.family, one.hint.get("make")) for one in web.rows.channels.values() if one.source_id != NATIONAL]
    assert set(families) == {(family, hint.get("make")) for family, _, hint in MAKES}


def test_every_channel_answers_and_names_all_its_posts_and_each_has_its_page(web: Many) -> None:
    for channel in web.rows.channels.values():
        answer = ask(web, channel.address + ("?per_page=100" if channel.family == "wordpress" else ""))
        shown = answer.body.decode().replace("&amp;", "&")
        assert answer.status == 200
        for post in web.truth_of(channel):
            assert urldefrag(post.url).url in shown or post.notes["slug"] in shown, (channel.id, post.url)
            page = ask(web, post.url)
            assert page.status == 200 and fold(post.blocks[0].text) in fold(page.body.decode().replace("&#39;", "'"))


def test_most_stories_stand_on_many_sites_in_all_roles(web: Many) -> None:
    posts = web.truth().posts
    assert len({post.url for post in posts}) == len({post.key for post in posts}) == len(posts)
    assert {role_of(post) for post in posts} == {"original", "same", "retitled", "adapted", "excerpt"}
    copies = [post for post in posts if part_of(post) != post.key]
    assert len(copies) > 0.4 * len(posts) and max(map(len, _by_story(web).values())) >= 6
    assert sum(are_near_miss(*pair) for pair in itertools.combinations(posts, 2)) > 200


def _by_story(web: Many) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for post in web.truth().posts:
        found.setdefault(part_of(post), []).append(post.key)
    return found


def test_two_webs_are_the_same_and_more_sites_change_nothing_of_the_first(web: Many, tmp_path: Path) -> None:
    more = {post.key: post for post in Many(SITES + 3, tmp_path).truth().posts}
    assert all(more[post.key] == post for post in web.truth().posts)


def test_sites_without_a_place_for_their_rows_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        door.main(["--sites", "3"])
    assert ended.value.code == 2 and "--registry" in capsys.readouterr().err
