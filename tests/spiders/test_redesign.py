"""S1, S2, S3, S10: a channel that answers and shows less than it did is a trouble; one that is quiet is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from items import Front
from known import Usual
from spiders.shrinking import shrunk
from tests.server import Reply
from tests.spiders.sites import NOW, Place, page, post

Make = Callable[..., Place]
DAY = timedelta(days=1)
HELLO = Reply(
    "<html><head><title>News</title></head><body><div id=app><h1>News</h1><p>Welcome.</p></div></body></html>"
)


def feed(paths: list[str], place: Place, titled: bool = True, dated: bool = True) -> Reply:
    """A feed of posts with their whole text."""
    entries = "".join(
        f"<item><link>{place.address(path)}</link><guid>{place.address(path)}</guid>"
        + (f"<title>Members win the case of {path[-3:]}</title>" if titled else "")
        + (f"<pubDate>Mon, 0{1 + number % 9} Dec 2025 12:00:00 GMT</pubDate>" if dated else "")
        + f"<description>What the members decided in the case of {path[-3:]}, in short.</description></item>"
        for number, path in enumerate(paths)
    )
    return Reply(f"<rss version='2.0'><channel><title>News</title>{entries}</channel></rss>",
                 content_type="application/rss+xml")  # fmt: skip


def paths_of(place: Place, count: int) -> list[str]:
    paths = [f"/news/case-{number:03}" for number in range(count, 0, -1)]
    for path in paths:
        place.server.reply(path, post(path[-3:], day="2025-12-01"))
    return paths


def test_s1_a_list_that_is_redesigned_to_nothing_is_a_trouble_and_touches_nothing(make: Make) -> None:
    place = make("listing", "/news")
    paths = paths_of(place, 10)
    whole = page(paths)
    place.server.reply("/news", Reply(whole.body, etag='"1"'))
    place.collect()
    before = place.ask("select url, last_seen_at, status from items order by url")
    assert len(before) == 10 and place.visit()["outcome"] == "ok"
    place.server.reply("/news", Reply(HELLO.body, etag='"2"'))
    place.collect(now=NOW + DAY)
    visit = place.visit()
    assert (visit["outcome"], visit["reason"]) == ("soft", "no_posts")
    assert "showed 0 posts where 10 are usual; the site may have been redesigned" in visit["sentence"]
    assert place.ask("select url, last_seen_at, status from items order by url") == before
    place.collect(now=NOW + 2 * DAY)
    assert place.visit()["outcome"] == "hard", "it was asked again in full, and is no slip"
    place.collect(now=NOW + 3 * DAY)
    assert place.visit()["visit_count"] == 2
    verdict, sentence = place.ask("select verdict, sentence from expectations order by week desc limit 1")[0]
    assert verdict == "thin" and "for 3 visits, since March 5, 2026" in sentence
    place.server.reply("/news", whole)
    place.collect(now=NOW + 4 * DAY)
    assert place.visit()["outcome"] == "unchanged", "it is byte for byte what was read last"
    assert place.ask("select verdict from expectations order by week desc limit 1") != [("thin",)]


def test_s2_a_feed_that_drops_from_twenty_to_one_is_a_trouble_until_a_person_accepts_it(make: Make) -> None:
    place = make("feed", "/feed")
    paths = paths_of(place, 20)
    place.server.reply("/feed", feed(paths, place))
    place.collect()
    place.server.reply("/feed", feed(paths[:1], place))
    for number, outcome in ((1, "soft"), (2, "hard"), (3, "hard")):
        place.collect(now=NOW + number * DAY)
        visit = place.visit()
        assert (visit["outcome"], visit["reason"]) == (outcome, "too_few")
    assert visit["visit_count"] == 2, "the same trouble adds no row"
    assert "showed 1 post where 20 are usual" in visit["sentence"]
    place.collect(now=NOW + 4 * DAY, force=True)
    assert place.visit()["outcome"] == "ok"
    place.collect(now=NOW + 5 * DAY)
    assert place.visit()["outcome"] == "ok", "what a person accepted is usual now"


def test_s5_a_quiet_source_is_no_trouble(make: Make) -> None:
    place = make("listing", "/news")
    paths = paths_of(place, 10)
    place.server.reply("/news", Reply(page(paths).body, etag='"1"'))
    for number in range(4):
        place.collect(now=NOW + number * DAY)
    assert place.ask("select distinct outcome from visits where outcome in ('soft', 'hard', 'empty')") == []
    assert place.ask("select distinct verdict from expectations where verdict in ('blocked', 'never', 'thin')") == []


def test_a_short_list_that_is_emptied_is_no_alarm(make: Make) -> None:
    place = make("listing", "/news")
    paths = paths_of(place, 2)
    place.server.reply("/news", page(paths))
    place.collect()
    place.server.reply("/news", HELLO)
    place.collect(now=NOW + DAY)
    assert place.visit()["outcome"] == "empty"


def test_the_walk_through_the_past_sees_the_redesign_too(make: Make) -> None:
    place = make("listing", "/news")
    paths = paths_of(place, 10)
    place.server.reply("/news", page(paths))
    place.collect(backfill=True)
    place.server.reply("/news", HELLO)
    place.collect(backfill=True, force=True, now=NOW + DAY)
    assert (place.visit()["outcome"], place.visit()["reason"]) == ("soft", "no_posts")


# ---- the rule --------------------------------------------------------------------------------------------------------
def usual(*counts: int, way: str = "list", titled: bool = True, **given: Any) -> Usual:
    return Usual({way: [Front(count, count if titled else 0, count) for count in counts]}, visited=True, **given)


@pytest.mark.parametrize(
    ("now", "before", "fresh", "reason"),
    [
        (0, (10, 10), 0, "no_posts"), (0, (3,), 0, "no_posts"), (0, (2, 10), 0, None), (0, (), 0, None),
        (1, (20,), 0, "too_few"), (1, (20,), 1, "too_few"), (12, (52, 50), 0, "too_few"), (12, (52, 50), 3, None),
        (5, (10,), 0, None), (1, (4, 4), 0, None), (4, (20, 7, 20), 0, None), (30, (10,), 20, None),
    ],
)  # fmt: skip
def test_what_is_too_few(now: int, before: tuple[int, ...], fresh: int, reason: str | None) -> None:
    found = shrunk({"list": Front(now, now, now)}, usual(*before) if before else Usual(), 0, fresh)
    assert (found[0] if found else None) == reason


def test_s3_posts_without_titles_or_dates_where_all_had_them_are_a_trouble() -> None:
    found = shrunk({"list": Front(10, 1, 10)}, usual(10, 10), 10, 0)
    assert found is not None and "1 of them with a title, where all had one" in found[1]
    assert shrunk({"list": Front(10, 10, 0)}, usual(10, 10), 10, 0) is not None
    assert shrunk({"list": Front(10, 0, 10)}, usual(10, 10, titled=False), 10, 0) is None, "it never had titles"


def test_one_way_that_is_as_usual_is_enough() -> None:
    before = Usual({"list": [Front(10)], "feed": [Front(10)]}, visited=True)
    assert shrunk({"list": Front(0), "feed": Front(10)}, before, 10, 0) is None
    assert shrunk({"list": Front(0), "feed": Front(0)}, before, 0, 0) is not None


def test_a_calendar_may_become_short_and_a_list_that_is_empty_is_never_accepted() -> None:
    assert shrunk({"calendar": Front(1)}, usual(20, way="calendar"), 1, 0) is None
    assert shrunk({"calendar": Front(0)}, usual(4, way="calendar"), 0, 0) is None
    assert shrunk({"calendar": Front(0)}, usual(20, way="calendar"), 0, 0) is not None
    assert shrunk({"list": Front(1)}, usual(20), 1, 0, accepted=True) is None
    assert shrunk({"list": Front(0)}, usual(20), 0, 0, accepted=True) is not None


def test_archives_from_before_this_was_noted_know_at_least_that_there_were_posts() -> None:
    assert shrunk({}, Usual(seen=8, visited=True), 0, 0) is not None
    assert shrunk({}, Usual(seen=2, visited=True), 0, 0) is None
    assert shrunk({}, Usual(seen=8, visited=True), 5, 0) is None
