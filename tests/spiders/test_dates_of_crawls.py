"""Dates through whole crawls: feed, page and address together, what every page prints, and what a feed changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.server import Reply
from tests.spiders.sites import NOW, WORDS, Place, page

DAY = timedelta(days=1)


def post(name: int, above: str = "", line: str = "", head: str = "") -> Reply:
    """A post's page; above: over everything, line: under the title."""
    title = f"Members win the case of number {name}"
    return Reply(
        f"<html><head><title>{title}</title>{head}</head><body><div>{above}</div><div><h1>{title}</h1>{line}"
        f"<div><p>Report {name}. {WORDS}</p><p>{WORDS}</p></div></div></body></html>"
    )


def feed(entries: list[tuple[str, str, str]]) -> Reply:
    """A feed of (path, guid, pubDate), teasers only."""
    items = "".join(
        f"<item><title>Members win the case of number {path.rpartition('/')[2]}</title><link>{path}</link>"
        f"<guid isPermaLink='false'>{guid}</guid><pubDate>{said}</pubDate><description>In short.</description></item>"
        for path, guid, said in entries
    )
    text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
    return Reply(text, headers={"Content-Type": "application/rss+xml"})


def days(place: Place) -> dict[str, str | None]:
    return {
        url.rpartition("/")[2]: day
        for url, day in place.ask("select url, published_on from items order by published_on")
    }


def test_d1_the_day_of_the_visit_on_every_page_dates_no_post(tmp_path: Path) -> None:
    with Place(tmp_path, "listing", "/news") as place:
        place.server.reply("/news", page(f"/news/{number}" for number in range(1, 8)))
        for number in range(1, 8):
            line = "<p>Posted on Monday, February 9, 2026</p>" if number == 7 else ""
            place.server.reply(f"/news/{number}", post(number, "Wednesday, March 4, 2026", line))
        place.collect()
        assert days(place) == {**{str(number): None for number in range(1, 7)}, "7": "2026-02-09"}
        assert place.ask("select distinct on_day, flag from date_candidates where flag is not null") == [
            ("2026-03-04", "visit")
        ]


def test_a_new_post_that_prints_no_more_than_todays_day_is_of_today(tmp_path: Path) -> None:
    with Place(tmp_path, "listing", "/news") as place:
        place.server.reply("/news", page(f"/news/{number}" for number in range(1, 8)))
        for number in range(1, 8):
            line = "March 4, 2026" if number == 1 else f"February {number + 1}, 2026"
            place.server.reply(f"/news/{number}", post(number, "", f"<p>{line}</p>"))
        place.collect()
        assert days(place)["1"] == "2026-03-04"


def test_d4_pages_that_all_bear_the_time_of_a_build_are_dated_by_their_list(tmp_path: Path) -> None:
    with Place(tmp_path, "listing", "/news") as place:
        paths = [f"/news/{number}" for number in range(1, 8)]
        place.server.reply("/news", page(paths, days={path: f"2025-11-0{at}" for at, path in enumerate(paths, 1)}))
        for number in range(1, 8):
            built = f"<meta property='article:published_time' content='2026-02-20T10:00:0{number}Z'>"
            place.server.reply(f"/news/{number}", post(number, head=built))
        place.collect()
        assert days(place) == {str(number): f"2025-11-0{number}" for number in range(1, 8)}
        assert place.ask("select distinct flag from date_candidates where origin = 'meta'") == [("build",)]


def test_d8_f12_a_feed_that_changes_guid_and_date_at_each_fetch_shows_the_same_posts(tmp_path: Path) -> None:
    with Place(tmp_path, "feed", "/feed") as place:
        for number in (1, 2, 3):
            place.server.reply(f"/news/{number}", post(number))
        for run, said in enumerate(("Mon, 02 Feb 2026", "Tue, 10 Feb 2026", "Mon, 02 Mar 2026")):
            entries = [
                (place.address(f"/news/{number}"), f"{run}-{number}", f"{said} 1{number}:30:00 -0500")
                for number in (1, 2, 3)
            ]
            place.server.reply("/feed", feed(entries))
            place.collect(now=NOW + run * DAY)
        assert days(place) == {"1": "2026-02-02", "2": "2026-02-02", "3": "2026-02-02"}
        assert place.ask("select count(*) from date_candidates") == [(9,)]
        assert place.ask("select count(*) from revisions") == [(3,)]


def test_d1_modified_alone_is_a_bound_and_no_date(tmp_path: Path) -> None:
    with Place(tmp_path, "listing", "/news") as place:
        place.server.reply("/news", page(["/news/1", "/news/2"]))
        changed = "<meta property='article:modified_time' content='2025-05-05T12:00:00Z'>"
        place.server.reply("/news/1", post(1, head=changed))
        place.server.reply("/news/2", post(2))
        place.collect()
        asked = "select published_at, published_latest, updated_at from items where url like '%/1'"
        assert place.ask(asked) == [(None, "2025-05-05T12:00:00Z", "2025-05-05T12:00:00Z")]
        (latest,) = place.ask("select published_latest from items where url like '%/2'")[0]
        assert latest > "2026-03-04"
