"""Crawling and discovery, faults C1 to C12: each found by a walk over a real site that is made to have it."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.server import Reply, Seen
from tests.spiders.sites import NOW, WORDS, Place, page, paged, post

Make = Callable[..., Place]
FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)


def posts_at(place: Place, numbers: range, root: str = "/news/") -> list[str]:
    """Pages of posts, the newest (highest number) first; returns their paths."""
    paths = [f"{root}case-{number:03}" for number in reversed(numbers)]
    for path in paths:
        place.server.reply(path, post(path.rpartition("-")[2]))
    return paths


# ---- a WordPress --------------------------------------------------------------------------------------------------------
def raw_post(place: Place, number: int, **given: Any) -> dict[str, Any]:
    """A post as the API gives it."""
    at = (FIRST + timedelta(days=number)).strftime("%Y-%m-%dT%H:%M:%S")
    return {
        "id": number, "date": at, "date_gmt": at, "modified_gmt": at, "link": place.address(f"/case-{number:03}/"),
        "title": {"rendered": f"Members win the case of number {number}"}, "excerpt": {"rendered": "In short."},
        "content": {"rendered": f"<p>Report {number}. {WORDS}</p>", "protected": False}, "type": "post",
        "status": "publish", **given,
    }  # fmt: skip


def api(
    place: Place, numbers: range, most: int = 100, order: Callable[[list[int], Seen], list[int]] | None = None
) -> Callable[[Seen], Reply]:
    """An endpoint with these posts; more than `most` on a page are refused as WordPress does."""

    def answer(seen: Seen) -> Reply:
        query = {name: values[-1] for name, values in parse_qs(urlsplit(seen.path).query).items()}
        size, number = int(query.get("per_page", 10)), int(query.get("page", 1))
        if size > most:
            return Reply(json.dumps({"code": "rest_invalid_param", "data": {"status": 400}}), status=400)
        ids = sorted(numbers, reverse=query.get("order", "desc") == "desc")
        ids = order(ids, seen) if order and query.get("orderby") == "date" else ids
        pages = -(-len(ids) // size)
        if number > max(pages, 1):
            return Reply(json.dumps({"code": "rest_post_invalid_page_number"}), status=400)
        found = [raw_post(place, one) for one in ids[(number - 1) * size : number * size]]
        headers = {"X-WP-Total": str(len(ids)), "X-WP-TotalPages": str(pages)}
        return Reply(json.dumps(found), content_type="application/json", headers=headers)

    return answer


def rss(place: Place, paths: list[str], generator: str = "", below: str = "") -> Reply:
    """A feed of whole posts, a day between each."""
    items = "".join(
        f"<item><title>Members win the case of {path.strip('/').rpartition('/')[2]}</title>"
        f"<link>{place.address(path)}</link>"
        f"<pubDate>{format_datetime(NOW - timedelta(days=1 + number))}</pubDate>"
        f"<description>In short, {path}.</description>"
        f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[<p>Report {path}. {WORDS}</p>"
        "]]></content:encoded></item>"
        for number, path in enumerate(paths)
    )
    made_by = f"<generator>{generator}</generator>" if generator else ""
    return Reply(
        f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>News</title>{made_by}{below}{items}"
        "</channel></rss>",
        content_type="application/rss+xml",
    )


def sitemap(place: Place, paths: list[str], lastmod: str = "") -> Reply:
    """A sitemap of pages."""
    when = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    urls = "".join(f"<url><loc>{place.address(path)}</loc>{when}</url>" for path in paths)
    return Reply(
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>", content_type="text/xml"
    )


def index(place: Place, paths: list[str]) -> Reply:
    """A sitemap of sitemaps."""
    found = "".join(f"<sitemap><loc>{place.address(path)}</loc></sitemap>" for path in paths)
    return Reply(
        f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{found}</sitemapindex>",
        content_type="text/xml",
    )


# ---- C1 ------------------------------------------------------------------------------------------------------------------
def test_c1_months_of_a_calendar_that_has_no_end_are_not_followed(make: Make) -> None:
    place = make("listing", "/news")
    months = "<p><a href='/calendar/2026/04'>April 2026</a> <a href='/events/2026-04/'>Next</a></p>"
    place.server.reply(
        "/news", page(posts_at(place, range(5)), months + "<a href='/events/2025/12/'>December 2025</a>")
    )
    place.server.fallback = lambda seen: page([f"/e/{abs(hash(seen.path))}"], f"<a href='{seen.path}x'>Next month</a>")
    place.collect(backfill=True)
    assert not [path for path in place.asked() if path.startswith(("/calendar", "/events"))]
    assert len(place.paths()) == 5


def test_c1_an_event_api_whose_next_page_never_ends_is_read_to_a_bound(make: Make) -> None:
    place = make("calendar", "/wp-json/tribe/events/v1/events")

    def months(seen: Seen) -> Reply:
        number = int((parse_qs(urlsplit(seen.path).query).get("page") or ["1"])[0])
        event = {"id": number, "title": f"Meeting {number}", "url": place.address(f"/event/{number}/"),
                 "start_date": "2026-05-01 18:00:00", "utc_start_date": "2026-05-01 22:00:00", "timezone": "America/New_York",
                 "description": f"<p>{WORDS}</p>", "status": "publish"}  # fmt: skip
        following = place.address(f"/wp-json/tribe/events/v1/events?page={number + 1}")
        return Reply(json.dumps({"events": [event], "next_rest_url": following}), content_type="application/json")

    place.server.reply("/wp-json/tribe/events/v1/events", months)
    place.collect(backfill=True)
    assert 10 < len([path for path in place.asked() if "tribe" in path]) <= 40


# ---- C2 ------------------------------------------------------------------------------------------------------------------
def test_c2_a_list_that_repeats_page_one_ends(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(10))
    place.server.reply(
        "/news", lambda seen: page(paths, f"<a href='/news?page={len(place.asked()) + 1}'>Older posts</a>")
    )
    place.collect(backfill=True)
    assert len([path for path in place.asked() if path.startswith("/news?")]) <= 2
    assert len(place.paths()) == 10


def test_c2_a_list_in_random_order_on_every_page_ends_and_shows_most_of_its_posts(make: Make) -> None:
    place = make("listing", "/news")
    paths, dice = posts_at(place, range(30)), random.Random(7)

    def shuffled(seen: Seen) -> Reply:
        number = int(seen.path.partition("page=")[2] or 1)
        return page(dice.sample(paths, 10), f"<a href='/news?page={number + 1}'>Older posts</a>")

    place.server.reply("/news", shuffled)
    place.collect(backfill=True)
    assert len([path for path in place.asked() if path.startswith("/news?")]) < 40
    assert len(place.paths()) > 25


def test_c2_featured_posts_on_every_page_do_not_end_a_list_early(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(40))

    def with_featured(seen: Seen) -> Reply:
        number = int(seen.path.partition("page=")[2] or 0)
        rest = paths[3 + number * 5 : 8 + number * 5]
        below = f"<a href='/news?page={number + 1}'>next ›</a>" if rest else ""
        return page(paths[:3] + rest, below)

    place.server.reply("/news", with_featured)
    place.collect(backfill=True)
    assert len(place.paths()) == 40


def test_c2_pages_that_drift_while_the_walk_goes_lose_nothing(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(60))
    shown = paths[20:]

    def drifting(seen: Seen) -> Reply:
        # A whole page of new posts comes in between two requests: page 3 shows what page 2 had shown.
        number = int(seen.path.partition("page=")[2] or 0)
        now = paths[10:] if number >= 2 else shown
        found = now[number * 10 : number * 10 + 10]
        return page(found, f"<a href='/news?page={number + 1}'>Older posts</a>" if found else "")

    place.server.reply("/news", drifting)
    place.collect(backfill=True)
    assert set(place.paths()) == {path.lstrip("/") for path in shown}


@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_c2_what_a_site_answers_behind_its_last_page_ends_the_walk(make: Make, status: int) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(20))
    home = page(paths[:5], "<a href='/?page=1'>Older posts</a>")

    def lists(seen: Seen) -> Reply:
        number = int(seen.path.partition("page=")[2] or 0)
        if number < 2:
            return page(paths[number * 10 : number * 10 + 10], f"<a href='/news?page={number + 1}'>Older posts</a>")
        return home if status == 200 else Reply("gone", status=status, headers={"Location": "/"})

    place.server.reply("/news", lists)
    place.server.reply("/", home)
    place.collect(backfill=True)
    assert [path for path in place.asked() if "page=" in path] == ["/news?page=1", "/news?page=2"]
    assert len(place.paths()) == 20
    assert place.visit()["outcome"] == ("soft" if status == 500 else "ok")


# ---- C3 ------------------------------------------------------------------------------------------------------------------
def test_c3_an_archive_that_shows_page_one_only_is_told_by_the_sites_own_total(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    whole = api(place, range(1, 121))

    def first_only(seen: Seen) -> Reply:
        return whole(seen) if "&page=" not in seen.path else Reply("no", status=400)

    place.server.reply("/wp-json/wp/v2/posts", first_only)
    place.collect(backfill=True)
    visit = place.visit()
    assert visit["reported_by_site"] == 120
    assert "The site says that it has 120 posts; 100 are known here." in visit["sentence"] and visit["ways"] == {
        "api": 100
    }


def test_c3_a_plain_visit_says_how_much_of_the_past_is_missing_and_an_agreeing_total_says_nothing(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 121)))
    place.collect()
    assert "The site says that it has 120 posts; 20 are known here." in place.visit()["sentence"]
    place.collect(backfill=True)
    assert "says that it has" not in place.visit()["sentence"]


# ---- C4 ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("refusal", ["401", "404", "html", "empty list", "empty body", "object"])
def test_c4_an_api_that_is_closed_is_asked_by_its_other_address(make: Make, refusal: str) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    answers = {
        "401": Reply(json.dumps({"code": "rest_forbidden"}), status=401),
        "404": Reply(json.dumps({"code": "rest_no_route"}), status=404),
        "html": Reply("<html><body>Our home</body></html>"),
        "empty list": Reply("[]", content_type="application/json"),
        "empty body": Reply(""),
        "object": Reply(json.dumps({"code": "rest_disabled", "message": "No."})),
    }
    place.server.reply("/wp-json/wp/v2/posts", answers[refusal])
    place.server.reply("/", api(place, range(1, 31)))
    place.collect(backfill=True)
    assert place.visit()["ways"]["api"] == 30 and len(place.paths()) == 30


def test_c4_without_any_api_sitemap_lists_and_feed_give_the_posts_and_that_is_recorded(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts", {"lists": ["{root}/news/"]})
    paths = posts_at(place, range(30), "/stories/")
    place.server.reply("/news/", page(paths[:20]))
    place.server.reply("/feed/", lambda seen: rss(place, [] if "paged" in seen.path else paths[:10]))
    place.server.reply(
        "/robots.txt", Reply(f"User-agent: *\nSitemap: {place.address('/map.xml')}\n", content_type="text/plain")
    )
    place.server.reply("/map.xml", sitemap(place, paths))
    place.collect(backfill=True)
    assert len(place.paths()) == 30
    assert place.visit()["ways"] == {"feed": 10, "list": 20, "sitemap": 30}
    kept = dict(place.ask("select way, count(*) from appearance_ways group by way"))
    assert kept == {"feed": 10, "list": 20, "sitemap": 10}, "a bare address of a known post brings nothing to keep"


# ---- C5 ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("most", [50, 20])
def test_c5_an_api_that_refuses_a_hundred_posts_a_page_is_asked_for_fewer(make: Make, most: int) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 66), most))
    place.collect(backfill=True)
    assert len(place.paths()) == 65 and place.cursor()["complete"]


def test_c5_an_api_that_gives_ten_whatever_is_asked_and_no_headers_is_walked_to_its_end(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")

    def ten(seen: Seen) -> Reply:
        number = int((parse_qs(urlsplit(seen.path).query).get("page") or ["1"])[0])
        found = [raw_post(place, one) for one in range(45, 0, -1)][(number - 1) * 10 : number * 10]
        return Reply(json.dumps(found), content_type="application/json")

    place.server.reply("/wp-json/wp/v2/posts", ten)
    place.collect(backfill=True)
    assert len(place.paths()) == 45


# ---- C6 ------------------------------------------------------------------------------------------------------------------
def test_c6_an_index_of_indexes_that_names_itself_ends_and_gzip_is_unpacked(make: Make) -> None:
    place = make("sitemap", "/sitemap.xml")
    paths = posts_at(place, range(8))
    place.server.reply("/sitemap.xml", index(place, ["/sitemap.xml", "/more.xml"]))
    place.server.reply("/more.xml", index(place, ["/sitemap.xml", "/more.xml", "/posts.xml.gz"]))
    packed = gzip.compress(sitemap(place, paths).bytes())
    place.server.reply("/posts.xml.gz", Reply(packed, content_type="application/x-gzip"))
    place.collect()
    assert len(place.paths()) == 8
    assert sorted(path for path in place.asked() if ".xml" in path) == ["/more.xml", "/posts.xml.gz", "/sitemap.xml"]


def test_c6_an_index_of_many_sitemaps_is_bounded_in_a_run_and_the_next_runs_go_on(make: Make) -> None:
    place = make("sitemap", "/sitemap.xml")
    place.server.reply("/sitemap.xml", index(place, [f"/part-{number}.xml" for number in range(120)]))
    for number in range(120):
        (path,) = posts_at(place, range(number, number + 1))
        place.server.reply(f"/part-{number}.xml", sitemap(place, [path]))
    for run, most in ((1, 50), (2, 100), (3, 120)):
        place.collect(backfill=True, PAGES_PER_VISIT=500)
        assert len([path for path in place.asked() if path.startswith("/part")]) == most, f"run {run}"
    assert len(place.paths()) == 120 and place.cursor()["complete"]


def test_c6_fifty_thousand_addresses_cost_no_more_pages_than_a_visit_may_ask(make: Make) -> None:
    place = make("sitemap", "/sitemap.xml")
    place.server.reply("/sitemap.xml", sitemap(place, [f"/news/case-{number}" for number in range(50_000)]))
    place.server.fallback = lambda seen: post(seen.path.rpartition("-")[2])
    place.collect(PAGES_PER_VISIT=20)
    assert len([path for path in place.asked() if "case" in path]) == 20
    first = place.paths()
    place.collect(PAGES_PER_VISIT=20)
    assert len(place.paths()) == 40 and first < place.paths()


def test_c6_lastmod_is_no_day_of_publication(make: Make) -> None:
    place = make("sitemap", "/sitemap.xml")
    place.server.reply("/sitemap.xml", sitemap(place, posts_at(place, range(3)), "2026-03-01T10:00:00Z"))
    place.collect()
    assert place.ask("select distinct published_at from items") == [(None,)]


def test_c6_a_directory_without_one_post_is_not_asked_through(make: Make) -> None:
    place = make("sitemap", "/sitemap.xml")
    paths = posts_at(place, range(10))
    people = [f"/people/anna-{number}" for number in range(200)]
    place.server.reply("/sitemap.xml", sitemap(place, people + paths))
    place.server.fallback = Reply("not for you", status=404)
    place.collect(PAGES_PER_VISIT=300)
    assert len([path for path in place.asked() if path.startswith("/people")]) == 5
    assert len(place.paths()) == 10 and "195 addresses of the sitemap not asked" in place.visit()["sentence"]


# ---- C7 ------------------------------------------------------------------------------------------------------------------
def test_c7_an_api_whose_order_changes_between_pages_loses_no_post(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    dice = random.Random(3)
    place.server.reply(
        "/wp-json/wp/v2/posts", api(place, range(1, 251), order=lambda ids, seen: dice.sample(ids, len(ids)))
    )
    place.collect(backfill=True)
    assert len(place.paths()) == 250


# ---- C8 ------------------------------------------------------------------------------------------------------------------
def test_c8_a_post_that_is_published_late_with_an_old_date_is_found(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(101, 111)))
    place.collect(backfill=True)
    late = raw_post(place, 500, date="2011-05-06T07:00:00", date_gmt="2011-05-06T07:00:00")
    newest = [raw_post(place, number) for number in range(110, 100, -1)]
    place.server.reply(
        "/wp-json/wp/v2/posts",
        Reply(json.dumps([*newest, late]), content_type="application/json", headers={"X-WP-Total": "11"}),
    )
    place.collect(now=NOW + timedelta(hours=1))
    assert place.ask("select published_on, backfill from items where url like '%case-500%'") == [("2011-05-06", 0)]


# ---- C9 ------------------------------------------------------------------------------------------------------------------
def test_c9_a_feed_of_which_nothing_is_known_any_more_has_the_lists_read_too(make: Make) -> None:
    place = make("feed", "/feed.xml", {"lists": ["{root}/news"]})
    paths = posts_at(place, range(60))
    place.server.reply("/news", paged(paths, 10))
    place.server.reply("/feed.xml", rss(place, paths[40:45]))
    place.collect()
    assert "/news" not in place.asked()
    place.server.reply("/feed.xml", rss(place, paths[39:44]))  # one entry is new, four are known
    place.collect(now=NOW + timedelta(hours=1))
    assert "/news" not in place.asked()
    place.server.reply("/feed.xml", rss(place, paths[:5]))  # a week later all have rolled off
    place.collect(now=NOW + timedelta(days=7))
    assert "/news" in place.asked()
    assert {path.lstrip("/") for path in paths[:39]} <= place.paths()


# ---- C10 -----------------------------------------------------------------------------------------------------------------
def test_c10_a_feed_that_suddenly_carries_the_whole_archive_is_no_news(make: Make) -> None:
    place = make("feed", "/feed.xml")
    paths = [f"/news/case-{number:04}" for number in range(2000)]
    place.server.reply("/feed.xml", rss(place, paths[:5]))
    place.collect()
    place.server.reply("/feed.xml", rss(place, paths))
    place.collect(now=NOW + timedelta(hours=1))
    assert place.ask("select backfill, count(*) from items group by backfill") == [(0, 5), (1, 1995)]


def test_c10_a_feed_that_flips_to_a_sitemap_brings_its_pages_as_the_past(make: Make) -> None:
    place = make("feed", "/feed.xml")
    paths = posts_at(place, range(8))
    place.server.reply("/feed.xml", rss(place, paths[:2]))
    place.collect()
    place.server.reply("/feed.xml", sitemap(place, paths))
    place.collect(now=NOW + timedelta(hours=1))
    assert place.ask("select backfill, count(*) from items group by backfill") == [(0, 2), (1, 6)]


# ---- C11 -----------------------------------------------------------------------------------------------------------------
def test_c11_an_address_with_the_year_in_it_is_asked_for_the_new_year_too(make: Make) -> None:
    place = make("listing", "/news/2025")
    old, new = posts_at(place, range(5), "/news/2025/"), posts_at(place, range(5, 7), "/news/2026/")
    place.server.reply("/news/2025", page(old))
    place.collect(now=datetime(2025, 12, 31, 20, tzinfo=UTC))
    assert [path for path in place.asked() if path.startswith("/news/20") and "case" not in path] == ["/news/2025"]
    place.server.reply("/news/2026", Reply("not yet", status=404))
    place.collect(now=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert place.visit()["outcome"] in ("ok", "unchanged") and len(place.paths()) == 5
    place.server.reply("/news/2026", page(new))
    place.collect(now=datetime(2026, 1, 2, 12, tzinfo=UTC))
    assert place.paths() == {path.lstrip("/") for path in old + new}


def test_c11_a_page_of_the_current_year_that_is_empty_on_1_january_takes_nothing_away(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(5))
    place.server.reply("/news", page(paths))
    place.collect(now=datetime(2025, 12, 31, 20, tzinfo=UTC))
    place.server.reply("/news", page([]))
    place.collect(now=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert place.visit()["reason"] == "no_posts" and len(place.paths()) == 5
    assert place.ask("select distinct status from items") == [("here",)]


# ---- C12 -----------------------------------------------------------------------------------------------------------------
def test_c12_links_without_scheme_and_relative_to_it_are_resolved(make: Make) -> None:
    place = make("listing", "/news")
    host = place.address("/").partition("://")[2].rstrip("/")
    posts_at(place, range(4))
    place.server.reply(
        "/news",
        page([f"//{host}/news/case-000", "case-001", "./case-002", "/news/case-003"], "<base href='/news/x'>"),
    )
    place.collect()
    assert place.paths() == {f"news/case-00{number}" for number in range(4)}
