"""A channel whose own address is dead while another way still gives its posts: told once, and its posts are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from scrapy import Request

from errors import VisitError
from spiders.dead_ways import dead_way, note_way
from spiders.visit import Visit
from tests.server import Reply
from tests.spiders.sites import NOW, Place, page
from tests.spiders.test_redesign import feed, paths_of

Make = Callable[..., Place]
DAY = timedelta(days=1)


def made(make: Make) -> tuple[Place, list[str]]:
    place = make("feed", "/feed", hint={"lists": ["{root}/news"]})
    paths = paths_of(place, 6)
    place.server.reply("/feed", feed(paths[2:], place))
    place.server.reply("/news", page(paths[2:]))
    return place, paths


def test_a_feed_that_is_gone_is_told_though_the_list_still_gives_its_posts(make: Make) -> None:
    place, paths = made(make)
    place.collect()
    assert place.visit()["reason"] == "read"
    place.server.reply("/feed", Reply("Gone.", status=410))
    place.server.reply("/news", page(paths))
    for number in (1, 2):
        place.collect(now=NOW + number * DAY)
        visit = place.visit()
        assert (visit["outcome"], visit["reason"]) == ("ok" if number == 1 else "unchanged", "gone")
        instead = "its posts were read from the list instead" if number == 1 else "another way is asked instead"
        assert visit["sentence"].startswith(f"The feed cannot be read, and {instead}: ")
        assert "answered 410" in visit["sentence"]
    assert len(place.paths()) == 6, "posts that the list gives are kept"
    verdict, sentence = place.ask("select verdict, sentence from source_verdicts where source_id = 'here'")[0]
    assert verdict in ("well", "quiet") and "Its address is dead: The feed cannot be read" in sentence
    place.server.reply("/feed", feed(paths, place))
    place.collect(now=NOW + 3 * DAY)
    assert place.visit()["reason"] == "read"
    sentence = place.ask("select sentence from source_verdicts where source_id = 'here'")[0][0]
    assert "dead" not in sentence


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("<html><body><h1>Welcome</h1></body></html>"), "not_a_feed"),
        (Reply("No.", status=403), "forbidden"),
        (Reply("Later.", status=500), "read"),
    ],
)
def test_what_is_lasting_is_told_and_what_may_pass_is_not(make: Make, reply: Reply, reason: str) -> None:
    place, _ = made(make)
    place.collect()
    place.server.reply("/feed", reply)
    place.collect(now=NOW + DAY, RETRY_TIMES=0)
    assert (place.visit()["outcome"], place.visit()["reason"]) == ("ok", reason)


def visit_of(lost: tuple[str, str, str] | None, answered: bool = False, **usual: object) -> Visit:
    from known import Usual
    from tests.builders import registry

    rows = registry()
    channel = next(iter(rows.channels.values()))
    visit = Visit(channel, rows.sources[channel.source_id], NOW, 5)
    visit.own_lost, visit.own_answered, visit.usual, visit.ways = lost, answered, Usual(**usual), ["feed", "list"]  # type: ignore[arg-type]
    return visit


def test_an_address_that_answers_with_other_parameters_is_alive() -> None:
    visit = visit_of(None, beside=True)
    step = visit.past.begin("api", visit.channel.address)
    refused = Request(f"{visit.channel.address}?per_page=100", meta={"step": step})
    note_way(visit, refused, VisitError("hard", "status", "It answered 400."))
    assert dead_way(visit) is not None
    note_way(visit, Request("https://elsewhere.example/feed", meta={"step": step}))
    assert dead_way(visit) is not None, "that is another way"
    note_way(visit, Request(f"{visit.channel.address}?per_page=20", meta={"step": step}))
    assert dead_way(visit) is None


def test_an_api_that_never_was_read_is_no_trouble_and_one_that_was_is() -> None:
    lost = ("api", "gone", "It answered 404.")
    assert dead_way(visit_of(lost)) is None
    assert dead_way(visit_of(lost, fronts={"api": []})) == (
        "gone",
        "The posts API cannot be read, and its posts were read from the feed and list instead: It answered 404.",
    )
    assert dead_way(visit_of(lost, beside=True)) is not None, "it was told before, however long ago it was read"
    assert dead_way(visit_of(lost, answered=True, beside=True)) is None
    assert dead_way(visit_of(("feed", "gone", "It answered 404."))) is not None, "a row with a dead feed needs a person"
