"""N20: validators that stay the same though the document changes; what servers and feeds ask is carried to the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.server import Reply
from tests.spiders.sites import NOW, WORDS, Place

Make = Callable[..., Place]


def feed(*numbers: int, head: str = "") -> str:
    entries = "".join(
        f"<item><title>Members win case {number}</title><link>http://{{host}}/news/{number}</link>"
        f"<content:encoded>&lt;p&gt;Report {number}. {WORDS}&lt;/p&gt;</content:encoded></item>"
        for number in numbers
    )
    return ('<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>News</title>{head}{entries}</channel></rss>")  # fmt: skip


@pytest.fixture
def place(make: Make) -> Place:
    return make("feed", "/feed")


def show(place: Place, *numbers: int, head: str = "", **given: object) -> None:
    body = feed(*numbers, head=head).replace("{host}", place.address("/").split("/")[2])
    place.server.reply("/feed", Reply(body, content_type="application/rss+xml", **given))  # type: ignore[arg-type]


def test_n20_a_server_that_says_not_modified_for_ever_is_caught_by_a_full_reading(place: Place) -> None:
    show(place, 1, etag='"always"')
    place.collect()
    show(place, 2, 1, etag='"always"')
    place.collect(now=NOW + timedelta(days=1))
    assert place.visit()["outcome"] == "unchanged" and len(place.paths()) == 1, "the lie is believed at first"
    place.collect(now=NOW + timedelta(days=8))
    assert len(place.paths()) == 2 and place.ask("select is_liar from plans") == [(1,)]
    show(place, 3, 2, 1, etag='"always"')
    place.collect(now=NOW + timedelta(days=8, hours=1))
    assert len(place.paths()) == 3, "who was caught is not believed any more"


def test_n20_a_full_reading_of_the_same_bytes_changes_nothing(place: Place) -> None:
    show(place, 1, etag='"honest"')
    place.collect()
    place.collect(now=NOW + timedelta(days=9))
    assert (place.visit()["reason"], place.ask("select is_liar from plans")) == ("not_modified", [(0,)])
    assert not any("if-none-match" in map(str.lower, seen.headers) for seen in place.server.asked("/feed"))


def test_what_a_feed_and_its_server_ask_is_kept_in_the_plan(place: Place) -> None:
    head = "<ttl>600</ttl><skipDays><day>Sunday</day></skipDays>"
    show(place, 1, head=head, headers={"Cache-Control": "max-age=3600"})
    for hours in (0, 1, 2):
        place.collect(now=NOW + timedelta(hours=hours))
    [(why, minutes)] = place.ask("select why, interval_minutes from plans")
    assert why == "Its feed asks for 10 hours between readings." and 8 * 60 < minutes <= 600
