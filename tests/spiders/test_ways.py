"""The ways into the past beside one another: archives, pagers, feeds, post types; resuming, and beginning anew."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.server import Reply, Seen
from tests.spiders.sites import NOW, Place, page, paged, post
from tests.spiders.test_past import api, index, posts_at, raw_post, rss, sitemap

Make = Callable[..., Place]
SCRAPY = Path(sys.executable).parent / "scrapy"
ROOT = Path(__file__).resolve().parents[2]


# ---- resuming ------------------------------------------------------------------------------------------------------------
def pages_asked(place: Place) -> list[int]:
    """The numbers of the list pages that were asked for, in order."""
    lists = [path for path in place.asked() if path.partition("?")[0] == "/news"]
    return [int(path.partition("page=")[2] or 0) for path in lists]


def test_a_walk_killed_with_9_in_the_middle_of_ninety_pages_goes_on_there_and_loses_nothing(make: Make) -> None:
    place = make("listing", "/news")
    paths = [f"/news/case-{number:03}" for number in range(900)]
    list_page = paged(paths, 10)

    def slow(seen: Seen) -> Reply:
        time.sleep(0.03)
        answer: Reply = list_page(seen)
        return answer

    place.server.reply("/news", slow)
    place.server.fallback = lambda seen: post(seen.path.rpartition("-")[2])
    given = {"ARCHIVE_PATH": place.archive, "REGISTRY_DIR": place.where, "ALLOW_PRIVATE_HOSTS": 1, "READ_WORKERS": 0,
             "CRAWL_DELAY_MAX": 0.001, "INSTALLATION_DELAY": 0, "PAGES_PER_VISIT": 3}  # fmt: skip
    run = [str(SCRAPY), "collect", "--backfill"]
    env = {**os.environ, **{f"NEWS_{name}": str(value) for name, value in given.items()}}
    with subprocess.Popen(run, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as child:
        until = time.monotonic() + 90
        while time.monotonic() < until and reached(place) < 25:
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
    noted, asked = reached(place), len(pages_asked(place))
    assert 25 <= noted <= asked < 89, "killed in the middle"
    kept = place.paths()
    # What the cursor has passed is kept, to the last post of the last page.
    assert {path.lstrip("/") for path in paths[: (noted - 1) * 10]} <= kept
    ended = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    again = pages_asked(place)[asked:]
    assert min(again) == noted - 1, "it went on where it had been, and did not begin again"
    assert place.paths() == {path.lstrip("/") for path in paths}
    assert place.cursor()["complete"] and place.ask("pragma integrity_check") == [("ok",)]


def reached(place: Place) -> int:
    """The number of the page at which a later run would go on; 0 while nothing is noted."""
    try:
        return max((rest["number"] for rest in place.cursor().get("ways", {}).values()), default=0)
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize("requests", [3, 7])
def test_bounded_runs_walk_a_list_piece_by_piece_to_its_end(make: Make, requests: int) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(50))
    place.server.reply("/news", paged(paths, 5))
    for _ in range(60):
        place.collect(backfill=True, requests=requests, PAGES_PER_VISIT=2)
        if place.cursor().get("complete"):
            break
    assert place.cursor()["complete"] and len(place.paths()) == 50
    assert sorted(set(pages_asked(place))) == list(range(10)) and len(pages_asked(place)) < 25


def test_a_sitemap_of_more_pages_than_a_visit_may_ask_is_complete_only_when_all_were_read(make: Make) -> None:
    place = make("sitemap", "/sitemap.xml")
    place.server.reply("/sitemap.xml", sitemap(place, posts_at(place, range(25))))
    for run, count in ((1, 10), (2, 20), (3, 25)):
        place.collect(backfill=True, PAGES_PER_VISIT=10)
        assert len(place.paths()) == count, f"run {run}"
        assert place.cursor()["complete"] is (run == 3)


def test_a_page_that_failed_is_asked_for_by_the_next_run(make: Make) -> None:
    place = make("sitemap", "/sitemap.xml")
    paths = posts_at(place, range(6))
    place.server.reply("/sitemap.xml", sitemap(place, paths))
    place.server.reply(paths[3], Reply("out of order", status=500), post("002"))
    place.collect(backfill=True)
    assert len(place.paths()) == 5 and not place.cursor().get("complete")
    place.collect(backfill=True)
    assert len(place.paths()) == 6 and place.cursor()["complete"]


def test_a_past_that_was_walked_is_not_walked_again_unless_forced(make: Make) -> None:
    place = make("listing", "/news")
    place.server.reply("/news", paged(posts_at(place, range(50)), 10))
    place.collect(backfill=True)
    before = len(pages_asked(place))
    assert before == 5 and place.cursor()["complete"]
    place.collect(backfill=True, now=NOW + timedelta(days=1))
    assert len(pages_asked(place)) == before + 1
    place.collect(backfill=True, force=True, now=NOW + timedelta(days=2))
    assert len(pages_asked(place)) == before + 6


def test_a_past_is_walked_again_where_the_sites_total_has_outgrown_what_is_known(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 31)))
    place.collect(backfill=True)
    assert place.cursor()["complete"]
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 41)))  # ten new posts: a plain visit sees them
    asked = len(place.asked())
    place.collect(backfill=True, now=NOW + timedelta(days=1))
    assert len(place.asked()) == asked + 1 and len(place.paths()) == 40
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(-199, 61)))  # an old site was poured into the new one
    place.collect(backfill=True, now=NOW + timedelta(days=2))
    assert len(place.paths()) == 260 and place.cursor()["complete"]


def test_what_is_found_after_the_past_was_walked_is_news(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(12))
    place.server.reply("/news", page(paths[2:]))
    place.collect(backfill=True)
    place.server.reply("/news", page(paths))
    place.collect(backfill=True, now=NOW + timedelta(days=1))
    assert place.ask("select backfill, count(*) from items group by backfill") == [(0, 2), (1, 10)]


# ---- archives ------------------------------------------------------------------------------------------------------------
def test_a_list_that_ends_early_is_continued_by_its_archives(make: Make) -> None:
    place = make("listing", "/news")
    by_year = {year: posts_at(place, range(year * 100, year * 100 + 8), f"/{year}/") for year in range(2015, 2026)}
    links = "".join(f"<li><a href='/{year}/'>{year}</a></li>" for year in by_year)
    days = {path: f"{year}-05-0{number + 1}" for year, paths in by_year.items() for number, path in enumerate(paths)}
    place.server.reply("/news", page(by_year[2025] + by_year[2024][:2], f"<aside><ul>{links}</ul></aside>", days))
    for year, paths in by_year.items():
        place.server.reply(f"/{year}/", page(paths, days=days))
    place.collect(backfill=True)
    assert len(place.paths()) == 88
    assert place.visit()["ways"]["archive"] >= 78 and place.visit()["ways"]["list"] == 10
    assert place.cursor()["complete"]


def test_archives_that_hold_nothing_new_are_left_after_a_few(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(60))
    months = [(year, month) for year in range(2010, 2026) for month in range(1, 13)]
    links = "".join(f"<a href='/{year}/{month:02}/'>{month:02}/{year}</a> " for year, month in months)
    whole = paged(paths, 10)

    def with_archives(seen: Seen) -> Reply:
        answer: Reply = whole(seen)
        return Reply(str(answer.body).replace("</main>", f"</main><aside>{links}</aside>"))

    place.server.reply("/news", with_archives)
    for number, (year, month) in enumerate(months):
        place.server.reply(f"/{year}/{month:02}/", page(paths[number % 60 : number % 60 + 2]))
    place.collect(backfill=True)
    archives = [path for path in place.asked() if path.startswith("/20")]
    assert len(place.paths()) == 60 and 0 < len(archives) <= 12


# ---- pagers --------------------------------------------------------------------------------------------------------------
def test_two_columns_with_a_pager_each_in_one_parameter_are_both_walked_and_not_their_product(make: Make) -> None:
    place = make("listing", "/news")
    state, national = posts_at(place, range(100, 120)), posts_at(place, range(200, 230))

    def columns(seen: Seen) -> Reply:
        numbers = (parse_qs(urlsplit(seen.path).query).get("page") or ["0"])[0].split(",")
        one, two = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
        left = page(state[one * 5 : one * 5 + 5]).body.partition("<h1>News</h1>")[2].partition("</main>")[0]
        right = page(national[two * 5 : two * 5 + 5]).body.partition("<h1>News</h1>")[2].partition("</main>")[0]
        first = f"<ul><li><a href='/news?page={one + 1}%2C{two}'>next ›</a></li></ul>" if one < 3 else ""
        second = f"<ul><li><a href='/news?page={one}%2C{two + 1}'>next ›</a></li></ul>" if two < 5 else ""
        return Reply(f"<html><body><main><div><h2>State news</h2>{left}{first}</div>"
                     f"<div><h2>National news</h2>{right}{second}</div></main></body></html>")  # fmt: skip

    place.server.reply("/news", columns)
    place.collect(backfill=True)
    assert len(place.paths()) == 50
    assert len([path for path in place.asked() if "page=" in path]) <= 12


@pytest.mark.parametrize(
    "links", ["/news/page/{}/", "/news/{}", "/news-{}.html", "/news?offset={}0", "/news?paged={}", "/news?start={}0"]
)
def test_every_grammar_of_pages_is_walked_to_the_last(make: Make, links: str) -> None:
    place = make("listing", "/news" if "html" not in links else "/news.html")
    paths = posts_at(place, range(40), "/posts/")
    first = 2 if "0" not in links else 1  # what the second page is called
    for number in range(4):
        shown = paths[number * 10 : number * 10 + 10]
        following = links.format(number + first)
        below = f"<a href='{following}'>{number + 2}</a> <a href='{following}'>Older posts</a>" if number < 3 else ""
        path = links.format(number + first - 1) if number else place.path
        place.server.reply(path, page(shown, below))
    place.collect(backfill=True)
    assert len(place.paths()) == 40, place.asked()


# ---- feeds ---------------------------------------------------------------------------------------------------------------
def test_the_feed_of_a_wordpress_is_paged_by_its_custom_and_ends_at_404(make: Make) -> None:
    place = make("feed", "/feed/")
    paths = [f"/news/case-{number:03}" for number in range(35)]

    def pages(seen: Seen) -> Reply:
        number = int(seen.path.partition("paged=")[2] or 1)
        shown = paths[number * 10 - 10 : number * 10]
        made_by = "https://wordpress.org/?v=6.4"
        return rss(place, shown, made_by) if shown else Reply("no more", status=404)

    place.server.reply("/feed/", pages)
    place.collect(backfill=True)
    assert len(place.paths()) == 35 and place.visit()["outcome"] == "ok" and place.cursor()["complete"]


@pytest.mark.parametrize("rel", ["next", "prev-archive"])
def test_a_feed_that_names_its_next_page_or_the_archive_before_it_is_followed(make: Make, rel: str) -> None:
    place = make("feed", "/feed.xml")
    paths = [f"/news/case-{number:03}" for number in range(30)]
    for number in range(3):
        link = f"<atom:link rel='{rel}' href='/feed-{number + 1}.xml'/>" if number < 2 else ""
        name = f"/feed-{number}.xml" if number else "/feed.xml"
        place.server.reply(name, rss(place, paths[number * 10 : number * 10 + 10], below=link))
    place.collect(backfill=True)
    assert len(place.paths()) == 30


def test_a_feed_of_unknown_software_is_not_asked_for_pages_that_it_does_not_name(make: Make) -> None:
    place = make("feed", "/feed.xml")
    place.server.reply("/feed.xml", rss(place, ["/news/case-001"], "Some other software"))
    place.collect(backfill=True)
    assert not [path for path in place.asked() if "paged" in path]


# ---- post types ----------------------------------------------------------------------------------------------------------
def kind(base: str, **given: Any) -> dict[str, Any]:
    """A post type as the API lists it."""
    return {"name": base, "slug": base, "rest_base": base, "rest_namespace": "wp/v2", "hierarchical": False,
            "taxonomies": [], **given}  # fmt: skip


def test_all_public_post_types_are_walked_once_and_people_places_and_parts_of_themes_are_not(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    types = {
        "post": kind("posts"), "page": kind("pages", hierarchical=True), "attachment": kind("media"),
        "nav_menu_item": kind("menu-items"), "wp_block": kind("blocks"), "press-release": kind("press-release"),
        "victory": kind("victory"), "story": kind("field-notes", taxonomies=["category", "post_tag"]),
        "staff": kind("staff", taxonomies=["category"]), "tribe_venue": kind("tribe_venue"), "faq": kind("faq"),
    }  # fmt: skip
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 11)))
    place.server.reply("/wp-json/wp/v2/types", Reply(json.dumps(types), content_type="application/json"))
    place.server.reply("/wp-json/wp/v2/press-release", api(place, range(201, 206)))
    place.server.reply("/wp-json/wp/v2/field-notes", api(place, range(301, 304)))
    place.collect(backfill=True)
    assert len(place.paths()) == 18
    endpoints = {path.partition("?")[0].rpartition("/")[2] for path in place.asked() if "/wp/v2/" in path}
    assert endpoints == {"posts", "types", "press-release", "field-notes", "victory"}
    place.collect()
    assert [path for path in place.asked() if "types" in path] == ["/wp-json/wp/v2/types"], "asked in a walk only"


def test_a_post_type_that_is_a_channel_itself_is_left_to_it(make: Make) -> None:
    bulletins = ("here-bulletins", "wordpress", "/wp-json/wp/v2/bulletins")
    place = make("wordpress", "/wp-json/wp/v2/posts", more=[bulletins])
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 4)))
    place.server.reply("/wp-json/wp/v2/bulletins", api(place, range(201, 204)))
    types = {"post": kind("posts"), "bulletin": kind("bulletins")}
    place.server.reply("/wp-json/wp/v2/types", Reply(json.dumps(types), content_type="application/json"))
    place.collect(backfill=True)
    assert len([path for path in place.asked() if "/bulletins?" in path]) == 1
    shown = place.ask("select channel_id, count(*) from appearances group by channel_id")
    assert dict(shown) == {"here-news": 3, "here-bulletins": 3}


# ---- ways beside one another ---------------------------------------------------------------------------------------------
def test_a_sitemap_beside_a_list_that_shows_all_does_not_flood_the_site(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(30))
    place.server.reply("/news", paged(paths, 10))
    others = [f"/{room}/page-{number}" for room in ("about", "benefits", "contracts") for number in range(40)]
    place.server.reply("/sitemap.xml", sitemap(place, others + paths))
    place.server.fallback = lambda seen: Reply(
        f"<html><body><h1>Benefits</h1><p>{seen.path} is for members.</p></body></html>"
    )
    place.collect(backfill=True, PAGES_PER_VISIT=500)
    assert place.paths() == {path.lstrip("/") for path in paths}
    assert len([path for path in place.asked() if "/page-" in path]) == 15, "five of each directory"


def test_a_sitemap_shows_what_the_list_lacks_and_the_visit_says_so(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(30))
    place.server.reply("/news", page(paths[:10]))
    place.server.reply(
        "/sitemap.xml", index(place, ["/post-sitemap.xml", "/page-sitemap.xml", "/category-sitemap.xml"])
    )
    place.server.reply("/post-sitemap.xml", sitemap(place, paths[8:]))
    place.collect(backfill=True)
    visit = place.visit()
    assert len(place.paths()) == 30 and visit["ways"] == {"list": 10, "sitemap": 22}
    assert "The list shows 8 posts that the sitemap lacks." in visit["sentence"]
    assert not [path for path in place.asked() if path in ("/page-sitemap.xml", "/category-sitemap.xml")]


def test_pages_of_record_beside_posts_at_the_root_are_no_posts_because_a_sitemap_names_them(make: Make) -> None:
    place = make("listing", "/news")
    shown = posts_at(place, range(8), "/")
    place.server.reply("/news", page(shown))
    records = ["/who-represents-you-at-work", "/how-the-union-is-run", "/rights-at-work-explained"]
    for path in records:
        place.server.reply(path, post(path))
    place.server.reply("/members-win-their-case-at-last", post("900", day="2019-05-06"))
    place.server.reply("/sitemap.xml", sitemap(place, [*records, "/members-win-their-case-at-last", *shown]))
    place.collect(backfill=True)
    assert place.paths() == {path.lstrip("/") for path in [*shown, "/members-win-their-case-at-last"]}


def test_ways_beside_an_api_that_gave_all_end_after_a_few_pages_without_anything_new(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts", {"lists": ["{root}/news"]})
    paths = [f"/case-{number:03}/" for number in range(300, 0, -1)]
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 301)))
    place.server.reply("/news", paged(paths, 10))
    place.server.reply("/feed/", lambda seen: rss(place, paths[:10] if "paged" not in seen.path else []))
    place.collect(backfill=True)
    assert len(place.paths()) == 300 and place.cursor()["complete"]
    assert len([path for path in place.asked() if path.startswith("/news")]) == 3


def test_every_item_says_by_which_ways_its_channel_showed_it(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts", {"lists": ["{root}/news"]})
    place.server.reply("/wp-json/wp/v2/posts", api(place, range(1, 4)))
    place.server.reply("/news", page(["/case-003/", "/case-002/"]))
    place.collect(backfill=True)
    shown = place.ask(
        "select i.url, w.way from appearance_ways w join items i on i.id = w.item_id where w.channel_id = 'here-news'"
    )
    found = {(url.rstrip("/").rpartition("-")[2], way) for url, way in shown}
    assert found == {("001", "api"), ("002", "api"), ("003", "api"), ("002", "list"), ("003", "list")}


def test_unchanged_visits_in_a_row_extend_one_row_and_add_nothing(make: Make) -> None:
    place = make("wordpress", "/wp-json/wp/v2/posts")
    tagged = Reply(json.dumps([raw_post(place, 1)]), content_type="application/json", etag='"1"')
    place.server.reply("/wp-json/wp/v2/posts", tagged)
    for hour in range(2):
        place.collect(now=NOW + timedelta(hours=hour))
    tables = "visits", "item_rows", "appearances", "appearance_ways", "cursors", "validators"
    before, asked = [place.ask(f"select count(*) from {table}") for table in tables], len(place.asked())
    for hour in range(2, 4):
        place.collect(now=NOW + timedelta(hours=hour))
    assert [place.ask(f"select count(*) from {table}") for table in tables] == before
    assert len(place.asked()) == asked + 2 and place.visit()["visit_count"] == 3
