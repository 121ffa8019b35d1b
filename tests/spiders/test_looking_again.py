"""Older posts are looked at again on a plan: whole crawls of one site, with a clock that is moved on."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import DAY, NOW
from tests.server import Reply, Seen
from tests.spiders.sites import WORDS, Place, page, post

PATHS = [f"/news/post-{number}" for number in range(1, 5)]
PLAIN = {"LOOK_AGAIN_PER_VISIT": 10}


class Site:
    """A list of four posts; each page can be edited, and says by an ETag whether it was."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.pages: dict[str, Reply] = {path: post(path[-1], "2026-03-02") for path in PATHS}
        place.server.reply("/news", page(PATHS))
        for path in PATHS:
            place.server.reply(path, self.answer)

    def answer(self, seen: Seen) -> Reply:
        given = self.pages[seen.path]
        return replace(given, etag=f'"{zlib.crc32(str(given.body).encode()):x}"')

    def edit(self, path: str, to: str) -> None:
        body = self.pages[path].body
        text = body.decode() if isinstance(body, bytes) else body
        self.pages[path] = Reply(text.replace("Report", to, 1))

    def asked_at(self, days: float, **settings: object) -> list[str]:
        """What a visit so many days after the first one asked for."""
        before = len(self.place.asked())
        self.place.collect(now=NOW + timedelta(days=days), **{**PLAIN, **settings})
        return self.place.asked()[before:]

    def revisions(self, path: str) -> list[str | None]:
        url = self.place.ask("select id from items where url like ?", f"%{path}")[0][0]
        return [row[0] for row in self.place.ask("select because from revisions where item_id = ? order by id", url)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Place(tmp_path, "listing", "/news") as place:
        yield Site(place)


def test_pages_are_looked_at_again_on_a_plan_and_an_unchanged_poll_stays_one_request(site: Site) -> None:
    assert sorted(site.asked_at(0)) == sorted(["/news", *PATHS])
    assert site.asked_at(0.2) == ["/news"], "nothing is due after some hours"
    site.edit("/news/post-2", "Mended")
    asked = site.asked_at(1.5)
    assert sorted(asked) == sorted(["/news", *PATHS])
    assert site.revisions("/news/post-2") == ["first", "edited"]
    assert site.revisions("/news/post-1") == ["first"]
    told = site.place.ask("select difference from revisions where because = 'edited'")[0][0]
    assert "[-Report-] {+Mended+}" in told
    assert site.asked_at(1.6) == ["/news"], "each was looked at and is due in some days"
    assert sorted(site.asked_at(4)) == sorted(["/news", *PATHS])
    conditional = [one for one in site.place.server.asked() if one.path in PATHS and "if-none-match" in one.headers]
    assert conditional, "a page that gave validators is asked whether it changed"
    assert site.revisions("/news/post-2") == ["first", "edited"]


def test_a_visit_looks_at_no_more_older_pages_than_it_may(site: Site) -> None:
    site.asked_at(0)
    assert len(site.asked_at(1.5, LOOK_AGAIN_PER_VISIT=2)) == 3
    assert len(site.asked_at(1.6, LOOK_AGAIN_PER_VISIT=0)) == 1
    assert len(site.asked_at(1.7, PAGES_PER_VISIT=4)) == 2, "a quarter of what the visit may ask"


def test_the_longest_due_comes_first_so_that_each_has_its_turn(site: Site) -> None:
    site.asked_at(0)
    asked = [path for part in range(4) for path in site.asked_at(1.5 + part / 10, LOOK_AGAIN_PER_VISIT=1)[1:]]
    assert sorted(asked) == PATHS


def test_a_page_that_is_gone_is_missed_and_asked_again_soon_and_its_words_stay(site: Site) -> None:
    site.asked_at(0)
    site.pages["/news/post-3"] = Reply("<p>Not here.</p>", 404)
    site.asked_at(1.5)
    assert site.place.ask("select seen_count, reason from misses") == [(1, "gone")]
    assert site.revisions("/news/post-3") == ["first"]
    assert "/news/post-3" in site.asked_at(4.6)
    asked = site.asked_at(7.7)
    assert "/news/post-3" in asked
    later = site.asked_at(11)
    assert "/news/post-3" in later or "/news/post-3" in asked
    assert site.place.ask("select status from items where url like '%post-3'") == [("gone",)]


def test_a_server_that_fails_is_asked_a_day_later_and_costs_the_list_nothing(site: Site) -> None:
    site.asked_at(0)
    site.pages["/news/post-1"] = Reply("<p>oops</p>", 500)
    site.asked_at(1.5)
    assert site.asked_at(1.6) == ["/news"], "neither is it asked at every poll"
    assert site.place.visit()["outcome"] in ("unchanged", "ok")
    assert "/news/post-1" in site.asked_at(2.8)


def test_a_list_that_tells_of_a_new_title_has_the_page_read_at_once(site: Site) -> None:
    site.asked_at(0)
    site.asked_at(1.5)
    changed = post("4", "2026-03-02").body
    text = (changed.decode() if isinstance(changed, bytes) else changed).replace("Members win", "Members now win")
    site.pages["/news/post-4"] = Reply(text.replace("Report 4.", "Report 4, corrected."))
    shown = page(PATHS).body
    shown = shown.decode() if isinstance(shown, bytes) else shown
    site.place.server.reply("/news", Reply(shown.replace("Members win the case of post-4", "Members now win the case")))
    asked = [*site.asked_at(1.6), *site.asked_at(1.7)]
    assert "/news/post-4" in asked
    assert site.revisions("/news/post-4") == ["first", "edited"], "list and page tell of one edit"
    body = site.place.ask("select body from items where url like '%post-4'")[0][0]
    assert "corrected" in body


def test_a_post_that_vanished_from_between_others_is_looked_at_in_the_same_visit(site: Site) -> None:
    days = {path: f"2026-02-{20 - number:02}" for number, path in enumerate(PATHS)}
    site.place.server.reply("/news", page(PATHS, days=days))
    for path in PATHS:
        site.pages[path] = post(path[-1], days[path])
    site.asked_at(0)
    site.asked_at(1, LOOK_AGAIN_PER_VISIT=0)
    site.place.server.reply("/news", page([path for path in PATHS if path != "/news/post-2"], days=days))
    site.pages["/news/post-2"] = Reply("<p>Not here.</p>", 404)
    assert site.asked_at(2, LOOK_AGAIN_PER_VISIT=1) == ["/news", "/news/post-2"]
    assert site.place.ask("select seen_count, reason from misses") == [(1, "gone")]
    assert "/news/post-2" not in site.asked_at(2.1), "one look for one absence"


def test_only_one_channel_of_a_source_looks_again(tmp_path: Path) -> None:
    with Place(tmp_path, "listing", "/news", more=[("here-more", "listing", "/more")]) as place:
        site = Site(place)
        place.server.reply("/more", page(PATHS[:1]))
        site.asked_at(0)
        assert len([path for path in site.asked_at(1.5, LOOK_AGAIN_PER_VISIT=2) if path in PATHS]) == 2


def test_what_a_feed_carries_in_full_is_not_asked_for(tmp_path: Path) -> None:
    with Place(tmp_path, "feed", "/feed") as place:
        entries = "".join(
            f"<item><title>Members win the case {path[-1]}</title><link>{place.address(path)}</link>"
            f"<description>Short.</description><content:encoded><![CDATA[<p>{WORDS} {WORDS}</p>]]></content:encoded></item>"
            for path in PATHS
        )
        feed = ('<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>'
                f"{entries}</channel></rss>")  # fmt: skip
        place.server.reply("/feed", Reply(feed, content_type="application/rss+xml"))
        place.collect(now=NOW)
        place.collect(now=NOW + 2 * DAY)
        assert [path for path in place.asked() if path in PATHS] == []
        assert place.ask("select count(*) from item_rows where look_again_at is not null") == [(0,)]


def test_a_sitemap_that_says_when_pages_changed_has_those_read_and_no_others(tmp_path: Path) -> None:
    with Place(tmp_path, "sitemap", "/sitemap.xml") as place:
        site = Site(place)

        def sitemap(changed: dict[str, str]) -> Reply:
            rows = "".join(
                f"<url><loc>{place.address(path)}</loc><lastmod>{changed.get(path, '2026-03-01T10:00:00Z')}</lastmod></url>"
                for path in PATHS
            )
            text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
            return Reply(text, content_type="application/xml")

        place.server.reply("/sitemap.xml", sitemap({}))
        assert sorted(site.asked_at(0)) == sorted(["/sitemap.xml", *PATHS])
        place.server.reply("/sitemap.xml", sitemap({"/news/post-2": "2026-03-02T17:00:00Z"}))
        assert site.asked_at(0.1) == ["/sitemap.xml", "/news/post-2"]
        place.server.reply("/sitemap.xml", sitemap(dict.fromkeys(PATHS, "2026-03-02T18:30:00Z")))
        assert site.asked_at(0.2) == ["/sitemap.xml"], "made anew, which says nothing of its pages"
